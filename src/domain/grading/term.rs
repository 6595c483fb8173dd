//! Typed terms: what matters is compared, what doesn't is not.

use strsim::damerau_levenshtein;

use super::{Outcome, TermVerdict};
use crate::domain::text::{diff, key, normalise};

/// Compares `given` with the answer and its other wordings; the closest one counts.
///
/// Case, accents, punctuation, hyphens and endings don't matter, nor does an article in front. A typing slip is near: one
/// letter in a word of five to eight, two in a longer one.
pub(super) fn closest(given: &str, answer: &str, accept: &[String]) -> TermVerdict {
    let typed = words(given);
    let judged = std::iter::once(answer)
        .chain(accept.iter().map(String::as_str))
        .map(|wanted| {
            let outcome = compare(&typed, &words(wanted));
            (outcome, wanted)
        });
    let rank = |outcome: Outcome| match outcome {
        Outcome::Right => 0,
        Outcome::Near => 1,
        Outcome::Wrong | Outcome::SelfGraded | Outcome::Unreadable => 2,
    };
    let (outcome, wanted) = judged
        .min_by_key(|(outcome, _)| rank(*outcome))
        .unwrap_or((Outcome::Wrong, answer));
    TermVerdict {
        outcome,
        wanted: wanted.to_owned(),
        diff: diff(given.trim(), wanted),
    }
}

/// Normalised words without a leading article.
fn words(text: &str) -> Vec<String> {
    let all: Vec<String> = normalise(text)
        .split_whitespace()
        .map(ToOwned::to_owned)
        .collect();
    match all.split_first() {
        Some((first, rest)) if !rest.is_empty() && matches!(first.as_str(), "a" | "an" | "the") => {
            rest.to_vec()
        }
        _ => all,
    }
}

fn compare(typed: &[String], wanted: &[String]) -> Outcome {
    if typed.is_empty() {
        return Outcome::Wrong;
    }
    let keys = |words: &[String]| words.iter().map(|word| key(word)).collect::<Vec<_>>();
    // `hot spot`, `hotspot` and `hot-spot` are one term.
    if keys(typed) == keys(wanted) || key(&typed.concat()) == key(&wanted.concat()) {
        return Outcome::Right;
    }
    let same_length = typed.len() == wanted.len();
    let close = same_length
        && typed
            .iter()
            .zip(wanted)
            .all(|(a, b)| key(a) == key(b) || slipped(a, b));
    if close || slipped(&typed.concat(), &wanted.concat()) {
        Outcome::Near
    } else {
        Outcome::Wrong
    }
}

/// A typing slip lies between them.
fn slipped(typed: &str, wanted: &str) -> bool {
    let allowed = match wanted.chars().count() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    // Numbers have no slips: `p95` is not nearly `p99`.
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    allowed > 0 && digits(typed) == digits(wanted) && damerau_levenshtein(typed, wanted) <= allowed
}
