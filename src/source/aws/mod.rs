//! The AWS source: AWS Config's inventory and verdicts, and Security Hub's findings.
//!
//! ```text
//! identity ─▶ an aggregator?  yes ─▶ organisation-wide queries in its home region, account by account
//!                             no  ─▶ accounts (own, or the organisation's by a role) × regions
//! ```
//!
//! Verdicts need the ARNs that the inventory tells, so a scope's inventory comes before its verdicts.

mod aggregate;
mod endpoint;
mod failure;
mod inventory;
mod item;
mod keys;
mod operations;
mod probe;
mod recorder;
mod region;
mod rule;
mod scope;
mod security_hub;
mod session;
#[cfg(test)]
mod tests;
mod transport;
mod wire;

pub use operations::OPERATIONS;
pub use probe::examine;

use std::sync::Arc;

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use tokio::task::JoinSet;

use crate::native::Provider;
use crate::source::live::{Puller, SinkError, Trouble, Unit};
use session::Session;

/// What to pull, and how to get there.
#[derive(Debug, Clone, Default)]
pub struct AwsOptions {
    /// Accounts; none for the aggregator's, else the organisation's where a role is named, else the identity's own.
    pub accounts: Vec<String>,
    /// Regions; none for the aggregator's, else the one of the profile or the environment.
    pub regions: Vec<String>,
    /// The role to take on in accounts other than the identity's own: a name or a path and name, not an ARN.
    pub role: Option<String>,
    /// The external id that the role asks for.
    pub external_id: Option<String>,
    /// The profile; none for `AWS_PROFILE` or the default one.
    pub profile: Option<String>,
    /// Ask each account and region itself, even where there is an aggregator.
    pub no_aggregator: bool,
    /// The aggregator to ask; none for the one that is found, an organisation's first.
    pub aggregator: Option<String>,
    /// Leave Security Hub out.
    pub no_security_hub: bool,
    /// Leave out the reasons and times of verdicts that fail, which an aggregator gives only rule by rule.
    pub no_reasons: bool,
    /// An address for every service: an emulator, or the fixture cloud.
    pub endpoint: Option<String>,
    /// Credentials that are given, not looked for. With them the environment and profiles are not read.
    pub provider: Option<SharedCredentialsProvider>,
}

impl AwsOptions {
    /// With an endpoint and made-up credentials for it: an emulator, or the fixture cloud.
    pub fn for_emulator(endpoint: impl Into<String>, region: &str) -> Self {
        Self { regions: vec![region.to_owned()], endpoint: Some(endpoint.into()), ..Self::default() }
            .with_provider(Credentials::new("emulated", "emulated", None, None, "emulator"))
    }

    /// With a provider of credentials.
    pub fn with_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.provider = Some(SharedCredentialsProvider::new(provider));
        self
    }
}

/// Pulls what the options name into the puller's sink. Trouble that belongs to a unit is kept with it; what is returned
/// is trouble before any unit was known, and scopes that were left out. `environment` gives the proxy, certificate
/// authorities and endpoints; credentials and profiles the SDK finds by itself.
pub async fn pull(
    options: &AwsOptions,
    environment: &[(String, String)],
    puller: &Puller,
) -> Result<Vec<Trouble>, SinkError> {
    let session = match Session::open(options, environment, puller).await {
        Ok(session) => session,
        Err(trouble) => return Ok(vec![trouble]),
    };
    let session = match session.identity().await {
        Ok((account, _)) => session.of_account(&account),
        Err(trouble) => return Ok(vec![trouble]),
    };
    let options = Arc::new(options.clone());
    let mut troubles = Vec::new();
    if !options.no_aggregator
        && let Some(aggregator) = aggregate::find(&session, &options, &mut troubles).await
    {
        aggregate::pull(&session, &aggregator, &options, &mut troubles).await?;
        return Ok(troubles);
    }
    let accounts = scope::accounts(&session, &options, &mut troubles).await;
    let regions =
        if options.regions.is_empty() { vec![session.region.to_string()] } else { options.regions.clone() };
    let mut tasks = JoinSet::new();
    for account in accounts {
        tasks.spawn(region::pull_account(account, regions.clone(), options.clone()));
    }
    finish(tasks).await?;
    Ok(troubles)
}

/// Waits for tasks. A sink that fails stops them all.
async fn finish(mut tasks: JoinSet<Result<(), SinkError>>) -> Result<(), SinkError> {
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| SinkError("a task of the pull ended before its time".to_owned()))??;
    }
    Ok(())
}

fn unit(scope: &str, region: &str, part: &str) -> Unit {
    Unit { provider: Provider::Aws, scope: scope.into(), region: region.into(), part: part.into() }
}
