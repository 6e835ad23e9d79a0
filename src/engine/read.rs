//! A capture → its reading: a part that outlives the document and can be stored, and its short-lived models.

use serde::{Deserialize, Serialize};

use super::judge::panicked;
use crate::format;
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::gender::{self, GenderField, GenderText, GenderUsage, UnreadMention, Vocabulary};
use crate::model::{
    MigrationStep, NameScope, Origin, PageKind, PageModel, PdfModel, Place, ReadDocument,
    SchemaModel,
};
use crate::outcome::{Suppression, suppressions};
use crate::source::Capture;

/// The reading of one capture.
#[derive(Debug)]
pub struct Reading {
    /// The part that outlives the document.
    pub stored: DocumentReading,
    /// The part that does not.
    pub models: Models,
}

/// Models of a document. They hold its whole text and, for a page, a tree that must stay on its thread. So they are
/// judged in the task that read them, and dropped.
#[derive(Debug, Default)]
pub struct Models {
    /// The data it declares.
    pub schemas: Vec<SchemaModel>,
    /// Its pages.
    pub pages: Vec<PageModel>,
    /// Its PDF documents.
    pub pdfs: Vec<PdfModel>,
}

/// What one document says about gender, without the document: small, owned, and unchanged by storing and loading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReading {
    /// The document as the report lists it.
    pub document: ReadDocument,
    /// Which part of the application's sources it belongs to.
    pub origin: Origin,
    /// Package and imports, if it contains fields and its language has them.
    pub scope: NameScope,
    /// What it does to columns of earlier migration steps.
    #[serde(default, skip_serializing_if = "MigrationStep::is_empty")]
    pub step: MigrationStep,
    /// Gender and salutation fields, not yet linked with those of other documents.
    pub fields: Vec<GenderField>,
    /// Lists of letters that count as entries if a gender field of another document refers to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<GenderField>,
    /// Texts of translation files that may be labels of such fields' values.
    pub texts: Vec<GenderText>,
    /// How it uses entries besides declaring fields, by schema.
    pub usages: Vec<GenderUsage>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// Mentions of gender that no reader understood.
    pub mentions: Vec<UnreadMention>,
    /// Whether it describes a user interface of which no page was read.
    pub unseen_markup: bool,
    /// Comments in it that accept findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Suppression>,
}

impl DocumentReading {
    /// The reading of a document that crashes every process: only its existence.
    pub(super) fn lost(capture: &Capture, cause: String) -> Self {
        let gap = Gap::of_document(&capture.document, Stage::Parse, GapReason::Aborted, cause);
        Self {
            document: ReadDocument {
                document: capture.document.clone(),
                parts: capture.parts(),
                artefact: capture.artefact.clone(),
                format: None,
                digest: capture.digest(),
                bytes: capture.bytes().len() as u64,
                page: None,
            },
            origin: Origin::Own,
            scope: NameScope::default(),
            step: MigrationStep::default(),
            fields: Vec::new(),
            lists: Vec::new(),
            texts: Vec::new(),
            usages: Vec::new(),
            gaps: vec![gap],
            mentions: Vec::new(),
            unseen_markup: false,
            suppressions: Vec::new(),
        }
    }

    /// Path or URL of the document.
    pub fn name(&self) -> &str {
        &self.document.document
    }

    /// Whether the document is irrelevant: no format claims it, and the user did not name it.
    pub fn is_nothing(&self) -> bool {
        self.document.format.is_none() && self.gaps.is_empty() && self.mentions.is_empty()
    }

    /// Whether any of it is judged together with other documents: names that are declared elsewhere, or that others
    /// refer to.
    pub fn concerns_others(&self) -> bool {
        !(self.fields.is_empty()
            && self.lists.is_empty()
            && self.texts.is_empty()
            && self
                .usages
                .iter()
                .all(|usage| usage.restrictions.is_empty())
            && self.step.is_empty()
            && self.mentions.is_empty())
    }
}

