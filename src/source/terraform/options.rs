//! What the caller decides: values of variables, the workspace, and the bounds on untrusted input.

use std::path::PathBuf;

/// How a Terraform tree is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--var name=value` and `--var-file path`, in the order given: later ones win.
    pub assignments: Vec<Assignment>,
    /// `TF_VAR_name` from the environment, without the prefix.
    pub environment: Vec<(String, String)>,
    /// The value of `terraform.workspace`; without it the file `.terraform/environment` of the root is asked, and
    /// without that the workspace is unknown.
    pub workspace: Option<String>,
    /// Follow module sources and symbolic links that leave the scanned tree.
    pub follow_outside: bool,
    /// The process ends after this: what was needed only on the way is left in memory, since taking it apart piece by
    /// piece would only cost time.
    pub one_shot: bool,
    /// Bounds on what is read and evaluated.
    pub limits: Limits,
}

/// One flag that sets root variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignment {
    /// `--var name=value`.
    Variable(String, String),
    /// `--var-file path`, taken from the working directory.
    File(PathBuf),
}

/// Bounds on untrusted input. Reaching one is reported with the name of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of one file, in bytes.
    pub file_bytes: u64,
    /// Brackets within brackets in one file.
    pub nesting_depth: usize,
    /// Entries of one list or map written out in a file.
    pub literal_entries: usize,
    /// Instances of one `count` or `for_each`.
    pub instances_per_block: usize,
    /// Instances of all blocks of one root module.
    pub instances: usize,
    /// Expressions evaluated for one root module.
    pub evaluation_steps: u64,
    /// Expressions within expressions, references included.
    pub evaluation_depth: usize,
    /// Module calls within module calls.
    pub module_depth: usize,
    /// Length of one string, in bytes.
    pub string_bytes: usize,
    /// Elements of one computed collection.
    pub collection_entries: usize,
    /// Bytes in all strings and collections that one root module computes.
    pub memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 8 << 20,
            nesting_depth: 60,
            literal_entries: 20_000,
            instances_per_block: 5_000,
            instances: 100_000,
            evaluation_steps: 20_000_000,
            evaluation_depth: 1_500,
            module_depth: 32,
            string_bytes: 4 << 20,
            collection_entries: 100_000,
            memory_bytes: 1 << 30,
        }
    }
}
