//! Files watched for saves: every directory that a scan would enter, whatever `.gitignore` leaves out left out.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::tui::Command;

/// Most directories watched: what is larger is scanned by hand.
const MOST: usize = 10_000;

/// Endings of files that are read.
const ENDINGS: [&str; 12] = [
    "tf",
    "tfvars",
    "json",
    "yaml",
    "yml",
    "bicep",
    "bicepparam",
    "hcl",
    "template",
    "tpl",
    "toml",
    "tfstate",
];

/// Watches until it is dropped.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch a directory with all below it; each save is told on `saves`.
    ///
    /// # Errors
    /// When the system cannot watch, in words.
    pub(super) fn begin(base: &Path, saves: Sender<Command>) -> Result<Self, String> {
        let told = |e: notify::Error| format!("saves cannot be watched: {e}; ctrl-r scans by hand");
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| matters(&event)) {
                // the receiver is gone only when the program is leaving
                let _ = saves.send(Command::Saved);
            }
        });
        let mut watch = Self { watcher: watcher.map_err(told)? };
        watch.renew(base)?;
        Ok(watch)
    }

    /// Takes directories in that are new.
    ///
    /// # Errors
    /// When the system cannot watch so many, in words.
    pub(super) fn renew(&mut self, base: &Path) -> Result<(), String> {
        let walk = ignore::WalkBuilder::new(base).follow_links(false).build();
        let directories = walk.filter_map(Result::ok).filter(|e| e.file_type().is_some_and(|t| t.is_dir()));
        for (n, directory) in directories.enumerate() {
            if n == MOST {
                return Err(format!("only the first {MOST} directories are watched; ctrl-r scans by hand"));
            }
            self.watcher
                .watch(directory.path(), RecursiveMode::NonRecursive)
                .map_err(|e| format!("not every directory can be watched: {e}; ctrl-r scans by hand"))?;
        }
        Ok(())
    }
}

/// Whether an event may change what a scan finds.
fn matters(event: &notify::Event) -> bool {
    let changes = match event.kind {
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any => true,
        // a change of times or permissions changes no text
        EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
        EventKind::Access(_) | EventKind::Other => false,
    };
    changes && event.paths.iter().any(|path| is_read(path))
}

fn is_read(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let named = ["dockerfile", "containerfile", ".stethignore", ".gitignore"];
    match path.extension() {
        _ if named.iter().any(|n| name.starts_with(n)) => true,
        Some(ending) => ENDINGS.iter().any(|e| ending.eq_ignore_ascii_case(e)),
        // a directory that comes or goes
        None => !name.starts_with('.') && !name.ends_with('~'),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn saves_of_what_is_read_are_told_and_nothing_else() {
        for path in ["a/main.tf", "Dockerfile.web", "x.tf.json", "modules/new", ".stethignore"] {
            assert!(is_read(Path::new(path)), "{path}");
        }
        for path in ["a/.main.tf.swp", "main.tf~", "notes.txt", ".git", "4913~"] {
            assert!(!is_read(Path::new(path)), "{path}");
        }
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("infra")).unwrap();
        let (saves, told) = channel();
        let mut watch = Watch::begin(folder.path(), saves).unwrap();
        let heard = || told.recv_timeout(Duration::from_secs(5));
        fs::write(folder.path().join("infra/main.tf"), "locals {}").unwrap();
        assert_eq!(heard(), Ok(Command::Saved));
        fs::create_dir(folder.path().join("new")).unwrap();
        watch.renew(folder.path()).unwrap();
        while told.recv_timeout(Duration::from_millis(300)).is_ok() {}
        fs::write(folder.path().join("new/notes.txt"), "x").unwrap();
        assert!(told.recv_timeout(Duration::from_millis(300)).is_err());
        fs::write(folder.path().join("new/main.tf"), "locals {}").unwrap();
        assert_eq!(heard(), Ok(Command::Saved));
    }
}
