//! Findings that stand for several places, because one repair or one answer settles them together.

use std::collections::HashMap;

use super::{Fact, Finding, Fingerprint};
use crate::model::{Place, Position};

/// What a finding stands for besides its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gathered {
    /// Fields of an application.
    Fields,
    /// Pages of an application.
    Pages,
}

impl Gathered {
    const ALL: [Self; 2] = [Self::Fields, Self::Pages];

    /// The fact that says how many further places there are.
    const fn fact(self) -> &'static str {
        match self {
            Self::Fields => "uses",
            Self::Pages => "further_places",
        }
    }

    /// Maximum number of places listed with a finding; the rest is only counted.
    const fn most_related(self) -> usize {
        match self {
            Self::Fields => 40,
            Self::Pages => 20,
        }
    }
}

impl Finding {
    /// One finding for several: the first, with the places of the others.
    pub fn joined(members: Vec<Self>, fingerprint: Fingerprint, of: Gathered) -> Option<Self> {
        let (first, others) = members.split_first()?;
        let mut joined = Self {
            fingerprint,
            ..first.clone()
        };
        if others.is_empty() {
            return Some(joined);
        }
        let occurrences: Option<u64> = members.iter().map(Self::count).sum();
        if let Some(occurrences) = occurrences.filter(|_| joined.is_failure()) {
            let count = Fact::Count(occurrences);
            joined.facts.insert("count".to_owned(), count);
        }
        let further = Fact::from(others.len());
        joined.facts.insert(of.fact().to_owned(), further);
        let room = of.most_related().saturating_sub(joined.related.len());
        let places: Vec<Place> = others
            .iter()
            .take(room)
            .map(|other| match of {
                Gathered::Fields => other.place.clone(),
                Gathered::Pages => on_page(first, other),
            })
            .collect();
        joined.related.retain(|place| !places.contains(place));
        joined.related.extend(places);
        joined.members = members;
        Some(joined)
    }

    /// What it is gathered from; `None` if it stands for one place.
    fn gathered(&self) -> Option<(Gathered, u64)> {
        Gathered::ALL
            .into_iter()
            .find_map(|of| match self.facts.get(of.fact()) {
                Some(Fact::Count(further)) => Some((of, *further)),
                _ => None,
            })
    }

    /// How many places it stands for besides its own.
    pub fn further(&self) -> u64 {
        self.gathered().map_or(0, |(_, further)| further)
    }

    /// Whether each of its places is accepted on its own: a failure of several fields. All places identify a question, and
    /// one rule of a style sheet is one failure on all of its pages.
    pub fn is_accepted_by_place(&self) -> bool {
        self.is_failure() && matches!(self.gathered(), Some((Gathered::Fields, _)))
    }

    /// Whether a waiver of its fingerprint accepts the place with this number in [`Self::places`]; `named` holds the
    /// names of further places that the waiver lists. Fields that join the finding later are not accepted.
    pub fn is_accepted_at(&self, index: usize, place: &Place, named: &[String]) -> bool {
        index == 0 || !self.is_accepted_by_place() || named.contains(&place.name())
    }

    /// The listed places among those it stands for besides its own.
    pub fn further_listed(&self) -> &[Place] {
        // The places that merely explain a finding come before those it stands for.
        let further = usize::try_from(self.further()).unwrap_or(usize::MAX);
        let start = self.related.len().saturating_sub(further);
        self.related.get(start..).unwrap_or_default()
    }

    /// The places it stands for, its own first: all of them in the run that found it, the listed ones in a report read
    /// from a file.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let (members, listed) = match self.members.split_first() {
            Some((_, others)) => (others, [].as_slice()),
            None => ([].as_slice(), self.further_listed()),
        };
        let members = members.iter().map(|member| &member.place);
        std::iter::once(&self.place).chain(members).chain(listed)
    }

    /// For each of its places, the number of the one whose list it takes its values from, if that is one of them: who
    /// accepts the list accepts its uses.
    pub fn lists(&self) -> Vec<Option<usize>> {
        let mut numbers: HashMap<(&str, Option<Position>), usize> = HashMap::new();
        for (number, member) in self.members.iter().enumerate() {
            let place = &member.place;
            let place = (place.document.as_str(), place.position);
            numbers.entry(place).or_insert(number);
        }
        let lists = self.members.iter().map(|member| {
            let list = member.takes_from.as_deref()?;
            let list = (list.document.as_str(), list.position);
            numbers.get(&list).copied()
        });
        lists.collect()
    }

    /// The finding about some of its places, by their number in [`Self::places`]. Its identity stays the same.
    pub fn about(&self, keep: impl Fn(usize) -> bool) -> Option<Self> {
        let Some((of, _)) = self.gathered().filter(|_| !self.members.is_empty()) else {
            return keep(0).then(|| self.clone());
        };
        let kept = (0..self.members.len()).filter(|index| keep(*index));
        let kept: Vec<Self> = kept
            .filter_map(|index| self.members.get(index))
            .cloned()
            .collect();
        if kept.len() == self.members.len() {
            return Some(self.clone());
        }
        Self::joined(kept, self.fingerprint.clone(), of)
    }

    /// The same finding with those of its places in front that a person asked about.
    #[must_use]
    pub fn led_by(self, wanted: impl Fn(&Place) -> bool) -> Self {
        let Some((of, _)) = self
            .gathered()
            .filter(|_| !wanted(&self.place) && self.members.iter().any(|one| wanted(&one.place)))
        else {
            return self;
        };
        let (mut members, others): (Vec<Self>, Vec<Self>) = self
            .members
            .iter()
            .cloned()
            .partition(|one| wanted(&one.place));
        members.extend(others);
        Self::joined(members, self.fingerprint.clone(), of).unwrap_or(self)
    }
}

