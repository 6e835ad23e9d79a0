//! The documents of an application as suggestions see them: read again, one at a time, and only if they contain a
//! finding.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::entries::has_lists_of_labels;
use super::history::is_written_as_step;
use super::places::{PlaceKey, place_key};
use crate::engine;
use crate::gap::contain;
use crate::gender::{GenderField, Vocabulary};
use crate::model::{Place, SchemaModel, SourceText};
use crate::rule::RuleBook;
use crate::source::Capture;

/// Provides documents by their names in a report.
pub trait RemedySource: Sync {
    /// The present content of a document; `None` if it is not a file or cannot be read.
    fn capture(&self, document: &str) -> Option<Capture>;

    /// Path of the file for patches; reports may use another name.
    fn path(&self, document: &str) -> String {
        document.to_owned()
    }
}

/// A document that was read again.
pub(super) struct DeskDocument {
    pub capture: Capture,
    pub text: SourceText,
    /// The data it declares.
    pub schemas: Vec<SchemaModel>,
    /// Its fields, not linked with those of other documents.
    pub fields: Vec<GenderField>,
    /// Name of the format that read it.
    pub format: Option<String>,
    /// Whether its content shows that it is a migration step.
    pub is_step: bool,
    /// Whether labels of its values may be in separate lists.
    pub labels_apart: bool,
    /// Its fields by the start of their place, declaration and default.
    fields_at: HashMap<PlaceKey, Vec<usize>>,
}

impl DeskDocument {
    /// The fields that begin at a place of this document, or whose declaration or default does.
    pub fn fields_at(&self, place: &Place) -> impl Iterator<Item = &GenderField> {
        let found = self.fields_at.get(&place_key(place));
        found
            .into_iter()
            .flatten()
            .map(|index| &self.fields[*index])
    }

    /// The byte range of a place in this document; `None` if it has none, or is not a position in a text.
    pub fn range(&self, place: &Place) -> Option<std::ops::Range<usize>> {
        if place
            .selector
            .as_ref()
            .is_some_and(|cell| cell.contains('!'))
        {
            return None;
        }
        let (start, end) = (place.position?, place.end?);
        let at = |position: crate::model::Position| {
            self.text
                .offset(u64::from(position.line), u64::from(position.column))
        };
        let range = at(start)..at(end);
        (range.start <= range.end).then_some(range)
    }

    /// The start offset of a place.
    pub fn start(&self, place: &Place) -> Option<usize> {
        let start = place.position?;
        Some(
            self.text
                .offset(u64::from(start.line), u64::from(start.column)),
        )
    }
}

/// The documents requested so far.
pub(super) struct Desk<'a> {
    pub source: &'a dyn RemedySource,
    pub book: &'a RuleBook,
    pub vocabulary: &'a Vocabulary,
    held: RefCell<BTreeMap<String, Option<Rc<DeskDocument>>>>,
}

impl<'a> Desk<'a> {
    pub fn new(
        source: &'a dyn RemedySource,
        book: &'a RuleBook,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        Self {
            source,
            book,
            vocabulary,
            held: RefCell::default(),
        }
    }

    /// A document; `None` if it is not available as a text.
    pub fn document(&self, name: &str) -> Option<Rc<DeskDocument>> {
        if let Some(held) = self.held.borrow().get(name) {
            return held.clone();
        }
        let read = self.read(name).map(Rc::new);
        self.held.borrow_mut().insert(name.to_owned(), read.clone());
        read
    }

    /// Drops the cached documents if there are more than `most`.
    pub fn keep(&self, most: usize) {
        let mut held = self.held.borrow_mut();
        if held.len() > most {
            held.clear();
        }
    }

    fn read(&self, name: &str) -> Option<DeskDocument> {
        let capture = self.source.capture(name)?;
        let text = capture.text().ok()?.clone();
        let reading = contain(|| engine::read_capture(&capture, self.vocabulary)).ok()?;
        let mut fields_at: HashMap<PlaceKey, Vec<usize>> = HashMap::new();
        for (index, field) in reading.stored.fields.iter().enumerate() {
            let declared = field.declaration.as_ref().map(|declared| &declared.place);
            let default = field.default.as_ref().and_then(|set| set.place.as_ref());
            let places = [Some(&field.place), declared, default];
            for place in places.into_iter().flatten() {
                let here = fields_at.entry(place_key(place)).or_default();
                if here.last() != Some(&index) {
                    here.push(index);
                }
            }
        }
        Some(DeskDocument {
            is_step: is_written_as_step(text.as_str()),
            labels_apart: has_lists_of_labels(text.as_str()),
            fields_at,
            text,
            schemas: reading.models.schemas,
            fields: reading.stored.fields,
            format: reading.stored.document.format,
            capture,
        })
    }
}
