//! The canvas, seen along the flow and across it, whichever way the flow runs.

use super::canvas::{Arms, Canvas, DOWN, LEFT, Pen, Place, RIGHT, UP};

/// Cells that have no item of their own get nets with numbers from here on.
const FREE_NETS: usize = 1 << 20;

/// The canvas, seen along and across the flow.
pub(super) struct Sheet {
    pub(super) canvas: Canvas,
    pub(super) down: bool,
    nets: usize,
}

impl Sheet {
    pub(super) fn new(down: bool) -> Self {
        Self {
            canvas: Canvas::default(),
            down,
            nets: FREE_NETS,
        }
    }

    pub(super) fn place(&self, along: usize, across: usize) -> Place {
        if self.down {
            (across, along)
        } else {
            (along, across)
        }
    }

    /// A side as seen along the flow, turned to what it is on the page.
    pub(super) fn side(&self, side: Arms) -> Arms {
        match side {
            RIGHT if self.down => DOWN,
            LEFT if self.down => UP,
            DOWN if self.down => RIGHT,
            UP if self.down => LEFT,
            side => side,
        }
    }

    fn sides(&self, sides: Arms) -> Arms {
        [UP, RIGHT, DOWN, LEFT]
            .into_iter()
            .filter(|side| sides & side != 0)
            .map(|side| self.side(side))
            .sum()
    }

    /// A net that nothing else belongs to.
    pub(super) fn new_net(&mut self) -> usize {
        self.nets += 1;
        self.nets
    }

    /// Arms are given as if the flow ran to the right.
    pub(super) fn line(&mut self, along: usize, across: usize, arms: Arms, pen: Pen) {
        let (place, arms) = (self.place(along, across), self.sides(arms));
        self.canvas.line(place, arms, pen);
    }

    pub(super) fn run(&mut self, along: std::ops::Range<usize>, across: usize, pen: Pen) {
        for cell in along {
            self.line(cell, across, LEFT | RIGHT, pen);
        }
    }

    pub(super) fn run_across(&mut self, along: usize, across: std::ops::Range<usize>, pen: Pen) {
        for cell in across {
            self.line(along, cell, UP | DOWN, pen);
        }
    }

    pub(super) fn tip(&mut self, along: usize, across: usize, towards: Arms) {
        let (place, side) = (self.place(along, across), self.side(towards));
        self.canvas.tip(place, side);
    }
}
