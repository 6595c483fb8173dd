//! What each kind has of its own.

use crate::content::parse::fields::Fields;
use crate::content::raw::{List, RawAnswer, RawItem, RawOption, RawPair, RawText};
use crate::content::source::Mark;
use crate::content::yaml::Located;
use crate::domain::item::{Body, Choice, ClozePart};
use crate::domain::{quantity, text};

/// The largest factor that makes sense; a finite one, since items are kept as JSON.
const FACTOR: f64 = 1e6;

/// A value right within this factor, if the item does not say.
const WITHIN: f64 = 2.0;

/// A value near within this factor, if the item does not say.
const NEAR: f64 = 10.0;

/// Reads what `kind` has of its own out of `raw`.
pub(super) fn read(fields: &mut Fields<'_, '_>, kind: &str, raw: &mut RawItem) -> Option<Body> {
    match kind {
        "card" => {
            let raw = answer(fields, raw.answer.take(), "what a good answer says");
            fields
                .markdown("answer", raw)
                .map(|answer| Body::Card { answer })
        }
        "cloze" => cloze(fields, raw),
        "choice" => choice(fields, raw),
        "multi" => multi(fields, raw),
        "order" => order(fields, raw.steps.take()),
        "match" => pairs(fields, raw.pairs.take()),
        "numeric" => numeric(fields, raw),
        "typed" => {
            let accept = fields.lines("accept", raw.accept.take());
            let accept = accept.into_iter().map(|(line, _)| line).collect();
            let raw = answer(fields, raw.answer.take(), "the term");
            let answer = fields.line("answer", raw)?;
            Some(Body::Typed { answer, accept })
        }
        _ => None,
    }
}

/// The `answer` of a kind that has one text as its answer.
fn answer(
    fields: &mut Fields<'_, '_>,
    raw: Option<Located<RawAnswer>>,
    what: &str,
) -> Option<Located<String>> {
    let Some(Located { value, mark }) = raw else {
        fields.missing("answer", &format!("add `answer:` and {what}"));
        return None;
    };
    match value {
        RawAnswer::One(text) => Some(Located {
            value: as_text(fields, text, mark),
            mark,
        }),
        RawAnswer::Several(_) => {
            let message = format!("the answer of {} is one text", fields.what);
            let (cure, mark) = (format!("write {what} instead of a list"), fields.at(mark));
            fields
                .problems()
                .error("wrong-type", mark, message, cure)
                .label("this is a list");
            None
        }
    }
}

/// What stands in the file, also where YAML took it for a number.
fn as_text(fields: &mut Fields<'_, '_>, raw: RawText, mark: Mark) -> String {
    match raw {
        RawText::Text(text) => text,
        RawText::AsWritten => {
            let mark = fields.at(mark);
            fields.problems().source().slice(mark)
        }
    }
}

/// Splits a prompt at its blanks.
fn cloze(fields: &mut Fields<'_, '_>, raw: &RawItem) -> Option<Body> {
    let prompt = raw.prompt.as_ref()?;
    let mark = fields.at(prompt.mark);
    // What was replaced in it is told when the prompt itself is read.
    let text = text::sanitise(&prompt.value);
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((blank, after)) = after
            .split_once("}}")
            .filter(|(blank, _)| !blank.contains("{{"))
        else {
            let start: String = after.chars().take(20).collect();
            let message = format!("the blank `{{{{{start}` is never closed");
            fields
                .problems()
                .error("cloze-open", mark, message, "put `}}` where the blank ends");
            return None;
        };
        let (answer, hint) = blank.split_once("::").unwrap_or((blank, ""));
        let (answer, hint) = (answer.trim(), hint.trim());
        if answer.is_empty() {
            let cure = "write what belongs there: `{{half-open}}`";
            fields
                .problems()
                .error("cloze-empty", mark, "a blank of this prompt is empty", cure);
            return None;
        }
        if !before.is_empty() {
            parts.push(ClozePart::Text(before.to_owned()));
        }
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        parts.push(ClozePart::Blank {
            answer: answer.to_owned(),
            hint,
        });
        rest = after;
    }
    if parts.is_empty() {
        let message = "this `cloze` has no blank in its `prompt`";
        let cure = "mark what to hide: `{{half-open}}`, or `{{half-open::which state?}}`";
        fields
            .problems()
            .error("cloze-no-blank", mark, message, cure);
        return None;
    }
    if !rest.is_empty() {
        parts.push(ClozePart::Text(rest.to_owned()));
    }
    Some(Body::Cloze { parts })
}

