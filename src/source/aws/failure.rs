//! What the codes of AWS mean. Only codes are kept: messages and bodies can carry what nobody should store.

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_config::error::ProvideErrorMetadata;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

use super::transport::SendError;
use crate::source::live::{Trouble, TroubleKind};

/// How a request went wrong.
#[derive(Debug, Clone, Default)]
pub(super) struct Failure {
    /// The service's code: `AccessDeniedException`.
    pub(super) code: Option<String>,
    /// The HTTP status, where there was an answer.
    pub(super) status: Option<u16>,
    /// Seconds that the service asked to wait.
    pub(super) wait: Option<Duration>,
    /// The answer came and could not be read.
    pub(super) unreadable: bool,
    /// The clocks here and there are further apart than a signature allows.
    pub(super) skewed: bool,
    /// Nothing was asked: the program itself refused.
    pub(super) refused: bool,
}

/// The name in a code such as `com.amazonaws.config#NoSuchConfigRuleException:http://…`.
pub(super) fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

/// The farthest that a signature's time may be from the service's.
const SKEW: i64 = 5 * 60;

/// Whether the time of an answer (RFC 9110's `Date`) is too far from ours.
pub(super) fn is_skewed(date: Option<&str>, now: jiff::Timestamp) -> bool {
    let parsed = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    parsed.is_some_and(|date| (date.timestamp().as_second() - now.as_second()).abs() > SKEW)
}

impl Failure {
    /// Of an SDK's error.
    pub(super) fn of_sdk<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Self {
        let response = error.raw_response();
        let header = |name: &str| response.and_then(|r| r.headers().get(name));
        let mut failure = Self {
            status: response.map(|r| r.status().as_u16()),
            wait: header("retry-after").and_then(|w| w.parse().ok()).map(Duration::from_secs),
            skewed: is_skewed(header("date"), jiff::Timestamp::now()),
            ..Self::default()
        };
        match error {
            SdkError::ServiceError(error) => {
                failure.code = error.err().code().map(|code| bare(code).to_owned());
            }
            SdkError::ResponseError(_) => failure.unreadable = true,
            SdkError::DispatchFailure(failed) => failure.refused = failed.is_user(),
            SdkError::ConstructionFailure(_) => failure.refused = true,
            _ => {}
        }
        failure
    }

    /// Of a request of our own that got no answer.
    pub(super) fn of_send(error: &SendError) -> Self {
        Self { refused: matches!(error, SendError::NotARead), ..Self::default() }
    }

    /// Whether other credentials may help.
    pub(super) fn is_expired(&self) -> bool {
        matches!(
            self.code.as_deref(),
            Some("ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired")
        ) && !self.skewed
    }

    /// The trouble it is. `permission` is what the operation needs.
    pub(super) fn trouble(&self, api: &str, permission: &str, scope: &str) -> Trouble {
        let code = self.code.as_deref().unwrap_or_default();
        let trouble = Trouble::new(self.kind(code, permission), api, scope);
        if self.skewed {
            return trouble.remark("the clock of this machine and the service's are minutes apart");
        }
        match (code, self.status) {
            ("", Some(status)) => trouble.remark(&format!("HTTP {status}")),
            ("", None) => trouble,
            (code, _) => trouble.remark(code),
        }
    }

    fn kind(&self, code: &str, permission: &str) -> TroubleKind {
        if self.skewed && self.status.is_some_and(|s| (400..500).contains(&s)) {
            return TroubleKind::Credentials;
        }
        match code {
            "AccessDenied"
            | "AccessDeniedException"
            | "UnauthorizedOperation"
            | "NotAuthorized"
            | "AuthorizationError"
            | "OrganizationAccessDeniedException" => {
                TroubleKind::Denied { permission: permission.to_owned() }
            }
            "ExpiredToken"
            | "ExpiredTokenException"
            | "RequestExpired"
            | "TokenRefreshRequired"
            | "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "IncompleteSignature"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "RequestTimeTooSkewed" => TroubleKind::Credentials,
            "InvalidNextTokenException" | "InvalidNextToken" => TroubleKind::StaleToken,
            "NoAvailableConfigurationRecorderException"
            | "NoAvailableConfigurationRecorder"
            | "NoAvailableOrganizationException"
            | "AWSOrganizationsNotInUseException"
            // Security Hub says so of an account that has not subscribed
            | "InvalidAccessException"
            | "OptInRequired"
            | "SubscriptionRequiredException" => TroubleKind::NotEnabled,
            _ if code.contains("Throttl")
                || code.starts_with("TooManyRequests")
                || code.starts_with("LimitExceeded")
                || matches!(
                    code,
                    "RequestLimitExceeded"
                        | "BandwidthLimitExceeded"
                        | "PriorRequestNotComplete"
                        | "SlowDown"
                )
                || self.status == Some(429) =>
            {
                TroubleKind::Throttled { wait: self.wait }
            }
            // a busy service that says when it will have time
            _ if self.status == Some(503) && self.wait.is_some() => TroubleKind::Throttled { wait: self.wait },
            _ if self.status.is_some_and(|s| s >= 500) => TroubleKind::Service,
            _ if self.unreadable => TroubleKind::Malformed,
            "" if self.status == Some(403) => TroubleKind::Denied { permission: permission.to_owned() },
            "" if self.status.is_none() && !self.refused => TroubleKind::Network,
            _ => TroubleKind::Refused,
        }
    }
}

