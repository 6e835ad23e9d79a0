//! Failures that got worse, and groups that grew.

use super::*;

/// A failure of a field that cannot hold these entries.
fn lacking(missing: &[&str]) -> FindingState {
    FindingState {
        missing: Some(missing.iter().map(|entry| (*entry).to_owned()).collect()),
        ..failure("KVR-1", "a.sql", &["person", "x"])
    }
}

#[test]
fn a_known_failure_that_got_worse_is_a_new_one() {
    let run = |day, finding| report(day).with("KVR-1", &["a.sql"], vec![finding]);
    let better = run(SPRING, lacking(&["no_entry"]));
    let worse = run(SUMMER, lacking(&["diverse", "no_entry"]));
    let diff = compare(&better, &worse);
    let also = BTreeSet::from(["diverse".to_owned()]);
    let because = Some(Because::LacksMore { also });
    assert_eq!(
        (only(&diff).status, &only(&diff).because, diff.new_failures),
        (Status::Unchanged, &because, 1)
    );
    let format = ProgressFormat::Markdown;
    let page = written(|out| {
        write_diff(&diff, format, &options(Language::De), out).expect("written");
    });
    for said in [
        "Unter den dazugekommenen Mängeln sind bekannte, bei denen jetzt mehr fehlt als vorher oder mehr Stellen betroffen sind: 1.",
        "schlechter geworden",
        "nun fehlt auch: divers",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What was set aside was not set aside for what is lacking beside it.
    let waived = run(
        SPRING,
        FindingState {
            waived: true,
            ..lacking(&["no_entry"])
        },
    );
    let ended = compare(&waived, &worse);
    assert_eq!(
        (only(&ended).status, &only(&ended).because),
        (Status::Reopened, &because)
    );
    // Less is lacking, or nothing is known of it.
    for old in [
        run(SPRING, lacking(&["diverse", "no_entry"])),
        // Something else is lacking, which is no more.
        run(SPRING, lacking(&["unknown"])),
        run(SPRING, failure("KVR-1", "a.sql", &["person", "x"])),
    ] {
        let diff = compare(&old, &better);
        assert_eq!(
            (only(&diff).because.as_ref(), diff.new_failures),
            (None, 0),
            "{diff:?}"
        );
    }
}

/// A failure of several fields that one finding stands for.
pub(super) fn grouped(members: &[&str]) -> FindingState {
    let at = |name: &str| FoundAt {
        document: "a.sql".to_owned(),
        path: vec!["person".to_owned(), name.to_owned()],
    };
    let (first, others) = members.split_first().expect("a member");
    FindingState {
        others: Some(Others {
            count: others.len() as u64,
            places: others.iter().map(|name| at(name)).collect(),
            ..Others::default()
        }),
        ..failure("KVR-1", "a.sql", &["person", first])
    }
}

#[test]
fn a_group_is_known_by_its_members() {
    let run = |day, findings| report(day).with("KVR-1", &["a.sql"], findings);
    let two = run(SPRING, vec![grouped(&["a", "b"])]);
    let three = run(SUMMER, vec![grouped(&["a", "b", "c"])]);
    let grown = compare(&two, &three);
    let added = match &only(&grown).because {
        Some(Because::MorePlaces { added, .. }) => added.iter(),
        other => panic!("{other:?}"),
    };
    let added: Vec<&str> = added.map(|one| one.path[1].as_str()).collect();
    assert_eq!((added, grown.new_failures), (vec!["c"], 1));
    let format = ProgressFormat::Markdown;
    let page = written(|out| {
        write_diff(&grown, format, &options(Language::De), out).expect("written");
    });
    for said in ["schlechter geworden", "nun auch an: a.sql (person.c)"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // The one that was named is mended; another is named in its stead.
    let left = run(SUMMER, vec![grouped(&["b"])]);
    let mended = compare(&two, &left);
    let Change {
        status,
        because,
        matched_by,
        moved_from,
        ..
    } = only(&mended);
    assert_eq!(
        (
            *status,
            because,
            *matched_by,
            moved_from,
            mended.new_failures
        ),
        (
            Status::Unchanged,
            &Some(Because::FewerPlaces { count: 1 }),
            Some(MatchedBy::Places),
            &None,
            0
        )
    );
    // And the other way round.
    assert_eq!(compare(&left, &two).new_failures, 1);
    // Mended in part, one is a finding of its own, and so are the others.
    let parted = run(SUMMER, vec![grouped(&["a"]), grouped(&["b", "c"])]);
    let parted = compare(&run(SPRING, vec![grouped(&["a", "b", "c"])]), &parted);
    assert_eq!(parted.new_failures, 0, "{parted:?}");
    assert_eq!(parted.totals[&Status::Unchanged], 2);
    let because = parted.changes.iter().map(|change| change.because.clone());
    let because: Vec<Option<Because>> = because.collect();
    assert!(because.contains(&None) && because.contains(&Some(Because::SplitOff)));
}

#[test]
fn a_group_that_is_not_listed_in_full_is_known_by_its_number() {
    let counted = |count| FindingState {
        others: Some(Others {
            count,
            ..grouped(&["a", "b"]).others.expect("a group")
        }),
        ..grouped(&["a", "b"])
    };
    let run = |day, finding| report(day).with("KVR-1", &["a.sql"], vec![finding]);
    for (then, now, new) in [(60, 61, 1), (60, 60, 0), (60, 59, 0)] {
        let diff = compare(&run(SPRING, counted(then)), &run(SUMMER, counted(now)));
        assert_eq!(diff.new_failures, new, "{then} {now}");
    }
    // An older version did not say.
    let older = FindingState {
        others: None,
        ..grouped(&["a"])
    };
    let diff = compare(&run(SPRING, older), &run(SUMMER, grouped(&["a", "b"])));
    assert_eq!(diff.new_failures, 0);
}
