//! ABAP source as stored by abapGit: constant structures, enumerations, structure types, and the mappings in `CASE`,
//! `IF`, `SWITCH` and `COND`.
//!
//! It covers just enough of the language for that. [`token`] splits the text into statements, [`declare`] reads
//! declarations, [`choice`] mappings.

mod choice;
mod declare;
mod token;

use self::choice::Choices;
use self::declare::Declarations;
use self::token::{Statement, statements};
use super::{Failure, Format, Parsed, Recognition};
use crate::model::{LanguageFamily, ModelPath, SchemaModel};
use crate::source::Capture;
use crate::topic::Topic;

/// ABAP.
pub struct Abap;

impl Format for Abap {
    fn name(&self) -> &'static str {
        "abap"
    }

    fn is_program(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["abap"]
    }

    fn language_family(&self) -> LanguageFamily {
        LanguageFamily::SAP
    }

    /// Source is recognised by name, as in other languages.
    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if capture.extension() == "abap" {
            Recognition::Likely
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let mut declarations = Declarations::new(model);
        let mut choices = Choices::default();
        let mut scope = Scope::default();
        let (statements, remarks) = statements(text.as_str());
        for statement in &statements {
            scope.enter(statement);
            declarations.take(statement, &scope.path(), &remarks);
            choices.take(statement, &scope);
            scope.leave(statement);
        }
        let mut model = declarations.finish();
        model.relations.extend(choices.finish());
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// The scope of a statement: class or interface, and method, form or function.
#[derive(Default)]
struct Scope {
    outer: Option<String>,
    inner: Option<String>,
}

impl Scope {
    fn enter(&mut self, statement: &Statement<'_>) {
        let Some(name) = statement.word(1) else {
            return;
        };
        match statement.keyword(0).as_str() {
            "class" if statement.has("deferred") || statement.has("load") => {}
            "class" | "interface" => {
                self.outer = Some(name.to_lowercase());
                self.inner = None;
            }
            "method" | "form" | "function" => self.inner = Some(name.to_lowercase()),
            _ => {}
        }
    }

    fn leave(&mut self, statement: &Statement<'_>) {
        match statement.keyword(0).as_str() {
            "endclass" | "endinterface" => self.outer = None,
            "endmethod" | "endform" | "endfunction" => self.inner = None,
            _ => {}
        }
    }

    fn path(&self) -> ModelPath {
        ModelPath::new(self.outer.iter().chain(&self.inner).cloned())
    }
}
