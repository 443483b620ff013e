//! Light or dark: what the terminal says of the colour it draws on, heard without keeping anybody waiting.
//!
//! The question (OSC 11) goes out before the first frame and is followed by one that every terminal answers (DA1), so
//! that a terminal which does not know the first is found out at once. Keys that come before the answers are keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::theme::luminance;

/// What asks: the colour of the ground, then what the terminal is.
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// Whether `COLORFGBG` (`15;0`, `0;default;15`) says that the terminal is light.
pub(super) fn told(variable: &str) -> Option<bool> {
    let ground: u8 = variable.rsplit(';').next()?.trim().parse().ok()?;
    Some(matches!(ground, 7 | 9..=15))
}

/// Something heard from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    /// A key.
    Key(KeyEvent),
    /// Whether the ground is light.
    Ground(bool),
    /// The last answer.
    End,
}

/// Takes what is whole out of the bytes that came. What may go on is left, unless nothing more came for a while.
pub(super) fn hear(bytes: &mut Vec<u8>, waited: bool) -> Vec<Heard> {
    let mut heard = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
        let Some((used, found)) = one(rest, waited) else { break };
        heard.extend(found);
        at += used.max(1);
    }
    bytes.drain(..at.min(bytes.len()));
    heard
}

/// The first thing in some bytes: how many it takes, and what it is. Nothing while it may go on.
fn one(bytes: &[u8], waited: bool) -> Option<(usize, Option<Heard>)> {
    let key = |code| Some(Heard::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    let all = |found| if waited { Some((bytes.len(), found)) } else { None };
    match bytes {
        [0x1b] | [0x1b, b'O'] => all(key(KeyCode::Esc)),
        [0x1b, b']', rest @ ..] => {
            let bell = rest.iter().position(|b| *b == 0x07).map(|n| (n, 1));
            let string = rest.windows(2).position(|w| w == b"\x1b\\").map(|n| (n, 2));
            let Some((n, end)) = bell.into_iter().chain(string).min() else { return all(None) };
            Some((2 + n + end, answer(&rest[..n])))
        }
        [0x1b, b'[', rest @ ..] => {
            let Some(n) = rest.iter().position(|b| (0x40..=0x7e).contains(b)) else { return all(None) };
            let parameters = &rest[..n];
            let found = match (rest[n], parameters) {
                (b'c', [b'?', ..]) => Some(Heard::End),
                (b'~', [b'1' | b'7', ..]) => key(KeyCode::Home),
                (b'~', [b'4' | b'8', ..]) => key(KeyCode::End),
                (b'~', b"3") => key(KeyCode::Delete),
                (b'~', b"5") => key(KeyCode::PageUp),
                (b'~', b"6") => key(KeyCode::PageDown),
                (last, _) => arrow(last).and_then(key),
            };
            Some((3 + n, found))
        }
        [0x1b, b'O', last, ..] => Some((3, arrow(*last).and_then(key))),
        [0x1b, ..] => Some((1, key(KeyCode::Esc))),
        [b'\r' | b'\n', ..] => Some((1, key(KeyCode::Enter))),
        [b'\t', ..] => Some((1, key(KeyCode::Tab))),
        [0x7f | 0x08, ..] => Some((1, key(KeyCode::Backspace))),
        [control @ 1..=26, ..] => {
            let code = KeyCode::Char(char::from(control + b'a' - 1));
            Some((1, Some(Heard::Key(KeyEvent::new(code, KeyModifiers::CONTROL)))))
        }
        [first, ..] => {
            let length = match first {
                0xc0..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf7 => 4,
                _ => 1,
            };
            if bytes.len() < length {
                return all(None);
            }
            let text = std::str::from_utf8(&bytes[..length]).ok();
            let typed = text.and_then(|t| t.chars().next()).filter(|c| !c.is_control());
            Some((length, typed.map(KeyCode::Char).and_then(key)))
        }
        [] => None,
    }
}

fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        _ => return None,
    })
}

/// The answer to the first question: `11;rgb:ffff/ffff/ffff`, with one to four digits a channel.
fn answer(text: &[u8]) -> Option<Heard> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("11;")?;
    let channels = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"));
    let rgb = match channels {
        Some(channels) => {
            let mut parts = channels.split('/').map(|part| {
                let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1)?;
                let value = u32::from_str_radix(part, 16).ok()?;
                u8::try_from(value.checked_mul(255)? / most.max(1)).ok()
            });
            (parts.next()??, parts.next()??, parts.next()??)
        }
        None => super::theme::hex(text)?,
    };
    Some(Heard::Ground(luminance(rgb) > 0.18))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(bytes: &[u8], waited: bool) -> (Vec<Heard>, Vec<u8>) {
        let mut bytes = bytes.to_vec();
        (hear(&mut bytes, waited), bytes)
    }

    fn key(code: KeyCode) -> Heard {
        Heard::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn the_variable_names_the_ground_last() {
        assert_eq!(told("15;0"), Some(false));
        assert_eq!(told("0;15"), Some(true));
        assert_eq!(told("0;default;7"), Some(true));
        assert_eq!(told("0;default"), None);
        assert_eq!(told(""), None);
    }

    #[test]
    fn answers_are_told_from_keys() {
        let (found, left) = heard(b"j\x1b]11;rgb:fafa/f8f8/f5f5\x1b\\\x1b[?65;1;9c\x1b[B\r", false);
        assert_eq!(
            found,
            [
                key(KeyCode::Char('j')),
                Heard::Ground(true),
                Heard::End,
                key(KeyCode::Down),
                key(KeyCode::Enter)
            ]
        );
        assert!(left.is_empty());
        for dark in [
            &b"\x1b]11;rgb:00/2b/36\x07"[..],
            b"\x1b]11;#1e1e2e\x07",
            b"\x1b]11;rgba:0000/0000/0000/ffff\x07",
        ] {
            assert_eq!(heard(dark, false).0, [Heard::Ground(false)]);
        }
        for nonsense in
            [&b"\x1b]11;rgb:zz/zz/zz\x07"[..], b"\x1b]11;rgb://\x07", b"\x1b]52;c;AAAA\x07", b"\x1b[<0;1;1M"]
        {
            assert_eq!(heard(nonsense, false).0, []);
        }
    }

    #[test]
    fn what_is_cut_waits_for_its_rest() {
        let (found, left) = heard(b"\x1b]11;rgb:ffff/ff", false);
        assert_eq!((found, left.len()), (Vec::new(), 16));
        assert_eq!(heard(b"\x1b", false).0, []);
        assert_eq!(heard(b"\x1b", true).0, [key(KeyCode::Esc)]);
        assert_eq!(heard("é".as_bytes(), false).0, [key(KeyCode::Char('é'))]);
        assert_eq!(heard(&"é".as_bytes()[..1], false).0, []);
    }
}
