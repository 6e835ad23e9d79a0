//! Findings, applications and rules are known again under another name.

use super::*;

#[test]
fn a_finding_is_new_fixed_or_unchanged() {
    let field = |name| failure("KVR-1", "a.sql", &["person", name]);
    let old = report(SPRING).with("KVR-1", &["a.sql"], vec![field("x"), field("y")]);
    let new = report(SUMMER).with("KVR-1", &["a.sql"], vec![field("y"), field("z")]);
    let diff = compare(&old, &new);
    let seen: Vec<(Status, &str)> = diff
        .changes
        .iter()
        .map(|change| (change.status, change.finding.path[1].as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (Status::New, "z"),
            (Status::Fixed, "x"),
            (Status::Unchanged, "y")
        ]
    );
    assert_eq!(diff.new_failures, 1);
    assert!(diff.changes.iter().all(|change| change.because.is_none()));
}

#[test]
fn a_finding_is_known_again_in_a_file_that_moved() {
    let old = report(SPRING).with(
        "KVR-1",
        &["db/a.sql"],
        vec![failure("KVR-1", "db/a.sql", &["person", "x"])],
    );
    let new = report(SUMMER).with(
        "KVR-1",
        &["neu/a.sql"],
        vec![failure("KVR-1", "neu/a.sql", &["person", "x"])],
    );
    let diff = compare(&old, &new);
    let change = only(&diff);
    assert_eq!(
        (change.status, change.matched_by),
        (Status::Unchanged, Some(MatchedBy::Names))
    );
    assert_eq!(
        change.moved_from.as_ref().expect("moved").document,
        "db/a.sql"
    );
    assert_eq!(diff.new_failures, 0);
}

#[test]
fn a_finding_is_known_again_by_what_is_written_there() {
    let written = |path: &[&str]| FindingState {
        excerpt: Some("geschlecht  CHAR(1)".to_owned()),
        ..failure("KVR-1", "a.sql", path)
    };
    let old = report(SPRING).with("KVR-1", &["a.sql"], vec![written(&["person", "g"])]);
    let new = report(SUMMER).with("KVR-1", &["a.sql"], vec![written(&["personen", "g"])]);
    assert_eq!(
        only(&compare(&old, &new)).matched_by,
        Some(MatchedBy::Excerpt)
    );
}

#[test]
fn what_was_fixed_in_a_file_that_moved_is_fixed() {
    let old = report(SPRING).with(
        "KVR-1",
        &["db/a.sql"],
        vec![failure("KVR-1", "db/a.sql", &["person", "x"])],
    );
    let new = report(SUMMER).with("KVR-1", &["neu/a.sql"], vec![]);
    assert_eq!(only(&compare(&old, &new)).status, Status::Fixed);
}

#[test]
fn elements_of_other_pages_are_other_findings() {
    let on = |page| finding("KVR-1", BUTTON, page, &["main", "button"]);
    let old = report(SPRING).with("KVR-1", &["a.html", "b.html"], vec![on("a.html")]);
    let new = report(SUMMER).with("KVR-1", &["a.html", "b.html"], vec![on("b.html")]);
    let diff = compare(&old, &new);
    assert_eq!(
        (diff.totals[&Status::New], diff.totals[&Status::Fixed]),
        (1, 1)
    );
}

#[test]
fn applications_are_followed_to_another_id_and_to_their_successor() {
    let old = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![failure("KVR-1", "a.sql", &["person", "x"])],
    );
    let renamed = report(SUMMER)
        .with(
            "KVR-2",
            &["a.sql"],
            vec![failure("KVR-2", "a.sql", &["person", "x"])],
        )
        .having("KVR-2", |application| {
            application.profile.name = "Anwendung KVR-1".to_owned()
        });
    let diff = compare(&old, &renamed);
    assert_eq!(only(&diff).matched_by, Some(MatchedBy::Names));
    assert_eq!(
        only(&diff).moved_from.as_ref().expect("moved").application,
        "KVR-1"
    );
    assert_eq!(diff.applications.renamed.len(), 1);

    let replaced = old.clone().having("KVR-1", |application| {
        application.profile.successor = Some("KVR-9".to_owned());
    });
    let new = report(SUMMER).with("KVR-9", &["a.sql"], vec![]);
    let gone = compare(&replaced, &new);
    assert_eq!(
        only(&gone).because,
        Some(Because::NotLookedAt {
            now: Unseen::ApplicationGone {
                successor: Some("KVR-9".to_owned())
            }
        })
    );
}

#[test]
fn a_rule_that_changed_its_id_stays_the_same() {
    let old = report(SPRING).with(
        "KVR-1",
        &["a.sql"],
        vec![failure("KVR-1", "a.sql", &["person", "x"])],
    );
    let mut new = report(SUMMER).with(
        "KVR-1",
        &["a.sql"],
        vec![finding("KVR-1", "gender/new-id", "a.sql", &["person", "x"])],
    );
    let mut rule = new.rules.remove(STORABLE).expect("the rule");
    rule.aliases.push(STORABLE.to_owned());
    new.rules.insert("gender/new-id".to_owned(), rule);
    assert_eq!(only(&compare(&old, &new)).status, Status::Unchanged);
}
