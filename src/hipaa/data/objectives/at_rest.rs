//! Objectives on encryption at rest.

use crate::hipaa::objective::{Row, contextual, satisfies, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[Row {
    id: "encryption-at-rest",
    title: "Data at rest is encrypted",
    statement: "Storage, volumes, snapshots, databases, backups, queues, file shares, caches and search indexes that may hold electronic protected health information are encrypted where they lie.",
    edges: &[
        satisfies(
            "164.312(a)(2)(iv)",
            "Encryption of the stored data is the mechanism to encrypt and decrypt that the specification asks for.",
        ),
        supports(
            "164.308(a)(1)(ii)(B)",
            "Unencrypted storage leaves the loss of a disk, snapshot or copy as an unreduced risk.",
        ),
        contextual(
            "164.310(d)(1)",
            "Encrypted media reveal nothing when they leave a facility, but how media move is a procedure only people can show.",
        ),
        contextual(
            "164.310(d)(2)(i)",
            "Destroying the key of encrypted data is one way to dispose of it; the disposal procedure itself must be attested.",
        ),
        contextual(
            "164.310(d)(2)(ii)",
            "Encrypted media are easier to clear before re-use; the clearing procedure itself must be attested.",
        ),
        contextual(
            "164.314(b)(2)(i)",
            "A plan sponsor that runs systems shows part of its technical safeguards here; the plan documents decide.",
        ),
    ],
}];
