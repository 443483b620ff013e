//! What the configuration says of Google Cloud.

use crate::config::Config;
use crate::source::gcp::GcpOptions;

pub(super) fn options(config: &Config) -> GcpOptions {
    let text = |key| config.text(key).map(str::to_owned);
    GcpOptions {
        scopes: config.list("gcp.parents").to_vec(),
        impersonate: text("gcp.impersonate"),
        quota_project: text("gcp.quota_project"),
        universe_domain: text("gcp.universe_domain"),
        endpoint: text("gcp.endpoint"),
        without_findings: !config.is("gcp.security_command_center"),
        ..GcpOptions::default()
    }
}
