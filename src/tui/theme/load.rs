//! Theme files: a palette of inks and a table of roles, over those of the theme they inherit.

use std::collections::BTreeMap;
use std::path::Path;

use ratatui::style::{Color, Modifier};
use serde::Deserialize;

use super::color::{ansi, hex};
use super::{Ink, Look, Role, Theme};

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// The file cannot be read.
    #[error("failed to read {path}: {error}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// It is not TOML of the right shape.
    #[error("failed to read the theme `{name}`: {message}")]
    Shape {
        /// The theme.
        name: String,
        /// What is wrong.
        message: String,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    inherits: Option<String>,
    #[serde(default)]
    foreground: Option<String>,
    #[serde(default)]
    background: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, Paint>,
    #[serde(default)]
    roles: BTreeMap<String, RoleLook>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Paint {
    Rgb(String),
    Depths { rgb: String, cube: Option<u8>, ansi: Option<String> },
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleLook {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    style: Vec<String>,
    #[serde(default)]
    mono: Vec<String>,
}

/// The themes that come with the program, by name, the default first.
const EMBEDDED: &[(&str, &str)] = &[
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("high-contrast", include_str!("../../../themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../../themes/colour-blind.toml")),
    ("colour-blind-light", include_str!("../../../themes/colour-blind-light.toml")),
    ("mono", include_str!("../../../themes/mono.toml")),
];

/// The themes that come with the program. A test reads every one, so none is ever missing.
pub fn embedded() -> Vec<Theme> {
    EMBEDDED.iter().filter_map(|(name, text)| parse(name, text, &BTreeMap::new()).ok()).collect()
}

/// The themes of a directory: those that can be used, and what is wrong with the others.
pub fn user_themes(directory: &Path) -> (Vec<Theme>, Vec<ThemeError>) {
    let mut texts = BTreeMap::new();
    let mut errors = Vec::new();
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    for path in entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let Some(name) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                texts.insert(name.to_owned(), text);
            }
            Err(error) => errors.push(ThemeError::Read { path: path.display().to_string(), error }),
        }
    }
    let mut themes = Vec::new();
    for (name, text) in &texts {
        match parse(name, text, &texts) {
            Ok(theme) => themes.push(theme),
            Err(error) => errors.push(error),
        }
    }
    (themes, errors)
}

/// Reads a theme; `inherits` names one of `others` or an embedded one.
pub(crate) fn parse(name: &str, text: &str, others: &BTreeMap<String, String>) -> Result<Theme, ThemeError> {
    let shape = |message: String| ThemeError::Shape { name: name.to_owned(), message };
    let mut chain: Vec<File> = Vec::new();
    let mut next = Some(text.to_owned());
    let mut seen = vec![name.to_owned()];
    while let Some(text) = next.take() {
        let file: File = toml::from_str(&text).map_err(|e| shape(e.message().to_owned()))?;
        if let Some(parent) = &file.inherits {
            if seen.contains(parent) {
                return Err(shape(format!("it inherits itself through `{parent}`")));
            }
            let embedded = || EMBEDDED.iter().find(|(n, _)| n == parent).map(|(_, t)| (*t).to_owned());
            next = others.get(parent).cloned().or_else(embedded);
            if next.is_none() {
                return Err(shape(format!("it inherits `{parent}`, which does not exist")));
            }
            seen.push(parent.clone());
        }
        chain.push(file);
    }
    let mut whole = File::default();
    for file in chain.into_iter().rev() {
        whole.foreground = file.foreground.or(whole.foreground);
        whole.background = file.background.or(whole.background);
        whole.palette.extend(file.palette);
        whole.roles.extend(file.roles);
    }
    build(name, &whole).map_err(shape)
}

fn build(name: &str, file: &File) -> Result<Theme, String> {
    let mut inks = BTreeMap::new();
    for (key, paint) in &file.palette {
        inks.insert(key.as_str(), ink(paint).ok_or_else(|| format!("`{key}` is no colour"))?);
    }
    let find = |key: &String| {
        let own = || hex(key).map(Ink::of);
        inks.get(key.as_str()).copied().or_else(own).ok_or_else(|| format!("`{key}` is not in the palette"))
    };
    for id in file.roles.keys() {
        if !Role::ALL.iter().any(|r| r.id() == id) {
            return Err(format!("there is no role `{id}`"));
        }
    }
    let mut looks = Vec::with_capacity(Role::ALL.len());
    for role in Role::ALL {
        let empty = RoleLook::default();
        let look = file.roles.get(role.id()).unwrap_or(&empty);
        looks.push(Look {
            fg: look.fg.as_ref().map(find).transpose()?,
            bg: look.bg.as_ref().map(find).transpose()?,
            modifiers: modifiers(&look.style)?,
            mono: modifiers(&look.mono)?,
        });
    }
    let plain = |key: &Option<String>, rgb| {
        key.as_ref().map_or_else(|| Ok(Ink { rgb, cube: Ink::of(rgb).cube, ansi: Color::Reset }), find)
    };
    Ok(Theme {
        name: name.to_owned(),
        foreground: plain(&file.foreground, (229, 229, 229))?,
        background: plain(&file.background, (0, 0, 0))?,
        looks,
    })
}

fn ink(paint: &Paint) -> Option<Ink> {
    match paint {
        Paint::Rgb(rgb) => hex(rgb).map(Ink::of),
        Paint::Depths { rgb, cube, ansi: name } => {
            let near = Ink::of(hex(rgb)?);
            let ansi = match name {
                Some(name) => ansi(name)?,
                None => near.ansi,
            };
            Some(Ink { cube: cube.unwrap_or(near.cube), ansi, ..near })
        }
    }
}

fn modifiers(words: &[String]) -> Result<Modifier, String> {
    words.iter().try_fold(Modifier::empty(), |all, word| {
        Ok(all
            | match word.as_str() {
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "italic" => Modifier::ITALIC,
                "underlined" => Modifier::UNDERLINED,
                "reversed" => Modifier::REVERSED,
                _ => return Err(format!("`{word}` is no style")),
            })
    })
}
