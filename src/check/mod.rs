//! Registry 3: algorithms. Pure functions of a model and parameters; they know no sentences.
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

pub use self::a11y::site::{PageSketch, Site, SiteCheck};
pub use self::gender::capability::Holdings;
pub use self::parameters::{Parameter, ParameterKind, parameters};

use crate::a11y::PageView;
use crate::a11y::Reads;
use crate::domain::DomainGraph;
use crate::gender::{GenderField, GenderUsage, Vocabulary};
use crate::inventory::{Application, Inventory};
use crate::model::{
    ElementId, Facilities, PageKind, PdfModel, ReadDocument, SchemaModel, TargetPlace,
};
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
    /// What a rule file writes after `check =`.
    pub name: &'static str,
    /// The only placeholders its texts may use.
    pub facts: &'static [&'static str],
    /// Message variants it can select (`failed.binary`).
    pub variants: &'static [&'static str],
    /// Builds the check from the rule's `[params]`; errors name the parameter.
    pub build: fn(toml::Table) -> Result<Check, Vec<String>>,
}

/// A check at one of the nine widths.
pub enum Check {
    /// One schema document.
    Schema(Box<dyn SchemaCheck>),
    /// What one document does with gender: its translations and what it uses.
    Usage(Box<dyn UsageCheck>),
    /// One PDF document.
    Pdf(Box<dyn PdfCheck>),
    /// One page.
    Page(Box<dyn PageCheck>),
    /// One page, with the other pages of the application in view.
    Site(Box<dyn SiteCheck>),
    /// One gender field, with the other fields of the application in view.
    Field(Box<dyn FieldCheck>),
    /// One application, by what its pages say together.
    Duty(Box<dyn DutyCheck>),
    /// One application.
    Dossier(Box<dyn DossierCheck>),
    /// The whole inventory.
    Estate(Box<dyn EstateCheck>),
}

/// Judges elements of one schema document.
pub trait SchemaCheck: Send + Sync {
    /// What the rule speaks about.
    fn targets(&self, schema: &SchemaModel) -> Vec<ElementId>;
    /// Whether this one is fine.
    fn expect(&self, schema: &SchemaModel, target: ElementId) -> Expectation;
}

/// Judges what one document does with gender.
pub trait UsageCheck: Send + Sync {
    /// What the rule speaks about, and what it says of each.
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)>;
}

/// Judges one PDF document.
pub trait PdfCheck: Send + Sync {
    /// Whether it is fine; nothing where the rule does not speak about it.
    fn expect(&self, pdf: &PdfModel) -> Option<Expectation>;
}

/// Judges nodes of one page.
pub trait PageCheck: Send + Sync {
    /// What the capture must provide.
    fn needs(&self) -> Facilities {
        Facilities::DOM
    }
    /// Whether the capture lacks what it takes to judge a target: it stays untested, and no other one does.
    fn lacks(&self, page: &PageView<'_>, target: NodeId) -> bool {
        let styled = self.needs().contain(Facilities::STYLE);
        !page.provides().contain(self.needs()) || (styled && page.lacks_style_of(target))
    }
    /// Whether the rule speaks about this kind of page at all.
    fn concerns(&self, kind: PageKind) -> bool {
        matches!(kind, PageKind::Whole | PageKind::Part | PageKind::Letter)
    }
    /// Whether what the rule speaks about may stand in a part of the page that is not at hand. Then no target means
    /// nothing.
    fn may_overlook(&self, _: &PageView<'_>) -> bool {
        false
    }
    /// What its verdict about a node of a template hangs on; nothing where it does not speak about templates. What hangs
    /// on anything else is not judged there.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// Whether it looks in templates for certain failures alone: a template without any is none of its subjects.
    fn only_accuses_templates(&self) -> bool {
        false
    }
    /// What the rule speaks about, and what it says of each.
    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)>;
}

