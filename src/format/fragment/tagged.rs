//! Markup in tagged template literals of a program (Lit and its relatives) → tags, texts and branches for the
//! [`Builder`]: html`<p>${name}</p>`.
//!
//! The texts of all literals are read in one pass at their own places. The program between them is an act: it starts
//! and ends a branch around a literal that stands in another one, or prints something unknown.

use tree_sitter::{Node, Tree};

use super::builder::{Begin, Builder, End};
use super::component::Names;
use super::dialect::Dialect;
use super::hiding::hiding_classes;
use super::markup::{Act, read};
use super::{MOST_BYTES, jsx};
use crate::model::{PageModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Programs nested deeper are generated or malicious.
const MOST_DEPTH: usize = 400;
/// Literals in attributes, in whose insertions are literals in attributes, and so on.
const MOST_ROUNDS: usize = 8;
/// Maximum nesting of operators examined for what they print.
const MOST_NESTED: usize = 24;

/// The tags whose literals are markup.
const TAGS: [&str; 2] = ["html", "staticHtml"];

/// Whether a source has tagged literals with markup, judging by their marks.
pub fn may_hold_tagged(source: &str) -> bool {
    const MARKS: [&str; 3] = ["html`", "Html`", "html<"];
    MARKS.iter().any(|mark| source.contains(mark)) && source.contains('>')
}

/// The tree of a program's tagged literals; `None` if there are none.
pub fn of_tagged(capture: &Capture, tree: &Tree, topic: &Topic) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if source.len() > MOST_BYTES {
        return None;
    }
    let dialect = dialect_of(source);
    let mut names = Names::new(topic.components());
    names.add_imports(source);
    let mut builder = Builder::new(dialect == Dialect::Lit);
    builder.hide(hiding_classes(source));
    let mut round = outermost(source, tree.root_node());
    if round.is_empty() {
        return None;
    }
    for _ in 0..MOST_ROUNDS {
        let mut flow = Flow {
            source,
            acts: Vec::new(),
            in_tags: Vec::new(),
        };
        let (Some(first), Some(last)) = (round.first(), round.last()) else {
            break;
        };
        let whole = Span::new(
            inside(first.literal).start as usize,
            inside(last.literal).end as usize,
        );
        let mut end: Option<usize> = None;
        // Each is one of several results.
        builder.begin(Begin::If);
        for found in &round {
            let own = inside(found.literal);
            if let Some(end) = end {
                let between = Span::new(end, own.start as usize);
                flow.acts.push((between, Act::End(End::Of(Begin::If))));
                flow.acts.push((between, Act::Begin(Begin::If)));
            }
            flow.literal(found.literal, 0);
            end = Some(own.end as usize);
        }
        let Flow { acts, in_tags, .. } = flow;
        read(source, whole, dialect, &acts, &names, &mut builder);
        builder.finish_branch(End::Any);
        round = in_tags;
    }
    builder.finish(&capture.document, text, "lit")
}

/// What interprets the literals of a program.
fn dialect_of(source: &str) -> Dialect {
    // 'htm', "htm/preact", but not querySelector('html').
    let of_htm = ["'htm'", "\"htm\"", "'htm/", "\"htm/"]
        .iter()
        .any(|from| source.contains(from));
    match of_htm {
        true => Dialect::Htm,
        false => Dialect::Lit,
    }
}

/// The text between the quotation marks of a literal.
fn inside(literal: Node<'_>) -> Span {
    let (start, end) = (literal.start_byte() + 1, literal.end_byte());
    Span::new(start, end.saturating_sub(1).max(start))
}

/// A literal with markup that stands in no other one, with what the program around it does.
#[derive(Clone, Copy)]
struct Found<'t> {
    literal: Node<'t>,
    around: Around,
}

/// What the program around a node does. Collected on the way down, because a tree finds the parent of a node only from
/// its root.
#[derive(Clone, Copy, Default)]
struct Around {
    /// Whether a call repeats it.
    repeats: bool,
    /// The condition of which it is a result.
    choice: Option<Choice>,
}

/// A result of a condition.
#[derive(Clone, Copy)]
struct Choice {
    condition: usize,
    is_alternative: bool,
}

impl Around {
    /// What is around a part of `node`, which has `field` as its name there.
    fn inside(self, source: &str, node: Node<'_>, field: Option<&str>) -> Self {
        let choice = match (node.kind(), field) {
            ("ternary_expression", Some(field @ ("consequence" | "alternative"))) => Some(Choice {
                condition: node.id(),
                is_alternative: field == "alternative",
            }),
            ("parenthesized_expression", _) => self.choice,
            _ => None,
        };
        Self {
            repeats: self.repeats || node.kind() == "call_expression" && repeats(source, node),
            choice,
        }
    }
}

