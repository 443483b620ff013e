//! Search services and domains.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

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
            Alias::checkov("CKV_AWS_5", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::kics("24e16922-4330-4e9d-be8a-caa90299466a", &["aws_elasticsearch_domain"]),
            Alias::aws_config("OPENSEARCH_ENCRYPTED_AT_REST", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_ENCRYPTED_AT_REST", &["aws_elasticsearch_domain"]),
            Alias::prowler(
                "opensearch_service_domains_encryption_at_rest_enabled",
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
            Alias::checkov("CKV_AWS_247", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::checkov("CKV_AWS_262", &["aws_kendra_index"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Nodes copy whole shards between each other. In clear text every machine in the \
                    network can read them in passing.",
        reads: &[Key::EncryptedBetweenNodes],
        test: |s| s.is(Key::EncryptedBetweenNodes),
        aliases: &[
            Alias::aws_config("OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", &["aws_elasticsearch_domain"]),
            Alias::prowler(
                "opensearch_service_domains_node_to_node_encryption_enabled",
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "With a second node, shards with records begin to travel. From then on the traffic \
                    between nodes has to be encrypted.",
        reads: &[Key::InstanceCount, Key::EncryptedBetweenNodes],
        test: |s| {
            s.at_most(Key::InstanceCount, 1)
                .note("a single node exchanges nothing")
                .or(s.is(Key::EncryptedBetweenNodes))
        },
        aliases: &[Alias::checkov("CKV_AWS_6", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
            Alias::checkov("CKV_AWS_83", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::checkov("CKV_AWS_220", &["aws_cloudsearch_domain"]),
            Alias::aws_config("OPENSEARCH_HTTPS_REQUIRED", &["aws_opensearch_domain"]),
            Alias::prowler(
                "opensearch_service_domains_https_communications_enforced",
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "The older policy accepts TLS 1.0, which can be broken by known attacks.",
        reads: &[Key::TlsPolicy],
        test: |s| s.one_of(Key::TlsPolicy, &["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"]),
        aliases: &[Alias::checkov("CKV_AWS_228", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "A domain outside a network has a public address. One wrong line in its access policy \
                    then publishes the index.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AWS_137", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::aws_config("OPENSEARCH_IN_VPC_ONLY", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_IN_VPC_ONLY", &["aws_elasticsearch_domain"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Without one named, the default group of the network applies, which admits everything \
                    else that has it.",
        reads: &[Key::SecurityGroups],
        test: |s| s.is_set(Key::SecurityGroups),
        aliases: &[Alias::checkov("CKV_AWS_248", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Without it whoever reaches the domain reads every index. Roles limit each \
                    application to the records it needs.",
        reads: &[Key::FineGrainedAccess],
        test: |s| s.is(Key::FineGrainedAccess),
        aliases: &[Alias::checkov("CKV2_AWS_52", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Without logs nobody can tell who searched for whom, or why the domain stopped \
                    answering.",
        reads: &[Key::LogTypes],
        test: |s| s.is_set(Key::LogTypes),
        aliases: &[
            Alias::checkov("CKV_AWS_84", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::aws_config("OPENSEARCH_LOGS_TO_CLOUDWATCH", &["aws_opensearch_domain"]),
            Alias::aws_config("ELASTICSEARCH_LOGS_TO_CLOUDWATCH", &["aws_elasticsearch_domain"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Only the audit log names who searched for which patient; the other logs speak of slow queries and errors.",
        reads: &[Key::LogTypes],
        test: |s| s.any_text(Key::LogTypes, |t| t == "AUDIT_LOGS"),
        aliases: &[
            Alias::checkov("CKV_AWS_317", &["aws_opensearch_domain", "aws_elasticsearch_domain"]),
            Alias::prowler(
                "opensearch_service_domains_audit_logging_enabled",
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Data nodes that also lead the cluster lose the lead under load, and searches stop \
                    when they are needed most.",
        reads: &[Key::DedicatedMaster],
        test: |s| s.is(Key::DedicatedMaster),
        aliases: &[Alias::checkov("CKV2_AWS_59", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
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
        types: &["aws_opensearch_domain", "aws_elasticsearch_domain"],
        rationale: "Three masters in several zones keep a quorum when one fails; fewer stop answering or \
                    lose writes.",
        reads: &[Key::DedicatedMasterCount, Key::MultiZone],
        test: |s| s.at_least(Key::DedicatedMasterCount, 3).and(s.is(Key::MultiZone)),
        aliases: &[Alias::checkov("CKV_AWS_318", &["aws_opensearch_domain", "aws_elasticsearch_domain"])],
        remedies: &[Remedy::edit(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            "Use three masters and zone awareness.",
            &[
                Edit::Set("cluster_config.dedicated_master_count", "3"),
                Edit::Set("cluster_config.zone_awareness_enabled", "true"),
            ],
        )
        .risk("Costs more nodes.")],
    },
    Check {
        id: "search-public-access",
        objective: "public-database",
        title: "Search service is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: &["azurerm_search_service"],
        rationale: "Keys of a search service leak in pages and apps. As long as it answers everybody, a \
                    key is all a stranger needs.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_124", &["azurerm_search_service"]),
            Alias::kics("4a9e0f00-0765-4f72-a0d4-d31110b78279", &["azurerm_search_service"]),
            Alias::prowler("aisearch_service_not_publicly_accessible", &["azurerm_search_service"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_search_service"],
            "Switch public network access off and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Clients without a private path lose their connection.")],
    },
    Check {
        id: "search-open-networks",
        objective: "restricted-ingress",
        title: "Search service admits no range that is the whole internet",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: &["azurerm_search_service"],
        rationale: "A list of addresses that admits everybody is no list, and leaves the keys of the service as its \
                    only wall.",
        reads: &[Key::AllowedNetworks],
        test: |s| s.any_text(Key::AllowedNetworks, |range| range == "0.0.0.0/0").negate(),
        aliases: &[Alias::checkov("CKV_AZURE_210", &["azurerm_search_service"])],
        remedies: &[Remedy::edit(
            &["azurerm_search_service"],
            "Remove the range.",
            &[Edit::Remove("allowed_ips")],
        )],
    },
    Check {
        id: "search-workload-identity",
        objective: "workload-identity",
        title: "Search service has an identity of its own",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: &["azurerm_search_service"],
        rationale: "With an identity the service reads its sources without keys in connection strings.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.one_of(Key::WorkloadIdentity, &["SystemAssigned"]),
        aliases: &[Alias::checkov("CKV_AZURE_207", &["azurerm_search_service"])],
        remedies: &[Remedy::edit(
            &["azurerm_search_service"],
            "Give the service an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "search-query-replicas",
        objective: "high-availability",
        title: "Search service has replicas for queries",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: &["azurerm_search_service"],
        rationale: "A single replica stops answering at each update of the platform; two keep queries \
                    answered.",
        reads: &[Key::Replicas],
        test: |s| s.at_least(Key::Replicas, 2),
        aliases: &[Alias::checkov("CKV_AZURE_209", &["azurerm_search_service"])],
        remedies: &[Remedy::edit(
            &["azurerm_search_service"],
            "Use two replicas or more.",
            &[Edit::Set("replica_count", "3")],
        )
        .risk("Each replica is charged.")],
    },
    Check {
        id: "search-index-replicas",
        objective: "high-availability",
        title: "Search service has replicas for updates",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: &["azurerm_search_service"],
        rationale: "Three replicas keep updates of the index going while one is serviced; with fewer, \
                    new records are not found.",
        reads: &[Key::Replicas],
        test: |s| s.at_least(Key::Replicas, 3),
        aliases: &[Alias::checkov("CKV_AZURE_208", &["azurerm_search_service"])],
        remedies: &[Remedy::edit(
            &["azurerm_search_service"],
            "Use three replicas or more.",
            &[Edit::Set("replica_count", "3")],
        )
        .risk("Each replica is charged.")],
    },
];
