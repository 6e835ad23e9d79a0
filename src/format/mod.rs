//! Registry 2: syntaxes. Everything outside this room only sees the model.
//!
//! A new format is one file with a [`Format`] and one line in [`FORMATS`].

mod abap;
mod aside;
mod avro;
mod cms;
mod cobol;
#[cfg(feature = "code")]
mod code;
mod code_rows;
mod contact_form;
mod datawindow;
mod dbml;
mod dbt;
mod declaration;
pub(crate) mod delimited;
mod dfm;
mod dictionary;
mod embedded;
mod fhir;
mod form_json;
#[cfg_attr(
    not(feature = "code"),
    allow(dead_code, reason = "only frameworks need all of it")
)]
mod fragment;
mod frictionless;
mod greetings;
mod groups;
mod grown;
mod html;
mod i18n;
mod in_force;
mod jdl;
mod json_schema;
mod keycloak;
#[cfg(feature = "code")]
mod keyed;
mod latex;
mod ldap;
mod limits;
mod liquibase;
#[cfg_attr(
    not(feature = "code"),
    allow(
        dead_code,
        unused_imports,
        reason = "only program source returns early and asks tables"
    )
)]
mod logic;
mod message;
mod named_lists;
mod office;
mod openapi;
#[cfg(feature = "code")]
mod outline;
pub mod pattern;
mod pdf;
mod source_language;
mod sql;
mod switched_off;
mod template;
mod ticked;
mod token;
mod tree;
mod unclaimed;
mod window;
mod xml;

pub use self::aside::is_aside;
pub(crate) use self::dictionary::{Marks, Sheet, SheetRow, Storage, Wanted, read_spreadsheet};
pub(crate) use self::html::html_tables;
pub(crate) use self::i18n::is_language;
pub(crate) use self::office::word_tables;
pub(crate) use self::switched_off::without_switched_off;
pub(crate) use self::tree::{Node, parse as parse_tree};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::model::{
    LanguageFamily, Origin, PageModel, PdfModel, Place, SchemaModel, SourceText, Span,
};
use crate::source::Capture;
use crate::topic::Topic;

/// All formats, most specific first: of several that are equally certain, the earlier one wins.
pub const FORMATS: &[&dyn Format] = &[
    &openapi::OPENAPI,
    &avro::AVRO,
    &fhir::FHIR,
    &keycloak::KEYCLOAK,
    &liquibase::LIQUIBASE_TREE,
    &frictionless::FRICTIONLESS,
    &dbt::DBT,
    &cms::TYPO3,
    &cms::DRUPAL,
    &cms::STRAPI,
    &cms::FRAPPE,
    &cms::DOCTRINE,
    &form_json::FORM_JSON,
    &json_schema::JSON_SCHEMA,
    #[cfg(feature = "code")]
    &code::java::JAVA,
    #[cfg(feature = "code")]
    &code::kotlin::KOTLIN,
    #[cfg(feature = "code")]
    &code::csharp::CSHARP,
    #[cfg(feature = "code")]
    &code::typescript::TYPESCRIPT,
    #[cfg(feature = "code")]
    &code::VUE,
    #[cfg(feature = "code")]
    &code::SVELTE,
    #[cfg(feature = "code")]
    &code::ANGULAR,
    #[cfg(feature = "code")]
    &code::python::PYTHON,
    #[cfg(feature = "code")]
    &code::php::PHP,
    #[cfg(feature = "code")]
    &code::ruby::RUBY,
    #[cfg(feature = "code")]
    &code::go::GO,
    #[cfg(feature = "code")]
    &code::scala::SCALA,
    #[cfg(feature = "code")]
    &code::protobuf::PROTOBUF,
    #[cfg(feature = "code")]
    &code::graphql::GRAPHQL,
    #[cfg(feature = "code")]
    &code::prisma::PRISMA,
    #[cfg(feature = "code")]
    &outline::RUST,
    #[cfg(feature = "code")]
    &outline::SWIFT,
    #[cfg(feature = "code")]
    &outline::DART,
    #[cfg(feature = "code")]
    &outline::GROOVY,
    #[cfg(feature = "code")]
    &outline::C,
    #[cfg(feature = "code")]
    &outline::INTERFACE,
    #[cfg(feature = "code")]
    &outline::BASIC,
    #[cfg(feature = "code")]
    &outline::PASCAL,
    &window::AccessForm,
    &datawindow::DataWindow,
    &contact_form::ContactForm,
    &dfm::DelphiForm,
    &ldap::DirectorySchema,
    &jdl::Jdl,
    &cobol::Cobol,
    &abap::Abap,
    &dbml::Dbml,
    &sql::SQL,
    &embedded::StatementsInSource,
    &dictionary::CsvDictionary,
    &dictionary::Workbook,
    &xml::XSD,
    &xml::WSDL,
    &xml::RELAX_NG,
    &xml::Dtd,
    &xml::GENERICODE,
    &xml::FIM,
    &xml::BPMN,
    &xml::FLEXFORM,
    &xml::XForms,
    &xml::SapDictionary,
    &xml::LIQUIBASE_XML,
    &xml::SALESFORCE,
    &xml::MAPPING,
    &xml::QWeb,
    &xml::XLIFF,
    &xml::RESX,
    &xml::ANDROID,
    &xml::Layout,
    &xml::SqlScripts,
    &i18n::PROPERTIES,
    &i18n::GETTEXT,
    &i18n::TREE,
    &office::WORD,
    &office::OPEN_DOCUMENT,
    &office::RichText,
    &latex::Latex,
    &template::Template,
    &html::Html,
    &html::Svg,
    &pdf::Pdf,
    &dictionary::CsvCodeLists,
    &dictionary::CsvData,
    &declaration::TREE,
    &declaration::XML,
    &declaration::BLOCKS,
];

