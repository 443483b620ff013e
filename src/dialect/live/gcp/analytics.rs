//! Dataproc, Dataflow, Data Fusion, Composer, Vertex AI and notebooks; Document AI.
//!
//! Source: the REST API references of the services.

use super::{NAME, key};
use crate::dialect::live::{Field, Shape, Take};

const ENCRYPTION: Field = key("encryption_spec.kms_key_name", "encryptionSpec.kmsKeyName");
const VERTEX: &[Field] = &[NAME, ENCRYPTION];

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "dataproc.googleapis.com/Cluster",
        "google_dataproc_cluster",
        &[
            Field::same("name", "clusterName"),
            Field::of(
                "cluster_config",
                "config",
                Take::Block(&[
                    key("encryption_config.kms_key_name", "encryptionConfig.kmsKey"),
                    key("encryption_config.gce_pd_kms_key_name", "encryptionConfig.gcePdKmsKeyName"),
                    Field::same("gce_cluster_config.internal_ip_only", "gceClusterConfig.internalIpOnly")
                        .or_unset(),
                    Field::same(
                        "security_config.kerberos_config.enable_kerberos",
                        "securityConfig.kerberosConfig.enableKerberos",
                    )
                    .or_unset(),
                ]),
            ),
        ],
    ),
    Shape::new(
        "dataflow.googleapis.com/Job",
        "google_dataflow_job",
        &[
            NAME,
            Field::of("kms_key_name", "environment.serviceKmsKeyName", Take::Reference),
            Field::same("ip_configuration", "environment.workerPools.0.ipConfiguration"),
        ],
    ),
    Shape::new(
        "datafusion.googleapis.com/Instance",
        "google_data_fusion_instance",
        &[
            NAME,
            key("crypto_key_config.key_reference", "cryptoKeyConfig.keyReference"),
            Field::same("private_instance", "privateInstance").or_unset(),
            Field::same("enable_stackdriver_logging", "enableStackdriverLogging").or_unset(),
            Field::same("enable_stackdriver_monitoring", "enableStackdriverMonitoring").or_unset(),
        ],
    ),
    Shape::new(
        "composer.googleapis.com/Environment",
        "google_composer_environment",
        &[
            NAME,
            key("config.encryption_config.kms_key_name", "config.encryptionConfig.kmsKeyName"),
            Field::same(
                "config.enable_private_environment",
                "config.privateEnvironmentConfig.enablePrivateEnvironment",
            )
            .or_unset(),
            Field::same(
                "config.private_environment_config.enable_private_endpoint",
                "config.privateEnvironmentConfig.privateClusterConfig.enablePrivateEndpoint",
            )
            .or_unset(),
            Field::same(
                "config.recovery_config.scheduled_snapshots_config.enabled",
                "config.recoveryConfig.scheduledSnapshotsConfig.enabled",
            )
            .or_unset(),
        ],
    ),
    Shape::new("aiplatform.googleapis.com/Dataset", "google_vertex_ai_dataset", VERTEX),
    Shape::new("aiplatform.googleapis.com/MetadataStore", "google_vertex_ai_metadata_store", VERTEX),
    Shape::new("aiplatform.googleapis.com/Featurestore", "google_vertex_ai_featurestore", VERTEX),
    Shape::new("aiplatform.googleapis.com/Tensorboard", "google_vertex_ai_tensorboard", VERTEX),
    Shape::new(
        "aiplatform.googleapis.com/Endpoint",
        "google_vertex_ai_endpoint",
        &[
            NAME,
            ENCRYPTION,
            Field::same("network", "network").or_unset(),
            Field::same(
                "private_service_connect_config.enable_private_service_connect",
                "privateServiceConnectConfig.enablePrivateServiceConnect",
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "aiplatform.googleapis.com/IndexEndpoint",
        "google_vertex_ai_index_endpoint",
        &[NAME, Field::same("public_endpoint_enabled", "publicEndpointEnabled").or_unset()],
    ),
    // the second version of the API; instances of the first, which has ended, stay unknown
    Shape::new(
        "notebooks.googleapis.com/Instance",
        "google_workbench_instance",
        &[
            NAME,
            Field::of(
                "gce_setup",
                "gceSetup",
                Take::Block(&[
                    Field::same("disable_public_ip", "disablePublicIp").or_unset(),
                    key("boot_disk.kms_key", "bootDisk.kmsKey"),
                    Field::of("data_disks", "dataDisks", Take::Blocks(&[key("kms_key", "kmsKey")]))
                        .or_unset(),
                    Field::of(
                        "shielded_instance_config",
                        "shieldedInstanceConfig",
                        Take::Block(&[
                            Field::of("enable_vtpm", "enableVtpm", Take::Same),
                            Field::of("enable_integrity_monitoring", "enableIntegrityMonitoring", Take::Same),
                        ]),
                    ),
                ]),
            ),
        ],
    ),
    Shape::new(
        "documentai.googleapis.com/Processor",
        "google_document_ai_processor",
        &[NAME, key("kms_key_name", "kmsKeyName")],
    ),
];
