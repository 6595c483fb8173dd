//! The text of one file, made harmless, with the places of its lines; and the collector of its problems.

use std::borrow::Cow;

use super::problem::{Excerpt, Problem, Severity};
use crate::domain::text;

/// The largest file that is read, in bytes.
pub(super) const MAX_BYTES: usize = 8 * 1024 * 1024;

/// As many problems of one file are told one by one; what follows is counted.
const MAX_PROBLEMS: usize = 500;

/// As much of a line is shown, in characters.
const EXCERPT: usize = 200;

/// A place in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// In characters; what reaches over the end of the line is not marked.
    pub width: usize,
}

impl Mark {
    /// Where a file begins.
    pub(super) const START: Self = Self {
        line: 1,
        column: 1,
        width: 0,
    };

    /// The same place when `lines` more stand before it.
    pub(super) fn down(self, lines: usize) -> Self {
        let line = self.line + lines;
        Self { line, ..self }
    }
}

/// A file's text: no BOM, lines end with `\n` alone, no control character but `\n` and `\t`.
#[derive(Debug)]
pub(super) struct Source {
    pack: String,
    file: String,
    text: String,
    /// The byte at which each line starts.
    starts: Vec<usize>,
}

impl Source {
    /// Decodes and cleans `bytes`. The second half of the result are the characters that had to be replaced.
    ///
    /// # Errors
    /// The file is too large or not UTF-8.
    pub(super) fn new(
        pack: &str,
        file: &str,
        bytes: &[u8],
    ) -> Result<(Self, Vec<Problem>), Box<Problem>> {
        let (pack, file) = (pack.to_owned(), file.to_owned());
        if bytes.len() > MAX_BYTES {
            return Err(Box::new(too_large(&pack, &file, bytes.len() as u64)));
        }
        let raw = match str::from_utf8(bytes) {
            Ok(raw) => raw,
            Err(error) => {
                return Err(Box::new(not_utf8(pack, file, bytes, error.valid_up_to())));
            }
        };
        let raw = raw.strip_prefix('\u{feff}').unwrap_or(raw);
        let raw = raw.replace("\r\n", "\n");
        let clean = clean(&raw);
        let mut source = Self {
            pack,
            file,
            text: String::new(),
            starts: line_starts(&clean),
        };
        let changed = replaced(&raw, &clean);
        source.text = clean.into_owned();
        let mut problems = Problems::new(&source);
        for (byte, bad, shown) in changed {
            let mark = source.mark_at(byte);
            control_char(&mut problems, Mark { width: 1, ..mark }, bad, shown);
        }
        let problems = problems.list;
        Ok((source, problems))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn pack(&self) -> &str {
        &self.pack
    }

    /// A line by its number, without its end; empty past the last one.
    pub(super) fn line(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|n| self.starts.get(n));
        let rest = start.and_then(|&start| self.text.get(start..));
        rest.and_then(|rest| rest.split('\n').next())
            .unwrap_or_default()
    }

    /// The place of a byte of [`Source::text`].
    pub(super) fn mark_at(&self, byte: usize) -> Mark {
        self.walk().mark_at(byte)
    }

    /// Finds many places, in any order; fast for those that come one after the other.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            source: self,
            byte: 0,
            mark: Mark::START,
        }
    }

    /// The text at a mark of one line.
    pub(super) fn slice(&self, mark: Mark) -> String {
        let skip = mark.column.saturating_sub(1);
        self.line(mark.line)
            .chars()
            .skip(skip)
            .take(mark.width)
            .collect()
    }

    /// The line of a place that is known without its width: the word or link there is marked.
    pub(super) fn excerpt_at(&self, line: usize, column: usize) -> Excerpt {
        let after = || self.line(line).chars().skip(column.saturating_sub(1));
        let is_link = after().next() == Some('[');
        let ends = |c: &char| {
            if is_link {
                *c == ')'
            } else {
                c.is_whitespace() || matches!(c, ',' | ']' | '}')
            }
        };
        let width = after().take_while(|c| !ends(c)).count() + usize::from(is_link);
        self.excerpt(Mark {
            line,
            column,
            width,
        })
    }

    fn excerpt(&self, mark: Mark) -> Excerpt {
        let line = self.line(mark.line);
        let before = mark.column.saturating_sub(1);
        let from = if line.len() > EXCERPT {
            before.saturating_sub(EXCERPT / 3)
        } else {
            0
        };
        let mut text: String = line.chars().skip(from).take(EXCERPT).collect();
        text = text.replace('\t', " ");
        let before = before - from;
        let width = mark.width.min(text.chars().count().saturating_sub(before));
        Excerpt {
            text,
            before,
            width,
        }
    }
}

/// Remembers the last place, so that many places on one long line don't each count its characters from the start.
pub(super) struct Walk<'a> {
    source: &'a Source,
    byte: usize,
    mark: Mark,
}

impl Walk<'_> {
    pub(super) fn mark_at(&mut self, byte: usize) -> Mark {
        let line = self.source.starts.partition_point(|&start| start <= byte);
        let start = self
            .source
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let (from, column) = if self.mark.line == line && (start..=byte).contains(&self.byte) {
            (self.byte, self.mark.column)
        } else {
            (start, 1)
        };
        let between = self.source.text.get(from..byte).unwrap_or_default();
        self.byte = byte;
        self.mark = Mark {
            line,
            column: column + between.chars().count(),
            width: 0,
        };
        self.mark
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let after = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(i, _)| i + 1);
    std::iter::once(0).chain(after).collect()
}

