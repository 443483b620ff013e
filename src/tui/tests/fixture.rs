//! A small invented estate with findings of every standing, built from the real types.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::check::{Finding, Verdict, registry};
use crate::drift;
use crate::native::{Files, Lifecycle, Mode, NativeResource, Provider, ProviderConfig, Span, Why};
use crate::posture::{
    FindingId, Notice, Parts, Posture, SourceKind, SourceStatus, Waiver, WaiverId, WaiverOrigin, WaiverStatus,
};
use crate::resource::{At, Datum, Estate, Key, Kind, Maybe, Resource, ResourceId, Scope, Setting, Side};
use crate::tui::{Environment, Event, Headless, TuiOptions};

/// The clock of all tests: two hours after the scan.
pub(super) fn clock() -> Timestamp {
    "2026-03-01T11:14:00Z".parse().unwrap()
}

fn scanned() -> Timestamp {
    "2026-03-01T09:14:00Z".parse().unwrap()
}

const MAIN: &str = r#"# storage of the imaging archive
resource "aws_ebs_volume" "archive" {
  availability_zone = "us-east-1a"
  size              = 500
  encrypted         = false

  tags = {
    Environment = "production"
  }
}

resource "aws_ebs_volume" "scratch" {
  availability_zone = "us-east-1a"
  size              = 50
  encrypted         = var.encrypt_scratch
}

resource "aws_ebs_volume" "records" {
  availability_zone = "eu-central-1a"
  size              = 900
  encrypted         = true
  kms_key_id        = aws_kms_key.records.arn
}

# steth:ignore block-volume-encryption holds test images only
resource "aws_ebs_volume" "lab" {
  availability_zone = "eu-central-1a"
  size              = 10
}
"#;

