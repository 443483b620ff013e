//! Finds the files of a tree, leaving out what git ignores, what `.stethignore` names, and what is hidden.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ignore::{Match, WalkState};
use rayon::prelude::*;

use super::tree::{Tree, join, normalise, within};

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Every file, sorted, without duplicates.
    pub files: Vec<String>,
    /// What was passed over though it was asked for, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Directories that could not be read, with the reason.
    pub failed: Vec<(String, String)>,
}

/// Files below the paths the tree was opened with that its globs let through. Hidden directories (`.git`,
/// `.terraform`) and ignored files are left out; symbolic links that leave the tree are reported, and followed only
/// when `follow_outside` allows it.
pub fn walk(tree: &Tree, follow_outside: bool) -> Walked {
    let mut walked = Walked::default();
    if let Some(files) = tree.memory_files() {
        for file in files {
            let hidden = file.split('/').any(|part| part.starts_with('.') && part != "..");
            let asked = tree.starts().iter().any(|start| within(start, file));
            if asked && !hidden && lets_through(tree, file) {
                walked.files.push(file.clone());
            }
        }
        return walked;
    }
    for start in tree.starts() {
        if tree.is_file(start) {
            walked.files.push(start.clone());
        } else if tree.is_dir(start) {
            walk_directory(tree, start, follow_outside, &mut walked);
        } else {
            walked.skipped.push((start.clone(), "no such file or directory".to_owned()));
        }
    }
    walked.files.par_sort_unstable();
    walked.files.dedup();
    walked.skipped.sort();
    walked.failed.sort();
    walked
}

/// Whether the globs of a tree in memory let a file through: none of its directories may be left out.
fn lets_through(tree: &Tree, file: &str) -> bool {
    let globs = tree.globs();
    let left_out = |path: &str, is_dir| matches!(globs.matched(path, is_dir), Match::Ignore(_));
    let directories = file.match_indices('/').filter_map(|(i, _)| file.get(..i));
    // a directory that no include names may hold files that one does
    let excluded = |d: &str| {
        left_out(d, true) && globs.num_ignores() > 0 && !matches!(globs.matched(d, true), Match::None)
    };
    !left_out(file, false) && !directories.into_iter().any(excluded)
}

fn walk_directory(tree: &Tree, start: &str, follow_outside: bool, walked: &mut Walked) {
    let top = tree.on_disk(start);
    // Ignore files count even where the directory was exported without its `.git`.
    let entries = ignore::WalkBuilder::new(&top)
        .require_git(false)
        .add_custom_ignore_filename(".stethignore")
        .overrides(tree.globs().clone())
        .build_parallel();
    let all = Mutex::new(Walked::default());
    entries.run(|| {
        let (mut own, top) = (Own { found: Walked::default(), all: &all }, &top);
        Box::new(move |entry| {
            match meet(tree, start, top, entry, follow_outside) {
                Some(Met::File(path)) => own.found.files.push(path),
                Some(Met::Skipped(path, why)) => own.found.skipped.push((path, why)),
                Some(Met::Failed(path, why)) => own.found.failed.push((path, why)),
                None => {}
            }
            WalkState::Continue
        })
    });
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    walked.files.extend(all.files);
    walked.skipped.extend(all.skipped);
    walked.failed.extend(all.failed);
}

/// What one thread of a walk found. It joins the rest when the thread is done; the caller sorts it.
struct Own<'a> {
    found: Walked,
    all: &'a Mutex<Walked>,
}

impl Drop for Own<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.files.append(&mut self.found.files);
        all.skipped.append(&mut self.found.skipped);
        all.failed.append(&mut self.found.failed);
    }
}

/// What a walk comes to.
enum Met {
    File(String),
    Skipped(String, String),
    Failed(String, String),
}

fn meet(
    tree: &Tree,
    start: &str,
    top: &Path,
    entry: Result<ignore::DirEntry, ignore::Error>,
    follow_outside: bool,
) -> Option<Met> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let (path, why) = told(&error, top, start);
            return Some(Met::Failed(path, why));
        }
    };
    if entry.file_name().to_str().is_none() {
        let shown = entry.path().to_string_lossy().into_owned();
        return Some(Met::Skipped(shown, "its name is not UTF-8".to_owned()));
    }
    let relative = below(entry.path(), top)?;
    // only where a path is written with them
    let relative: Cow<'_, str> =
        if std::path::MAIN_SEPARATOR == '\\' { relative.replace('\\', "/").into() } else { relative.into() };
    let path = if relative.is_empty() { normalise(start) } else { join(start, &relative) };
    let kind = entry.file_type()?;
    if kind.is_file() {
        return Some(Met::File(path));
    }
    if kind.is_symlink() {
        return linked(tree, path, entry.path(), follow_outside);
    }
    None
}

/// The part of a path below the directory that the walk began at. Paths are made by adding to it, so that comparing
/// part by part is not needed.
fn below<'p>(path: &'p Path, top: &Path) -> Option<&'p str> {
    let (path, top) = (path.to_str()?, top.to_str()?);
    Some(path.strip_prefix(top)?.trim_start_matches(std::path::MAIN_SEPARATOR))
}

const LEAVES: &str = "a symbolic link that leaves the scanned tree";

