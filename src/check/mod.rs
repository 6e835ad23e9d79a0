//! Registry 3: algorithms. Pure functions of a model and parameters, without sentences of their own.
//!
//! A new algorithm is one file with a [`CheckKind`] and one line in [`CHECKS`].

pub mod a11y;
pub mod gender;
pub mod generic;
mod parameters;
pub mod pdf;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use ego_tree::NodeId;
use scraper::ElementRef;

pub use self::a11y::site::{PageSketch, Site, SiteCheck};
pub use self::gender::capability::Holdings;
pub use self::parameters::{Parameter, ParameterKind, parameters};

use crate::a11y::PageView;
use crate::a11y::Reads;
use crate::domain::DomainGraph;
use crate::gender::{GenderField, GenderUsage, Vocabulary};
use crate::inventory::{Application, Inventory};
use crate::model::{ElementId, Facilities, PageKind, PdfModel, SchemaModel, TargetPlace};
use crate::outcome::{Expectation, Facts, PageNote};

/// All algorithms that rules can name.
pub const CHECKS: &[&CheckKind] = &[
    &gender::four_entries::KIND,
    &gender::storage::DEFAULT,
    &gender::storage::REQUIRED,
    &gender::storage::WIDTH,
    &gender::storage::FORMER,
    &gender::storage::KEY,
    &gender::storage::ORDINAL,
    &gender::capacity::INACTIVE,
    &gender::capacity::BLANK,
    &gender::capacity::CODE_LIST,
    &gender::labels::OFFICIAL,
    &gender::labels::MIXED,
    &gender::salutation::NEUTRAL,
    &gender::salutation::DEFAULT,
    &gender::mapping::KEEPS,
    &gender::mapping::FALLBACK,
    &gender::mapping::FIRST_LETTER,
    &gender::derived::SALUTATION,
    &gender::derived::ENTRY,
    &gender::letter::NEUTRAL,
    &gender::letter::PRINTED,
    &gender::inference::KIND,
    &gender::fhir::KIND,
    &gender::statement::COUNTS,
    &gender::statement::CHANGES,
    &gender::statement::DRAWS,
    &gender::statement::DECODES,
    &gender::statement::PRESETS,
    &gender::statement::SALUTATION_PRESETS,
    &gender::statement::TIES,
    &gender::statement::FREEZES,
    &gender::conduct::REFUSES,
    &gender::conduct::LOGS,
    &a11y::title::KIND,
    &a11y::landmark::DISTINCT,
    &a11y::landmark::SINGLE,
    &a11y::language::KIND,
    &a11y::refresh::KIND,
    &a11y::viewport::KIND,
    &gender::layers::KIND,
    &gender::codes::KIND,
    &gender::symbols::KIND,
    &gender::chain::KIND,
    &gender::standard::KIND,
    &gender::survey::KIND,
    &gender::answered::ENTRIES,
    &gender::answered::SALUTATION,
    &a11y::aria_role::KIND,
    &a11y::aria_attribute::KIND,
    &a11y::aria_family::KIND,
    &a11y::hidden_focus::KIND,
    &a11y::hidden_page::KIND,
    &generic::selector::KIND,
    &generic::field_domain::KIND,
    &generic::paired_names::KIND,
    &generic::text_pattern::KIND,
    &a11y::named::KIND,
    &a11y::label_in_name::KIND,
    &a11y::language_of_parts::KIND,
    &a11y::heading_order::KIND,
    &a11y::autocomplete::KIND,
    &a11y::site::bypass::KIND,
    &a11y::decorative::KIND,
    &a11y::frame_focus::KIND,
    &a11y::orientation::KIND,
    &a11y::media::KIND,
    &a11y::spacing::KIND,
    &a11y::table::HEADERS,
    &a11y::table::ASSIGNED,
    &a11y::table_scope::KIND,
    &a11y::ids::KIND,
    &a11y::ids::DUPLICATE_ATTRIBUTE,
    &a11y::contrast::KIND,
    &a11y::focus_trap::KIND,
    &a11y::focus_visible::KIND,
    &a11y::scrollable::KIND,
    &a11y::clipped::KIND,
    &a11y::link_purpose::KIND,
    &a11y::heading_topic::KIND,
    &a11y::title_topic::KIND,
    &a11y::label_topic::KIND,
    &a11y::image_purpose::NAMED,
    &a11y::image_purpose::IGNORED,
    &a11y::error_message::KIND,
    &a11y::text_language::KIND,
    &a11y::site::namesakes::KIND,
    &a11y::site::repetition::KIND,
    &a11y::outline_top::MAIN,
    &a11y::outline_top::HEADING,
    &a11y::placeholder::KIND,
    &a11y::choice_group::CHOICES,
    &a11y::choice_group::FIELDSET,
    &a11y::data_table::HEADED,
    &a11y::data_table::TELLING,
    &a11y::data_table::DISTINCT,
    &a11y::data_table::LAYOUT,
    &a11y::data_table::EVEN,
    &a11y::image_text::TOOLTIP,
    &a11y::image_text::REPEATED,
    &a11y::field_label::DISTINCT,
    &a11y::field_label::CONNECTED,
    &a11y::field_label::REQUIRED,
    &a11y::field_label::SINGLE,
    &a11y::link_hint::WINDOW,
    &a11y::link_hint::FORMAT,
    &a11y::link_target::LEADS,
    &a11y::link_target::ADJACENT,
    &a11y::mouse::click::KIND,
    &a11y::mouse::widget::KIND,
    &a11y::mouse::focus::KIND,
    &a11y::mouse::role::KIND,
    &a11y::markup::OBSOLETE,
    &a11y::markup::TAB_ORDER,
    &a11y::markup::ACCESS_KEY,
    &a11y::markup::EMPTY_ITEM,
    &a11y::markup::JUSTIFIED,
    &a11y::markup::SKIP_LINK,
    &a11y::list_content::ITEMS,
    &a11y::list_content::DESCRIPTIONS,
    &a11y::made_list::KIND,
    &a11y::statement::linked::STATEMENT,
    &a11y::statement::linked::EASY_LANGUAGE,
    &a11y::statement::parts::KIND,
    &a11y::statement::claim::KIND,
    &a11y::media_alternative::KIND,
    &a11y::script::KIND,
    &a11y::instruction::KIND,
    &a11y::text_direction::KIND,
    &a11y::abbreviation::KIND,
    &a11y::telling_name::KIND,
    &a11y::field_hint::KIND,
    &a11y::reference::KIND,
    &a11y::input_purpose::KIND,
    &a11y::linked_media::KIND,
    &a11y::link_by_color::KIND,
    &a11y::target_size::KIND,
    &pdf::tagging::TAGGED,
    &pdf::tagging::CLAIM,
    &pdf::text::KIND,
    &pdf::title::TITLE,
    &pdf::title::SHOWN,
    &pdf::language::KIND,
    &pdf::extraction::KIND,
    &pdf::field::KIND,
    &pdf::figure::KIND,
    &pdf::table::KIND,
    &pdf::bookmarks::KIND,
];

