//! Where items stand across the flow: as straight as possible, parents in the middle of their children.
//!
//! Links are springs, stiff where an arrow should run straight. Level by level each item moves to where its springs pull
//! it, while the order and the gaps within the level are kept; that is an isotonic regression, solved exactly by pooling
//! neighbours that push against each other (Barlow et al. 1972). Repeated, it settles at the state of least tension.

use std::collections::BTreeMap;

use super::layers::{Layers, Link, What};

/// How much room an item takes, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Along the flow.
    pub(super) along: usize,
    /// Across the flow.
    pub(super) across: usize,
    /// The cell, counted across, where arrows come in and leave.
    pub(super) port: usize,
}

/// Blank cells between neighbours of a level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gaps {
    pub(super) boxes: usize,
    pub(super) box_and_line: usize,
    pub(super) lines: usize,
}

const SWEEPS: usize = 120;
const STIFF: f64 = 40.0;
const FIRM: f64 = 3.0;
const SOFT: f64 = 1.0;
/// Ends of a stiff spring that lie nearer than this come on one line.
const NEAR: f64 = 2.5;
/// The same for the other springs: no line should bend for one cell.
const ALMOST: f64 = 1.5;
/// Rounds of making room for lines that were straightened.
const REPAIRS: usize = 60;

/// The cell across the flow where each item's port lies; the topmost item starts at 0. `None` if the parts don't fit
/// together.
pub(super) fn ports(layers: &Layers, extents: &[Extent], gaps: Gaps) -> Option<Vec<usize>> {
    let springs = Springs::new(layers);
    let mut rows = Vec::new();
    for level in &layers.levels {
        rows.push(Row::new(layers, level, extents, gaps)?);
    }
    let mut at = vec![0.0; layers.items.len()];
    for row in &rows {
        row.settle(&mut at, |_, _| (0.0, SOFT));
    }
    for _ in 0..SWEEPS {
        for row in rows.iter().chain(rows.iter().rev()) {
            row.settle(&mut at, |item, at| springs.pull(item, at));
        }
    }
    let groups = springs.groups(layers, &at);
    let mut whole = snap(&groups, &at);
    make_room(&rows, &groups, &mut whole)?;
    let mut result = vec![0; layers.items.len()];
    let top = rows.iter().filter_map(|row| row.top(&whole)).min()?;
    for row in &rows {
        row.push_apart(&whole, top, &mut result)?;
    }
    Some(result)
}

/// How straight a link wants to be. Where a box has one arrow on that side the arrow goes straight to it; where it has
/// several, they spread.
fn stiffness(layers: &Layers, link: Link) -> f64 {
    let is_box = |item: usize| matches!(layers.items.get(item), Some(What::Box(_)));
    let out = layers.links.iter().filter(|l| l.from == link.from).count();
    let into = layers.links.iter().filter(|l| l.to == link.to).count();
    if is_box(link.from) {
        if out == 1 { STIFF } else { SOFT }
    } else if is_box(link.to) {
        if into == 1 { STIFF } else { FIRM }
    } else {
        STIFF * FIRM
    }
}

/// The links as springs.
struct Springs {
    /// For each item: (other end, stiffness).
    of: Vec<Vec<(usize, f64)>>,
}

impl Springs {
    fn new(layers: &Layers) -> Self {
        let mut of = vec![Vec::new(); layers.items.len()];
        for link in &layers.links {
            let stiffness = stiffness(layers, *link);
            for (one, other) in [(link.from, link.to), (link.to, link.from)] {
                if let Some(springs) = of.get_mut(one) {
                    springs.push((other, stiffness));
                }
            }
        }
        Self { of }
    }

    /// Where the springs pull an item, and how hard.
    fn pull(&self, item: usize, at: &[f64]) -> (f64, f64) {
        let springs = self.of.get(item).map_or(&[][..], Vec::as_slice);
        let position = |item: usize| at.get(item).copied().unwrap_or_default();
        let weight: f64 = springs.iter().map(|(_, stiffness)| stiffness).sum();
        if weight == 0.0 {
            return (position(item), SOFT);
        }
        let sum: f64 = springs
            .iter()
            .map(|(other, stiffness)| stiffness * position(*other))
            .sum();
        (sum / weight, weight)
    }

    /// Puts items that should be on one line into one group; gives each item the number of its group.
    fn groups(&self, layers: &Layers, at: &[f64]) -> Vec<usize> {
        let mut group: Vec<usize> = (0..at.len()).collect();
        let mut near = Vec::new();
        for (one, springs) in self.of.iter().enumerate() {
            for (other, stiffness) in springs {
                let (Some(a), Some(b)) = (at.get(one), at.get(*other)) else {
                    continue;
                };
                let stiff = *stiffness >= STIFF;
                let distance = (a - b).abs();
                if distance < if stiff { NEAR } else { ALMOST } {
                    near.push((!stiff, whole(distance * 100.0), one, *other));
                }
            }
        }
        near.sort_unstable();
        for (.., one, other) in near {
            let (Some(new), Some(old)) = (group.get(one).copied(), group.get(other).copied())
            else {
                continue;
            };
            let joined = |item: &&usize| group.get(**item).is_some_and(|g| *g == new || *g == old);
            let crowded = layers
                .levels
                .iter()
                .any(|level| level.iter().filter(joined).count() > 1);
            if !crowded {
                group
                    .iter_mut()
                    .filter(|g| **g == old)
                    .for_each(|g| *g = new);
            }
        }
        group
    }
}

