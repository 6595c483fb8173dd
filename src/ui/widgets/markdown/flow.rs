//! Follows the events of the Markdown parser and writes lines.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::inline::Inline;
use super::table::Table;
use super::{Heading, Ink, Line, Page, code};
use crate::domain::width::width;
use crate::ui::glyphs::Glyph;
use crate::ui::theme::Token;
use crate::ui::widgets::wrap::{Chunk, wrap};

/// Text narrower than this is not indented any further.
const LEAST: usize = 12;

pub(super) fn render(source: &str, width: usize, ascii: bool) -> Page {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut flow = Flow::new(width.max(1), ascii);
    for event in Parser::new_ext(source, options) {
        flow.event(event);
    }
    flow.finish()
}

/// What stands left of the text.
struct Margin {
    /// Before the first line only: the mark of a list item.
    first: Option<String>,
    /// Before all other lines.
    rest: String,
    token: Token,
}

/// A block that other blocks stand in.
enum Block {
    List { next: Option<u64>, items: usize },
    Item,
    Quote,
    Footnote,
}

struct Flow {
    page: Page,
    width: usize,
    ascii: bool,
    blocks: Vec<(Block, bool)>,
    margins: Vec<Margin>,
    /// Cells that the margins take.
    taken: usize,
    inline: Inline,
    /// The mark of an item that there is no room to indent; it goes in front of its text.
    mark: Option<String>,
    quotes: usize,
    lists: usize,
    heading: Option<HeadingLevel>,
    code: Option<(String, String)>,
    table: Option<Table>,
    /// Nothing was written yet in the innermost list item or quote.
    fresh: bool,
}

