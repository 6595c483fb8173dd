//! The part below the prompt: what is to be done, and afterwards what was right.

use ratatui::text::{Line, Span};

use super::super::question::{Blanks, Match, Order, Pick, Question};
use super::super::{Graded, Open};
use super::Sheet;
use crate::domain::grading::{Detail, Given, TermVerdict};
use crate::domain::item::{Body, Choice, ClozePart};
use crate::domain::text::Run;
use crate::domain::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;
use crate::ui::widgets::input::Input;
use crate::ui::widgets::wrap::{self, Chunk};

/// Adds it to the sheet.
pub(super) fn body(sheet: &mut Sheet, open: &Open, width: usize, look: &Look) {
    let graded = open.graded.as_ref();
    match (&open.asked.item.body, &open.question) {
        (Body::Card { answer }, Question::Card) if graded.is_some() => {
            sheet.focus_here();
            sheet.markdown(answer, width, look);
        }
        (Body::Cloze { parts }, Question::Cloze(blanks)) => {
            cloze(sheet, parts, blanks, graded, (width, look));
        }
        (Body::Choice { options } | Body::Multi { options }, Question::Pick(pick)) => {
            picks(sheet, options, pick, graded, (width, look));
        }
        (Body::Order { steps }, Question::Order(order)) => {
            ordered(sheet, steps, order, graded, (width, look));
        }
        (Body::Match { pairs }, Question::Match(state)) => {
            matched(sheet, pairs, state, graded, (width, look));
        }
        (Body::Numeric { .. } | Body::Typed { .. }, Question::Line(line)) => {
            match graded {
                None => sheet.push(field(&line.input, width, true, look)),
                Some(graded) => typed(sheet, open, graded, look),
            }
            if let (Some(complaint), None) = (&line.complaint, graded) {
                let mark = vec![Span::styled(
                    format!("{} ", look.glyph(Glyph::Near)),
                    look.style(Token::Near),
                )];
                sheet.hanging(mark, complaint, width, (Token::Near, look));
            }
        }
        // A deck that was edited gives a fresh question; the two never differ.
        _ => {}
    }
}

/// An input as a line of its own.
fn field(input: &Input, width: usize, focus: bool, look: &Look) -> Line<'static> {
    let room = width.saturating_sub(2).clamp(1, 48);
    let shown = input.shown(room);
    let ground = look.style(Token::Field);
    let used =
        width::width(&shown.before) + width::width(&shown.under) + width::width(&shown.after);
    let cursor = if focus {
        ground.patch(look.style(Token::Cursor))
    } else {
        ground
    };
    let mark = if focus {
        look.glyph(Glyph::Cursor)
    } else {
        " "
    };
    Line::from(vec![
        Span::styled(format!("{mark} "), look.style(Token::Accent)),
        Span::styled(shown.before, ground),
        Span::styled(shown.under, cursor),
        Span::styled(shown.after, ground),
        Span::styled(" ".repeat(room.saturating_sub(used)), ground),
    ])
}

/// The text with its gaps, below it an input for the gap that is being filled.
fn cloze(
    sheet: &mut Sheet,
    parts: &[ClozePart],
    blanks: &Blanks,
    graded: Option<&Graded>,
    at: (usize, &Look),
) {
    let (width, look) = at;
    let verdicts: &[TermVerdict] = match graded.map(|g| &g.verdict.detail) {
        Some(Detail::Blanks(verdicts)) => verdicts,
        _ => &[],
    };
    let mut chunks = Vec::new();
    let mut number = 0;
    for part in parts {
        match part {
            ClozePart::Text(text) => chunks.push(Chunk::new(text.clone(), Token::Text)),
            ClozePart::Blank { answer, .. } if graded.is_some() => {
                let right = verdicts
                    .get(number)
                    .is_none_or(|v| v.outcome != crate::domain::grading::Outcome::Wrong);
                chunks.push(Chunk::new(
                    answer.clone(),
                    if right { Token::Good } else { Token::Bad },
                ));
                number += 1;
            }
            ClozePart::Blank { hint, .. } => {
                let typed = blanks
                    .inputs
                    .get(number)
                    .map(Input::text)
                    .unwrap_or_default();
                let here = number == blanks.current;
                let text = match (typed.trim(), hint) {
                    ("", Some(hint)) => format!("[{hint}]"),
                    ("", None) => "[....]".to_owned(),
                    (typed, _) => format!("[{typed}]"),
                };
                chunks.push(Chunk::new(
                    text,
                    if here { Token::Accent } else { Token::Dim },
                ));
                number += 1;
            }
        }
    }
    for line in wrap::wrap(&chunks, width) {
        sheet.push(Line::from(
            line.into_iter()
                .map(|c| Span::styled(c.text, look.style(c.tag)))
                .collect::<Vec<_>>(),
        ));
    }
    if graded.is_none() {
        sheet.gap();
        sheet.focus_here();
        if let Some(input) = blanks.inputs.get(blanks.current) {
            sheet.push(field(input, width, true, look));
        }
        return;
    }
    for verdict in verdicts
        .iter()
        .filter(|v| !v.diff.iter().all(|run| matches!(run, Run::Same(_))))
    {
        sheet.push(diff(verdict, look));
    }
}

