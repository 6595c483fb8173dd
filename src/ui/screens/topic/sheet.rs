//! A topic page as lines: the text, and below it what must be known, where the road map errs, and where to go on.

use crate::app::guide::Page;
use crate::domain::guide::Note;
use crate::domain::id::{PointId, TopicId};
use crate::domain::mastery::{Mark, Mastery};
use crate::domain::width::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screens::marks;
use crate::ui::theme::Token;
use crate::ui::widgets::markdown::{self, Heading, Ink, Line, Link, Target};
use crate::ui::widgets::page::count;
use crate::ui::widgets::wrap::{Chunk, wrap};

/// A composed page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    /// All links; those to topics can be followed.
    pub(super) links: Vec<Link>,
    pub(super) headings: Vec<Heading>,
    width: usize,
    ascii: bool,
}

/// How a sheet is to be composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) width: usize,
    pub(super) ascii: bool,
    /// The points stand below the text, else they are shown elsewhere.
    pub(super) points: bool,
}

impl Sheet {
    /// The whole page.
    pub(super) fn new(page: &Page, format: Format) -> Self {
        let mut sheet = Self {
            width: format.width.max(1),
            ascii: format.ascii,
            ..Self::default()
        };
        sheet.head(page);
        sheet.body(&page.topic.body);
        if format.points && !page.topic.points.is_empty() {
            sheet.heading("What to know");
            sheet.lines.extend(points(page, sheet.width, sheet.ascii));
        }
        sheet.notes(page);
        sheet.leads("Go on with", &page.topic.related, page);
        sheet.leads("Easily mixed up with", &page.topic.confusable, page);
        sheet.sources(&page.topic.sources);
        sheet
    }

    fn text(&mut self, text: &str, token: Token) {
        self.lines
            .extend(wrap(&[Chunk::new(text, Ink::of(token))], self.width));
    }

    fn heading(&mut self, text: &str) {
        self.lines.push(Line::new());
        let line = self.lines.len();
        self.headings.push(Heading {
            level: 2,
            text: text.to_owned(),
            line,
        });
        self.text(text, Token::Title);
        self.lines.push(Line::new());
    }

    fn head(&mut self, page: &Page) {
        let head = &page.topic.head;
        self.text(&head.title, Token::Title);
        let dot = format!(" {} ", Glyph::Dot.text(self.ascii));
        let chapter = page.chapter.as_ref().map(|chapter| chapter.title.clone());
        let questions = (page.items > 0).then(|| count(page.items, "question"));
        let mut words = vec![Chunk::new(
            chapter
                .into_iter()
                .chain([format!("{} min", head.minutes)])
                .chain(questions)
                .chain((page.suspended > 0).then(|| format!("{} suspended", page.suspended)))
                .collect::<Vec<_>>()
                .join(&dot),
            Ink::of(Token::Dim),
        )];
        if page.mastery.mark != Mark::Unseen {
            let (glyph, token) = marks::of(page.mastery.mark);
            words.push(Chunk::new(&*dot, Ink::of(Token::Dim)));
            words.push(Chunk::new(
                format!("{} ", glyph.text(self.ascii)),
                Ink::of(token),
            ));
            words.push(Chunk::new(
                format!("{:.0} % known", page.mastery.share * 100.0),
                Ink::of(Token::Dim),
            ));
        }
        self.lines.extend(wrap(&words, self.width));
        self.lines.push(Line::new());
        self.text(&head.summary, Token::Emphasis);
        self.lines.push(Line::new());
    }

    fn body(&mut self, source: &str) {
        let body = markdown::render(source, self.width, self.ascii);
        let first = self.lines.len();
        let links = body.links.into_iter().map(|link| Link {
            line: link.line + first,
            ..link
        });
        let headings = body.headings.into_iter().map(|heading| Heading {
            line: heading.line + first,
            ..heading
        });
        self.links.extend(links);
        self.headings.extend(headings);
        self.lines.extend(body.lines);
    }

    /// Where the road map errs, set apart by a bar.
    fn notes(&mut self, page: &Page) {
        for (number, note) in page.topic.notes.iter().enumerate() {
            if number == 0 {
                self.heading("Where the road map is imprecise");
            } else {
                self.lines.push(Line::new());
            }
            let mastery = mastery_of(page, &note.id);
            let lines = note_lines(note, mastery, self.width, self.ascii);
            self.lines.extend(lines);
        }
    }

