//! Pod security policies: what a cluster before version 1.25 lets pods ask for.

use super::of;
use crate::check::{Alias, Check, Edit, Level, Member, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const POLICIES: &[&str] = &["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"];

const MANIFEST: &[&str] = &["kubernetes_pod_security_policy"];

const fn policy(
    id: &'static str,
    title: &'static str,
    reads: &'static [Key],
    test: fn(&Subject<'_>) -> Outcome,
    why: &'static str,
) -> Check {
    of(Kind::PodPolicy, id, "workload-hardening", title, reads, test).severity(Severity::High).why(why)
}

const fn refuse(steps: &'static str) -> Remedy {
    Remedy::edit(POLICIES, steps, &[])
        .command("kubectl edit podsecuritypolicy {name}")
        .risk("Pods that ask for it are refused.")
}

pub(super) static CHECKS: &[Check] = &[
    policy("pod-policy-privileged", "Pod policy admits no privileged containers", &[Key::Privileged], |s| s.is_not(Key::Privileged),
        "Whoever may create pods under a policy that admits privileged containers owns the nodes they run on.")
    .also(&[Alias::checkov("CKV_K8S_2", POLICIES), Alias::kics("c48e57d3-d642-4e0b-90db-37f807b41b91", MANIFEST)])
    .fix(&[refuse("Set `privileged: false`.").change(&[Edit::Member(Member::object("spec.privileged", "false"))])]),
    policy("pod-policy-host-pid", "Pod policy admits no sharing of the host's processes", &[Key::HostPid], |s| s.is_not(Key::HostPid),
        "Pods that see the host's processes can read the environment of every other workload on the node.")
    .also(&[Alias::checkov("CKV_K8S_1", POLICIES), Alias::kics("91dacd0e-d189-4a9c-8272-5999a3cc32d9", MANIFEST)])
    .fix(&[refuse("Set `hostPID: false`.").change(&[Edit::Member(Member::object("spec.hostPID", "false"))])]),
    policy("pod-policy-host-ipc", "Pod policy admits no sharing of the host's memory", &[Key::HostIpc], |s| s.is_not(Key::HostIpc),
        "Pods in the host's IPC namespace can read the shared memory of programs that handle records.")
    .also(&[Alias::checkov("CKV_K8S_3", POLICIES), Alias::kics("80f93444-b240-4ebb-a4c6-5c40b76c04ea", MANIFEST)])
    .fix(&[refuse("Set `hostIPC: false`.").change(&[Edit::Member(Member::object("spec.hostIPC", "false"))])]),
    policy("pod-policy-host-network", "Pod policy admits no sharing of the host's network", &[Key::HostNetwork], |s| s.is_not(Key::HostNetwork),
        "Pods on the host's network pass by network policies and can listen to the traffic of the node.")
    .also(&[Alias::checkov("CKV_K8S_4", POLICIES), Alias::kics("a33e9173-b674-4dfb-9d82-cf3754816e4b", MANIFEST)])
    .fix(&[refuse("Set `hostNetwork: false`.").change(&[Edit::Member(Member::object("spec.hostNetwork", "false"))])]),
    policy("pod-policy-escalation", "Pod policy refuses privilege escalation", &[Key::PrivilegeEscalation], |s| s.is_not(Key::PrivilegeEscalation),
        "Unless a policy refuses it, a program in a container can gain root rights through a set-uid file.")
    .also(&[Alias::checkov("CKV_K8S_5", POLICIES), Alias::kics("87554eef-154d-411d-bdce-9dbd91e56851", MANIFEST)])
    .fix(&[refuse("Set `allowPrivilegeEscalation: false`.").change(&[Edit::Member(Member::object("spec.allowPrivilegeEscalation", "false"))])]),
    policy("pod-policy-non-root", "Pod policy refuses root", &[Key::NonRootUser], |s| s.is(Key::NonRootUser),
        "A policy that admits any user lets containers run as root, which is root for the node's kernel as well.")
    .also(&[Alias::checkov("CKV_K8S_6", POLICIES)])
    .fix(&[refuse("Set `runAsUser.rule: MustRunAsNonRoot`.").change(&[Edit::Member(Member::object("spec.runAsUser.rule", "\"MustRunAsNonRoot\""))])]),
    policy("pod-policy-net-raw", "Pod policy takes NET_RAW from containers", &[Key::NetRawCapability], |s| s.is_not(Key::NetRawCapability),
        "With NET_RAW a container can answer for the address of another and read traffic that was not meant for it.")
    .also(&[Alias::checkov("CKV_K8S_7", MANIFEST)])
    .fix(&[refuse("Add `ALL`, or at least `NET_RAW`, to `requiredDropCapabilities`.").change(&[Edit::Member(Member::object("spec.requiredDropCapabilities", "[\"ALL\"]"))])]),
    policy("pod-policy-added-capabilities", "Pod policy admits no added capabilities", &[Key::ListedCapabilities], |s| s.is_unset(Key::ListedCapabilities),
        "Each capability that a policy admits is a piece of root's power that any of its pods may take.")
    .also(&[Alias::checkov("CKV_K8S_24", POLICIES), Alias::kics("7307579a-3abb-46ad-9ce5-2a915634d5c8", MANIFEST)])
    .fix(&[refuse("Remove `allowedCapabilities`.").change(&[Edit::Member(Member::without(Level::Object, "spec.allowedCapabilities"))])]),
    policy("pod-policy-seccomp", "Pod policy filters system calls", &[Key::Seccomp], |s| s.is(Key::Seccomp),
        "Without a default profile the whole kernel is open to containers that are admitted under the policy.")
    .severity(Severity::Medium)
    .also(&[Alias::checkov("CKV_K8S_32", MANIFEST)])
    .fix(&[refuse("Set the annotation `seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default`.").change(&[Edit::Member(Member::object("metadata.annotations.\"seccomp.security.alpha.kubernetes.io/defaultProfileName\"", "\"runtime/default\""))])]),
    policy("pod-policy-drop-capabilities", "Pod policy takes capabilities from containers", &[Key::CapabilitiesDropped], |s| s.is(Key::CapabilitiesDropped),
        "A policy that drops nothing leaves containers more than a dozen capabilities that hardly any of them uses.")
    .severity(Severity::Medium)
    .also(&[Alias::checkov("CKV_K8S_36", POLICIES)])
    .fix(&[refuse("Add `ALL` to `requiredDropCapabilities`.").change(&[Edit::Member(Member::object("spec.requiredDropCapabilities", "[\"ALL\"]"))])]),
    policy("pod-policy-read-only-root", "Pod policy asks for a read-only file system", &[Key::ReadOnlyRoot], |s| s.is(Key::ReadOnlyRoot),
        "Where containers may change their own files, an intruder leaves tools behind that nobody put there.")
    .severity(Severity::Low)
    .fix(&[refuse("Set `readOnlyRootFilesystem: true`.").change(&[Edit::Member(Member::object("spec.readOnlyRootFilesystem", "true"))])]),
];