/// A resource of the block volume kind, which every build has a check for.
pub(super) fn volume(
    address: &str,
    region: &str,
    provider: Provider,
    span: Option<Span>,
    encrypted: Setting,
) -> Resource {
    let native = NativeResource {
        address: address.into(),
        module: "".into(),
        mode: Mode::Managed,
        provider,
        native_type: "aws_ebs_volume".into(),
        vendor_type: None,
        silence: crate::native::Silence::Default,
        name: address.rsplit('.').next().unwrap_or(address).into(),
        root: ".".into(),
        body: crate::native::Object::default(),
        span: span.unwrap_or(Span { file: crate::native::FileId(0), line: 1, end_line: 1, column: 1 }),
        calls: Arc::new([]),
        provider_config: Arc::new(ProviderConfig::default()),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    let scope = Scope {
        provider,
        side: Side::Declared,
        account: ".".into(),
        region: region.into(),
        environment: "production".into(),
    };
    let mut resource = Resource::of(&native, Kind::BlockVolume, Arc::new(scope));
    resource.set(Key::EncryptedAtRest, encrypted);
    resource
}

/// The check every build has.
pub(super) fn check() -> crate::check::CheckId {
    registry().find("block-volume-encryption").unwrap()
}

/// One finding a resource, as the check itself would give it.
pub(super) fn findings(estate: &Estate) -> Vec<Finding> {
    let check = check();
    let definition = registry().get(check);
    estate
        .resources()
        .iter()
        .zip(0u32..)
        .map(|(resource, i)| {
            let outcome = (definition.test)(&crate::check::Subject { resource, estate });
            Finding::of(check, ResourceId(i), outcome)
        })
        .collect()
}

/// Four volumes: failing, unknown, passing, waived; a source with something skipped.
pub(super) fn posture() -> Posture {
    let mut files = Files::default();
    let main = files.add("infra/main.tf", MAIN);
    let at = |line: u32, end_line: u32| Span { file: main, line, end_line, column: 1 };
    let known = |on: bool, line: u32| Setting::Known {
        datum: on.into(),
        at: At { origin: Some(at(line, line)), site: Some(at(line, line)) },
        sensitive: false,
    };
    let unknown = Setting::Unknown {
        why: Arc::new(Why::Variable("var.encrypt_scratch".into())),
        at: At { origin: Some(at(15, 15)), site: Some(at(15, 15)) },
    };
    let aws = Provider::Aws;
    let mut resources = vec![
        volume("aws_ebs_volume.archive", "us-east-1", aws, Some(at(2, 10)), known(false, 5)),
        volume("aws_ebs_volume.scratch", "us-east-1", aws, Some(at(12, 16)), unknown),
        volume("aws_ebs_volume.records", "eu-central-1", aws, Some(at(18, 23)), known(true, 21)),
        volume("aws_ebs_volume.lab", "eu-central-1", aws, Some(at(26, 29)), Setting::default(false)),
        volume(
            "module.clinic[\"north\"].aws_ebs_volume.images",
            "",
            Provider::Azure,
            Some(at(2, 10)),
            known(false, 5),
        ),
    ];
    resources[2].set(Key::CustomerKey, Setting::known("aws_kms_key.records"));
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    assert_eq!(findings[0].verdict, Verdict::Fail);
    let waiver = Waiver {
        origin: WaiverOrigin::Comment { form: "steth", span: at(25, 25) },
        ids: vec!["block-volume-encryption".to_owned()],
        reason: "holds test images only".to_owned(),
        expires: Some("2026-12-31".parse().unwrap()),
        status: WaiverStatus::InForce,
    };
    let source = SourceStatus {
        files_read: 1,
        bytes_read: MAIN.len() as u64,
        resources: 7,
        skipped: vec![Notice {
            subject: "infra/old.tf.bak".into(),
            line: 0,
            message: "not configuration".to_owned(),
            hint: String::new(),
        }],
        failed: Vec::new(),
        unavailable: vec![Notice {
            subject: "module.vpc".into(),
            line: 3,
            message: "its source registry/vpc is not downloaded".to_owned(),
            hint: "run terraform init, then scan again".to_owned(),
        }],
        not_understood: vec![("aws_robomaker_fleet".into(), 2)],
        ..SourceStatus::new(SourceKind::Terraform, "infra")
    };
    Posture::new(
        scanned(),
        Parts {
            files,
            estate,
            findings,
            waivers: vec![waiver],
            waived: HashMap::from([(FindingId(3), WaiverId(0))]),
            sources: vec![source],
            ..Parts::default()
        },
    )
}

/// One volume that passes, of a source that was read whole, in code and live.
pub(super) fn good() -> Posture {
    let known = Setting::known(true);
    let resources = vec![volume("aws_ebs_volume.records", "eu-central-1", Provider::Aws, None, known)];
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    let mut drift = drift::compare(drift::Input {
        estate: &estate,
        facts: &drift::Facts::default(),
        states: &[],
        readings: &drift::Readings::new([(Provider::Aws, drift::Reading::Whole)]),
        key: &crate::secrets::DigestKey::new(None, "test"),
    });
    drift.items.clear();
    drift.compared.resources = 1;
    let sources = vec![
        SourceStatus { files_read: 1, resources: 1, ..SourceStatus::new(SourceKind::Terraform, "infra") },
        SourceStatus { as_of: Some(scanned()), ..SourceStatus::new(SourceKind::Aws, "123456789012") },
    ];
    Posture::new(scanned(), Parts { estate, findings, sources, drift: Some(drift), ..Parts::default() })
}

/// Nothing found in a source that could not be read.
pub(super) fn unread() -> Posture {
    let failed = Notice {
        subject: "infra/main.tf".into(),
        line: 12,
        message: "expected `}`".to_owned(),
        hint: "mend it, then scan again".to_owned(),
    };
    let terraform =
        SourceStatus { failed: vec![failed], ..SourceStatus::new(SourceKind::Terraform, "infra") };
    Posture::new(scanned(), Parts { sources: vec![terraform], ..Parts::default() })
}

/// The archive without encryption live, a volume that nobody declares, and one of which nothing can be told.
pub(super) fn drifting() -> Posture {
    let Posture { mut files, estate, .. } = posture();
    let seen = files.add("aws/123456789012/us-east-1/AWS::EC2::Volume/vol-1", "{\n  \"encrypted\": false\n}");
    let tagged = |resource: &mut Resource, tag: &str| {
        let tags = Datum::Map(Arc::new([("Name".into(), Maybe::Known(tag.into()))]));
        resource.set(Key::Tags, Setting::known(tags));
    };
    let live = |n: u32, tag: &str, encrypted: Setting| {
        let span = Span { file: seen, line: 1, end_line: 3, column: 1 };
        let id = format!("arn:aws:ec2:us-east-1:123456789012:volume/vol-{n}");
        let mut resource = volume(&id, "us-east-1", Provider::Aws, Some(span), encrypted);
        resource.vendor_type = Some("AWS::EC2::Volume".into());
        resource.scope = Arc::new(Scope {
            side: Side::Live,
            account: "123456789012".into(),
            ..Scope::clone(&resource.scope)
        });
        tagged(&mut resource, tag);
        resource
    };
    let mut resources = estate.into_resources();
    resources.truncate(2);
    tagged(&mut resources[0], "archive");
    tagged(&mut resources[1], "scratch");
    resources[0].set(Key::EncryptedAtRest, Setting::known(true));
    resources.push(live(1, "archive", Setting::known(false)));
    resources.push(live(2, "scratch", Setting::known(true)));
    resources.push(live(3, "stray", Setting::known(true)));
    let estate = Estate::new(resources);
    let drift = drift::compare(drift::Input {
        estate: &estate,
        facts: &drift::Facts::default(),
        states: &[],
        readings: &drift::Readings::new([(Provider::Aws, drift::Reading::Whole)]),
        key: &crate::secrets::DigestKey::new(None, "test"),
    });
    let findings = findings(&estate);
    let sources = vec![
        SourceStatus::new(SourceKind::Terraform, "infra"),
        SourceStatus { as_of: Some(scanned()), ..SourceStatus::new(SourceKind::Aws, "123456789012") },
    ];
    Posture::new(
        scanned(),
        Parts { files, estate, findings, sources, drift: Some(drift), ..Parts::default() },
    )
}

/// Options with a fixed clock and a terminal of 256 colours.
pub(super) fn options() -> TuiOptions {
    let environment = Environment {
        term: "xterm-256color".to_owned(),
        editor: "vi".to_owned(),
        utf8: true,
        ..Environment::default()
    };
    TuiOptions::plain(environment, clock)
}

/// A screen with the posture on it.
pub(super) fn screen(width: u16, height: u16) -> Headless {
    let mut screen = Headless::new(&options(), width, height).unwrap();
    screen.feed(Event::Posture(Arc::new(posture())));
    screen
}
