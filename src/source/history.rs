//! Migration scripts of one folder, which describe a database only together.
//!
//! Flyway names them by what they do and when: `V2__…` runs once, after `V1__…`; `R__…` runs again whenever it changes,
//! after all versions; `B5__…` replaces everything up to version 5; `U2__…` undoes version 2 and is not part of the
//! history. Other tools number or date scripts below a migrations folder, with separate scripts to undo them
//! (`0001_….up.sql`, `0001_….down.sql`), or give each step a folder (`20240517_…/migration.sql`).

use crate::model::{is_migration_folder, with_equal_numbers};

/// When a script runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// At its version number.
    Versioned(Vec<u64>),
    /// After all versions, sorted by description.
    Repeatable(String),
}

/// The role of a script according to its name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Script {
    /// It runs.
    Runs(Turn),
    /// It replaces all versions up to this one.
    Baseline(Vec<u64>),
    /// It undoes a version.
    Undo,
}

/// The role of a script by its file name; `None` if it is not a migration.
fn script(name: &str) -> Option<Script> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !extension.eq_ignore_ascii_case("sql") {
        return None;
    }
    let (head, description) = stem.split_once("__")?;
    let mut letters = head.chars();
    let (kind, version) = (letters.next()?, letters.as_str());
    match kind {
        'R' if version.is_empty() => Some(Script::Runs(Turn::Repeatable(description.to_owned()))),
        'V' => Some(Script::Runs(Turn::Versioned(numbers(version)?))),
        'B' => Some(Script::Baseline(numbers(version)?)),
        'U' => numbers(version).map(|_| Script::Undo),
        _ => None,
    }
}

/// Parses a version; `2_1` and `2.1.0` are the same.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let parts = version.split(['.', '_']).map(|part| part.parse().ok());
    let mut numbers = parts.collect::<Option<Vec<u64>>>()?;
    while numbers.len() > 1 && numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

/// The indices of the scripts in one folder that make up its history in the order they run, and of those that belong to
/// it without running. `None` if there is no history, or if it is contradictory.
pub(super) fn history(names: &[&str]) -> Option<(Vec<usize>, Vec<usize>)> {
    let scripts: Vec<(usize, Script)> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| Some((index, script(name)?)))
        .collect();
    let baseline = scripts
        .iter()
        .filter_map(|(index, script)| match script {
            Script::Baseline(version) => Some((version, *index)),
            _ => None,
        })
        .max();
    let mut turns: Vec<(&Turn, usize)> = Vec::new();
    let mut idle = Vec::new();
    for (index, script) in &scripts {
        match (script, baseline) {
            (Script::Runs(Turn::Versioned(version)), Some((base, _))) if version <= base => {
                idle.push(*index);
            }
            (Script::Runs(turn), _) => turns.push((turn, *index)),
            (Script::Baseline(_), Some((_, last))) if last == *index => {}
            _ => idle.push(*index),
        }
    }
    turns.sort();
    let twice = turns.windows(2).any(|pair| match pair {
        [one, other] => one.0 == other.0,
        _ => false,
    });
    let first = baseline.map(|(_, index)| index);
    let order: Vec<usize> = first
        .into_iter()
        .chain(turns.iter().map(|(_, index)| *index))
        .collect();
    // Two scripts with the same version belong to two databases.
    (!twice && order.len() + idle.len() > 1 && !order.is_empty()).then_some((order, idle))
}

