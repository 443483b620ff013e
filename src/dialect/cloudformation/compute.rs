//! Machines, functions, containers, clusters, builds, notebooks and the platforms around them.

use std::sync::Arc;

use super::convert::{capitals, decoded, small, small_names};
use super::macros::{block, fields, list, shape};
use crate::dialect::live::{Companion, Field, Shape, Source, Take, put};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    shape!("AWS::EC2::Instance" as "aws_instance" {
        "metadata_options.http_tokens" = "MetadataOptions.HttpTokens",
        "metadata_options.http_endpoint" = "MetadataOptions.HttpEndpoint",
        "metadata_options.http_put_response_hop_limit" = "MetadataOptions.HttpPutResponseHopLimit",
        "associate_public_ip_address" = "NetworkInterfaces" => Take::With(any_public),
        "monitoring" = "Monitoring",
        "iam_instance_profile" = "IamInstanceProfile",
        "disable_api_termination" = "DisableApiTermination",
        "user_data" = "UserData" => Take::With(decoded),
    })
    .more(|source, body| devices(source, body, true)),
    shape!("AWS::EC2::LaunchTemplate" as "aws_launch_template" {
        "name" = "LaunchTemplateName",
        "metadata_options.http_tokens" = "LaunchTemplateData.MetadataOptions.HttpTokens",
        "metadata_options.http_endpoint" = "LaunchTemplateData.MetadataOptions.HttpEndpoint",
        "metadata_options.http_put_response_hop_limit" = "LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit",
        "block_device_mappings" = "LaunchTemplateData.BlockDeviceMappings" => list! {
            "device_name" = "DeviceName",
            "ebs" = "Ebs" => Take::Block(DEVICE),
        },
        "network_interfaces" = "LaunchTemplateData.NetworkInterfaces" => list! {
            "associate_public_ip_address" = "AssociatePublicIpAddress",
        },
        "monitoring.enabled" = "LaunchTemplateData.Monitoring.Enabled",
        "user_data" = "LaunchTemplateData.UserData" => Take::With(decoded),
    }),
    shape!("AWS::AutoScaling::LaunchConfiguration" as "aws_launch_configuration" {
        "metadata_options.http_tokens" = "MetadataOptions.HttpTokens",
        "metadata_options.http_endpoint" = "MetadataOptions.HttpEndpoint",
        "metadata_options.http_put_response_hop_limit" = "MetadataOptions.HttpPutResponseHopLimit",
        "associate_public_ip_address" = "AssociatePublicIpAddress",
        "enable_monitoring" = "InstanceMonitoring",
        "user_data" = "UserData" => Take::With(decoded),
    })
    .more(|source, body| devices(source, body, false)),
    shape!("AWS::AutoScaling::AutoScalingGroup" as "aws_autoscaling_group" {
        "name" = "AutoScalingGroupName",
        "tag" = "Tags" => list! { "key" = "Key", "value" = "Value" },
        "launch_template" = "LaunchTemplate" => Take::Present,
        "mixed_instances_policy.launch_template" = "MixedInstancesPolicy.LaunchTemplate" => Take::Present,
        "load_balancers" = "LoadBalancerNames",
        "target_group_arns" = "TargetGroupARNs",
        "traffic_source" = "TrafficSources" => list! { "identifier" = "Identifier" },
        "health_check_type" = "HealthCheckType",
    }),
    Shape::new("AWS::Lambda::Function", "aws_lambda_function", FUNCTION).more(detached),
    shape!("AWS::Serverless::Function" as "aws_lambda_function" {
        "function_name" = "FunctionName",
        "vpc_config" = "VpcConfig" => Take::Block(VPC),
        "dead_letter_config.target_arn" = "DeadLetterQueue.TargetArn",
        "reserved_concurrent_executions" = "ReservedConcurrentExecutions",
        "code_signing_config_arn" = "CodeSigningConfigArn",
        "tracing_config.mode" = "Tracing",
        "environment" = "Environment" => block! { "variables" = "Variables" },
        "kms_key_arn" = "KmsKeyArn",
        "runtime" = "Runtime",
    })
    .more(detached),
    shape!("AWS::Lambda::Url" as "aws_lambda_function_url" {
        "function_name" = "TargetFunctionArn",
        "authorization_type" = "AuthType",
        "cors.allow_origins" = "Cors.AllowOrigins",
        "cors.allow_methods" = "Cors.AllowMethods",
    }),
    shape!("AWS::Lambda::Permission" as "aws_lambda_permission" {
        "function_name" = "FunctionName",
        "principal" = "Principal",
        "source_arn" = "SourceArn",
        "source_account" = "SourceAccount",
    }),
    shape!("AWS::ECS::Cluster" as "aws_ecs_cluster" {
        "name" = "ClusterName",
        "setting" = "ClusterSettings" => list! { "name" = "Name", "value" = "Value" },
        "configuration.execute_command_configuration" = "Configuration.ExecuteCommandConfiguration" => block! {
            "logging" = "Logging",
            "kms_key_id" = "KmsKeyId",
            "log_configuration.cloud_watch_encryption_enabled" = "LogConfiguration.CloudWatchEncryptionEnabled",
            "log_configuration.s3_bucket_encryption_enabled" = "LogConfiguration.S3EncryptionEnabled",
        },
    }),
    shape!("AWS::ECS::Service" as "aws_ecs_service" {
        "name" = "ServiceName",
        "network_configuration.assign_public_ip" = "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp" => Take::Is("ENABLED"),
        "launch_type" = "LaunchType",
        "platform_version" = "PlatformVersion",
    }),
    shape!("AWS::ECS::TaskSet" as "aws_ecs_task_set" {
        "network_configuration.assign_public_ip" = "NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp" => Take::Is("ENABLED"),
        "launch_type" = "LaunchType",
        "platform_version" = "PlatformVersion",
    }),
    shape!("AWS::ECS::TaskDefinition" as "aws_ecs_task_definition" {
        "family" = "Family",
        "container_definitions" = "ContainerDefinitions" => Take::With(small_names),
        "network_mode" = "NetworkMode",
        "pid_mode" = "PidMode",
        "ipc_mode" = "IpcMode",
        "execution_role_arn" = "ExecutionRoleArn",
        "task_role_arn" = "TaskRoleArn",
        "volume" = "Volumes" => list! {
            "name" = "Name",
            "efs_volume_configuration" = "EFSVolumeConfiguration" => block! {
                "file_system_id" = "FilesystemId",
                "transit_encryption" = "TransitEncryption",
            },
        },
    }),
    shape!("AWS::Batch::JobDefinition" as "aws_batch_job_definition" {
        "name" = "JobDefinitionName",
        "container_properties" = "ContainerProperties" => Take::With(small_names),
    }),
    shape!("AWS::EKS::Cluster" as "aws_eks_cluster" {
        "name" = "Name",
        "enabled_cluster_log_types" = "Logging.ClusterLogging.EnabledTypes" => Take::With(types),
        "vpc_config.endpoint_public_access" = "ResourcesVpcConfig.EndpointPublicAccess",
        "vpc_config.public_access_cidrs" = "ResourcesVpcConfig.PublicAccessCidrs",
        "encryption_config" = "EncryptionConfig" => list! { "resources" = "Resources" },
        "version" = "Version",
        "deletion_protection" = "DeletionProtection",
    }),
    shape!("AWS::EKS::Nodegroup" as "aws_eks_node_group" {
        "node_group_name" = "NodegroupName",
        "remote_access.ec2_ssh_key" = "RemoteAccess.Ec2SshKey",
        "remote_access.source_security_group_ids" = "RemoteAccess.SourceSecurityGroups",
    }),
    shape!("AWS::ECR::Repository" as "aws_ecr_repository" {
        "name" = "RepositoryName",
        "image_tag_mutability" = "ImageTagMutability",
        "encryption_configuration.encryption_type" = "EncryptionConfiguration.EncryptionType",
        "image_scanning_configuration.scan_on_push" = "ImageScanningConfiguration.ScanOnPush",
    })
    .companions(&[Companion::new(
        "aws_ecr_repository_policy",
        // without a policy nobody else is let in, and that is judged too
        "",
        &[Field::itself("repository"), Field::of("policy", "RepositoryPolicyText", Take::Document)],
    )]),
    shape!("AWS::ECR::PublicRepository" as "aws_ecrpublic_repository" { "repository_name" = "RepositoryName" }),
    shape!("AWS::CodeBuild::Project" as "aws_codebuild_project" {
        "name" = "Name",
        "environment" = "Environment" => block! {
            "privileged_mode" = "PrivilegedMode",
            "environment_variable" = "EnvironmentVariables" => list! {
                "name" = "Name",
                "type" = "Type",
                "value" = "Value",
            },
        },
        "logs_config.cloudwatch_logs" = "LogsConfig.CloudWatchLogs" => block! { "status" = "Status" },
        "logs_config.s3_logs" = "LogsConfig.S3Logs" => block! {
            "status" = "Status",
            "encryption_disabled" = "EncryptionDisabled",
        },
        "artifacts" = "Artifacts" => block! { "type" = "Type", "encryption_disabled" = "EncryptionDisabled" },
        "secondary_artifacts" = "SecondaryArtifacts" => list! { "encryption_disabled" = "EncryptionDisabled" },
        "encryption_key" = "EncryptionKey",
        "source.location" = "Source.Location",
        "secondary_sources" = "SecondarySources" => list! { "location" = "Location" },
    }),
    shape!("AWS::CodePipeline::Pipeline" as "aws_codepipeline" {
        "name" = "Name",
        "artifact_store.encryption_key.id" = "ArtifactStore.EncryptionKey.Id",
    }),
    shape!("AWS::CodeArtifact::Domain" as "aws_codeartifact_domain" { "encryption_key" = "EncryptionKey" }),
    shape!("AWS::CodeArtifact::Repository" as "aws_codeartifact_repository" {
        "external_connections" = "ExternalConnections",
    }),
    shape!("AWS::CodeCommit::Repository" as "aws_codecommit_repository" { "repository_name" = "RepositoryName" }),
    shape!("AWS::ImageBuilder::Component" as "aws_imagebuilder_component" { "kms_key_id" = "KmsKeyId" }),
    shape!("AWS::ElasticBeanstalk::Environment" as "aws_elastic_beanstalk_environment" {
        "name" = "EnvironmentName",
        "setting" = "OptionSettings" => list! {
            "namespace" = "Namespace",
            "name" = "OptionName",
            "value" = "Value",
        },
    }),
    shape!("AWS::AppRunner::Service" as "aws_apprunner_service" {
        "service_name" = "ServiceName",
        "encryption_configuration.kms_key" = "EncryptionConfiguration.KmsKey",
        "network_configuration.ingress_configuration.is_publicly_accessible"
            = "NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible",
        "network_configuration.egress_configuration.egress_type"
            = "NetworkConfiguration.EgressConfiguration.EgressType",
    }),
    shape!("AWS::StepFunctions::StateMachine" as "aws_sfn_state_machine" {
        "name" = "StateMachineName",
        "tracing_configuration.enabled" = "TracingConfiguration.Enabled",
        "logging_configuration.include_execution_data" = "LoggingConfiguration.IncludeExecutionData",
    }),
    shape!("AWS::Serverless::StateMachine" as "aws_sfn_state_machine" {
        "name" = "Name",
        "tracing_configuration.enabled" = "Tracing.Enabled",
        "logging_configuration.include_execution_data" = "Logging.IncludeExecutionData",
    }),
    shape!("AWS::Scheduler::Schedule" as "aws_scheduler_schedule" {
        "name" = "Name",
        "kms_key_arn" = "KmsKeyArn",
    }),
    shape!("AWS::WorkSpaces::Workspace" as "aws_workspaces_workspace" {
        "root_volume_encryption_enabled" = "RootVolumeEncryptionEnabled",
        "user_volume_encryption_enabled" = "UserVolumeEncryptionEnabled",
    }),
    shape!("AWS::SageMaker::NotebookInstance" as "aws_sagemaker_notebook_instance" {
        "name" = "NotebookInstanceName",
        "kms_key_id" = "KmsKeyId",
        "direct_internet_access" = "DirectInternetAccess",
        "subnet_id" = "SubnetId",
        "root_access" = "RootAccess",
        "instance_metadata_service_configuration.minimum_instance_metadata_service_version"
            = "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion",
    }),
    shape!("AWS::SageMaker::Domain" as "aws_sagemaker_domain" {
        "kms_key_id" = "KmsKeyId",
        "app_network_access_type" = "AppNetworkAccessType",
    }),
    shape!("AWS::SageMaker::EndpointConfig" as "aws_sagemaker_endpoint_configuration" {
        "name" = "EndpointConfigName",
        "kms_key_arn" = "KmsKeyId",
    }),
    shape!("AWS::SageMaker::Model" as "aws_sagemaker_model" {
        "name" = "ModelName",
        "enable_network_isolation" = "EnableNetworkIsolation",
    }),
    shape!("AWS::SageMaker::DataQualityJobDefinition" as "aws_sagemaker_data_quality_job_definition" {
        "name" = "JobDefinitionName",
        "data_quality_job_output_config.kms_key_id" = "DataQualityJobOutputConfig.KmsKeyId",
        "job_resources.cluster_config.volume_kms_key_id" = "JobResources.ClusterConfig.VolumeKmsKeyId",
        "network_config.enable_inter_container_traffic_encryption"
            = "NetworkConfig.EnableInterContainerTrafficEncryption",
    }),
    shape!("AWS::Bedrock::Agent" as "aws_bedrockagent_agent" {
        "agent_name" = "AgentName",
        "customer_encryption_key_arn" = "CustomerEncryptionKeyArn",
    }),
    shape!("AWS::CloudFormation::Stack" as "aws_cloudformation_stack" {
        "notification_arns" = "NotificationARNs",
    }),
    shape!("AWS::Transfer::Server" as "aws_transfer_server" {
        "endpoint_type" = "EndpointType" => Take::With(capitals),
        "protocols" = "Protocols",
        "security_policy_name" = "SecurityPolicyName",
        "logging_role" = "LoggingRole",
        "structured_log_destinations" = "StructuredLogDestinations",
    }),
    shape!("AWS::DMS::ReplicationInstance" as "aws_dms_replication_instance" {
        "kms_key_arn" = "KmsKeyId",
        "publicly_accessible" = "PubliclyAccessible",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "multi_az" = "MultiAZ",
        "engine_version" = "EngineVersion",
    })
    .defaults(&[
        // the API makes instances public unless told otherwise
        ("publicly_accessible", crate::dialect::live::Otherwise::Bool(true)),
        ("auto_minor_version_upgrade", crate::dialect::live::Otherwise::Bool(true)),
    ]),
    shape!("AWS::DMS::Endpoint" as "aws_dms_endpoint" {
        "engine_name" = "EngineName" => Take::With(small),
        "endpoint_type" = "EndpointType" => Take::With(small),
        "kms_key_arn" = "KmsKeyId",
        "ssl_mode" = "SslMode",
        "password" = "Password",
        "s3_settings.server_side_encryption_kms_key_id" = "S3Settings.ServerSideEncryptionKmsKeyId",
    }),
    shape!("AWS::AppFlow::Flow" as "aws_appflow_flow" { "kms_arn" = "KMSArn" }),
    shape!("AWS::AppFlow::ConnectorProfile" as "aws_appflow_connector_profile" { "kms_arn" = "KMSArn" }),
    shape!("AWS::DataSync::Task" as "aws_datasync_task" {
        "cloudwatch_log_group_arn" = "CloudWatchLogGroupArn",
    }),
];