/// The literals with markup that stand in no other one, in the order of the text.
fn outermost<'t>(source: &str, node: Node<'t>) -> Vec<Found<'t>> {
    let mut found = Vec::new();
    let mut cursor = node.walk();
    // The node at the cursor is the last part of the last of these.
    let mut open: Vec<(Node<'t>, Around)> = Vec::new();
    loop {
        let node = cursor.node();
        let around = open
            .last()
            .map_or_else(Around::default, |(parent, around)| {
                around.inside(source, *parent, cursor.field_name())
            });
        let literal = literal_of(source, node);
        found.extend(literal.map(|literal| Found { literal, around }));
        if literal.is_none() && open.len() < MOST_DEPTH && cursor.goto_first_child() {
            open.push((node, around));
            continue;
        }
        while open.is_empty() || !cursor.goto_next_sibling() {
            if open.pop().is_none() || open.is_empty() || !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// The template string of a call with a tag for markup.
fn literal_of<'t>(source: &str, call: Node<'t>) -> Option<Node<'t>> {
    if call.kind() != "call_expression" {
        return None;
    }
    let tag = call.child_by_field_name("function")?;
    let literal = call.child_by_field_name("arguments")?;
    let is_tag = tag.kind() == "identifier"
        && source
            .get(tag.byte_range())
            .is_some_and(|tag| TAGS.contains(&tag));
    (is_tag && literal.kind() == "template_string").then_some(literal)
}

/// Where the text of a literal is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between tags.
    Text,
    /// In a tag.
    Tag,
    /// In a value with this quotation mark.
    Quoted(u8),
    /// In a comment.
    Comment,
}

impl State {
    /// The state after more of the text.
    fn behind(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            at += 1;
            self = match self {
                Self::Text if rest.starts_with(b"<!--") => Self::Comment,
                Self::Text if *byte == b'<' => match bytes.get(at) {
                    Some(next) if !(next.is_ascii_alphabetic() || *next == b'/') => Self::Text,
                    _ => Self::Tag,
                },
                Self::Tag if matches!(byte, b'"' | b'\'') => Self::Quoted(*byte),
                Self::Tag if *byte == b'>' => Self::Text,
                Self::Quoted(quote) if quote == *byte => Self::Tag,
                Self::Comment if rest.starts_with(b"-->") => Self::Text,
                state => state,
            };
        }
        self
    }
}

struct Flow<'s, 't> {
    source: &'s str,
    acts: Vec<(Span, Act)>,
    /// Literals in the insertions of tags.
    in_tags: Vec<Found<'t>>,
}

impl<'t> Flow<'_, 't> {
    /// Adds what the insertions of a literal do.
    fn literal(&mut self, literal: Node<'t>, depth: usize) {
        let own = inside(literal);
        let mut state = State::Text;
        let mut at = own.start as usize;
        let mut cursor = literal.walk();
        for insertion in literal.named_children(&mut cursor) {
            if insertion.kind() != "template_substitution" {
                continue;
            }
            let text = self.source.get(at..insertion.start_byte());
            state = state.behind(text.unwrap_or_default());
            at = insertion.end_byte();
            self.insertion(insertion, state, depth);
        }
    }

    fn insertion(&mut self, insertion: Node<'t>, state: State, depth: usize) {
        let whole = Span::new(insertion.start_byte(), insertion.end_byte());
        let literals = match insertion.named_child(0) {
            Some(_) if depth < MOST_NESTED => outermost(self.source, insertion),
            _ => Vec::new(),
        };
        let shown = state == State::Text;
        let (Some(first), true) = (literals.first(), shown) else {
            // A reference to the element changes nothing of it.
            let refers = state == State::Tag
                && self
                    .source
                    .get(whole.range())
                    .is_some_and(|text| text.starts_with("${ref("));
            let act = match refers || shown && prints_nothing(self.source, insertion) {
                true => Act::Nothing,
                false => Act::Print,
            };
            self.acts.push((whole, act));
            if state != State::Comment {
                self.in_tags.extend(literals);
            }
            return;
        };
        let before = Span::new(whole.start as usize, inside(first.literal).start as usize);
        let begin = |found: &Found<'_>| match found.around.repeats {
            true => Begin::Loop,
            false => Begin::If,
        };
        let mut begun = begin(first);
        self.acts.push((before, Act::Begin(begun)));
        let mut last = *first;
        self.literal(last.literal, depth + 1);
        for found in literals.iter().skip(1) {
            let end = inside(last.literal).end as usize;
            let between = Span::new(end, inside(found.literal).start as usize);
            if are_alternatives(&last, found) {
                self.acts.push((between, Act::Otherwise));
            } else {
                self.acts.push((between, Act::End(End::Of(begun))));
                begun = begin(found);
                self.acts.push((between, Act::Begin(begun)));
            }
            last = *found;
            self.literal(last.literal, depth + 1);
        }
        let behind = Span::new(inside(last.literal).end as usize, whole.end as usize);
        self.acts.push((behind, Act::End(End::Of(begun))));
        let more = insertion
            .named_child(0)
            .is_none_or(|value| prints_more(self.source, value, 0));
        if more {
            self.acts.push((behind, Act::Print));
        }
    }
}