/// Trouble of a provider of credentials.
pub(super) fn of_credentials(error: &CredentialsError, scope: &str) -> Trouble {
    let trouble = |kind| Trouble::new(kind, "credentials", scope);
    match error {
        CredentialsError::CredentialsNotLoaded(_) => {
            trouble(TroubleKind::Credentials).remark("no credentials were found")
        }
        CredentialsError::ProviderTimedOut(_) => {
            trouble(TroubleKind::Network).remark("the provider of credentials did not answer")
        }
        CredentialsError::InvalidConfiguration(_) => {
            trouble(TroubleKind::Credentials).remark("the profile is not valid")
        }
        _ => trouble(TroubleKind::Credentials).remark("the provider of credentials failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str, status: u16) -> TroubleKind {
        let code = (!code.is_empty()).then(|| code.to_owned());
        Failure { code, status: Some(status), ..Failure::default() }.trouble("config:X", "config:X", "1").kind
    }

    #[test]
    fn codes_have_their_meaning() {
        let denied = TroubleKind::Denied { permission: "config:X".into() };
        let throttled = TroubleKind::Throttled { wait: None };
        for (code, status, expected) in [
            ("AccessDeniedException", 400, denied.clone()),
            ("AccessDenied", 403, denied.clone()),
            ("", 403, denied),
            ("ThrottlingException", 400, throttled.clone()),
            ("Throttling", 400, throttled.clone()),
            ("TooManyRequestsException", 429, throttled.clone()),
            ("LimitExceededException", 429, throttled.clone()),
            ("", 429, throttled),
            ("ExpiredTokenException", 400, TroubleKind::Credentials),
            ("ExpiredToken", 403, TroubleKind::Credentials),
            ("NoSuchConfigurationAggregatorException", 400, TroubleKind::Refused),
            ("NoAvailableConfigurationRecorderException", 400, TroubleKind::NotEnabled),
            ("InvalidNextTokenException", 400, TroubleKind::StaleToken),
            ("InvalidAccessException", 401, TroubleKind::NotEnabled),
            ("InvalidExpressionException", 400, TroubleKind::Refused),
            ("", 500, TroubleKind::Service),
            ("InternalFailure", 500, TroubleKind::Service),
        ] {
            assert_eq!(kind(code, status), expected, "{code} {status}");
        }
        let lost = Failure::default().trouble("a", "a", "1");
        assert_eq!(lost.kind, TroubleKind::Network);
    }

    #[test]
    fn codes_lose_their_namespace() {
        assert_eq!(bare("com.amazonaws.config#NoSuchConfigRuleException"), "NoSuchConfigRuleException");
        assert_eq!(bare("InvalidAccessException:http://internal/x"), "InvalidAccessException");
    }

    #[test]
    fn a_clock_that_is_off_is_told_and_not_renewed() {
        let now: jiff::Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        assert!(is_skewed(Some("Sat, 21 Nov 2026 10:20:00 GMT"), now));
        assert!(!is_skewed(Some("Sat, 21 Nov 2026 10:04:00 GMT"), now));
        assert!(!is_skewed(None, now));
        let code = Some("RequestExpired".to_owned());
        let failure = Failure { code, status: Some(400), skewed: true, ..Failure::default() };
        assert!(!failure.is_expired());
        let trouble = failure.trouble("a", "a", "1");
        assert_eq!(trouble.kind, TroubleKind::Credentials);
        assert!(trouble.remark.contains("clock"));
    }
}
