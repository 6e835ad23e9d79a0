//! The funnel over time.

use super::*;

#[test]
fn the_funnel_holds_the_figure_of_the_report_beside_that_of_all_reports() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let other = |name| failure("KVR-2", "a.sql", &["person", name]);
    let spring = report(SPRING)
        .with("KVR-1", &["a.sql"], vec![field("x")])
        .with("KVR-2", &["a.sql"], vec![other("x")]);
    let waived = FindingState {
        waived: true,
        ..other("x")
    };
    let summer =
        report(SUMMER)
            .with("KVR-1", &["a.sql"], vec![])
            .with("KVR-2", &["a.sql"], vec![waived]);
    let trend = trend(&[spring, summer], &[]);
    let funnel = trend.points[1].figures.funnel;
    assert_eq!(
        (funnel.change_needed, funnel.still_needed, funnel.changed),
        (2, 1, 1)
    );
}

#[test]
fn failures_out_of_sight_are_not_known_by_answers_alone() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let spring = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![field("x"), field("y"), field("z")],
    );
    // Its server is down.
    let summer = report(SUMMER)
        .with("KVR-1", &[], vec![])
        .having("KVR-1", |application| {
            application.gaps.push(GapState {
                document: "a.sql".to_owned(),
                rule: None,
                reason: GapReason::TimedOut,
                count: 1,
            });
        });
    let figures = trend(&[spring, summer], &[]).points[1].figures;
    assert_eq!((figures.reported, figures.unseen), (0, 3));
}

#[test]
fn the_chart_of_the_funnel_draws_what_can_be_read_at_its_scale() {
    let field = failure("KVR-1", "a.sql", &["person", "x"]);
    let told = FindingState {
        subject: String::new(),
        ..finding("KVR-2", BUTTON, "", &[])
    };
    let runs = |others: usize| {
        [SPRING, SUMMER].map(|day| {
            let mut run = report(day)
                .with("KVR-1", &["a.sql"], vec![field.clone()])
                .with("KVR-2", &[], vec![told.clone()]);
            for number in 0..others {
                run = run.with(&format!("SOZ-{number}"), &[], vec![]);
            }
            run
        })
    };
    let funnel = |others: usize| {
        let trend = trend(&runs(others), &[]);
        assert_eq!(trend.points[1].figures.reported, 1);
        let html = written(|out| {
            let format = ProgressFormat::Html;
            write_trend(&trend, format, &options(Language::De), out).expect("written");
        });
        let funnel = html
            .split("<desc id=\"funnel-desc\">")
            .nth(1)
            .expect("a chart");
        let said = funnel.split("</desc>").next().expect("a text");
        said.to_owned()
    };
    assert!(funnel(5).starts_with("Anwendungen: "));
    let many = funnel(20);
    assert!(!many.contains("Anwendungen: "), "{many}");
    assert!(
        many.contains("seit dem ersten Bericht mit Änderungsbedarf: "),
        "{many}"
    );
}
