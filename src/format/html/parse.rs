//! Parses HTML text into a tree with the position of every start tag.
//!
//! `html5ever` reports at most line numbers to its sink. Here the token sink shares the input queue with the tokenizer:
//! the rest of the queue shows where each token ended, and a token starts at the end of the previous one.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use foldhash::HashMap;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};

use crate::format::limits::{PAGE_ATTRIBUTES, PAGE_DEPTH, PAGE_ELEMENTS};
use crate::gap::GapReason;
use crate::model::{ElementPosition, Span, StartTags, html};

/// A tree with positions.
pub struct Tree {
    /// The tree.
    pub html: Html,
    /// Start tags by node.
    pub positions: StartTags,
}

/// Meaning of self-closing tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `<div/>` opens an element.
    Html,
    /// `<div/>` is an empty element.
    Xml,
}

/// Parses a document as a browser without script would.
///
/// # Errors
/// The limit that was exceeded.
pub fn parse(text: &str, syntax: Syntax) -> Result<Tree, GapReason> {
    let queue = BufferQueue::default();
    let options = TreeBuilderOpts {
        // Otherwise the content of `<noscript>` is a single text.
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let sink = Sink {
        tree: HtmlTreeSink::new(Html::new_document()),
        positions: RefCell::default(),
        depths: RefCell::new(HashMap::default()),
        start_tag: RefCell::new(None),
        exceeded: Cell::new(None),
    };
    let tokens = Tokens {
        builder: TreeBuilder::new(sink, options),
        queue: &queue,
        text,
        syntax,
        given: Cell::new(0),
        mark: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(tokens, TokenizerOpts::default());
    let mut rest = text;
    let mut open_tag = OpenTag::default();
    while !rest.is_empty() && tokenizer.sink.builder.sink.exceeded.get().is_none() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = behind;
        queue.push_back(StrTendril::from(piece));
        let tokens = &tokenizer.sink;
        tokens.given.set(tokens.given.get() + piece.len());
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        let unread = text.get(..tokens.given.get()).unwrap_or_default();
        if open_tag.attributes(unread, tokens.mark.get()) > PAGE_ATTRIBUTES {
            tokens.builder.sink.exceeded.set(Some(GapReason::TooLarge));
        }
    }
    if tokenizer.sink.builder.sink.exceeded.get().is_none() {
        tokenizer.end();
    }
    let sink = tokenizer.sink.builder.sink;
    match sink.exceeded.get() {
        Some(limit) => Err(limit),
        None => Ok(Tree {
            html: sink.tree.finish(),
            positions: sink.positions.into_inner(),
        }),
    }
}

/// Number of bytes given to the tokenizer at a time. It compares each attribute of a tag with all previous ones and
/// reports nothing until the tag ends, so unfinished tags are checked in between.
const PIECE: usize = 128 * 1024;

/// State of the check of an unfinished tag.
#[derive(Default)]
struct OpenTag {
    start: usize,
    at: usize,
    quote: Option<u8>,
    last: u8,
    attributes: usize,
}

impl OpenTag {
    /// Approximate number of attributes of the tag that starts at `start`, if no token has ended since.
    fn attributes(&mut self, text: &str, start: usize) -> usize {
        let bytes = text.as_bytes();
        if self.start != start || self.at < start {
            *self = Self {
                start,
                at: start,
                ..Self::default()
            };
        }
        let is_tag = bytes.get(start) == Some(&b'<')
            && bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic);
        if !is_tag {
            return 0;
        }
        for byte in bytes.get(self.at..).unwrap_or_default() {
            match (self.quote, *byte) {
                (Some(quote), byte) if quote == byte => {
                    self.quote = None;
                    self.last = b' ';
                }
                (Some(_), _) => {}
                (None, quote @ (b'"' | b'\'')) if self.last == b'=' => self.quote = Some(quote),
                (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => {
                    if self.last != b'=' {
                        self.last = b' ';
                    }
                }
                (None, byte) => {
                    self.attributes += usize::from(self.last == b' ');
                    self.last = byte;
                }
            }
        }
        self.at = bytes.len();
        self.attributes
    }
}

/// Sits between tokenizer and tree builder, and knows where the current token was written.
struct Tokens<'t> {
    builder: TreeBuilder<NodeId, Sink>,
    queue: &'t BufferQueue,
    text: &'t str,
    syntax: Syntax,
    /// Number of bytes given to the tokenizer so far.
    given: Cell<usize>,
    /// End of the previous token.
    mark: Cell<usize>,
}

