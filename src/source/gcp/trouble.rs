//! Errors of Google's APIs as troubles: by their status, never by their text.
//!
//! Source: AIP-193 (errors) and `google.rpc.Code`.

use std::error::Error as _;
use std::time::Duration;

use google_cloud_gax::error::rpc::{Code, StatusDetails};
use google_cloud_gax::error::{CredentialsError, Error};

use crate::source::live::{Trouble, TroubleKind};

/// A call as troubles name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'a> {
    /// `cloudasset:ListAssets`.
    pub(super) api: &'static str,
    /// What it needs: told where the service does not say which permission is missing.
    pub(super) permission: &'static str,
    /// The organization, folder or project.
    pub(super) scope: &'a str,
    /// Whether it goes on from a page token.
    pub(super) from_token: bool,
}

impl Call<'_> {
    pub(super) fn trouble(&self, kind: TroubleKind) -> Trouble {
        Trouble::new(kind, self.api, self.scope)
    }

    /// The trouble that an error of the SDK means.
    pub(super) fn failed(&self, error: &Error) -> Trouble {
        if let Some(status) = error.status() {
            let mut told = Told::default();
            for detail in &status.details {
                match detail {
                    StatusDetails::ErrorInfo(info) => {
                        told.reason.clone_from(&info.reason);
                        told.permission = info.metadata.get("permission").cloned();
                        told.service = info.metadata.get("service").cloned();
                    }
                    StatusDetails::RetryInfo(info) => {
                        told.wait = info.retry_delay.as_ref().and_then(|delay| {
                            let (seconds, nanos) = (delay.seconds(), delay.nanos());
                            Some(Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?))
                        });
                    }
                    _ => {}
                }
            }
            told.wait = told.wait.or_else(|| retry_after(error));
            return self.told(Some(status.code), error.http_status_code(), &told);
        }
        if error.is_authentication() {
            // the source of an authentication error says whether asking again can help
            let passing = error
                .source()
                .and_then(|source| source.downcast_ref::<CredentialsError>())
                .is_some_and(CredentialsError::is_transient);
            return self.trouble(if passing { TroubleKind::Network } else { TroubleKind::Credentials });
        }
        if error.http_status_code().is_some() {
            let told = Told { wait: retry_after(error), ..Told::default() };
            return self.told(None, error.http_status_code(), &told);
        }
        if error.is_deserialization() {
            return self.trouble(TroubleKind::Malformed);
        }
        if error.is_binding() || error.is_serialization() {
            return self.trouble(TroubleKind::Refused);
        }
        self.trouble(TroubleKind::Network)
    }

    /// The trouble that a status means.
    pub(super) fn told(&self, code: Option<Code>, http: Option<u16>, told: &Told) -> Trouble {
        let code = code.unwrap_or(match http {
            Some(401) => Code::Unauthenticated,
            Some(403) => Code::PermissionDenied,
            Some(404) => Code::NotFound,
            Some(429) => Code::ResourceExhausted,
            Some(400..=499) => Code::InvalidArgument,
            _ => Code::Unavailable,
        });
        let kind = match code {
            Code::PermissionDenied if told.service_is_off() => TroubleKind::NotEnabled,
            Code::PermissionDenied => TroubleKind::Denied { permission: self.missing(told) },
            Code::Unauthenticated => TroubleKind::Credentials,
            Code::ResourceExhausted => TroubleKind::Throttled { wait: told.wait },
            Code::InvalidArgument if self.from_token => TroubleKind::StaleToken,
            // a service that the organization has not activated
            Code::FailedPrecondition => TroubleKind::NotEnabled,
            Code::InvalidArgument | Code::NotFound | Code::Unimplemented | Code::OutOfRange => {
                TroubleKind::Refused
            }
            Code::Cancelled => TroubleKind::Network,
            _ => TroubleKind::Service,
        };
        let remark = match (&*told.reason, &told.service) {
            ("", _) => format!("{code:?}"),
            (reason, Some(service)) => format!("{reason}, {service}"),
            (reason, None) => reason.to_owned(),
        };
        self.trouble(kind).remark(&remark)
    }

    fn missing(&self, told: &Told) -> String {
        match (&told.permission, &*told.reason) {
            (Some(permission), _) => permission.clone(),
            // the caller may not use the project that pays
            (None, "USER_PROJECT_DENIED") => "serviceusage.services.use".to_owned(),
            (None, _) => self.permission.to_owned(),
        }
    }
}

