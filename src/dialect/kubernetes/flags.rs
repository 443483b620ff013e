//! Flags of the programs that a cluster is made of, where they run as pods: API server, controller manager, scheduler,
//! etcd and kubelet. A configuration file of a kubelet says the same in other words.

use std::sync::Arc;

use super::container::Containers;
use crate::dialect::Reader;
use crate::native::{Node, Value, Why};
use crate::resource::{At, Datum, Key, Resource, Setting};

/// The program, its flag, and the setting that keeps it.
#[rustfmt::skip]
const FLAGS: &[(&str, &str, Key)] = &[
    ("kube-apiserver", "anonymous-auth", Key::ApiAnonymous),
    ("kube-apiserver", "basic-auth-file", Key::ApiBasicAuth),
    ("kube-apiserver", "token-auth-file", Key::ApiTokenFile),
    ("kube-apiserver", "kubelet-https", Key::ApiKubeletHttps),
    ("kube-apiserver", "kubelet-client-certificate", Key::ApiKubeletCertificate),
    ("kube-apiserver", "kubelet-client-key", Key::ApiKubeletKey),
    ("kube-apiserver", "kubelet-certificate-authority", Key::ApiKubeletAuthority),
    ("kube-apiserver", "authorization-mode", Key::ApiAuthorization),
    ("kube-apiserver", "enable-admission-plugins", Key::ApiAdmission),
    ("kube-apiserver", "disable-admission-plugins", Key::ApiAdmissionOff),
    ("kube-apiserver", "insecure-bind-address", Key::ApiInsecureAddress),
    ("kube-apiserver", "insecure-port", Key::ApiInsecurePort),
    ("kube-apiserver", "secure-port", Key::ApiSecurePort),
    ("kube-apiserver", "profiling", Key::ApiProfiling),
    ("kube-apiserver", "audit-log-path", Key::ApiAuditPath),
    ("kube-apiserver", "audit-log-maxage", Key::ApiAuditAge),
    ("kube-apiserver", "audit-log-maxbackup", Key::ApiAuditBackups),
    ("kube-apiserver", "audit-log-maxsize", Key::ApiAuditSize),
    ("kube-apiserver", "audit-policy-file", Key::ApiAuditPolicy),
    ("kube-apiserver", "request-timeout", Key::ApiTimeout),
    ("kube-apiserver", "service-account-lookup", Key::ApiAccountLookup),
    ("kube-apiserver", "service-account-key-file", Key::ApiAccountKey),
    ("kube-apiserver", "etcd-certfile", Key::ApiEtcdCertificate),
    ("kube-apiserver", "etcd-keyfile", Key::ApiEtcdKey),
    ("kube-apiserver", "etcd-cafile", Key::ApiEtcdAuthority),
    ("kube-apiserver", "tls-cert-file", Key::ApiCertificate),
    ("kube-apiserver", "tls-private-key-file", Key::ApiKey),
    ("kube-apiserver", "client-ca-file", Key::ApiClientAuthority),
    ("kube-apiserver", "encryption-provider-config", Key::ApiEncryption),
    ("kube-apiserver", "tls-cipher-suites", Key::ApiCiphers),
    ("kube-controller-manager", "terminated-pod-gc-threshold", Key::ManagerTerminatedPods),
    ("kube-controller-manager", "profiling", Key::ManagerProfiling),
    ("kube-controller-manager", "use-service-account-credentials", Key::ManagerCredentials),
    ("kube-controller-manager", "service-account-private-key-file", Key::ManagerAccountKey),
    ("kube-controller-manager", "root-ca-file", Key::ManagerRootAuthority),
    ("kube-controller-manager", "bind-address", Key::ManagerAddress),
    ("kube-controller-manager", "feature-gates", Key::ManagerGates),
    ("kube-scheduler", "profiling", Key::SchedulerProfiling),
    ("kube-scheduler", "bind-address", Key::SchedulerAddress),
    ("etcd", "cert-file", Key::EtcdCertificate),
    ("etcd", "key-file", Key::EtcdKey),
    ("etcd", "client-cert-auth", Key::EtcdClientAuth),
    ("etcd", "auto-tls", Key::EtcdAutoTls),
    ("etcd", "peer-cert-file", Key::EtcdPeerCertificate),
    ("etcd", "peer-key-file", Key::EtcdPeerKey),
    ("etcd", "peer-client-cert-auth", Key::EtcdPeerAuth),
    ("etcd", "peer-auto-tls", Key::EtcdPeerAutoTls),
    ("kubelet", "anonymous-auth", Key::KubeletAnonymous),
    ("kubelet", "authorization-mode", Key::KubeletAuthorization),
    ("kubelet", "client-ca-file", Key::KubeletClientAuthority),
    ("kubelet", "read-only-port", Key::KubeletReadOnlyPort),
    ("kubelet", "streaming-connection-idle-timeout", Key::KubeletIdleTimeout),
    ("kubelet", "protect-kernel-defaults", Key::KubeletKernelDefaults),
    ("kubelet", "make-iptables-util-chains", Key::KubeletIptables),
    ("kubelet", "hostname-override", Key::KubeletHostname),
    ("kubelet", "event-qps", Key::KubeletEvents),
    ("kubelet", "tls-cert-file", Key::KubeletCertificate),
    ("kubelet", "tls-private-key-file", Key::KubeletKey),
    ("kubelet", "rotate-certificates", Key::KubeletRotation),
    ("kubelet", "feature-gates", Key::KubeletGates),
    ("kubelet", "tls-cipher-suites", Key::KubeletCiphers),
];

