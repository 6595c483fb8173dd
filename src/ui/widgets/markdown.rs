//! Markdown as lines of a given width: headings, lists, tables, code, quotes, links, and diagrams drawn by the whiteboard.
//!
//! The result is plain data in terms of [`Token`]s; a theme turns it into colours, the command line prints it as it is.

use ratatui::style::Modifier;
use ratatui::text;

use super::wrap::Chunk;
use crate::ui::screen::Look;
use crate::ui::theme::Token;

mod code;
mod flow;
mod inline;
mod table;
#[cfg(test)]
mod tests;

/// How a piece of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    /// What it is.
    pub token: Token,
    /// Strong on top of that.
    pub strong: bool,
    /// Emphasised on top of that.
    pub emphasis: bool,
    /// Struck out on top of that.
    pub struck: bool,
    /// Index into [`Page::links`].
    pub link: Option<usize>,
}

impl Ink {
    /// Nothing but a token.
    #[must_use]
    pub const fn of(token: Token) -> Self {
        Self {
            token,
            strong: false,
            emphasis: false,
            struck: false,
            link: None,
        }
    }
}

/// Pieces of text beside each other.
pub type Line = Vec<Chunk<Ink>>;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A topic of the guide: its id as written, which may not exist.
    Topic(String),
    /// Anywhere else; shown as a numbered footnote.
    Url(String),
}

/// A link of a page, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Index of the first of [`Page::lines`] that shows it.
    pub line: usize,
}

/// A heading of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1-6.
    pub level: u8,
    /// Without its markup.
    pub text: String,
    /// Index of its first line in [`Page::lines`].
    pub line: usize,
}

/// Rendered Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// From top to bottom; none wider than asked for.
    pub lines: Vec<Line>,
    /// In reading order.
    pub links: Vec<Link>,
    /// In reading order.
    pub headings: Vec<Heading>,
}

/// Renders Markdown `width` cells wide (at least one). `ascii` keeps to plain characters, those of the text itself excepted.
#[must_use]
pub fn render(source: &str, width: usize, ascii: bool) -> Page {
    flow::render(source, width, ascii)
}

/// Renders Markdown as plain text, for output that goes to a file or a pipe: headings are underlined.
#[must_use]
pub fn to_plain(source: &str, width: usize, ascii: bool) -> String {
    let page = render(source, width, ascii);
    let mut out = String::new();
    let mut headings = page.headings.iter().peekable();
    for (number, line) in page.lines.iter().enumerate() {
        let text = plain(line);
        out.push_str(text.trim_end());
        out.push('\n');
        if let Some(heading) = headings.next_if(|heading| heading.line == number) {
            let rule = if heading.level < 3 { "=" } else { "-" };
            out.push_str(&rule.repeat(crate::domain::width::width(text.trim_end())));
            out.push('\n');
        }
    }
    out
}

/// The text of a line without its meaning.
#[must_use]
pub fn plain(line: &Line) -> String {
    line.iter().map(|chunk| chunk.text.as_str()).collect()
}

/// A line in the colours of `look`; the link with the index `chosen` has the cursor.
#[must_use]
pub fn styled(line: &Line, look: &Look, chosen: Option<usize>) -> text::Line<'static> {
    let spans = line.iter().map(|chunk| {
        let ink = chunk.tag;
        let mut style = look.style(ink.token);
        for (on, token) in [(ink.strong, Token::Strong), (ink.emphasis, Token::Emphasis)] {
            if on {
                style = style.patch(look.style(token));
            }
        }
        if ink.struck {
            style = style.add_modifier(Modifier::CROSSED_OUT);
        }
        if ink.link.is_some() && ink.link == chosen {
            style = style.patch(look.style(Token::Cursor));
        }
        text::Span::styled(chunk.text.clone(), style)
    });
    text::Line::from(spans.collect::<Vec<_>>())
}
