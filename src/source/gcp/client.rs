//! The clients of the services, without retries of their own: the puller's manners hold for every call.

use std::time::Duration;

use google_cloud_asset_v1::client::AssetService;
use google_cloud_asset_v1::model::{ContentType, ListAssetsResponse};
use google_cloud_auth::credentials::{CacheableResource, Credentials};
use google_cloud_gax::client_builder::Error as BuilderError;
use google_cloud_gax::options::RequestOptionsBuilder as _;
use google_cloud_gax::retry_policy::NeverRetry;
use google_cloud_securitycenter_v2::client::SecurityCenter;
use google_cloud_securitycenter_v2::model::{ListFindingsResponse, ListSourcesResponse};
use hyper::http::{Extensions, HeaderMap};
use serde::de::DeserializeOwned;

use super::credentials::Identity;
use super::options::{GcpOptions, variable};
use super::trouble::{Call, Told};
use crate::source::live::{Puller, Trouble, TroubleKind};

/// The most that every listing gives at once.
const PAGE: i32 = 1000;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// `cloudasset:ListAssets`
pub(super) const LIST_ASSETS: &str = "cloudasset:ListAssets";
/// `securitycenter:ListFindings`
pub(super) const LIST_FINDINGS: &str = "securitycenter:ListFindings";
/// `securitycenter:ListSources`
pub(super) const LIST_SOURCES: &str = "securitycenter:ListSources";
/// `securitycentermanagement:GetSecurityCenterService`
pub(super) const GET_SERVICE: &str = "securitycentermanagement:GetSecurityCenterService";

/// What listing findings needs.
pub(super) const MAY_LIST_FINDINGS: &str = "securitycenter.findings.list";
/// What listing their sources needs.
pub(super) const MAY_LIST_SOURCES: &str = "securitycenter.sources.list";
/// What reading how a service is set up needs.
pub(super) const MAY_GET_SERVICE: &str = "securitycentermanagement.securityCenterServices.get";

/// Every client of a pull.
#[derive(Debug, Clone)]
pub(super) struct Clients {
    assets: AssetService,
    findings: SecurityCenter,
    http: reqwest::Client,
    credentials: Credentials,
    /// Of the service that no client crate is in the tree for.
    management: String,
    /// Items of a page.
    page: i32,
}

/// What a listing of assets is asked for.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) kind: ContentType,
    pub(super) permission: &'static str,
    /// Only these asset types; all where empty.
    pub(super) types: &'static [&'static str],
}

