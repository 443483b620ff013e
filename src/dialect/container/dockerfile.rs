//! Dockerfiles: faults that a build has, each with the place of the first.

use std::sync::Arc;

use super::command::Command;
use super::reference::{is_digest, is_versioned};
use super::secret;
use crate::dialect::{Reader, Type};
use crate::native::{Node, Value, Why};
use crate::resource::{At, Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[Type::resource("dockerfile", Kind::ContainerImage, build)];

fn build(from: &Reader<'_>, to: &mut Resource) {
    let commands: Vec<Command> =
        from.node("run").and_then(Node::items).unwrap_or_default().iter().filter_map(Command::of).collect();
    bases(from, to);
    files(from, to);
    ports(from, to);
    stages(from, to);
    user(from, to);
    to.set(
        Key::BuildHealthCheck,
        from.read("healthcheck", false, |n| n.as_text().map(|t| Datum::Bool(&*t != "NONE"))),
    );
    to.set(Key::BuildMaintainer, from.presence("maintainer").map(|d| Datum::Bool(d != Datum::Absent)));
    variables(from, to, &commands);
    for (key, test) in COMMANDS {
        to.set(*key, any(&commands, test));
    }
    for packages in PACKAGES {
        to.set(packages.key, any(&commands, |c| packages.unpinned(c)));
    }
    to.set(Key::BuildUpdateAlone, updates(&commands));
}

type Test = fn(&Command) -> Truth;

fn told(fault: bool) -> Truth {
    fault.into()
}

/// A fault of a tool that has an option: unknown where its options stand in a variable that is not known.
fn option(command: &Command, names: &[&str], given: bool) -> Truth {
    if !command.is(names) {
        return Truth::False;
    }
    match command.hides_options() {
        Some(variable) if !given => Truth::Unknown(Arc::new(Why::Variable(variable.into()))),
        _ => told(given),
    }
}

/// Faults of single commands.
const COMMANDS: &[(Key, Test)] = &[
    (Key::BuildSudo, |c| told(c.with_sudo())),
    (Key::BuildApt, |c| told(c.is(&["apt"]))),
    (Key::BuildCurlUnverified, |c| option(c, &["curl"], c.has("--insecure") || c.has_letter('k'))),
    (Key::BuildWgetUnverified, |c| option(c, &["wget"], c.has("--no-check-certificate"))),
    (Key::BuildPipTrustedHost, |c| {
        let by_python = c.text().contains("-m pip");
        option(
            c,
            &["pip", "pip3", "pip2", "python", "python3"],
            c.has("--trusted-host") && (by_python || c.name().starts_with("pip")),
        )
    }),
    (Key::BuildNpmConfig, |c| {
        let text = c.text().replace(['"', '\'', '='], " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let off = words.windows(3).any(|w| w == ["set", "strict-ssl", "false"]);
        told(c.is(&["npm", "yarn", "pnpm"]) && off)
    }),
    (Key::BuildYumUnverified, |c| {
        let manages = c.is(&["yum-config-manager", "dnf-config-manager"])
            || (c.is(&["yum", "dnf"]) && c.arguments().any(|a| a == "config-manager"));
        let off = c.arguments().map(|a| a.to_ascii_lowercase().replace(['"', '\''], "")).any(|a| {
            a.starts_with("--setopt=")
                && a.rsplit_once('=').is_some_and(|(name, value)| {
                    name.ends_with("sslverify") && matches!(value, "0" | "false" | "no")
                })
        });
        told(manages && off)
    }),
    (Key::BuildApkUntrusted, |c| option(c, &["apk"], c.has("--allow-untrusted"))),
    (Key::BuildAptUnauthenticated, |c| option(c, &["apt-get", "apt"], c.has("--allow-unauthenticated"))),
    (Key::BuildAptForced, |c| option(c, &["apt-get", "apt"], c.has("--force-yes"))),
    (Key::BuildRpmUnsigned, |c| {
        let off = ["--nodigest", "--nosignature", "--noverify", "--nofiledigest"].iter().any(|o| c.has(o));
        option(c, &["rpm"], off)
    }),
    (Key::BuildDnfUnchecked, |c| option(c, &["dnf", "tdnf", "yum", "microdnf"], c.has("--nogpgcheck"))),
    (Key::BuildPasswordSet, |c| told(c.is(&["chpasswd"]))),
    (Key::BuildRecommended, |c| {
        let installs = c.is(&["apt-get"]) && c.verb(&["install"]);
        let kept = c.has("--no-install-recommends")
            || c.text().to_ascii_lowercase().contains("apt::install-recommends=false")
            || c.text().to_ascii_lowercase().contains("apt::install-recommends=0");
        if installs { option_missing(c, kept) } else { Truth::False }
    }),
    (Key::BuildPipedScript, |c| {
        told(
            c.piped
                && c.is(&["sh", "bash", "ash", "dash", "zsh", "python", "python3", "perl", "ruby", "node"]),
        )
    }),
    (Key::BuildCredentialCommands, |c| {
        let text = c.text();
        let sets = [
            "aws configure set aws_access_key_id",
            "aws configure set aws_secret_access_key",
            "gcloud auth activate-service-account",
            "az login",
        ];
        let logs_in = c.is(&["docker", "podman", "helm"])
            && c.arguments().any(|a| a == "login")
            && c.arguments().any(|a| a == "-p" || a.starts_with("--password=") || a == "--password");
        told(!c.mounted && (sets.iter().any(|s| text.contains(s)) || logs_in))
    }),
];

/// The option has to be given: without it the fault is there, unless a variable may hold it.
fn option_missing(command: &Command, given: bool) -> Truth {
    match command.hides_options() {
        Some(variable) if !given => Truth::Unknown(Arc::new(Why::Variable(variable.into()))),
        _ => told(!given),
    }
}

/// A tool that installs packages, and how a version is written.
struct Packages {
    key: Key,
    programs: &'static [&'static str],
    verbs: &'static [&'static str],
    /// Options that are followed by a value.
    values: &'static [&'static str],
    pinned: fn(&str) -> bool,
}

