//! Text exempt from contrast requirements: that of disabled controls. WCAG 2.2, success criterion 1.4.3, "incidental"
//! and "logotypes".

use foldhash::HashSet;

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::Excuse;
use crate::a11y::{PageView, focus, role};

/// Exemption of the text of each element, by position.
pub struct Exempt {
    exempt: Vec<bool>,
    excuses: Vec<Option<Excuse>>,
}

impl Exempt {
    /// Finds the disabled controls of a page, with their labels.
    pub fn new(view: &PageView<'_>) -> Self {
        let mut labels: HashSet<NodeId> = HashSet::default();
        let mut disabled = vec![false; view.index.len()];
        for (position, element) in view.index.elements().enumerate() {
            if !is_disabled(view, element) {
                continue;
            }
            disabled[position] = true;
            labels.extend(view.labels().labels_of(element.id()));
            let named = element.attribute("aria-labelledby").unwrap_or_default();
            let named = named.split_ascii_whitespace();
            labels.extend(named.filter_map(|id| Some(view.index.by_id(id)?.id())));
        }
        let mut exempt: Vec<bool> = Vec::with_capacity(disabled.len());
        let mut excuses: Vec<Option<Excuse>> = Vec::with_capacity(disabled.len());
        for (position, element) in view.index.elements().enumerate() {
            let parent = view.index.parent(position);
            let around = parent.is_some_and(|at| exempt[at]);
            exempt.push(around || disabled[position] || labels.contains(&element.id()));
            let excuse = parent.and_then(|at| excuses[at]);
            excuses.push(excuse.or_else(|| own_excuse(element)));
        }
        Self { exempt, excuses }
    }

    /// Whether the text of an element is exempt.
    pub fn holds(&self, position: usize) -> bool {
        self.exempt.get(position).copied().unwrap_or(false)
    }

    /// Reason why a low contrast may not be a failure.
    pub fn excuse(&self, position: usize) -> Option<Excuse> {
        self.excuses.get(position).copied().flatten()
    }
}

fn is_disabled(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    if focus::is_disabled(element) {
        return true;
    }
    role::is_true(element, "aria-disabled")
        && view
            .role(element)
            .is_some_and(|role| role.is_a("widget") || role.is_a("group"))
}

fn own_excuse(element: ElementRef<'_>) -> Option<Excuse> {
    if role::is_true(element, "aria-hidden") {
        return Some(Excuse::Decoration);
    }
    let marks = element
        .attribute("class")
        .into_iter()
        .chain(element.attribute("id"))
        .flat_map(str::split_ascii_whitespace);
    for mark in marks {
        let mark = mark.to_ascii_lowercase();
        let mut words = mark.split(['-', '_']);
        if words
            .clone()
            .any(|word| matches!(word, "logo" | "brand" | "logotype"))
        {
            return Some(Excuse::Logo);
        }
        if words.any(|word| matches!(word, "disabled" | "inactive")) {
            return Some(Excuse::Inactive);
        }
    }
    None
}
