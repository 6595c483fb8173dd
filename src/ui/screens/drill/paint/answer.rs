//! The part below the prompt: what is to be done, and afterwards what was right.

use ratatui::text::{Line, Span};

use super::super::question::{Blanks, Match, Order, Pick, Question};
use super::super::{Graded, Open};
use super::Sheet;
use crate::domain::grading::{Detail, Given, Outcome, TermVerdict};
use crate::domain::item::{Body, Choice, ClozePart};
use crate::domain::text::Run;
use crate::domain::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;
use crate::ui::widgets::input::Input;
use crate::ui::widgets::wrap::{self, Chunk};

/// Adds what is to be done.
pub(super) fn asked(sheet: &mut Sheet, open: &Open, width: usize, look: &Look) {
    match (&open.asked.item.body, &open.question) {
        (Body::Cloze { parts }, Question::Cloze(blanks)) => {
            cloze(sheet, parts, blanks, (width, look));
        }
        (Body::Choice { options } | Body::Multi { options }, Question::Pick(pick)) => {
            picks(sheet, options, pick, (width, look));
        }
        (Body::Order { steps }, Question::Order(order)) => {
            order_so_far(sheet, steps, order, (width, look));
        }
        (Body::Match { pairs }, Question::Match(state)) => {
            match_so_far(sheet, pairs, state, (width, look));
        }
        (Body::Numeric { .. } | Body::Typed { .. }, Question::Line(line)) => {
            let start = sheet.lines.len();
            sheet.push(field(&line.input, width, look));
            if let Some(complaint) = &line.complaint {
                let glyph = format!("{} ", look.glyph(Glyph::Near));
                let mark = vec![Span::styled(glyph, look.style(Token::Near))];
                sheet.hanging(mark, complaint, width, (Token::Near, look));
            }
            sheet.focus_from(start);
        }
        // A card asks for nothing but thought. A deck that was edited gives a fresh question; the two never differ.
        (
            Body::Card { .. }
            | Body::Cloze { .. }
            | Body::Choice { .. }
            | Body::Multi { .. }
            | Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Typed { .. },
            _,
        ) => {}
    }
}

/// Adds what was right.
pub(super) fn judged(sheet: &mut Sheet, open: &Open, graded: &Graded, at: (usize, &Look)) {
    let (width, look) = at;
    match (&open.asked.item.body, &open.question) {
        (Body::Card { answer }, _) => sheet.markdown(answer, width, look),
        (Body::Cloze { parts }, _) => filled(sheet, parts, graded, at),
        (Body::Choice { options } | Body::Multi { options }, Question::Pick(pick)) => {
            let options = pick
                .shown
                .iter()
                .filter_map(|file| Some((*file, options.get(*file)?)));
            for (file, option) in options {
                option_judged(sheet, option, taken(graded, file), at);
            }
        }
        (Body::Order { steps }, _) => order_judged(sheet, steps, graded, at),
        (Body::Match { pairs }, _) => match_judged(sheet, pairs, graded, at),
        (Body::Numeric { answer, .. }, _) => value(sheet, answer, graded, look),
        (Body::Typed { answer, .. }, _) => term(sheet, answer, graded, at),
        (Body::Choice { .. } | Body::Multi { .. }, _) => {}
    }
}

/// An input as a line of its own.
fn field(input: &Input, width: usize, look: &Look) -> Line<'static> {
    let room = width.saturating_sub(2).clamp(1, 48);
    let shown = input.shown(room);
    let ground = look.style(Token::Field);
    let used =
        width::width(&shown.before) + width::width(&shown.under) + width::width(&shown.after);
    let cursor = ground.patch(look.style(Token::Cursor));
    let mark = look.glyph(Glyph::Cursor);
    Line::from(vec![
        Span::styled(format!("{mark} "), look.style(Token::Accent)),
        Span::styled(shown.before, ground),
        Span::styled(shown.under, cursor),
        Span::styled(shown.after, ground),
        Span::styled(" ".repeat(room.saturating_sub(used)), ground),
    ])
}