/// How certain a format is that a capture is written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recognition {
    /// It is not.
    No,
    /// The file name fits and the content does not contradict.
    Maybe,
    /// Name and content fit.
    Likely,
    /// The content leaves no doubt.
    Certain,
}

impl Recognition {
    /// This result under a condition, else [`Recognition::No`].
    #[must_use]
    pub fn only_if(self, holds: bool) -> Self {
        match holds {
            true => self,
            false => Self::No,
        }
    }
}

/// A syntax that can be turned into models.
pub trait Format: Sync {
    /// Name in reports, in the inventory and on the command line (`sql`, `openapi`).
    fn name(&self) -> &'static str;

    /// File name extensions, for help texts.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether the capture has this syntax: judged by content, with the name as a hint. Must be cheap.
    fn recognise(&self, capture: &Capture) -> Recognition;

    /// The most certain result that [`Format::recognise`] could have, judged by name only. Avoids looking into
    /// documents that another format already claims.
    fn surest(&self, _capture: &Capture) -> Recognition {
        Recognition::Certain
    }

    /// Whether a file is named like those of this format.
    fn is_named(&self, capture: &Capture) -> bool {
        self.extensions().contains(&capture.extension().as_str())
    }

    /// Whether it is the syntax of a programming language.
    fn is_program(&self) -> bool {
        false
    }

    /// The documents whose declarations it can refer to.
    fn language_family(&self) -> LanguageFamily {
        LanguageFamily::Schema
    }

    /// Whether documents that don't mention the topic are ignored: they are not read further, or only what concerns the
    /// topic is kept.
    fn is_selective(&self) -> bool {
        self.is_program()
    }

    /// Whether such files are named after their content, so that a name ending like a test's means nothing.
    fn is_named_by_topic(&self) -> bool {
        false
    }

    /// Whether the capture describes a user interface that only a running program shows as a page.
    fn shows_markup(&self, _capture: &Capture) -> bool {
        false
    }

    /// Whether a program prints tags from string literals, besides any page that was read.
    fn prints_markup(&self, _capture: &Capture) -> bool {
        false
    }

    /// Parses the capture. What is not understood becomes a [`Note`]; only the loss of the whole document is an error.
    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure>;
}

