//! A place prints and parses, whatever names it holds.

use proptest::prelude::*;

use crate::hipaa::{objectives, safeguards};
use crate::tui::{Page, Place, PlaceError, ResourceName, Root};

use super::fixture::check;

fn place() -> impl Strategy<Value = Place> {
    let root = prop_oneof![
        (0..Root::NAMED.len()).prop_map(|i| Root::NAMED[i]),
        (0..safeguards().len()).prop_map(|i| Root::Safeguard(safeguards()[i].id)),
    ];
    let name = ("\\PC{1,30}|[a-z_.\\[\\]\"/@?%]{1,30}", "\\PC{0,12}|[a-z/@?%.]{0,12}");
    (
        root,
        proptest::option::of(0..objectives().len()),
        proptest::option::of(name),
        0..3u8,
        "\\PC{0,20}|[a-z:?%/@ ]{0,20}",
    )
        .prop_map(|(root, objective, name, depth, filter)| {
            let mut place = Place::root(root);
            if matches!(root, Root::Safeguard(_) | Root::Objectives) {
                place.objective = objective.map(|i| objectives()[i].index);
            }
            if place.objective.is_some() || matches!(root, Root::Findings | Root::Resources) {
                place.resource = name.map(|(address, account)| ResourceName {
                    address: address.into(),
                    account: account.into(),
                });
                if place.resource.is_some() && depth > 0 {
                    place.check = Some(check());
                    place.remedy = depth > 1;
                }
            }
            place.filtered(filter)
        })
}

proptest! {
    #[test]
    fn every_place_comes_back_as_it_was_printed(place in place()) {
        let text = place.to_string();
        prop_assert!(!text.chars().any(char::is_control), "{text:?}");
        prop_assert_eq!(text.parse::<Place>().unwrap(), place);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}|[a-z0-9()./?@%]{0,60}") {
        if let Ok(place) = text.parse::<Place>() {
            let printed = place.to_string();
            prop_assert_eq!(printed.parse::<Place>().unwrap(), place);
        }
    }

    #[test]
    fn the_trail_leads_from_home_to_the_place(place in place()) {
        let trail = place.trail();
        prop_assert_eq!(trail.first().map(Place::page), Some(Page::Matrix));
        prop_assert_eq!(trail.last(), Some(&place));
        for pair in trail.windows(2) {
            prop_assert_ne!(&pair[0], &pair[1]);
        }
    }
}

#[test]
fn places_read_as_people_write_them() {
    let of = |text: &str| text.parse::<Place>().unwrap();
    assert_eq!(of("45 CFR § 164.312(A)(2)(iv)").to_string(), "164.312(a)(2)(iv)");
    assert_eq!(of("").page(), Page::Matrix);
    let finding =
        of("164.312(a)(2)(iv)/encryption-at-rest/aws_s3_bucket.logs@infra%2Fprod/block-volume-encryption");
    assert_eq!(finding.page(), Page::Finding);
    let name = finding.resource.clone().unwrap();
    assert_eq!((&*name.address, &*name.account), ("aws_s3_bucket.logs", "infra/prod"));
    assert_eq!(finding.trail().len(), 4);
    assert_eq!(of("findings?status:fail sev:>=high").filter, "status:fail sev:>=high");
}

#[test]
fn what_is_no_place_is_told_why() {
    let error = |text: &str| text.parse::<Place>().unwrap_err();
    assert!(matches!(error("martix"), PlaceError::Root(_)));
    assert!(error("objectives/encryption-at-rst").to_string().contains("did you mean `encryption-at-rest`?"));
    assert!(matches!(error("findings/a.b/no-such-check"), PlaceError::Check(_)));
    assert!(matches!(error("matrix/more"), PlaceError::Trailing(_)));
}
