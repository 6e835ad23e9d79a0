//! Shapes of nodes → expressions.

use tree_sitter::Node;

use super::super::lowering::{Call, Lowering, Shape, named};
use super::super::reader::{Reader, span, unquote};
use super::super::values::scalar;
use crate::format::logic::{self, Constant, ConstantKind, Expression, Name, constant, label};
use crate::model::Located;
use crate::topic::{is_shouted, tokens};

/// Maximum nesting of expressions; deeper ones are not comparisons with entries.
const MOST_LAYERS: usize = 24;
/// Maximum number of parts of a concatenated string; longer ones are not words of an entry.
const MOST_PARTS: usize = 12;
/// Parentheses and casts around one expression.
const MOST_WRAPPERS: usize = 16;
/// Maximum number of labels; hand-written lists are shorter.
const MOST_LABELS: usize = 40;

/// Replaces the parts of a composed text that are known only at run time.
const GAP: char = '…';

/// Lowers the nodes of one document.
#[derive(Clone, Copy)]
pub struct Lower<'r, 't> {
    pub reader: &'r Reader<'t>,
    pub lowering: Lowering,
}

impl<'t> Lower<'_, 't> {
    /// The shape of a node.
    pub fn shape(&self, node: Node<'t>) -> Shape<'t> {
        (self.lowering)(self.reader, node)
    }

    /// The text of a node in one line.
    pub fn line(&self, node: Node<'t>) -> Located<String> {
        Located::with_span(in_one_line(self.reader.text(node)), span(node))
    }

    /// The node without enclosing parentheses and casts, with its shape.
    pub fn bare(&self, mut node: Node<'t>) -> (Node<'t>, Shape<'t>) {
        for _ in 0..MOST_WRAPPERS {
            match self.shape(node) {
                Shape::Wrapper(inner) => node = inner,
                shape => return (node, shape),
            }
        }
        (node, Shape::Other)
    }

    /// A call, whatever wraps it.
    pub fn call(&self, node: Node<'t>) -> Option<Call<'t>> {
        match self.bare(node).1 {
            Shape::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The expression at a node.
    pub fn expression(&self, node: Node<'t>) -> Expression {
        self.nested(node, MOST_LAYERS)
    }

    /// The constant that an expression states by itself.
    pub fn constant(&self, node: Node<'t>) -> Option<Constant> {
        constant(&self.expression(node)).cloned()
    }

    fn nested(&self, node: Node<'t>, left_over: usize) -> Expression {
        let (node, shape) = self.bare(node);
        let Some(left_over) = left_over.checked_sub(1) else {
            return Expression::Other(self.line(node));
        };
        let at = span(node);
        let literal = |text: String, kind| {
            Expression::Literal(Constant::new(Located::with_span(text, at), kind))
        };
        let other = || Expression::Other(self.line(node));
        match shape {
            Shape::Text => literal(self.text(node), ConstantKind::Text),
            Shape::Texts(parts) => self
                .texts(&parts, left_over)
                .map_or_else(other, |text| literal(text, ConstantKind::Text)),
            Shape::Boolean => literal(self.reader.text(node).to_lowercase(), ConstantKind::Scalar),
            Shape::Null => literal(String::new(), ConstantKind::Null),
            Shape::Not(inner) => self.nested(inner, left_over).negated(),
            Shape::Matches(subject, pattern) => self.matches(subject, pattern, left_over),
            Shape::MatchesNot(subject, pattern) => {
                self.matches(subject, pattern, left_over).negated()
            }
            Shape::List(items) => {
                let items = items.into_iter().take(MOST_LABELS);
                Expression::List(items.map(|item| self.nested(item, left_over)).collect())
            }
            Shape::Binary(left, operator, right) => {
                self.binary(node, left, operator, right, left_over)
            }
            Shape::Index(object, index) => {
                let index = self.nested(index, left_over);
                let entry = constant(&index).and_then(|key| self.entry_of_code(&key.text.value));
                if let Some(entry) = entry {
                    return self.looked_up(node, entry);
                }
                Expression::Index {
                    object: Box::new(self.nested(object, left_over)),
                    index: Box::new(index),
                    written: self.line(node),
                }
            }
            Shape::Call(call) if call.arguments.is_empty() => {
                match self.entry_of_code(self.reader.text(call.name)) {
                    Some(entry) => self.looked_up(node, entry),
                    None => self.called(node, &call, left_over),
                }
            }
            Shape::Call(call) => self.called(node, &call, left_over),
            Shape::Member(object, name) => self.member(node, object, name, left_over),
            _ => match scalar(self.reader, node) {
                // `typeof g` states nothing.
                Some(text) if !text.starts_with(char::is_alphabetic) || !is_unary(node) => {
                    literal(text, scalar_kind(node))
                }
                _ => other(),
            },
        }
    }

    /// `code in "mM"`: each letter of a text by itself, unless the text is a word of the topic.
    fn letters(&self, of: Expression) -> Expression {
        /// Longer texts are searched for words.
        const MOST: usize = 6;
        let Expression::Literal(Constant { text, kind, .. }) = &of else {
            return of;
        };
        let written = text.value.as_str();
        let is_list = *kind == ConstantKind::Text
            && (2..=MOST).contains(&written.chars().count())
            && written.chars().all(char::is_alphabetic)
            && !self.reader.topic().is_entry(&written.to_lowercase());
        if !is_list {
            return of;
        }
        let letters = written
            .chars()
            .map(|letter| Expression::text(Located::new(letter.to_string(), text.span)));
        Expression::List(letters.collect())
    }

    /// The code of an entry, whatever its value.
    fn looked_up(&self, node: Node<'t>, entry: String) -> Expression {
        let path = self.line(node);
        let last = Located::with_span(entry, span(node));
        Expression::Name(Name {
            receiver: String::new(),
            constant: Some(Constant::named(last.clone(), None)),
            path,
            last,
            folded: None,
        })
    }

    fn binary(
        &self,
        node: Node<'t>,
        left: Node<'t>,
        operator: &str,
        right: Node<'t>,
        left_over: usize,
    ) -> Expression {
        let sides = || (self.nested(left, left_over), self.nested(right, left_over));
        match operator {
            "==" | "===" | "is" | "eq" => {
                let (left, right) = sides();
                left.equals(right)
            }
            "!=" | "!==" | "is not" | "<>" => {
                let (left, right) = sides();
                left.equals(right).negated()
            }
            "||" | "or" | "??" | "?:" => {
                let (left, right) = sides();
                Expression::Or(Box::new(left), Box::new(right))
            }
            "&&" | "and" => {
                let (left, right) = sides();
                Expression::And(Box::new(left), Box::new(right))
            }
            ">" | ">=" | "<" | "<=" => {
                let (left, right) = sides();
                logic::found_at(left, operator, &right)
                    .unwrap_or_else(|| Expression::Other(self.line(node)))
            }
            // g =~ /^f/
            "=~" | "!~" => {
                let (left, right) = sides();
                Expression::Call(logic::Call {
                    receiver: Some(Box::new(left)),
                    name: "=~".to_owned(),
                    arguments: vec![right],
                    written: self.line(node),
                })
                .negated_if(operator == "!~")
            }
            "in" | "not in" | "!in" => {
                let (left, right) = sides();
                let right = self.letters(right);
                Expression::In(Box::new(left), Box::new(right)).negated_if(operator != "in")
            }
            "+" | "." | "%" => match sides() {
                (Expression::Literal(left), right) if left.kind == ConstantKind::Text => {
                    let text = left.text.value + &text_or_gap(&right);
                    Expression::text(Located::with_span(text, span(node)))
                }
                (left, Expression::Literal(right)) if right.kind == ConstantKind::Text => {
                    let text = text_or_gap(&left) + &right.text.value;
                    Expression::text(Located::with_span(text, span(node)))
                }
                _ => Expression::Other(self.line(node)),
            },
            _ => Expression::Other(self.line(node)),
        }
    }

    fn matches(&self, subject: Node<'t>, pattern: Node<'t>, left_over: usize) -> Expression {
        let (labels, understood) = self.labels(&[pattern]);
        if understood {
            self.nested(subject, left_over).one_of(labels)
        } else {
            Expression::unknown()
        }
    }

    fn called(&self, node: Node<'t>, call: &Call<'t>, left_over: usize) -> Expression {
        let name = self.reader.text(call.name);
        let arguments = call.arguments.iter().take(MOST_LABELS);
        let mut arguments: Vec<Expression> = arguments
            .map(|argument| self.nested(*argument, left_over))
            .collect();
        if let [only] = arguments.as_slice()
            && logic::is_wrapper(name)
            && constant(only).is_some()
        {
            return arguments.remove(0);
        }
        let mut receiver = call
            .receiver
            .map(|node| (node, self.nested(node, left_over)));
        // Kotlin's grammar binds a negation to the first name of a path.
        let mut negated = false;
        if let Some((node, Expression::Not(inner))) = &mut receiver
            && matches!(self.shape(*node), Shape::Not(_) | Shape::Member(..))
        {
            negated = true;
            let inner = std::mem::replace(&mut **inner, Expression::unknown());
            receiver = Some((*node, inner));
        }
        Expression::Call(logic::Call {
            receiver: receiver.map(|(_, receiver)| Box::new(receiver)),
            name: name.to_owned(),
            arguments,
            written: self.line(node),
        })
        .negated_if(negated)
    }

    fn member(
        &self,
        node: Node<'t>,
        object: Option<Node<'t>>,
        name: Node<'t>,
        left_over: usize,
    ) -> Expression {
        let text = self.reader.text(name);
        let last = Located::with_span(text.to_owned(), span(name));
        let Some(object) = object else {
            return Expression::Name(Name {
                path: self.line(node),
                receiver: String::new(),
                constant: (is_shouted(text) || self.is_member(text))
                    .then(|| Constant::named(last.clone(), None))
                    .or_else(|| self.held(&last)),
                last,
                folded: None,
            });
        };
        // Kotlin's grammar binds a negation to the first name of a path.
        if let Shape::Not(_) = self.shape(object) {
            let Expression::Not(inner) = self.nested(object, left_over) else {
                return Expression::Other(self.line(node));
            };
            let receiver = inner.written().map(|text| text.value.clone());
            let path = in_one_line(self.reader.text(node).trim_start_matches('!'));
            return Expression::Name(Name {
                path: Located::with_span(path, span(node)),
                receiver: receiver.unwrap_or_default(),
                last,
                constant: None,
                folded: None,
            })
            .negated();
        }
        let is_part = matches!(
            text,
            "value" | "name" | "code" | "Value" | "rawValue" | "ordinal"
        );
        let constant = if is_part {
            self.owned_constant(object)
        } else {
            None
        };
        Expression::Name(Name {
            path: self.line(node),
            receiver: in_one_line(self.reader.text(object)),
            constant: constant.or_else(|| {
                let object = self.reader.text(object);
                // self.GENDER_MALE
                let is_own = matches!(object, "self" | "cls" | "this" | "static" | "$this");
                if is_own && is_shouted(text) {
                    return Some(Constant::named(last.clone(), None));
                }
                match type_name(object) {
                    Some(owner) => Some(Constant::named(last.clone(), Some(owner.to_owned()))),
                    // model.GenderMale
                    None => self
                        .is_member(text)
                        .then(|| Constant::named(last.clone(), None)),
                }
            }),
            last,
            folded: None,
        })
    }

    /// Whether a bare name is a member of a type: `GenderMale` (Go).
    fn is_member(&self, name: &str) -> bool {
        let words = tokens(name);
        name.starts_with(char::is_uppercase)
            && words.len() > 1
            && words
                .last()
                .is_some_and(|last| last.len() > 1 && self.reader.topic().is_entry(last))
    }

    /// The meaning of a constant of this document: the entry in its name, otherwise its value.
    fn held(&self, name: &Located<String>) -> Option<Constant> {
        let literal = self.reader.held_by_constant(&name.value)?;
        let mut words = tokens(&name.value).into_iter();
        let says_entry = words.any(|word| word.len() > 1 && self.reader.topic().is_entry(&word));
        Some(match says_entry {
            true => Constant::named(name.clone(), None),
            false => Constant::text(Located::new(literal.to_owned(), name.span)),
        })
    }

    /// The entry whose code is looked up: `Settings.male_code()`, `config["female_gender_code"]`.
    fn entry_of_code(&self, name: &str) -> Option<String> {
        const CODES: [&str; 5] = ["code", "id", "key", "schluessel", "value"];
        let mut words = tokens(name);
        if !words
            .last()
            .is_some_and(|last| CODES.contains(&last.as_str()))
        {
            return None;
        }
        words.retain(|word| word.len() > 1 && self.reader.topic().is_entry(word));
        words.pop().filter(|_| words.is_empty())
    }

    /// The constant that is the object of a member access: `Geschlecht.M` in `Geschlecht.M.value`.
    fn owned_constant(&self, object: Node<'t>) -> Option<Constant> {
        let (node, shape) = self.bare(object);
        match shape {
            Shape::Member(outer, name) => match self.member(node, outer, name, 1) {
                Expression::Name(name) => name.constant,
                _ => None,
            },
            _ => None,
        }
    }

    /// Concatenated strings; `None` if a part is not a string.
    fn texts(&self, parts: &[Node<'t>], left_over: usize) -> Option<String> {
        parts
            .iter()
            .take(MOST_PARTS)
            .map(|part| match self.nested(*part, left_over) {
                Expression::Literal(part) if part.kind == ConstantKind::Text => {
                    Some(part.text.value)
                }
                _ => None,
            })
            .collect()
    }

    /// The literal parts of a string, with a gap for each interpolation.
    fn text(&self, node: Node<'t>) -> String {
        if named(node).all(|part| is_written(part)) {
            return self.reader.unquoted(node);
        }
        if !named(node).any(|part| is_content(part) || is_border(part)) {
            return self.text_between_gaps(node);
        }
        let mut text = String::new();
        for part in named(node).take(MOST_PARTS) {
            if !is_written(part) {
                if !text.ends_with(GAP) {
                    text.push(GAP);
                }
            } else if is_content(part) {
                text.push_str(self.reader.text(part));
            }
        }
        text
    }

    /// The same for grammars that have no nodes for the literal parts.
    fn text_between_gaps(&self, node: Node<'t>) -> String {
        let written = self.reader.text(node);
        let mut text = String::new();
        let mut end = 0;
        for part in named(node).take(MOST_PARTS) {
            let start = part.start_byte() - node.start_byte();
            text.push_str(written.get(end..start).unwrap_or_default());
            if !is_written(part) && !text.ends_with(GAP) {
                text.push(GAP);
            }
            end = part.end_byte() - node.start_byte();
        }
        text.push_str(written.get(end..).unwrap_or_default());
        unquote(&text)
    }

    /// The constants of patterns (`"m" or "M"`, `"m" | "M"`), and whether all of them are.
    pub fn labels(&self, patterns: &[Node<'t>]) -> (Vec<Expression>, bool) {
        let mut found: Vec<Constant> = Vec::new();
        let mut understood = true;
        for pattern in patterns {
            let mut own = Vec::new();
            let mut open = vec![*pattern];
            let mut known = true;
            while let Some(node) = open.pop() {
                if let (_, Shape::Alternatives(several)) = self.bare(node) {
                    open.extend(several);
                } else if let Some(constant) = label(&self.expression(node)) {
                    own.push(constant);
                } else {
                    known = false;
                }
                known &= own.len() + open.len() <= MOST_LABELS;
                if !known {
                    break;
                }
            }
            if known {
                own.sort_by_key(|constant| constant.text.span);
                found.extend(own);
            }
            understood &= known;
        }
        let labels = found.into_iter().map(Expression::Literal);
        (labels.collect(), understood)
    }
}

fn is_unary(node: Node<'_>) -> bool {
    node.kind().starts_with("unary")
}

fn scalar_kind(node: Node<'_>) -> ConstantKind {
    match node.kind() {
        "null" | "none" | "null_literal" | "nil" => ConstantKind::Null,
        _ => ConstantKind::Scalar,
    }
}

fn text_or_gap(side: &Expression) -> String {
    match side {
        Expression::Literal(side) if side.kind == ConstantKind::Text => side.text.value.clone(),
        _ => GAP.to_string(),
    }
}

/// Parts of a string that are taken literally.
fn is_written(part: Node<'_>) -> bool {
    is_content(part) || part.kind().contains("escape") || is_border(part)
}

/// Text of a string.
fn is_content(part: Node<'_>) -> bool {
    part.kind().contains("content") || part.kind().contains("fragment")
}

/// The delimiters of a string.
fn is_border(part: Node<'_>) -> bool {
    matches!(
        part.kind(),
        "string_start"
            | "string_end"
            | "interpolation_start"
            | "interpolation_quote"
            | "string_literal_encoding"
    )
}

/// The last part of a path if it is spelled like a type.
fn type_name(path: &str) -> Option<&str> {
    let last = path.rsplit(['.', ':', '\\']).next().unwrap_or(path);
    let is_type = last.starts_with(char::is_uppercase)
        && last.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    is_type.then_some(last)
}

/// The text without line breaks and optional-chaining marks, cut to a readable length.
pub fn in_one_line(text: &str) -> String {
    const MOST_CHARS: usize = 120;
    // Longer texts lose at most one mark of each kind per retained character.
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() > 12 * MOST_CHARS {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.replace("?.", ".")
        .replace("!!", "")
        .chars()
        .take(MOST_CHARS)
        .collect()
}
