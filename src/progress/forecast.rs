//! When the rest is done, if the pace stays within what it was: a range, never a single day, and nothing where the past
//! does not allow it.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use super::figures::Reach;

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
    /// Nothing is left of what was found, but of some applications nothing was read.
    DoneAsRead(Reach),
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

impl Forecast {
    /// The same, where not all was read: that nothing is left there is not known.
    pub(super) const fn of_what_was_read(self, reach: Reach) -> Self {
        match self {
            Self::Done if !reach.is_full() => Self::DoneAsRead(reach),
            other => other,
        }
    }
}

/// What was left on the day of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The day.
    pub date: Date,
    /// What is still to be done.
    pub left: u64,
    /// What waivers set aside: neither left nor done, so that it says nothing about a pace.
    pub waived: u64,
}

impl Left {
    /// What nobody has done by then.
    const fn undone(&self) -> u64 {
        self.left.saturating_add(self.waived)
    }
}

/// The forecast from what was left on the days of reports, oldest first, each day once.
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
    /// How many were settled; negative where it became more.
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
        // Five of ten were repaired in a hundred days; that five of the others were set aside makes it no faster.
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
