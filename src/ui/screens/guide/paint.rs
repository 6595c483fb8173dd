//! Draws the rows of the road map.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::rows::{About, OTHERS, Row};
use crate::domain::id::TopicId;
use crate::domain::mastery::Mark;
use crate::domain::width::{shorten, width};
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::screens::marks;
use crate::ui::theme::Token;
use crate::ui::widgets::input::Input;
use crate::ui::widgets::page;

/// Cells of a bar.
const BAR: usize = 10;

/// Draws lines from the top of `area`.
pub(super) fn lines(lines: &[Line<'_>], area: Rect, buf: &mut Buffer) {
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        buf.set_line(area.x, y, line, area.width);
    }
}

/// Draws the field that narrows the list.
pub(super) fn field(input: &Input, area: Rect, buf: &mut Buffer, look: &Look) {
    buf.set_style(area, look.style(Token::Field));
    let shown = input.shown(usize::from(area.width).saturating_sub(2).max(1));
    let line = Line::from(vec![
        Span::styled("/ ", look.style(Token::Key)),
        Span::styled(shown.before, look.style(Token::Strong)),
        Span::styled(shown.under, look.style(Token::Cursor)),
        Span::styled(shown.after, look.style(Token::Strong)),
    ]);
    lines(&[line], area, buf);
}

/// Draws what is said about a row: below the list close together, beside it with its title and air.
pub(super) fn about(about: &About, beside: bool, area: Rect, buf: &mut Buffer, look: &Look) {
    let width = usize::from(area.width);
    let prose = |text: &str, token| page::prose(text, width, look.style(token));
    let summary = prose(&about.summary, Token::Text);
    let mut all = Vec::new();
    if beside {
        all.extend(prose(&about.title, Token::Title));
        all.push(Line::default());
        all.extend(summary);
        all.push(Line::default());
        all.extend(about.facts.iter().flat_map(|fact| prose(fact, Token::Dim)));
    } else {
        all.extend(summary);
        let dot = format!(" {} ", look.glyph(Glyph::Dot));
        all.extend(prose(&about.facts.join(&dot), Token::Dim));
    }
    lines(&all, area, buf);
}

/// What all rows have in common.
pub(super) struct Painter<'a> {
    pub(super) look: &'a Look,
    pub(super) next: Option<&'a TopicId>,
    /// Rows are hits, not a tree.
    pub(super) filtered: bool,
}

impl Painter<'_> {
    pub(super) fn row(&self, row: &Row<'_>, here: bool, area: Rect, buf: &mut Buffer) {
        if here {
            buf.set_style(area, self.look.style(Token::Selected));
        }
        let room = usize::from(area.width);
        let right = self.right(row, room);
        let right_width: usize = right.iter().map(|span| width(&span.content)).sum();
        let left = self.left(row, here, room.saturating_sub(right_width));
        let left_width: usize = left.iter().map(|span| width(&span.content)).sum();
        let blank = Span::raw(" ".repeat(room.saturating_sub(left_width + right_width)));
        let line: Line<'_> = left.into_iter().chain([blank]).chain(right).collect();
        buf.set_line(area.x, area.y, &line, area.width);
    }

    /// Cursor, mark and title; what is said in passing stands behind the title if there is room.
    fn left(&self, row: &Row<'_>, here: bool, room: usize) -> Vec<Span<'static>> {
        let look = self.look;
        let cursor = if here { look.glyph(Glyph::Cursor) } else { " " };
        let mut spans = vec![Span::styled(
            format!("{cursor} "),
            look.style(Token::Accent),
        )];
        let (title, token, aside) = match row {
            Row::Chapter { row, open } => {
                let glyph = if *open {
                    Glyph::Unfolded
                } else {
                    Glyph::Folded
                };
                spans.push(Span::styled(
                    format!("{} ", look.glyph(glyph)),
                    look.style(Token::Dim),
                ));
                (row.chapter.title.clone(), Token::Title, String::new())
            }
            Row::Others => {
                spans.push(Span::raw("  "));
                (OTHERS.to_owned(), Token::Title, String::new())
            }
            Row::Topic { row, chapter } => {
                let indent = if self.filtered { "" } else { "  " };
                let (glyph, token) = marks::of(row.mastery.mark);
                spans.push(Span::styled(
                    format!("{indent}{} ", look.glyph(glyph)),
                    look.style(token),
                ));
                let next = self.next == Some(&row.head.id);
                let aside = match (self.filtered, next) {
                    (true, _) => (*chapter).to_owned(),
                    (false, true) => "next".to_owned(),
                    (false, false) => String::new(),
                };
                let token = if next { Token::Strong } else { Token::Text };
                (row.head.title.clone(), token, aside)
            }
        };
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let room = room.saturating_sub(used);
        let title = shorten(&title, room, look.glyph(Glyph::Ellipsis));
        let left = room.saturating_sub(width(&title));
        // The ground of the cursor's row is kept: only what differs from prose has a style.
        let style = if token == Token::Text {
            ratatui::style::Style::new()
        } else {
            look.style(token)
        };
        spans.push(Span::styled(title, style));
        if !aside.is_empty() && width(&aside) + 3 <= left {
            let token = if self.filtered {
                Token::Dim
            } else {
                Token::Accent
            };
            spans.push(Span::styled(format!("  {aside}"), look.style(token)));
        }
        spans
    }

    /// Minutes, bar and share, as much as there is room for.
    fn right(&self, row: &Row<'_>, room: usize) -> Vec<Span<'static>> {
        let look = self.look;
        let Some(mastery) = row.mastery() else {
            return Vec::new();
        };
        let mut spans = Vec::new();
        if room >= 40 {
            let minutes = match row {
                Row::Topic { row, .. } => format!("{} min", row.head.minutes),
                Row::Chapter { .. } | Row::Others => String::new(),
            };
            spans.push(Span::styled(
                format!("{minutes:>8}"),
                look.style(Token::Dim),
            ));
        }
        if room >= 56 {
            let (full, empty) = page::bar(
                mastery.share,
                BAR,
                look.glyph(Glyph::Full),
                look.glyph(Glyph::Empty),
            );
            let (_, token) = marks::of(mastery.mark);
            spans.push(Span::raw("  "));
            spans.push(Span::styled(full, look.style(token)));
            spans.push(Span::styled(empty, look.style(Token::Border)));
        }
        if room >= 28 {
            let share = match mastery.mark {
                Mark::Unseen => String::new(),
                Mark::Learning | Mark::Shaky | Mark::Firm => {
                    format!("{:.0} %", mastery.share * 100.0)
                }
            };
            spans.push(Span::styled(format!("{share:>7}"), look.style(Token::Dim)));
        }
        spans
    }
}