/// The result of parsing a capture.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The data it declares.
    pub schemas: Vec<SchemaModel>,
    /// Its pages.
    pub pages: Vec<PageModel>,
    /// Its PDF documents.
    pub pdfs: Vec<PdfModel>,
    /// Parts that were not understood.
    pub notes: Vec<Note>,
}

impl Parsed {
    /// Whether there is nothing that a rule could examine.
    pub fn is_nothing(&self) -> bool {
        let is_empty = |schema: &SchemaModel| {
            schema.elements.is_empty()
                && schema.entities.is_empty()
                && schema.relations.is_empty()
                && schema.translations.is_empty()
        };
        self.pages.is_empty()
            && self.pdfs.is_empty()
            && self.notes.is_empty()
            && self.schemas.iter().all(is_empty)
    }
}

/// A part of a document that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The reason.
    pub reason: GapReason,
    /// Its place.
    pub span: Option<Span>,
    /// Technical cause, in English.
    pub detail: String,
}

/// A document that was lost as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason.
    pub reason: GapReason,
    /// Where parsing stopped.
    pub span: Option<Span>,
    /// Technical cause, in English.
    pub detail: String,
}

impl Failure {
    /// A failure with its technical cause.
    pub fn new(reason: GapReason, span: Option<Span>, detail: impl Into<String>) -> Self {
        Self {
            reason,
            span,
            detail: detail.into(),
        }
    }
}

impl From<GapReason> for Failure {
    fn from(reason: GapReason) -> Self {
        Self::new(reason, None, "")
    }
}

/// The format of a capture: the prescribed one, or else the most certain one.
pub fn recognise(capture: &Capture) -> Option<&'static dyn Format> {
    if let Some(name) = &capture.format {
        return format_named(name);
    }
    if aside::is_result_of_a_check(capture) {
        return None;
    }
    let mut best: Option<(Recognition, &'static dyn Format)> = None;
    for format in FORMATS {
        let so_far = best.map_or(Recognition::No, |(sure, _)| sure);
        if format.surest(capture) <= so_far {
            continue;
        }
        let sure = format.recognise(capture);
        if sure > so_far {
            best = Some((sure, *format));
        }
        if sure == Recognition::Certain {
            break;
        }
    }
    best.map(|(_, format)| format)
}

/// The format with this name.
fn format_named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The language family of the format with this name.
pub fn language_family(format: &str) -> LanguageFamily {
    format_named(format).map_or(LanguageFamily::Schema, Format::language_family)
}

/// The origin of a capture within an application's sources. A file that the user named is always the application's own.
/// `format` is the name of its format; without one, it may be a program.
pub fn origin(capture: &Capture, format: Option<&str>) -> Origin {
    if capture.named || capture.below.is_empty() {
        return Origin::Own;
    }
    let is_program = format.and_then(format_named).is_none_or(Format::is_program);
    if capture.built {
        return Origin::Generated;
    }
    let named_by_topic = format
        .and_then(format_named)
        .is_some_and(Format::is_named_by_topic);
    let path = match capture.below.rsplit_once('/') {
        Some((folder, _)) if named_by_topic => format!("{folder}/-"),
        None if named_by_topic => "-".to_owned(),
        _ => capture.below.clone(),
    };
    Origin::from_path(&path, capture.head(), is_program)
}

/// Whether a program prints tags without a page having been read.
pub fn prints_markup(capture: &Capture, format: Option<&str>) -> bool {
    format
        .and_then(format_named)
        .is_some_and(|format| format.prints_markup(capture))
}

/// Whether a capture describes a user interface without a page having been read.
pub fn shows_markup(capture: &Capture, format: Option<&str>) -> bool {
    format
        .and_then(format_named)
        .is_some_and(|format| format.shows_markup(capture))
}

/// The result for a capture that no format claims.
fn unclaimed(capture: &Capture, reason: GapReason) -> (Option<&'static str>, Parsed, Vec<Gap>) {
    let loss = unclaimed::loss(capture, reason);
    let gap = |(reason, detail)| Gap::of_document(&capture.document, Stage::Parse, reason, detail);
    (None, Parsed::default(), loss.map(gap).into_iter().collect())
}

