//! Instances made from a launch template: what they do not say themselves, the template says.

use std::sync::Arc;

use crate::dialect::Reader;
use crate::native::{NativeResource, Node, Why};
use crate::resource::{At, Key, Resource, Setting};
use crate::table::HashMap;

const INSTANCES: &[&str] = &["aws_instance", "aws_spot_instance_request"];

/// What a template can say for its instances.
const KEYS: &[Key] = &[
    Key::MetadataTokens,
    Key::MetadataHopLimit,
    Key::EncryptedAtRest,
    Key::PublicAddress,
    Key::EnhancedMonitoring,
];

/// Takes over from the template what an instance leaves to it. Of a template that is not declared here nothing is known.
pub(in crate::dialect) fn apply(natives: &[NativeResource], built: &mut [(usize, Resource)]) {
    let from_template = |native: &NativeResource| {
        INSTANCES.contains(&&*native.native_type) && Reader::new(native).has("launch_template")
    };
    let instances: Vec<usize> = built
        .iter()
        .enumerate()
        .filter(|(_, (i, _))| natives.get(*i).is_some_and(from_template))
        .map(|(position, _)| position)
        .collect();
    if instances.is_empty() {
        return;
    }
    let templates = Templates::of(natives, built);
    for position in instances {
        let Some(native) = built.get(position).and_then(|(i, _)| natives.get(*i)) else { continue };
        let reader = Reader::new(native);
        let named = ["launch_template.id", "launch_template.name"].iter().find_map(|path| reader.node(path));
        let template = named.and_then(|node| templates.named(native, node));
        let at =
            reader.node("launch_template").map_or(reader.place(), |n| At { origin: n.origin, site: n.site });
        let template = template.and_then(|t| built.get(t)).map(|(_, resource)| resource);
        let companion = template.and_then(|t| Some((t.address.clone(), t.span?)));
        let why = Arc::new(Why::NotCollected("the launch template is not declared here".into()));
        let said: Vec<(Key, Setting)> = KEYS
            .iter()
            .filter_map(|key| match template {
                Some(template) => Some((*key, template.get(*key)?.clone())),
                None => Some((*key, Setting::Unknown { why: why.clone(), at })),
            })
            .collect();
        let Some((_, instance)) = built.get_mut(position) else { continue };
        for (key, setting) in said {
            let is_open = matches!(instance.get(key), Some(Setting::Default(_)));
            if is_open && !matches!(setting, Setting::Default(_)) {
                instance.set(key, setting);
            }
        }
        instance.companions.extend(companion);
    }
}

/// The templates of every root, by address and by name.
struct Templates {
    positions: HashMap<(Arc<str>, Arc<str>), usize>,
}

impl Templates {
    fn of(natives: &[NativeResource], built: &[(usize, Resource)]) -> Self {
        let mut positions = HashMap::default();
        for (position, (i, resource)) in built.iter().enumerate() {
            if &*resource.native_type != "aws_launch_template" {
                continue;
            }
            let Some(native) = natives.get(*i) else { continue };
            positions.insert((native.root.clone(), native.address.clone()), position);
            if let Some(name) = native.get("name").and_then(Node::as_text) {
                positions.insert((native.root.clone(), name), position);
            }
        }
        Self { positions }
    }

    fn named(&self, native: &NativeResource, node: &Node) -> Option<usize> {
        let by = |key: Arc<str>| self.positions.get(&(native.root.clone(), key)).copied();
        node.references().iter().find_map(|r| by(r.address.clone())).or_else(|| by(node.as_text()?))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Verdict::{Fail, Pass, Unknown};
    use crate::testing::{findings, verdict};

    fn code(template: &str, instance: &str) -> String {
        format!(
            "resource \"aws_launch_template\" \"t\" {{\n name = \"portal\"\n {template}\n}}\n\
             resource \"aws_instance\" \"i\" {{\n ami = \"ami-1\"\n {instance}\n}}\n"
        )
    }

    #[test]
    fn an_instance_takes_over_what_it_does_not_say() {
        let required = "metadata_options {\n http_tokens = \"required\"\n }";
        let optional = "metadata_options {\n http_tokens = \"optional\"\n }";
        let by_id = "launch_template {\n id = aws_launch_template.t.id\n }";
        let by_name = "launch_template {\n name = \"portal\"\n }";
        let elsewhere = "launch_template {\n id = \"lt-0abc\"\n }";
        let both = format!("{by_id}\n{optional}");
        for (template, instance, expected) in [
            (required, by_id, Pass),
            (required, by_name, Pass),
            (optional, by_id, Fail),
            ("", by_id, Fail),
            (required, &*both, Fail),
            (required, elsewhere, Unknown),
            (required, "", Fail),
        ] {
            let text = code(template, instance);
            let (_, all) = findings(&text);
            assert!(!all.is_empty());
            assert_eq!(
                verdict(&text, "instance-metadata-tokens", "aws_instance.i"),
                Some(expected),
                "{template} / {instance}"
            );
        }
    }
}
