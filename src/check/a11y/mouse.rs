//! What reacts to a click can be reached and is announced: `click-for-all`, `widget-in-tab-order`.

use foldhash::HashSet;

use crate::model::Attributes;

use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, Writes, dynamic, focus, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern, without_params};
use crate::model::PageKind;
use crate::outcome::{Doubt, Grounds};

/// What has a handler for clicks takes the focus, or something in it does.
pub const CLICK: CheckKind = CheckKind {
    name: "click-for-all",
    facts: &["element", "text", "count"],
    variants: &[],
    build: |table| {
        let click = Clicks::new(params(table)?)?;
        Ok(once_per_page(click))
    },
};

/// What calls itself a control takes the focus.
pub const WIDGET: CheckKind = CheckKind {
    name: "widget-in-tab-order",
    facts: &["element", "role"],
    variants: &[],
    build: |table| {
        let widget: WidgetInTabOrder = params(table)?;
        Ok(elements(widget))
    },
};

/// What takes the focus is there to be operated, or to be scrolled.
pub const FOCUS: CheckKind = CheckKind {
    name: "focus-on-controls",
    facts: &["element", "text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(FocusOnControls)),
};

/// What is made by hand to be clicked and to take the focus says what it is.
pub const ROLE: CheckKind = CheckKind {
    name: "control-role",
    facts: &["element", "text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(ControlRole)),
};

struct ControlRole;

impl Survey for ControlRole {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let made = page.index.elements().filter(|element| {
            role::is_html(*element)
                && element.attribute("onclick").is_some_and(does_something)
                && focus::tabindex(*element).is_some_and(|value| value >= 0)
                && !page.exposed(*element).is_no()
        });
        made.map(|element| judge_role(page, element)).collect()
    }
}

/// Judges an element that reacts to clicks and takes the focus. Rows, cells and items keep the role that makes the
/// whole a table or a list, and what holds controls may only hand on to them.
fn judge_role<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> Occurrence {
    const PLAIN: [&str; 8] = ["div", "span", "p", "i", "b", "em", "strong", "font"];
    let states_role =
        element.attribute("role").is_some() || element.attribute("contenteditable").is_some();
    let holds_control = page
        .index
        .descendants(element.id())
        .any(|inner| focus::takes_focus(&page.index, inner) || dynamic::is_foreign(inner));
    let plain = PLAIN.contains(&element.value().name()) && !dynamic::is_foreign(element);
    if !plain || states_role || holds_control {
        return Occurrence::fine(element.id());
    }
    if page.is_decided_later(element, "role") {
        return Occurrence::open(element.id());
    }
    let text: String = element.text().take(20).collect();
    let grounds = element_grounds(element).with("text", shown(&text));
    let may_change = match page.is_template() {
        true => page.may_hold_more(element),
        false => {
            let scripts = page.scripts();
            dynamic::is_bound(element)
                || dynamic::is_hook_of_script(element)
                || scripts.external
                || scripts.mention("role")
        }
    };
    match page.exposed(element).is_yes() && !may_change {
        true => Occurrence::wrong(element.id(), grounds),
        false => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
    }
}

struct FocusOnControls;

impl Survey for FocusOnControls {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let ordered = page.index.elements().filter(|element| {
            role::is_html(*element)
                && focus::tabindex(*element).is_some_and(|value| value >= 0)
                && !page.exposed(*element).is_no()
        });
        ordered
            .map(|element| {
                if !is_mere_text(element) || is_cell_of_grid(element) {
                    return Occurrence::fine(element.id());
                }
                if !page.exposed(element).is_yes() {
                    return Occurrence::open(element.id());
                }
                let text: String = element.text().take(20).collect();
                let grounds = element_grounds(element).with("text", shown(&text));
                match page.runs_program() {
                    false => Occurrence::wrong(element.id(), grounds),
                    // What a script finds, it may well make a control of.
                    true if is_known_to_script(page, element) => Occurrence::open(element.id()),
                    true => Occurrence::asked(element.id(), Doubt::NeedsPerson, grounds),
                }
            })
            .collect()
    }
}

