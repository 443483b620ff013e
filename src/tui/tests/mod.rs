//! Tests of the terminal UI as a whole: screens, key scripts, places, states, and hostile data.

mod fixture;
mod hostile;
mod keys;
mod large;
mod places;
mod screens;
mod states;
mod themes;
mod work;
