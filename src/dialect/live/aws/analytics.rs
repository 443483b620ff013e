//! Analytics, learning and what moves data to them.

use crate::dialect::live::{Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::Athena::WorkGroup",
        "aws_athena_workgroup",
        &[
            Field::same("name", "Name"),
            Field::same(
                "configuration.result_configuration.encryption_configuration.encryption_option",
                "WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
            )
            .or_unset_in("WorkGroupConfiguration"),
            Field::same(
                "configuration.enforce_workgroup_configuration",
                "WorkGroupConfiguration.EnforceWorkGroupConfiguration",
            ),
        ],
    ),
    Shape::new(
        "AWS::Glue::Job",
        "aws_glue_job",
        &[
            Field::same("name", "Name"),
            Field::same("security_configuration", "SecurityConfiguration").or_unset_in("Name"),
        ],
    ),
    Shape::new(
        "AWS::EMR::SecurityConfiguration",
        "aws_emr_security_configuration",
        &[Field::same("name", "Name"), Field::of("configuration", "SecurityConfiguration", Take::Document)],
    ),
    Shape::new(
        "AWS::SageMaker::NotebookInstance",
        "aws_sagemaker_notebook_instance",
        &[
            Field::same("name", "NotebookInstanceName"),
            Field::key("kms_key_id", "KmsKeyId").or_unset_in("NotebookInstanceName"),
            Field::same("direct_internet_access", "DirectInternetAccess"),
            Field::same("subnet_id", "SubnetId").or_unset_in("NotebookInstanceName"),
            Field::same("root_access", "RootAccess"),
            Field::same(
                "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
                "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion",
            ),
        ],
    ),
    Shape::new(
        "AWS::SageMaker::Domain",
        "aws_sagemaker_domain",
        &[
            Field::same("domain_name", "DomainName"),
            Field::key("kms_key_id", "KmsKeyId").or_unset_in("DomainName"),
            Field::same("app_network_access_type", "AppNetworkAccessType"),
        ],
    ),
    Shape::new(
        "AWS::SageMaker::Model",
        "aws_sagemaker_model",
        &[
            Field::same("name", "ModelName"),
            Field::same("enable_network_isolation", "EnableNetworkIsolation"),
        ],
    ),
    Shape::new(
        "AWS::DMS::ReplicationInstance",
        "aws_dms_replication_instance",
        &[
            Field::key("kms_key_arn", "KmsKeyId").or_unset_in("ReplicationInstanceIdentifier"),
            Field::same("publicly_accessible", "PubliclyAccessible"),
            Field::same("auto_minor_version_upgrade", "AutoMinorVersionUpgrade"),
            Field::same("multi_az", "MultiAZ"),
            Field::same("engine_version", "EngineVersion"),
        ],
    ),
    Shape::new(
        "AWS::DMS::Endpoint",
        "aws_dms_endpoint",
        &[
            Field::of(
                "endpoint_type",
                "EndpointType",
                Take::Words(&[("SOURCE", "source"), ("TARGET", "target")]),
            ),
            Field::same("engine_name", "EngineName"),
            Field::same("ssl_mode", "SslMode"),
            Field::key("kms_key_arn", "KmsKeyId").or_unset_in("EndpointType"),
            Field::key(
                "s3_settings.server_side_encryption_kms_key_id",
                "S3Settings.ServerSideEncryptionKmsKeyId",
            )
            .or_unset_in("EndpointType"),
        ],
    ),
    Shape::new(
        "AWS::DataSync::Task",
        "aws_datasync_task",
        &[
            Field::same("name", "Name"),
            Field::reference("cloudwatch_log_group_arn", "CloudWatchLogGroupArn").or_unset_in("TaskArn"),
        ],
    ),
    Shape::new(
        "AWS::QLDB::Ledger",
        "aws_qldb_ledger",
        &[Field::same("name", "ledgerName"), Field::same("deletion_protection", "deletionProtection")],
    ),
];
