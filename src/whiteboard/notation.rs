//! The words of a diagram: `a -> b -> c: label`, one thought a line.

use std::fmt;

/// Most boxes in one picture; more than that nobody can read in a terminal.
pub const MAX_BOXES: usize = 40;
/// Most arrows in one picture.
pub const MAX_ARROWS: usize = 80;
/// Longest name or label, in characters.
pub const MAX_WORDS: usize = 60;

/// Where the picture starts and where it runs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right when that fits, else top to bottom.
    Right,
    /// Top to bottom.
    Down,
}

/// An arrow between two boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Index into [`Sketch::boxes`].
    pub from: usize,
    /// Index into [`Sketch::boxes`]; the same as `from` for a loop.
    pub to: usize,
    /// Empty if there is none.
    pub label: String,
    /// Written `=>`: the sender does not wait.
    pub asynchronous: bool,
}

/// What a diagram says, before anybody decided where things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// As asked for; [`Direction::Right`] if nothing was said.
    pub direction: Direction,
    /// Names in the order in which they were first mentioned.
    pub boxes: Vec<String>,
    /// In the order of the text.
    pub arrows: Vec<Arrow>,
}

/// Something in the text that is not the notation. Its line is left out of the picture, the other lines stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1, in the text of the block.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub cure: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}; {}",
            self.line, self.column, self.message, self.cure
        )
    }
}

/// Reads the notation. Never fails: what could be read is in the sketch, what could not is in the problems.
#[must_use]
pub fn parse(text: &str) -> (Sketch, Vec<Problem>) {
    let mut reader = Reader {
        sketch: Sketch {
            direction: Direction::Right,
            boxes: Vec::new(),
            arrows: Vec::new(),
        },
        problems: Vec::new(),
    };
    for (number, line) in text.lines().enumerate() {
        if let Err(fault) = reader.line(line) {
            let before = line.get(..fault.at).unwrap_or_default();
            reader.problems.push(Problem {
                line: number + 1,
                column: before.chars().count() + 1,
                message: fault.message,
                cure: fault.cure.to_owned(),
            });
        }
    }
    (reader.sketch, reader.problems)
}

/// A problem that does not know its line yet; `at` is a byte offset in the line.
struct Fault {
    at: usize,
    message: String,
    cure: &'static str,
}

fn fault<T>(at: usize, message: impl Into<String>, cure: &'static str) -> Result<T, Fault> {
    Err(Fault {
        at,
        message: message.into(),
        cure,
    })
}

/// A part of a line and the byte where it starts.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    at: usize,
}

impl Part<'_> {
    fn trim(self) -> Self {
        let text = self.text.trim_start();
        Self {
            at: self.at + self.text.len() - text.len(),
            text: text.trim_end(),
        }
    }

    fn split(self, at: usize, skip: usize) -> (Self, Self) {
        let head = self.text.get(..at).unwrap_or_default();
        let tail = self.text.get(at + skip..).unwrap_or_default();
        let tail_at = self.at + at + skip;
        (
            Self { text: head, ..self },
            Self {
                text: tail,
                at: tail_at,
            },
        )
    }
}

struct Reader {
    sketch: Sketch,
    problems: Vec<Problem>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Fault> {
        let part = Part {
            text: without_comment(line),
            at: 0,
        }
        .trim();
        if part.text.is_empty() {
            return Ok(());
        }
        if let Some(word) = part.text.strip_prefix("direction:") {
            self.sketch.direction = match word.trim() {
                "down" => Direction::Down,
                "right" => Direction::Right,
                _ => {
                    return fault(
                        part.at,
                        format!("`{}` is not a direction", word.trim()),
                        "write `direction: down` or `direction: right`",
                    );
                }
            };
            return Ok(());
        }
        self.arrows(part)
    }