/// What a check says of each of its targets, where it judges them one by one.
fn each_of(
    targets: Vec<NodeId>,
    expect: impl Fn(NodeId) -> Expectation,
) -> Vec<(NodeId, Expectation)> {
    let judged = targets.into_iter();
    judged.map(|target| (target, expect(target))).collect()
}

/// Judges one gender field.
pub trait FieldCheck: Send + Sync {
    /// Whether the rule speaks about it.
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool;
    /// Whether it is fine.
    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation;
    /// Whether what it asks of a field it asks of all fields of that name at once: one answer settles them all.
    fn is_asked_once(&self, _: &Expectation) -> bool {
        false
    }
    /// What has to change where it is not: the declaration of the values, or this field alone.
    fn concern(&self) -> Concern {
        Concern::Domain
    }
}

/// What a rule about fields is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The values that a field allows: said once, where they are declared.
    Domain,
    /// What one field adds to them: its default, its width, its place in a key.
    Use,
}

/// Judges an application by its pages, each of which leaves a note before it is dropped.
pub trait DutyCheck: Send + Sync {
    /// What is kept of a page; nothing of one that does not matter.
    fn note(&self, page: &PageView<'_>) -> Option<Facts>;
    /// What the rule speaks about, and what it says of each.
    fn judge(&self, pages: &NotedPages<'_>) -> Vec<(TargetPlace, Expectation)>;
}

/// The pages of one application, by their notes.
pub struct NotedPages<'a> {
    /// Declared in the inventory; for `check` a stand-in.
    pub application: &'a Application,
    /// What its pages left for the rule, in the order of their documents.
    pub notes: &'a [&'a PageNote],
    /// Success criteria of WCAG that its pages surely do not meet.
    pub broken: &'a BTreeSet<&'a str>,
}

/// Judges one application.
pub trait DossierCheck: Send + Sync {
    /// What the rule speaks about, and what it says of each.
    fn judge(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)>;
}

/// Judges the whole inventory.
pub trait EstateCheck: Send + Sync {
    /// What the rule speaks about: application id, place, and what it says.
    fn judge(&self, estate: &Estate<'_>) -> Vec<(String, TargetPlace, Expectation)>;
}

/// One application with what was read of it. Documents are gone; their gender fields remain.
pub struct Dossier<'a> {
    /// Declared in the inventory; for `check` a stand-in.
    pub application: &'a Application,
    /// The gender fields that are judged, linked across documents.
    pub fields: &'a [GenderField],
    /// The graph of the values that they, and fields that are not judged, can hold.
    pub domains: &'a DomainGraph,
    /// Documents read, with their format.
    pub documents: &'a [ReadDocument],
    /// What checks derive from all fields together.
    pub tables: FieldTables<'a>,
}

/// What checks derive from all fields of an application, once for all of them.
#[derive(Default)]
pub struct FieldTables<'a> {
    /// How entries are written.
    codes: OnceCell<gender::codes::CodesInUse>,
    /// Fields by what they are joined to.
    by_entity: OnceCell<gender::layers::ByEntity<'a>>,
    /// The first field that shows each text of a translation file.
    by_text: OnceCell<gender::labels::FirstByText<'a>>,
}

/// Which of a dossier's fields is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(usize);

impl FieldId {
    /// Its index among the fields.
    pub fn index(self) -> usize {
        self.0
    }
}

impl<'a> Dossier<'a> {
    /// Its fields, in their order.
    pub fn ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..self.fields.len()).map(FieldId)
    }

    /// One of its fields.
    pub fn field(&self, id: FieldId) -> &'a GenderField {
        &self.fields[id.0]
    }
}

/// The whole inventory with what each application can hold.
pub struct Estate<'a> {
    /// The inventory.
    pub inventory: &'a Inventory,
    /// By application id.
    pub holdings: BTreeMap<&'a str, Holdings>,
    /// Words and code systems.
    pub vocabulary: &'a Vocabulary,
}
