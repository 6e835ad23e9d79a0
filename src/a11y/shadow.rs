//! Declarative shadow trees (`<template shadowrootmode>`): what they show of the children of their hosts, and where.

use ego_tree::NodeRef;
use foldhash::{HashMap, HashSet};
use scraper::{ElementRef, Node};

use super::style::Styles;
use super::visibility::{Around, Outside, Visibility};
use super::{Index, Openings, Truth, focus};
use crate::model::{Attributes, LinkedSheets};

/// Maximum nesting of shadow trees.
const MOST_DEPTH: usize = 8;

/// Elements of HTML that may have a shadow tree (DOM, "valid shadow host name"); custom elements may, too.
const HOSTS: [&str; 18] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "div",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "main",
    "nav",
    "p",
    "section",
    "span",
];

/// The content of a shadow tree, by the position of its host.
pub type Declared<'a> = HashMap<usize, NodeRef<'a, Node>>;

/// The shadow trees declared in a page or in another tree.
pub fn declared_in<'a>(index: &Index<'a>) -> Declared<'a> {
    let mut declared = Declared::default();
    for template in index.named("template") {
        let mode = template.attribute("shadowrootmode").unwrap_or_default();
        let mode = mode.trim().to_ascii_lowercase();
        let host = template.parent().and_then(ElementRef::wrap);
        let host = host.filter(|host| may_have_tree(*host));
        let position = host.and_then(|host| index.position(host.id()));
        let content = template.children().find(|node| node.value().is_fragment());
        if let (Some(position), Some(content), "open" | "closed") =
            (position, content, mode.as_str())
        {
            declared.entry(position).or_insert(content);
        }
    }
    declared
}

fn may_have_tree(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    name.contains('-') || HOSTS.contains(&name)
}

/// The texts of the style sheets in a shadow tree.
pub fn sheets_of(content: NodeRef<'_, Node>) -> impl Iterator<Item = String> + '_ {
    let elements = content.descendants().filter_map(ElementRef::wrap);
    let sheets = elements.filter(move |element| {
        let own = element
            .ancestors()
            .find(|around| around.value().is_fragment());
        element.value().name() == "style" && own.is_some_and(|own| own.id() == content.id())
    });
    sheets.map(|sheet| sheet.text().collect())
}

/// The names of the slots that the children of an element fill if it has a shadow tree.
pub fn filled_by(host: ElementRef<'_>) -> HashSet<String> {
    let names = host.children().filter_map(|child| match child.value() {
        // The declaration of the tree is no child any more.
        Node::Element(child) if child.attr("shadowrootmode").is_some() => None,
        Node::Element(child) => Some(child.attr("slot").unwrap_or_default().to_owned()),
        // Even white space takes the place of a slot's own content.
        Node::Text(_) => Some(String::new()),
        _ => None,
    });
    names.collect()
}

/// A shadow tree in its host.
pub struct ShadowTree<'a> {
    /// The element that has it.
    pub host: ElementRef<'a>,
    /// Its elements.
    pub index: Index<'a>,
    visibility: Visibility<'a>,
    /// Position of the first slot with a name.
    slots: HashMap<&'a str, usize>,
}

impl<'a> ShadowTree<'a> {
    /// Reads a tree; `None` if it is nested too deeply.
    pub(super) fn new(
        host: ElementRef<'a>,
        content: NodeRef<'a, Node>,
        around: Around,
        depth: usize,
    ) -> Option<Self> {
        if depth >= MOST_DEPTH {
            return None;
        }
        let index = Index::below(content);
        let styles = Styles::new(&index, &LinkedSheets::default());
        let openings = Openings::default();
        let outside = Outside {
            around,
            filled: filled_by(host),
        };
        let visibility = Visibility::within(&index, &styles, &openings, &outside, depth + 1);
        let mut slots = HashMap::default();
        for slot in index.named("slot") {
            let name = slot.attribute("name").unwrap_or_default();
            if let Some(position) = index.position(slot.id()) {
                slots.entry(name).or_insert(position);
            }
        }
        Some(Self {
            host,
            index,
            visibility,
            slots,
        })
    }

    /// Position of the slot that shows a child of the host.
    fn place_of(&self, child: ElementRef<'_>) -> Option<usize> {
        let name = child.attribute("slot").unwrap_or_default();
        self.slots.get(name).copied()
    }

