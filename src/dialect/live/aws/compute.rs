//! Functions, containers and the code that is built for them.

use std::sync::Arc;

use super::{list, text_node, within};
use crate::dialect::live::{Companion, Field, Shape, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::Lambda::Function", "aws_lambda_function", FUNCTION).companions(PERMISSIONS),
    Shape::new("AWS::ECS::Cluster", "aws_ecs_cluster", CLUSTER),
    Shape::new("AWS::ECS::Service", "aws_ecs_service", SERVICE),
    Shape::new("AWS::ECS::TaskDefinition", "aws_ecs_task_definition", TASK),
    Shape::new("AWS::EKS::Cluster", "aws_eks_cluster", KUBERNETES),
    Shape::new(
        "AWS::ECR::Repository",
        "aws_ecr_repository",
        &[
            Field::same("name", "RepositoryName"),
            Field::same("image_tag_mutability", "ImageTagMutability"),
            Field::same("image_scanning_configuration.scan_on_push", "ImageScanningConfiguration.ScanOnPush"),
            Field::same("encryption_configuration.encryption_type", "EncryptionConfiguration.EncryptionType"),
        ],
    )
    .companions(REPOSITORY_POLICY),
    Shape::new(
        "AWS::AppRunner::Service",
        "aws_apprunner_service",
        &[
            Field::same("service_name", "ServiceName"),
            Field::key("encryption_configuration.kms_key", "EncryptionConfiguration.KmsKey")
                .or_unset_in("ServiceName"),
            Field::same(
                "network_configuration.ingress_configuration.is_publicly_accessible",
                "NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible",
            ),
            Field::same(
                "network_configuration.egress_configuration.egress_type",
                "NetworkConfiguration.EgressConfiguration.EgressType",
            ),
        ],
    ),
    Shape::new(
        "AWS::StepFunctions::StateMachine",
        "aws_sfn_state_machine",
        &[
            Field::same("name", "StateMachineName"),
            Field::same("tracing_configuration.enabled", "TracingConfiguration.Enabled")
                .or_unset_in("StateMachineName"),
            Field::same(
                "logging_configuration.include_execution_data",
                "LoggingConfiguration.IncludeExecutionData",
            )
            .or_unset_in("StateMachineName"),
        ],
    ),
    Shape::new("AWS::CodeBuild::Project", "aws_codebuild_project", BUILD),
    Shape::new(
        "AWS::CodePipeline::Pipeline",
        "aws_codepipeline",
        &[
            Field::same("name", "pipeline.name"),
            Field::key("artifact_store.encryption_key.id", "pipeline.artifactStore.encryptionKey.id")
                .or_unset_in("pipeline.artifactStore"),
        ],
    ),
    Shape::new(
        "AWS::CodeArtifact::Repository",
        "aws_codeartifact_repository",
        &[
            Field::same("repository", "RepositoryName"),
            Field::same("external_connections", "ExternalConnections").or_unset_in("RepositoryName"),
        ],
    ),
    Shape::new(
        "AWS::CloudFormation::Stack",
        "aws_cloudformation_stack",
        &[Field::same("name", "stackName"), Field::same("notification_arns", "notificationARNs")],
    ),
    Shape::new(
        "AWS::SSM::Document",
        "aws_ssm_document",
        &[
            Field::same("name", "Name"),
            Field::same("document_type", "DocumentType"),
            Field::same("document_format", "DocumentFormat"),
            Field::of("content", "Content", Take::Document),
        ],
    ),
];

const FUNCTION: &[Field] = &[
    Field::same("function_name", "functionName"),
    Field::of("vpc_config", "vpcConfig", Take::With(attached)).or_unset_in("functionName"),
    Field::reference("dead_letter_config.target_arn", "deadLetterConfig.targetArn")
        .or_unset_in("functionName"),
    Field::same(
        "reserved_concurrent_executions",
        "supplementaryConfiguration.Concurrency.reservedConcurrentExecutions",
    ),
    Field::same("tracing_config.mode", "tracingConfig.mode"),
    Field::same("environment", "environment").or_unset_in("functionName"),
    Field::key("kms_key_arn", "kmskeyArn").or_unset_in("functionName"),
    // an image brings its own
    Field::same("runtime", "runtime").or_unset_in("functionName"),
];

/// The network of a function; the block is there with empty lists where there is none.
fn attached(network: &Node) -> Option<Node> {
    let subnets = within(network, "subnetIds").and_then(Node::items).unwrap_or_default();
    let value = if subnets.is_empty() { Value::Null } else { network.value.clone() };
    Some(Node { value, ..network.clone() })
}

static PERMISSIONS: &[Companion] = &[Companion::each(
    "aws_lambda_permission",
    "supplementaryConfiguration.Policy.Statement",
    &[
        Field::itself("function_name"),
        Field::of("principal", "Principal", Take::With(principal)),
        Field::same("source_arn", "Condition.ArnLike.AWS:SourceArn").or_unset_in("Principal"),
        Field::same("source_account", "Condition.StringEquals.AWS:SourceAccount").or_unset_in("Principal"),
    ],
)];

/// Who may call: everybody, a service or an account, which code writes as one text.
fn principal(principal: &Node) -> Option<Node> {
    let named = match &principal.value {
        Value::Object(kinds) => kinds.values().next()?,
        _ => principal,
    };
    Some(text_node(&named.as_text()?, principal))
}

static REPOSITORY_POLICY: &[Companion] = &[Companion::new(
    "aws_ecr_repository_policy",
    "RepositoryPolicyText",
    &[Field::itself("repository"), Field::of("policy", "RepositoryPolicyText", Take::Document)],
)];

