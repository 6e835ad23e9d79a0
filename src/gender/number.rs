//! Numbers that states give to persons, and that say one of two entries: whoever defines the number defines the entries that
//! can be read out of it, and nobody chooses them there.

use super::surroundings::Surroundings;
use super::vocabulary::Vocabulary;
use crate::model::{Element, Layer, RelationKind, SchemaModel, StatementKind};

/// The name around something that says that it belongs to such a number: one of `names`, or one of the document's own.
pub(super) fn belongs_to_number<'t>(
    model: &'t SchemaModel,
    words: &Vocabulary,
    names: impl Iterator<Item = &'t str>,
) -> Option<&'t str> {
    let mut names = names
        .chain(model.scope.package.as_deref())
        .chain(model.document.rsplit(['/', '\\']).take(NEAREST_FOLDERS));
    names.find(|name| words.names_identity_number(name))
}

/// The file and the folders next to it. Folders further out say where somebody keeps the application, not what a file is.
const NEAREST_FOLDERS: usize = 3;

impl<'a> Surroundings<'a> {
    /// What says that an element holds what a number says, and nobody's own statement.
    pub(super) fn number<'t>(
        &'t self,
        element: &'t Element,
        names: impl Iterator<Item = &'t str>,
    ) -> Option<&'t str> {
        // What is stored or asked for is a statement, whatever number stands beside it.
        if matches!(element.layer, Layer::Database | Layer::Ui) || self.is_persons(element) {
            return None;
        }
        belongs_to_number(self.model, self.vocabulary, names).or_else(|| self.decodes_number())
    }

    /// What a program asks of a number where it reads an entry out of it and knows no person by name beside.
    fn decodes_number(&self) -> Option<&str> {
        let decoded = self
            .model
            .relations
            .iter()
            .find_map(|relation| match &relation.kind {
                RelationKind::Statement(statement) => match &statement.kind {
                    StatementKind::Decode { of, .. } => Some(of.value.as_str()),
                    _ => None,
                },
                _ => None,
            })?;
        let mut elements = self.model.elements.iter();
        let of_people = elements.any(|one| self.vocabulary.is_persons_name(&one.name.value));
        (!of_people).then_some(decoded)
    }
}
