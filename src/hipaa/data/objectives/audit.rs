//! Objectives on audit logging.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "control-plane-audit",
        title: "Administrative activity is recorded",
        statement: "Every account records who changed or read its configuration, in all regions, to a durable trail.",
        edges: &[
            supports(
                "164.312(b)",
                "Changes to systems that hold the information are activity that must be recorded.",
            ),
            supports("164.308(a)(1)(ii)(D)", "Without an administrative trail there is nothing to review."),
            supports(
                "164.308(a)(5)(ii)(C)",
                "Log-ins and failed log-ins to the platform are recorded in this trail.",
            ),
            supports(
                "164.308(a)(6)(ii)",
                "An incident cannot be identified or documented without a record of what was done.",
            ),
            contextual(
                "164.308(a)(3)(ii)(A)",
                "The trail lets supervisors see the work of administrators; supervision itself is done by people.",
            ),
        ],
    },
    Row {
        id: "storage-access-logging",
        title: "Access to stored data is recorded",
        statement: "Reads and writes of stores that may hold electronic protected health information are recorded.",
        edges: &[
            supports(
                "164.312(b)",
                "Use of the stored information is the activity the standard wants recorded and examined.",
            ),
            supports("164.308(a)(1)(ii)(D)", "Access reports can only be reviewed if access is recorded."),
            contextual("164.308(a)(6)(ii)", "Access records show the extent of an incident."),
        ],
    },
    Row {
        id: "network-flow-logging",
        title: "Network traffic is recorded",
        statement: "Networks and firewalls that carry or protect electronic protected health information record the connections made and refused.",
        edges: &[
            supports("164.312(b)", "Connections to the systems are part of the activity in them."),
            supports("164.308(a)(1)(ii)(D)", "Connection records are among the records to be reviewed."),
            contextual("164.308(a)(6)(ii)", "Flow records show where data went during an incident."),
        ],
    },
    Row {
        id: "database-audit-logging",
        title: "Database activity is recorded",
        statement: "Databases, caches and search services record connections, failed log-ins and statements, and send them to a durable log.",
        edges: &[
            supports("164.312(b)", "Databases hold most of the information; use of them must be recorded."),
            supports("164.308(a)(1)(ii)(D)", "Database records are among the records to be reviewed."),
            supports(
                "164.308(a)(5)(ii)(C)",
                "Log-in attempts to databases can be monitored only if they are recorded.",
            ),
            contextual("164.312(a)(2)(i)", "Records tie statements to the user who issued them."),
        ],
    },
    Row {
        id: "load-balancer-logging",
        title: "Requests at the edge are recorded",
        statement: "Load balancers, content delivery networks and web application firewalls record the requests they receive.",
        edges: &[
            supports("164.312(b)", "Requests at the edge are activity in the systems behind it."),
            supports("164.308(a)(1)(ii)(D)", "Request records are among the records to be reviewed."),
        ],
    },
    Row {
        id: "api-logging",
        title: "API calls are recorded",
        statement: "API gateways and endpoints record access and execution.",
        edges: &[
            supports(
                "164.312(b)",
                "Calls to an API that serves the information are activity that must be recorded.",
            ),
            supports("164.308(a)(1)(ii)(D)", "API records are among the records to be reviewed."),
        ],
    },
    Row {
        id: "workload-logging",
        title: "Workloads and platform services write logs",
        statement: "Clusters, containers, functions, virtual machines, application platforms and platform services send their logs to a durable place.",
        edges: &[
            supports("164.312(b)", "Systems that use the information must record what happens in them."),
            supports("164.308(a)(1)(ii)(D)", "Workload records are among the records to be reviewed."),
        ],
    },
    Row {
        id: "log-retention",
        title: "Logs are kept long enough",
        statement: "Audit logs are kept for the period the organization has set, and are not deleted before it ends.",
        edges: &[
            supports("164.312(b)", "A record that is already gone cannot be examined."),
            supports(
                "164.308(a)(1)(ii)(D)",
                "Regular review needs records that last from one review to the next.",
            ),
            contextual(
                "164.316(b)(2)(i)",
                "Six years apply to required documentation; whether a log is such documentation is for the organization to decide.",
            ),
            contextual("164.308(a)(6)(ii)", "Incidents are often found months after they began."),
        ],
    },
    Row {
        id: "log-integrity",
        title: "Logs cannot be altered unnoticed",
        statement: "Audit logs are protected from change and deletion, and tampering can be detected.",
        edges: &[
            supports("164.312(b)", "A trail that an intruder can edit does not record what happened."),
            supports("164.312(c)(2)", "Digests of log files corroborate that the records were not altered."),
            supports(
                "164.312(c)(1)",
                "Logs that hold the information, or prove its history, must be safe from improper alteration.",
            ),
            contextual("164.308(a)(1)(ii)(D)", "A review is only as good as the records it rests on."),
        ],
    },
    Row {
        id: "log-encryption",
        title: "Logs are encrypted",
        statement: "Audit logs and trails are encrypted at rest, because they often contain identifiers and fragments of the data itself.",
        edges: &[
            supports(
                "164.312(a)(2)(iv)",
                "Logs can contain the information and are then stored information like any other.",
            ),
            contextual(
                "164.308(a)(1)(ii)(B)",
                "Unencrypted logs are a second, less guarded copy of sensitive data.",
            ),
        ],
    },
    Row {
        id: "audit-alerting",
        title: "Somebody is told of suspicious activity",
        statement: "Changes to identity, network, keys and logging, failed log-ins and root use raise an alarm that reaches a person.",
        edges: &[
            supports("164.312(b)", "The standard asks to examine activity as well as to record it."),
            supports("164.308(a)(1)(ii)(D)", "Alarms bring the records that matter to the reviewer."),
            supports("164.308(a)(5)(ii)(C)", "Discrepancies in log-ins are reported by an alarm."),
            supports("164.308(a)(6)(ii)", "An incident can be answered only after somebody is told."),
            contextual(
                "164.308(a)(6)(i)",
                "Incident policies and procedures are documents; alarms feed them.",
            ),
        ],
    },
];
