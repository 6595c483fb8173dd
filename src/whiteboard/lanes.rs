//! The way around the picture for arrows that run back: out of the side of a box, along a lane beside everything else, and
//! into the side of the other box. A box that has another one in its way goes through the channel beside it.

use std::collections::BTreeMap;

use super::canvas::{DOWN, LEFT, Pen, RIGHT, UP};
use super::channel::Channel;
use super::drawing::Role;
use super::layers::{Layers, What};
use super::notation::Sketch;
use super::route::{Fit, Item, Room};
use super::sheet::Sheet;
use super::words::{fold, widest};
use crate::domain::width::shorten;

/// An arrow that runs back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    /// Index into the sketch.
    pub(super) arrow: usize,
    /// Item where it starts.
    pub(super) from: usize,
    /// Item where it ends.
    pub(super) to: usize,
    /// The channel that it leaves through, if the side of the box is blocked.
    pub(super) leaves_through: Option<usize>,
    /// The channel that it arrives through, if the side of the box is blocked.
    pub(super) arrives_through: Option<usize>,
}

/// The level that an item stands on.
pub(super) fn level_of(layers: &Layers, item: usize) -> Option<usize> {
    layers.levels.iter().position(|level| level.contains(&item))
}

/// The ways of all arrows that run back, shortest first: those get the inner lanes.
pub(super) fn ways(sketch: &Sketch, layers: &Layers) -> Option<Vec<Way>> {
    let item_of = |place: usize| {
        layers
            .items
            .iter()
            .position(|what| *what == What::Box(place))
    };
    let is_box = |item: &usize| matches!(layers.items.get(*item), Some(What::Box(_)));
    let mut ways = Vec::new();
    for arrow in &layers.back {
        let ends = sketch.arrows.get(*arrow)?;
        let (from, to) = (item_of(ends.from)?, item_of(ends.to)?);
        let (from_level, to_level) = (level_of(layers, from)?, level_of(layers, to)?);
        let blocked = |item: usize, level: usize| {
            layers
                .levels
                .get(level)
                .and_then(|l| l.iter().copied().rfind(is_box))
                != Some(item)
        };
        let way = Way {
            arrow: *arrow,
            from,
            to,
            leaves_through: blocked(from, from_level).then_some(from_level + 1),
            arrives_through: blocked(to, to_level).then_some(to_level),
        };
        ways.push((from_level.abs_diff(to_level), way));
    }
    ways.sort_by_key(|(distance, way)| (*distance, way.arrow));
    Some(ways.into_iter().map(|(_, way)| way).collect())
}

/// Turns the picture over if more arrows can run back directly then.
pub(super) fn better_side(sketch: &Sketch, layers: Layers) -> Layers {
    let detours = |layers: &Layers| {
        let ways = ways(sketch, layers).unwrap_or_default();
        ways.iter()
            .flat_map(|way| [way.leaves_through, way.arrives_through])
            .flatten()
            .count()
    };
    let mut over = layers.clone();
    over.levels.iter_mut().for_each(|level| level.reverse());
    if detours(&over) < detours(&layers) {
        over
    } else {
        layers
    }
}

/// Which end of a way a door is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Leaves,
    Arrives,
}

/// The ends of ways at the side of a box, in the order in which lanes don't cross: what leaves goes back before what comes
/// in arrives, short ways inside.
fn doors_of(ways: &[Way], item: usize) -> Vec<(usize, End)> {
    let leaves = |way: &&Way| way.from == item && way.leaves_through.is_none();
    let arrives = |way: &&Way| way.to == item && way.arrives_through.is_none();
    let loops = |way: &&Way| way.from == way.to;
    let out = ways.iter().filter(leaves);
    let into = ways.iter().rev().filter(arrives);
    let own = out
        .clone()
        .filter(loops)
        .flat_map(|way| [(way.arrow, End::Leaves), (way.arrow, End::Arrives)]);
    let far_out = out
        .clone()
        .filter(|way| !loops(way))
        .map(|way| (way.arrow, End::Leaves));
    let far_into = into
        .filter(|way| !loops(way))
        .map(|way| (way.arrow, End::Arrives));
    far_out.chain(own).chain(far_into).collect()
}

