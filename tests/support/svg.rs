//! A screen as a picture: SVG with the colours of its theme, still or as a film of several screens.

use std::collections::HashMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const CELL_WIDTH: f32 = 8.4;
const CELL_HEIGHT: f32 = 18.0;
/// Room around the screen.
const MARGIN: f32 = 12.0;
/// Room for the words under a film.
const CAPTION: f32 = 34.0;

/// The colours of the screen that a theme draws on.
#[derive(Clone, Copy)]
pub(crate) struct Ground {
    pub(crate) text: &'static str,
    pub(crate) ground: &'static str,
}

/// Colours of a terminal that has dark or light ones of its own.
pub(crate) const fn ground(is_light: bool) -> Ground {
    if is_light {
        Ground { text: "#1b1f24", ground: "#ffffff" }
    } else {
        Ground { text: "#d7dce2", ground: "#0f1318" }
    }
}

/// What a cell looks like: text, ground, weight and lines.
type Look = (String, String, Modifier);

fn hex(color: Color, fallback: &str) -> String {
    // the sixteen as xterm has them
    let named = match color {
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Black => "#000000",
        Color::Red => "#cd0000",
        Color::Green => "#00cd00",
        Color::Yellow => "#cdcd00",
        Color::Blue => "#0000ee",
        Color::Magenta => "#cd00cd",
        Color::Cyan => "#00cdcd",
        Color::Gray => "#e5e5e5",
        Color::DarkGray => "#7f7f7f",
        Color::LightRed => "#ff0000",
        Color::LightGreen => "#00ff00",
        Color::LightYellow => "#ffff00",
        Color::LightBlue => "#5c5cff",
        Color::LightMagenta => "#ff00ff",
        Color::LightCyan => "#00ffff",
        Color::White => "#ffffff",
        _ => fallback,
    };
    named.to_owned()
}

fn look(cell: &Cell, of: Ground) -> Look {
    let (fg, bg) = (hex(cell.fg, of.text), hex(cell.bg, of.ground));
    if cell.modifier.contains(Modifier::REVERSED) { (bg, fg, cell.modifier) } else { (fg, bg, cell.modifier) }
}

/// Signs that fonts leave gaps in are drawn: the part of the cell they fill, from the left and from the top.
fn filled(symbol: &str) -> Option<(f32, f32, f32, f32)> {
    let c = symbol.chars().next()?;
    let eighths = f32::from(u8::try_from(u32::from(c).wrapping_sub(0x2580)).ok()?);
    Some(match c {
        '█' => (0.0, 0.0, 1.0, 1.0),
        '▀' => (0.0, 0.0, 1.0, 0.5),
        '▁'..='▇' => (0.0, 1.0 - eighths / 8.0, 1.0, eighths / 8.0),
        '▉'..='▏' => (0.0, 0.0, (16.0 - eighths) / 8.0, 1.0),
        _ => return None,
    })
}

/// The lines of a box: which edges of the cell they lead to, from its middle.
fn line(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "─" => "M0 9H8.4",
        "│" => "M4.2 0V18",
        "╭" => "M4.2 18V13Q4.2 9 8.4 9",
        "╮" => "M4.2 18V13Q4.2 9 0 9",
        "╰" => "M4.2 0V5Q4.2 9 8.4 9",
        "╯" => "M4.2 0V5Q4.2 9 0 9",
        _ => return None,
    })
}

fn is_drawn(symbol: &str) -> bool {
    filled(symbol).is_some() || line(symbol).is_some()
}

/// One line of the screen, at the top of the picture.
fn row(buffer: &Buffer, y: u16, of: Ground) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let start = x;
        let style = look(&buffer[(x, y)], of);
        let drawn = is_drawn(buffer[(x, y)].symbol());
        let mut text = String::new();
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            if look(cell, of) != style || is_drawn(cell.symbol()) != drawn {
                break;
            }
            text.push_str(cell.symbol());
            x += u16::try_from(cell.symbol().width().max(1)).unwrap_or(1);
        }
        ground_of(&mut out, start, x - start, &style.1, of);
        if drawn {
            signs(&mut out, &text, start, &style.0);
        } else {
            words(&mut out, &text, start, &style);
        }
    }
    out
}

fn left(column: u16) -> f32 {
    f32::from(column) * CELL_WIDTH
}

fn ground_of(out: &mut String, column: u16, cells: u16, color: &str, of: Ground) {
    if color != of.ground {
        let (x, width) = (left(column), left(cells));
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" width=\"{width:.1}\" height=\"{CELL_HEIGHT:.1}\" fill=\"{color}\"/>"
        );
    }
}

fn signs(out: &mut String, text: &str, column: u16, color: &str) {
    for (sign, column) in text.chars().zip(column..) {
        let (sign, x) = (sign.to_string(), left(column));
        if let Some((dx, dy, w, h)) = filled(&sign) {
            let (x, y) = (x + dx * CELL_WIDTH, dy * CELL_HEIGHT);
            let (w, h) = (w * CELL_WIDTH, h * CELL_HEIGHT);
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"{color}\"/>"
            );
        } else if let Some(path) = line(&sign) {
            let _ = writeln!(
                out,
                "<path transform=\"translate({x:.1})\" d=\"{path}\" stroke=\"{color}\" fill=\"none\"/>"
            );
        }
    }
}