/// An algorithm under the name that rule files use.
pub struct CheckKind {
    /// The name after `check =` in a rule file.
    pub name: &'static str,
    /// Placeholders that its texts may use.
    pub facts: &'static [&'static str],
    /// Message variants it can select (`failed.binary`).
    pub variants: &'static [&'static str],
    /// Builds the check from the rule's `[params]`; errors name the parameter.
    pub build: fn(toml::Table) -> Result<Check, Vec<String>>,
}

/// A check of one of the nine scopes.
pub enum Check {
    /// One schema document.
    Schema(Box<dyn SchemaCheck>),
    /// The gender handling of one document: its translations and statements.
    Usage(Box<dyn UsageCheck>),
    /// One PDF document.
    Pdf(Box<dyn PdfCheck>),
    /// One page.
    Page(Box<dyn PageCheck>),
    /// One page, with access to the other pages of the application.
    Site(Box<dyn SiteCheck>),
    /// One gender field, with access to the other fields of the application.
    Field(Box<dyn FieldCheck>),
    /// One application, by the evidence of all its pages.
    Duty(Box<dyn DutyCheck>),
    /// One application.
    Dossier(Box<dyn DossierCheck>),
    /// The whole inventory.
    Estate(Box<dyn EstateCheck>),
}

/// Judges elements of one schema document.
pub trait SchemaCheck: Send + Sync {
    /// The elements that the rule is about.
    fn targets(&self, schema: &SchemaModel) -> Vec<ElementId>;
    /// Judges one of them.
    fn expect(&self, schema: &SchemaModel, target: ElementId) -> Expectation;
}

/// Judges the gender handling of one document.
pub trait UsageCheck: Send + Sync {
    /// The targets of the rule, each with its verdict.
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)>;
}

/// Judges one PDF document.
pub trait PdfCheck: Send + Sync {
    /// The verdict; `None` if the rule does not apply to the document.
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation>;
}

