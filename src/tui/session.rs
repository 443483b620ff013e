//! What is kept between runs: bookmarks, and for each directory where one was and how it looked. Private, and left out
//! altogether when it is not wanted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::hipaa::{Family, safeguard};

use super::model::{Base, Column, Dimension, Fold, Level, Model, Sort};
use super::place::Place;

/// The form of the file. Another form is left alone.
const SCHEMA: &str = "steth.state/1";
/// Most directories that are remembered, most bookmarks, and the longest file that is read.
const MOST_SESSIONS: usize = 100;
const MOST_BOOKMARKS: usize = 500;
const LONGEST: u64 = 1 << 20;

/// Where the state is kept, and under which name this run's session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFile {
    /// The file.
    pub path: PathBuf,
    /// The directory that is looked at.
    pub directory: String,
}

impl StateFile {
    /// The file in the platform's state directory (its data directory where it has none) for a directory that is
    /// looked at; nothing where the platform names no place.
    pub fn of(directory: &Path) -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "steth")?;
        let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
        Some(Self { path: folder.join("state.json"), directory: directory.display().to_string() })
    }
}

/// Where one was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The way down, each with its order and what was selected.
    trail: Vec<Step>,
    theme: String,
    dimension: String,
    folded: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    split: Option<[u16; 2]>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Step {
    place: String,
    sort: String,
    reversed: bool,
    selected: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    schema: String,
    bookmarks: Vec<String>,
    /// By directory.
    sessions: BTreeMap<String, Session>,
    /// Directories, the one last left at the end.
    recent: Vec<String>,
}

fn read(path: &Path) -> Result<State, String> {
    let told = |why: String| format!("failed to read {}: {why}; it is left as it is", path.display());
    let text = match fs::metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Ok(State { schema: SCHEMA.to_owned(), ..State::default() });
        }
        Err(e) => return Err(told(e.to_string())),
        Ok(meta) if meta.len() > LONGEST => return Err(told("it is too long".to_owned())),
        Ok(_) => fs::read_to_string(path).map_err(|e| told(e.to_string()))?,
    };
    let state: State = serde_json::from_str(&text).map_err(|e| told(e.to_string()))?;
    if state.schema == SCHEMA { Ok(state) } else { Err(told("it is of another version".to_owned())) }
}

/// Bookmarks and the session of the directory.
///
/// # Errors
/// When the file cannot be read, in words.
pub(crate) fn load(file: &StateFile) -> Result<(Vec<Place>, Option<Session>), String> {
    let mut state = read(&file.path)?;
    let bookmarks = state.bookmarks.iter().filter_map(|b| b.parse().ok()).take(MOST_BOOKMARKS).collect();
    Ok((bookmarks, state.sessions.remove(&file.directory)))
}

fn change(file: &StateFile, change: impl FnOnce(&mut State)) -> Result<(), String> {
    let mut state = read(&file.path)?;
    change(&mut state);
    write(&file.path, &state).map_err(|e| format!("failed to keep the state in {}: {e}", file.path.display()))
}

/// Keeps bookmarks.
///
/// # Errors
/// When the file cannot be written, in words.
pub(crate) fn keep_bookmarks(file: &StateFile, places: &[Place]) -> Result<(), String> {
    change(file, |state| {
        state.bookmarks = places.iter().take(MOST_BOOKMARKS).map(ToString::to_string).collect();
    })
}

/// Keeps where one is.
///
/// # Errors
/// When the file cannot be written, in words.
pub(crate) fn keep_session(file: &StateFile, session: Session) -> Result<(), String> {
    change(file, |state| {
        state.sessions.insert(file.directory.clone(), session);
        state.recent.retain(|d| *d != file.directory);
        state.recent.push(file.directory.clone());
        let gone = state.recent.len().saturating_sub(MOST_SESSIONS);
        for directory in state.recent.drain(..gone) {
            state.sessions.remove(&directory);
        }
    })
}

/// Written beside its place and moved there, readable by its owner alone.
fn write(path: &Path, state: &State) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut make = fs::DirBuilder::new();
    make.recursive(true);
    let mut open = fs::OpenOptions::new();
    open.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        make.mode(0o700);
        open.mode(0o600);
    }
    make.create(folder)?;
    let partial = path.with_extension(format!("{}.partial", std::process::id()));
    let text = serde_json::to_vec_pretty(state)?;
    let written = open
        .open(&partial)
        .and_then(|mut f| f.write_all(&text).and_then(|()| f.sync_all()))
        .and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

fn fold_word(fold: Fold) -> String {
    match fold {
        Fold::Family(family) => family.word().to_owned(),
        Fold::Standard(id) => id.get().citation.to_owned(),
    }
}

