//! How web applications and their platforms are run: logs, health, versions, updates.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const MODERN: &[&str] = &["azurerm_linux_web_app", "azurerm_windows_web_app"];
const APPS: &[&str] = &["azurerm_app_service", "azurerm_linux_web_app", "azurerm_windows_web_app"];
const CLASSIC_ALL: &[&str] = &["azurerm_app_service", "azurerm_app_service_slot"];
const MODERN_ALL: &[&str] = &[
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app_slot",
];
const ALL: &[&str] = &[
    "azurerm_app_service",
    "azurerm_app_service_slot",
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app_slot",
];
const CLASSIC_FUNCTIONS: &[&str] = &["azurerm_function_app", "azurerm_function_app_slot"];
const MODERN_FUNCTIONS: &[&str] = &[
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
];
const FUNCTIONS: &[&str] = &[
    "azurerm_function_app",
    "azurerm_function_app_slot",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
];
const BEANSTALK: &[&str] = &["aws_elastic_beanstalk_environment"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "web-app-request-logging",
        objective: "workload-logging",
        title: "Web application logs its requests",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: &[],
        rationale: "Access to records through an application shows first in its request log. Without it nobody \
                    can say who asked for what when an incident is examined.",
        reads: &[Key::RequestLogging],
        test: |s| s.is(Key::RequestLogging),
        aliases: &[Alias::checkov("CKV_AZURE_63", APPS)],
        remedies: &[Remedy {
            types: ALL,
            steps: "Add http_logs with a store and a retention.",
            terraform: &[
                Edit::Set("logs.http_logs.file_system.retention_in_days", "90"),
                Edit::Set("logs.http_logs.file_system.retention_in_mb", "100"),
            ],
            command: "az webapp log config --name {name} --resource-group <group> --web-server-logging filesystem",
            risk: "",
        }],
    },
    Check {
        id: "function-app-builtin-logging",
        objective: "workload-logging",
        title: "Function app keeps its built-in logging",
        severity: Severity::Low,
        kind: Kind::Function,
        types: FUNCTIONS,
        rationale: "The built-in log records each run and its failure. Switched off, a function that mishandles \
                    records leaves no trace.",
        reads: &[Key::RequestLogging],
        test: |s| s.is(Key::RequestLogging),
        aliases: &[Alias::checkov("CKV_AZURE_159", CLASSIC_FUNCTIONS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_FUNCTIONS,
                "Remove enable_builtin_logging, or set it to true.",
                &[Edit::Set("enable_builtin_logging", "true")],
            ),
            Remedy::edit(
                MODERN_FUNCTIONS,
                "Remove builtin_logging_enabled, or set it to true.",
                &[Edit::Set("builtin_logging_enabled", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-detailed-errors",
        objective: "workload-logging",
        title: "Web application keeps detailed error pages in its log",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &[],
        rationale: "The detail of failed requests tells a broken client from a probing attacker. It is kept in \
                    the log, not shown to callers.",
        reads: &[Key::DetailedErrors],
        test: |s| s.is(Key::DetailedErrors),
        aliases: &[Alias::checkov("CKV_AZURE_65", APPS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_ALL,
                "Switch detailed error messages on in logs.",
                &[Edit::Set("logs.detailed_error_messages_enabled", "true")],
            ),
            Remedy::edit(
                MODERN_ALL,
                "Switch detailed error messages on in logs.",
                &[Edit::Set("logs.detailed_error_messages", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-failed-request-tracing",
        objective: "workload-logging",
        title: "Web application traces failed requests",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &[],
        rationale: "Traces of failed requests show where and why access was refused. Runs of them are often the \
                    first sign that somebody tries doors.",
        reads: &[Key::FailedRequestTracing],
        test: |s| s.is(Key::FailedRequestTracing),
        aliases: &[Alias::checkov("CKV_AZURE_66", APPS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_ALL,
                "Switch failed request tracing on in logs.",
                &[Edit::Set("logs.failed_request_tracing_enabled", "true")],
            ),
            Remedy::edit(
                MODERN_ALL,
                "Switch failed request tracing on in logs.",
                &[Edit::Set("logs.failed_request_tracing", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-health-check",
        objective: "health-monitoring",
        title: "Web application is probed for its health",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: ALL,
        rationale: "With a probe the platform takes a failing instance out of service and replaces it. Portals \
                    that patients and staff depend on recover without waiting for a person.",
        reads: &[Key::HealthProbe],
        test: |s| s.is_set(Key::HealthProbe),
        aliases: &[Alias::checkov("CKV_AZURE_213", APPS)],
        remedies: &[Remedy::edit(
            ALL,
            "Name a path that tells whether the application works.",
            &[Edit::Set("site_config.health_check_path", "\"/health\"")],
        )
        .risk("A path that fails for other reasons takes healthy instances out.")],
    },
    Check {
        id: "web-app-always-on",
        objective: "high-availability",
        title: "Web application is kept running",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: MODERN_ALL,
        rationale: "An application that is unloaded when idle answers the next request late, or not at all. \
                    Emergency access to records cannot wait for a cold start.",
        reads: &[Key::AlwaysOn],
        test: |s| s.is(Key::AlwaysOn),
        aliases: &[Alias::checkov("CKV_AZURE_214", MODERN)],
        remedies: &[Remedy::edit(
            MODERN_ALL,
            "Remove always_on, or set it to true.",
            &[Edit::Set("site_config.always_on", "true")],
        )
        .risk("Free and shared plans do not offer it.")],
    },
    Check {
        id: "web-app-supported-runtime",
        objective: "supported-versions",
        title: "Web application runs on a supported .NET",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: ALL,
        rationale: "A framework version that is out of support collects holes that are never closed. Code that \
                    reads records should run on one that is still fixed.",
        reads: &[Key::Version],
        test: |s| {
            s.ask(Key::Version, |d| match d {
                Datum::Text(v) => ["v8.0", "v9.0", "v10.0"].contains(&&**v).into(),
                _ => Truth::False,
            })
        },
        aliases: &[Alias::checkov("CKV_AZURE_80", &["azurerm_app_service", "azurerm_windows_web_app"])],
        remedies: &[
            Remedy::edit(
                &["azurerm_windows_web_app", "azurerm_windows_web_app_slot"],
                "Move the application to a supported version.",
                &[Edit::Set("site_config.application_stack.dotnet_version", "\"v9.0\"")],
            ),
            Remedy::edit(
                CLASSIC_ALL,
                "Move the application to a supported version.",
                &[Edit::Set("site_config.dotnet_framework_version", "\"v9.0\"")],
            ),
        ],
    },
    Check {
        id: "application-platform-managed-updates",
        objective: "managed-patching",
        title: "Platform of the application is updated automatically",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: &[],
        rationale: "The platform's operating system and servers carry the application's data. Managed updates \
                    close published holes within days instead of whenever somebody remembers.",
        reads: &[Key::AutomaticUpdates],
        test: |s| s.is(Key::AutomaticUpdates),
        aliases: &[
            Alias::checkov("CKV_AWS_340", BEANSTALK),
            Alias::aws_config("ELASTIC_BEANSTALK_MANAGED_UPDATES_ENABLED", BEANSTALK),
            Alias::prowler("elasticbeanstalk_environment_managed_updates_enabled", BEANSTALK),
        ],
        remedies: &[Remedy {
            types: BEANSTALK,
            steps: "Enable managed actions with a start time and an update level.",
            terraform: &[Edit::Block(
                "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  \
                 name      = \"ManagedActionsEnabled\"\n  value     = \"true\"\n}",
            )],
            command: "aws elasticbeanstalk describe-environment-managed-actions --environment-name {name} --region {region}",
            risk: "Instances are replaced during the maintenance window.",
        }],
    },
    Check {
        id: "application-platform-enhanced-health",
        objective: "health-monitoring",
        title: "Platform reports the application's health in detail",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: BEANSTALK,
        rationale: "Enhanced reports show failing instances, error rates and deployments as they happen. They \
                    feed the alarms that keep clinical applications available.",
        reads: &[Key::HealthProbe],
        test: |s| s.is(Key::HealthProbe),
        aliases: &[
            Alias::checkov("CKV_AWS_312", BEANSTALK),
            Alias::prowler("elasticbeanstalk_environment_enhanced_health_reporting", BEANSTALK),
        ],
        remedies: &[Remedy::edit(
            BEANSTALK,
            "Stream the environment's health to CloudWatch Logs.",
            &[Edit::Block(
                "setting {\n  namespace = \"aws:elasticbeanstalk:healthreporting:system\"\n  \
                 name      = \"HealthStreamingEnabled\"\n  value     = \"true\"\n}",
            )],
        )],
    },
    Check {
        id: "application-customer-key",
        objective: "customer-managed-keys",
        title: "Application's image and logs are encrypted under a key of your own",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &["aws_apprunner_service"],
        rationale: "The copy of the image and the logs may hold what the application handles. A key of your own \
                    lets you withdraw them and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_apprunner_service"],
            "Name a key in encryption_configuration.",
            &[Edit::Set("encryption_configuration.kms_key", "aws_kms_key.{name}.arn")],
        )
        .risk("The service is replaced.")],
    },
];
