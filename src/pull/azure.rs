//! What the configuration says of Azure.

use crate::config::Config;
use crate::source::azure::{AzureCloud, AzureOptions};

pub(super) fn options(config: &Config) -> AzureOptions {
    AzureOptions {
        cloud: match config.text("azure.cloud") {
            Some("government") => AzureCloud::Government,
            Some("china") => AzureCloud::China,
            _ => AzureCloud::Public,
        },
        tenant: config.text("azure.tenant").map(str::to_owned),
        management_group: config.text("azure.management_group").map(str::to_owned),
        subscriptions: config.list("azure.subscriptions").to_vec(),
        endpoint: config.text("azure.endpoint").map(str::to_owned),
        ..AzureOptions::default()
    }
}
