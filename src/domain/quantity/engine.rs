//! `fend-core` behind a fence.
//!
//! Measured with 1.5.9: its parser takes three times as long for every level of parentheses (14 levels: 0.16 s, 30
//! levels: for ever); factorials, binomials, dice (`2d692`) and huge exponents (`1e99999`) run for a second to a minute
//! between two looks at the interrupt. So depth is bounded, those are not let in, and everything else is stopped by
//! counting steps: an honest expression takes a few hundred, `0.999^365` 4,000, the dearest 40,000 in half a second.

use std::sync::atomic::{AtomicU32, Ordering};

use fend_core::{Context, CustomUnitAttribute, Interrupt};

use super::{MAX_LEN, QuantityError};

const MAX_STEPS: u32 = 40_000;
const MAX_DEPTH: u32 = 6;

/// Spellings that learners use and `fend` reads otherwise (`kb` as kilobit, `mb` as millibit, `K` as kelvin, `T` as
/// tesla, `rps` as turns) or not at all.
const ALIASES: [(&str, &str); 35] = [
    ("kb", "kB"),
    ("mb", "MB"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("pb", "PB"),
    ("kbit", "kilobit"),
    ("Mbit", "megabit"),
    ("Gbit", "gigabit"),
    ("Tbit", "terabit"),
    ("mbps", "Mbps"),
    ("gbps", "Gbps"),
    ("tbps", "Tbps"),
    ("kBps", "kB/s"),
    ("MBps", "MB/s"),
    ("GBps", "GB/s"),
    ("TBps", "TB/s"),
    ("rps", "1/s"),
    ("qps", "1/s"),
    ("tps", "1/s"),
    ("iops", "1/s"),
    ("RPS", "1/s"),
    ("QPS", "1/s"),
    ("TPS", "1/s"),
    ("IOPS", "1/s"),
    ("K", "1000"),
    ("T", "trillion"),
    ("bn", "billion"),
    ("mn", "million"),
    ("mio", "million"),
    ("pct", "0.01"),
    ("mo", "month"),
    ("wks", "week"),
    ("yrs", "year"),
    ("y", "year"),
    ("percentage", "0.01"),
];

/// Counts the looks that the calculator takes at it.
#[derive(Default)]
struct Budget(AtomicU32);

impl Interrupt for Budget {
    fn should_interrupt(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= MAX_STEPS
    }
}

/// A calculator with its variables, for a handful of expressions.
pub(super) struct Engine {
    context: Context,
    budget: Budget,
}

impl Engine {
    /// A fresh one that takes each of `nouns` for 1.
    pub(super) fn new(nouns: &[String]) -> Self {
        let mut context = Context::new();
        let nouns = nouns.iter().map(|noun| (noun.as_str(), "1"));
        for (name, meaning) in ALIASES.into_iter().chain(nouns) {
            context.define_custom_unit_v1(name, name, meaning, &CustomUnitAttribute::Alias);
        }
        Self {
            context,
            budget: Budget::default(),
        }
    }

    /// Evaluates a cleaned text into a variable.
    pub(super) fn set(&mut self, name: &str, source: &str) -> Result<(), QuantityError> {
        // The last statement is what gets printed, and printing all digits of `0.999^365` takes longer than finding them.
        self.run(&format!("{name} = ({source}); 0")).map(drop)
    }

    /// The result as the calculator spells it.
    pub(super) fn run(&mut self, text: &str) -> Result<String, QuantityError> {
        fend_core::evaluate_with_interrupt(text, &mut self.context, &self.budget)
            .map(|result| result.get_main_result().to_owned())
            .map_err(|message| explain(&message))
    }
}

/// The calculator's message, sorted.
fn explain(message: &str) -> QuantityError {
    let unknown = message
        .strip_prefix("unknown identifier '")
        .and_then(|rest| rest.strip_suffix('\''));
    match (unknown, message) {
        (Some(word), _) => QuantityError::UnknownUnit(word.to_owned()),
        (None, "interrupted" | "exponent too large") => QuantityError::TooHard,
        (None, _) => QuantityError::Syntax(message.to_owned()),
    }
}

/// Checks a text and spells it as the calculator wants it.
pub(super) fn clean(text: &str) -> Result<String, QuantityError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(QuantityError::Empty);
    }
    if text.chars().count() > MAX_LEN {
        return Err(QuantityError::TooLong);
    }
    let source: String = text.chars().map(plain).collect();
    let allowed = |c: char| c.is_alphanumeric() || " +-*/^().,%_".contains(c);
    if let Some(c) = source.chars().find(|c| !allowed(*c)) {
        return Err(QuantityError::Character(c));
    }
    let source = without_underscores(&source)?;
    check_commas(&source)?;
    check_depth(&source)?;
    check_words(&source)?;
    Ok(source)
}

