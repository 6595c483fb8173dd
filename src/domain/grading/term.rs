//! Typed terms: what matters is compared, what doesn't is not.

use strsim::damerau_levenshtein;

use super::{Outcome, TermVerdict};
use crate::domain::text::{diff, key, normalise};

/// Compares `given` with the answer and its other wordings; the closest one counts.
///
/// Case, accents, punctuation, hyphens and endings don't matter, nor does an article in front. A typing slip is near: one
/// letter in a word of five to eight, two in a longer one.
pub(super) fn closest(given: &str, answer: &str, accept: &[String]) -> TermVerdict {
    let judged = std::iter::once(answer)
        .chain(accept.iter().map(String::as_str))
        .map(|wanted| {
            let wanted_words = words(wanted);
            let outcome = compare(without_article(&words(given), &wanted_words), &wanted_words);
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

fn words(text: &str) -> Vec<String> {
    let normal = normalise(text);
    let words = normal.split_whitespace().filter(|word| *word != "the");
    words.map(ToOwned::to_owned).collect()
}

/// Whoever types an article means the term behind it; but an answer may well be an `A record`.
fn without_article<'a>(typed: &'a [String], wanted: &[String]) -> &'a [String] {
    match typed.split_first() {
        Some((first, rest))
            if matches!(first.as_str(), "a" | "an")
                && !rest.is_empty()
                && wanted.first() != Some(first) =>
        {
            rest
        }
        _ => typed,
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
    let (one, other) = (typed.concat(), wanted.concat());
    let close = if typed.len() == wanted.len() {
        let mut pairs = typed.iter().zip(wanted);
        // One slip is also forgiven in a short half of a compound: `half-opne`.
        pairs.all(|(a, b)| key(a) == key(b) || slipped(a, b, 2)) || slipped(&one, &other, 1)
    } else {
        slipped(&one, &other, 2)
    };
    if close { Outcome::Near } else { Outcome::Wrong }
}

/// A typing slip lies between them: one wrong, missing, extra or swapped letter in a word of five to eight, up to
/// `most` in a longer one. Not at the first letter: there hardly anybody slips (fewer than 8 % of misspellings: Pollock and Zamora,
/// "Automatic spelling correction in scientific and scholarly text", CACM 27(4), 1984), and there `asynchronous`,
/// `decryption` and `immutable` differ from their opposites. Not in numbers either: `p95` is not nearly `p99`.
fn slipped(typed: &str, wanted: &str, most: usize) -> bool {
    let length = wanted.chars().count();
    let allowed = match length {
        0..=4 => return false,
        5..=8 => 1,
        _ => most,
    };
    typed.chars().next() == wanted.chars().next()
        && typed.chars().count().abs_diff(length) <= allowed
        && wanted.chars().all(char::is_alphabetic)
        && damerau_levenshtein(typed, wanted) <= allowed
}
