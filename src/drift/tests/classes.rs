//! Every class, and the honesty between them.

use serde_json::json;

use super::*;

const VOLUME: &str = "aws_ebs_volume.a";

fn state(encrypted: bool) -> State {
    State::parse(
        &json!({"version": 4, "resources": [{"mode": "managed", "type": "aws_ebs_volume", "name": "a",
        "instances": [{"attributes": {
            "id": "vol-1", "arn": volume_id(1), "encrypted": encrypted, "availability_zone": "us-east-1a",
            "tags": {"Name": "a"}, "snapshot_id": null, "kms_key_id": null
        }}]}]})
        .to_string(),
    )
    .unwrap()
}

/// A volume that code encrypts and live is not.
fn weakened() -> (Code, Resource) {
    let code = code(&volume("a", "  encrypted = true"));
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    live.set(Key::EncryptedAtRest, Setting::known(false));
    (code, live)
}

#[test]
fn equal_sides_have_no_drift() {
    let code = code(&volume("a", "  encrypted = true\n  size = 8"));
    let report = code.against(vec![code.twin(VOLUME, &volume_id(1), "vol-1")]);
    assert_eq!(report.items, []);
    assert_eq!(report.compared.resources, 1);
    assert!(report.compared.settings > 0 && report.compared.unknown_settings == 0, "{:?}", report.compared);
    assert_eq!(report.pairs[0].matched, Matched::NameTag);
    assert_eq!(report.accounts.len(), 1);
    assert_eq!(report.declared_of(report.pairs[0].live), report.live_of(report.pairs[0].declared));
}

#[test]
fn without_state_a_difference_is_not_blamed_on_a_side() {
    let (code, live) = weakened();
    let report = code.against(vec![live]);
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(brief(item), (Class::Differs, Direction::Weaker, Some(Key::EncryptedAtRest)));
    let setting = item.setting.as_ref().unwrap();
    assert_eq!((setting.declared.as_str(), setting.live.as_str()), ("true", "false"));
    let cited: Vec<_> = item.safeguards.iter().map(|s| s.get().citation).collect();
    assert!(cited.contains(&"164.312(a)(2)(iv)"), "{cited:?}");
    assert!(report.weakens());
}

#[test]
fn state_tells_an_outside_change_from_code_that_is_not_applied() {
    let (code, live) = weakened();
    for (applied, class) in [(true, Class::ChangedOutside), (false, Class::NotApplied)] {
        let (_, report) = code.drift(vec![live.clone()], &[state(applied)], &whole());
        let [item] = &report.items[..] else { panic!("{:?}", report.items) };
        assert_eq!(brief(item), (class, Direction::Weaker, Some(Key::EncryptedAtRest)), "{}", item.reason);
        assert_eq!(report.pairs[0].matched, Matched::StateId);
    }
}

#[test]
fn live_may_be_stronger() {
    let code = code(&volume("a", "  encrypted = false"));
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    live.set(Key::EncryptedAtRest, Setting::known(true));
    let report = code.against(vec![live]);
    assert_eq!(
        report.items.iter().map(brief).collect::<Vec<_>>(),
        [(Class::Differs, Direction::Stronger, Some(Key::EncryptedAtRest))]
    );
    assert!(!report.weakens());
}

#[test]
fn a_security_setting_counts_even_where_code_leaves_it_to_the_platform() {
    let code = code(
        "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  tags = { Name = \"a\" }\n}\n",
    );
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    // what is not watched and not written is the provider's business
    live.set(Key::Source, Setting::known("snap-1"));
    assert_eq!(code.against(vec![live.clone()]).items, []);
    live.set(Key::EncryptedAtRest, Setting::known(true));
    assert_eq!(code.against(vec![live]).items.len(), 1);
}

#[test]
fn what_was_not_collected_is_neither_equal_nor_different() {
    let code = code(&volume("a", "  encrypted = true"));
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    live.set(Key::EncryptedAtRest, Setting::unknown(crate::native::Why::NotCollected("encrypted".into())));
    let report = code.against(vec![live]);
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(brief(item), (Class::CannotBeTold, Direction::Unknown, Some(Key::EncryptedAtRest)));
    assert!(item.reason.starts_with("live: not collected"), "{}", item.reason);
    assert!(report.has_unknowns() && !report.weakens());
    assert_eq!(report.compared.unknown_settings, 1);
}

