//! Field descriptions of TypeScript libraries: zod, yup, Joi, class-validator, TypeORM, Sequelize, Mongoose, Drizzle.

use tree_sitter::Node;

use super::list_name::{ListName, list_name};
use super::reader::{Reader, called, close, default, span};
use super::values::{name as name_of, named_child_of, preset, scalar, value_set};
use crate::format::limits::CALL_STEPS;
use crate::format::pattern;
use crate::model::{Known, Located, Span, Value};

/// Facts about a field.
#[derive(Default)]
pub struct Said {
    values: Option<(Vec<Value>, Span)>,
    /// Additional values: `.or(z.literal("d"))`, or a second `.valid("d")`.
    further: Vec<Value>,
    /// A type or constant that holds the values.
    list: Option<ListName>,
    optional: Option<(bool, Span)>,
    default: Option<(String, Span)>,
    width: Option<(u32, Span)>,
    /// The field's external name.
    called: Option<(String, Span)>,
}

impl Said {
    /// Whether it states the allowed values.
    pub fn is_set(&self) -> bool {
        self.list.is_some()
            || self
                .values
                .as_ref()
                .is_some_and(|(values, _)| values.len() > 1)
    }

    /// The values, if they are literals.
    pub fn values(self) -> Option<Vec<Value>> {
        self.values
            .map(|(values, _)| values)
            .filter(|values| values.len() > 1)
    }

    /// Applies all facts to the last field.
    pub fn apply(self, reader: &mut Reader<'_>) {
        if let (None, Some(list)) = (&self.values, self.list) {
            reader.refer_to(list);
        }
        let Some(element) = reader.last_field() else {
            return;
        };
        if let Some((values, at)) = self.values {
            close(element, values, at);
        }
        if let Some((optional, at)) = self.optional {
            element.optional = Located::with_span(Known::Yes(optional), at);
        }
        if let Some((literal, at)) = self.default {
            default(element, Some(literal), at);
        }
        if let Some((width, at)) = self.width {
            element.width = Some(Located::with_span(width, at));
        }
        if let Some((name, at)) = self.called {
            called(element, &name, at);
        }
    }

    fn set(&mut self, reader: &Reader<'_>, node: Node<'_>) {
        if let Some(values) = value_set(reader, node) {
            self.values = Some((values, span(node)));
        } else if let Some(list) = list_name(reader, node) {
            self.list = Some(list);
        }
    }

    /// Adds the values that a call allows; later calls extend them.
    fn allow(&mut self, reader: &Reader<'_>, node: Node<'_>) {
        if let Some((later, _)) = self.values.take() {
            self.further.extend(later);
        }
        self.set(reader, node);
        if self.values.is_none()
            && let Some(only) = scalar(reader, node).filter(|text| !text.is_empty())
        {
            self.further.push(Value::plain(only, span(node)));
        }
    }

    /// `.or(…)`: an alternative schema.
    fn add_alternative(&mut self, reader: &Reader<'_>, node: Node<'_>) {
        match literal(reader, node) {
            Some(value) => self.further.push(value),
            None => {
                let other = chain(reader, node);
                self.further
                    .extend(other.values.into_iter().flat_map(|(values, _)| values));
            }
        }
    }

    /// Combines the values that several calls of a chain allow.
    fn join(&mut self, at: Span) {
        let further = std::mem::take(&mut self.further);
        match &mut self.values {
            Some((values, _)) => values.extend(further),
            None if further.len() > 1 => self.values = Some((further, at)),
            None => {}
        }
    }

    fn pattern(&mut self, reader: &Reader<'_>, node: Node<'_>) {
        let text = reader.text(node);
        let inner = match node.kind() {
            // Flags follow the pattern.
            "regex" => text
                .trim_start_matches('/')
                .rsplit_once('/')
                .map_or(text, |(inner, _)| inner),
            _ => text.trim_matches(['"', '\'', '`']),
        };
        if let Some(values) = pattern::alternatives(inner, span(node)) {
            self.values = Some((values, span(node)));
        }
    }
}

/// The facts stated by a chain of calls: `z.enum(['m', 'w']).optional()`, `DataTypes.ENUM('m', 'w')`.
pub fn chain(reader: &Reader<'_>, node: Node<'_>) -> Said {
    let mut said = Said::default();
    let mut call = node;
    for _ in 0..CALL_STEPS {
        if call.kind() != "call_expression" {
            break;
        }
        let (Some(function), Some(arguments)) = (
            call.child_by_field_name("function"),
            call.child_by_field_name("arguments"),
        ) else {
            break;
        };
        let object = function.child_by_field_name("object");
        let method = name_of(reader, function).unwrap_or_default();
        link(reader, &mut said, &method, object, arguments, span(call));
        match object {
            Some(object) => call = object,
            None => break,
        }
    }
    said.join(span(node));
    // genderSchema.nullable(): the values are declared under that name.
    if call.kind() == "identifier"
        && said.values.is_none()
        && said.list.is_none()
        && said.optional.is_some()
        && !matches!(reader.text(call), "z" | "yup" | "Joi" | "joi" | "v" | "Yup")
    {
        said.list = list_name(reader, call);
    }
    said
}