fn words(out: &mut String, text: &str, column: u16, (fg, _, modifier): &Look) {
    if text.trim().is_empty() {
        return;
    }
    // renderers differ over white space, so none is left at the ends and what is inside cannot collapse
    let lead = u16::try_from(text.len() - text.trim_start_matches(' ').len()).unwrap_or(0);
    let written = text.trim_matches(' ').replace(' ', "\u{a0}");
    let mut style = String::new();
    if modifier.contains(Modifier::BOLD) {
        style.push_str(" font-weight=\"bold\"");
    }
    if modifier.contains(Modifier::ITALIC) {
        style.push_str(" font-style=\"italic\"");
    }
    if modifier.contains(Modifier::UNDERLINED) {
        style.push_str(" text-decoration=\"underline\"");
    }
    if modifier.contains(Modifier::DIM) {
        style.push_str(" opacity=\"0.7\"");
    }
    let escaped = written.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let length = left(u16::try_from(written.width()).unwrap_or(0));
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"13.5\" fill=\"{fg}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{escaped}</text>",
        left(column + lead),
    );
}

/// The beginning of a picture of a size.
fn open(columns: u16, rows: u16, below: f32, label: &str, style: &str, of: Ground) -> String {
    let (width, height) =
        (left(columns) + 2.0 * MARGIN, f32::from(rows) * CELL_HEIGHT + 2.0 * MARGIN + below);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{MARGIN} -{MARGIN} {width:.1} {height:.1}\" role=\"img\" aria-label=\"{label}\">\n\
         <style>text{{font:14px ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;white-space:pre}}rect{{shape-rendering:crispEdges}}{style}</style>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\" fill=\"{}\"/>\n",
        of.ground
    )
}

/// A still picture.
pub(crate) fn picture(buffer: &Buffer, name: &str, of: Ground) -> String {
    let area = buffer.area;
    let mut out = open(area.width, area.height, 0.0, &format!("steth: {name}"), "", of);
    for y in 0..area.height {
        let row = row(buffer, y, of);
        if !row.is_empty() {
            let _ =
                writeln!(out, "<g transform=\"translate(0 {:.1})\">\n{row}</g>", f32::from(y) * CELL_HEIGHT);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A screen of a film: what was pressed, what it does, and for how long it is seen.
pub(crate) struct Frame {
    pub(crate) screen: Buffer,
    pub(crate) keys: String,
    pub(crate) words: String,
    pub(crate) seconds: u32,
}

/// A film that runs round and round. A line that is on several screens is in the file once.
pub(crate) fn film(frames: &[Frame], of: Ground) -> String {
    let whole: u32 = frames.iter().map(|f| f.seconds).sum();
    let mut style = String::new();
    let mut begins = 0;
    for (n, frame) in frames.iter().enumerate() {
        let share = |seconds: u32| f64::from(seconds) * 100.0 / f64::from(whole.max(1));
        let (from, to) = (share(begins), share(begins + frame.seconds));
        begins += frame.seconds;
        let before = if n == 0 { String::new() } else { "0%{visibility:hidden}".to_owned() };
        let after = if begins == whole { String::new() } else { format!("{to:.3}%{{visibility:hidden}}") };
        let _ = write!(style, "@keyframes f{n}{{{before}{from:.3}%{{visibility:visible}}{after}}}");
        let at_rest = if n == 0 { "visible" } else { "hidden" };
        let _ = write!(style, ".f{n}{{visibility:{at_rest};animation:f{n} {whole}s step-end infinite}}");
    }
    style.push_str("@media(prefers-reduced-motion){g{animation-play-state:paused}}");
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut definitions = String::new();
    let mut body = String::new();
    for (n, frame) in frames.iter().enumerate() {
        let _ = writeln!(body, "<g class=\"f{n}\">");
        for y in 0..frame.screen.area.height {
            let line = row(&frame.screen, y, of);
            if line.is_empty() {
                continue;
            }
            let next = lines.len();
            let id = *lines.entry(line.clone()).or_insert_with(|| {
                let _ = writeln!(definitions, "<g id=\"l{next}\">\n{line}</g>");
                next
            });
            let _ = writeln!(body, "<use href=\"#l{id}\" y=\"{:.1}\"/>", f32::from(y) * CELL_HEIGHT);
        }
        let y = f32::from(frame.screen.area.height) * CELL_HEIGHT + 26.0;
        let escaped = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "\u{a0}");
        let _ = writeln!(
            body,
            "<text x=\"0\" y=\"{y:.1}\" fill=\"{0}\"><tspan font-weight=\"bold\">{1}</tspan>\u{a0}\u{a0}{2}</text>\n</g>",
            of.text,
            escaped(&frame.keys),
            escaped(&frame.words)
        );
    }
    let area = frames.first().map(|f| f.screen.area).unwrap_or_default();
    let mut out = open(area.width, area.height, CAPTION, "steth: a tour", &style, of);
    let _ = write!(out, "<defs>\n{definitions}</defs>\n{body}</svg>\n");
    out
}