/// Whether a package is given as a file of this kind.
fn is_file(package: &str, extension: &str) -> bool {
    package.rsplit_once('.').is_some_and(|(_, e)| e == extension)
}

/// A package with one of these signs names a version.
fn equals(package: &str) -> bool {
    package.contains('=') || package.contains('~')
}

/// `name-1.2.3`, as rpm writes it.
fn dashed(package: &str) -> bool {
    let versioned = package
        .match_indices('-')
        .any(|(at, _)| package.get(at + 1..).is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit())));
    versioned || is_file(package, "rpm") || package.contains(['$', '=', ':'])
}

const PACKAGES: &[Packages] = &[
    Packages {
        key: Key::BuildUnpinnedApt,
        programs: &["apt-get", "apt"],
        verbs: &["install"],
        values: &["-t", "--target-release", "-o", "-c"],
        pinned: |p| equals(p) || is_file(p, "deb") || p.contains('/'),
    },
    Packages {
        key: Key::BuildUnpinnedApk,
        programs: &["apk"],
        verbs: &["add"],
        values: &["-t", "--virtual", "--repository", "-X", "--arch", "--root", "-p"],
        pinned: |p| equals(p) || p.contains(['<', '>']) || is_file(p, "apk") || p.starts_with('.'),
    },
    Packages {
        key: Key::BuildUnpinnedPip,
        programs: &["pip", "pip3", "pip2", "python", "python3"],
        verbs: &["install"],
        values: &[
            "-r",
            "--requirement",
            "-c",
            "--constraint",
            "-i",
            "--index-url",
            "--extra-index-url",
            "-f",
            "--find-links",
            "-t",
            "--target",
            "--trusted-host",
            "--prefix",
            "--root",
            "--proxy",
            "--cert",
            "-e",
            "--editable",
        ],
        pinned: |p| {
            p.contains("==")
                || p.contains('@')
                || p.contains("~=")
                || p.contains("===")
                || p.contains('/')
                || p == "."
                || p.starts_with('.')
                || is_file(p, "whl")
                || is_file(p, "gz")
        },
    },
    Packages {
        key: Key::BuildUnpinnedNpm,
        programs: &["npm"],
        verbs: &["install", "i", "add"],
        values: &["--prefix", "--registry", "--cache"],
        pinned: |p| {
            // of a repository a commit or a tag is behind the sign
            let repository = p.starts_with("git");
            (repository && p.contains('#'))
                || (!repository && p.get(1..).is_some_and(|rest| rest.contains('@')))
                || p.starts_with(['.', '/'])
                || (!repository && p.contains("://"))
                || is_file(p, "tgz")
        },
    },
    Packages {
        key: Key::BuildUnpinnedGem,
        programs: &["gem"],
        verbs: &["install", "i"],
        values: &["-i", "--install-dir", "-n", "--bindir", "-P", "--source", "-s"],
        pinned: |p| p.contains(':') || is_file(p, "gem"),
    },
    Packages {
        key: Key::BuildUnpinnedYum,
        programs: &["yum"],
        verbs: RPM,
        values: RPM_VALUES,
        pinned: dashed,
    },
    Packages {
        key: Key::BuildUnpinnedDnf,
        programs: &["dnf", "microdnf", "tdnf"],
        verbs: RPM,
        values: RPM_VALUES,
        pinned: dashed,
    },
    Packages {
        key: Key::BuildUnpinnedZypper,
        programs: &["zypper"],
        verbs: &["install", "in"],
        values: &["-r", "--repo", "-t", "--type"],
        pinned: |p| equals(p) || p.contains(['<', '>']) || is_file(p, "rpm"),
    },
];

