//! What the learner is doing with the question on the screen, before it is graded: one small state per kind.
//!
//! Options, steps and partners are shown shuffled; what leaves here as [`Given`] is in the order of the file again.

use crossterm::event::KeyEvent;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::app::commands::{Command, Scope};
use crate::domain::grading::Given;
use crate::domain::item::{Body, ClozePart, Item};
use crate::ui::screen::Hint;
use crate::ui::widgets::input::Input;

/// The state of one question.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// Think, then reveal.
    Card,
    /// One input per blank.
    Cloze(Blanks),
    /// One or several of the options.
    Pick(Pick),
    /// Steps to bring into order.
    Order(Order),
    /// Partners to find.
    Match(Match),
    /// One line: a value or a term.
    Line(Box<Line>),
}

/// Inputs for the blanks of a cloze.
#[derive(Debug, Clone)]
pub(super) struct Blanks {
    /// In reading order.
    pub(super) inputs: Vec<Input>,
    /// The one that takes the keys.
    pub(super) current: usize,
}

/// A shuffled list of options.
#[derive(Debug, Clone)]
pub(super) struct Pick {
    /// Place on the screen -> index in the file.
    pub(super) shown: Vec<usize>,
    /// By place on the screen.
    pub(super) ticked: Vec<bool>,
    /// Place on the screen.
    pub(super) cursor: usize,
    /// Several may be ticked.
    pub(super) many: bool,
}

/// A shuffled list of steps.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Place on the screen -> index in the file; what the learner changes.
    pub(super) shown: Vec<usize>,
    /// Place on the screen.
    pub(super) cursor: usize,
}

/// Left ones in the order of the file, right ones shuffled.
#[derive(Debug, Clone)]
pub(super) struct Match {
    /// Number on the screen (from 0) -> index in the file.
    pub(super) shown: Vec<usize>,
    /// For each left one the number chosen for it.
    pub(super) chosen: Vec<Option<usize>>,
    /// The left one that the next number goes to.
    pub(super) cursor: usize,
}

/// A one-line input and what to say about what was typed.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What is typed.
    pub(super) input: Input,
    /// It is a value with a unit rather than a term.
    pub(super) numeric: bool,
    /// Why the value can't be read, until the next key.
    pub(super) complaint: Option<String>,
}

impl Question {
    /// A fresh question; `seed` decides the shuffle together with the item's id.
    pub(super) fn new(item: &Item, seed: u64) -> Self {
        let shuffled = |n: usize| shuffle(n, xxh3_64_with_seed(item.id.as_str().as_bytes(), seed));
        match &item.body {
            Body::Card { .. } => Self::Card,
            Body::Cloze { parts } => {
                let blanks = parts
                    .iter()
                    .filter(|p| matches!(p, ClozePart::Blank { .. }))
                    .count();
                Self::Cloze(Blanks {
                    inputs: vec![Input::default(); blanks],
                    current: 0,
                })
            }
            Body::Choice { options } => Self::Pick(Pick::new(shuffled(options.len()), false)),
            Body::Multi { options } => Self::Pick(Pick::new(shuffled(options.len()), true)),
            Body::Order { steps } => {
                let mut shown = shuffled(steps.len());
                // A shuffle that happens to be the answer would give it away for free.
                if shown.is_sorted() {
                    shown.rotate_left(1);
                }
                Self::Order(Order { shown, cursor: 0 })
            }
            Body::Match { pairs } => Self::Match(Match {
                shown: shuffled(pairs.len()),
                chosen: vec![None; pairs.len()],
                cursor: 0,
            }),
            Body::Numeric { .. } => Self::Line(Box::new(Line::new(true))),
            Body::Typed { .. } => Self::Line(Box::new(Line::new(false))),
        }
    }

    /// Where its keys are looked up.
    pub(super) fn scope(&self) -> Scope {
        match self {
            Self::Card => Scope::Ask,
            Self::Pick(pick) if pick.many => Scope::Tick,
            Self::Pick(_) => Scope::Pick,
            Self::Order(_) => Scope::Order,
            Self::Match(_) => Scope::Match,
            Self::Cloze(_) | Self::Line(_) => Scope::Write,
        }
    }

