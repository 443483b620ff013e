//! Search domains of AWS: OpenSearch, CloudSearch and Kendra.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

/// OpenSearch, by its present and its former name.
const DOMAINS: &[&str] = &["aws_opensearch_domain", "aws_elasticsearch_domain"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "search-encryption",
        objective: "encryption-at-rest",
        title: "Search index is encrypted at rest",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: &[],
        rationale: "An index is a second copy of the records, built to be read quickly. Unencrypted, its \
                    disks and snapshots are as open as the records themselves.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_5", DOMAINS),
            Alias::kics("24e16922-4330-4e9d-be8a-caa90299466a", &["aws_elasticsearch_domain"]),
            Alias::aws_config("OPENSEARCH_ENCRYPTED_AT_REST", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_ENCRYPTED_AT_REST", &["aws_elasticsearch_domain"]),
            Alias::prowler("opensearch_service_domains_encryption_at_rest_enabled", DOMAINS),
        ],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Encrypt at rest.",
            &[Edit::Set("encrypt_at_rest.enabled", "true")],
        )
        .risk("Cannot be switched off again; old versions replace the domain.")],
    },
    Check {
        id: "search-customer-key",
        objective: "customer-managed-keys",
        title: "Search index is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: &[],
        rationale: "A key of your own decides who may open the index, shows each use, and can be \
                    destroyed when a copy escapes.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_247", DOMAINS),
            Alias::checkov("CKV_AWS_262", &["aws_kendra_index"]),
        ],
        remedies: &[
            Remedy::edit(
                DOMAINS,
                "Name a key of your own.",
                &[Edit::Set("encrypt_at_rest.kms_key_id", "aws_kms_key.search.arn")],
            )
            .risk("The domain is replaced."),
            Remedy::edit(
                &["aws_kendra_index"],
                "Name a key of your own.",
                &[Edit::Set("server_side_encryption_configuration.kms_key_id", "aws_kms_key.search.arn")],
            )
            .risk("The index is replaced."),
        ],
    },
    Check {
        id: "search-node-encryption",
        objective: "encryption-in-transit",
        title: "Nodes of the search domain speak TLS to each other",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Nodes copy whole shards between each other. In clear text every machine in the \
                    network can read them in passing.",
        reads: &[Key::EncryptedBetweenNodes],
        test: |s| s.is(Key::EncryptedBetweenNodes),
        aliases: &[
            Alias::aws_config("OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", &["aws_elasticsearch_domain"]),
            Alias::prowler("opensearch_service_domains_node_to_node_encryption_enabled", DOMAINS),
        ],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Encrypt between nodes.",
            &[Edit::Set("node_to_node_encryption.enabled", "true")],
        )
        .risk("Cannot be switched off again.")],
    },
    Check {
        id: "search-cluster-node-encryption",
        objective: "encryption-in-transit",
        title: "A domain of several nodes encrypts what they exchange",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "With a second node, shards with records begin to travel. From then on the traffic \
                    between nodes has to be encrypted.",
        reads: &[Key::InstanceCount, Key::EncryptedBetweenNodes],
        test: |s| {
            s.at_most(Key::InstanceCount, 1)
                .note("a single node exchanges nothing")
                .or(s.is(Key::EncryptedBetweenNodes))
        },
        aliases: &[Alias::checkov("CKV_AWS_6", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Encrypt between nodes.",
            &[Edit::Set("node_to_node_encryption.enabled", "true")],
        )
        .risk("Cannot be switched off again.")],
    },
    Check {
        id: "search-https",
        objective: "encryption-in-transit",
        title: "Search domain answers over HTTPS only",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: &[],
        rationale: "Queries carry names and numbers of patients, and answers carry their records. In \
                    clear text both are open on the way.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[
            Alias::checkov("CKV_AWS_83", DOMAINS),
            Alias::checkov("CKV_AWS_220", &["aws_cloudsearch_domain"]),
            Alias::aws_config("OPENSEARCH_HTTPS_REQUIRED", &["aws_opensearch_domain"]),
            Alias::prowler("opensearch_service_domains_https_communications_enforced", DOMAINS),
        ],
        remedies: &[
            Remedy::edit(
                DOMAINS,
                "Enforce HTTPS.",
                &[Edit::Set("domain_endpoint_options.enforce_https", "true")],
            )
            .risk("Clients without TLS are refused."),
            Remedy::edit(
                &["aws_cloudsearch_domain"],
                "Enforce HTTPS.",
                &[Edit::Set("endpoint_options.enforce_https", "true")],
            )
            .risk("Clients without TLS are refused."),
        ],
    },
    Check {
        id: "search-tls-policy",
        objective: "tls-policy",
        title: "Search domain uses a current TLS policy",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "The older policy accepts TLS 1.0, which can be broken by known attacks.",
        reads: &[Key::TlsPolicy],
        test: |s| s.one_of(Key::TlsPolicy, &["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"]),
        aliases: &[Alias::checkov("CKV_AWS_228", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Use a policy that begins at TLS 1.2.",
            &[Edit::Set("domain_endpoint_options.tls_security_policy", "\"Policy-Min-TLS-1-2-PFS-2023-10\"")],
        )
        .risk("Clients that cannot speak TLS 1.2 are refused.")],
    },
    Check {
        id: "search-older-tls-policy",
        objective: "tls-policy",
        title: "CloudSearch domain begins at TLS 1.2",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: &["aws_cloudsearch_domain"],
        rationale: "The default policy accepts TLS 1.0, which can be broken by known attacks.",
        reads: &[Key::TlsPolicy],
        test: |s| s.one_of(Key::TlsPolicy, &["Policy-Min-TLS-1-2-2019-07"]),
        aliases: &[Alias::checkov("CKV_AWS_218", &["aws_cloudsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_cloudsearch_domain"],
            "Use the policy that begins at TLS 1.2.",
            &[Edit::Set("endpoint_options.tls_security_policy", "\"Policy-Min-TLS-1-2-2019-07\"")],
        )],
    },
    Check {
        id: "search-private-network",
        objective: "public-database",
        title: "Search domain stands in a private network",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "A domain outside a network has a public address. One wrong line in its access policy \
                    then publishes the index.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AWS_137", DOMAINS),
            Alias::aws_config("OPENSEARCH_IN_VPC_ONLY", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_IN_VPC_ONLY", &["aws_elasticsearch_domain"]),
        ],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Place the domain in private subnets.",
            &[Edit::Block(
                "vpc_options {\n  \
                     subnet_ids         = [aws_subnet.private.id]\n  \
                     security_group_ids = [aws_security_group.search.id]\n\
                     }",
            )],
        )
        .risk("The domain is replaced.")],
    },
    Check {
        id: "search-security-group",
        objective: "network-segmentation",
        title: "Search domain has security groups of its own",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Without one named, the default group of the network applies, which admits everything \
                    else that has it.",
        reads: &[Key::SecurityGroups],
        test: |s| s.is_set(Key::SecurityGroups),
        aliases: &[Alias::checkov("CKV_AWS_248", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Name a security group.",
            &[Edit::Set("vpc_options.security_group_ids", "[aws_security_group.search.id]")],
        )],
    },
    Check {
        id: "search-fine-grained-access",
        objective: "least-privilege",
        title: "Search domain controls access by index and field",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Without it whoever reaches the domain reads every index. Roles limit each \
                    application to the records it needs.",
        reads: &[Key::FineGrainedAccess],
        test: |s| s.is(Key::FineGrainedAccess),
        aliases: &[Alias::checkov("CKV2_AWS_52", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Switch fine-grained access control on.",
            &[Edit::Set("advanced_security_options.enabled", "true")],
        )
        .risk("Cannot be switched off again; clients have to sign in.")],
    },
    Check {
        id: "search-logging",
        objective: "database-audit-logging",
        title: "Search domain publishes its logs",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Without logs nobody can tell who searched for whom, or why the domain stopped \
                    answering.",
        reads: &[Key::LogTypes],
        test: |s| s.is_set(Key::LogTypes),
        aliases: &[
            Alias::checkov("CKV_AWS_84", DOMAINS),
            Alias::aws_config("OPENSEARCH_LOGS_TO_CLOUDWATCH", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_LOGS_TO_CLOUDWATCH", &["aws_elasticsearch_domain"]),
        ],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Publish logs to CloudWatch.",
            &[Edit::Block(
                "log_publishing_options {\n  \
                     log_type                 = \"AUDIT_LOGS\"\n  \
                     cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn\n\
                     }",
            )],
        )],
    },
    Check {
        id: "search-audit-logging",
        objective: "database-audit-logging",
        title: "Search domain publishes its audit log",
        severity: Severity::Medium,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Only the audit log names who searched for which patient; the other logs speak of slow queries and errors.",
        reads: &[Key::LogTypes],
        test: |s| s.any_text(Key::LogTypes, |t| t == "AUDIT_LOGS"),
        aliases: &[
            Alias::checkov("CKV_AWS_317", DOMAINS),
            Alias::prowler("opensearch_service_domains_audit_logging_enabled", DOMAINS),
        ],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Publish the audit log.",
            &[Edit::Block(
                "log_publishing_options {\n  \
                     log_type                 = \"AUDIT_LOGS\"\n  \
                     cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn\n  \
                     enabled                  = true\n\
                     }",
            )],
        )
        .risk("Needs fine-grained access control.")],
    },
    Check {
        id: "search-dedicated-master",
        objective: "high-availability",
        title: "Search domain has dedicated master nodes",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Data nodes that also lead the cluster lose the lead under load, and searches stop \
                    when they are needed most.",
        reads: &[Key::DedicatedMaster],
        test: |s| s.is(Key::DedicatedMaster),
        aliases: &[Alias::checkov("CKV2_AWS_59", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Add dedicated masters.",
            &[
                Edit::Set("cluster_config.dedicated_master_enabled", "true"),
                Edit::Set("cluster_config.dedicated_master_count", "3"),
                Edit::Set("cluster_config.dedicated_master_type", "\"m6g.large.search\""),
            ],
        )
        .risk("Costs three more nodes.")],
    },
    Check {
        id: "search-three-masters",
        objective: "high-availability",
        title: "Search domain has three masters and spans zones",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: DOMAINS,
        rationale: "Three masters in several zones keep a quorum when one fails; fewer stop answering or \
                    lose writes.",
        reads: &[Key::DedicatedMasterCount, Key::MultiZone],
        test: |s| s.at_least(Key::DedicatedMasterCount, 3).and(s.is(Key::MultiZone)),
        aliases: &[Alias::checkov("CKV_AWS_318", DOMAINS)],
        remedies: &[Remedy::edit(
            DOMAINS,
            "Use three masters and zone awareness.",
            &[
                Edit::Set("cluster_config.dedicated_master_count", "3"),
                Edit::Set("cluster_config.zone_awareness_enabled", "true"),
            ],
        )
        .risk("Costs more nodes.")],
    },
];