const RPM: &[&str] = &["install", "localinstall"];
const RPM_VALUES: &[&str] =
    &["-c", "--enablerepo", "--disablerepo", "--setopt", "--installroot", "--releasever"];

impl Packages {
    fn unpinned(&self, command: &Command) -> Truth {
        if !command.is(self.programs) || !command.arguments().any(|a| self.verbs.contains(&a)) {
            return Truth::False;
        }
        // what `npm run install` does is the project's own
        if command.verb(&["run", "run-script", "exec"]) {
            return Truth::False;
        }
        if command.name().starts_with("python") && !command.text().contains("-m pip") {
            return Truth::False;
        }
        // a file of constraints pins what is named beside it
        if command.name().starts_with('p') && (command.has("-c") || command.has("--constraint")) {
            return Truth::False;
        }
        // `gem install rails -v 7.0.1` names the version apart
        if command.is(&["gem"]) && (command.has("-v") || command.has("--version")) {
            return Truth::False;
        }
        Truth::any(command.packages(self.verbs, self.values), |package| {
            if package.starts_with('$') {
                return Truth::Unknown(Arc::new(Why::Variable(package.into())));
            }
            if (self.pinned)(package) {
                return Truth::False;
            }
            if package.contains('$') {
                return Truth::Unknown(Arc::new(Why::Runtime(package.into())));
            }
            // a file or a path is what it is
            told(package.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@'))
        })
    }
}

/// The first command for which a test holds; else the first that cannot be told.
fn any(commands: &[Command], test: impl Fn(&Command) -> Truth) -> Setting {
    let mut unknown = None;
    for command in commands {
        match test(command) {
            Truth::True => return Setting::concluded(Truth::True, command.at),
            Truth::Unknown(why) if unknown.is_none() => {
                unknown = Some(Setting::Unknown { why, at: command.at });
            }
            _ => {}
        }
    }
    unknown.unwrap_or(Setting::Default(Datum::Bool(false)))
}

/// Lists updated by an instruction that installs nothing with them: what is installed later comes from an old layer.
fn updates(commands: &[Command]) -> Setting {
    const MANAGERS: &[&[&str]] = &[&["apt-get", "apt"], &["apk"], &["yum"], &["dnf"], &["zypper"]];
    const INSTALLS: &[&str] = &[
        "install",
        "add",
        "upgrade",
        "dist-upgrade",
        "full-upgrade",
        "source-install",
        "reinstall",
        "groupinstall",
        "localinstall",
        "in",
        "dup",
    ];
    for (i, command) in commands.iter().enumerate() {
        let Some(manager) = MANAGERS.iter().find(|m| command.is(m)) else { continue };
        if !command.verb(&["update", "refresh"]) {
            continue;
        }
        // yum and dnf update what is installed: that is an installation of its own, as Trivy does not see
        let same = |c: &&Command| c.at.site == command.at.site && c.is(manager);
        let later = commands.get(i + 1..).unwrap_or_default().iter().filter(same);
        let installs = later.into_iter().any(|c| c.arguments().any(|a| INSTALLS.contains(&a)));
        if !installs {
            return Setting::concluded(Truth::True, command.at);
        }
    }
    Setting::Default(Datum::Bool(false))
}

const fn at(node: &Node) -> At {
    At { origin: node.origin, site: node.site }
}

/// Whether every item of a list holds, with the place of the first that does not.
fn each(items: &[Node], test: impl Fn(&Node) -> Truth) -> Setting {
    let mut unknown = None;
    for item in items {
        match test(item) {
            Truth::False => return Setting::concluded(Truth::False, at(item)),
            Truth::Unknown(why) if unknown.is_none() => {
                unknown = Some(Setting::Unknown { why, at: at(item) });
            }
            Truth::True | Truth::Unknown(_) => {}
        }
    }
    unknown.unwrap_or_else(|| match items.first() {
        Some(first) => Setting::concluded(Truth::True, at(first)),
        None => Setting::Default(Datum::Bool(true)),
    })
}

/// Whether an item has a fault, with the place of the first.
fn fault(items: &[Node], test: impl Fn(&Node) -> Truth) -> Setting {
    let found = each(items, |item| test(item).negate()).negate();
    // without a fault there is no line to edit
    if found.truth() == Truth::False { Setting::Default(Datum::Bool(false)) } else { found }
}

fn list<'a>(from: &Reader<'a>, name: &str) -> &'a [Node] {
    from.node(name).and_then(Node::items).unwrap_or_default()
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    node.as_object()?.get(name)
}

