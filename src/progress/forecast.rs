//! Forecasts when the rest will be done if the pace stays within its past range: never a single day, and no date if the
//! history does not allow one.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use super::figures::Reach;

/// With fewer reports, no pace can be derived.
const FEWEST_REPORTS: usize = 3;

/// Dates further away are not stated.
const HORIZON_YEARS: i32 = 30;

/// When all work will be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Forecast {
    /// Nothing is left.
    Done,
    /// Nothing is left of what was found, but some applications were not read.
    DoneAsRead(Reach),
    /// There are too few reports from different days.
    TooFewReports { reports: usize, needed: usize },
    /// At least as much is left as at first, or more than in the previous report.
    Growing,
    /// Extrapolated from the fastest and the slowest period between two reports.
    Range {
        /// The earliest date.
        earliest: Date,
        /// `None` if nothing was done in the slowest period, or the date is beyond the horizon.
        latest: Option<Date>,
    },
    /// Even at the fastest pace the date is beyond the horizon.
    OutOfSight,
}

impl Forecast {
    /// Downgrades `Done` unless everything was read.
    pub(super) const fn of_what_was_read(self, reach: Reach) -> Self {
        match self {
            Self::Done if !reach.is_full() => Self::DoneAsRead(reach),
            other => other,
        }
    }
}

/// The work left on the day of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The day.
    pub date: Date,
    /// What is still to be done.
    pub left: u64,
    /// Failures set aside by waivers: neither left nor done, so they say nothing about the pace.
    pub waived: u64,
}

impl Left {
    /// Everything not done by then, including what was waived.
    const fn undone(&self) -> u64 {
        self.left.saturating_add(self.waived)
    }
}

/// The forecast from the remaining work per report day, oldest first, one entry per day.
pub fn forecast(reports: &[Left]) -> Forecast {
    let (Some(first), Some(last)) = (reports.first(), reports.last()) else {
        return too_few(0);
    };
    if last.left == 0 {
        return Forecast::Done;
    }
    if reports.len() < FEWEST_REPORTS {
        return too_few(reports.len());
    }
    let periods: Vec<Period> = reports.windows(2).filter_map(Period::between).collect();
    let grew_last = periods.last().is_some_and(|period| period.done < 0);
    if last.undone() >= first.undone() || grew_last {
        return Forecast::Growing;
    }
    let today = last.date;
    let ends = |period: &Period| period.days_for(last.left);
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
    /// How many were settled; negative if the number grew.
    done: i64,
}

impl Period {
    fn between(pair: &[Left]) -> Option<Self> {
        let [before, after] = pair else {
            return None;
        };
        let days = i64::from(before.date.until(after.date).ok()?.get_days());
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Some(Self {
            days: days.max(1),
            done: count(before.undone()) - count(after.undone()),
        })
    }

    /// Whole days the rest takes at this pace; `None` if nothing was done.
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

    const fn left(date: Date, left: u64) -> Left {
        Left {
            date,
            left,
            waived: 0,
        }
    }

    #[test]
    fn what_is_set_aside_is_no_pace() {
        let set_aside = [0_i8, 1, 4].map(|waived| Left {
            date: date(2026, 1 + waived, 1),
            left: 10 - u64::from(waived.unsigned_abs()),
            waived: u64::from(waived.unsigned_abs()),
        });
        assert_eq!(forecast(&set_aside), Forecast::Growing);
        // Five of ten were repaired in a hundred days; waiving five others does not raise the pace.
        let both = [
            left(date(2026, 1, 1), 20),
            left(date(2026, 4, 11), 15),
            Left {
                date: date(2026, 7, 20),
                left: 5,
                waived: 5,
            },
        ];
        assert_eq!(
            forecast(&both),
            Forecast::Range {
                earliest: date(2026, 10, 28),
                latest: Some(date(2026, 10, 28)),
            }
        );
    }

    #[test]
    fn the_range_is_that_of_the_fastest_and_the_slowest_period() {
        // 100 days for 20, then 100 days for 40: 40 are left.
        let left = [
            left(date(2026, 1, 1), 100),
            left(date(2026, 4, 11), 80),
            left(date(2026, 7, 20), 40),
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
            left(date(2026, 1, 1), 100),
            left(date(2026, 2, 1), 100),
            left(date(2026, 3, 1), 50),
        ];
        let Forecast::Range { latest: None, .. } = forecast(&left) else {
            panic!("{:?}", forecast(&left));
        };
    }

    #[test]
    fn nothing_is_foretold_from_little_or_where_it_grows() {
        let days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)];
        let of = |counts: &[u64]| {
            let reports = days.into_iter().zip(counts.iter().copied());
            let reports: Vec<Left> = reports.map(|(date, count)| left(date, count)).collect();
            forecast(&reports)
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