/// Rounds to whole cells, a group as one.
fn snap(groups: &[usize], at: &[f64]) -> Vec<i64> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (group, at) in groups.iter().zip(at) {
        let (sum, count) = sums.entry(*group).or_default();
        (*sum, *count) = (*sum + at, *count + 1.0);
    }
    groups
        .iter()
        .map(|group| sums.get(group).map_or(0, |(sum, count)| whole(sum / count)))
        .collect()
}

/// Moves whole groups on until nothing in a level is too near to its neighbour, or until that seems hopeless.
fn make_room(rows: &[Row], groups: &[usize], whole: &mut [i64]) -> Option<()> {
    for _ in 0..REPAIRS {
        let mut moved = false;
        for row in rows {
            for pair in row.items.windows(2) {
                let [(before, from), (item, to)] = *pair else {
                    continue;
                };
                let least = i64::try_from(to - from).ok()?;
                let missing = least - (whole.get(item)? - whole.get(before)?);
                if missing > 0 {
                    let group = groups.get(item)?;
                    let members = whole.iter_mut().zip(groups).filter(|(_, g)| *g == group);
                    members.for_each(|(at, _)| *at += missing);
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    Some(())
}

/// The nearest cell; what lies just below a half goes up with the half, so that rounding errors don't bend lines.
fn whole(at: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a picture is a few thousand cells wide at most"
    )]
    let cell = (at + 0.01).round() as i64;
    cell
}

/// One level: its items and the least distance of each port from the first one's.
struct Row {
    /// (item, least distance from the first port)
    items: Vec<(usize, usize)>,
    /// Cells from the edge of the first item to its port.
    lead: usize,
}

impl Row {
    fn new(layers: &Layers, level: &[usize], extents: &[Extent], gaps: Gaps) -> Option<Self> {
        let mut items = Vec::new();
        let mut lead = 0;
        let mut last: Option<(bool, Extent, usize)> = None;
        for item in level {
            let extent = *extents.get(*item)?;
            let is_box = matches!(layers.items.get(*item)?, What::Box(_));
            let at = match last {
                None => {
                    lead = extent.port;
                    0
                }
                Some((was_box, before, at)) => {
                    let gap = match (was_box, is_box) {
                        (true, true) => gaps.boxes,
                        (false, false) => gaps.lines,
                        (true, false) | (false, true) => gaps.box_and_line,
                    };
                    at + before.across - before.port + gap + extent.port
                }
            };
            items.push((*item, at));
            last = Some((is_box, extent, at));
        }
        Some(Self { items, lead })
    }

    /// Moves the items as near to where they are pulled as their order allows. `pull` gives an item's place and the weight
    /// of that wish.
    fn settle(&self, at: &mut [f64], pull: impl Fn(usize, &[f64]) -> (f64, f64)) {
        // Blocks of items that touch: (where they want the first port, weight, number of items).
        let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
        for (item, distance) in &self.items {
            let (wanted, weight) = pull(*item, at);
            let mut block = (wanted - cells(*distance), weight, 1);
            while let Some(before) = blocks.pop_if(|before| before.0 > block.0) {
                let weight = before.1 + block.1;
                let mean = (before.0 * before.1 + block.0 * block.1) / weight;
                block = (mean, weight, before.2 + block.2);
            }
            blocks.push(block);
        }
        let firsts = blocks
            .into_iter()
            .flat_map(|(first, _, count)| std::iter::repeat_n(first, count));
        for ((item, distance), first) in self.items.iter().zip(firsts) {
            if let Some(slot) = at.get_mut(*item) {
                *slot = first + cells(*distance);
            }
        }
    }

    /// The outer edge of the first item.
    fn top(&self, whole: &[i64]) -> Option<i64> {
        let (first, _) = self.items.first()?;
        Some(whole.get(*first)? - i64::try_from(self.lead).ok()?)
    }

    /// Writes the final cells; rounding may have brought neighbours too near.
    fn push_apart(&self, whole: &[i64], top: i64, result: &mut [usize]) -> Option<()> {
        let mut least = 0;
        let mut before = 0;
        for (item, distance) in &self.items {
            let wanted = usize::try_from(whole.get(*item)? - top).ok()?;
            let port = wanted.max(least + distance - before);
            *result.get_mut(*item)? = port;
            (least, before) = (port, *distance);
        }
        Some(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture is a few thousand cells wide at most"
)]
fn cells(count: usize) -> f64 {
    count as f64
}
