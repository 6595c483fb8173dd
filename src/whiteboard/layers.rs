//! Who stands before whom: the order of boxes along the flow and beside each other.
//!
//! Every arrow that runs forward is split by a *joint* halfway, which carries its label, so boxes have even levels and
//! labels odd ones. `ascii-dag` finds the levels, the waypoints of arrows that skip levels, and the order within a level
//! with the fewest crossings. Arrows that close a cycle are kept out; they are drawn around the picture afterwards.

use std::collections::BTreeMap;

use ascii_dag::ir::NodeKind;
use ascii_dag::{Direction, Graph, LayoutConfig, QUALITY};

use super::notation::Sketch;

/// What stands at one place of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A box: index into the sketch.
    Box(usize),
    /// The middle of an arrow, where its label stands: index into the sketch.
    Joint(usize),
    /// An arrow passes by: index into the sketch.
    Pass(usize),
}

/// A step of an arrow from one level to the next; both ends are indices into [`Layers::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Index into the sketch.
    pub(super) arrow: usize,
}

/// The layered picture. Links only join neighbouring levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layers {
    pub(super) items: Vec<What>,
    /// Indices into `items`, in the order across the flow. Boxes stand on even levels, joints on odd ones.
    pub(super) levels: Vec<Vec<usize>>,
    pub(super) links: Vec<Link>,
    /// Arrows that run against the flow or back into their own box: indices into the sketch.
    pub(super) back: Vec<usize>,
}

impl Layers {
    /// Lays the sketch out; `None` if it has no box or the layout is not what it should be.
    pub(super) fn new(sketch: &Sketch) -> Option<Self> {
        if sketch.boxes.is_empty() {
            return None;
        }
        let back = back_arrows(sketch);
        let forward: Vec<(usize, usize, usize)> = sketch
            .arrows
            .iter()
            .enumerate()
            .filter(|(arrow, _)| !back.contains(arrow))
            .map(|(arrow, ends)| (arrow, ends.from, ends.to))
            .collect();
        let draft = Draft {
            boxes: sketch.boxes.len(),
            hidden: late_starts(sketch.boxes.len(), &forward),
            forward,
        };
        draft.layers(back)
    }
}

/// The arrows that close a cycle when the picture is read from its starts in the order of the text.
fn back_arrows(sketch: &Sketch) -> Vec<usize> {
    let count = sketch.boxes.len();
    let is_start = |place: &usize| {
        !sketch
            .arrows
            .iter()
            .any(|a| a.to == *place && a.from != a.to)
    };
    let starts = (0..count).filter(is_start).chain(0..count);
    let mut walk = Walk {
        sketch,
        seen: vec![Seen::Never; count],
        back: Vec::new(),
    };
    for start in starts {
        walk.visit(start);
    }
    walk.back.sort_unstable();
    walk.back
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    OnTheWay,
    Done,
}

struct Walk<'a> {
    sketch: &'a Sketch,
    seen: Vec<Seen>,
    back: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, place: usize) {
        if self.seen.get(place) != Some(&Seen::Never) {
            return;
        }
        self.mark(place, Seen::OnTheWay);
        for (number, arrow) in self.sketch.arrows.iter().enumerate() {
            if arrow.from != place {
                continue;
            }
            if self.seen.get(arrow.to) == Some(&Seen::OnTheWay) {
                self.back.push(number);
            } else {
                self.visit(arrow.to);
            }
        }
        self.mark(place, Seen::Done);
    }

    fn mark(&mut self, place: usize, seen: Seen) {
        if let Some(slot) = self.seen.get_mut(place) {
            *slot = seen;
        }
    }
}

/// Levels are counted from the starts, so a box that only feeds the end of a long chain would stand far from it. For each
/// such box: (arrow whose joint it should follow, the box).
fn late_starts(boxes: usize, forward: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
    let level = longest_paths(boxes, forward);
    let level_of = |place: usize| level.get(place).copied().unwrap_or(0);
    let into = |place: usize| forward.iter().filter(move |(_, _, to)| *to == place);
    let mut late = Vec::new();
    for place in 0..boxes {
        if into(place).next().is_some() {
            continue;
        }
        let nearest = forward
            .iter()
            .filter(|(_, from, _)| *from == place)
            .min_by_key(|(_, _, to)| level_of(*to));
        let Some((_, _, target)) = nearest else {
            continue;
        };
        let wanted = level_of(*target).saturating_sub(1);
        let beside = into(*target).find(|(_, from, _)| level_of(*from) == wanted && *from != place);
        let before = beside
            .and_then(|(_, from, _)| into(*from).find(|(_, f, _)| level_of(*f) + 1 == wanted));
        if let Some((arrow, _, _)) = before.filter(|_| wanted > 0) {
            late.push((*arrow, place));
        }
    }
    late
}

