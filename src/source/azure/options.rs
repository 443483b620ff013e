//! What a pull from Azure is told by configuration and flags.

use super::AzureCloud;

/// What to pull, and from where.
#[derive(Debug, Clone, Default)]
pub struct AzureOptions {
    /// Which cloud.
    pub cloud: AzureCloud,
    /// The tenant to sign in to, where it is not the identity's own.
    pub tenant: Option<String>,
    /// A management group whose subscriptions are read in one go.
    pub management_group: Option<String>,
    /// Subscription ids; empty for all that the identity can read.
    pub subscriptions: Vec<String>,
    /// Another endpoint of Azure Resource Manager: an emulator, a private link.
    pub endpoint: Option<String>,
    /// A token to use as it is, in place of signing in.
    pub token: Option<AzureToken>,
    /// Certificate authorities to trust beside the system's, in PEM.
    pub authorities: Option<Vec<u8>>,
    /// How many resources of a type are asked for settings that Resource Graph does not hold; nothing for 2,000. The
    /// settings of further ones stay unknown.
    pub details: Option<usize>,
}

/// A bearer token, never shown.
#[derive(Clone)]
pub struct AzureToken(String);

impl AzureToken {
    /// A token as its issuer gave it.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for AzureToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AzureToken")
    }
}
