//! What holds of any reports: sums add up, and order changes nothing.

use proptest::prelude::*;

use super::*;

/// A report of few applications, documents and names, so that two of them have much in common.
fn reports() -> impl Strategy<Value = Snapshot> {
    let documents = ["a.sql", "b.sql", "x/a.sql", "p.html"];
    let place = (0..3usize, 0..4usize, 0..2usize, 0..3usize, 0..4u8);
    (
        prop::collection::vec(place, 0..12),
        prop::collection::vec((0..3usize, 0..4usize), 0..3),
        prop::collection::btree_set(0..3usize, 0..4),
        prop::collection::btree_set(0..2usize, 1..3),
    )
        .prop_map(move |(findings, gaps, applications, rules)| {
            let ids = ["KVR-1", "KVR-2", "SOZ-1"];
            let mut report = report(SPRING);
            let names = [STORABLE, BUTTON];
            report
                .rules
                .retain(|id, _| rules.iter().any(|rule| names[*rule] == id));
            for application in applications {
                report = report.with(ids[application], &[], vec![]);
            }
            let mut twins: BTreeMap<(usize, usize, usize, usize), u32> = BTreeMap::new();
            for (application, document, rule, path, flags) in findings {
                let Some(state) = report.applications.get_mut(ids[application]) else {
                    continue;
                };
                if !rules.contains(&rule) {
                    continue;
                }
                let twin = twins
                    .entry((application, document, rule, path))
                    .or_default();
                let path = [["person", "x"], ["person", "y"], ["kind", "x"]][path];
                let mut found = finding(ids[application], names[rule], documents[document], &path);
                found.fingerprint = Fingerprint::compute(
                    ids[application],
                    names[rule],
                    documents[document],
                    &ModelPath::new(path),
                    *twin,
                );
                *twin += 1;
                found.line = *twin;
                found.failure = flags & 1 == 0;
                found.waived = flags == 3;
                found.excerpt = (flags != 2).then(|| path[1].to_owned());
                state.documents.insert(documents[document].to_owned());
                state.findings.push(found);
            }
            for (application, document) in gaps {
                if let Some(state) = report.applications.get_mut(ids[application]) {
                    state.gaps.push(GapState {
                        document: documents[document].to_owned(),
                        rule: None,
                        reason: GapReason::NotUnderstood,
                        count: 1,
                    });
                }
            }
            report
        })
}

/// The fingerprints of a side of a comparison.
fn fingerprints<'a>(of: impl Iterator<Item = &'a Fingerprint>) -> Vec<&'a str> {
    let mut list: Vec<&str> = of.map(Fingerprint::as_str).collect();
    list.sort_unstable();
    list
}

fn in_report(report: &Snapshot) -> Vec<&str> {
    fingerprints(report.findings().map(|(_, finding)| &finding.fingerprint))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_report_beside_itself_is_unchanged(report in reports()) {
        let diff = compare(&report, &report);
        prop_assert_eq!(diff.changes.len(), report.findings().count());
        for change in &diff.changes {
            prop_assert_eq!(change.status, Status::Unchanged);
            prop_assert_eq!(change.matched_by, Some(MatchedBy::Fingerprint));
            prop_assert!(change.because.is_none() && change.moved_from.is_none());
        }
        prop_assert_eq!(diff.new_failures, 0);
    }

    #[test]
    fn every_finding_appears_exactly_once(old in reports(), new in reports()) {
        let diff = compare(&old, &new);
        let gone = |change: &&Change| matches!(change.status, Status::Fixed | Status::Unseen);
        let later = diff.changes.iter().filter(|change| !gone(change));
        prop_assert_eq!(fingerprints(later.map(|change| &change.finding.fingerprint)), in_report(&new));
        let earlier = diff.changes.iter().filter(|change| gone(change) || change.matched_by.is_some());
        let earlier = earlier.map(|change| match &change.moved_from {
            Some(spot) => &spot.fingerprint,
            None => &change.finding.fingerprint,
        });
        prop_assert_eq!(fingerprints(earlier), in_report(&old));
        prop_assert_eq!(diff.totals.values().sum::<u64>(), diff.changes.len() as u64);
    }

    #[test]
    fn exchanging_the_reports_exchanges_new_and_fixed(one in reports(), other in reports()) {
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        let come = |diff: &Diff, looked: bool| -> Vec<String> {
            let come = diff.changes.iter().filter(|change| {
                let fresh = matches!(change.status, Status::New | Status::Waived) && change.matched_by.is_none();
                fresh && change.because.is_none() == looked
            });
            fingerprints(come.map(|change| &change.finding.fingerprint)).into_iter().map(str::to_owned).collect()
        };
        let gone = |diff: &Diff, status| -> Vec<String> {
            let gone = diff.changes.iter().filter(|change| change.status == status);
            fingerprints(gone.map(|change| &change.finding.fingerprint)).into_iter().map(str::to_owned).collect()
        };
        prop_assert_eq!(come(&there, true), gone(&back, Status::Fixed));
        prop_assert_eq!(come(&there, false), gone(&back, Status::Unseen));
        prop_assert_eq!(come(&back, true), gone(&there, Status::Fixed));
        prop_assert_eq!(come(&back, false), gone(&there, Status::Unseen));
    }

    /// What is left is what was left, and what came, without what went: of the whole and of each department.
    #[test]
    fn what_came_and_went_explains_what_is_left(runs in prop::collection::vec(reports(), 1..5)) {
        let mut runs = runs;
        for (number, run) in (0i64..).zip(&mut runs) {
            run.date = run.date.saturating_add(jiff::Span::new().days(number));
        }
        let applications = runs.iter().flat_map(|run| run.applications.values());
        let departments: std::collections::BTreeSet<String> =
            applications.map(|application| application.profile.department.clone()).collect();
        let mut narrowed: Vec<Vec<String>> = departments.into_iter().map(|one| vec![one]).collect();
        narrowed.push(Vec::new());
        for wanted in narrowed {
            let mut left = 0;
            for point in trend(&runs, &wanted).points {
                let movement = point.movement;
                prop_assert_eq!(left + movement.came(), point.figures.left() + movement.went(), "{:?}", wanted);
                prop_assert!(movement.unseen <= point.figures.unseen);
                left = point.figures.left();
            }
        }
    }

    #[test]
    fn each_step_of_the_funnel_is_a_part_of_the_one_before(runs in prop::collection::vec(reports(), 1..4)) {
        for point in trend(&runs, &[]).points {
            let funnel = point.figures.funnel;
            prop_assert!(funnel.all >= funnel.personal_data && funnel.personal_data >= funnel.gender_data);
            prop_assert!(funnel.gender_data >= funnel.change_needed && funnel.change_needed >= funnel.changed);
        }
    }
}
