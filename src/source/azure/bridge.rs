//! `azure_mgmt_resources`, the last release of the generated clients, over our own transport and credentials.
//!
//! Its own transport would bring another HTTP stack and follow a page's next link to any host; its own credentials
//! are gone from the ecosystem. Everything it asks goes through [`Arm`], which lets only reads on one host pass.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use azure_core_legacy as legacy;
use azure_mgmt_resources::package_resources_2021_04::Client;
use azure_mgmt_resources::package_resources_2021_04::models::GenericResource;
use bytes::Bytes;

use super::arm::{Arm, Ask};
use super::credential::Tokens;
use super::operations::{GET_BY_ID, GET_PROVIDER};
use crate::source::live::{Operation, Trouble, TroubleKind};

/// A credential of `azure_identity` 1.x in the terms of the generated client. It says whether there is a token and
/// until when, and keeps the token itself: the client's pipeline writes the authorization header into debug logs
/// (RUSTSEC-2026-0275), and the transport below sets its own.
#[derive(Debug)]
struct Credential(Arc<Tokens>);

#[async_trait::async_trait]
impl legacy::auth::TokenCredential for Credential {
    async fn get_token(&self, _: &[&str]) -> legacy::Result<legacy::auth::AccessToken> {
        let token = self.0.token().await.map_err(wrapped)?;
        Ok(legacy::auth::AccessToken::new("set-by-the-transport", token.expires_on))
    }

    async fn clear_cache(&self) -> legacy::Result<()> {
        Ok(())
    }
}

/// Our transport in the terms of the generated client.
#[derive(Debug)]
struct Transport {
    arm: Arm,
    operation: &'static Operation,
    scope: Arc<str>,
}

/// Trouble as an error of the generated client, to be taken out again on the other side.
fn wrapped(trouble: Trouble) -> legacy::Error {
    legacy::Error::new(legacy::error::ErrorKind::Other, trouble)
}

type Stream = Pin<Box<dyn futures::Stream<Item = legacy::Result<Bytes>> + Send + Sync>>;

#[async_trait::async_trait]
impl legacy::HttpClient for Transport {
    async fn execute_request(&self, request: &legacy::Request) -> legacy::Result<legacy::Response> {
        let refused = |remark: &str| {
            let kind = TroubleKind::Refused;
            wrapped(Trouble::new(kind, self.operation.api, self.scope.clone()).remark(remark))
        };
        if *request.method() != legacy::Method::Get {
            return Err(refused("not a read"));
        }
        let ask = Ask {
            operation: self.operation,
            scope: self.scope.clone(),
            url: request.url().clone(),
            body: None,
            resumes: false,
        };
        let answer = self.arm.once(&ask).await.map_err(wrapped)?;
        let status = legacy::StatusCode::try_from(answer.status.as_u16())
            .map_err(|_| refused("a status that is none"))?;
        let headers: HashMap<_, _> = answer
            .headers
            .iter()
            .filter_map(|(name, value)| {
                let name = legacy::headers::HeaderName::from(name.as_str().to_owned());
                Some((name, legacy::headers::HeaderValue::from(value.to_str().ok()?.to_owned())))
            })
            .collect();
        let body: Stream = Box::pin(futures::stream::once(async move { Ok(answer.body) }));
        Ok(legacy::Response::new(status, headers.into(), body))
    }
}

/// The generated client for one operation in one scope. The version of the API of a resource type goes in with the
/// endpoint, the only place where the client looks for one.
fn client(
    arm: &Arm,
    operation: &'static Operation,
    scope: &Arc<str>,
    version: Option<&str>,
) -> Result<Client, Trouble> {
    let mut endpoint = arm.endpoint().clone();
    if let Some(version) = version {
        endpoint.query_pairs_mut().append_pair("api-version", version);
    }
    let transport = Transport { arm: arm.clone(), operation, scope: scope.clone() };
    Client::builder(Arc::new(Credential(arm.tokens().clone())))
        .endpoint(endpoint)
        .transport(legacy::TransportOptions::new(Arc::new(transport)))
        // attempts are counted and spaced by the puller
        .retry(legacy::RetryOptions::none())
        .build()
        .map_err(|_| Trouble::new(TroubleKind::Refused, operation.api, scope.clone()).remark("endpoint"))
}

/// The trouble an error of the generated client carries; an error of its own is an answer it does not understand.
fn trouble(error: legacy::Error, operation: &Operation, scope: &Arc<str>) -> Trouble {
    error
        .into_downcast::<Trouble>()
        .unwrap_or_else(|_| Trouble::new(TroubleKind::Malformed, operation.api, scope.clone()))
}

/// A resource by its id, in a version of its type's API.
pub(super) async fn get_by_id(
    arm: &Arm,
    scope: &Arc<str>,
    id: &str,
    version: &str,
) -> Result<GenericResource, Trouble> {
    let client = client(arm, &GET_BY_ID, scope, Some(version))?.resources_client();
    let id = id.trim_start_matches('/');
    arm.puller
        .call(GET_BY_ID.api, || async {
            client.get_by_id(id).await.map_err(|e| trouble(e, &GET_BY_ID, scope))
        })
        .await
}

/// Whether a subscription has registered a resource provider.
pub(super) async fn is_registered(arm: &Arm, subscription: &str, provider: &str) -> Result<bool, Trouble> {
    let scope: Arc<str> = subscription.into();
    let client = client(arm, &GET_PROVIDER, &scope, None)?.providers_client();
    let answer = arm
        .puller
        .call(GET_PROVIDER.api, || async {
            client.get(provider, subscription).await.map_err(|e| trouble(e, &GET_PROVIDER, &scope))
        })
        .await?;
    Ok(answer.registration_state.is_some_and(|s| s.eq_ignore_ascii_case("registered")))
}
