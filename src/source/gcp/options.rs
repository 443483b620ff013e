//! What a pull from Google Cloud is told: plain data, filled from configuration, environment and flags.

/// Where to read, as whom, and from which endpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GcpOptions {
    /// `organizations/1`, `folders/2`, `projects/id`. Empty for the project of the environment or the credentials.
    pub scopes: Vec<String>,
    /// A service account to act as, by its address.
    pub impersonate: Option<String>,
    /// Accounts on the way to it, each trusted by the one before.
    pub delegates: Vec<String>,
    /// The project whose quota pays for the calls.
    pub quota_project: Option<String>,
    /// The universe of a sovereign cloud, where it is not `googleapis.com`.
    pub universe_domain: Option<String>,
    /// One endpoint for every API, asked without credentials: a fixture cloud.
    pub endpoint: Option<String>,
    /// Leaves Security Command Center out.
    pub without_findings: bool,
}

/// The value of the first of these variables that is set and not empty.
pub(super) fn variable<'e>(environment: &'e [(String, String)], names: &[&str]) -> Option<&'e str> {
    names.iter().find_map(|name| {
        environment
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    })
}
