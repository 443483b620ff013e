//! Objectives on availability and recovery.

use crate::hipaa::objective::{Row, contextual, satisfies, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "backup",
        title: "Data is backed up",
        statement: "Databases, volumes, file systems and stores that may hold electronic protected health information are copied automatically and regularly.",
        edges: &[
            satisfies(
                "164.308(a)(7)(ii)(A)",
                "Automatic copies create and maintain what the backup plan asks for.",
            ),
            supports("164.308(a)(7)(ii)(B)", "Lost data can be restored only from a copy."),
            supports(
                "164.312(a)(2)(ii)",
                "In an emergency the information may be obtainable only from a copy.",
            ),
            supports("164.312(c)(1)", "A copy undoes improper destruction."),
            contextual(
                "164.308(a)(7)(i)",
                "The contingency plan is a set of policies and procedures; copies are what it relies on.",
            ),
            contextual(
                "164.310(d)(2)(iv)",
                "A copy before equipment moves concerns equipment in the hands of the organization.",
            ),
        ],
    },
    Row {
        id: "backup-retention",
        title: "Backups are kept long enough",
        statement: "Backups are kept for the period the organization has set, and old ones are removed only after it ends.",
        edges: &[
            supports(
                "164.308(a)(7)(ii)(A)",
                "Maintaining copies means that one is still there when damage is noticed.",
            ),
            contextual("164.308(a)(7)(ii)(B)", "How far back a restore can reach depends on retention."),
            contextual(
                "164.312(a)(2)(ii)",
                "The copy an emergency needs may be one from before the damage was noticed.",
            ),
        ],
    },
    Row {
        id: "cross-region-copy",
        title: "A copy lies in another place",
        statement: "A copy of critical data or its backups lies in another region or account, so that one regional or account-wide loss does not take both.",
        edges: &[
            supports("164.308(a)(7)(ii)(B)", "Restoring after the loss of a site needs a copy outside it."),
            contextual(
                "164.308(a)(7)(ii)(A)",
                "A copy in the same place is still a copy, until the place is lost.",
            ),
            contextual(
                "164.310(d)(2)(iv)",
                "A copy elsewhere serves storage of data apart from the equipment.",
            ),
        ],
    },
    Row {
        id: "high-availability",
        title: "Services survive the loss of a part",
        statement: "Databases, load balancers, caches and workloads run in more than one zone and replace failed parts by themselves.",
        edges: &[
            supports(
                "164.308(a)(7)(ii)(C)",
                "Critical processes continue in an emergency only if they survive the loss of a part.",
            ),
            supports(
                "164.312(a)(2)(ii)",
                "Information in a single place cannot be obtained while that place is down.",
            ),
            contextual(
                "164.308(a)(7)(i)",
                "Redundancy carries out part of the contingency plan; the plan itself is a document.",
            ),
        ],
    },
    Row {
        id: "recovery-readiness",
        title: "Recovery is prepared",
        statement: "Point-in-time recovery, replication, disaster recovery and restore paths are set up for what the organization must bring back first.",
        edges: &[
            supports(
                "164.308(a)(7)(ii)(B)",
                "Procedures to restore data need restore paths that exist before the loss.",
            ),
            contextual("164.308(a)(7)(ii)(C)", "Prepared recovery shortens the time in emergency mode."),
            contextual(
                "164.308(a)(7)(ii)(D)",
                "Whether recovery was tested and the plan revised is for people to show.",
            ),
            contextual("164.312(a)(2)(ii)", "Prepared recovery shortens the time without access."),
        ],
    },
    Row {
        id: "resource-limits",
        title: "Workloads cannot starve each other",
        statement: "Containers and functions that share a machine or a control plane state what they need and are held to limits, so that one of them cannot take the capacity of the others.",
        edges: &[
            supports(
                "164.308(a)(7)(ii)(C)",
                "A critical process goes on in an emergency only if others cannot take its capacity.",
            ),
            contextual(
                "164.312(a)(2)(ii)",
                "Information is not obtained from an application that another one has starved.",
            ),
            contextual(
                "164.308(a)(1)(ii)(B)",
                "Limits reduce the harm of a program that was taken over or runs wild.",
            ),
        ],
    },
];
