//! What tells that an element is a field of gender or salutation, and how surely.

use super::{Scene, Values};
use crate::gender::described::is_legend;
use crate::gender::field::Signal;
use crate::gender::name::{NameMatch, first_word, last_part, short};
use crate::gender::readings::Shape;
use crate::gender::vocabulary::NameWords;
use crate::model::{
    Amendment, Confidence, Domain, Element, ElementKind, Known, Label, LabelKind, Layer,
};
use crate::topic::tokens;

impl Scene<'_> {
    /// Confidence that this is a gender field; `None` if it is not.
    pub(super) fn gender_signal(
        &self,
        element: &Element,
        values: &Values<'_>,
        shape: &Shape,
        signals: &mut Vec<Signal>,
    ) -> Option<Confidence> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let by_name = words.names_gender(name);
        // The blocking and companion words of a name also suppress weaker signals.
        if by_name == NameMatch::Strong {
            signals.push(Signal::new("name", name));
            return Some(Confidence::High);
        }
        let mut sure = None;
        let mut raise = |kind: &str, seen: &str, confidence: Confidence| {
            signals.push(Signal::new(kind, seen));
            sure = sure.max(Some(confidence));
        };
        if let Values::Closed(_, Some(system)) | Values::CodeList(_, Some(system)) = values
            && system.carries_gender
            && system.kind != "salutation"
        {
            raise("code_list", &system.name, Confidence::High);
        }
        if let Values::CodeList(uri, None) = values
            && words.names_gender(last_part(uri)) == NameMatch::Strong
        {
            raise("code_list", uri, Confidence::High);
        }
        for label in &element.labels {
            if let Some((kind, sure)) = self.label_signal(element, values, label) {
                raise(kind, &label.text.value, sure);
            }
        }
        if let Some(declared) = element.type_name()
            && words.names_gender(last_part(declared)) == NameMatch::Strong
        {
            raise("type", declared, Confidence::High);
        }
        // männlich/weiblich in words under a name without another meaning; a picture for each is not a list of entries.
        let decorates = tokens(name)
            .iter()
            .any(|token| words.decoration.contains(token));
        // So is a form of address for each, in a table.
        let table = shape.depends && element.kind == ElementKind::ValueType;
        // Beside other things (`lastNames`, `firstFemale`, `firstMale`) they are things of two kinds.
        let things = shape.of_kinds && shape.names_another;
        if shape.male_and_female_words && !shape.salutation && !decorates && !table && !things {
            let sure = match shape.of_kinds {
                true => Confidence::Medium,
                false => Confidence::High,
            };
            raise("values", &shape.seen, sure);
        }
        // It has an effect only through a list of that name.
        if matches!(element.amends, Some(Amendment::Adds(_))) {
            raise("weak_name", name, Confidence::Medium);
        }
        if by_name == NameMatch::Weak {
            let second = self.second_signal(element, values, shape);
            match second {
                Some((kind, seen)) => {
                    raise("weak_name", name, Confidence::Medium);
                    raise(kind, &seen, Confidence::High);
                }
                // A single "sex" column still deserves a question.
                None if tokens(name)
                    .iter()
                    .any(|token| words.gender.alone.contains(token))
                    || matches!(tokens(name).as_slice(), [only] if words.gender.whole.contains(only)) =>
                {
                    raise("weak_name", name, Confidence::Medium);
                }
                None if self.abbreviates_beside_names(&words.gender, element) => {
                    raise("weak_name", name, Confidence::Medium);
                    raise("siblings", "person", Confidence::Medium);
                }
                None => {}
            }
        }
        sure
    }

    /// What a label says about a gender field, and how certainly; `None` if nothing.
    fn label_signal(
        &self,
        element: &Element,
        values: &Values<'_>,
        label: &Label,
    ) -> Option<(&'static str, Confidence)> {
        let words = self.vocabulary;
        let text = label.text.value.as_str();
        match label.kind {
            LabelKind::Purpose if words.gender.purposes.contains(text) => {
                Some(("purpose", Confidence::High))
            }
            LabelKind::Title if short(text) && words.names_gender(text) == NameMatch::Strong => {
                Some(("label", Confidence::High))
            }
            // A column's comment may start with the purpose of the column.
            LabelKind::Description
                if element.layer == Layer::Database
                    && short(text)
                    && words.names_gender(text) == NameMatch::Strong
                    && words.names_gender(first_word(text)) == NameMatch::Strong =>
            {
                Some(("comment", Confidence::Medium))
            }
            // kz CHAR(1) -- 1 = männlich, 2 = weiblich
            LabelKind::Description
                if element.kind == ElementKind::Field
                    && matches!(values, Values::Open | Values::Unknown)
                    && is_legend(words, text) =>
            {
                Some(("comment", Confidence::Medium))
            }
            _ => None,
        }
    }

    /// Whether a weak abbreviation is beside names of people.
    fn abbreviates_beside_names(&self, words: &NameWords, element: &Element) -> bool {
        let name = tokens(&element.name.value);
        let is_affix = |token: &String| words.affixes.contains(token);
        let of_another = |token: &String| !(is_affix(token) || words.affixed.contains(token));
        name.iter().any(|token| words.abbreviations.contains(token))
            && !(name.iter().any(is_affix) && name.iter().any(of_another))
            && self.surroundings.stand_beside_names(element)
    }

    /// Evidence that supports a weak name.
    pub(super) fn second_signal(
        &self,
        element: &Element,
        values: &Values<'_>,
        shape: &Shape,
    ) -> Option<(&'static str, String)> {
        if shape.male_and_female {
            return Some(("values", shape.seen.clone()));
        }
        if matches!(values, Values::Boolean)
            && tokens(&element.name.value)
                .iter()
                .any(|token| self.vocabulary.is_entry_name(token))
        {
            return Some(("boolean", element.name.value.clone()));
        }
        let readable = tokens(&element.name.value)
            .iter()
            .any(|token| self.vocabulary.is_readable_name(token));
        let entity = self
            .model
            .entity_of(element)
            .map(|entity| entity.name.value.as_str());
        let about_people =
            |name: &str| self.vocabulary.names_person(name) || self.vocabulary.names_owner(name);
        if readable && entity.is_some_and(about_people) {
            return Some(("entity", entity.unwrap_or_default().to_owned()));
        }
        let about_person = self.surroundings.describe_a_person(element);
        if readable && element.entity.is_some() && about_person {
            return Some(("siblings", "person".into()));
        }
        let counts = matches!(values, Values::Open)
            && matches!(element.domain.value, Known::Yes(Domain::Number));
        if counts
            && tokens(&element.name.value)
                .iter()
                .any(|token| self.vocabulary.is_entry_name(token))
        {
            // A count of them.
            return None;
        }
        let commented = element.labels.iter().find(|label| {
            self.vocabulary.names_gender(&label.text.value) == NameMatch::Strong
                || tokens(&label.text.value)
                    .iter()
                    .any(|token| self.vocabulary.is_entry_name(token))
        });
        commented.map(|label| ("comment", label.text.value.clone()))
    }

    /// Confidence that this is a salutation field; `None` if it is not.
    pub(super) fn salutation_signal(
        &self,
        element: &Element,
        shape: &Shape,
        signals: &mut Vec<Signal>,
    ) -> Option<Confidence> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let by_name = words.names_salutation(name);
        if by_name == NameMatch::Strong {
            signals.push(Signal::new("name", name));
            return Some(Confidence::High);
        }
        for label in &element.labels {
            let text = label.text.value.as_str();
            let says = match label.kind {
                LabelKind::Purpose => words.salutation.purposes.contains(text),
                LabelKind::Title => {
                    short(text) && words.names_salutation(text) == NameMatch::Strong
                }
                LabelKind::Description => false,
            };
            if says {
                signals.push(Signal::new("label", text));
                return Some(Confidence::High);
            }
        }
        if let Some(declared) = element.type_name()
            && words.names_salutation(last_part(declared)) == NameMatch::Strong
        {
            signals.push(Signal::new("type", declared));
            return Some(Confidence::High);
        }
        if shape.salutation {
            signals.push(Signal::new("values", &shape.seen));
            return Some(if by_name == NameMatch::Weak {
                Confidence::High
            } else {
                Confidence::Medium
            });
        }
        if by_name == NameMatch::Weak && self.abbreviates_beside_names(&words.salutation, element) {
            signals.push(Signal::new("weak_name", name));
            signals.push(Signal::new("siblings", "person"));
            return Some(Confidence::Medium);
        }
        None
    }
}
