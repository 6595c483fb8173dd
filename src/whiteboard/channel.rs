//! The space between two levels, where arrows change their line.
//!
//! What leaves one box (or runs into one box) is a *net* that shares a trunk across the flow. Trunks get columns of their own
//! where they would touch, in the order with the fewest crossings.

/// A piece of an arrow inside a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strand {
    /// The cell across the flow where it comes in; `None`: from the lane around the picture.
    pub(super) enters: Option<usize>,
    /// Where it goes out; `None`: to the lane around the picture.
    pub(super) leaves: Option<usize>,
    pub(super) dashed: bool,
}

/// Strands that share a trunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Net {
    /// The item they all leave or run into.
    pub(super) item: usize,
    pub(super) strands: Vec<Strand>,
    /// The column of the trunk, counted along the flow from 0; `None` if the net runs straight through.
    pub(super) column: Option<usize>,
}

impl Net {
    /// First and last cell of the trunk; the lane lies beyond all cells.
    pub(super) fn span(&self) -> (usize, usize) {
        let ends = || {
            self.strands
                .iter()
                .flat_map(|s| [s.enters, s.leaves])
                .map(|end| end.unwrap_or(usize::MAX))
        };
        (ends().min().unwrap_or(0), ends().max().unwrap_or(0))
    }

    fn enters(&self) -> impl Iterator<Item = usize> {
        self.strands.iter().filter_map(|strand| strand.enters)
    }

    fn leaves(&self) -> impl Iterator<Item = usize> {
        self.strands.iter().filter_map(|strand| strand.leaves)
    }

    fn covers(&self, cell: usize) -> bool {
        let (first, last) = self.span();
        first <= cell && cell <= last
    }

    fn overlaps(&self, other: &Self) -> bool {
        let (first, last) = self.span();
        let (other_first, other_last) = other.span();
        first <= other_last && other_first <= last
    }

    /// How bad it is if this trunk stands before the other: crossings, and lines on top of each other, which are far worse.
    fn cost_before(&self, other: &Self) -> usize {
        const OVERLAP: usize = 1000;
        let touches = |cell: usize| other.enters().any(|enter| enter == cell);
        let out = self.leaves().filter(|cell| other.covers(*cell));
        let out: usize = out
            .map(|cell| if touches(cell) { OVERLAP } else { 1 })
            .sum();
        out + other.enters().filter(|cell| self.covers(*cell)).count()
    }
}

/// All nets between two levels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) nets: Vec<Net>,
    /// How many columns the trunks need.
    pub(super) columns: usize,
}

impl Channel {
    /// Adds a strand to the net of an item.
    pub(super) fn add(&mut self, item: usize, strand: Strand) {
        if let Some(net) = self.nets.iter_mut().find(|net| net.item == item) {
            net.strands.push(strand);
        } else {
            self.nets.push(Net {
                item,
                strands: vec![strand],
                column: None,
            });
        }
    }

    /// Some arrow in it is asynchronous.
    pub(super) fn has_dashes(&self) -> bool {
        self.nets
            .iter()
            .flat_map(|net| &net.strands)
            .any(|strand| strand.dashed)
    }

    /// Gives every trunk its column.
    pub(super) fn arrange(&mut self) {
        let (mut trunks, straight): (Vec<Net>, Vec<Net>) = self
            .nets
            .drain(..)
            .partition(|net| net.span().0 != net.span().1);
        trunks.sort_by_key(Net::span);
        let mut order: Vec<Net> = Vec::new();
        for net in trunks {
            let cost = |place: usize| -> usize {
                let before = order
                    .iter()
                    .take(place)
                    .map(|other| other.cost_before(&net));
                let after = order.iter().skip(place).map(|other| net.cost_before(other));
                before.chain(after).sum()
            };
            let best = (0..=order.len())
                .min_by_key(|place| cost(*place))
                .unwrap_or(0);
            order.insert(best, net);
        }
        for net in order {
            let mut placed = net;
            let behind = self
                .nets
                .iter()
                .filter(|other| other.overlaps(&placed))
                .filter_map(|other| other.column);
            placed.column = Some(behind.max().map_or(0, |column| column + 1));
            self.nets.push(placed);
        }
        self.columns = self
            .nets
            .iter()
            .filter_map(|net| net.column)
            .max()
            .map_or(0, |column| column + 1);
        self.nets.extend(straight);
    }
}
