//! Personal numbers issued by states that encode one of two entries: the issuer of the number defines the entries that
//! can be read from it, without any choice there.

use super::surroundings::Surroundings;
use super::vocabulary::Vocabulary;
use crate::model::{Element, Layer, SchemaModel};

/// The name around something that assigns it to such a number: one of `names`, or the document's own.
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

/// Number of path parts examined, from the file name up. Folders further out state where the application is kept, not
/// what a file is.
const NEAREST_FOLDERS: usize = 3;

impl<'a> Surroundings<'a> {
    /// Evidence that an element holds data of such a number, not a person's own statement.
    pub(super) fn number<'t>(
        &'t self,
        element: &'t Element,
        names: impl Iterator<Item = &'t str>,
    ) -> Option<&'t str> {
        // Stored or requested data are a statement, whatever number is beside them.
        if matches!(element.layer, Layer::Database | Layer::Ui) || self.is_persons(element) {
            return None;
        }
        belongs_to_number(self.model, self.vocabulary, names).or_else(|| self.decodes_number())
    }

    /// The question that a program asks of a number to read an entry from it, if no person is named beside it.
    fn decodes_number(&self) -> Option<&str> {
        let decoded = self.decoded()?;
        let mut elements = self.model.elements.iter();
        let of_people = elements.any(|one| self.vocabulary.is_persons_name(&one.name.value));
        (!of_people).then_some(decoded)
    }
}
