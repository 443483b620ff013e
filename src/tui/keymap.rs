//! Keys and what they do: the action table's defaults, with a person's own keys over them.

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

/// What is wrong with a person's own keys, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key.
    #[error(
        "{at}failed to read the key `{key}`; keys are written like `x`, `G`, `ctrl-p`, `pgdn`, `f5`, and `g m` for one after the other"
    )]
    Unknown {
        /// The place, with a colon and a space; empty for what came from no file.
        at: String,
        /// The text.
        key: String,
    },
    /// No such action.
    #[error("{at}failed to find an action named `{id}`{hint}")]
    Action {
        /// The place.
        at: String,
        /// The name.
        id: String,
        /// The way out.
        hint: String,
    },
    /// Two actions ask for one key.
    #[error(
        "{at}the key `{key}` is asked for by both `{first}` and `{second}`; give one of them another in [keys]"
    )]
    Conflict {
        /// The place.
        at: String,
        /// The key.
        key: String,
        /// The action that had it.
        first: &'static str,
        /// The action that asks for it too.
        second: &'static str,
    },
    /// One key begins another.
    #[error("{at}`{short}` of `{first}` begins `{long}` of `{second}`, which could never be pressed")]
    Hidden {
        /// The place.
        at: String,
        /// The key that comes first.
        short: String,
        /// The action that has it.
        first: &'static str,
        /// The keys that it hides.
        long: String,
        /// The action that has them.
        second: &'static str,
    },
    /// There would be no way out.
    #[error("{at}`quit` must have a key")]
    NoWayOut {
        /// The place.
        at: String,
    },
}

/// A person's own keys for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKeys {
    /// The action's id.
    pub action: String,
    /// The keys it shall have instead of the defaults; keys to be pressed one after the other stand in one text.
    pub keys: Vec<String>,
    /// Where this is written, such as `config.toml:7`; empty for nowhere.
    pub place: String,
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

    /// Whether it can never be part of a text that is typed.
    pub fn is_command(self) -> bool {
        self.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
            || matches!(self.code, KeyCode::F(_))
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
        let unknown = || KeyError::Unknown { at: String::new(), key: text.to_owned() };
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

/// What keys pressed one after the other come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// An action.
    Action(Action),
    /// The beginning of some.
    Begun,
    /// Nothing.
    Nothing,
}

/// Which keys do what.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// In the order of the action table.
    rows: Vec<(Vec<Key>, Action)>,
}

impl Keymap {
    /// The defaults with a person's own keys over them.
    ///
    /// # Errors
    /// With everything that is wrong: no such action or key, keys that two actions ask for or that hide others.
    pub fn new(own: &[OwnKeys]) -> Result<Self, Vec<KeyError>> {
        let at = |own: Option<&OwnKeys>| match own {
            Some(own) if !own.place.is_empty() => format!("{}: ", own.place),
            _ => String::new(),
        };
        let mut errors = Vec::new();
        for own in own.iter().filter(|own| !ACTIONS.iter().any(|r| r.id == own.action)) {
            let near = crate::hipaa::nearest(&own.action, ACTIONS.iter().map(|r| r.id));
            let hint = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            errors.push(KeyError::Action { at: at(Some(own)), id: own.action.clone(), hint });
        }
        let of = |id: &str| own.iter().rev().find(|own| own.action == id);
        let mut map = Self { rows: Vec::new() };
        for row in ACTIONS {
            let own = of(row.id);
            let texts: Vec<&str> = match own {
                Some(own) => own.keys.iter().map(String::as_str).collect(),
                None => row.keys.to_vec(),
            };
            if row.action == Action::Quit && texts.is_empty() {
                errors.push(KeyError::NoWayOut { at: at(own) });
            }
            for text in texts {
                let parsed: Result<Vec<Key>, KeyError> = text.split_whitespace().map(str::parse).collect();
                let Some(keys) = parsed.ok().filter(|keys| !keys.is_empty()) else {
                    errors.push(KeyError::Unknown { at: at(own), key: text.to_owned() });
                    continue;
                };
                if let Some(first) = map.exactly(&keys) {
                    let (first, key) = (first.row().id, text.to_owned());
                    let at = at(own.or_else(|| of(first)));
                    errors.push(KeyError::Conflict { at, key, first, second: row.id });
                    continue;
                }
                map.rows.push((keys, row.action));
            }
        }
        for (short, first) in &map.rows {
            for (long, second) in
                map.rows.iter().filter(|(k, _)| k.len() > short.len() && k.starts_with(short))
            {
                let (first, second) = (first.row().id, second.row().id);
                let at = at(of(first).or_else(|| of(second)));
                errors.push(KeyError::Hidden {
                    at,
                    short: written(short),
                    first,
                    long: written(long),
                    second,
                });
            }
        }
        if errors.is_empty() { Ok(map) } else { Err(errors) }
    }

