//! Tags, texts and branches of a template → one tree with everything that may be shown, and what is unknown about it.
//!
//! It does not use the browsers' parser: a program's output is not something to be repaired, and a tag that starts in
//! one branch and ends in another must not close the elements around it.

mod branch;
mod placeholder;

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};
use scraper::node::{Element, Text};
use scraper::{Html, Node};

use self::branch::Frame;
pub use self::branch::{Begin, End};
use super::attributes::{Attributes, Placeholder};
use super::element::{ends_before, is_border, is_rows, is_within_table, may_stay_open};
use crate::format::limits::{PAGE_DEPTH, PAGE_ELEMENTS};
use crate::model::{
    BranchId, ElementPosition, Facilities, HOLE, LinkedSheets, PageKind, PageModel, PageNature,
    SourceText, Span, StartTags, Unknowns, html,
};

/// What a tag becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// An HTML element, or part of a drawing.
    Element,
    /// Anything: a component.
    Component,
    /// No element; its content takes its place.
    Nothing,
    /// No element; its content is moved elsewhere.
    Elsewhere,
    /// A component of a known library, represented by an element.
    StandIn {
        /// That element.
        element: String,
        /// Its text.
        text: Option<String>,
    },
}

/// A start tag.
pub struct StartTag {
    /// Its name in the tree.
    pub name: String,
    /// Its name in end tags.
    pub written: String,
    /// Where it is written.
    pub span: Span,
    /// Its attributes.
    pub attributes: Attributes,
    /// Whether it is self-closing.
    pub closed: bool,
    /// What it becomes.
    pub becomes: Becomes,
}

/// An open element, linked to the ones around it. Branches start and end with the elements open before them, so they
/// share these.
struct Open {
    node: NodeId,
    name: String,
    namespace: Namespace,
    /// The branch of its content.
    branch: Option<BranchId>,
    /// Whether its content may be placed elsewhere.
    scatters: bool,
    /// Whether it is a component.
    component: bool,
    /// Whether its content may give it a name, in ways only its library knows.
    swallows: bool,
    /// The last choice among its children.
    choice: Cell<Option<u32>>,
    depth: u32,
    around: Option<Rc<Open>>,
}

/// Pseudo-element for what is written in one place and shown in another; no tag has this name.
const ELSEWHERE: &str = "(elsewhere)";

impl Open {
    /// Whether what is written here is shown elsewhere.
    fn is_elsewhere(&self) -> bool {
        self.name == ELSEWHERE
    }
}

/// Builds the tree of a template.
pub struct Builder {
    html: Html,
    body: NodeId,
    root: NodeId,
    head: Option<NodeId>,
    positions: Vec<(NodeId, ElementPosition)>,
    unknowns: Unknowns,
    base: Rc<Open>,
    open: Rc<Open>,
    frames: Vec<Frame>,
    choices: u32,
    count: usize,
    /// Whether elements are closed implicitly, as in browsers.
    implied: bool,
    /// Whether components may set attributes on their content.
    injecting: bool,
    /// Whether the user of a component sets attributes on its root element.
    inheriting: bool,
    /// Classes hidden by a style sheet.
    hiding: HashSet<String>,
    exceeded: bool,
    /// Whether another template decides what of its markup is shown.
    extends: bool,
    /// Number of open forms in tables.
    forms: usize,
    /// Elements whose children may be placed in other elements.
    scattered: HashSet<NodeId>,
    /// Elements of which something is never in the output, and what.
    placeholders: Vec<(NodeId, Placeholder)>,
    /// Elements that fill, or hold what fills, a slot of something else.
    filling: HashSet<NodeId>,
    /// Elements on which the surrounding component may set attributes, with that component.
    given: Vec<(NodeId, NodeId)>,
}