/// What an error says of itself beside its code.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// `SERVICE_DISABLED`, `IAM_PERMISSION_DENIED`.
    pub(super) reason: String,
    /// The permission that is missing.
    pub(super) permission: Option<String>,
    /// The service that is off or over its quota.
    pub(super) service: Option<String>,
    /// How long to wait.
    pub(super) wait: Option<Duration>,
}

impl Told {
    /// Reads the error of an answer in JSON; nothing of it is kept but codes and names.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut told = Self::default();
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        for detail in body["error"]["details"].as_array().into_iter().flatten() {
            let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
            match detail["@type"].as_str().unwrap_or_default().rsplit('.').next() {
                Some("ErrorInfo") => {
                    told.reason = text(&detail["reason"]).unwrap_or_default();
                    told.permission = text(&detail["metadata"]["permission"]);
                    told.service = text(&detail["metadata"]["service"]);
                }
                Some("RetryInfo") => {
                    let delay = detail["retryDelay"].as_str().and_then(|d| d.strip_suffix('s')?.parse().ok());
                    told.wait = delay.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok());
                }
                _ => {}
            }
        }
        told
    }

    fn service_is_off(&self) -> bool {
        matches!(&*self.reason, "SERVICE_DISABLED" | "BILLING_DISABLED" | "API_DISABLED")
    }
}

fn retry_after(error: &Error) -> Option<Duration> {
    let seconds = error.http_headers()?.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use google_cloud_gax::error::rpc::Status;

    use super::*;

    const CALL: Call<'_> =
        Call { api: "cloudasset:ListAssets", permission: "p", scope: "projects/x", from_token: false };

    fn kind(code: Code, details: &str) -> TroubleKind {
        let details: Vec<StatusDetails> = serde_json::from_str(details).unwrap();
        let status = Status::default().set_code(code).set_message("a body").set_details(details);
        let trouble = CALL.failed(&Error::service(status));
        assert!(!trouble.to_string().contains("a body"));
        trouble.kind
    }

    #[test]
    fn the_status_and_its_details_say_what_it_is() {
        let denied = |permission: &str| TroubleKind::Denied { permission: permission.into() };
        assert_eq!(kind(Code::PermissionDenied, "[]"), denied("p"));
        let info = r#"[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "IAM_PERMISSION_DENIED",
            "domain": "cloudasset.googleapis.com", "metadata": {"permission": "cloudasset.assets.listResource"}}]"#;
        assert_eq!(kind(Code::PermissionDenied, info), denied("cloudasset.assets.listResource"));
        let off = r#"[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED",
            "domain": "googleapis.com", "metadata": {"service": "cloudasset.googleapis.com"}}]"#;
        assert_eq!(kind(Code::PermissionDenied, off), TroubleKind::NotEnabled);
        let wait = r#"[{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}]"#;
        assert_eq!(
            kind(Code::ResourceExhausted, wait),
            TroubleKind::Throttled { wait: Some(Duration::from_secs(7)) }
        );
        assert_eq!(kind(Code::Unauthenticated, "[]"), TroubleKind::Credentials);
        assert_eq!(kind(Code::Internal, "[]"), TroubleKind::Service);
        assert_eq!(kind(Code::InvalidArgument, "[]"), TroubleKind::Refused);
        let from_token = Call { from_token: true, ..CALL };
        let status = Status::default().set_code(Code::InvalidArgument);
        assert_eq!(from_token.failed(&Error::service(status)).kind, TroubleKind::StaleToken);
    }

    #[test]
    fn an_answer_without_a_status_is_known_by_its_number() {
        let kind = |number: u16| CALL.told(None, Some(number), &Told::default()).kind;
        assert_eq!(kind(502), TroubleKind::Service);
        assert_eq!(kind(429), TroubleKind::Throttled { wait: None });
        assert_eq!(kind(401), TroubleKind::Credentials);
    }
}
