//! Tests of the terminal UI as a whole: screens, key scripts, places.

mod fixture;

mod screens;
