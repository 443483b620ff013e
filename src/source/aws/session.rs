//! An identity in a region: credentials that renew themselves, the SDK's client, and signed requests of our own.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_config::identity::IdentityCache;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_config::Client;
use aws_sdk_config::config::retry::RetryConfig;
use aws_sdk_config::config::timeout::TimeoutConfig;
use aws_sdk_config::error::ProvideErrorMetadata;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use serde_json::Value;

use super::AwsOptions;
use super::endpoint::{Partition, Service};
use super::failure::{Failure, is_skewed};
use super::keys::{Keys, Origin, SharedKeys};
use super::transport::{SendError, Transport};
use super::wire::{code_of, element, escape, sts};
use crate::source::live::{Puller, Trouble, TroubleKind};

/// The longest that one request may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// An identity in a region. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// The pull it works for.
    pub(super) puller: Puller,
    /// The account, once it is known.
    pub(super) account: Arc<str>,
    /// The region.
    pub(super) region: Arc<str>,
    sdk: SdkConfig,
    client: Client,
    keys: Arc<Keys>,
    transport: Transport,
    environment: Arc<[(String, String)]>,
}

/// A signed request of our own.
pub(super) struct Signed<'a> {
    /// `organizations:ListAccounts`
    pub(super) api: &'static str,
    /// Whose.
    pub(super) service: Service,
    /// The path.
    pub(super) path: &'a str,
    /// Headers beside the signature's.
    pub(super) headers: &'a [(&'static str, &'a str)],
    /// The body.
    pub(super) body: &'a str,
}

