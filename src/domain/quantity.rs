//! Values with units: what numeric questions compute and compare. The only user of `fend-core`.

use std::sync::atomic::{AtomicU32, Ordering};

use fend_core::{Context, CustomUnitAttribute, Interrupt};

/// Why an expression has no value, in words for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing there.
    #[error("there is no value")]
    Empty,
    /// More than [`MAX_LEN`] characters.
    #[error("an expression has at most {MAX_LEN} characters")]
    TooLong,
    /// A part that can make arithmetic endless.
    #[error("`{0}` can't be used here")]
    NotAllowed(String),
    /// What the calculator says.
    #[error("{0}")]
    Unreadable(String),
    /// It takes more steps than any sensible value needs.
    #[error("that takes too long to compute")]
    TooHard,
    /// Another kind of value was asked for.
    #[error("{0}")]
    Dimension(String),
}

/// The longest expression, in characters.
pub const MAX_LEN: usize = 160;

/// Arithmetic of a deck needs at most a few thousand steps, a tenth of a millisecond.
const MAX_STEPS: u32 = 200_000;

/// The calculator asks between steps, but some single steps grow without bound; these are kept away from it.
const ENDLESS: [&str; 14] = [
    "!", "<<", ">>", "**", "choose", "permute", "ncr", "npr", "perm", "and", "or", "xor", "not",
    // Complex numbers: fend 1.5 panics on some powers of them.
    "i",
];

/// Words for things one counts; their unit is one.
const COUNTS: [&str; 30] = [
    "req",
    "query",
    "queries",
    "op",
    "ops",
    "call",
    "calls",
    "server",
    "servers",
    "thread",
    "threads",
    "slot",
    "slots",
    "connection",
    "connections",
    "machine",
    "machines",
    "node",
    "nodes",
    "user",
    "users",
    "order",
    "orders",
    "message",
    "messages",
    "event",
    "events",
    "times",
    "x",
    "attempts",
];

/// A computed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// With sensible digits and its unit: `1.643 GB / day`.
    pub text: String,
}

impl Quantity {
    /// The unit alone: `GB / day`; empty for a plain number.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.text
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ' ' | ','))
    }
}

/// Computes an expression such as `100 million / month * 500 byte to GB/day`. Never hangs.
///
/// # Errors
/// Why it has no value.
pub fn evaluate(expression: &str) -> Result<Quantity, QuantityError> {
    let expression = checked(expression)?;
    run(&expression)?;
    // Four digits are what an estimate is worth; whole numbers stay whole.
    let text = run(&format!("({expression}) to 4 sf")).or_else(|_| run(&expression))?;
    let exact = run(&expression)?;
    let whole = exact.chars().all(|c| c.is_ascii_digit()) && exact.len() <= 15;
    Ok(Quantity {
        text: if whole { exact } else { text },
    })
}

/// How many times `expected` the value `given` is.
///
/// # Errors
/// Why either has no value, or that they measure different things; in words for whoever typed `given`.
pub fn ratio(given: &str, expected: &str) -> Result<f64, QuantityError> {
    let wanted = evaluate(expected)?;
    let expected = checked(expected)?;
    let given = checked(given)?;
    let value = evaluate(&given)?;
    if number(&wanted.text) == Some(0.0) {
        let zero = number(&value.text) == Some(0.0);
        return Ok(if zero { 1.0 } else { f64::INFINITY });
    }
    let quotient = run(&format!("({given}) / ({expected}) to 15 sf"))?;
    number(&quotient).ok_or_else(|| {
        let (got, want) = (value.unit(), wanted.unit());
        QuantityError::Dimension(match (got.is_empty(), want.is_empty()) {
            (true, _) => format!("a number alone is not enough: add the unit, such as `{want}`"),
            (false, true) => format!("the answer is a plain number, without `{got}`"),
            (false, false) => format!("`{got}` and `{want}` measure different things"),
        })
    })
}

/// `approx. 1.5` and `150%` as a number; none where a unit is left.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_start_matches("approx. ");
    match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|n| n / 100.0),
        None => text.parse().ok(),
    }
}

/// The expression as the calculator takes it: digits grouped with blanks joined, nothing endless in it.
fn checked(expression: &str) -> Result<String, QuantityError> {
    let text = expression.trim();
    if text.is_empty() {
        return Err(QuantityError::Empty);
    }
    if text.chars().count() > MAX_LEN {
        return Err(QuantityError::TooLong);
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let endless = |part: &&&str| {
        if part.chars().all(char::is_alphabetic) {
            words.contains(*part)
        } else {
            lower.contains(**part)
        }
    };
    if let Some(part) = ENDLESS.iter().find(endless) {
        return Err(QuantityError::NotAllowed((*part).to_owned()));
    }
    if text.matches('^').count() > 4 || huge(&lower) {
        return Err(QuantityError::NotAllowed("such large powers".to_owned()));
    }
    Ok(joined(text))
}

/// A number of more than 30 digits, or a power of ten or exponent of more than three.
fn huge(text: &str) -> bool {
    let mut digits = 0;
    let mut limit = 30;
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '.' | ',' | '_' => {}
            '^' | 'e' => (digits, limit) = (0, 3),
            '-' | '+' | ' ' | '(' if digits == 0 => {}
            _ => (digits, limit) = (0, 30),
        }
        if digits > limit {
            return true;
        }
    }
    false
}

