//! A theme file as it is written: every value with its line, so that a mistake is told where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Role;
use super::load::ThemeError;

/// A value and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Spot<T> {
    pub(super) value: T,
    path: String,
    line: u32,
}

impl<T> Spot<T> {
    /// An error at this place.
    pub(super) fn error(&self, message: String) -> ThemeError {
        ThemeError::Shape { path: self.path.clone(), line: self.line, message }
    }
}

/// A colour of the palette.
#[derive(Debug, Clone)]
pub(super) struct Paint {
    pub(super) rgb: String,
    pub(super) cube: Option<u8>,
    pub(super) ansi: Option<String>,
}

/// The look of a role or of a group of roles.
#[derive(Debug, Clone, Default)]
pub(super) struct RoleLook {
    pub(super) fg: Option<Spot<String>>,
    pub(super) bg: Option<Spot<String>>,
    pub(super) style: Vec<Spot<String>>,
    pub(super) mono: Vec<Spot<String>>,
    pub(super) ansi: Option<Box<RoleLook>>,
}

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) inherits: Option<Spot<String>>,
    pub(super) foreground: Option<Spot<String>>,
    pub(super) background: Option<Spot<String>>,
    pub(super) palette: BTreeMap<String, Spot<Paint>>,
    /// By dotted name.
    pub(super) roles: BTreeMap<String, Spot<RoleLook>>,
}