fn two_buckets() -> Code {
    code(
        "provider \"aws\" {\n  region = \"us-east-1\"\n}\nresource \"aws_s3_bucket\" \"a\" {\n  bucket = \"clinic-a\"\n}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"clinic-b\"\n}\n",
    )
}

/// Buckets have no inventory in every build of the tables, volumes do; the classes are the same for both.
fn two_volumes() -> Code {
    code(&(volume("a", "  encrypted = true") + &volume("b", "  encrypted = true")))
}

#[test]
fn names_are_stable_within_type_account_and_region() {
    let disks = |region: &str| {
        code(&format!(
            "resource \"google_compute_disk\" \"a\" {{\n  name = \"archive\"\n  zone = \"{region}-b\"\n}}\n"
        ))
    };
    let code = disks("us-east1");
    let id = "//compute.googleapis.com/projects/p/zones/us-east1-b/disks/archive";
    let mut live = code.twin("google_compute_disk.a", id, "archive");
    live.scope = Arc::new(Scope { region: "us-east1".into(), ..Scope::clone(&live.scope) });
    assert_eq!(code.against(vec![live.clone()]).pairs[0].matched, Matched::Name);
    let elsewhere = disks("europe-west1").against(vec![live]);
    assert_eq!(elsewhere.pairs, []);
}

#[test]
fn what_is_not_there_is_missing_only_where_it_was_looked_for() {
    let code = code(
        "provider \"google\" {\n  project = \"p\"\n}\nresource \"google_compute_disk\" \"a\" {\n  name = \"archive\"\n}\nresource \"google_compute_disk\" \"b\" {\n  name = \"scratch\"\n}\n",
    );
    let mut live = code.twin(
        "google_compute_disk.b",
        "//compute.googleapis.com/projects/p/zones/z/disks/scratch",
        "scratch",
    );
    live.scope = Arc::new(Scope { account: "p".into(), region: "".into(), ..Scope::clone(&live.scope) });
    let (_, report) = code.drift(vec![live.clone()], &[], &whole());
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(brief(item), (Class::MissingLive, Direction::Neutral, None));
    assert_eq!(item.reason, "not found in p");

    let partly = Readings::new([
        (Provider::Gcp, Reading::Whole),
        (Provider::Gcp, Reading::Partly("denied".to_owned())),
        (Provider::Gcp, Reading::Whole),
    ]);
    let (_, report) = code.drift(vec![live.clone()], &[], &partly);
    assert_eq!(report.items[0].class, Class::CannotBeTold);
    assert!(report.items[0].reason.contains("denied"), "{}", report.items[0].reason);

    let (_, report) = code.drift(vec![live], &[], &Readings::default());
    assert_eq!((report.items.len(), report.pairs.len()), (0, 0));
    assert_eq!(report.unmatched.not_read, [(Provider::Gcp, 2)]);
    assert!(report.has_unknowns());
}

#[test]
fn what_the_state_does_not_hold_was_not_applied_and_what_it_holds_is_missing() {
    let code = two_volumes();
    let live = code.twin("aws_ebs_volume.b", &volume_id(2), "vol-2");
    let (_, report) = code.drift(vec![live.clone()], &[state(true)], &whole());
    let class = |address: &str| {
        let of =
            |i: &&DriftItem| i.declared.is_some_and(|d| *code.resources[d.0 as usize].address == *address);
        report.items.iter().find(of).map(|i| i.class)
    };
    assert_eq!(class(VOLUME), Some(Class::MissingLive));
    assert_eq!(class("aws_ebs_volume.b"), None);
    let (_, report) = code.drift(vec![code.twin(VOLUME, &volume_id(1), "vol-1")], &[state(true)], &whole());
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!((item.class, item.declared), (Class::NotApplied, Some(ResourceId(1))));
}

#[test]
fn another_thing_in_the_place_of_what_was_applied_is_replaced() {
    let code = code(&volume("a", "  encrypted = true"));
    let (_, report) = code.drift(vec![code.twin(VOLUME, &volume_id(9), "vol-9")], &[state(true)], &whole());
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(item.class, Class::Replaced);
    assert!(item.reason.contains("vol-1"), "{}", item.reason);
    assert_eq!(report.pairs[0].matched, Matched::NameTag);
}

