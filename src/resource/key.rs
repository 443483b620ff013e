//! The settings checks read, one name for every cloud.

/// Declares the settings once: variant, path, label.
macro_rules! keys {
    ($($variant:ident $path:literal $label:literal;)*) => {
        /// A canonical setting's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Key {
            $(#[doc = $label] $variant,)*
        }

        impl Key {
            /// Every setting, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The dotted path of the JSON contract: `encryption.at_rest`.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)* }
            }

            /// The label people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }
    };
}

// Grouped by topic. Names are unique; a unit is part of the name.
keys! {
    // encryption
    EncryptedAtRest "encryption.at_rest" "Encrypted at rest";
    CustomerKey "encryption.customer_key" "Customer-managed key";
    InfrastructureEncryption "encryption.infrastructure" "Second layer of encryption";
    LogEncryption "encryption.logs" "Logs encrypted";
    BookmarkEncryption "encryption.bookmarks" "Job bookmarks encrypted";
    EncryptionDeclared "encryption.declared" "Encryption settings written";
    CustomerKeyEnforced "encryption.customer_key_enforced" "Customer-managed key enforced";
    LocalDiskEncryption "encryption.local_disks" "Local disks encrypted";
    VolumeEncryption "encryption.volumes" "Volumes encrypted";
    ConnectionPasswordEncryption "encryption.connection_passwords" "Connection passwords encrypted";
    InsightsKey "encryption.insights_key" "Customer-managed key of performance data";
    VolumeKey "encryption.volume_key" "Customer-managed key of volumes";
    ModelKey "encryption.model_key" "Customer-managed key of models";
    EncryptionAlgorithm "encryption.algorithm" "Encryption algorithm";
    KeyRotation "key.rotation" "Key rotation";
    KeyRotationDays "key.rotation_days" "Key rotation period in days";
    KeyDeletionWindowDays "key.deletion_window_days" "Key deletion window in days";
    KeyEnabled "key.enabled" "Key is enabled";
    KeyRotatable "key.rotatable" "Key can rotate by itself";
    CertificateMonths "certificate.months" "Certificate validity in months";
    CertificateRenewal "certificate.renewal" "Certificate renews by itself";
    KeyHardware "key.hardware" "Key is held in hardware";
    PolicyDefined "key.policy_defined" "Own key policy";
    Expires "lifecycle.expires" "Expires";
    SecretRotation "secret.rotation" "Secret rotation";
    SecretRotationDays "secret.rotation_days" "Secret rotation period in days";
    PurgeProtection "integrity.purge_protection" "Purge protection";
    RecoveryDays "integrity.recovery_days" "Recovery window in days";
    ContentType "secret.content_type" "Content type";
    EncryptedInTransit "transit.encrypted" "Encrypted in transit";
    EncryptedBetweenNodes "transit.between_nodes" "Encrypted between nodes";
    MinimumTls "transit.minimum_tls" "Minimum TLS version";
    TlsPolicy "transit.policy" "TLS policy";
    HttpsOnly "transit.https_only" "HTTPS only";
    Protocols "transit.protocols" "Protocols offered";
    CertificateSource "transit.certificate" "Certificate";
    // exposure
    PublicAccess "exposure.public" "Publicly accessible";
    PublicAccessBlocked "exposure.public_access_blocked" "Public access blocked";
    PublicAddress "exposure.public_address" "Public address";
    PublicRead "exposure.public_read" "Readable by everyone";
    PublicWrite "exposure.public_write" "Writable by everyone";
    PublicAclRead "exposure.public_acl_read" "Access list readable by everyone";
    AnyAccountAccess "exposure.any_account" "Open to every account of the cloud";
    BlockPublicAcls "exposure.block_public_acls" "New public access lists refused";
    BlockPublicPolicy "exposure.block_public_policy" "New public policies refused";
    IgnorePublicAcls "exposure.ignore_public_acls" "Public access lists ignored";
    RestrictPublicBuckets "exposure.restrict_public_buckets" "Public policies restricted";
    SharedWith "exposure.shared_with" "Shared with";
    Rules "network.rules" "Firewall rules";
    AllowedNetworks "network.allowed" "Networks allowed";
    DefaultAction "network.default_action" "Default network action";
    AllowedSubnets "network.allowed_subnets" "Subnets allowed";
    DefaultNetwork "network.default_created" "Default network is created";
    PrivateConnectivity "network.private" "Private connectivity";
    NetworkAttached "network.attached" "Attached to a private network";
    SecurityGroups "network.security_groups" "Security groups";
    EnhancedRouting "network.enhanced_routing" "Traffic kept inside the private network";
    OutboundRestricted "network.outbound_restricted" "Outbound destinations restricted";
    ExfiltrationProtection "network.exfiltration_protection" "Data exfiltration protection";
    AddressRange "network.address_range" "Address range admitted";
    NetworkRestricted "network.restricted" "Restricted to named networks";
    PlatformServicesAdmitted "network.platform_services" "Every service of the cloud admitted";
    FirewallRulesAttached "network.firewall_rules" "Address rules attached";
    ClassicNetwork "network.classic" "Outside a private network";
    WebFirewall "network.web_firewall" "Web application firewall";
    TrustedServices "network.trusted_services" "Trusted platform services admitted";
    ServiceEndpoint "network.service_endpoint" "Subnets admitted through a service endpoint";
    NetworkExport "network.export" "Networks that may export it";
    ClientNetworks "network.clients" "Client networks";
    // access
    AccessPolicy "access.policy" "Access policy";
    AuthenticationRequired "access.authentication" "Authentication required";
    IdentityAuthentication "access.identity_authentication" "Identity-based authentication";
    LocalAuthentication "access.local_authentication" "Local accounts or keys";
    MultiFactor "access.multi_factor" "Multi-factor authentication";
    WorkloadIdentity "access.workload_identity" "Workload identity";
    RoleBasedAccess "access.role_based" "Role-based access control";
    Permissions "access.permissions" "Permissions granted";
    TrustPolicy "access.trust" "Who may assume it";
    UniformAccess "access.uniform" "Access by policy alone, without access lists";
    SharedKeys "access.shared_keys" "Shared account keys";
    LocalUsers "access.local_users" "Local users";
    TokenExpiry "access.token_expiry" "Longest life of signed links";
    RootDirectory "access.root_directory" "Root directory";
    EnforcedUser "access.enforced_user" "Enforced user identity";
    GuestAccess "access.guest" "Guest access";
    AccessToken "access.token" "Access token or user groups";
    FineGrainedAccess "access.fine_grained" "Fine-grained access control";
    KeyManagementWrites "access.key_management_writes" "Management changes with account keys";
    AdministratorName "access.administrator_name" "Administrator name";
    Kerberos "access.kerberos" "Kerberos";
    KerberosRealm "access.kerberos_realm" "Kerberos realm";
    PasswordlessRoot "access.passwordless_root" "Root account without a password";
    PermissionsMode "access.permissions_mode" "Permissions mode";
    PublicMembers "access.public_members" "Granted to the public";
    ComputeIsolation "access.compute_isolation" "Dedicated hosts";
    TrustCondition "access.trust_condition" "Condition on who may assume it";
    ManagedPolicies "access.managed_policies" "Managed policies attached";
    GrantedRole "access.role" "Role or policy granted";
    GrantedRoles "access.roles" "Roles granted";
    GrantedTo "access.granted_to" "Granted to";
    GrantedToUsers "access.granted_to_users" "Granted to single users";
    Members "access.members" "Members";
    Group "access.group" "Group";
    ConsoleAccess "access.console" "Console password";
    LongLivedCredential "access.long_lived_credential" "Long-lived credential";
    AnonymousAccess "access.anonymous" "Anonymous access";
    PermissionsBoundary "access.permissions_boundary" "Permissions boundary";
    SessionMinutes "access.session_minutes" "Session length in minutes";
    OsLogin "access.os_login" "OS Login";
    RootControls "access.root_controls" "Central control of root users";
    Audiences "access.audiences" "Audiences accepted";
    SignInAudience "access.sign_in_audience" "Accounts that may sign in";
    CustomRole "access.custom_role" "Custom role";
    KeyPermissions "access.key_permissions" "Permissions on keys";
    SecretPermissions "access.secret_permissions" "Permissions on secrets";
    PolicyEnforced "access.policy_enforced" "Policy is enforced";
    Constraint "access.constraint" "Organization constraint";
    UploadedKey "access.uploaded_key" "Key made elsewhere and uploaded";
    SerialPort "access.serial_port" "Serial console";
    FederatedIssuer "access.federated_issuer" "Federated issuer trusted";
    FederatedSubject "access.federated_subject" "Federated subject trusted";
    // passwords
    PasswordMinimumLength "password.minimum_length" "Minimum password length";
    PasswordLowercase "password.lowercase" "Password needs a lowercase letter";
    PasswordUppercase "password.uppercase" "Password needs an uppercase letter";
    PasswordNumbers "password.numbers" "Password needs a number";
    PasswordSymbols "password.symbols" "Password needs a symbol";
    PasswordReuse "password.remembered" "Earlier passwords refused";
    PasswordResetRequired "password.reset_required" "Password change at first sign-in";
    PasswordAgeDays "password.age_days" "Password age limit in days";
    PasswordSignIn "access.password_sign_in" "Sign-in with a password";
    InteroperabilityKey "access.interoperability_key" "Long-lived interoperability key";
    StrongAuthentication "access.strong_authentication" "Strong directory authentication";
    DeleteApproval "access.delete_approval" "Second approval for destructive changes";
    // logging
    AuditLogging "logging.audit" "Audit logging";
    AccessLogging "logging.access" "Access logging";
    FlowLogging "logging.flow" "Flow logging";
    LogTypes "logging.types" "Log types exported";
    GeneralLogging "logging.general" "General logging";
    SchedulerLogging "logging.scheduler" "Scheduler logs";
    WorkerLogging "logging.worker" "Worker logs";
    WebserverLogging "logging.webserver" "Web server logs";
    LogDestination "logging.destination" "Log destination";
    LogRetentionDays "logging.retention_days" "Log retention in days";
    LogValidation "logging.validation" "Log integrity validation";
    Tracing "logging.tracing" "Tracing";
    QueueLogging "logging.queue" "Queue request logging";
    TablesLogged "logging.tables" "Table requests collected";
    ContainersLogged "logging.containers" "Container requests collected";
    ReceivesLogs "logging.receives" "Receives logs";
    LogsToItself "logging.to_itself" "Logs into itself";
    Notifications "monitoring.notifications" "Change notifications";
    // integrity and availability
    Versioning "integrity.versioning" "Versioning";
    ObjectLock "integrity.object_lock" "Object lock";
    DeletionProtection "integrity.deletion_protection" "Deletion protection";
    DropProtection "integrity.drop_protection" "Drop protection";
    SoftDelete "integrity.soft_delete" "Soft delete";
    SoftDeleteDays "integrity.soft_delete_days" "Soft delete period in days";
    ContainerSoftDelete "integrity.container_soft_delete" "Soft delete of containers";
    ChangeFeed "integrity.change_feed" "Change feed";
    MfaDelete "integrity.mfa_delete" "Second factor to delete";
    LockedRetention "integrity.locked_retention" "Retention locked";
    RetentionPolicy "integrity.retention_policy" "Retention policy";
    ForceDestroy "integrity.force_destroy" "Deleted with its contents";
    Lifecycle "integrity.lifecycle" "Lifecycle rules";
    AbandonedUploads "integrity.abandoned_uploads" "Unfinished uploads removed";
    ImmutableTags "integrity.immutable_tags" "Immutable tags";
    BackupEnabled "backup.enabled" "Backup";
    BackupRetentionDays "backup.retention_days" "Backup retention in days";
    PointInTimeRecovery "backup.point_in_time" "Point-in-time recovery";
    BinaryLog "backup.binary_log" "Binary log kept";
    BackupCount "backup.count" "Backups kept";
    LongTermRetention "backup.long_term" "Long-term retention";
    InBackupPlan "backup.in_plan" "In a backup plan";
    SnapshotPolicy "backup.snapshot_policy" "Snapshot policy";
    DailyBackup "backup.daily" "Backed up at least daily";
    CopyEncrypted "backup.copy_encrypted" "Copies encrypted";
    CopyCustomerKey "backup.copy_customer_key" "Copies under a customer-managed key";
    EventCopyEncrypted "backup.event_copy_encrypted" "Event copies encrypted";
    EventCopyCustomerKey "backup.event_copy_customer_key" "Event copies under a customer-managed key";
    Source "backup.source" "Made from";
    StoredIn "scope.stored_in" "Stored in";
    Attached "integrity.attached" "Attached to a machine";
    CrossRegionCopy "backup.cross_region" "Cross-region copy";
    MultiZone "availability.multi_zone" "Multiple zones";
    MultiRegion "availability.multi_region" "Multiple regions";
    Replicated "availability.replicated" "Replicated";
    GeoRedundant "availability.geo_redundant" "Kept in a second region";
    BacktrackSeconds "backup.backtrack_seconds" "Backtrack window in seconds";
    CopyTags "backup.copy_tags" "Tags copied to snapshots";
    SharedAccounts "backup.shared_accounts" "Accounts a snapshot is shared with";
    SourceResource "backup.source" "Taken from";
    FinalSnapshotSkipped "backup.final_snapshot_skipped" "No snapshot at deletion";
    DeadLetterQueue "integrity.dead_letter_queue" "Dead-letter queue";
    RetentionHours "backup.retention_hours" "Records kept in hours";
    AutomaticFailover "availability.automatic_failover" "Automatic failover";
    AutoScaling "availability.auto_scaling" "Capacity scales by itself";
    Replicas "availability.replicas" "Replicas";
    DedicatedMaster "availability.dedicated_master" "Dedicated master nodes";
    DedicatedMasterCount "availability.dedicated_master_count" "Number of dedicated master nodes";
    InstanceCount "availability.instance_count" "Number of nodes";
    ServiceTier "availability.service_tier" "Service tier";
    // operations
    MinorUpgrades "patching.minor_upgrades" "Automatic minor upgrades";
    Version "patching.version" "Version";
    EnhancedMonitoring "monitoring.enhanced" "Detailed monitoring";
    MonitoringIntervalSeconds "monitoring.interval_seconds" "Monitoring interval in seconds";
    PerformanceInsights "monitoring.performance_insights" "Performance insights";
    ThreatDetection "monitoring.threat_detection" "Threat detection";
    DisabledAlerts "monitoring.disabled_alerts" "Alerts switched off";
    AlertRecipients "monitoring.alert_recipients" "Alert recipients";
    AlertAdministrators "monitoring.alert_administrators" "Administrators alerted";
    RecurringScans "monitoring.recurring_scans" "Recurring scans";
    VulnerabilityScanning "monitoring.vulnerability_scanning" "Vulnerability scanning";
    // audit trails, alarms and detection services
    LoggingEnabled "logging.enabled" "Logging switched on";
    AllRegions "logging.all_regions" "Covers all regions";
    GlobalEvents "logging.global_events" "Events of global services";
    DataEvents "logging.data_events" "Events on stored objects";
    LogMonitoring "logging.monitored" "Sent on to where alarms can watch it";
    LogStoreLink "logging.store" "Log store it writes to";
    LogCategories "logging.categories" "Categories recorded";
    LogFilter "logging.filter" "Records selected";
    AuditedService "logging.service" "Service audited";
    AuditExemptions "logging.exemptions" "Members exempt from auditing";
    AuditComplete "logging.complete" "All services and users audited";
    IncludesChildren "logging.includes_children" "Covers everything below";
    DestinationLocked "logging.destination_locked" "Retention of the destination locked";
    WriterIdentity "logging.writer_identity" "Writer identity of its own";
    QueryOverInternet "logging.internet_query" "Queries from the internet";
    IngestOverInternet "logging.internet_ingestion" "Ingestion from the internet";
    AlarmEnabled "monitoring.alarm_enabled" "Alarm switched on";
    AlarmActions "monitoring.alarm_actions" "Actions of the alarm";
    AlarmMetric "monitoring.metric" "Metric watched";
    AlarmOperation "monitoring.operation" "Operation watched";
    AlarmCategory "monitoring.category" "Category watched";
    FilterPattern "monitoring.pattern" "Pattern looked for";
    AlertNotifications "monitoring.alert_notifications" "Alerts sent out";
    ContactPhone "monitoring.contact_phone" "Telephone number of the contact";
    ContactCategories "monitoring.contact_categories" "Notices the contact receives";
    DetectionPlan "monitoring.plan" "Detection plan";
    DetectionFeature "monitoring.feature" "Detection feature";
    MalwareProtection "monitoring.malware_protection" "Malware scanning";
    StorageProtection "monitoring.storage_protection" "Detection on stored objects";
    ClusterProtection "monitoring.cluster_protection" "Detection on clusters";
    NewAccounts "monitoring.new_accounts" "New accounts are enrolled";
    ScanTargets "monitoring.scan_targets" "What is scanned";
    DefaultStandards "monitoring.default_standards" "Default standards enabled";
    RecorderRunning "recording.running" "Recorder running";
    AllResources "recording.all_resources" "All types of resources recorded";
    GlobalResources "recording.global_resources" "Global resources recorded";
    PolicyTypes "account.policy_types" "Types of organization policies";
    FeatureSet "account.feature_set" "Features of the organization";
    // database engine
    Engine "database.engine" "Engine";
    EngineMode "database.engine_mode" "Engine mode";
    InstanceClass "database.instance_class" "Instance class";
    DatabaseName "database.name" "Database name";
    Parameters "database.parameters" "Parameters";
    ParameterGroup "database.parameter_group" "Parameter group";
    ReplicaOf "database.replica_of" "Replica of";
    Ledger "database.ledger" "Ledger";
    SecurityConfiguration "security.configuration" "Security configuration";
    SecretReference "secrets.vault" "Secret kept in a vault";
    SourceControl "integrity.source_control" "Kept in version control";
    SecretInState "secrets.in_state" "Secret passed through Terraform";
    ConfigurationEnforced "security.enforced" "Settings enforced on clients";
    // compute
    MetadataTokens "metadata.tokens_required" "Metadata service requires session tokens";
    MetadataHopLimit "metadata.hop_limit" "Metadata response hop limit";
    MetadataConcealed "metadata.concealed" "Node metadata hidden from workloads";
    HostEncryption "encryption.at_host" "Encryption at the host";
    EnvironmentSet "environment.set" "Environment variables set";
    EnvironmentKey "environment.key" "Key for environment variables";
    PlainEnvironment "environment.plain" "Environment variables in plain text";
    CredentialVariables "environment.credentials" "Access keys in environment variables";
    SourceCredentials "source.credentials" "Credentials in the source address";
    SecretsEncrypted "encryption.secrets" "Cluster secrets encrypted under a key of your own";
    LogsEncrypted "encryption.logs" "Logs encrypted";
    ArtifactsEncrypted "encryption.artifacts" "Artifacts encrypted";
    MountsEncrypted "transit.mounts" "Network file systems mounted with encryption";
    SessionEncrypted "transit.session" "Sessions encrypted with a key of your own";
    SessionLogging "logging.session" "Sessions logged";
    ManagedDisks "storage.managed_disks" "Managed disks";
    Privileged "hardening.privileged" "Privileged mode";
    HostNamespaces "hardening.host_namespaces" "Shares the host's namespaces";
    HostNetworkRoot "hardening.host_network_root" "Host network without privilege or user set";
    ReadOnlyRoot "hardening.read_only_root" "Read-only root file system";
    RootUser "hardening.root_user" "Root rights";
    SecureBoot "hardening.secure_boot" "Secure boot";
    VirtualTpm "hardening.virtual_tpm" "Virtual trusted platform module";
    IntegrityMonitoring "hardening.integrity_monitoring" "Boot integrity monitoring";
    ShieldedMachine "hardening.shielded" "Shielded machine";
    RemoteDebugging "hardening.remote_debugging" "Remote debugging";
    SerialConsole "hardening.serial_console" "Serial console";
    IpForwarding "hardening.ip_forwarding" "IP forwarding";
    Antimalware "hardening.antimalware" "Antimalware with automatic updates";
    ManagementAgent "operations.agent" "Management agent";
    PolicyAddon "hardening.policy_addon" "Policy add-on";
    Dashboard "hardening.dashboard" "Web dashboard";
    AlphaFeatures "hardening.alpha_features" "Alpha features";
    HttpRouting "hardening.http_routing" "HTTP application routing";
    PasswordAuthentication "access.password_authentication" "Password authentication";
    PublicKeyLogin "access.public_key_login" "Public key for login";
    ProjectKeysBlocked "access.project_keys_blocked" "Project-wide SSH keys blocked";
    CentralLogin "access.central_login" "Login through the cloud's identities";
    DefaultIdentity "access.default_identity" "Default service account";
    DefaultIdentityFullAccess "access.default_identity_full" "Default service account with full access";
    SeparateRoles "access.separate_roles" "Execution and task roles differ";
    SourceScoped "access.source_scoped" "Limited to a source";
    ServicePrincipal "access.service_principal" "Granted to a platform service";
    RemoteAccessOpen "access.remote_open" "Remote login from anywhere";
    GroupBasedAccess "access.groups" "Access by directory groups";
    ClientCertificate "transit.client_certificate" "Client certificate";
    PlainFtp "transit.ftp" "Unencrypted FTP";
    Http2 "transit.http2" "HTTP/2";
    AnyOrigin "exposure.any_origin" "Requests from any web origin";
    RequestLogging "logging.requests" "Request logging";
    DetailedErrors "logging.detailed_errors" "Detailed error messages";
    FailedRequestTracing "logging.failed_requests" "Failed request tracing";
    MonitoringEnabled "monitoring.enabled" "Monitoring";
    HealthProbe "monitoring.health_probe" "Health probe";
    AlwaysOn "availability.always_on" "Always on";
    Instances "availability.instances" "Instances";
    ConcurrencyLimit "availability.concurrency_limit" "Concurrency limit";
    DeadLetter "recovery.dead_letter" "Dead-letter destination";
    AutomaticRepair "availability.automatic_repair" "Automatic repair";
    PaidTier "availability.paid_tier" "Tier with a service level";
    AutomaticUpdates "patching.automatic" "Automatic updates";
    PatchAssessment "patching.assessment" "Periodic patch assessment";
    SupportedRelease "patching.supported" "Supported release";
    CodeSigning "integrity.code_signing" "Code signing";
    SignedImages "integrity.signed_images" "Signed images only";
    Quarantine "integrity.quarantine" "Images quarantined until verified";
    UntaggedRetention "integrity.untagged_retention" "Retention policy for untagged images";
    ApprovalRule "integrity.approval_rule" "Approval rule for changes";
    PublicConnection "exposure.public_source" "Fetches packages from public sources";
    RootVolumeEncrypted "encryption.root_volume" "System volume encrypted";
    UserVolumeEncrypted "encryption.user_volume" "User volume encrypted";
    PatchDelayDays "patching.delay_days" "Days until patches are approved";
    OldTlsDisabled "transit.old_tls_disabled" "TLS 1.0 disabled";
    KeyVaultReference "encryption.key_vault" "Key vault of the account";
    Approvals "integrity.approvals" "Approvals needed";
    AnonymousPull "exposure.anonymous_pull" "Anonymous pull";
    AdminAccount "access.admin_account" "Shared administrator account";
    DedicatedEndpoints "network.dedicated_endpoints" "Dedicated data endpoints";
    NetworkPolicies "network.policies" "Network policies between workloads";
    PrivateNodes "network.private_nodes" "Nodes without public addresses";
    AllowList "network.allow_list" "Allow list for the control plane";
    NativeNetworking "network.native" "Workload addresses from the network";
    IntranodeVisibility "network.intranode_visibility" "Traffic within nodes visible";
    IsolatedNetwork "network.isolated" "Network isolation";
    DirectInternet "network.direct_internet" "Direct internet access";
    LoadBalanced "availability.load_balanced" "Behind a load balancer";
    // common
    Region "scope.region" "Region";
    AllowedRegions "scope.allowed_regions" "Regions data may rest in";
    Tags "scope.tags" "Tags";
    SecretLiteral "secrets.literal" "Secret written in code";
}
