//! References to images: `registry:5000/name:tag@digest`.

/// Whether a reference names a tag other than `latest`, or a digest.
pub(super) fn is_versioned(image: &str) -> bool {
    is_digest(image) || tag(image).is_some_and(|tag| !tag.is_empty() && tag != "latest")
}

/// Whether a reference names the very content.
pub(super) fn is_digest(image: &str) -> bool {
    image.rsplit_once('@').is_some_and(|(_, digest)| digest.contains(':'))
}

/// The tag; a port of the registry is none.
fn tag(image: &str) -> Option<&str> {
    let name = image.split('@').next().unwrap_or(image);
    let last = name.rsplit('/').next().unwrap_or(name);
    last.split_once(':').map(|(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_digests_are_told_from_ports() {
        for image in ["a:1", "r:5000/a:1.2", "a@sha256:00", "a:latest@sha256:00"] {
            assert!(is_versioned(image), "{image}");
        }
        for image in ["a", "a:latest", "r:5000/a", "r:5000/b/a:latest", "a:"] {
            assert!(!is_versioned(image), "{image}");
        }
        assert!(is_digest("a:1@sha256:00") && !is_digest("a:1") && !is_digest("a@b"));
    }
}
