//! Turns layers into a picture: sizes, lines, and the way around for arrows that run back.
//!
//! Everything is reckoned along the flow and across it; only [`Sheet`] knows which of the two is horizontal.

use super::canvas::{Canvas, DOWN, LEFT, Pen, RIGHT, UP};
use super::channel::{Channel, Net, Strand};
use super::drawing::Role;
use super::lanes::{self, Way};
use super::layers::{Layers, What};
use super::notation::Sketch;
use super::place::{Extent, Gaps, ports};
use super::sheet::Sheet;
use super::words::{fold, widest};
use crate::domain::width::{shorten, width};

/// One way to try a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The flow runs from top to bottom, else from left to right.
    pub(super) down: bool,
    /// Cells for a line of a name.
    pub(super) names: usize,
    /// Cells for a line of a label; only looked at when the flow runs down.
    pub(super) labels: usize,
    /// Words that don't fit are cut short.
    pub(super) cut: bool,
    /// What stands for the part that was cut off.
    pub(super) mark: &'static str,
}

/// An item with its words and its place.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) words: Vec<String>,
    pub(super) extent: Extent,
    /// The cell across the flow where arrows come and go.
    pub(super) port: usize,
    /// Where it starts along the flow.
    pub(super) start: usize,
    /// Cells along the flow that its level takes.
    pub(super) depth: usize,
}

impl Item {
    /// Where it starts across the flow.
    pub(super) fn top(&self) -> usize {
        self.port.saturating_sub(self.extent.port)
    }
}

/// Draws the layers; `None` if the parts don't fit together, which would be a mistake in here.
pub(super) fn picture(sketch: &Sketch, layers: &Layers, fit: Fit) -> Option<Canvas> {
    let ways = lanes::ways(sketch, layers)?;
    let mut items = sized_items(sketch, layers, &ways, fit)?;
    let extents: Vec<Extent> = items.iter().map(|item| item.extent).collect();
    let gaps = if fit.down {
        Gaps {
            boxes: 3,
            box_and_line: 2,
            lines: 2,
        }
    } else {
        Gaps {
            boxes: 1,
            box_and_line: 1,
            lines: 0,
        }
    };
    for (item, port) in items.iter_mut().zip(ports(layers, &extents, gaps)?) {
        item.port = port;
    }
    let channels = channels(sketch, layers, &items, &ways)?;
    let starts = spread(layers, &channels, &mut items, fit.down)?;

    let rooms: Vec<Room> = channels
        .iter()
        .zip(starts)
        .enumerate()
        .map(|(number, (channel, start))| Room::new(fit.down, number, channel, start))
        .collect();

    let mut sheet = Sheet::new(fit.down);
    for (number, item) in items.iter().enumerate() {
        draw_item(&mut sheet, sketch, number, item);
    }
    for (number, (channel, room)) in channels.iter().zip(&rooms).enumerate() {
        for net in &channel.nets {
            let owner = items.get(net.item)?;
            draw_net(&mut sheet, net, *room);
            if matches!(owner.what, What::Box(_)) {
                if number.is_multiple_of(2) {
                    draw_tips(&mut sheet, net, *room);
                } else {
                    draw_exit(&mut sheet, owner, net);
                }
            }
        }
    }
    let site = lanes::Site {
        sketch,
        items: &items,
        channels: &channels,
        rooms: &rooms,
        ways: &ways,
    };
    lanes::draw(&mut sheet, &site, fit)?;
    Some(sheet.canvas)
}

/// Opens the frame of a box where its arrows leave, and leads them to the end of the level if the box is smaller.
fn draw_exit(sheet: &mut Sheet, item: &Item, net: &Net) {
    let pen = Pen {
        net: net.item,
        dashed: net.strands.iter().all(|strand| strand.dashed),
    };
    let end = item.start + item.extent.along;
    sheet.line(end - 1, item.port, RIGHT, pen);
    sheet.run(end..item.start + item.depth, item.port, pen);
}