fn says(node: &Node, name: &str) -> bool {
    member(node, name).and_then(Node::as_bool) == Some(true)
}

/// A test of a member's text; unknown where the text is.
fn text(node: &Node, name: &str, test: impl FnOnce(&str) -> bool) -> Truth {
    match member(node, name) {
        Some(Node { value: Value::Unknown(unknown), .. }) => Truth::Unknown(Arc::new(unknown.why.clone())),
        Some(node) => node.as_text().is_some_and(|t| test(&t)).into(),
        None => Truth::False,
    }
}

fn bases(from: &Reader<'_>, to: &mut Resource) {
    let all = list(from, "from");
    let own = |stage: &Node| says(stage, "own");
    let versioned = |stage: &Node| {
        if own(stage) {
            return Truth::True;
        }
        let known =
            text(stage, "image", |image| image.eq_ignore_ascii_case("scratch") || is_versioned(image));
        // a tag that is a variable without a default is chosen when the image is built, and written all the same
        match (&known, member(stage, "written").and_then(Node::as_text)) {
            (Truth::Unknown(_), Some(written))
                if is_versioned(&written) && !written.ends_with('}') && !written.contains(":$") =>
            {
                Truth::True
            }
            _ => known,
        }
    };
    to.set(Key::BuildBaseVersioned, each(all, versioned));
    to.set(
        Key::BuildBaseDigest,
        each(all, |stage| {
            if own(stage) {
                return Truth::True;
            }
            text(stage, "image", |image| image.eq_ignore_ascii_case("scratch") || is_digest(image))
        }),
    );
}

