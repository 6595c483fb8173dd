//! Values with units: what numeric questions compute and compare.
//!
//! The only user of `fend-core`. It gets a bounded number of evaluation steps and never sees what its parser or its
//! big numbers choke on, so no text can hang it; see [`QuantityError`].

mod display;
mod engine;

use engine::Engine;

/// The longest expression, in characters.
pub const MAX_LEN: usize = 300;

/// Why a text is not a value, or why two values can't be compared. For authors and learners alike.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing but white space.
    #[error("there is no value")]
    Empty,
    /// More than [`MAX_LEN`] characters.
    #[error("a value has at most {MAX_LEN} characters")]
    TooLong,
    /// A character that no value needs.
    #[error("`{0}` has no place in a value: use numbers, units, `+ - * / ^` and parentheses")]
    Character(char),
    /// A comma that does not part thousands, with what stands around it.
    #[error("`{0}` is unclear: write decimals with a point (`1.5`) and thousands as `1,000`")]
    Comma(String),
    /// Parentheses within parentheses within ...
    #[error("the parentheses are nested too deeply: six levels are the limit")]
    Nested,
    /// A word that is neither a unit nor a number.
    #[error("`{0}` is not a unit I know: try `GB`, `ms`, `day`, `million` or leave it out")]
    UnknownUnit(String),
    /// The evaluation was stopped.
    #[error("this takes too long to work out: use smaller numbers")]
    TooHard,
    /// A date, a complex number, a word; or beyond what can be counted.
    #[error("`{0}` is not a number: write it like `3 GB` or `1200`")]
    NotANumber(String),
    /// The calculator's own words.
    #[error("can't read this as a value: {0}")]
    Syntax(String),
    /// A plain number where a unit belongs.
    #[error("`{given}` lacks its unit: {wanted}")]
    NoUnit {
        /// What was given, as shown.
        given: String,
        /// What is wanted instead, with an example: data per time, such as `GB/day`.
        wanted: String,
    },
    /// Values of different kinds.
    #[error("`{given}` is {kind}, but {wanted}")]
    Dimension {
        /// What was given, as shown.
        given: String,
        /// `an amount of data`.
        kind: String,
        /// What is wanted instead, with an example: data per time, such as `GB/day`.
        wanted: String,
    },
    /// A factor of nothing.
    #[error("a value can't be compared with zero")]
    Zero,
}

/// A number with its unit, as the calculator gave it out. Shown (`to_string`) with sensible digits: `about 1.643 GB/day`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What was evaluated; comparing goes back to it, so no digit is lost.
    source: String,
    /// Words in `source` that only count things: `3 servers`.
    nouns: Vec<String>,
    number: f64,
    /// As the calculator spells it: `GB / day`.
    unit: String,
}

impl Quantity {
    /// The number in front of the unit.
    #[must_use]
    pub fn number(&self) -> f64 {
        self.number
    }

    /// The unit as shown: `GB/day`, `/s`, or nothing.
    #[must_use]
    pub fn unit(&self) -> String {
        display::unit(&self.unit)
    }

    /// This many times as much, in the same unit; for showing, not for comparing.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            number: self.number * factor,
            ..self.clone()
        }
    }

    /// What sort of thing it is, in words: `data per time`.
    #[must_use]
    pub fn kind(&self) -> String {
        let mut engine = Engine::new(&self.nouns);
        let known = engine.set(GIVEN, &self.source).ok().and_then(|()| {
            KINDS
                .iter()
                .find(|(unit, _)| engine.run(&format!("{GIVEN} to ({unit})")).is_ok())
        });
        known.map_or_else(
            || format!("a value in `{}`", self.unit()),
            |(_, words)| (*words).to_owned(),
        )
    }
}

/// Names that no expression can hold, since `_` is not allowed in one.
const GIVEN: &str = "the_given";
const WANTED: &str = "the_wanted";

const PLAIN: &str = "a plain number";

/// Units that stand for a kind, and its name.
const KINDS: [(&str, &str); 6] = [
    ("1", PLAIN),
    ("byte", "an amount of data"),
    ("second", "a time"),
    ("byte/second", "data per time"),
    ("1/second", "a rate (so many per time)"),
    ("metre", "a length"),
];

/// Whether [`evaluate`] would find a value; in a third of the time.
///
/// # Errors
/// Why it would not.
pub fn check(text: &str) -> Result<(), QuantityError> {
    Engine::new(&[]).set(GIVEN, &engine::clean(text)?)
}

/// The value of an author's expression: `100 million / month * 500 byte to GB/day`.
///
/// # Errors
/// What is wrong with the text; a word that is no unit is one.
pub fn evaluate(text: &str) -> Result<Quantity, QuantityError> {
    measure(&engine::clean(text)?, Vec::new())
}

/// The value of what a learner typed. Like [`evaluate`], but `~` in front is fine, and so is a word that only counts
/// things, as in `3k requests/s` or `5 servers`.
///
/// # Errors
/// What is wrong with the text.
pub fn read(text: &str) -> Result<Quantity, QuantityError> {
    let source = engine::clean(text.trim_start().trim_start_matches(['~', '≈']))?;
    let mut nouns = Vec::new();
    loop {
        match measure(&source, nouns.clone()) {
            Err(QuantityError::UnknownUnit(word)) if nouns.len() < 3 && !nouns.contains(&word) => {
                nouns.push(word);
            }
            done => return done,
        }
    }
}

fn measure(source: &str, nouns: Vec<String>) -> Result<Quantity, QuantityError> {
    let mut engine = Engine::new(&nouns);
    engine.set(GIVEN, source)?;
    let shown = engine.run(&format!("{GIVEN} to 15 sf"))?;
    let (number, unit) =
        engine::split(&shown).ok_or_else(|| QuantityError::NotANumber(source.to_owned()))?;
    Ok(Quantity {
        source: source.to_owned(),
        nouns,
        number,
        unit,
    })
}

/// How many times `wanted` goes into `given`, whatever their units: 1 is equal.
///
/// # Errors
/// [`QuantityError::Dimension`] for values of different kinds, [`QuantityError::Zero`] when nothing is wanted.
pub fn ratio(given: &Quantity, wanted: &Quantity) -> Result<f64, QuantityError> {
    if wanted.number == 0.0 {
        return Err(QuantityError::Zero);
    }
    let nouns: Vec<String> = given.nouns.iter().chain(&wanted.nouns).cloned().collect();
    let mut engine = Engine::new(&nouns);
    engine.set(GIVEN, &given.source)?;
    engine.set(WANTED, &wanted.source)?;
    let shown = engine
        .run(&format!("({GIVEN} / {WANTED} to 1) to 15 sf"))
        .map_err(|_| dimension(given, wanted))?;
    match engine::split(&shown) {
        Some((number, unit)) if unit.is_empty() => Ok(number),
        Some(_) | None => Err(dimension(given, wanted)),
    }
}

fn dimension(given: &Quantity, wanted: &Quantity) -> QuantityError {
    let (kind, unit) = (given.kind(), wanted.unit());
    let example = if unit.is_empty() {
        String::new()
    } else {
        format!(", such as `{unit}`")
    };
    let wanted = format!("{} is wanted{example}", wanted.kind());
    let given = given.to_string();
    if kind == PLAIN {
        QuantityError::NoUnit { given, wanted }
    } else {
        QuantityError::Dimension {
            given,
            kind,
            wanted,
        }
    }
}

#[cfg(test)]
mod tests;
