//! Colours at each depth, and the contrast between two.

use std::sync::LazyLock;

use ratatui::style::Color;

use super::Depth;

/// Red, green and blue.
pub(crate) type Rgb = (u8, u8, u8);

/// Contrast below which text is hard to read (WCAG 2, level AA).
pub(crate) const READABLE: f64 = 4.5;

/// A colour as it is at every depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink {
    pub(crate) rgb: Rgb,
    pub(crate) cube: u8,
    /// Whether `cube` was written by hand and not looked for.
    pub(crate) by_hand: bool,
    pub(crate) ansi: Color,
}

/// The sixteen names, with the colours that xterm gives them.
const ANSI: [(&str, Color, Rgb); 16] = [
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
    pub(crate) fn of(rgb: Rgb) -> Self {
        let cube = cube().min_by_key(|i| distance(rgb, cube_rgb(*i))).unwrap_or(16);
        let ansi =
            ANSI.iter().min_by_key(|(_, _, near)| distance(rgb, *near)).map_or(Color::Reset, |(_, c, _)| *c);
        Self { rgb, cube, by_hand: false, ansi }
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

    /// The same ink with the nearest of the 256 colours that can be read on the grounds, where there is one.
    pub(crate) fn readable_on(self, grounds: &[Self]) -> Self {
        let reads =
            |index: u8| grounds.iter().all(|g| contrast(cube_rgb(index), cube_rgb(g.cube)) >= READABLE);
        if self.by_hand || reads(self.cube) {
            return self;
        }
        // lightness has to give way here, so it counts less than the hue
        let wanted = lab(self.rgb);
        let far = |index: u8| {
            let have = CUBE_LAB[usize::from(index - 16)];
            let part = |i: usize| (wanted[i] - have[i]).powi(2);
            part(0) / 4.0 + part(1) + part(2)
        };
        let best = cube().filter(|i| reads(*i)).min_by(|a, b| far(*a).total_cmp(&far(*b)));
        Self { cube: best.unwrap_or(self.cube), ..self }
    }
}

/// The colours of the cube, as they are seen.
static CUBE_LAB: LazyLock<Vec<[f64; 3]>> = LazyLock::new(|| cube().map(|i| lab(cube_rgb(i))).collect());

/// A colour as it is seen: lightness and two axes of hue (CIE L*a*b* under D65).
fn lab(c: Rgb) -> [f64; 3] {
    lab_of([linear(c.0), linear(c.1), linear(c.2)])
}

/// The same of linear light.
pub(crate) fn lab_of([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let bend = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = bend((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.950_47);
    let y = bend(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    let z = bend((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The indices whose colours are the same on every terminal.
fn cube() -> std::ops::RangeInclusive<u8> {
    16..=255
}

/// One of the sixteen by name; `default` is the terminal's own.
pub(crate) fn ansi(name: &str) -> Option<Color> {
    if name == "default" {
        return Some(Color::Reset);
    }
    ANSI.iter().find(|(n, ..)| *n == name).map(|(_, c, _)| *c)
}

/// `#rrggbb`.
pub(crate) fn hex(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some((part(0)?, part(2)?, part(4)?))
}

/// The colour of an index of the 256-colour cube, above the first sixteen.
pub(crate) fn cube_rgb(index: u8) -> Rgb {
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let index = index.saturating_sub(16);
    let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
    (step(index / 36), step(index / 6 % 6), step(index % 6))
}

fn distance(a: Rgb, b: Rgb) -> u32 {
    let part = |x: u8, y: u8, weight: u32| weight * u32::from(x.abs_diff(y)).pow(2);
    part(a.0, b.0, 3) + part(a.1, b.1, 4) + part(a.2, b.2, 2)
}

/// A channel as light, from 0 to 1 (sRGB).
pub(crate) fn linear(v: u8) -> f64 {
    let v = f64::from(v) / 255.0;
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// How bright a colour is, from 0 to 1 (relative luminance of WCAG 2).
pub(crate) fn luminance(c: Rgb) -> f64 {
    0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
}

/// Contrast of two colours, from 1 to 21, by the formula of WCAG 2.
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
