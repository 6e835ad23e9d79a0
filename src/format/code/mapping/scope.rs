//! Where a construct stands: the classes and functions around it, what receives its value, and types.

use tree_sitter::Node;

use super::super::reader::Reader;
use super::call::{call, named};
use super::condition::squeeze;
use super::outcome::{declared, receiver_name, recipient};
use super::said::is_wrapper;
use crate::model::ModelPath;

/// The surroundings of a construct.
#[derive(Default)]
pub struct Scope<'t> {
    /// Classes and functions from the outside in.
    pub path: ModelPath,
    /// The innermost function.
    function: Option<Node<'t>>,
    function_name: Option<String>,
}

/// A name with its type, where written.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub name: String,
    pub of: Option<String>,
}

/// Constructs stand this deep at most, counted in syntax nodes; deeper code is generated or hostile.
pub const MOST_DEPTH: usize = 200;

/// Looks outwards from a node.
pub fn scope<'t>(reader: &Reader<'_>, node: Node<'t>) -> Scope<'t> {
    let mut names = Vec::new();
    let mut scope = Scope::default();
    let mut current = node.parent();
    while let Some(outer) = current {
        let is_function = is_function(outer.kind());
        if is_function || is_class(outer.kind()) {
            let name = name_of(reader, outer);
            if is_function && scope.function.is_none() {
                scope.function = Some(outer);
                scope.function_name.clone_from(&name);
            }
            names.extend(name);
        }
        current = outer.parent();
    }
    names.reverse();
    scope.path = ModelPath(names);
    scope
}

fn is_function(kind: &str) -> bool {
    matches!(
        kind,
        "method_declaration"
            | "constructor_declaration"
            | "function_declaration"
            | "function_definition"
            | "method_definition"
            | "local_function_statement"
            | "function_expression"
            | "generator_function_declaration"
            | "arrow_function"
            | "anonymous_function"
            | "lambda_expression"
            | "lambda"
            | "lambda_literal"
            | "method"
            | "singleton_method"
            | "getter"
            | "accessor_declaration"
            | "func_literal"
    )
}

fn is_class(kind: &str) -> bool {
    matches!(
        kind,
        "class_declaration"
            | "abstract_class_declaration"
            | "class_definition"
            | "class"
            | "module"
            | "interface_declaration"
            | "record_declaration"
            | "struct_declaration"
            | "enum_declaration"
            | "trait_declaration"
            | "object_declaration"
    )
}

fn name_of(reader: &Reader<'_>, node: Node<'_>) -> Option<String> {
    if let Some(name) = node.child_by_field_name("name") {
        return Some(reader.text(name).to_owned());
    }
    if is_class(node.kind()) {
        return named(node)
            .find(|child| child.kind().ends_with("identifier"))
            .map(|name| reader.text(name).to_owned());
    }
    // Functions without a name carry the one of what they are assigned to.
    let parent = node.parent()?;
    match parent.kind() {
        "variable_declarator" | "pair" | "public_field_definition" | "property_declaration" => {
            parent
                .child_by_field_name("name")
                .or_else(|| parent.child_by_field_name("key"))
                .map(|name| reader.unquoted(name))
        }
        "assignment_expression" | "assignment" => {
            receiver_name(reader, parent.child_by_field_name("left")?)
        }
        "accessor_list" => parent
            .parent()?
            .child_by_field_name("name")
            .map(|name| reader.text(name).to_owned()),
        _ => None,
    }
}

impl<'t> Scope<'t> {
    /// What the function returns to its caller.
    pub fn returns(&self, reader: &Reader<'_>) -> Typed {
        let of = self.function.and_then(|function| {
            function
                .child_by_field_name("return_type")
                .or_else(|| function.child_by_field_name("returns"))
                .or_else(|| function.child_by_field_name("type"))
                .or_else(|| function.child_by_field_name("result"))
                .or_else(|| {
                    // Kotlin: the type after the parameters.
                    named(function)
                        .skip_while(|child| child.kind() != "function_value_parameters")
                        .find(|child| matches!(child.kind(), "user_type" | "nullable_type"))
                })
        });
        Typed {
            name: self.function_name.clone().unwrap_or_default(),
            of: of.map(|of| squeeze(reader.text(of).trim_start_matches(':'))),
        }
    }

    /// The declared type of a parameter of the function.
    pub fn parameter(&self, reader: &Reader<'_>, name: &str) -> Option<String> {
        let function = self.function?;
        let list = function.child_by_field_name("parameters").or_else(|| {
            named(function).find(|child| child.kind() == "function_value_parameters")
        })?;
        let parameter = named(list).find(|parameter| {
            let own = parameter
                .child_by_field_name("name")
                .or_else(|| parameter.child_by_field_name("pattern"))
                .or_else(|| named(*parameter).find(|child| child.kind() == "identifier"));
            own.is_some_and(|own| {
                reader.text(own).trim_start_matches('$') == name.trim_start_matches('$')
            })
        })?;
        let of = parameter.child_by_field_name("type").or_else(|| {
            named(parameter).find(|child| matches!(child.kind(), "user_type" | "nullable_type"))
        })?;
        Some(squeeze(reader.text(of).trim_start_matches(':')))
    }

