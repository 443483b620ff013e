//! What an organization expects of its estate, where the cloud has no default to go by.

use std::sync::Arc;

/// Decisions that only the organization can make. What is not stated is not judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectations {
    approved_regions: Vec<Arc<str>>,
}

impl Expectations {
    /// Regions approved for electronic protected health information, in the words of each cloud.
    pub fn approving_regions<'r>(regions: impl IntoIterator<Item = &'r str>) -> Self {
        let mut approved_regions: Vec<Arc<str>> =
            regions.into_iter().map(plain).filter(|r| !r.is_empty()).map(Into::into).collect();
        approved_regions.sort_unstable();
        approved_regions.dedup();
        Self { approved_regions }
    }

    /// Whether regions were approved at all.
    pub fn names_regions(&self) -> bool {
        !self.approved_regions.is_empty()
    }

    /// Whether a region is among the approved ones.
    pub fn approves_region(&self, region: &str) -> bool {
        let region = plain(region);
        self.approved_regions.iter().any(|approved| **approved == *region)
    }
}

/// `East US` and `eastus` are the same region, and so are `US` and `us`.
fn plain(region: &str) -> String {
    region.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_compared_as_people_write_them() {
        let expected = Expectations::approving_regions(["us-east-1", " East US ", ""]);
        assert!(expected.names_regions());
        assert!(expected.approves_region("eastus"));
        assert!(expected.approves_region("US-EAST-1"));
        assert!(!expected.approves_region("us-east-2"));
        assert!(!Expectations::default().names_regions());
    }
}
