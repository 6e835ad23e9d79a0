//! Initial values set through frameworks: of a form field, of model attributes, of a column, or the selected item of a
//! list.

use tree_sitter::Node;

use super::super::lowering::{Call, Shape, named};
use super::context::{Surroundings, function_around, function_name_at};
use super::lower::Lower;
use crate::format::logic::{Constant, Context};
use crate::model::{Begins, RelationKind, Statement, StatementKind};
use crate::topic::Attribute;

/// Maximum number of nodes between a value and the construct that names its purpose.
const MOST_STEPS: usize = 16;
/// Longer names and values are texts.
const LONGEST: usize = 120;

/// An initial value before any choice.
struct Preset {
    column: String,
    to: Constant,
    begins: Begins,
}

/// The relation at a node that sets a field's initial value in a framework's own way.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    let preset = match shape {
        Shape::Assignment(assignment) if !assignment.compound => {
            let (target, value) = (assignment.target?, assignment.value?);
            match lower.reader.text(target) {
                "Selected" => selected_item(lower, node, value),
                _ => initial_value(lower, node, target, value),
            }
        }
        Shape::Pair(key) => attribute(lower, node, *key),
        Shape::Call(call) => default_of_column(lower, call),
        _ => argument(lower, node, shape),
    }?;
    Some(RelationKind::Statement(Statement {
        path: Surroundings::new(lower, node).path(),
        column: preset.column,
        kind: StatementKind::Preset {
            to: preset.to.text,
            begins: preset.begins,
        },
    }))
}

/// `def add_member(name, gender="m"): return Member(name, gender=gender)`: whoever is made without a statement gets the
/// entry. A search with such a default makes nobody.
fn argument<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: &Shape<'t>) -> Option<Preset> {
    if !node.kind().contains("parameter") {
        return None;
    }
    let Shape::Parameter(Some(name), _) = shape else {
        return None;
    };
    let sign = match node.kind() {
        "keyword_parameter" => ":",
        _ => "=",
    };
    let value = default_behind(*name, sign).or_else(|| default_behind(node, sign))?;
    let column = lower.reader.text(*name).trim_start_matches('$').to_owned();
    if column.len() > LONGEST || !lower.reader.topic().names(Attribute::Gender, &column) {
        return None;
    }
    let to = lower.constant(value).filter(|to| !to.is_blank())?;
    let function = around(node).find(|outer| matches!(lower.shape(*outer), Shape::Function(_)))?;
    // A constructor's parameters are the fields of its class, which have a rule of their own.
    let named = function_name_at(lower, function)?;
    let constructs = matches!(
        named.as_str(),
        "__init__" | "__construct" | "constructor" | "initialize"
    );
    (!constructs && hands_on(lower.reader.text(function), &column)).then_some(Preset {
        column,
        to,
        begins: Begins::Record,
    })
}

/// The value behind the sign that follows a node: `=`, in a keyword parameter of Ruby `:`.
fn default_behind<'t>(node: Node<'t>, sign: &str) -> Option<Node<'t>> {
    const MOST: usize = 6;
    let mut behind = std::iter::successors(node.next_sibling(), Node::next_sibling).take(MOST);
    let next = behind
        .find(|next| next.kind() == sign || matches!(next.kind(), "," | "equals_value_clause"))?;
    match next.kind() {
        "equals_value_clause" => named(next).last(),
        kind if kind == sign => next.next_named_sibling(),
        _ => None,
    }
}

/// Whether a function makes a record with one of its parameters: a constructor or a method that creates takes it.
fn hands_on(function: &str, parameter: &str) -> bool {
    const MOST_CALLS: usize = 40;
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let calls = function.match_indices(['(', '{']).take(MOST_CALLS);
    let mut made = calls.filter(|(at, _)| {
        let before = function.get(..*at).unwrap_or_default().trim_end();
        let name = before.rsplit(|ch| !is_word(ch)).next().unwrap_or_default();
        let begins = before.len() - name.len();
        let is_made = function
            .get(..begins)
            .is_some_and(|rest| rest.ends_with("new "));
        let creates = ["create", "insert", "build"]
            .iter()
            .any(|verb| name.starts_with(verb));
        let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
        is_made || is_type || creates
    });
    made.any(|(at, _)| {
        let arguments = function.get(at + 1..).unwrap_or_default();
        let end = arguments.find([')', '}']).unwrap_or(arguments.len());
        let mut words = arguments
            .get(..end)
            .unwrap_or_default()
            .split(|ch| !is_word(ch));
        words.any(|word| word == parameter)
    })
}

/// The ancestors of a node, the nearest first.
fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(node.parent(), Node::parent).take(MOST_STEPS)
}

/// `self.fields["gender"].initial = "female"`, if unconditional.
fn initial_value<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    target: Node<'t>,
    value: Node<'t>,
) -> Option<Preset> {
    let written = lower.reader.text(target);
    let field = written.strip_suffix(".initial")?.strip_suffix(']')?;
    let (_, key) = field.rsplit_once('[')?;
    let column = key.trim_matches(['"', '\'']).to_owned();
    if written.len() > LONGEST || !lower.reader.topic().is_mentioned_in(&column) {
        return None;
    }
    for outer in around(node) {
        match lower.shape(outer) {
            Shape::If(..) | Shape::Switch(_) | Shape::Tangle => return None,
            Shape::Function(_) => break,
            _ => {}
        }
    }
    Some(Preset {
        column,
        to: lower.constant(value)?,
        begins: Begins::Form,
    })
}

