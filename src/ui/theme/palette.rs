//! The colours themselves, and how they shrink to 256 and 16.

use ratatui::style::Color;

use crate::app::config::{Depth, ThemeName};

/// A colour as red, green and blue.
pub(super) type Rgb = [u8; 3];

/// The colours of a theme at a depth. [`Color::Reset`] is the terminal's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    /// Below everything.
    pub(super) ground: Color,
    /// Below the top and the bottom line.
    pub(super) bar: Color,
    /// Below the line with the cursor.
    pub(super) selected: Color,
    /// Below a text field.
    pub(super) field: Color,
    /// Prose.
    pub(super) text: Color,
    /// Less important prose.
    pub(super) dim: Color,
    /// Lines.
    pub(super) border: Color,
    /// The one accent.
    pub(super) accent: Color,
    /// Code.
    pub(super) code: Color,
    /// Right.
    pub(super) good: Color,
    /// Nearly right.
    pub(super) near: Color,
    /// Wrong.
    pub(super) bad: Color,
    /// From little to much.
    pub(super) heat: [Color; 4],
}

/// A palette before it is fitted to a depth.
struct Source {
    ground: Rgb,
    bar: Rgb,
    selected: Rgb,
    field: Rgb,
    text: Rgb,
    dim: Rgb,
    border: Rgb,
    accent: Rgb,
    code: Rgb,
    good: Rgb,
    near: Rgb,
    bad: Rgb,
}

const DARK: Source = Source {
    ground: [0x1a, 0x1c, 0x22],
    bar: [0x24, 0x27, 0x30],
    selected: [0x2d, 0x36, 0x47],
    field: [0x28, 0x2b, 0x35],
    text: [0xe2, 0xe4, 0xe9],
    dim: [0xa6, 0xac, 0xb8],
    border: [0x6b, 0x72, 0x82],
    accent: [0x7c, 0xc4, 0xf8],
    code: [0xdc, 0xc9, 0x9b],
    good: [0x8f, 0xd1, 0x8f],
    near: [0xe8, 0xc1, 0x6a],
    bad: [0xf6, 0x96, 0x8c],
};

const LIGHT: Source = Source {
    ground: [0xfb, 0xfb, 0xf9],
    bar: [0xec, 0xec, 0xe7],
    selected: [0xdb, 0xe7, 0xf3],
    field: [0xf0, 0xf0, 0xea],
    text: [0x22, 0x25, 0x2c],
    dim: [0x55, 0x5b, 0x66],
    border: [0x86, 0x8d, 0x98],
    accent: [0x0a, 0x58, 0x97],
    code: [0x66, 0x48, 0x10],
    good: [0x1a, 0x63, 0x2a],
    near: [0x73, 0x4f, 0x00],
    bad: [0xa8, 0x20, 0x1a],
};

const CONTRAST: Source = Source {
    ground: [0x00, 0x00, 0x00],
    bar: [0x1c, 0x1c, 0x1c],
    selected: [0x00, 0x00, 0x5f],
    field: [0x26, 0x26, 0x26],
    text: [0xff, 0xff, 0xff],
    dim: [0xd7, 0xd7, 0xd7],
    border: [0xa8, 0xa8, 0xa8],
    accent: [0x87, 0xd7, 0xff],
    code: [0xff, 0xd7, 0x87],
    good: [0x87, 0xff, 0x87],
    near: [0xff, 0xe0, 0x50],
    bad: [0xff, 0xaf, 0xa7],
};

impl Palette {
    pub(super) fn new(name: ThemeName, depth: Depth) -> Self {
        match (name, depth) {
            (ThemeName::Plain, _) => Self::named(Color::Reset, [Color::Reset; 4]),
            (ThemeName::Dark, Depth::Sixteen) => {
                let names = [Color::Green, Color::Yellow, Color::Red, Color::Yellow];
                Self::named(Color::Cyan, names)
            }
            // Yellow can't be read on white.
            (ThemeName::Light, Depth::Sixteen) => {
                let names = [Color::Green, Color::Magenta, Color::Red, Color::Magenta];
                Self::named(Color::Blue, names)
            }
            (ThemeName::Contrast, Depth::Sixteen) => {
                let names = [
                    Color::LightGreen,
                    Color::LightYellow,
                    Color::LightRed,
                    Color::LightYellow,
                ];
                Self::named(Color::LightCyan, names)
            }
            (ThemeName::Dark, depth) => Self::fitted(&DARK, depth),
            (ThemeName::Light, depth) => Self::fitted(&LIGHT, depth),
            (ThemeName::Contrast, depth) => Self::fitted(&CONTRAST, depth),
        }
    }

    /// On the terminal's own ground, with its own names.
    fn named(accent: Color, [good, near, bad, code]: [Color; 4]) -> Self {
        let own = Color::Reset;
        Self {
            ground: own,
            bar: own,
            selected: own,
            field: own,
            text: own,
            dim: own,
            border: own,
            accent,
            code,
            good,
            near,
            bad,
            heat: [good; 4],
        }
    }

    fn fitted(s: &Source, depth: Depth) -> Self {
        let fit = |rgb| fit(rgb, depth);
        Self {
            ground: fit(s.ground),
            bar: fit(s.bar),
            selected: fit(s.selected),
            field: fit(s.field),
            text: fit(s.text),
            dim: fit(s.dim),
            border: fit(s.border),
            accent: fit(s.accent),
            code: fit(s.code),
            good: fit(s.good),
            near: fit(s.near),
            bad: fit(s.bad),
            heat: [45, 65, 82, 100].map(|percent| fit(mix(s.ground, s.good, percent))),
        }
    }
}

fn fit([r, g, b]: Rgb, depth: Depth) -> Color {
    match depth {
        Depth::True => Color::Rgb(r, g, b),
        Depth::Indexed | Depth::Sixteen => Color::Indexed(nearest([r, g, b])),
    }
}

/// `percent` of the way from `a` to `b`.
fn mix(a: Rgb, b: Rgb, percent: u32) -> Rgb {
    let [r, g, b] = [(a[0], b[0]), (a[1], b[1]), (a[2], b[2])].map(|(a, b)| {
        let mixed = u32::from(a) * (100 - percent) + u32::from(b) * percent;
        u8::try_from(mixed / 100).unwrap_or(u8::MAX)
    });
    [r, g, b]
}

/// The colour of the 256 palette that comes nearest; the first sixteen are left out, since users change them.
fn nearest(rgb: Rgb) -> u8 {
    let distance = |index: u8| {
        let sum = std::iter::zip(rgb, indexed(index)).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2));
        sum.sum::<u32>()
    };
    (16..=255).min_by_key(|i| distance(*i)).unwrap_or(16)
}

/// What the palette of 256 holds at `index` (16 or more): a cube of 6x6x6, then 24 greys.
pub(super) fn indexed(index: u8) -> Rgb {
    if index >= 232 {
        return [8 + 10 * (index - 232); 3];
    }
    let index = index.saturating_sub(16);
    [index / 36, index / 6 % 6, index % 6].map(|step| if step == 0 { 0 } else { 55 + 40 * step })
}
