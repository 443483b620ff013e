//! What holds of every alias: it is written as its tool writes it, for types of the cloud that it speaks of, and one
//! resource never gets two verdicts under one id.

use std::collections::{BTreeMap, HashSet};

use super::*;

/// Every alias with its check.
fn all() -> impl Iterator<Item = (&'static Check, &'static Alias)> {
    registry().checks().flat_map(|(_, check)| check.aliases.iter().map(move |alias| (check, alias)))
}

/// Whether the text has letters of a UUID at the places of a UUID. One definition of Azure Policy is not hexadecimal.
fn is_uuid(id: &str) -> bool {
    let parts: Vec<usize> = id.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && id.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_lowercase())
}

fn is_screaming(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c == '_' || c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// Whether the tool writes its ids so.
fn is_well_formed(tool: Tool, id: &str) -> bool {
    let number = |text: &str, digits: usize| text.len() >= digits && text.chars().all(|c| c.is_ascii_digit());
    match tool {
        Tool::Checkov => {
            let mut parts = id.splitn(3, '_');
            matches!(parts.next(), Some("CKV" | "CKV2"))
                && matches!(parts.next(), Some("AWS" | "AZURE" | "GCP" | "K8S" | "DOCKER"))
                && parts.next().is_some_and(|n| number(n, 1))
        }
        Tool::Trivy => {
            let mut parts = id.splitn(3, '-');
            parts.next() == Some("AVD")
                && matches!(parts.next(), Some("AWS" | "AZU" | "GCP" | "KSV" | "KCV" | "DS"))
                && parts.next().is_some_and(|n| number(n, 4))
        }
        Tool::Kics => is_uuid(id) && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()),
        Tool::AzurePolicy => is_uuid(id),
        Tool::AwsConfig | Tool::Gcp | Tool::CfnGuard => is_screaming(id),
        Tool::Prowler => id.chars().all(|c| c == '_' || c.is_ascii_digit() || c.is_ascii_lowercase()),
        Tool::KubeLinter => id.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_lowercase()),
        Tool::Hadolint => id.strip_prefix("DL").is_some_and(|n| number(n, 4)),
    }
}

/// Whether an id of the tool can be about a type of this provider.
fn is_of(tool: Tool, id: &str, provider: Provider) -> bool {
    let cloud = match tool {
        Tool::Checkov => id.split('_').nth(1),
        Tool::Trivy => id.split('-').nth(1),
        Tool::AwsConfig => Some("AWS"),
        Tool::AzurePolicy => Some("AZURE"),
        Tool::Gcp => Some("GCP"),
        _ => None,
    };
    match cloud {
        Some("AWS") => provider == Provider::Aws,
        Some("AZURE" | "AZU") => provider == Provider::Azure,
        Some("GCP") => provider == Provider::Gcp,
        Some("K8S" | "KSV" | "KCV") => provider == Provider::Kubernetes,
        _ => true,
    }
}

#[test]
fn an_alias_is_written_as_its_tool_writes_it() {
    for (check, alias) in all() {
        assert!(is_well_formed(alias.tool, alias.id), "{}: {} of {:?}", check.id, alias.id, alias.tool);
        for t in alias.types {
            let provider = Provider::of_terraform_type(t);
            assert!(is_of(alias.tool, alias.id, provider), "{}: {} is not about {t}", check.id, alias.id);
        }
    }
    assert!(!is_well_formed(Tool::Kics, "568a4d22-3517-44a6-a7ad-6a7eed88722G"));
    assert!(!is_well_formed(Tool::Trivy, "AWS-0086") && !is_well_formed(Tool::Checkov, "CKV_AWS_"));
    assert!(!is_of(Tool::Trivy, "AVD-AZU-0012", Provider::Aws));
}

#[test]
fn a_check_claims_an_id_once_for_a_type() {
    for (_, check) in registry().checks() {
        let mut seen = HashSet::new();
        for alias in check.aliases {
            for t in alias.types {
                assert!(seen.insert((alias.tool, alias.id, *t)), "{}: {} twice for {t}", check.id, alias.id);
            }
        }
    }
}

#[test]
fn trivys_ids_are_known_in_the_old_form_and_the_new() {
    let (check, alias) = all().find(|(_, a)| a.tool == Tool::Trivy).unwrap();
    let bare = alias.id.trim_start_matches("AVD-");
    assert_eq!(alias.forms().collect::<Vec<_>>(), [alias.id, bare]);
    for id in [alias.id, bare, &bare.to_ascii_lowercase()] {
        assert!(registry().by_alias(id).iter().any(|c| registry().get(*c).id == check.id), "{id}");
    }
    let other = Alias::checkov("CKV_AWS_1", &["aws_instance"]);
    assert_eq!(other.forms().collect::<Vec<_>>(), ["CKV_AWS_1"]);
}

/// Checks that stand under one id for one type.
fn shared() -> BTreeMap<(&'static str, &'static str), Vec<&'static str>> {
    let mut by = BTreeMap::<_, Vec<_>>::new();
    for (check, alias) in all() {
        for t in alias.types {
            by.entry((alias.id, *t)).or_default().push(check.id);
        }
    }
    by.retain(|_, checks| checks.len() > 1);
    by
}

/// Rules that ask two things of one resource, each of which is a check here: the rule fails where either does.
const TOGETHER: &[(&str, &str)] = &[("AVD-DS-0002", "dockerfile"), ("AVD-DS-0031", "dockerfile")];

#[test]
fn one_id_is_one_verdict_for_a_resource() {
    let shared = shared();
    let other: Vec<_> = shared.iter().filter(|(at, _)| !TOGETHER.contains(at)).collect();
    assert!(other.is_empty(), "claimed twice: {other:?}");
    for at in TOGETHER {
        assert!(shared.contains_key(at), "{at:?} is no longer claimed twice");
    }
}

#[test]
fn a_prowler_id_is_a_check_of_that_provider() {
    let known: HashSet<(&str, &str)> =
        include_str!("reference/prowler.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    for (_, check) in registry().checks() {
        for alias in check.aliases.iter().filter(|a| a.tool == Tool::Prowler) {
            for t in alias.types {
                let provider = match Provider::of_terraform_type(t) {
                    Provider::Aws => "aws",
                    Provider::Azure => "azure",
                    _ => "gcp",
                };
                assert!(
                    known.contains(&(provider, alias.id)),
                    "{}: Prowler has no {} for {t}",
                    check.id,
                    alias.id
                );
            }
        }
    }
}
