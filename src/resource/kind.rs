//! What a resource is, whatever a cloud calls it.

/// Declares the kinds once: variant, id, title.
macro_rules! kinds {
    ($($variant:ident $id:literal $title:literal;)*) => {
        /// The canonical kind of a resource.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $title] $variant,)*
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in flags, filters and the JSON contract.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The name people read.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

kinds! {
    ObjectStore "object_store" "Object store";
    StoredObject "stored_object" "Stored object";
    BlockVolume "block_volume" "Block volume";
    Snapshot "snapshot" "Snapshot";
    MachineImage "machine_image" "Machine image";
    FileShare "file_share" "File share";
    Archive "archive" "Archive vault";
    BackupVault "backup_vault" "Backup vault";
    BackupPlan "backup_plan" "Backup plan";
    StorageSetting "storage_setting" "Storage setting";
    Database "database" "Database";
    DatabaseServer "database_server" "Database server";
    DatabaseParameters "database_parameters" "Database parameter set";
    KeyValueStore "key_value_store" "Key-value or document store";
    Warehouse "warehouse" "Data warehouse";
    Cache "cache" "Cache";
    SearchDomain "search_domain" "Search domain";
    Queue "queue" "Queue";
    Topic "topic" "Topic";
    Stream "stream" "Event stream";
    Broker "broker" "Message broker";
    Pipeline "pipeline" "Data pipeline or migration";
    AnalyticsWorkspace "analytics_workspace" "Analytics or machine learning workspace";
    Key "key" "Encryption key";
    KeyVault "key_vault" "Key vault or key ring";
    Secret "secret" "Secret";
    Certificate "certificate" "Certificate";
    Parameter "parameter" "Configuration parameter";
    Firewall "firewall" "Firewall rule set";
    Network "network" "Network";
    Subnet "subnet" "Subnet";
    Route "route" "Route or gateway";
    PublicAddress "public_address" "Public address";
    NetworkInterface "network_interface" "Network interface";
    PrivateEndpoint "private_endpoint" "Private endpoint";
    VpnConnection "vpn_connection" "VPN connection";
    BastionHost "bastion_host" "Bastion host";
    DnsZone "dns_zone" "DNS zone";
    LoadBalancer "load_balancer" "Load balancer";
    Listener "listener" "Load balancer listener or target";
    ContentDelivery "content_delivery" "Content delivery network";
    ApiEndpoint "api_endpoint" "API endpoint";
    WebFirewall "web_firewall" "Web application firewall";
    ComputeInstance "compute_instance" "Compute instance";
    InstanceTemplate "instance_template" "Instance template";
    InstanceGroup "instance_group" "Instance group";
    Function "function" "Function";
    WebApp "web_app" "Web application";
    ContainerService "container_service" "Container service";
    TaskDefinition "task_definition" "Container task definition";
    Cluster "cluster" "Container cluster";
    NodePool "node_pool" "Cluster node pool";
    Registry "registry" "Container or artifact registry";
    BuildProject "build_project" "Build project";
    AutomationJob "automation_job" "Automation job";
    Identity "identity" "Identity";
    Role "role" "Role";
    Credential "credential" "Credential";
    Policy "policy" "Access policy";
    RoleBinding "role_binding" "Role assignment";
    PasswordPolicy "password_policy" "Password policy";
    UserPool "user_pool" "User directory";
    AuditTrail "audit_trail" "Audit trail";
    LogStore "log_store" "Log store";
    LogExport "log_export" "Log export";
    Alarm "alarm" "Alarm";
    MetricFilter "metric_filter" "Metric filter";
    ThreatDetector "threat_detector" "Threat detection";
    ConfigurationRecorder "configuration_recorder" "Configuration recorder";
    Account "account" "Account, subscription or project";
    AccountSetting "account_setting" "Account-wide setting";
    Notebook "notebook" "Notebook";
    Workload "workload" "Workload";
    Namespace "namespace" "Namespace";
    ClusterService "cluster_service" "Service of a cluster";
    Ingress "ingress" "Ingress";
    NetworkPolicy "network_policy" "Network policy";
    PodPolicy "pod_policy" "Pod security policy";
    ClusterSetting "cluster_setting" "Setting of a cluster or namespace";
    ContainerImage "container_image" "Container image";
    Endpoint "endpoint" "Other service endpoint";
    SourceFile "source_file" "Source file";
    Artifact "artifact" "Image or package";
    Any "any" "Any resource";
}