fn files(from: &Reader<'_>, to: &mut Resource) {
    let all = list(from, "files");
    let is_add = |node: &Node| text(node, "instruction", |i| i == "ADD") == Truth::True;
    let sources = |node: &Node| member(node, "sources").and_then(Node::items).unwrap_or_default().to_vec();
    let source = |item: &Node, test: &dyn Fn(&str) -> bool| match &item.value {
        Value::Unknown(unknown) => Truth::Unknown(Arc::new(unknown.why.clone())),
        _ => item.as_text().is_some_and(|t| test(&t)).into(),
    };
    let remote =
        |text: &str| ["http://", "https://", "git@", "git://", "ssh://"].iter().any(|p| text.starts_with(p));
    let archive = |text: &str| {
        [".tar", ".tgz", ".tbz", ".tb2", ".txz", ".gz", ".bz2", ".xz"].iter().any(|end| text.contains(end))
    };
    to.set(Key::BuildAdd, fault(all, |n| is_add(n).into()));
    to.set(
        Key::BuildPlainAdd,
        fault(all, |n| {
            if !is_add(n) || says(n, "inline") {
                return Truth::False;
            }
            Truth::any(sources(n), |s| source(&s, &|t| !remote(t) && !archive(t)))
        }),
    );
    to.set(
        Key::BuildRemoteAdd,
        fault(all, |n| {
            if !is_add(n) || says(n, "checksum") {
                return Truth::False;
            }
            Truth::any(sources(n), |s| source(&s, &remote))
        }),
    );
    to.set(
        Key::BuildSecretFiles,
        fault(all, |n| {
            if !says(n, "kept") || member(n, "from").is_some() {
                return Truth::False;
            }
            // what a variable hides is told by its target
            Truth::any(sources(n), |s| match s.as_text() {
                Some(text) => told(secret::is_secret_file(&text)),
                None => Truth::False,
            })
            .or(|| text(n, "target", secret::is_secret_file))
        }),
    );
    to.set(Key::BuildSelfCopy, fault(all, |n| says(n, "itself").into()));
}

fn ports(from: &Reader<'_>, to: &mut Resource) {
    let bounds = |node: &Node| -> Result<(u32, u32), Truth> {
        match (&node.value, node.as_text()) {
            (Value::Unknown(unknown), _) => Err(Truth::Unknown(Arc::new(unknown.why.clone()))),
            (_, Some(text)) => {
                let ports = text.split('/').next().unwrap_or(&text).to_owned();
                let (first, last) = ports.split_once('-').unwrap_or((&ports, &ports));
                match (first.trim().parse(), last.trim().parse()) {
                    (Ok(first), Ok(last)) => Ok((first, last)),
                    _ => Err(Truth::False),
                }
            }
            _ => Err(Truth::False),
        }
    };
    let all = list(from, "expose");
    let test = |node: &Node, bad: &dyn Fn(u32, u32) -> bool| match bounds(node) {
        Ok((first, last)) => bad(first, last).into(),
        Err(truth) => truth,
    };
    to.set(Key::BuildSshPort, fault(all, |n| test(n, &|first, last| first <= 22 && 22 <= last)));
    to.set(Key::BuildPortRange, fault(all, |n| test(n, &|_, last| last > 65_535)));
}

fn stages(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::BuildDuplicateStage, fault(list(from, "from"), |stage| says(stage, "twice").into()));
    let absolute = |path: &str| {
        let path = path.trim_matches(['"', '\'']);
        path.starts_with(['/', '$', '%']) || path.as_bytes().get(1) == Some(&b':') || path.starts_with('\\')
    };
    let directories = list(from, "workdir");
    let test = |node: &Node, bad: &dyn Fn(&str) -> bool| match (&node.value, node.as_text()) {
        (Value::Unknown(unknown), _) => Truth::Unknown(Arc::new(unknown.why.clone())),
        // a variable that is set nowhere here may come with the base image
        (_, Some(text)) if text.is_empty() => {
            Truth::Unknown(Arc::new(Why::NotCollected("the base image's variables".into())))
        }
        (_, Some(text)) => bad(&text).into(),
        _ => Truth::False,
    };
    to.set(Key::BuildRelativeWorkdir, fault(directories, |n| test(n, &|path| !absolute(path))));
    to.set(
        Key::BuildSystemWorkdir,
        fault(directories, |n| {
            test(n, &|path| {
                let path = path.trim_matches(['"', '\'']);
                ["/proc/", "/boot/", "/dev/", "/initrd/", "/lost+found/", "/sys/"]
                    .iter()
                    .any(|d| path.starts_with(d))
            })
        }),
    );
}

