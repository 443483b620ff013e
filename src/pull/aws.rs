//! What the configuration says of AWS.

use crate::config::Config;
use crate::source::aws::AwsOptions;

pub(super) fn options(config: &Config) -> AwsOptions {
    let text = |key| config.text(key).map(str::to_owned);
    AwsOptions {
        accounts: config.list("aws.only_accounts").to_vec(),
        regions: config.list("aws.regions").to_vec(),
        role: text("aws.role"),
        external_id: text("aws.external_id"),
        profile: text("aws.profile"),
        no_aggregator: !config.is("aws.use_aggregator"),
        aggregator: text("aws.aggregator"),
        no_security_hub: !config.is("aws.security_hub"),
        endpoint: text("aws.endpoint"),
        ..AwsOptions::default()
    }
}
