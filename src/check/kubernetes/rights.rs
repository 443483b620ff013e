//! Rights of containers: users, capabilities and the filters of the kernel.

use super::{PODS, patch, step, workload};
use crate::check::{Alias, Check, Severity};
use crate::resource::Key;

pub(super) static CHECKS: &[Check] = &[
    workload("workload-privilege-escalation", "workload-hardening", "Containers cannot gain more rights", &[Key::PrivilegeEscalation], |s| {
        s.is_not(Key::PrivilegeEscalation)
    })
    .severity(Severity::High)
    .why(
        "Unless it is refused, a program in the container can gain root rights through a set-uid file. An intruder in \
         an application would not stay with the application's rights.",
    )
    .also(&[Alias::checkov("CKV_K8S_20", PODS)])
    .fix(&[step("Set `securityContext.allowPrivilegeEscalation: false` on every container.")]),
    workload("workload-non-root", "workload-hardening", "Containers run as another user than root", &[Key::NonRootUser], |s| {
        s.is(Key::NonRootUser)
    })
    .severity(Severity::High)
    .why(
        "Root in a container is root for the kernel. A flaw in the application or the runtime then opens the node and \
         the records of others on it.",
    )
    .also(&[Alias::checkov("CKV_K8S_23", PODS)])
    .fix(&[patch(
        "Set `securityContext.runAsNonRoot: true` on the pod and give the image, or `runAsUser`, a user that is not 0.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"runAsNonRoot\":true}{/pod}'",
    )
    .risk("An image that runs as root does not start until it has a user.")]),
    workload("workload-init-non-root", "workload-hardening", "Containers that prepare the pod run as another user than root", &[Key::InitNonRootUser], |s| {
        s.is(Key::InitNonRootUser)
    })
    .why(
        "An init container shares the pod's volumes, and often its secrets. As root it can leave behind files that the \
         application trusts.",
    )
    .fix(&[step("Set `securityContext.runAsNonRoot: true` on the pod, or `runAsUser` on the init container.")]),
    workload("workload-high-user", "workload-hardening", "Containers run under a high user id", &[Key::HighUser], |s| {
        s.is(Key::HighUser)
    })
    .severity(Severity::Low)
    .why(
        "Low user ids exist on the node as well. A process that leaves its container under such an id meets files and \
         processes of that user; a high one meets nothing.",
    )
    .also(&[Alias::checkov("CKV_K8S_40", PODS)])
    .fix(&[patch(
        "Set `securityContext.runAsUser` to 10000 or more on the pod.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"runAsUser\":10001}{/pod}'",
    )
    .risk("Files that the application owns have to belong to the new user.")]),
    workload("workload-root-group", "workload-hardening", "Containers do not run in the root group", &[Key::RootGroup], |s| {
        s.is_not(Key::RootGroup)
    })
    .severity(Severity::Low)
    .why(
        "Files of the root group hold configuration and keys. A process in that group reads them although its user \
         could not.",
    )
    .fix(&[step("Remove `runAsGroup: 0`, or set another group.")]),
    workload("workload-read-only-root", "workload-hardening", "Containers cannot change their own file system", &[Key::ReadOnlyRoot], |s| {
        s.is(Key::ReadOnlyRoot)
    })
    .why(
        "On a read-only file system an intruder cannot leave tools or change the program, and nothing is written \
         unnoticed beside the volumes meant for records.",
    )
    .also(&[Alias::kube_linter("no-read-only-root-fs", PODS), Alias::checkov("CKV_K8S_22", PODS)])
    .fix(&[step("Set `securityContext.readOnlyRootFilesystem: true` and mount an `emptyDir` where the program writes.")
        .risk("A program that writes elsewhere fails until it has a volume there.")]),
    workload("workload-added-capabilities", "workload-hardening", "Containers gain no capability", &[Key::AddedCapabilities], |s| {
        s.is_not(Key::AddedCapabilities)
    })
    .why(
        "Each capability is a piece of root's power over the node. What an application does not need should not be in \
         the hands of whoever takes it over.",
    )
    .also(&[Alias::checkov("CKV_K8S_25", PODS)])
    .fix(&[step("Remove `securityContext.capabilities.add`.")]),
    workload("workload-sys-admin", "workload-hardening", "No container may administer the system", &[Key::SysAdminCapability], |s| {
        s.is_not(Key::SysAdminCapability)
    })
    .severity(Severity::High)
    .why(
        "SYS_ADMIN is close to being root on the node: it mounts file systems and loads filters. A container with it is \
         contained in name only.",
    )
    .also(&[Alias::checkov("CKV_K8S_39", PODS)])
    .fix(&[step("Remove `SYS_ADMIN` from `securityContext.capabilities.add`.")]),
    workload("workload-drop-capabilities", "workload-hardening", "Containers give up all capabilities", &[Key::CapabilitiesDropped], |s| {
        s.is(Key::CapabilitiesDropped)
    })
    .why(
        "A container starts with more than a dozen capabilities that hardly any application uses. Dropping all of them \
         leaves an intruder nothing to work with.",
    )
    .also(&[Alias::checkov("CKV_K8S_37", PODS)])
    .fix(&[step("Set `securityContext.capabilities.drop: [ALL]` on every container and add back single ones that are used.")
        .risk("A server that binds a port below 1024 needs NET_BIND_SERVICE.")]),
    workload("workload-net-raw", "network-segmentation", "Containers cannot forge network packets", &[Key::NetRawCapability], |s| {
        s.is_not(Key::NetRawCapability)
    })
    .why(
        "NET_RAW, which containers have unless they drop it, lets one answer for the address of another. Traffic with \
         records can be read or changed on its way.",
    )
    .also(&[Alias::checkov("CKV_K8S_28", PODS)])
    .fix(&[step("Set `securityContext.capabilities.drop: [ALL]`, or at least `[NET_RAW]`.")
        .risk("Programs that send pings need the capability.")]),
    workload("workload-seccomp", "workload-hardening", "System calls are filtered", &[Key::Seccomp], |s| s.is(Key::Seccomp))
    .why(
        "The runtime's filter keeps system calls from containers that most ways out of one begin with. Without it the \
         whole kernel is open to a program that was taken over.",
    )
    .also(&[Alias::checkov("CKV_K8S_31", PODS)])
    .fix(&[patch(
        "Set `securityContext.seccompProfile.type: RuntimeDefault` on the pod.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}{/pod}'",
    )]),
    workload("workload-apparmor", "workload-hardening", "AppArmor is not switched off", &[Key::AppArmorOff], |s| {
        s.is_not(Key::AppArmorOff)
    })
    .why(
        "AppArmor limits which files and functions of the kernel a container reaches. Unconfined, a program that was \
         taken over meets one wall less on its way to the node.",
    )
    .fix(&[step("Remove the `Unconfined` AppArmor profile, or use `RuntimeDefault`.")]),
    workload("workload-selinux", "workload-hardening", "SELinux options do not widen rights", &[Key::SelinuxCustom], |s| {
        s.is_not(Key::SelinuxCustom)
    })
    .why(
        "A type, user or role of one's own can put a container outside the confinement that the node's policy gives \
         containers.",
    )
    .fix(&[step("Remove `seLinuxOptions`, or use one of the container types.")]),
    workload("workload-pod-context", "workload-hardening", "Pod has a security context", &[Key::PodSecurityContext], |s| {
        s.is(Key::PodSecurityContext)
    })
    .severity(Severity::Low)
    .why(
        "Without a security context the pod runs with whatever the image and the platform give it. One that is written \
         shows that somebody decided which rights the workload has.",
    )
    .also(&[Alias::checkov("CKV_K8S_29", PODS)])
    .fix(&[patch(
        "Add a `securityContext` to the pod, with `runAsNonRoot: true` and a seccomp profile.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"runAsNonRoot\":true}{/pod}'",
    )]),
    workload("workload-container-context", "workload-hardening", "Every container has a security context", &[Key::ContainerSecurityContext], |s| {
        s.is(Key::ContainerSecurityContext)
    })
    .severity(Severity::Low)
    .why(
        "Capabilities, escalation and the file system are settled per container. One without a security context has all \
         of them at their loosest.",
    )
    .also(&[Alias::checkov("CKV_K8S_30", PODS)])
    .fix(&[step("Add a `securityContext` to every container, init containers included.")]),
];
