//! Objectives on the custody of encryption keys.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "customer-managed-keys",
        title: "Data is encrypted with an approved key",
        statement: "Stores that may hold electronic protected health information use an encryption key that the organization controls, so that it decides who may decrypt and can withdraw that right.",
        edges: &[
            supports(
                "164.312(a)(2)(iv)",
                "Who may decrypt is decided by a policy of the organization only if the organization holds the key.",
            ),
            contextual(
                "164.308(a)(1)(ii)(B)",
                "Control over the key limits the damage of a provider-side or account-side compromise.",
            ),
        ],
    },
    Row {
        id: "key-rotation",
        title: "Keys are rotated",
        statement: "Encryption keys are replaced on a regular schedule, automatically where the platform can, so that one leaked key exposes a bounded amount of data.",
        edges: &[
            supports(
                "164.312(a)(2)(iv)",
                "A key that is never replaced weakens the encryption mechanism with age.",
            ),
            contextual("164.308(a)(1)(ii)(B)", "Rotation bounds how much one compromised key reveals."),
        ],
    },
    Row {
        id: "key-protection",
        title: "Keys are protected from loss and misuse",
        statement: "Encryption keys cannot be deleted at once or by accident, are not about to be destroyed, and their policies do not let strangers or everyone use or administer them.",
        edges: &[
            supports(
                "164.312(a)(2)(iv)",
                "Decryption fails for everybody if the key is lost, and is open to everybody if its policy is.",
            ),
            supports(
                "164.312(a)(1)",
                "A key policy open to outsiders grants them the data the key protects.",
            ),
            supports("164.312(c)(1)", "Destroying a key destroys all data encrypted with it."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "A key that is about to be destroyed, or open to strangers, is a risk to every store under it.",
            ),
            contextual("164.308(a)(7)(ii)(B)", "Data cannot be restored from a copy whose key is gone."),
        ],
    },
    Row {
        id: "key-separation",
        title: "Separate keys for separate purposes",
        statement: "Application data, databases, backups and logs are encrypted with different keys, and those who administer keys are not those who use them.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "One key for everything turns a single compromise into the loss of every store.",
            ),
            contextual(
                "164.312(a)(2)(iv)",
                "Separation limits what one decryption right opens; encryption itself works without it.",
            ),
            contextual(
                "164.308(a)(3)(i)",
                "Separate duties over keys keep one person from granting and using access alone.",
            ),
        ],
    },
];
