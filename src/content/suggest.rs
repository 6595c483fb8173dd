//! "Did you mean ..?"

use std::borrow::Borrow;

/// The known word that `word` is most likely a slip of; none when nothing is near.
#[must_use]
pub fn near<'a, S: Borrow<str> + 'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a S>,
) -> Option<&'a str> {
    // A slip in every third letter is as far as a guess is worth reading.
    let limit = word.chars().count() / 3;
    let distance = |candidate: &str| strsim::damerau_levenshtein(word, candidate);
    known
        .into_iter()
        .map(Borrow::borrow)
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit)
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| (1..=limit).contains(distance))
        .min()
        .map(|(_, candidate)| candidate)
}

/// A cure: the near one, or after `intro` all that are known.
#[must_use]
pub fn among<S: Borrow<str>>(word: &str, known: &[S], intro: &str) -> String {
    if let Some(near) = near(word, known) {
        return format!("did you mean `{near}`?");
    }
    let all: Vec<String> = known
        .iter()
        .map(|word| format!("`{}`", word.borrow()))
        .collect();
    format!("{intro} {}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let known = ["prompt", "answer", "accept"];
        assert_eq!(near("promt", &known), Some("prompt"));
        assert_eq!(near("anwser", &known), Some("answer"));
        assert_eq!(near("title", &known), None);
        assert_eq!(near("answer", &known), None, "the word itself is no slip");
        assert_eq!(near("", &known), None);
        assert_eq!(
            near("i", &["id"]),
            None,
            "any word is near to so short a one"
        );
        assert_eq!(
            among("x", &known, "known:"),
            "known: `prompt`, `answer`, `accept`"
        );
    }
}
