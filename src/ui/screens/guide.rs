//! The road map: chapters and topics, how well each is known, and what to read next.

use std::cell::Cell;
use std::collections::BTreeSet;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::app::commands::{Command, Scope};
use crate::app::desk::Failure;
use crate::app::guide::Guide as Model;
use crate::app::routes::{Focus, Overlay, Route};
use crate::app::services::Services;
use crate::domain::id::{ChapterId, TopicId};
use crate::domain::width::shorten;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::screens::failed;
use crate::ui::theme::Token;
use crate::ui::widgets::input::Input;
use crate::ui::widgets::page;
use crate::ui::widgets::scroll::{self, Cursor};

mod paint;
mod rows;
#[cfg(test)]
mod tests;

use rows::Row;

/// The list is at most this wide.
const LIST: u16 = 80;
/// From this width on what is said about a row stands beside the list.
const WIDE: u16 = 120;
/// Between the list and what stands beside it.
const GAP: u16 = 4;
/// What stands beside it is at most this wide.
const SIDE: u16 = 44;
/// Rows that what is said about a row takes below the list, the blank one included.
const BELOW: u16 = 4;

/// The screen.
#[derive(Debug)]
pub struct Guide {
    model: Model,
    folded: BTreeSet<ChapterId>,
    cursor: Cursor,
    /// What is typed to narrow the list.
    filter: Option<Filter>,
    /// Where the list was drawn, and its first row in sight; clicks are found by it.
    drawn: Cell<(Rect, usize)>,
}

/// A field, and what it has found.
#[derive(Debug, Default)]
struct Filter {
    input: Input,
    /// See [`rows::matching`]; unused while nothing is typed.
    hits: Vec<usize>,
}

/// Where the parts of the screen stand.
struct Layout {
    /// What to do next, or what is typed.
    head: Rect,
    list: Rect,
    /// What is said about the row under the cursor.
    about: Rect,
}

impl Layout {
    /// `head` gives the rows that the head wants at a width.
    fn new(area: Rect, head: impl Fn(u16) -> u16) -> Self {
        let top = u16::from(area.height > 8);
        let edge = u16::from(area.width > 20);
        // The bar has the last column; where there is room, words don't touch it.
        let inner = Rect {
            x: area.x + edge,
            y: area.y + top,
            width: area.width.saturating_sub(2 * edge + 1),
            height: area.height - top,
        };
        let width = inner.width.min(LIST);
        let wide = area.width >= WIDE;
        let side = if wide {
            (inner.width - width - GAP).min(SIDE)
        } else {
            0
        };
        let whole = if wide { width + GAP + side } else { width };
        let column = Rect {
            x: inner.x + (inner.width - whole) / 2,
            width,
            ..inner
        };
        let (head, after) = match column.height {
            0..3 => (0, 0),
            3..12 => (1, 0),
            _ => (head(width), 1),
        };
        let below = if !wide && column.height >= 16 {
            BELOW
        } else {
            0
        };
        let taken = head + after;
        let list = Rect {
            y: column.y + taken,
            height: column.height - taken - below,
            ..column
        };
        let about = if wide {
            Rect {
                x: column.right() + GAP,
                width: side,
                ..list
            }
        } else {
            Rect {
                y: list.bottom() + 1,
                height: below.saturating_sub(1),
                ..column
            }
        };
        Self {
            head: Rect {
                height: head,
                ..column
            },
            list,
            about,
        }
    }
}

