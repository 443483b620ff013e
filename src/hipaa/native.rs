//! Rules of the clouds' own packs and of other tools, each attached to a control objective.
//!
//! A verdict that AWS Config, Azure Policy, Security Command Center or another tool gives lands
//! on the objective of its rule, beside the verdict of our own check.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;

use super::objective::{Objective, ObjectiveId, objective};
use super::safeguard::{SafeguardId, resolve};

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pack {
    /// AWS Config conformance pack for HIPAA Security, by rule identifier.
    AwsConfig,
    /// Azure Policy initiative HITRUST/HIPAA, by policy definition id.
    AzurePolicy,
    /// Security Health Analytics of GCP Security Command Center, by finding category.
    GcpScc,
    /// Prowler's HIPAA framework for AWS, by check name.
    ProwlerAws,
    /// Prowler's HIPAA framework for Azure, by check name.
    ProwlerAzure,
    /// Prowler's HIPAA framework for GCP, by check name.
    ProwlerGcp,
    /// Steampipe's HIPAA benchmark for GCP, by control name.
    SteampipeGcp,
}

impl Pack {
    /// All packs, the clouds' own first.
    pub const ALL: [Self; 7] = [
        Self::AwsConfig,
        Self::AzurePolicy,
        Self::GcpScc,
        Self::ProwlerAws,
        Self::ProwlerAzure,
        Self::ProwlerGcp,
        Self::SteampipeGcp,
    ];

    /// The name shown to people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AwsConfig => "AWS Config",
            Self::AzurePolicy => "Azure Policy",
            Self::GcpScc => "GCP Security Command Center",
            Self::ProwlerAws => "Prowler (AWS)",
            Self::ProwlerAzure => "Prowler (Azure)",
            Self::ProwlerGcp => "Prowler (GCP)",
            Self::SteampipeGcp => "Steampipe (GCP)",
        }
    }

    /// Whether the source itself names HIPAA citations; if not, the association is ours.
    pub const fn states_citations(self) -> bool {
        !matches!(self, Self::AzurePolicy | Self::GcpScc)
    }

    /// The embedded table: one rule a line, columns separated by tabs.
    const fn table(self) -> &'static str {
        match self {
            Self::AwsConfig => include_str!("data/native/aws-config.tsv"),
            Self::AzurePolicy => include_str!("data/native/azure-policy.tsv"),
            Self::GcpScc => include_str!("data/native/gcp-scc.tsv"),
            Self::ProwlerAws => include_str!("data/native/prowler-aws.tsv"),
            Self::ProwlerAzure => include_str!("data/native/prowler-azure.tsv"),
            Self::ProwlerGcp => include_str!("data/native/prowler-gcp.tsv"),
            Self::SteampipeGcp => include_str!("data/native/steampipe-gcp.tsv"),
        }
    }
}

/// One rule of a pack.
#[derive(Debug)]
pub struct NativeRule {
    /// Where it comes from.
    pub pack: Pack,
    /// Its id as the source writes it; opaque.
    pub id: &'static str,
    /// Its name or display name; the id where the source has no other.
    pub name: &'static str,
    /// The objective its verdict lands on; `None` for the one rule that asks people.
    pub objective: Option<ObjectiveId>,
    /// Citations as the source states them, containers included; empty where it states none.
    pub citations: Vec<&'static str>,
    /// Parameters with the defaults of the pack.
    pub parameters: Vec<(&'static str, &'static str)>,
}

impl NativeRule {
    /// Reads one line of a table. `None` for a comment, or for a line without an id.
    fn read(pack: Pack, line: &'static str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        let mut columns = line.split('\t');
        let id = columns.next().filter(|id| !id.is_empty())?;
        let mut next = || columns.next().unwrap_or_default();
        let name = Some(next()).filter(|name| !name.is_empty()).unwrap_or(id);
        let objective = objective(next()).map(|entry| entry.index);
        let citations = next().split_whitespace().collect();
        let parameters = next().split(';').filter_map(|parameter| parameter.split_once('=')).collect();
        Some(Self { pack, id, name, objective, citations, parameters })
    }

    /// The safeguards the rule bears on: those of the citations the source states, or else those
    /// its objective can decide. In regulation order, each once.
    pub fn safeguards(&self) -> Vec<SafeguardId> {
        let mut safeguards: Vec<SafeguardId> = if self.citations.is_empty() {
            self.objective
                .map(ObjectiveId::get)
                .into_iter()
                .flat_map(|entry| &entry.edges)
                .filter(|edge| edge.strength.decides())
                .map(|edge| edge.safeguard)
                .collect()
        } else {
            self.citations.iter().filter_map(|citation| resolve(citation).ok()).flatten().collect()
        };
        safeguards.sort_unstable();
        safeguards.dedup();
        safeguards
    }
}

