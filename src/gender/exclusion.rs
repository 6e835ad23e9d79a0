//! Exclusions of faults, shared by fields, translations and fallbacks.

use super::vocabulary::Vocabulary;
use crate::model::SchemaModel;

/// Evidence that the people of a document are made up: one of the names around, its own path below what was named, or an imported library
/// for it.
pub(super) fn makes_people_up<'t>(
    model: &'t SchemaModel,
    words: &Vocabulary,
    names: impl Iterator<Item = &'t str>,
) -> Option<&'t str> {
    let mut imports = model.scope.imports.iter();
    if let Some(library) = imports.find(|import| words.invents_people(&import.source)) {
        return Some(&library.source);
    }
    let mut names = names.chain(model.below.split('/'));
    names.find(|name| words.names_made_up(name))
}

/// The name that shows a look-up by the entry: of a first name, a figure, a norm.
pub(super) fn looks_up<'t>(
    words: &Vocabulary,
    mut names: impl Iterator<Item = &'t str>,
) -> Option<&'t str> {
    names.find(|name| words.names_first_names(name) || words.names_figure(name))
}