/// A volume of a machine.
const DEVICE: &[Field] = fields! {
    "encrypted" = "Encrypted",
    "kms_key_id" = "KmsKeyId",
    "snapshot_id" = "SnapshotId",
};

const VPC: &[Field] = fields! {
    "subnet_ids" = "SubnetIds",
    "security_group_ids" = "SecurityGroupIds",
};

const FUNCTION: &[Field] = fields! {
    "function_name" = "FunctionName",
    "vpc_config" = "VpcConfig" => Take::Block(VPC),
    "dead_letter_config.target_arn" = "DeadLetterConfig.TargetArn",
    "reserved_concurrent_executions" = "ReservedConcurrentExecutions",
    "code_signing_config_arn" = "CodeSigningConfigArn",
    "tracing_config.mode" = "TracingConfig.Mode",
    "environment" = "Environment" => block! { "variables" = "Variables" },
    "kms_key_arn" = "KmsKeyArn",
    "runtime" = "Runtime",
};

/// The types of logs of a cluster, each an object of its own.
fn types(node: &Node) -> Option<Node> {
    let types = node.items()?.iter().map(|item| match Source::within(item, "Type") {
        Some(name) => name.clone(),
        None => item.clone(),
    });
    Some(Node { value: Value::List(Arc::new(types.collect())), ..node.clone() })
}

