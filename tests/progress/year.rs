//! A year of reports.

use super::*;

/// Four quarters: KVR-1 is changed, SOZ-1 is half done, KVR-2 leaves, and in autumn only KVR is looked at.
pub(super) fn year() -> Vec<Snapshot> {
    let x = |application, path: &str| FindingState {
        due: Some(date(2027, 6, 30)),
        ..failure(application, "a.sql", &["person", path])
    };
    let button = finding("SOZ-1", BUTTON, "b.html", &["main", "button"]);
    let waived = FindingState {
        waived: true,
        ..x("KVR-3", "w")
    };
    let spring = report(SPRING)
        .with("KVR-1", &["a.sql"], vec![x("KVR-1", "a"), x("KVR-1", "b")])
        .with("KVR-2", &["a.sql"], vec![x("KVR-2", "a")])
        .with("KVR-3", &["a.sql"], vec![waived.clone()])
        .with(
            "SOZ-1",
            &["a.sql", "b.html"],
            vec![x("SOZ-1", "a"), x("SOZ-1", "b"), button.clone()],
        );
    let summer = report(SUMMER)
        .with("KVR-1", &["a.sql"], vec![x("KVR-1", "b")])
        .with("KVR-3", &["a.sql"], vec![waived.clone()])
        .with(
            "SOZ-1",
            &["a.sql", "b.html"],
            vec![x("SOZ-1", "a"), x("SOZ-1", "b"), button.clone()],
        );
    let autumn = report(AUTUMN).with("KVR-1", &["a.sql"], vec![]).with(
        "KVR-3",
        &["a.sql"],
        vec![waived.clone()],
    );
    let winter = report(WINTER)
        .with("KVR-1", &["a.sql"], vec![])
        .with("KVR-3", &["a.sql"], vec![waived])
        .with("SOZ-1", &["a.sql"], vec![x("SOZ-1", "b")]);
    vec![spring, summer, autumn, winter]
}

#[test]
fn a_year_is_counted() {
    let trend = trend(&year(), &[]);
    let figures: Vec<_> = trend
        .points
        .iter()
        .map(|point| {
            let figures = point.figures;
            (
                figures.failures,
                figures.unseen,
                figures.waived,
                figures.fixed,
                figures.gone,
            )
        })
        .collect();
    // In winter the page with the button was not read: it is left, and not fixed.
    assert_eq!(
        figures,
        [
            (6, 0, 1, 0, 0),
            (4, 0, 1, 1, 1),
            (3, 0, 1, 2, 1),
            (1, 1, 1, 3, 1)
        ]
    );
    let funnels: Vec<_> = trend
        .points
        .iter()
        .map(|point| {
            let funnel = point.figures.funnel;
            (
                funnel.all,
                funnel.gender_data,
                funnel.change_needed,
                funnel.changed,
            )
        })
        .collect();
    assert_eq!(
        funnels,
        [(4, 4, 4, 0), (3, 3, 3, 0), (3, 3, 3, 1), (3, 3, 3, 1)]
    );
    assert_eq!(trend.points[2].silent, BTreeSet::from(["SOZ".to_owned()]));
    let measure = |rule: Option<&str>, department: Option<&str>| {
        let measure = trend.measures.iter().find(|measure| {
            (measure.rule.as_deref(), measure.department.as_deref()) == (rule, department)
        });
        let measure = measure.expect("a measure");
        (measure.status, measure.percent, measure.until)
    };
    assert_eq!(
        measure(Some(STORABLE), Some("KVR")),
        (MeasureStatus::Completed, 100, Some(AUTUMN))
    );
    assert_eq!(
        measure(Some(STORABLE), Some("SOZ")),
        (MeasureStatus::UnderWay, 50, Some(date(2027, 6, 30)))
    );
    assert_eq!(
        measure(Some(BUTTON), None),
        (MeasureStatus::Planned, 0, None)
    );
    assert_eq!(
        measure(None, None),
        (MeasureStatus::UnderWay, 60, Some(date(2027, 6, 30)))
    );
    assert!(matches!(
        trend.findings_forecast,
        Forecast::Range {
            latest: Some(_),
            ..
        }
    ));
    let soz = trend.department_forecasts.get("SOZ").expect("a forecast");
    assert!(
        matches!(soz, Forecast::Range { latest: None, .. }),
        "{soz:?}"
    );
    let left = |date, left| Left {
        date,
        left,
        waived: 0,
    };
    assert_eq!(
        fachcheck::progress::forecast(&[left(SPRING, 3), left(SUMMER, 3), left(WINTER, 2)]),
        *soz
    );
}

#[test]
fn a_narrowed_run_says_nothing_about_what_it_left_out() {
    let mut runs = year();
    let mut narrowed = report(date(2026, 12, 14)).with("SOZ-2", &[], vec![]);
    narrowed.narrowed = true;
    runs.push(narrowed);
    let points = trend(&runs, &[]).points;
    assert_eq!(points[4].figures.left(), points[3].figures.left());
    assert_eq!(
        points[4].figures.funnel.all,
        points[3].figures.funnel.all + 1
    );
}

#[test]
fn the_order_of_files_and_a_second_report_of_a_day_change_no_figure() {
    let mut runs = year();
    let expected = trend(&runs, &[]);
    runs.reverse();
    assert_eq!(trend(&runs, &[]).points, expected.points);
    runs.reverse();
    runs.push(runs[3].clone());
    assert_eq!(trend(&runs, &[]).points, expected.points);
}
