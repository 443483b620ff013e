//! Live configurations in the dialect's words: what an inventory calls `Encrypted` is what code calls `encrypted`.
//!
//! A [`Shape`] says how a vendor's type is written as the Terraform type of the same thing, so that one dialect reads
//! both sides and drift compares like with like. An argument that a shape does not name is *not collected*, never its
//! default: a shape that says too little gives unknowns, not passes.

mod aws;
mod azure;
mod field;
mod gcp;
mod keys;
mod shape;

pub(in crate::dialect) use field::document;
pub(in crate::dialect) use field::put;
pub use field::{Field, Take};
pub use keys::Keys;
pub use shape::{Companion, Otherwise, Shape, Source};

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::find;
use crate::native::{
    FileId, Files, Lifecycle, LiveResource, LiveVerdict, Mode, NativeResource, NativeService, Node, Object,
    Provider, ProviderConfig, Silence, Span, Value, node_of_json,
};
use crate::resource::{Kind, Resource, Scope, Side};

/// Every shape, by the vendor's type in lower case.
static SHAPES: LazyLock<HashMap<String, &'static Shape>> = LazyLock::new(|| {
    [aws::SHAPES, azure::SHAPES, gcp::SHAPES]
        .into_iter()
        .flatten()
        .flat_map(|service| service.iter())
        .map(|shape| (shape.vendor.to_ascii_lowercase(), shape))
        .collect()
});

/// The shape of a vendor's type, without regard to case.
pub fn shape(vendor_type: &str) -> Option<&'static Shape> {
    SHAPES.get(vendor_type).or_else(|| SHAPES.get(&vendor_type.to_ascii_lowercase())).copied()
}

/// Every shape, sorted by the vendor's type.
pub fn shapes() -> Vec<&'static Shape> {
    let mut all: Vec<_> = SHAPES.values().copied().collect();
    all.sort_by_key(|s| s.vendor);
    all
}

/// The path under which a live resource's configuration is shown.
pub fn path(live: &LiveResource) -> String {
    let mut path = live.provider.id().to_owned();
    for part in [&live.account, &live.region, &live.vendor_type, &live.name] {
        if !part.is_empty() {
            path.push('/');
            path.push_str(part);
        }
    }
    path
}

/// The environments that accounts, subscriptions and projects are, as the configuration says.
pub type Environments = HashMap<(Provider, Arc<str>), Arc<str>>;

/// The path and text of a resource, and what it is made to.
type Made = ((Arc<str>, Arc<str>), Vec<NativeResource>);

/// Live resources as native ones. Each one's configuration is added to `files`, so that what decided a finding is
/// shown as the cloud gave it. A type without a shape keeps its vendor's name and is counted as not understood.
pub fn natives(live: &[LiveResource], files: &mut Files, environments: &Environments) -> Vec<NativeResource> {
    let first = files.len();
    let keys = Keys::of(live);
    let made: Vec<Made> = live
        .par_iter()
        .enumerate()
        .map(|(i, resource)| {
            let file = FileId(u32::try_from(first + i).unwrap_or(u32::MAX));
            let told = (path(resource).into(), resource.configuration.text());
            (told, native(resource, file, &keys, environments))
        })
        .collect();
    let mut all = Vec::with_capacity(live.len());
    for ((path, text), natives) in made {
        files.add_spread(path, text);
        all.extend(natives);
    }
    all
}

