//! SageMaker: notebooks, domains, models, endpoints and monitoring jobs.

use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_sagemaker_notebook_instance", Kind::Notebook, notebook),
    Type::resource("aws_sagemaker_domain", Kind::Notebook, domain),
    Type::resource("aws_sagemaker_endpoint_configuration", Kind::Endpoint, endpoint),
    Type::resource("aws_sagemaker_model", Kind::Endpoint, model),
    Type::resource("aws_sagemaker_data_quality_job_definition", Kind::AutomationJob, quality),
    Type::resource("aws_sagemaker_flow_definition", Kind::AutomationJob, flow),
];

fn notebook(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::DirectInternet, from.says("direct_internet_access", &["Disabled"], false).negate());
    to.set(Key::NetworkAttached, from.presence("subnet_id"));
    to.set(Key::RootUser, from.says("root_access", &["Disabled"], false).negate());
    to.set(
        Key::MetadataTokens,
        from.says(
            "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
            &["2"],
            false,
        ),
    );
}

fn domain(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::DirectInternet, from.says("app_network_access_type", &["VpcOnly"], false).negate());
}

fn endpoint(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
}

fn model(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::IsolatedNetwork, from.bool("enable_network_isolation", false));
}

fn quality(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("data_quality_job_output_config.kms_key_id"));
    to.set(Key::VolumeKey, from.presence("job_resources.cluster_config.volume_kms_key_id"));
    to.set(
        Key::EncryptedInTransit,
        from.bool("network_config.enable_inter_container_traffic_encryption", false),
    );
}

fn flow(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("output_config.kms_key_id"));
}
