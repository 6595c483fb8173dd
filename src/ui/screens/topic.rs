//! A topic page: the text to read, what must be known of it, and the ways on.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::commands::{Command, Scope};
use crate::app::desk::Failure;
use crate::app::guide::Page;
use crate::app::routes::{Focus, Route, Toast, Tone};
use crate::app::services::Services;
use crate::domain::guide::TopicHead;
use crate::domain::id::TopicId;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::screens::failed;
use crate::ui::theme::Token;
use crate::ui::widgets::markdown::{Ink, Line, Target, styled};
use crate::ui::widgets::scroll::{self, Scroll};
use crate::ui::widgets::wrap::{Chunk, wrap};

mod sheet;
#[cfg(test)]
mod tests;

use sheet::{Format, Sheet};

/// Prose is at most this wide.
const PROSE: u16 = 80;
/// From this width on there is a second column.
const WIDE: u16 = 120;
/// Between the columns.
const GAP: u16 = 4;
/// The second column is at most this wide.
const SIDE: u16 = 44;
/// Rows of the page that stay in sight above a link that was jumped to.
const AIR: usize = 2;

/// The screen.
pub struct Topic {
    page: Page,
    scroll: Scroll,
    /// The link that the cursor is on: index into [`Sheet::links`].
    chosen: Option<usize>,
    /// The page as composed lately; a wide screen needs two to choose from.
    sheets: RefCell<Vec<(Format, Rc<Sheet>)>>,
    /// The format that was drawn last.
    format: Cell<Format>,
    /// The lines that are in sight, as last drawn.
    seen: Cell<(usize, usize)>,
}

/// Where the parts of the page stand.
struct Layout {
    main: Rect,
    side: Option<Rect>,
}

impl Layout {
    fn new(area: Rect) -> Self {
        let top = u16::from(area.height > 8);
        let edge = u16::from(area.width > 20);
        // The bar has the last column; where there is room, words don't touch it.
        let inner = Rect {
            x: area.x + edge,
            y: area.y + top,
            width: area.width.saturating_sub(2 * edge + 1),
            height: area.height - top,
        };
        let narrow = inner.width.min(PROSE);
        if area.width < WIDE {
            let x = inner.x + (inner.width - narrow) / 2;
            return Self {
                main: Rect {
                    x,
                    width: narrow,
                    ..inner
                },
                side: None,
            };
        }
        let side = (inner.width - narrow - GAP).min(SIDE);
        let x = inner.x + (inner.width - narrow - GAP - side) / 2;
        let main = Rect {
            x,
            width: narrow,
            ..inner
        };
        Self {
            main,
            side: Some(Rect {
                x: main.right() + GAP,
                width: side,
                ..inner
            }),
        }
    }
}

impl Topic {
    /// The page of a topic.
    ///
    /// # Errors
    /// Why it can't be read, or that no pack has it.
    pub fn open(id: &TopicId, services: &mut Services) -> Result<Self, Failure> {
        Self::read(id, services).map(Self::new)
    }

    fn read(id: &TopicId, services: &mut Services) -> Result<Page, Failure> {
        services.count()?;
        services.desk()?.page(id)
    }

    /// The page with all that stands around it.
    #[must_use]
    pub fn new(page: Page) -> Self {
        Self {
            page,
            scroll: Scroll::default(),
            chosen: None,
            sheets: RefCell::new(Vec::new()),
            format: Cell::new(Format {
                width: usize::from(PROSE),
                ascii: false,
                points: true,
            }),
            seen: Cell::new((0, 0)),
        }
    }

    fn id(&self) -> &TopicId {
        &self.page.topic.head.id
    }

    fn bring_back(&mut self, services: &mut Services) -> Flow {
        let id = self.id().clone();
        let done = services.desk().and_then(|desk| desk.bring_back(&id));
        let renewed = done.and_then(|_| Self::read(&id, services));
        match renewed {
            Ok(page) => {
                self.page = page;
                self.sheets.borrow_mut().clear();
                let text = "The suspended questions come again.".to_owned();
                Flow::Toast(Toast {
                    tone: Tone::Done,
                    text,
                })
            }
            Err(failure) => failed("The questions could not be brought back", &failure),
        }
    }

