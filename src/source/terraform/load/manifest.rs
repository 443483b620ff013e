//! The manifest that `terraform init` leaves of the modules it downloaded.

use std::collections::BTreeMap;

use crate::source::tree::join;
use crate::table::HashMap;

use super::super::report::Problem;
use super::Loader;
use super::library::{Installed, is_local};
use crate::native::json::{self, JsonKind};

impl Loader<'_> {
    /// Reads `.terraform/modules/modules.json` of a root and the modules it names.
    pub(super) fn read_manifest(&mut self, root: &str) {
        let path = join(root, ".terraform/modules/modules.json");
        if !self.tree.is_file(&path) || !(self.options.follow_outside || self.tree.contains(&path)) {
            return;
        }
        let parsed = self
            .tree
            .read(&path, self.options.limits.file_bytes)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| json::parse(&text, self.options.limits.nesting_depth).ok());
        let Some(manifest) = parsed.as_ref().and_then(installed) else {
            self.report.failed.push(
                Problem::file(path, "not a manifest of modules")
                    .hint("run `terraform init` to write it again"),
            );
            return;
        };
        let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut entries = HashMap::default();
        for (key, source, directory) in manifest {
            let directory = join(root, &directory);
            if key.is_empty() || is_local(&source) {
                continue;
            }
            if !self.options.follow_outside && !self.tree.contains(&directory) {
                let message = format!("module {key:?} is recorded outside the scanned tree: {directory}");
                self.report.skipped.push(Problem::file(path.clone(), message));
                continue;
            }
            if !self.library.modules.contains_key(&directory) {
                wanted.insert(directory.clone(), self.configuration_files(&directory));
            }
            entries.insert(key, Installed { source, directory });
        }
        wanted.retain(|_, files| !files.is_empty());
        let loaded: Vec<String> = wanted.keys().cloned().collect();
        self.read_modules(wanted);
        self.read_called(&loaded);
        self.library.manifests.insert(root.to_owned(), entries);
    }
}

/// Key, source and directory of each module in a manifest.
fn installed(manifest: &json::Json) -> Option<Vec<(String, String, String)>> {
    let member = |json: &json::Json, name: &str| match &json.kind {
        JsonKind::Object(members) => {
            members.iter().find(|(key, ..)| key == name).map(|(_, _, value)| value.clone())
        }
        _ => None,
    };
    let text = |json: &json::Json, name: &str| match member(json, name)?.kind {
        JsonKind::String(text) => Some(text),
        _ => None,
    };
    let JsonKind::Array(modules) = member(manifest, "Modules")?.kind else { return None };
    Some(
        modules
            .iter()
            .filter_map(|module| {
                Some((text(module, "Key")?, text(module, "Source").unwrap_or_default(), text(module, "Dir")?))
            })
            .collect(),
    )
}
