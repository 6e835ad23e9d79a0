//! Program source in languages without a grammar here: Rust, Swift, Dart, Groovy, C and C++, Visual Basic, Delphi, and
//! definitions of interfaces.
//!
//! Reads only types with values, structures with their fields, constants, and the statements and markup in text
//! literals. [`token`] cuts a source into tokens, [`braces`], [`basic`] and [`pascal`] find declarations, [`declared`]
//! tells names from types, [`sheet`] collects them. The outcomes of branches are read in all languages: with [`decide`]
//! if choices are statements, with [`choice`] and [`operand`] if they have braces; [`perl`] turns its choices into such.

mod basic;
mod braces;
mod choice;
mod decide;
mod declared;
mod operand;
mod pascal;
pub(super) mod perl;
mod sheet;
mod token;

use self::sheet::Sheet;
use super::{Failure, Format, Parsed, Recognition};
use crate::model::{LanguageFamily, SchemaModel};
use crate::source::Capture;
use crate::topic::Topic;

/// A language, as far as its outline differs from that of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tongue {
    Rust,
    Swift,
    Dart,
    Groovy,
    /// C, C++ and Objective-C.
    C,
    /// Visual Basic, VBA, VB.NET.
    Basic,
    /// Delphi and Free Pascal.
    Pascal,
}

/// Program source read by its outline.
pub struct Outline {
    name: &'static str,
    extensions: &'static [&'static str],
    tongue: Tongue,
    family: LanguageFamily,
}

/// Rust.
pub const RUST: Outline = Outline {
    name: "rust",
    extensions: &["rs"],
    tongue: Tongue::Rust,
    family: LanguageFamily::Flat("rust"),
};

/// Swift.
pub const SWIFT: Outline = Outline {
    name: "swift",
    extensions: &["swift"],
    tongue: Tongue::Swift,
    family: LanguageFamily::Flat("swift"),
};

/// Dart.
pub const DART: Outline = Outline {
    name: "dart",
    extensions: &["dart"],
    tongue: Tongue::Dart,
    family: LanguageFamily::Flat("dart"),
};

/// Groovy, with the constraints of Grails.
pub const GROOVY: Outline = Outline {
    name: "groovy",
    extensions: &["groovy", "gvy"],
    tongue: Tongue::Groovy,
    family: LanguageFamily::Flat("groovy"),
};

/// C, C++ and Objective-C.
pub const C: Outline = Outline {
    name: "c",
    extensions: &["h", "hpp", "hh", "hxx", "c", "cc", "cpp", "cxx", "m", "mm"],
    tongue: Tongue::C,
    family: LanguageFamily::Flat("c"),
};

/// Interface definitions that declare enumerations and structures as C++ does: CORBA, Thrift, Ice, Avro IDL, TypeSpec.
pub const INTERFACE: Outline = Outline {
    name: "interface-definition",
    extensions: &["idl", "thrift", "ice", "avdl", "tsp"],
    tongue: Tongue::C,
    family: LanguageFamily::Flat("interface-definition"),
};

/// Visual Basic, VBA and VB.NET.
pub const BASIC: Outline = Outline {
    name: "visual-basic",
    extensions: &["vb", "bas", "cls", "frm", "vbs"],
    tongue: Tongue::Basic,
    family: LanguageFamily::Flat("visual-basic"),
};

/// Delphi and Free Pascal.
pub const PASCAL: Outline = Outline {
    name: "pascal",
    extensions: &["pas", "dpr", "pp", "lpr"],
    tongue: Tongue::Pascal,
    family: LanguageFamily::Flat("pascal"),
};

impl Format for Outline {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn language_family(&self) -> LanguageFamily {
        self.family
    }

    fn is_program(&self) -> bool {
        true
    }

    /// Source is recognised by its file name, because its content looks like arbitrary text.
    fn recognise(&self, capture: &Capture) -> Recognition {
        // Other languages share these extensions: TeX classes, Puppet manifests.
        let head = capture.head();
        let foreign = match capture.extension().as_str() {
            "cls" => head.contains("\\ProvidesClass") || head.contains("\\NeedsTeXFormat"),
            "pp" => !head.to_ascii_lowercase().contains("unit "),
            "m" => !["#import", "#include", "@interface", "@implementation"]
                .iter()
                .any(|mark| head.contains(mark)),
            _ => false,
        };
        Recognition::Likely.only_if(self.is_named(capture) && !foreign)
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Likely.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        if !topic.may_occur_in(text.as_str()) {
            return Ok(Parsed::default());
        }
        let model = SchemaModel::new(&capture.document, self.name, text.clone());
        let mut sheet = Sheet::new(model, topic);
        let tokens = token::tokens(text.as_str(), self.tongue);
        match self.tongue {
            Tongue::Basic => {
                basic::read(&tokens, &mut sheet);
                super::window::read_controls(&mut sheet.model);
            }
            Tongue::Pascal => pascal::read(&tokens, &mut sheet),
            tongue => {
                braces::read(&tokens, tongue, &mut sheet);
                let closing = braces::closing(&tokens);
                let found = choice::relations(&tokens, &closing, tongue);
                sheet.model.relations.extend(found);
            }
        }
        let mut model = sheet.finish();
        super::keyed::relate(&mut model);
        let mut schemas = vec![model];
        schemas.extend(super::code::written_controls(
            capture, self.name, text, topic,
        ));
        let mut notes = Vec::new();
        if let Some(model) = schemas.first_mut()
            && let Some((statements, missed)) =
                super::embedded::read_statements(capture, model, topic)
        {
            schemas.push(statements);
            notes = missed;
        }
        schemas.extend(super::named_lists::read(
            &capture.document,
            self.name,
            text,
            &schemas,
            topic,
        ));
        Ok(Parsed {
            schemas,
            notes,
            ..Parsed::default()
        })
    }
}