/// What a symbolic link comes to. The walk enters none to a directory: what lies in the tree is met there.
fn linked(tree: &Tree, path: String, link: &Path, follow_outside: bool) -> Option<Met> {
    match std::fs::metadata(link) {
        Ok(meta) if meta.is_file() && (follow_outside || tree.contains(&path)) => Some(Met::File(path)),
        Ok(meta) if meta.is_file() => Some(Met::Skipped(path, LEAVES.to_owned())),
        Ok(meta) if meta.is_dir() && !tree.contains(&path) => Some(Met::Skipped(path, LEAVES.to_owned())),
        Ok(meta) if meta.is_dir() => {
            let holds = |real: std::path::PathBuf| {
                link.parent()?.canonicalize().ok().map(|own| own.starts_with(real))
            };
            let is_loop = link.canonicalize().ok().and_then(holds) == Some(true);
            is_loop.then(|| {
                Met::Skipped(path, "a symbolic link to a directory that it lies in: not followed".to_owned())
            })
        }
        Ok(_) => None,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Some(Met::Skipped(path, "a symbolic link to nothing".to_owned()))
        }
        Err(error) => Some(Met::Failed(path, format!("failed to follow the symbolic link: {error}"))),
    }
}

/// The place and the reason of an error of the walk.
fn told(error: &ignore::Error, top: &Path, start: &str) -> (String, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let relative = path.strip_prefix(top).map(|p| p.to_string_lossy().into_owned());
            let shown = relative.map_or_else(|_| path.to_string_lossy().into_owned(), |r| join(start, &r));
            (shown, format!("failed to read: {err}"))
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            told(err, top, start)
        }
        other => (start.to_owned(), format!("failed to read: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_hidden_and_other_files_are_left_out() {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        for (path, text) in [
            (".gitignore", "ignored/\n"),
            ("main.tf", ""),
            (".stethignore", "*.md\n"),
            ("readme.md", ""),
            ("ignored/a.tf", ""),
            (".terraform/modules/m/a.tf", ""),
            ("sub/b.tf", ""),
        ] {
            let file = base.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let walked = walk(&Tree::disk(base, &[]), false);
        assert_eq!(walked.files, ["main.tf", "sub/b.tf"]);
        let memory = Tree::memory([("main.tf", ""), (".terraform/x.tf", ""), ("sub/b.tf", "")]);
        assert_eq!(walk(&memory, false).files, ["main.tf", "sub/b.tf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_tree_is_reported_and_followed_only_when_allowed() {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        std::fs::create_dir_all(base.join("in")).unwrap();
        std::fs::write(base.join("secret.tf"), "").unwrap();
        std::os::unix::fs::symlink(base.join("secret.tf"), base.join("in/link.tf")).unwrap();
        let tree = Tree::disk(base, &["in".into()]);
        let closed = walk(&tree, false);
        assert!(closed.files.is_empty());
        assert_eq!(closed.skipped[0].0, "in/link.tf");
        assert_eq!(walk(&tree, true).files, ["in/link.tf"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_go_round_or_nowhere_are_told_and_end() {
        use std::os::unix::fs::symlink;
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        std::fs::create_dir_all(base.join("a/b")).unwrap();
        std::fs::write(base.join("a/b/main.tf"), "").unwrap();
        symlink(base, base.join("a/b/up")).unwrap();
        symlink(base.join("x.tf"), base.join("y.tf")).unwrap();
        symlink(base.join("y.tf"), base.join("x.tf")).unwrap();
        symlink(base.join("gone.tf"), base.join("nowhere.tf")).unwrap();
        symlink(base.join("a/b"), base.join("again")).unwrap();
        let walked = walk(&Tree::disk(base, &[]), false);
        assert_eq!(walked.files, ["a/b/main.tf"]);
        let paths = |list: &[(String, String)]| list.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&walked.skipped), ["a/b/up", "nowhere.tf"]);
        assert_eq!(paths(&walked.failed), ["x.tf", "y.tf"]);
    }

    #[test]
    fn a_path_that_does_not_exist_is_reported() {
        let directory = tempfile::tempdir().unwrap();
        let walked = walk(&Tree::disk(directory.path(), &["gone".into()]), false);
        assert_eq!(walked.skipped, [("gone".to_owned(), "no such file or directory".to_owned())]);
    }

    #[test]
    fn globs_choose_on_disk_and_in_memory_alike() {
        let files = ["a/main.tf", "a/vendor/x.tf", "b/main.tf", "b/notes.md"];
        let directory = tempfile::tempdir().unwrap();
        for file in files {
            let path = directory.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let globs = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        for (include, exclude, expected) in [
            (globs(&[]), globs(&["vendor/"]), vec!["a/main.tf", "b/main.tf", "b/notes.md"]),
            (globs(&["*.tf"]), globs(&[]), vec!["a/main.tf", "a/vendor/x.tf", "b/main.tf"]),
            (globs(&["a/**"]), globs(&["vendor"]), vec!["a/main.tf"]),
            (globs(&[]), globs(&["/b"]), vec!["a/main.tf", "a/vendor/x.tf"]),
        ] {
            let disk = Tree::disk(directory.path(), &[]).filtering(&include, &exclude).unwrap();
            let memory = Tree::memory(files.map(|f| (f, ""))).filtering(&include, &exclude).unwrap();
            assert_eq!(walk(&disk, false).files, expected, "{include:?} {exclude:?}");
            assert_eq!(walk(&memory, false).files, expected, "{include:?} {exclude:?}");
        }
        let refused = Tree::memory([("a", "")]).filtering(&globs(&["a{"]), &[]).unwrap_err();
        assert_eq!(refused.glob, "a{");
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_cannot_be_read_is_reported() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let closed = directory.path().join("closed");
        std::fs::create_dir(&closed).unwrap();
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
        let walked = walk(&Tree::disk(directory.path(), &[]), false);
        // root may read everything
        if std::fs::read_dir(&closed).is_err() {
            assert_eq!(walked.failed[0].0, "closed", "{walked:?}");
        }
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}
