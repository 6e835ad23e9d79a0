//! Declarations: constants in structures or with a common prefix, enumerations, structure types.

use std::collections::HashMap;

use super::token::{Remarks, Statement};
use crate::format::limits::COMPOSITION_DEPTH;
use crate::format::token::{Kind, Token};
use crate::model::{
    Domain, Element, ElementId, ElementKind, EntityId, Known, Label, Layer, Located, ModelPath,
    Reference, SchemaModel, Span, Value, Why,
};

/// Reads declarations one by one.
pub(super) struct Declarations {
    model: SchemaModel,
    /// Structures that are open, outermost first.
    open: Vec<Open>,
    /// Consecutive constants outside structures.
    loose: Vec<Loose>,
    types: HashMap<String, ElementId>,
    /// Constants with a type that may list its values elsewhere.
    typed: Vec<(ElementId, Located<String>)>,
}

/// An open structure.
struct Open {
    name: Located<String>,
    path: ModelPath,
    begin: Span,
    shape: Shape,
}

enum Shape {
    /// Constants, or the constants of an enumeration.
    Values(Group),
    /// Fields.
    Fields(EntityId),
    /// Nested deeper than is plausible; skipped.
    Passed,
}

/// Constants that belong together.
#[derive(Default)]
struct Group {
    values: Vec<Value>,
    /// Their common type, if it has a name of its own.
    of: Option<Located<String>>,
}

impl Group {
    fn push(&mut self, value: Value, of: Option<Located<String>>) {
        let same = |a: &Located<String>| {
            of.as_ref()
                .is_some_and(|b| a.value.eq_ignore_ascii_case(&b.value))
        };
        self.of = match self.of.take() {
            _ if self.values.is_empty() => of,
            known => known.filter(same),
        };
        self.values.push(value);
    }
}

struct Loose {
    path: ModelPath,
    name: Located<String>,
    value: Value,
    of: Option<Located<String>>,
    extent: Span,
}

impl Declarations {
    pub(super) fn new(model: SchemaModel) -> Self {
        Self {
            model,
            open: Vec::new(),
            loose: Vec::new(),
            types: HashMap::new(),
            typed: Vec::new(),
        }
    }

    /// Processes one statement.
    pub(super) fn take(
        &mut self,
        statement: &Statement<'_>,
        path: &ModelPath,
        remarks: &Remarks<'_>,
    ) {
        let constants = match statement.keyword(0).as_str() {
            "constants" => true,
            "types" => false,
            _ => {
                self.gather();
                return;
            }
        };
        match (statement.keyword(1).as_str(), statement.keyword(2).as_str()) {
            ("begin", "of") => {
                self.gather();
                self.begin(statement, path, constants, remarks);
            }
            ("end", "of") => self.end(statement.span()),
            _ if constants => self.constant(statement, path, remarks),
            _ => self.declared_type(statement, path, remarks),
        }
    }

    fn begin(
        &mut self,
        statement: &Statement<'_>,
        path: &ModelPath,
        constants: bool,
        remarks: &Remarks<'_>,
    ) {
        let is_enum = !constants && statement.keyword(3) == "enum" && statement.tokens.len() > 4;
        let Some(name) = statement
            .tokens
            .get(if is_enum { 4 } else { 3 })
            .and_then(name)
        else {
            return;
        };
        let outer = self.open.last().map_or(path, |open| &open.path);
        if self.open.len() >= COMPOSITION_DEPTH {
            let path = outer.clone();
            self.open.push(Open {
                name,
                path,
                begin: statement.span(),
                shape: Shape::Passed,
            });
            return;
        }
        let path = outer.child(name.value.as_str());
        let shape = if constants || is_enum {
            Shape::Values(Group::default())
        } else {
            let labels = remark(remarks, statement.span());
            Shape::Fields(self.model.declare_entity(name.clone(), &path, labels))
        };
        self.open.push(Open {
            name,
            path,
            begin: statement.span(),
            shape,
        });
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        if let Shape::Values(group) = open.shape
            && !group.values.is_empty()
        {
            self.value_type(open.name, open.path, group, open.begin.to(end));
        }
    }

    fn value_type(&mut self, name: Located<String>, path: ModelPath, group: Group, extent: Span) {
        let key = name.value.to_lowercase();
        let element =
            Element::value_type(name, path, Layer::Code, extent).with_values(group.values, extent);
        let id = self.model.add_element(element);
        self.typed.extend(group.of.map(|of| (id, of)));
        self.types.entry(key).or_insert(id);
    }