/// Fields of a kubelet's configuration file, and the setting that keeps each.
const FIELDS: &[(&str, Key)] = &[
    ("authentication.anonymous.enabled", Key::KubeletAnonymous),
    ("authorization.mode", Key::KubeletAuthorization),
    ("authentication.x509.clientCAFile", Key::KubeletClientAuthority),
    ("readOnlyPort", Key::KubeletReadOnlyPort),
    ("streamingConnectionIdleTimeout", Key::KubeletIdleTimeout),
    ("protectKernelDefaults", Key::KubeletKernelDefaults),
    ("makeIPTablesUtilChains", Key::KubeletIptables),
    ("eventRecordQPS", Key::KubeletEvents),
    ("tlsCertFile", Key::KubeletCertificate),
    ("tlsPrivateKeyFile", Key::KubeletKey),
    ("rotateCertificates", Key::KubeletRotation),
];

/// Sets the flags of the first container that is such a program.
pub(super) fn set(containers: &Containers<'_>, to: &mut Resource) {
    for container in containers.iter() {
        let words = words(container);
        let program = words.iter().find_map(|word| {
            let text = word.known()?;
            let name = text.rsplit('/').next().unwrap_or(text);
            FLAGS.iter().map(|(program, ..)| *program).find(|program| *program == name)
        });
        let Some(program) = program else { continue };
        let place = word_place(container);
        // what the flags of a kubelet leave open, its configuration file may settle
        let by_file = program == "kubelet" && text_of(&flag_of(&words, "config", place)).is_some();
        for (_, flag, key) in FLAGS.iter().filter(|(p, ..)| *p == program) {
            let setting = flag_of(&words, flag, place);
            to.set(*key, if by_file && text_of(&setting).is_none() { elsewhere(setting) } else { setting });
        }
        return;
    }
}

/// Sets what the configuration file of a kubelet says; what it does not say has the file's defaults, which are stricter
/// than those of the flags.
pub(super) fn set_configuration(from: &Reader<'_>, to: &mut Resource) {
    for (path, key) in FIELDS {
        let default = match key {
            Key::KubeletAuthorization => Datum::from("Webhook"),
            Key::KubeletReadOnlyPort => Datum::from("0"),
            Key::KubeletIptables => Datum::from("true"),
            Key::KubeletAnonymous | Key::KubeletKernelDefaults | Key::KubeletRotation => Datum::from("false"),
            _ => Datum::Absent,
        };
        let setting = from.text(path, default);
        // of what has no default there is nothing to judge
        if setting.datum() != Some(&Datum::Absent) {
            to.set(*key, setting);
        }
    }
}

/// A word of a command line.
struct Word<'a> {
    node: &'a Node,
    text: Option<Arc<str>>,
}

impl Word<'_> {
    fn known(&self) -> Option<&str> {
        self.text.as_deref()
    }

    const fn at(&self) -> At {
        At { origin: self.node.origin, site: self.node.site }
    }
}

/// The words of a container's command and arguments.
fn words<'a>(container: &Reader<'a>) -> Vec<Word<'a>> {
    let lists = ["command", "args"].into_iter().filter_map(|list| container.node(list)?.items());
    lists.flatten().map(|node| Word { node, text: node.as_text() }).collect()
}

fn text_of(setting: &Setting) -> Option<&Datum> {
    setting.datum().filter(|d| **d != Datum::Absent)
}

/// A flag that is missing and that a configuration file decides.
fn elsewhere(missing: Setting) -> Setting {
    match missing {
        Setting::Known { at, .. } => {
            let why = Why::NotCollected("the file that --config names decides it".into());
            Setting::Unknown { why: Arc::new(why), at }
        }
        other => other,
    }
}

/// Where a flag that is missing would be written.
fn word_place(container: &Reader<'_>) -> At {
    let list = container.node("command").or_else(|| container.node("args"));
    list.map_or(container.place(), |n| At { origin: n.site.or(n.origin), site: n.site })
}

/// A flag's value; the last one holds. One without a value is a switch.
fn flag_of(words: &[Word<'_>], flag: &str, place: At) -> Setting {
    let mut found = Setting::Known { datum: Datum::Absent, at: place, sensitive: false };
    let mut unknown = None;
    let mut rest = words.iter().peekable();
    while let Some(word) = rest.next() {
        let Some(text) = word.known() else {
            if let Value::Unknown(u) = &word.node.value {
                unknown = Some(Setting::Unknown { why: Arc::new(u.why.clone()), at: word.at() });
            }
            continue;
        };
        let Some(named) = text.trim().strip_prefix('-').map(|t| t.trim_start_matches('-')) else { continue };
        let value: Arc<str> = match named.split_once('=') {
            Some((name, value)) if name == flag => value.trim().into(),
            None if named == flag => match rest.peek().and_then(|next| next.known()) {
                Some(next) if !next.starts_with('-') => next.trim().into(),
                _ => "true".into(),
            },
            _ => continue,
        };
        found = Setting::Known { datum: Datum::Text(value), at: word.at(), sensitive: false };
    }
    match (&found, unknown) {
        // a word that is not known may be this flag
        (Setting::Known { datum: Datum::Absent, .. }, Some(unknown)) => unknown,
        _ => found,
    }
}
