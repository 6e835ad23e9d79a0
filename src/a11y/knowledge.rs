//! What is known of the elements of a template with sufficient certainty for a verdict. For a page everything is.

use crate::model::Attributes;
use scraper::{ElementRef, Node};

use super::{PageView, dynamic, hiding, insert, role};
use crate::model::{HOLE, PageKind, Unknown, letter};

/// What a verdict about an element depends on. A set of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads(u8);

impl Reads {
    /// Its kind, role and focusability, and that it is not permanently hidden.
    pub const ELEMENT: Self = Self(1);
    /// All its ARIA states and properties.
    pub const STATES: Self = Self(2);
    /// Its complete content at one time.
    pub const CONTENT: Self = Self(4);
    /// The element around it.
    pub const PARENT: Self = Self(8);
    /// Labels beside and around it.
    pub const LABELS: Self = Self(16);
    /// That no enclosing component may choose among several elements.
    pub const ALONE: Self = Self(64);
    /// Its keyboard access, whatever its role, and that it is not permanently hidden.
    pub const KEYBOARD: Self = Self(128);
    /// Only its source text.
    pub const SOURCE: Self = Self(0);
    /// Only its name: known components of libraries suffice.
    pub const NAME: Self = Self(32);

    /// The union of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Everything determined by attributes of the element.
    pub const ATTRIBUTES: Self = Self::ELEMENT.and(Self::STATES);

    const fn contain(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What is known of each element, by position.
pub(super) struct Knowledge(Vec<Known>);

#[derive(Clone, Copy, Default)]
struct Known {
    /// Whether it is what it seems to be.
    element: bool,
    /// Whether its keyboard access is as it seems, whatever its role.
    keyboard: bool,
    /// Whether it represents a component of a library.
    stand_in: bool,
    /// Whether all its ARIA states are known.
    states: bool,
    /// Whether it is rendered at its place in the source.
    place: bool,
    /// Whether no component encloses it.
    bare: bool,
    /// Whether it or an ancestor may be permanently hidden.
    put_away: bool,
    /// Whether it is a table or inside one.
    in_table: bool,
}

/// Attributes that decide what an element is.
const DECIDING: [&str; 9] = [
    "role",
    "type",
    "is",
    "hidden",
    "aria-hidden",
    "inert",
    "tabindex",
    "contenteditable",
    "aria-labelledby",
];

/// Attributes that decide what an element of a page is, its keyboard access, and which other elements belong to it.
const DECIDING_ON_PAGE: [&str; 11] = [
    "role",
    "type",
    "tabindex",
    "hidden",
    "inert",
    "aria-hidden",
    "disabled",
    "contenteditable",
    "headers",
    "scope",
    "for",
];

/// Attributes that override the content of an element as its name.
const NAMING: [&str; 2] = ["aria-label", "aria-labelledby"];

impl Knowledge {
    /// Collects it for all elements, from the root inwards.
    pub(super) fn new(view: &PageView<'_>) -> Self {
        let mut all: Vec<Known> = Vec::with_capacity(view.index.len());
        for (position, element) in view.index.elements().enumerate() {
            let around = view.index.parent(position).and_then(|at| all.get(at));
            let around = around.copied().unwrap_or(Known {
                element: true,
                keyboard: true,
                states: true,
                place: true,
                bare: true,
                ..Known::default()
            });
            let unknown = view.page.unknowns.of(element.id());
            let put_away = is_put_away(element) && !view.is_opened(element);
            let known = known(element, unknown, around);
            all.push(Known {
                put_away: known.put_away || put_away,
                ..known
            });
        }
        Self(all)
    }
}

fn known(element: ElementRef<'_>, unknown: Option<&Unknown>, around: Known) -> Known {
    let nothing = Unknown::default();
    let unknown = unknown.unwrap_or(&nothing);
    let is_decided = |but: &str| {
        let mut open = unknown.attributes.iter();
        !unknown.kind
            && !unknown.any_attribute
            && !open.any(|name| DECIDING.contains(&name.as_str()) && name != but)
            // A table decides what its parts are.
            && (around.in_table || !is_part_of_table(element))
    };
    Known {
        element: is_decided(""),
        keyboard: is_decided("role"),
        stand_in: unknown.stand_in,
        states: !unknown
            .attributes
            .iter()
            .any(|name| name.starts_with("aria-")),
        place: !unknown.place && around.element && !around.stand_in,
        bare: around.bare && !unknown.kind,
        put_away: around.put_away || is_picked_by_button(element),
        in_table: around.in_table || element.value().name() == "table",
    }
}

fn is_part_of_table(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th"
    )
}

/// Whether a class means that a style sheet hides an element permanently.
fn is_put_away(element: ElementRef<'_>) -> bool {
    hiding::hides_for_good(element)
}

/// Whether an element is a field that is filled by means of another button.
fn is_picked_by_button(element: ElementRef<'_>) -> bool {
    let kind = element.attribute("type").unwrap_or_default();
    element.value().name() == "input" && kind.eq_ignore_ascii_case("file")
}

/// The refresh directive of a `<meta>`.
fn refresh(element: ElementRef<'_>) -> Option<&str> {
    let kind = element.attribute("http-equiv")?;
    let refreshes = element.value().name() == "meta" && kind.trim().eq_ignore_ascii_case("refresh");
    element.attribute("content").filter(|_| refreshes)
}

impl<'a> PageView<'a> {
    /// Whether this is a template from which a program makes pages.
    pub fn is_template(&self) -> bool {
        self.page.nature.kind == PageKind::Template
    }

