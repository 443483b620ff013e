//! Azure AI Search: networks, identity and replicas.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const SERVICE: &[&str] = &["azurerm_search_service"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "search-public-access",
        objective: "public-database",
        title: "Search service is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::SearchDomain,
        types: SERVICE,
        rationale: "Keys of a search service leak in pages and apps. As long as it answers everybody, a \
                    key is all a stranger needs.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_124", SERVICE),
            Alias::kics("4a9e0f00-0765-4f72-a0d4-d31110b78279", SERVICE),
            Alias::prowler("aisearch_service_not_publicly_accessible", SERVICE),
        ],
        remedies: &[Remedy::edit(
            SERVICE,
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
        types: SERVICE,
        rationale: "A list of addresses that admits everybody is no list, and leaves the keys of the service as its \
                    only wall.",
        reads: &[Key::AllowedNetworks],
        test: |s| s.any_text(Key::AllowedNetworks, |range| range == "0.0.0.0/0").negate(),
        aliases: &[Alias::checkov("CKV_AZURE_210", SERVICE)],
        remedies: &[Remedy::edit(SERVICE, "Remove the range.", &[Edit::Remove("allowed_ips")])],
    },
    Check {
        id: "search-workload-identity",
        objective: "workload-identity",
        title: "Search service has an identity of its own",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: SERVICE,
        rationale: "With an identity the service reads its sources without keys in connection strings.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.one_of(Key::WorkloadIdentity, &["SystemAssigned"]),
        aliases: &[Alias::checkov("CKV_AZURE_207", SERVICE)],
        remedies: &[Remedy::edit(
            SERVICE,
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
        types: SERVICE,
        rationale: "A single replica stops answering at each update of the platform; two keep queries \
                    answered.",
        reads: &[Key::Replicas],
        test: |s| s.at_least(Key::Replicas, 2),
        aliases: &[Alias::checkov("CKV_AZURE_209", SERVICE)],
        remedies: &[Remedy::edit(SERVICE, "Use two replicas or more.", &[Edit::Set("replica_count", "3")])
            .risk("Each replica is charged.")],
    },
    Check {
        id: "search-index-replicas",
        objective: "high-availability",
        title: "Search service has replicas for updates",
        severity: Severity::Low,
        kind: Kind::SearchDomain,
        types: SERVICE,
        rationale: "Three replicas keep updates of the index going while one is serviced; with fewer, \
                    new records are not found.",
        reads: &[Key::Replicas],
        test: |s| s.at_least(Key::Replicas, 3),
        aliases: &[Alias::checkov("CKV_AZURE_208", SERVICE)],
        remedies: &[Remedy::edit(SERVICE, "Use three replicas or more.", &[Edit::Set("replica_count", "3")])
            .risk("Each replica is charged.")],
    },
];