/// Reads one capture.
pub fn read_capture(capture: &Capture, vocabulary: &Vocabulary) -> Reading {
    let active = format::without_switched_off(capture, vocabulary.topic());
    let (format, parsed, mut gaps) = format::parse_active(capture, &active, vocabulary.topic());
    let mut fields = Vec::new();
    let mut lists = Vec::new();
    let mut texts = Vec::new();
    let mut usages = Vec::new();
    let mut scope = NameScope::default();
    let mut step = MigrationStep::default();
    for schema in &parsed.schemas {
        step.extend(schema.step.clone());
        let read_schema = || {
            let mut found = gender::fields(schema, vocabulary);
            gender::note_rest_beside(schema, &mut found, vocabulary);
            let unnamed = gender::unnamed_lists(schema, &found, vocabulary);
            let usage = GenderUsage::collect(schema, &found, vocabulary);
            (found, unnamed, gender::texts(schema, vocabulary), usage)
        };
        match contain(read_schema) {
            Ok((found, unnamed, labels, usage)) => {
                if !(found.is_empty() && unnamed.is_empty()) && scope.is_empty() {
                    scope.clone_from(&schema.scope);
                }
                fields.extend(found);
                lists.extend(unnamed);
                texts.extend(labels);
                usages.push(usage);
            }
            Err(cause) => gaps.push(panicked(&capture.document, None, cause)),
        }
    }
    let nothing_found = |gap: &Gap| gap.reason == GapReason::NothingFound;
    let mentions = if gaps
        .iter()
        .any(|gap| !nothing_found(gap) && gap.place.position.is_none())
    {
        // The document as a whole is lost, and reported as such.
        Vec::new()
    } else {
        match mentions(&active, &parsed.schemas, &fields, &gaps, vocabulary) {
            Ok(found) => found,
            Err(cause) => {
                gaps.push(panicked(&capture.document, None, cause));
                Vec::new()
            }
        }
    };
    if !mentions.is_empty() {
        gaps.retain(|gap| !nothing_found(gap));
    }
    let document = ReadDocument {
        document: capture.document.clone(),
        parts: capture.parts(),
        artefact: capture.artefact.clone(),
        format: format.map(str::to_owned),
        // Nothing is kept of irrelevant files.
        digest: if format.is_some() || !gaps.is_empty() || !mentions.is_empty() {
            capture.digest()
        } else {
            String::new()
        },
        bytes: capture.bytes().len() as u64,
        page: parsed
            .pages
            .first()
            .map(|page| page.nature.clone())
            .filter(|nature| nature.kind != PageKind::Whole),
    };
    Reading {
        stored: DocumentReading {
            document,
            origin: parsed
                .schemas
                .first()
                .map_or_else(|| format::origin(capture, format), |schema| schema.origin),
            scope,
            step,
            fields,
            lists,
            texts,
            usages,
            gaps,
            mentions,
            unseen_markup: parsed.pages.is_empty() && format::shows_markup(capture, format)
                || format::prints_markup(capture, format)
                || parsed.pages.iter().any(|page| {
                    page.nature.kind != PageKind::Template && page.keeps_all_in_templates()
                }),
            // An unknown format has nothing to accept.
            suppressions: match capture.text() {
                Ok(text) if format.is_some() => suppressions(&capture.document, text),
                _ => Vec::new(),
            },
        },
        models: Models {
            schemas: parsed.schemas,
            pages: parsed.pages,
            pdfs: parsed.pdfs,
        },
    }
}

/// Mentions of gender that ended up in no model. Documentation and translations declare nothing, but messages in a
/// translation may select by gender. `active` is the document without its disabled parts.
fn mentions(
    active: &Capture,
    schemas: &[SchemaModel],
    fields: &[GenderField],
    gaps: &[Gap],
    vocabulary: &Vocabulary,
) -> Result<Vec<UnreadMention>, Panicked> {
    let translates = schemas.iter().any(|schema| !schema.translations.is_empty());
    let declares = !translates && !format::is_aside(active);
    let Ok(text) = active.text() else {
        return Ok(Vec::new());
    };
    let find = || {
        let named: Vec<Place> = gaps.iter().map(|gap| gap.place.clone()).collect();
        if declares {
            gender::unread_mentions(&active.document, text, schemas, fields, &named, vocabulary)
        } else {
            gender::undecided_mentions(&active.document, text, schemas, fields, vocabulary)
        }
    };
    contain(find)
}
