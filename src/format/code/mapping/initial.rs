//! Initial content of a form or a record before any choice: the state of forms, objects of defaults, constructors.

use tree_sitter::Node;

use super::super::lowering::{Shape, conventions, named};
use super::context::{Surroundings, function_around, function_name_at, may_enclose};
use super::lower::Lower;
use crate::format::logic::Context;
use crate::model::{Begins, RelationKind, Statement, StatementKind};
use crate::topic::tokens;

/// Framework calls and classes that hold a state and take its initial value.
const HOLDERS: [&str; 14] = [
    "$state",
    "BehaviorSubject",
    "FormControl",
    "createSignal",
    "createState",
    "mutableStateOf",
    "observable",
    "reactive",
    "ref",
    "shallowReactive",
    "signal",
    "useSignal",
    "useState",
    "writable",
];
/// Calls that keep the first result of a function.
const KEEPERS: [&str; 4] = ["remember", "rememberSaveable", "useMemo", "useRef"];
/// The same for all fields of a form at once. The first item of a list is the initial value of its field.
const GROUPS: [&str; 3] = ["FormGroup", "FormRecord", "UntypedFormGroup"];
/// Methods that do the same if their receiver is a form builder (`this.fb.group({ … })`).
const BUILDING: [&str; 2] = ["group", "record"];
/// Words in the names of form builders.
const BUILDERS: [&str; 3] = ["builder", "fb", "form"];
/// File extensions of documents whose functions may set up a component.
const OF_COMPONENTS: [&str; 9] = [
    ".cjs", ".cts", ".js", ".jsx", ".mjs", ".svelte", ".ts", ".tsx", ".vue",
];
/// Words in names of initial content.
const AT_FIRST: [&str; 14] = [
    "anfangswerte",
    "blank",
    "default",
    "defaults",
    "empty",
    "initial",
    "initials",
    "leer",
    "leere",
    "leerer",
    "leeres",
    "preset",
    "standardwerte",
    "vorbelegung",
];
/// Functions that set up a component before it is shown.
const SETTING_UP: [&str; 5] = ["componentWillMount", "created", "data", "ngOnInit", "setup"];
/// Constructors that are not named after their class.
const CONSTRUCTORS: [&str; 5] = [
    "__construct",
    "__init__",
    "constructor",
    "init",
    "initialize",
];
/// Maximum number of nodes between a value and the construct that makes it initial.
const MOST_STEPS: usize = 24;
/// Longer names and values are texts.
const LONGEST: usize = 80;

/// The relation at a node that gives a field its initial value.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    let (name, value) = match shape {
        Shape::Assignment(assignment) if !assignment.compound => {
            (assignment.target?, assignment.value?)
        }
        Shape::Pair(key) => {
            let value = named(node).last().filter(|value| value.id() != key.id());
            (*key, value?)
        }
        Shape::Declaration(declaration) => (declaration.name?, declaration.value?),
        _ => return None,
    };
    let written = lower.reader.text(name);
    let is_short = written.len() <= LONGEST;
    if !is_short || !lower.reader.topic().is_mentioned_in(written) {
        return None;
    }
    // Some languages report the same shape for a declaration and its content.
    if value.parent()?.id() != node.id() {
        return None;
    }
    let column = match shape {
        Shape::Assignment(_) => lower.target_name(name)?,
        _ => lower.reader.unquoted(first_part(name)),
    };
    let (stated, is_held) = match held(lower, value) {
        Some(held) => (held, true),
        None => (value, false),
    };
    let mut outwards = Outwards::default();
    let begins = match shape {
        _ if is_held => Begins::Form,
        Shape::Assignment(_) => by_function(lower, node)?,
        Shape::Pair(_) => outwards.at_first(lower, node)?,
        // Svelte: variables declared outside of functions are the state of the component.
        Shape::Declaration(_)
            if lower.reader.document().ends_with(".svelte")
                && function_around(lower, node).is_none() =>
        {
            Begins::Form
        }
        _ => return None,
    };
    let stated = match lower.bare(stated).1 {
        Shape::List(items) if outwards.in_group => *items.first()?,
        _ => stated,
    };
    let constant = lower.constant(stated)?;
    let Outwards { mut names, .. } = outwards;
    names.reverse();
    let mut path = Surroundings::new(lower, node).path();
    path.0.extend(names);
    Some(RelationKind::Statement(Statement {
        path,
        column,
        kind: StatementKind::Preset {
            to: constant.text,
            begins,
        },
    }))
}

