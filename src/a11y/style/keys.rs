//! The rules of a sheet that can concern a page, and the elements they can concern.

use crate::model::Attributes;
use std::ops::Range;

use foldhash::HashMap;
use scraper::ElementRef;

use crate::a11y::Index;
use crate::a11y::css::{DemandedAncestors, Key, NameBit, NameSet, Selector};

/// Up to this number, elements are tried one by one.
const FEW: usize = 16;

/// Indexes of a list, by the requirement of a selector's subject.
#[derive(Debug, Default)]
struct ByKey<K> {
    by_id: HashMap<K, Vec<u32>>,
    by_class: HashMap<K, Vec<u32>>,
    by_attribute: HashMap<K, Vec<u32>>,
    by_name: HashMap<K, Vec<u32>>,
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The rules of a sheet, by the requirement of their subjects.
#[derive(Debug, Default)]
pub struct RuleKeys {
    listed: ByKey<Box<str>>,
    of_root: Vec<u32>,
    of_any: Vec<u32>,
}

impl RuleKeys {
    /// Indexes rules by their keys, in order; rules without a key are left out.
    pub fn new<'k>(keys: impl Iterator<Item = Option<Key<'k>>>) -> Self {
        let mut all = Self::default();
        for (at, key) in keys.enumerate() {
            let Some(key) = key else {
                continue;
            };
            let listed = &mut all.listed;
            let (map, name) = match key {
                Key::Id(id) => (&mut listed.by_id, id),
                Key::Class(class) => (&mut listed.by_class, class),
                Key::Attribute(name) => (&mut listed.by_attribute, name),
                Key::Name(name) => (&mut listed.by_name, name),
                Key::Root => {
                    all.of_root.push(narrow(at));
                    continue;
                }
                Key::Any => {
                    all.of_any.push(narrow(at));
                    continue;
                }
            };
            map.entry(name.into()).or_default().push(narrow(at));
        }
        all
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        let listed = &self.listed;
        let maps = [
            &listed.by_id,
            &listed.by_class,
            &listed.by_attribute,
            &listed.by_name,
        ];
        maps.iter().all(|map| map.is_empty()) && self.of_root.is_empty() && self.of_any.is_empty()
    }

    /// The rules whose subject some element of a page may be, in order.
    pub fn on_page(&self, page: &PageKeys<'_>) -> Vec<usize> {
        let mut found: Vec<u32> = Vec::new();
        let pairs = [
            (&page.listed.by_id, &self.listed.by_id),
            (&page.listed.by_class, &self.listed.by_class),
            (&page.listed.by_attribute, &self.listed.by_attribute),
            (&page.listed.by_name, &self.listed.by_name),
        ];
        for (here, rules) in pairs {
            // Iterates over the shorter list.
            if rules.len() <= here.len() {
                let met = rules.iter().filter(|(name, _)| here.contains_key(&***name));
                met.for_each(|(_, rules)| found.extend(rules));
            } else {
                let met = here.keys().filter_map(|name| rules.get(*name));
                met.for_each(|rules| found.extend(rules));
            }
        }
        found.extend(&self.of_root);
        found.extend(&self.of_any);
        found.sort_unstable();
        found.into_iter().map(|at| at as usize).collect()
    }

    /// The rules whose subject an element may be, in order.
    pub fn on_element(&self, element: ElementRef<'_>) -> Vec<usize> {
        let id = element
            .attribute("id")
            .and_then(|id| self.listed.by_id.get(id));
        let classes = element.value().classes();
        let classes = classes.filter_map(|class| self.listed.by_class.get(class));
        let attributes = element.value().attrs();
        let attributes = attributes.filter_map(|(name, _)| self.listed.by_attribute.get(name));
        let name = self.listed.by_name.get(element.value().name());
        let listed = id.into_iter().chain(classes).chain(attributes).chain(name);
        let all = listed.chain([&self.of_root, &self.of_any]);
        let mut all: Vec<usize> = all.flatten().map(|at| *at as usize).collect();
        all.sort_unstable();
        // Two attributes may have the same name in different namespaces.
        all.dedup();
        all
    }
}

/// By position: names, classes and ids of all ancestors of each element of a page.
#[derive(Debug, Default)]
pub struct Surroundings(Vec<NameSet>);

