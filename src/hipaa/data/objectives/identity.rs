//! Objectives on identity and access.

use crate::hipaa::objective::{Row, contextual, satisfies, supports};

/// The objectives in the order they are shown.
pub(in crate::hipaa) static ROWS: &[Row] = &[
    Row {
        id: "least-privilege",
        title: "Rights are limited to what is needed",
        statement: "Policies and role assignments grant the actions and resources that a job needs; wildcards, full administration and grants straight to users are avoided.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "Rights broader than what was granted let people and programs reach more than they should.",
            ),
            supports(
                "164.308(a)(3)(i)",
                "Excess rights give members of the workforce access that is not appropriate.",
            ),
            supports("164.308(a)(4)(i)", "Access that was authorized narrowly must be configured narrowly."),
            supports(
                "164.308(a)(4)(ii)(B)",
                "Grants without limits show that access is given without an authorization behind it.",
            ),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Excess rights turn one stolen credential into a full compromise.",
            ),
            contextual(
                "164.308(a)(3)(ii)(B)",
                "Whether access is appropriate for a person is determined by people.",
            ),
            contextual(
                "164.308(a)(4)(ii)(C)",
                "Rights attached to groups and roles are easier to review and modify.",
            ),
        ],
    },
    Row {
        id: "privileged-access",
        title: "Privileged access is rare and controlled",
        statement: "Administrators, owners and rights to pass on roles or manage access are few, named, limited in scope and time, and kept apart from daily work.",
        edges: &[
            supports("164.308(a)(3)(i)", "Administrators without need have more access than is appropriate."),
            supports(
                "164.308(a)(3)(ii)(A)",
                "Standing privileged access is access without continuing authorization or supervision.",
            ),
            supports(
                "164.308(a)(3)(ii)(B)",
                "Many unlimited administrators show that nobody determined whose access is appropriate.",
            ),
            supports(
                "164.308(a)(4)(ii)(C)",
                "Privileged rights are those that must be reviewed and modified first.",
            ),
            supports(
                "164.312(a)(1)",
                "Administrators can reach all information; each needs a grant that is justified.",
            ),
        ],
    },
    Row {
        id: "multi-factor-authentication",
        title: "A second factor is required",
        statement: "People who reach consoles, management interfaces and sensitive data prove who they are with more than a password.",
        edges: &[
            satisfies("164.312(d)", "A second factor verifies that the person is the one claimed."),
            supports(
                "164.308(a)(1)(ii)(B)",
                "A password alone leaves stolen credentials as an unreduced risk.",
            ),
            contextual(
                "164.308(a)(5)(ii)(D)",
                "A second factor limits the harm of a weak or leaked password.",
            ),
        ],
    },
    Row {
        id: "password-policy",
        title: "Passwords are strong",
        statement: "Password rules require length and variety, refuse reuse, and apply to every account that signs in with a password.",
        edges: &[
            satisfies(
                "164.308(a)(5)(ii)(D)",
                "Enforced rules are the technical part of creating and changing passwords.",
            ),
            supports("164.312(d)", "A guessable password does not verify who is signing in."),
        ],
    },
    Row {
        id: "root-account",
        title: "The root account is locked away",
        statement: "The account that owns everything has no access keys, has a hardware or strong second factor, and is not used for daily work.",
        edges: &[
            supports(
                "164.312(a)(2)(i)",
                "Root is shared by nature: what it does cannot be tied to one person.",
            ),
            supports("164.312(d)", "Root keys and root without a second factor verify nobody."),
            supports("164.312(a)(1)", "Nothing limits what the root account may reach."),
            contextual(
                "164.312(a)(2)(ii)",
                "Root is often the way in during an emergency; who holds it must be written down.",
            ),
        ],
    },
    Row {
        id: "credential-lifecycle",
        title: "Credentials are renewed and removed",
        statement: "Access keys, service account keys and other long-lived credentials are rotated, limited in age, and removed when they are not used.",
        edges: &[
            supports(
                "164.308(a)(3)(i)",
                "Stale credentials let in people who no longer have a reason to be there.",
            ),
            supports(
                "164.308(a)(4)(ii)(C)",
                "Credentials that are never reviewed keep rights that should have been modified.",
            ),
            supports(
                "164.308(a)(5)(ii)(D)",
                "Changing credentials on a schedule is part of safeguarding them.",
            ),
            supports("164.312(d)", "An old key may be held by anybody; it no longer verifies its owner."),
            contextual(
                "164.308(a)(3)(ii)(C)",
                "Unused credentials may belong to people who left; ending access on departure is a procedure to attest.",
            ),
        ],
    },
    Row {
        id: "instance-metadata",
        title: "Instance credentials cannot be stolen through the metadata service",
        statement: "Virtual machines require session tokens for their metadata service, with a small hop limit, so that a request forged through an application cannot read credentials.",
        edges: &[
            supports(
                "164.312(a)(1)",
                "Stolen instance credentials let a stranger act with the rights of a program.",
            ),
            supports(
                "164.308(a)(1)(ii)(B)",
                "Forged requests to the metadata service are a known and easily reduced risk.",
            ),
            contextual("164.312(d)", "Stolen credentials make one program pass for another."),
        ],
    },
    Row {
        id: "workload-identity",
        title: "Workloads use their own managed identity",
        statement: "Programs act under an identity of their own, issued by the platform, rather than under shared keys, default accounts or the credentials of a person.",
        edges: &[
            supports("164.312(d)", "A platform-issued identity verifies which program is asking."),
            supports(
                "164.312(a)(1)",
                "Access for software programs can be limited only if each has its own identity.",
            ),
            supports(
                "164.308(a)(4)(ii)(B)",
                "Access through a program is granted to that program and not to everything on the machine.",
            ),
            contextual(
                "164.312(a)(2)(i)",
                "The specification speaks of users; programs with their own identity keep the trail readable.",
            ),
        ],
    },
    Row {
        id: "local-accounts",
        title: "Shared and local accounts are off",
        statement: "Local administrators, shared keys, anonymous users and basic authentication are turned off in favour of the central directory.",
        edges: &[
            supports("164.312(a)(2)(i)", "A shared or local account does not identify one user."),
            supports("164.312(d)", "Shared keys and anonymous access verify nobody."),
            supports(
                "164.312(a)(1)",
                "Shared keys and anonymous access go around the rights granted to each person.",
            ),
            contextual(
                "164.308(a)(3)(ii)(C)",
                "Local accounts survive when a person is removed from the directory; ending access is a procedure to attest.",
            ),
        ],
    },
    Row {
        id: "resource-policy",
        title: "Resource policies name whom they trust",
        statement: "Policies on queues, topics, functions, secrets, registries and stores grant access to named principals in one place, not to everyone and not to unknown accounts.",
        edges: &[
            supports("164.312(a)(1)", "A policy open to everyone allows access that was granted to nobody."),
            supports("164.308(a)(4)(i)", "Trust in unnamed or foreign principals bypasses authorization."),
            supports(
                "164.308(a)(4)(ii)(B)",
                "A resource policy is a grant of access and needs an authorization behind it.",
            ),
        ],
    },
    Row {
        id: "session-timeout",
        title: "Sessions end by themselves",
        statement: "Sessions of roles, consoles, desktops and databases end after a set time or a set period of inactivity.",
        edges: &[
            supports("164.312(a)(2)(iii)", "A session that never ends is not terminated after inactivity."),
            contextual(
                "164.310(c)",
                "A session that ends by itself limits what an unattended workstation exposes.",
            ),
        ],
    },
];
