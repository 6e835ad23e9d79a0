//! Content hidden until a person opens it: dialogs, collapsed panels, menus, tab panels. Such content is judged in the
//! opened state.

use foldhash::HashSet;
use scraper::ElementRef;

use super::script_program::Program;
use super::scripts::Scripts;
use super::{Index, Truth, dynamic, role, script_show, script_use};
use crate::model::{Attributes, HOLE};

/// The state in which a page is examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageState {
    /// As shown initially.
    AsShown,
    /// With everything open that people can open.
    Opened,
}

/// The openers in a page or a part of one.
#[derive(Default)]
pub struct Openings<'a> {
    /// Ids named by openers.
    ids: HashSet<&'a str>,
    /// Classes named by openers.
    classes: HashSet<&'a str>,
    /// Scripts of the page, and handlers of operable elements.
    programs: Vec<Program<'a>>,
    /// Words in them.
    words: HashSet<&'a str>,
    /// Whether there are external scripts.
    program_elsewhere: bool,
    /// Whether it is a part of a page, so that openers may be in another part.
    is_part: bool,
}

/// Attributes that hold the ids of the elements they control.
const OF_IDS: [&str; 3] = ["aria-controls", "popovertarget", "commandfor"];

/// Words in names of `data-` attributes that hold the id of the element to open.
const OPENING: [&str; 12] = [
    "collapse", "controls", "dialog", "drawer", "dropdown", "modal", "open", "panel", "popup",
    "target", "toggle", "trigger",
];

/// Roles only of elements that are to be opened.
const OPENED_ROLES: [&str; 3] = ["dialog", "alertdialog", "tabpanel"];

/// Classes by which libraries mark elements to open.
const OPENED_CLASSES: [&str; 3] = ["modal", "offcanvas", "tab-pane"];

impl<'a> Openings<'a> {
    /// Collects the openers. `is_part`: whether the rest of the page is elsewhere.
    pub fn new(index: &Index<'a>, scripts: &'a Scripts, is_part: bool) -> Self {
        let mut openings = Self {
            program_elsewhere: scripts.external,
            is_part,
            ..Self::default()
        };
        openings.add_program(scripts.text());
        for element in index.elements() {
            if matches!(element.value().name(), "script" | "use") {
                continue;
            }
            for (name, value) in element.value().attrs() {
                openings.add(element, name, value);
            }
        }
        openings
    }

    fn add_program(&mut self, text: &'a str) {
        let program = Program::new(text);
        self.words.extend(program.words());
        self.programs.push(program);
    }

    fn add(&mut self, element: ElementRef<'a>, name: &'a str, value: &'a str) {
        if dynamic::is_handler(name) {
            self.add_program(value);
        } else if OF_IDS.contains(&name) {
            self.ids.extend(value.split_ascii_whitespace());
        } else if name == "href" && role::is_html(element) {
            // An anchor that leads to itself opens nothing.
            let id = value.trim().strip_prefix('#');
            self.ids
                .extend(id.filter(|id| element.attribute("id") != Some(id)));
        } else if let Some(own) = name.strip_prefix("data-") {
            let value = value.trim();
            if let Some(id) = value.strip_prefix('#') {
                self.ids.insert(id);
            } else if let Some(class) = value.strip_prefix('.') {
                self.classes.insert(class);
            } else if own.split('-').any(|part| OPENING.contains(&part)) {
                self.ids.insert(value);
            }
        }
    }

    /// Whether a hidden element can be opened.
    pub fn open(&self, element: ElementRef<'a>) -> Truth {
        if self.is_named(element)
            || follows_opener(element)
            || stands_in_details(element)
            || dynamic::is_toggled(element)
        {
            return Truth::Yes;
        }
        let id = element.attribute("id").unwrap_or_default().trim();
        let known = !id.is_empty() && !id.contains(HOLE);
        let mentioned = known && self.words.contains(id);
        let mut programs = self.programs.iter().filter(|_| mentioned);
        if programs
            .clone()
            .any(|program| script_show::surely_shows(program, id))
        {
            return Truth::Yes;
        }
        // In a part, the rest of the page may open elements that are meant to be opened.
        let is_there_to_be_opened = is_there_to_be_opened(element);
        if is_there_to_be_opened && self.is_part {
            return Truth::Yes;
        }
        let may_be_opened = (known || is_there_to_be_opened) && self.program_elsewhere
            || programs.any(|program| script_use::names(program, id));
        match may_be_opened {
            true => Truth::Unknown,
            false => Truth::No,
        }
    }