/// One of several characters that mean the same.
fn plain(c: char) -> char {
    match c {
        '×' | '·' | '⋅' => '*',
        '÷' | '∕' => '/',
        '−' | '–' => '-',
        'μ' => 'µ',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// `3_000` is 3000; elsewhere an underscore has no place (variables of ours have one).
fn without_underscores(source: &str) -> Result<String, QuantityError> {
    let mut before = ' ';
    let mut chars = source.chars().peekable();
    let mut out = String::with_capacity(source.len());
    while let Some(c) = chars.next() {
        let digit_follows = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            '_' if before.is_ascii_digit() && digit_follows => {}
            '_' => return Err(QuantityError::Character('_')),
            _ => out.push(c),
        }
        before = c;
    }
    Ok(out)
}

/// The calculator would read `1,5` as 15.
fn check_commas(source: &str) -> Result<(), QuantityError> {
    let runs = source.split(|c: char| !c.is_ascii_digit() && c != ',');
    for run in runs.filter(|run| run.contains(',')) {
        let mut groups = run.split(',');
        let first = groups.next().unwrap_or_default();
        let good = (1..=3).contains(&first.len()) && !first.starts_with('0');
        if !good || groups.any(|group| group.len() != 3) {
            return Err(QuantityError::Comma(run.to_owned()));
        }
    }
    Ok(())
}

/// Keeps out what takes long without being interruptible.
fn check_words(source: &str) -> Result<(), QuantityError> {
    for word in source.split(|c: char| !c.is_alphanumeric() && c != '.') {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if matches!(letters, "choose" | "permute" | "nCr" | "nPr") || is_die(letters) {
            return Err(QuantityError::UnknownUnit(letters.to_owned()));
        }
    }
    // `1e9`, `1e-9`, but not `1e9999`.
    let mut before = ' ';
    let mut rest = source.chars();
    while let Some(c) = rest.next() {
        let exponent = rest.as_str().trim_start_matches(['+', '-']);
        if matches!(c, 'e' | 'E')
            && (before.is_ascii_digit() || before == '.')
            && digits(exponent) > 3
        {
            return Err(QuantityError::TooHard);
        }
        before = c;
    }
    Ok(())
}

/// `d6`.
fn is_die(word: &str) -> bool {
    word.strip_prefix('d').is_some_and(|rest| digits(rest) > 0)
}

fn digits(text: &str) -> usize {
    text.chars().take_while(char::is_ascii_digit).count()
}

fn check_depth(source: &str) -> Result<(), QuantityError> {
    let mut depth = 0_u32;
    for c in source.chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| QuantityError::Syntax("found `)` without `(`".to_owned()))?;
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(QuantityError::Nested);
        }
    }
    Ok(())
}

/// `approx. 1.64 GB / day` -> (1.64, `GB / day`); `None` for what is not a finite real number.
pub(super) fn split(shown: &str) -> Option<(f64, String)> {
    let shown = shown.strip_prefix("approx. ").unwrap_or(shown);
    let end = shown.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    let (number, unit) = shown.split_at(end.unwrap_or(shown.len()));
    let number: f64 = number
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())?;
    let unit = match unit.strip_prefix(' ') {
        Some(unit) if unit.starts_with(|c: char| !matches!(c, '+' | '-')) => unit,
        None if matches!(unit, "" | "%") => unit,
        Some(_) | None => return None,
    };
    Some((number, unit.to_owned()))
}