/// Breaks the words and reckons how much room everything needs.
fn sized_items(sketch: &Sketch, layers: &Layers, ways: &[Way], fit: Fit) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    for (number, what) in layers.items.iter().enumerate() {
        let (words, extent) = match what {
            What::Box(place) => {
                let words = fold(sketch.boxes.get(*place)?, fit.names, fit.cut, fit.mark);
                let doors = lanes::doors(ways, number);
                let (wide, high) = (widest(&words) + 4, words.len() + 2);
                let extent = if fit.down {
                    Extent {
                        along: high.max(doors + 2),
                        across: wide,
                        port: wide / 2,
                    }
                } else {
                    let along = if doors == 0 {
                        wide
                    } else {
                        wide.max(2 * doors + 3)
                    };
                    Extent {
                        along,
                        across: high,
                        port: high / 2,
                    }
                };
                (words, extent)
            }
            What::Joint(arrow) => {
                let label = &sketch.arrows.get(*arrow)?.label;
                let room = if fit.down || fit.cut {
                    fit.labels
                } else {
                    usize::MAX
                };
                joint(label, room, fit)
            }
            What::Pass(_) => (
                Vec::new(),
                Extent {
                    along: 0,
                    across: 1,
                    port: 0,
                },
            ),
        };
        items.push(Item {
            what: *what,
            words,
            extent,
            port: 0,
            start: 0,
            depth: 0,
        });
    }
    Some(items)
}

fn joint(label: &str, room: usize, fit: Fit) -> (Vec<String>, Extent) {
    if label.is_empty() {
        return (
            Vec::new(),
            Extent {
                along: 0,
                across: 1,
                port: 0,
            },
        );
    }
    if fit.down {
        let words = fold(label, room, fit.cut, fit.mark);
        let extent = Extent {
            along: words.len(),
            across: widest(&words) + 2,
            port: 0,
        };
        (words, extent)
    } else {
        let words = vec![shorten(label, room, fit.mark)];
        let extent = Extent {
            along: widest(&words) + 2,
            across: 1,
            port: 0,
        };
        (words, extent)
    }
}

/// The channel before each level, and one after the last.
fn channels(
    sketch: &Sketch,
    layers: &Layers,
    items: &[Item],
    ways: &[Way],
) -> Option<Vec<Channel>> {
    let mut channels = vec![Channel::default(); layers.levels.len() + 1];
    for link in &layers.links {
        let (from, to) = (items.get(link.from)?, items.get(link.to)?);
        let level = lanes::level_of(layers, link.to)?;
        // A channel before an odd level is left by boxes, one before an even level leads into them.
        let owner = if level % 2 == 1 { link.from } else { link.to };
        let strand = Strand {
            enters: Some(from.port),
            leaves: Some(to.port),
            dashed: sketch.arrows.get(link.arrow)?.asynchronous,
        };
        channels.get_mut(level)?.add(owner, strand);
    }
    for way in ways {
        let dashed = sketch.arrows.get(way.arrow)?.asynchronous;
        if let Some(channel) = way.leaves_through {
            let enters = Some(items.get(way.from)?.port);
            channels.get_mut(channel)?.add(
                way.from,
                Strand {
                    enters,
                    leaves: None,
                    dashed,
                },
            );
        }
        if let Some(channel) = way.arrives_through {
            let leaves = Some(items.get(way.to)?.port);
            channels.get_mut(channel)?.add(
                way.to,
                Strand {
                    enters: None,
                    leaves,
                    dashed,
                },
            );
        }
    }
    channels.iter_mut().for_each(Channel::arrange);
    Some(channels)
}

/// Where a channel starts, how many cells it takes along the flow, and where its trunks stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) start: usize,
    pub(super) size: usize,
    first: usize,
    step: usize,
}

impl Room {
    /// `number` counts channels: even ones lead into boxes and need room for the tip of the arrow.
    fn new(down: bool, number: usize, channel: &Channel, start: usize) -> Self {
        let columns = channel.columns;
        let leads_in = number.is_multiple_of(2);
        let (first, step, size) = match (down, leads_in) {
            // The tip alone would not show that a line is dashed.
            (true, true) => (0, 1, columns.max(usize::from(channel.has_dashes())) + 1),
            (true, false) => (0, 1, columns),
            (false, true) => (1, 2, 2 * columns + 2),
            (false, false) => (1, 2, 2 * columns + 1),
        };
        Self {
            start,
            size,
            first,
            step,
        }
    }

    /// Where along the flow the trunk of a column stands.
    pub(super) fn trunk(&self, column: usize) -> usize {
        self.start + self.first + self.step * column
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.size
    }
}