fn choice(fields: &mut Fields<'_, '_>, raw: &mut RawItem) -> Option<Body> {
    let options = options(fields, raw.options.take());
    let Some(Located { value, mark }) = raw.answer.take() else {
        fields.missing(
            "answer",
            "add `answer:` and the number of the right option, from 1",
        );
        return None;
    };
    let mut options = options?;
    match value {
        RawAnswer::One(number) => mark_right(fields, &mut options, number, mark)?,
        RawAnswer::Several(_) => {
            let mark = fields.at(mark);
            let cure = "write one number, or choose `kind: multi`";
            fields
                .problems()
                .error("wrong-type", mark, "a `choice` has one right option", cure);
            return None;
        }
    }
    finish(fields, options).map(|options| Body::Choice { options })
}

fn multi(fields: &mut Fields<'_, '_>, raw: &mut RawItem) -> Option<Body> {
    let options = options(fields, raw.options.take());
    let cure = "add `answer:` and the numbers of the right options, such as `[1, 3]`";
    let Some(Located { value, mark }) = raw.answer.take() else {
        fields.missing("answer", cure);
        return None;
    };
    let mut options = options?;
    let numbers = match value {
        RawAnswer::One(number) => vec![Located {
            value: number,
            mark,
        }],
        RawAnswer::Several(numbers) => numbers,
    };
    if numbers.is_empty() {
        let mark = fields.at(mark);
        fields.problems().error(
            "field-empty",
            mark,
            "no option of this `multi` is right",
            cure,
        );
    }
    for Located { value, mark } in numbers {
        mark_right(fields, &mut options, value, mark);
    }
    finish(fields, options).map(|options| Body::Multi { options })
}

/// Marks the option with the number that stands at `mark`.
fn mark_right(
    fields: &mut Fields<'_, '_>,
    options: &mut [(Choice, Mark)],
    number: RawText,
    mark: Mark,
) -> Option<()> {
    let text = as_text(fields, number, mark);
    let mark = fields.at(mark);
    let count = options.len();
    let cure = format!("write a number from 1 to {count}: options are counted from 1");
    let Ok(number) = text.trim().parse::<i64>() else {
        let message = format!("`{}` is not the number of an option", text.trim());
        fields
            .problems()
            .error("answer-number", mark, message, cure);
        return None;
    };
    let index = usize::try_from(number - 1).ok();
    let Some((option, _)) = index.and_then(|index| options.get_mut(index)) else {
        let message = format!("answer `{number}` is out of range: there are {count} options");
        fields.problems().error("answer-range", mark, message, cure);
        return None;
    };
    if option.right {
        let message = format!("answer `{number}` stands twice");
        fields
            .problems()
            .warn("named-twice", mark, message, "keep one of the two");
    }
    option.right = true;
    Some(())
}

/// The options, each with its place; none when there can't be a question out of them.
fn options(fields: &mut Fields<'_, '_>, raw: List<RawOption>) -> Option<Vec<(Choice, Mark)>> {
    let raw = counted(fields, "options", raw, 2..=9)?;
    let wanted = raw.len();
    let mut options = Vec::new();
    for Located { value, mark } in raw {
        let at = fields.at(mark);
        let mut option = fields.inner("this option", at);
        let (text, why) = match value {
            RawOption::Plain(text) => {
                let value = as_text(&mut option, text, mark);
                (option.line("options", Some(Located { value, mark })), None)
            }
            RawOption::Full(full) => {
                let text = option.needed_line("text", full.text, "add `text:`");
                (text, option.line("why", full.why))
            }
        };
        options.extend(text.map(|text| {
            (
                Choice {
                    text,
                    why,
                    right: false,
                },
                at,
            )
        }));
    }
    let texts: Vec<(&str, Mark)> = options
        .iter()
        .map(|(option, mark)| (option.text.as_str(), *mark))
        .collect();
    let clear = distinct(fields, "option", &texts);
    (clear && options.len() == wanted).then_some(options)
}

/// Asks for the reasons of the wrong ones and drops the places.
fn finish(fields: &mut Fields<'_, '_>, options: Vec<(Choice, Mark)>) -> Option<Vec<Choice>> {
    for (option, mark) in &options {
        if !option.right && option.why.is_none() {
            let message = "this wrong option does not say why it is wrong";
            let cure = "write `{text: .., why: ..}`: whoever picks it reads the reason";
            fields
                .problems()
                .warn("option-no-why", *mark, message, cure);
        }
    }
    let options: Vec<Choice> = options.into_iter().map(|(option, _)| option).collect();
    options.iter().any(|option| option.right).then_some(options)
}

