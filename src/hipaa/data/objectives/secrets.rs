//! Objectives on secrets.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "no-embedded-secrets",
        title: "No secrets in code",
        statement: "Source code, templates, environment variables, user data and build settings contain no passwords, tokens or private keys in the clear.",
        edges: &[
            supports(
                "164.308(a)(5)(ii)(D)",
                "A password in code is not safeguarded: everyone who reads the code has it.",
            ),
            supports("164.312(d)", "A credential that many have seen verifies nobody."),
            supports("164.312(a)(1)", "Whoever reads the code obtains the access the secret grants."),
            supports("164.308(a)(1)(ii)(B)", "Secrets in code leak with every copy of it."),
        ],
    },
    Row {
        id: "secret-management",
        title: "Secrets are kept in a vault",
        statement: "Passwords, tokens and keys are held in a secret store that encrypts them, limits who may read them, rotates or expires them, and protects them from deletion.",
        edges: &[
            supports("164.308(a)(5)(ii)(D)", "A secret store is how passwords are safeguarded and changed."),
            contextual("164.312(d)", "Secrets that are rotated and guarded keep their value as proof."),
            contextual("164.308(a)(4)(ii)(B)", "Who may read a secret decides who may use what it opens."),
        ],
    },
];
