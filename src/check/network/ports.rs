//! Ports that the whole internet must not reach, one check per service.

use super::firewall::{ACCESS_LISTS, AZURE_GROUPS, CLOSE, GOOGLE, GROUPS};
use super::traffic::{datagram_ports_closed, ports_closed};
use crate::check::{Alias, Check, Severity};
use crate::resource::{Key, Kind};

/// One check per service: all share the question, the kind and the remedy.
macro_rules! port_checks {
    ($($id:literal $objective:literal $title:literal $severity:ident $ports:expr, $why:literal, [$($alias:expr),*] $(and $also:ident)?;)*) => {
        pub(super) static CHECKS: &[Check] = &[$(Check {
            id: $id,
            objective: $objective,
            title: $title,
            severity: Severity::$severity,
            kind: Kind::Firewall,
            types: &[],
            rationale: $why,
            reads: &[Key::Rules],
            test: |s| ports_closed(s, $ports)$(.and($also(s, $ports)))?,
            aliases: &[$($alias),*],
            remedies: CLOSE,
        },)*];
    };
}

port_checks! {
    "firewall-no-open-ssh" "admin-access" "SSH is not open to the internet" Critical &[22],
        "Port 22 is scanned all day by machines that guess passwords and try leaked keys. One weak account behind \
         an open port gives a shell on a host that handles health information.",
        [
            Alias::checkov("CKV_AWS_24", GROUPS),
            Alias::checkov("CKV_AWS_232", ACCESS_LISTS),
            Alias::checkov("CKV_AZURE_10", AZURE_GROUPS),
            Alias::checkov("CKV_GCP_2", GOOGLE),
            Alias::aws_config("INCOMING_SSH_DISABLED", GROUPS),
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22", GROUPS),
            Alias::prowler("network_ssh_internet_access_restricted", AZURE_GROUPS),
            Alias::prowler("compute_firewall_ssh_access_from_the_internet_allowed", GOOGLE),
            Alias::gcp("OPEN_SSH_PORT", GOOGLE)
        ];
    "firewall-no-open-rdp" "admin-access" "Remote Desktop is not open to the internet" Critical &[3389],
        "Remote Desktop exposed to everyone is the classic way in for ransomware crews. Whoever gets a session \
         sees and changes everything that the desktop's user can, patient records included.",
        [
            Alias::checkov("CKV_AWS_25", GROUPS),
            Alias::checkov("CKV_AWS_231", ACCESS_LISTS),
            Alias::checkov("CKV_AZURE_9", AZURE_GROUPS),
            Alias::checkov("CKV_GCP_3", GOOGLE),
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389", GROUPS),
            Alias::prowler("network_rdp_internet_access_restricted", AZURE_GROUPS),
            Alias::prowler("compute_firewall_rdp_access_from_the_internet_allowed", GOOGLE),
            Alias::gcp("OPEN_RDP_PORT", GOOGLE)
        ];
    "firewall-no-open-http" "restricted-ingress" "Plain HTTP is not open to the internet" Medium &[80],
        "Port 80 carries requests, cookies and form fields readable by everyone on the path. Traffic with health \
         information has to enter over TLS, and what must listen on 80 should only redirect, in front of a load \
         balancer.",
        [
            Alias::checkov("CKV_AWS_260", GROUPS),
            Alias::checkov("CKV_AZURE_160", AZURE_GROUPS),
            Alias::checkov("CKV_GCP_106", GOOGLE),
            Alias::prowler("network_http_internet_access_restricted", AZURE_GROUPS),
            Alias::gcp("OPEN_HTTP_PORT", GOOGLE)
        ];
    "firewall-no-open-ftp" "admin-access" "FTP control is not open to the internet" High &[21],
        "FTP sends its password and every file in clear text. An open control port invites logins that anyone on \
         the network path can read and reuse.",
        [
            Alias::checkov("CKV_AWS_229", ACCESS_LISTS),
            Alias::checkov("CKV_GCP_75", GOOGLE),
            Alias::gcp("OPEN_FTP_PORT", GOOGLE)
        ];
    "firewall-no-open-ftp-data" "admin-access" "FTP data is not open to the internet" High &[20],
        "The data channel of FTP carries whole files without encryption. Exports and images of patients that pass \
         through it are readable in transit.",
        [
            Alias::checkov("CKV_AWS_230", ACCESS_LISTS),
            Alias::checkov("CKV_GCP_77", GOOGLE)
        ];
    "firewall-no-open-telnet" "admin-access" "Telnet is not open to the internet" Critical &[23],
        "Telnet is a shell without encryption: the password and the whole session are readable on the way, and \
         the port is a favourite of botnets. Nothing that touches health information needs it.",
        [Alias::gcp("OPEN_TELNET_PORT", GOOGLE),
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23", GROUPS)
        ];
    "firewall-no-open-mysql" "admin-access" "MySQL is not open to the internet" Critical &[3306],
        "A database port open to everyone leaves only a password between the internet and the records. Databases \
         belong behind the application that uses them.",
        [
            Alias::checkov("CKV_GCP_88", GOOGLE),
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mysql_3306", GROUPS),
            Alias::gcp("OPEN_MYSQL_PORT", GOOGLE)
        ];
    "firewall-no-open-postgresql" "admin-access" "PostgreSQL is not open to the internet" Critical &[5432],
        "PostgreSQL reachable by everyone is found within hours and its logins are tried without end. Patient \
         databases must only answer to the applications that need them.",
        [
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432", GROUPS),
            Alias::gcp("OPEN_POSTGRESQL_PORT", GOOGLE)
        ];
    "firewall-no-open-sql-server" "admin-access" "SQL Server is not open to the internet" Critical &[1433, 1434],
        "SQL Server ports are probed for weak administrator logins that lead straight to the operating system. \
         Clinical systems often run on it, so an open port puts them on the internet.",
        [Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_sql_server_1433_1434", GROUPS)];
    "firewall-no-open-oracle" "admin-access" "Oracle Database is not open to the internet" Critical &[1521, 2483, 2484],
        "An Oracle listener tells its callers which databases it serves and takes logins. Hospital information \
         systems live in such databases; only their application servers may reach them.",
        [
            Alias::gcp("OPEN_ORACLEDB_PORT", GOOGLE)
        ];
    "firewall-no-open-mongodb" "admin-access" "MongoDB is not open to the internet" Critical &[27017, 27018],
        "Document stores left open to the internet have been emptied and held for ransom by the thousand, many of \
         them with medical records. The port must answer to the application alone.",
        [
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mongodb_27017_27018", GROUPS),
            Alias::gcp("OPEN_MONGODB_PORT", GOOGLE)
        ];
    "firewall-no-open-redis" "admin-access" "Redis is not open to the internet" Critical &[6379],
        "Redis was made for trusted networks and often runs without a password. An open port gives away sessions \
         and cached records, and lets an intruder write files on the host.",
        [
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379", GROUPS),
            Alias::gcp("OPEN_REDIS_PORT", GOOGLE)
        ];
    "firewall-no-open-memcached" "admin-access" "Memcached is not open to the internet" High &[11211],
        "Memcached has no login at all by default, so an open port gives everyone what the application cached, \
         records and session tokens included.",
        [
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_memcached_11211", GROUPS),
            Alias::gcp("OPEN_MEMCACHED_PORT", GOOGLE)
        ];
    "firewall-no-open-search" "admin-access" "Search engine ports are not open to the internet" Critical &[9200, 9300, 5601],
        "Search clusters index whole records and answer plain web requests. Open ones have leaked millions of \
         patients' data to whoever asked.",
        [
            Alias::prowler(
                "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_elasticsearch_kibana_9200_9300_5601",
                GROUPS
            ),
            Alias::gcp("OPEN_ELASTICSEARCH_PORT", GOOGLE)
        ];
    "firewall-no-open-cassandra" "admin-access" "Cassandra is not open to the internet" Critical &[7000, 7001, 7199, 8888, 9042, 9160],
        "Cassandra's client, cluster and management ports give control over every copy of its data. They are for \
         its own nodes and the application, never for the internet.",
        [Alias::gcp("OPEN_CASSANDRA_PORT", GOOGLE)];
    "firewall-no-open-smb" "restricted-ingress" "Windows file sharing is not open to the internet" Critical &[139, 445],
        "File sharing ports spread worms and ransomware from host to host. Shares with scanned documents or \
         images must not be reachable from outside.",
        [];
    "firewall-no-open-ldap" "admin-access" "Directory service is not open to the internet" High &[389, 636],
        "A directory tells who works here, which groups they are in, and takes their passwords. Open to the \
         internet it hands out the list of accounts to attack.",
        [Alias::gcp("OPEN_LDAP_PORT", GOOGLE)];
    "firewall-no-open-windows-management" "admin-access" "Windows remote management is not open to the internet" Critical &[5985, 5986],
        "Windows Remote Management runs commands as an administrator. Open to everyone it is a second Remote \
         Desktop, without a screen and easier to automate.",
        [];
    "firewall-no-open-container-management" "admin-access" "Container management ports are not open to the internet" Critical
        &[2375, 2376, 2379, 2380, 6443, 10250],
        "The Docker socket, the cluster store, the Kubernetes API and the node agent each give control over every \
         container and its secrets. They belong on a private network.",
        [];
    "firewall-no-open-administration" "admin-access" "Administration ports are not open to the internet" High &[22, 3389],
        "Remote shells and desktops give full control of a host. Open to everyone, they turn every weak or leaked \
         password into a way to health information.",
        // Remote Desktop answers over both transports
        [Alias::trivy("AVD-AWS-0107", GROUPS)] and datagram_ports_closed;
    "firewall-common-ports-restricted" "admin-access" "Common high-risk ports are not open to the internet" High
        &[20, 21, 3389, 3306, 4333],
        "File transfer, remote desktop and database ports are the first that scanners try. Closing them to the \
         internet takes away the cheapest ways into systems with health information.",
        [Alias::aws_config("RESTRICTED_INCOMING_TRAFFIC", GROUPS)];
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CHECKS;

    #[test]
    fn each_service_has_its_own_check() {
        let ids: HashSet<_> = CHECKS.iter().map(|c| c.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
    }
}
