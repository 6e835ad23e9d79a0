//! Indices of what is where, built once because every finding asks.

use std::collections::{BTreeMap, HashMap};

use super::entries::members;
use crate::model::{Origin, Place, Position};
use crate::outcome::Outcome;
use crate::record::DomainRecord;

/// The start of a place within a document, as [`Place::begins_like`] compares it.
pub(super) type PlaceKey = (Option<String>, Option<Position>);

/// The key of a place within its document.
pub(super) fn place_key(place: &Place) -> PlaceKey {
    (place.selector.clone(), place.position)
}

/// The value domains of an application by the places of their members and by cause.
pub(super) struct DomainIndex<'a> {
    by_place: HashMap<(&'a str, PlaceKey), Vec<&'a DomainRecord>>,
    /// Failing declarations of this application, sorted by name.
    by_cause: HashMap<&'a str, Vec<(String, &'a DomainRecord)>>,
}

impl<'a> DomainIndex<'a> {
    pub fn new(domains: &'a [DomainRecord]) -> Self {
        let mut by_place: HashMap<(&str, PlaceKey), Vec<&DomainRecord>> = HashMap::new();
        let mut by_cause: HashMap<&str, BTreeMap<String, &DomainRecord>> = HashMap::new();
        for domain in domains {
            for member in members(domain) {
                let key = (member.place.document.as_str(), place_key(&member.place));
                let here = by_place.entry(key).or_default();
                if !here.last().is_some_and(|last| std::ptr::eq(*last, domain)) {
                    here.push(domain);
                }
            }
            if domain.outcome == Outcome::Failed && domain.declaration.origin == Origin::Own {
                let place = domain.declaration.place.to_string();
                let of_cause = by_cause.entry(&domain.cause).or_default();
                of_cause.entry(place).or_insert(domain);
            }
        }
        let by_cause = by_cause
            .into_iter()
            .map(|(cause, domains)| (cause, domains.into_iter().collect()))
            .collect();
        Self { by_place, by_cause }
    }

    /// The domains that have a member at a place, in report order.
    pub fn at(&self, place: &'a Place) -> impl Iterator<Item = &'a DomainRecord> {
        let key = (place.document.as_str(), place_key(place));
        let found = self.by_place.get(&key);
        found.into_iter().flatten().copied()
    }

    /// The places of this application's other domains that fail for the same cause.
    pub fn of_same_cause(&self, domain: &DomainRecord) -> impl Iterator<Item = &str> {
        let all = self.by_cause.get(domain.cause.as_str());
        let others = all
            .into_iter()
            .flatten()
            .filter(|(_, other)| other.id != domain.id);
        others.map(|(place, _)| place.as_str())
    }
}