/// The rules of all packs and the index by pack and lower-case id or name.
struct Rules {
    entries: Vec<NativeRule>,
    index: HashMap<(Pack, String), usize>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let entries: Vec<NativeRule> = Pack::ALL
        .into_iter()
        .flat_map(|pack| pack.table().lines().filter_map(move |line| NativeRule::read(pack, line)))
        .collect();
    let mut index = HashMap::with_capacity(entries.len() * 2);
    for (position, rule) in entries.iter().enumerate() {
        for name in [rule.name, rule.id] {
            index.insert((rule.pack, name.to_ascii_lowercase()), position);
        }
    }
    Rules { entries, index }
});

/// All rules, pack by pack.
pub fn native_rules() -> &'static [NativeRule] {
    &RULES.entries
}

/// The rule of a pack with this id or name, without regard to case. Of an Azure resource id only
/// the last segment counts.
pub fn native_rule(pack: Pack, id: &str) -> Option<&'static NativeRule> {
    let mut id = id.trim();
    if pack == Pack::AzurePolicy {
        id = id.trim_end_matches('/').rsplit('/').next().unwrap_or(id);
    }
    let position = RULES.index.get(&(pack, id.to_ascii_lowercase()))?;
    RULES.entries.get(*position)
}

impl Objective {
    /// The rules of all packs whose verdicts land on this objective.
    pub fn native_rules(&self) -> impl Iterator<Item = &'static NativeRule> + use<> {
        let index = self.index;
        native_rules().iter().filter(move |rule| rule.objective == Some(index))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::check::{Tool, registry};
    use crate::native::Provider;