    fn arrows(&mut self, part: Part<'_>) -> Result<(), Fault> {
        let (body, label) = match label_start(part.text) {
            Some(at) => {
                let (body, label) = part.split(at, 1);
                (body, Some(label.trim()))
            }
            None => (part, None),
        };
        let (names, arrows) = chain(body)?;
        if let Some(label) = label {
            check_label(label, arrows.is_empty())?;
        }
        if self.sketch.arrows.len() + arrows.len() > MAX_ARROWS
            || self.sketch.boxes.len() + names.len() > MAX_BOXES + self.known(&names)
        {
            return fault(
                part.at,
                format!("a picture has at most {MAX_BOXES} boxes and {MAX_ARROWS} arrows"),
                "split it into two pictures",
            );
        }
        let indices: Vec<usize> = names.iter().map(|name| self.index(name)).collect();
        let last = arrows.len().saturating_sub(1);
        for (number, (pair, asynchronous)) in indices.windows(2).zip(arrows).enumerate() {
            let [from, to] = *pair else { continue };
            let label = label.filter(|_| number == last);
            self.sketch.arrows.push(Arrow {
                from,
                to,
                label: label.map(|l| squeeze(l.text)).unwrap_or_default(),
                asynchronous,
            });
        }
        Ok(())
    }

    /// How many of the names stand in the picture already.
    fn known(&self, names: &[String]) -> usize {
        names
            .iter()
            .filter(|name| self.sketch.boxes.contains(name))
            .count()
    }

    fn index(&mut self, name: &str) -> usize {
        let known = self.sketch.boxes.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.sketch.boxes.push(name.to_owned());
            self.sketch.boxes.len() - 1
        })
    }
}

