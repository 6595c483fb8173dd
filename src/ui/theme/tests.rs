//! What a theme promises: every token can be read wherever it may stand, at every depth.

use super::palette::{Rgb, indexed};
use super::*;

const GROUNDS: [Token; 4] = [Token::Text, Token::Bar, Token::Selected, Token::Field];

fn rgb(color: Color) -> Rgb {
    if let Color::Rgb(r, g, b) = color {
        [r, g, b]
    } else if let Color::Indexed(i) = color {
        indexed(i)
    } else {
        panic!("{color} has no known look")
    }
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(color: Color) -> f64 {
    let [r, g, b] = rgb(color).map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Contrast ratio as WCAG 2 defines it, 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_measure_is_right() {
    let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(Color::Rgb(0x77, 0x77, 0x77), white) - 4.478).abs() < 1e-3);
}

#[test]
fn every_token_can_be_read_on_every_ground() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
        for depth in [Depth::True, Depth::Indexed] {
            let theme = Theme::new(name, depth);
            for ground in GROUNDS {
                let ground_style = theme.style(Token::Text).patch(theme.style(ground));
                for token in Token::ALL {
                    let wanted = match (name, token.is_furniture()) {
                        // Blocks and lines stand on the plain ground only.
                        (_, true) if ground != Token::Text => continue,
                        (_, true) if token == Token::Heat1 => 2.0,
                        (_, true) => 3.0,
                        (ThemeName::Contrast, false) => 7.0,
                        (_, false) => 4.5,
                    };
                    let style = ground_style.patch(theme.style(token));
                    let ratio = contrast(style.fg.unwrap(), style.bg.unwrap());
                    assert!(
                        ratio >= wanted,
                        "{name} {depth:?}: {token:?} on {ground:?} is {ratio:.2}"
                    );
                }
            }
        }
    }
}

#[test]
fn grounds_can_be_told_apart() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
        for depth in [Depth::True, Depth::Indexed] {
            let theme = Theme::new(name, depth);
            let selected = theme.style(Token::Selected).bg;
            assert_ne!(theme.style(Token::Text).bg, selected, "{name} {depth:?}");
            assert_ne!(
                theme.style(Token::Text).bg,
                theme.style(Token::Bar).bg,
                "{name} {depth:?}"
            );
        }
    }
}

#[test]
fn sixteen_colours_leave_the_ground_alone() {
    for name in ThemeName::ALL {
        let theme = Theme::new(name, Depth::Sixteen);
        assert!(theme.is_flat());
        for token in Token::ALL {
            let style = theme.style(token);
            assert!(
                matches!(style.bg, None | Some(Color::Reset)),
                "{name} {token:?}"
            );
            let named = !matches!(style.fg, Some(Color::Rgb(..) | Color::Indexed(_)));
            assert!(named, "{name} {token:?}");
        }
    }
}

#[test]
fn plain_has_no_colour_at_any_depth() {
    for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
        let theme = Theme::new(ThemeName::Plain, depth);
        for token in Token::ALL {
            let style = theme.style(token);
            assert!(matches!(style.fg, None | Some(Color::Reset)), "{token:?}");
            assert!(matches!(style.bg, None | Some(Color::Reset)), "{token:?}");
        }
    }
}

#[test]
fn every_token_is_in_the_list_once() {
    let mut all = Token::ALL.to_vec();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), Token::ALL.len());
    assert_eq!(Token::ALL.last(), Some(&Token::Heat4), "the enum's last");
    assert_eq!(Token::Heat4 as usize + 1, Token::ALL.len());
}

#[test]
fn the_256_palette_is_the_usual_one() {
    for (index, rgb) in [
        (16, [0, 0, 0]),
        (17, [0, 0, 95]),
        (196, [255, 0, 0]),
        (231, [255, 255, 255]),
        (232, [8, 8, 8]),
        (255, [238, 238, 238]),
    ] {
        assert_eq!(indexed(index), rgb);
    }
}
