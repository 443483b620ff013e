//! Keys and what they do: the action table's defaults, with a person's own keys over them.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action};

/// A key with its modifiers, as written in the action table: `ctrl-p`, `enter`, `G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A text that names no key, or a key that is asked for twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key.
    #[error("failed to read the key `{0}`; keys are written like `x`, `G`, `ctrl-p`, `pgdn`, `f5`")]
    Unknown(String),
    /// No such action.
    #[error("failed to find an action named `{0}`")]
    Action(String),
    /// Two actions ask for one key.
    #[error("the key `{key}` is asked for by both `{first}` and `{second}`")]
    Conflict {
        /// The key.
        key: String,
        /// The action that had it.
        first: &'static str,
        /// The action that asks for it too.
        second: &'static str,
    },
}

const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("backspace", KeyCode::Backspace),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
];

impl Key {
    /// The key's code.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// The character it types, unless a modifier other than shift is held.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Whether control is held with this letter.
    pub fn is_ctrl(self, letter: char) -> bool {
        self.code == KeyCode::Char(letter) && self.modifiers == KeyModifiers::CONTROL
    }

    /// The event a terminal would send for it.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        // shift is part of the character: terminals disagree whether they report it beside `G`
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers -= KeyModifiers::SHIFT;
        }
        Self { code: event.code, modifiers }
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(text.to_owned());
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((name, more)) = rest.split_once('-').filter(|(_, more)| !more.is_empty()) {
            modifiers |= match name {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return Err(unknown()),
            };
            rest = more;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => KeyCode::F(rest.strip_prefix('f').and_then(|n| n.parse().ok()).ok_or_else(unknown)?),
            },
        };
        Ok(Self { code, modifiers })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "f{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// Which key does what.
#[derive(Debug, Clone)]
pub struct Keymap {
    actions: HashMap<Key, Action>,
    keys: HashMap<Action, Vec<Key>>,
}

impl Keymap {
    /// The defaults with overrides: each names an action and the keys it shall have instead of its own.
    ///
    /// # Errors
    /// When an override names no action or no key, or two actions ask for one key.
    pub fn new(overrides: &[(String, Vec<String>)]) -> Result<Self, KeyError> {
        for (id, _) in overrides {
            if !ACTIONS.iter().any(|r| r.id == id) {
                return Err(KeyError::Action(id.clone()));
            }
        }
        let mut actions: HashMap<Key, Action> = HashMap::new();
        let mut keys: HashMap<Action, Vec<Key>> = HashMap::new();
        for row in ACTIONS {
            let own = overrides.iter().rev().find(|(id, _)| id == row.id);
            let texts: Vec<&str> = match own {
                Some((_, texts)) => texts.iter().map(String::as_str).collect(),
                None => row.keys.to_vec(),
            };
            for text in texts {
                let key: Key = text.parse()?;
                if let Some(first) = actions.insert(key, row.action) {
                    let first = first.row().id;
                    return Err(KeyError::Conflict { key: text.to_owned(), first, second: row.id });
                }
                keys.entry(row.action).or_default().push(key);
            }
        }
        Ok(Self { actions, keys })
    }

    /// What a key does.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.actions.get(&key).copied()
    }

    /// The keys of an action.
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }

    /// The first key of an action, as written; empty when it has none.
    pub fn first(&self, action: Action) -> String {
        self.keys(action).first().map(Key::to_string).unwrap_or_default()
    }

    /// All keys of an action, as written.
    pub fn all(&self, action: Action) -> String {
        self.keys(action).iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_prints_as_it_was_written() {
        for key in ACTIONS.iter().flat_map(|r| r.keys) {
            assert_eq!(key.parse::<Key>().unwrap().to_string(), **key);
        }
        assert!("hyper-x".parse::<Key>().is_err());
        assert!("fx".parse::<Key>().is_err());
        assert_eq!("-".parse::<Key>().unwrap().typed(), Some('-'));
    }

    #[test]
    fn overrides_replace_and_conflicts_are_told() {
        let of = |id: &str, key: &str| (id.to_owned(), vec![key.to_owned()]);
        let map = Keymap::new(&[of("quit", "Q")]).unwrap();
        assert_eq!(map.action("Q".parse().unwrap()), Some(Action::Quit));
        assert_eq!(map.action("q".parse().unwrap()), None);
        let clash = Keymap::new(&[of("quit", "j")]).unwrap_err();
        assert_eq!(clash.to_string(), "the key `j` is asked for by both `down` and `quit`");
        assert!(matches!(Keymap::new(&[of("fly", "j")]), Err(KeyError::Action(_))));
    }

    #[test]
    fn shift_is_part_of_a_letter() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), "G".parse().unwrap());
    }
}
