//! Requests to Azure Resource Manager: reads only, one host only, in turn, with what its headers ask for obeyed.
//!
//! Sources: the throttling pages of Azure Resource Manager and Azure Resource Graph, and the error contract of the
//! Azure REST API guidelines (`{"error": {"code", "message"}}`).

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Method, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::AzureOptions;
use super::credential::Tokens;
use crate::source::live::{Operation, Puller, Trouble, TroubleKind};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);
/// How long an answer may pause before the next bytes.
const READ: Duration = Duration::from_secs(100);

/// A client of Azure Resource Manager.
#[derive(Debug, Clone)]
pub(super) struct Arm {
    http: reqwest::Client,
    endpoint: Url,
    tokens: Arc<Tokens>,
    pub(super) puller: Puller,
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) operation: &'static Operation,
    /// Subscription, management group or tenant, for troubles.
    pub(super) scope: Arc<str>,
    pub(super) url: Url,
    pub(super) body: Option<Bytes>,
    /// Whether it goes on from a page token, which the service may no longer take.
    pub(super) resumes: bool,
}

/// An answer that went well.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The error contract of Azure Resource Manager.
#[derive(Deserialize)]
struct Failure {
    error: FailureDetail,
}

#[derive(Deserialize)]
struct FailureDetail {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

impl Arm {
    /// A client as options and environment say.
    pub(super) fn new(
        options: &AzureOptions,
        environment: &[(String, String)],
        puller: Puller,
    ) -> Result<Self, Trouble> {
        let refused = |remark: &str| Trouble::new(TroubleKind::Refused, "azure", "endpoint").remark(remark);
        let endpoint = options.endpoint.as_deref().unwrap_or(options.cloud.resource_manager());
        let endpoint: Url = endpoint.parse().map_err(|_| refused("the endpoint is not a URL"))?;
        let loopback = matches!(endpoint.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if endpoint.scheme() != "https" && !loopback {
            return Err(refused("a token is not sent over plain HTTP"));
        }
        let mut http = reqwest::Client::builder()
            .user_agent(concat!("steth/", env!("CARGO_PKG_VERSION")))
            // a redirect could lead the token to another host
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .read_timeout(READ);
        if loopback {
            http = http.no_proxy();
        }
        if let Some(authorities) = &options.authorities {
            let authorities = reqwest::Certificate::from_pem_bundle(authorities)
                .map_err(|_| refused("the certificate authorities are not PEM"))?;
            http = http.tls_certs_merge(authorities);
        }
        let http = http.build().map_err(|_| refused("no TLS"))?;
        let tokens = Arc::new(Tokens::new(options, environment, &http));
        Ok(Self { http, endpoint, tokens, puller })
    }

    #[cfg(test)]
    pub(super) fn with_tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = Arc::new(tokens);
        self
    }

    pub(super) const fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    pub(super) fn tokens(&self) -> &Arc<Tokens> {
        &self.tokens
    }

    /// The URL of a path, with the version of the API.
    pub(super) fn url(&self, path: &str, version: &str) -> Url {
        let mut url = self.endpoint.clone();
        url.set_path(path);
        url.set_query(None);
        url.query_pairs_mut().append_pair("api-version", version);
        url
    }

    /// Makes a request until it succeeds or cannot, and reads its answer as JSON.
    pub(super) async fn json<T: DeserializeOwned>(&self, ask: &Ask) -> Result<(T, HeaderMap), Trouble> {
        let answer = self.puller.call(ask.operation.api, || self.once(ask)).await?;
        let parsed = serde_json::from_slice(&answer.body).map_err(|e| ask.malformed(&e))?;
        Ok((parsed, answer.headers))
    }

    /// Makes a request once; a token that has ended is renewed first, once.
    pub(super) async fn once(&self, ask: &Ask) -> Result<Answer, Trouble> {
        self.guard(ask)?;
        let token = self.token(ask).await?;
        match self.send(ask, &token).await {
            Err(Trouble { kind: TroubleKind::Credentials, .. }) if self.tokens.refused(&token).await => {
                let token = self.token(ask).await?;
                self.send(ask, &token).await
            }
            other => other,
        }
    }

    async fn token(&self, ask: &Ask) -> Result<azure_core::credentials::AccessToken, Trouble> {
        self.tokens.token().await.map_err(|t| Trouble { scope: ask.scope.clone(), ..t })
    }