impl Surroundings {
    /// Whether an element may have the ancestors that a selector requires.
    pub fn may_hold(&self, position: usize, demanded: &DemandedAncestors) -> bool {
        let around = self.0.get(position);
        around.is_some_and(|around| around.may_hold(demanded))
    }
}

/// The elements of a page by what selectors require, with their ancestors.
#[derive(Default)]
pub struct PageKeys<'a> {
    listed: ByKey<&'a str>,
    outermost: Vec<u32>,
    /// Ancestors of each element.
    pub around: Surroundings,
    /// All names that occur as ancestors anywhere.
    anywhere: NameSet,
}

impl<'a> PageKeys<'a> {
    /// Indexes a page.
    pub fn new(index: &Index<'a>) -> Self {
        let mut keys = Self::default();
        let mut bits: HashMap<&'a str, NameBit> = HashMap::default();
        let mut bit_of = |name| *bits.entry(name).or_insert_with(|| NameBit::of(name));
        // What each element passes down: itself and its ancestors.
        let mut handed_down: Vec<NameSet> = Vec::with_capacity(index.len());
        for (position, element) in index.elements().enumerate() {
            let at = narrow(position);
            let parent = index.parent(position);
            let around = parent.and_then(|parent| handed_down.get(parent).copied());
            let mut own = around.unwrap_or_default();
            let name = element.value().name();
            own.insert(bit_of(name));
            keys.listed.by_name.entry(name).or_default().push(at);
            for (attribute, value) in element.value().attrs() {
                match attribute {
                    "id" => {
                        own.insert(bit_of(value));
                        keys.listed.by_id.entry(value).or_default().push(at);
                    }
                    "class" => {
                        for class in value.split_ascii_whitespace() {
                            own.insert(bit_of(class));
                            let listed = keys.listed.by_class.entry(class).or_default();
                            // A class may be repeated.
                            if listed.last() != Some(&at) {
                                listed.push(at);
                            }
                        }
                    }
                    _ => {}
                }
                let listed = keys.listed.by_attribute.entry(attribute).or_default();
                if listed.last() != Some(&at) {
                    listed.push(at);
                }
            }
            if parent.is_none() {
                keys.outermost.push(at);
            }
            keys.around.0.push(around.unwrap_or_default());
            keys.anywhere.extend(&own);
            handed_down.push(own);
        }
        keys
    }

    /// Whether the ancestors that a selector requires may exist on the page.
    pub fn may_hold(&self, demanded: &DemandedAncestors) -> bool {
        self.anywhere.may_hold(demanded)
    }

    /// Positions of the elements that may be the subject of a selector.
    pub fn candidates(&self, index: &Index<'_>, selector: &Selector) -> Vec<usize> {
        let key = selector.key();
        let all = match key {
            Key::Any => None,
            key => Some(self.holders(&key)),
        };
        let wide = |positions: Range<usize>| match all {
            None => positions.collect(),
            Some(all) => {
                let from = all.partition_point(|at| (*at as usize) < positions.start);
                let all = all[from..].iter().map(|at| *at as usize);
                let inside = all.take_while(|at| *at < positions.end);
                inside.collect::<Vec<usize>>()
            }
        };
        let count = all.map_or(index.len(), <[u32]>::len);
        let outer = selector.outer_key().filter(|_| count > FEW);
        let outer = outer.map(|outer| self.holders(&outer));
        // Only inside the few possible ancestors.
        let Some(outer) = outer.filter(|outer| outer.len() < count / 2) else {
            return wide(0..index.len());
        };
        let mut found = Vec::new();
        let mut behind = 0;
        for at in outer.iter().map(|at| *at as usize) {
            // An element inside the previous one adds nothing.
            if at >= behind {
                behind = index.end(at);
                found.extend(wide(at + 1..behind));
            }
        }
        found
    }

    fn holders(&self, key: &Key<'_>) -> &[u32] {
        let listed = match key {
            Key::Id(id) => self.listed.by_id.get(*id),
            Key::Class(class) => self.listed.by_class.get(*class),
            Key::Attribute(name) => self.listed.by_attribute.get(*name),
            Key::Name(name) => self.listed.by_name.get(*name),
            Key::Root => Some(&self.outermost),
            Key::Any => None,
        };
        listed.map_or(&[], Vec::as_slice)
    }
}
