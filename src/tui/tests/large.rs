//! Large tables: rows are found off the drawing thread, answer by answer, and the newest request wins.

use std::sync::Arc;

use crate::native::Provider;
use crate::posture::{Parts, Posture};
use crate::resource::{Estate, Setting};
use crate::tui::{Event, Headless};

use super::fixture::{clock, findings, options, volume};

fn screen(size: usize) -> Headless {
    let resources = (0..size)
        .map(|i| {
            let address = format!("aws_ebs_volume.v{i:06}");
            volume(&address, "us-east-1", Provider::Aws, None, Setting::known(i % 10 != 0))
        })
        .collect();
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    let posture = Posture::new(clock(), Parts { estate, findings, ..Parts::default() });
    let mut screen = Headless::new(&options(), 80, 24).unwrap();
    screen.feed(Event::Posture(Arc::new(posture)));
    screen
}

fn count(screen: &Headless) -> String {
    screen.text().lines().nth(2).unwrap().split_whitespace().last().unwrap().to_owned()
}

#[test]
fn what_is_searched_stays_on_the_screen_until_the_answer() {
    let mut s = screen(30_000);
    s.keys("4").unwrap();
    assert_eq!(count(&s), "30,000");
    s.hold_rows();
    s.keys("/ `v00012`").unwrap();
    assert!(s.text().contains("aws_ebs_volume.v000000"), "{}", s.text());
    assert_eq!(count(&s), "…/30,000");
    s.release_rows();
    assert_eq!(count(&s), "10/30,000");
    assert!(s.text().contains("aws_ebs_volume.v000120"), "{}", s.text());
}

#[test]
fn the_last_row_is_one_key_away_and_order_is_kept() {
    let mut s = screen(30_000);
    s.keys("4 s s S home").unwrap();
    assert_eq!(&*s.selected().unwrap().resource.unwrap().address, "aws_ebs_volume.v029999");
    s.keys("G").unwrap();
    assert_eq!(&*s.selected().unwrap().resource.unwrap().address, "aws_ebs_volume.v000000");
    s.keys("/ `status:fail` enter G").unwrap();
    assert_eq!(count(&s), "3,000/30,000");
}

#[test]
fn failing_items_are_found_among_many() {
    let mut s = screen(30_000);
    s.keys("4 / `v0299` enter n").unwrap();
    let address = s.selected().unwrap().resource.unwrap().address.to_string();
    assert_eq!(address, "aws_ebs_volume.v029910");
}