    /// Whether a request reads, and stays on the host it was configured for.
    fn guard(&self, ask: &Ask) -> Result<(), Trouble> {
        let (here, there) = (&self.endpoint, &ask.url);
        let same = here.scheme() == there.scheme()
            && here.host_str() == there.host_str()
            && here.port_or_known_default() == there.port_or_known_default();
        if !same {
            return Err(ask.trouble(TroubleKind::Refused).remark("the next page is on another host"));
        }
        let path = there.path().to_ascii_lowercase();
        let reads = match ask.operation.method {
            "GET" => ask.body.is_none(),
            "POST" => ["/providers/microsoft.resourcegraph/resources", "/policystates/latest/queryresults"]
                .iter()
                .any(|end| path.ends_with(end)),
            _ => false,
        };
        if reads { Ok(()) } else { Err(ask.trouble(TroubleKind::Refused).remark("not a read")) }
    }

    async fn send(&self, ask: &Ask, token: &azure_core::credentials::AccessToken) -> Result<Answer, Trouble> {
        let method = if ask.operation.method == "POST" { Method::POST } else { Method::GET };
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.token.secret()))
            .map_err(|_| ask.trouble(TroubleKind::Credentials).remark("the token is not text"))?;
        bearer.set_sensitive(true);
        let mut request = self.http.request(method, ask.url.clone()).header(AUTHORIZATION, bearer);
        if ask.operation.method == "POST" {
            request =
                request.header(CONTENT_TYPE, "application/json").body(ask.body.clone().unwrap_or_default());
        }
        let network = |e: reqwest::Error| ask.trouble(TroubleKind::Network).remark(&says(&e));
        let response = request.send().await.map_err(network)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(network)?;
        if !status.is_success() {
            return Err(ask.failure(status, &headers, &body));
        }
        // the last query of the quota: everybody waits until it is full again
        if number(&headers, "x-ms-user-quota-remaining") == Some(0)
            && let Some(wait) = clock(&headers, "x-ms-user-quota-resets-after")
        {
            self.puller.pause(ask.operation.api, wait);
        }
        Ok(Answer { status, headers, body })
    }
}

impl Ask {
    pub(super) fn trouble(&self, kind: TroubleKind) -> Trouble {
        Trouble::new(kind, self.operation.api, self.scope.clone())
    }

    pub(super) fn malformed(&self, error: &serde_json::Error) -> Trouble {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Syntax => "it is not JSON",
            _ => "a field is of another type",
        };
        self.trouble(TroubleKind::Malformed).remark(what)
    }

    /// What an answer without success means.
    fn failure(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Trouble {
        let failure = serde_json::from_slice::<Failure>(body).map(|f| f.error);
        let (code, message) = failure.map_or_else(|_| Default::default(), |f| (f.code, f.message));
        let wait = number(headers, RETRY_AFTER.as_str())
            .map(Duration::from_secs)
            .or_else(|| clock(headers, "x-ms-user-quota-resets-after"));
        let kind = match (status.as_u16(), code.as_str()) {
            (_, "MissingSubscriptionRegistration" | "SubscriptionNotRegistered") => TroubleKind::NotEnabled,
            (401, _) => TroubleKind::Credentials,
            (403, _) => {
                let permission = action(&message).unwrap_or(self.operation.permission).to_owned();
                TroubleKind::Denied { permission }
            }
            (404 | 410, _) => TroubleKind::NotCollected,
            (429, _) => TroubleKind::Throttled { wait },
            (503, _) if wait.is_some() => TroubleKind::Throttled { wait },
            (408 | 500..=599, _) => TroubleKind::Service,
            (400, _) if self.resumes => TroubleKind::StaleToken,
            _ => TroubleKind::Refused,
        };
        let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        let remark = if code.is_empty() { status.as_u16().to_string() } else { code };
        self.trouble(kind).remark(&remark)
    }
}

/// The action a denial names, as Azure Resource Manager words it.
fn action(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("perform action '")?;
    let (action, _) = rest.split_once('\'')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "./*-_".contains(c);
    (action.len() < 150 && action.chars().all(fits)).then_some(action)
}