/// Whether an element in the tab order is a mere text, without a role and without a handler.
fn is_mere_text(element: ElementRef<'_>) -> bool {
    const TEXTS: [&str; 13] = [
        "p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "strong", "em", "img",
    ];
    let handled = element
        .value()
        .attrs()
        .any(|(name, _)| dynamic::is_handler(name) || name == "contenteditable" || name == "role");
    TEXTS.contains(&element.value().name()) && !handled
}

/// Whether an element is a cell of a table that is operated: its grid sends the focus from cell to cell.
fn is_cell_of_grid(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    element.value().name() == "td"
        && around
            .find(|around| around.value().name() == "table")
            .and_then(role::explicit)
            .is_some_and(|role| matches!(role.name, "grid" | "treegrid"))
}

/// Whether anything by which scripts find an element, or one around it, says that one does: an id, a class of theirs, an
/// attribute that is no text. Then people would have to try what it does.
fn is_known_to_script(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let marked = element
        .value()
        .attrs()
        .any(|(name, _)| name.starts_with("data-") || name.starts_with("aria-") || name == "title");
    marked
        || dynamic::is_bound(element)
        || dynamic::is_hook_of_script(element)
        || dynamic::belongs_to_library(element)
        || page.scripts().may_find(element)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClickForAll {
    /// Attributes by which a library makes an element react to clicks, and to nothing else.
    attributes: Vec<String>,
    /// Values of these attributes that it knows.
    values: Vec<String>,
    /// Frameworks whose components say all of a control that they make by hand.
    in_browsers: Vec<String>,
    /// Attributes by which frameworks hear clicks; modifiers may follow.
    handlers: Vec<String>,
    /// Modifiers of clicks that are not meant for the element.
    elsewhere: Vec<String>,
    /// Attributes that may name a click among other events.
    listeners: Vec<Listener>,
    /// Attributes that send a request on a click.
    requests: Vec<String>,
    /// The attribute that names another event for them.
    trigger: String,
    /// Attributes by which frameworks give a link its address.
    addresses: Vec<String>,
    /// Words in the names of components that are operated themselves, so that the click of what they show is theirs.
    operated: Vec<String>,
}

/// An attribute that may name a click.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listener {
    attribute: String,
    /// Regular expression of values that do.
    value: String,
}

/// What a click on an element does.
#[derive(Clone, Copy)]
struct Reaction<'a> {
    handler: &'a str,
    /// Whether a library of widgets does it: then the element is there to be seen.
    of_library: bool,
}

/// What makes elements react to clicks.
struct Clicks {
    params: ClickForAll,
    /// Attributes that may name a click, with the values that do.
    listeners: Vec<(String, Regex)>,
}

impl Clicks {
    fn new(params: ClickForAll) -> Result<Self, Vec<String>> {
        let compiled = params.listeners.iter().map(|listener| {
            let value = pattern(&listener.value)?;
            Ok((listener.attribute.clone(), value))
        });
        let listeners = compiled.collect::<Result<_, Vec<String>>>()?;
        Ok(Self { params, listeners })
    }

    /// What an element does on a click: its handler, or what a library does for it.
    fn reaction<'a>(&self, element: ElementRef<'a>) -> Option<Reaction<'a>> {
        let handler = self.own_handler(element);
        let handler = handler.map(str::trim).filter(|own| does_something(own));
        if let Some(handler) = handler {
            return Some(Reaction {
                handler,
                of_library: false,
            });
        }
        let names = self.params.attributes.iter();
        let mut values = names.filter_map(|name| element.attribute(name));
        let handler = values.find(|value| self.params.values.iter().any(|known| known == value))?;
        Some(Reaction {
            handler,
            of_library: true,
        })
    }

    /// The handler of clicks that an element has itself.
    fn own_handler<'a>(&self, element: ElementRef<'a>) -> Option<&'a str> {
        if let Some(handler) = element.attribute("onclick") {
            return Some(handler);
        }
        let hears = |name: &str, value: &str| {
            let of_framework = self.params.handlers.iter().any(|handler| {
                name.strip_prefix(handler.as_str()).is_some_and(|rest| {
                    let mut modifiers = rest.trim_end_matches(')').split('.');
                    modifiers.next() == Some("")
                        && modifiers.all(|modifier| {
                            self.params.elsewhere.iter().all(|known| known != modifier)
                        })
                })
            });
            let named =
                |(attribute, values): &(String, Regex)| attribute == name && values.is_match(value);
            of_framework || self.listeners.iter().any(named) || self.requests(element, name)
        };
        let mut attributes = element.value().attrs();
        attributes.find_map(|(name, value)| hears(name, value).then_some(value))
    }

    /// Whether a framework gives a link its address, so that it takes the focus.
    fn gets_address(&self, element: ElementRef<'_>) -> bool {
        let mut names = self.params.addresses.iter();
        element.value().name() == "a"
            && (dynamic::is_left_to_program(element, "href")
                || names.any(|name| element.attribute(name).is_some()))
    }

    /// Whether an attribute sends a request when its element is clicked.
    fn requests(&self, element: ElementRef<'_>, name: &str) -> bool {
        self.params.requests.iter().any(|request| request == name)
            && element
                .attribute(&self.params.trigger)
                .is_none_or(|trigger| trigger.contains("click"))
    }
}

