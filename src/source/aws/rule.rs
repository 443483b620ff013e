//! Rules of AWS Config: what a rule is called in an account, and what it is.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_config::types::{ConfigRule, Owner};

use crate::hipaa::{Pack, native_rule};

/// The name that a rule was given, without what organisations, conformance packs and Security Hub put around it.
pub(super) fn base_name(name: &str) -> &str {
    let suffix = |text: &str, least: usize| {
        text.len() >= least && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if let Some((base, mark)) = name.rsplit_once("-conformance-pack-")
        && suffix(mark, 6)
    {
        return base;
    }
    for prefix in ["OrgConfigRule-", "securityhub-"] {
        if let Some((base, mark)) = name.strip_prefix(prefix).and_then(|rest| rest.rsplit_once('-'))
            && suffix(mark, 6)
        {
            return base;
        }
    }
    name
}

/// The identifier of the managed rule that has this name by default.
pub(super) fn managed(name: &str) -> Option<&'static str> {
    native_rule(Pack::AwsConfig, base_name(name)).map(|rule| rule.id)
}

/// What the rules of an account and region are, by name.
#[derive(Debug, Default)]
pub(super) struct Rules {
    by_name: HashMap<String, Arc<str>>,
    by_base: HashMap<String, Arc<str>>,
}

impl Rules {
    /// Keeps a rule. A managed rule is its identifier; a custom one is its name.
    pub(super) fn learn(&mut self, rule: &ConfigRule) {
        let Some(name) = rule.config_rule_name() else { return };
        let source = rule.source();
        let identifier = match source.map(|s| (s.owner(), s.source_identifier())) {
            Some((Owner::Aws, Some(identifier))) => identifier,
            _ => base_name(name),
        };
        self.by_base.insert(base_name(name).to_owned(), identifier.into());
        self.by_name.insert(name.to_owned(), identifier.into());
    }

    /// What a rule of this name is. Where the rule itself could not be read (another account's, through an
    /// aggregator), a rule of the same base name here tells, else the default name of a managed rule.
    pub(super) fn identify(&self, name: &str) -> Arc<str> {
        let base = base_name(name);
        let known = self.by_name.get(name).or_else(|| self.by_base.get(base)).cloned();
        known.unwrap_or_else(|| managed(name).unwrap_or(base).into())
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_config::types::Source;

    use super::*;

    fn rule(name: &str, owner: Owner, identifier: &str) -> ConfigRule {
        let source = Source::builder().owner(owner).source_identifier(identifier).build().unwrap();
        ConfigRule::builder().config_rule_name(name).source(source).build()
    }

    #[test]
    fn names_lose_what_was_put_around_them() {
        assert_eq!(base_name("encrypted-volumes"), "encrypted-volumes");
        assert_eq!(base_name("OrgConfigRule-encrypted-volumes-a1b2c3d4"), "encrypted-volumes");
        assert_eq!(base_name("encrypted-volumes-conformance-pack-k3j2h1g0f"), "encrypted-volumes");
        assert_eq!(base_name("securityhub-encrypted-volumes-67cbb1c4"), "encrypted-volumes");
        assert_eq!(base_name("my-conformance-pack-RULE"), "my-conformance-pack-RULE");
    }

    #[test]
    fn identifiers_join_and_custom_rules_keep_their_name() {
        let mut rules = Rules::default();
        rules.learn(&rule("our-ssh-rule", Owner::Aws, "INCOMING_SSH_DISABLED"));
        // a custom rule with a managed rule's name is not that rule
        rules.learn(&rule("encrypted-volumes", Owner::CustomLambda, "arn:aws:lambda:x"));
        assert_eq!(&*rules.identify("our-ssh-rule"), "INCOMING_SSH_DISABLED");
        assert_eq!(&*rules.identify("OrgConfigRule-our-ssh-rule-a1b2c3d4"), "INCOMING_SSH_DISABLED");
        assert_eq!(&*rules.identify("encrypted-volumes"), "encrypted-volumes");
        assert_eq!(&*rules.identify("restricted-ssh-conformance-pack-k3j2h1g0f"), "INCOMING_SSH_DISABLED");
        assert_eq!(&*rules.identify("our-own"), "our-own");
    }
}