/// The text with its gaps, below it an input for the gap that is being filled.
fn cloze(sheet: &mut Sheet, parts: &[ClozePart], blanks: &Blanks, at: (usize, &Look)) {
    let (width, look) = at;
    let mut chunks = Vec::new();
    let mut inputs = blanks.inputs.iter().enumerate();
    for part in parts {
        let hint = match part {
            ClozePart::Text(text) => {
                chunks.push(Chunk::new(text.clone(), Token::Text));
                continue;
            }
            ClozePart::Blank { hint, .. } => hint,
        };
        let Some((number, input)) = inputs.next() else {
            break;
        };
        let typed = input.text();
        let text = match (typed.trim(), hint) {
            ("", Some(hint)) => format!("[{hint}]"),
            ("", None) => "[....]".to_owned(),
            (typed, _) => format!("[{typed}]"),
        };
        let here = number == blanks.current;
        let token = if here { Token::Accent } else { Token::Dim };
        chunks.push(Chunk::new(text, token));
    }
    wrapped(sheet, &chunks, at);
    sheet.gap();
    if let Some(input) = blanks.inputs.get(blanks.current) {
        let start = sheet.lines.len();
        sheet.push(field(input, width, look));
        sheet.focus_from(start);
    }
}

/// The text with its gaps filled, and what was typed where that was something else.
fn filled(sheet: &mut Sheet, parts: &[ClozePart], graded: &Graded, at: (usize, &Look)) {
    let verdicts: &[TermVerdict] = if let Detail::Blanks(verdicts) = &graded.verdict.detail {
        verdicts
    } else {
        &[]
    };
    let mut chunks = Vec::new();
    let mut each = verdicts.iter();
    for part in parts {
        chunks.push(match part {
            ClozePart::Text(text) => Chunk::new(text.clone(), Token::Text),
            ClozePart::Blank { answer, .. } => {
                let token = match each.next().map(|verdict| verdict.outcome) {
                    None => Token::Strong,
                    Some(Outcome::Wrong) => Token::Bad,
                    Some(Outcome::Near) => Token::Near,
                    Some(Outcome::Right | Outcome::SelfGraded | Outcome::Unreadable) => Token::Good,
                };
                Chunk::new(answer.clone(), token)
            }
        });
    }
    wrapped(sheet, &chunks, at);
    let mut slips = verdicts.iter().filter(|v| differs(v)).peekable();
    if slips.peek().is_some() {
        sheet.gap();
    }
    for verdict in slips {
        diff(sheet, verdict, at);
    }
}

fn wrapped(sheet: &mut Sheet, chunks: &[Chunk<Token>], at: (usize, &Look)) {
    let (width, look) = at;
    for line in wrap::wrap(chunks, width) {
        let spans = line
            .into_iter()
            .map(|c| Span::styled(c.text, look.style(c.tag)));
        sheet.push(Line::from(spans.collect::<Vec<_>>()));
    }
}

/// Something else was typed than what is wanted.
fn differs(verdict: &TermVerdict) -> bool {
    !verdict.diff.iter().all(|run| matches!(run, Run::Same(_)))
}

/// What was typed, letter by letter against what was wanted.
fn diff(sheet: &mut Sheet, verdict: &TermVerdict, at: (usize, &Look)) {
    let mut chunks = vec![Chunk::new("You wrote  ".to_owned(), Token::Dim)];
    chunks.extend(verdict.diff.iter().map(|run| match run {
        Run::Same(text) => Chunk::new(text.clone(), Token::Text),
        // Marks as well as colours: [-too much-] and {+left out+}.
        Run::Missing(text) => Chunk::new(format!("{{+{text}+}}"), Token::Missing),
        Run::Extra(text) => Chunk::new(format!("[-{text}-]"), Token::Extra),
    }));
    wrapped(sheet, &chunks, at);
}