impl Survey for Clicks {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::SOURCE)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut reachable = Reachable::new(page, self);
        let clicked = page.index.elements().filter_map(|element| {
            let reaction = self.reaction(element)?;
            let is_drawing = element.value().name() == "svg";
            let speaks = (role::is_html(element) || is_drawing)
                && !dynamic::is_foreign(element)
                && !self.gets_address(element)
                && !page.exposed(element).is_no()
                && !focus::is_disabled(element);
            speaks.then_some((element, reaction))
        });
        clicked
            .filter_map(|(element, reaction)| reachable.judge(page, element, reaction))
            .collect()
    }
}

/// Whether a handler is more than one that stops an event.
fn does_something(handler: &str) -> bool {
    const NOTHING: [&str; 7] = [
        "returnfalse",
        "returntrue",
        "void(0)",
        "javascript:void(0)",
        "event.stoppropagation()",
        "event.preventdefault()",
        "",
    ];
    // Of an arrow function, what it does counts: `(e) => e.stopPropagation()`.
    let (before, body) = handler.split_once("=>").unwrap_or(("", handler));
    let event = before.trim().trim_matches(['(', ')']).trim();
    let body = body.trim().trim_matches(['{', '}']);
    let is_event = |name: &str| matches!(name, "$event" | "event") || name == event;
    let body = match body.trim().split_once('.') {
        Some((name, call)) if is_event(name) => format!("event.{call}"),
        _ => body.to_owned(),
    };
    let bare: String = body
        .chars()
        .filter(|ch| !ch.is_whitespace() && *ch != ';')
        .flat_map(char::to_lowercase)
        .collect();
    !NOTHING.contains(&bare.as_str())
}

/// What can be reached without a mouse.
struct Reachable<'r, 'a> {
    /// Handlers of elements that take the focus.
    handlers: HashSet<&'a str>,
    clicks: &'r Clicks,
    /// Those of them that the enter key triggers, too.
    native_handlers: HashSet<&'a str>,
    /// By position: how many elements before it take the focus.
    before: Vec<usize>,
}

impl<'r, 'a> Reachable<'r, 'a> {
    fn new(page: &PageView<'a>, clicks: &'r Clicks) -> Self {
        let mut reachable = Self {
            clicks,
            handlers: HashSet::default(),
            native_handlers: HashSet::default(),
            before: vec![0],
        };
        let mut count = 0;
        for element in page.index.elements() {
            let takes = focus::takes_focus(&page.index, element);
            count += usize::from(takes);
            reachable.before.push(count);
            let handler = || clicks.own_handler(element);
            if let Some(handler) = takes.then(handler).flatten() {
                reachable.handlers.insert(handler.trim());
                if focus::takes_focus_by_itself(&page.index, element) {
                    reachable.native_handlers.insert(handler.trim());
                }
            }
        }
        reachable
    }

    /// Whether an element, or one inside of it, takes the focus.
    fn holds(&self, page: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let range = page.index.range(element.id());
        let at = |position: usize| self.before.get(position).copied().unwrap_or_default();
        at(range.end) > at(range.start)
    }