impl Builder {
    /// An empty tree. `implied`: whether elements are closed implicitly, as in browsers.
    pub fn new(implied: bool) -> Self {
        let mut html = Html::new_document();
        let element = |name: &str| Node::Element(Element::new(html_name(name), Vec::new()));
        let mut document = html.tree.root_mut();
        let mut root = document.append(element("html"));
        let root_id = root.id();
        let body = root.append(element("body")).id();
        let base = Rc::new(Open {
            node: body,
            name: "body".into(),
            namespace: ns!(html),
            branch: None,
            scatters: false,
            component: false,
            swallows: false,
            choice: Cell::new(None),
            depth: 0,
            around: None,
        });
        Self {
            html,
            body,
            root: root_id,
            head: None,
            positions: Vec::new(),
            unknowns: Unknowns::default(),
            open: Rc::clone(&base),
            base,
            frames: Vec::new(),
            choices: 0,
            count: 0,
            implied,
            injecting: false,
            inheriting: false,
            hiding: HashSet::new(),
            exceeded: false,
            extends: false,
            forms: 0,
            scattered: HashSet::new(),
            given: Vec::new(),
            placeholders: Vec::new(),
            filling: HashSet::new(),
        }
    }

    /// Lets components set attributes on their content (React).
    pub fn injecting(mut self) -> Self {
        self.injecting = true;
        self
    }

    /// Lets the user of a component set attributes on its root element (Vue).
    pub fn inheriting(mut self) -> Self {
        self.inheriting = true;
        self
    }

    /// Sets the classes that the file's style hides until its program shows them.
    #[cfg(feature = "code")]
    pub fn hide(&mut self, classes: HashSet<String>) {
        self.hiding = classes;
    }

    /// Whether an element has a hidden class.
    fn is_hidden_by_class(&self, attributes: &Attributes) -> bool {
        let classes = attributes.value("class").unwrap_or_default();
        !self.hiding.is_empty()
            && classes
                .split_ascii_whitespace()
                .any(|class| self.hiding.contains(class))
    }

    fn next_choice(&mut self) -> u32 {
        self.choices += 1;
        self.choices
    }

    /// Whether names are case-sensitive here, as in drawings.
    pub fn keeps_case(&self) -> bool {
        self.open.namespace != ns!(html)
    }

    /// Whether the limits were exceeded.
    pub fn is_full(&self) -> bool {
        self.exceeded
    }

    /// Stops building because the input is not markup.
    pub fn give_up(&mut self) {
        self.exceeded = true;
    }

