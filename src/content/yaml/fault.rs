//! The YAML crate's errors in plain words.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the crate has some 200 errors and adds more; what is not listed is passed on in its own words"
)]

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::{Error, ExternalMessageSource};

use super::outline::{Entry, Shape};
use super::{MAX_ALIASES, MAX_DEPTH, Piece};
use crate::content::source::{Mark, Problems};
use crate::content::suggest;

/// What stopped a reading.
#[derive(Debug)]
pub(in crate::content) struct Fault {
    /// In the text that was read.
    pub mark: Mark,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A field that is not known where it stands.
    Unknown {
        field: String,
        known: Vec<&'static str>,
    },
    /// A name that stands twice in its group.
    Twice { field: Option<String> },
    /// A value of the wrong shape.
    Shape(Wanted),
    /// An alias (`*name`) without an anchor (`&name`) before it.
    Alias,
    /// A tab in front of a field or an entry.
    Tab,
    /// Not YAML, or more of it than is allowed.
    Syntax {
        code: &'static str,
        message: String,
        cure: &'static str,
    },
}

#[derive(Debug)]
enum Wanted {
    Text,
    List,
    Group,
    Number,
    Switch,
    /// In the words of one of our own visitors.
    Other(String),
}

impl Fault {
    pub(super) fn new(error: &Error) -> Self {
        let mark = error
            .location()
            .map(|at| super::mark_of(&at))
            .unwrap_or_default();
        let error = match error.without_snippet() {
            Error::AliasError { error, .. } => error,
            error => error,
        };
        let what = match error {
            Error::SerdeUnknownField {
                field, expected, ..
            } => What::Unknown {
                field: field.clone(),
                known: expected.clone(),
            },
            Error::DuplicateMappingKey { key, .. } => What::Twice { field: key.clone() },
            Error::Unexpected {
                expected: "sequence start",
                ..
            } => What::Shape(Wanted::List),
            Error::Unexpected {
                expected: "mapping start",
                ..
            } => What::Shape(Wanted::Group),
            Error::InvalidScalar { .. } | Error::NonFiniteFloat { .. } => {
                What::Shape(Wanted::Number)
            }
            Error::InvalidBooleanStrict { .. } => What::Shape(Wanted::Switch),
            Error::SerdeInvalidType { expected, .. } => {
                What::Shape(Wanted::Other(expected.clone()))
            }
            Error::Unexpected { .. }
            | Error::NullIntoString { .. }
            | Error::BinaryNotUtf8 { .. }
            | Error::InvalidBinaryBase64 { .. }
            | Error::TaggedScalarCannotDeserializeIntoString { .. } => What::Shape(Wanted::Text),
            error => syntax(error),
        };
        Self { mark, what }
    }

    /// It is the file as a whole that asks for too much, whatever stands in its parts.
    pub(in crate::content) fn is_of_the_whole(&self) -> bool {
        matches!(self.what, What::Syntax { code: ALIASES, .. })
    }

    /// One field or entry is wrong; the rest can be read without it.
    pub(super) fn is_local(&self) -> bool {
        !matches!(self.what, What::Syntax { .. } | What::Alias | What::Tab)
    }

    /// Adds the problem of a whole file.
    pub(in crate::content) fn tell_alone(&self, problems: &mut Problems<'_>) {
        self.tell(
            None,
            &Piece {
                text: "",
                what: "the file",
                down: 0,
            },
            problems,
        );
    }

    /// The field that an unknown one most likely is: it must not be called missing.
    pub(super) fn meant(&self) -> Option<String> {
        match &self.what {
            What::Unknown { field, known } => suggest::near(field, known).map(str::to_owned),
            What::Twice { .. } | What::Shape(_) | What::Alias | What::Tab | What::Syntax { .. } => {
                None
            }
        }
    }

    /// Adds the problem. `entry` is the field or list entry that it is in.
    pub(super) fn tell(
        &self,
        entry: Option<&Entry>,
        piece: &Piece<'_>,
        problems: &mut Problems<'_>,
    ) {
        let mark = self.mark.down(piece.down);
        let tab = problems.source().line(mark.line).starts_with('\t');
        let what = match &self.what {
            What::Syntax { .. } if tab => &What::Tab,
            what => what,
        };
        match what {
            What::Unknown { field, known } => {
                let cure = suggest::among(field, known, "the fields that can stand here are");
                problems.error(
                    "field-unknown",
                    mark,
                    format!("unknown field `{field}`"),
                    cure,
                );
            }
            What::Twice { field } => {
                let field = field.as_deref().unwrap_or("this name");
                let message = format!("`{field}` stands here a second time");
                problems.error("field-twice", mark, message, "keep one of the two");
            }
            What::Shape(wanted) => {
                let message = match entry {
                    Some(entry) => format!("{} must be {}", subject(entry), wanted.in_words()),
                    None => format!("{} must be {}", piece.what, wanted.in_words()),
                };
                let shape = entry.map_or("", |entry| entry.shape.in_words());
                let name = entry
                    .and_then(|entry| entry.name.as_deref())
                    .unwrap_or("name");
                problems
                    .error("wrong-type", mark, message, wanted.cure(name))
                    .label(shape);
            }
            What::Alias => {
                let rest = problems.source().line(mark.line).chars().skip(mark.column);
                let name: String = rest
                    .take_while(|c| !c.is_whitespace() && !",]}".contains(*c))
                    .collect();
                // When items are read one by one, an anchor in another item is out of sight: that is no problem of this one.
                if !problems.source().text().contains(&format!("&{name}")) {
                    let message =
                        format!("`*{name}` is taken for an alias, and nothing has this name");
                    problems.error("yaml-syntax", mark, message, QUOTE);
                }
            }
            What::Syntax {
                code,
                message,
                cure,
            } => {
                problems.error(code, mark, message.as_str(), *cure);
            }
            What::Tab => {
                let mark = tab_after(problems, mark).unwrap_or(mark);
                let cure = "indent with blanks";
                problems.error("yaml-syntax", mark, "a tab can't indent here", cure);
            }
        }
    }
}

