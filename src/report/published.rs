//! Which results the public sees of departments.
//!
//! Counts of applications are the secret ones: a small one is about single systems. They depend on each other and recur in
//! several papers, so those of a department are published together or not at all; what the other departments have together
//! follows from the sums, and therefore must not tell a small count either. Readers know how many applications each
//! department has, so "all of them" tells the count of each. A figure that is small in the sum, or that no hiding makes
//! safe, is not published by department. Counts of findings, gaps and tasks are hidden one by one.

use super::small_cells::{Bounds, Parts, SMALLEST_SHOWN, Shown};
use super::view;
use crate::record::{Coverage, DepartmentReport, Report, Totals};

/// A result of the administration and of each department that public papers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Failing,
    ChangeNeeded,
    ToBeClarified,
    Failures,
    Doubts,
    Advice,
    Gaps,
    Tasks,
    WithGenderData,
    PersonalData,
}

/// Number of figures.
const FIGURES: usize = Figure::ALL.len();

/// Figures that are withheld together if no hiding of departments makes one of them safe, because the others narrow it
/// down: who needs a change or has something to clarify has gender data, and personal data.
const WITHHELD_TOGETHER: [&[Figure]; 4] = [
    &[
        Figure::ChangeNeeded,
        Figure::ToBeClarified,
        Figure::WithGenderData,
        Figure::PersonalData,
    ],
    &[Figure::Failing],
    &[Figure::WithGenderData],
    &[Figure::PersonalData],
];

impl Figure {
    /// All figures, in the order of [`Counts`].
    pub const ALL: [Self; 10] = [
        Self::Failing,
        Self::ChangeNeeded,
        Self::ToBeClarified,
        Self::Failures,
        Self::Doubts,
        Self::Advice,
        Self::Gaps,
        Self::Tasks,
        Self::WithGenderData,
        Self::PersonalData,
    ];

    /// The key of its name in `texts/report.toml` and in tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::ChangeNeeded => "change-needed",
            Self::ToBeClarified => "to-be-clarified",
            Self::Failures => "failures",
            Self::Doubts => "doubts",
            Self::Advice => "advice",
            Self::Gaps => "gaps",
            Self::Tasks => "tasks",
            Self::WithGenderData => "with-gender-data",
            Self::PersonalData => "personal-data",
        }
    }

    /// Whether it counts applications.
    const fn is_of_applications(self) -> bool {
        match self {
            Self::Failing
            | Self::ChangeNeeded
            | Self::ToBeClarified
            | Self::WithGenderData
            | Self::PersonalData => true,
            Self::Failures | Self::Doubts | Self::Advice | Self::Gaps | Self::Tasks => false,
        }
    }

    /// Whether each application with failures counts here at least once.
    const fn bounds_failing(self) -> bool {
        matches!(self, Self::Failures | Self::Tasks)
    }

    fn of_all(self, totals: &Totals, coverage: &Coverage) -> u64 {
        let funnel = &coverage.funnel;
        match self {
            Self::Failing => totals.failing,
            Self::ChangeNeeded => funnel.change_needed,
            Self::ToBeClarified => funnel.to_be_clarified,
            Self::Failures => totals.findings_failed,
            Self::Doubts => totals.findings_cant_tell,
            Self::Advice => totals.findings_advice.unwrap_or_default(),
            Self::Gaps => totals.gaps,
            Self::Tasks => totals.tasks,
            Self::WithGenderData => funnel.gender_data,
            Self::PersonalData => funnel.personal_data,
        }
    }

    fn of_department(self, record: &DepartmentReport, coverage: &Coverage) -> u64 {
        let funnel = &coverage.funnel;
        match self {
            Self::Failing => record.failing,
            Self::ChangeNeeded => funnel.change_needed,
            Self::ToBeClarified => funnel.to_be_clarified,
            Self::Failures => record.findings_failed,
            Self::Doubts => record.findings_cant_tell,
            Self::Advice => record.findings_advice.unwrap_or_default(),
            Self::Gaps => record.gaps,
            Self::Tasks => record.tasks,
            Self::WithGenderData => funnel.gender_data,
            Self::PersonalData => funnel.personal_data,
        }
    }
}

/// One value per figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row<T>([T; FIGURES]);

type Counts = Row<u64>;
/// `None`: not published by department.
type Cells = Row<Option<Shown>>;

impl<T: Copy> Row<T> {
    fn of(value: impl FnMut(Figure) -> T) -> Self {
        Self(Figure::ALL.map(value))
    }

    const fn get(&self, figure: Figure) -> T {
        // `ALL` lists the figures as they are declared; a test compares them.
        self.0[figure as usize]
    }
}

