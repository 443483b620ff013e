//! What is done outside the model: the clipboard and the editor. No shell is ever involved.

use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::options::{Environment, Multiplexer};
use super::text::clean_lines;

/// Longest text that is copied: terminals drop longer sequences without a word.
const LONGEST_COPY: usize = 74_994;

/// The bytes that put a text on the clipboard of the terminal (OSC 52), wrapped for tmux and screen.
///
/// # Errors
/// When the text is longer than terminals take.
pub(super) fn clipboard(text: &str, environment: &Environment) -> Result<Vec<u8>, String> {
    let encoded = STANDARD.encode(clean_lines(text));
    if encoded.len() > LONGEST_COPY {
        return Err(format!("too long to copy: {} bytes, terminals take {LONGEST_COPY}", encoded.len()));
    }
    let plain = format!("\x1b]52;c;{encoded}\x07");
    let wrapped = match environment.multiplexer {
        // tmux passes it on with allow-passthrough; with set-clipboard it takes the plain form itself
        Multiplexer::Tmux => format!("{plain}\x1bPtmux;\x1b{plain}\x1b\\"),
        // screen takes at most 768 bytes of a string at once
        Multiplexer::Screen => {
            let chunks = plain.as_bytes().chunks(250).map(String::from_utf8_lossy);
            chunks.fold(String::new(), |all, chunk| all + "\x1bP" + &chunk + "\x1b\\")
        }
        Multiplexer::None => plain,
    };
    Ok(wrapped.into_bytes())
}

/// The editor's program and arguments for a file at a line.
///
/// # Errors
/// When no editor is set, or its quotes do not match.
pub(super) fn editor(editor: &str, path: &str, line: u32) -> Result<(String, Vec<String>), String> {
    let mut words = split(editor)?;
    if words.is_empty() {
        return Err("no editor is set: set VISUAL or EDITOR".to_owned());
    }
    let program = words.remove(0);
    // a name that begins with a dash would be read as an option
    let path = if path.starts_with(['-', '+']) { format!("./{path}") } else { path.to_owned() };
    let name = program.rsplit(['/', '\\']).next().unwrap_or(&program).trim_end_matches(".exe");
    match name {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            words.extend(["--goto".to_owned(), format!("{path}:{line}")]);
        }
        "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" | "lapce" => {
            words.push(format!("{path}:{line}"));
        }
        "kate" | "kwrite" | "mate" => words.extend(["-l".to_owned(), line.to_string(), path]),
        "xed" => words.extend(["--line".to_owned(), line.to_string(), path]),
        "notepad++" => words.extend([format!("-n{line}"), path]),
        "idea" | "goland" | "pycharm" | "rustrover" | "clion" | "webstorm" => {
            words.extend(["--line".to_owned(), line.to_string(), path]);
        }
        _ => words.extend([format!("+{line}"), path]),
    }
    Ok((program, words))
}

/// Splits a command line at spaces outside quotes; a backslash takes the next character as it is.
fn split(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let (mut word, mut within, mut quote): (String, bool, Option<char>) = (String::new(), false, None);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => (quote, within) = (Some(c), true),
            (Some('"') | None, '\\') => {
                word.extend(chars.next());
                within = true;
            }
            (None, c) if c.is_whitespace() => {
                if within {
                    words.push(std::mem::take(&mut word));
                }
                within = false;
            }
            (_, c) => {
                word.push(c);
                within = true;
            }
        }
    }
    if quote.is_some() {
        return Err(format!("the quotes of the editor do not match: {text}"));
    }
    if within {
        words.push(word);
    }
    Ok(words)
}

/// Runs the editor and waits for it.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub(super) fn edit(environment: &Environment, path: &str, line: u32) -> Result<(), String> {
    let (program, arguments) = editor(&environment.editor, path, line)?;
    // an editor would show an empty file as if it were the one at fault
    if !std::path::Path::new(path).is_file() {
        return Err(format!("there is no file {} here", clean_lines(path)));
    }
    match Command::new(&program).args(&arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) => Err(format!("failed to run {program}: {error}")),
    }
}

/// Opens a web page with the browser of the desktop.
///
/// # Errors
/// When there is no desktop, or nothing that opens pages.
pub(super) fn browse(environment: &Environment, url: &str) -> Result<(), String> {
    if !environment.desktop {
        return Err("there is no desktop".to_owned());
    }
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = Command::new(program)
        .arg(url)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    let mut child = started.map_err(|e| format!("failed to run {program}: {e}"))?;
    // it is waited for beside, so that it does not stay as a dead process
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_get_the_line_as_they_take_it() {
        let of = |text: &str| editor(text, "infra/main.tf", 7).unwrap();
        assert_eq!(of("vim"), ("vim".to_owned(), vec!["+7".to_owned(), "infra/main.tf".to_owned()]));
        assert_eq!(of("nano").1, of("emacsclient -nw").1[1..]);
        assert_eq!(of("kate").1, ["-l", "7", "infra/main.tf"]);
        assert_eq!(of("hx").1, ["infra/main.tf:7"]);
        assert_eq!(of("idea").1, ["--line", "7", "infra/main.tf"]);
        assert_eq!(of("code --wait").1, ["--wait", "--goto", "infra/main.tf:7"]);
        assert_eq!(of("/opt/my\\ tools/hx").0, "/opt/my tools/hx");
        assert_eq!(of("'/opt/a b/nvim' -c \"set nu\"").1, ["-c", "set nu", "+7", "infra/main.tf"]);
        assert_eq!(editor("vi", "-rf", 1).unwrap().1, ["+1", "./-rf"]);
        assert!(editor("", "a", 1).unwrap_err().contains("VISUAL"));
        assert!(editor("vi 'x", "a", 1).is_err());
    }

    #[test]
    fn nothing_that_a_shell_reads_is_special() {
        let (program, arguments) = editor("vi; rm -rf /", "a;b $(c)", 1).unwrap();
        assert_eq!(program, "vi;");
        assert_eq!(arguments, ["rm", "-rf", "/", "+1", "a;b $(c)"]);
    }

    #[test]
    fn copies_are_safe_wrapped_and_bounded() {
        let plain = Environment::default();
        let bytes = clipboard("a\x1b[0mb", &plain).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let encoded = text.strip_prefix("\x1b]52;c;").unwrap().strip_suffix('\x07').unwrap();
        assert_eq!(STANDARD.decode(encoded).unwrap(), b"a\\x1b[0mb");
        let tmux = Environment { multiplexer: Multiplexer::Tmux, ..Environment::default() };
        assert!(String::from_utf8(clipboard("x", &tmux).unwrap()).unwrap().contains("\x1bPtmux;\x1b\x1b]52"));
        let screen = Environment { multiplexer: Multiplexer::Screen, ..Environment::default() };
        let long = clipboard(&"x".repeat(600), &screen).unwrap();
        assert!(String::from_utf8(long).unwrap().matches("\x1bP").count() > 2);
        assert!(clipboard(&"x".repeat(80_000), &plain).unwrap_err().contains("too long"));
    }
}
