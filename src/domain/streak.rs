//! Days in a row.

use chrono::{Days, NaiveDate};

/// Days in a row with at least one answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Up to today; a today without an answer yet doesn't break it.
    pub current: u32,
    /// The longest ever.
    pub longest: u32,
}

/// Counts the rows in `days` (ascending, without doubles, none after `today`).
#[must_use]
pub fn streak(days: &[NaiveDate], today: NaiveDate) -> Streak {
    let mut run = 0;
    let mut longest = 0;
    let mut last: Option<NaiveDate> = None;
    for day in days {
        run = if last.and_then(|l| l.succ_opt()) == Some(*day) {
            run + 1
        } else {
            1
        };
        longest = longest.max(run);
        last = Some(*day);
    }
    let yesterday = today.checked_sub_days(Days::new(1));
    let alive = last.is_some_and(|last| last == today || Some(last) == yesterday);
    Streak {
        current: if alive { run } else { 0 },
        longest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_lives_until_a_whole_day_is_missed() {
        let day = |n: u32| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
        for (days, today, current, longest) in [
            (vec![], 23, 0, 0),
            (vec![23], 23, 1, 1),
            (vec![22], 23, 1, 1),
            (vec![21], 23, 0, 1),
            (vec![20, 21, 22], 23, 3, 3),
            (vec![1, 2, 3, 4, 22, 23], 23, 2, 4),
            (vec![1, 3, 5], 23, 0, 1),
        ] {
            let days: Vec<_> = days.into_iter().map(day).collect();
            assert_eq!(
                streak(&days, day(today)),
                Streak { current, longest },
                "{days:?}"
            );
        }
        let new_year = [
            NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
            NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        ];
        assert_eq!(streak(&new_year, new_year[1]).current, 2);
    }
}