/// Whether results are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    Told,
    /// Results of so few applications are about single ones.
    OfTooFew,
    /// The run is about part of the inventory, and something is small in it. The difference to the whole would tell.
    OfSmallPart,
}

/// The results of an administration as the public sees them.
pub struct Published<'a> {
    pub results: Results,
    /// Departments whose results are published, in the order of the report.
    pub departments: Vec<PublishedDepartment<'a>>,
    /// What the others have together; `None` if there are no others, or nothing else.
    pub others: Option<Others>,
    sums: Row<Shown>,
}

/// A department whose results are published.
pub struct PublishedDepartment<'a> {
    pub record: &'a DepartmentReport,
    cells: Cells,
}

/// Departments whose results are published only together.
pub struct Others {
    /// How many they are.
    pub departments: usize,
    pub applications: u64,
    cells: Cells,
}

impl<'a> Published<'a> {
    /// Decides for a report.
    pub fn of(report: &'a Report) -> Self {
        let coverage = view::coverage(report);
        let departments = view::departments(report).map(|record| {
            let coverage = view::coverage_of(report, record);
            Department {
                record,
                counts: Row::of(|figure| figure.of_department(record, &coverage)),
            }
        });
        let whole = Whole {
            departments: departments.collect(),
            counts: Row::of(|figure| figure.of_all(&report.totals, &coverage)),
            applications: report.totals.applications,
        };
        whole.published(report.run.selection.is_some())
    }

    /// A result of the whole administration.
    pub const fn sum(&self, figure: Figure) -> Shown {
        self.sums.get(figure)
    }
}

impl PublishedDepartment<'_> {
    /// A result; `None` if the figure is not published by department.
    pub const fn count(&self, figure: Figure) -> Option<Shown> {
        self.cells.get(figure)
    }
}

impl Others {
    /// A result; `None` if the figure is not published by department.
    pub const fn count(&self, figure: Figure) -> Option<Shown> {
        self.cells.get(figure)
    }
}

/// A department as it is.
struct Department<'a> {
    record: &'a DepartmentReport,
    counts: Counts,
}

/// An administration as it is.
struct Whole<'a> {
    departments: Vec<Department<'a>>,
    counts: Counts,
    applications: u64,
}

/// What the public knows of the departments that are not shown.
struct Rest<'r, 'a> {
    departments: Vec<&'r Department<'a>>,
    counts: Counts,
    applications: u64,
}

