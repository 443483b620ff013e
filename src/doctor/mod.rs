//! What `steth doctor` finds: for each cloud who asks, what that identity can and cannot read, and the least to grant.
//!
//! ```text
//! configuration ─▶ probe of each cloud ─▶ Checkup ─▶ text | JSON
//!                  OPERATIONS ─▶ grant ┘
//! ```

mod grant;
#[cfg(all(test, feature = "aws", feature = "azure", feature = "gcp"))]
mod tests;

pub use grant::Grant;

use std::sync::Arc;
use std::time::Duration;

use crate::config::Config;
use crate::native::Provider;
use crate::pull;
use crate::source::live::{Backoff, Examination, MemorySink, Puller, PullerOptions, Trouble, TroubleKind};

/// One cloud, looked at.
#[derive(Debug, Clone)]
pub struct Checkup {
    /// Which.
    pub cloud: Provider,
    /// Whether the cloud is in use here: it was named, or credentials are in the usual places, or it is configured.
    pub in_use: bool,
    /// What was found; nothing where the configuration switches the cloud off.
    pub found: Option<Examination>,
    /// The least to grant.
    pub grants: Vec<Grant>,
}

impl Checkup {
    /// Whether everything that a pull wants to read of a cloud in use can be read.
    pub fn is_well(&self) -> bool {
        match &self.found {
            None => true,
            Some(Examination { caller: Err(_), .. }) => !self.in_use,
            Some(examination) => !examination.probes.iter().any(crate::source::live::Probe::keeps_back),
        }
    }

    /// Whether somebody could ask.
    pub fn has_caller(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.caller.is_ok())
    }
}

/// How people log in to a cloud, one way a line.
pub const fn logins(cloud: Provider) -> &'static [&'static str] {
    match cloud {
        Provider::Aws => &[
            "aws sso login --profile NAME, then AWS_PROFILE=NAME",
            "aws configure, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            "on a machine of AWS its role is found without more",
        ],
        Provider::Azure => &[
            "az login",
            "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
            "on a machine of Azure its managed identity is found without more",
        ],
        Provider::Gcp => &[
            "gcloud auth application-default login",
            "GOOGLE_APPLICATION_CREDENTIALS=FILE",
            "on a machine of Google Cloud its service account is found without more",
        ],
        Provider::Kubernetes | Provider::Container | Provider::Other => &[],
    }
}

/// Looks at clouds: those named, else all of this build.
pub fn examine(
    config: &Config,
    named: &[Provider],
    environment: &[(String, String)],
    seed: u64,
) -> Result<Vec<Checkup>, String> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let used = pull::with_credentials(config, environment);
    let clouds: Vec<Provider> =
        pull::CLOUDS.iter().copied().filter(|cloud| named.is_empty() || named.contains(cloud)).collect();
    let checkups = runtime.block_on(async {
        let looked = clouds.iter().map(|cloud| async {
            let enabled = config.is(&format!("{}.enabled", cloud.id()));
            // a puller of its own: one cloud that is asked to wait keeps no other waiting
            let found = if enabled { Some(one(*cloud, config, environment, seed).await) } else { None };
            Checkup {
                cloud: *cloud,
                in_use: enabled && (named.contains(cloud) || used.contains(cloud)),
                grants: grant::grants(*cloud, &grant::Setting::of(config, found.as_ref())),
                found,
            }
        });
        futures::future::join_all(looked).await
    });
    // a look-up that hangs in a library does not keep the program
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(checkups)
}

/// The longest that one cloud is looked at.
const PATIENCE: Duration = Duration::from_secs(90);

async fn one(cloud: Provider, config: &Config, environment: &[(String, String)], seed: u64) -> Examination {
    let backoff = Backoff { first: Duration::from_millis(200), most: Duration::from_secs(2), attempts: 3 };
    let options = PullerOptions { backoff, ..pull::options(config) };
    let puller = Puller::new(Arc::new(MemorySink::default()), &options, seed, |_| {});
    let late = || {
        let trouble = Trouble::new(TroubleKind::Network, "doctor", cloud.title());
        Examination::nobody(trouble.remark("it took too long"))
    };
    let looked = pull::examine(cloud, config, environment, &puller);
    tokio::time::timeout(PATIENCE, looked).await.unwrap_or_else(|_| late())
}
