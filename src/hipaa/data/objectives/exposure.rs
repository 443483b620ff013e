//! Objectives on network segmentation and public exposure.

use crate::hipaa::objective::{Row, contextual, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "public-storage",
        title: "Storage is not public",
        statement: "Object stores, snapshots, images, registries and file shares cannot be read or written by the public or by everyone with an account at the provider.",
        edges: &[
            supports("164.312(a)(1)", "Public storage allows access to persons who were granted none."),
            supports(
                "164.308(a)(3)(i)",
                "Public storage does not prevent anyone from obtaining the information.",
            ),
            supports("164.308(a)(4)(i)", "Access open to all was never authorized for anyone."),
            supports("164.308(a)(1)(ii)(B)", "Public storage is the most frequent cause of large exposures."),
            contextual("164.312(e)(1)", "Public data can be fetched over any network."),
        ],
    },
    Row {
        id: "public-database",
        title: "Databases are not public",
        statement: "Databases, warehouses, caches and search services are not reachable from the internet and take no connections from arbitrary addresses.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "A database open to the internet relies on its password alone to keep strangers out.",
            ),
            supports(
                "164.308(a)(3)(i)",
                "A public endpoint does not prevent people without access from trying to obtain it.",
            ),
            supports("164.312(e)(1)", "Traffic to a public endpoint crosses the open internet."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "A public database endpoint is attacked within minutes of its start.",
            ),
        ],
    },
    Row {
        id: "public-address",
        title: "Workloads have no public address",
        statement: "Virtual machines, clusters, functions, notebooks and replication services carry no public address and no open endpoint, unless they are meant to be an edge.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "A public address lets persons who were granted no access reach the system directly.",
            ),
            supports("164.312(e)(1)", "Traffic to a public address crosses the open internet."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Every public address enlarges the surface that must be defended.",
            ),
        ],
    },
    Row {
        id: "restricted-ingress",
        title: "Inbound traffic is restricted",
        statement: "Firewall rules, security groups and service firewalls admit only the sources and ports that are needed; nothing is open to the whole internet by default.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "Broad rules let persons who were granted no access reach the systems.",
            ),
            supports(
                "164.312(e)(1)",
                "Restricting who can connect guards the information while it is transmitted.",
            ),
            supports("164.308(a)(1)(ii)(B)", "Open ports leave known and easily reduced risks in place."),
            contextual(
                "164.308(a)(4)(ii)(B)",
                "Network rules carry out access decisions that were made elsewhere.",
            ),
        ],
    },
    Row {
        id: "restricted-egress",
        title: "Outbound traffic is restricted",
        statement: "Firewall rules limit which destinations and ports workloads may reach, so that stolen data has no free way out.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "Unrestricted outbound traffic lets an intruder carry data away unhindered.",
            ),
            contextual("164.312(e)(1)", "Limiting destinations narrows where the information can be sent."),
        ],
    },
    Row {
        id: "admin-access",
        title: "Administrative access is not exposed",
        statement: "Remote shells, remote desktops, cluster control planes, consoles and database ports cannot be reached from the whole internet.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "An exposed administration port lets anyone try to take over the system.",
            ),
            supports(
                "164.312(e)(1)",
                "Administrative sessions carry the information and must not be open to the whole internet.",
            ),
            supports(
                "164.308(a)(3)(i)",
                "An exposed port does not prevent people without access from trying to obtain it.",
            ),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Exposed administration ports are a leading way in for ransomware.",
            ),
            contextual(
                "164.308(a)(5)(ii)(B)",
                "Closed administration ports keep out malware that spreads through them.",
            ),
        ],
    },
    Row {
        id: "default-network",
        title: "Default networks are not used",
        statement: "Default networks, default security groups and default firewall rules are removed or admit nothing, and workloads run in networks that were designed.",
        edges: &[
            supports("164.312(e)(1)", "Default rules admit traffic that nobody chose to admit."),
            supports("164.308(a)(1)(ii)(B)", "A network nobody designed is a risk nobody assessed."),
        ],
    },
    Row {
        id: "private-connectivity",
        title: "Services are reached privately",
        statement: "Platform services and data stores are reached through private endpoints or service endpoints rather than over the internet.",
        edges: &[
            supports("164.312(e)(1)", "A private path keeps transmissions away from the open network."),
            supports("164.308(a)(1)(ii)(B)", "A service without a private path must keep a public one open."),
            contextual(
                "164.312(a)(1)",
                "A private path limits who can reach a service; grants still decide who may use it.",
            ),
        ],
    },
    Row {
        id: "network-segmentation",
        title: "Networks are segmented",
        statement: "Workloads run inside designed networks, and databases, applications and edges are kept in separate segments with rules between them.",
        edges: &[
            supports(
                "164.312(e)(1)",
                "Segments keep the information away from systems that need not see it.",
            ),
            supports("164.308(a)(1)(ii)(B)", "A flat network lets one compromised system reach all others."),
            contextual("164.312(a)(1)", "Segments limit reach; grants still decide access."),
            contextual(
                "164.308(a)(4)(ii)(A)",
                "Separate networks can help to isolate a clearinghouse; whether one exists and is isolated must be attested.",
            ),
            contextual(
                "164.314(b)(2)(ii)",
                "Segments can back the separation between plan and sponsor; the plan documents decide.",
            ),
        ],
    },
    Row {
        id: "web-application-firewall",
        title: "Web applications stand behind a filter",
        statement: "Web applications and APIs that face the internet are protected by a web application firewall with active rules, and malformed requests are dropped.",
        edges: &[
            supports(
                "164.308(a)(1)(ii)(B)",
                "Unfiltered requests leave common web attacks as an unreduced risk.",
            ),
            contextual(
                "164.312(e)(1)",
                "A filter at the edge guards requests against misuse on their way in.",
            ),
            contextual("164.308(a)(5)(ii)(B)", "A filter stops some malicious content before it arrives."),
        ],
    },
];