impl Tokens<'_> {
    /// Bytes consumed so far. Character references push text back, so all chunks count.
    fn consumed(&self) -> usize {
        let Some(first) = self.queue.pop_front() else {
            return self.given.get();
        };
        let mut rest = first.len();
        // Nearly always it was the only chunk; this check saves time for every token.
        if !self.queue.is_empty() {
            let chunks: Vec<StrTendril> = std::iter::from_fn(|| self.queue.pop_front())
                .inspect(|chunk| rest += chunk.len())
                .collect();
            for chunk in chunks.into_iter().rev() {
                self.queue.push_front(chunk);
            }
        }
        self.queue.push_front(first);
        self.given.get().saturating_sub(rest)
    }

    /// The end tag implied by a self-closing tag in XML syntax.
    fn end_of_empty(&self, token: &Token) -> Option<Token> {
        let Token::TagToken(tag) = token else {
            return None;
        };
        let empty = self.syntax == Syntax::Xml
            && tag.kind == TagKind::StartTag
            && tag.self_closing
            && !html::is_void(&tag.name)
            && !self.adjusted_current_node_present_but_not_in_html_namespace();
        empty.then(|| {
            Token::TagToken(Tag {
                kind: TagKind::EndTag,
                self_closing: false,
                attrs: Vec::new(),
                ..tag.clone()
            })
        })
    }

    /// The start tag that ends at `end`; `None` if the text there is not such a tag.
    fn span(&self, tag: &Tag, end: usize) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut start = self.mark.get();
        if start == 0 && self.text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        if bytes.get(start) == Some(&b'\n') {
            // The second half of a line break that counted as one character.
            start += 1;
        }
        if bytes.get(start) != Some(&b'<') {
            // The preceding text ended with a `<` of its own: `<<b`.
            start = start.checked_sub(1)?;
        }
        let name = bytes.get(start..)?.strip_prefix(b"<")?;
        let same = name
            .get(..tag.name.len())?
            .eq_ignore_ascii_case(tag.name.as_bytes());
        same.then(|| Span::new(start, end))
    }
}