fn link(
    reader: &Reader<'_>,
    said: &mut Said,
    method: &str,
    object: Option<Node<'_>>,
    arguments: Node<'_>,
    at: Span,
) {
    let first = arguments.named_child(0);
    match (method, first) {
        ("enum" | "nativeEnum" | "oneOf" | "picklist" | "enum_" | "isIn", Some(first)) => {
            said.set(reader, first);
        }
        ("valid" | "equal" | "allow" | "only", Some(first)) => {
            match named_child_of(arguments, &["array", "spread_element"]) {
                Some(list) => said.allow(reader, list),
                None if arguments.named_child_count() > 1 => said.allow(reader, arguments),
                None => said.allow(reader, first),
            }
        }
        ("or", Some(first)) => said.add_alternative(reader, first),
        // pgEnum('gender', ['male', 'female'])
        ("pgEnum" | "mysqlEnum" | "singlestoreEnum", Some(_)) => {
            if let Some(list) = arguments.named_child(1) {
                said.set(reader, list);
            }
        }
        // DataTypes.ENUM('m', 'w'), DataTypes.ENUM({ values: ['m', 'w'] })
        ("ENUM", Some(first)) => match first.kind() {
            "object" => {
                if let Some(values) = entry(reader, first, "values") {
                    said.set(reader, values);
                }
            }
            "array" | "spread_element" => said.set(reader, first),
            _ => said.set(reader, arguments),
        },
        ("union" | "Union" | "alternatives" | "try", Some(first)) => {
            let parts = if first.kind() == "array" {
                first
            } else {
                arguments
            };
            let mut cursor = parts.walk();
            let values: Option<Vec<Value>> = parts
                .named_children(&mut cursor)
                .filter(|part| part.kind() != "comment")
                .map(|part| literal(reader, part))
                .collect();
            said.values = values.map(|values| (values, span(parts)));
        }
        ("regex" | "matches" | "pattern", Some(first)) => said.pattern(reader, first),
        ("optional" | "nullable" | "nullish" | "notRequired", _) => {
            said.optional.get_or_insert((true, at));
        }
        ("required" | "defined" | "notNull", _) => {
            said.optional.get_or_insert((false, at));
        }
        ("default" | "prefault" | "catch", Some(first)) => {
            if let Some(literal) = preset(reader, first) {
                said.default.get_or_insert((literal, span(first)));
            }
        }
        // Drizzle: text('gender', { enum: ['m', 'w'] }), varchar('gender', { length: 1 })
        (_, Some(_)) if object.is_none() => {
            let options = arguments
                .named_child(1)
                .filter(|one| one.kind() == "object");
            if let Some(list) = options.and_then(|options| entry(reader, options, "enum")) {
                said.set(reader, list);
            }
        }
        _ => {}
    }
}

/// `z.literal('m')`.
fn literal(reader: &Reader<'_>, node: Node<'_>) -> Option<Value> {
    let function = node.child_by_field_name("function")?;
    let method = name_of(reader, function)?;
    if !matches!(method.as_str(), "literal" | "Literal") {
        return None;
    }
    let value = node.child_by_field_name("arguments")?.named_child(0)?;
    Some(Value::plain(scalar(reader, value)?, span(value)))
}

/// The value of an entry of an object.
fn entry<'t>(reader: &Reader<'_>, object: Node<'t>, key: &str) -> Option<Node<'t>> {
    pair_of(reader, object, key)?.child_by_field_name("value")
}

fn pair_of<'t>(reader: &Reader<'_>, object: Node<'t>, key: &str) -> Option<Node<'t>> {
    let mut cursor = object.walk();
    object.named_children(&mut cursor).find(|child| {
        child.kind() == "pair"
            && child
                .child_by_field_name("key")
                .is_some_and(|name| reader.unquoted(name) == key)
    })
}

/// Marks object entries inside a chain of calls as read with the chain.
pub fn mark_entries(reader: &mut Reader<'_>, node: Node<'_>) {
    const MOST_NODES: usize = 200;
    let mut open = vec![node];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else { break };
        if node.kind() == "pair" {
            reader.mark(node);
        }
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor));
    }
}

