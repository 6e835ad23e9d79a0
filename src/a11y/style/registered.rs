//! Custom properties that a page registers by `@property`.

use super::Styles;
use crate::a11y::css::RegisteredProperty;

impl Styles {
    /// How a custom property is registered; the last rule that does so counts.
    pub fn registered(&self, name: &str) -> Option<&RegisteredProperty> {
        let sheets = self.sheets.applied.iter().rev();
        let mut rules = sheets.flat_map(|applied| applied.sheet.registered.iter().rev());
        rules.find(|rule| rule.name == name)
    }
}