impl Flow {
    fn new(width: usize, ascii: bool) -> Self {
        Self {
            page: Page::default(),
            width,
            ascii,
            blocks: Vec::new(),
            margins: Vec::new(),
            taken: 0,
            inline: Inline::default(),
            mark: None,
            quotes: 0,
            lists: 0,
            heading: None,
            code: None,
            table: None,
            fresh: true,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.inline.text(&text, self.base()),
            },
            Event::Code(text) => self.inline.code(&text),
            Event::SoftBreak => self.inline.text(" ", self.base()),
            Event::HardBreak => self.inline.line_break(),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.inline.aside(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(label) => self.inline.aside(format!("[^{label}]")),
            // Markup of other languages is shown, not obeyed.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.inline.text(&text, self.base()),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.separate(),
            Tag::Heading { level, .. } => {
                self.separate();
                self.heading = Some(level);
            }
            Tag::BlockQuote(_) => self.start_quote(),
            Tag::CodeBlock(kind) => {
                self.separate();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::List(next) => self.start_list(next),
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(label) => {
                self.separate();
                let mark = format!("[^{label}] ");
                self.enter_marked(Block::Footnote, mark);
            }
            Tag::Table(alignments) => {
                self.separate();
                self.table = Some(Table {
                    alignments,
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. } => self.inline.start(&tag),
            Tag::TableCell
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => {
                self.leave();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                if let Some((info, text)) = self.code.take() {
                    for line in code::block(&info, &text, self.room(), self.ascii) {
                        self.write(line);
                    }
                }
            }
            TagEnd::List(_) => {
                self.leave();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Item | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    for line in table.lines(self.room(), self.ascii) {
                        self.write(line);
                    }
                }
            }
            TagEnd::TableCell => {
                let words = self.inline.take();
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(words);
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => self.inline.end(tag),
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    /// Cells that text may take.
    fn room(&self) -> usize {
        self.width - self.taken
    }

    /// What text is here, unless it is marked as something else.
    fn base(&self) -> Token {
        let in_header = self
            .table
            .as_ref()
            .is_some_and(|table| table.rows.len() == 1);
        match self.heading {
            Some(HeadingLevel::H1 | HeadingLevel::H2) => Token::Title,
            Some(_) => Token::Strong,
            None if in_header => Token::Strong,
            None if self.quotes > 0 => Token::Quote,
            None => Token::Text,
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let text = self.inline.plain();
        let line = self.page.lines.len();
        self.flush();
        self.heading = None;
        if self.page.lines.len() > line {
            self.page.headings.push(Heading {
                level: level as u8,
                text,
                line,
            });
        }
    }

    fn start_quote(&mut self) {
        self.separate();
        self.quotes += 1;
        let bar = format!("{} ", Glyph::Side.text(self.ascii));
        let margin = Margin {
            first: None,
            rest: bar,
            token: Token::Border,
        };
        self.enter(Block::Quote, Some(margin));
    }

    fn start_list(&mut self, next: Option<u64>) {
        self.flush();
        if !matches!(self.blocks.last(), Some((Block::Item, _))) {
            self.separate();
        }
        self.lists += 1;
        self.enter(Block::List { next, items: 0 }, None);
    }

    fn start_item(&mut self) {
        self.flush();
        let mark = match self.blocks.last_mut() {
            Some((Block::List { next, items }, _)) => {
                *items += 1;
                match next {
                    Some(number) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    None if self.ascii => "- ".to_owned(),
                    None if self.lists % 2 == 1 => "• ".to_owned(),
                    None => "◦ ".to_owned(),
                }
            }
            _ => "- ".to_owned(),
        };
        self.enter_marked(Block::Item, mark);
    }

    /// Enters a block whose first line begins with `mark`, the others as far indented.
    fn enter_marked(&mut self, block: Block, mark: String) {
        let rest = " ".repeat(width(&mark));
        if self.has_room_for(rest.len()) {
            self.enter(
                block,
                Some(Margin {
                    first: Some(mark),
                    rest,
                    token: Token::Dim,
                }),
            );
        } else {
            self.enter(block, None);
            let outer = self
                .mark
                .take()
                .filter(|outer| outer.len() < LEAST)
                .unwrap_or_default();
            self.mark = Some(outer + &mark);
        }
    }

    fn has_room_for(&self, margin: usize) -> bool {
        self.room() >= margin + LEAST
    }

    fn enter(&mut self, block: Block, margin: Option<Margin>) {
        let margin = margin.filter(|margin| self.has_room_for(width(&margin.rest)));
        self.blocks.push((block, margin.is_some()));
        if let Some(margin) = margin {
            self.taken += width(&margin.rest);
            self.margins.push(margin);
        }
        self.fresh = true;
    }

    fn leave(&mut self) {
        self.flush();
        let Some((block, has_margin)) = self.blocks.pop() else {
            return;
        };
        self.write_mark();
        if matches!(block, Block::Item)
            && self
                .margins
                .last()
                .is_some_and(|m| has_margin && m.first.is_some())
        {
            // An item without text still shows its mark.
            self.write(Line::new());
        }
        if let Some(margin) = self.margins.pop_if(|_| has_margin) {
            self.taken -= width(&margin.rest);
        }
        self.fresh = false;
    }

    /// Leaves a blank line before the next block, unless it is the first thing in its item or quote. In a loose list the
    /// blank line stands before the item.
    fn separate(&mut self) {
        self.flush();
        let mut outer = self.blocks.iter().rev();
        let later_item = self.fresh
            && matches!(outer.next(), Some((Block::Item, _)))
            && matches!(outer.next(), Some((Block::List { items, .. }, _)) if *items > 1);
        if self.page.lines.is_empty() || (self.fresh && !later_item) {
            return;
        }
        let inner =
            usize::from(later_item && self.margins.last().is_some_and(|m| m.first.is_some()));
        let visible = self.margins.len() - inner;
        let line: Line = self
            .margins
            .iter()
            .take(visible)
            .map(|m| Chunk::new(m.rest.clone(), Ink::of(m.token)))
            .collect();
        let blank = line.iter().all(|chunk| chunk.text.trim().is_empty());
        self.page.lines.push(if blank { Line::new() } else { line });
    }

    /// Writes the inline text that has gathered.
    fn flush(&mut self) {
        let mut words = self.inline.take();
        if words.iter().all(|chunk| chunk.text.trim().is_empty()) {
            return;
        }
        if let Some(mark) = self.mark.take() {
            words.insert(0, Chunk::new(mark, Ink::of(Token::Dim)));
        }
        for line in wrap(&words, self.room()) {
            self.write(line);
        }
    }

    /// A mark whose item has no text to go in front of.
    fn write_mark(&mut self) {
        if let Some(mark) = self.mark.take() {
            let words = [Chunk::new(mark.trim_end(), Ink::of(Token::Dim))];
            for line in wrap(&words, self.room()) {
                self.write(line);
            }
        }
    }

    fn write(&mut self, text: Line) {
        self.write_mark();
        let number = self.page.lines.len();
        for chunk in &text {
            if let Some(link) = chunk
                .tag
                .link
                .and_then(|link| self.inline.links.get_mut(link))
            {
                link.line = link.line.min(number);
            }
        }
        let mut line = Line::new();
        for margin in &mut self.margins {
            let mark = margin.first.take().unwrap_or_else(|| margin.rest.clone());
            line.push(Chunk::new(mark, Ink::of(margin.token)));
        }
        line.extend(text);
        self.page.lines.push(line);
        self.fresh = false;
    }

    fn rule(&mut self) {
        self.separate();
        let line = Glyph::Line.text(self.ascii).repeat(self.room());
        self.write(vec![Chunk::new(line, Ink::of(Token::Border))]);
    }

    fn finish(mut self) -> Page {
        self.flush();
        for (number, url) in self.inline.notes().into_iter().enumerate() {
            if number == 0 {
                self.separate();
            }
            self.enter_marked(Block::Footnote, format!("[{}] ", number + 1));
            self.inline.aside(url);
            self.leave();
        }
        let last = self.page.lines.len().saturating_sub(1);
        self.page.links = self.inline.links;
        for link in &mut self.page.links {
            link.line = link.line.min(last);
        }
        self.page
    }
}
