//! Which departments' results the public sees.
//!
//! The results of a department are published together or not at all: they depend on each other and recur in other
//! tables, so a single hidden count could be derived from the others. What all hidden departments have together follows
//! from the sums; that is why it must not be about a few applications either.

use super::small_cells::{SMALLEST_SHOWN, Shown};
use super::view;
use crate::record::{Coverage, DepartmentReport, Report, Totals};

/// A result of the administration and of each department.
pub struct Figure {
    /// The key of its name.
    pub key: &'static str,
    count: Count,
}

/// Where a result is counted.
enum Count {
    /// In the sums of the report, and in those of a department.
    Record(fn(&Totals) -> u64, fn(&DepartmentReport) -> u64),
    /// In how much was answered and read.
    Coverage(fn(&Coverage) -> u64),
}

/// All results that public papers show by department. One decision protects them in all of these papers.
pub const FIGURES: [Figure; 10] = [
    Figure {
        key: "failing",
        count: Count::Record(|all| all.failing, |one| one.failing),
    },
    Figure {
        key: "change-needed",
        count: Count::Coverage(|known| known.funnel.change_needed),
    },
    Figure {
        key: "to-be-clarified",
        count: Count::Coverage(|known| known.funnel.to_be_clarified),
    },
    Figure {
        key: "failures",
        count: Count::Record(|all| all.findings_failed, |one| one.findings_failed),
    },
    Figure {
        key: "doubts",
        count: Count::Record(|all| all.findings_cant_tell, |one| one.findings_cant_tell),
    },
    Figure {
        key: "advice",
        count: Count::Record(
            |all| all.findings_advice.unwrap_or_default(),
            |one| one.findings_advice.unwrap_or_default(),
        ),
    },
    Figure {
        key: "gaps",
        count: Count::Record(|all| all.gaps, |one| one.gaps),
    },
    Figure {
        key: "tasks",
        count: Count::Record(|all| all.tasks, |one| one.tasks),
    },
    Figure {
        key: "personal-data",
        count: Count::Coverage(|known| known.funnel.personal_data),
    },
    Figure {
        key: "with-gender-data",
        count: Count::Coverage(|known| known.funnel.gender_data),
    },
];

/// Counts in the order of [`FIGURES`].
type Counts = [u64; FIGURES.len()];

/// The results of an administration as the public sees them.
pub struct Published<'a> {
    /// Departments whose results are published, in the order of the report.
    pub departments: Vec<PublishedDepartment<'a>>,
    /// What the others have together; `None` if there are no others, or nothing else.
    pub others: Option<Others>,
    sums: Counts,
}

/// A department whose results are published.
pub struct PublishedDepartment<'a> {
    pub record: &'a DepartmentReport,
    counts: Counts,
}

/// Departments whose results are published only together.
pub struct Others {
    /// How many they are.
    pub departments: usize,
    pub applications: u64,
    counts: Counts,
}

impl<'a> Published<'a> {
    /// Decides for a report.
    pub fn of(report: &'a Report) -> Self {
        let coverage = view::coverage(report);
        let sums = FIGURES.map(|figure| match figure.count {
            Count::Record(sum, _) => sum(&report.totals),
            Count::Coverage(count) => count(&coverage),
        });
        let rows = view::departments(report).map(|record| {
            let coverage = view::coverage_of(report, record);
            let counts = FIGURES.map(|figure| match figure.count {
                Count::Record(_, part) => part(record),
                Count::Coverage(count) => count(&coverage),
            });
            PublishedDepartment { record, counts }
        });
        Self::decide(rows.collect(), sums, report.totals.applications)
    }

    fn decide(rows: Vec<PublishedDepartment<'a>>, sums: Counts, applications: u64) -> Self {
        let all = rows.len();
        let mut shown = rows;
        shown.retain(|row| is_told(row.record.applications) && row.counts.into_iter().all(is_open));
        loop {
            let others = Others::beside(&shown, all, &sums, applications);
            if others.is_safe() {
                return Self {
                    others: (others.applications > 0 && !shown.is_empty()).then_some(others),
                    departments: shown,
                    sums,
                };
            }
            let smallest = shown.iter().enumerate();
            let smallest = smallest.min_by_key(|(_, row)| row.record.applications);
            let Some((place, _)) = smallest else {
                return Self {
                    departments: Vec::new(),
                    others: None,
                    sums,
                };
            };
            shown.remove(place);
        }
    }

    /// A result of the whole administration.
    pub fn sum(&self, key: &str) -> Shown {
        place_of(key).map_or(Shown::Few, |place| Shown::alone(self.sums[place]))
    }
}