    fn constant(&mut self, statement: &Statement<'_>, path: &ModelPath, remarks: &Remarks<'_>) {
        let Some(own) = statement.tokens.get(1).and_then(name) else {
            return;
        };
        let Some(mut value) = value(statement) else {
            self.gather();
            return;
        };
        // The name explains the literal; if it has only one or two letters, the comment does.
        let said = remarks
            .behind(statement.span())
            .filter(|_| own.value.len() <= 2);
        value.label = Some(said.unwrap_or_else(|| own.clone()));
        let of = typed(statement).and_then(|of| match of.domain {
            Known::Yes(Domain::Reference(_)) => of.name,
            _ => None,
        });
        match self.open.last_mut().map(|open| &mut open.shape) {
            Some(Shape::Values(group)) => group.push(value, of),
            Some(_) => {}
            None => {
                let follows = self.loose.first().is_none_or(|first| {
                    first.path == *path && beginning(&first.name.value, &own.value).is_some()
                });
                if !follows {
                    self.gather();
                }
                self.loose.push(Loose {
                    path: path.clone(),
                    name: own,
                    value,
                    of,
                    extent: statement.span(),
                });
            }
        }
    }

    /// Groups constants with a common prefix: `gc_gender_male`, `gc_gender_female`.
    fn gather(&mut self) {
        let loose = std::mem::take(&mut self.loose);
        let [first, .., last] = loose.as_slice() else {
            return;
        };
        let common = loose
            .iter()
            .skip(1)
            .try_fold(first.name.value.as_str(), |common, next| {
                beginning(common, &next.name.value)
            });
        let Some(common) = common else { return };
        let (path, extent) = (first.path.clone(), first.extent.to(last.extent));
        let span = first.name.span.map(|span| Span {
            end: span.start + u32::try_from(common.len()).unwrap_or(0),
            ..span
        });
        let name = Located::new(common.to_owned(), span);
        let path = path.child(common);
        let mut group = Group::default();
        for constant in loose {
            group.push(constant.value, constant.of);
        }
        self.value_type(name, path, group, extent);
    }

    fn declared_type(
        &mut self,
        statement: &Statement<'_>,
        path: &ModelPath,
        remarks: &Remarks<'_>,
    ) {
        let Some(own) = statement.tokens.get(1).and_then(name) else {
            return;
        };
        if let Some(Open {
            shape: Shape::Values(group),
            ..
        }) = self.open.last_mut()
        {
            // Without a value, a constant of an enumeration has its number.
            let constant = match value(statement) {
                Some(value) => Value {
                    label: Some(own),
                    ..value
                },
                None => Value {
                    raw: own,
                    ..Value::default()
                },
            };
            group.push(constant, None);
            return;
        }
        let (outer, kind) = match self.open.last() {
            Some(Open {
                shape: Shape::Fields(entity),
                path,
                ..
            }) => (Some((*entity, path)), ElementKind::Field),
            Some(_) => return,
            None => (None, ElementKind::ValueType),
        };
        // `INCLUDE TYPE`, and anything else without a type of its own.
        let Some(of) = typed(statement) else { return };
        let key = own.value.to_lowercase();
        let path = outer
            .map_or(path, |(_, path)| path)
            .child(own.value.as_str());
        let entity = outer.map(|(entity, _)| entity);
        let element = Element::named(own, path, kind, Layer::Code, statement.span())
            .with_entity(entity)
            .with_labels(remark(remarks, statement.span()))
            .with_domain(Located::with_span(of.domain, of.at))
            .with_type(of.name)
            .with_width(of.width);
        let id = self.model.add_element(element);
        if kind == ElementKind::ValueType {
            self.types.entry(key).or_insert(id);
        }
    }

    /// Constants only name the values of their type that are used; the type itself says which there are. If the type is
    /// declared here without values, the constants are all there is.
    fn give_types(&mut self) {
        for (id, of) in std::mem::take(&mut self.typed) {
            let declared = self.types.get(&of.value.to_lowercase());
            let plain = declared
                .and_then(|id| self.model.element(*id))
                .is_some_and(|element| {
                    matches!(
                        element.domain.value,
                        Known::Yes(Domain::Text | Domain::Number)
                    )
                });
            if let (false, Some(element)) = (plain, self.model.elements.get_mut(id.0 as usize)) {
                element.domain = Located::new(Known::named(of.value.clone()), of.span);
                element.declared_type = Some(of);
            }
        }
    }