/// The facts stated by an object that describes a field: `{ type: String, enum: ['m', 'w'], required: true }`.
pub fn description(reader: &mut Reader<'_>, object: Node<'_>) -> Said {
    let mut said = Said::default();
    let mut cursor = object.walk();
    let pairs: Vec<Node<'_>> = object
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "pair")
        .collect();
    for pair in pairs {
        let (Some(key), Some(value)) = (
            pair.child_by_field_name("key"),
            pair.child_by_field_name("value"),
        ) else {
            continue;
        };
        let at = span(pair);
        let text = reader.text(value);
        match reader.unquoted(key).as_str() {
            "enum" | "items" if value.kind() != "object" => {
                said.set(reader, value);
                reader.mark(pair);
            }
            // Mongoose: match: /^[mw]$/
            "match" if value.kind() == "regex" => said.pattern(reader, value),
            // Mongoose: enum: { values: ['m', 'w'], message: '…' }
            "enum" => {
                if let Some(inner) = pair_of(reader, value, "values") {
                    if let Some(values) = inner.child_by_field_name("value") {
                        said.set(reader, values);
                    }
                    reader.mark(inner);
                }
                reader.mark(pair);
            }
            "type" if text.contains("ENUM") => {
                {
                    reader.mark(pair);
                    let inner = chain(reader, value);
                    said.values = said.values.take().or(inner.values);
                    said.list = said.list.take().or(inner.list);
                    // type: DataTypes.ENUM, values: ['m', 'w']
                    if let Some(values) = pair_of(reader, object, "values") {
                        if let Some(list) = values.child_by_field_name("value") {
                            said.set(reader, list);
                        }
                        reader.mark(values);
                    }
                    if let Some(inner) = value
                        .child_by_field_name("arguments")
                        .and_then(|arguments| arguments.named_child(0))
                        .and_then(|object| pair_of(reader, object, "values"))
                    {
                        reader.mark(inner);
                    }
                }
            }
            "default" | "defaultValue" => {
                said.default = preset(reader, value).map(|literal| (literal, at));
            }
            "nullable" | "allowNull" => said.optional = Some((text == "true", at)),
            "required" if matches!(text, "true" | "false") => {
                said.optional = Some((text == "false", at));
            }
            "length" | "maxLength" | "maxlength" => {
                said.width = text.parse().ok().map(|width| (width, at));
            }
            _ => {}
        }
    }
    said
}

/// The facts stated by the decorators of a class member.
pub fn decorators(reader: &mut Reader<'_>, member: Node<'_>) -> Said {
    let mut said = Said::default();
    // Properties checked by class-validator are required unless marked optional.
    let mut checked = None;
    let mut found: Vec<Node<'_>> = Vec::new();
    let mut before = member.prev_named_sibling();
    while let Some(decorator) = before.filter(|node| node.kind() == "decorator") {
        found.push(decorator);
        before = decorator.prev_named_sibling();
    }
    let mut cursor = member.walk();
    found.extend(
        member
            .named_children(&mut cursor)
            .filter(|child| child.kind() == "decorator"),
    );
    for decorator in found {
        let Some(call) = decorator.named_child(0) else {
            continue;
        };
        let function = call.child_by_field_name("function").unwrap_or(call);
        let arguments = call.child_by_field_name("arguments");
        let first = arguments.and_then(|arguments| arguments.named_child(0));
        let at = span(decorator);
        match (
            name_of(reader, function).unwrap_or_default().as_str(),
            first,
        ) {
            (check @ ("IsIn" | "IsEnum" | "Enum"), Some(first)) if first.kind() != "object" => {
                said.set(reader, first);
                checked = Some((false, at)).filter(|_| check != "Enum");
            }
            ("Matches", Some(first)) => said.pattern(reader, first),
            ("MaxLength", Some(first)) => {
                said.width = reader.text(first).parse().ok().map(|width| (width, at));
            }
            ("IsOptional", _) => said.optional = Some((true, at)),
            ("IsNotEmpty" | "IsDefined", _) => said.optional = Some((false, at)),
            (_, Some(first)) => {
                let options = [Some(first), arguments.and_then(|all| all.named_child(1))]
                    .into_iter()
                    .flatten()
                    .find(|argument| argument.kind() == "object");
                if let Some(options) = options {
                    let described = description(reader, options);
                    said.called = said.called.take().or_else(|| named_by(reader, options));
                    said.values = said.values.take().or(described.values);
                    said.list = said.list.take().or(described.list);
                    said.optional = said.optional.take().or(described.optional);
                    said.default = said.default.take().or(described.default);
                    said.width = said.width.take().or(described.width);
                }
            }
            _ => {}
        }
    }
    said.optional = said.optional.or(checked);
    said
}

