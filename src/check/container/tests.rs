//! Every check of containers on a text that passes, one that fails, and one that cannot be told.

use crate::check::Verdict::{self, Fail, Pass, Unknown};
use crate::check::{assess, registry};
use crate::dialect::translate;
use crate::native::Span;
use crate::resource::{Estate, Side};
use crate::source::Tree;
use crate::source::code::{Options, read};

/// The verdict of a check on the resource of a file, and where it points.
fn judged(path: &str, text: &str, check: &str) -> Option<(Verdict, Option<Span>)> {
    let code = read(&Tree::memory([(path, text)]), &Options::default());
    for part in &code.parts {
        assert!(part.report.failed.is_empty(), "{text}\n{:?}", part.report.failed);
    }
    let estate: Estate = translate(&code.natives, Side::Declared).estate;
    let id = registry().find(check).unwrap_or_else(|| panic!("no check {check}"));
    let finding = assess(&estate).into_iter().find(|f| f.check == id)?;
    let resource = estate.get(finding.resource)?;
    let at = finding.detail.by().find_map(|key| resource.get(key)?.span());
    Some((finding.verdict, at))
}

/// Instructions after `FROM alpine:3.20`, with an argument that has no value.
fn build(check: &str, instructions: &str) -> Option<Verdict> {
    let text = format!("ARG UNSET\nFROM alpine:3.20\nARG UNSET\n{instructions}\n");
    judged("Dockerfile", &text, check).map(|(verdict, _)| verdict)
}