impl<'a> Whole<'a> {
    fn published(&self, is_part: bool) -> Published<'a> {
        let sums = self.sums();
        let of_applications = || {
            Figure::ALL
                .into_iter()
                .filter(|one| one.is_of_applications())
        };
        let is_shown = |figure: &Figure| sums.get(*figure).exact().is_some();
        let results = match is_told(self.applications) {
            false => Results::OfTooFew,
            true if is_part && !of_applications().all(|one| is_shown(&one)) => Results::OfSmallPart,
            true => Results::Told,
        };
        let figures = self.by_department(of_applications().filter(is_shown).collect());
        let shown = self.shown(&figures);
        let rest = self.beside(&shown);
        if shown.is_empty() {
            return Published {
                results,
                departments: Vec::new(),
                others: None,
                sums,
            };
        }
        let knows_failing = figures.contains(&Figure::Failing);
        // A sum that is shown, and what bounds its parts, may tell the parts that are not.
        let tells_failing = !knows_failing && sums.get(Figure::Failing) != Shown::Few;
        let rows: Vec<&Counts> = shown
            .iter()
            .map(|one| &one.counts)
            .chain([&rest.counts])
            .collect();
        let columns = Figure::ALL.map(|figure| {
            let counts: Vec<u64> = rows.iter().map(|row| row.get(figure)).collect();
            if figure.is_of_applications() {
                let is_shown = figures.contains(&figure);
                let cell = |count: u64| is_shown.then_some(Shown::Exact(count));
                let cells: Vec<Option<Shown>> = counts.into_iter().map(cell).collect();
                return (cells, sums.get(figure));
            }
            if figure.bounds_failing() && tells_failing {
                return (vec![None; rows.len()], sums.get(figure));
            }
            let bounds = rows.iter().map(|row| Bounds {
                least: match knows_failing && figure.bounds_failing() {
                    true => row.get(Figure::Failing),
                    false => 0,
                },
                ..Bounds::default()
            });
            let bounds: Vec<Bounds> = bounds.collect();
            let Parts { parts, sum } = Parts::within(&counts, &bounds);
            (parts.into_iter().map(Some).collect(), sum)
        });
        let cells = |row: usize| Row(std::array::from_fn(|figure| columns[figure].0[row]));
        Published {
            results,
            departments: shown
                .iter()
                .enumerate()
                .map(|(row, department)| PublishedDepartment {
                    record: department.record,
                    cells: cells(row),
                })
                .collect(),
            others: (rest.applications > 0).then(|| Others {
                departments: rest.departments.len(),
                applications: rest.applications,
                cells: cells(shown.len()),
            }),
            sums: Row(std::array::from_fn(|figure| columns[figure].1)),
        }
    }

    /// The sums of the administration, as long as no department beside them says more.
    fn sums(&self) -> Row<Shown> {
        let all = Rest {
            departments: self.departments.iter().collect(),
            counts: self.counts,
            applications: self.applications,
        };
        let entries = [Figure::ChangeNeeded, Figure::ToBeClarified];
        let told_together = all.tells_each(all.sum_of(&entries));
        Row::of(|figure| {
            let count = self.counts.get(figure);
            let tells_each = match figure {
                Figure::ToBeClarified => told_together,
                _ => figure.is_of_applications() && all.tells_each(count),
            };
            match (Shown::alone(count), tells_each) {
                (Shown::Exact(1..), true) => Shown::Some,
                (shown, _) => shown,
            }
        })
    }

    /// Which of these figures of applications are published by department: as many as leave a department to be shown.
    fn by_department(&self, mut figures: Vec<Figure>) -> Vec<Figure> {
        while self.shown(&figures).is_empty() {
            let fewer = WITHHELD_TOGETHER.iter().map(|withheld| {
                let mut fewer = figures.clone();
                fewer.retain(|figure| !withheld.contains(figure));
                fewer
            });
            let fewer = fewer.filter(|fewer| fewer.len() < figures.len());
            match fewer.max_by_key(|fewer| self.shown(fewer).len()) {
                Some(fewer) => figures = fewer,
                None => break,
            }
        }
        figures
    }

    /// The departments whose counts in these figures are published.
    fn shown(&self, figures: &[Figure]) -> Vec<&Department<'a>> {
        let is_open_in_all = |department: &&Department<'_>| {
            let mut counts = figures.iter().map(|figure| department.counts.get(*figure));
            is_told(department.record.applications) && counts.all(is_open)
        };
        let mut shown: Vec<&Department<'_>> =
            self.departments.iter().filter(is_open_in_all).collect();
        while !self.beside(&shown).is_safe(figures) {
            let smallest = shown.iter().enumerate();
            let smallest = smallest.min_by_key(|(_, department)| department.record.applications);
            let Some((place, _)) = smallest else {
                break;
            };
            shown.remove(place);
        }
        shown
    }

    fn beside(&self, shown: &[&Department<'a>]) -> Rest<'_, 'a> {
        let is_shown =
            |department: &Department<'_>| shown.iter().any(|one| std::ptr::eq(*one, department));
        let of_shown = |figure: Figure| -> u64 {
            shown
                .iter()
                .map(|department| department.counts.get(figure))
                .sum()
        };
        let applications: u64 = shown.iter().map(|one| one.record.applications).sum();
        Rest {
            departments: self
                .departments
                .iter()
                .filter(|one| !is_shown(one))
                .collect(),
            counts: Row::of(|figure| self.counts.get(figure).saturating_sub(of_shown(figure))),
            applications: self.applications.saturating_sub(applications),
        }
    }
}

impl Rest<'_, '_> {
    /// Whether their results may be published: they belong to none or several departments and do not reveal a single
    /// one's.
    fn is_safe(&self, figures: &[Figure]) -> bool {
        let is_several =
            self.departments.len() != 1 && (self.applications == 0 || is_told(self.applications));
        let entries = [Figure::ChangeNeeded, Figure::ToBeClarified];
        let are_shown = entries.iter().all(|entry| figures.contains(entry));
        is_several
            && figures.iter().all(|figure| {
                let count = self.counts.get(*figure);
                is_open(count) && !self.tells_each(count)
            })
            // Either means gender data.
            && !(are_shown && self.tells_each(self.sum_of(&entries)))
    }

    /// Whether this many applications are all there are, and some department has few: its count is that of its
    /// applications.
    fn tells_each(&self, count: u64) -> bool {
        let mut departments = self.departments.iter();
        let is_all = count > 0 && count >= self.applications;
        is_all && departments.any(|department| !is_told(department.record.applications))
    }

    fn sum_of(&self, figures: &[Figure]) -> u64 {
        figures.iter().map(|figure| self.counts.get(*figure)).sum()
    }
}

/// Whether there are enough applications to publish their results: with few, each result is about a single system.
const fn is_told(applications: u64) -> bool {
    applications >= SMALLEST_SHOWN
}

const fn is_open(count: u64) -> bool {
    Shown::alone(count).exact().is_some()
}

#[cfg(test)]
mod tests;
