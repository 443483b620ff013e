//! Takes secrets out of the text that is kept for showing: every surface quotes source lines, and none may quote these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{DigestKey, tokens};
use crate::native::{FileId, Files, Span};

/// What stands where a secret stood.
const HIDDEN: &str = "(secret)";
/// Most lines hidden after the one that opens a heredoc or a key block.
const LONGEST: usize = 500;

/// A value without quotes under a name that holds secrets: `ENV A="b" DB_PASSWORD=c`.
#[expect(clippy::expect_used, reason = "the pattern is a constant and a test uses it")]
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:pass|pwd|secret|token|key|cred)[a-z0-9_]*\s*[=:]\s*[^\s"(,}\])]"#)
        .expect("a constant pattern")
});

/// Writes the lines of `spans` anew without what they hold. Numbers of lines stay as they are.
pub fn hide(files: &mut Files, spans: &[Span]) {
    let mut lines: BTreeMap<FileId, (BTreeSet<u32>, BTreeSet<u32>)> = BTreeMap::new();
    for span in spans {
        let (all, continued) = lines.entry(span.file).or_default();
        all.extend(span.line..=span.end_line);
        continued.extend(span.line.saturating_add(1)..=span.end_line);
    }
    for (id, (all, continued)) in lines {
        let Some(file) = files.get(id) else { continue };
        // Terraform quotes its values; what other formats write beside a secret may be one too
        let is_terraform = [".tf", ".tofu", ".tfvars", ".hcl"].iter().any(|end| file.path.ends_with(end));
        let mask = |line: &str, number: u32| {
            if is_terraform {
                masked(line)
            } else if continued.contains(&number) {
                format!("{}{HIDDEN}", indent(line))
            } else {
                cut(line)
            }
        };
        let text = hidden(&file.text, &all, mask);
        files.replace(id, text);
    }
}

fn hidden(text: &str, lines: &BTreeSet<u32>, mask: impl Fn(&str, u32) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    // the line that ends what is being hidden, and how many more may be
    let mut until: Option<(String, usize)> = None;
    for (whole, number) in text.split_inclusive('\n').zip(1u32..) {
        let line = whole.trim_end_matches(['\r', '\n']);
        let ending = &whole[line.len()..];
        match &mut until {
            Some((end, left)) if *left > 0 && !ends(line, end) => {
                *left -= 1;
                out.push_str(indent(line));
                out.push_str(HIDDEN);
            }
            Some(_) => {
                out.push_str(line);
                until = None;
            }
            None if lines.contains(&number) => {
                until = opens(line).map(|end| (end, LONGEST));
                match &until {
                    Some((end, _)) if !end.starts_with("-----") => out.push_str(line),
                    _ => out.push_str(&mask(line, number)),
                }
            }
            None => out.push_str(line),
        }
        out.push_str(ending);
    }
    out
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// The text that ends what a line opens: a heredoc's marker, or the end of a key block.
fn opens(line: &str) -> Option<String> {
    if line.contains("-----BEGIN") && !line.contains("-----END") {
        return Some("-----END".to_owned());
    }
    let marker = line.split_once("<<")?.1.trim_start_matches('-').trim();
    let whole = !marker.is_empty() && marker.chars().all(|c| c.is_alphanumeric() || c == '_');
    whole.then(|| marker.to_owned())
}

fn ends(line: &str, end: &str) -> bool {
    line.trim() == end || (end.starts_with("-----") && line.contains(end))
}

/// The line up to what its first name assigns; nothing of it, where it names nothing.
fn cut(line: &str) -> String {
    let rest = line.trim_start();
    let comment = rest.starts_with('#') || rest.starts_with("//");
    let at = line.find(['=', ':']).filter(|_| !comment);
    let kept = at.and_then(|at| line.get(..=at)).unwrap_or_else(|| indent(line));
    let key = DigestKey::new(None, "");
    let kept = if tokens::find(kept, FileId(0), &key).is_empty() { kept } else { indent(line) };
    let space = if kept.ends_with(':') { " " } else { "" };
    format!("{kept}{space}{HIDDEN}")
}

/// The line with its quoted values hidden; all of it, where something that looks like a secret would stay.
fn masked(line: &str) -> String {
    let space = indent(line);
    let rest = line.trim_start();
    if rest.starts_with('#') || rest.starts_with("//") {
        return format!("{space}# {HIDDEN}");
    }
    let quoted = hide_quoted(line);
    let hidden = match quoted {
        Some(hidden) => hidden,
        None => match line.find(['=', ':']) {
            Some(at) => format!("{} {HIDDEN}", &line[..=at]),
            None => format!("{space}{HIDDEN}"),
        },
    };
    let key = DigestKey::new(None, "");
    if BARE.is_match(&hidden) {
        // beside a quoted text another one without quotes
        return format!("{space}{HIDDEN}");
    }
    if tokens::find(&hidden, FileId(0), &key).is_empty() { hidden } else { format!("{space}{HIDDEN}") }
}

/// The line with every quoted text hidden that is no name before `=` or `:`; nothing when there is none.
fn hide_quoted(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut any = false;
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        out.push_str(&rest[..=start]);
        let inner = &rest[start + 1..];
        let end = close(inner).unwrap_or(inner.len());
        let after = inner.get(end + 1..).unwrap_or("");
        if after.trim_start().starts_with([':', '=']) && !after.trim_start().starts_with("==") {
            out.push_str(&inner[..end]);
        } else {
            out.push_str(HIDDEN);
            any = true;
        }
        if end < inner.len() {
            out.push('"');
        }
        rest = after;
    }
    out.push_str(rest);
    any.then_some(out)
}

