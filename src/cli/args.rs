//! Every flag, once: parser, help, man page and completions come from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::gate::FailOn;
use crate::check::Severity;
use crate::native::Provider;
use crate::report::Format;

/// A HIPAA compliance posture dashboard: one matrix for AWS, Azure, GCP and infrastructure as code.
#[derive(Debug, Parser)]
#[command(name = "steth", version, max_term_width = 100, after_help = EXIT_CODES)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without it the dashboard opens on the current directory
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How the dashboard opens
    #[command(flatten)]
    pub dashboard: Dashboard,
}

/// How the dashboard opens.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Debug, Args, Default)]
pub struct Dashboard {
    /// Where to begin: a place such as 164.312(a)(2)(iv)/encryption-at-rest or findings?status:fail
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// The theme: auto, dark, light, high-contrast, deuteranopia, tritanopia, mono, nord, gruvbox-dark …, or your own
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Marks and lines in ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Show the last reading of the clouds without reading them again
    #[arg(long)]
    pub offline: bool,
    /// Put the findings of another scanner's report on the matrix. May be given several times
    #[arg(long, value_name = "FILE")]
    pub import: Vec<PathBuf>,
    /// Begin at home instead of where the last run was left, and keep neither place nor bookmarks
    #[arg(long)]
    pub no_session: bool,
    /// Do not scan anew when a file is saved
    #[arg(long)]
    pub no_watch: bool,
}

/// `steth open`.
#[derive(Debug, Args)]
pub struct Open {
    /// The place, as `p` copies it and bookmarks keep it: resources/aws_s3_bucket.logs, findings?status:fail
    pub at: String,
    #[command(flatten)]
    pub dashboard: Dashboard,
}

/// `steth show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The place: overview, a citation, findings?status:fail, resources/aws_s3_bucket.logs
    pub place: String,
    /// Files and directories; the current directory when none is given
    pub paths: Vec<PathBuf>,
    /// The embedded sample estate
    #[arg(long)]
    pub demo: bool,
    /// Put the findings of another scanner's report beside
    #[arg(long, value_name = "FILE")]
    pub import: Vec<PathBuf>,
}

/// `steth report`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Report {
    /// Files and directories; the current directory when none is given
    pub paths: Vec<PathBuf>,
    /// Form of the report; text holds every page of the dashboard
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The embedded sample estate
    #[arg(long)]
    pub demo: bool,
    /// Put the findings of another scanner's report beside
    #[arg(long, value_name = "FILE")]
    pub import: Vec<PathBuf>,
}

const EXIT_CODES: &str = "Exit codes: 0 gate passed; 1 gate failed; 2 wrong usage or configuration; \
3 incomplete: something could not be read or evaluated, so a pass cannot be claimed.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan infrastructure as code and report the posture
    Scan(Box<Scan>),
    /// Open the dashboard on an embedded sample estate, offline
    Demo(Dashboard),
    /// Open the dashboard at a place
    Open(Box<Open>),
    /// Print what the dashboard shows at a place, as plain text
    Show(Show),
    /// Print every page of the dashboard as plain text, or a report in another form
    Report(Report),
    /// Show what other scanners' reports say, and where each finding lands
    Import(Import),
    /// Read AWS, Azure and GCP into the store
    Pull(Box<Pull>),
    /// Say for each cloud who asks, what that identity can and cannot read, and the least to grant it
    Doctor(Doctor),
    /// Show where the clouds differ from the code, and which safeguards that weakens
    Drift(Box<Drift>),
    /// Show every setting, its value, and where the value came from
    Config(ConfigArgs),
    /// List the catalog of checks
    Checks(Checks),
    /// Explain a check, a control objective, a citation or another tool's id
    Explain(Explain),
    /// List the snapshots that pulls have left
    History(History),
    /// Say what changed from one snapshot to another
    Diff(Diff),
    /// Print the JSON Schema of the report
    Schema,
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// `steth scan`.
#[derive(Debug, Args, Default)]
#[command(after_help = EXIT_CODES)]
pub struct Scan {
    /// Files and directories; the current directory when none is given; - for standard input
    pub paths: Vec<PathBuf>,
    /// Form of the report; may be given several times, each with its own --output
    #[arg(long, value_enum)]
    pub format: Vec<Format>,
    /// Write the report to a file instead of standard output; the n-th goes with the n-th --format
    #[arg(long, short, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// What fails the gate: unwaived failures of this severity or above; unknown adds whatever cannot be told
    #[arg(long, value_enum, default_value_t = FailOn::Low, value_name = "SEVERITY|unknown|never")]
    pub fail_on: FailOn,
    /// Fail only on what is new since this JSON report
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Terraform plans: only findings of resources that a plan creates, updates or replaces fail the gate
    #[arg(long)]
    pub changed_only: bool,
    /// Regions approved for health information; resources elsewhere fail. May be given several times
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    pub approved_region: Vec<String>,
    /// Put the findings of another scanner's report on the matrix: SARIF of any tool, or the JSON of Checkov, Trivy,
    /// tfsec, KICS, Grype, Prowler, Semgrep, kube-linter, gitleaks or Security Hub. May be given several times
    #[arg(long, value_name = "FILE")]
    pub import: Vec<PathBuf>,
    /// Judge beside the code what the clouds said when they were last read, and report where the two part. The gate
    /// then counts both sides; drift has a gate of its own in steth drift
    #[arg(long)]
    pub live: bool,
    #[command(flatten)]
    pub select: Select,
    #[command(flatten)]
    pub reading: Reading,
}

