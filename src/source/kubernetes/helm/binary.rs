//! The `helm` program, where it is installed: no shell, no network, a bound on time and size.

use std::env;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::eval::MARK;
use crate::source::Tree;

const TIME: Duration = Duration::from_secs(30);
const BYTES: u64 = 32 << 20;

/// What `helm template` makes of a chart; nothing where the program is not there or does not manage, in which case the
/// own renderer reads the chart.
pub(super) fn template(tree: &Tree, directory: &str, name: &str) -> Option<String> {
    let chart = tree.base()?.join(if directory.is_empty() { "." } else { directory });
    let mut child = Command::new(program()?)
        .arg("template")
        .arg(name)
        .arg(&chart)
        .arg("--skip-tests")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let stdout = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let read = stdout.take(BYTES).read_to_end(&mut text);
        // nobody listens any more when time has run out
        let _ = sender.send(read.ok().map(|_| text));
    });
    let begun = Instant::now();
    let text = receiver.recv_timeout(TIME).ok().flatten();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                return text.filter(|_| status.success()).and_then(|t| String::from_utf8(t).ok());
            }
            Ok(None) if begun.elapsed() < TIME && text.is_some() => thread::sleep(Duration::from_millis(5)),
            _ => {
                // it may have ended by itself in the meantime
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Functions whose result is another one each time.
const MADE_ANEW: &[&str] =
    &["rand", "genCA", "genSigned", "genSelfSigned", "genPrivateKey", "uuidv4", "now", "bcrypt", "htpasswd"];

/// Whether a template may print something else each time.
pub(super) fn is_made_anew(template: &str) -> bool {
    MADE_ANEW.iter().any(|name| template.contains(name))
}

/// The output with marks in place of what another rendering made otherwise: such a value stands in no file.
pub(super) fn steady(first: &str, second: &str) -> String {
    if first == second || first.lines().count() != second.lines().count() {
        return first.to_owned();
    }
    let mark = format!("{}0{}", MARK.0, MARK.1);
    let line = |(one, other): (&str, &str)| {
        if one == other {
            return format!("{one}\n");
        }
        match one.split_once(": ") {
            Some((name, _)) => format!("{name}: {mark}\n"),
            None => format!("{}{mark}\n", &one[..one.len() - one.trim_start().len()]),
        }
    };
    first.lines().zip(second.lines()).map(line).collect()
}

fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    // a relative entry would run what stands in the tree that is scanned
    env::split_paths(&path).filter(|d| d.is_absolute()).map(|d| d.join("helm")).find(|p| p.is_file())
}

/// What one template of the chart made.
pub(super) struct Part {
    pub(super) path: String,
    pub(super) text: String,
}

/// The parts of the output, each with the file that made it.
pub(super) fn parts(rendered: &str, directory: &str, name: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in rendered.lines() {
        if let Some(source) = line.strip_prefix("# Source: ") {
            let inner = source.strip_prefix(name).unwrap_or(source).trim_start_matches('/');
            let path = if directory.is_empty() { inner.to_owned() } else { format!("{directory}/{inner}") };
            if parts.last().is_none_or(|p| p.path != path) {
                parts.push(Part { path, text: String::new() });
                continue;
            }
        }
        if let Some(part) = parts.last_mut() {
            part.text.push_str(line);
            part.text.push('\n');
        }
    }
    parts
}

/// For each line of the output the line of the template that is most like it, in order.
pub(super) fn lines(text: &str, template: &str) -> Vec<u32> {
    let source: Vec<&str> = template.lines().collect();
    let mut at = 0usize;
    let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    text.lines()
        .map(|line| {
            let plain = line.trim();
            // what an action made begins as the template does: up to its brace, or with the same name
            let like = |candidate: &&str| {
                let candidate = candidate.trim();
                let fixed = candidate.split("{{").next().unwrap_or_default().trim_end();
                candidate == plain
                    || (!fixed.is_empty() && fixed.len() < candidate.len() && plain.starts_with(fixed))
            };
            let ahead = source.iter().skip(at).position(like).map(|i| i + at);
            let found = if plain.is_empty() || plain == "---" { None } else { ahead };
            if let Some(found) = found {
                at = found;
            }
            number(at)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_anew_is_marked() {
        let first = "data:\n  password: \"YWJj\"\n  name: a\n  cert: |\n    AAA\n    BBB\n";
        let second = "data:\n  password: \"ZGVm\"\n  name: a\n  cert: |\n    AAA\n    CCC\n";
        let mark = "\u{e000}0\u{e001}";
        let expected = format!("data:\n  password: {mark}\n  name: a\n  cert: |\n    AAA\n    {mark}\n");
        assert_eq!(steady(first, second), expected);
        assert!(is_made_anew("{{ randAlphaNum 8 }}") && !is_made_anew("{{ .Values.a }}"));
    }

    #[test]
    fn output_is_laid_over_its_template() {
        let template =
            "kind: Pod\nspec:\n  hostPID: {{ .Values.pid }}\n  {{- toYaml .Values.x | nindent 2 }}\n  z: 1\n";
        let text = "kind: Pod\nspec:\n  hostPID: true\n  a: b\n  z: 1\n";
        assert_eq!(lines(text, template), [1, 2, 3, 3, 5]);
        let parts = parts(
            "---\n# Source: portal/templates/a.yaml\nkind: A\n---\n# Source: portal/templates/b.yaml\nkind: B\n",
            "charts/portal",
            "portal",
        );
        assert_eq!(
            parts.iter().map(|p| &*p.path).collect::<Vec<_>>(),
            ["charts/portal/templates/a.yaml", "charts/portal/templates/b.yaml"]
        );
        assert_eq!(parts[0].text, "kind: A\n---\n");
    }
}
