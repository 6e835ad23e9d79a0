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

/// Figures by department: its applications, and a count of each figure.
fn decide(figures: &[Figure], parts: &[(u64, &[u64])], check: impl FnOnce(&Published<'_>)) {
    let records: Vec<_> = parts.iter().map(|(of, _)| department(*of)).collect();
    let at = |figure: Figure| figures.iter().position(|one| *one == figure);
    let departments = records
        .iter()
        .zip(parts)
        .map(|(record, (_, counts))| Department {
            record,
            counts: Row::of(|figure| at(figure).map_or(0, |place| counts[place])),
        });
    let departments: Vec<Department<'_>> = departments.collect();
    let whole = Whole {
        counts: Row::of(|figure| departments.iter().map(|one| one.counts.get(figure)).sum()),
        applications: parts.iter().map(|(of, _)| of).sum(),
        departments,
    };
    check(&whole.published(false));
}

/// Applications that fail, by department: its applications, and how many of them fail.
fn decide_failing(parts: &[(u64, u64)], check: impl FnOnce(&Published<'_>)) {
    let counts: Vec<(u64, [u64; 1])> = parts.iter().map(|(of, count)| (*of, [*count])).collect();
    let parts: Vec<(u64, &[u64])> = counts
        .iter()
        .map(|(of, counts)| (*of, counts.as_slice()))
        .collect();
    decide(&[Figure::Failing], &parts, check);
}

fn shown(published: &Published<'_>) -> Vec<u64> {
    let departments = published.departments.iter();
    departments.map(|row| row.record.applications).collect()
}

#[test]
fn figures_stand_in_their_order() {
    let places: Vec<usize> = Figure::ALL
        .into_iter()
        .map(|figure| figure as usize)
        .collect();
    assert_eq!(places, (0..FIGURES).collect::<Vec<_>>());
    let withheld = |figure: &Figure| WITHHELD_TOGETHER.iter().any(|all| all.contains(figure));
    for figure in Figure::ALL {
        assert_eq!(withheld(&figure), figure.is_of_applications(), "{figure:?}");
    }
}

#[test]
fn a_department_with_a_small_count_is_hidden_with_the_next_one() {
    decide_failing(&[(30, 9), (10, 6), (3, 2)], |published| {
        let [row] = published.departments.as_slice() else {
            panic!("one department");
        };
        assert_eq!(row.record.applications, 30);
        assert_eq!(row.count(Figure::Failing), Some(Shown::Exact(9)));
        let others = published.others.as_ref().expect("the others");
        assert_eq!((others.departments, others.applications), (2, 13));
        assert_eq!(others.count(Figure::Failing), Some(Shown::Exact(8)));
        assert_eq!(published.sum(Figure::Failing), Shown::Exact(17));
    });
}

/// Where all applications of the others count, each department counts its own.
#[test]
fn all_of_the_others_would_tell_those_of_each() {
    decide_failing(&[(30, 9), (10, 10), (3, 3)], |published| {
        let row = &published.departments;
        assert!(row.iter().all(|row| row.count(Figure::Failing).is_none()));
    });
    decide_failing(&[(40, 7), (30, 9), (4, 4), (3, 3)], |published| {
        assert_eq!(shown(published), [40]);
        let others = published.others.as_ref().expect("the others");
        assert_eq!(others.count(Figure::Failing), Some(Shown::Exact(16)));
    });
    // Even the sum tells it.
    decide_failing(&[(30, 30), (3, 3)], |published| {
        assert_eq!(published.sum(Figure::Failing), Shown::Some);
    });
    decide_failing(&[(30, 30), (7, 7)], |published| {
        assert_eq!(shown(published), [30, 7]);
    });
    // Change and clarification together mean gender data.
    let entries = [
        Figure::ChangeNeeded,
        Figure::ToBeClarified,
        Figure::WithGenderData,
    ];
    let parts: [(u64, &[u64]); 3] = [(40, &[6, 7, 20]), (9, &[4, 5, 9]), (4, &[2, 2, 4])];
    decide(&entries, &parts, |published| {
        assert_eq!(shown(published), [40]);
        let others = published.others.as_ref().expect("the others");
        assert!(entries.iter().all(|entry| others.count(*entry).is_none()));
    });
}

#[test]
fn a_figure_that_is_small_in_the_sum_hides_no_department() {
    let parts: [(u64, &[u64]); 2] = [(10, &[0, 2, 0]), (10, &[5, 0, 3])];
    let figures = [Figure::Failing, Figure::ToBeClarified, Figure::Advice];
    decide(&figures, &parts, |published| {
        let [first, second] = published.departments.as_slice() else {
            panic!("two departments");
        };
        assert_eq!(second.count(Figure::Failing), Some(Shown::Exact(5)));
        assert_eq!(first.count(Figure::ToBeClarified), None);
        assert_eq!(published.sum(Figure::ToBeClarified), Shown::Few);
        // Counts of findings are hidden one by one.
        assert_eq!(first.count(Figure::Advice), Some(Shown::Exact(0)));
        assert_eq!(second.count(Figure::Advice), Some(Shown::Few));
        assert_eq!(published.sum(Figure::Advice), Shown::Few);
    });
}

#[test]
fn a_few_questions_do_not_hide_a_department() {
    let parts: [(u64, &[u64]); 3] = [(10, &[6, 3]), (20, &[8, 9]), (30, &[9, 30])];
    decide(&[Figure::Failing, Figure::Doubts], &parts, |published| {
        assert_eq!(shown(published), [10, 20, 30]);
        let doubts = published
            .departments
            .iter()
            .map(|row| row.count(Figure::Doubts));
        let doubts: Vec<Option<Shown>> = doubts.collect();
        // The second one keeps the first from being the rest.
        assert_eq!(
            doubts,
            [Shown::Few, Shown::Some, Shown::Exact(30)].map(Some)
        );
        assert_eq!(published.sum(Figure::Doubts), Shown::Exact(42));
    });
}

/// Nearly all applications have personal data: the column goes, the departments stay.
#[test]
fn a_figure_that_no_hiding_makes_safe_is_not_told_by_department() {
    let figures = [Figure::Failing, Figure::PersonalData];
    let parts: [(u64, &[u64]); 3] = [(30, &[9, 28]), (9, &[5, 9]), (1, &[0, 1])];
    decide(&figures, &parts, |published| {
        let [row] = published.departments.as_slice() else {
            panic!("one department");
        };
        assert_eq!(row.count(Figure::Failing), Some(Shown::Exact(9)));
        assert_eq!(row.count(Figure::PersonalData), None);
        assert_eq!(published.sum(Figure::PersonalData), Shown::Exact(38));
    });
    decide_failing(&[(10, 0), (10, 2)], |published| {
        assert_eq!(shown(published), [10, 10]);
        let cells = published
            .departments
            .iter()
            .map(|row| row.count(Figure::Failing));
        assert!(cells.flatten().next().is_none());
        assert_eq!(published.sum(Figure::Failing), Shown::Few);
    });
    // With the sum in the open, counts of failures would narrow it down.
    let figures = [Figure::Failing, Figure::Failures];
    decide(&figures, &[(10, &[10, 10]), (10, &[4, 4])], |published| {
        assert_eq!(published.sum(Figure::Failing), Shown::Exact(14));
        for row in &published.departments {
            assert_eq!(
                (row.count(Figure::Failing), row.count(Figure::Failures)),
                (None, None)
            );
        }
    });
}

#[test]
fn departments_with_enough_of_all_are_shown() {
    decide_failing(&[(10, 0), (10, 5)], |published| {
        assert_eq!(published.departments.len(), 2);
        assert!(published.others.is_none());
    });
}

#[test]
fn a_part_of_the_inventory_is_published_only_if_nothing_in_it_is_small() {
    let record = department(20);
    let results = |failing: u64, is_part: bool| {
        let counts = Row::of(|figure| match figure {
            Figure::Failing => failing,
            _ => 0,
        });
        let departments = vec![Department {
            record: &record,
            counts,
        }];
        let whole = Whole {
            departments,
            counts,
            applications: 20,
        };
        whole.published(is_part).results
    };
    assert_eq!(results(3, false), Results::Told);
    assert_eq!(results(3, true), Results::OfSmallPart);
    assert_eq!(results(7, true), Results::Told);
}

/// Whether a count could have another value, as far as its sum and the applications tell.
fn may_differ(count: u64, of: u64, sum: u64, all: u64) -> bool {
    let least = sum.saturating_sub(all - of);
    let most = of.min(sum);
    assert!((least..=most).contains(&count));
    least < most
}

proptest! {
    /// Whatever is shown, and whatever is left of a sum, is nothing or enough, and each small count that is hidden
    /// could have another value.
    #[test]
    fn no_small_count_can_be_derived(
        parts in prop::collection::vec((1..14u64, 0..14u64, 0..14u64, 0..14u64), 0..7),
    ) {
        const FIGURES: [Figure; 3] =
            [Figure::Failing, Figure::WithGenderData, Figure::PersonalData];
        let parts: Vec<(u64, [u64; 3])> = parts
            .into_iter()
            .map(|(of, failing, gender, personal)| {
                let personal = personal.min(of);
                (of, [failing.min(of), gender.min(personal), personal])
            })
            .collect();
        let given: Vec<(u64, &[u64])> =
            parts.iter().map(|(of, counts)| (*of, counts.as_slice())).collect();
        decide(&FIGURES, &given, |published| {
            for (place, figure) in FIGURES.into_iter().enumerate() {
                let all: u64 = parts.iter().map(|(_, counts)| counts[place]).sum();
                let applications: u64 = parts.iter().map(|(of, _)| of).sum();
                let mut left: Vec<(u64, u64)> =
                    parts.iter().map(|(of, counts)| (*of, counts[place])).collect();
                let (mut sum, mut of_all) = (all, applications);
                for row in &published.departments {
                    let Some(Shown::Exact(count)) = row.count(figure) else {
                        assert_eq!(row.count(figure), None, "{parts:?}");
                        continue;
                    };
                    assert!(is_open(count), "{parts:?}");
                    let own = (row.record.applications, count);
                    let known = left.iter().position(|one| *one == own);
                    left.remove(known.expect("a department of the report"));
                    (sum, of_all) = (sum - count, of_all - own.0);
                }
                let is_known = published.sum(figure).exact().is_some();
                for (of, count) in left {
                    let is_small = !is_open(count);
                    let may_differ = !is_known || may_differ(count, of, sum, of_all);
                    // Readers know nothing that is small in the sum.
                    assert!(!is_small || may_differ, "{figure:?} {parts:?}");
                }
                match published.sum(figure) {
                    Shown::Exact(shown) => assert!(shown == all && is_open(all)),
                    Shown::Few => assert!(!is_open(all)),
                    Shown::Some => assert!(all == applications && is_open(all)),
                }
                let others = published.others.as_ref();
                if let Some(shown) = others.and_then(|others| others.count(figure)) {
                    assert_eq!(shown, Shown::Exact(sum));
                    assert!(is_open(sum));
                }
            }
        });
    }
}
