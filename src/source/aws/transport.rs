//! The one way to AWS: the SDK's requests and our own go through the same client, with the same proxy, certificate
//! authorities and time-outs, and a signed request that is not on the list of operations is not sent.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::operations::OPERATIONS;

/// A transport that cannot be built, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct TransportError(&'static str);

/// What makes a proxy of an address.
type Make = fn(&str) -> reqwest::Result<reqwest::Proxy>;

/// Sends requests.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    /// To the world, through the proxy where there is one.
    out: reqwest::Client,
    /// To this machine and to the metadata services, never through a proxy.
    near: reqwest::Client,
}

impl Transport {
    /// A transport with the proxy (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in either case) and the
    /// certificate authorities (`AWS_CA_BUNDLE`, beside those of the system) of an environment.
    pub(super) fn new(environment: &[(String, String)], timeout: Duration) -> Result<Self, TransportError> {
        let base = || {
            reqwest::Client::builder()
                .no_proxy()
                .connect_timeout(timeout.min(Duration::from_secs(10)))
                .timeout(timeout)
                .redirect(reqwest::redirect::Policy::none())
                // attempts are counted in one place, not here
                .retry(reqwest::retry::never())
                .user_agent(concat!("steth/", env!("CARGO_PKG_VERSION")))
        };
        let get = |name: &str| {
            let found = environment.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty());
            found.map(|(_, v)| v.as_str())
        };
        let mut out = base();
        if let Some(path) = get("AWS_CA_BUNDLE") {
            let pem = std::fs::read(path).map_err(|_| TransportError("AWS_CA_BUNDLE cannot be read"))?;
            let authorities = reqwest::Certificate::from_pem_bundle(&pem)
                .map_err(|_| TransportError("AWS_CA_BUNDLE is not a PEM file"))?;
            out = out.tls_certs_merge(authorities);
        }
        let except = get("NO_PROXY").and_then(reqwest::NoProxy::from_string);
        let proxies: [(_, Make); 3] = [
            (get("HTTPS_PROXY"), |address| reqwest::Proxy::https(address)),
            (get("HTTP_PROXY"), |address| reqwest::Proxy::http(address)),
            (get("ALL_PROXY"), |address| reqwest::Proxy::all(address)),
        ];
        for (address, proxy) in proxies {
            let Some(address) = address else { continue };
            let proxy = proxy(address)
                .map_err(|_| TransportError("the proxy of the environment is not an address"))?;
            out = out.proxy(proxy.no_proxy(except.clone()));
        }
        let failed = |_| TransportError("the TLS client cannot be built");
        Ok(Self { out: out.build().map_err(failed)?, near: base().build().map_err(failed)? })
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn send(
        &self,
        request: reqwest::Request,
    ) -> Result<(u16, reqwest::header::HeaderMap, bytes::Bytes), SendError> {
        if !is_allowed(&request) {
            return Err(SendError::NotARead);
        }
        let client = if is_near(request.url()) { &self.near } else { &self.out };
        let answer = client.execute(request).await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok((status, headers, answer.bytes().await?))
    }
}

/// A request without an answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// It is signed, and not on the list.
    #[error("the operation is not on the list of reads")]
    NotARead,
    /// The network.
    #[error("no answer")]
    Network(#[from] reqwest::Error),
}

/// Whether a host is this machine or a metadata service of the machine's host.
fn is_near(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => ip.is_loopback() || ip.is_link_local(),
        // fd00:ec2::/32 is where AWS answers on IPv6
        Ok(std::net::IpAddr::V6(ip)) => ip.is_loopback() || ip.segments()[..2] == [0xfd00, 0x0ec2],
        Err(_) => host == "localhost",
    }
}

/// Whether a request may leave. One that is not signed carries no right to change anything.
fn is_allowed(request: &reqwest::Request) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !text("authorization").starts_with("AWS4-") {
        return true;
    }
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let api = match text("x-amz-target").split_once('.') {
        Some(("StarlingDoveService", operation)) => format!("config:{operation}"),
        Some(("AWSOrganizationsV20161128", operation)) => format!("organizations:{operation}"),
        Some(_) => return false,
        None if request.url().path() == "/findings" && request.method() == reqwest::Method::POST => {
            "securityhub:GetFindings".to_owned()
        }
        None => {
            let action = std::str::from_utf8(body)
                .ok()
                .and_then(|body| body.split('&').find_map(|pair| pair.strip_prefix("Action=")));
            format!("sts:{}", action.unwrap_or_default())
        }
    };
    OPERATIONS.iter().any(|operation| operation.api == api)
}

