//! Colours at each depth, and the contrast between two.

use ratatui::style::Color;

use super::Depth;

/// A colour as it is at every depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink {
    pub(crate) rgb: (u8, u8, u8),
    pub(crate) cube: u8,
    pub(crate) ansi: Color,
}

/// The sixteen names, with the colours most terminals give them.
const ANSI: [(&str, Color, (u8, u8, u8)); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("gray", Color::Gray, (229, 229, 229)),
    ("dark-gray", Color::DarkGray, (127, 127, 127)),
    ("light-red", Color::LightRed, (255, 0, 0)),
    ("light-green", Color::LightGreen, (0, 255, 0)),
    ("light-yellow", Color::LightYellow, (255, 255, 0)),
    ("light-blue", Color::LightBlue, (92, 92, 255)),
    ("light-magenta", Color::LightMagenta, (255, 0, 255)),
    ("light-cyan", Color::LightCyan, (0, 255, 255)),
    ("white", Color::White, (255, 255, 255)),
];

impl Ink {
    /// An ink from a 24-bit colour, its nearest neighbours at the lower depths.
    pub(crate) fn of(rgb: (u8, u8, u8)) -> Self {
        let cube = (16..=255).min_by_key(|i| distance(rgb, cube_rgb(*i))).unwrap_or(16);
        let ansi =
            ANSI.iter().min_by_key(|(_, _, near)| distance(rgb, *near)).map_or(Color::Reset, |(_, c, _)| *c);
        Self { rgb, cube, ansi }
    }

    /// The colour to send at a depth.
    pub(crate) fn at(self, depth: Depth) -> Color {
        match depth {
            Depth::Mono => Color::Reset,
            Depth::Ansi16 => self.ansi,
            Depth::Ansi256 => Color::Indexed(self.cube),
            Depth::True => Color::Rgb(self.rgb.0, self.rgb.1, self.rgb.2),
        }
    }
}

/// One of the sixteen by name; `default` is the terminal's own.
pub(crate) fn ansi(name: &str) -> Option<Color> {
    if name == "default" {
        return Some(Color::Reset);
    }
    ANSI.iter().find(|(n, ..)| *n == name).map(|(_, c, _)| *c)
}

/// `#rrggbb`.
pub(crate) fn hex(text: &str) -> Option<(u8, u8, u8)> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some((part(0)?, part(2)?, part(4)?))
}

/// The colour of an index of the 256-colour cube, above the first sixteen.
pub(crate) fn cube_rgb(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let index = index.saturating_sub(16);
    let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
    (step(index / 36), step(index / 6 % 6), step(index % 6))
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let part = |x: u8, y: u8, weight: u32| weight * u32::from(x.abs_diff(y)).pow(2);
    part(a.0, b.0, 3) + part(a.1, b.1, 4) + part(a.2, b.2, 2)
}

/// Contrast of two colours, from 1 to 21, by the formula of WCAG 2 (relative luminance).
#[cfg(test)]
pub(crate) fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |c: (u8, u8, u8)| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