fn hold(cases: &[(&str, Verdict, &str)], of: impl Fn(&str, &str) -> Option<Verdict>) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(check, expected, text)| {
            let got = of(check, text);
            (got != Some(*expected)).then(|| format!("{check}: {got:?}, expected {expected:?} of\n{text}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_an_image_is_built_from() {
    hold(
        &[
            ("image-user-named", Pass, "USER app"),
            ("image-add-local", Fail, "ADD a b.tar /c/"),
            ("image-workdir-absolute", Unknown, "WORKDIR $SOMEWHERE"),
            ("image-user-named", Fail, "RUN x"),
            ("image-user-not-root", Pass, "USER app"),
            ("image-user-not-root", Fail, "USER app\nUSER root"),
            ("image-user-not-root", Fail, "USER 0:0"),
            ("image-user-not-root", Unknown, "USER $UNSET"),
            ("image-user-not-root", Pass, "ARG U=1001\nUSER ${U}:${U}"),
            ("image-user-not-root", Pass, "USER app\nONBUILD USER root"),
            // the last stage is built from one that has a user
            ("image-user-named", Pass, "USER app\nFROM alpine:3.20 AS b\nUSER b\nFROM b\nRUN x"),
            ("image-user-named", Fail, "USER app\nFROM alpine:3.20"),
            ("image-user-not-root", Fail, "FROM scratch\nCOPY a /"),
            ("image-base-version", Pass, "RUN x"),
            ("image-base-version", Fail, "FROM alpine"),
            ("image-base-version", Fail, "FROM registry:5000/alpine:latest"),
            ("image-base-version", Unknown, "FROM ${UNSET}"),
            ("image-base-version", Pass, "FROM alpine:3 AS base\nFROM base\nFROM scratch"),
            ("image-base-digest", Fail, "RUN x"),
            ("image-stage-names", Pass, "FROM a:1 AS x\nFROM b:1 AS y"),
            ("image-stage-names", Fail, "FROM a:1 AS x\nFROM b:1 as X"),
            ("image-stage-self-copy", Fail, "FROM a:1 AS x\nCOPY --from=x a b"),
            ("image-stage-self-copy", Pass, "FROM a:1 AS x\nFROM b:1\nCOPY --from=x a b"),
            ("image-owner-label", Pass, "LABEL maintainer=it"),
            ("image-owner-label", Fail, "MAINTAINER it"),
        ],
        build,
    );
    let verdict = |text: &str, check: &str| judged("Dockerfile", text, check).map(|(verdict, _)| verdict);
    assert_eq!(verdict("ARG V=3\nFROM a:$V\n", "image-base-version"), Some(Pass));
    assert_eq!(verdict("ARG V=latest\nFROM a:${V}\n", "image-base-version"), Some(Fail));
    assert_eq!(verdict("FROM a@sha256:00\n", "image-base-digest"), Some(Pass));
    assert_eq!(verdict("ARG I\nFROM $I\n", "image-base-digest"), Some(Unknown));
}

#[test]
fn how_files_come_in_and_what_is_open() {
    hold(
        &[
            ("image-no-add", Pass, "COPY a /a"),
            ("image-no-add", Fail, "ADD a.tar /a"),
            ("image-add-local", Pass, "ADD a.tar.gz /a"),
            ("image-add-local", Fail, "ADD [\"a\", \"/a\"]"),
            ("image-add-local", Unknown, "ADD $UNSET /a"),
            ("image-remote-add", Fail, "ADD https://x/a /a"),
            ("image-remote-add", Pass, "ADD --checksum=sha256:00 https://x/a /a"),
            ("image-remote-add", Unknown, "ADD ${UNSET} /a"),
            ("image-secret-files", Pass, "COPY src/ /app/"),
            ("image-secret-files", Fail, "COPY --chown=a .env /app/"),
            ("image-secret-files", Fail, "COPY keys/id_rsa /root/.ssh/id_rsa"),
            ("image-secret-files", Pass, "COPY .env .\nFROM a:1\nRUN x"),
            ("image-secret-variables", Pass, "ENV PORT=80\nARG DB_PASSWORD_FILE=/run/secrets/x"),
            ("image-secret-variables", Fail, "ENV DB_PASSWORD=hunter2"),
            ("image-secret-variables", Fail, "ENV DB_PASSWORD hunter2 and more"),
            ("image-secret-variables", Fail, "ARG GITHUB_TOKEN"),
            (
                "image-secret-variables",
                Fail,
                "COPY x /app\nENV GOOGLE_APPLICATION_CREDENTIALS=./app/key.json",
            ),
            ("image-secret-variables", Unknown, "ENV API_KEY=$UNSET"),
            ("image-secret-variables", Pass, "ENV API_KEY=x1\nFROM a:1"),
            ("image-credential-commands", Fail, "RUN aws configure set aws_secret_access_key x"),
            ("image-credential-commands", Pass, "RUN --mount=type=secret,id=x az login -u y"),
            ("image-health-check", Pass, "HEALTHCHECK --interval=5s CMD curl localhost"),
            ("image-health-check", Fail, "HEALTHCHECK NONE"),
            ("image-health-check", Fail, "RUN x"),
            ("image-ssh-port", Pass, "EXPOSE 8080 2222/tcp"),
            ("image-ssh-port", Fail, "EXPOSE 80 22/tcp"),
            ("image-ssh-port", Unknown, "EXPOSE $UNSET"),
            ("image-ssh-port", Fail, "ARG P=22\nEXPOSE ${P}"),
            ("image-port-range", Fail, "EXPOSE 65536"),
            ("image-port-range", Pass, "EXPOSE 65535/udp"),
            ("image-workdir-absolute", Pass, "WORKDIR /app\nWORKDIR \"/b\""),
            ("image-workdir-absolute", Fail, "WORKDIR app"),
            ("image-workdir-absolute", Unknown, "WORKDIR $UNSET"),
            ("image-workdir-system", Fail, "WORKDIR /proc/self"),
            ("image-workdir-system", Pass, "WORKDIR /srv"),
        ],
        build,
    );
}

#[test]
fn how_downloads_are_checked() {
    hold(
        &[
            ("image-curl-verified", Pass, "RUN curl -fsSL https://x | tar x"),
            ("image-curl-verified", Fail, "RUN apk add curl && curl -fsSLk https://x"),
            ("image-curl-verified", Fail, "RUN [\"curl\", \"--insecure\", \"https://x\"]"),
            ("image-curl-verified", Fail, "RUN bash -c 'cd /x && curl -k https://x'"),
            ("image-curl-verified", Fail, "RUN <<EOF\nset -e\ncurl -k https://x\nEOF"),
            ("image-curl-verified", Unknown, "RUN curl $CURL_OPTS https://x"),
            ("image-curl-verified", Pass, "ARG CURL_OPTS=-s\nRUN curl $CURL_OPTS https://x"),
            ("image-wget-verified", Fail, "RUN wget -q --no-check-certificate https://x"),
            ("image-wget-verified", Pass, "RUN wget -q https://x"),
            ("image-pip-hosts-verified", Fail, "RUN pip3 install --trusted-host x y"),
            ("image-pip-hosts-verified", Fail, "RUN python3 -m pip install --trusted-host=x y"),
            ("image-pip-hosts-verified", Pass, "RUN pip install y"),
            ("image-python-verified", Fail, "ENV PYTHONHTTPSVERIFY=0"),
            ("image-python-verified", Fail, "RUN PYTHONHTTPSVERIFY=0 python x.py"),
            ("image-python-verified", Unknown, "ENV PYTHONHTTPSVERIFY=$UNSET"),
            ("image-node-verified", Fail, "ENV A=b NODE_TLS_REJECT_UNAUTHORIZED=0"),
            ("image-node-verified", Pass, "ENV NODE_TLS_REJECT_UNAUTHORIZED=1"),
            ("image-npm-variable-verified", Fail, "ARG npm_config_strict_ssl=false"),
            ("image-npm-variable-verified", Pass, "RUN x"),
            ("image-npm-config-verified", Fail, "RUN npm config set strict-ssl=false"),
            ("image-npm-config-verified", Fail, "RUN yarn config set \"strict-ssl\" false && x"),
            ("image-npm-config-verified", Pass, "RUN npm config set strict-ssl true"),
            ("image-git-verified", Fail, "ENV GIT_SSL_NO_VERIFY 1"),
            ("image-git-verified", Fail, "RUN export GIT_SSL_NO_VERIFY=true && git clone x"),
            ("image-git-verified", Pass, "RUN git clone x"),
            ("image-yum-verified", Fail, "RUN yum-config-manager --setopt=main.sslverify=0 --save"),
            ("image-yum-verified", Fail, "RUN dnf config-manager --setopt='sslverify=false' --save"),
            ("image-yum-verified", Pass, "RUN yum-config-manager --setopt=sslverify=1"),
            ("image-pip-variable-verified", Fail, "ENV PIP_TRUSTED_HOST=x"),
            ("image-pip-variable-verified", Pass, "ENV PIP_INDEX_URL=x"),
        ],
        build,
    );
}

#[test]
fn which_packages_are_installed() {
    hold(
        &[
            ("image-apk-signatures", Fail, "RUN apk add --allow-untrusted x.apk"),
            ("image-apk-signatures", Pass, "RUN apk add x"),
            ("image-apk-signatures", Unknown, "RUN apk add $APK_FLAGS x"),
            ("image-apt-signatures", Fail, "RUN apt-get install -y --allow-unauthenticated x"),
            ("image-apt-signatures", Pass, "RUN apt-get install -y x"),
            ("image-dnf-signatures", Fail, "RUN yum install -y --nogpgcheck x"),
            ("image-dnf-signatures", Pass, "RUN dnf install -y x"),
            ("image-rpm-signatures", Fail, "RUN rpm -ivh --nosignature x.rpm"),
            ("image-rpm-signatures", Pass, "RUN rpm -ivh x.rpm"),
            ("image-apt-forced", Fail, "RUN apt-get install --force-yes x"),
            ("image-apt-forced", Pass, "RUN apt-get install -y x"),
            ("image-apt-versions", Fail, "RUN apt-get update && apt-get install -y curl git=1:2"),
            ("image-apt-versions", Pass, "RUN apt-get install -y curl=7.88.1-10 ./x.deb"),
            ("image-apt-versions", Unknown, "RUN apt-get install -y ${PKG}x curl$V"),
            ("image-apk-versions", Fail, "RUN apk add --no-cache --virtual .deps curl"),
            ("image-apk-versions", Pass, "RUN apk add --no-cache -t .deps curl=8.9.1-r1"),
            ("image-pip-versions", Fail, "RUN pip install flask"),
            ("image-pip-versions", Pass, "RUN pip install -r requirements.txt flask==3.0.3 ."),
            ("image-npm-versions", Fail, "RUN npm i -g @scope/a"),
            ("image-npm-versions", Pass, "RUN npm install && npm install a@1 @scope/a@2"),
            ("image-gem-versions", Fail, "RUN gem install rails"),
            ("image-gem-versions", Pass, "RUN gem install rails -v 7 && gem install rake:13"),
            ("image-yum-versions", Fail, "RUN yum install -y httpd"),
            ("image-yum-versions", Pass, "RUN yum install -y httpd-2.4.57 && yum clean all"),
            ("image-apt-versions", Unknown, "RUN apt-get install -y $PACKAGES"),
            ("image-apt-versions", Pass, "RUN apt-get install -y $APT_OPTS curl=1"),
            ("image-apt-versions", Pass, "RUN apt-get install curl/bookworm"),
            ("image-pip-versions", Fail, "RUN python3 -m pip install flask"),
            ("image-pip-versions", Pass, "RUN python3 -c 'install flask'"),
            ("image-pip-versions", Pass, "RUN pip install -c constraints.txt flask"),
            ("image-npm-versions", Fail, "RUN npm install git+https://example.org/b.git"),
            ("image-npm-versions", Pass, "RUN npm install git+https://example.org/b.git#v1"),
            ("image-npm-versions", Pass, "RUN npm run install x"),
            ("image-gem-versions", Fail, "RUN gem i rails"),
            ("image-dnf-versions", Fail, "RUN dnf install @development"),
            ("image-dnf-versions", Pass, "RUN dnf module install nodejs:20"),
            ("image-dnf-versions", Fail, "RUN microdnf install -y httpd"),
            ("image-dnf-versions", Pass, "RUN dnf install -y httpd-2.4"),
            ("image-zypper-versions", Fail, "RUN zypper --non-interactive install httpd"),
            ("image-zypper-versions", Pass, "RUN zypper install -y httpd=2.4"),
            ("image-recommended-packages", Fail, "RUN apt-get install -y x"),
            ("image-recommended-packages", Pass, "RUN apt-get install -y --no-install-recommends x"),
            ("image-recommended-packages", Unknown, "RUN apt-get install $APT_OPTS x"),
            ("image-update-alone", Fail, "RUN apt-get update\nRUN apt-get install -y x"),
            ("image-update-alone", Pass, "RUN apt-get update \\\n && apt-get install -y x"),
            ("image-apt", Fail, "RUN apt install -y x"),
            ("image-apt", Pass, "RUN apt-get install -y x && rm -rf /var/lib/apt /etc/apt"),
            ("image-sudo", Fail, "RUN x && sudo -E apt-get install y"),
            ("image-sudo", Pass, "RUN apt-get install pseudo"),
            ("image-apt-versions", Fail, "RUN sudo apt-get install curl"),
            ("image-passwords-set", Fail, "RUN echo root:x | chpasswd"),
            ("image-passwords-set", Pass, "RUN adduser -D x"),
            ("image-piped-script", Fail, "RUN curl -s https://x | bash -s -- y"),
            ("image-piped-script", Pass, "RUN curl -s https://x | tar xz && sh install.sh"),
        ],
        build,
    );
}

#[test]
fn findings_point_at_the_line_to_edit() {
    let line =
        |text: &str, check: &str| judged("Dockerfile", text, check).and_then(|(_, at)| at).map(|s| s.line);
    let text = "# syntax=docker/dockerfile:1\nFROM alpine:3.20\nRUN apk update \\\n  # why\n  && curl -k https://x\n\nEXPOSE 80\nEXPOSE 22\nUSER root\n";
    assert_eq!(line(text, "image-curl-verified"), Some(5));
    assert_eq!(line(text, "image-update-alone"), Some(3));
    assert_eq!(line(text, "image-ssh-port"), Some(8));
    assert_eq!(line(text, "image-user-not-root"), Some(9));
    let heredoc = "FROM alpine:3.20\nRUN <<EOF\napk add x\ncurl -k https://x\nEOF\n";
    assert_eq!(line(heredoc, "image-curl-verified"), Some(4));
}

fn service(check: &str, lines: &str) -> Option<Verdict> {
    let mut text = "services:\n  web:\n    image: registry/web:1\n".to_owned();
    for line in lines.lines() {
        text.extend(["    ", line, "\n"]);
    }
    judged("compose.yaml", &text, check).map(|(verdict, _)| verdict)
}

#[test]
fn what_services_may_do() {
    hold(
        &[
            ("workload-privileged", Pass, "privileged: false"),
            ("workload-privileged", Fail, "privileged: true"),
            ("workload-privileged", Unknown, "privileged: ${P}"),
            ("workload-privileged", Fail, "privileged: ${P:-true}"),
            ("workload-host-network", Fail, "network_mode: host"),
            ("workload-host-network", Pass, "network_mode: bridge"),
            ("workload-host-network", Unknown, "network_mode: $M"),
            ("workload-host-ipc", Fail, "ipc: host"),
            ("workload-host-ipc", Pass, "ipc: shareable"),
            ("workload-host-pid", Fail, "pid: \"host\""),
            ("workload-host-pid", Pass, ""),
            ("service-host-users", Fail, "userns_mode: host"),
            ("service-host-users", Pass, ""),
            ("workload-runtime-socket", Fail, "volumes:\n  - /var/run/docker.sock:/var/run/docker.sock:ro"),
            (
                "workload-runtime-socket",
                Fail,
                "volumes:\n  - type: bind\n    source: /run/docker.sock\n    target: /x",
            ),
            ("workload-runtime-socket", Pass, "volumes:\n  - data:/data"),
            ("workload-runtime-socket", Unknown, "volumes:\n  - $M"),
            ("workload-sensitive-host-path", Fail, "volumes: [\"/etc:/host\"]"),
            ("workload-sensitive-host-path", Pass, "volumes: [\"./etc:/etc\", \"/data:/var\"]"),
            ("workload-mount-propagation", Fail, "volumes: [\"/d:/d:rw,rshared\"]"),
            ("workload-mount-propagation", Fail, "volumes:\n  - type: bind\n    bind: {propagation: shared}"),
            ("workload-mount-propagation", Pass, "volumes: [\"/d:/d:ro\"]"),
            ("service-capabilities", Pass, "cap_drop: [ALL]"),
            ("service-capabilities", Fail, "cap_drop: [ALL]\ncap_add: [NET_ADMIN]"),
            ("service-capabilities", Fail, ""),
            ("workload-privilege-escalation", Pass, "security_opt:\n  - no-new-privileges:true"),
            ("workload-privilege-escalation", Fail, "security_opt:\n  - seccomp:x.json"),
            ("workload-privilege-escalation", Fail, ""),
            ("workload-privilege-escalation", Unknown, "security_opt: [$O]"),
            ("service-security-options", Pass, "security_opt: [\"a:b\"]"),
            ("service-security-options", Fail, ""),
            ("workload-seccomp", Fail, "security_opt: [\"seccomp=unconfined\"]"),
            ("workload-seccomp", Pass, ""),
            ("workload-read-only-root", Pass, "read_only: true"),
            ("workload-read-only-root", Fail, ""),
            ("workload-non-root", Pass, "user: \"1000:1000\""),
            ("workload-non-root", Fail, "user: root"),
            ("workload-non-root", Unknown, ""),
        ],
        service,
    );
}

#[test]
fn what_services_open_and_use() {
    hold(
        &[
            ("service-ports-bound", Pass, "ports: [\"127.0.0.1:8080:80\"]"),
            ("service-ports-bound", Fail, "ports: [\"8080:80\"]"),
            ("service-ports-bound", Fail, "ports:\n  - 8080"),
            ("service-ports-bound", Fail, "ports:\n  - target: 80\n    published: \"8080\""),
            ("service-ports-bound", Pass, "ports:\n  - target: 80\n    host_ip: 127.0.0.1"),
            ("service-ports-bound", Unknown, "ports: [\"$P:80\"]"),
            ("service-low-ports", Fail, "ports: [\"8080:80\"]"),
            ("service-low-ports", Pass, "ports: [\"127.0.0.1:8080:8080\"]"),
            ("service-low-ports", Pass, "ports: [\"80:80\"]\ncap_drop: [NET_BIND_SERVICE]"),
            ("workload-memory-limit", Pass, "mem_limit: 1g"),
            ("workload-memory-limit", Pass, "deploy:\n  resources:\n    limits: {memory: 1g}"),
            ("workload-memory-limit", Fail, "deploy: {replicas: 1}"),
            ("workload-cpu-limit", Pass, "cpus: 0.5"),
            ("workload-cpu-limit", Fail, ""),
            ("service-process-limit", Pass, "pids_limit: 100"),
            ("service-process-limit", Fail, "pids_limit: -1"),
            ("service-process-limit", Fail, ""),
            ("service-process-limit", Unknown, "pids_limit: $P"),
            ("service-restart", Pass, "restart: on-failure:5"),
            ("service-restart", Fail, "restart: \"on-failure:100\""),
            ("service-restart", Fail, "deploy:\n  restart_policy: {condition: on-failure, max_attempts: 3}"),
            ("service-health-check", Pass, "healthcheck:\n  test: [CMD, x]"),
            ("service-health-check", Fail, "healthcheck:\n  test: [\"NONE\"]"),
            ("service-health-check", Fail, "healthcheck:\n  disable: true"),
            ("service-health-check", Fail, ""),
            ("service-cgroup", Fail, "cgroup_parent: x"),
            ("service-cgroup", Pass, ""),
            ("service-networks", Pass, "networks: [a]"),
            ("service-networks", Fail, ""),
            ("workload-image-tag", Pass, ""),
            ("workload-image-tag", Fail, "image: web:latest"),
            ("workload-image-tag", Unknown, "image: web:$V"),
            ("workload-image-digest", Fail, ""),
            ("workload-image-digest", Pass, "image: web@sha256:00"),
            ("service-secret-variables", Fail, "environment:\n  - DB_PASSWORD=hunter2"),
            ("service-secret-variables", Fail, "environment:\n  API_KEY: abc"),
            (
                "service-secret-variables",
                Pass,
                "environment:\n  DB_PASSWORD: ${DB_PASSWORD}\n  X_PASSWORD_FILE: /run/x",
            ),
            ("service-secret-variables", Pass, "environment: [DB_PASSWORD]"),
        ],
        |check, lines| {
            let (image, lines) = match lines.strip_prefix("image: ") {
                Some(rest) => (rest, ""),
                None => ("registry/web:1", lines),
            };
            let mut text = format!("services:\n  web:\n    image: {image}\n");
            for line in lines.lines() {
                text.extend(["    ", line, "\n"]);
            }
            judged("compose.yaml", &text, check).map(|(verdict, _)| verdict)
        },
    );
}

#[test]
fn without_a_user_one_check_says_so() {
    assert_eq!(build("image-user-not-root", "RUN x"), None);
    assert_eq!(build("image-user-named", "RUN x"), Some(Fail));
}
