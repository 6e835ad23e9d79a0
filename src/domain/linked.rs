//! The fields of one application, put together from what its documents say of each other: in steps whose order counts.

use super::link::Link;
use super::resolve::resolve;
use super::{DomainGraph, FamilyOf, Scopes, Steps, amendments, history, lists, narrowed, parts};
use crate::gender::{self, GenderField, GenderText, Vocabulary};
use crate::model::Origin;

/// What the fields of an application are put together by.
#[derive(Clone, Copy)]
pub struct LinkContext<'a> {
    /// Texts of its translation files, which may be labels of values.
    pub texts: &'a [GenderText],
    /// Packages and imports of its documents.
    pub scopes: &'a Scopes,
    /// What its migrations do to columns of earlier ones.
    pub steps: &'a Steps,
    /// What is judged beside its own work.
    pub include: &'a [Origin],
    /// Words of gender and salutation.
    pub words: &'a Vocabulary,
    /// The family of languages that a format belongs to.
    pub family_of: FamilyOf,
}

/// The fields of an application, each with what it takes its values from.
#[derive(Debug)]
pub struct LinkedFields {
    /// Those that are judged come first: rules see only them.
    pub(super) fields: Vec<GenderField>,
    /// By field: the declaration that it means, where that is another one.
    pub(super) links: Vec<Option<Link>>,
    /// How many of them are judged.
    judged: usize,
}

impl LinkedFields {
    /// Settles what the documents of an application say together. `lists`: lists of letters, which are lists of entries
    /// only where a field names them.
    pub fn settle(
        mut fields: Vec<GenderField>,
        lists: Vec<GenderField>,
        context: &LinkContext<'_>,
    ) -> Self {
        let words = context.words;
        // Labels decide what values stand for, and all that follows compares that.
        gender::caption(&mut fields, context.texts, words);
        // Of lists that translations show most go: nothing is to be added to those.
        gender::leave_to_lists(&mut fields);
        // A step of a history that is superseded is no base any more, but what later ones add to it counts.
        amendments::add_from_elsewhere(&mut fields, words, context.include);
        history::mark_superseded(&mut fields, context.steps);
        // A constraint of a step that no longer counts replaces nothing.
        amendments::doubt_replaced_constraints(&mut fields);
        // Whether a field beside it holds all entries is known once all is added.
        history::retire_deprecated_twins(&mut fields);
        // References of all fields that are left say which letters are entries.
        lists::adopt_named(&mut fields, lists);
        let mut linked = Self::resolve(fields, context);
        // A name that the language leads elsewhere adopted a list in vain.
        lists::drop_unmeant(&mut linked);
        // What goes on from another list needs the values that its reference led to.
        amendments::continue_lists(&mut linked, words);
        // Parts stand until the lists that they continue are whole.
        parts::drop_mere_parts(&mut linked);
        // Only of whole lists it can be said what is missing and stands beside them.
        parts::note_completed(&mut linked, words);
        narrowed::spread_narrowed(&mut linked);
        linked
    }

    /// Follows the references of the fields. Links are positions, so the fields are put in their order first.
    fn resolve(mut fields: Vec<GenderField>, context: &LinkContext<'_>) -> Self {
        let is_judged = |field: &GenderField| field.origin.is_judged(context.include);
        fields.sort_by_key(|field| !is_judged(field));
        let judged = fields.partition_point(is_judged);
        let links = resolve(&mut fields, context.scopes, context.family_of);
        Self {
            fields,
            links,
            judged,
        }
    }

    /// All fields, those that are judged first.
    pub fn all(&self) -> &[GenderField] {
        &self.fields
    }

    /// The fields that are judged.
    pub fn judged(&self) -> &[GenderField] {
        self.fields.get(..self.judged).unwrap_or(&self.fields)
    }

    /// The fields with the graph of their value domains.
    pub fn into_domains(self, words: &Vocabulary) -> (Vec<GenderField>, DomainGraph) {
        let Self {
            mut fields, links, ..
        } = self;
        let used = links.iter().enumerate();
        let used = used.filter_map(|(user, link)| Some((user, link.as_ref()?.declaration)));
        // Whose a field is comes first: only fields of persons are joined to an entity.
        gender::lend_subjects(&mut fields, used);
        gender::join(&mut fields, words);
        let domains = DomainGraph::new(&fields, &links);
        (fields, domains)
    }

    /// Keeps the fields that stay; links lead where they led before.
    pub(super) fn keep(&mut self, stays: &[bool]) {
        if stays.iter().all(|stays| *stays) {
            return;
        }
        let mut moved = Vec::with_capacity(stays.len());
        let mut next = 0;
        for stays in stays {
            moved.push(next);
            next += usize::from(*stays);
        }
        self.judged = moved.get(self.judged).copied().unwrap_or(next);
        let mut kept = stays.iter().copied();
        self.fields.retain(|_| kept.next().unwrap_or(true));
        let mut kept = stays.iter().copied();
        self.links.retain(|_| kept.next().unwrap_or(true));
        for link in self.links.iter_mut().flatten() {
            if let Some(index) = moved.get(link.declaration) {
                link.declaration = *index;
            }
        }
    }
}
