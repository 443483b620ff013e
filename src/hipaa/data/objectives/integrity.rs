//! Objectives on integrity.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "data-versioning",
        title: "Earlier versions of data are kept",
        statement: "Object stores keep earlier versions or deleted objects for a time, so that an unwanted change can be seen and undone.",
        edges: &[
            supports(
                "164.312(c)(1)",
                "Earlier versions protect data from improper alteration and destruction.",
            ),
            supports("164.312(c)(2)", "Comparing with an earlier version shows whether data was altered."),
            contextual(
                "164.308(a)(7)(ii)(A)",
                "Versions help to retrieve exact copies, but lie in the same place as the data.",
            ),
            contextual("164.308(a)(7)(ii)(B)", "Versions let lost objects be restored."),
        ],
    },
    Row {
        id: "immutable-storage",
        title: "Records that must not change cannot be changed",
        statement: "Backups, logs and records under retention are locked against change and deletion for a set period.",
        edges: &[
            supports("164.312(c)(1)", "A lock prevents improper alteration and destruction."),
            supports("164.312(c)(2)", "A record under lock is known to be unaltered."),
            contextual(
                "164.308(a)(7)(ii)(A)",
                "Locked copies stay exact even when an intruder has administrative rights.",
            ),
            contextual("164.312(a)(2)(ii)", "A locked copy is still there when an emergency needs it."),
        ],
    },
    Row {
        id: "deletion-protection",
        title: "Important resources cannot be deleted by accident",
        statement: "Databases, stores, load balancers, vaults and clusters that matter refuse deletion until protection is lifted, and leave a final copy.",
        edges: &[
            supports("164.312(c)(1)", "Protection from deletion is protection from improper destruction."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Deletion by accident or by an intruder is a risk that one setting reduces.",
            ),
            contextual("164.308(a)(7)(ii)(B)", "What was not deleted need not be restored."),
            contextual(
                "164.308(a)(7)(ii)(C)",
                "Services that cannot be deleted by accident keep critical processes running.",
            ),
        ],
    },
    Row {
        id: "image-integrity",
        title: "What runs is what was built",
        statement: "Images, packages and functions come from known sources, are signed, scanned or pinned, and their tags cannot be overwritten.",
        edges: &[
            supports(
                "164.308(a)(5)(ii)(B)",
                "A verified source keeps malicious software out of the workloads.",
            ),
            supports("164.308(a)(1)(ii)(B)", "Unverified software is a risk to everything it can reach."),
            contextual(
                "164.312(c)(1)",
                "Software that was tampered with can alter the information; the standard speaks of the information itself.",
            ),
        ],
    },
];