fn picks(sheet: &mut Sheet, options: &[Choice], pick: &Pick, at: (usize, &Look)) {
    let (width, look) = at;
    let shown = pick.shown.iter().enumerate();
    for (place, option) in shown.filter_map(|(n, file)| Some((n, options.get(*file)?))) {
        let here = place == pick.cursor;
        let start = sheet.lines.len();
        let ticked = pick.ticked.get(place) == Some(&true);
        let glyph = match (pick.many, here) {
            (true, _) if ticked => Glyph::Ticked,
            (true, _) => Glyph::Unticked,
            (false, true) => Glyph::Picked,
            (false, false) => Glyph::Unpicked,
        };
        let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
        let token = if here { Token::Accent } else { Token::Text };
        let mark = format!("{cursor} {} {} ", place + 1, look.glyph(glyph));
        let mark = vec![Span::styled(mark, look.style(token))];
        sheet.hanging(mark, &option.text, width, (token, look));
        if here {
            sheet.focus_from(start);
        }
    }
}

fn taken(graded: &Graded, file: usize) -> bool {
    matches!(&graded.verdict.detail, Detail::Options(taken) if taken.get(file) == Some(&true))
}

/// An option afterwards: was it right, was it taken, and if it is wrong, why.
fn option_judged(sheet: &mut Sheet, option: &Choice, picked: bool, at: (usize, &Look)) {
    let (width, look) = at;
    let (glyph, token) = match (option.right, picked) {
        (true, _) => (look.glyph(Glyph::Good), Token::Good),
        (false, true) => (look.glyph(Glyph::Bad), Token::Bad),
        (false, false) => (" ", Token::Dim),
    };
    let chosen = if picked {
        look.glyph(Glyph::Right)
    } else {
        " "
    };
    let mark = vec![Span::styled(
        format!("{chosen} {glyph} "),
        look.style(token),
    )];
    sheet.hanging(mark, &option.text, width, (token, look));
    if let (Some(why), false) = (&option.why, option.right) {
        let token = if picked { Token::Text } else { Token::Dim };
        sheet.hanging(vec![Span::raw("      ")], why, width, (token, look));
    }
}

fn order_so_far(sheet: &mut Sheet, steps: &[String], order: &Order, at: (usize, &Look)) {
    let (width, look) = at;
    let shown = order.shown.iter().enumerate();
    for (place, step) in shown.filter_map(|(n, file)| Some((n, steps.get(*file)?))) {
        let here = place == order.cursor;
        let start = sheet.lines.len();
        let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
        let token = if here { Token::Accent } else { Token::Text };
        let mark = format!("{cursor} {}. ", place + 1);
        let mark = vec![Span::styled(mark, look.style(token))];
        sheet.hanging(mark, step, width, (token, look));
        if here {
            sheet.focus_from(start);
        }
    }
}

/// The steps as they should stand, each with the place it was given.
fn order_judged(sheet: &mut Sheet, steps: &[String], graded: &Graded, at: (usize, &Look)) {
    let (width, look) = at;
    let given: &[usize] = if let Given::Ordered(given) = &graded.given {
        given
    } else {
        &[]
    };
    for (place, step) in steps.iter().enumerate() {
        let yours = given.iter().position(|file| *file == place);
        let mark = match yours {
            Some(yours) => found(yours == place, look),
            None => Span::raw("  "),
        };
        let number = Span::styled(format!("{}. ", place + 1), look.style(Token::Text));
        let text = match yours.filter(|yours| *yours != place) {
            Some(yours) => format!("{step}  (yours: {}.)", yours + 1),
            None => step.clone(),
        };
        sheet.hanging(vec![mark, number], &text, width, (Token::Text, look));
    }
}

