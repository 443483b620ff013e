//! What reaches workloads: network policies, services and ingresses.

use super::operations::selects;
use super::{PODS, WORKLOADS, of, workload};
use crate::check::{Alias, Check, Edit, Level, Member, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

const POLICIES: &[&str] = &["kubernetes_network_policy", "kubernetes_network_policy_v1"];
const SERVICES: &[&str] = &["kubernetes_service", "kubernetes_service_v1"];
const SERVICE: &[&str] = &["kubernetes_service"];
const INGRESSES: &[&str] = &["kubernetes_ingress", "kubernetes_ingress_v1"];
const INGRESS: &[&str] = &["kubernetes_ingress"];
const NAMESPACES: &[&str] = &["kubernetes_namespace", "kubernetes_namespace_v1"];

pub(super) static CHECKS: &[Check] = &[
    workload("workload-network-policy", "network-segmentation", "A network policy governs the workload", &[Key::PodLabels, Key::Namespace], governed)
        .why(
            "Without a policy every pod of the cluster reaches every other, so that one that is taken over talks to the \
             databases with records at once.",
        )
        .also(&[Alias::checkov("CKV2_K8S_6", PODS)])
        .fix(&[Remedy::edit(
            WORKLOADS,
            "Add a NetworkPolicy to the namespace that selects the pods and admits the traffic they need.",
            &[],
        )
        .command("kubectl -n {namespace} get networkpolicy")
        .risk("Traffic that no rule admits is refused.")]),
    of(Kind::Namespace, "namespace-default-deny", "network-segmentation", "Namespace refuses traffic that nobody allowed", &[Key::Namespace], default_deny)
        .why(
            "A policy that selects every pod and admits nothing turns what is open by default into a list of what is \
             allowed, also for workloads that come later.",
        )
        .fix(&[Remedy::edit(
            NAMESPACES,
            "Add a NetworkPolicy with `podSelector: {}` and `policyTypes: [Ingress]` to the namespace.",
            &[],
        )
        .command("kubectl -n {name} get networkpolicy")
        .risk("Traffic that no rule admits is refused.")]),
    of(Kind::NetworkPolicy, "network-policy-ingress", "restricted-ingress", "Network policy does not admit everybody", &[Key::PolicyOpenIngress], |s| {
        s.is_not(Key::PolicyOpenIngress)
    })
    .severity(Severity::High)
    .why(
        "A rule without a source, or with every address as one, admits the whole cluster and what lies beyond it. The \
         policy then only looks like a guard.",
    )
    .fix(&[Remedy::edit(POLICIES, "Name the pods, namespaces or ranges that may connect in `from`.", &[])
        .command("kubectl -n {namespace} edit networkpolicy {name}")]),
    of(Kind::NetworkPolicy, "network-policy-egress", "restricted-egress", "Network policy does not let traffic out to anywhere", &[Key::PolicyOpenEgress], |s| {
        s.is_not(Key::PolicyOpenEgress)
    })
    .why(
        "Records leave through the same door as updates. A list of destinations keeps a program that was taken over \
         from sending them wherever it likes.",
    )
    .fix(&[Remedy::edit(POLICIES, "Name the destinations in `to`; DNS and the services that are used.", &[])
        .command("kubectl -n {namespace} edit networkpolicy {name}")]),
    of(Kind::ClusterService, "service-public-balancer", "public-address", "Service is not published on the internet", &[Key::PublicAccess], |s| {
        s.is_not(Key::PublicAccess)
    })
    .severity(Severity::High)
    .why(
        "A load balancer without an internal annotation or a list of ranges takes a public address. What stands behind \
         it is tried by strangers within minutes.",
    )
    .fix(&[Remedy::edit(
        SERVICES,
        "Use an ingress with TLS, make the balancer internal by the annotation of your cloud, or set \
         `loadBalancerSourceRanges`.",
        &[],
    )
    .command("kubectl -n {namespace} get service {name} -o wide")
    .risk("Callers outside the ranges are refused.")]),
    of(Kind::ClusterService, "service-exposed-type", "restricted-ingress", "Service is reached from within the cluster", &[Key::ServiceType], |s| {
        s.text(Key::ServiceType, |t| !matches!(t, "NodePort" | "LoadBalancer"))
    })
    .severity(Severity::Low)
    .why(
        "Node ports and load balancers lead past the ingress, where TLS, authentication and logging of requests are in \
         one place.",
    )
    .also(&[Alias::kube_linter("exposed-services", SERVICE)])
    .fix(&[Remedy::edit(SERVICES, "Use `type: ClusterIP` and publish the service through an ingress.", &[])
        .command("kubectl -n {namespace} patch service {name} -p '{\"spec\":{\"type\":\"ClusterIP\"}}'")
        .risk("Clients of the node port or the balancer have to use the ingress.")]),
    of(Kind::ClusterService, "service-external-addresses", "network-segmentation", "Service claims no external address", &[Key::ExternalAddresses], |s| {
        s.is_unset(Key::ExternalAddresses)
    })
    .severity(Severity::High)
    .why(
        "A service with an external address takes over the traffic of the cluster to that address (CVE-2020-8554): \
         connections with records can be read on their way.",
    )
    .fix(&[Remedy::edit(SERVICES, "Remove `externalIPs`.", &[]).change(&[Edit::Member(Member::without(Level::Object, "spec.externalIPs"))])]),
    of(Kind::ClusterService, "service-tiller", "supported-versions", "No service leads to Tiller", &[Key::Tiller], |s| {
        s.is_not(Key::Tiller)
    })
    .severity(Severity::High)
    .why("The service of Tiller lets every pod install software with its rights; Tiller itself gets no more fixes.")
    .also(&[Alias::checkov("CKV_K8S_44", SERVICE), Alias::kics("8b862ca9-0fbd-4959-ad72-b6609bdaa22d", SERVICE)])
    .fix(&[Remedy::edit(SERVICES, "Move releases to Helm 3 and remove the service.", &[])]),
    of(Kind::Ingress, "ingress-tls", "encryption-in-transit", "Ingress serves every host over TLS", &[Key::EncryptedInTransit], |s| {
        s.is(Key::EncryptedInTransit)
    })
    .severity(Severity::High)
    .why(
        "A host without a TLS section is served in the clear: sign-ins and records can be read and changed by whoever \
         is on the way.",
    )
    .fix(&[Remedy::edit(INGRESSES, "Add the host and the secret of its certificate to `spec.tls`.", &[])
        .command("kubectl -n {namespace} edit ingress {name}")]),
    of(Kind::Ingress, "ingress-catch-all", "restricted-ingress", "Ingress answers for named hosts only", &[Key::CatchAllHost], |s| {
        s.is_not(Key::CatchAllHost)
    })
    .severity(Severity::Low)
    .why(
        "A rule without a host answers under every name that leads to the controller, also under one that somebody else \
         pointed there.",
    )
    .fix(&[Remedy::edit(INGRESSES, "Name the `host` of every rule.", &[])]),
    of(Kind::Ingress, "ingress-snippets", "workload-hardening", "Ingress injects no configuration", &[Key::ConfigurationSnippets], |s| {
        s.is_not(Key::ConfigurationSnippets)
    })
    .severity(Severity::High)
    .why(
        "Snippets become part of the controller's configuration (CVE-2021-25742): whoever may write an ingress can read \
         the secrets of every namespace with the controller's rights.",
    )
    .also(&[Alias::checkov("CKV_K8S_153", INGRESS)])
    .fix(&[Remedy::edit(INGRESSES, "Remove the snippet annotations and switch them off in the controller.", &[])]),
    of(Kind::Ingress, "ingress-lua-snippets", "workload-hardening", "Ingress runs no Lua", &[Key::LuaSnippets], |s| {
        s.is_not(Key::LuaSnippets)
    })
    .severity(Severity::Critical)
    .why(
        "Lua in a snippet runs in the controller (CVE-2021-25742) and reads the token of its account, which opens every \
         secret of the cluster.",
    )
    .also(&[Alias::checkov("CKV_K8S_152", INGRESS)])
    .fix(&[Remedy::edit(INGRESSES, "Remove the Lua from the snippet annotations.", &[])]),
    of(Kind::Ingress, "ingress-alias-snippets", "workload-hardening", "Ingress serves no files of the controller", &[Key::AliasSnippets], |s| {
        s.is_not(Key::AliasSnippets)
    })
    .severity(Severity::Critical)
    .why(
        "An alias in a snippet serves files of the controller's own container (CVE-2021-25742), the token of its \
         account among them.",
    )
    .also(&[Alias::checkov("CKV_K8S_154", INGRESS)])
    .fix(&[Remedy::edit(INGRESSES, "Remove the alias statements from the snippet annotations.", &[])]),
];

/// Policies of a namespace that stand beside a resource: in the same rendered root, or in any plain manifest of the tree
/// where the resource is one itself.
fn policies<'a>(s: &Subject<'a>, namespace: &'a Datum) -> impl Iterator<Item = &'a Resource> {
    let own = &s.resource.scope.account;
    let plain = is_plain(own);
    s.estate.of_kind(Kind::NetworkPolicy).filter(move |policy| {
        policy.get(Key::Namespace).and_then(Setting::datum) == Some(namespace)
            && (policy.scope.account == *own || (plain && is_plain(&policy.scope.account)))
    })
}

/// Whether a root is a file of manifests.
fn is_plain(root: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|e| root.ends_with(e))
}

