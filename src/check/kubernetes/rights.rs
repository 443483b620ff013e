//! Rights of containers: users, capabilities and the filters of the kernel.

use super::{COMPOSE, CONTROLLERS, PODS, RUNNING, patch, step, workload};
use crate::check::{Alias, Check, Edit, Level, Member, Remedy, Severity};
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
    .also(&[Alias::checkov("CKV_K8S_20", PODS), Alias::trivy("AVD-KSV-0001", RUNNING), Alias::kics("5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d", RUNNING), Alias::kics("27fcc7d6-c49b-46e0-98f1-6c082a6a2750", COMPOSE)])
    .fix(&[step("Set `securityContext.allowPrivilegeEscalation: false` on every container.").change(&[Edit::Member(Member::container("securityContext.allowPrivilegeEscalation", "false"))]), Remedy::edit(COMPOSE, "Write security_opt: [no-new-privileges:true].", &[])]),
    workload("workload-non-root", "workload-hardening", "Containers run as another user than root", &[Key::NonRootUser], |s| {
        s.is(Key::NonRootUser)
    })
    .severity(Severity::High)
    .why(
        "Root in a container is root for the kernel. A flaw in the application or the runtime then opens the node and \
         the records of others on it.",
    )
    .also(&[Alias::checkov("CKV_K8S_23", PODS), Alias::kics("cf34805e-3872-4c08-bf92-6ff7bb0cfadb", RUNNING)])
    .fix(&[patch(
        "Set `securityContext.runAsNonRoot: true` on the pod and give the image, or `runAsUser`, a user that is not 0.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"runAsNonRoot\":true}{/pod}'",
    )
    .risk("An image that runs as root does not start until it has a user.").change(&[Edit::Member(Member::pod("securityContext.runAsNonRoot", "true")), Edit::Member(Member::container("securityContext.runAsNonRoot", "true").there())]), Remedy::edit( COMPOSE, "Write user with an id that is not 0, or a USER instruction in the image.", &[], )]),
    workload("workload-non-root-enforced", "workload-hardening", "Containers that would run as root do not start", &[Key::NonRootEnforced], |s| {
        s.is(Key::NonRootEnforced)
    })
    .why(
        "A user id in a manifest or an image holds until somebody changes it. `runAsNonRoot` makes the platform refuse a \
         container that would be root after all.",
    )
    .also(&[Alias::trivy("AVD-KSV-0012", RUNNING)])
    .fix(&[patch(
        "Set `securityContext.runAsNonRoot: true` on the pod.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"runAsNonRoot\":true}{/pod}'",
    )
    .risk("An image that runs as root does not start until it has a user.").change(&[Edit::Member(Member::pod("securityContext.runAsNonRoot", "true")), Edit::Member(Member::container("securityContext.runAsNonRoot", "true").there())])]),
    workload("workload-init-non-root", "workload-hardening", "Containers that prepare the pod run as another user than root", &[Key::InitNonRootUser], |s| {
        s.is(Key::InitNonRootUser)
    })
    .why(
        "An init container shares the pod's volumes, and often its secrets. As root it can leave behind files that the \
         application trusts.",
    )
    .fix(&[step("Set `securityContext.runAsNonRoot: true` on the pod, or `runAsUser` on the init container.").change(&[Edit::Member(Member::pod("securityContext.runAsNonRoot", "true")), Edit::Member(Member::container("securityContext.runAsNonRoot", "true").there())])]),
    workload("workload-high-user", "workload-hardening", "Containers run under a high user id", &[Key::HighUser], |s| {
        s.is(Key::HighUser)
    })
    .severity(Severity::Low)
    .why(
        "Low user ids exist on the node as well. A process that leaves its container under such an id meets files and \
         processes of that user; a high one meets nothing.",
    )
    .also(&[Alias::checkov("CKV_K8S_40", PODS), Alias::kics("02323c00-cdc3-4fdc-a310-4f2b3e7a1660", RUNNING)])
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
    .also(&[Alias::trivy("AVD-KSV-0116", RUNNING)])
    .fix(&[step("Remove group 0 from `runAsGroup`, `fsGroup` and `supplementalGroups`, or set another group.")]),
    workload("workload-read-only-root", "workload-hardening", "Containers cannot change their own file system", &[Key::ReadOnlyRoot], |s| {
        s.is(Key::ReadOnlyRoot)
    })
    .why(
        "On a read-only file system an intruder cannot leave tools or change the program, and nothing is written \
         unnoticed beside the volumes meant for records.",
    )
    .also(&[Alias::kube_linter("no-read-only-root-fs", PODS), Alias::checkov("CKV_K8S_22", PODS), Alias::trivy("AVD-KSV-0014", RUNNING), Alias::kics("a9c2f49d-0671-4fc9-9ece-f4e261e128d0", RUNNING)])
    .fix(&[step("Set `securityContext.readOnlyRootFilesystem: true` and mount an `emptyDir` where the program writes.")
        .risk("A program that writes elsewhere fails until it has a volume there.").change(&[Edit::Member(Member::container("securityContext.readOnlyRootFilesystem", "true"))]), Remedy::edit( COMPOSE, "Write read_only: true, with tmpfs for the directories that need writing.", &[Edit::Member(Member::object("read_only", "true"))], )]),
    workload("workload-added-capabilities", "workload-hardening", "Containers gain no capability", &[Key::AddedCapabilities], |s| {
        s.is_not(Key::AddedCapabilities)
    })
    .why(
        "Each capability is a piece of root's power over the node. What an application does not need should not be in \
         the hands of whoever takes it over.",
    )
    .also(&[Alias::checkov("CKV_K8S_25", PODS), Alias::trivy("AVD-KSV-0022", RUNNING)])
    .fix(&[step("Remove `securityContext.capabilities.add`.").change(&[Edit::Member(Member::without(Level::Container, "securityContext.capabilities.add"))])]),
    workload("workload-sys-admin", "workload-hardening", "No container may administer the system", &[Key::SysAdminCapability], |s| {
        s.is_not(Key::SysAdminCapability)
    })
    .severity(Severity::High)
    .why(
        "SYS_ADMIN is close to being root on the node: it mounts file systems and loads filters. A container with it is \
         contained in name only.",
    )
    .also(&[Alias::checkov("CKV_K8S_39", PODS), Alias::trivy("AVD-KSV-0005", RUNNING), Alias::kics("235236ee-ad78-4065-bd29-61b061f28ce0", RUNNING)])
    .fix(&[step("Remove `SYS_ADMIN` from `securityContext.capabilities.add`.")]),
    workload("workload-drop-capabilities", "workload-hardening", "Containers give up all capabilities", &[Key::CapabilitiesDropped], |s| {
        s.is(Key::CapabilitiesDropped)
    })
    .why(
        "A container starts with more than a dozen capabilities that hardly any application uses. Dropping all of them \
         leaves an intruder nothing to work with.",
    )
    .also(&[Alias::checkov("CKV_K8S_37", PODS), Alias::trivy("AVD-KSV-0003", RUNNING)])
    .fix(&[step("Set `securityContext.capabilities.drop: [ALL]` on every container and add back single ones that are used.")
        .risk("A server that binds a port below 1024 needs NET_BIND_SERVICE.").change(&[Edit::Member(Member::container("securityContext.capabilities.drop", "[\"ALL\"]"))])]),
    workload("workload-net-raw", "network-segmentation", "Containers cannot forge network packets", &[Key::NetRawCapability], |s| {
        s.is_not(Key::NetRawCapability)
    })
    .why(
        "NET_RAW, which containers have unless they drop it, lets one answer for the address of another. Traffic with \
         records can be read or changed on its way.",
    )
    .also(&[Alias::checkov("CKV_K8S_28", PODS), Alias::kube_linter("drop-net-raw-capability", RUNNING), Alias::kics("dbbc6705-d541-43b0-b166-dd4be8208b54", RUNNING)])
    .fix(&[step("Set `securityContext.capabilities.drop: [ALL]`, or at least `[NET_RAW]`.")
        .risk("Programs that send pings need the capability.")]),
    workload("workload-seccomp", "workload-hardening", "System calls are filtered", &[Key::Seccomp], |s| s.is(Key::Seccomp))
    .why(
        "The runtime's filter keeps system calls from containers that most ways out of one begin with. Without it the \
         whole kernel is open to a program that was taken over.",
    )
    .also(&[Alias::checkov("CKV_K8S_31", PODS), Alias::trivy("AVD-KSV-0030", RUNNING), Alias::trivy("AVD-KSV-0104", CONTROLLERS), Alias::kics("f377b83e-bd07-4f48-a591-60c82b14a78b", RUNNING), Alias::kics("404fde2c-bc4b-4371-9747-7054132ac953", COMPOSE)])
    .fix(&[patch(
        "Set `securityContext.seccompProfile.type: RuntimeDefault` on the pod.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"securityContext\":{\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}{/pod}'",
    ).change(&[Edit::Member(Member::pod("securityContext.seccompProfile.type", "\"RuntimeDefault\"")), Edit::Member(Member::container("securityContext.seccompProfile.type", "\"RuntimeDefault\"").reading(&["Unconfined"]))]), Remedy::edit(COMPOSE, "Remove seccomp:unconfined.", &[])]),
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
    .also(&[Alias::trivy("AVD-KSV-0025", RUNNING)])
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
    ).change(&[Edit::Member(Member::pod("securityContext.runAsNonRoot", "true"))])]),
    workload("workload-container-context", "workload-hardening", "Every container has a security context", &[Key::ContainerSecurityContext], |s| {
        s.is(Key::ContainerSecurityContext)
    })
    .severity(Severity::Low)
    .why(
        "Capabilities, escalation and the file system are settled per container. One without a security context has all \
         of them at their loosest.",
    )
    .also(&[Alias::checkov("CKV_K8S_30", PODS)])
    .fix(&[step("Add a `securityContext` to every container, init containers included.").change(&[Edit::Member(Member::container("securityContext.allowPrivilegeEscalation", "false"))])]),
];