/// The first line from `mark` on that is indented with a tab, not far down.
fn tab_after(problems: &Problems<'_>, mark: Mark) -> Option<Mark> {
    let source = problems.source();
    (mark.line..mark.line + 50).find_map(|line| {
        let text = source.line(line);
        let tab = text
            .find(|c: char| c != ' ')
            .filter(|_| text.trim_start_matches(' ').starts_with('\t'));
        let column = tab? + 1;
        Some(Mark {
            line,
            column,
            width: 1,
        })
    })
}

fn subject(entry: &Entry) -> String {
    match (&entry.name, entry.in_list) {
        (Some(name), false) => format!("`{name}`"),
        (Some(name), true) => format!("each entry of `{name}`"),
        (None, _) => "each entry".to_owned(),
    }
}

impl Shape {
    fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing here",
            Self::Text => "this is a text",
            Self::List => "this is a list",
            Self::Group => "this is a group of fields",
        }
    }
}

impl Wanted {
    fn in_words(&self) -> &str {
        match self {
            Self::Text => "a text",
            Self::List => "a list",
            Self::Group => "a group of fields",
            Self::Number => "a number",
            Self::Switch => "`true` or `false`",
            Self::Other(words) => words,
        }
    }

    fn cure(&self, name: &str) -> String {
        match self {
            Self::Text => {
                format!("write `{name}: words`, in quotes if the words start with `[` or `{{`")
            }
            Self::List => format!("write `{name}: [one, two]`, or one `- entry` a line"),
            Self::Group => "write its fields as `name: value`, one a line".to_owned(),
            Self::Number => "write digits, with a `.` before decimals".to_owned(),
            Self::Switch => format!("write `{name}: true` or `{name}: false`"),
            Self::Other(_) => "see the authoring guide for an example".to_owned(),
        }
    }
}

const ALIASES: &str = "too-many-aliases";
const QUOTE: &str = "put the text into quotes, or into a block that starts with `|`";
const INDENT: &str = "indent with blanks only, the fields of one group all equally far";
const OUTRIGHT: &str = "write the text out instead";

fn syntax(error: &Error) -> What {
    let (code, message, cure) = match error {
        Error::ExternalMessage { source, msg, .. } => match source.as_ref() {
            ExternalMessageSource::Parser(error) => return scan(error.kind(), msg),
            _ => ("yaml-syntax", msg.clone(), QUOTE),
        },
        Error::Budget { breach, .. } => return budget(breach),
        Error::MultipleDocuments { .. } => (
            "yaml-syntax",
            "a second document starts here".to_owned(),
            "remove the line `---` or `...`: a file is one document",
        ),
        Error::UnknownAnchor { .. } => return What::Alias,
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. } => (
            ALIASES,
            "the aliases (`*name`) unfold into too much".to_owned(),
            OUTRIGHT,
        ),
        other => ("yaml-syntax", other.to_string(), INDENT),
    };
    What::Syntax {
        code,
        message,
        cure,
    }
}

fn budget(breach: &BudgetBreach) -> What {
    let (code, message, cure) = match breach {
        BudgetBreach::Depth { .. } => return too_deep(),
        BudgetBreach::Documents { .. } => (
            "yaml-syntax",
            "a second document starts here".to_owned(),
            "remove the line `---`: a file is one document",
        ),
        BudgetBreach::Aliases { .. }
        | BudgetBreach::Anchors { .. }
        | BudgetBreach::MergeKeys { .. } => (
            ALIASES,
            format!("more than {MAX_ALIASES} aliases (`*name`) or anchors (`&name`)"),
            OUTRIGHT,
        ),
        _ => (
            ALIASES,
            "the aliases (`*name`) unfold into too much".to_owned(),
            OUTRIGHT,
        ),
    };
    What::Syntax {
        code,
        message,
        cure,
    }
}

fn too_deep() -> What {
    What::Syntax {
        code: "too-deep",
        message: format!("nested more than {MAX_DEPTH} levels deep"),
        cure: "put text that starts with `[` or `{` into quotes",
    }
}

fn scan(kind: &ErrorKind, original: &str) -> What {
    let (message, cure) = match kind {
        ErrorKind::RecursionLimitExceeded => return too_deep(),
        ErrorKind::UnknownAnchor => return What::Alias,
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => return What::Tab,
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a `:` with a blank after it can't stand inside bare text".to_owned(),
            QUOTE,
        ),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::DocumentIndicatorInQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => (
            "the quote that opens here is never closed".to_owned(),
            "close the quote",
        ),
        ErrorKind::UnclosedFlowCollection { open } => (
            format!("the `{open}` that opens here is never closed"),
            "close the bracket",
        ),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a `,` or a closing bracket is missing before this".to_owned(),
            "separate entries with `,`, and put text with `,`, `[` or `{` in it into quotes",
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("bare text can't start with `{character}`"), QUOTE)
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "there is more text after the closing quote".to_owned(),
            "put all of it into the quotes; a quote inside single quotes is written twice",
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "an unknown `\\` escape in double quotes".to_owned(),
            "use single quotes, where `\\` is an ordinary character",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::ExpectedNodeContent
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey => (
            "the indentation or a `name:` is wrong here".to_owned(),
            INDENT,
        ),
        _ => (original.to_owned(), QUOTE),
    };
    What::Syntax {
        code: "yaml-syntax",
        message,
        cure,
    }
}
