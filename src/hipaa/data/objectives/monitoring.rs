//! Objectives on monitoring and detection.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "threat-detection",
        title: "Threat detection is on",
        statement: "The detection services of each cloud watch every account and region, and their findings are sent to people.",
        edges: &[
            supports("164.308(a)(5)(ii)(B)", "Detection services find malicious software and its traces."),
            supports("164.308(a)(5)(ii)(C)", "Detection services report log-ins that do not fit."),
            supports(
                "164.308(a)(6)(ii)",
                "Suspected incidents must be identified before they can be answered.",
            ),
            supports("164.308(a)(1)(ii)(D)", "Detection examines activity records all the time."),
            contextual(
                "164.308(a)(6)(i)",
                "Incident policies and procedures are documents; detection feeds them.",
            ),
            contextual("164.308(a)(1)(ii)(A)", "Findings show the risk analysis which threats are real."),
            contextual(
                "164.308(a)(8)",
                "Findings inform the periodic evaluation; performing it is for people.",
            ),
            contextual("164.312(b)", "Detection examines activity that audit logs record."),
        ],
    },
    Row {
        id: "configuration-recording",
        title: "Configuration is recorded and assessed",
        statement: "Inventory and configuration services record what exists, how it is set and how that changes, and assess it against rules.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(A)",
                "A risk analysis cannot be thorough about resources nobody has recorded.",
            ),
            contextual(
                "164.308(a)(8)",
                "Recorded configuration informs the periodic evaluation; performing it is for people.",
            ),
            contextual("164.312(b)", "Configuration history complements the record of activity."),
            contextual(
                "164.310(d)(2)(iii)",
                "An inventory of virtual resources is not the record of movements of hardware and media.",
            ),
        ],
    },
    Row {
        id: "health-monitoring",
        title: "Health is watched",
        statement: "Capacity, failures and health of systems are measured, and alarms act when limits are passed.",
        edges: &[
            supports(
                "164.308(a)(7)(ii)(C)",
                "Continuing critical processes needs to know at once when they fail.",
            ),
            contextual("164.312(b)", "Health metrics add to the record of activity."),
            contextual("164.308(a)(6)(ii)", "An outage is often the first sign of an incident."),
        ],
    },
    Row {
        id: "vulnerability-scanning",
        title: "Vulnerabilities are looked for",
        statement: "Machines, images, functions and databases are scanned for known vulnerabilities, and findings are resolved.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(A)",
                "Potential vulnerabilities can be assessed only when they are looked for.",
            ),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Known vulnerabilities that are not resolved are risks that were not reduced.",
            ),
            contextual(
                "164.308(a)(8)",
                "Scan results inform the periodic evaluation; performing it is for people.",
            ),
            contextual("164.308(a)(5)(ii)(B)", "Malicious software enters through known vulnerabilities."),
        ],
    },
];