#[test]
fn what_nobody_declares_is_unmanaged_in_accounts_in_scope_alone() {
    let code = two_volumes();
    let a = code.twin(VOLUME, &volume_id(1), "vol-1");
    let b = code.twin("aws_ebs_volume.b", &volume_id(2), "vol-2");
    let mut stray = code.twin(VOLUME, &volume_id(3), "vol-3");
    stray.set(Key::Tags, Setting::Default(Datum::Map(Arc::new([]))));
    let mut abroad = stray.clone();
    abroad.scope = Arc::new(Scope { account: "999999999999".into(), ..Scope::clone(&abroad.scope) });
    abroad.address = "arn:aws:ec2:us-east-1:999999999999:volume/vol-4".into();
    let (_, report) = code.drift(vec![a.clone(), b, stray.clone(), abroad], &[], &whole());
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!((item.class, item.live, item.declared), (Class::Unmanaged, Some(ResourceId(4)), None));
    assert_eq!(report.accounts.iter().map(|a| (&*a.account, a.matched)).collect::<Vec<_>>(), [(ACCOUNT, 2)]);

    // where a declared volume was not found for want of a name, the stray one may be it
    let (_, report) = code.drift(vec![a, stray], &[], &whole());
    assert!(report.items.iter().all(|i| i.class == Class::CannotBeTold), "{:?}", report.items);
    assert_eq!(report.items.len(), 2);
}

#[test]
fn several_candidates_on_either_side_cannot_be_told() {
    let code = code(&volume("a", ""));
    let twins = vec![code.twin(VOLUME, &volume_id(1), "vol-1"), code.twin(VOLUME, &volume_id(2), "vol-2")];
    let report = code.against(twins);
    assert_eq!(report.pairs, []);
    assert!(report.items[0].reason.contains("vol-1") && report.items[0].reason.contains("vol-2"));

    let shared = super::code(
        "resource \"google_compute_disk\" \"a\" {\n  name = \"x\"\n}\nresource \"google_compute_disk\" \"b\" {\n  name = \"x\"\n}\n",
    );
    let id = "//compute.googleapis.com/projects/p/zones/z/disks/x";
    let report = shared.against(vec![shared.twin("google_compute_disk.a", id, "x")]);
    assert_eq!((report.pairs.len(), report.items.len()), (0, 2));
    assert!(report.items.iter().all(|i| i.reason.contains("several declared ones")), "{:?}", report.items);
}

#[test]
fn what_is_told_to_be_left_alone_is_a_blind_spot() {
    let code = code(&volume("a", "  encrypted = true\n  lifecycle {\n    ignore_changes = [encrypted]\n  }"));
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    live.set(Key::EncryptedAtRest, Setting::known(false));
    let report = code.against(vec![live]);
    assert_eq!(report.items, []);
    let [spot] = &report.blind_spots[..] else { panic!("{:?}", report.blind_spots) };
    assert_eq!((&*spot.ignored[0], &spot.keys[..]), ("encrypted", &[Key::EncryptedAtRest][..]));
}

#[test]
fn sensitive_values_are_compared_and_never_shown() {
    let code = code(&volume("a", "  encrypted = true"));
    let secret = |text: &str| Setting::Known {
        datum: text.into(),
        at: crate::resource::At::default(),
        sensitive: true,
    };
    let mut estate = code.resources.clone();
    estate[0].set(Key::AdministratorName, secret("first-value"));
    let declared = Code { resources: estate, facts: Facts::default() };
    let with = |text: &str| {
        let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
        live.set(Key::AdministratorName, secret(text));
        declared.against(vec![live])
    };
    assert_eq!(with("first-value").items, []);
    let report = with("other-value");
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(brief(item).0, Class::Differs);
    let said = format!("{report:?}");
    assert!(!said.contains("first-value") && !said.contains("other-value"), "{said}");
    assert_eq!(with(crate::secrets::SECRET).items[0].class, Class::CannotBeTold);
}