fn order(fields: &mut Fields<'_, '_>, raw: List<String>) -> Option<Body> {
    let raw = counted(fields, "steps", raw, 3..=9)?;
    let wanted = raw.len();
    let mark = Mark::default();
    let steps = fields.lines("steps", Some(Located { value: raw, mark }));
    let texts: Vec<(&str, Mark)> = steps
        .iter()
        .map(|(step, mark)| (step.as_str(), *mark))
        .collect();
    let clear = distinct(fields, "step", &texts) && steps.len() == wanted;
    clear.then(|| Body::Order {
        steps: steps.into_iter().map(|(step, _)| step).collect(),
    })
}

fn pairs(fields: &mut Fields<'_, '_>, raw: List<RawPair>) -> Option<Body> {
    let raw = counted(fields, "pairs", raw, 3..=8)?;
    let wanted = raw.len();
    let mut pairs = Vec::new();
    let mut marks = Vec::new();
    for Located { value, mark } in raw {
        let at = fields.at(mark);
        let mut pair = fields.inner("this pair", at);
        let left = pair.needed_line("left", value.left, "add `left:`");
        let right = pair.needed_line("right", value.right, "add `right:`");
        if let (Some(left), Some(right)) = (left, right) {
            pairs.push((left, right));
            marks.push(at);
        }
    }
    let side = |side: fn(&(String, String)) -> &str| -> Vec<(&str, Mark)> {
        pairs.iter().map(side).zip(marks.iter().copied()).collect()
    };
    let left = distinct(fields, "left side", &side(|pair| &pair.0));
    let right = distinct(fields, "right side", &side(|pair| &pair.1));
    (left && right && pairs.len() == wanted).then_some(Body::Match { pairs })
}

fn numeric(fields: &mut Fields<'_, '_>, raw: &mut RawItem) -> Option<Body> {
    let what = "an expression with its unit, such as `500 byte * 1 million to MB`";
    let text = answer(fields, raw.answer.take(), what);
    let mark = text
        .as_ref()
        .map(|text| fields.at(text.mark))
        .unwrap_or_default();
    let answer = fields.line("answer", text);
    if let Some(answer) = &answer
        && let Err(error) = quantity::check(answer)
    {
        let cure = "write what a calculator with units takes, such as `100 million / month to 1/s`";
        let added = fields
            .problems()
            .error("answer-value", mark, error.to_string(), cure);
        added.label("no answer to compute");
    }
    let within = fields.number("within", raw.within.take(), 1.0..=FACTOR);
    let within = within.unwrap_or(WITHIN);
    let near = fields.number("near", raw.near.take(), within..=FACTOR);
    let near = near.unwrap_or(NEAR.max(within));
    Some(Body::Numeric {
        answer: answer?,
        within,
        near,
    })
}

/// The entries of a list that has to be there with so many of them.
fn counted<T>(
    fields: &mut Fields<'_, '_>,
    name: &str,
    raw: List<T>,
    range: std::ops::RangeInclusive<usize>,
) -> Option<Vec<Located<T>>> {
    let (least, most) = (range.start(), range.end());
    let Some(Located { value, mark }) = raw else {
        fields.missing(name, &format!("add {least} to {most} `{name}`"));
        return None;
    };
    let count = value.len();
    if range.contains(&count) {
        return Some(value);
    }
    if !fields.expects(name) {
        return None;
    }
    let mark = fields.at(mark);
    let message = match count {
        0 => format!("`{name}` is empty"),
        _ => format!("there are {count} `{name}`"),
    };
    let cure = format!("write {least} to {most} of them");
    fields.problems().error("count", mark, message, cure);
    None
}

/// Tells texts that stand twice, since a learner could not tell them apart.
fn distinct(fields: &mut Fields<'_, '_>, what: &str, texts: &[(&str, Mark)]) -> bool {
    let mut clear = true;
    for (index, (text, mark)) in texts.iter().enumerate() {
        if texts.iter().take(index).any(|(before, _)| before == text) {
            clear = false;
            let message = format!("this {what} stands twice: `{text}`");
            let cure = "make them different: nobody could tell them apart";
            fields.problems().error("same-twice", *mark, message, cure);
        }
    }
    clear
}