    /// Opens an element.
    pub fn start(&mut self, mut tag: StartTag) {
        if self.exceeded {
            return;
        }
        if self.is_hidden_by_class(&tag.attributes) {
            tag.attributes.unknown.push("hidden".to_owned());
        }
        let name = tag.name.as_str();
        if tag.becomes == Becomes::Element && self.opens_skeleton(&tag) {
            return;
        }
        if self.implied && tag.becomes == Becomes::Element {
            self.end_implied(name);
            if matches!(name, "td" | "th") && is_rows(&self.open.name) {
                self.start_row(tag.span);
            }
        }
        let in_table = self.implied && name == "form" && is_within_table(&self.open.name);
        self.count += 1;
        if self.count > PAGE_ELEMENTS || self.open.depth >= PAGE_DEPTH {
            self.exceeded = true;
            return;
        }
        let around = Rc::clone(&self.open);
        let branch = self.branch_of(&tag.attributes, &around);
        let component = tag.attributes.kind || tag.becomes == Becomes::Component;
        let stand_in = matches!(tag.becomes, Becomes::StandIn { .. });
        let (element, text) = match tag.becomes {
            Becomes::Nothing | Becomes::Elsewhere => {
                if tag.attributes.fills {
                    self.filling.insert(around.node);
                }
                if tag.attributes.content {
                    self.hole();
                }
                if !tag.closed {
                    self.open = Rc::new(Open {
                        node: around.node,
                        name: tag.written,
                        namespace: around.namespace.clone(),
                        branch,
                        scatters: around.scatters || tag.becomes == Becomes::Elsewhere,
                        component: around.component,
                        swallows: around.swallows,
                        choice: Cell::new(None),
                        depth: around.depth + 1,
                        around: Some(around),
                    });
                }
                return;
            }
            Becomes::StandIn { element, text } => (element, text),
            Becomes::Element | Becomes::Component => (tag.name, None),
        };
        let namespace = match element.as_str() {
            "svg" => ns!(svg),
            "math" => ns!(mathml),
            _ => around.namespace.clone(),
        };
        let node = self.append(&element, &namespace, &tag.attributes.known);
        self.positions.push((
            node,
            ElementPosition {
                start_tag: tag.span,
            },
        ));
        if let Some(placeholder) = tag.attributes.placeholder {
            self.placeholders.push((node, placeholder));
        }
        if tag.attributes.fills {
            self.filling.insert(node);
        }
        let outermost = around.node == self.body;
        let given = (self.injecting && around.component && takes_attributes(&element))
            || (self.inheriting && outermost);
        let place = around.scatters || tag.attributes.place;
        let shown = |(name, value): &(String, String)| !value.is_empty() && is_shown_by_style(name);
        let content = tag.attributes.content || tag.attributes.known.iter().any(shown);
        if component
            || stand_in
            || given
            || place
            || content
            || branch.is_some()
            || tag.attributes.any
            || !tag.attributes.unknown.is_empty()
        {
            let unknown = self.unknowns.of_mut(node);
            unknown.attributes = tag.attributes.unknown;
            unknown.any_attribute = tag.attributes.any || given;
            unknown.kind = component;
            unknown.content = content || component;
            unknown.place = place;
            unknown.stand_in = stand_in;
            unknown.branch = branch;
        }
        let is_field = matches!(element.as_str(), "input" | "select" | "textarea");
        if given && !tag.attributes.any && !outermost && !is_field {
            self.given.push((node, around.node));
        }
        if let Some(text) = text {
            self.append_text(node, &text);
        } else if content {
            self.append_text(node, &HOLE.to_string());
        }
        if tag.closed || (namespace == ns!(html) && html::is_void(&element) && !stand_in) {
            return;
        }
        if in_table {
            // Browsers leave a form empty here.
            self.forms += 1;
            return;
        }
        let inside = if element == "foreignObject" {
            ns!(html)
        } else {
            namespace
        };
        self.open = Rc::new(Open {
            node,
            name: tag.written,
            namespace: inside,
            branch,
            scatters: component,
            component,
            swallows: stand_in && matches!(element.as_str(), "input" | "textarea" | "img"),
            choice: Cell::new(None),
            depth: around.depth + 1,
            around: Some(around),
        });
    }

    /// Handles `<html>`, `<head>` and `<body>`.
    fn opens_skeleton(&mut self, tag: &StartTag) -> bool {
        let node = match tag.name.as_str() {
            "html" => self.root,
            "body" => {
                self.open = Rc::clone(&self.base);
                self.body
            }
            "head" if self.head.is_none() => {
                let head = Node::Element(Element::new(html_name("head"), Vec::new()));
                let Some(mut body) = self.html.tree.get_mut(self.body) else {
                    return true;
                };
                let node = body.insert_before(head).id();
                self.head = Some(node);
                self.open = Rc::new(Open {
                    node,
                    name: "head".into(),
                    namespace: ns!(html),
                    branch: self.branch(),
                    scatters: false,
                    component: false,
                    swallows: false,
                    choice: Cell::new(None),
                    depth: 1,
                    around: Some(Rc::clone(&self.base)),
                });
                node
            }
            _ => return tag.name == "head",
        };
        if self.positions.iter().all(|(written, _)| *written != node) {
            self.positions.push((
                node,
                ElementPosition {
                    start_tag: tag.span,
                },
            ));
            let element = Element::new(html_name(&tag.name), qualified(&tag.attributes.known));
            if let Some(mut written) = self.html.tree.get_mut(node) {
                *written.value() = Node::Element(element);
            }
        }
        let branch = self.branch();
        let unknown = self.unknowns.of_mut(node);
        unknown.attributes.extend(tag.attributes.unknown.clone());
        // Another branch may write a different one.
        unknown.any_attribute |= tag.attributes.any || branch.is_some();
        true
    }