fn user(from: &Reader<'_>, to: &mut Resource) {
    let last = list(from, "from").last();
    let scratch =
        last.is_some_and(|stage| text(stage, "image", |i| i.eq_ignore_ascii_case("scratch")) == Truth::True);
    let named = match from.node("user") {
        Some(node) => Setting::Known { datum: Datum::Bool(true), at: at(node), sensitive: false },
        None => Setting::Default(Datum::Bool(false)),
    };
    let root = match from.node("user") {
        // an empty image has root alone; of any other that no user is named is another fault
        None if scratch => Setting::Default(Datum::Bool(true)),
        None => {
            to.set(Key::BuildUserNamed, named);
            return;
        }
        Some(_) => from.read("user", false, |n| {
            let text = n.as_text()?;
            let name = text.split(':').next().unwrap_or_default().trim().to_owned();
            Some(Datum::Bool(matches!(name.as_str(), "root" | "0" | "ContainerAdministrator")))
        }),
    };
    to.set(Key::BuildUserNamed, named);
    to.set(Key::BuildRootUser, root);
}

fn variables(from: &Reader<'_>, to: &mut Resource, commands: &[Command]) {
    let all = list(from, "variables");
    let name = |n: &Node| member(n, "name").and_then(Node::as_text).unwrap_or_default();
    let kind = |n: &Node| member(n, "kind").and_then(Node::as_text).unwrap_or_default();
    let value =
        |n: &Node, test: &dyn Fn(&str) -> bool| text(n, "value", |v| test(v.trim_matches(['"', '\''])));
    to.set(
        Key::BuildSecretVariables,
        fault(all, |n| {
            let name = name(n);
            if &*kind(n) == "RUN" || !says(n, "kept") {
                return Truth::False;
            }
            if secret::names_secret_file(&name) && member(n, "value").is_some() {
                // the file itself has to be in the image for this to matter
                let held = |file: &str| {
                    list(from, "files").iter().any(|f| {
                        says(f, "kept")
                            && member(f, "target")
                                .and_then(Node::as_text)
                                .is_some_and(|target| holds(&target, file))
                    })
                };
                return value(n, &held);
            }
            if !secret::is_secret_name(&name) {
                return Truth::False;
            }
            match member(n, "value") {
                // handed over when the image is built, and then part of its history
                None => (&*kind(n) == "ARG").into(),
                Some(_) => value(n, &|v| !secret::is_harmless(v)),
            }
        }),
    );
    let set = |key: Key, names: &'static [&'static str], bad: fn(&str) -> bool, to: &mut Resource| {
        let found = fault(all, |n| {
            let matches = names.iter().any(|wanted| **wanted == *name(n));
            if matches && member(n, "value").is_some() { value(n, &bad) } else { Truth::False }
        });
        to.set(key, found);
    };
    let zero: fn(&str) -> bool = |v| v == "0";
    let falsy: fn(&str) -> bool = |v| v == "false";
    let something: fn(&str) -> bool = |v| !v.is_empty();
    set(Key::BuildPythonUnverified, &["PYTHONHTTPSVERIFY"], zero, to);
    set(Key::BuildNodeUnverified, &["NODE_TLS_REJECT_UNAUTHORIZED"], zero, to);
    set(Key::BuildNpmVariable, &["NPM_CONFIG_STRICT_SSL", "npm_config_strict_ssl"], falsy, to);
    set(Key::BuildGitUnverified, &["GIT_SSL_NO_VERIFY"], something, to);
    set(Key::BuildPipTrustedVariable, &["PIP_TRUSTED_HOST"], something, to);
    // `git config http.sslVerify false` is the same by another way
    let git = any(commands, |c| {
        let text = c.text().to_ascii_lowercase();
        told(
            c.is(&["git"])
                && text.contains("http.sslverify")
                && (text.ends_with("false") || text.contains("=false")),
        )
    });
    if git.truth() == Truth::True && to.get(Key::BuildGitUnverified).is_none_or(|s| s.truth() != Truth::True)
    {
        to.set(Key::BuildGitUnverified, git);
    }
}

/// Whether a file lies under the directory that something was copied to.
fn holds(directory: &str, file: &str) -> bool {
    let plain = |path: &str| path.trim_start_matches("./").trim_matches('/').to_owned();
    let (directory, file) = (plain(directory), plain(file));
    directory.is_empty()
        || directory == "."
        || file == directory
        || file.starts_with(&format!("{directory}/"))
}