/// (byte in `clean`, what stood there, what stands there now), at most one a line.
fn replaced(raw: &str, clean: &str) -> Vec<(usize, char, char)> {
    if raw == clean {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut told = false;
    for (bad, (byte, shown)) in raw.chars().zip(clean.char_indices()) {
        if bad == '\n' {
            told = false;
        } else if bad != shown && !told {
            told = true;
            found.push((byte, bad, shown));
            if found.len() > MAX_PROBLEMS {
                break;
            }
        }
    }
    found
}

/// Says that `bad` was replaced.
pub(super) fn control_char(problems: &mut Problems<'_>, mark: Mark, bad: char, shown: char) {
    problems
        .warn(
            "control-char",
            mark,
            format!(
                "the invisible character U+{:04X} is not let through",
                u32::from(bad)
            ),
            "remove it, or write its name in words",
        )
        .label(format!("shown as `{shown}`"));
}

/// What is said of a file that is not read because of its size.
pub(super) fn too_large(pack: &str, file: &str, bytes: u64) -> Problem {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    let mib = format!("{}.{}", tenths / 10, tenths % 10);
    let message = format!("the file has {mib} MiB, at most 8 are read");
    whole_file(
        pack,
        file,
        "file-too-large",
        message,
        "split it into several files",
    )
}

/// A problem without an excerpt.
pub(super) fn whole_file(
    pack: &str,
    file: &str,
    code: &str,
    message: String,
    cure: &str,
) -> Problem {
    Problem {
        severity: Severity::Error,
        code: code.to_owned(),
        pack: pack.to_owned(),
        file: file.to_owned(),
        line: 1,
        column: 1,
        message,
        label: String::new(),
        excerpt: None,
        cure: cure.to_owned(),
    }
}

fn not_utf8(pack: String, file: String, bytes: &[u8], valid: usize) -> Problem {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let bad = bytes.get(valid).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let text = clean(&text).into_owned();
    let source = Source {
        pack,
        file,
        starts: line_starts(&text),
        text,
    };
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let column = line_before.trim_start_matches('\u{feff}').chars().count() + 1;
    let line = before.matches('\n').count() + 1;
    let mut problems = Problems::new(&source);
    let mark = Mark {
        line,
        column,
        width: 1,
    };
    let message = if utf16 {
        "this looks like UTF-16, files must be UTF-8".to_owned()
    } else {
        format!("the byte `{bad:02x}` is not UTF-8")
    };
    problems
        .error(
            "not-utf8",
            mark,
            message,
            "save the file with the encoding UTF-8",
        )
        .problem
        .clone()
}

/// Collects the problems of one file.
#[derive(Debug)]
pub(super) struct Problems<'a> {
    source: &'a Source,
    list: Vec<Problem>,
    /// How many more there were.
    more: usize,
    /// How many of all were errors.
    errors: usize,
}

/// A problem that was just added; takes a label.
pub(super) struct Added<'p> {
    problem: &'p mut Problem,
}

impl Added<'_> {
    /// A few words beside the marked place.
    pub(super) fn label(self, label: impl Into<String>) {
        self.problem.label = label.into();
    }
}

impl<'a> Problems<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            list: Vec::new(),
            more: 0,
            errors: 0,
        }
    }

    /// The file that is looked at.
    pub(super) fn source(&self) -> &'a Source {
        self.source
    }

    /// How many errors were added so far.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// Something has to be left out because of this.
    pub(super) fn error(
        &mut self,
        code: &str,
        mark: Mark,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Added<'_> {
        self.errors += 1;
        self.add(Severity::Error, code, mark, (message.into(), cure.into()))
    }

    /// Works, but should be better.
    pub(super) fn warn(
        &mut self,
        code: &str,
        mark: Mark,
        message: impl Into<String>,
        cure: impl Into<String>,
    ) -> Added<'_> {
        self.add(Severity::Warning, code, mark, (message.into(), cure.into()))
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &str,
        mark: Mark,
        (message, cure): (String, String),
    ) -> Added<'_> {
        // Once the list is full its last place is overwritten; `finish` puts the count there.
        if self.list.len() > MAX_PROBLEMS {
            self.list.pop();
            self.more += 1;
        }
        let problem = Problem {
            severity,
            code: code.to_owned(),
            pack: self.source.pack.clone(),
            file: self.source.file.clone(),
            line: mark.line.max(1),
            column: mark.column.max(1),
            message: one_line(&message),
            label: String::new(),
            excerpt: Some(self.source.excerpt(mark)),
            cure: one_line(&cure),
        };
        Added {
            problem: self.list.push_mut(problem),
        }
    }

    /// All of them, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        if self.more == 0 {
            self.list
                .sort_by_key(|problem| (problem.line, problem.column));
            return self.list;
        }
        self.list.truncate(MAX_PROBLEMS);
        self.list
            .sort_by_key(|problem| (problem.line, problem.column));
        let message = format!("{} more problems are not shown", self.more + 1);
        let (pack, file) = (&self.source.pack, &self.source.file);
        let cure = "fix the ones above first";
        self.list
            .push(whole_file(pack, file, "more-problems", message, cure));
        self.list
    }
}

/// For messages, that may quote what an author wrote.
fn one_line(text: &str) -> String {
    text::sanitise(text).replace('\n', " ")
}

/// [`text::sanitise`] character by character: tabs stay, so that whoever indents with them can be told.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return text::sanitise(text);
    }
    let between: Vec<Cow<'_, str>> = text.split('\t').map(text::sanitise).collect();
    between.join("\t").into()
}