/// Judges nodes of one page.
pub trait PageCheck: Send + Sync {
    /// The facilities that the capture must provide.
    fn needs(&self) -> Facilities {
        Facilities::DOM
    }
    /// Whether the capture lacks data to judge a target; then only this target stays untested.
    fn lacks(&self, page: &PageView<'_>, target: NodeId) -> bool {
        let styled = self.needs().contain(Facilities::STYLE);
        !page.provides().contain(self.needs()) || (styled && page.lacks_style_of(target))
    }
    /// Whether the rule is about this kind of page at all.
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page_or_letter()
    }
    /// Whether targets may be in a part of the page that is not available. Then the absence of targets proves nothing.
    fn may_overlook(&self, _: &PageView<'_>) -> bool {
        false
    }
    /// The inputs that the verdict on a node of a template depends on; `None` if the rule does not judge templates. If
    /// the verdict depends on anything else, the node is not judged there.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// Whether it looks only for certain failures in templates: a template without any is not a target.
    fn only_accuses_templates(&self) -> bool {
        false
    }
    /// The targets of the rule, each with its verdict.
    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)>;
}

/// The verdicts of a check that judges its targets one by one.
fn each_of<'a>(
    targets: Vec<ElementRef<'a>>,
    expect: impl Fn(ElementRef<'a>) -> Expectation,
) -> Vec<(NodeId, Expectation)> {
    let judged = targets.into_iter();
    judged.map(|target| (target.id(), expect(target))).collect()
}

/// Judges one gender field.
pub trait FieldCheck: Send + Sync {
    /// Whether the rule is about this field.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool;
    /// The verdict on the field.
    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation;
    /// Whether a question about a field concerns all fields of that name: one answer settles them all.
    fn is_asked_once(&self, _: &Expectation) -> bool {
        false
    }
    /// What a repair changes: the declaration of the values, or only this field.
    fn concern(&self) -> Concern {
        Concern::Domain
    }
}

/// The subject of a rule about fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The allowed values of a field: reported once, at their declaration.
    Domain,
    /// Properties of a single field: its default, its width, its place in a key.
    Use,
}

/// Judges an application by its pages, each of which leaves a note before it is dropped.
pub trait DutyCheck: Send + Sync {
    /// The facts to keep of a page; `None` if the page is irrelevant.
    fn note(&self, page: &PageView<'_>) -> Option<Facts>;
    /// The targets of the rule, each with its verdict.
    fn judge(&self, pages: &NotedPages<'_>) -> Vec<(TargetPlace, Expectation)>;
}

/// The pages of one application, by their notes.
pub struct NotedPages<'a> {
    /// As declared in the inventory; a stand-in for `check`.
    pub application: &'a Application,
    /// The notes of its pages for the rule, in the order of their documents.
    pub notes: &'a [&'a PageNote],
    /// WCAG success criteria that its pages certainly fail.
    pub broken: &'a BTreeSet<&'a str>,
}

/// Judges one application.
pub trait DossierCheck: Send + Sync {
    /// The targets of the rule, each with its verdict.
    fn judge(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)>;
}

/// Judges the whole inventory.
pub trait EstateCheck: Send + Sync {
    /// The targets of the rule: application id, place and verdict.
    fn judge(&self, estate: &Estate<'_>) -> Vec<(String, TargetPlace, Expectation)>;
}

/// One application with the data read. Its documents are dropped; their gender fields remain.
pub struct Dossier<'a> {
    /// As declared in the inventory; a stand-in for `check`.
    pub application: &'a Application,
    /// The judged gender fields, linked across documents.
    pub fields: &'a [GenderField],
    /// The graph of the values of all fields, judged or not.
    pub domains: &'a DomainGraph,
    /// Number of documents that were read: their format is known, and they were not lost as a whole.
    pub documents: usize,
    /// Tables that checks derive from all fields together.
    pub tables: FieldTables<'a>,
}

/// Tables that checks derive from all fields of an application, computed once.
#[derive(Default)]
pub struct FieldTables<'a> {
    /// The codes in use for entries.
    codes: OnceCell<gender::codes::CodesInUse>,
    /// Fields by the entity they are joined to.
    by_entity: OnceCell<gender::layers::ByEntity<'a>>,
    /// For each text of a translation file, the first field that shows it.
    by_text: OnceCell<gender::labels::FirstByText<'a>>,
}

/// Identifies a field of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(usize);

impl FieldId {
    /// Its index among the fields.
    pub fn index(self) -> usize {
        self.0
    }
}

impl<'a> Dossier<'a> {
    /// The ids of its fields, in order.
    pub fn ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..self.fields.len()).map(FieldId)
    }

    /// One of its fields.
    pub fn field(&self, id: FieldId) -> &'a GenderField {
        &self.fields[id.0]
    }
}

/// The whole inventory with the gender entries that each application can hold.
pub struct Estate<'a> {
    /// The inventory.
    pub inventory: &'a Inventory,
    /// By application id.
    pub holdings: BTreeMap<&'a str, Holdings>,
    /// Words and code systems.
    pub vocabulary: &'a Vocabulary,
}