    fn end_implied(&mut self, next: &str) {
        let mut current = Rc::clone(&self.open);
        let mut end = None;
        loop {
            if ends_before(&current.name, next) {
                end = Some(Rc::clone(&current));
            } else if is_border(&current.name)
                || current.is_elsewhere()
                || (current.name == "div" && next != "p")
            {
                break;
            }
            match &current.around {
                Some(around) => current = Rc::clone(around),
                None => break,
            }
        }
        if let Some(around) = end.and_then(|end| end.around.clone()) {
            self.open = around;
        }
    }

    /// Opens the row that browsers put around cells without one.
    fn start_row(&mut self, cell: Span) {
        self.start(StartTag {
            name: "tr".to_owned(),
            written: "tr".to_owned(),
            span: Span::new(cell.start as usize, cell.start as usize),
            attributes: Attributes {
                // Cells of several branches may share one row.
                place: self.branch().is_some(),
                ..Attributes::default()
            },
            closed: false,
            becomes: Becomes::Element,
        });
    }

    fn append(
        &mut self,
        name: &str,
        namespace: &Namespace,
        attributes: &[(String, String)],
    ) -> NodeId {
        self.note_swallowed();
        let name = QualName::new(None, namespace.clone(), LocalName::from(name));
        let element = Node::Element(Element::new(name, qualified(attributes)));
        let parent = self.open.node;
        match self.html.tree.get_mut(parent) {
            Some(mut parent) => parent.append(element).id(),
            None => self.html.tree.orphan(element).id(),
        }
    }

    fn note_swallowed(&mut self) {
        if self.open.swallows {
            self.unknowns.of_mut(self.open.node).any_attribute = true;
        }
    }

    fn append_text(&mut self, node: NodeId, text: &str) -> Option<NodeId> {
        let mut parent = self.html.tree.get_mut(node)?;
        let text = Node::Text(Text {
            text: StrTendril::from(text),
        });
        Some(parent.append(text).id())
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        if !text.is_empty() && !self.exceeded {
            if !text.trim().is_empty() {
                self.note_swallowed();
            }
            let written = self.append_text(self.open.node, text);
            let branch = self.branch();
            if branch != self.open.branch
                && let Some(written) = written
            {
                self.unknowns.of_mut(written).branch = branch;
            }
        }
    }

    /// Adds output of a program: a text or any elements.
    pub fn hole(&mut self) {
        self.text_hole();
        if !self.exceeded {
            self.unknowns.of_mut(self.open.node).content = true;
        }
    }

    /// Adds a text written by a program.
    pub fn text_hole(&mut self) {
        if self.exceeded {
            return;
        }
        self.note_swallowed();
        self.append_text(self.open.node, &HOLE.to_string());
    }

    /// Closes an element.
    pub fn end(&mut self, name: &str) {
        if matches!(name, "body" | "html") {
            return;
        }
        if self.forms > 0 && name.eq_ignore_ascii_case("form") {
            self.forms -= 1;
            return;
        }
        let mut current = Rc::clone(&self.open);
        loop {
            let Some(around) = current.around.clone() else {
                // No element with this name is open: it was opened elsewhere.
                self.scatter();
                return;
            };
            let same = match self.implied {
                true => current.name.eq_ignore_ascii_case(name),
                false => current.name == name,
            };
            if same {
                self.open = around;
                return;
            }
            if current.is_elsewhere() && !self.frames.iter().any(|frame| frame.wraps(&current)) {
                // Stored content closes something where it is shown.
                return;
            }
            current = around;
        }
    }

    /// Closes the innermost element, whatever its name.
    pub fn end_innermost(&mut self) {
        if let Some(around) = self.open.around.clone()
            && !self.open.is_elsewhere()
        {
            self.open = around;
        }
    }

    /// Starts content that is shown elsewhere.
    pub fn begin_elsewhere(&mut self) {
        self.start(StartTag {
            name: ELSEWHERE.to_owned(),
            written: ELSEWHERE.to_owned(),
            span: Span::new(0, 0),
            attributes: Attributes::default(),
            closed: false,
            becomes: Becomes::Elsewhere,
        });
    }