#[test]
fn a_reference_is_followed_to_the_counterpart_of_what_it_names() {
    let text = volume("a", "  encrypted = true\n  kms_key_id = aws_ebs_volume.key.arn") + &volume("key", "");
    let code = code(&text);
    let key = code.twin("aws_ebs_volume.key", &volume_id(7), "vol-7");
    let mut live = code.twin(VOLUME, &volume_id(1), "vol-1");
    live.set(Key::CustomerKey, Setting::known(&*volume_id(7)));
    assert_eq!(code.against(vec![live.clone(), key.clone()]).items, []);
    live.set(Key::CustomerKey, Setting::known(&*volume_id(8)));
    let report = code.against(vec![live.clone(), key]);
    let [item] = &report.items[..] else { panic!("{:?}", report.items) };
    assert_eq!(brief(item), (Class::Differs, Direction::Neutral, Some(Key::CustomerKey)));
    // without a counterpart of the key it cannot be told, and it is not called equal
    let report = code.against(vec![live]);
    assert!(report.items.iter().all(|i| i.class == Class::CannotBeTold), "{:?}", report.items);
    assert!(report.items.iter().any(|i| i.setting.as_ref().is_some_and(|s| s.key == Key::CustomerKey)));
}

#[test]
fn a_type_without_an_inventory_is_counted_not_missed() {
    let code = code(
        "resource \"aws_iam_policy_attachment\" \"a\" {\n  name = \"x\"\n  policy_arn = \"arn:aws:iam::aws:policy/AdministratorAccess\"\n}\n",
    );
    let report = code.against(Vec::new());
    assert_eq!(report.items, []);
    assert_eq!(report.unmatched.no_inventory.len(), code.resources.len());
    assert!(!two_buckets().resources.is_empty());
}

#[test]
fn live_configurations_through_the_dialects_equal_the_code_that_made_them() {
    let code = code(
        "provider \"aws\" {\n  region = \"us-east-1\"\n}\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  encrypted = true\n  kms_key_id = \"arn:aws:kms:us-east-1:123456789012:key/1\"\n  size = 8\n  tags = { Name = \"a\", Owner = \"Clinic\" }\n}\n",
    );
    let mut live = crate::testing::live_resource(
        "AWS::EC2::Volume",
        json!({"encrypted": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1", "availabilityZone": "us-east-1a", "size": 8, "volumeType": "gp2", "snapshotId": ""}),
    );
    live.id = volume_id(1).into();
    live.region = "us-east-1".into();
    live.account = ACCOUNT.into();
    live.tags = vec![
        ("Owner".into(), "Clinic".into()),
        ("Name".into(), "a".into()),
        ("aws:cloudformation:stack-id".into(), "x".into()),
    ];
    // whose key it is, only the key itself tells
    let mut key = crate::testing::live_resource("AWS::KMS::Key", json!({"keyManager": "CUSTOMER"}));
    key.id = "arn:aws:kms:us-east-1:123456789012:key/1".into();
    key.region = "us-east-1".into();
    key.account = ACCOUNT.into();
    let estate = crate::testing::live_estate(&[live, key]).into_resources();
    let report = code.against(estate);
    assert_eq!(report.compared.resources, 1);
    // the key is in no code, and nothing else differs
    let classes: Vec<Class> = report.items.iter().map(|i| i.class).collect();
    assert_eq!(classes, [Class::Unmanaged], "{:?}", report.items);
}

#[test]
fn reports_come_in_one_order_whatever_the_order_of_reading() {
    let code = two_volumes();
    let weak = |address: &str, n: u32| {
        let mut live = code.twin(address, &volume_id(n), &format!("vol-{n}"));
        live.set(Key::EncryptedAtRest, Setting::known(false));
        live
    };
    let (a, b) = (weak(VOLUME, 1), weak("aws_ebs_volume.b", 2));
    let one = code.against(vec![a.clone(), b.clone()]);
    let other = code.against(vec![b, a]);
    let addresses = |r: &DriftReport| r.items.iter().map(|i| i.declared).collect::<Vec<_>>();
    assert_eq!(addresses(&one), [Some(ResourceId(0)), Some(ResourceId(1))]);
    assert_eq!(addresses(&one), addresses(&other));
}
