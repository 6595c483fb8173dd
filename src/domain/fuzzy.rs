//! Finds titles by a few letters of them.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::text::normalise;

/// How well `words` fit `text`: higher is better, `None` if one of the words does not fit at all. The letters of each word
/// must appear in their order; case, accents and hyphens don't matter. No words fit everything.
#[must_use]
pub fn score(words: &str, text: &str) -> Option<i64> {
    let matcher = SkimMatcherV2::default();
    let text = normalise(text);
    normalise(words)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| matcher.fuzzy_match(&text, word))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_fit_in_any_order() {
        for (words, text, fits) in [
            ("", "anything", true),
            ("  ", "anything", true),
            ("election leader", "Leader Election", true),
            ("zurich", "Zürich", true),
            ("zürich", "Zurich", true),
            ("dead-letter", "Dead letter queue", true),
            ("dlq", "Dead letter queue", true),
            ("CIRC", "Circuit breaker", true),
            ("breaker cap", "CAP theorem", false),
            ("xyz", "Circuit breaker", false),
        ] {
            assert_eq!(score(words, text).is_some(), fits, "{words} in {text}");
        }
    }

    #[test]
    fn whole_words_win() {
        let of = |text| score("cap", text).unwrap();
        assert!(of("CAP theorem") > of("Circuit breaker and its price"));
    }

    proptest::proptest! {
        #[test]
        fn it_never_panics(words: String, text: String) {
            let _ = score(&words, &text);
        }
    }
}