    /// Whether an element that calls itself a button or the like takes the focus, and nothing that is written on the page
    /// has a key trigger what a click does: browsers do that for elements of theirs alone.
    fn is_deaf_to_keys(&self, page: &PageView<'a>, element: ElementRef<'a>, handler: &str) -> bool {
        const TRIGGERED: [&str; 5] = ["button", "link", "checkbox", "switch", "radio"];
        let is_made = role::explicit(element).is_some_and(|role| TRIGGERED.contains(&role.name))
            && focus::tabindex(element).is_some_and(|value| value >= 0)
            && !focus::takes_focus_by_itself(&page.index, element)
            && !dynamic::is_foreign(element);
        if !is_made || dynamic::is_bound(element) || !page.exposed(element).is_yes() {
            return false;
        }
        let range = page.index.range(element.id());
        let at = |position: usize| self.before.get(position).copied().unwrap_or_default();
        let alone = at(range.end) == at(range.start) + 1;
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        let is_known = match page.is_template() {
            true => {
                is_whole_in_component(page, element, &self.clicks.params.in_browsers)
                    && self.is_known_in_template(page, element, handler)
                    && page.knows(element, Reads::ALONE)
            }
            // A part has its scripts from the page it is put into.
            false => {
                page.page.nature.kind == PageKind::Whole
                    && !page.scripts().external
                    && !page.scripts().mention("key")
            }
        };
        alone
            && is_known
            && !hears_keys(element)
            && !around.any(hears_keys)
            && !self.native_handlers.contains(handler)
    }

    /// Whether all that decides over the keyboard is here: the element itself, what is around it, and what may stand in
    /// it. The outermost element of a part may only hand on what the page around it does, and a component that is
    /// operated itself hears the keys for all that it shows.
    fn is_known_in_template(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        handler: &str,
    ) -> bool {
        /// Ways to hand on a click to whoever uses the part.
        const HANDED_ON: [&str; 5] = ["emit", "dispatch", "props.", "onClick", "onclick"];
        let hands_on = HANDED_ON.iter().any(|word| handler.contains(word));
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        let is_operated = |component: ElementRef<'a>| {
            let name = component.value().name();
            let operated = || {
                self.clicks
                    .params
                    .operated
                    .iter()
                    .any(|word| name.contains(word))
            };
            page.stands_for_anything(component) && operated()
        };
        let reacts_elsewhere = page.is_outermost_of_part(element) && hands_on;
        page.knows(element, Reads::KEYBOARD)
            && !page.may_hold_more(element)
            && !reacts_elsewhere
            && !around.any(is_operated)
    }

    fn judge(
        &mut self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        reaction: Reaction<'a>,
    ) -> Option<Occurrence> {
        let handler = reaction.handler;
        // Those hear the clicks of what is in them.
        const AROUND: [&str; 9] = [
            "html", "body", "form", "label", "dialog", "main", "fieldset", "table", "tbody",
        ];
        if AROUND.contains(&element.value().name()) {
            return None;
        }
        let fine = Some(Occurrence::fine(element.id()));
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        let control =
            around.find(|around| focus::takes_focus(&page.index, *around) || is_label(*around));
        let one_of_several = control.is_some_and(|control| does_nothing_for_many(page, control));
        let in_control = control.is_some() && !one_of_several;
        if !in_control && self.is_deaf_to_keys(page, element, handler) {
            let text: String = element.text().take(20).collect();
            let grounds = element_grounds(element).with("text", shown(&text));
            return Some(Occurrence::wrong(element.id(), grounds));
        }
        if self.holds(page, element) || in_control || self.handlers.contains(handler) {
            return fine;
        }
        let hears_keys = hears_keys(element);
        let text: String = element.text().take(20).collect();
        // What covers the page closes with a click beside it; what is clicked there has a key of its own.
        let pictured = match element.value().name() {
            // The sign of an icon font.
            "i" => element.value().classes().next().is_some(),
            _ => dynamic::shows_sign(element),
        };
        let is_seen = !text.trim().is_empty() || pictured || one_of_several || reaction.of_library;
        if !is_seen || hears_keys {
            return fine;
        }
        let grounds = element_grounds(element).with("text", shown(&text));
        let may_change = dynamic::is_bound_beyond_telling(element)
            || page.scripts().change_attribute("tabindex")
            || page.scripts().write(element, Writes::KEYBOARD)
            || page.is_template() && !self.is_known_in_template(page, element, handler);
        Some(match page.exposed(element).is_yes() && !may_change {
            true => Occurrence::wrong(element.id(), grounds),
            false => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
        })
    }
}

