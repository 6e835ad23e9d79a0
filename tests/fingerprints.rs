//! The identity of findings: waivers and comparisons over years hang on it. It is made of names, so whatever leaves
//! the names alone leaves it alone.

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use support::judging::{Judged, judge};

/// A table with columns whose values fall short.
#[derive(Clone, Debug)]
struct Table {
    name: &'static str,
    columns: Vec<&'static str>,
}

fn tables() -> impl Strategy<Value = Vec<Table>> {
    let columns = ["geschlecht", "gender", "kind_geschlecht", "geschlecht_code"];
    let columns = prop::sample::subsequence(columns.to_vec(), 1..=columns.len());
    let names = ["person", "kind", "einwohner", "antragsteller"];
    let names = prop::sample::subsequence(names.to_vec(), 1..=names.len());
    (names, prop::collection::vec(columns, 4)).prop_map(|(names, columns)| {
        let tables = names.into_iter().zip(columns);
        tables
            .map(|(name, columns)| Table { name, columns })
            .collect()
    })
}

/// How a script is laid out.
#[derive(Clone, Debug)]
struct Layout {
    indent: usize,
    one_line: bool,
    blank_lines: usize,
    remark: bool,
    capitals: bool,
}

fn layouts() -> impl Strategy<Value = Layout> {
    (
        0..9_usize,
        any::<bool>(),
        0..5_usize,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(indent, one_line, blank_lines, remark, capitals)| Layout {
            indent,
            one_line,
            blank_lines,
            remark,
            capitals,
        })
}

impl Layout {
    fn write(&self, tables: &[Table]) -> String {
        let mut script = String::new();
        for table in tables {
            if self.remark {
                script.push_str("-- Stand: Fassung 2\n\n");
            }
            let columns = table.columns.iter().map(|name| {
                format!(
                    "{}{name} char(1) CHECK ({name} IN ('m', 'w'))",
                    " ".repeat(self.indent)
                )
            });
            let columns: Vec<String> = columns.collect();
            let (create, line) = (
                if self.capitals {
                    "CREATE TABLE"
                } else {
                    "create table"
                },
                if self.one_line { " " } else { "\n" },
            );
            let columns = columns.join(&format!(",{line}"));
            script.push_str(&format!("{create} {} ({line}{columns}{line});", table.name));
            script.push_str(&"\n".repeat(1 + self.blank_lines));
        }
        script
    }
}

fn judge_script(script: &str) -> Judged {
    judge("APP-1", &[("a.sql", script.as_bytes())])
}

fn fingerprints(judged: &Judged) -> BTreeSet<String> {
    let fingerprints = judged
        .findings()
        .map(|(_, finding)| finding.fingerprint.to_string());
    fingerprints.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reformatting_and_moving_change_none(
        tables in tables(),
        one in layouts(),
        other in layouts(),
        first in 0_usize..4,
    ) {
        let mut moved = tables.clone();
        moved.rotate_left(first % tables.len());
        let before = judge_script(&one.write(&tables));
        let after = judge_script(&other.write(&moved));
        prop_assert!(!fingerprints(&before).is_empty());
        prop_assert_eq!(fingerprints(&before), fingerprints(&after));
    }

    #[test]
    fn other_findings_change_none(tables in tables(), layout in layouts(), in_front in any::<bool>()) {
        let script = layout.write(&tables);
        let other = "CREATE TABLE brief (anrede varchar(4) DEFAULT 'Herr' CHECK (anrede IN ('Herr', 'Frau')));\n";
        let both = if in_front { format!("{other}{script}") } else { format!("{script}{other}") };
        let (fewer, more) = (fingerprints(&judge_script(&script)), fingerprints(&judge_script(&both)));
        prop_assert!(fewer.is_subset(&more));
        prop_assert!(fewer.len() < more.len());
    }

    #[test]
    fn every_name_counts(tables in tables(), layout in layouts()) {
        let script = layout.write(&tables);
        let before = fingerprints(&judge_script(&script));
        let renamed: Vec<Table> = tables
            .iter()
            .map(|table| Table { name: table.name, columns: vec!["geschlecht_neu"] })
            .collect();
        for other in [
            judge_script(&layout.write(&renamed)),
            judge("APP-2", &[("a.sql", script.as_bytes())]),
            judge("APP-1", &[("b.sql", script.as_bytes())]),
        ] {
            let other = fingerprints(&other);
            prop_assert!(!other.is_empty());
            prop_assert!(before.is_disjoint(&other));
        }
    }

    #[test]
    fn no_two_findings_share_one(tables in tables(), layout in layouts()) {
        let judged = judge_script(&layout.write(&tables));
        prop_assert_eq!(fingerprints(&judged).len(), judged.findings().count());
    }

    /// What stands there several times under one name is numbered from the top: one more at the end is one more.
    #[test]
    fn twins_are_numbered_from_the_top(count in 1_usize..12) {
        let page = |count: usize| {
            let images = "<img src=\"a.png\">\n".repeat(count);
            let page = format!("<!DOCTYPE html><html lang=\"de\"><title>A</title><p>{images}</p></html>");
            let judged = judge("APP-1", &[("a.html", page.as_bytes())]);
            let images = judged.findings().filter(|(rule, _)| *rule == "accessibility/image-name");
            images.map(|(_, finding)| finding.fingerprint.to_string()).collect::<Vec<_>>()
        };
        let (fewer, more) = (page(count), page(count + 1));
        prop_assert_eq!(fewer.len(), count);
        prop_assert_eq!(&fewer[..], &more[..count]);
        prop_assert_eq!(more.iter().collect::<BTreeSet<_>>().len(), count + 1);
    }
}
