//! Cuts a document at the entries of one of its lists, by indentation alone, so that one broken entry can't spoil the others.

/// A document without its list, and the list's entries.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::content) struct Cut {
    /// The document with an empty list instead; every line is where it was.
    pub rest: String,
    /// Each entry as a document of its own: (lines of the file before it, text), columns kept.
    pub entries: Vec<(usize, String)>,
}

impl Cut {
    /// A document that can't be cut.
    pub(in crate::content) fn whole(text: &str) -> Self {
        Self {
            rest: text.to_owned(),
            entries: Vec::new(),
        }
    }
}

/// Cuts at the list `name`, when it is a field of the whole document with one dash a line.
pub(in crate::content) fn cut(text: &str, name: &str) -> Option<Cut> {
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().position(|line| opens(line, name))?;
    let first = head
        + 1
        + lines
            .iter()
            .skip(head + 1)
            .position(|line| !is_idle(line))?;
    let indent = indent_of(lines.get(first)?);
    let in_list = |line: &&&str| is_idle(line) || indent_of(line) > 0 || is_dash(line, indent);
    let end = head + 1 + lines.iter().skip(head + 1).take_while(in_list).count();

    let mut rest = String::new();
    let mut entries: Vec<(usize, String)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if number == head {
            rest.push_str(name);
            rest.push_str(": []");
        } else if !(head..end).contains(&number) {
            rest.push_str(line);
        } else if is_dash(line, indent) {
            entries.push((number, line.replacen('-', " ", 1)));
        } else if let Some((_, entry)) = entries.last_mut() {
            entry.push('\n');
            entry.push_str(line);
        }
        rest.push('\n');
    }
    (!entries.is_empty()).then_some(Cut { rest, entries })
}

/// `name:` with nothing but a comment after it.
fn opens(line: &str, name: &str) -> bool {
    let after = line
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(':'));
    after.is_some_and(is_idle)
}

/// Nothing but blanks or a comment.
fn is_idle(line: &str) -> bool {
    let text = line.trim_start();
    text.is_empty() || text.starts_with('#')
}

/// A tab counts like a blank here: whoever used one meant to indent.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

fn is_dash(line: &str, indent: usize) -> bool {
    let rest = line.get(indent..).and_then(|rest| rest.strip_prefix('-'));
    indent_of(line) == indent && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_lines_and_columns() {
        let text = "id: a\nitems:   # all\n\n  - id: x\n    prompt: |\n      - no\n  # c\n  - id: y\n\ttab\ntitle: t\n";
        let cut = cut(text, "items").expect("a list");
        assert_eq!(cut.rest, "id: a\nitems: []\n\n\n\n\n\n\n\ntitle: t\n");
        let x = "    id: x\n    prompt: |\n      - no\n  # c".to_owned();
        assert_eq!(cut.entries, [(3, x), (7, "    id: y\n\ttab".to_owned())]);
    }

    #[test]
    fn a_list_may_stand_as_far_left_as_its_name() {
        let cut = cut("items:\n- a\n-\n---\nx", "items").expect("a list");
        assert_eq!(cut.entries, [(1, "  a".to_owned()), (2, " ".to_owned())]);
        assert_eq!(cut.rest, "items: []\n\n\n---\nx\n");
    }

    #[test]
    fn what_is_no_such_list_is_left_alone() {
        for text in [
            "",
            "items: [a]",
            "items:\n",
            "items:\n  a: b",
            " items:\n  - a",
            "item:\n- a",
        ] {
            assert_eq!(cut(text, "items"), None, "{text}");
        }
    }
}
