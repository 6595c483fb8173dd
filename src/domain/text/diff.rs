//! What was typed against what was wanted.

use unicode_segmentation::UnicodeSegmentation;

/// A stretch of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// In both; in the spelling that was wanted.
    Same(String),
    /// Wanted, not typed.
    Missing(String),
    /// Typed, not wanted.
    Extra(String),
}

/// Above this many comparisons two texts are not worth comparing letter by letter.
const MAX_CELLS: usize = 250_000;

/// The shortest way from `given` to `wanted` in whole characters as a reader sees them, upper and lower case being the
/// same. `Same` and `Missing` together spell `wanted`; `Same` and `Extra` together spell `given`, but for the case.
#[must_use]
pub fn diff(given: &str, wanted: &str) -> Vec<Run> {
    let given: Vec<&str> = given.graphemes(true).collect();
    let wanted: Vec<&str> = wanted.graphemes(true).collect();
    let front = common(given.iter(), wanted.iter());
    let (given_rest, wanted_rest) = (tail(&given, front), tail(&wanted, front));
    let back = common(given_rest.iter().rev(), wanted_rest.iter().rev());
    let given_mid = head(given_rest, given_rest.len() - back);
    let wanted_mid = head(wanted_rest, wanted_rest.len() - back);

    let mut runs = Runs::default();
    runs.same(head(&wanted, front));
    middle(given_mid, wanted_mid, &mut runs);
    runs.same(tail(wanted_rest, wanted_mid.len()));
    runs.done
}

/// How many pairs are alike from the start on.
fn common<'a>(a: impl Iterator<Item = &'a &'a str>, b: impl Iterator<Item = &'a &'a str>) -> usize {
    a.zip(b).take_while(|(a, b)| alike(a, b)).count()
}

fn head<'a, 'b>(all: &'b [&'a str], n: usize) -> &'b [&'a str] {
    all.get(..n).unwrap_or_default()
}

fn tail<'a, 'b>(all: &'b [&'a str], n: usize) -> &'b [&'a str] {
    all.get(n..).unwrap_or_default()
}

fn alike(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// The part between what is the same at both ends, along a longest common subsequence.
fn middle(given: &[&str], wanted: &[&str], runs: &mut Runs) {
    if given.len().saturating_mul(wanted.len()) > MAX_CELLS {
        runs.extra(given);
        runs.missing(wanted);
        return;
    }
    // `longest[i][j]`: the length of the longest common subsequence of the last i of `given` and the last j of `wanted`.
    let mut longest = vec![vec![0_u32; wanted.len() + 1]];
    for a in given.iter().rev() {
        let mut row = vec![0];
        let mut left = 0;
        for (b, above) in wanted
            .iter()
            .rev()
            .zip(longest.last().map_or(&[][..], Vec::as_slice).windows(2))
        {
            if let [diagonal, up] = *above {
                left = if alike(a, b) {
                    diagonal + 1
                } else {
                    up.max(left)
                };
                row.push(left);
            }
        }
        longest.push(row);
    }
    let at = |i: usize, j: usize| longest.get(i).and_then(|row| row.get(j)).copied();
    let (mut given, mut wanted) = (given, wanted);
    while let ([a, given_rest @ ..], [b, wanted_rest @ ..]) = (given, wanted) {
        if alike(a, b) {
            runs.same(&[b]);
            (given, wanted) = (given_rest, wanted_rest);
        } else if at(given.len() - 1, wanted.len()) >= at(given.len(), wanted.len() - 1) {
            runs.extra(&[a]);
            given = given_rest;
        } else {
            runs.missing(&[b]);
            wanted = wanted_rest;
        }
    }
    runs.extra(given);
    runs.missing(wanted);
}

/// Runs so far; neighbours of one sort grow together.
#[derive(Default)]
struct Runs {
    done: Vec<Run>,
}

impl Runs {
    fn same(&mut self, piece: &[&str]) {
        match (self.done.last_mut(), piece.concat()) {
            (_, text) if text.is_empty() => {}
            (Some(Run::Same(last)), text) => last.push_str(&text),
            (Some(Run::Missing(_) | Run::Extra(_)) | None, text) => self.done.push(Run::Same(text)),
        }
    }

    fn missing(&mut self, piece: &[&str]) {
        match (self.done.last_mut(), piece.concat()) {
            (_, text) if text.is_empty() => {}
            (Some(Run::Missing(last)), text) => last.push_str(&text),
            (Some(Run::Same(_) | Run::Extra(_)) | None, text) => self.done.push(Run::Missing(text)),
        }
    }

    fn extra(&mut self, piece: &[&str]) {
        match (self.done.last_mut(), piece.concat()) {
            (_, text) if text.is_empty() => {}
            (Some(Run::Extra(last)), text) => last.push_str(&text),
            (Some(Run::Same(_) | Run::Missing(_)) | None, text) => self.done.push(Run::Extra(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `same [missing] {extra}`.
    fn shown(given: &str, wanted: &str) -> String {
        diff(given, wanted)
            .into_iter()
            .map(|run| match run {
                Run::Same(text) => text,
                Run::Missing(text) => format!("[{text}]"),
                Run::Extra(text) => format!("{{{text}}}"),
            })
            .collect()
    }

    #[test]
    fn shows_what_is_missing_and_what_is_too_much() {
        for (given, wanted, expected) in [
            ("circuit breaker", "circuit breaker", "circuit breaker"),
            ("circut braker", "Circuit breaker", "Circu[i]t br[e]aker"),
            ("bulkheads", "bulkhead", "bulkhead{s}"),
            ("", "quorum", "[quorum]"),
            ("quorum", "", "{quorum}"),
            ("abc", "xyz", "{abc}[xyz]"),
            ("qourum", "quorum", "q{o}u[o]rum"),
            ("cafe\u{301}", "café", "caf{e\u{301}}[é]"),
        ] {
            assert_eq!(shown(given, wanted), expected, "{given} {wanted}");
        }
    }

    #[test]
    fn long_texts_are_not_compared_letter_by_letter() {
        let (given, wanted) = ("ab".repeat(5_000), "xy".repeat(5_000));
        assert_eq!(diff(&given, &wanted).len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn both_sides_can_be_put_together_again(given in "[abcA é]{0,12}", wanted in "[abcA é]{0,12}") {
            let runs = diff(&given, &wanted);
            let (mut left, mut right) = (String::new(), String::new());
            for run in &runs {
                match run {
                    Run::Same(text) => { left.push_str(text); right.push_str(text); }
                    Run::Missing(text) => right.push_str(text),
                    Run::Extra(text) => left.push_str(text),
                }
            }
            proptest::prop_assert_eq!(right, wanted);
            proptest::prop_assert_eq!(left.to_lowercase(), given.to_lowercase());
            proptest::prop_assert!(runs.windows(2).all(|pair| std::mem::discriminant(&pair[0]) != std::mem::discriminant(&pair[1])));
        }
    }
}
