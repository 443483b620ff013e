//! Which software a workload runs.

use super::{COMPOSE, PODS, RUNNING, step, workload};
use crate::check::{Alias, Check, Edit, Member, Remedy, Severity};
use crate::resource::Key;

pub(super) static CHECKS: &[Check] = &[
    workload("workload-image-tag", "image-integrity", "Images carry a fixed tag", &[Key::ImageTagged], |s| {
        s.is(Key::ImageTagged)
    })
    .why(
        "`latest`, or no tag at all, means another program on every start. Nobody can say which one handled records, and \
         a rollback brings back the same fault.",
    )
    .also(&[Alias::checkov("CKV_K8S_14", PODS), Alias::kube_linter("latest-tag", RUNNING), Alias::trivy("AVD-KSV-0013", RUNNING), Alias::kics("583053b7-e632-46f0-b989-f81ff8045385", RUNNING)])
    .fix(&[step("Name the image with a version tag, better with its digest."), Remedy::edit(COMPOSE, "Write the version: image: postgres:16.4.", &[])]),
    workload("workload-image-digest", "image-integrity", "Images are named by digest", &[Key::ImageDigest], |s| {
        s.is(Key::ImageDigest)
    })
    .severity(Severity::Low)
    .why(
        "A tag can be moved to another image by whoever may push to the registry. A digest is the image itself, so that \
         what was tested is what handles records.",
    )
    .also(&[Alias::checkov("CKV_K8S_43", PODS), Alias::kics("7c81d34c-8e5a-402b-9798-9f442630e678", RUNNING)])
    .fix(&[step("Name the image as `name@sha256:…`.").risk("Updates need a change of the manifest."), Remedy::edit(COMPOSE, "Add the digest: image: postgres:16.4@sha256:….", &[]) .risk("Fixes arrive only when the digest is renewed.")]),
    workload("workload-image-pull", "image-integrity", "Images are checked at the registry on every start", &[Key::ImagePullAlways], |s| {
        s.is(Key::ImagePullAlways)
    })
    .severity(Severity::Low)
    .why(
        "An image that lies on a node starts without anybody asking the registry, also for a pod that may not pull it \
         and after the registry has withdrawn it.",
    )
    .also(&[Alias::checkov("CKV_K8S_15", PODS), Alias::kics("caa3479d-885d-4882-9aac-95e5e78ef5c2", RUNNING)])
    .fix(&[step("Set `imagePullPolicy: Always`, or name the image by digest.")
        .risk("Pods do not start while the registry is away.").change(&[Edit::Member(Member::container("imagePullPolicy", "\"Always\""))])]),
    workload("workload-git-sync", "image-integrity", "Code is not fetched by a Git helper that runs what it is told", &[Key::GitSync], |s| {
        s.is_not(Key::GitSync)
    })
    .severity(Severity::High)
    .why(
        "git-sync runs the program that the variable GITSYNC_GIT names. Whoever can set it runs code in the pod, beside \
         the application and its records.",
    )
    .also(&[Alias::checkov("CKV_K8S_159", PODS)])
    .fix(&[step("Remove the variable GITSYNC_GIT from the container.")]),
    workload("workload-dashboard", "admin-access", "The Kubernetes dashboard is not deployed", &[Key::ClusterDashboard], |s| {
        s.is_not(Key::ClusterDashboard)
    })
    .severity(Severity::High)
    .why(
        "The dashboard administers the cluster from a browser and has been left open to strangers often. Administration \
         through the API server is authenticated and recorded.",
    )
    .also(&[Alias::checkov("CKV_K8S_33", PODS), Alias::kics("d2ad057f-0928-41ef-a83c-f59203bb855b", RUNNING)])
    .fix(&[step("Remove the dashboard, or keep it behind the organization's sign-in with a read-only role.")]),
    workload("workload-tiller", "supported-versions", "Tiller of Helm 2 is not deployed", &[Key::Tiller], |s| {
        s.is_not(Key::Tiller)
    })
    .severity(Severity::High)
    .why(
        "Tiller has had no fixes since 2020 and usually acts with full rights for anybody in the cluster who reaches \
         its port.",
    )
    .also(&[Alias::checkov("CKV_K8S_34", PODS), Alias::kics("6d173be7-545a-46c6-a81d-2ae52ed1605d", RUNNING)])
    .fix(&[step("Move releases to Helm 3 and remove Tiller.")]),
    workload("workload-tiller-listener", "admin-access", "Tiller listens to its own pod only", &[Key::TillerListener], |s| {
        s.is(Key::TillerListener)
    })
    .severity(Severity::High)
    .why(
        "Tiller does what any caller asks, with full rights. While it still runs, it should at least not answer the rest \
         of the cluster.",
    )
    .also(&[Alias::checkov("CKV_K8S_45", PODS), Alias::kics("e17fa86a-6222-4584-a914-56e8f6c87e06", RUNNING)])
    .fix(&[step("Start Tiller with `--listen=localhost:44134`, or better remove it.")]),
];
