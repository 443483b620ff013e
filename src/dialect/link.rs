//! Brings companion resources to the resources they configure.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Link, Reader, Type, Unlinked, find};
use crate::native::{Mode, NativeResource, Node, Value};
use crate::resource::Resource;
use crate::table::{HashMap, HashSet};

/// Targets by address (instance or whole resource) and by literal name, within one root module.
struct Targets<'a> {
    by_address: HashMap<(&'a str, &'a str), Vec<usize>>,
    by_name: HashMap<(&'a str, &'a str, &'a str), Vec<usize>>,
}

/// The address without the instance key of its last part.
fn without_key(address: &str) -> &str {
    if !address.ends_with(']') {
        return address;
    }
    // a string key may hold brackets, so the opening one is the last that follows the resource's name
    let open = match address.rfind("[\"") {
        Some(i) if address.ends_with("\"]") => Some(i),
        _ => address.rfind('['),
    };
    open.map_or(address, |i| &address[..i])
}

/// Applies every link and returns the companions that found no target. Nothing reaches from one root module into
/// another, so that they are done beside each other.
pub(super) fn apply(natives: &[NativeResource], built: &mut [(usize, Resource)]) -> Vec<Unlinked> {
    let roots: Vec<&[NativeResource]> = natives.chunk_by(|a, b| a.root == b.root).collect();
    let distinct: HashSet<&str> = roots.iter().filter_map(|root| root.first()).map(|n| &*n.root).collect();
    if distinct.len() < roots.len() {
        // the resources of a root do not all stand together
        return apply_within(natives, natives, built);
    }
    let mut parts = Vec::with_capacity(roots.len());
    let (mut rest, mut end) = (built, 0);
    for root in roots {
        end += root.len();
        let (own, others) = rest.split_at_mut(rest.partition_point(|(i, _)| *i < end));
        parts.push((root, own));
        rest = others;
    }
    parts.into_par_iter().flat_map_iter(|(root, own)| apply_within(natives, root, own)).collect()
}

/// Applies the links of the companions in `root` to what was built of it. Positions count in `natives`.
fn apply_within(
    natives: &[NativeResource],
    root: &[NativeResource],
    built: &mut [(usize, Resource)],
) -> Vec<Unlinked> {
    let linking: Vec<(&NativeResource, &'static Type)> = root
        .iter()
        .filter(|n| n.mode == Mode::Managed)
        .filter_map(|n| find(&n.native_type).map(|t| (n, t)))
        .filter(|(_, t)| !t.links.is_empty())
        .collect();
    if linking.is_empty() {
        return Vec::new();
    }
    let targets = index(natives, built, &linking);
    let mut unlinked = Vec::new();
    for (companion, dialect) in linking {
        let reader = Reader::new(companion);
        for link in dialect.links {
            let found = targets.of(natives, built, companion, &reader, link);
            if found.is_empty()
                && dialect.resource.is_none()
                && let Some(wanted) = link.to.first()
            {
                unlinked.push(Unlinked { address: companion.address.clone(), wanted });
            }
            for position in found {
                let (_, resource) = &mut built[position];
                (link.apply)(&reader, resource);
                if !resource.companions.iter().any(|(a, _)| *a == companion.address) {
                    resource.companions.push((companion.address.clone(), companion.span));
                }
            }
        }
    }
    unlinked
}

fn index<'a>(
    natives: &'a [NativeResource],
    built: &[(usize, Resource)],
    linking: &[(&NativeResource, &'static Type)],
) -> Targets<'a> {
    let mut named: HashMap<&str, Vec<&'static str>> = HashMap::default();
    for link in linking.iter().flat_map(|(_, dialect)| dialect.links) {
        for to in link.to {
            let arguments = named.entry(to).or_default();
            arguments
                .extend(link.named.iter().filter(|a| !arguments.contains(a)).copied().collect::<Vec<_>>());
        }
    }
    let mut targets = Targets { by_address: HashMap::default(), by_name: HashMap::default() };
    for (position, (i, _)) in built.iter().enumerate() {
        let native = &natives[*i];
        let Some(arguments) = named.get(&*native.native_type) else { continue };
        let whole = without_key(&native.address);
        targets.by_address.entry((&*native.root, &*native.address)).or_default().push(position);
        if whole != &*native.address {
            targets.by_address.entry((&*native.root, whole)).or_default().push(position);
        }
        for argument in arguments {
            if let Some(Node { value: Value::String(name), .. }) = native.get(argument) {
                targets
                    .by_name
                    .entry((&*native.root, &*native.native_type, name))
                    .or_default()
                    .push(position);
            }
        }
    }
    targets
}

impl Targets<'_> {
    fn of(
        &self,
        natives: &[NativeResource],
        built: &[(usize, Resource)],
        companion: &NativeResource,
        reader: &Reader<'_>,
        link: &Link,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for path in link.by {
            let Some(node) = reader.node(path) else { continue };
            let single;
            let items: &[Node] = if let Some(items) = node.items() {
                items
            } else {
                single = std::slice::from_ref(node);
                single
            };
            for item in items {
                self.add(natives, built, companion, link, item, &mut found);
            }
        }
        found
    }

    fn add(
        &self,
        natives: &[NativeResource],
        built: &[(usize, Resource)],
        companion: &NativeResource,
        link: &Link,
        node: &Node,
        found: &mut Vec<usize>,
    ) {
        let root: &str = &companion.root;
        let fits = |position: &usize| link.to.contains(&&*natives[built[*position].0].native_type);
        let mut referenced = false;
        for reference in node.references() {
            let address: &Arc<str> = &reference.address;
            if let Some(positions) = self.by_address.get(&(root, &**address)) {
                for position in positions.iter().filter(|p| fits(p)) {
                    referenced = true;
                    if !found.contains(position) {
                        found.push(*position);
                    }
                }
            }
        }
        if referenced {
            return;
        }
        if let Value::String(name) = &node.value {
            for to in link.to {
                for position in self.by_name.get(&(root, *to, &**name)).into_iter().flatten() {
                    if !found.contains(position) {
                        found.push(*position);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_key;

    #[test]
    fn instance_keys_are_taken_off_the_last_part_only() {
        assert_eq!(without_key("aws_s3_bucket.b"), "aws_s3_bucket.b");
        assert_eq!(without_key("aws_s3_bucket.b[0]"), "aws_s3_bucket.b");
        assert_eq!(
            without_key(r#"module.m["x"].aws_s3_bucket.b["a[1]"]"#),
            r#"module.m["x"].aws_s3_bucket.b"#
        );
        assert_eq!(without_key(r#"module.m["x"].aws_s3_bucket.b"#), r#"module.m["x"].aws_s3_bucket.b"#);
    }
}
