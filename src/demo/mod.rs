//! The sample estate of `steth demo`: an invented hospital group, embedded, read through the real pipeline.

#[cfg(any(feature = "aws", feature = "azure", feature = "gcp"))]
mod cloud;

#[cfg(any(feature = "aws", feature = "azure", feature = "gcp"))]
pub use cloud::live;

use jiff::Timestamp;

use crate::posture::Posture;
use crate::scan::{Request, Stage, assess_all};
use crate::source::Tree;

/// Declares the embedded files once: the path shown and the text.
macro_rules! files {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("estate/", $path))),)*]
    };
}

/// Every file of the estate.
const FILES: &[(&str, &str)] = files![
    "aws/production/audit.tf",
    "aws/production/data.tf",
    "aws/production/main.tf",
    "aws/production/portal.tf",
    "aws/staging/main.tf",
    "azure/main.tf",
    "gcp/broken.tf",
    "gcp/main.tf",
    "modules/patient-store/main.tf",
    "modules/patient-store/outputs.tf",
    "modules/patient-store/variables.tf",
];

/// The estate as a tree of files.
pub fn tree() -> Tree {
    Tree::memory(FILES.iter().map(|(path, text)| (*path, text.as_bytes())))
}

/// A build that reads no cloud has no live side to show.
#[cfg(not(any(feature = "aws", feature = "azure", feature = "gcp")))]
pub fn live(_: Timestamp) -> crate::scan::Live {
    crate::scan::Live::default()
}

/// The estate as its code and its clouds say it. The environment of the machine has no say in it.
pub fn posture(now: Timestamp, progress: &mut dyn FnMut(Stage)) -> Posture {
    assess_all(Some(&tree()), live(now), &Request::default(), now, progress)
}
