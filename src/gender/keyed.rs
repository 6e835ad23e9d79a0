//! Types that are no field's list: keys of tables of figures, lists that a program only draws from, and genders that
//! choose the endings of words.

use super::surroundings::Surroundings;
use crate::model::{Element, ElementKind, Layer};

impl<'a> Surroundings<'a> {
    /// The name of a type that a program uses as the key of a table of figures (`dict[Sex, tuple[int, int]]`) and for no
    /// field: it says for whom a limit holds, and nobody's entry is stored in it.
    pub(super) fn keys_figures<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let name = element.name.value.as_str();
        if element.kind != ElementKind::ValueType
            || element.layer != Layer::Code
            || name.is_empty()
            || self.is_list_of_a_field(element)
        {
            return None;
        }
        let held = self.held_by(name).iter();
        held.copied()
            .any(|held| self.vocabulary.is_type_of_figures(held))
            .then_some(name)
    }

    /// The name of a list that a program only draws from by chance: whoever has one of its values is made up.
    pub(super) fn only_drawn<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let name = element.name.value.as_str();
        let is_list = element.kind == ElementKind::ValueType && !self.is_list_of_a_field(element);
        (self.is_drawn(name) && is_list).then_some(name)
    }

    /// The name of a list whose own name says nothing, and whose rows a loop copies into another one: what is added
    /// there is not known here.
    pub(super) fn is_copied<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let name = element.name.value.as_str();
        (self.is_copied_from(name) && !self.vocabulary.names_either(name)).then_some(name)
    }

    /// Evidence that a program puts words into grammatical cases, for which it needs a gender.
    pub(super) fn inflects(&self, element: &Element) -> Option<&str> {
        if element.layer != Layer::Code {
            return None;
        }
        let found = self.inflects.get_or_init(|| {
            let text = self.model.text.as_str().to_lowercase();
            let words = self.vocabulary.inflecting.iter();
            let mut said = words.filter(|word| text.contains(word.as_str()));
            let first = said.next()?;
            // One of them may be meant otherwise: an invitation is declined, a cost is instrumental.
            said.next().map(|_| first.clone())
        });
        found.as_deref()
    }
}