impl HttpConnector for Transport {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let transport = self.clone();
        HttpConnectorFuture::new(async move {
            let user = |e: &'static str| ConnectorError::user(e.into());
            let method =
                reqwest::Method::from_bytes(request.method().as_bytes()).map_err(|_| user("method"))?;
            let url = reqwest::Url::parse(request.uri()).map_err(|_| user("address"))?;
            let mut built = reqwest::Request::new(method, url);
            for (name, value) in request.headers() {
                let name =
                    reqwest::header::HeaderName::from_bytes(name.as_bytes()).map_err(|_| user("header"))?;
                let value = reqwest::header::HeaderValue::from_str(value).map_err(|_| user("header"))?;
                built.headers_mut().append(name, value);
            }
            let body = request.body().bytes().ok_or_else(|| user("a body that streams"))?;
            *built.body_mut() = Some(body.to_vec().into());
            match transport.send(built).await {
                Ok((status, headers, body)) => {
                    let status =
                        StatusCode::try_from(status).map_err(|e| ConnectorError::other(e.into(), None))?;
                    let mut response = HttpResponse::new(status, SdkBody::from(body));
                    for (name, value) in &headers {
                        if let Ok(value) = value.to_str() {
                            response.headers_mut().append(name.as_str().to_owned(), value.to_owned());
                        }
                    }
                    Ok(response)
                }
                Err(SendError::NotARead) => Err(ConnectorError::user(SendError::NotARead.into())),
                Err(SendError::Network(e)) if e.is_timeout() => Err(ConnectorError::timeout(e.into())),
                Err(SendError::Network(e)) => Err(ConnectorError::io(e.into())),
            }
        })
    }
}

impl HttpClient for Transport {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(target: Option<&'static str>, path: &str, body: &'static str) -> reqwest::Request {
        let url = reqwest::Url::parse("https://config.us-east-1.amazonaws.com").unwrap().join(path).unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::POST, url);
        request.headers_mut().insert("authorization", "AWS4-HMAC-SHA256 Credential=x".parse().unwrap());
        if let Some(target) = target {
            request.headers_mut().insert("x-amz-target", target.parse().unwrap());
        }
        *request.body_mut() = Some(body.into());
        request
    }

    #[test]
    fn a_signed_request_that_is_not_a_read_of_the_list_does_not_leave() {
        assert!(is_allowed(&signed(Some("StarlingDoveService.SelectResourceConfig"), "/", "{}")));
        assert!(is_allowed(&signed(None, "/", "Action=GetCallerIdentity&Version=2011-06-15")));
        assert!(is_allowed(&signed(None, "/findings", "{}")));
        for write in ["PutConfigRule", "DeleteConfigRule", "StopConfigurationRecorder", "PutEvaluations"] {
            let target: &'static str = format!("StarlingDoveService.{write}").leak();
            assert!(!is_allowed(&signed(Some(target), "/", "{}")), "{write}");
        }
        assert!(!is_allowed(&signed(None, "/", "Action=CreateUser&Version=2010-05-08")));
        assert!(!is_allowed(&signed(None, "/insights", "{}")));
        assert!(!is_allowed(&signed(Some("DynamoDB_20120810.PutItem"), "/", "{}")));
    }

    #[test]
    fn metadata_and_loopback_are_near() {
        let near = |url: &str| is_near(&reqwest::Url::parse(url).unwrap());
        for url in
            ["http://127.0.0.1:1", "http://169.254.169.254/x", "http://[fd00:ec2::254]/", "http://localhost"]
        {
            assert!(near(url), "{url}");
        }
        for url in ["https://sts.amazonaws.com", "http://10.0.0.1", "http://[fd01::1]/"] {
            assert!(!near(url), "{url}");
        }
    }

    #[test]
    fn a_certificate_bundle_that_cannot_be_read_is_told() {
        let environment = [("AWS_CA_BUNDLE".to_owned(), "/nowhere/ca.pem".to_owned())];
        assert!(Transport::new(&environment, Duration::from_secs(1)).is_err());
    }
}