    /// What can be done, the most useful first.
    pub(super) fn hints(&self) -> Vec<Hint> {
        let mut hints = match self {
            Self::Card => return vec![Command::Reveal.into()],
            Self::Cloze(blanks) if blanks.inputs.len() > 1 => {
                vec![Command::Submit.into(), Command::NextField.into()]
            }
            Self::Pick(pick) if pick.many => vec![Command::Toggle.into(), Command::Submit.into()],
            Self::Pick(_) => vec![Command::Submit.into(), Command::Down.into()],
            Self::Order(_) => vec![
                Command::MoveDown.into(),
                Command::MoveUp.into(),
                Command::Submit.into(),
            ],
            Self::Match(_) => vec![
                Hint::labelled(Command::Pick1, "partner"),
                Command::Submit.into(),
            ],
            Self::Cloze(_) | Self::Line(_) => vec![Command::Submit.into()],
        };
        hints.push(Command::GiveUp.into());
        hints
    }

    /// Takes a key that is text; false where nothing is typed here.
    pub(super) fn key(&mut self, key: KeyEvent) -> bool {
        self.input().is_some_and(|input| input.key(key))
    }

    /// Takes pasted text.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(input) = self.input() {
            input.paste(text);
        }
    }

    /// The input that takes the keys.
    fn input(&mut self) -> Option<&mut Input> {
        match self {
            Self::Cloze(blanks) => blanks.inputs.get_mut(blanks.current),
            Self::Line(line) => {
                line.complaint = None;
                Some(&mut line.input)
            }
            Self::Card | Self::Pick(_) | Self::Order(_) | Self::Match(_) => None,
        }
    }

    /// Says why what was typed can't be read.
    pub(super) fn complain(&mut self, message: &str) {
        if let Self::Line(line) = self {
            line.complaint = Some(message.to_owned());
        }
    }

    /// Enter in a gap that was just filled goes on to the next one instead of handing in; false where it doesn't.
    pub(super) fn fill_next(&mut self) -> bool {
        match self {
            Self::Cloze(blanks) => blanks.fill_next(),
            Self::Card | Self::Pick(_) | Self::Order(_) | Self::Match(_) | Self::Line(_) => false,
        }
    }

    /// What to do before this can be handed in.
    pub(super) fn missing(&self) -> &'static str {
        match self {
            Self::Pick(_) => "Tick at least one option first.",
            Self::Match(_) => {
                "Give every one its partner first: the cursor shows whose turn it is."
            }
            Self::Line(_) => "Type your answer first, or give up to see it.",
            Self::Card | Self::Cloze(_) | Self::Order(_) => "There is nothing to hand in yet.",
        }
    }

    /// Takes a command; false where it means nothing to this kind.
    pub(super) fn command(&mut self, command: Command) -> bool {
        if let Some(number) = command.pick() {
            return self.call(number);
        }
        match (self, command) {
            (Self::Pick(pick), Command::Down) => {
                pick.cursor = moved(pick.cursor, 1, pick.shown.len());
            }
            (Self::Pick(pick), Command::Up) => {
                pick.cursor = moved(pick.cursor, -1, pick.shown.len());
            }
            (Self::Pick(pick), Command::Toggle) => pick.toggle(pick.cursor),
            (Self::Order(order), Command::Down) => {
                order.cursor = moved(order.cursor, 1, order.shown.len());
            }
            (Self::Order(order), Command::Up) => {
                order.cursor = moved(order.cursor, -1, order.shown.len());
            }
            (Self::Order(order), Command::MoveDown) => order.shift(1),
            (Self::Order(order), Command::MoveUp) => order.shift(-1),
            (Self::Match(pairs), Command::Down) => {
                pairs.cursor = moved(pairs.cursor, 1, pairs.chosen.len());
            }
            (Self::Match(pairs), Command::Up) => {
                pairs.cursor = moved(pairs.cursor, -1, pairs.chosen.len());
            }
            (Self::Cloze(blanks), Command::NextField) => blanks.turn(1),
            (Self::Cloze(blanks), Command::PreviousField) => blanks.turn(-1),
            _ => return false,
        }
        true
    }

    /// The option, or partner, with this number (from 0) was called.
    fn call(&mut self, number: usize) -> bool {
        match self {
            Self::Pick(pick) if number < pick.shown.len() => {
                pick.cursor = number;
                if pick.many {
                    pick.toggle(number);
                }
                true
            }
            Self::Match(pairs) => pairs.assign(number),
            Self::Pick(_) | Self::Card | Self::Cloze(_) | Self::Order(_) | Self::Line(_) => false,
        }
    }

    /// What would be handed in now; `None` where something is still missing.
    pub(super) fn given(&self) -> Option<Given> {
        match self {
            Self::Card => Some(Given::Revealed),
            Self::Cloze(blanks) => {
                let texts: Vec<String> = blanks.inputs.iter().map(Input::text).collect();
                let empty = texts.iter().all(|text| text.trim().is_empty());
                Some(if empty {
                    Given::Revealed
                } else {
                    Given::Blanks(texts)
                })
            }
            Self::Pick(pick) => pick.given(),
            Self::Order(order) => Some(Given::Ordered(order.shown.clone())),
            Self::Match(pairs) => {
                let chosen: Option<Vec<usize>> = pairs
                    .chosen
                    .iter()
                    .map(|number| number.and_then(|number| pairs.shown.get(number).copied()))
                    .collect();
                chosen.map(Given::Matched)
            }
            Self::Line(line) => {
                let text = line.input.text();
                let given = if line.numeric {
                    Given::Value
                } else {
                    Given::Term
                };
                (!text.trim().is_empty()).then(|| given(text))
            }
        }
    }
}

