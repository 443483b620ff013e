//! Address rules of database servers.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "database-firewall-everybody",
        objective: "public-database",
        title: "Database firewall rule does not admit the whole internet",
        severity: Severity::Critical,
        kind: Kind::Firewall,
        types: &[
            "azurerm_mssql_firewall_rule",
            "azurerm_sql_firewall_rule",
            "azurerm_postgresql_firewall_rule",
            "azurerm_mysql_firewall_rule",
            "azurerm_mysql_flexible_server_firewall_rule",
            "azurerm_mariadb_firewall_rule",
            "azurerm_postgresql_flexible_server_firewall_rule",
            "azurerm_synapse_firewall_rule",
        ],
        rationale: "A rule for every address leaves a password as the only thing between anybody and the \
                    records.",
        reads: &[Key::AddressRange],
        test: |s| {
            s.one_of(Key::AddressRange, &["0.0.0.0-255.255.255.255", "0.0.0.0/0-255.255.255.255"]).negate()
        },
        aliases: &[
            Alias::checkov(
                "CKV_AZURE_11",
                &[
                    "azurerm_mssql_firewall_rule",
                    "azurerm_sql_firewall_rule",
                    "azurerm_postgresql_firewall_rule",
                    "azurerm_mysql_firewall_rule",
                    "azurerm_mysql_flexible_server_firewall_rule",
                    "azurerm_mariadb_firewall_rule",
                ],
            ),
            Alias::prowler("sqlserver_unrestricted_inbound_access", &["azurerm_mssql_firewall_rule"]),
        ],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_firewall_rule",
                "azurerm_sql_firewall_rule",
                "azurerm_postgresql_firewall_rule",
                "azurerm_mysql_firewall_rule",
                "azurerm_mysql_flexible_server_firewall_rule",
                "azurerm_mariadb_firewall_rule",
                "azurerm_postgresql_flexible_server_firewall_rule",
                "azurerm_synapse_firewall_rule",
            ],
            "Name single addresses, or use a private endpoint and delete the rule.",
            &[
                Edit::Set("start_ip_address", "\"203.0.113.10\""),
                Edit::Set("end_ip_address", "\"203.0.113.10\""),
            ],
        )
        .risk("Clients outside the range lose their connection.")],
    },
    Check {
        id: "database-firewall-platform",
        objective: "restricted-ingress",
        title: "Database firewall rule does not admit every service of the cloud",
        severity: Severity::High,
        kind: Kind::Firewall,
        types: &[
            "azurerm_mssql_firewall_rule",
            "azurerm_sql_firewall_rule",
            "azurerm_postgresql_firewall_rule",
            "azurerm_mysql_firewall_rule",
            "azurerm_mysql_flexible_server_firewall_rule",
            "azurerm_mariadb_firewall_rule",
            "azurerm_postgresql_flexible_server_firewall_rule",
            "azurerm_synapse_firewall_rule",
        ],
        rationale: "The rule from 0.0.0.0 to 0.0.0.0 admits every customer machine in the cloud, not \
                    only your own. A stolen password is then enough from any rented computer.",
        reads: &[Key::AddressRange],
        test: |s| s.one_of(Key::AddressRange, &["0.0.0.0-0.0.0.0"]).negate(),
        aliases: &[Alias::checkov(
            "CKV2_AZURE_34",
            &["azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule"],
        )],
        remedies: &[Remedy::edit(
            &[
                "azurerm_mssql_firewall_rule",
                "azurerm_sql_firewall_rule",
                "azurerm_postgresql_firewall_rule",
                "azurerm_mysql_firewall_rule",
                "azurerm_mysql_flexible_server_firewall_rule",
                "azurerm_mariadb_firewall_rule",
                "azurerm_postgresql_flexible_server_firewall_rule",
                "azurerm_synapse_firewall_rule",
            ],
            "Use a private endpoint and delete the rule.",
            &[Edit::Remove("start_ip_address")],
        )
        .risk("Services that rely on the rule lose their connection.")],
    },
    Check {
        id: "database-firewall-open-end",
        objective: "restricted-ingress",
        title: "Flexible server firewall rule has a narrow range",
        severity: Severity::High,
        kind: Kind::Firewall,
        types: &["azurerm_postgresql_flexible_server_firewall_rule"],
        rationale: "A range that starts at the lowest or ends at the highest address admits a large part \
                    of the internet, or every service of the cloud.",
        reads: &[Key::AddressRange],
        test: |s| {
            s.text(Key::AddressRange, |range| {
                !range.starts_with("0.0.0.0-") && !range.ends_with("-255.255.255.255")
            })
        },
        aliases: &[Alias::checkov("CKV2_AZURE_26", &["azurerm_postgresql_flexible_server_firewall_rule"])],
        remedies: &[Remedy::edit(
            &["azurerm_postgresql_flexible_server_firewall_rule"],
            "Name single addresses, or use a private endpoint and delete the rule.",
            &[
                Edit::Set("start_ip_address", "\"203.0.113.10\""),
                Edit::Set("end_ip_address", "\"203.0.113.10\""),
            ],
        )
        .risk("Clients outside the range lose their connection.")],
    },
    Check {
        id: "database-classic-group",
        objective: "network-segmentation",
        title: "No security group of the network before private networks",
        severity: Severity::High,
        kind: Kind::Firewall,
        types: &["aws_db_security_group", "aws_elasticache_security_group"],
        rationale: "These groups belong to the shared network of the past, where databases of all \
                    customers stood side by side. Nothing with records may stand there.",
        reads: &[Key::ClassicNetwork],
        test: |s| s.is_not(Key::ClassicNetwork),
        aliases: &[
            Alias::checkov("CKV_AWS_198", &["aws_db_security_group"]),
            Alias::checkov("CKV_AWS_196", &["aws_elasticache_security_group"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_db_security_group", "aws_elasticache_security_group"],
            "Move into a private network and use its security groups.",
            &[],
        )
        .risk("The platform has switched that network off; the resource cannot be made any more.")],
    },
];
