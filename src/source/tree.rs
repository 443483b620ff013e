//! Where files come from: a directory on disk, or files held in memory that behave the same.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::overrides::{Override, OverrideBuilder};

use super::gauge::Gauge;

/// The files a source may read. Paths are `/`-separated, relative to the working directory where possible, and
/// normalised: `""` is the working directory itself.
#[derive(Debug, Clone)]
pub struct Tree {
    starts: Vec<String>,
    place: Place,
    globs: Override,
    gauge: Arc<Gauge>,
}

/// A glob of `--include` or `--exclude` that is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlobError {
    /// The glob.
    pub glob: String,
    /// What is wrong with it.
    pub message: String,
}

#[derive(Debug, Clone)]
enum Place {
    Disk { base: PathBuf, real_starts: Vec<PathBuf> },
    Memory(BTreeMap<String, Arc<[u8]>>),
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// The file is larger than the bound, in bytes.
    TooLarge {
        /// Size of the file.
        size: u64,
        /// The bound.
        limit: u64,
    },
    /// A directory, a device or a pipe.
    NotAFile,
    /// Reading was stopped before it came to this file.
    Stopped,
    /// The operating system's message.
    Io(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file"),
            Self::TooLarge { size, limit } => write!(f, "{size} bytes, over the bound of {limit}"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::Stopped => f.write_str("it was stopped before this was read"),
            Self::Io(message) => f.write_str(message),
        }
    }
}

impl Tree {
    /// Files and directories on disk; relative paths are taken from `base`, the working directory.
    pub fn disk(base: &Path, paths: &[PathBuf]) -> Self {
        let mut starts: Vec<String> = paths.iter().map(|p| relative_to(base, p)).collect();
        if starts.is_empty() {
            starts.push(String::new());
        }
        starts.sort();
        starts.dedup();
        let real_starts = starts
            .iter()
            .filter_map(|start| {
                let path = base.join(if start.is_empty() { "." } else { start });
                let directory = if path.is_file() { path.parent()?.to_path_buf() } else { path };
                directory.canonicalize().ok()
            })
            .collect();
        let place = Place::Disk { base: base.to_path_buf(), real_starts };
        Self { starts, place, globs: Override::empty(), gauge: Arc::default() }
    }