/// Whether a chain of calls only requires a string: `z.string().optional()`.
pub fn is_string(reader: &Reader<'_>, chain: Node<'_>) -> bool {
    const LIBRARIES: [&str; 6] = ["z", "zod", "yup", "Yup", "Joi", "joi"];
    let mut written = reader.text(chain).splitn(3, ['.', '(']);
    written
        .next()
        .is_some_and(|of| LIBRARIES.contains(&of.trim()))
        && written.next() == Some("string")
}

/// `{ name: 'gender' }` in a decorator.
fn named_by(reader: &Reader<'_>, options: Node<'_>) -> Option<(String, Span)> {
    let mut cursor = options.walk();
    let mut pairs = options.named_children(&mut cursor);
    pairs.find_map(|pair| {
        let key = pair.child_by_field_name("key")?;
        let value = pair.child_by_field_name("value")?;
        let is_name = reader.text(key) == "name" && value.kind() == "string";
        is_name.then(|| (reader.unquoted(value), span(value)))
    })
}

/// `body('gender').isIn(['m', 'w'])`: the name and the allowed values.
pub fn request<'t>(reader: &Reader<'_>, node: Node<'t>) -> Option<(Node<'t>, Said)> {
    let function = node.child_by_field_name("function")?;
    if name_of(reader, function)? != "isIn" {
        return None;
    }
    let mut root = function.child_by_field_name("object")?;
    for _ in 0..CALL_STEPS {
        let inner = root.child_by_field_name("function")?;
        match inner.child_by_field_name("object") {
            Some(object) => root = object,
            None => break,
        }
    }
    let function = root.child_by_field_name("function")?;
    if !matches!(
        reader.text(function),
        "body" | "check" | "param" | "query" | "cookie" | "header"
    ) {
        return None;
    }
    let name = root
        .child_by_field_name("arguments")?
        .named_child(0)
        .filter(|name| name.kind() == "string")?;
    let mut said = Said::default();
    said.set(
        reader,
        node.child_by_field_name("arguments")?.named_child(0)?,
    );
    said.is_set().then_some((name, said))
}

/// The column whose type a pair states: `changeColumn('people', 'gender', { type: ENUM('m', 'w') })`.
pub fn changed_column<'t>(reader: &Reader<'_>, pair: Node<'t>, key: Node<'t>) -> Option<Node<'t>> {
    if reader.text(key) != "type" {
        return None;
    }
    let arguments = pair.parent()?.parent()?;
    let call = arguments.parent()?;
    let changes = name_of(reader, call.child_by_field_name("function")?)
        .is_some_and(|name| matches!(name.as_str(), "addColumn" | "changeColumn"));
    arguments
        .named_child(1)
        .filter(|column| changes && column.kind() == "string")
}

/// The name of the field that an object describes: a literal (`{ name: 'gender', options: ['m', 'w'] }`), or the
/// object's key.
pub fn described_name<'t>(reader: &Reader<'_>, pair: Node<'t>) -> Option<Node<'t>> {
    const NAMES: [&str; 8] = [
        "name",
        "key",
        "field",
        "prop",
        "id",
        "formControlName",
        "dataIndex",
        "dataField",
    ];
    let object = pair.parent().filter(|object| object.kind() == "object")?;
    let named = NAMES
        .iter()
        .find_map(|key| entry(reader, object, key).filter(|value| value.kind() == "string"));
    named.or_else(|| {
        let outer = object.parent().filter(|outer| outer.kind() == "pair")?;
        let key = outer.child_by_field_name("key")?;
        let name = reader.unquoted(key);
        // { key: 'gender', templateOptions: { options: […] } }
        if matches!(
            name.as_str(),
            "templateOptions" | "props" | "componentProps" | "fieldProps" | "args"
        ) {
            described_name(reader, outer)
        } else {
            Some(key)
        }
    })
}

/// `table.enu('gender', ['m', 'w'])`: the name and the values of a column in a table builder.
pub fn column<'t>(reader: &Reader<'_>, call: Node<'t>) -> Option<(Node<'t>, Vec<Value>)> {
    let function = call.child_by_field_name("function")?;
    let arguments = call.child_by_field_name("arguments")?;
    let is_builder = function.kind() == "member_expression"
        && matches!(name_of(reader, function)?.as_str(), "enu" | "enum");
    let name = arguments
        .named_child(0)
        .filter(|name| name.kind() == "string")?;
    let list = arguments
        .named_child(1)
        .filter(|list| list.kind() == "array")?;
    is_builder.then(|| Some((name, value_set(reader, list)?)))?
}
