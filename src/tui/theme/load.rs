//! Theme files: a palette of inks and a table of roles, over those of the theme they inherit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use ratatui::style::{Color, Modifier};

use super::color::{READABLE, ansi, contrast, hex, luminance};
use super::file::{File, Paint, RoleLook, Spot};
use super::{AnsiLook, Ink, Look, Role, Theme};

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// The file cannot be read.
    #[error("failed to read {path}: {error}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        error: String,
    },
    /// It is not TOML of the right shape.
    #[error("{path}:{line}: {message}")]
    Shape {
        /// The file.
        path: String,
        /// The line.
        line: u32,
        /// What is wrong, and the way out.
        message: String,
    },
}

/// The themes that come with the program, by name: our own, the default first, then those that people know.
const EMBEDDED: &[(&str, &str)] = &[
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
    ("high-contrast", include_str!("../../../themes/high-contrast.toml")),
    ("high-contrast-light", include_str!("../../../themes/high-contrast-light.toml")),
    ("deuteranopia", include_str!("../../../themes/deuteranopia.toml")),
    ("deuteranopia-light", include_str!("../../../themes/deuteranopia-light.toml")),
    ("tritanopia", include_str!("../../../themes/tritanopia.toml")),
    ("tritanopia-light", include_str!("../../../themes/tritanopia-light.toml")),
    ("mono", include_str!("../../../themes/mono.toml")),
    ("catppuccin-latte", include_str!("../../../themes/catppuccin-latte.toml")),
    ("catppuccin-mocha", include_str!("../../../themes/catppuccin-mocha.toml")),
    ("dracula", include_str!("../../../themes/dracula.toml")),
    ("gruvbox-dark", include_str!("../../../themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../../themes/gruvbox-light.toml")),
    ("nord", include_str!("../../../themes/nord.toml")),
    ("one-dark", include_str!("../../../themes/one-dark.toml")),
    ("rose-pine", include_str!("../../../themes/rose-pine.toml")),
    ("rose-pine-dawn", include_str!("../../../themes/rose-pine-dawn.toml")),
    ("solarized-dark", include_str!("../../../themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../../themes/solarized-light.toml")),
    ("tokyo-night", include_str!("../../../themes/tokyo-night.toml")),
];

/// A theme file's path and text, by the theme's name.
pub(crate) type Texts = BTreeMap<String, (String, String)>;

/// The themes that come with the program. A test reads every one, so none is ever missing.
pub fn embedded() -> Vec<Theme> {
    static READ: LazyLock<Vec<Theme>> = LazyLock::new(|| {
        let none = Texts::new();
        EMBEDDED.iter().filter_map(|(name, text)| parse(name, &own_path(name), text, &none).ok()).collect()
    });
    READ.clone()
}

fn own_path(name: &str) -> String {
    format!("themes/{name}.toml (built in)")
}

/// Every theme there is: those that come with the program, and those of a directory over them.
pub fn themes(directory: Option<&Path>) -> (Vec<Theme>, Vec<ThemeError>) {
    let mut all = embedded();
    let (own, errors) = directory.map(user_themes).unwrap_or_default();
    for theme in own {
        match all.iter_mut().find(|t| t.name == theme.name) {
            Some(slot) => *slot = theme,
            None => all.push(theme),
        }
    }
    (all, errors)
}

/// The themes of a directory: those that can be used, and what is wrong with the others.
pub fn user_themes(directory: &Path) -> (Vec<Theme>, Vec<ThemeError>) {
    let mut texts = Texts::new();
    let mut errors = Vec::new();
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    for path in entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let Some(name) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let shown = path.display().to_string();
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                texts.insert(name.to_owned(), (shown, text));
            }
            Err(error) => errors.push(ThemeError::Read { path: shown, error: error.to_string() }),
        }
    }
    let mut themes = Vec::new();
    for (name, (path, text)) in &texts {
        match parse(name, path, text, &texts) {
            Ok(theme) => themes.push(theme),
            Err(error) => errors.push(error),
        }
    }
    (themes, errors)
}

/// Reads a theme; `inherits` names one of `others` or an embedded one.
pub(crate) fn parse(name: &str, path: &str, text: &str, others: &Texts) -> Result<Theme, ThemeError> {
    let mut chain: Vec<File> = Vec::new();
    let mut seen = vec![(name.to_owned(), others.contains_key(name))];
    let mut next = Some((path.to_owned(), text.to_owned()));
    while let Some((path, text)) = next.take() {
        let file = File::read(&path, &text)?;
        if let Some(parent) = &file.inherits {
            let name = &parent.value;
            // a person's own `dark` may start from ours
            let is_seen = |own: bool| seen.iter().any(|(n, o)| n == name && *o == own);
            let theirs = others.get(name).filter(|_| !is_seen(true));
            let ours = EMBEDDED.iter().find(|(n, _)| n == name).filter(|_| !is_seen(false));
            next = theirs.cloned().or_else(|| ours.map(|(_, t)| (own_path(name), (*t).to_owned())));
            if next.is_none() {
                let known = others.contains_key(name) || EMBEDDED.iter().any(|(n, _)| n == name);
                return Err(parent.error(if known {
                    format!("the theme inherits itself through `{name}`")
                } else {
                    format!("the theme inherits `{name}`, which does not exist{}", nearest(name, others))
                }));
            }
            seen.push((name.clone(), theirs.is_some()));
        }
        chain.push(file);
    }
    let mut whole = File::default();
    for file in chain.into_iter().rev() {
        whole.take_over(file);
    }
    build(name, &whole)
}