/// The place on another page. There are very many, so they only keep their position and excerpt.
fn on_page(first: &Finding, other: &Finding) -> Place {
    let place = other.place.clone().without_path();
    Place {
        excerpt: differing_texts(first, other).or(place.excerpt),
        ..place
    }
}

/// The text that a question is about at another place, if it differs from the first: a single answer for all places
/// requires seeing all of them.
fn differing_texts(first: &Finding, other: &Finding) -> Option<String> {
    if other.is_failure() {
        return None;
    }
    let differs = |(name, fact): &(&String, &Fact)| first.facts.get(*name) != Some(*fact);
    let differing = other.facts.iter().filter(differs);
    let texts = differing.filter_map(|(_, fact)| match fact {
        Fact::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let texts: Vec<&str> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, ModelPath};
    use crate::outcome::{Facts, FindingKind};

    fn one(name: &str) -> Finding {
        Finding {
            fingerprint: print(name),
            kind: FindingKind::Failure,
            variant: None,
            facts: Facts::from([("field".to_owned(), Fact::from(name))]),
            place: Place::document(name),
            related: vec![Place::document("why")],
            cause: "values".to_owned(),
            confidence: Confidence::High,
            members: Vec::new(),
            takes_from: None,
        }
    }

    fn print(name: &str) -> Fingerprint {
        Fingerprint::compute("APP", "gender/x", name, &ModelPath::default(), 0)
    }

    fn documents<'p>(places: impl IntoIterator<Item = &'p Place>) -> Vec<&'p str> {
        let places = places.into_iter();
        places.map(|place| place.document.as_str()).collect()
    }

    fn group(names: &[&str]) -> Finding {
        let members = names.iter().map(|name| one(name)).collect();
        Finding::joined(members, print("group"), Gathered::Fields).expect("members")
    }

    #[test]
    fn places_are_those_it_stands_for_and_not_those_that_explain_it() {
        let mut group = group(&["a", "b", "c"]);
        assert_eq!(group.further(), 2);
        assert_eq!(documents(group.places()), ["a", "b", "c"]);
        assert_eq!(documents(&group.related), ["why", "b", "c"]);
        // As a report read from a file holds it.
        group.members.clear();
        assert_eq!(documents(group.places()), ["a", "b", "c"]);
        assert_eq!(documents(one("a").places()), ["a"]);
    }

    #[test]
    fn some_of_a_group_speak_for_themselves() {
        let group = group(&["a", "b", "c"]);
        let rest = group.about(|index| index > 0).expect("two are left");
        assert_eq!(documents(rest.places()), ["b", "c"]);
        assert_eq!(rest.facts.get("field"), Some(&Fact::from("b")));
        assert_eq!(rest.fingerprint, group.fingerprint);
        let last = group.about(|index| index == 2).expect("one is left");
        assert_eq!((documents(last.places()), last.further()), (vec!["c"], 0));
        assert_eq!(group.about(|_| true).as_ref(), Some(&group));
        assert_eq!(group.about(|_| false), None);
    }

    #[test]
    fn a_group_beyond_the_listed_places_is_known_as_a_whole() {
        let names: Vec<String> = (0..60).map(|number| format!("{number:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let group = group(&names);
        assert_eq!((group.related.len(), group.further()), (40, 59));
        assert_eq!(group.places().count(), 60);
        let last = group.about(|index| index == 59).expect("one is left");
        assert_eq!(last.place.document, "59");
        let led = group.led_by(|place| place.document == "57");
        assert_eq!(documents(led.places())[..2], ["57", "00"]);
        assert_eq!(led.places().count(), 60);
    }
}
