//! Keeps the store private, and its writers one at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::Path;

use super::error::{StoreError, StoreErrorKind};
use super::{FILE, LOCK, WRITER};

/// Makes the directory where it is not there, and shuts it and the files of the store to everybody else.
pub(super) fn make_private(directory: &Path) -> Result<(), StoreError> {
    if !directory.is_dir() {
        create(directory).map_err(|e| StoreError::io("create the store's directory", directory, &e))?;
    }
    // somebody else's directory is left as it is: the files in it are private by themselves
    let ours = directory.join(FILE).exists()
        || fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none());
    if ours {
        restrict(directory, 0o700)?;
    }
    let file = directory.join(FILE);
    if !file.exists() {
        private_file(&file).map_err(|e| StoreError::io("create the store", &file, &e))?;
    }
    mend(directory)
}

/// Takes the rights of others away from the files that are there.
pub(super) fn mend(directory: &Path) -> Result<(), StoreError> {
    for name in [FILE, LOCK, WRITER] {
        restrict(&directory.join(name), 0o600)?;
    }
    for ending in ["-wal", "-shm"] {
        restrict(&directory.join(format!("{FILE}{ending}")), 0o600)?;
    }
    Ok(())
}

#[cfg(unix)]
fn create(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

#[cfg(not(unix))]
fn create(directory: &Path) -> std::io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Takes rights away that are beyond `mode`; gives none.
#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(meta) = fs::metadata(path) else { return Ok(()) };
    let now = meta.permissions().mode() & 0o7777;
    if now & !mode == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(now & mode))
        .map_err(|e| StoreError::io("take the rights of others from", path, &e))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), StoreError> {
    Ok(())
}

/// The right to write; given up when it is dropped, or by the system when the process ends.
#[derive(Debug)]
pub(super) struct WriteLock {
    file: File,
    /// Says who has it.
    note: File,
}

impl WriteLock {
    /// Takes the lock, or says who has it.
    pub(super) fn take(directory: &Path, purpose: &str) -> Result<Self, StoreError> {
        let path = directory.join(LOCK);
        let file = private_file(&path).map_err(|e| StoreError::io("open", &path, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(directory.join(WRITER)).unwrap_or_default();
                let holder = crate::visible::visible(holder.trim()).into_owned();
                let holder = if holder.is_empty() {
                    "another process".to_owned()
                } else {
                    format!("another steth ({holder})")
                };
                return Err(StoreError::new(
                    StoreErrorKind::Locked,
                    format!("{holder} is writing to the store in {}", directory.display()),
                )
                .hint("wait until it is done; what it has finished can be read meanwhile"));
            }
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", &path, &e)),
        }
        // beside the lock and not in it: where locks are mandatory, nobody else could read it
        let note = directory.join(WRITER);
        let said = private_file(&note).and_then(|mut file| {
            file.set_len(0)?;
            write!(file, "process {}, {purpose}", std::process::id())?;
            Ok(file)
        });
        let note = said.map_err(|e| StoreError::io("write", &note, &e))?;
        Ok(Self { file, note })
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        let _ = self.note.set_len(0);
        // the system lets go of it anyway when the file is closed
        let _ = self.file.unlock();
    }
}