fn fold_of(word: &str) -> Option<Fold> {
    let family = Family::ALL.into_iter().find(|f| f.word() == word).map(Fold::Family);
    family.or_else(|| safeguard(word).map(|s| Fold::Standard(s.id)))
}

impl Session {
    /// Where a model is.
    pub(crate) fn of(model: &Model) -> Self {
        let step = |level: &Level| Step {
            place: level.place.to_string(),
            sort: level.sort.column.map_or("", Column::id).to_owned(),
            reversed: level.sort.reversed,
            selected: model.target(level, level.cursor).map(|p| p.to_string()).unwrap_or_default(),
        };
        let names = |list: &Vec<Column>| list.iter().map(|c| c.id().to_owned()).collect();
        Self {
            trail: model.levels.iter().map(step).collect(),
            // a theme that follows the terminal is not kept: the next terminal may be another
            theme: if model.theme_of_ground.is_none() { model.theme().name.clone() } else { String::new() },
            dimension: model.dimension.field().word().to_owned(),
            folded: model.folded.iter().map(|f| fold_word(*f)).collect(),
            columns: model.columns.iter().map(|(base, list)| ((*base).to_owned(), names(list))).collect(),
            split: Some(model.split),
        }
    }

    /// The looks: everything but the place.
    pub(crate) fn dress(&self, model: &mut Model, keep_theme: bool) {
        if let Some(theme) = model.themes.iter().position(|t| t.name == self.theme)
            && !keep_theme
        {
            model.theme = theme;
            model.theme_of_ground = None;
        }
        if let Some(d) = Dimension::ALL.into_iter().find(|d| d.field().word() == self.dimension) {
            model.dimension = d;
        }
        model.folded = self.folded.iter().filter_map(|word| fold_of(word)).collect();
        for (base, names) in &self.columns {
            let Some(base) = Base::of_id(base) else { continue };
            let list: Vec<Column> = names.iter().filter_map(|id| Column::of_id(base, id)).collect();
            if !list.is_empty() {
                model.columns.insert(base.id(), list);
            }
        }
        if let Some([matrix, other]) = self.split {
            model.split = [matrix.clamp(25, 80), other.clamp(25, 80)];
        }
    }

    /// The levels one was at, where their places still parse; nothing where they do not lead from home.
    pub(crate) fn levels(&self) -> Vec<Level> {
        let level = |step: &Step| -> Option<Level> {
            let place: Place = step.place.parse().ok()?;
            let mut level = Level::new(place);
            let column = level.base().and_then(|base| Column::of_id(base, &step.sort));
            level.sort = Sort { column, reversed: step.reversed };
            level.selected_place = step.selected.parse().ok().filter(|_| !step.selected.is_empty());
            Some(level)
        };
        self.trail.iter().map(level).collect::<Option<Vec<_>>>().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path) -> StateFile {
        StateFile { path: folder.join("inner").join("state.json"), directory: "/estate".to_owned() }
    }

    #[test]
    fn bookmarks_and_sessions_come_back_and_are_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        assert_eq!(load(&file).unwrap(), (Vec::new(), None));
        assert!(!file.path.exists(), "reading makes nothing");
        let place: Place = "findings?status:fail".parse().unwrap();
        keep_bookmarks(&file, std::slice::from_ref(&place)).unwrap();
        let session = Session { theme: "light".to_owned(), ..Session::default() };
        keep_session(&file, session.clone()).unwrap();
        assert_eq!(load(&file).unwrap(), (vec![place], Some(session)));
        let elsewhere = StateFile { directory: "/other".to_owned(), ..file.clone() };
        assert_eq!(load(&elsewhere).unwrap().1, None);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&file.path), 0o600);
            assert_eq!(mode(file.path.parent().unwrap()), 0o700);
        }
    }

    #[test]
    fn a_broken_or_foreign_file_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        fs::create_dir_all(file.path.parent().unwrap()).unwrap();
        for text in ["{ broken", "{\"schema\": \"steth.state/9\"}"] {
            fs::write(&file.path, text).unwrap();
            assert!(load(&file).unwrap_err().contains("left as it is"));
            assert!(keep_bookmarks(&file, &[]).is_err());
            assert_eq!(fs::read_to_string(&file.path).unwrap(), text);
        }
    }

    #[test]
    fn only_so_many_directories_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..MOST_SESSIONS + 3 {
            let file = StateFile { directory: format!("/d{n}"), ..file(folder.path()) };
            keep_session(&file, Session::default()).unwrap();
        }
        let state = read(&file(folder.path()).path).unwrap();
        assert_eq!(state.sessions.len(), MOST_SESSIONS);
        assert!(!state.sessions.contains_key("/d0") && state.sessions.contains_key("/d102"));
    }
}