/// A function without a subnet is in no network.
fn detached(source: &Source<'_>, body: &mut Object) {
    let nowhere = source.at("VpcConfig").is_some_and(|config| {
        config.as_object().is_some()
            && Source::within(config, "SubnetIds").is_none_or(|s| s.items().is_some_and(<[_]>::is_empty))
    });
    if nowhere {
        body.shift_remove("vpc_config");
    }
}

/// Whether one of the interfaces has a public address.
fn any_public(node: &Node) -> Option<Node> {
    let mut told = None;
    for interface in node.items()? {
        let Some(flag) = Source::within(interface, "AssociatePublicIpAddress") else { continue };
        if flag.as_bool() == Some(true) || flag.as_unknown().is_some() {
            return Some(flag.clone());
        }
        told = Some(flag.clone());
    }
    Some(told.unwrap_or_else(|| Node { value: Value::Null, ..node.clone() }))
}

/// Names of the first volume of a machine.
const ROOTS: &[&str] = &["/dev/xvda", "/dev/sda1", "/dev/sda", "xvda", "sda1"];

/// The first volume and the others. Of a launch configuration that names no first one, each counts as it.
fn devices(source: &Source<'_>, body: &mut Object, is_machine: bool) {
    let Some(mappings) = source.at("BlockDeviceMappings") else { return };
    if mappings.as_unknown().is_some() {
        body.insert("root_block_device".into(), mappings.clone());
        return;
    }
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for mapping in mappings.items().unwrap_or_default() {
        if mapping.as_unknown().is_some() {
            others.push(mapping.clone());
            continue;
        }
        let Some(ebs) = Source::within(mapping, "Ebs") else { continue };
        let mut device = Object::default();
        for (argument, property) in
            [("encrypted", "Encrypted"), ("kms_key_id", "KmsKeyId"), ("snapshot_id", "SnapshotId")]
        {
            if let Some(node) = Source::within(ebs, property).filter(|n| !n.is_null()) {
                put(&mut device, argument, node.clone());
            }
        }
        let made = Node { value: Value::Object(Arc::new(device)), ..mapping.clone() };
        let name = Source::within(mapping, "DeviceName").and_then(Node::as_text).unwrap_or_default();
        if ROOTS.contains(&&*name) { first.push(made) } else { others.push(made) }
    }
    if !is_machine && first.is_empty() {
        first.append(&mut others);
    }
    for (argument, devices) in [("root_block_device", first), ("ebs_block_device", others)] {
        if !devices.is_empty() {
            let node = Node { value: Value::List(Arc::new(devices)), ..mappings.clone() };
            body.insert(argument.into(), node);
        }
    }
}
