//! The fields of one application, combined from its documents. The order of the steps matters.

use super::link::Link;
use super::resolve::resolve;
use super::{DomainGraph, FamilyOf, Scopes, Steps, amendments, history, lists, narrowed, parts};
use crate::gender::{self, GenderField, GenderRestriction, GenderText, Vocabulary};
use crate::model::Origin;

/// The context for combining the fields of an application.
#[derive(Clone, Copy)]
pub struct LinkContext<'a> {
    /// Texts of its translation files; some may be labels of values.
    pub texts: &'a [GenderText],
    /// Its checks and selections that let only some values of a list through.
    pub restrictions: &'a [GenderRestriction],
    /// Packages and imports of its documents.
    pub scopes: &'a Scopes,
    /// Changes that its migrations make to columns of earlier ones.
    pub steps: &'a Steps,
    /// Origins that are judged beside its own work.
    pub include: &'a [Origin],
    /// Words of gender and salutation.
    pub words: &'a Vocabulary,
    /// The family of languages that a format belongs to.
    pub family_of: FamilyOf,
}

/// The fields of an application, each with the source of its values.
#[derive(Debug)]
pub struct LinkedFields {
    /// The judged fields come first; rules see only those.
    pub(super) fields: Vec<GenderField>,
    /// By field: the link to its declaration; `None` if it declares its own values.
    pub(super) links: Vec<Option<Link>>,
    /// Number of judged fields.
    judged: usize,
}

impl LinkedFields {
    /// Combines what the documents of an application state. `lists`: lists of letters, which count as gender entries
    /// only if a field names them.
    pub fn settle(
        mut fields: Vec<GenderField>,
        lists: Vec<GenderField>,
        context: &LinkContext<'_>,
    ) -> Self {
        let words = context.words;
        // Labels decide what values mean, and every later step compares meanings.
        gender::caption(&mut fields, context.texts, words);
        // Removes most lists that translations show, before anything is added to them.
        gender::leave_to_lists(&mut fields);
        // Runs before superseded steps are marked: they are no base any more, but later additions to them count.
        amendments::add_from_elsewhere(&mut fields, words, context.include);
        history::mark_superseded(&mut fields, context.steps);
        // Runs after it: a constraint of a superseded step replaces nothing.
        amendments::doubt_replaced_constraints(&mut fields);
        // Needs all additions to know whether a neighbouring field holds all entries.
        history::retire_deprecated_twins(&mut fields);
        // The references of the remaining fields decide which lists of letters are gender entries.
        lists::adopt_named(&mut fields, lists);
        let mut linked = Self::resolve(fields, context);
        // A list is dropped again if the language resolves its name to another declaration.
        lists::drop_unmeant(&mut linked);
        // A list that continues another one needs the values that its reference led to.
        amendments::continue_lists(&mut linked, words);
        // Parts are kept until the lists that continue them are complete.
        parts::drop_mere_parts(&mut linked);
        // Only complete lists show what is missing and what is beside them.
        parts::note_completed(&mut linked, words);
        // Checks may stand anywhere; what they refuse is seen from whole lists.
        narrowed::note_restrictions(&mut linked, context.restrictions, words);
        narrowed::spread_narrowed(&mut linked);
        linked
    }

    /// Resolves the references of the fields. Links are indexes, so the fields are sorted first.
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

    /// All fields, the judged ones first.
    pub fn all(&self) -> &[GenderField] {
        &self.fields
    }

    /// The judged fields.
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
        // The persons concerned come first: only fields of persons are joined to an entity.
        gender::lend_subjects(&mut fields, used);
        gender::join(&mut fields, words);
        let domains = DomainGraph::new(&fields, &links);
        (fields, domains)
    }

    /// Keeps the marked fields; links keep their targets.
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
