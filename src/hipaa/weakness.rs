//! Weaknesses by their CWE number, and topics by the words reporters use, each with the control objective that it is a
//! failure of: where findings of other scanners land that have no check here.

use super::objective::{Objective, objective};

/// CWE numbers by objective. A number stands once. What is a mistake in a program and not in how something is
/// configured (injection, overflow) stands nowhere.
const WEAKNESSES: &[(&str, &[u32])] = &[
    ("encryption-at-rest", &[311, 312, 313, 314, 316, 921]),
    ("encryption-in-transit", &[319, 523, 5]),
    ("tls-policy", &[295, 296, 297, 298, 299, 326, 327, 328, 757, 780, 1240]),
    ("no-embedded-secrets", &[256, 257, 258, 259, 260, 318, 321, 526, 540, 547, 555, 615, 798]),
    ("secret-management", &[522, 1392, 1393]),
    ("key-protection", &[320, 323]),
    ("key-rotation", &[324]),
    (
        "least-privilege",
        &[266, 267, 268, 269, 272, 274, 275, 276, 277, 278, 279, 280, 281, 284, 285, 862, 863, 1220],
    ),
    ("resource-policy", &[732, 942, 1021]),
    ("multi-factor-authentication", &[308, 654]),
    ("password-policy", &[521, 620, 640]),
    ("credential-lifecycle", &[262, 263]),
    ("session-timeout", &[613]),
    ("public-storage", &[219, 530, 538, 552]),
    ("restricted-ingress", &[668, 923, 1327]),
    ("control-plane-audit", &[223, 778]),
    ("log-integrity", &[117, 779]),
    ("image-integrity", &[345, 347, 353, 354, 494, 829, 830]),
    ("workload-hardening", &[243, 250, 271, 400, 653, 693, 770, 1188]),
    ("supported-versions", &[477, 1104, 1329]),
    ("vulnerability-management", &[937, 1035, 1352, 1395]),
    ("data-versioning", &[1258]),
];

/// Words of a reporter's own categories and rule names, the more special first.
const TOPICS: &[(&[&str], &str)] = &[
    (&["secret management"], "secret-management"),
    (&["secret"], "no-embedded-secrets"),
    (&["in-transit", "in transit", "https", "tls", "ssl"], "encryption-in-transit"),
    (&["customer-key", "cmk"], "customer-managed-keys"),
    (&["rotat"], "key-rotation"),
    (&["encrypt"], "encryption-at-rest"),
    (&["flow-log"], "network-flow-logging"),
    (&["retention"], "log-retention"),
    (&["logging", "observability", "audit"], "control-plane-audit"),
    (&["public-ingress", "ingress", "networking and firewall"], "restricted-ingress"),
    (&["egress"], "restricted-egress"),
    (&["public"], "public-address"),
    (&["mfa"], "multi-factor-authentication"),
    (&["password"], "password-policy"),
    (&["policy-wildcards", "no-policy", "privilege", "access control"], "least-privilege"),
    (&["metadata", "imds"], "instance-metadata"),
    (&["versioning"], "data-versioning"),
    (&["backup"], "backup"),
    (&["availability"], "high-availability"),
    (&["supply-chain", "immutable-repository"], "image-integrity"),
    (&["insecure configurations", "resource management"], "workload-hardening"),
];

/// The objective that a weakness is a failure of.
pub fn of_weakness(cwe: u32) -> Option<&'static Objective> {
    let (id, _) = WEAKNESSES.iter().find(|(_, numbers)| numbers.contains(&cwe))?;
    objective(id)
}

/// The objective of a reporter's own category or speaking rule name.
pub fn of_topic(topic: &str) -> Option<&'static Objective> {
    let topic = topic.to_ascii_lowercase();
    let (_, id) = TOPICS.iter().find(|(words, _)| words.iter().any(|word| topic.contains(word)))?;
    objective(id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_names_an_objective_and_no_number_stands_twice() {
        let mut seen = HashSet::new();
        for (id, numbers) in WEAKNESSES {
            assert!(objective(id).is_some(), "{id}");
            assert!(numbers.iter().all(|n| seen.insert(n)), "{id}");
        }
        for (_, id) in TOPICS {
            assert!(objective(id).is_some(), "{id}");
        }
    }

    #[test]
    fn weaknesses_and_topics_lead_to_objectives() {
        assert_eq!(of_weakness(319).unwrap().id, "encryption-in-transit");
        assert_eq!(of_weakness(798).unwrap().id, "no-embedded-secrets");
        assert!(of_weakness(79).is_none(), "an injection is a mistake in a program");
        assert_eq!(of_topic("aws-s3-enable-bucket-encryption").unwrap().id, "encryption-at-rest");
        assert_eq!(of_topic("Secret Management").unwrap().id, "secret-management");
        assert!(of_topic("Best Practices").is_none());
    }
}