impl Guide {
    /// The road map as it stands now.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn open(services: &mut Services) -> Result<Self, Failure> {
        Self::model(services).map(Self::new)
    }

    fn model(services: &mut Services) -> Result<Model, Failure> {
        services.count()?;
        services.desk()?.guide()
    }

    /// The road map, the cursor on what to read next.
    #[must_use]
    pub fn new(model: Model) -> Self {
        let mut guide = Self {
            model,
            folded: BTreeSet::new(),
            cursor: Cursor::default(),
            filter: None,
            drawn: Cell::new((Rect::default(), 0)),
        };
        if let Some(next) = guide.model.next.clone() {
            guide.go_to(&next);
        }
        guide
    }

    fn rows(&self) -> Vec<Row<'_>> {
        match &self.filter {
            Some(filter) if !filter.input.is_empty() => {
                let all = rows::tree(&self.model, &BTreeSet::new());
                let hits = filter.hits.iter();
                hits.filter_map(|at| all.get(*at).copied()).collect()
            }
            Some(_) | None => rows::tree(&self.model, &self.folded),
        }
    }

    /// Looks for what is typed.
    fn look_up(&mut self) {
        if let Some(filter) = &mut self.filter {
            filter.hits = rows::matching(&self.model, &filter.input.text());
            self.cursor = Cursor::default();
        }
    }

    /// The row under the cursor.
    fn row(&self) -> Option<Row<'_>> {
        self.rows().get(self.cursor.at()).copied()
    }

    /// Puts the cursor on a topic, if it is in the list.
    fn go_to(&mut self, id: &TopicId) {
        if let Some(at) = self.rows().iter().position(|row| row.topic() == Some(id)) {
            self.cursor.set(at);
        }
    }

    /// Opens a topic, folds or unfolds a chapter.
    fn enter(&mut self) -> Flow {
        match self.row() {
            Some(Row::Topic { row, .. }) => Flow::Go(Route::Topic(row.head.id.clone())),
            Some(Row::Chapter { row, open }) => {
                let id = row.chapter.id.clone();
                self.fold(&id, open);
                Flow::Stay
            }
            None if self.filter.is_some() => Flow::Overlay(Overlay::Search),
            Some(Row::Others) | None => Flow::Stay,
        }
    }

    fn fold(&mut self, chapter: &ChapterId, fold: bool) {
        if fold {
            self.folded.insert(chapter.clone());
        } else {
            self.folded.remove(chapter);
        }
    }

    /// Folds the chapter of the row, or unfolds it, and stays on the chapter.
    fn fold_here(&mut self, fold: bool) -> Flow {
        let rows = self.rows();
        let until = rows.get(..=self.cursor.at()).unwrap_or_default();
        let at = until
            .iter()
            .rposition(|row| !matches!(row, Row::Topic { .. }));
        let id = at.and_then(|at| match rows.get(at) {
            Some(Row::Chapter { row, .. }) => Some((at, row.chapter.id.clone())),
            Some(Row::Topic { .. } | Row::Others) | None => None,
        });
        if let Some((at, id)) = id {
            self.fold(&id, fold);
            if fold {
                self.cursor.set(at);
            }
        }
        Flow::Stay
    }

    fn drill(&self) -> Flow {
        let focus = match self.row() {
            Some(Row::Topic { row, .. }) if row.items > 0 => Focus::Topic(row.head.id.clone()),
            Some(Row::Chapter { row, .. }) => Focus::Chapter(row.chapter.id.clone()),
            Some(Row::Topic { .. } | Row::Others) | None => return Flow::Stay,
        };
        Flow::Go(Route::Drill(focus))
    }

    /// Opens the source of the topic under the cursor.
    fn edit(&self, services: &mut Services) -> Flow {
        let Some(id) = self.row().as_ref().and_then(Row::topic).cloned() else {
            return Flow::Pass;
        };
        match services.desk().and_then(|desk| desk.page(&id)) {
            Ok(page) => Flow::Edit(page.topic.place),
            Err(failure) => failed("The page can't be read", &failure),
        }
    }

    /// Reads the road map again and stays where one is.
    fn reload(&mut self, services: &mut Services) -> Flow {
        match Self::model(services) {
            Ok(model) => {
                let here = self.row().as_ref().and_then(Row::topic).cloned();
                let empty = self.rows().is_empty() && self.filter.is_none();
                self.model = model;
                self.look_up();
                let last = self.rows().len().saturating_sub(1);
                self.cursor.set(self.cursor.at().min(last));
                // Where nothing was before, the packs have just been read.
                let to = if empty { self.model.next.clone() } else { here };
                if let Some(to) = to {
                    self.go_to(&to);
                }
                Flow::Stay
            }
            Err(failure) => failed("The road map can't be read", &failure),
        }
    }

    /// Ends the filter; the cursor stays on its topic.
    fn end_filter(&mut self) {
        let here = self.row().as_ref().and_then(Row::topic).cloned();
        self.filter = None;
        if let Some(here) = here {
            let of_here = |row: &&crate::app::guide::ChapterRow| {
                row.topics.iter().any(|topic| topic.head.id == here)
            };
            if let Some(chapter) = self.model.chapters.iter().find(of_here) {
                self.folded.remove(&chapter.chapter.id);
            }
            self.go_to(&here);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few commands of this page, out of all there are"
    )]
    fn command(&mut self, command: Command, services: &mut Services) -> Flow {
        let len = self.rows().len();
        if self.cursor.update(command, len) {
            return Flow::Stay;
        }
        match command {
            Command::Open => self.enter(),
            Command::Left => self.fold_here(true),
            Command::Right => self.fold_here(false),
            Command::DrillIt => self.drill(),
            Command::Search if self.filter.is_none() => {
                self.filter = Some(Filter::default());
                Flow::Stay
            }
            Command::Back if self.filter.is_some() => {
                self.end_filter();
                Flow::Stay
            }
            Command::Edit => self.edit(services),
            _ => Flow::Pass,
        }
    }

    /// A click goes to a row, a second one opens it.
    fn mouse(&mut self, event: MouseEvent) -> Flow {
        let (area, first) = self.drawn.get();
        let at = Position::new(event.column, event.row);
        if event.kind != MouseEventKind::Down(MouseButton::Left) || !area.contains(at) {
            return Flow::Stay;
        }
        let row = first + usize::from(event.row - area.y);
        if row >= self.rows().len() {
            return Flow::Stay;
        }
        if row == self.cursor.at() {
            return self.enter();
        }
        self.cursor.set(row);
        Flow::Stay
    }

    /// What to do next and why, in at most two lines; in a single one the reason gives way.
    fn advice(&self, width: u16, rows: u16, look: &Look) -> Vec<Line<'static>> {
        let (what, why) = rows::advice(&self.model).unwrap_or_default();
        let width = usize::from(width);
        let style = look.style(Token::Text);
        let whole = page::prose(&format!("{what} {why}"), width, style);
        if whole.len() <= usize::from(rows) {
            return whole;
        }
        vec![Line::styled(
            shorten(&what, width, look.glyph(Glyph::Ellipsis)),
            style,
        )]
    }

    /// What to do next, or the field that narrows the list.
    fn draw_head(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        match &self.filter {
            Some(Filter { input, .. }) => paint::field(
                input,
                Rect {
                    height: area.height.min(1),
                    ..area
                },
                buf,
                look,
            ),
            None => paint::lines(&self.advice(area.width, area.height, look), area, buf),
        }
    }

    fn draw_list(&self, area: Rect, rows: &[Row<'_>], buf: &mut Buffer, look: &Look) -> usize {
        let window = self.cursor.window(rows.len(), area.height);
        self.drawn.set((area, window.start));
        let painter = paint::Painter {
            look,
            next: self.model.next.as_ref(),
            filtered: self.filter.is_some(),
        };
        for (number, y) in window.clone().zip(area.top()..) {
            let Some(row) = rows.get(number) else {
                continue;
            };
            painter.row(
                row,
                number == self.cursor.at(),
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                buf,
            );
        }
        let edge = Rect {
            width: area.width + 1,
            ..area
        }
        .intersection(buf.area);
        scroll::bar(edge, buf, &window, rows.len(), look);
        window.start
    }

    fn empty(&self) -> &'static str {
        if self.filter.is_some() {
            "No title has these letters. Press enter to search the texts."
        } else {
            "The road map stands here as soon as the packs are read. If it stays away, `sysdrill check` says why."
        }
    }
}

