//! Matches the applications of one run with those of another.

use std::collections::BTreeMap;

use serde::Serialize;

use super::snapshot::Profile;

/// How an application was recognised under a new id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SameBy {
    /// Same name and department.
    Name,
    /// The inventory names it as the successor.
    Successor,
}

/// An application's new id and the one it had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplicationChange {
    pub old: String,
    pub new: String,
    pub by: SameBy,
}

/// Applications that were added, removed or renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ApplicationChanges {
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub renamed: Vec<ApplicationChange>,
}

impl ApplicationChanges {
    /// Compares two runs. Swapping them swaps `added` and `removed`, and `old` and `new` of each renaming.
    pub fn between<'a>(
        old: &BTreeMap<&'a str, &'a Profile>,
        new: &BTreeMap<&'a str, &'a Profile>,
    ) -> Self {
        let gone = missing(old, new);
        let come = missing(new, old);
        let mut renamed = Vec::new();
        for (old_id, profile) in &gone {
            let same_name = only(come.iter().filter(|(_, other)| is_namesake(profile, other)))
                .filter(|_| {
                    gone.values()
                        .filter(|other| is_namesake(profile, other))
                        .count()
                        == 1
                });
            let succeeding = || {
                only(come.iter().filter(|(id, other)| {
                    profile.successor.as_deref() == Some(**id)
                        || other.successor.as_deref() == Some(*old_id)
                }))
            };
            let found = same_name
                .map(|(id, _)| (*id, SameBy::Name))
                .or_else(|| succeeding().map(|(id, _)| (*id, SameBy::Successor)));
            if let Some((new_id, by)) = found {
                renamed.push(ApplicationChange {
                    old: (*old_id).to_owned(),
                    new: new_id.to_owned(),
                    by,
                });
            }
        }
        keep_one_to_one(&mut renamed);
        let left = |ids: &BTreeMap<&str, &Profile>, taken: &dyn Fn(&str) -> bool| {
            let ids = ids.keys().filter(|id| !taken(id));
            ids.map(|id| (*id).to_owned()).collect()
        };
        Self {
            added: left(&come, &|id| renamed.iter().any(|change| change.new == id)),
            removed: left(&gone, &|id| renamed.iter().any(|change| change.old == id)),
            renamed,
        }
    }
}

fn missing<'a>(
    here: &BTreeMap<&'a str, &'a Profile>,
    there: &BTreeMap<&'a str, &'a Profile>,
) -> BTreeMap<&'a str, &'a Profile> {
    here.iter()
        .filter(|(id, _)| !there.contains_key(*id))
        .map(|(id, profile)| (*id, *profile))
        .collect()
}

fn is_namesake(one: &Profile, other: &Profile) -> bool {
    !one.name.is_empty() && (&one.name, &one.department) == (&other.name, &other.department)
}

/// The only item; `None` if there are none or several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// Drops merges of several applications into one: it is unclear whose findings the new one has.
fn keep_one_to_one(renamed: &mut Vec<ApplicationChange>) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for change in renamed.iter() {
        *count.entry(change.new.clone()).or_default() += 1;
    }
    renamed.retain(|change| count.get(&change.new) == Some(&1));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, successor: Option<&str>) -> Profile {
        Profile {
            name: name.to_owned(),
            department: "KVR".to_owned(),
            successor: successor.map(str::to_owned),
            ..Profile::default()
        }
    }

    #[test]
    fn applications_are_known_again_by_name_and_by_successor() {
        let (ewo, ewo_neu) = (profile("Einwohner", Some("LOTSE")), profile("Lotse", None));
        let (pass, pass_neu) = (profile("Pass", None), profile("Pass", None));
        let (alt, neu) = (profile("Alt", None), profile("Neu", None));
        let old = BTreeMap::from([("EWO", &ewo), ("PASS-1", &pass), ("ALT", &alt)]);
        let new = BTreeMap::from([("LOTSE", &ewo_neu), ("PASS-2", &pass_neu), ("NEU", &neu)]);
        let changes = ApplicationChanges::between(&old, &new);
        assert_eq!(changes.added, ["NEU"]);
        assert_eq!(changes.removed, ["ALT"]);
        let renamed = |changes: &ApplicationChanges| -> Vec<(String, String, SameBy)> {
            let renamed = changes.renamed.iter();
            renamed
                .map(|change| (change.old.clone(), change.new.clone(), change.by))
                .collect()
        };
        assert_eq!(
            renamed(&changes),
            [
                ("EWO".to_owned(), "LOTSE".to_owned(), SameBy::Successor),
                ("PASS-1".to_owned(), "PASS-2".to_owned(), SameBy::Name),
            ]
        );
        let back = ApplicationChanges::between(&new, &old);
        assert_eq!((back.added, back.removed), (changes.removed, changes.added));
    }

    #[test]
    fn two_that_become_one_are_no_renaming() {
        let (one, two) = (profile("Eins", Some("X")), profile("Zwei", Some("X")));
        let x = profile("Neu", None);
        let old = BTreeMap::from([("A", &one), ("B", &two)]);
        let new = BTreeMap::from([("X", &x)]);
        let changes = ApplicationChanges::between(&old, &new);
        assert_eq!(changes.removed, ["A", "B"]);
        assert_eq!(changes.added, ["X"]);
        let back = ApplicationChanges::between(&new, &old);
        assert_eq!(back.added, ["A", "B"]);
    }
}
