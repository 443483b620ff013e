//! Objectives on encryption in transit.

use crate::hipaa::objective::{Row, contextual, satisfies, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "encryption-in-transit",
        title: "Data in transit is encrypted",
        statement: "Connections that may carry electronic protected health information are encrypted; plaintext protocols and ports are refused or redirected to encrypted ones.",
        edges: &[
            satisfies(
                "164.312(e)(1)",
                "Encrypted transport keeps those on the network from reading what is transmitted.",
            ),
            satisfies("164.312(e)(2)(i)", "TLS detects any change to a message on its way."),
            satisfies("164.312(e)(2)(ii)", "TLS is the mechanism that encrypts the information in transit."),
            supports("164.308(a)(1)(ii)(B)", "A plaintext path leaves interception as an unreduced risk."),
            contextual("164.312(d)", "A server certificate lets clients verify which system they talk to."),
        ],
    },
    Row {
        id: "tls-policy",
        title: "Only strong TLS is accepted",
        statement: "Endpoints accept TLS 1.2 or newer with approved cipher suites; older protocol versions and weak ciphers are turned off.",
        edges: &[
            supports("164.312(e)(1)", "Broken protocol versions can be read by an attacker on the network."),
            supports("164.312(e)(2)(i)", "Old versions and ciphers do not reliably detect tampering."),
            supports(
                "164.312(e)(2)(ii)",
                "Encryption with a broken protocol or cipher is not an effective mechanism.",
            ),
        ],
    },
    Row {
        id: "certificate-lifecycle",
        title: "Certificates are valid and renewed",
        statement: "Certificates of endpoints come from an approved authority, use strong keys, are renewed before they expire, and are checked by the clients that rely on them.",
        edges: &[
            supports(
                "164.312(e)(1)",
                "An expired or untrusted certificate leads people to accept connections that nobody vouches for.",
            ),
            supports(
                "164.312(d)",
                "A certificate verifies a system only while it is valid and its issuer is trusted.",
            ),
            contextual(
                "164.312(e)(2)(ii)",
                "Encryption continues with a bad certificate, but to whom is no longer certain.",
            ),
        ],
    },
];