/// Cuts off `# words`. A `#` inside a word (`shard#2`) or right before one (`#2`) is no comment unless it opens the line.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    let end = line
        .find(" # ")
        .or_else(|| line.strip_suffix(" #").map(str::len));
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// The first colon that ends a word: in `redis:6379 -> app: reads` the second one.
fn label_start(text: &str) -> Option<usize> {
    text.match_indices(':').map(|(at, _)| at).find(|at| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Splits `a -> b => c` into its names and, for each arrow, whether it is asynchronous.
fn chain(body: Part<'_>) -> Result<(Vec<String>, Vec<bool>), Fault> {
    let mut names = Vec::new();
    let mut arrows = Vec::new();
    let mut rest = body;
    loop {
        let next = [("->", false), ("=>", true)]
            .into_iter()
            .filter_map(|(arrow, asynchronous)| Some((rest.text.find(arrow)?, asynchronous)))
            .min();
        let Some((at, asynchronous)) = next else {
            names.push(name(rest)?);
            return Ok((names, arrows));
        };
        let (head, tail) = rest.split(at, 2);
        names.push(name(head)?);
        arrows.push(asynchronous);
        rest = tail;
    }
}

/// A name with single spaces; refuses an empty one and one that has the rest of another arrow in it.
fn name(part: Part<'_>) -> Result<String, Fault> {
    let part = part.trim();
    if part.text.is_empty() {
        return fault(
            part.at,
            "a box is missing beside the arrow",
            "write `a -> b`",
        );
    }
    for foreign in ["<-", "<=", "→", "⇒", "←", "—>", "–>", "~>"] {
        if let Some(at) = part.text.find(foreign) {
            return fault(
                part.at + at,
                format!("`{foreign}` is not an arrow of this notation"),
                "write `->`, or `=>` for an asynchronous one, from the box on the left to the box on the right",
            );
        }
    }
    if part.text.ends_with('<') {
        return fault(
            part.at + part.text.len() - 1,
            "an arrow points one way",
            "write two lines: `a -> b` and `b -> a`",
        );
    }
    if part.text.ends_with(['-', '=']) || part.text.starts_with('>') {
        return fault(part.at, "the arrow is too long", "write `->` or `=>`");
    }
    if part.text.chars().count() > MAX_WORDS {
        return fault(
            part.at,
            format!("a name has at most {MAX_WORDS} characters"),
            "shorten it, and say the rest in the text around the picture",
        );
    }
    Ok(squeeze(part.text))
}

fn check_label(label: Part<'_>, alone: bool) -> Result<(), Fault> {
    if alone {
        return fault(
            label.at,
            "there is no arrow that the label belongs to",
            "write `a -> b: label`",
        );
    }
    if label.text.is_empty() {
        return fault(
            label.at,
            "the label is empty",
            "write words after the colon or leave it out",
        );
    }
    if label.text.contains("->") || label.text.contains("=>") {
        return fault(
            label.at,
            "an arrow stands behind the label",
            "a label ends its line; go on in a line of its own",
        );
    }
    if label.text.chars().count() > MAX_WORDS {
        return fault(
            label.at,
            format!("a label has at most {MAX_WORDS} characters"),
            "shorten it, and say the rest in the text around the picture",
        );
    }
    Ok(())
}

/// One space between words, and no control characters: these words go straight into a grid of cells.
fn squeeze(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|c| !c.is_control()).collect())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(text: &str) -> Vec<String> {
        let (sketch, problems) = parse(text);
        assert_eq!(problems, [], "{text}");
        let name = |place: usize| &sketch.boxes[place];
        let arrows = sketch.arrows.iter();
        arrows
            .map(|a| {
                let arrow = if a.asynchronous { "=>" } else { "->" };
                format!("{} {arrow} {} [{}]", name(a.from), name(a.to), a.label)
            })
            .collect()
    }

    #[test]
    fn a_line_is_a_chain_with_a_label_for_its_last_arrow() {
        for (text, expected) in [
            ("a -> b", vec!["a -> b []"]),
            ("a->b=>c", vec!["a -> b []", "b => c []"]),
            (
                "  order   service -> orders db : reads  # often",
                vec!["order service -> orders db [reads]"],
            ),
            (
                "half-open -> closed: probe: works",
                vec!["half-open -> closed [probe: works]"],
            ),
            (
                "redis:6379 -> app: hit # 2",
                vec!["redis:6379 -> app [hit]"],
            ),
            ("shard#1 -> shard #2", vec!["shard#1 -> shard #2 []"]),
            (
                "a -> b\n# words -> more\na -> a",
                vec!["a -> b []", "a -> a []"],
            ),
            ("direction: down\nbox on its own", vec![]),
        ] {
            assert_eq!(arrows(text), expected, "{text}");
        }
    }

    #[test]
    fn a_broken_line_is_told_and_left_out() {
        for (line, column, message) in [
            ("-> b", 1, "a box is missing beside the arrow"),
            ("ä -> ", 5, "a box is missing beside the arrow"),
            ("a --> b", 1, "the arrow is too long"),
            ("a ->> b", 5, "the arrow is too long"),
            ("a <-> b", 3, "an arrow points one way"),
            ("a <- b", 3, "`<-` is not an arrow of this notation"),
            ("a → b", 3, "`→` is not an arrow of this notation"),
            ("a: call", 4, "there is no arrow that the label belongs to"),
            ("a -> b: call -> c", 9, "an arrow stands behind the label"),
            ("a -> b:", 8, "the label is empty"),
            ("direction: up", 1, "`up` is not a direction"),
        ] {
            let (sketch, problems) = parse(&format!("x -> y\n{line}\ny -> z"));
            let found: Vec<_> = problems
                .iter()
                .map(|p| (p.line, p.column, p.message.as_str()))
                .collect();
            assert_eq!(found, [(2, column, message)], "{line}");
            assert_eq!(sketch.arrows.len(), 2, "{line}");
            assert_eq!(sketch.boxes, ["x", "y", "z"], "{line}");
        }
    }

    #[test]
    fn too_much_for_one_picture_is_refused() {
        let many: Vec<String> = (0..=MAX_BOXES).map(|n| format!("box {n}")).collect();
        let (sketch, problems) = parse(&many.join("\n"));
        assert_eq!((sketch.boxes.len(), problems.len()), (MAX_BOXES, 1));
        let arrows = "a -> b\n".repeat(MAX_ARROWS + 2);
        let (sketch, problems) = parse(&arrows);
        assert_eq!((sketch.arrows.len(), problems.len()), (MAX_ARROWS, 2));
    }
}
