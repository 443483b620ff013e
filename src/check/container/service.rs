//! Compose services: what they may do, what they open, and what they run.

use crate::check::{Alias, Check, Edit, Level, Member, Remedy, Severity};
use crate::resource::{Key, Kind};

const TYPES: &[&str] = &["compose_service"];
const KIND: Kind = Kind::Workload;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "service-host-users",
        objective: "workload-hardening",
        title: "Service has users of its own",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "Without user namespaces root in the container is root on the host, should it ever get \
                    out.",
        reads: &[Key::ServiceHostUser],
        test: |s| s.is_not(Key::ServiceHostUser),
        aliases: &[Alias::kics("8af7162d-6c98-482f-868e-0d33fb675ca8", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove userns_mode: host.",
            &[Edit::Member(Member::without(Level::Object, "userns_mode"))],
        )],
    },
    Check {
        id: "service-capabilities",
        objective: "workload-hardening",
        title: "Service has few capabilities",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "The default capabilities allow more than most applications use. Dropped, a fault in \
                    the application has less to work with.",
        reads: &[Key::ServiceCapabilities],
        test: |s| s.is_not(Key::ServiceCapabilities).and(s.is(Key::ServiceCapabilitiesDropped)),
        aliases: &[Alias::kics("ce76b7d0-9e77-464d-b86f-c5c48e03e22d", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Write cap_drop: [ALL], and add back by name only what fails without it.",
            &[
                Edit::Member(Member::without(Level::Object, "cap_add")),
                Edit::Member(Member::object("cap_drop", "[\"ALL\"]")),
            ],
        )],
    },
    Check {
        id: "service-security-options",
        objective: "workload-hardening",
        title: "Service says its security options",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without security options a service runs with the engine's defaults, whatever they are \
                    where it is started.",
        reads: &[Key::ServiceSecurityOptions],
        test: |s| s.is(Key::ServiceSecurityOptions),
        aliases: &[Alias::kics("610e266e-6c12-4bca-9925-1ed0cd29742b", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Write security_opt with no-new-privileges:true, and the profiles of seccomp and \
                    AppArmor that are wanted.",
            &[],
        )],
    },
    Check {
        id: "service-ports-bound",
        objective: "restricted-ingress",
        title: "Ports of the service are bound to an interface",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "A port without an address is open on every interface of the host, and Docker's rules \
                    pass by the host's firewall. A service for neighbours is then open to the world.",
        reads: &[Key::ServiceOpenPorts],
        test: |s| s.is_not(Key::ServiceOpenPorts),
        aliases: &[Alias::kics("451d79dc-0588-476a-ad03-3c7f0320abb3", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Write the address before the port: 127.0.0.1:8080:80.", &[])],
    },
    Check {
        id: "service-low-ports",
        objective: "workload-hardening",
        title: "Service maps no privileged ports",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Ports below 1024 need a capability that the service does better without.",
        reads: &[Key::ServiceLowPorts],
        test: |s| s.is_not(Key::ServiceLowPorts),
        aliases: &[Alias::kics("bc2908f3-f73c-40a9-8793-c1b7d5544f79", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Listen on a port above 1023 and let a proxy serve 443, or drop NET_BIND_SERVICE.",
            &[],
        )],
    },
    Check {
        id: "service-process-limit",
        objective: "high-availability",
        title: "Number of processes of the service is limited",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A service that starts processes without end stops its host, and everything on it.",
        reads: &[Key::ServiceProcessLimit],
        test: |s| s.is(Key::ServiceProcessLimit),
        aliases: &[Alias::kics("221e0658-cb2a-44e3-b08a-db96a341d6fa", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Write pids_limit, or deploy.resources.limits.pids.", &[])],
    },
    Check {
        id: "service-restart",
        objective: "high-availability",
        title: "Restarts after failures are bounded",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A service that fails and starts again for ever looks alive and serves nobody. After a \
                    few tries somebody should be told.",
        reads: &[Key::ServiceRestart],
        test: |s| s.is(Key::ServiceRestart),
        aliases: &[Alias::kics("2fc99041-ddad-49d5-853f-e35e70a48391", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Write restart: on-failure:5.",
            &[Edit::Member(Member::object("restart", "\"on-failure:5\""))],
        )],
    },
    Check {
        id: "service-health-check",
        objective: "health-monitoring",
        title: "Service says how its health is checked",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A container whose process hangs counts as running. A health check tells, before those \
                    who need records wait for it.",
        reads: &[Key::ServiceHealthCheck],
        test: |s| s.is(Key::ServiceHealthCheck),
        aliases: &[Alias::kics("698ed579-b239-4f8f-a388-baa4bcb13ef8", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Add a healthcheck with a command that asks the application.", &[])],
    },
    Check {
        id: "service-cgroup",
        objective: "workload-hardening",
        title: "Service stays in its control group",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "In a control group of its own choice a service escapes the limits that were set for \
                    it.",
        reads: &[Key::ServiceCgroupParent],
        test: |s| s.is_not(Key::ServiceCgroupParent),
        aliases: &[Alias::kics("4d9f44c6-2f4a-4317-9bb5-267adbea0232", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove cgroup_parent.",
            &[Edit::Member(Member::without(Level::Object, "cgroup_parent"))],
        )],
    },
    Check {
        id: "service-networks",
        objective: "network-segmentation",
        title: "Service says which networks it is in",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without networks every service of the file can reach every other. A database of \
                    records should be seen by the one service that needs it.",
        reads: &[Key::ServiceNetworks],
        test: |s| s.is(Key::ServiceNetworks),
        aliases: &[Alias::kics("ce14a68b-1668-41a0-ab7d-facd9f784742", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Name networks for groups of services, and put each service only into those it needs.",
            &[],
        )],
    },
    Check {
        id: "service-secret-variables",
        objective: "no-embedded-secrets",
        title: "No variable of the service holds a secret",
        severity: Severity::Critical,
        kind: KIND,
        types: TYPES,
        rationale: "A password in a Compose file is in the repository, its history and the output of \
                    docker inspect. Everybody who sees one of them can use it.",
        reads: &[Key::ServiceSecretVariables],
        test: |s| s.is_not(Key::ServiceSecretVariables),
        aliases: &[],
        remedies: &[Remedy::edit(
            TYPES,
            "Use secrets with a file outside the repository, and the image's _FILE variables; \
                    rotate what was written.",
            &[],
        )],
    },
];