    /// Files held in memory.
    pub fn memory<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (normalise(&path.into()), Arc::from(bytes.into())))
            .collect();
        Self {
            starts: vec![String::new()],
            place: Place::Memory(files),
            globs: Override::empty(),
            gauge: Arc::default(),
        }
    }

    /// The same files, scanned from these paths instead of from the top.
    pub fn scanning<P: Into<String>>(mut self, starts: impl IntoIterator<Item = P>) -> Self {
        self.starts = starts.into_iter().map(|s| normalise(&s.into())).collect();
        self.starts.sort();
        self.starts.dedup();
        self
    }

    /// The same files, of which a walk finds only those that one of the `include` globs matches, where there are any,
    /// and none that an `exclude` glob matches. Globs are those of `.gitignore`, taken from the working directory.
    pub fn filtering(mut self, include: &[String], exclude: &[String]) -> Result<Self, GlobError> {
        let mut builder = OverrideBuilder::new(self.base().unwrap_or(Path::new("")));
        for (glob, is_included) in include.iter().map(|g| (g, true)).chain(exclude.iter().map(|g| (g, false)))
        {
            // a mark of the negation in front would turn the meaning round
            let plain = glob.trim_start_matches('!');
            let written = if is_included { plain.to_owned() } else { format!("!{plain}") };
            let refused = |e: ignore::Error| GlobError { glob: glob.clone(), message: e.to_string() };
            builder.add(&written).map_err(refused)?;
        }
        self.globs =
            builder.build().map_err(|e| GlobError { glob: String::new(), message: e.to_string() })?;
        Ok(self)
    }

    pub(super) const fn globs(&self) -> &Override {
        &self.globs
    }

    /// The paths the scan was asked for.
    pub fn starts(&self) -> &[String] {
        &self.starts
    }

    /// The directory on disk that relative paths are taken from; `None` in memory.
    pub fn base(&self) -> Option<&Path> {
        match &self.place {
            Place::Disk { base, .. } => Some(base),
            Place::Memory(_) => None,
        }
    }

    pub(super) fn memory_files(&self) -> Option<impl Iterator<Item = &String>> {
        match &self.place {
            Place::Memory(files) => Some(files.keys()),
            Place::Disk { .. } => None,
        }
    }

    /// The path as the operating system takes it.
    pub(super) fn on_disk(&self, path: &str) -> PathBuf {
        match self.base() {
            // globs and ignore files compare with the base, so that no `.` may stand between
            Some(base) if path.is_empty() && !base.as_os_str().is_empty() => base.to_path_buf(),
            Some(base) => base.join(if path.is_empty() { "." } else { path }),
            None => PathBuf::from(if path.is_empty() { "." } else { path }),
        }
    }

    /// Whether a path lies in one of the scanned directories, after symbolic links are resolved.
    pub fn contains(&self, path: &str) -> bool {
        let lexical = self.starts.iter().any(|start| {
            let directory = if self.is_file(start) { parent(start) } else { start };
            within(directory, path)
        });
        match &self.place {
            Place::Memory(_) => lexical,
            Place::Disk { real_starts, .. } => match self.on_disk(path).canonicalize() {
                Ok(real) => real_starts.iter().any(|start| real.starts_with(start)),
                Err(_) => lexical,
            },
        }
    }

    /// Whether the path is a regular file.
    pub fn is_file(&self, path: &str) -> bool {
        match &self.place {
            Place::Disk { .. } => self.on_disk(path).is_file(),
            Place::Memory(files) => files.contains_key(path),
        }
    }

    /// Whether the path is a directory.
    pub fn is_dir(&self, path: &str) -> bool {
        match &self.place {
            Place::Disk { .. } => self.on_disk(path).is_dir(),
            Place::Memory(files) => {
                path.is_empty() || files.keys().any(|file| within(path, file) && file != path)
            }
        }
    }

    /// Names of the files directly in a directory, sorted. Symbolic links to files are among them.
    pub fn list(&self, directory: &str) -> Vec<String> {
        let mut names: Vec<String> = match &self.place {
            Place::Disk { .. } => {
                let Ok(entries) = std::fs::read_dir(self.on_disk(directory)) else { return Vec::new() };
                entries
                    .filter_map(Result::ok)
                    .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
                    .filter_map(|entry| entry.file_name().into_string().ok())
                    .collect()
            }
            Place::Memory(files) => files
                .keys()
                .filter(|file| parent(file) == directory)
                .map(|file| file.rsplit('/').next().unwrap_or(file).to_owned())
                .collect(),
        };
        names.sort();
        names
    }

    /// Every file below a directory, relative to it, sorted, at most `limit` of them. Links are not followed.
    pub fn list_below(&self, directory: &str, limit: usize) -> Vec<String> {
        let mut found = Vec::new();
        if let Place::Memory(files) = &self.place {
            let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
            found.extend(files.keys().filter_map(|f| f.strip_prefix(&prefix)).map(str::to_owned).take(limit));
        } else {
            let mut pending = vec![String::new()];
            while let Some(relative) = pending.pop() {
                let Ok(entries) = std::fs::read_dir(self.on_disk(&join(directory, &relative))) else {
                    continue;
                };
                for entry in entries.filter_map(Result::ok) {
                    let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
                        continue;
                    };
                    let path = if relative.is_empty() { name } else { format!("{relative}/{name}") };
                    if kind.is_dir() {
                        pending.push(path);
                    } else if kind.is_file() && found.len() < limit {
                        found.push(path);
                    }
                }
            }
        }
        found.sort();
        found
    }

    /// At most this many bytes from the beginning of a file; none where it cannot be read.
    pub(super) fn beginning(&self, path: &str, limit: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        match &self.place {
            Place::Memory(files) => {
                let limit = usize::try_from(limit).unwrap_or(usize::MAX);
                bytes.extend(files.get(path).into_iter().flat_map(|b| b.iter()).take(limit));
            }
            Place::Disk { .. } => {
                if let Ok(file) = File::open(self.on_disk(path)) {
                    // what was read before an error still tells the format
                    let _ = file.take(limit).read_to_end(&mut bytes);
                }
            }
        }
        bytes
    }

    /// How far reading is; it can be stopped there.
    pub const fn gauge(&self) -> &Arc<Gauge> {
        &self.gauge
    }

    /// The bytes of a file of at most `limit` bytes.
    pub fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        if self.gauge.is_stopped() {
            return Err(ReadError::Stopped);
        }
        let bytes = self.read_whole(path, limit)?;
        self.gauge.read(bytes.len());
        Ok(bytes)
    }

    fn read_whole(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        match &self.place {
            Place::Memory(files) => match files.get(path) {
                None => Err(ReadError::NotFound),
                Some(bytes) if bytes.len() as u64 > limit => {
                    Err(ReadError::TooLarge { size: bytes.len() as u64, limit })
                }
                Some(bytes) => Ok(bytes.to_vec()),
            },
            Place::Disk { .. } => {
                let path = self.on_disk(path);
                let io = |error: std::io::Error| match error.kind() {
                    std::io::ErrorKind::NotFound => ReadError::NotFound,
                    _ => ReadError::Io(error.to_string()),
                };
                // The kind is asked for before opening: opening a pipe would block.
                let meta = std::fs::metadata(&path).map_err(io)?;
                if !meta.is_file() {
                    return Err(ReadError::NotAFile);
                }
                if meta.len() > limit {
                    return Err(ReadError::TooLarge { size: meta.len(), limit });
                }
                let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
                File::open(&path).map_err(io)?.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
                if bytes.len() as u64 > limit {
                    return Err(ReadError::TooLarge { size: bytes.len() as u64, limit });
                }
                Ok(bytes)
            }
        }
    }
}