/// A resource that no inventory gave and a verdict names: it has a scope and no settings.
pub fn only_judged(verdict: &LiveVerdict) -> Resource {
    let provider = match verdict.service {
        NativeService::AwsConfig | NativeService::SecurityHub => Provider::Aws,
        NativeService::AzurePolicy | NativeService::Defender => Provider::Azure,
        NativeService::SecurityCommandCenter => Provider::Gcp,
    };
    let native_type = shape(&verdict.vendor_type).map_or(&*verdict.vendor_type, |s| s.native);
    let kind = find(native_type).and_then(|t| t.resource).map(|(kind, _)| kind);
    let on_account = verdict.vendor_type.is_empty();
    let kind = kind.unwrap_or(if on_account { Kind::Account } else { Kind::Endpoint });
    let native = NativeResource {
        address: verdict.resource.clone(),
        module: Arc::default(),
        mode: Mode::Managed,
        provider,
        native_type: native_type.into(),
        vendor_type: Some(if on_account { "account".into() } else { verdict.vendor_type.clone() }),
        silence: Silence::NotCollected,
        name: verdict.resource.rsplit(['/', ':']).next().unwrap_or_default().into(),
        root: verdict.account.clone(),
        body: Object::default(),
        span: Span { file: FileId(u32::MAX), line: 0, end_line: 0, column: 0 },
        calls: Arc::new([]),
        provider_config: Arc::default(),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    let scope = Scope {
        provider,
        side: Side::Live,
        account: verdict.account.clone(),
        region: verdict.region.clone(),
        environment: Arc::default(),
    };
    let mut resource = Resource::of(&native, kind, Arc::new(scope));
    // there is no configuration to show
    resource.span = None;
    resource
}

/// One live resource: the thing itself, then its companions.
fn native(
    live: &LiveResource,
    file: FileId,
    keys: &Keys,
    environments: &Environments,
) -> Vec<NativeResource> {
    let (root, last) = node_of_json(&live.configuration.read(), file, 1);
    let span = Span { file, line: 1, end_line: last, column: 1 };
    let base = NativeResource {
        address: live.id.clone(),
        module: Arc::default(),
        mode: Mode::Managed,
        provider: live.provider,
        native_type: live.vendor_type.clone(),
        vendor_type: Some(live.vendor_type.clone()),
        silence: Silence::NotCollected,
        name: live.name.clone(),
        root: live.account.clone(),
        body: Object::default(),
        span,
        calls: Arc::default(),
        provider_config: Arc::new(ProviderConfig {
            region: (!live.region.is_empty()).then(|| Node::at(Value::String(live.region.clone()), span)),
            environment: environments.get(&(live.provider, live.account.clone())).cloned(),
            ..ProviderConfig::default()
        }),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    let Some(shape) = shape(&live.vendor_type) else { return vec![base] };
    let source = Source { resource: live, root: &root, keys, side: Side::Live };
    let mut own = base.clone();
    own.native_type = shape.variant.and_then(|choose| choose(&source)).unwrap_or(shape.native).into();
    if root.is_null() {
        // nothing was read: not even what is left out of it says anything
        return vec![own];
    }
    own.body = shape.body(&source);
    with_companions(own, shape, &source, &base)
}

/// A resource that code declares in a vendor's own words, as the dialect's: the thing itself, then its companions.
/// `base` says all but its arguments, `root` is its configuration, laid out as `shape` reads it.
pub fn declared(
    shape: &Shape,
    base: &NativeResource,
    root: &Node,
    tags: Option<Node>,
) -> Vec<NativeResource> {
    let resource = LiveResource {
        provider: base.provider,
        vendor_type: base.vendor_type.clone().unwrap_or_else(|| shape.vendor.into()),
        id: base.address.clone(),
        name: base.name.clone(),
        account: Arc::default(),
        region: Arc::default(),
        tags: Vec::new(),
        recorded: None,
        configuration: serde_json::Value::Null.into(),
    };
    let keys = Keys::default();
    let source = Source { resource: &resource, root, keys: &keys, side: Side::Declared };
    let mut own = base.clone();
    own.native_type = shape.variant.and_then(|choose| choose(&source)).unwrap_or(shape.native).into();
    own.body = shape.declared_body(&source);
    if source.is_template() {
        for companion in azure::SEPARATE {
            own.body.entry((*companion).into()).or_insert_with(|| source.node(Value::Null));
        }
    }
    if let Some(tags) = tags {
        let name = if base.provider == Provider::Gcp { "labels" } else { "tags" };
        own.body.insert(name.into(), tags);
    }
    with_companions(own, shape, &source, base)
}

/// A resource, then what code keeps in resources of their own.
fn with_companions(
    own: NativeResource,
    shape: &Shape,
    source: &Source<'_>,
    base: &NativeResource,
) -> Vec<NativeResource> {
    let mut natives = vec![own];
    for companion in shape.companions {
        for (place, body) in companion.bodies(source) {
            natives.push(NativeResource {
                native_type: companion.native.into(),
                address: format!("{}#{}{place}", base.address, companion.native).into(),
                body,
                ..base.clone()
            });
        }
    }
    natives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_names_types_of_the_dialect() {
        for shape in shapes() {
            assert!(find(shape.native).is_some(), "{}: no dialect reads {}", shape.vendor, shape.native);
            for companion in shape.companions {
                assert!(
                    find(companion.native).is_some(),
                    "{}: no dialect reads {}",
                    shape.vendor,
                    companion.native
                );
            }
        }
    }

    #[test]
    fn a_vendor_type_stands_once() {
        let tables = [aws::SHAPES, azure::SHAPES, gcp::SHAPES];
        let count: usize = tables.into_iter().flatten().map(|service| service.len()).sum();
        assert_eq!(count, shapes().len());
    }

    /// Checks that the type of a resource answers: nothing in a configuration could be otherwise.
    const TOLD_BY_THE_TYPE: &[(&str, &str)] = &[
        ("AWS::ECR::Repository", "registry-not-public"),
        ("AWS::KinesisVideo::Stream", "stream-encryption"),
        ("compute.googleapis.com/RegionInstanceGroupManager", "managed-group-several-zones"),
    ];

    /// What was not read says nothing: what is left out of it is not the platform's default.
    #[test]
    fn a_configuration_that_is_not_there_passes_no_check() {
        use crate::check::{Verdict, assess, registry};
        use crate::dialect::translate;
        use crate::native::Provider;

        let mut passes = Vec::new();
        for shape in shapes() {
            let provider = match Provider::of_terraform_type(shape.native) {
                Provider::Other => continue,
                provider => provider,
            };
            let live = LiveResource {
                provider,
                vendor_type: shape.vendor.into(),
                id: "larkspur".into(),
                name: "larkspur".into(),
                account: "1".into(),
                region: "us-east-1".into(),
                tags: Vec::new(),
                recorded: None,
                configuration: serde_json::Value::Null.into(),
            };
            let natives = natives(&[live], &mut Files::default(), &Environments::default());
            let estate = translate(&natives, Side::Live).estate;
            for finding in assess(&estate) {
                let check = registry().get(finding.check);
                // Azure and Google Cloud encrypt whatever they keep, and nothing turns it off
                let told = TOLD_BY_THE_TYPE.contains(&(shape.vendor, check.id))
                    || check.objective == "encryption-at-rest" && provider != Provider::Aws;
                if finding.verdict == Verdict::Pass && !told {
                    passes.push(format!("{}: {}", shape.vendor, check.id));
                }
            }
        }
        assert_eq!(passes, Vec::<String>::new());
    }
}