/// What went wrong on the way, in a few words without a URL.
fn says(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() || error.is_decode() {
        "the answer broke off"
    } else {
        "the connection broke"
    };
    what.to_owned()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// `hh:mm:ss` as a length of time.
fn clock(headers: &HeaderMap, name: &str) -> Option<Duration> {
    let mut seconds = 0;
    let text = headers.get(name)?.to_str().ok()?;
    // fractions of a second follow a point
    for part in text.split('.').next()?.split(':') {
        seconds = seconds * 60 + part.trim().parse::<u64>().ok().filter(|n| *n < 100_000)?;
    }
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::super::operations::{GET_BY_ID, POLICY_STATES, RESOURCE_GRAPH};
    use super::*;

    fn ask(operation: &'static Operation, resumes: bool) -> Ask {
        let url = "https://management.azure.com/".parse().unwrap();
        Ask { operation, scope: "s".into(), url, body: None, resumes }
    }

    fn failed(status: u16, headers: &[(&'static str, &str)], body: &str, resumes: bool) -> Trouble {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        ask(&RESOURCE_GRAPH, resumes).failure(StatusCode::from_u16(status).unwrap(), &map, body.as_bytes())
    }

    #[test]
    fn what_answers_mean() {
        let denied = r#"{"error": {"code": "AuthorizationFailed", "message": "The client 'x' does not have authorization to perform action 'Microsoft.ResourceGraph/resources/read' over scope '/'."}}"#;
        let trouble = failed(403, &[], denied, false);
        assert_eq!(
            trouble.kind,
            TroubleKind::Denied { permission: "Microsoft.ResourceGraph/resources/read".into() }
        );
        assert_eq!(trouble.remark, "AuthorizationFailed");
        assert_eq!(failed(401, &[], "{}", false).kind, TroubleKind::Credentials);
        let wait = Some(Duration::from_secs(5));
        let throttled = TroubleKind::Throttled { wait };
        assert_eq!(failed(429, &[("x-ms-user-quota-resets-after", "00:00:05")], "", false).kind, throttled);
        assert_eq!(failed(503, &[("retry-after", "5")], "", false).kind, throttled);
        assert_eq!(failed(503, &[], "<html>", false).kind, TroubleKind::Service);
        assert_eq!(failed(400, &[], "", true).kind, TroubleKind::StaleToken);
        let trouble = failed(400, &[], r#"{"error": {"code": "Bad\nRequest"}}"#, false);
        assert_eq!((trouble.kind, trouble.remark.as_str()), (TroubleKind::Refused, "BadRequest"));
        let unregistered = r#"{"error": {"code": "MissingSubscriptionRegistration"}}"#;
        assert_eq!(failed(409, &[], unregistered, false).kind, TroubleKind::NotEnabled);
    }

    #[test]
    fn only_reads_on_the_same_host_leave() {
        let puller = Puller::new(
            Arc::new(crate::source::live::MemorySink::default()),
            &crate::source::live::PullerOptions::default(),
            1,
            |_| {},
        );
        let arm = Arm::new(&AzureOptions::default(), &[], puller).unwrap();
        let guard = |operation, url: &str| {
            arm.guard(&Ask { url: url.parse().unwrap(), ..ask(operation, false) }).is_ok()
        };
        assert!(guard(&GET_BY_ID, "https://management.azure.com/subscriptions/s?api-version=1"));
        assert!(guard(
            &RESOURCE_GRAPH,
            "https://management.azure.com/providers/Microsoft.ResourceGraph/resources?x"
        ));
        assert!(!guard(&POLICY_STATES, "https://management.azure.com/x/listKeys"));
        for url in [
            "https://management.azure.com.example.org/x",
            "http://management.azure.com/x",
            "https://management.azure.com:8443/x",
        ] {
            assert!(!guard(&GET_BY_ID, url), "{url}");
        }
    }

    #[test]
    fn a_token_never_travels_in_the_clear() {
        let puller = Puller::new(
            Arc::new(crate::source::live::MemorySink::default()),
            &crate::source::live::PullerOptions::default(),
            1,
            |_| {},
        );
        let options =
            AzureOptions { endpoint: Some("http://arm.internal".into()), ..AzureOptions::default() };
        assert_eq!(Arm::new(&options, &[], puller).unwrap_err().kind, TroubleKind::Refused);
    }
}
