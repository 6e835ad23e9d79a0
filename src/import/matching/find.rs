//! Finds the application of a row: by identifier, key of another program, address of its source code, or name. A merely
//! similar name is a proposal.

use super::super::cell;
use super::super::rows::Record;
use super::Matching;
use crate::inventory::fold;

impl Matching<'_> {
    /// Records which application a row certainly means. All rows are asked before the first one is processed, so that
    /// their order does not matter.
    pub(super) fn expect(&mut self, record: &Record) {
        let meant = match (record.text("id"), record.text("source.key")) {
            (Some(id), _) => self.applications.by_id(id),
            (None, Some(key)) => self.applications.by_key(key),
            (None, None) => None,
        };
        let by_name = || {
            let name = record
                .text("name")
                .filter(|_| record.text("id").is_none())?;
            let named = self.applications.by_name(name).iter().copied();
            let mut exactly =
                named.filter(|index| spelled(&self.applications.all[*index].name) == spelled(name));
            // Several bear this name, and the row does not say which.
            exactly.next().filter(|_| exactly.next().is_none())
        };
        let meant = meant.or_else(by_name);
        self.surely.extend(meant);
    }

    pub(super) fn find(&self, record: &Record) -> Found {
        let id = record.text("id");
        if let Some(index) = id.and_then(|id| self.applications.by_id(id)) {
            return match self.may_be_reused(index, record) {
                true => Found::Similar(index),
                false => Found::Known(index, false),
            };
        }
        if let Some(index) = id.and_then(|id| self.applications.by_number(id)) {
            let named = [id, record.text("name")];
            let decided = named.iter().flatten().find_map(|it| self.mapping.same(it));
            return match decided.map(|same| self.applications.by_id(same)) {
                Some(Some(meant)) => Found::Known(meant, true),
                Some(None) => Found::New,
                None => Found::Similar(index),
            };
        }
        let key = record.text("source.key").filter(|_| id.is_none());
        if let Some(index) = key.and_then(|key| self.applications.by_key(key)) {
            return Found::Known(index, false);
        }
        let repositories = record.stated.get("repository").filter(|_| id.is_none());
        let repositories = repositories.and_then(|stated| stated.value.as_array());
        let by_address = repositories.into_iter().flatten().find_map(|repository| {
            self.applications
                .by_repository(repository.get("url")?.as_str()?)
        });
        if let Some(index) = by_address
            .filter(|_| record.text("name").is_none() || !record.stated.contains_key("department"))
        {
            return Found::Known(index, true);
        }
        let Some(name) = record.text("name") else {
            return Found::New;
        };
        let exactly =
            |index: &&usize| spelled(&self.applications.all[**index].name) == spelled(name);
        match self.mapping.same(name) {
            // A separate application, which an earlier run may have added.
            Some("") => {
                let mut own = self.applications.by_name(name).iter();
                return own
                    .find(exactly)
                    .map_or(Found::New, |index| Found::Known(*index, true));
            }
            Some(id) => {
                if let Some(index) = self.applications.by_id(id) {
                    return Found::Known(index, true);
                }
            }
            None => {}
        }
        let department = record.text("department");
        let in_place = |index: &&usize| {
            let known = &self.applications.all[**index];
            let other = known.text("department");
            department.is_none() || other.is_none() || department == other.as_deref()
        };
        let named = self.applications.by_name(name);
        let mut here: Vec<&usize> = named.iter().filter(in_place).collect();
        if here.len() > 1 && here.iter().filter(|index| exactly(index)).count() == 1 {
            here.retain(|index| exactly(index));
        }
        let near = |index: usize| {
            let other = &self.applications.all[index];
            // Two rows with different identifiers are two applications.
            let apart = id.is_some() && other.origin.is_none() && other.has_own_id;
            let keys_differ = record.stated.get("source.key").is_some_and(|stated| {
                (other.get("source.key")).is_some_and(|key| key != stated.value)
            });
            !apart && !keys_differ
        };
        match (id, here.as_slice()) {
            (None, [one]) if near(**one) => {
                // The inventory's application of this name is meant, unless another row of the lists means it by its
                // identifier or its exact name: two rows with different names may be two applications, on the first run
                // and on every later one.
                let other = &self.applications.all[**one];
                let is_open = other.origin.is_some() && !self.surely.contains(*one);
                let same = is_open || spelled(&other.name) == spelled(name);
                return if same {
                    Found::Known(**one, true)
                } else {
                    Found::Similar(**one)
                };
            }
            (None, [first, ..]) if near(**first) => return Found::Similar(**first),
            _ => {}
        }
        // `Termin Online 2.0` may be a newer Termin Online.
        let unversioned = || match id {
            None => self
                .applications
                .by_name(without_version(name)?)
                .first()
                .copied(),
            Some(_) => None,
        };
        let similar = named
            .first()
            .copied()
            .or_else(|| self.applications.similar(name))
            .or_else(unversioned);
        match similar.filter(|index| near(*index)) {
            Some(index) => Found::Similar(index),
            None => Found::New,
        }
    }

    /// Whether the identifier of an application of the inventory returns with another name in another department: it may
    /// have been given to another application. The user may say that it is the same.
    fn may_be_reused(&self, index: usize, record: &Record) -> bool {
        let other = &self.applications.all[index];
        let (Some(name), true) = (record.text("name"), other.origin.is_some()) else {
            return false;
        };
        let named = [record.text("id"), Some(name)];
        let mut decided = named
            .iter()
            .flatten()
            .filter_map(|it| self.mapping.same(it));
        if decided.any(|same| same == other.id) {
            return false;
        }
        let (here, there) = (fold(name), fold(&other.name));
        let is_renamed = !here.contains(&there) && !there.contains(&here);
        let moved = record
            .text("department")
            .zip(other.text("department"))
            .is_some_and(|(here, there)| here != there);
        is_renamed && moved
    }
}

/// A name for comparison if its spelling matters.
pub(super) fn spelled(name: &str) -> String {
    cell::clean(name).to_lowercase()
}

/// The application meant by a row.
pub(super) enum Found {
    /// An application, and whether it was found only by its name.
    Known(usize, bool),
    /// Possibly this one.
    Similar(usize),
    New,
}

/// A name without a trailing version: `2.0`, `V3`, `Version 4`.
fn without_version(name: &str) -> Option<&str> {
    let (rest, last) = name.trim().rsplit_once(' ')?;
    let number = last.trim_start_matches(['v', 'V']);
    let numeric = number.starts_with(|ch: char| ch.is_ascii_digit())
        && number.chars().all(|ch| ch.is_ascii_digit() || ch == '.');
    let rest = rest.trim_end();
    let named = ["Version", "version", "Release", "V"]
        .iter()
        .find_map(|word| rest.strip_suffix(word));
    match named {
        Some(rest) if numeric => Some(rest.trim_end()),
        // A plain number may be a year or a part of the name.
        _ if numeric && (number.len() < last.len() || number.contains('.')) => Some(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::without_version;

    #[test]
    fn versions_are_told_from_numbers_of_a_name() {
        for name in [
            "Termin 2.0",
            "Termin V3",
            "Termin v1.4.2",
            "Termin Version 4",
        ] {
            assert_eq!(without_version(name), Some("Termin"), "{name}");
        }
        for name in ["Termin", "Haushalt 2026", "Termin 2", "Fall B", "V2"] {
            assert_eq!(without_version(name), None, "{name}");
        }
    }
}
