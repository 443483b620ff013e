//! Screens as people see them.

use super::fixture::screen;

#[test]
fn the_matrix_stands_on_the_first_screen() {
    let text = screen(80, 24).text();
    assert!(text.contains("308(a)(1)(ii)(B)  Risk management") && text.contains("✗ fail 1"), "{text}");
}
