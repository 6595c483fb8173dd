//! What remains of a term when the differences that don't matter are gone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::stem::stem;

/// Lower case, without accents, apostrophes and punctuation; hyphens, slashes, underscores and runs of white space
/// become one space. What carries meaning stays: `+ # % < > = *` and the point inside a number (`p99.9`); the comma of
/// `1,000` goes. `&` becomes `and`. Doing it twice changes nothing.
#[must_use]
pub fn normalise(text: &str) -> String {
    let chars: Vec<char> = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_dropped(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
        let next = chars.get(i + 1..).unwrap_or_default();
        match c {
            '.' if after_digit && digits(next) > 0 => out.push('.'),
            ',' if after_digit && digits(next) == 3 => {}
            '&' => out.push_str(" and "),
            '+' | '#' | '%' | '<' | '>' | '=' | '*' => out.push(c),
            _ if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Vanishes without leaving a gap: apostrophes and what can't be seen.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ad}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// How many digits stand at the front.
fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// What a word of a normalised text is compared by: British spelling made American, then the stem.
#[must_use]
pub fn key(word: &str) -> String {
    if !word.chars().all(|c| c.is_ascii_lowercase()) {
        return word.to_owned();
    }
    // Both sides go through here, so that `raise` turns into `raize` on both and does no harm.
    let mut word = word.to_owned();
    for (british, american) in [
        ("isation", "ization"),
        ("ising", "izing"),
        ("ise", "ize"),
        ("yse", "yze"),
    ] {
        word = word.replace(british, american);
    }
    if word.len() > 5 {
        word = word.replace("our", "or");
    }
    stem(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_gone() {
        for (raw, normal) in [
            ("  Circuit-Breaker ", "circuit breaker"),
            ("dead_letter queue", "dead letter queue"),
            ("Pub/Sub", "pub sub"),
            ("“Exactly—once” (delivery)!", "exactly once delivery"),
            ("Naïve Café", "naive cafe"),
            ("Little’s law", "littles law"),
            ("W+R > N", "w+r > n"),
            ("C++", "c++"),
            ("99.9 %, p99.", "99.9 % p99"),
            ("1,000,000 and 1,5", "1000000 and 1 5"),
            ("R&D", "r and d"),
            ("HTTP/2", "http 2"),
            ("ﬁle ①", "file 1"),
            ("İstanbul", "istanbul"),
            ("...", ""),
        ] {
            assert_eq!(normalise(raw), normal, "{raw}");
        }
    }

    #[test]
    fn endings_and_spelling_do_not_separate() {
        for (a, b) in [
            ("replicas", "replica"),
            ("sharding", "shards"),
            ("serialisation", "serialization"),
            ("virtualised", "virtualized"),
            ("behaviour", "behavior"),
            ("analyse", "analyze"),
            ("idempotency", "idempotent"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [
            ("p95", "p99"),
            ("vertical", "horizontal"),
            ("throughput", "through"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }

    #[test]
    fn every_character_is_normal_after_one_pass() {
        // The planes above hold nothing that changes.
        for c in '\0'..='\u{1ffff}' {
            let once = normalise(&format!("1{c}1 a{c}a"));
            assert_eq!(normalise(&once), once, "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn twice_is_once(raw in "[a-zA-Z0-9.,'&%+é\u{308}İ \u{200b}-]{0,30}|\\PC{0,30}") {
            let once = normalise(&raw);
            proptest::prop_assert_eq!(normalise(&once), once);
        }
    }
}