impl Line {
    fn new(numeric: bool) -> Self {
        Self {
            input: Input::default(),
            numeric,
            complaint: None,
        }
    }
}

impl Blanks {
    /// Nothing is typed in that gap.
    fn is_empty(&self, gap: usize) -> bool {
        self.inputs
            .get(gap)
            .is_none_or(|input| input.text().trim().is_empty())
    }

    /// Goes on to the next empty gap, where the present one was just filled; false where nothing is left to fill.
    fn fill_next(&mut self) -> bool {
        let count = self.inputs.len();
        let mut later = (1..count).map(|n| (self.current + n) % count);
        let next = later.find(|gap| self.is_empty(*gap));
        match next {
            Some(gap) if !self.is_empty(self.current) => {
                self.current = gap;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Goes on to the next gap, or back, round and round.
    fn turn(&mut self, by: isize) {
        let count = self.inputs.len().max(1);
        self.current = self.current.checked_add_signed(by).unwrap_or(count - 1) % count;
    }
}

impl Pick {
    fn new(shown: Vec<usize>, many: bool) -> Self {
        Self {
            ticked: vec![false; shown.len()],
            shown,
            cursor: 0,
            many,
        }
    }

    fn toggle(&mut self, place: usize) {
        if let Some(tick) = self.ticked.get_mut(place) {
            *tick = !*tick;
        }
    }

    fn given(&self) -> Option<Given> {
        if !self.many {
            return self.shown.get(self.cursor).copied().map(Given::Picked);
        }
        let mut files: Vec<usize> = self
            .shown
            .iter()
            .zip(&self.ticked)
            .filter(|(_, ticked)| **ticked)
            .map(|(file, _)| *file)
            .collect();
        files.sort_unstable();
        (!files.is_empty()).then_some(Given::Ticked(files))
    }
}

impl Order {
    fn shift(&mut self, by: isize) {
        let to = moved(self.cursor, by, self.shown.len());
        if self.cursor < self.shown.len() {
            let step = self.shown.remove(self.cursor);
            self.shown.insert(to, step);
            self.cursor = to;
        }
    }
}

impl Match {
    /// Gives the number to the left one under the cursor, takes it from whoever had it, and goes on to the next open one.
    fn assign(&mut self, number: usize) -> bool {
        if number >= self.shown.len() {
            return false;
        }
        for slot in &mut self.chosen {
            if *slot == Some(number) {
                *slot = None;
            }
        }
        if let Some(slot) = self.chosen.get_mut(self.cursor) {
            *slot = Some(number);
        }
        let count = self.chosen.len();
        let open = (1..=count)
            .map(|n| (self.cursor + n) % count)
            .find(|n| self.chosen.get(*n) == Some(&None));
        self.cursor = open.unwrap_or(self.cursor);
        true
    }
}

/// `from` moved by `by`, kept inside `0..count`.
fn moved(from: usize, by: isize, count: usize) -> usize {
    from.saturating_add_signed(by).min(count.saturating_sub(1))
}

/// The numbers `0..n` in an order that depends on nothing but the seed.
fn shuffle(n: usize, seed: u64) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..n).collect();
    numbers.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
    numbers
}