/// Where the closing quote stands, escapes passed over.
fn close(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hide_lines(text: &str, lines: &[u32]) -> String {
        let mut files = Files::default();
        let file = files.add("main.tf", text);
        let spans: Vec<Span> =
            lines.iter().map(|line| Span { file, line: *line, end_line: *line, column: 1 }).collect();
        hide(&mut files, &spans);
        files.get(file).unwrap().text.to_string()
    }

    #[test]
    fn values_go_and_names_and_other_lines_stay() {
        let text = "a = \"keep\"\r\npassword = \"hunter2\" # moved here\n\"token\": \"abc\\\"def\",\nb = 1\n";
        assert_eq!(
            hide_lines(text, &[2, 3]),
            "a = \"keep\"\r\npassword = \"(secret)\" # moved here\n\"token\": \"(secret)\",\nb = 1\n"
        );
    }

    #[test]
    fn other_formats_keep_the_name_alone() {
        let mut files = Files::default();
        let text = "a: keep\n  password: 'hunter2' # \"x\"\nENV A=\"1\" P=hunter2\nkey: |\n  user: hunter2\n  more\nlast: keep\n";
        let file = files.add("values.yaml", text);
        let span = |line, end_line| Span { file, line, end_line, column: 1 };
        hide(&mut files, &[span(2, 2), span(3, 3), span(4, 6)]);
        assert_eq!(
            &*files.get(file).unwrap().text,
            "a: keep\n  password: (secret)\nENV A=(secret)\nkey: (secret)\n  (secret)\n  (secret)\nlast: keep\n"
        );
    }

    #[test]
    fn unquoted_values_comments_and_stray_tokens_go() {
        let id = concat!("AKIA", "QYLPMN5HHHFPZAM2");
        assert_eq!(hide_lines(&format!("export KEY={id}"), &[1]), "export KEY= (secret)");
        assert_eq!(hide_lines(&format!("  # the old key {id}\n"), &[1]), "  # (secret)\n");
        assert_eq!(hide_lines(&format!("  x = \"a\" # {id}\n"), &[1]), "  (secret)\n");
        assert_eq!(hide_lines("  hunter2\n", &[1]), "  (secret)\n");
        assert_eq!(hide_lines("ENV A=\"b\" DB_PASSWORD=hunter2\n", &[1]), "(secret)\n");
    }

    #[test]
    fn heredocs_and_key_blocks_go_whole() {
        let text = "secret_string = <<-EOT\n  one\n  two\n  EOT\nafter = 1\n";
        assert_eq!(
            hide_lines(text, &[1]),
            "secret_string = <<-EOT\n  (secret)\n  (secret)\n  EOT\nafter = 1\n"
        );
        let begin = concat!("-----BEGIN ", "RSA PRIVATE KEY-----");
        let text = format!("k = <<EOT\n{begin}\nMIIabc\n-----END RSA PRIVATE KEY-----\nEOT\nafter = 1\n");
        let hidden = hide_lines(&text, &[2]);
        assert!(!hidden.contains("MIIabc") && !hidden.contains("BEGIN"), "{hidden}");
        assert!(hidden.ends_with("EOT\nafter = 1\n"), "{hidden}");
    }

    #[test]
    fn lines_keep_their_numbers() {
        let text = "a\nb = \"x\"\n\nc";
        assert_eq!(hide_lines(text, &[2]).lines().count(), text.lines().count());
        assert_eq!(hide_lines(text, &[99]), text);
    }
}