    /// The composed page; only composed anew for a new format.
    fn sheet(&self, format: Format) -> Rc<Sheet> {
        let mut sheets = self.sheets.borrow_mut();
        if let Some((_, sheet)) = sheets.iter().find(|(known, _)| *known == format) {
            return Rc::clone(sheet);
        }
        let sheet = Rc::new(Sheet::new(&self.page, format));
        sheets.insert(0, (format, Rc::clone(&sheet)));
        sheets.truncate(2);
        sheet
    }

    /// The page as last drawn.
    fn drawn(&self) -> Rc<Sheet> {
        self.sheet(self.format.get())
    }

    /// Replaces the page by another topic.
    fn turn(&mut self, to: Option<TopicHead>, services: &mut Services) -> Flow {
        match to.map(|head| Self::read(&head.id, services)) {
            Some(Ok(page)) => *self = Self::new(page),
            Some(Err(failure)) => return failed("The page can't be read", &failure),
            None => {}
        }
        Flow::Stay
    }

    /// Reads the page again and stays where one is.
    fn reload(&mut self, services: &mut Services) -> Flow {
        match Self::read(self.id(), services) {
            Ok(page) => {
                self.page = page;
                self.sheets.borrow_mut().clear();
                Flow::Stay
            }
            Err(failure) => failed("The page can't be read", &failure),
        }
    }

    /// Puts the cursor on the next link to a topic, or the one before; the first one in sight comes first.
    fn choose(&mut self, forward: bool) -> Flow {
        let sheet = self.drawn();
        let (first, last) = self.seen.get();
        let topics: Vec<(usize, usize)> = sheet
            .links
            .iter()
            .enumerate()
            .filter(|(_, link)| matches!(link.target, Target::Topic(_)))
            .map(|(number, link)| (number, link.line))
            .collect();
        let in_sight = |line: usize| (first..last).contains(&line);
        let now = topics
            .iter()
            .position(|(number, line)| Some(*number) == self.chosen && in_sight(*line));
        let count = topics.len();
        let next = match now {
            Some(at) if forward => Some((at + 1) % count),
            Some(at) => Some((at + count - 1) % count),
            None if forward => topics
                .iter()
                .position(|(_, line)| *line >= first)
                .or(Some(0)),
            None => topics
                .iter()
                .rposition(|(_, line)| *line < last)
                .or(count.checked_sub(1)),
        };
        if let Some((number, line)) = next.and_then(|at| topics.get(at)) {
            self.chosen = Some(*number);
            self.scroll
                .reveal((line + AIR).min(sheet.lines.len().saturating_sub(1)));
            self.scroll.reveal(line.saturating_sub(AIR));
            self.scroll.reveal(*line);
        }
        Flow::Stay
    }

    /// Follows the link under the cursor.
    fn follow(&self) -> Flow {
        let sheet = self.drawn();
        let target = self
            .chosen
            .and_then(|chosen| sheet.links.get(chosen))
            .map(|link| &link.target);
        match target {
            Some(Target::Topic(id)) => {
                TopicId::new(id.as_str()).map_or(Flow::Stay, |id| Flow::Go(Route::Topic(id)))
            }
            Some(Target::Url(_)) | None => Flow::Stay,
        }
    }

    fn side_points(&self, width: usize, look: &Look) -> Vec<Line> {
        let mut lines = vec![Line::new()];
        lines.extend(title("What to know"));
        lines.extend(sheet::points(&self.page, width, look.ascii));
        lines
    }
}