const CLUSTER: &[Field] = &[
    Field::same("name", "ClusterName"),
    Field::of(
        "setting",
        "ClusterSettings",
        Take::Blocks(&[Field::same("name", "Name"), Field::same("value", "Value")]),
    )
    .or_unset_in("ClusterName"),
    Field::of(
        "configuration.execute_command_configuration",
        "Configuration.ExecuteCommandConfiguration",
        Take::Block(&[
            Field::same("logging", "Logging").or_unset(),
            Field::same("kms_key_id", "KmsKeyId").or_unset(),
            Field::same(
                "log_configuration.cloud_watch_encryption_enabled",
                "LogConfiguration.CloudWatchEncryptionEnabled",
            )
            .or_unset(),
            Field::same(
                "log_configuration.s3_bucket_encryption_enabled",
                "LogConfiguration.S3EncryptionEnabled",
            )
            .or_unset(),
        ]),
    )
    .or_unset_in("ClusterName"),
];

const SERVICE: &[Field] = &[
    Field::same("name", "ServiceName"),
    Field::of(
        "network_configuration.assign_public_ip",
        "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
        Take::Is("ENABLED"),
    )
    .or_unset_in("ServiceName"),
    Field::same("launch_type", "LaunchType").or_unset_in("ServiceName"),
    Field::same("platform_version", "PlatformVersion").or_unset_in("ServiceName"),
];

const TASK: &[Field] = &[
    Field::same("family", "Family"),
    Field::of("container_definitions", "ContainerDefinitions", Take::With(containers)),
    Field::same("network_mode", "NetworkMode").or_unset_in("Family"),
    Field::same("pid_mode", "PidMode").or_unset_in("Family"),
    Field::same("ipc_mode", "IpcMode").or_unset_in("Family"),
    Field::same("execution_role_arn", "ExecutionRoleArn").or_unset_in("Family"),
    Field::same("task_role_arn", "TaskRoleArn").or_unset_in("Family"),
    Field::of(
        "volume",
        "Volumes",
        Take::Blocks(&[
            Field::same("name", "Name").or_unset(),
            Field::of(
                "efs_volume_configuration",
                "EfsVolumeConfiguration",
                Take::Block(&[Field::same("transit_encryption", "TransitEncryption").or_unset()]),
            )
            .or_unset(),
        ]),
    )
    .or_unset_in("Family"),
];

/// Container definitions with the names of the JSON that code writes: `Privileged` is `privileged` there.
fn containers(definitions: &Node) -> Option<Node> {
    let lowered = |container: &Node| {
        let body: Object = container
            .as_object()?
            .iter()
            .filter(|(_, node)| !node.is_null())
            .map(|(name, node)| {
                let mut letters = name.chars();
                let first = letters.next().map(|c| c.to_ascii_lowercase());
                (first.into_iter().chain(letters).collect::<String>().into(), node.clone())
            })
            .collect();
        Some(Node { value: Value::Object(Arc::new(body)), ..container.clone() })
    };
    let made: Option<Vec<Node>> = definitions.items()?.iter().map(lowered).collect();
    Some(list(made?, definitions))
}

const KUBERNETES: &[Field] = &[
    Field::same("name", "Name"),
    Field::same("version", "Version"),
    Field::of("enabled_cluster_log_types", "Logging.ClusterLogging.EnabledTypes", Take::With(log_types))
        .or_unset_in("Name"),
    Field::same("vpc_config.endpoint_public_access", "ResourcesVpcConfig.EndpointPublicAccess"),
    Field::same("vpc_config.public_access_cidrs", "ResourcesVpcConfig.PublicAccessCidrs"),
    Field::of(
        "encryption_config",
        "EncryptionConfig",
        Take::Blocks(&[Field::same("resources", "Resources")]),
    )
    .or_unset_in("Name"),
    Field::same("deletion_protection", "DeletionProtection"),
];

/// The kinds of log that are switched on.
fn log_types(types: &Node) -> Option<Node> {
    super::each_text(types, "Type")
}

const BUILD: &[Field] = &[
    Field::same("name", "name"),
    Field::same("environment.privileged_mode", "environment.privilegedMode"),
    Field::of(
        "environment.environment_variable",
        "environment.environmentVariables",
        Take::Blocks(&[Field::same("name", "name"), Field::same("type", "type").or_unset()]),
    )
    .or_unset_in("environment"),
    Field::of("logs_config.cloudwatch_logs", "logsConfig.cloudWatchLogs", Take::With(switched_on))
        .or_unset_in("name"),
    Field::of("logs_config.s3_logs", "logsConfig.s3Logs", Take::With(switched_on)).or_unset_in("name"),
    Field::of(
        "artifacts",
        "artifacts",
        Take::Block(&[
            Field::same("type", "type"),
            Field::same("encryption_disabled", "encryptionDisabled").or_unset(),
        ]),
    ),
    Field::key("encryption_key", "encryptionKey").or_unset_in("name"),
    Field::same("source.location", "source.location").or_unset_in("source"),
];

/// A destination of build logs, where it is switched on.
fn switched_on(logs: &Node) -> Option<Node> {
    let on = within(logs, "status").and_then(Node::as_text)?.eq_ignore_ascii_case("enabled");
    if !on {
        return Some(Node { value: Value::Null, ..logs.clone() });
    }
    let plain = within(logs, "encryptionDisabled").and_then(Node::as_bool).unwrap_or(false);
    let body = Object::from_iter([
        ("status".into(), text_node("ENABLED", logs)),
        ("encryption_disabled".into(), Node { value: Value::Bool(plain), ..logs.clone() }),
    ]);
    Some(Node { value: Value::Object(Arc::new(body)), ..logs.clone() })
}
