//! A department's working days, quarter by quarter.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::record::Quarter;
use crate::rule::Days;

/// How many quarters ahead are planned. Work that does not fit into ten years counts as not fitting at all.
pub(super) const HORIZON: u16 = 40;

/// The working days a department has left.
pub(super) struct Desk {
    first: Quarter,
    /// Days left per quarter, starting with `first`; `None` if capacity is unlimited.
    left: Option<Vec<Days>>,
}

impl Desk {
    /// A department with `capacity` days per quarter. The current quarter holds only its share for the days still to
    /// come.
    pub fn new(today: Date, capacity: Option<Days>) -> Self {
        let first = Quarter::of(today);
        let left = capacity.map(|capacity| {
            let mut left = vec![capacity; usize::from(HORIZON)];
            left[0] = rest(today, capacity);
            left
        });
        Self { first, left }
    }

    /// Books `days` of work: in the wanted quarter, then in earlier ones, then in later ones. Returns the days taken
    /// per quarter, or `None` without booking anything if they don't fit before the horizon.
    pub fn fill(&mut self, wanted: Quarter, days: Days) -> Option<BTreeMap<Quarter, Days>> {
        let Some(left) = &mut self.left else {
            return Some(BTreeMap::from([(wanted, days)]));
        };
        let free: u64 = left.iter().map(|days| days.parts()).sum();
        if free < days.parts() {
            return None;
        }
        let wanted = usize::from(self.first.until(wanted).min(HORIZON - 1));
        let mut work = BTreeMap::new();
        let mut open = days.parts();
        for index in (0..=wanted).rev().chain(wanted + 1..left.len()) {
            let taken = open.min(left[index].parts());
            if taken > 0 {
                left[index] = Days::from_parts(left[index].parts() - taken);
                open -= taken;
                let quarter = self.first.plus(u16::try_from(index).unwrap_or(u16::MAX));
                work.insert(quarter, Days::from_parts(taken));
            }
        }
        Some(work)
    }
}

/// The part of a quarter's capacity that is left after today.
fn rest(today: Date, capacity: Days) -> Days {
    let quarter = Quarter::of(today);
    let to_come = quarter.last_day().day_of_year() - today.day_of_year() + 1;
    let all = quarter.last_day().day_of_year() - quarter.first_day().day_of_year() + 1;
    let share = |days: i16| u64::try_from(days).unwrap_or_default();
    let parts = capacity.parts() * share(to_come) / share(all).max(1);
    Days::from_parts(parts).whole_tenths()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(days: u32) -> Days {
        Days::from_tenths(days * 10)
    }

    #[test]
    fn work_is_done_before_it_is_wanted_and_what_is_left_of_it_afterwards() {
        let today = date(2027, 1, 1);
        let mut desk = Desk::new(today, Some(days(10)));
        let second = Quarter::of(today).plus(1);
        let work = desk.fill(second, days(25)).expect("it fits");
        let expected = [
            (Quarter::of(today), days(10)),
            (second, days(10)),
            (second.plus(1), days(5)),
        ];
        assert_eq!(work.into_iter().collect::<Vec<_>>(), expected);
        let next = desk.fill(Quarter::of(today), days(5)).expect("it fits");
        assert_eq!(next, BTreeMap::from([(second.plus(1), days(5))]));
    }

    #[test]
    fn of_the_running_quarter_only_the_rest_is_left() {
        assert_eq!(rest(date(2026, 12, 31), days(92)), days(1));
        assert_eq!(rest(date(2026, 10, 1), days(92)), days(92));
    }

    #[test]
    fn what_fits_nowhere_takes_nothing() {
        let today = date(2027, 1, 1);
        let mut desk = Desk::new(today, Some(days(1)));
        assert_eq!(desk.fill(Quarter::of(today), days(41)), None);
        assert!(desk.fill(Quarter::of(today), days(40)).is_some());
        assert_eq!(desk.fill(Quarter::of(today), days(1)), None);
    }

    #[test]
    fn without_a_limit_everything_is_done_when_it_is_wanted() {
        let today = date(2027, 1, 1);
        let wanted = Quarter::of(today).plus(400);
        let work = Desk::new(today, None).fill(wanted, days(1));
        assert_eq!(work, Some(BTreeMap::from([(wanted, days(1))])));
    }
}