/// How many ways start or end at the side of a box.
pub(super) fn doors(ways: &[Way], item: usize) -> usize {
    doors_of(ways, item).len()
}

/// One end of a lane: where along the flow, from which cell across, and the net of the line that leads there.
#[derive(Clone, Copy)]
struct Landing {
    along: usize,
    across: usize,
    /// The trunk in a channel that this end continues; `None` for a door.
    net: Option<usize>,
}

/// What is known when the lanes are drawn.
pub(super) struct Site<'a> {
    pub(super) sketch: &'a Sketch,
    pub(super) items: &'a [Item],
    pub(super) channels: &'a [Channel],
    /// One for each channel.
    pub(super) rooms: &'a [Room],
    pub(super) ways: &'a [Way],
}

impl Site<'_> {
    fn landing(&self, way: &Way, end: End) -> Option<Landing> {
        let (item, through) = match end {
            End::Leaves => (way.from, way.leaves_through),
            End::Arrives => (way.to, way.arrives_through),
        };
        let place = self.items.get(item)?;
        if let Some(number) = through {
            let channel = self.channels.get(number)?;
            let column = channel.nets.iter().find(|net| net.item == item)?.column?;
            let along = self.rooms.get(number)?.trunk(column);
            return Some(Landing {
                along,
                across: place.port,
                net: Some(item),
            });
        }
        let doors = doors_of(self.ways, item);
        let door = doors.iter().position(|door| *door == (way.arrow, end))?;
        let inner = place.extent.along.checked_sub(2)?;
        let along = place.start + 1 + (2 * door + 1) * inner / (2 * doors.len());
        let across = place.top() + place.extent.across - 1;
        Some(Landing {
            along,
            across,
            net: None,
        })
    }

    /// Where along the flow the ends of ways lie that have their lanes farther out.
    fn posts(&self, way: &Way) -> Vec<usize> {
        let later = self
            .ways
            .iter()
            .skip_while(|other| other.arrow != way.arrow)
            .skip(1);
        let ends = later.flat_map(|other| {
            [
                self.landing(other, End::Leaves),
                self.landing(other, End::Arrives),
            ]
        });
        ends.flatten().map(|landing| landing.along).collect()
    }
}

/// How far from the middle of its lane a label may stand, in cells.
const LABEL_SEARCH: usize = 40;

/// A lane and its label.
struct Lane {
    first: usize,
    last: usize,
    words: Vec<String>,
    /// Where the label starts along the flow and how many cells it takes there.
    label: (usize, usize),
    /// The label interrupts the line, else it stands beside it.
    inline: bool,
}

impl Lane {
    /// `posts` are the places along the flow where lines of other lanes pass; the label keeps clear of them.
    fn new(label: &str, (first, last): (usize, usize), posts: &[usize], fit: Fit) -> Self {
        let words = match label {
            "" => Vec::new(),
            label if fit.down => fold(label, fit.labels, fit.cut, fit.mark),
            label if fit.cut => vec![shorten(label, fit.labels, fit.mark)],
            label => vec![label.to_owned()],
        };
        let size = if fit.down {
            words.len()
        } else {
            widest(&words)
        };
        let middle = (first.midpoint(last) + 1).saturating_sub(size.div_ceil(2));
        let near = (0..LABEL_SEARCH)
            .flat_map(|step| [middle.checked_sub(step), Some(middle + step)])
            .flatten();
        let mut free = near.filter(|start| {
            !posts
                .iter()
                .any(|post| (*start..start + size).contains(post))
        });
        let inside = |start: &usize| *start > first + 1 && start + size < last;
        let inline = (!fit.down && size > 0)
            .then(|| free.clone().find(inside))
            .flatten();
        let start = inline.or_else(|| free.next()).unwrap_or(middle);
        Self {
            first,
            last,
            words,
            label: (start, size),
            inline: inline.is_some(),
        }
    }

    /// All cells along the flow that the lane or its label takes.
    fn cover(&self) -> std::ops::RangeInclusive<usize> {
        let (start, size) = self.label;
        if size == 0 {
            return self.first..=self.last;
        }
        self.first.min(start)..=self.last.max(start + size - 1)
    }

