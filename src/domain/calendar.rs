//! Time as a learner sees it: days that begin at a set hour, in the local zone, whatever daylight saving does.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

/// The only source of "now". Screens and stores get one handed in, tests hand in their own.
pub trait Clock {
    /// This moment.
    fn now(&self) -> DateTime<Utc>;

    /// What a clock on the wall shows at `at`.
    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime;

    /// The first moment at which a clock on the wall shows `wall` or later: where the clock is put forward over `wall`
    /// it is the moment after the gap, where it is put back over `wall` it is the earlier of the two.
    fn instant(&self, wall: NaiveDateTime) -> DateTime<Utc>;
}

/// The moment that [`Clock::instant`] promises, in any zone.
#[must_use]
pub fn first_instant<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> DateTime<Utc> {
    let mut wall = wall;
    // The longest gap known is a whole day (Samoa 2011); minute steps end at its edge.
    for _ in 0..=26 * 60 {
        if let Some(at) = zone.from_local_datetime(&wall).earliest() {
            return at.with_timezone(&Utc);
        }
        wall += TimeDelta::minutes(1);
    }
    wall.and_utc()
}

/// The machine's clock and zone.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time enters")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&chrono::Local).naive_local()
    }

    fn instant(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        first_instant(&chrono::Local, wall)
    }
}

/// A clock that stands still until it is moved, in any zone: for tests, benches and replays.
#[derive(Debug, Clone)]
pub struct FixedClock<Z: TimeZone> {
    now: std::cell::Cell<DateTime<Utc>>,
    zone: Z,
}

impl<Z: TimeZone> FixedClock<Z> {
    /// A clock that shows `now` in `zone`.
    pub fn new(now: DateTime<Utc>, zone: Z) -> Self {
        Self {
            now: std::cell::Cell::new(now),
            zone,
        }
    }

    /// Moves the clock on (or back, with a negative `by`).
    pub fn advance(&self, by: TimeDelta) {
        self.now.set(self.now.get() + by);
    }

    /// Puts the clock to `now`.
    pub fn set(&self, now: DateTime<Utc>) {
        self.now.set(now);
    }
}

impl<Z: TimeZone> Clock for FixedClock<Z> {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    fn instant(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        first_instant(&self.zone, wall)
    }
}

/// Days that begin at `rollover` on the wall: someone drilling at half past midnight is still on yesterday's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// When a new day begins; 4:00 unless the user says otherwise.
    pub rollover: NaiveTime,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            rollover: NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default(),
        }
    }
}

impl Calendar {
    /// The learner's day at the moment `at`.
    pub fn day(&self, clock: &dyn Clock, at: DateTime<Utc>) -> NaiveDate {
        let wall = clock.local(at);
        let date = wall.date();
        if wall.time() < self.rollover {
            date.checked_sub_days(Days::new(1)).unwrap_or(date)
        } else {
            date
        }
    }

    /// Today.
    pub fn today(&self, clock: &dyn Clock) -> NaiveDate {
        self.day(clock, clock.now())
    }

    /// The moment at which `day` begins.
    pub fn start(&self, clock: &dyn Clock, day: NaiveDate) -> DateTime<Utc> {
        clock.instant(day.and_time(self.rollover))
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_begins_at_four_and_daylight_saving_does_not_move_it() {
        // (zone, moment, the learner's day)
        for (zone, at, day) in [
            (Tz::Europe__Berlin, "2026-11-23T02:59:59Z", "2026-11-22"),
            (Tz::Europe__Berlin, "2026-11-23T03:00:00Z", "2026-11-23"),
            // clocks go forward on 29 March: 4:00 is 2:00 UTC from then on
            (Tz::Europe__Berlin, "2026-03-29T01:59:59Z", "2026-03-28"),
            (Tz::Europe__Berlin, "2026-03-29T02:00:00Z", "2026-03-29"),
            // and back on 25 October
            (Tz::Europe__Berlin, "2026-10-25T02:59:59Z", "2026-10-24"),
            (Tz::Europe__Berlin, "2026-10-25T03:00:00Z", "2026-10-25"),
            (Tz::Pacific__Auckland, "2026-11-22T15:00:00Z", "2026-11-23"),
            (
                Tz::America__Los_Angeles,
                "2026-11-23T11:59:59Z",
                "2026-11-22",
            ),
        ] {
            let at = utc(at);
            let clock = FixedClock::new(at, zone);
            assert_eq!(
                Calendar::default().day(&clock, at).to_string(),
                day,
                "{zone} {at}"
            );
        }
    }

    #[test]
    fn a_day_starts_when_its_day_says_so_even_inside_a_gap() {
        let clock = FixedClock::new(utc("2026-01-01T00:00:00Z"), Tz::Europe__Berlin);
        // 2:30 does not exist on 29 March; the first moment after the gap is 3:00 summer time.
        let calendar = Calendar {
            rollover: NaiveTime::from_hms_opt(2, 30, 0).unwrap(),
        };
        let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        assert_eq!(calendar.start(&clock, day), utc("2026-03-29T01:00:00Z"));
        // 2:30 exists twice on 25 October; the earlier one counts.
        let day = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
        assert_eq!(calendar.start(&clock, day), utc("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn samoa_lost_a_whole_day() {
        let clock = FixedClock::new(utc("2011-12-01T00:00:00Z"), Tz::Pacific__Apia);
        let day = NaiveDate::from_ymd_opt(2011, 12, 30).unwrap();
        assert_eq!(
            Calendar::default().start(&clock, day),
            utc("2011-12-30T10:00:00Z")
        );
    }

    proptest::proptest! {
        #[test]
        fn every_moment_lies_in_its_own_day(seconds in 0_i64..4_000_000_000, zone in 0..chrono_tz::TZ_VARIANTS.len(), hour in 0_u32..24) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let clock = FixedClock::new(at, zone);
            let calendar = Calendar { rollover: NaiveTime::from_hms_opt(hour, 0, 0).unwrap() };
            let day = calendar.day(&clock, at);
            // A clock put back over the rollover shows yesterday's hour again after the day has begun, so only one side is strict.
            proptest::prop_assert!(at < calendar.start(&clock, day + Days::new(1)) + TimeDelta::days(1));
            proptest::prop_assert!(calendar.start(&clock, day) <= at);
        }
    }
}