/// `gender` of `[gender, setGender]`.
fn first_part(name: Node<'_>) -> Node<'_> {
    match name.kind() {
        "array_pattern" | "pattern_list" | "tuple_pattern" => named(name).next().unwrap_or(name),
        _ => name,
    }
}

/// A call or a constructor.
struct Made<'t> {
    /// The receiver of the call.
    receiver: Option<Node<'t>>,
    name: &'t str,
    arguments: Vec<Node<'t>>,
}

impl<'t> Made<'t> {
    /// `useState("m")`, `new FormControl("m")`.
    fn read(lower: Lower<'_, 't>, node: Node<'t>) -> Option<Self> {
        let (node, shape) = lower.bare(node);
        match shape {
            Shape::Call(call) => Some(Self {
                receiver: call.receiver,
                name: lower.reader.text(call.name),
                arguments: call.arguments,
            }),
            _ if node.kind() == "new_expression" => {
                let class = lower.reader.text(node.child_by_field_name("constructor")?);
                Some(Self {
                    receiver: None,
                    name: class.rsplit('.').next()?,
                    arguments: conventions::arguments(node),
                })
            }
            _ => None,
        }
    }

    /// Whether the receiver is a form builder.
    fn is_by_builder(&self, lower: Lower<'_, 't>) -> bool {
        self.receiver.is_some_and(|receiver| {
            let written = lower.reader.text(receiver);
            written.len() <= LONGEST
                && tokens(written)
                    .iter()
                    .any(|token| BUILDERS.contains(&token.as_str()))
        })
    }

    fn holds_state(&self, lower: Lower<'_, 't>) -> bool {
        HOLDERS.contains(&self.name) || self.name == "control" && self.is_by_builder(lower)
    }

    fn groups_controls(&self, lower: Lower<'_, 't>) -> bool {
        GROUPS.contains(&self.name) || BUILDING.contains(&self.name) && self.is_by_builder(lower)
    }
}

/// The initial value of a state: `ref("m")`, `new FormControl({ value: "m", disabled: true })`,
/// `remember { mutableStateOf("m") }`, `useState(() => "m")`.
fn held<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> Option<Node<'t>> {
    let node = lower.bare(node).0;
    let made = Made::read(lower, node)?;
    if KEEPERS.contains(&made.name) {
        let kept = named(node).find_map(made_by)?;
        let made = Made::read(lower, kept).filter(|made| made.holds_state(lower))?;
        return made.arguments.first().copied();
    }
    if !made.holds_state(lower) {
        return None;
    }
    let first = *made.arguments.first()?;
    let first = made_by(first).unwrap_or(first);
    match lower.bare(first).1 {
        Shape::Table(rows) => rows
            .into_iter()
            .flatten()
            .find_map(|(key, value)| (lower.reader.unquoted(key) == "value").then_some(value)),
        _ => Some(first),
    }
}

/// The result of an anonymous function with a single expression: `{ mutableStateOf("m") }`, `() => "m"`.
fn made_by(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "annotated_lambda" | "arguments" | "value_arguments" => named(node).find_map(made_by),
        "lambda_literal" => {
            let mut parts = named(node);
            let first = parts.next()?;
            match (first.kind(), parts.next()) {
                ("statements", None) => named(first)
                    .next()
                    .filter(|_| first.named_child_count() == 1),
                (_, None) => Some(first),
                _ => None,
            }
        }
        "arrow_function" => {
            let body = node.child_by_field_name("body")?;
            (body.kind() != "statement_block").then_some(body)
        }
        _ => None,
    }
}

/// The path outwards from a property to the construct that makes the surrounding object initial content.
#[derive(Default)]
struct Outwards {
    /// Names of objects and variables on the way.
    names: Vec<String>,
    /// A state holds it.
    is_held: bool,
    /// It belongs to a group of controls.
    in_group: bool,
    is_returned: bool,
}