    /// Ends content that is shown elsewhere. Elements left open are filled there.
    pub fn end_elsewhere(&mut self) {
        let mut left_open = Vec::new();
        let mut current = Rc::clone(&self.open);
        while let Some(around) = current.around.clone() {
            if current.is_elsewhere() {
                self.open = around;
                for node in left_open {
                    self.append_text(node, &HOLE.to_string());
                    self.unknowns.of_mut(node).content = true;
                }
                return;
            }
            if !(self.implied && may_stay_open(&current.name)) {
                left_open.push(current.node);
            }
            current = around;
        }
    }

    /// Marks that the content here and of all surrounding elements may be placed in elements opened elsewhere.
    pub fn scatter(&mut self) {
        let mut current = Some(Rc::clone(&self.open));
        while let Some(open) = current {
            if !self.scattered.insert(open.node) {
                return;
            }
            current = open.around.clone();
        }
    }

    /// Marks that another template decides what is shown of the markup outside named parts, and inside of what.
    pub fn extend(&mut self) {
        self.extends = true;
    }

    /// Revokes attributes that components cannot set: they set them on an only child (`asChild`,
    /// `React.Children.only`), while several children are just laid out. Fields may still get a name.
    fn take_back_given(&mut self) {
        /// Among this many alternatives, at most one is present at a time.
        const MOST_COMPANY: usize = 64;
        for (node, component) in std::mem::take(&mut self.given) {
            let tree = &self.html.tree;
            let children = tree.get(component).into_iter();
            let children = children.flat_map(|component| component.children());
            let others = children.filter(|child| child.id() != node);
            let has_company = others.take(MOST_COMPANY).any(|child| match child.value() {
                Node::Text(text) => !text.trim().is_empty(),
                Node::Element(_) => self.unknowns.meet(node, child.id()),
                _ => false,
            });
            if has_company {
                self.unknowns.of_mut(node).any_attribute = false;
            }
        }
    }

    /// Completes the tree of a document.
    pub fn finish(
        mut self,
        document: &str,
        text: &SourceText,
        language: &str,
    ) -> Option<PageModel> {
        if self.exceeded {
            return None;
        }
        self.take_back_given();
        if self.extends {
            let root = self.html.root_element().id();
            self.unknowns.of_mut(root).place = true;
        }
        placeholder::take_out(&mut self.html, &self.placeholders, &self.filling);
        for node in &self.scattered {
            let children = self.html.tree.get(*node).into_iter();
            for child in children.flat_map(|node| node.children()) {
                if child.value().is_element() {
                    self.unknowns.of_mut(child.id()).place = true;
                }
            }
        }
        self.positions.sort_by_key(|(node, _)| *node);
        let mut positions = StartTags::default();
        for (node, position) in self.positions {
            positions.push(node, position);
        }
        Some(PageModel {
            document: document.to_owned(),
            text: text.clone(),
            html: self.html,
            provides: Facilities::DOM.and(Facilities::POSITION),
            nature: PageNature {
                kind: PageKind::Template,
                because: language.to_owned(),
            },
            positions,
            sheets: LinkedSheets::default(),
            scripts: Vec::new(),
            unknowns: self.unknowns,
            embedded: None,
        })
    }
}

/// Whether components give names and roles to such elements. They leave images, frames and headings unchanged.
fn takes_attributes(element: &str) -> bool {
    !matches!(
        element,
        "img"
            | "area"
            | "iframe"
            | "object"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "svg"
            | "meta"
            | "html"
    )
}

/// Whether style sheets may display the attribute's value: `content: attr(data-text)`.
fn is_shown_by_style(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "txt", "text", "label", "content", "line", "value", "number", "tooltip", "tip",
    ];
    let word = name
        .strip_prefix("data-")
        .and_then(|name| name.rsplit('-').next());
    word.is_some_and(|word| WORDS.contains(&word))
}

fn html_name(name: &str) -> QualName {
    QualName::new(None, ns!(html), LocalName::from(name))
}

fn qualified(attributes: &[(String, String)]) -> Vec<Attribute> {
    attributes
        .iter()
        .map(|(name, value)| Attribute {
            name: QualName::new(None, ns!(), LocalName::from(name.as_str())),
            value: StrTendril::from(value.as_str()),
        })
        .collect()
}