    /// Links fields to the types of this document.
    pub(super) fn finish(mut self) -> SchemaModel {
        self.gather();
        self.give_types();
        for index in 0..self.model.elements.len() {
            let Some(element) = self.model.elements.get(index) else {
                continue;
            };
            let Known::Yes(Domain::Reference(Reference::Named(name))) = &element.domain.value
            else {
                continue;
            };
            let own = ElementId(u32::try_from(index).unwrap_or(u32::MAX));
            let found = self
                .types
                .get(&name.to_lowercase())
                .copied()
                .filter(|id| *id != own);
            if let (Some(id), Some(element)) = (found, self.model.elements.get_mut(index)) {
                element.domain.value = Known::Yes(Domain::Reference(Reference::Element(id)));
            }
        }
        self.model
    }
}

fn name(token: &Token<'_>) -> Option<Located<String>> {
    let is = token.kind == Kind::Word
        && token
            .text
            .starts_with(|ch: char| ch.is_alphabetic() || matches!(ch, '_' | '/'));
    is.then(|| Located::with_span(token.text.to_owned(), token.span))
}

fn remark(remarks: &Remarks<'_>, span: Span) -> Vec<Label> {
    let said = remarks.behind(span).map(Label::description);
    said.into_iter().collect()
}

/// The common prefix of two names up to an underscore, if it is more than a scope mark (`gc_`).
fn beginning<'a>(a: &'a str, b: &str) -> Option<&'a str> {
    let pairs = a.bytes().zip(b.bytes());
    let same = pairs.take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let common = match (a.len() == same, b.as_bytes().get(same)) {
        // The prefix already ends at the boundary of a part.
        (true, Some(b'_')) => a,
        _ => {
            let shared = a.get(..same)?;
            shared.get(..shared.rfind('_')?)?
        }
    };
    let telling = common.split('_').any(|part| part.len() > 3);
    telling.then_some(common)
}

/// `VALUE 'M'`, `VALUE 1`, `VALUE IS INITIAL`.
fn value(statement: &Statement<'_>) -> Option<Value> {
    let at = statement.find("value")?;
    let given = statement.tokens.get(at + 1)?;
    if let Some(literal) = given.literal() {
        return Some(Value {
            raw: literal,
            ..Value::default()
        });
    }
    if given.says("is") {
        return Some(Value::plain("", given.span));
    }
    let number = given.kind == Kind::Word && given.text.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| Value::plain(given.text, given.span))
}

/// What follows `TYPE` or `LIKE`.
struct Typed {
    domain: Known<Domain>,
    at: Span,
    name: Option<Located<String>>,
    width: Option<Located<u32>>,
}

fn typed(statement: &Statement<'_>) -> Option<Typed> {
    let at = statement.find("type").or_else(|| statement.find("like"))?;
    let given = statement.tokens.get(at + 1)?;
    let structure = |at: Span| Typed {
        domain: Known::Yes(Domain::Structure),
        at,
        name: None,
        width: None,
    };
    // `REF TO`, `STANDARD TABLE OF`, `RANGE OF`.
    if statement.has("table") || given.says("ref") || given.says("range") {
        return Some(structure(given.span));
    }
    if given.kind != Kind::Word {
        return None;
    }
    // The name within its class: `zif_person=>ty_gender`.
    let own = given.text.rsplit("=>").next().unwrap_or(given.text);
    let (domain, one) = match own.to_ascii_lowercase().as_str() {
        "c" => (Domain::Text, true),
        "string" | "csequence" | "clike" | "sy-langu" => (Domain::Text, false),
        "n" | "i" | "int8" | "p" | "f" | "decfloat16" | "decfloat34" => (Domain::Number, false),
        "d" | "t" | "utclong" | "timestamp" | "timestampl" => (Domain::Temporal, false),
        "x" | "xstring" => (Domain::Structure, false),
        "abap_bool" | "xfeld" | "boole_d" | "boolean" | "flag" | "xsdboolean" => {
            (Domain::Boolean, false)
        }
        _ => (Domain::named(own), false),
    };
    let stated = statement
        .find("length")
        .and_then(|at| statement.tokens.get(at + 1));
    // `name(1) TYPE c`
    let bracketed = statement
        .tokens
        .get(2)
        .filter(|token| token.is("("))
        .and_then(|_| statement.tokens.get(3));
    let width = stated
        .or(bracketed)
        .and_then(|token| Some(Located::with_span(token.text.parse().ok()?, token.span)));
    let width = width.or(one.then_some(Located::implied(1)));
    let domain = if own.is_empty() {
        Known::No(Why::NotUnderstood)
    } else {
        Known::Yes(domain)
    };
    Some(Typed {
        domain,
        at: given.span,
        name: Some(Located::with_span(own.to_owned(), given.span)),
        width,
    })
}