/// Whether an element has a handler for keys: `onkeydown`, `@keyup.enter`, `data-action="keydown->menu#open"`.
fn hears_keys(element: ElementRef<'_>) -> bool {
    const KEYS: [&str; 3] = ["keydown", "keyup", "keypress"];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        let says = |text: &str| KEYS.iter().any(|key| text.contains(key));
        says(name) || !name.starts_with("on") && says(value)
    })
}

/// Whether a link leads nowhere and several things in it react to clicks, each in its own way: the enter key on the link
/// reaches none of them.
fn does_nothing_for_many(page: &PageView<'_>, control: ElementRef<'_>) -> bool {
    let leads = control.attribute("href").is_some_and(|href| {
        let href = href.trim().trim_end_matches(';').to_ascii_lowercase();
        !matches!(
            href.as_str(),
            "" | "#" | "javascript:" | "javascript:void(0)"
        )
    });
    let is_idle = control.value().name() == "a" && !leads && control.attribute("onclick").is_none();
    let reacting = page.index.descendants(control.id()).filter(|inner| {
        let handler = inner.attribute("onclick");
        handler.is_some_and(does_something)
    });
    is_idle && reacting.take(2).count() > 1
}

fn is_label(element: ElementRef<'_>) -> bool {
    element.value().name() == "label"
}

/// Controls that take the focus themselves; parts of lists, menus and grids may leave it to the whole.
const WIDGETS: [&str; 10] = [
    "button",
    "checkbox",
    "combobox",
    "link",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
    "listbox",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WidgetInTabOrder {
    /// Frameworks whose components run in the browser and say there what an element reacts to.
    in_browsers: Vec<String>,
}

impl ElementCheck for WidgetInTabOrder {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let widget = role::explicit(element).is_some_and(|role| WIDGETS.contains(&role.name));
        let off = element.attribute("aria-disabled") == Some("true")
            || focus::is_disabled(element)
            || !view.takes_input(element);
        if !widget || off {
            return Truth::No;
        }
        view.exposed(element)
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let role = role::explicit(element).map_or("", |role| role.name);
        let grounds = element_grounds(element).with("role", role);
        if focus::takes_focus(&view.index, element) {
            return (Truth::Yes, grounds);
        }
        // What stands in a control is operated with it, and a box around a field leaves the focus to the field.
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let in_control = around
            .take_while(|around| around.value().name() != "body")
            .any(|around| focus::takes_focus(&view.index, around));
        let holds = view
            .index
            .descendants(element.id())
            .any(|inner| focus::takes_focus(&view.index, inner));
        if in_control || holds || is_list_of_field(view, element) {
            return (Truth::Yes, grounds);
        }
        let by_script = match view.is_template() {
            true => !is_whole_in_component(view, element, &self.in_browsers),
            false => view.scripts().external || view.scripts().change_attribute("tabindex"),
        };
        let may_change = dynamic::is_bound(element)
            || dynamic::is_foreign(element)
            || dynamic::is_hook_of_script(element)
            || by_script;
        let fine = match may_change {
            true => Truth::Unknown,
            false => Truth::No,
        };
        (fine, grounds)
    }
}

/// Whether an element is the list of a field that keeps the focus while a choice is made in it (ARIA Authoring
/// Practices, "Combobox Pattern").
fn is_list_of_field(view: &PageView<'_>, list: ElementRef<'_>) -> bool {
    role::explicit(list).is_some_and(|role| role.name == "listbox")
        && list
            .attribute("id")
            .is_some_and(|id| view.is_operated_from_elsewhere(id))
}

/// Whether a component of a framework in the browser says all of a control that it makes by hand: it reacts to clicks
/// here. No script finds its elements otherwise. `in_browsers`: the frameworks.
fn is_whole_in_component<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    in_browsers: &[String],
) -> bool {
    let clicked = element.attribute("onclick").is_some_and(does_something);
    clicked && in_browsers.contains(&view.page.nature.because) && !view.may_hold_more(element)
}