impl PublishedDepartment<'_> {
    /// A result.
    pub fn count(&self, key: &str) -> u64 {
        place_of(key).map_or(0, |place| self.counts[place])
    }
}

impl Others {
    fn beside(
        shown: &[PublishedDepartment<'_>],
        all: usize,
        sums: &Counts,
        applications: u64,
    ) -> Self {
        let mut counts = *sums;
        let mut rest = applications;
        for row in shown {
            rest = rest.saturating_sub(row.record.applications);
            for (count, part) in counts.iter_mut().zip(row.counts) {
                *count = count.saturating_sub(part);
            }
        }
        Self {
            departments: all - shown.len(),
            applications: rest,
            counts,
        }
    }

    /// Whether their results may be derived: they are those of several departments, and of none or several applications.
    fn is_safe(&self) -> bool {
        let is_several = self.departments != 1 && (self.applications == 0 || is_told(self.applications));
        is_several && self.counts.into_iter().all(is_open)
    }

    /// A result.
    pub fn count(&self, key: &str) -> u64 {
        place_of(key).map_or(0, |place| self.counts[place])
    }
}

/// Whether there are enough applications to publish their results: with few, each result is about a single system.
pub const fn is_told(applications: u64) -> bool {
    applications >= SMALLEST_SHOWN
}

const fn is_open(count: u64) -> bool {
    Shown::alone(count).exact().is_some()
}

fn place_of(key: &str) -> Option<usize> {
    FIGURES.iter().position(|figure| figure.key == key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn department(applications: u64) -> DepartmentReport {
        DepartmentReport {
            id: String::new(),
            name: String::new(),
            applications,
            failing: 0,
            findings_failed: 0,
            findings_advice: None,
            findings_cant_tell: 0,
            gaps: 0,
            tasks: 0,
            effort: std::collections::BTreeMap::new(),
            capacity: None,
            coverage: None,
        }
    }

    /// Applications that fail, by department: its applications, and how many of them fail.
    fn decide(parts: &[(u64, u64)], check: impl FnOnce(&Published<'_>)) {
        let records: Vec<_> = parts.iter().map(|(of, _)| department(*of)).collect();
        let rows = records.iter().zip(parts).map(|(record, (_, failing))| {
            let mut counts = Counts::default();
            counts[0] = *failing;
            PublishedDepartment { record, counts }
        });
        let mut sums = Counts::default();
        sums[0] = parts.iter().map(|(_, failing)| failing).sum();
        let applications = parts.iter().map(|(of, _)| of).sum();
        check(&Published::decide(rows.collect(), sums, applications));
    }

    #[test]
    fn a_department_with_a_small_count_is_hidden_with_the_next_one() {
        decide(&[(30, 9), (10, 6), (3, 2)], |published| {
            let [row] = published.departments.as_slice() else {
                panic!("one department");
            };
            assert_eq!((row.record.applications, row.count("failing")), (30, 9));
            let others = published.others.as_ref().expect("the others");
            let sums = (others.departments, others.applications, others.count("failing"));
            assert_eq!(sums, (2, 13, 8));
            assert_eq!(published.sum("failing"), Shown::Exact(17));
        });
    }

    #[test]
    fn where_nothing_hides_a_small_count_no_department_is_shown() {
        decide(&[(10, 0), (10, 2)], |published| {
            assert!(published.departments.is_empty() && published.others.is_none());
            assert_eq!(published.sum("failing"), Shown::Few);
        });
    }

    #[test]
    fn departments_with_enough_of_all_are_shown() {
        decide(&[(10, 0), (10, 5)], |published| {
            assert_eq!(published.departments.len(), 2);
            assert!(published.others.is_none());
        });
    }

    proptest! {
        /// Whatever is shown, and whatever is left of a sum, is nothing or enough.
        #[test]
        fn no_small_count_can_be_derived(parts in prop::collection::vec((0..30u64, 0..9u64), 0..7)) {
            let parts: Vec<(u64, u64)> =
                parts.into_iter().map(|(of, failing)| (of, failing.min(of))).collect();
            decide(&parts, |published| {
                let shown: Vec<u64> =
                    published.departments.iter().map(|row| row.count("failing")).collect();
                for count in &shown {
                    assert!(is_open(*count), "{parts:?}: {shown:?}");
                }
                let all: u64 = parts.iter().map(|(_, failing)| failing).sum();
                let left = all - shown.iter().sum::<u64>();
                let hidden = parts.len() - shown.len();
                assert!(shown.is_empty() || is_open(left) && hidden != 1, "{parts:?}: {shown:?}");
                assert_eq!(published.sum("failing"), Shown::alone(all));
            });
        }
    }
}