/// Parses a capture with the recognised format; losses become gaps. A file that no format claims and the user did not
/// name is no loss and yields nothing.
pub fn parse(capture: &Capture, topic: &Topic) -> (Option<&'static str>, Parsed, Vec<Gap>) {
    parse_active(capture, &without_switched_off(capture, topic), topic)
}

/// Like [`parse`], if the `active` part of the capture (without disabled code) is already known. The format is
/// recognised from the whole capture.
pub(crate) fn parse_active(
    capture: &Capture,
    active: &Capture,
    topic: &Topic,
) -> (Option<&'static str>, Parsed, Vec<Gap>) {
    if capture.bytes().iter().all(u8::is_ascii_whitespace) {
        return unclaimed(capture, GapReason::Empty);
    }
    let Some(format) = recognise(capture) else {
        return unclaimed(capture, GapReason::UnknownFormat);
    };
    // Readers only see the active part.
    let capture = active;
    let place = |span: Option<Span>| {
        let text: Option<&SourceText> = capture.text().ok();
        match (text, span) {
            (Some(text), Some(_)) => Place::in_text(
                &capture.document,
                crate::model::ModelPath::default(),
                text,
                span,
            ),
            _ => Place::document(&capture.document),
        }
    };
    match contain(|| format.parse(capture, topic)) {
        Ok(Ok(mut parsed)) => {
            // Messages that select and rows of codes occur in all kinds of documents.
            if let Ok(text) = capture.text()
                && topic.may_occur_in(text.as_str())
            {
                let chosen = message::read(&capture.document, text, topic);
                let codes = code_rows::read(
                    &capture.document,
                    format.name(),
                    text,
                    &parsed.schemas,
                    topic,
                );
                let listed: Vec<SchemaModel> = parsed
                    .schemas
                    .iter()
                    .filter_map(|schema| i18n::listed_texts(schema, topic))
                    .collect();
                let tags = contact_form::read(capture, text, format.is_program());
                // Change logs read their own statements.
                if format.name() != liquibase::LIQUIBASE_TREE.name
                    && let Some((stated, notes)) = embedded::read_settings(capture, topic)
                {
                    parsed.schemas.push(stated);
                    parsed.notes.extend(notes);
                }
                parsed.schemas.extend(chosen);
                parsed.schemas.extend(tags);
                parsed.schemas.extend(codes);
                parsed.schemas.extend(listed);
            }
            // A document that the user named but that contains nothing is the wrong one, or broken.
            if capture.named && !format.is_selective() && parsed.is_nothing() {
                parsed.notes.push(Note {
                    reason: GapReason::NothingFound,
                    span: None,
                    detail: String::new(),
                });
            }
            if format.is_program()
                && let Ok(text) = capture.text()
                && let Some(notation) = embedded::notation_of(&embedded::source_extension(capture))
            {
                grown::settle(&mut parsed.schemas, text.as_str(), notation, topic);
            }
            let origin = origin(capture, Some(format.name()));
            for schema in &mut parsed.schemas {
                schema.origin = origin;
                if !capture.below.is_empty() {
                    schema.below.clone_from(&capture.below);
                }
            }
            let gaps = std::mem::take(&mut parsed.notes)
                .into_iter()
                .map(|note| Gap::at_place(place(note.span), Stage::Parse, note.reason, note.detail))
                .collect();
            (Some(format.name()), parsed, gaps)
        }
        Ok(Err(failure)) => {
            let gap = Gap::at_place(
                place(failure.span),
                Stage::Parse,
                failure.reason,
                failure.detail,
            );
            (Some(format.name()), Parsed::default(), vec![gap])
        }
        Err(Panicked(cause)) => {
            let detail = format!("the {} reader failed internally: {cause}", format.name());
            let gap = Gap::of_document(
                &capture.document,
                Stage::Parse,
                GapReason::CheckPanicked,
                detail,
            );
            (Some(format.name()), Parsed::default(), vec![gap])
        }
    }
}