impl File {
    /// Reads a file; `path` is what errors call it.
    pub(super) fn read(path: &str, text: &str) -> Result<Self, ThemeError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = Reader { path, text };
        let table = DeTable::parse(text)
            .map_err(|e| reader.error(e.span().unwrap_or(0..0), e.message().to_owned()))?;
        let mut file = Self::default();
        for (name, value) in table.get_ref() {
            match name.get_ref().as_ref() {
                "inherits" => file.inherits = Some(reader.text(value)?),
                "foreground" => file.foreground = Some(reader.text(value)?),
                "background" => file.background = Some(reader.text(value)?),
                "palette" => {
                    for (key, value) in reader.table(value)? {
                        let paint = reader.paint(value)?;
                        file.palette.insert(key.get_ref().to_string(), reader.spot(key.span(), paint));
                    }
                }
                "roles" => reader.roles("", reader.table(value)?, &mut file.roles)?,
                other => {
                    let message = format!(
                        "a theme has inherits, foreground, background, palette and roles, no `{other}`"
                    );
                    return Err(reader.error(name.span(), message));
                }
            }
        }
        Ok(file)
    }

    /// Puts a child over this file.
    pub(super) fn take_over(&mut self, child: Self) {
        self.foreground = child.foreground.or(self.foreground.take());
        self.background = child.background.or(self.background.take());
        for (key, mut paint) in child.palette {
            if let (None, Some(inherited)) = (&paint.value.ansi, self.palette.get(&key)) {
                paint.value.ansi.clone_from(&inherited.value.ansi);
            }
            self.palette.insert(key, paint);
        }
        // a group that is named replaces what is inherited below it
        self.roles.retain(|id, _| {
            !child
                .roles
                .keys()
                .any(|named| id.strip_prefix(named.as_str()).is_some_and(|r| r.starts_with('.')))
        });
        self.roles.extend(child.roles);
    }
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.text.get(..span.start.min(self.text.len())).unwrap_or(self.text);
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    fn error(&self, span: Range<usize>, message: String) -> ThemeError {
        ThemeError::Shape { path: self.path.to_owned(), line: self.line(&span), message }
    }

    fn spot<T>(&self, span: Range<usize>, value: T) -> Spot<T> {
        Spot { value, path: self.path.to_owned(), line: self.line(&span) }
    }

    fn text(&self, value: &Spanned<DeValue<'_>>) -> Result<Spot<String>, ThemeError> {
        match value.get_ref() {
            DeValue::String(text) => Ok(self.spot(value.span(), text.to_string())),
            _ => Err(self.error(value.span(), "this must be a text in quotes".to_owned())),
        }
    }

    fn texts(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Spot<String>>, ThemeError> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|i| self.text(i)).collect(),
            _ => Err(self.error(value.span(), "this must be a list of texts, such as [\"bold\"]".to_owned())),
        }
    }

    fn table<'v, 'i>(&self, value: &'v Spanned<DeValue<'i>>) -> Result<&'v DeTable<'i>, ThemeError> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.error(value.span(), "this must be a table".to_owned())),
        }
    }

    fn paint(&self, value: &Spanned<DeValue<'_>>) -> Result<Paint, ThemeError> {
        if let DeValue::String(rgb) = value.get_ref() {
            return Ok(Paint { rgb: rgb.to_string(), cube: None, ansi: None });
        }
        let mut paint = Paint { rgb: String::new(), cube: None, ansi: None };
        for (key, value) in self.table(value)? {
            match key.get_ref().as_ref() {
                "rgb" => paint.rgb = self.text(value)?.value,
                "ansi" => paint.ansi = Some(self.text(value)?.value),
                "cube" => {
                    let number = match value.get_ref() {
                        DeValue::Integer(n) => n.as_str().parse().ok().filter(|n: &u8| *n >= 16),
                        _ => None,
                    };
                    let message = "cube must be an index from 16 to 255: those below differ by terminal";
                    paint.cube = Some(number.ok_or_else(|| self.error(value.span(), message.to_owned()))?);
                }
                other => {
                    let message = format!("a colour has rgb, cube and ansi, no `{other}`");
                    return Err(self.error(key.span(), message));
                }
            }
        }
        Ok(paint)
    }

    /// Reads roles and the groups they are in: a key that is no part of a look is a role below.
    fn roles(
        &self,
        group: &str,
        table: &DeTable<'_>,
        into: &mut BTreeMap<String, Spot<RoleLook>>,
    ) -> Result<(), ThemeError> {
        for (key, value) in table {
            let id = if group.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{group}.{}", key.get_ref())
            };
            if !group.is_empty() && PARTS.contains(&key.get_ref().as_ref()) {
                let look = into
                    .entry(group.to_owned())
                    .or_insert_with(|| self.spot(key.span(), RoleLook::default()));
                self.part(&mut look.value, key.get_ref(), value)?;
                continue;
            }
            let known =
                |r: &Role| r.id() == id || r.id().strip_prefix(&id).is_some_and(|r| r.starts_with('.'));
            if !Role::ALL.iter().any(known) {
                let near = crate::hipaa::nearest(&id, Role::ALL.iter().map(|r| r.id()));
                let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
                return Err(self.error(key.span(), format!("there is no role `{id}`{near}")));
            }
            let below = self.table(value)?;
            if below.is_empty() {
                into.insert(id, self.spot(key.span(), RoleLook::default()));
                continue;
            }
            self.roles(&id, below, into)?;
        }
        Ok(())
    }

    fn part(&self, look: &mut RoleLook, name: &str, value: &Spanned<DeValue<'_>>) -> Result<(), ThemeError> {
        match name {
            "fg" => look.fg = Some(self.text(value)?),
            "bg" => look.bg = Some(self.text(value)?),
            "style" => look.style = self.texts(value)?,
            "mono" => look.mono = self.texts(value)?,
            _ => {
                let mut own = RoleLook::default();
                for (key, value) in self.table(value)? {
                    match key.get_ref().as_ref() {
                        part @ ("fg" | "bg" | "style") => self.part(&mut own, part, value)?,
                        other => {
                            let message =
                                format!("a look in sixteen colours has fg, bg and style, no `{other}`");
                            return Err(self.error(key.span(), message));
                        }
                    }
                }
                look.ansi = Some(Box::new(own));
            }
        }
        Ok(())
    }
}

/// The parts of a look.
const PARTS: [&str; 5] = ["fg", "bg", "style", "mono", "ansi"];