    /// The slot that shows a child of the host; without one, the child is not rendered.
    pub fn slot_of(&self, child: ElementRef<'_>) -> Option<ElementRef<'a>> {
        self.index.element_at(self.place_of(child)?)
    }

    /// The state around a child of the host.
    pub(super) fn around(&self, child: ElementRef<'_>) -> Around {
        let slot = self.place_of(child);
        slot.map_or(Around::NOWHERE, |slot| self.visibility.around(slot))
    }

    /// The element of this tree, or of those inside it, that is most certainly in the tab order.
    pub fn most_reachable(&self) -> Option<(Truth, ElementRef<'a>)> {
        if focus::tabindex(self.host).is_some_and(|value| value < 0) {
            // Then the tab order leaves out the whole tree (HTML, "sequential focus navigation").
            return None;
        }
        let own = self.index.elements().enumerate();
        let own = own.map(|(position, element)| {
            let takes = focus::in_tab_order(&self.index, element);
            (takes.and(self.visibility.takes_keys(position)), element)
        });
        let inner = self.visibility.trees().iter();
        let inner = inner.filter_map(Self::most_reachable);
        let reachable = own.chain(inner).filter(|(reachable, _)| !reachable.is_no());
        reachable.reduce(|best, next| if next.0 > best.0 { next } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test::with_view;
    use super::*;

    /// Whether the element with id `x` outside the tree is exposed.
    fn exposed(markup: &str) -> Truth {
        with_view(markup, |view| {
            let element = view.index.by_id("x").expect("a target");
            view.exposed(element)
        })
    }

    #[test]
    fn a_child_of_a_host_is_where_its_slot_is() {
        let host = |tree: &str, child: &str| {
            format!("<x-a><template shadowrootmode=open>{tree}</template>{child}</x-a>")
        };
        let (plain, named) = ("<img id=x>", "<p slot=b><img id=x></p>");
        for (tree, child, expected) in [
            ("<slot></slot>", plain, Truth::Yes),
            ("<p>a</p>", plain, Truth::No),
            ("<slot name=b></slot>", plain, Truth::No),
            ("<slot name=b></slot>", named, Truth::Yes),
            ("<slot></slot>", named, Truth::No),
            ("<div hidden><slot></slot></div>", plain, Truth::No),
            (
                "<div aria-hidden=true><slot></slot></div>",
                plain,
                Truth::No,
            ),
            (
                "<style>div{display:none}</style><div><slot></slot></div>",
                plain,
                Truth::No,
            ),
            (
                "<x-b><template shadowrootmode=open><slot></slot></template><slot></slot></x-b>",
                plain,
                Truth::Yes,
            ),
            (
                "<x-b><template shadowrootmode=open></template><slot></slot></x-b>",
                plain,
                Truth::No,
            ),
            (
                "<slot name=b></slot><template><slot></slot></template>",
                plain,
                Truth::No,
            ),
        ] {
            assert_eq!(exposed(&host(tree, child)), expected, "{tree} {child}");
        }
        let no_tree = "<ul><template shadowrootmode=open></template><li id=x></ul>";
        assert_eq!(exposed(no_tree), Truth::Yes, "a list has no shadow tree");
    }

    #[test]
    fn content_of_a_filled_slot_gives_way() {
        let reachable = |children: &str| {
            let tree = "<slot name=b><button>b</button></slot>";
            let markup =
                format!("<x-a><template shadowrootmode=open>{tree}</template>{children}</x-a>");
            with_view(&markup, |view| {
                let tree = view.shadow_trees().first().expect("a tree");
                tree.most_reachable().is_some()
            })
        };
        assert!(reachable("") && reachable("text<p>a</p>"));
        assert!(!reachable("<p slot=b>a</p>"));
    }

    #[test]
    fn a_tree_styles_its_host_where_the_page_does_not() {
        let host = |outer: &str, inner: &str| {
            format!(
                "<style>{outer}</style><x-a id=x><template shadowrootmode=open><style>{inner}</style></template></x-a>"
            )
        };
        for (outer, inner, expected) in [
            ("", ":host { display: none }", Truth::No),
            ("", ":host([hidden]) { display: none }", Truth::Yes),
            ("", ":host(#x) { display: none }", Truth::No),
            ("", ":host(x-a.wide) { display: none }", Truth::Yes),
            ("", ":host(:not(.wide)) { visibility: hidden }", Truth::No),
            ("", ":host > p { display: none }", Truth::Yes),
            ("", "@media print { :host { display: none } }", Truth::Yes),
            (
                "x-a { display: block }",
                ":host { display: none }",
                Truth::Yes,
            ),
            (":host { display: none }", "", Truth::Yes),
        ] {
            assert_eq!(exposed(&host(outer, inner)), expected, "{outer} {inner}");
        }
    }

    #[test]
    fn the_tab_order_enters_a_tree_unless_its_host_is_left_out() {
        let reachable = |markup: &str| {
            with_view(markup, |view| {
                let tree = view.shadow_trees().first().expect("a tree");
                tree.most_reachable()
                    .map_or(Truth::No, |(reachable, _)| reachable)
            })
        };
        for (host, tree, expected) in [
            ("x-a", "<button>a</button>", Truth::Yes),
            ("x-a", "<button hidden>a</button>", Truth::No),
            ("x-a hidden", "<button>a</button>", Truth::No),
            ("x-a inert", "<button>a</button>", Truth::No),
            ("x-a tabindex=-1", "<button>a</button>", Truth::No),
            (
                "x-a",
                "<x-b><template shadowrootmode=open><a href=b>b</a></template></x-b>",
                Truth::Yes,
            ),
        ] {
            let markup = format!("<{host}><template shadowrootmode=open>{tree}</template></x-a>");
            assert_eq!(reachable(&markup), expected, "{host} {tree}");
        }
    }
}