    /// Links to other topics, each on a line of its own.
    fn leads(&mut self, heading: &str, topics: &[TopicId], page: &Page) {
        let known: Vec<(&TopicId, &String)> = topics
            .iter()
            .filter_map(|id| Some((id, page.titles.get(id)?)))
            .collect();
        if known.is_empty() {
            return;
        }
        self.heading(heading);
        for (id, title) in known {
            let link = self.links.len();
            self.links.push(Link {
                target: Target::Topic(id.to_string()),
                line: self.lines.len(),
            });
            let arrow = format!("{} ", Glyph::Right.text(self.ascii));
            let style = Ink {
                link: Some(link),
                ..Ink::of(Token::Link)
            };
            let lines = hang(
                Chunk::new(arrow, Ink::of(Token::Dim)),
                &[Chunk::new(title.as_str(), style)],
                self.width,
            );
            self.lines.extend(lines);
        }
    }

    fn sources(&mut self, sources: &[String]) {
        if sources.is_empty() {
            return;
        }
        self.heading("Sources");
        let bullet = format!("{} ", Glyph::Bullet.text(self.ascii));
        for source in sources {
            let mark = Chunk::new(bullet.as_str(), Ink::of(Token::Dim));
            let lines = hang(
                mark,
                &[Chunk::new(source.as_str(), Ink::of(Token::Dim))],
                self.width,
            );
            self.lines.extend(lines);
        }
    }
}

fn mastery_of(page: &Page, id: &PointId) -> Mastery {
    page.points.get(id).copied().unwrap_or(Mastery::NONE)
}

/// The points with their marks.
pub(super) fn points(page: &Page, width: usize, ascii: bool) -> Vec<Line> {
    let line = |point: &crate::domain::guide::Point| {
        let (glyph, token) = marks::of(mastery_of(page, &point.id).mark);
        let mark = Chunk::new(format!("{} ", glyph.text(ascii)), Ink::of(token));
        hang(
            mark,
            &[Chunk::new(point.text.as_str(), Ink::of(Token::Text))],
            width,
        )
    };
    page.topic.points.iter().flat_map(line).collect()
}

fn note_lines(note: &Note, mastery: Mastery, width: usize, ascii: bool) -> Vec<Line> {
    let (glyph, token) = marks::of(mastery.mark);
    let strong = |text: &str| {
        Chunk::new(
            text,
            Ink {
                strong: true,
                ..Ink::of(Token::Note)
            },
        )
    };
    let parts = [
        vec![
            Chunk::new(format!("{} ", glyph.text(ascii)), Ink::of(token)),
            Chunk::new("The road map: ", Ink::of(Token::Dim)),
            Chunk::new(note.guide.as_str(), Ink::of(Token::Dim)),
        ],
        vec![
            strong("Right: "),
            Chunk::new(note.correct.as_str(), Ink::of(Token::Text)),
        ],
        vec![Chunk::new(
            format!("Source: {}", note.source),
            Ink::of(Token::Dim),
        )],
    ];
    let bar = format!("{} ", Glyph::Side.text(ascii));
    let margin = if width > 12 { bar } else { String::new() };
    let room = width - self::width(&margin);
    let lines = parts.iter().flat_map(|part| wrap(part, room));
    lines
        .map(|line| {
            let bar = Chunk::new(margin.as_str(), Ink::of(Token::Note));
            std::iter::once(bar).chain(line).collect()
        })
        .collect()
}

/// Text with a mark before its first line, the others as far indented; without the indent where there is no room.
pub(super) fn hang(mark: Chunk<Ink>, words: &[Chunk<Ink>], room: usize) -> Vec<Line> {
    let indent = width(&mark.text);
    if room < indent + 8 {
        let words: Vec<Chunk<Ink>> = std::iter::once(mark).chain(words.iter().cloned()).collect();
        return wrap(&words, room);
    }
    let blank = Chunk::new(" ".repeat(indent), Ink::of(Token::Text));
    let lines = wrap(words, room - indent).into_iter().enumerate();
    lines
        .map(|(number, line)| {
            let margin = if number == 0 {
                mark.clone()
            } else {
                blank.clone()
            };
            std::iter::once(margin).chain(line).collect()
        })
        .collect()
}
