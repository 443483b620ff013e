//! The clouds' APIs on the loopback interface, answering in the vendors' documented shapes: what the tests of live
//! sources and the live side of `steth demo` talk to, through the same clients that talk to the real ones.

mod aws;
mod azure;
mod gcp;
mod server;

pub use aws::{AwsEstate, Recorder};
pub use azure::{AzureEstate, AzureHandler, azure_error};
pub use gcp::{GcpCloud, gcp_error};
pub use server::{Fault, FaultKind, Handler, Request, Response, Server};
