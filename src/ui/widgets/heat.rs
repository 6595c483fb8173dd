//! Activity per day as small squares: shape first, colour second.

use ratatui::text::Span;

use crate::ui::screen::Look;
use crate::ui::theme::Token;

/// Four steps between nothing and the busiest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    most: u32,
}

impl Scale {
    /// The scale on which the busiest of `days` is full.
    #[must_use]
    pub fn of(days: &[u32]) -> Self {
        Self {
            most: days.iter().copied().max().unwrap_or(0),
        }
    }

    /// 0 (nothing) to 4.
    #[must_use]
    pub fn step(self, answers: u32) -> u32 {
        if answers == 0 {
            0
        } else {
            (answers.saturating_mul(4))
                .div_ceil(self.most.max(1))
                .clamp(1, 4)
        }
    }

    /// Two columns for one day.
    #[must_use]
    pub fn cell(self, answers: u32, look: &Look) -> Span<'static> {
        let (shape, plain, token) = match self.step(answers) {
            0 => ("· ", ". ", Token::Dim),
            1 => ("░░", "- ", Token::Heat1),
            2 => ("▒▒", "+ ", Token::Heat2),
            3 => ("▓▓", "x ", Token::Heat3),
            _ => ("██", "# ", Token::Heat4),
        };
        Span::styled(if look.ascii { plain } else { shape }, look.style(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_day_is_full_and_one_answer_is_never_nothing() {
        let scale = Scale::of(&[0, 3, 100]);
        assert_eq!(
            [0, 1, 25, 26, 75, 100].map(|n| scale.step(n)),
            [0, 1, 1, 2, 3, 4]
        );
        assert_eq!(Scale::of(&[]).step(5), 4);
    }
}