/// A tick or a cross, and a blank.
fn found(right: bool, look: &Look) -> Span<'static> {
    let (glyph, token) = if right {
        (Glyph::Good, Token::Good)
    } else {
        (Glyph::Bad, Token::Bad)
    };
    Span::styled(format!("{} ", look.glyph(glyph)), look.style(token))
}

fn match_so_far(sheet: &mut Sheet, pairs: &[(String, String)], state: &Match, at: (usize, &Look)) {
    let (width, look) = at;
    for (place, (left, _)) in pairs.iter().enumerate() {
        let here = place == state.cursor;
        let start = sheet.lines.len();
        let token = if here { Token::Accent } else { Token::Text };
        let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
        let chosen = state.chosen.get(place).copied().flatten();
        let chosen = chosen.map_or_else(|| "?".to_owned(), |number| (number + 1).to_string());
        let mark = format!("{cursor} {chosen} {} ", look.glyph(Glyph::Left));
        let mark = vec![Span::styled(mark, look.style(token))];
        sheet.hanging(mark, left, width, (token, look));
        if here {
            sheet.focus_from(start);
        }
    }
    sheet.gap();
    for (number, file) in state.shown.iter().enumerate() {
        let used = state.chosen.contains(&Some(number));
        let token = if used { Token::Dim } else { Token::Text };
        let mark = format!("  {} ", number + 1);
        let mark = vec![Span::styled(mark, look.style(Token::Key))];
        let right = pairs.get(*file).map_or("", |(_, right)| right);
        sheet.hanging(mark, right, width, (token, look));
    }
}

/// Every left one with its partner, and the one it was given.
fn match_judged(
    sheet: &mut Sheet,
    pairs: &[(String, String)],
    graded: &Graded,
    at: (usize, &Look),
) {
    let (width, look) = at;
    let (hits, given): (&[bool], &[usize]) = match (&graded.verdict.detail, &graded.given) {
        (Detail::Pairs(hits), Given::Matched(given)) => (hits, given),
        _ => (&[], &[]),
    };
    for (place, (left, right)) in pairs.iter().enumerate() {
        let hit = hits.get(place).copied();
        let mark = hit.map_or_else(|| Span::raw("  "), |hit| found(hit, look));
        let left = format!("{left} {} ", look.glyph(Glyph::Right));
        let mark = vec![mark, Span::styled(left, look.style(Token::Strong))];
        let yours = given.get(place).and_then(|file| pairs.get(*file));
        let text = match yours.filter(|_| hit == Some(false)) {
            Some((_, yours)) => format!("{right}  (yours: {yours})"),
            None => right.clone(),
        };
        sheet.hanging(mark, &text, width, (Token::Text, look));
    }
}

/// A value afterwards: what was said, or where the answer comes from.
fn value(sheet: &mut Sheet, answer: &str, graded: &Graded, look: &Look) {
    if let Detail::Value { given, .. } = &graded.verdict.detail {
        sheet.push(Line::from(vec![
            Span::styled("You said   ", look.style(Token::Dim)),
            Span::styled(given.clone(), look.style(Token::Text)),
        ]));
        return;
    }
    let value = crate::domain::quantity::evaluate(answer);
    let value = value.map_or_else(|_| answer.to_owned(), |quantity| quantity.to_string());
    sheet.push(Line::styled(value, look.style(Token::Strong)));
}

/// A term afterwards.
fn term(sheet: &mut Sheet, answer: &str, graded: &Graded, at: (usize, &Look)) {
    let (_, look) = at;
    let Detail::Term(verdict) = &graded.verdict.detail else {
        sheet.push(Line::styled(answer.to_owned(), look.style(Token::Strong)));
        return;
    };
    sheet.push(Line::from(vec![
        Span::styled("It is      ", look.style(Token::Dim)),
        Span::styled(verdict.wanted.clone(), look.style(Token::Strong)),
    ]));
    if differs(verdict) {
        diff(sheet, verdict, at);
    }
}
