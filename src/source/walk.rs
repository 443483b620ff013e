//! Finds the files of a tree that a source can read, leaving out what git ignores and what is hidden.

use super::tree::{Tree, join, normalise, within};

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Matching files, sorted, without duplicates.
    pub files: Vec<String>,
    /// What was passed over though it was asked for, with the reason.
    pub skipped: Vec<(String, String)>,
}

/// Files whose name `wanted` accepts, below the paths the tree was opened with. Hidden directories (`.git`,
/// `.terraform`) and ignored files are left out; symbolic links that leave the tree are reported, and followed only
/// when `follow_outside` allows it.
pub fn walk(tree: &Tree, follow_outside: bool, wanted: &(dyn Fn(&str) -> bool + Sync)) -> Walked {
    let mut walked = Walked::default();
    if let Some(files) = tree.memory_files() {
        for file in files {
            let hidden = file.split('/').any(|part| part.starts_with('.') && part != "..");
            let asked = tree.starts().iter().any(|start| within(start, file));
            if asked && !hidden && wanted(file.rsplit('/').next().unwrap_or(file)) {
                walked.files.push(file.clone());
            }
        }
        return walked;
    }
    for start in tree.starts() {
        if tree.is_file(start) {
            if wanted(start.rsplit('/').next().unwrap_or(start)) {
                walked.files.push(start.clone());
            } else {
                walked.skipped.push((start.clone(), "not a kind of file this source reads".to_owned()));
            }
        } else if tree.is_dir(start) {
            walk_directory(tree, start, follow_outside, wanted, &mut walked);
        } else {
            walked.skipped.push((start.clone(), "no such file or directory".to_owned()));
        }
    }
    walked.files.sort();
    walked.files.dedup();
    walked.skipped.sort();
    walked
}

fn walk_directory(
    tree: &Tree,
    start: &str,
    follow_outside: bool,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    walked: &mut Walked,
) {
    let top = tree.on_disk(start);
    // Ignore files count even where the directory was exported without its `.git`.
    let entries =
        ignore::WalkBuilder::new(&top).require_git(false).sort_by_file_name(std::cmp::Ord::cmp).build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walked.skipped.push((start.to_owned(), error.to_string()));
                continue;
            }
        };
        let Some(name) = entry.file_name().to_str() else { continue };
        let Ok(relative) = entry.path().strip_prefix(&top) else { continue };
        let relative = relative.to_string_lossy().replace('\\', "/");
        let path = if relative.is_empty() { normalise(start) } else { join(start, &relative) };
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_file() && wanted(name) {
            walked.files.push(path);
        } else if kind.is_symlink() && tree.is_file(&path) && wanted(name) {
            if follow_outside || tree.contains(&path) {
                walked.files.push(path);
            } else {
                walked.skipped.push((path, "a symbolic link that leaves the scanned tree".to_owned()));
            }
        } else if kind.is_symlink() && tree.is_dir(&path) && !tree.contains(&path) {
            walked.skipped.push((path, "a symbolic link that leaves the scanned tree".to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terraform(name: &str) -> bool {
        std::path::Path::new(name).extension().is_some_and(|e| e == "tf")
    }

    #[test]
    fn ignored_hidden_and_other_files_are_left_out() {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        for (path, text) in [
            (".gitignore", "ignored/\n"),
            ("main.tf", ""),
            ("readme.md", ""),
            ("ignored/a.tf", ""),
            (".terraform/modules/m/a.tf", ""),
            ("sub/b.tf", ""),
        ] {
            let file = base.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let walked = walk(&Tree::disk(base, &[]), false, &terraform);
        assert_eq!(walked.files, ["main.tf", "sub/b.tf"]);
        let memory = Tree::memory([("main.tf", ""), (".terraform/x.tf", ""), ("sub/b.tf", ""), ("r.md", "")]);
        assert_eq!(walk(&memory, false, &terraform).files, ["main.tf", "sub/b.tf"]);
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
        let closed = walk(&tree, false, &terraform);
        assert!(closed.files.is_empty());
        assert_eq!(closed.skipped[0].0, "in/link.tf");
        assert_eq!(walk(&tree, true, &terraform).files, ["in/link.tf"]);
    }

    #[test]
    fn a_path_that_does_not_exist_is_reported() {
        let directory = tempfile::tempdir().unwrap();
        let walked = walk(&Tree::disk(directory.path(), &["gone".into()]), false, &terraform);
        assert_eq!(walked.skipped, [("gone".to_owned(), "no such file or directory".to_owned())]);
    }
}