/// What heads the second column: the headings, the present one marked.
fn outline(sheet: &Sheet, first: usize, width: usize, look: &Look) -> Vec<Line> {
    let present = sheet
        .headings
        .iter()
        .rposition(|heading| heading.line <= first + AIR);
    let mut lines = title("On this page");
    for (number, heading) in sheet
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level <= 2)
    {
        let here = present == Some(number);
        let (mark, token) = if here {
            (look.glyph(Glyph::Cursor), Token::Accent)
        } else {
            (" ", Token::Dim)
        };
        let mark = Chunk::new(format!("{mark} "), Ink::of(Token::Accent));
        lines.extend(sheet::hang(
            mark,
            &[Chunk::new(heading.text.as_str(), Ink::of(token))],
            width,
        ));
    }
    lines
}

fn title(text: &str) -> Vec<Line> {
    wrap(&[Chunk::new(text, Ink::of(Token::Title))], text.len())
}

fn draw(lines: &[Line], area: Rect, buf: &mut Buffer, look: &Look, chosen: Option<usize>) {
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        buf.set_line(area.x, y, &styled(line, look, chosen), area.width);
    }
}

impl Screen for Topic {
    fn title(&self) -> String {
        self.page.topic.head.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Topic
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        if self.chosen.is_some() {
            hints.push(Command::Open.into());
        }
        if self.page.items > 0 {
            hints.push(Command::DrillIt.into());
        }
        if self.page.suspended > 0 {
            hints.push(Command::BringBack.into());
        }
        hints.push(Hint::labelled(Command::PageDown, "read on"));
        let (before, after) = &self.page.neighbours;
        if after.is_some() {
            hints.push(Command::NextTopic.into());
        }
        if before.is_some() {
            hints.push(Command::PreviousTopic.into());
        }
        if self
            .drawn()
            .links
            .iter()
            .any(|link| matches!(link.target, Target::Topic(_)))
        {
            hints.push(Hint::labelled(Command::NextLink, "links"));
        }
        hints
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few commands of this page, out of all there are"
    )]
    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        match msg {
            Msg::Command(command) if self.scroll.update(command) => Flow::Stay,
            Msg::Command(command) => match command {
                Command::DrillIt if self.page.items > 0 => {
                    Flow::Go(Route::Drill(Focus::Topic(self.id().clone())))
                }
                Command::BringBack if self.page.suspended > 0 => self.bring_back(services),
                Command::NextTopic => self.turn(self.page.neighbours.1.clone(), services),
                Command::PreviousTopic => self.turn(self.page.neighbours.0.clone(), services),
                Command::NextLink => self.choose(true),
                Command::PreviousLink => self.choose(false),
                Command::Open => self.follow(),
                Command::Edit => Flow::Edit(self.page.topic.place.clone()),
                _ => Flow::Pass,
            },
            Msg::Resumed => self.reload(services),
            Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_) | Msg::Tick | Msg::Confirmed(_) => {
                Flow::Pass
            }
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        if area.is_empty() {
            return;
        }
        let Layout { main, side } = Layout::new(area);
        let mut format = Format {
            width: usize::from(main.width),
            ascii: look.ascii,
            points: true,
        };
        let mut beside = Vec::new();
        if let Some(side) = side {
            let width = usize::from(side.width);
            let points = self.side_points(width, look);
            let needed = outline(
                &self.sheet(Format {
                    points: false,
                    ..format
                }),
                0,
                width,
                look,
            )
            .len();
            if needed + points.len() <= usize::from(side.height) {
                format.points = false;
                beside = points;
            }
        }
        self.format.set(format);
        let sheet = self.sheet(format);
        let window = self.scroll.window(sheet.lines.len(), main.height);
        self.seen.set((window.start, window.end));
        let lines = sheet.lines.get(window.clone()).unwrap_or_default();
        draw(lines, main, buf, look, self.chosen);
        if let Some(side) = side {
            let mut lines = outline(&sheet, window.start, usize::from(side.width), look);
            lines.append(&mut beside);
            draw(&lines, side, buf, look, None);
        }
        scroll::bar(area, buf, &window, sheet.lines.len(), look);
    }
}
