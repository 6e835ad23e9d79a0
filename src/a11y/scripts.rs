//! The scripts of a page: what they name, change and write.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use foldhash::HashMap;
use scraper::ElementRef;

use super::script_touch::{Touch, Writes};
use super::{Index, script_markup, script_title, script_use, sign};
use crate::model::{Attributes, LinkedScript};

/// Whether a text contains a name, in upper or lower case, as a word or as whole words of one: `slimScroll` is in
/// `slimScrollDiv`, `iscroll` is not in `multiscroll`.
pub fn has_name(text: &str, name: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let mut places = lower.match_indices(&name);
    places.any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut behind = text[at..].chars();
        let is_capital = behind.next().is_some_and(char::is_uppercase);
        let begins = before
            .is_none_or(|before| !before.is_alphanumeric() || is_capital && before.is_lowercase());
        let next = text[at + name.len()..].chars().next();
        begins && !next.is_some_and(char::is_lowercase)
    })
}

/// The scripts of a page.
#[derive(Debug, Default)]
pub struct Scripts {
    /// Text of the inline scripts.
    text: String,
    /// Whether scripts are loaded from elsewhere.
    pub external: bool,
    /// By attribute: whether a script changes it. Cached, because scripts are long and many elements ask.
    changed: RefCell<HashMap<String, bool>>,
    /// By name: whether a script contains it.
    named: RefCell<HashMap<String, bool>>,
    touches: OnceCell<Vec<Touch>>,
    /// Linked scripts at hand.
    linked: Vec<Arc<LinkedScript>>,
    written: OnceCell<Vec<String>>,
}

impl Scripts {
    /// Collects the scripts of a page. `linked`: those it links to and that are at hand.
    pub fn new(index: &Index<'_>, linked: &[Arc<LinkedScript>]) -> Self {
        let mut scripts = Self {
            linked: linked.to_vec(),
            ..Self::default()
        };
        for element in index.elements() {
            if element.value().name() != "script" || !is_program(element) {
                continue;
            }
            if element.attribute("src").is_some() {
                scripts.external = true;
            } else {
                scripts.text.extend(element.text());
                scripts.text.push('\n');
            }
        }
        scripts
    }

    /// Text of the inline scripts.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is any script.
    pub fn any(&self) -> bool {
        self.external || !self.text.trim().is_empty()
    }

    /// Whether an inline script contains a text.
    pub fn mention(&self, text: &str) -> bool {
        !text.is_empty() && self.text.contains(text)
    }

    /// Whether an inline script contains a name, see [`has_name`].
    pub fn name(&self, name: &str) -> bool {
        if let Some(named) = self.named.borrow().get(name) {
            return *named;
        }
        let named = has_name(&self.text, name);
        self.named.borrow_mut().insert(name.to_owned(), named);
        named
    }

    /// Whether an inline script connects labels with fields.
    pub fn connect_labels(&self) -> bool {
        const WAYS: [&str; 5] = [".htmlFor =", ".htmlFor=", "(\"for\"", "('for'", "(`for`"];
        WAYS.iter().any(|way| self.text.contains(way))
    }

    /// Whether a script of the page sets its title.
    pub fn set_title(&self) -> bool {
        let mut linked = self.linked.iter();
        script_title::sets_title(&self.text)
            || linked.any(|script| script_title::sets_title(&script.text))
    }

    /// Markup that inline scripts write into the page as it is.
    pub fn written_markup(&self) -> &[String] {
        self.written
            .get_or_init(|| script_markup::written_markup(&self.text))
    }

    /// Whether an inline script sets or removes an attribute.
    pub fn change_attribute(&self, name: &str) -> bool {
        if let Some(changed) = self.changed.borrow().get(name) {
            return *changed;
        }
        let changed = self.find_change(name);
        self.changed.borrow_mut().insert(name.to_owned(), changed);
        changed
    }

    fn find_change(&self, name: &str) -> bool {
        const WAYS: [&str; 6] = [
            "setAttribute",
            "removeAttribute",
            "toggleAttribute",
            ".attribute(",
            ".removeAttr(",
            ".dataset",
        ];
        // The property for `aria-label` is `ariaLabel`.
        let property: String =
            name.split('-')
                .enumerate()
                .fold(String::new(), |mut all, (at, part)| {
                    match (at, part.chars().next()) {
                        (1.., Some(first)) => {
                            all.extend(first.to_uppercase());
                            all.push_str(&part[first.len_utf8()..]);
                        }
                        _ => all.push_str(part),
                    }
                    all
                });
        (self.mention(name) && WAYS.iter().any(|way| self.mention(way)))
            || (name.contains('-') && self.mention(&format!(".{property}")))
            || (name == "tabindex" && self.mention(".tabIndex"))
    }

    /// The operations of the scripts on elements they find.
    fn touches(&self) -> &[Touch] {
        self.touches.get_or_init(|| Touch::all(&self.text))
    }

    /// Whether a script of the page finds an element and writes this kind of data.
    pub fn write(&self, element: ElementRef<'_>, what: Writes) -> bool {
        let mut touches = self.touches().iter();
        let mut linked = self.linked.iter();
        touches.any(|touch| touch.changes(element, what))
            || linked.any(|script| {
                let touches = script.derived(Touch::all);
                // Linked scripts serve many pages: what they do to all buttons, they do where it fits.
                let mut touches = touches.iter();
                touches.any(|touch| touch.changes(element, what) && touch.means(element))
            })
    }

    /// The code with which inline scripts operate on an element, if they write this kind of data.
    pub fn deeds<'s>(
        &'s self,
        element: ElementRef<'s>,
        what: Writes,
    ) -> impl Iterator<Item = &'s str> {
        let touches = self.touches().iter();
        let concerned = touches.filter(move |touch| touch.changes(element, what));
        concerned.map(Touch::deed)
    }

    /// Whether a script may find an element by its id.
    pub fn may_find(&self, element: ElementRef<'_>) -> bool {
        let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) else {
            return false;
        };
        self.external || self.mention(id)
    }

    /// Whether a script may give an element a text or a name: an inline script does more with its id than handle events
    /// or toggle, or an external script may fill it while it is empty. An element that shows an icon gets no text.
    pub fn may_fill(&self, element: ElementRef<'_>) -> bool {
        let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) else {
            return false;
        };
        (self.external && sign::is_bare(element)) || script_use::may_write(&self.text, id)
    }
}

/// Whether a `<script>` contains a program instead of data.
pub(super) fn is_program(script: ElementRef<'_>) -> bool {
    let kind = script.attribute("type").unwrap_or_default().trim();
    kind.is_empty()
        || kind.eq_ignore_ascii_case("module")
        || kind.to_ascii_lowercase().contains("javascript")
        || kind.to_ascii_lowercase().contains("ecmascript")
}
