//! How to start somebody's editor at a line.

use std::path::Path;

/// The editor that is started when neither the settings nor `VISUAL` nor `EDITOR` name one.
pub const FALLBACK: &str = "vi";

/// A program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The program.
    pub program: String,
    /// What it is told, without the program itself.
    pub arguments: Vec<String>,
}

/// How `editor` (a program, maybe with arguments: `code --wait`) opens `file` at `line`, counted from 1. Editors that are not
/// known open the file without a line.
#[must_use]
pub fn invocation(editor: &str, file: &Path, line: usize) -> Invocation {
    let mut words = words(editor).into_iter();
    let program = words.next().unwrap_or_else(|| FALLBACK.to_owned());
    let mut arguments: Vec<String> = words.collect();
    let path = file.display().to_string();
    let name = Path::new(&program).file_stem();
    let name = name.map(|n| n.to_string_lossy().to_lowercase());
    match name.unwrap_or_default().as_str() {
        "vi" | "vim" | "nvim" | "gvim" | "mvim" | "nano" | "pico" | "emacs" | "emacsclient"
        | "kak" | "micro" | "joe" | "mg" | "ne" | "jed" => {
            arguments.push(format!("+{line}"));
            arguments.push(path);
        }
        "hx" | "helix" | "subl" | "zed" => arguments.push(format!("{path}:{line}")),
        "code" | "codium" | "cursor" => {
            // Without it the editor returns at once, and there would be nothing to reread yet.
            if !arguments.iter().any(|a| a == "--wait" || a == "-w") {
                arguments.push("--wait".to_owned());
            }
            arguments.push("--goto".to_owned());
            arguments.push(format!("{path}:{line}"));
        }
        _ => arguments.push(path),
    }
    Invocation { program, arguments }
}

/// Splits at spaces; quotes hold words together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_editor_gets_the_line_its_own_way() {
        for (editor, wanted) in [
            ("vim", "vim|+7|/p a/x.md"),
            (
                "/usr/bin/nvim -u NONE",
                "/usr/bin/nvim|-u|NONE|+7|/p a/x.md",
            ),
            ("emacsclient -t", "emacsclient|-t|+7|/p a/x.md"),
            ("hx", "hx|/p a/x.md:7"),
            ("code", "code|--wait|--goto|/p a/x.md:7"),
            ("code -w", "code|-w|--goto|/p a/x.md:7"),
            (
                "'/opt/my editor/ed' -p ''",
                "/opt/my editor/ed|-p||/p a/x.md",
            ),
            ("", "vi|/p a/x.md"),
            ("   ", "vi|/p a/x.md"),
        ] {
            let got = invocation(editor, Path::new("/p a/x.md"), 7);
            let mut all = vec![got.program];
            all.extend(got.arguments);
            let wanted = wanted.replace("vi|/p", "vi|+7|/p");
            assert_eq!(all.join("|"), wanted, "{editor}");
        }
    }
}
