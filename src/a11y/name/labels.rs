//! Which `<label>` elements belong to which control.

use foldhash::HashMap;

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::Index;

/// Labels by control.
#[derive(Default)]
pub struct Labels {
    by_control: HashMap<NodeId, Vec<NodeId>>,
}

impl Labels {
    /// Indexes a page.
    pub fn new(index: &Index<'_>) -> Self {
        let mut labels = Self::default();
        for label in index.named("label") {
            let control = match label.attribute("for") {
                Some(id) => index.by_id(id).filter(|control| is_labelable(*control)),
                None => index
                    .descendants(label.id())
                    .find(|inner| is_labelable(*inner)),
            };
            if let Some(control) = control {
                labels
                    .by_control
                    .entry(control.id())
                    .or_default()
                    .push(label.id());
            }
        }
        labels
    }

    /// The labels of a control in tree order.
    pub fn labels_of(&self, control: NodeId) -> &[NodeId] {
        self.by_control.get(&control).map_or(&[], Vec::as_slice)
    }
}

/// Whether a `<label>` can belong to an element.
fn is_labelable(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "button" | "meter" | "output" | "progress" | "select" | "textarea" => true,
        "input" => !element
            .attribute("type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("hidden")),
        name => name.contains('-'),
    }
}