/// What was typed, letter by letter against what was wanted.
fn diff(verdict: &TermVerdict, look: &Look) -> Line<'static> {
    let mut spans = vec![Span::styled("You wrote  ", look.style(Token::Dim))];
    spans.extend(verdict.diff.iter().map(|run| match run {
        Run::Same(text) => Span::styled(text.clone(), look.style(Token::Text)),
        // Marks as well as colours: [-too much-] and {+left out+}.
        Run::Missing(text) => Span::styled(format!("{{+{text}+}}"), look.style(Token::Missing)),
        Run::Extra(text) => Span::styled(format!("[-{text}-]"), look.style(Token::Extra)),
    }));
    Line::from(spans)
}

fn picks(
    sheet: &mut Sheet,
    options: &[Choice],
    pick: &Pick,
    graded: Option<&Graded>,
    at: (usize, &Look),
) {
    let (width, look) = at;
    for (place, file) in pick.shown.iter().enumerate() {
        let Some(option) = options.get(*file) else {
            continue;
        };
        match graded {
            None => {
                let here = place == pick.cursor;
                if here {
                    sheet.focus_here();
                }
                let on = if pick.many {
                    pick.ticked.get(place) == Some(&true)
                } else {
                    here
                };
                let glyph = match (pick.many, on) {
                    (true, true) => Glyph::Ticked,
                    (true, false) => Glyph::Unticked,
                    (false, true) => Glyph::Picked,
                    (false, false) => Glyph::Unpicked,
                };
                let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
                let token = if here { Token::Accent } else { Token::Text };
                let mark = format!("{cursor} {} {} ", place + 1, look.glyph(glyph));
                sheet.hanging(
                    vec![Span::styled(mark, look.style(token))],
                    &option.text,
                    width,
                    (token, look),
                );
            }
            Some(graded) => judged(sheet, option, taken(graded, *file), (width, look)),
        }
    }
}

fn taken(graded: &Graded, file: usize) -> bool {
    match &graded.verdict.detail {
        Detail::Options(taken) => taken.get(file) == Some(&true),
        _ => false,
    }
}

/// An option afterwards: was it right, was it taken, and if it is wrong, why.
fn judged(sheet: &mut Sheet, option: &Choice, taken: bool, at: (usize, &Look)) {
    let (width, look) = at;
    let (glyph, token) = match (option.right, taken) {
        (true, _) => (look.glyph(Glyph::Good), Token::Good),
        (false, true) => (look.glyph(Glyph::Bad), Token::Bad),
        (false, false) => (" ", Token::Dim),
    };
    let chosen = if taken { look.glyph(Glyph::Right) } else { " " };
    let mark = vec![Span::styled(
        format!("{chosen} {glyph} "),
        look.style(token),
    )];
    sheet.hanging(mark, &option.text, width, (token, look));
    if let (Some(why), false) = (&option.why, option.right) {
        let token = if taken { Token::Text } else { Token::Dim };
        sheet.hanging(vec![Span::raw("      ")], why, width, (token, look));
    }
}