    /// Cells across the flow, with the blank ones after it.
    fn thickness(&self, down: bool) -> usize {
        match (down, self.label.1) {
            (true, 0) => 2,
            (true, _) => widest(&self.words) + 4,
            (false, 0) => 1,
            (false, _) => {
                if self.inline {
                    1
                } else {
                    2
                }
            }
        }
    }
}

/// Draws all arrows that run back.
pub(super) fn draw(sheet: &mut Sheet, site: &Site<'_>, fit: Fit) -> Option<()> {
    let taken = if fit.down {
        sheet.canvas.reaches()
    } else {
        sheet.canvas.depths()
    };
    let mut lanes: Vec<(std::ops::RangeInclusive<usize>, usize)> = Vec::new();
    for way in site.ways {
        let arrow = site.sketch.arrows.get(way.arrow)?;
        let (leave, arrive) = (
            site.landing(way, End::Leaves)?,
            site.landing(way, End::Arrives)?,
        );
        let ends = (leave.along.min(arrive.along), leave.along.max(arrive.along));
        let posts = site.posts(way);
        let lane = Lane::new(&arrow.label, ends, &posts, fit);
        let across = free_cell(&taken, &lanes, &lane, fit.down);
        lanes.push((lane.cover(), across + lane.thickness(fit.down)));
        let pen = Pen {
            net: sheet.new_net(),
            dashed: arrow.asynchronous,
        };
        draw_lane(sheet, &lane, across, pen);
        for (landing, end) in [(leave, End::Leaves), (arrive, End::Arrives)] {
            // A trunk joins the lane, a line from a door turns into it.
            let pen = Pen {
                net: landing.net.unwrap_or(pen.net),
                ..pen
            };
            let towards = if landing.along == lane.first {
                RIGHT
            } else {
                LEFT
            };
            sheet.line(landing.along, across, UP | towards, pen);
            draw_landing(sheet, landing, end, across, pen);
        }
    }
    Some(())
}

/// The first cell across the flow that lies beyond everything beside the lane.
fn free_cell(
    taken: &BTreeMap<usize, usize>,
    lanes: &[(std::ops::RangeInclusive<usize>, usize)],
    lane: &Lane,
    down: bool,
) -> usize {
    // Room for the tip of the arrow, and in a column for a piece of line behind it.
    let gap = if down { 3 } else { 2 };
    let cover = lane.cover();
    let beyond = taken
        .range(cover.clone())
        .map(|(_, cell)| cell + gap)
        .max()
        .unwrap_or(0);
    let meets = |other: &std::ops::RangeInclusive<usize>| {
        other.start() <= cover.end() && cover.start() <= other.end()
    };
    let behind = lanes
        .iter()
        .filter(|(other, _)| meets(other))
        .map(|(_, next)| *next)
        .max();
    beyond.max(behind.unwrap_or(0))
}

fn draw_lane(sheet: &mut Sheet, lane: &Lane, across: usize, pen: Pen) {
    let (start, size) = lane.label;
    if lane.inline {
        sheet.run(lane.first + 1..start - 1, across, pen);
        sheet.run(start + size + 1..lane.last, across, pen);
    } else {
        sheet.run(lane.first + 1..lane.last, across, pen);
    }
    for (row, words) in lane.words.iter().enumerate() {
        let place = match (sheet.down, lane.inline) {
            (true, _) => (across + 2, start + row),
            (false, true) => (start, across),
            (false, false) => (start, across + 1),
        };
        sheet.canvas.text(place, words, Role::Label);
    }
}

/// The line between a box or a trunk and the lane.
fn draw_landing(sheet: &mut Sheet, landing: Landing, end: End, lane: usize, pen: Pen) {
    let arrives = end == End::Arrives && landing.net.is_none();
    if !arrives {
        sheet.line(landing.along, landing.across, DOWN, pen);
    }
    sheet.run_across(landing.along, landing.across + 1..lane, pen);
    if arrives {
        sheet.tip(landing.along, landing.across + 1, UP);
    }
}
