//! The vocabulary of documents: what every schema and every page looks like, independent of syntax.
//!
//! Nothing in this room reads, writes or judges. Formats fill these types, checks inspect them.

mod attribute;
mod browser;
mod build;
mod built;
mod confidence;
mod derived;
mod document;
mod dump;
pub mod html;
mod language;
pub mod letter;
mod origin;
mod packing;
mod page;
mod pdf;
mod place;
mod restriction;
mod schema;
mod scope;
mod script;
mod sheet;
mod statement;
mod step;
mod style_sheet;
mod text;
mod unknown;

pub use attribute::Attributes;
pub use browser::Browser;
pub use built::without_build;
pub use confidence::Confidence;
pub use document::{ReadDocument, is_readme};
pub use html::is_html_element;
pub use language::LanguageFamily;
pub use origin::Origin;
pub use packing::Packing;
pub use page::{
    ElementPosition, Embedding, Facilities, PageKind, PageModel, PageNature, StartTags,
};
pub use pdf::{
    PdfContent, PdfExtraction, PdfField, PdfFieldKind, PdfFigure, PdfModel, PdfTable, PdfTagging,
    PdfWording,
};
pub use place::{Anchor, ModelPath, Place, TargetPlace};
pub use restriction::{LeftOver, Restriction};
pub use schema::{
    Amendment, Comparison, DefaultValue, Domain, Element, ElementId, ElementKind, Entity, EntityId,
    Filled, Known, Label, LabelKind, Layer, Mapping, MappingArm, Reference, Relation, RelationKind,
    SchemaModel, Translation, Value, Why,
};
pub use scope::{Import, NameScope};
pub use script::{Linked, LinkedScript};
pub use sheet::{SheetText, column_letters};
pub use statement::{Begins, Counted, Selection, Statement, StatementKind};
pub use step::{
    ColumnChange, MigrationStep, is_migration_folder, is_step_of_history, with_equal_numbers,
};
pub use style_sheet::{LinkedSheet, LinkedSheets, SheetReach, StyleSheet};
pub use text::{DocumentTexts, Located, Position, SourceText, Span};
pub use unknown::{Branch, BranchId, HOLE, Unknown, Unknowns};
