//! Values as people read them.

use std::fmt;

use super::Quantity;

/// Digits that are shown of a number that has more than [`EXACT`].
const ROUNDED: usize = 4;
/// A number with at most this many digits is shown with all of them: 86,400 s, 99.999 %.
const EXACT: usize = 9;

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = (number(self.number), self.unit());
        let gap = if unit.is_empty() || unit.starts_with(['/', '%']) {
            ""
        } else {
            " "
        };
        write!(f, "{number}{gap}{unit}")
    }
}

/// `GB / day` -> `GB/day`, `s^-1` -> `/s`.
pub(super) fn unit(unit: &str) -> String {
    let single = unit
        .strip_suffix("^-1")
        .filter(|base| base.chars().all(char::is_alphabetic));
    single.map_or_else(|| unit.replace(" / ", "/"), |base| format!("/{base}"))
}

/// With thousands apart, and `about` in front when digits were left out.
fn number(exact: f64) -> String {
    let shown = if significant(exact) <= EXACT {
        exact
    } else {
        rounded(exact)
    };
    let text = if shown == 0.0 || (1e-4..1e15).contains(&shown.abs()) {
        grouped(&shown.to_string())
    } else {
        format!("{shown:e}")
    };
    if (shown - exact).abs() <= exact.abs() * 1e-12 {
        text
    } else {
        format!("about {text}")
    }
}

/// How many digits it takes to write it down.
fn significant(number: f64) -> usize {
    let text = format!("{number:e}");
    let mantissa = text.split_once('e').map_or("", |(mantissa, _)| mantissa);
    mantissa.chars().filter(char::is_ascii_digit).count()
}

/// With four digits, or as many more as it takes to tell 99.99996 from 100.
fn rounded(number: f64) -> f64 {
    let with = |digits: usize| -> f64 {
        format!("{number:.*e}", digits - 1)
            .parse()
            .unwrap_or(number)
    };
    (ROUNDED..15)
        .map(with)
        .find(|rounded| {
            significant(*rounded) > 1 || (rounded - number).abs() <= number.abs() * 1e-12
        })
        .unwrap_or(number)
}

fn grouped(number: &str) -> String {
    let (sign, number) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut out = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::evaluate;

    #[test]
    fn digits_are_sensible() {
        for (expression, shown) in [
            (
                "100 million / month * 500 byte to GB/day",
                "about 1.643 GB/day",
            ),
            ("100 million/month * 500 byte * 5 years to TB", "3 TB"),
            ("4 * 3", "12"),
            ("2^20", "1,048,576"),
            ("2^32", "about 4,295,000,000"),
            ("10^15", "1e15"),
            ("62^7", "about 3,522,000,000,000"),
            ("1 day to s", "86,400 s"),
            ("3 billion/day to /s", "about 34,720/s"),
            ("1000/s", "1,000/s"),
            ("50%", "50%"),
            ("99.999%", "99.999%"),
            ("(1 - 1e-6/3) to %", "about 99.99997%"),
            ("1 - 0.99^2 to %", "1.99%"),
            ("1/3", "about 0.3333"),
            ("log2(1024)", "10"),
            ("0.1% * 1 year to hours", "about 8.766 hours"),
            ("1/3e8 s", "about 3.333e-9 s"),
            ("-1500 s", "-1,500 s"),
            ("0 byte", "0 bytes"),
            ("1 MiB to kB", "1,048.576 kB"),
        ] {
            assert_eq!(
                evaluate(expression).unwrap().to_string(),
                shown,
                "{expression}"
            );
        }
    }
}
