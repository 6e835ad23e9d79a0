//! XML formats. Each claims the roots it knows; XML that no format knows is data, not a schema.
//!
//! [`scan`] checks the markup before it is parsed, [`node`] adds positions to the result, and one file per format
//! converts that to schema elements.

mod bpmn;
mod dtd;
mod fim;
mod flexform;
mod genericode;
mod layout;
mod liquibase;
mod mapping;
mod node;
mod qweb;
mod relax_ng;
mod salesforce;
mod sap;
mod scan;
mod scripts;
mod translation;
pub(super) mod tree;
mod wsdl;
mod xforms;
mod xsd;

use roxmltree::{Document, Error, ParsingOptions};

use self::node::Node;
use self::scan::Root;
use super::tree::Tree;
use super::{Failure, Format, Note, Parsed, Recognition};
use crate::format::limits::XML_NODES;
use crate::gap::GapReason;
use crate::model::{SchemaModel, SourceText, Span};
use crate::source::Capture;
use crate::topic::Topic;

pub use bpmn::BPMN;
pub use dtd::Dtd;
pub use fim::FIM;
pub use flexform::FLEXFORM;
pub use genericode::GENERICODE;
pub use layout::Layout;
pub use liquibase::LIQUIBASE_XML;
pub use mapping::MAPPING;
pub use qweb::QWeb;
pub use relax_ng::RELAX_NG;
pub use salesforce::SALESFORCE;
pub use sap::SapDictionary;
pub use scripts::SqlScripts;
pub use translation::{ANDROID, RESX, XLIFF};
pub use wsdl::WSDL;
pub use xforms::XForms;
pub use xsd::XSD;

/// An XML format.
pub struct Xml {
    name: &'static str,
    extensions: &'static [&'static str],
    /// Whether a document with this root has the format.
    claims: fn(&Root<'_>) -> bool,
    /// Reads the document below its root.
    read: fn(&mut Reader, Node<'_>),
}

/// The result of reading a document.
struct Reader {
    model: SchemaModel,
    notes: Vec<Note>,
    topic: Topic,
}

impl Reader {
    /// Whether anything in the document could concern gender or salutation.
    fn may_concern_topic(&self) -> bool {
        self.topic.may_occur_in(self.model.text.as_str())
    }

    /// Records a part that was not understood.
    fn note(&mut self, span: Span, detail: impl Into<String>) {
        self.notes.push(Note {
            reason: GapReason::NotUnderstood,
            span: Some(span),
            detail: detail.into(),
        });
    }
}

/// Roots of pages, layouts, builds and texts: names and types in them don't declare fields.
const NO_DECLARATIONS: [&str; 30] = [
    "html",
    "svg",
    "project",
    "beans",
    "web-app",
    "rss",
    "feed",
    "mediawiki",
    "book",
    "article",
    "chapter",
    "section",
    "topic",
    "TEI",
    "urlset",
    "checkstyle",
    "testsuite",
    "testsuites",
    "suite",
    "plist",
    "xliff",
    "resources",
    "stylesheet",
    "transform",
    "mapper",
    "sqlMap",
    "dataset",
    "OpenSearchDescription",
    "configuration",
    "log4j",
];

/// Whether a text starts like XML with a root that may declare fields.
pub(super) fn is_of_unknown_dialect(head: &str) -> bool {
    scan::root(head).is_some_and(|root| !NO_DECLARATIONS.contains(&root.name))
}

/// Converts a document to a tree of keys and values.
pub(super) fn as_tree(text: &SourceText) -> Result<Tree, Failure> {
    let document = parse(text)?;
    Ok(tree::tree_of(document.root_element()))
}

fn parse(text: &SourceText) -> Result<Document<'_>, Failure> {
    scan::guard(text.as_str())?;
    document(text.as_str()).map_err(|error| failure(text, &error))
}

impl Format for Xml {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        // Licence texts before the root may be longer than the head.
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        match scan::root(text) {
            Some(root) if (self.claims)(&root) => Recognition::Certain,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let document = parse(text)?;
        let mut reader = Reader {
            model: SchemaModel::new(&capture.document, self.name, text.clone()),
            notes: Vec::new(),
            topic: topic.clone(),
        };
        (self.read)(&mut reader, document.root_element());
        Ok(Parsed {
            schemas: vec![reader.model],
            notes: reader.notes,
            ..Parsed::default()
        })
    }
}

fn document(text: &str) -> Result<Document<'_>, Error> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: XML_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options)
}

/// Why a browser would show an error instead of an XML page. Browsers know the entities of HTML.
pub fn malformed(text: &SourceText) -> Option<Failure> {
    if let Err(failure) = scan::guard(text.as_str()) {
        return Some(failure);
    }
    match document(text.as_str()) {
        Ok(_) | Err(Error::UnknownEntityReference(..)) => None,
        Err(error) => Some(failure(text, &error)),
    }
}

fn failure(text: &SourceText, error: &Error) -> Failure {
    let reason = match error {
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => GapReason::TooLarge,
        Error::DtdDetected | Error::EntityReferenceLoop(_) => GapReason::UnsafeContent,
        _ => GapReason::Malformed,
    };
    let at = match error {
        // An unexpected end is reported at the end.
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode => text.as_str().len(),
        _ => {
            let position = error.pos();
            text.offset(u64::from(position.row), u64::from(position.col))
        }
    };
    // Only the kind of error, because its text may quote the document.
    let kind = format!("{error:?}");
    let kind = kind.split(['(', ' ']).next().unwrap_or_default();
    Failure::new(
        reason,
        Some(Span::new(at, at)),
        format!("not well-formed XML: {kind}"),
    )
}
