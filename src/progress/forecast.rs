//! When the rest is done, if the pace stays within what it was: a range, never a single day, and nothing where the past
//! does not allow it.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

/// Fewer reports say nothing about a pace.
const FEWEST_REPORTS: usize = 3;

/// What lies further away is not told to the day.
const HORIZON_YEARS: i32 = 30;

/// When nothing is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Forecast {
    /// Nothing is left.
    Done,
    /// There are not enough reports of different days.
    TooFewReports { reports: usize, needed: usize },
    /// No less is left than at first, or more than in the report before.
    Growing,
    /// At the pace of the fastest and of the slowest period between two reports.
    Range {
        /// Not before this day.
        earliest: Date,
        /// `None`: in the slowest period nothing was done, or the day is beyond what can be foreseen.
        latest: Option<Date>,
    },
    /// Even at the fastest pace it is beyond what can be foreseen.
    OutOfSight,
}

/// The forecast from what was left on the days of reports, oldest first, each day once.
pub fn forecast(left: &[(Date, u64)]) -> Forecast {
    let (Some((_, first)), Some((today, now))) = (left.first(), left.last()) else {
        return too_few(0);
    };
    if *now == 0 {
        return Forecast::Done;
    }
    if left.len() < FEWEST_REPORTS {
        return too_few(left.len());
    }
    let periods: Vec<Period> = left.windows(2).filter_map(Period::between).collect();
    let grew_last = periods.last().is_some_and(|period| period.done < 0);
    if now >= first || grew_last {
        return Forecast::Growing;
    }
    let ends = |period: &Period| period.days_for(*now);
    let fastest = periods.iter().filter_map(ends).min();
    let stood_still = periods.iter().any(|period| period.done <= 0);
    let slowest = periods.iter().filter_map(ends).max();
    let day = |days: i64| {
        let horizon = today.checked_add(HORIZON_YEARS.years()).ok()?;
        let span: Span = Span::new().try_days(days).ok()?;
        today.checked_add(span).ok().filter(|day| *day <= horizon)
    };
    match fastest.and_then(day) {
        Some(earliest) => Forecast::Range {
            earliest,
            latest: slowest.filter(|_| !stood_still).and_then(day),
        },
        None => Forecast::OutOfSight,
    }
}

const fn too_few(reports: usize) -> Forecast {
    Forecast::TooFewReports {
        reports,
        needed: FEWEST_REPORTS,
    }
}

/// The time between two reports.
struct Period {
    days: i64,
    /// How many were settled; negative where it became more.
    done: i64,
}

impl Period {
    fn between(pair: &[(Date, u64)]) -> Option<Self> {
        let [(from, before), (to, after)] = pair else {
            return None;
        };
        let days = i64::from(from.until(*to).ok()?.get_days());
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Some(Self {
            days: days.max(1),
            done: count(*before) - count(*after),
        })
    }

    /// Whole days for the rest at this pace; nothing where nothing was done.
    fn days_for(&self, left: u64) -> Option<i64> {
        let left = i64::try_from(left).ok()?;
        (self.done > 0).then(|| {
            let work = left.saturating_mul(self.days);
            work.saturating_add(self.done - 1) / self.done
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_range_is_that_of_the_fastest_and_the_slowest_period() {
        // 100 days for 20, then 100 days for 40: 40 are left.
        let left = [
            (date(2026, 1, 1), 100),
            (date(2026, 4, 11), 80),
            (date(2026, 7, 20), 40),
        ];
        assert_eq!(
            forecast(&left),
            Forecast::Range {
                earliest: date(2026, 10, 28),
                latest: Some(date(2027, 2, 5)),
            }
        );
    }

    #[test]
    fn a_standstill_leaves_the_end_open() {
        let left = [
            (date(2026, 1, 1), 100),
            (date(2026, 2, 1), 100),
            (date(2026, 3, 1), 50),
        ];
        let Forecast::Range { latest: None, .. } = forecast(&left) else {
            panic!("{:?}", forecast(&left));
        };
    }

    #[test]
    fn nothing_is_foretold_from_little_or_where_it_grows() {
        let days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)];
        let of = |counts: &[u64]| {
            let left: Vec<(Date, u64)> = days.into_iter().zip(counts.iter().copied()).collect();
            forecast(&left)
        };
        let too_few = |reports| Forecast::TooFewReports { reports, needed: 3 };
        assert_eq!(of(&[]), too_few(0));
        assert_eq!(of(&[9, 5]), too_few(2));
        assert_eq!(of(&[9, 5, 0]), Forecast::Done);
        assert_eq!(of(&[9, 9, 9]), Forecast::Growing);
        assert_eq!(of(&[9, 3, 5]), Forecast::Growing);
        assert_eq!(of(&[1_000_000, 999_999, 999_998]), Forecast::OutOfSight);
    }
}
