//! Objectives on patching and hardening.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "managed-patching",
        title: "Updates are applied",
        statement: "Minor versions, operating systems, platforms and add-ons are updated automatically or within a managed window.",
        edges: &[
            supports("164.308(a)(5)(ii)(B)", "Unpatched systems are what malicious software exploits."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "A published fix that is not applied is a risk that was not reduced.",
            ),
            contextual(
                "164.308(a)(5)(ii)(A)",
                "Security updates in that specification are reminders to the workforce, not software updates.",
            ),
        ],
    },
    Row {
        id: "supported-versions",
        title: "Software is still supported",
        statement: "Runtimes, engines, clusters and operating systems are of versions that still receive security fixes.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "Software without fixes collects vulnerabilities that cannot be reduced.",
            ),
            contextual(
                "164.308(a)(5)(ii)(B)",
                "Malicious software exploits versions that get no more fixes.",
            ),
        ],
    },
    Row {
        id: "workload-hardening",
        title: "Workloads run with few rights",
        statement: "Machines, containers and application platforms run without privileges, features and interfaces they do not need, and with the protections the platform offers.",
        edges: &[
            supports(
                "164.308(a)(5)(ii)(B)",
                "Hardened workloads give malicious software little to work with.",
            ),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Privileges and features that are not needed are risks that are easily reduced.",
            ),
            contextual(
                "164.312(a)(1)",
                "A workload that escapes its bounds reaches what it was not granted.",
            ),
        ],
    },
    Row {
        id: "vulnerability-management",
        title: "Known vulnerabilities are mended",
        statement: "Software in use has no known vulnerability that was neither mended nor set aside for a stated reason.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "A vulnerability that is known and left open is a risk that was not reduced.",
            ),
            supports("164.308(a)(5)(ii)(B)", "Malicious software comes in through known vulnerabilities."),
            contextual(
                "164.308(a)(1)(ii)(A)",
                "What scanners find in software belongs into the analysis of risks.",
            ),
        ],
    },
    Row {
        id: "scanner-findings",
        title: "Findings of other scanners are looked into",
        statement: "Findings of other scanners that no control objective is about are known, and somebody has judged them.",
        edges: &[
            contextual(
                "164.308(a)(1)(ii)(A)",
                "Which safeguard such a finding touches only people can tell, in the analysis of risks.",
            ),
            contextual(
                "164.308(a)(1)(ii)(B)",
                "Whether such a finding is a risk to health information only people can tell.",
            ),
        ],
    },
];
