//! Credentials that renew themselves, shared by every task of an identity.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};

use super::failure::of_credentials;
use super::session::Session;
use crate::source::live::Trouble;

/// Credentials are fetched anew this long before they end, so that none ends on its way.
const EARLY: Duration = Duration::from_secs(90);

/// Where credentials come from.
#[derive(Debug)]
pub(super) enum Origin {
    /// The chain of the SDK, or what the caller gave.
    Provider(SharedCredentialsProvider),
    /// A role that another identity takes on.
    Role { base: Box<Session>, arn: String, external_id: Option<String> },
}

/// Credentials, kept until they end or are found to have ended.
#[derive(Debug)]
pub(super) struct Keys {
    origin: Origin,
    scope: Arc<str>,
    held: tokio::sync::Mutex<Option<Credentials>>,
}

impl Keys {
    pub(super) fn new(origin: Origin, scope: &str) -> Arc<Self> {
        Arc::new(Self { origin, scope: scope.into(), held: tokio::sync::Mutex::default() })
    }

    /// Credentials that last a while yet.
    pub(super) async fn get(&self) -> Result<Credentials, Trouble> {
        let mut held = self.held.lock().await;
        if let Some(keys) = &*held {
            let lasts = keys.expiry().is_none_or(|end| end > SystemTime::now() + EARLY);
            if lasts {
                return Ok(keys.clone());
            }
        }
        let fresh = match &self.origin {
            Origin::Provider(provider) => {
                provider.provide_credentials().await.map_err(|e| of_credentials(&e, &self.scope))?
            }
            // a role's base may be a role itself: the future must not contain itself
            Origin::Role { base, arn, external_id } => {
                Box::pin(base.assume_role(arn, external_id.as_deref())).await?
            }
        };
        *held = Some(fresh.clone());
        Ok(fresh)
    }

    /// Forgets credentials that a service no longer takes, unless another task has renewed them meanwhile.
    pub(super) async fn forget(&self, used: &Credentials) {
        let mut held = self.held.lock().await;
        let same = |held: &Credentials| {
            (held.access_key_id(), held.session_token()) == (used.access_key_id(), used.session_token())
        };
        if held.as_ref().is_some_and(same) {
            *held = None;
        }
    }
}

impl ProvideCredentials for Keys {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async { self.get().await.map_err(CredentialsError::provider_error) })
    }
}

/// The SDK's handle on credentials that we keep.
#[derive(Debug)]
pub(super) struct SharedKeys(pub(super) Arc<Keys>);

impl ProvideCredentials for SharedKeys {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.0.provide_credentials()
    }
}
