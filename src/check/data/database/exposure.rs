//! Databases: who can reach them.

use super::CLOUD_SQL;
use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

/// Instances with the switch of their own.
const SWITCHED: &[&str] = &["aws_db_instance", "aws_rds_cluster_instance", "aws_neptune_cluster_instance"];

/// Servers with the switch of their own.
const NETWORK_SWITCH: &[&str] = &[
    "azurerm_mssql_server",
    "azurerm_postgresql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_mysql_server",
    "azurerm_mariadb_server",
];

pub(in crate::check::data) static CHECKS: &[Check] = &[
    Check {
        id: "database-public-access",
        objective: "public-database",
        title: "Database is not reachable from the internet",
        severity: Severity::Critical,
        kind: Kind::Database,
        types: &[],
        rationale: "A database with a public address is one leaked password or one unpatched flaw away from \
                    everybody. Health records belong behind an application and a private network.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_17", &["aws_db_instance", "aws_rds_cluster_instance"]),
            Alias::kics("35113e6f-2c6b-414d-beec-7a9482d3b2d1", &["aws_db_instance"]),
            Alias::trivy("AVD-AWS-0180", &["aws_db_instance", "aws_rds_cluster_instance"]),
            Alias::checkov("CKV_AWS_102", &["aws_neptune_cluster_instance"]),
            Alias::checkov("CKV_AZURE_113", &["azurerm_mssql_server"]),
            Alias::kics("ade36cf4-329f-4830-a83d-9db72c800507", &["azurerm_mssql_server"]),
            Alias::checkov("CKV_AZURE_68", &["azurerm_postgresql_server"]),
            Alias::checkov("CKV_AZURE_53", &["azurerm_mysql_server", "azurerm_mysql_flexible_server"]),
            Alias::kics("f118890b-2468-42b1-9ce9-af35146b425b", &["azurerm_mysql_server"]),
            Alias::checkov("CKV_AZURE_48", &["azurerm_mariadb_server"]),
            Alias::kics("7f0a8696-7159-4337-ad0d-8a3ab4a78195", &["azurerm_mariadb_server"]),
            Alias::aws_config("RDS_INSTANCE_PUBLIC_ACCESS_CHECK", &["aws_db_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                SWITCHED,
                "Take the public address away and reach the database through the network it stands in.",
                &[Edit::Set("publicly_accessible", "false")],
            )
            .risk("Clients outside the network lose their connection."),
            Remedy::edit(
                NETWORK_SWITCH,
                "Switch public network access off and add a private endpoint or a subnet of its own.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("Clients without a private path lose their connection."),
            Remedy::edit(
                &["azurerm_mysql_flexible_server"],
                "Switch public network access off and add a private endpoint or a subnet of its own.",
                &[Edit::Set("public_network_access", "\"Disabled\"")],
            )
            .risk("Clients without a private path lose their connection."),
            Remedy::edit(
                &["azurerm_mssql_managed_instance"],
                "Switch the public data endpoint off.",
                &[Edit::Set("public_data_endpoint_enabled", "false")],
            )
            .risk("Clients without a private path lose their connection."),
        ],
    },
    Check {
        id: "database-open-networks",
        objective: "public-database",
        title: "Database admits no network that is the whole internet",
        severity: Severity::Critical,
        kind: Kind::Database,
        types: &["google_sql_database_instance", "google_alloydb_instance"],
        rationale: "An admitted range of every address leaves a password as the only thing between anybody \
                    and the records.",
        reads: &[Key::AllowedNetworks],
        test: |s| s.any_text(Key::AllowedNetworks, |range| range.ends_with("/0")).negate(),
        aliases: &[
            Alias::checkov("CKV_GCP_11", CLOUD_SQL),
            Alias::gcp("PUBLIC_SQL_INSTANCE", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_public_access", CLOUD_SQL),
        ],
        remedies: &[
            Remedy::edit(
                CLOUD_SQL,
                "Remove the range that admits everybody; name single networks, or use private addresses.",
                &[Edit::Remove("settings.ip_configuration.authorized_networks")],
            )
            .risk("Clients outside the remaining networks lose their connection."),
            Remedy::edit(
                &["google_alloydb_instance"],
                "Remove the range that admits everybody.",
                &[Edit::Remove("network_config.authorized_external_networks")],
            )
            .risk("Clients outside the remaining networks lose their connection."),
        ],
    },
    Check {
        id: "database-public-address",
        objective: "public-database",
        title: "Database has private addresses only",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["google_sql_database_instance", "google_alloydb_instance"],
        rationale: "Without a public address the database cannot be found or attacked from outside, however \
                    its list of admitted networks may change later.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::gcp("SQL_PUBLIC_IP", CLOUD_SQL),
            Alias::prowler("cloudsql_instance_public_ip", &["google_sql_database_instance"]),
        ],
        remedies: &[
            Remedy::edit(
                CLOUD_SQL,
                "Give the instance a private network and take its public address away.",
                &[
                    Edit::Set("settings.ip_configuration.ipv4_enabled", "false"),
                    Edit::Set("settings.ip_configuration.private_network", "google_compute_network.main.id"),
                ],
            )
            .command("gcloud sql instances patch {name} --no-assign-ip --network=NETWORK")
            .risk("Clients outside the network lose their connection."),
            Remedy::edit(
                &["google_alloydb_instance"],
                "Take the public address away.",
                &[Edit::Set("network_config.enable_public_ip", "false")],
            )
            .risk("Clients outside the network lose their connection."),
        ],
    },
    Check {
        id: "database-platform-services",
        objective: "restricted-ingress",
        title: "SQL server does not admit every service of the cloud",
        severity: Severity::High,
        kind: Kind::Database,
        types: &["azurerm_sql_server"],
        rationale: "The rule for all services of the cloud admits every customer's machines there, not only your \
                    own. A stolen password is then enough from any rented computer.",
        reads: &[Key::PlatformServicesAdmitted],
        test: |s| s.is_not(Key::PlatformServicesAdmitted),
        aliases: &[Alias::checkov("CKV2_AZURE_6", &["azurerm_sql_server"])],
        remedies: &[Remedy::edit(
            &["azurerm_sql_server"],
            "Delete the firewall rule from 0.0.0.0 to 0.0.0.0 and use a private endpoint.",
            &[],
        )
        .risk("Services that rely on the rule lose their connection.")],
    },
    Check {
        id: "database-private-network",
        objective: "private-connectivity",
        title: "Database stands in a private network",
        severity: Severity::Medium,
        kind: Kind::Database,
        types: &["aws_db_instance", "aws_rds_cluster"],
        rationale: "A subnet group of your own decides which routes lead to the database. Without one it lands in \
                    the default network, whose subnets reach the internet.",
        reads: &[Key::NetworkAttached, Key::ReplicaOf],
        test: |s| {
            s.is_unset(Key::ReplicaOf)
                .when_holds("a replica takes the network of its source", || s.is_set(Key::NetworkAttached))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_db_instance", "aws_rds_cluster"],
            "Name a subnet group made of private subnets.",
            &[Edit::Set("db_subnet_group_name", "aws_db_subnet_group.private.name")],
        )
        .risk("Changing the group moves or replaces the database.")],
    },
    Check {
        id: "database-server-outbound",
        objective: "restricted-egress",
        title: "SQL server may only connect to named destinations",
        severity: Severity::Low,
        kind: Kind::Database,
        types: &["azurerm_mssql_server"],
        rationale: "A server that may connect anywhere can be told to write tables of patients into a stranger's \
                    storage account. A list of destinations stops that way out.",
        reads: &[Key::OutboundRestricted],
        test: |s| s.is(Key::OutboundRestricted),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_mssql_server"],
            "Restrict outbound connections and list the destinations needed.",
            &[Edit::Set("outbound_network_restriction_enabled", "true")],
        )
        .risk("Audit storage and other destinations have to be listed first.")],
    },
];