/// Sets the places along the flow and gives the start of each channel.
fn spread(
    layers: &Layers,
    channels: &[Channel],
    items: &mut [Item],
    down: bool,
) -> Option<Vec<usize>> {
    let mut starts = Vec::new();
    let mut cursor = 0;
    for (number, channel) in channels.iter().enumerate() {
        starts.push(cursor);
        let outer = number == 0 || number == layers.levels.len();
        if !outer || !channel.nets.is_empty() {
            cursor = Room::new(down, number, channel, cursor).end();
        }
        let Some(level) = layers.levels.get(number) else {
            continue;
        };
        let depth = level
            .iter()
            .filter_map(|item| items.get(*item))
            .map(|item| item.extent.along)
            .max()?;
        for number in level {
            let item = items.get_mut(*number)?;
            (item.start, item.depth) = (cursor, depth);
            if !down && matches!(item.what, What::Box(_)) {
                item.extent.along = depth;
            }
        }
        cursor += depth;
    }
    Some(starts)
}

fn draw_item(sheet: &mut Sheet, sketch: &Sketch, number: usize, item: &Item) {
    let end = item.start + item.depth;
    match item.what {
        What::Box(_) => {
            draw_box(sheet, item);
        }
        What::Joint(arrow) | What::Pass(arrow) => {
            let dashed = sketch
                .arrows
                .get(arrow)
                .is_some_and(|arrow| arrow.asynchronous);
            let pen = Pen {
                net: number,
                dashed,
            };
            if sheet.down {
                sheet.run(item.start..end, item.port, pen);
                for (row, words) in item.words.iter().enumerate() {
                    sheet
                        .canvas
                        .text((item.port + 2, item.start + row), words, Role::Label);
                }
            } else {
                sheet.run(item.start + item.extent.along..end, item.port, pen);
                for words in &item.words {
                    sheet
                        .canvas
                        .text((item.start + 1, item.port), words, Role::Label);
                }
            }
        }
    }
}

fn draw_box(sheet: &mut Sheet, item: &Item) {
    let (x, y) = sheet.place(item.start, item.top());
    let (wide, high) = sheet.place(item.extent.along, item.extent.across);
    sheet.canvas.frame((x, y), (wide, high));
    let above = high.saturating_sub(2 + item.words.len()) / 2;
    for (row, words) in item.words.iter().enumerate() {
        let before = wide.saturating_sub(2 + width(words)) / 2;
        sheet
            .canvas
            .text((x + 1 + before, y + 1 + above + row), words, Role::Name);
    }
}

fn draw_net(sheet: &mut Sheet, net: &Net, room: Room) {
    for strand in &net.strands {
        let pen = Pen {
            net: net.item,
            dashed: strand.dashed,
        };
        match net.column.map(|column| room.trunk(column)) {
            None => {
                if let Some(cell) = strand.enters {
                    sheet.run(room.start..room.end(), cell, pen);
                }
            }
            Some(trunk) => draw_bend(sheet, *strand, room, trunk, pen),
        }
    }
}

/// Points the net into its box.
fn draw_tips(sheet: &mut Sheet, net: &Net, room: Room) {
    for cell in net.strands.iter().filter_map(|strand| strand.leaves) {
        sheet.tip(room.end() - 1, cell, RIGHT);
    }
}

/// One strand of a net with a trunk; what comes from or goes to the lane is left open, [`lanes::draw`] adds it.
fn draw_bend(sheet: &mut Sheet, strand: Strand, room: Room, trunk: usize, pen: Pen) {
    if let Some(enters) = strand.enters {
        sheet.run(room.start..trunk, enters, pen);
        sheet.line(trunk, enters, LEFT, pen);
    }
    if let Some(leaves) = strand.leaves {
        sheet.line(trunk, leaves, RIGHT, pen);
        sheet.run(trunk + 1..room.end(), leaves, pen);
    }
    if let (Some(enters), Some(leaves)) = (strand.enters, strand.leaves) {
        let (first, last) = (enters.min(leaves), enters.max(leaves));
        if first < last {
            sheet.line(trunk, first, DOWN, pen);
            sheet.run_across(trunk, first + 1..last, pen);
            sheet.line(trunk, last, UP, pen);
        }
    }
}