fn ordered(
    sheet: &mut Sheet,
    steps: &[String],
    order: &Order,
    graded: Option<&Graded>,
    at: (usize, &Look),
) {
    let (width, look) = at;
    let Some(graded) = graded else {
        for (place, file) in order.shown.iter().enumerate() {
            let here = place == order.cursor;
            if here {
                sheet.focus_here();
            }
            let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
            let token = if here { Token::Accent } else { Token::Text };
            let mark = vec![Span::styled(
                format!("{cursor} {}. ", place + 1),
                look.style(token),
            )];
            sheet.hanging(
                mark,
                steps.get(*file).map_or("", String::as_str),
                width,
                (token, look),
            );
        }
        return;
    };
    let right: &[bool] = match &graded.verdict.detail {
        Detail::Places(right) => right,
        _ => &[],
    };
    let given: &[usize] = match &graded.given {
        Given::Ordered(given) => given,
        _ => &[],
    };
    for (place, step) in steps.iter().enumerate() {
        let yours = given.iter().position(|file| *file == place);
        let (glyph, token) = match right.get(place) {
            Some(true) => (look.glyph(Glyph::Good), Token::Good),
            Some(false) => (look.glyph(Glyph::Bad), Token::Bad),
            None => (" ", Token::Text),
        };
        let text = match yours.filter(|yours| *yours != place) {
            Some(yours) => format!("{step}  (yours: {}.)", yours + 1),
            None => step.clone(),
        };
        let mark = vec![Span::styled(
            format!("{glyph} {}. ", place + 1),
            look.style(token),
        )];
        sheet.hanging(mark, &text, width, (Token::Text, look));
    }
}

fn matched(
    sheet: &mut Sheet,
    pairs: &[(String, String)],
    state: &Match,
    graded: Option<&Graded>,
    at: (usize, &Look),
) {
    let (width, look) = at;
    let Some(graded) = graded else {
        for (place, (left, _)) in pairs.iter().enumerate() {
            let here = place == state.cursor;
            if here {
                sheet.focus_here();
            }
            let token = if here { Token::Accent } else { Token::Text };
            let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
            let chosen = state.chosen.get(place).copied().flatten();
            let chosen = chosen.map_or_else(|| "?".to_owned(), |number| (number + 1).to_string());
            let mark = vec![Span::styled(
                format!("{cursor} {chosen} {} ", look.glyph(Glyph::Left)),
                look.style(token),
            )];
            sheet.hanging(mark, left, width, (token, look));
        }
        sheet.gap();
        for (number, file) in state.shown.iter().enumerate() {
            let used = state.chosen.contains(&Some(number));
            let token = if used { Token::Dim } else { Token::Text };
            let mark = vec![Span::styled(
                format!("  {} ", number + 1),
                look.style(Token::Key),
            )];
            sheet.hanging(
                mark,
                pairs.get(*file).map_or("", |(_, right)| right),
                width,
                (token, look),
            );
        }
        return;
    };
    let found: &[bool] = match &graded.verdict.detail {
        Detail::Pairs(found) => found,
        _ => &[],
    };
    for (place, (left, right)) in pairs.iter().enumerate() {
        let (glyph, token) = match found.get(place) {
            Some(true) => (look.glyph(Glyph::Good), Token::Good),
            Some(false) => (look.glyph(Glyph::Bad), Token::Bad),
            None => (" ", Token::Text),
        };
        let mark = vec![
            Span::styled(format!("{glyph} "), look.style(token)),
            Span::styled(
                format!("{left} {} ", look.glyph(Glyph::Right)),
                look.style(Token::Strong),
            ),
        ];
        sheet.hanging(mark, right, width, (Token::Text, look));
    }
}

/// A value or a term afterwards.
fn typed(sheet: &mut Sheet, open: &Open, graded: &Graded, look: &Look) {
    match (&graded.verdict.detail, &graded.given, &open.asked.item.body) {
        (Detail::Term(verdict), _, _) => {
            sheet.push(Line::from(vec![
                Span::styled("It is      ", look.style(Token::Dim)),
                Span::styled(verdict.wanted.clone(), look.style(Token::Strong)),
            ]));
            if !verdict.diff.iter().all(|run| matches!(run, Run::Same(_))) {
                sheet.push(diff(verdict, look));
            }
        }
        (Detail::Value { given, .. }, _, _) => sheet.push(Line::from(vec![
            Span::styled("You said   ", look.style(Token::Dim)),
            Span::styled(given.clone(), look.style(Token::Text)),
        ])),
        (_, _, Body::Numeric { answer, .. }) => {
            let value = crate::domain::quantity::evaluate(answer)
                .map_or_else(|_| answer.clone(), |q| q.to_string());
            sheet.push(Line::styled(
                format!("{answer} = {value}"),
                look.style(Token::Strong),
            ));
        }
        (_, _, Body::Typed { answer, .. }) => {
            sheet.push(Line::styled(answer.clone(), look.style(Token::Strong)));
        }
        _ => {}
    }
}