/// `steth import`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Import {
    /// Reports: SARIF of any tool, or the JSON of Checkov, Trivy, tfsec, KICS, Grype, Prowler, Semgrep, kube-linter,
    /// gitleaks or Security Hub; what a file is, its content tells
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The code that the reports speak of, so that findings join its resources. May be given several times
    #[arg(long, value_name = "PATH")]
    pub beside: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// What fails the gate: unwaived failures of this severity or above; unknown adds whatever cannot be told
    #[arg(long, value_enum, default_value_t = FailOn::Low, value_name = "SEVERITY|unknown|never")]
    pub fail_on: FailOn,
}

/// `steth pull`.
#[derive(Debug, Args, Default)]
#[command(after_help = EXIT_CODES)]
pub struct Pull {
    /// The clouds to read; all that are enabled when none is given
    #[arg(value_enum)]
    pub clouds: Vec<Cloud>,
    /// AWS: only these accounts
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub account: Vec<String>,
    /// AWS: only these regions
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    pub region: Vec<String>,
    /// Azure: only these subscriptions
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub subscription: Vec<String>,
    /// GCP: only these projects
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub project: Vec<String>,
    /// GCP: only these organizations
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub org: Vec<String>,
}

/// `steth doctor`.
#[derive(Debug, Args)]
#[command(after_help = DOCTOR_CODES)]
pub struct Doctor {
    /// The clouds to look at; all that this build can read when none is given
    #[arg(value_enum)]
    pub clouds: Vec<Cloud>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Show the least privilege to grant also where everything can be read
    #[arg(long)]
    pub policy: bool,
}

const DOCTOR_CODES: &str = "Exit codes: 0 everything can be read of every cloud in use; 2 wrong usage or configuration; \
3 nobody is logged in, or something cannot be read.";

/// A cloud that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Cloud {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
}

impl Cloud {
    /// Whose it is.
    pub const fn provider(self) -> Provider {
        match self {
            Self::Aws => Provider::Aws,
            Self::Azure => Provider::Azure,
            Self::Gcp => Provider::Gcp,
        }
    }
}

/// `steth drift`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Drift {
    /// Files and directories of the code; the current directory when none is given
    pub paths: Vec<PathBuf>,
    /// A Terraform state file (version 4): tells what was applied last, and matches by id. May be given several times
    #[arg(long, value_name = "FILE")]
    pub state: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// What fails the gate
    #[arg(long, value_enum, default_value_t = DriftGate::Weaker)]
    pub fail_on: DriftGate,
}

/// Which drift fails the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DriftGate {
    /// Live is weaker than declared.
    Weaker,
    /// Live differs from declared in any way.
    Any,
    /// Nothing.
    Never,
}

/// `steth config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// What to show
    #[arg(long, value_enum, default_value_t = ConfigShow::Text, value_name = "FORM")]
    pub show: ConfigShow,
}

/// What `steth config` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ConfigShow {
    /// Every setting with its origin, for people.
    Text,
    /// The same for machines.
    Json,
    /// A steth.toml with every setting, its meaning and its default.
    Template,
    /// The JSON Schema of steth.toml.
    Schema,
}

/// Flags that choose findings.
#[derive(Debug, Args, Default)]
pub struct Select {
    /// Only findings that bear on this safeguard, such as 164.312(a)(2)(iv)
    #[arg(long, value_name = "CITATION")]
    pub safeguard: Vec<String>,
    /// Only findings of this control objective
    #[arg(long, value_name = "ID")]
    pub objective: Vec<String>,
    /// Only findings of this check, by its id or another tool's
    #[arg(long, value_name = "ID")]
    pub check: Vec<String>,
    /// Only findings of this severity or above
    #[arg(long, value_enum)]
    pub severity: Option<Severity>,
}

/// Flags that say which code is read, and how.
#[derive(Debug, Args, Default)]
pub struct Reading {
    /// Only files that match this glob, written as in .gitignore. May be given several times
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files and directories that match this glob, as .gitignore and .stethignore do
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Terraform: set a root variable
    #[arg(long, value_name = "NAME=VALUE")]
    pub var: Vec<String>,
    /// Terraform: read root variables from a file
    #[arg(long, value_name = "FILE")]
    pub var_file: Vec<PathBuf>,
    /// Terraform: the value of terraform.workspace
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// Terraform: the directory of the code that a plan was made from, when it is not the plan's own
    #[arg(long, value_name = "PLAN=DIRECTORY")]
    pub plan_root: Vec<String>,
    /// CloudFormation: set parameters of root templates, or read them from a JSON file of the AWS CLI or CodePipeline
    #[arg(long, value_name = "KEY=VALUE|FILE", num_args = 1..)]
    pub parameters: Vec<String>,
    /// Follow module sources and links that leave the scanned tree
    #[arg(long)]
    pub follow_outside: bool,
    /// Report findings as if no comment suppressed them
    #[arg(long)]
    pub no_inline_suppressions: bool,
}

/// `steth checks`.
#[derive(Debug, Args)]
pub struct Checks {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

/// Forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ListFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Flags that say where snapshots are.
#[derive(Debug, Args, Default)]
pub struct Kept {
    /// The store's directory; store.path of the configuration, else the platform's data directory, when not given
    #[arg(long, value_name = "DIRECTORY")]
    pub store: Option<PathBuf>,
}

/// `steth history`.
#[derive(Debug, Args)]
pub struct History {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    #[command(flatten)]
    pub kept: Kept,
}

/// `steth diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// A snapshot: a number from `steth history`, `latest`, `previous`, a date or a time
    #[arg(default_value = "previous")]
    pub a: String,
    /// The snapshot to hold against it
    #[arg(default_value = "latest")]
    pub b: String,
    /// The scope that words and dates are of; that of the newest snapshot when not given
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// Form of the comparison
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    #[command(flatten)]
    pub kept: Kept,
}

/// `steth explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A check's id, another tool's id, a control objective, or a citation
    pub subject: String,
}
