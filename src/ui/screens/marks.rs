//! The marks of mastery.

use crate::domain::mastery::Mark;
use crate::ui::glyphs::Glyph;
use crate::ui::theme::Token;

/// The shape and the token of a mark.
#[must_use]
pub const fn of(mark: Mark) -> (Glyph, Token) {
    match mark {
        Mark::Unseen => (Glyph::Unseen, Token::Unseen),
        Mark::Learning => (Glyph::Learning, Token::Learning),
        Mark::Shaky => (Glyph::Shaky, Token::Shaky),
        Mark::Firm => (Glyph::Firm, Token::Firm),
    }
}
