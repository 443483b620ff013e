//! The modules that were read, and which of them a module call means.

use std::sync::Arc;

use crate::native::{FileId, Node};
use crate::source::tree::join;
use crate::table::{HashMap, HashSet};

use super::super::config::{Module, ModuleCall};
use super::documents::Documents;

/// Every module that evaluation may need.
#[derive(Debug, Default)]
pub(in crate::source::terraform) struct Library {
    pub(super) modules: HashMap<String, Module>,
    /// Directories whose files contradict each other, as several modules.
    pub(super) variants: HashMap<String, Vec<Variant>>,
    /// JSON documents that the configuration reads.
    pub(super) documents: Documents,
    /// Downloaded modules per root directory, by the dotted path of their calls.
    pub(super) manifests: HashMap<String, HashMap<String, Installed>>,
}

/// One file of a directory that Terraform would refuse, with the files that no other contradicts.
#[derive(Debug)]
pub(in crate::source::terraform) struct Variant {
    /// The file.
    pub(in crate::source::terraform) path: String,
    pub(in crate::source::terraform) module: Module,
    /// Files that another variant shows already.
    pub(in crate::source::terraform) shown_elsewhere: HashSet<FileId>,
}

#[derive(Debug)]
pub(super) struct Installed {
    pub(super) source: String,
    pub(super) directory: String,
}

/// Where a module call leads.
pub(in crate::source::terraform) enum Target<'l> {
    Directory(&'l str),
    Unavailable { why: String, hint: &'static str },
}

impl Library {
    pub(in crate::source::terraform) fn module(&self, directory: &str) -> Option<&Module> {
        self.modules.get(directory)
    }

    /// Every directory that was read, with its module.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&String, &Module)> {
        self.modules.iter()
    }

    /// A JSON document that was read, with the places of its parts.
    pub(in crate::source::terraform) fn document(&self, path: &str) -> Option<&Node> {
        self.documents.get(path)
    }

    /// The modules to be read in place of a directory whose files contradict each other.
    pub(in crate::source::terraform) fn variants(&self, directory: &str) -> &[Variant] {
        self.variants.get(directory).map_or(&[], Vec::as_slice)
    }

    /// The directory a call leads to. `names` is the path of calls from the root, this one included.
    pub(in crate::source::terraform) fn resolve(
        &self,
        root: &str,
        from: &str,
        names: &[Arc<str>],
        call: &ModuleCall,
    ) -> Target<'_> {
        let Some(source) = &call.source else {
            return Target::Unavailable {
                why: "its source is not a literal string".to_owned(),
                hint: "a module source must be known before anything is evaluated",
            };
        };
        if is_local(source) {
            let directory = join(from, source);
            return match self.modules.get_key_value(&directory) {
                Some((directory, _)) => Target::Directory(directory),
                None => Target::Unavailable {
                    why: format!("nothing was read from {}", shown(&directory)),
                    hint: "scan the directory above both, or allow sources outside the scanned tree",
                },
            };
        }
        let installed = self.manifests.get(root).and_then(|manifest| manifest.get(&names.join(".")));
        match installed {
            Some(installed) if !same_source(&installed.source, source) => Target::Unavailable {
                why: format!("what is downloaded came from {}", installed.source),
                hint: "run `terraform init` so that the download matches the source",
            },
            Some(installed) => match self.modules.get_key_value(&installed.directory) {
                Some((directory, _)) => Target::Directory(directory),
                None => Target::Unavailable {
                    why: format!("its download in {} has no configuration files", installed.directory),
                    hint: "run `terraform init` to download it again",
                },
            },
            None => Target::Unavailable {
                why: "it is not downloaded".to_owned(),
                hint: "run `terraform init` so that the module is under .terraform/modules",
            },
        }
    }
}

pub(super) fn is_local(source: &str) -> bool {
    source == "."
        || source == ".."
        || source.starts_with("./")
        || source.starts_with("../")
        || source.starts_with('/')
}

/// The manifest writes registry sources with their host.
fn same_source(installed: &str, source: &str) -> bool {
    installed == source
        || installed.ends_with(&format!("/{source}"))
        || installed.trim_start_matches("git::").starts_with(source.trim_start_matches("git::"))
}

pub(super) fn shown(directory: &str) -> &str {
    if directory.is_empty() { "." } else { directory }
}
