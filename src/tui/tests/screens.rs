//! Screens as people see them.

use super::fixture::screen;

#[test]
fn look() {
    let mut s = screen(80, 24);
    println!("{}", s.text());
    for keys in [
        "n", "enter", "j", "enter", "enter", "x", "esc", "r", "?", "esc", ": `rec`", "esc 2", "3", "4", "5",
        "6", "7", "8",
    ] {
        s.keys(keys).unwrap();
        println!("=== {keys}  {}\n{}", s.place(), s.text());
    }
    let mut s = screen(140, 30);
    println!("{}", s.text());
    s.keys("n enter").unwrap();
    println!("{}", s.text());
    let mut s = screen(50, 12);
    println!("{}", s.text());
}
