//! Lines of text in a centred column: how most screens are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::wrap;
use crate::domain::width;

/// Where the text of a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The room for the text.
    pub area: Rect,
}

impl Column {
    /// At most `width` columns in the middle of `area`, one empty column on each side and one empty row above where there
    /// is room for them.
    #[must_use]
    pub fn centred(area: Rect, width: u16) -> Self {
        let side = u16::from(area.width > 20);
        let top = u16::from(area.height > 8);
        let inner = area.width.saturating_sub(2 * side);
        let width = inner.min(width);
        let x = area.x + side + (inner - width) / 2;
        Self {
            area: Rect {
                x,
                y: area.y + top,
                width,
                height: area.height.saturating_sub(top),
            },
        }
    }

    /// Draws `lines` from the one numbered `scroll`, cut at the edges.
    pub fn draw(&self, lines: &[Line<'_>], scroll: usize, buf: &mut Buffer) {
        let area = self.area.intersection(buf.area);
        for (line, y) in lines.iter().skip(scroll).zip(area.top()..area.bottom()) {
            buf.set_line(area.x, y, line, area.width);
        }
    }
}

/// Plain text wrapped to `width`.
#[must_use]
pub fn prose(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    wrap::lines(text, width)
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}

/// `left` at the left edge, `right` at the right one; `right` gives way where both don't fit.
#[must_use]
pub fn spread(left: Vec<Span<'static>>, right: Span<'static>, width: usize) -> Line<'static> {
    let used: usize = left.iter().map(|span| width::width(&span.content)).sum();
    let wanted = width::width(&right.content);
    let mut spans = left;
    if used + 2 + wanted <= width {
        spans.push(Span::raw(" ".repeat(width - used - wanted)));
        spans.push(right);
    }
    Line::from(spans)
}

/// `1 card`, `2 cards`.
#[must_use]
pub fn count(number: u32, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// A bar of `width` cells, `share` (0-1) of it full.
#[must_use]
pub fn bar(share: f32, width: usize, full: &str, empty: &str) -> (String, String) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a screen's width"
    )]
    let filled = ((share.clamp(0.0, 1.0) * width as f32).round() as usize).min(width);
    (full.repeat(filled), empty.repeat(width - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_stays_inside_whatever_the_size() {
        for (width, height) in [(0, 0), (1, 1), (20, 5), (80, 24), (200, 60)] {
            let area = Rect::new(3, 2, width, height);
            let column = Column::centred(area, 72).area;
            assert_eq!(column.intersection(area), column, "{width}x{height}");
            assert!(column.width <= 72);
        }
        assert_eq!(Column::centred(Rect::new(0, 0, 200, 60), 80).area.x, 60);
    }

    #[test]
    fn the_right_side_gives_way() {
        let line = |width| spread(vec![Span::raw("Review")], Span::raw("6 min"), width).to_string();
        assert_eq!(line(20), "Review         6 min");
        assert_eq!(line(12), "Review");
    }

    #[test]
    fn a_bar_is_as_long_as_asked() {
        for share in [-1.0, 0.0, 0.04, 0.5, 1.0, 2.0, f32::NAN] {
            let (full, empty) = bar(share, 10, "#", ".");
            assert_eq!(full.len() + empty.len(), 10, "{share}");
        }
        assert_eq!(bar(0.5, 10, "#", ".").0, "#####");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "day"), "1 day");
        assert_eq!(count(0, "day"), "0 days");
    }
}