    fn is_named(&self, element: ElementRef<'a>) -> bool {
        let by_id = element
            .attribute("id")
            .is_some_and(|id| !id.contains(HOLE) && self.ids.contains(id));
        let mut classes = element.value().classes();
        by_id || classes.any(|class| self.classes.contains(class))
    }
}

/// Whether an element directly follows an opener.
fn follows_opener(element: ElementRef<'_>) -> bool {
    let before = element.prev_siblings().find_map(ElementRef::wrap);
    before.is_some_and(|before| {
        let has_popup = || {
            let popup = before.attribute("aria-haspopup");
            popup.is_some_and(|value| value != "false")
        };
        // An opener with `aria-controls` opens only the elements it names.
        before.attribute("aria-controls").is_none()
            && (before.attribute("aria-expanded").is_some() || has_popup())
    })
}

/// Whether an element is shown once its parent `<details>` is opened.
fn stands_in_details(element: ElementRef<'_>) -> bool {
    let around = element.parent().and_then(ElementRef::wrap);
    around.is_some_and(|around| {
        around.value().name() == "details" && around.attribute("open").is_none()
    })
}

/// Whether an element is marked as shown on demand.
pub(super) fn is_there_to_be_opened(element: ElementRef<'_>) -> bool {
    let by_role = role::explicit(element).is_some_and(|role| OPENED_ROLES.contains(&role.name));
    by_role
        || element.value().name() == "dialog"
        || element.attribute("popover").is_some()
        || element
            .value()
            .classes()
            .any(|class| OPENED_CLASSES.contains(&class))
}

#[cfg(test)]
mod tests {
    use crate::a11y::Truth;
    use crate::a11y::test::with_view;

    /// Whether the content of the element `#in` is exposed once it is opened.
    fn once_open(body: &str) -> Truth {
        let page = format!("<!DOCTYPE html><html><body>{body}</body></html>");
        with_view(&page, |view| {
            let inside = view.index.by_id("in").expect("an element");
            assert!(!view.exposed(inside).is_yes(), "{body}");
            view.exposed_once_open(inside)
        })
    }

    #[test]
    fn what_something_opens_is_told_some_time() {
        for body in [
            "<a href='#oar'>o</a><div id=oar hidden><p id=in>",
            "<b data-bs-target='.oar'>o</b><div class=oar style='display:none'><p id=in>",
            "<button commandfor=oar>o</button><dialog id=oar><p id=in></dialog>",
            "<button onclick='zeige(\"oar\")'>o</button><div id=oar hidden><p id=in>",
            "<div id=oar hidden><p id=in></div><script>$('#oar').fadeIn()</script>",
            "<button aria-expanded=false>o</button><ul hidden><li id=in></ul>",
            "<details><summary>o</summary><p id=in></details>",
            "<div v-if=oar><p id=in>",
            "<a href='#oar'>o</a><div id=oar class=modal aria-hidden=true><p id=in>",
            "<details><summary>o</summary><dialog id=oar><p id=in></dialog></details><i data-open=oar>o</i>",
        ] {
            assert_eq!(once_open(body), Truth::Yes, "{body}");
        }
    }

    #[test]
    fn what_nothing_opens_is_not() {
        for body in [
            "<div hidden><p id=in>",
            "<a href='#oar'>o</a><div id=oar><p hidden id=in>",
            "<svg><use href='#oar'/></svg><div id=oar hidden><p id=in>",
            "<div id=oar hidden><p id=in></div><script>$('#oar').remove()</script>",
            "<dialog id=oar><p id=in></dialog>",
            "<a aria-haspopup=true aria-expanded=false>o</a><b aria-hidden=true><i id=in></i></b>",
            "<a id=oar href='#oar' aria-hidden=true><i id=in></i></a>",
            "<a href='#oar'>o</a><div id=oar aria-hidden=true><p id=in></div>",
            "<button onclick='hide(\"oar\")'>o</button><div id=oar hidden><p id=in>",
            "<div id=oar style='display:none'><p id=in></div><script>$('#oar').css('display', 'none')</script>",
        ] {
            assert!(!once_open(body).is_yes(), "{body}");
        }
    }
}