impl Outwards {
    fn at_first<'t>(&mut self, lower: Lower<'_, 't>, row: Node<'t>) -> Option<Begins> {
        let mut inner = row;
        for _ in 0..MOST_STEPS {
            let Some(outer) = inner.parent() else { break };
            if !may_enclose(outer) {
                // Long objects are passed through; long lists and long function bodies are not initial content.
                if ["dict", "literal", "object"]
                    .iter()
                    .any(|kind| outer.kind().contains(kind))
                {
                    inner = outer;
                    continue;
                }
                break;
            }
            match lower.shape(outer) {
                Shape::Pair(key) => {
                    let name = lower.reader.unquoted(key);
                    if self.pass(name) {
                        return Some(Begins::Form);
                    }
                }
                Shape::Declaration(declaration) => {
                    let name = lower.reader.unquoted(first_part(declaration.name?));
                    return (self.pass(name) || self.is_held).then_some(Begins::Form);
                }
                Shape::Assignment(assignment) => {
                    let target = assignment.target?;
                    let name = lower.target_name(target)?;
                    let written = lower.reader.text(target);
                    let of_component = name == "state" && written != name;
                    // The default export of a module.
                    let is_exported = written.ends_with("exports.default");
                    let begins = self.pass(name) && !is_exported || self.is_held || of_component;
                    return begins.then_some(Begins::Form);
                }
                // An item of a list of people is not an initial value.
                Shape::List(items) if items.len() > 1 && !self.in_group => return None,
                Shape::Return(_) => self.is_returned = true,
                Shape::Function(_) => {
                    let name = function_name_at(lower, outer)?;
                    let first = tokens(&name).into_iter().next();
                    if sets_up(lower, &name) || self.pass(name) || self.is_held {
                        return Some(Begins::Form);
                    }
                    return (first.as_deref() == Some("new")).then_some(Begins::Record);
                }
                Shape::Block(_) | Shape::Body(_) if self.is_returned => {}
                Shape::Block(_)
                | Shape::Body(_)
                | Shape::Statement(_)
                | Shape::Class(_)
                | Shape::If(..)
                | Shape::Conditional(..)
                | Shape::Switch(_)
                | Shape::Tangle => break,
                _ => {
                    if let Some(made) = Made::read(lower, outer) {
                        self.in_group |= made.groups_controls(lower);
                        self.is_held |= self.in_group || made.holds_state(lower);
                    }
                }
            }
            inner = outer;
        }
        self.is_held.then_some(Begins::Form)
    }

    /// Records a name. Returns whether it indicates initial content.
    fn pass(&mut self, name: String) -> bool {
        let begins = tokens(&name)
            .iter()
            .any(|token| AT_FIRST.contains(&token.as_str()));
        self.names.push(name);
        begins
    }
}

/// Whether a function sets up a component. In other languages such names say nothing.
fn sets_up(lower: Lower<'_, '_>, function: &str) -> bool {
    let document = lower.reader.document();
    SETTING_UP.contains(&function) && OF_COMPONENTS.iter().any(|end| document.ends_with(end))
}

/// The role of the enclosing function if it sets a property of its object unconditionally.
fn by_function<'t>(lower: Lower<'_, 't>, assignment: Node<'t>) -> Option<Begins> {
    let mut inner = assignment;
    let mut made_by: Option<String> = None;
    for _ in 0..MOST_STEPS {
        let outer = inner.parent()?;
        // A node with hundreds of children is a body, and each of its children would be checked.
        let shape = may_enclose(outer).then(|| lower.shape(outer));
        match shape.unwrap_or(Shape::Other) {
            Shape::If(..)
            | Shape::Conditional(..)
            | Shape::Switch(_)
            | Shape::Tangle
            | Shape::Pair(_)
            | Shape::Arguments => return None,
            Shape::Function(_) if made_by.is_none() => {
                let name = function_name_at(lower, outer)?;
                if sets_up(lower, &name) {
                    return Some(Begins::Form);
                }
                if CONSTRUCTORS.contains(&name.as_str()) {
                    return Some(Begins::Record);
                }
                made_by = Some(name);
            }
            Shape::Function(_) => return None,
            Shape::Class(name) => {
                let name = lower.reader.text(name?);
                return (made_by.as_deref() == Some(name)).then_some(Begins::Record);
            }
            _ => {}
        }
        inner = outer;
    }
    None
}