    /// Whether enough is known of an element for a verdict that depends on `reads`. For a page everything is, except
    /// attributes left to a program (`tabindex="{{ order }}"`).
    pub fn knows(&self, element: ElementRef<'a>, reads: Reads) -> bool {
        if !self.is_template() {
            return !self.leaves_to_program(element, reads);
        }
        let Some(known) = self
            .index
            .position(element.id())
            .and_then(|at| self.knowledge().0.get(at).copied())
        else {
            return false;
        };
        let names_only = reads.contain(Reads::NAME);
        if known.stand_in && !names_only && reads != Reads::SOURCE {
            return false;
        }
        if reads.contain(Reads::ELEMENT) && (!known.element || known.put_away) {
            return false;
        }
        if reads.contain(Reads::KEYBOARD) && (!known.keyboard || known.put_away) {
            return false;
        }
        if reads.contain(Reads::STATES) && !known.states {
            return false;
        }
        if reads.contain(Reads::ALONE) && !known.bare {
            return false;
        }
        if reads.contain(Reads::PARENT) && (!known.place || self.is_outermost_of_part(element)) {
            return false;
        }
        // Libraries show the labels of their own components themselves.
        if reads.contain(Reads::LABELS)
            && !known.stand_in
            && !(known.bare && self.has_labels_here(element))
        {
            return false;
        }
        !reads.contain(Reads::CONTENT) || self.shows_all(element)
    }

    /// Whether an element of a page has an attribute that a program fills in or binds, and on which the verdict
    /// depends.
    fn leaves_to_program(&self, element: ElementRef<'a>, reads: Reads) -> bool {
        let any_left = |element: ElementRef<'a>, names: &[&str]| {
            let left = |name: &&str| dynamic::is_left_to_program(element, name);
            names.iter().any(left)
        };
        let is_open = || any_left(element, &DECIDING_ON_PAGE) || dynamic::may_lose_tags(element);
        if reads.contain(Reads::ELEMENT) && is_open() {
            return true;
        }
        if reads.contain(Reads::STATES) && dynamic::leaves_states_to_program(element) {
            return true;
        }
        reads.contain(Reads::CONTENT)
            && (any_left(element, &NAMING)
                || self.index.descendants(element.id()).any(|inner| {
                    !self.step() || any_left(inner, &DECIDING_ON_PAGE) || any_left(inner, &NAMING)
                }))
    }