impl Session {
    /// The session of the options: what they give, else what the SDK finds in the environment, the profile, SSO, web
    /// identity and the machine's metadata.
    pub(super) async fn open(
        options: &AwsOptions,
        environment: &[(String, String)],
        puller: &Puller,
    ) -> Result<Self, Trouble> {
        let trouble = |remark: &str| Trouble::new(TroubleKind::Refused, "credentials", "aws").remark(remark);
        let transport = Transport::new(environment, TIMEOUT).map_err(|e| trouble(&e.to_string()))?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(10))
            .operation_attempt_timeout(TIMEOUT)
            .build();
        let region = options.regions.first().cloned().map(Region::new);
        let sdk = if let Some(provider) = &options.provider {
            // nothing is looked for where everything is given
            let mut sdk = SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .credentials_provider(provider.clone())
                .region(region)
                .timeout_config(timeouts);
            sdk.set_endpoint_url(options.endpoint.clone());
            sdk.build()
        } else {
            let mut loader = aws_config::defaults(BehaviorVersion::latest())
                .http_client(transport.clone())
                .timeout_config(timeouts);
            if let Some(profile) = &options.profile {
                loader = loader.profile_name(profile);
            }
            if let Some(region) = region {
                loader = loader.region(region);
            }
            if let Some(endpoint) = &options.endpoint {
                loader = loader.endpoint_url(endpoint);
            }
            loader.load().await
        };
        let provider =
            sdk.credentials_provider().ok_or_else(|| trouble("no provider of credentials was found"))?;
        let region = sdk
            .region()
            .map(ToString::to_string)
            .ok_or_else(|| trouble("no region: set one in steth.toml, in the profile, or in AWS_REGION"))?;
        let keys = Keys::new(Origin::Provider(provider), "aws");
        Ok(Self::with(&sdk, keys, transport, environment.into(), puller.clone(), "aws".into(), region.into()))
    }

    fn with(
        sdk: &SdkConfig,
        keys: Arc<Keys>,
        transport: Transport,
        environment: Arc<[(String, String)]>,
        puller: Puller,
        account: Arc<str>,
        region: Arc<str>,
    ) -> Self {
        // The SDK takes the credentials that we keep, sends through our client, and does not try again by itself.
        let sdk = sdk
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(SharedKeys(keys.clone())))
            .identity_cache(IdentityCache::no_cache())
            .http_client(transport.clone())
            .retry_config(RetryConfig::disabled())
            .region(Region::new(region.to_string()))
            .build();
        let client = Client::new(&sdk);
        Self { puller, account, region, sdk, client, keys, transport, environment }
    }

    /// The same identity in another region.
    pub(super) fn in_region(&self, region: &str) -> Self {
        Self::with(
            &self.sdk,
            self.keys.clone(),
            self.transport.clone(),
            self.environment.clone(),
            self.puller.clone(),
            self.account.clone(),
            region.into(),
        )
    }

    /// The same identity, its account known.
    pub(super) fn of_account(mut self, account: &str) -> Self {
        self.account = account.into();
        self
    }

    /// A role of another account, taken on by this identity when it is first needed.
    pub(super) fn assuming(&self, account: &str, role: &str, external_id: Option<&str>) -> Self {
        let arn =
            format!("arn:{}:iam::{account}:role/{}", self.partition().id(), role.trim_start_matches('/'));
        let origin =
            Origin::Role { base: Box::new(self.clone()), arn, external_id: external_id.map(str::to_owned) };
        Self::with(
            &self.sdk,
            Keys::new(origin, account),
            self.transport.clone(),
            self.environment.clone(),
            self.puller.clone(),
            account.into(),
            self.region.clone(),
        )
    }

    /// Whether it has credentials.
    pub(super) async fn ready(&self) -> Result<(), Trouble> {
        self.keys.get().await.map(|_| ())
    }

    /// The partition it works in.
    pub(super) fn partition(&self) -> Partition {
        Partition::of_region(&self.region)
    }

    /// Account and region, for troubles.
    pub(super) fn scope(&self) -> String {
        format!("{} {}", self.account, self.region)
    }

    /// Asks AWS Config through the SDK. Credentials that turn out to have ended are renewed once.
    pub(super) async fn ask<T, E, F>(
        &self,
        api: &'static str,
        request: impl Fn(Client) -> F,
    ) -> Result<T, Trouble>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        let scope = self.scope();
        let of = |e: SdkError<E, HttpResponse>| Failure::of_sdk(&e);
        self.puller
            .call(api, || async {
                let keys = self.keys.get().await?;
                let mut answer = request(self.client.clone()).await.map_err(of);
                if answer.as_ref().is_err_and(Failure::is_expired) {
                    self.keys.forget(&keys).await;
                    self.keys.get().await?;
                    self.puller.ledger.note(api, |row| row.calls += 1);
                    answer = request(self.client.clone()).await.map_err(of);
                }
                answer.map_err(|failure| failure.trouble(api, api, &scope))
            })
            .await
    }

    /// Sends a signed request of our own and gives the body of its answer.
    pub(super) async fn send(&self, request: &Signed<'_>) -> Result<bytes::Bytes, Trouble> {
        let scope = self.scope();
        let api = request.api;
        self.puller
            .call(api, || async {
                let keys = self.keys.get().await?;
                let mut answer = self.attempt(request, &keys).await;
                if answer.as_ref().is_err_and(Failure::is_expired) {
                    self.keys.forget(&keys).await;
                    let keys = self.keys.get().await?;
                    self.puller.ledger.note(api, |row| row.calls += 1);
                    answer = self.attempt(request, &keys).await;
                }
                answer.map_err(|failure| failure.trouble(api, api, &scope))
            })
            .await
    }

    /// Sends a signed request whose answer is JSON.
    pub(super) async fn send_json(&self, request: &Signed<'_>) -> Result<Value, Trouble> {
        let body = self.send(request).await?;
        serde_json::from_slice(&body)
            .map_err(|_| Trouble::new(TroubleKind::Malformed, request.api, self.scope()))
    }

    async fn attempt(&self, request: &Signed<'_>, keys: &Credentials) -> Result<bytes::Bytes, Failure> {
        let refused = || Failure { refused: true, ..Failure::default() };
        let endpoint = request.service.endpoint(
            &self.region,
            self.sdk.use_fips().unwrap_or_default(),
            self.sdk.endpoint_url(),
            &self.environment,
        );
        let url = format!("{}{}", endpoint.url, request.path);
        let identity = keys.clone().into();
        let params = aws_sigv4::sign::v4::SigningParams::builder()
            .identity(&identity)
            .region(&endpoint.region)
            .name(request.service.name())
            .time(SystemTime::now())
            .settings(aws_sigv4::http_request::SigningSettings::default())
            .build()
            .map_err(|_| refused())?
            .into();
        let signable = aws_sigv4::http_request::SignableRequest::new(
            "POST",
            &url,
            request.headers.iter().copied(),
            aws_sigv4::http_request::SignableBody::Bytes(request.body.as_bytes()),
        )
        .map_err(|_| refused())?;
        let (signature, _) =
            aws_sigv4::http_request::sign(signable, &params).map_err(|_| refused())?.into_parts();
        let url = reqwest::Url::parse(&url).map_err(|_| refused())?;
        let mut built = reqwest::Request::new(reqwest::Method::POST, url);
        for (name, value) in request.headers.iter().copied().chain(signature.headers()) {
            let name = reqwest::header::HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
            let value = reqwest::header::HeaderValue::from_str(value).map_err(|_| refused())?;
            built.headers_mut().insert(name, value);
        }
        *built.body_mut() = Some(request.body.to_owned().into());
        let (status, headers, body) =
            self.transport.send(built).await.map_err(|e: SendError| Failure::of_send(&e))?;
        if (200..300).contains(&status) {
            return Ok(body);
        }
        let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
        Err(Failure {
            code: code_of(text("x-amzn-errortype"), &body),
            status: Some(status),
            wait: text("retry-after").and_then(|w| w.parse().ok()).map(Duration::from_secs),
            skewed: is_skewed(text("date"), jiff::Timestamp::now()),
            ..Failure::default()
        })
    }

    /// Takes on a role. The session is named so that the audit trail says who it was.
    pub(super) async fn assume_role(
        &self,
        arn: &str,
        external_id: Option<&str>,
    ) -> Result<Credentials, Trouble> {
        const API: &str = "sts:AssumeRole";
        let mut form = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=steth&DurationSeconds=3600&RoleArn={}",
            escape(arn)
        );
        if let Some(id) = external_id {
            form.push_str("&ExternalId=");
            form.push_str(&escape(id));
        }
        let body = self.send(&sts(API, &form)).await?;
        let malformed = || Trouble::new(TroubleKind::Malformed, API, self.scope());
        let text = std::str::from_utf8(&body).map_err(|_| malformed())?;
        let get = |name| element(text, name).ok_or_else(malformed);
        let ends: jiff::Timestamp = get("Expiration")?.parse().map_err(|_| malformed())?;
        Ok(Credentials::new(
            get("AccessKeyId")?,
            get("SecretAccessKey")?,
            Some(get("SessionToken")?),
            Some(ends.into()),
            "steth",
        ))
    }

    /// Who this is: account and ARN.
    pub(super) async fn identity(&self) -> Result<(String, String), Trouble> {
        const API: &str = "sts:GetCallerIdentity";
        let body = self.send(&sts(API, "Action=GetCallerIdentity&Version=2011-06-15")).await?;
        let text = std::str::from_utf8(&body).unwrap_or_default();
        match (element(text, "Account"), element(text, "Arn")) {
            (Some(account), Some(arn)) => Ok((account, arn)),
            _ => Err(Trouble::new(TroubleKind::Malformed, API, self.scope())),
        }
    }
}
