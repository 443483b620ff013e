//! Services that read documents and talk with patients, and what is kept of the talks.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const KEYED: &[&str] =
    &["aws_bedrockagent_agent", "google_document_ai_processor", "google_document_ai_warehouse_location"];
const CONNECT: &[&str] = &["aws_connect_instance_storage_config"];
const BEDROCK: &[&str] = &["aws_bedrockagent_agent"];
const PROCESSOR: &[&str] = &["google_document_ai_processor"];
const WAREHOUSE: &[&str] = &["google_document_ai_warehouse_location"];
const TALKING: &[&str] =
    &["google_dialogflow_agent", "google_dialogflow_cx_agent", "google_dialogflow_cx_webhook"];
const AGENT: &[&str] = &["google_dialogflow_agent"];
const CX_AGENT: &[&str] = &["google_dialogflow_cx_agent"];
const CX_WEBHOOK: &[&str] = &["google_dialogflow_cx_webhook"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "assistant-customer-key",
        objective: "customer-managed-keys",
        title: "Assistant is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: KEYED,
        rationale: "Scanned letters and conversations with patients are health information in plain words. A key of \
                    your own decides who can read what the service keeps of them.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_373", BEDROCK),
            Alias::checkov("CKV2_GCP_22", PROCESSOR),
            Alias::checkov("CKV2_GCP_23", WAREHOUSE),
        ],
        remedies: &[
            Remedy::edit(
                BEDROCK,
                "Name a key that Bedrock may use.",
                &[Edit::Set("customer_encryption_key_arn", "aws_kms_key.assistant.arn")],
            ),
            Remedy::edit(
                PROCESSOR,
                "Name a key when the processor is made.",
                &[Edit::Set("kms_key_name", "google_kms_crypto_key.documents.id")],
            )
            .risk("The processor is replaced."),
            Remedy::edit(
                WAREHOUSE,
                "Name a key when the location is set up.",
                &[Edit::Set("kms_key", "google_kms_crypto_key.documents.id")],
            )
            .risk("The location is set up anew."),
        ],
    },
    Check {
        id: "assistant-logging",
        objective: "workload-logging",
        title: "Assistant records its conversations and calls",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: TALKING,
        rationale: "An assistant acts on what patients tell it. Without a log nobody can say what it was asked, what \
                    it disclosed, or to whom.",
        reads: &[Key::AccessLogging],
        test: |s| s.is(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV2_GCP_29", AGENT),
            Alias::checkov("CKV2_GCP_30", CX_AGENT),
            Alias::checkov("CKV2_GCP_31", CX_WEBHOOK),
        ],
        remedies: &[
            Remedy::edit(AGENT, "Switch logging on.", &[Edit::Set("enable_logging", "true")])
                .risk("The log then holds health information and needs the same protection."),
            Remedy::edit(
                &["google_dialogflow_cx_agent", "google_dialogflow_cx_webhook"],
                "Switch logging on.",
                &[Edit::Set("enable_stackdriver_logging", "true")],
            )
            .risk("The log then holds health information and needs the same protection."),
        ],
    },
    Check {
        id: "call-recording-customer-key",
        objective: "customer-managed-keys",
        title: "Calls and chats are stored under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: CONNECT,
        rationale: "Recorded calls hold what patients told and who they are. A key of your own decides who can listen \
                    to them, and records who did.",
        reads: &[Key::RecordingStore, Key::CustomerKey],
        test: |s| {
            s.one_of(Key::RecordingStore, &["S3"])
                .when_holds("calls are not kept in a bucket", || s.is_set(Key::CustomerKey))
        },
        aliases: &[Alias::checkov("CKV_AWS_270", CONNECT)],
        remedies: &[Remedy::edit(
            CONNECT,
            "Name a key for the bucket's objects.",
            &[
                Edit::Set("storage_config.s3_config.encryption_config.encryption_type", "\"KMS\""),
                Edit::Set("storage_config.s3_config.encryption_config.key_id", "aws_kms_key.calls.arn"),
            ],
        )
        .risk("Older recordings keep their key.")],
    },
    Check {
        id: "call-stream-customer-key",
        objective: "customer-managed-keys",
        title: "Streamed calls are encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: CONNECT,
        rationale: "A live stream of a call is the patient's voice. A key of your own decides which systems can \
                    listen in.",
        reads: &[Key::RecordingStore, Key::CustomerKey],
        test: |s| {
            s.one_of(Key::RecordingStore, &["KINESIS_VIDEO_STREAM"])
                .when_holds("calls are not streamed", || s.is_set(Key::CustomerKey))
        },
        aliases: &[Alias::checkov("CKV_AWS_269", CONNECT)],
        remedies: &[Remedy::edit(
            CONNECT,
            "Name a key for the stream.",
            &[
                Edit::Set(
                    "storage_config.kinesis_video_stream_config.encryption_config.encryption_type",
                    "\"KMS\"",
                ),
                Edit::Set(
                    "storage_config.kinesis_video_stream_config.encryption_config.key_id",
                    "aws_kms_key.calls.arn",
                ),
            ],
        )],
    },
];