/// `path` below `base`, both normalised; an absolute or upward path replaces or climbs as a shell would.
pub(crate) fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') || base.is_empty() {
        normalise(path)
    } else {
        normalise(&format!("{base}/{path}"))
    }
}

/// The directory part; empty for a bare name.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// Whether `path` is `directory` or lies below it, by name alone.
pub(crate) fn within(directory: &str, path: &str) -> bool {
    if directory.is_empty() {
        return !path.starts_with('/') && path != ".." && !path.starts_with("../");
    }
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `.` and `..` resolved by name, `/` between parts, no `./` in front.
pub(crate) fn normalise(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                _ if absolute => {}
                _ => parts.push(".."),
            },
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    if absolute { format!("/{joined}") } else { joined }
}

fn relative_to(base: &Path, path: &Path) -> String {
    let path = if path.is_absolute() { path.strip_prefix(base).unwrap_or(path) } else { path };
    let mut text = String::new();
    for component in path.components() {
        match component {
            Component::RootDir => text.push('/'),
            other => {
                if !text.is_empty() && !text.ends_with('/') {
                    text.push('/');
                }
                text.push_str(&other.as_os_str().to_string_lossy());
            }
        }
    }
    normalise(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalised_by_name() {
        assert_eq!(normalise("./a/../b//c/."), "b/c");
        assert_eq!(normalise("../../x"), "../../x");
        assert_eq!(normalise("/a/../../b"), "/b");
        assert_eq!(join("env/prod", "../../modules/x"), "modules/x");
        assert_eq!(join("", "../x"), "../x");
        assert!(within("", "a/b") && !within("", "../a") && !within("", "/a"));
        assert!(within("a", "a/b") && !within("a", "ab"));
    }

    #[test]
    fn memory_and_disk_answer_alike() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(directory.path().join("a/b")).unwrap();
        std::fs::write(directory.path().join("a/x.tf"), "x").unwrap();
        std::fs::write(directory.path().join("a/b/y.tf"), "yy").unwrap();
        let disk = Tree::disk(directory.path(), &[]);
        let memory = Tree::memory([("a/x.tf", "x"), ("a/b/y.tf", "yy")]);
        for tree in [disk, memory] {
            assert_eq!(tree.list("a"), ["x.tf"]);
            assert_eq!(tree.list_below("a", 10), ["b/y.tf", "x.tf"]);
            assert_eq!(tree.read("a/x.tf", 10).unwrap(), b"x");
            assert_eq!(tree.read("a/b/y.tf", 1), Err(ReadError::TooLarge { size: 2, limit: 1 }));
            assert_eq!(tree.read("nope", 1), Err(ReadError::NotFound));
            assert!(tree.is_dir("a/b") && tree.is_file("a/x.tf") && !tree.is_file("a"));
            assert!(tree.contains("a/b") && !tree.contains("../elsewhere"));
        }
    }

    #[test]
    fn what_is_read_is_counted_and_can_be_stopped() {
        let tree = Tree::memory([("a.tf", "abc"), ("b.tf", "de")]);
        tree.read("a.tf", 10).unwrap();
        assert!(tree.read("gone.tf", 10).is_err());
        assert_eq!((tree.gauge().files(), tree.gauge().bytes()), (1, 3));
        tree.clone().gauge().stop();
        assert_eq!(tree.read("b.tf", 10), Err(ReadError::Stopped));
        tree.gauge().reset();
        tree.read("b.tf", 10).unwrap();
        assert_eq!(tree.gauge().files(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_tree_is_not_contained() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(directory.path().join("in")).unwrap();
        std::fs::create_dir_all(directory.path().join("out")).unwrap();
        std::os::unix::fs::symlink(directory.path().join("out"), directory.path().join("in/link")).unwrap();
        let tree = Tree::disk(directory.path(), &[PathBuf::from("in")]);
        assert!(tree.contains("in"));
        assert!(!tree.contains("in/link"));
    }
}