fn nearest(name: &str, others: &Texts) -> String {
    let names = EMBEDDED.iter().map(|(n, _)| *n).chain(others.keys().map(String::as_str));
    crate::hipaa::nearest(name, names).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default()
}

fn build(name: &str, file: &File) -> Result<Theme, ThemeError> {
    let mut inks = BTreeMap::new();
    for (key, paint) in &file.palette {
        inks.insert(key.as_str(), ink(key, paint)?);
    }
    let find = |key: &Spot<String>| {
        let own = || hex(&key.value).map(Ink::of);
        inks.get(key.value.as_str()).copied().or_else(own).ok_or_else(|| {
            let near = crate::hipaa::nearest(&key.value, inks.keys().copied());
            let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
            key.error(format!("`{}` is not in the palette and no #rrggbb{near}", key.value))
        })
    };
    let plain = |key: Option<&Spot<String>>, rgb| {
        key.map_or_else(|| Ok(Ink { ansi: Color::Reset, ..Ink::of(rgb) }), find)
    };
    let mut looks = Vec::with_capacity(Role::ALL.len());
    for role in Role::ALL {
        looks.push(match lookup(file, role.id()) {
            Some(look) => resolve(look, &find)?,
            None => Look::default(),
        });
    }
    let mut theme = Theme {
        name: name.to_owned(),
        foreground: plain(file.foreground.as_ref(), (229, 229, 229))?,
        background: plain(file.background.as_ref(), (0, 0, 0))?,
        looks,
        is_light: false,
        contrast: 21.0,
    };
    theme.is_light = luminance(theme.background.rgb) > luminance(theme.foreground.rgb);
    settle(&mut theme);
    Ok(theme)
}

/// The look of a role: its own, else that of the group it is in, else that of plain text.
fn lookup<'a>(file: &'a File, id: &str) -> Option<&'a Spot<RoleLook>> {
    let mut id = id;
    loop {
        if let Some(look) = file.roles.get(id) {
            return Some(look);
        }
        match id.rsplit_once('.') {
            Some((group, _)) => id = group,
            None => return file.roles.get("text"),
        }
    }
}

fn resolve(
    look: &Spot<RoleLook>,
    find: &impl Fn(&Spot<String>) -> Result<Ink, ThemeError>,
) -> Result<Look, ThemeError> {
    let look = &look.value;
    let color = |name: &Option<Spot<String>>| {
        name.as_ref()
            .map(|n| {
                ansi(&n.value).ok_or_else(|| {
                    n.error(format!(
                        "`{}` is none of the sixteen colours, such as `light-red` or `default`",
                        n.value
                    ))
                })
            })
            .transpose()
    };
    let own = match &look.ansi {
        Some(own) => {
            Some(AnsiLook { fg: color(&own.fg)?, bg: color(&own.bg)?, modifiers: modifiers(&own.style)? })
        }
        None => None,
    };
    Ok(Look {
        fg: look.fg.as_ref().map(find).transpose()?,
        bg: look.bg.as_ref().map(find).transpose()?,
        modifiers: modifiers(&look.style)?,
        mono: modifiers(&look.mono)?,
        ansi: own,
    })
}

/// Takes the colours among 256 that keep the contrast, and measures the least contrast there is.
fn settle(theme: &mut Theme) {
    let grounds = theme.grounds();
    let foreground = theme.foreground;
    theme.foreground = foreground.readable_on(&grounds);
    for look in &mut theme.looks {
        let own = look.bg.map(|bg| vec![bg]);
        let under = own.as_ref().unwrap_or(&grounds);
        look.fg = look.fg.map(|fg| fg.readable_on(under));
        // text without a colour of its own lies over a ground of its own, too
        if look.fg.is_some() || own.is_some() {
            let fg = look.fg.unwrap_or(foreground);
            let least = under.iter().map(|g| contrast(fg.rgb, g.rgb)).fold(f64::INFINITY, f64::min);
            theme.contrast = theme.contrast.min(least);
        }
    }
}

impl Theme {
    /// What text may lie on: the screen, the selected line, the bars.
    pub(crate) fn grounds(&self) -> Vec<Ink> {
        let of = |role| self.look(role).bg;
        [Some(self.background), of(Role::Selection), of(Role::Bar)].into_iter().flatten().collect()
    }

    /// Whether all its text can be read.
    pub(crate) fn is_readable(&self) -> bool {
        self.contrast >= READABLE
    }
}

fn ink(key: &str, paint: &Spot<Paint>) -> Result<Ink, ThemeError> {
    let Paint { rgb, cube, ansi: name } = &paint.value;
    let near = hex(rgb).map(Ink::of).ok_or_else(|| {
        paint.error(format!("the colour `{key}` is `{rgb}`; colours are written like `#1a2b3c`"))
    })?;
    let ansi = match name {
        Some(name) => ansi(name).ok_or_else(|| {
            paint.error(format!("`{name}` is none of the sixteen colours, such as `light-red` or `default`"))
        })?,
        None => near.ansi,
    };
    Ok(Ink { cube: cube.unwrap_or(near.cube), by_hand: cube.is_some(), ansi, ..near })
}

fn modifiers(words: &[Spot<String>]) -> Result<Modifier, ThemeError> {
    words.iter().try_fold(Modifier::empty(), |all, word| {
        Ok(all
            | match word.value.as_str() {
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "italic" => Modifier::ITALIC,
                "underlined" => Modifier::UNDERLINED,
                "reversed" => Modifier::REVERSED,
                other => {
                    let known = "bold, dim, italic, underlined and reversed";
                    return Err(word.error(format!("`{other}` is no style; styles are {known}")));
                }
            })
    })
}