/// `3 000 GB` as `3000 GB`: a blank between digits groups them.
fn joined(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let group = |at: usize| (1..=3).all(|n| digit(Some(at + n))) && !digit(Some(at + 4));
    let keep = |(at, c): (usize, &char)| {
        let grouping = matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')
            && digit(at.checked_sub(1))
            && group(at);
        (!grouping).then_some(*c)
    };
    chars.iter().enumerate().filter_map(keep).collect()
}

/// Counts the steps of one computation.
struct Budget(AtomicU32);

impl Interrupt for Budget {
    fn should_interrupt(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) > MAX_STEPS
    }
}

fn run(expression: &str) -> Result<String, QuantityError> {
    let mut context = Context::new();
    context.disable_rng();
    for word in COUNTS {
        context.define_custom_unit_v1(word, word, "1", &CustomUnitAttribute::Alias);
    }
    for word in ["qps", "rps"] {
        context.define_custom_unit_v1(word, word, "1/s", &CustomUnitAttribute::Alias);
    }
    match fend_core::evaluate_with_interrupt(expression, &mut context, &Budget(AtomicU32::new(0))) {
        Ok(result) => Ok(result
            .get_main_result()
            .trim_start_matches("approx. ")
            .to_owned()),
        Err(message) if message == "interrupted" => Err(QuantityError::TooHard),
        Err(message) => Err(QuantityError::Unreadable(message)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(expression: &str) -> String {
        evaluate(expression).map_or_else(|error| format!("error: {error}"), |q| q.text)
    }

    #[test]
    fn arithmetic_with_units_is_computed() {
        for (expression, text) in [
            ("4 * 3", "12"),
            ("100 million / month * 500 byte to GB/day", "1.643 GB / day"),
            ("30 day * 0.1% to minutes", "43.2 minutes"),
            ("62^7", "3521614606208"),
            ("100000 * (1 - 0.999^5)", "499"),
            ("1 s + 2 s + 4 s + 8 s", "15 s"),
            ("3 000 GB", "3000 GB"),
            ("3,000 GB", "3000 GB"),
            ("1.2k", "1200"),
            ("20 servers", "20"),
            ("", "error: there is no value"),
            ("5 foo", "error: unknown identifier 'foo'"),
        ] {
            assert_eq!(shown(expression), text, "{expression}");
        }
    }

    #[test]
    fn values_are_compared_whatever_their_units() {
        for (given, expected, wanted) in [
            ("3 TB", "3000 GB", 1.0),
            ("3TB", "6 TB", 0.5),
            ("3e12 byte", "3 TB", 1.0),
            ("3k/s", "3000 qps", 1.0),
            ("1 GB/day", "1 TB/s", 1.0 / 86_400_000.0),
            ("50%", "0.5", 1.0),
            ("12", "4*3", 1.0),
            ("0", "0", 1.0),
            ("-3", "3", -1.0),
        ] {
            let got = ratio(given, expected).unwrap();
            assert!(
                (got / wanted - 1.0).abs() < 1e-9,
                "{given} / {expected} = {got}"
            );
        }
        assert!(ratio("1", "0").unwrap().is_infinite());
    }

    #[test]
    fn another_kind_of_value_is_said_so() {
        for (given, expected, message) in [
            (
                "5",
                "3 ms",
                "a number alone is not enough: add the unit, such as `ms`",
            ),
            ("5 s", "3", "the answer is a plain number, without `s`"),
            ("5 s", "3 GB", "`s` and `GB` measure different things"),
            ("lots", "3", "unknown identifier 'lots'"),
        ] {
            assert_eq!(
                ratio(given, expected).unwrap_err().to_string(),
                message,
                "{given}"
            );
        }
    }

    #[test]
    fn nothing_hangs() {
        let long = "2^".repeat(70) + "2";
        let hostile = [
            "9^9^9^9",
            "10^10^9",
            "10^100000",
            "100000!",
            "5!!!!!!!!!!",
            "1e100000000",
            "3 << 3 << 2",
            "3 choose 2",
            "2 ** 2 ** 2 ** 2",
            "9999^9999^9",
            "2^(9999)",
            "1e-99999",
            "99999999999999999999999999999999999^2",
            &long,
            "(((((((((((((((((((((((((((((((((((((((((((",
            "sin sin sin sin sin 1",
            "e^e^e^e^e",
            "e^-e^-e",
            "a of b of c",
        ];
        for expression in hostile {
            // That it returns is the test; a value would be fine, too.
            let _ = evaluate(expression);
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_typed_returns(text in "[0-9a-z+*/^().% ,-]{0,60}") {
            let _ = evaluate(&text);
        }
    }
}