impl Screen for Guide {
    fn title(&self) -> String {
        "Guide".to_owned()
    }

    fn scope(&self) -> Scope {
        if self.filter.is_some() {
            Scope::Search
        } else {
            Scope::Guide
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let row = self.row();
        let mut hints = Vec::new();
        match row {
            Some(Row::Topic { row, .. }) => {
                hints.push(Hint::labelled(Command::Open, "read"));
                if row.items > 0 && self.filter.is_none() {
                    hints.push(Command::DrillIt.into());
                }
            }
            Some(Row::Chapter { open, .. }) => {
                hints.push(Hint::labelled(
                    Command::Open,
                    if open { "fold" } else { "unfold" },
                ));
                hints.push(Command::DrillIt.into());
            }
            None if self.filter.is_some() => {
                hints.push(Hint::labelled(Command::Open, "search texts"));
            }
            Some(Row::Others) | None => {}
        }
        if self.filter.is_some() {
            hints.push(Hint::labelled(Command::Back, "all topics"));
        } else {
            hints.push(Hint::labelled(Command::Search, "find"));
        }
        hints
    }

    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        match (msg, &mut self.filter) {
            (Msg::Command(command), _) => return self.command(command, services),
            (Msg::Mouse(event), _) => return self.mouse(event),
            (Msg::Resumed, _) => return self.reload(services),
            (Msg::Key(key), Some(filter)) => {
                if filter.input.key(key) {
                    self.look_up();
                }
            }
            (Msg::Paste(text), Some(filter)) => {
                filter.input.paste(&text);
                self.look_up();
            }
            (Msg::Key(_) | Msg::Paste(_) | Msg::Tick | Msg::Confirmed(_), _) => {}
        }
        Flow::Stay
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        if area.is_empty() {
            return;
        }
        let head = |width| match &self.filter {
            Some(_) => 1,
            None => u16::try_from(self.advice(width, 2, look).len()).unwrap_or(1),
        };
        let layout = Layout::new(area, head);
        let rows = self.rows();
        self.draw_head(layout.head, buf, look);
        if rows.is_empty() {
            let lines = page::prose(
                self.empty(),
                usize::from(layout.list.width),
                look.style(Token::Dim),
            );
            paint::lines(&lines, layout.list, buf);
            return;
        }
        self.draw_list(layout.list, &rows, buf, look);
        if let Some(row) = rows.get(self.cursor.at()) {
            let about = rows::about(&self.model, row);
            paint::about(&about, area.width >= WIDE, layout.about, buf, look);
        }
    }
}
