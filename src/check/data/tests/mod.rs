//! Tests of the data checks.

mod analytics;
mod databases;
mod messaging;

use crate::check::Verdict;
use crate::testing::verdict;

#[test]
fn companions_decide_for_the_resource_they_configure() {
    for (check, address, text) in [
        (
            "database-private-endpoint",
            "azurerm_mssql_server.s",
            r#"resource "azurerm_mssql_server" "s" {}
               resource "azurerm_private_endpoint" "e" {
                 private_service_connection {
                   private_connection_resource_id = azurerm_mssql_server.s.id
                 }
               }"#,
        ),
        (
            "database-server-auditing",
            "azurerm_mssql_server.s",
            r#"resource "azurerm_mssql_server" "s" {}
               resource "azurerm_mssql_server_extended_auditing_policy" "p" {
                 server_id = azurerm_mssql_server.s.id
               }"#,
        ),
        (
            "database-backup-plan",
            "aws_rds_cluster.c",
            r#"resource "aws_rds_cluster" "c" {}
               resource "aws_backup_selection" "b" {
                 resources = [aws_rds_cluster.c.arn]
               }"#,
        ),
        (
            "pipeline-vault",
            "azurerm_data_factory.f",
            r#"resource "azurerm_data_factory" "f" {}
               resource "azurerm_data_factory_linked_service_key_vault" "v" {
                 data_factory_id = azurerm_data_factory.f.id
               }"#,
        ),
        (
            "database-snapshot-encryption",
            "aws_db_cluster_snapshot.s",
            r#"resource "aws_rds_cluster" "c" {
                 storage_encrypted = true
               }
               resource "aws_db_cluster_snapshot" "s" {
                 db_cluster_identifier = aws_rds_cluster.c.id
               }"#,
        ),
        (
            "warehouse-threat-detection",
            "azurerm_synapse_sql_pool.p",
            r#"resource "azurerm_synapse_sql_pool" "p" {}
               resource "azurerm_synapse_sql_pool_security_alert_policy" "a" {
                 sql_pool_id  = azurerm_synapse_sql_pool.p.id
                 policy_state = "Enabled"
               }"#,
        ),
    ] {
        assert_eq!(verdict(text, check, address), Some(Verdict::Pass), "{check}");
    }
}

#[test]
fn companions_can_also_make_a_resource_fail() {
    for (check, address, text) in [
        (
            "database-root-password",
            "google_sql_database_instance.i",
            r#"resource "google_sql_database_instance" "i" {
                 database_version = "MYSQL_8_0"
               }
               resource "google_sql_user" "u" {
                 name     = "root"
                 instance = google_sql_database_instance.i.name
               }"#,
        ),
        (
            "warehouse-firewall-rules",
            "azurerm_synapse_workspace.w",
            r#"resource "azurerm_synapse_workspace" "w" {}
               resource "azurerm_synapse_firewall_rule" "r" {
                 synapse_workspace_id = azurerm_synapse_workspace.w.id
               }"#,
        ),
        (
            "database-platform-services",
            "azurerm_sql_server.s",
            r#"resource "azurerm_sql_server" "s" {
                 name = "s"
               }
               resource "azurerm_sql_firewall_rule" "r" {
                 server_name      = azurerm_sql_server.s.name
                 start_ip_address = "0.0.0.0"
                 end_ip_address   = "0.0.0.0"
               }"#,
        ),
    ] {
        assert_eq!(verdict(text, check, address), Some(Verdict::Fail), "{check}");
    }
}