impl TokenSink for Tokens<'_> {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if matches!(token, Token::ParseError(_)) {
            // Parse errors occur in the middle of tags.
            return self.builder.process_token(token, line);
        }
        let end = self.consumed();
        let sink = &self.builder.sink;
        *sink.start_tag.borrow_mut() = match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.span(tag, end).map(|span| (tag.name.clone(), span))
            }
            _ => None,
        };
        self.mark.set(end);
        if let Token::TagToken(tag) = &token
            && tag.attrs.len() > PAGE_ATTRIBUTES
        {
            sink.exceeded.set(Some(GapReason::TooLarge));
        }
        if sink.exceeded.get().is_some() {
            return TokenSinkResult::Continue;
        }
        let ends = self.end_of_empty(&token);
        let result = self.builder.process_token(token, line);
        match ends {
            // The end tag resets the mode that the start tag requested.
            Some(end) => {
                let _ = self.builder.process_token(end, line);
                TokenSinkResult::Continue
            }
            None => result,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Records positions and enforces limits; delegates everything else to the tree.
struct Sink {
    tree: HtmlTreeSink,
    positions: RefCell<StartTags>,
    /// Depth of the open elements.
    depths: RefCell<HashMap<NodeId, u32>>,
    start_tag: RefCell<Option<(LocalName, Span)>>,
    exceeded: Cell<Option<GapReason>>,
}

impl Sink {
    fn note_depth(&self, parent: NodeId, child: &NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(child) = child {
            let mut depths = self.depths.borrow_mut();
            let depth = depths.get(&parent).copied().unwrap_or_default() + 1;
            depths.insert(*child, depth);
            if depth > PAGE_DEPTH {
                self.exceeded.set(Some(GapReason::TooDeep));
            }
        }
    }
}

/// Whether a start tag of this name creates an element of that name. Other elements are implied.
fn makes(tag: &str, element: &str) -> bool {
    tag.eq_ignore_ascii_case(element) || (tag == "image" && element == "img")
}

impl TreeSink for Sink {
    type Output = Html;
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let span = self
            .start_tag
            .borrow()
            .as_ref()
            .filter(|(tag, _)| makes(tag, &name.local))
            .map(|(_, span)| *span);
        let id = self.tree.create_element(name, attributes, flags);
        let mut positions = self.positions.borrow_mut();
        if let Some(start_tag) = span {
            positions.push(id, ElementPosition { start_tag });
        }
        if positions.len() > PAGE_ELEMENTS {
            self.exceeded.set(Some(GapReason::TooLarge));
        }
        id
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.note_depth(*parent, &child);
        self.tree.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.tree.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.note_depth(*previous, &child);
        self.tree
            .append_based_on_parent_node(element, previous, child);
    }

    fn pop(&self, node: &NodeId) {
        self.depths.borrow_mut().remove(node);
    }

    fn finish(self) -> Html {
        self.tree.finish()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {
        // Errors are not used, and broken pages have very many.
    }

    fn get_document(&self) -> NodeId {
        self.tree.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.tree.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.tree.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.tree.create_pi(target, data)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.tree.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.tree.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.tree.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.reparent_children(node, new_parent);
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.tree.mark_script_already_started(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each written start tag in tree order.
    fn start_tags(text: &str) -> Vec<String> {
        let tree = parse(text, Syntax::Html).expect("within limits");
        let mut spans: Vec<Span> = tree
            .positions
            .iter()
            .map(|position| position.start_tag)
            .collect();
        spans.sort();
        spans
            .into_iter()
            .map(|span| text[span.range()].to_owned())
            .collect()
    }

    #[test]
    fn start_tags_are_found_in_odd_markup() {
        let cases: [(&str, &[&str]); 9] = [
            ("<p>a<b>c", &["<p>", "<b>"]),
            ("ä&amp;ö&unknown;<i x='>'>", &["<i x='>'>"]),
            ("a<<b>c", &["<b>"]),
            ("a\r\n<b\r\n title=x>\r<i>", &["<b\r\n title=x>", "<i>"]),
            (
                "<table><td>x<tr><td>y",
                &["<table>", "<td>", "<tr>", "<td>"],
            ),
            ("<!-- <x> --><P CLASS=a/>", &["<P CLASS=a/>"]),
            ("<title>a<b></title><b>", &["<title>", "<b>"]),
            (
                "<svg><linearGradient/><image></svg><image src=x>",
                &["<svg>", "<linearGradient/>", "<image>", "<image src=x>"],
            ),
            (
                "\u{feff}<html lang=de>&#x80;<p>",
                &["<html lang=de>", "<p>"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(start_tags(text), expected, "{text}");
        }
    }

    #[test]
    fn implied_elements_have_no_position() {
        let tree = parse("<p>x", Syntax::Html).expect("within limits");
        assert_eq!(tree.positions.len(), 1);
    }

    #[test]
    fn elements_end_in_their_start_tag_in_xml_only() {
        let text = "<div id='a'/><script src='x'/><title/><svg><g/></svg><p>y</p>";
        let parents = |syntax| {
            let tree = parse(text, syntax).expect("within limits");
            let paragraph = scraper::Selector::parse("div > p").expect("it is one");
            tree.html.select(&paragraph).count()
        };
        assert_eq!(parents(Syntax::Xml), 0);
        let tree = parse(text, Syntax::Xml).expect("within limits");
        let paragraph = scraper::Selector::parse("body > p").expect("it is one");
        assert_eq!(tree.html.select(&paragraph).count(), 1);
        let inside = parse("<div/><p>y</p>", Syntax::Html).expect("within limits");
        let paragraph = scraper::Selector::parse("div > p").expect("it is one");
        assert_eq!(inside.html.select(&paragraph).count(), 1);
    }

    #[test]
    fn nesting_and_multiplication_are_limited() {
        let deep = "<div>".repeat(5000);
        assert_eq!(parse(&deep, Syntax::Html).err(), Some(GapReason::TooDeep));
        let attributes = |count: usize, value: &str| {
            let all = (0..count).map(|number| format!(" a{number}={value}"));
            format!("<p>x<div{}>y", all.collect::<String>())
        };
        for value in ["b", "'b > c'", "\"b c d\""] {
            let few = attributes(PAGE_ATTRIBUTES, value);
            assert!(parse(&few, Syntax::Html).is_ok());
            for count in [PAGE_ATTRIBUTES + 1, 200_000] {
                let many = parse(&attributes(count, value), Syntax::Html);
                assert_eq!(many.err(), Some(GapReason::TooLarge), "{count} × {value}");
            }
        }
        let long = format!("<img alt='{}'>", "a b=c ".repeat(200_000));
        assert!(parse(&long, Syntax::Html).is_ok());
    }
}