    /// The root element of a template for a whole page, whatever the program fills in. A mail has one as well, but no
    /// external style sheets, scripts or controls.
    pub fn skeleton(&self) -> Option<ElementRef<'a>> {
        let root = self.page.html.root_element();
        let written = self.is_template() && self.page.positions.contain(root.id());
        let any = |is_it: fn(ElementRef<'a>) -> bool| self.index.elements().any(is_it);
        let is_operated = |element: ElementRef<'a>| match element.value().name() {
            "script" | "nav" | "form" | "input" | "button" => true,
            "meta" => refresh(element).is_some(),
            _ => false,
        };
        let is_furnished = |element: ElementRef<'a>| match element.value().name() {
            "header" | "footer" | "main" => true,
            "link" => element.attribute("rel") == Some("stylesheet"),
            _ => false,
        };
        let is_page = written
            && (self.has_helper_of_pages()
                || any(is_operated)
                || !self.reads_as_letter()
                    && (any(is_furnished) || self.is_laid_out_for_browsers()));
        let sends_on = || {
            let mut refreshes = self.index.elements().filter_map(refresh);
            // Only a literal non-zero delay leaves the page readable.
            let waits = |content: &str| {
                content
                    .trim_start()
                    .starts_with(|ch| matches!(ch, '1'..='9'))
            };
            refreshes.any(|content| !waits(content))
        };
        // Content moved elsewhere leaves this element behind.
        let is_part = || {
            let unknown = |element| self.page.unknowns.of(element);
            let mut elements = self.index.elements();
            elements.any(|element| {
                let is_of_head = matches!(
                    element.value().name(),
                    "base" | "link" | "meta" | "script" | "style" | "title"
                );
                !is_of_head && unknown(element.id()).is_some_and(|unknown| unknown.place)
            })
        };
        (is_page && !is_part() && !sends_on()).then_some(root)
    }

    /// Whether a text of a template opens or closes a letter.
    fn reads_as_letter(&self) -> bool {
        self.index.elements().any(|element| {
            let name = element.value().name();
            if matches!(name, "script" | "style" | "html" | "head") {
                return false;
            }
            let text = text_beside_elements(element);
            letter::opens_letter(&text, name) || letter::closes_letter(&text)
        })
    }

    /// Whether a template is a page without being one of the mails, letters and printed papers, which look alike: it is
    /// fitted to screens, or has a title and leads to its neighbours, and neither its path nor its tables say otherwise.
    fn is_laid_out_for_browsers(&self) -> bool {
        let is_of_screens = |element: ElementRef<'a>| match element.value().name() {
            "meta" => element.attribute("name") == Some("viewport"),
            "link" => element
                .attribute("rel")
                .is_some_and(|rel| rel.contains("icon") || rel == "canonical" || rel == "manifest"),
            _ => false,
        };
        let has_title = || {
            let mut titles = self.index.named("title");
            titles.any(|title| role::is_html(title) && title.has_children())
        };
        // Mails know no address that theirs could be relative to.
        let leads_to_neighbour = |link: ElementRef<'a>| {
            let address = link.attribute("href").unwrap_or_default().trim();
            let is_plain = address.starts_with(|ch: char| ch.is_alphanumeric() || ch == '.');
            let is_rooted = address.starts_with('/') && !address.starts_with("//");
            (is_rooted || is_plain && !address.contains([':', '@'])) && !insert::is_insert(address)
        };
        let is_of_site = || {
            has_title()
                && (self.index.named("a").any(leads_to_neighbour) || self.is_frame_of_content())
        };
        let is_of_mail = |element: ElementRef<'a>| {
            let attributes = ["bgcolor", "cellpadding", "width", "align"];
            element.value().name() == "table"
                && attributes
                    .iter()
                    .any(|name| element.attribute(name).is_some())
                || element.value().name() == "style"
                || element
                    .attribute("src")
                    .is_some_and(|src| src.starts_with("cid:"))
        };
        !letter::names_paper(&self.page.document)
            && (self.index.elements().any(is_of_screens) || is_of_site())
            && !self.index.elements().any(is_of_mail)
    }

    /// Whether the body of a template only takes in what other templates make: the frame of all pages of a site.
    fn is_frame_of_content(&self) -> bool {
        let body = self.index.named("body").next();
        body.is_some_and(|body| {
            let text = text_beside_elements(body);
            text.contains(HOLE) && text.chars().all(|ch| ch == HOLE || ch.is_whitespace())
        })
    }

    /// Whether a template calls a helper that puts style sheets or scripts into the head of a page.
    fn has_helper_of_pages(&self) -> bool {
        const HELPERS: [&str; 12] = [
            "stylesheet_link_tag",
            "javascript_include_tag",
            "javascript_importmap_tags",
            "csrf_meta_tag",
            "@vite(",
            "@viteReactRefresh",
            "@livewireStyles",
            "vite_client_tag",
            "encore_entry_link_tags",
            "wp_head(",
            "Styles.Render(",
            "Scripts.Render(",
        ];
        let text = self.page.text.as_str();
        HELPERS.iter().any(|helper| text.contains(helper))
    }

    /// Whether a program decides the value or the existence of an attribute in a template.
    pub fn is_decided_later(&self, element: ElementRef<'a>, attribute: &str) -> bool {
        let unknown = self.page.unknowns.of(element.id());
        unknown.is_some_and(|unknown| {
            unknown.any_attribute || unknown.attributes.iter().any(|name| name == attribute)
        })
    }

    /// Whether two elements exist at the same time; always true in a page.
    pub fn meet(&self, one: ElementRef<'a>, other: ElementRef<'a>) -> bool {
        !self.is_template() || self.page.unknowns.meet(one.id(), other.id())
    }

    /// Whether an element of a template may represent anything: a component, a slot, a part in another file.
    pub fn stands_for_anything(&self, element: ElementRef<'a>) -> bool {
        let unknown = self.page.unknowns.of(element.id());
        unknown.is_some_and(|unknown| unknown.kind || unknown.content || unknown.stand_in)
    }

    /// Whether an element of a template is rendered at its place in the source.
    pub fn stands_here(&self, element: ElementRef<'a>) -> bool {
        let unknown = self.page.unknowns.of(element.id());
        !unknown.is_some_and(|unknown| unknown.place)
    }

    /// Whether the labels of a field, if any, are in this template.
    fn has_labels_here(&self, element: ElementRef<'a>) -> bool {
        !self.is_outermost_of_part(element)
            && !self
                .page
                .unknowns
                .of(element.id())
                .is_some_and(|unknown| unknown.place)
    }

    /// Whether the complete content of an element is known, and exists at the same time.
    fn shows_all(&self, element: ElementRef<'a>) -> bool {
        let own = self.page.unknowns.branch(element.id());
        let plain = |inner: ElementRef<'a>| {
            let written = inner
                .children()
                .filter_map(|child| child.value().as_text())
                .all(|text| !text.contains(HOLE));
            let unknown = self.page.unknowns.of(inner.id());
            written
                && unknown.is_none_or(|unknown| {
                    !unknown.content && !unknown.kind && unknown.branch == own
                })
        };
        plain(element)
            && self
                .index
                .descendants(element.id())
                .all(|inner| self.step() && plain(inner))
    }

    /// Whether an element may contain further elements that the template does not show; further text does not count.
    pub fn may_hold_more(&self, element: ElementRef<'a>) -> bool {
        self.is_template()
            && (self.stands_for_anything(element)
                || self
                    .index
                    .descendants(element.id())
                    .any(|inner| !self.step() || self.stands_for_anything(inner)))
    }

    /// Whether an element may contain more than the template shows.
    pub fn has_open_content(&self, element: ElementRef<'a>) -> bool {
        let open = |inner: ElementRef<'a>| {
            let unknown = self.page.unknowns.of(inner.id());
            unknown.is_some_and(|unknown| unknown.content || unknown.kind || unknown.stand_in)
                || inner
                    .children()
                    .any(|child| matches!(child.value(), Node::Text(text) if text.contains(HOLE)))
        };
        self.is_template()
            && (open(element)
                || self
                    .index
                    .descendants(element.id())
                    .any(|inner| !self.step() || open(inner)))
    }
}

/// The texts of an element without those of its elements; line breaks are kept.
fn text_beside_elements(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(part) if part.name() == "br" => text.push('\n'),
            _ => text.push(' '),
        }
    }
    text
}
