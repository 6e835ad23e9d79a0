//! Custom properties registered by a page with `@property`.

use super::Styles;
use crate::a11y::css::RegisteredProperty;

impl Styles {
    /// The registration of a custom property; the last rule counts.
    pub fn registered(&self, name: &str) -> Option<&RegisteredProperty> {
        let sheets = self.sheets.applied.iter().rev();
        let mut rules = sheets.flat_map(|applied| applied.sheet.registered.iter().rev());
        rules.find(|rule| rule.name == name)
    }
}
