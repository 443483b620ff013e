//! Which settings are compared, and which way a change of one is better where no check says so.

use crate::resource::{Datum, Key};

/// What exists in code alone, or is concluded from other resources: it has no live side of its own.
pub(super) const fn is_of_code(key: Key) -> bool {
    matches!(
        key,
        Key::SecretLiteral
            | Key::SecretInState
            | Key::ForceDestroy
            | Key::FinalSnapshotSkipped
            | Key::EncryptionDeclared
            | Key::DropProtection
            | Key::InBackupPlan
            | Key::ReceivesLogs
            | Key::LogsToItself
            | Key::Region
            | Key::Description
    )
}

/// Settings that matter even where code leaves them to the platform. A policy counts only on types that have none of
/// their own from the platform.
pub(super) fn is_watched(key: Key, native_type: &str) -> bool {
    match key {
        Key::AccessPolicy => matches!(
            native_type,
            "aws_s3_bucket"
                | "aws_ecr_repository"
                | "aws_secretsmanager_secret"
                | "aws_lambda_function"
                | "aws_sqs_queue"
                | "aws_efs_file_system"
                | "google_storage_bucket"
        ),
        _ => better(key).is_some() || matches!(key, Key::Rules | Key::SharedWith | Key::DefaultAction),
    }
}

/// Which value of a setting is the safer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Better {
    On,
    Off,
    More,
    Less,
}

impl Better {
    /// Whether going from one value to another is weaker, or stronger; nothing where the values do not say.
    pub(super) fn weakens(self, from: &Datum, to: &Datum) -> Option<bool> {
        match self {
            Self::On | Self::Off => {
                let (from, to) = (switched(from)?, switched(to)?);
                (from != to).then_some(from == (self == Self::On))
            }
            Self::More | Self::Less => {
                let (from, to) = (number(from)?, number(to)?);
                (from != to).then_some((to < from) == (self == Self::More))
            }
        }
    }
}

fn switched(datum: &Datum) -> Option<bool> {
    match datum {
        Datum::Absent => Some(false),
        Datum::Bool(on) => Some(*on),
        _ => None,
    }
}

fn number(datum: &Datum) -> Option<i64> {
    match datum {
        Datum::Int(n) => Some(*n),
        // not set may mean none and may mean without end
        _ => None,
    }
}

/// The safer value of the settings that are watched.
pub(super) const fn better(key: Key) -> Option<Better> {
    Some(match key {
        Key::EncryptedAtRest
        | Key::InfrastructureEncryption
        | Key::LogEncryption
        | Key::VolumeEncryption
        | Key::HostEncryption
        | Key::EncryptedInTransit
        | Key::EncryptedBetweenNodes
        | Key::HttpsOnly
        | Key::KeyRotation
        | Key::KeyEnabled
        | Key::PurgeProtection
        | Key::PublicAccessBlocked
        | Key::BlockPublicAcls
        | Key::BlockPublicPolicy
        | Key::IgnorePublicAcls
        | Key::RestrictPublicBuckets
        | Key::UniformAccess
        | Key::NetworkRestricted
        | Key::AuthenticationRequired
        | Key::IdentityAuthentication
        | Key::MultiFactor
        | Key::RoleBasedAccess
        | Key::PasswordLowercase
        | Key::PasswordUppercase
        | Key::PasswordNumbers
        | Key::PasswordSymbols
        | Key::AuditLogging
        | Key::AccessLogging
        | Key::FlowLogging
        | Key::GeneralLogging
        | Key::LogValidation
        | Key::LoggingEnabled
        | Key::AllRegions
        | Key::GlobalEvents
        | Key::RecorderRunning
        | Key::AllResources
        | Key::Versioning
        | Key::ObjectLock
        | Key::MfaDelete
        | Key::LockedRetention
        | Key::DeletionProtection
        | Key::SoftDelete
        | Key::ContainerSoftDelete
        | Key::ImmutableTags
        | Key::BackupEnabled
        | Key::PointInTimeRecovery
        | Key::MultiZone
        | Key::MinorUpgrades
        | Key::ThreatDetection
        | Key::VulnerabilityScanning
        | Key::MalwareProtection
        | Key::StorageProtection
        | Key::ClusterProtection
        | Key::AlarmEnabled
        | Key::MetadataTokens
        | Key::ReadOnlyRoot
        | Key::SecureBoot
        | Key::IntegrityMonitoring
        | Key::PrivateNodes
        | Key::SecretsEncrypted
        | Key::PolicyEnforced => Better::On,
        Key::PublicAccess
        | Key::PublicAddress
        | Key::PublicRead
        | Key::PublicWrite
        | Key::PublicAclRead
        | Key::AnyAccountAccess
        | Key::AnonymousAccess
        | Key::AnonymousPull
        | Key::LocalAuthentication
        | Key::SharedKeys
        | Key::LocalUsers
        | Key::AdminAccount
        | Key::GuestAccess
        | Key::ConsoleAccess
        | Key::PlainFtp
        | Key::RemoteDebugging
        | Key::SerialConsole
        | Key::Privileged
        | Key::HostNamespaces
        | Key::IpForwarding
        | Key::InternetFacing => Better::Off,
        Key::MetadataHopLimit | Key::SessionMinutes | Key::KeyRotationDays | Key::SecretRotationDays => {
            Better::Less
        }
        Key::BackupRetentionDays
        | Key::LogRetentionDays
        | Key::SoftDeleteDays
        | Key::RecoveryDays
        | Key::KeyDeletionWindowDays
        | Key::PasswordMinimumLength
        | Key::PasswordReuse => Better::More,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_says_which_way_is_weaker() {
        let weakens = |key, from: Datum, to: Datum| better(key).and_then(|b| b.weakens(&from, &to));
        assert_eq!(weakens(Key::Versioning, true.into(), false.into()), Some(true));
        assert_eq!(weakens(Key::Versioning, Datum::Absent, true.into()), Some(false));
        assert_eq!(weakens(Key::PublicAccess, false.into(), true.into()), Some(true));
        assert_eq!(weakens(Key::BackupRetentionDays, 30.into(), 7.into()), Some(true));
        assert_eq!(weakens(Key::MetadataHopLimit, 1.into(), 3.into()), Some(true));
        assert_eq!(weakens(Key::Versioning, true.into(), true.into()), None);
        assert_eq!(weakens(Key::LogRetentionDays, Datum::Absent, 7.into()), None);
        assert_eq!(weakens(Key::MinimumTls, "1.2".into(), "1.0".into()), None);
    }
}
