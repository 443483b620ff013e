//! What every live source shares: units of a pull, where their pages go, manners towards the APIs, and the ledger.
//!
//! ```text
//! aws | azure | gcp ──▶ Puller (budget, retries, ledger, cancellation) ──▶ Sink (the store, or memory)
//! ```
//!
//! A pull is cut into [`Unit`]s (account × region × part). Pages of a unit are handed to the [`Sink`] with the token of
//! the next one, so that a pull that was stopped goes on where it was. A unit that fails leaves the others alone.

mod budget;
mod examination;
mod ledger;
mod memory;
mod operations;
mod puller;
mod retry;
mod trouble;
mod unit;

pub use budget::{Budget, Rates};
pub use examination::{Answered, Caller, Examination, Probe};
pub use ledger::{Ledger, LedgerRow};
pub use memory::MemorySink;
pub use operations::{Operation, Purpose, operations};
pub use puller::{Puller, PullerOptions, Tick};
pub use retry::{Backoff, RetryAfter};
pub use trouble::{Trouble, TroubleKind};
pub use unit::{Page, Resume, Sink, SinkError, Unit, UnitEnd};