/// Whether a call shows the result of its function for each part of a list.
fn repeats(source: &str, call: Node<'_>) -> bool {
    /// Directives that are no methods of lists.
    const DIRECTIVES: [&str; 4] = ["repeat", "mapRepeat", "virtualize", "join"];
    called(source, call).is_some_and(|name| jsx::repeats(name) || DIRECTIVES.contains(&name))
}

/// The name of what is called, without the object around it.
fn called<'s>(source: &'s str, call: Node<'_>) -> Option<&'s str> {
    let function = call.child_by_field_name("function")?;
    let name = match function.kind() {
        "member_expression" => function.child_by_field_name("property")?,
        _ => function,
    };
    source.get(name.byte_range())
}

/// Whether two literals are the two results of a condition: `a ? html`…` : html`…``.
fn are_alternatives(first: &Found<'_>, second: &Found<'_>) -> bool {
    let choices = first.around.choice.zip(second.around.choice);
    choices.is_some_and(|(one, other)| {
        one.condition == other.condition && !one.is_alternative && other.is_alternative
    })
}

/// Whether an insertion shows nothing at all.
fn prints_nothing(source: &str, insertion: Node<'_>) -> bool {
    match insertion.named_child(0) {
        Some(value) => !prints_more(source, value, 0),
        None => false,
    }
}

/// Whether an expression may show something beside its literals.
fn prints_more(source: &str, value: Node<'_>, depth: usize) -> bool {
    /// Directives that show what is handed to them.
    const HANDING_ON: [&str; 6] = ["when", "choose", "cache", "guard", "keyed", "ifDefined"];
    if depth > MOST_NESTED {
        return true;
    }
    let more =
        |part: Option<Node<'_>>| part.is_none_or(|part| prints_more(source, part, depth + 1));
    let field = |name: &str| value.child_by_field_name(name);
    if literal_of(source, value).is_some() {
        return false;
    }
    match value.kind() {
        "null" | "undefined" | "comment" => false,
        "identifier" => {
            let name = source.get(value.byte_range()).unwrap_or_default();
            !matches!(name, "nothing" | "noChange" | "undefined")
        }
        "string" | "template_string" => value.named_child_count() > 0,
        "parenthesized_expression" | "as_expression" | "non_null_expression" => {
            more(value.named_child(0))
        }
        "ternary_expression" => more(field("consequence")) || more(field("alternative")),
        "binary_expression" => {
            let operator = field("operator").and_then(|sign| source.get(sign.byte_range()));
            match operator {
                // A false condition is not shown by most of them; it is hardly meant to be.
                Some("&&") => more(field("right")),
                Some("||" | "??") => more(field("left")) || more(field("right")),
                _ => true,
            }
        }
        "arrow_function" => match field("body") {
            Some(body) if body.kind() == "statement_block" => outermost(source, body).is_empty(),
            body => more(body),
        },
        "call_expression" => {
            let name = called(source, value).unwrap_or_default();
            let handed = field("arguments").filter(|arguments| arguments.kind() == "arguments");
            let Some(handed) = handed else {
                return true;
            };
            let shows = |kind: &str| matches!(kind, "arrow_function" | "call_expression");
            let mut cursor = handed.walk();
            let arguments = handed.named_children(&mut cursor);
            let shown: Vec<bool> = arguments
                .filter(|argument| shows(argument.kind()))
                .map(|argument| more(Some(argument)))
                .collect();
            match repeats(source, value) {
                // One of them may tell the key of a part.
                true => shown.iter().all(|more| *more),
                false => !HANDING_ON.contains(&name) || shown.is_empty() || shown.contains(&true),
            }
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_know_whether_a_tag_is_open() {
        for (text, state) in [
            ("a < b", State::Text),
            ("<p>", State::Text),
            ("<p title=", State::Tag),
            ("<p title='x>", State::Quoted(b'\'')),
            ("<p title='x'>a", State::Text),
            ("<", State::Tag),
            ("<!-- <p", State::Comment),
            ("<!-- --> <p>", State::Text),
        ] {
            assert!(State::Text.behind(text) == state, "{text}");
        }
    }
}