    fn of(pack: Pack) -> impl Iterator<Item = &'static NativeRule> {
        native_rules().iter().filter(move |rule| rule.pack == pack)
    }

    #[test]
    fn every_rule_of_the_reference_packs_is_here() {
        let counts = Pack::ALL.map(|pack| of(pack).count());
        assert_eq!(counts, [130, 93, 137, 95, 128, 34, 31]);
        for pack in Pack::ALL {
            let ids: HashSet<&str> = of(pack).map(|rule| rule.id).collect();
            assert_eq!(ids.len(), of(pack).count(), "{pack:?} repeats an id");
            assert_eq!(ids.len(), pack.table().lines().filter(|line| !line.starts_with('#')).count());
        }
    }

    #[test]
    fn every_rule_that_evaluates_a_resource_is_attached_to_an_objective() {
        let unattached: Vec<&str> =
            native_rules().iter().filter(|rule| rule.objective.is_none()).map(|rule| rule.id).collect();
        assert_eq!(unattached, ["AWS_CONFIG_PROCESS_CHECK"]);
        let process = native_rule(Pack::AwsConfig, "annual-risk-assessment-performed").unwrap();
        assert_eq!(process.citations, ["164.308(a)(1)(ii)(A)"]);
    }

    #[test]
    fn stated_citations_exist_and_are_counted_as_in_the_reference() {
        let mut pairs = 0;
        for rule in native_rules() {
            for citation in &rule.citations {
                assert!(resolve(citation).is_ok(), "{} cites {citation}", rule.id);
            }
            assert_eq!(
                rule.citations.is_empty(),
                !rule.pack.states_citations() || rule.id == "RDS_CLUSTER_MULTI_AZ_ENABLED",
                "{}",
                rule.id
            );
            assert!(!rule.safeguards().is_empty(), "{}", rule.id);
            if rule.pack == Pack::AwsConfig && rule.id != "AWS_CONFIG_PROCESS_CHECK" {
                pairs += rule.citations.len();
            }
        }
        assert_eq!(pairs, 563);
        let gcp: usize = of(Pack::ProwlerGcp).map(|rule| rule.citations.len()).sum();
        assert_eq!(gcp, 95);
    }

    #[test]
    fn aws_rules_bear_on_a_safeguard_that_aws_cites_for_them() {
        // AWS cites the emergency access procedure alone for this one; encrypting a recovery
        // point does not help to obtain it.
        let nominal = ["BACKUP_RECOVERY_POINT_ENCRYPTED"];
        for rule in of(Pack::AwsConfig).filter(|rule| !nominal.contains(&rule.id)) {
            let Some(objective) = rule.objective.map(ObjectiveId::get) else { continue };
            let stated = rule.safeguards();
            let decidable = stated.iter().any(|id| id.get().deciding_edges().next().is_some());
            let shared = objective.edges.iter().any(|edge| stated.contains(&edge.safeguard));
            assert!(
                shared || !decidable,
                "{} cites {:?}, {} bears on none of them",
                rule.id,
                rule.citations,
                objective.id
            );
        }
    }

    #[test]
    fn rules_are_found_by_identifier_and_by_name() {
        for (name, identifier) in [
            ("cloudtrail-enabled", "CLOUD_TRAIL_ENABLED"),
            ("ec2-instance-managed-by-systems-manager", "EC2_INSTANCE_MANAGED_BY_SSM"),
            ("ec2-instances-in-vpc", "INSTANCES_IN_VPC"),
            ("multi-region-cloudtrail-enabled", "MULTI_REGION_CLOUD_TRAIL_ENABLED"),
            ("restricted-common-ports", "RESTRICTED_INCOMING_TRAFFIC"),
            ("restricted-ssh", "INCOMING_SSH_DISABLED"),
            ("encrypted-volumes", "ENCRYPTED_VOLUMES"),
        ] {
            assert_eq!(native_rule(Pack::AwsConfig, name).unwrap().id, identifier);
            assert_eq!(native_rule(Pack::AwsConfig, identifier).unwrap().name, name);
        }
        assert!(native_rule(Pack::AwsConfig, "no-such-rule").is_none());
        assert!(native_rule(Pack::GcpScc, "ENCRYPTED_VOLUMES").is_none());
    }

    #[test]
    fn azure_ids_are_opaque_and_may_stand_in_a_resource_id() {
        let odd = native_rule(Pack::AzurePolicy, "17k78e20-9358-41c9-923c-fb736d382a12").unwrap();
        assert_eq!(odd.objective.unwrap().get().id, "encryption-at-rest");
        let full = "/providers/Microsoft.Authorization/policyDefinitions/\
                    404C3081-A854-4457-AE30-26A93EF643F9";
        let rule = native_rule(Pack::AzurePolicy, full).unwrap();
        assert_eq!(rule.objective.unwrap().get().id, "encryption-in-transit");
    }

    #[test]
    fn parameters_and_containers_are_kept() {
        let ports = native_rule(Pack::AwsConfig, "restricted-common-ports").unwrap();
        assert!(ports.parameters.contains(&("blockedPort3", "3389")));
        let kms = native_rule(Pack::AwsConfig, "iam-inline-policy-blocked-kms-actions").unwrap();
        assert_eq!(kms.parameters, [("blockedActionsPatterns", "kms:*, kms:Decrypt, kms:ReEncrypt*")]);
        let container = native_rule(Pack::SteampipeGcp, "sql_instance_automated_backups_enabled");
        assert_eq!(container.unwrap().safeguards().len(), 5);
    }

    #[test]
    fn checks_that_claim_a_native_rule_serve_its_objective() {
        let mut claims: HashMap<*const NativeRule, Vec<(&str, &str)>> = HashMap::new();
        for (_, check) in registry().checks() {
            for alias in check.aliases {
                let packs: &[Pack] = match alias.tool {
                    Tool::AwsConfig => &[Pack::AwsConfig],
                    Tool::AzurePolicy => &[Pack::AzurePolicy],
                    Tool::Gcp => &[Pack::GcpScc],
                    Tool::Prowler => &[Pack::ProwlerAws, Pack::ProwlerAzure, Pack::ProwlerGcp],
                    Tool::Checkov
                    | Tool::Trivy
                    | Tool::Kics
                    | Tool::KubeLinter
                    | Tool::Hadolint
                    | Tool::CfnGuard => &[],
                };
                for rule in packs.iter().filter_map(|pack| native_rule(*pack, alias.id)) {
                    claims.entry(rule).or_default().push((check.id, check.objective));
                }
            }
        }
        let disagreements: Vec<String> = native_rules()
            .iter()
            .filter_map(|rule| {
                let checks = claims.get(&std::ptr::from_ref(rule))?;
                let objective = rule.objective.map(ObjectiveId::get)?.id;
                let agrees = checks.iter().any(|(_, claimed)| *claimed == objective);
                (!agrees).then(|| format!("{} lands on {objective}, claimed by {checks:?}", rule.id))
            })
            .collect();
        assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    }

    #[test]
    fn an_id_of_a_cloud_that_a_check_claims_is_of_a_pack_or_verified_alone() {
        // Not in the HIPAA packs, but published by the cloud with the meaning of the check.
        let alone = [
            "ALB_HTTP_DROP_INVALID_HEADER_ENABLED",
            "CLOUDFRONT_VIEWER_POLICY_HTTPS",
            "CLOUDWATCH_LOG_GROUP_ENCRYPTED",
            "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
            "SSM_AUTOMATION_BLOCK_PUBLIC_SHARING",
            // API Management services should use a virtual network
            "ef619a2c-cc4d-4d03-b2ba-8c94a834d85b",
            // Web Application Firewall should be enabled for Application Gateway
            "564feb30-bf6a-4854-b4bb-0d2d2d1e6c66",
        ];
        for (_, check) in registry().checks() {
            for alias in check.aliases {
                let (pack, provider) = match alias.tool {
                    Tool::AwsConfig => (Pack::AwsConfig, Provider::Aws),
                    Tool::AzurePolicy => (Pack::AzurePolicy, Provider::Azure),
                    Tool::Gcp => (Pack::GcpScc, Provider::Gcp),
                    Tool::Checkov
                    | Tool::Trivy
                    | Tool::Kics
                    | Tool::Prowler
                    | Tool::KubeLinter
                    | Tool::Hadolint
                    | Tool::CfnGuard => continue,
                };
                for native in alias.types {
                    assert_eq!(Provider::of_terraform_type(native), provider, "{}: {}", check.id, alias.id);
                }
                let rule = native_rule(pack, alias.id).map(|rule| rule.id);
                assert!(
                    rule == Some(alias.id) || (rule.is_none() && alone.contains(&alias.id)),
                    "{}: no rule {} in {}",
                    check.id,
                    alias.id,
                    pack.title()
                );
            }
        }
    }
}
