//! What a workload takes of the machine it runs on.

use super::{COMPOSE, PODS, PODS_AND_TERRAFORM, RUNNING, patch, step, workload};
use crate::check::{Alias, Check, Edit, Level, Member, Remedy, Severity};
use crate::resource::Key;

pub(super) static CHECKS: &[Check] = &[
    workload("workload-privileged", "workload-hardening", "Containers are not privileged", &[Key::Privileged], |s| {
        s.is_not(Key::Privileged)
    })
    .severity(Severity::Critical)
    .why(
        "A privileged container has every right of its node: whoever breaks into it owns the machine and the records \
         of every other workload there.",
    )
    .also(&[Alias::kube_linter("privileged-container", PODS), Alias::checkov("CKV_K8S_16", PODS_AND_TERRAFORM), Alias::trivy("AVD-KSV-0017", RUNNING), Alias::kics("dd29336b-fe57-445b-a26e-e6aa867ae609", RUNNING), Alias::kics("ae5b6871-7f45-42e0-bb4c-ab300c4d2026", COMPOSE)])
    .fix(&[step("Remove `privileged` from the container's securityContext, or set `privileged: false`; add single capabilities where they are needed.")
        .risk("Software that manages devices or the kernel needs the capabilities it uses.").change(&[Edit::Member(Member::container("securityContext.privileged", "false").there())]), Remedy::edit( COMPOSE, "Remove privileged, and add the one capability or device that is needed.", &[Edit::Member(Member::object("privileged", "false").there())], )]),
    workload("workload-host-pid", "workload-hardening", "Workload does not share the host's processes", &[Key::HostPid], |s| {
        s.is_not(Key::HostPid)
    })
    .severity(Severity::High)
    .why(
        "In the host's process namespace a container sees the processes of every other workload, with what stands in \
         their environment, and can stop or trace them.",
    )
    .also(&[Alias::kube_linter("host-pid", PODS), Alias::checkov("CKV_K8S_17", PODS_AND_TERRAFORM), Alias::trivy("AVD-KSV-0010", RUNNING), Alias::kics("302736f4-b16c-41b8-befe-c0baffa0bd9d", RUNNING), Alias::kics("4f31dd9f-2cc3-4751-9b53-67e4af83dac0", COMPOSE)])
    .fix(&[patch(
        "Remove `hostPID`, or set `hostPID: false`.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"hostPID\":false{/pod}'",
    ).change(&[Edit::Member(Member::pod("hostPID", "false"))]), Remedy::edit( COMPOSE, "Remove pid: host.", &[Edit::Member(Member::without(Level::Object, "pid"))], )]),
    workload("workload-host-ipc", "workload-hardening", "Workload does not share the host's memory", &[Key::HostIpc], |s| {
        s.is_not(Key::HostIpc)
    })
    .severity(Severity::High)
    .why(
        "Processes in the host's IPC namespace read the shared memory of others. Health information that another \
         program holds there is then open to the container.",
    )
    .also(&[Alias::kube_linter("host-ipc", PODS), Alias::checkov("CKV_K8S_18", PODS_AND_TERRAFORM), Alias::trivy("AVD-KSV-0008", RUNNING), Alias::kics("cd290efd-6c82-4e9d-a698-be12ae31d536", RUNNING), Alias::kics("baa3890f-bed7-46f5-ab8f-1da8fc91c729", COMPOSE)])
    .fix(&[patch(
        "Remove `hostIPC`, or set `hostIPC: false`.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"hostIPC\":false{/pod}'",
    ).change(&[Edit::Member(Member::pod("hostIPC", "false"))]), Remedy::edit( COMPOSE, "Remove ipc: host.", &[Edit::Member(Member::without(Level::Object, "ipc"))], )]),
    workload("workload-host-network", "network-segmentation", "Workload does not share the host's network", &[Key::HostNetwork], |s| {
        s.is_not(Key::HostNetwork)
    })
    .severity(Severity::High)
    .why(
        "On the host's network a container passes by network policies, can listen to the node's traffic and reaches \
         services that are bound to the node alone.",
    )
    .also(&[Alias::kube_linter("host-network", PODS), Alias::checkov("CKV_K8S_19", PODS_AND_TERRAFORM), Alias::trivy("AVD-KSV-0009", RUNNING), Alias::kics("6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a", RUNNING), Alias::kics("071a71ff-f868-47a4-ac0b-3c59e4ab5443", COMPOSE)])
    .fix(&[patch(
        "Remove `hostNetwork`, or set `hostNetwork: false`, and publish ports through a service.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"hostNetwork\":false{/pod}'",
    )
    .risk("Clients that use the node's address have to use a service.").change(&[Edit::Member(Member::pod("hostNetwork", "false"))]), Remedy::edit( COMPOSE, "Remove network_mode: host; publish the ports that are needed.", &[Edit::Member(Member::without(Level::Object, "network_mode"))], )]),
    workload("workload-host-process", "workload-hardening", "No Windows container is a process of the host", &[Key::HostProcess], |s| {
        s.is_not(Key::HostProcess)
    })
    .severity(Severity::High)
    .why(
        "A host process container is not contained at all: it acts on the Windows node with the rights it asks for and \
         reads whatever lies there.",
    )
    .also(&[Alias::trivy("AVD-KSV-0103", RUNNING)])
    .fix(&[step("Remove `windowsOptions.hostProcess` from the security contexts.").change(&[Edit::Member(Member::pod("securityContext.windowsOptions.hostProcess", "false").there()), Edit::Member(Member::container("securityContext.windowsOptions.hostProcess", "false").there())])]),
    workload("workload-host-port", "network-segmentation", "Containers bind no port of the host", &[Key::HostPort], |s| {
        s.is_not(Key::HostPort)
    })
    .why(
        "A port of the host answers on the node's own address, past the services and policies that guard the workload, \
         and ties the pod to nodes where the port is free.",
    )
    .also(&[Alias::checkov("CKV_K8S_26", PODS), Alias::trivy("AVD-KSV-0024", RUNNING), Alias::kics("2b1836f1-dcce-416e-8e16-da8c71920633", RUNNING)])
    .fix(&[step("Remove `hostPort` and publish the port through a service.")
        .risk("Clients that use the node's port have to use the service.")]),
    workload("workload-host-path", "workload-hardening", "Workload mounts no path of the host", &[Key::HostPath], |s| {
        s.is_not(Key::HostPath)
    })
    .why(
        "A path of the host outlives the pod and is shared with whatever else runs on the node. It leads out of the \
         container, and records that land there are outside every backup and encryption of the cluster's volumes.",
    )
    .also(&[Alias::trivy("AVD-KSV-0023", RUNNING)])
    .fix(&[step("Replace the `hostPath` volume by a persistent volume claim, a config map or an `emptyDir`.")
        .risk("Data in the path has to be moved.")]),
    workload("workload-sensitive-host-path", "workload-hardening", "Workload mounts no system directory of the host", &[Key::SensitiveHostPath], |s| {
        s.is_not(Key::SensitiveHostPath)
    })
    .severity(Severity::High)
    .why(
        "System directories of a node hold its credentials, its devices and the data of all its pods. A container that \
         mounts one can read them, and often take over the node.",
    )
    .also(&[Alias::kics("1c1325ff-831d-43a1-973e-839ae57dfcc0", COMPOSE)])
    .fix(&[step("Remove the `hostPath` volume, or narrow it to the one file that is needed and mount it read-only."), Remedy::edit(COMPOSE, "Mount a named volume, or a directory made for the service.", &[])]),
    workload("workload-writable-host-path", "workload-hardening", "Paths of the host are mounted read-only", &[Key::WritableHostPath], |s| {
        s.is_not(Key::WritableHostPath)
    })
    .severity(Severity::High)
    .why(
        "Writing to the host's files is the shortest way out of a container: a job, a key or a library placed there \
         runs with the rights of the node.",
    )
    .also(&[Alias::kube_linter("writable-host-mount", RUNNING)])
    .fix(&[step("Set `readOnly: true` on the mount of the `hostPath` volume.")]),
    workload("workload-runtime-socket", "workload-hardening", "No container reaches the container runtime", &[Key::RuntimeSocket], |s| {
        s.is_not(Key::RuntimeSocket)
    })
    .severity(Severity::Critical)
    .why(
        "Whoever talks to the runtime's socket starts privileged containers at will and reads the secrets and data of \
         every pod on the node.",
    )
    .also(&[Alias::checkov("CKV_K8S_27", PODS_AND_TERRAFORM), Alias::trivy("AVD-KSV-0006", RUNNING), Alias::kics("a6f34658-fdfb-4154-9536-56d516f65828", RUNNING), Alias::kics("d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b", COMPOSE)])
    .fix(&[step("Remove the volume of the socket. Build images with a tool that needs no daemon."), Remedy::edit( COMPOSE, "Remove the mount of docker.sock; put a proxy in between that allows only what is needed.", &[], )]),
    workload("workload-mount-propagation", "workload-hardening", "Mounts do not reach back into the host", &[Key::MountPropagation], |s| {
        s.is_not(Key::MountPropagation)
    })
    .why(
        "A bidirectional mount carries what a container mounts back to the node and into other pods. Only a storage \
         driver needs that; anything else can use it to leave its bounds.",
    )
    .also(&[Alias::kics("baa452f0-1f21-4a25-ace5-844e7a5f410d", COMPOSE)])
    .fix(&[step("Remove `mountPropagation`, or set it to `None`."), Remedy::edit(COMPOSE, "Use private or rprivate propagation.", &[])]),
    workload("workload-shared-processes", "workload-hardening", "Containers of a pod do not see each other's processes", &[Key::SharedProcesses], |s| {
        s.is_not(Key::SharedProcesses)
    })
    .severity(Severity::Low)
    .why(
        "With a shared process namespace a helper container reads the environment and the open files of the \
         application beside it, secrets included.",
    )
    .fix(&[patch(
        "Remove `shareProcessNamespace`.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"shareProcessNamespace\":false{/pod}'",
    ).change(&[Edit::Member(Member::pod("shareProcessNamespace", "false"))])]),
    workload("workload-host-aliases", "workload-hardening", "Workload keeps no hosts file of its own", &[Key::HostAliases], |s| {
        s.is_not(Key::HostAliases)
    })
    .severity(Severity::Low)
    .why(
        "Entries in the hosts file pass by the cluster's name service: traffic with records can be led to another \
         address without anybody seeing it in DNS.",
    )
    .also(&[Alias::trivy("AVD-KSV-0007", RUNNING)])
    .fix(&[step("Remove `hostAliases` and let the name service answer.").change(&[Edit::Member(Member::without(Level::Pod, "hostAliases"))])]),
    workload("workload-unsafe-sysctls", "workload-hardening", "Workload sets no unsafe kernel parameter", &[Key::UnsafeSysctls], |s| {
        s.is_not(Key::UnsafeSysctls)
    })
    .why(
        "Kernel parameters outside the safe set are shared with the node. Changing one can weaken or bring down every \
         workload beside it.",
    )
    .also(&[Alias::trivy("AVD-KSV-0026", RUNNING), Alias::kics("9127f0d9-2310-42e7-866f-5fd9d20dcbad", RUNNING)])
    .fix(&[step("Remove the parameter from `securityContext.sysctls`, or set it on a pool of nodes of its own.")]),
    workload("workload-proc-mask", "workload-hardening", "The process file system stays masked", &[Key::UnmaskedProc], |s| {
        s.is_not(Key::UnmaskedProc)
    })
    .why(
        "An unmasked /proc shows a container parts of the kernel that are hidden for good reason, and lets it change \
         some of them.",
    )
    .also(&[Alias::kube_linter("unsafe-proc-mount", PODS), Alias::trivy("AVD-KSV-0027", RUNNING)])
    .fix(&[step("Remove `procMount`, or set it to `Default`.").change(&[Edit::Member(Member::without(Level::Container, "securityContext.procMount"))])]),
];
