//! Functions: networks, keys, failures, callers and runtimes.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind};

const LAMBDA: &[&str] = &["aws_lambda_function"];
const GOOGLE: &[&str] = &["google_cloudfunctions_function", "google_cloudfunctions2_function"];

/// Runtimes that receive no more security fixes.
const RETIRED: &[&str] = &[
    // AWS
    "dotnet5.0",
    "dotnet6",
    "dotnet7",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "go1.x",
    "java8",
    "nodejs",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "provided",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "ruby2.5",
    "ruby2.7",
    // Google Cloud
    "go111",
    "go113",
    "nodejs6",
    "nodejs8",
    "nodejs10",
    "nodejs12",
    "nodejs14",
    "nodejs16",
    "php74",
    "python37",
    "python38",
    "ruby26",
    "ruby27",
    "dotnet3",
];

fn limited(s: &Subject<'_>) -> Outcome {
    s.number(Key::ConcurrencyLimit, |n| n >= 0)
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "function-private-network",
        objective: "private-connectivity",
        title: "Function runs in a private network",
        severity: Severity::Medium,
        kind: Kind::Function,
        types: &["aws_lambda_function", "google_cloudfunctions_function", "google_cloudfunctions2_function"],
        rationale: "Outside a network of yours, a function reaches databases only over public endpoints, and no \
                    flow log shows what it sends. In the network, records stay on private paths that are \
                    filtered and logged.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AWS_117", LAMBDA),
            Alias::prowler("awslambda_function_inside_vpc", LAMBDA),
        ],
        remedies: &[
            Remedy {
                types: LAMBDA,
                steps: "Add vpc_config with private subnets and a security group.",
                terraform: &[
                    Edit::Set("vpc_config.subnet_ids", "var.private_subnet_ids"),
                    Edit::Set("vpc_config.security_group_ids", "[aws_security_group.{name}.id]"),
                ],
                command: "aws lambda get-function-configuration --function-name {name} --query VpcConfig --region {region}",
                risk: "The function loses the internet unless the subnets have a NAT gateway or endpoints.",
            },
            Remedy::edit(
                &["google_cloudfunctions_function"],
                "Attach the function to a Serverless VPC Access connector.",
                &[Edit::Set("vpc_connector", "google_vpc_access_connector.{name}.id")],
            ),
            Remedy::edit(
                &["google_cloudfunctions2_function"],
                "Attach the function to a Serverless VPC Access connector.",
                &[Edit::Set("service_config.vpc_connector", "google_vpc_access_connector.{name}.id")],
            ),
        ],
    },
    Check {
        id: "function-dead-letter",
        objective: "recovery-readiness",
        title: "Function keeps events it could not handle",
        severity: Severity::Low,
        kind: Kind::Function,
        types: &[],
        rationale: "An event that fails its retries is dropped, and with it perhaps an admission or a result. A \
                    dead-letter target keeps it, so that it can be replayed and the loss is noticed.",
        reads: &[Key::DeadLetter],
        test: |s| s.is_set(Key::DeadLetter),
        aliases: &[
            Alias::checkov("CKV_AWS_116", LAMBDA),
            Alias::prowler("awslambda_function_no_dead_letter_queue", LAMBDA),
        ],
        remedies: &[Remedy {
            types: LAMBDA,
            steps: "Name a queue or topic in dead_letter_config, and let the role send to it.",
            terraform: &[Edit::Set("dead_letter_config.target_arn", "aws_sqs_queue.{name}.arn")],
            command: "aws lambda update-function-configuration --function-name {name} --dead-letter-config TargetArn=<arn> --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "function-concurrency-limit",
        objective: "high-availability",
        title: "Function has a concurrency limit of its own",
        severity: Severity::Low,
        kind: Kind::Function,
        types: &[],
        rationale: "Functions of an account share one pool of concurrency. Without a limit of its own, one that \
                    runs away takes the pool from those that serve patients.",
        reads: &[Key::ConcurrencyLimit],
        test: limited,
        aliases: &[Alias::checkov("CKV_AWS_115", LAMBDA)],
        remedies: &[Remedy {
            types: LAMBDA,
            steps: "Reserve the concurrency the function needs.",
            terraform: &[Edit::Set("reserved_concurrent_executions", "100")],
            command: "aws lambda put-function-concurrency --function-name {name} --reserved-concurrent-executions 100 --region {region}",
            risk: "Calls above the limit are throttled.",
        }],
    },
    Check {
        id: "function-environment-encryption",
        objective: "customer-managed-keys",
        title: "Environment variables are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Function,
        types: &[],
        rationale: "Variables often name databases and carry credentials. Under a key of your own, whoever may \
                    read the function's configuration still cannot read them without a right that is logged.",
        reads: &[Key::EnvironmentSet, Key::EnvironmentKey],
        test: |s| {
            s.is(Key::EnvironmentSet)
                .when_holds("the function has no environment variables", || s.is_set(Key::EnvironmentKey))
        },
        aliases: &[Alias::checkov("CKV_AWS_173", LAMBDA)],
        remedies: &[Remedy {
            types: LAMBDA,
            steps: "Name a key in kms_key_arn, and let the role decrypt with it.",
            terraform: &[Edit::Set("kms_key_arn", "aws_kms_key.{name}.arn")],
            command: "aws lambda update-function-configuration --function-name {name} --kms-key-arn <arn> --region {region}",
            risk: "The function fails if its role may not use the key.",
        }],
    },
    Check {
        id: "function-code-signing",
        objective: "image-integrity",
        title: "Function runs only signed code",
        severity: Severity::Low,
        kind: Kind::Function,
        types: &[],
        rationale: "Whoever may update a function can replace the code that handles records. With code signing \
                    only what the release process signed is deployed.",
        reads: &[Key::CodeSigning],
        test: |s| s.is_set(Key::CodeSigning),
        aliases: &[Alias::checkov("CKV_AWS_272", LAMBDA)],
        remedies: &[Remedy::edit(
            LAMBDA,
            "Create a code signing configuration with your signing profiles and name it.",
            &[Edit::Set("code_signing_config_arn", "aws_lambda_code_signing_config.{name}.arn")],
        )
        .risk("Unsigned packages are refused.")],
    },
    Check {
        id: "function-tracing",
        objective: "workload-logging",
        title: "Calls of the function are traced",
        severity: Severity::Low,
        kind: Kind::Function,
        types: &[],
        rationale: "A trace shows which systems one request touched. When access to records is examined, it ties \
                    the call at the edge to the query in the database.",
        reads: &[Key::Tracing],
        test: |s| s.one_of(Key::Tracing, &["Active", "PassThrough"]),
        aliases: &[Alias::checkov("CKV_AWS_50", LAMBDA)],
        remedies: &[Remedy {
            types: LAMBDA,
            steps: "Set the tracing mode to Active, and let the role write traces.",
            terraform: &[Edit::Set("tracing_config.mode", "\"Active\"")],
            command: "aws lambda update-function-configuration --function-name {name} --tracing-config Mode=Active --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "function-supported-runtime",
        objective: "supported-versions",
        title: "Function uses a supported runtime",
        severity: Severity::Medium,
        kind: Kind::Function,
        types: &[],
        rationale: "A retired runtime gets no more security fixes, and in time the platform refuses to deploy it. \
                    Known holes then stay open in code that reads records.",
        reads: &[Key::Version],
        test: |s| {
            s.ask(Key::Version, |d| match d {
                // container images bring their own runtime
                Datum::Absent => crate::resource::Truth::True,
                Datum::Text(runtime) => (!RETIRED.contains(&&**runtime)).into(),
                _ => crate::resource::Truth::Unknown(
                    crate::native::Why::NotCollected("the runtime is settled at apply".into()).into(),
                ),
            })
        },
        aliases: &[
            Alias::checkov("CKV_AWS_363", LAMBDA),
            Alias::prowler("awslambda_function_using_supported_runtimes", LAMBDA),
        ],
        remedies: &[
            Remedy {
                types: LAMBDA,
                steps: "Move the function to a runtime that is supported, and test it there.",
                terraform: &[Edit::Set("runtime", "\"python3.13\"")],
                command: "aws lambda get-function-configuration --function-name {name} --query Runtime --region {region}",
                risk: "The code must run on the newer runtime.",
            },
            Remedy::edit(
                &["google_cloudfunctions_function"],
                "Move the function to a supported runtime.",
                &[Edit::Set("runtime", "\"python313\"")],
            ),
            Remedy::edit(
                &["google_cloudfunctions2_function"],
                "Move the function to a supported runtime.",
                &[Edit::Set("build_config.runtime", "\"python313\"")],
            ),
        ],
    },
    Check {
        id: "function-url-origins",
        objective: "restricted-ingress",
        title: "Function's address does not admit every web origin",
        severity: Severity::Medium,
        kind: Kind::Function,
        types: LAMBDA,
        rationale: "An address that admits every origin with every method lets any web page a person visits call \
                    the function in that person's name. Only known origins belong in the list.",
        reads: &[Key::AnyOrigin],
        test: |s| s.is_not(Key::AnyOrigin),
        aliases: &[Alias::checkov("CKV2_AWS_75", LAMBDA)],
        remedies: &[Remedy::edit(
            LAMBDA,
            "List the origins and methods in use in the cors block of the function's address.",
            &[],
        )
        .risk("Pages of other origins can no longer call the function.")],
    },
    Check {
        id: "function-internal-ingress",
        objective: "restricted-ingress",
        title: "Function takes no calls straight from the internet",
        severity: Severity::Medium,
        kind: Kind::Function,
        types: GOOGLE,
        rationale: "A function open to all ingress is one mistaken grant away from everybody. Behind a load \
                    balancer or inside the network, requests can be filtered and logged before they reach it.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_GCP_124", GOOGLE)],
        remedies: &[
            Remedy::edit(
                &["google_cloudfunctions_function"],
                "Limit ingress to internal traffic, or to a load balancer of yours.",
                &[Edit::Set("ingress_settings", "\"ALLOW_INTERNAL_AND_GCLB\"")],
            )
            .command("gcloud functions deploy {name} --ingress-settings=internal-and-gclb")
            .risk("Direct callers on the internet are refused."),
            Remedy::edit(
                &["google_cloudfunctions2_function"],
                "Limit ingress to internal traffic, or to a load balancer of yours.",
                &[Edit::Set("service_config.ingress_settings", "\"ALLOW_INTERNAL_AND_GCLB\"")],
            )
            .risk("Direct callers on the internet are refused."),
        ],
    },
    Check {
        id: "function-secure-trigger",
        objective: "encryption-in-transit",
        title: "Function is called over HTTPS only",
        severity: Severity::High,
        kind: Kind::Function,
        types: &["google_cloudfunctions_function"],
        rationale: "A trigger that also answers plain HTTP lets a request with records cross the network in the \
                    clear. Always secure means that HTTP is redirected before anything is read.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[Alias::checkov("CKV2_GCP_10", &["google_cloudfunctions_function"])],
        remedies: &[Remedy::edit(
            &["google_cloudfunctions_function"],
            "Set https_trigger_security_level to SECURE_ALWAYS.",
            &[Edit::Set("https_trigger_security_level", "\"SECURE_ALWAYS\"")],
        )
        .command("gcloud functions deploy {name} --security-level=secure-always")],
    },
    Check {
        id: "function-customer-key",
        objective: "customer-managed-keys",
        title: "Function's code is encrypted under a key of your own",
        severity: Severity::Low,
        kind: Kind::Function,
        types: GOOGLE,
        rationale: "Source and build artifacts may hold configuration and test data. A key of your own lets you \
                    withdraw them and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[Remedy::edit(
            GOOGLE,
            "Name a Cloud KMS key in kms_key_name, with a repository under the same key.",
            &[Edit::Set("kms_key_name", "google_kms_crypto_key.{name}.id")],
        )],
    },
];