/// `protected $attributes = ["gender" => "male"]` of a model (Laravel), `Person.new(gender: "male")` in an action that
/// shows an empty form (Rails).
fn attribute<'t>(lower: Lower<'_, 't>, row: Node<'t>, key: Node<'t>) -> Option<Preset> {
    let column = lower.reader.unquoted(key);
    if column.len() > LONGEST || !lower.reader.topic().is_mentioned_in(&column) {
        return None;
    }
    let value = named(row).last().filter(|value| value.id() != key.id())?;
    let begins = match lower.reader.document().rsplit('.').next()? {
        "php" => of_model(lower, row)?,
        "rb" => of_empty_form(lower, row)?,
        _ => return None,
    };
    Some(Preset {
        column,
        to: lower.constant(value)?,
        begins,
    })
}

fn of_model<'t>(lower: Lower<'_, 't>, row: Node<'t>) -> Option<Begins> {
    let property = around(row).find(|outer| outer.kind() == "property_element")?;
    let name = named(property).next()?;
    let class = around(property).find(|outer| outer.kind() == "class_declaration")?;
    // Any class may have attributes; only a framework's base class defines their meaning.
    let extends = named(class).any(|part| part.kind() == "base_clause");
    (extends && lower.reader.text(name) == "$attributes").then_some(Begins::Record)
}

fn of_empty_form<'t>(lower: Lower<'_, 't>, row: Node<'t>) -> Option<Begins> {
    let made = around(row).find_map(|outer| match lower.shape(outer) {
        Shape::Call(call) => Some(call),
        _ => None,
    })?;
    let is_new = lower.reader.text(made.name) == "new" && made.receiver.is_some();
    let is_shown = function_around(lower, row).as_deref() == Some("new");
    let path = Surroundings::new(lower, row).path();
    let of_controller = path.0.iter().any(|name| name.ends_with("Controller"));
    (is_new && is_shown && of_controller).then_some(Begins::Form)
}

/// `Property(p => p.Gender).HasDefaultValue("M")` (Entity Framework).
fn default_of_column<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<Preset> {
    if lower.reader.text(call.name) != "HasDefaultValue" {
        return None;
    }
    let mut receiver = call.receiver?;
    for _ in 0..MOST_STEPS {
        let Shape::Call(before) = lower.shape(receiver) else {
            return None;
        };
        if lower.reader.text(before.name).split('<').next() == Some("Property") {
            let asked = lower.reader.text(*before.arguments.first()?);
            let column = asked.rsplit(['.', ' ']).next()?.trim_matches('"');
            let is_meant = lower.reader.topic().is_mentioned_in(column);
            return Some(Preset {
                column: Some(column.to_owned()).filter(|_| is_meant)?,
                to: lower.constant(*call.arguments.first()?)?,
                begins: Begins::Record,
            });
        }
        receiver = before.receiver?;
    }
    None
}

/// `new SelectListItem { Value = "m", Selected = true }` in a list named after the field (ASP.NET).
fn selected_item<'t>(lower: Lower<'_, 't>, node: Node<'t>, value: Node<'t>) -> Option<Preset> {
    if lower.reader.text(value) != "true" {
        return None;
    }
    let item = node.parent()?;
    let stated = |wanted: &str| {
        named(item).find_map(|part| match lower.shape(part) {
            Shape::Assignment(assignment) if lower.reader.text(assignment.target?) == wanted => {
                lower.constant(assignment.value?)
            }
            _ => None,
        })
    };
    let to = stated("Value").or_else(|| stated("Text"))?;
    let topic = lower.reader.topic();
    let column = around(item).find_map(|outer| {
        let name = match lower.shape(outer) {
            Shape::Assignment(assignment) => lower.target_name(assignment.target?)?,
            Shape::Declaration(declaration) => lower.reader.text(declaration.name?).to_owned(),
            _ => return None,
        };
        topic.is_mentioned_in(&name).then_some(name)
    })?;
    Some(Preset {
        column,
        to,
        begins: Begins::Form,
    })
}

#[cfg(test)]
mod tests {
    use super::hands_on;

    #[test]
    fn records_are_made_by_constructors_and_methods_that_create() {
        for function in [
            "def add(name, sex='m'): return Member(name=name, sex=sex)",
            "fun add(name: String, sex: Sex = Sex.M) = Member(name, sex)",
            "Person Add(string sex = \"M\") { return new Person { Sex = sex }; }",
            "function add($sex = 'm') { return Member::create(['sex' => $sex]); }",
        ] {
            assert!(hands_on(function, "sex"), "{function}");
        }
        for function in [
            "def find(sex='m'): return members.filter(sex=sex)",
            "def count(sex='m'): return Member(1).count()",
        ] {
            assert!(!hands_on(function, "sex"), "{function}");
        }
    }
}