/// A policy of the namespace selects the pods.
fn governed(s: &Subject<'_>) -> Outcome {
    let (Some(labels), Some(namespace)) = (s.resource.get(Key::PodLabels), s.resource.get(Key::Namespace))
    else {
        return Outcome::not_applicable("it makes no pods");
    };
    let (Some(labels), Some(namespace)) = (labels.datum(), namespace.datum()) else {
        return s.is_set(Key::PodLabels).and(s.is_set(Key::Namespace));
    };
    let selected = Truth::any(policies(s, namespace), |policy| {
        match (policy.get(Key::PolicySelector), policy.get(Key::PolicyForAll)) {
            (_, Some(all)) if all.truth() == Truth::True => Truth::True,
            (Some(Setting::Known { datum, .. } | Setting::Default(datum)), _) => selects(datum, labels),
            (Some(Setting::Unknown { why, .. }), _) => Truth::Unknown(why.clone()),
            (None, _) => Truth::False,
        }
    });
    Outcome::of(selected, Key::PodLabels)
}

/// A policy selects every pod of the namespace and governs what comes in without opening it.
fn default_deny(s: &Subject<'_>) -> Outcome {
    let Some(namespace) = s.resource.get(Key::Namespace).and_then(Setting::datum) else {
        return s.is_set(Key::Namespace);
    };
    let denied = Truth::any(policies(s, namespace), |policy| {
        let truth = |key| policy.get(key).map_or(Truth::False, Setting::truth);
        truth(Key::PolicyForAll)
            .and(|| truth(Key::PolicyIngress))
            .and(|| truth(Key::PolicyOpenIngress).negate())
    });
    Outcome::of(denied, Key::Namespace)
}