    /// What receives the value of an expression.
    pub fn receiver(&self, reader: &Reader<'_>, node: Node<'_>) -> Typed {
        const MOST_STEPS: usize = 24;
        let mut inner = node;
        for _ in 0..MOST_STEPS {
            let Some(outer) = inner.parent() else { break };
            match outer.kind() {
                "variable_declarator" | "public_field_definition" | "var_spec" => {
                    let name = outer.child_by_field_name("name");
                    let of = outer
                        .child_by_field_name("type")
                        .or_else(|| outer.parent()?.child_by_field_name("type"));
                    return typed(reader, name, of);
                }
                "property_declaration" | "variable_declaration" => {
                    if let Some((name, _)) = declared(reader, outer) {
                        return Typed { name, of: None };
                    }
                    return typed(
                        reader,
                        outer.child_by_field_name("name"),
                        outer.child_by_field_name("type"),
                    );
                }
                "assignment"
                | "assignment_expression"
                | "augmented_assignment"
                | "augmented_assignment_expression"
                | "assignment_statement"
                | "short_var_declaration"
                | "operator_assignment" => {
                    let left = outer.child_by_field_name("left");
                    let name = left
                        .and_then(|left| receiver_name(reader, left))
                        .unwrap_or_default();
                    let of = outer
                        .child_by_field_name("type")
                        .map(|of| reader.text(of).to_owned());
                    return Typed { name, of };
                }
                "pair" | "keyword_argument" | "keyed_element" => {
                    let name = outer
                        .child_by_field_name("key")
                        .or_else(|| outer.child_by_field_name("name"));
                    return Typed {
                        name: name.map(|name| reader.unquoted(name)).unwrap_or_default(),
                        of: None,
                    };
                }
                "array_element_initializer" if named(outer).count() == 2 => {
                    let name = named(outer).next().map(|name| reader.unquoted(name));
                    return Typed {
                        name: name.unwrap_or_default(),
                        of: None,
                    };
                }
                "jsx_attribute" => {
                    let name = named(outer).next();
                    return typed(reader, name, None);
                }
                "default_parameter" | "typed_default_parameter" | "optional_parameter" => {
                    return typed(reader, outer.child_by_field_name("name"), None);
                }
                "return_statement" | "return_expression" | "return" | "yield_statement" => {
                    return self.returns(reader);
                }
                kind if is_function(kind) => return self.returns(reader),
                "function_body" | "body_statement" => return self.returns(reader),
                kind if is_class(kind) => break,
                _ => {
                    if matches!(
                        outer.kind(),
                        "argument_list" | "arguments" | "value_arguments"
                    ) {
                        match callee(reader, outer, inner) {
                            // Translations and containers hand their argument on.
                            Some((call, name)) if is_wrapper(&name) => inner = call,
                            Some((_, name)) => return Typed { name, of: None },
                            // Ruby: return x
                            None => inner = outer,
                        }
                        continue;
                    }
                    inner = outer;
                }
            }
        }
        Typed::default()
    }
}

/// The call that a list of arguments belongs to, and the name under which it takes one of them.
fn callee<'t>(reader: &Reader<'_>, list: Node<'t>, inner: Node<'t>) -> Option<(Node<'t>, String)> {
    let outer = list.parent()?;
    // Kotlin's grammar may put a suffix between them.
    [Some(outer), outer.parent()]
        .into_iter()
        .flatten()
        .filter(|outer| outer.kind().contains("call") || outer.kind().contains("invocation"))
        .find_map(|outer| {
            let call = call(reader, outer)?;
            // The argument may stand in a node of its own.
            let within = |argument: &&Node<'t>| {
                argument.start_byte() >= inner.start_byte()
                    && argument.end_byte() <= inner.end_byte()
            };
            let own = call.arguments.iter().find(within).copied().unwrap_or(inner);
            Some((outer, recipient(reader, &call, own)))
        })
}

fn typed(reader: &Reader<'_>, name: Option<Node<'_>>, of: Option<Node<'_>>) -> Typed {
    Typed {
        name: name.map(|name| reader.unquoted(name)).unwrap_or_default(),
        of: of
            .map(|of| squeeze(reader.text(of).trim_start_matches(':')))
            .filter(|of| !matches!(of.as_str(), "var" | "let" | "auto")),
    }
}