/// Like [`history`], for scripts numbered or dated in `folder`, if it is part of a migrations folder.
pub(super) fn numbered_history(folder: &str, names: &[&str]) -> Option<(Vec<usize>, Vec<usize>)> {
    if !folder.split('/').any(is_migration_folder) {
        return None;
    }
    let mut order = Vec::new();
    let mut idle = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let name = name.to_ascii_lowercase();
        let Some(stem) = name.strip_suffix(".sql") else {
            continue;
        };
        if !stem.starts_with(|ch: char| ch.is_ascii_digit()) {
            continue;
        }
        let words = || stem.split(|ch: char| !ch.is_ascii_alphanumeric());
        // Scripts for several databases are not one history.
        if words().any(|word| DATABASES.contains(&word)) {
            return None;
        }
        match words().next_back() {
            Some("down" | "undo" | "rollback" | "revert") => idle.push(index),
            _ => order.push((with_equal_numbers(stem), index)),
        }
    }
    order.sort();
    let order: Vec<usize> = order.into_iter().map(|(_, index)| index).collect();
    (order.len() + idle.len() > 1 && !order.is_empty()).then_some((order, idle))
}

/// Database names as used in script names.
const DATABASES: [&str; 12] = [
    "db2",
    "h2",
    "hsqldb",
    "mariadb",
    "mssql",
    "mysql",
    "oracle",
    "pgsql",
    "postgres",
    "postgresql",
    "sqlite",
    "sqlserver",
];

/// The parent folder and the name of a step, if each step has its own folder (`20240517_…/up.sql`).
pub(super) fn step_of_folder(document: &str) -> Option<(&str, String)> {
    let (folder, name) = document.rsplit_once('/')?;
    let (above, step) = folder.rsplit_once('/')?;
    let dated = step.starts_with(|ch: char| ch.is_ascii_digit());
    let last = above.rsplit('/').next().unwrap_or(above);
    let stem = match name {
        "migration.sql" | "up.sql" => "up",
        "down.sql" => "down",
        _ => return None,
    };
    (dated && is_migration_folder(last)).then(|| (above, format!("{step}.{stem}.sql")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order<'n>(names: &[&'n str]) -> Option<Vec<&'n str>> {
        let (order, _) = history(names)?;
        Some(order.into_iter().map(|index| names[index]).collect())
    }

    #[test]
    fn scripts_run_by_version_and_repeatable_ones_last() {
        assert_eq!(
            order(&[
                "R__b_sicht.sql",
                "V10__zehn.sql",
                "V2__zwei.sql",
                "V1.1__eins.sql",
                "U2__zwei.sql",
                "liesmich.md",
                "daten.sql",
                "R__a_sicht.sql"
            ]),
            Some(vec![
                "V1.1__eins.sql",
                "V2__zwei.sql",
                "V10__zehn.sql",
                "R__a_sicht.sql",
                "R__b_sicht.sql"
            ])
        );
    }

    #[test]
    fn a_baseline_stands_for_what_came_before() {
        assert_eq!(
            order(&["V1__a.sql", "V2__b.sql", "B2__c.sql", "V3__d.sql"]),
            Some(vec!["B2__c.sql", "V3__d.sql"])
        );
    }

    #[test]
    fn numbers_and_dates_are_an_order_below_migrations() {
        let names = [
            "10_b.up.sql",
            "2_a.up.sql",
            "2_a.down.sql",
            "daten.sql",
            "10_b.down.sql",
        ];
        assert_eq!(
            numbered_history("app/migrations/", &names),
            Some((vec![1, 0], vec![2, 4]))
        );
        assert_eq!(numbered_history("app/sql/", &names), None);
        let several = ["001_a.mysql.sql", "001_a.pgsql.sql"];
        assert_eq!(numbered_history("app/migrations/", &several), None);
        assert_eq!(
            step_of_folder("a/migrations/20240517_x/migration.sql"),
            Some(("a/migrations", "20240517_x.up.sql".to_owned()))
        );
        assert_eq!(step_of_folder("a/20240517_x/migration.sql"), None);
    }

    #[test]
    fn names_that_contradict_each_other_are_no_history() {
        assert_eq!(order(&["V1__a.sql", "V1.0__b.sql"]), None);
        assert_eq!(order(&["V1__a.sql"]), None);
        assert_eq!(order(&["Vorlage__a.sql", "V1_a.sql", "V1__a.java"]), None);
        assert_eq!(order(&["V99999999999999999999__a.sql", "V1__b.sql"]), None);
    }
}