    /// What keys pressed one after the other come to.
    pub fn find(&self, keys: &[Key]) -> Found {
        match self.exactly(keys) {
            Some(action) => Found::Action(action),
            None if self.after(keys).next().is_some() => Found::Begun,
            None => Found::Nothing,
        }
    }

    /// What a key does by itself.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.exactly(&[key])
    }

    fn exactly(&self, keys: &[Key]) -> Option<Action> {
        self.rows.iter().find(|(k, _)| k == keys).map(|(_, action)| *action)
    }

    fn keys(&self, action: Action) -> impl Iterator<Item = String> + '_ {
        self.rows.iter().filter(move |(_, a)| *a == action).map(|(k, _)| written(k))
    }

    /// What can be pressed after these keys: the rest, and what it does.
    pub fn after<'a>(&'a self, keys: &'a [Key]) -> impl Iterator<Item = (String, Action)> + 'a {
        let longer = move |k: &Vec<Key>| k.len() > keys.len() && k.starts_with(keys);
        self.rows.iter().filter(move |(k, _)| longer(k)).map(|(k, a)| (written(&k[keys.len()..]), *a))
    }

    /// The first keys of an action, as written; empty when it has none.
    pub fn first(&self, action: Action) -> String {
        self.keys(action).next().unwrap_or_default()
    }

    /// All keys of an action, as written.
    pub fn all(&self, action: Action) -> String {
        self.keys(action).collect::<Vec<_>>().join("  ")
    }
}

/// Keys pressed one after the other, as written.
pub(crate) fn written(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        text.split_whitespace().map(|k| k.parse().unwrap()).collect()
    }

    fn own(action: &str, keys: &[&str], place: &str) -> OwnKeys {
        let keys = keys.iter().map(|k| (*k).to_owned()).collect();
        OwnKeys { action: action.to_owned(), keys, place: place.to_owned() }
    }

    fn said(own: &[OwnKeys]) -> Vec<String> {
        Keymap::new(own).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_default_key_prints_as_it_was_written() {
        for key in ACTIONS.iter().flat_map(|r| r.keys) {
            assert_eq!(written(&keys(key)), **key);
        }
        assert!("hyper-x".parse::<Key>().is_err());
        assert!("fx".parse::<Key>().is_err());
        assert_eq!("-".parse::<Key>().unwrap().typed(), Some('-'));
        Keymap::new(&[]).unwrap();
    }

    #[test]
    fn own_keys_replace_the_defaults() {
        let map = Keymap::new(&[own("quit", &["Q", "ctrl-k q"], "")]).unwrap();
        assert_eq!(map.find(&keys("Q")), Found::Action(Action::Quit));
        assert_eq!(map.find(&keys("q")), Found::Nothing);
        assert_eq!(map.find(&keys("ctrl-k")), Found::Begun);
        assert_eq!(map.find(&keys("ctrl-k q")), Found::Action(Action::Quit));
        assert_eq!(map.find(&keys("ctrl-k x")), Found::Nothing);
        assert_eq!(map.after(&keys("ctrl-k")).collect::<Vec<_>>(), [("q".to_owned(), Action::Quit)]);
        assert_eq!(map.all(Action::Quit), "Q  ctrl-k q");
        assert_eq!(Keymap::new(&[own("sort", &[], "")]).unwrap().first(Action::Sort), "");
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        let told = said(&[
            own("quit", &["j"], "config.toml:3"),
            own("fitler", &["F"], "config.toml:4"),
            own("sort", &["hyper-s"], "config.toml:5"),
            own("help", &["g"], "config.toml:6"),
        ]);
        assert!(
            told.iter()
                .any(|t| t.starts_with("config.toml:3: the key `j` is asked for by both `down` and `quit`")),
            "{told:?}"
        );
        assert!(
            told.iter().any(
                |t| t == "config.toml:4: failed to find an action named `fitler`; did you mean `filter`?"
            ),
            "{told:?}"
        );
        assert!(
            told.iter().any(|t| t.starts_with("config.toml:5: failed to read the key `hyper-s`")),
            "{told:?}"
        );
        assert!(told.iter().any(|t| t.starts_with("config.toml:6: `g` of `help` begins `g ")), "{told:?}");
        assert_eq!(said(&[own("quit", &[], "c:1")]), ["c:1: `quit` must have a key"]);
        assert!(said(&[own("quit", &[""], "c:1")])[0].contains("failed to read the key ``"));
    }

    #[test]
    fn shift_is_part_of_a_letter() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), "G".parse().unwrap());
    }
}