impl Clients {
    pub(super) async fn new(
        options: &GcpOptions,
        environment: &[(String, String)],
        identity: &Identity,
    ) -> Result<Self, Trouble> {
        let credentials = identity.credentials.clone();
        let universe = options
            .universe_domain
            .as_deref()
            .or_else(|| variable(environment, &["GOOGLE_CLOUD_UNIVERSE_DOMAIN"]));
        let mut assets =
            AssetService::builder().with_credentials(credentials.clone()).with_retry_policy(NeverRetry);
        let mut findings =
            SecurityCenter::builder().with_credentials(credentials.clone()).with_retry_policy(NeverRetry);
        if let Some(domain) = universe {
            assets = assets.with_universe_domain(domain);
            findings = findings.with_universe_domain(domain);
        }
        if let Some(endpoint) = &options.endpoint {
            assets = assets.with_endpoint(endpoint);
            findings = findings.with_endpoint(endpoint);
        }
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|_| Trouble::new(TroubleKind::Refused, GET_SERVICE, "").remark("no HTTP client"))?;
        Ok(Self {
            assets: assets.build().await.map_err(|e| not_built(LIST_ASSETS, &e))?,
            findings: findings.build().await.map_err(|e| not_built(LIST_FINDINGS, &e))?,
            http,
            credentials,
            page: PAGE,
            management: options.endpoint.clone().unwrap_or_else(|| {
                format!("https://securitycentermanagement.{}", universe.unwrap_or("googleapis.com"))
            }),
        })
    }

    /// The same clients, asking for one item at a time: enough to see whether they may ask.
    pub(super) const fn one_at_a_time(mut self) -> Self {
        self.page = 1;
        self
    }

    /// Whether the credentials give a token.
    pub(super) async fn sign_in(&self) -> Result<(), Trouble> {
        match self.credentials.headers(Extensions::new()).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_transient() => Err(Trouble::new(TroubleKind::Network, "auth:Token", "GCP")),
            Err(_) => Err(Trouble::new(TroubleKind::Credentials, "auth:Token", "GCP")),
        }
    }

    /// A page of a scope's assets.
    pub(super) async fn assets(
        &self,
        puller: &Puller,
        scope: &str,
        content: &Content,
        token: Option<&str>,
    ) -> Result<ListAssetsResponse, Trouble> {
        let call =
            Call { api: LIST_ASSETS, permission: content.permission, scope, from_token: token.is_some() };
        puller
            .call(call.api, || async {
                let request = self
                    .assets
                    .list_assets()
                    .set_parent(scope)
                    .set_content_type(content.kind.clone())
                    .set_asset_types(content.types.iter().copied())
                    .set_page_size(self.page)
                    .set_page_token(token.unwrap_or_default())
                    .with_attempt_timeout(PATIENCE);
                request.send().await.map_err(|e| call.failed(&e))
            })
            .await
    }

    /// A page of a scope's active findings.
    pub(super) async fn findings(
        &self,
        puller: &Puller,
        scope: &str,
        token: Option<&str>,
    ) -> Result<ListFindingsResponse, Trouble> {
        let call =
            Call { api: LIST_FINDINGS, permission: MAY_LIST_FINDINGS, scope, from_token: token.is_some() };
        puller
            .call(call.api, || async {
                let request = self
                    .findings
                    .list_findings()
                    .set_parent(format!("{scope}/sources/-/locations/global"))
                    .set_filter("state=\"ACTIVE\"")
                    .set_page_size(self.page)
                    .set_page_token(token.unwrap_or_default())
                    .with_attempt_timeout(PATIENCE);
                request.send().await.map_err(|e| call.failed(&e))
            })
            .await
    }

    /// A page of the services that give a scope findings.
    pub(super) async fn sources(
        &self,
        puller: &Puller,
        scope: &str,
        token: Option<&str>,
    ) -> Result<ListSourcesResponse, Trouble> {
        let call =
            Call { api: LIST_SOURCES, permission: MAY_LIST_SOURCES, scope, from_token: token.is_some() };
        puller
            .call(call.api, || async {
                let request = self
                    .findings
                    .list_sources()
                    .set_parent(scope)
                    .set_page_size(self.page)
                    .set_page_token(token.unwrap_or_default())
                    .with_attempt_timeout(PATIENCE);
                request.send().await.map_err(|e| call.failed(&e))
            })
            .await
    }

    /// A service of Security Command Center as it is set up in a scope, with the modules its tier has.
    pub(super) async fn service<T: DeserializeOwned>(
        &self,
        puller: &Puller,
        scope: &str,
        service: &str,
    ) -> Result<T, Trouble> {
        let call = Call { api: GET_SERVICE, permission: MAY_GET_SERVICE, scope, from_token: false };
        let url = format!(
            "{}/v1/{scope}/locations/global/securityCenterServices/{service}?showEligibleModulesOnly=true",
            self.management
        );
        puller.call(call.api, || self.get(&url, &call)).await
    }

    async fn get<T: DeserializeOwned>(&self, url: &str, call: &Call<'_>) -> Result<T, Trouble> {
        let headers = match self.credentials.headers(Extensions::new()).await {
            Ok(CacheableResource::New { data, .. }) => data,
            Ok(CacheableResource::NotModified) => HeaderMap::new(),
            Err(e) if e.is_transient() => return Err(call.trouble(TroubleKind::Network)),
            Err(_) => return Err(call.trouble(TroubleKind::Credentials)),
        };
        let answer = self.http.get(url).headers(headers).send().await;
        let answer = answer.map_err(|_| call.trouble(TroubleKind::Network))?;
        let status = answer.status().as_u16();
        let wait = answer.headers().get("retry-after").and_then(|v| v.to_str().ok()?.trim().parse().ok());
        let body = answer.bytes().await.map_err(|_| call.trouble(TroubleKind::Network))?;
        if status != 200 {
            let mut told = Told::read(&body);
            told.wait = told.wait.or(wait.map(Duration::from_secs));
            return Err(call.told(None, Some(status), &told));
        }
        serde_json::from_slice(&body).map_err(|_| call.trouble(TroubleKind::Malformed))
    }
}

/// The SDK checks its endpoint and universe when it is built.
fn not_built(api: &'static str, error: &BuilderError) -> Trouble {
    if error.is_universe_domain_mismatch() {
        return Trouble::new(TroubleKind::Refused, api, "")
            .remark("the credentials are of another universe than the endpoint");
    }
    let kind = if error.is_default_credentials() { TroubleKind::Credentials } else { TroubleKind::Refused };
    Trouble::new(kind, api, "").remark("the client cannot be made")
}