/// How many arrows lead to each box on the longest way from a start.
fn longest_paths(boxes: usize, forward: &[(usize, usize, usize)]) -> Vec<usize> {
    let mut level = vec![0_usize; boxes];
    for _ in 0..boxes {
        for (_, from, to) in forward {
            let next = level.get(*from).map_or(0, |l| l + 1);
            if let Some(slot) = level.get_mut(*to) {
                *slot = (*slot).max(next);
            }
        }
    }
    level
}

/// The picture without its cycles, ready for the layout.
struct Draft {
    boxes: usize,
    /// (arrow, from, to)
    forward: Vec<(usize, usize, usize)>,
    /// (arrow, box): the box stands at least one level behind the arrow's joint.
    hidden: Vec<(usize, usize)>,
}

impl Draft {
    /// The id that an arrow's joint has in the layout; boxes have their index.
    fn joint_id(&self, arrow: usize) -> usize {
        self.boxes + arrow
    }

    fn layers(&self, back: Vec<usize>) -> Option<Layers> {
        let mut graph: Graph<'_> = Graph::new();
        graph.set_direction(Direction::TopDown);
        graph.set_crossing_pipeline(QUALITY);
        for place in 0..self.boxes {
            graph.add_node(place, "box");
        }
        for (arrow, ..) in &self.forward {
            graph.add_node(self.joint_id(*arrow), "");
        }
        // Edge 2n runs from the box to the joint of forward arrow n, edge 2n + 1 from there to the other box.
        for (arrow, from, to) in &self.forward {
            graph.add_edge(*from, self.joint_id(*arrow), None);
            graph.add_edge(self.joint_id(*arrow), *to, None);
        }
        for (arrow, place) in &self.hidden {
            graph.add_edge(self.joint_id(*arrow), *place, None);
        }
        let mut config = LayoutConfig::standard();
        config.direction = Direction::TopDown;
        config.include_dummy_nodes = true;
        let layout = graph.compute_layout_with_config(&config);

        let mut places: Vec<(usize, usize, What)> = Vec::new();
        for node in layout.nodes() {
            let what = match node.kind {
                NodeKind::Explicit if node.id < self.boxes => What::Box(node.id),
                NodeKind::Explicit => What::Joint(node.id - self.boxes),
                NodeKind::Dummy => {
                    let edge = node.edge_index?;
                    let Some((arrow, ..)) = self.forward.get(edge / 2) else {
                        continue;
                    };
                    What::Pass(*arrow)
                }
                NodeKind::Implicit => return None,
            };
            places.push((node.level, node.level_position, what));
        }
        places.sort_by_key(|(level, position, _)| (*level, *position));
        self.assemble(&places, back)
    }

    fn assemble(&self, places: &[(usize, usize, What)], back: Vec<usize>) -> Option<Layers> {
        let mut levels: Vec<Vec<usize>> = Vec::new();
        let mut stops: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        let mut box_at: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (item, (level, _, what)) in places.iter().enumerate() {
            levels.resize_with(levels.len().max(level + 1), Vec::new);
            levels.get_mut(*level)?.push(item);
            match what {
                What::Box(place) => drop(box_at.insert(*place, (*level, item))),
                What::Joint(arrow) | What::Pass(arrow) => {
                    stops.entry(*arrow).or_default().push((*level, item));
                }
            }
        }
        let mut links = Vec::new();
        for (arrow, from, to) in &self.forward {
            let way = [*box_at.get(from)?]
                .into_iter()
                .chain(stops.remove(arrow)?)
                .chain([*box_at.get(to)?]);
            let way: Vec<(usize, usize)> = way.collect();
            for pair in way.windows(2) {
                let [(level, from), (next, to)] = *pair else {
                    continue;
                };
                if level + 1 != next {
                    return None;
                }
                links.push(Link {
                    from,
                    to,
                    arrow: *arrow,
                });
            }
        }
        let items = places.iter().map(|(_, _, what)| *what).collect();
        Some(Layers {
            items,
            levels,
            links,
            back,
        })
    }
}
