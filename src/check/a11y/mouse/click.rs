//! `click-for-all`: an element with a click handler is focusable or contains a focusable element.

use foldhash::HashSet;
use regex::Regex;
use scraper::ElementRef;
use serde::Deserialize;

use super::inside::{does_the_same, may_show_more};
use super::{does_something, is_whole_in_component};
use crate::a11y::{PageView, Reads, Writes, dynamic, focus, role, sign};
use crate::check::CheckKind;
use crate::check::a11y::element_grounds;
use crate::check::a11y::occurrence::{Occurrence, Survey, once_per_page};
use crate::check::a11y::text::shown;
use crate::check::generic::{params, pattern};
use crate::model::{Attributes, HOLE, PageKind};
use crate::outcome::Doubt;

/// An element with a click handler is focusable or contains a focusable element.
pub const KIND: CheckKind = CheckKind {
    name: "click-for-all",
    facts: &["element", "text", "count"],
    variants: &["beside"],
    build: |table| {
        let click = Clicks::new(params(table)?)?;
        Ok(once_per_page(click))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ClickForAll {
    /// Attributes by which a library makes an element react only to clicks.
    attributes: Vec<String>,
    /// Values of these attributes that the library knows.
    values: Vec<String>,
    /// Frameworks whose components completely describe their hand-made controls.
    in_browsers: Vec<String>,
    /// Attributes of frameworks for click handlers; modifiers may follow.
    handlers: Vec<String>,
    /// Modifiers for clicks outside the element.
    elsewhere: Vec<String>,
    /// Attributes that may name a click among other events.
    listeners: Vec<Listener>,
    /// Attributes that send a request on a click.
    requests: Vec<String>,
    /// The attribute that names another event for these requests.
    trigger: String,
    /// Attributes by which frameworks set the address of a link.
    addresses: Vec<String>,
    /// Words in the names of operable components, to which clicks on their content belong.
    operated: Vec<String>,
    /// Words in the classes of elements that a style sheet draws as something to click.
    signs: Vec<String>,
}

/// An attribute that may name a click.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listener {
    attribute: String,
    /// Regular expression of the values that name a click.
    value: String,
}

/// The effect of a click on an element.
#[derive(Clone, Copy)]
struct Reaction<'a> {
    handler: &'a str,
    /// Whether a widget library causes it: then the element is meant to be visible.
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

    /// The effect of a click on an element: its handler, or the behaviour of a library.
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

    /// The click handler of the element itself.
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

    /// Whether a framework sets the address of a link, which makes it focusable.
    fn gets_address(&self, element: ElementRef<'_>) -> bool {
        let mut names = self.params.addresses.iter();
        element.value().name() == "a"
            && (dynamic::is_left_to_program(element, "href")
                || dynamic::may_set(element, "href") && element.attribute("data-href").is_none()
                || names.any(|name| element.attribute(name).is_some()))
    }

    /// Whether an element is focusable, natively or through a framework.
    fn takes_focus(&self, page: &PageView<'_>, element: ElementRef<'_>) -> bool {
        focus::takes_focus(&page.index, element) || self.gets_address(element)
    }

    /// The class that calls an element without text, or one in it, a sign: `close-icon`, `slider__dot`.
    fn sign<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Option<&'a str> {
        let is_sign = |class: &&str| {
            let mut words = class.split(['-', '_']);
            words.any(|word| self.params.signs.iter().any(|sign| sign == word))
        };
        let class = |element: ElementRef<'a>| element.value().classes().find(is_sign);
        let mut inside = page.index.descendants(element.id());
        class(element).or_else(|| inside.find_map(class))
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
        let reachable = Reachable::new(page, self);
        let clicked = page.index.elements().filter_map(|element| {
            let reaction = self.reaction(element)?;
            let speaks = (role::is_html(element) || role::is_svg(element))
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

/// The elements reachable without a mouse.
struct Reachable<'r, 'a> {
    /// Handlers of focusable elements.
    handlers: HashSet<&'a str>,
    clicks: &'r Clicks,
    /// Handlers among these that the Enter key triggers as well.
    native_handlers: HashSet<&'a str>,
    /// By position: number of focusable elements before it.
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
            let takes = clicks.takes_focus(page, element);
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

    /// Whether an element is or contains a focusable one.
    fn holds(&self, page: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let range = page.index.range(element.id());
        let at = |position: usize| self.before.get(position).copied().unwrap_or_default();
        at(range.end) > at(range.start)
    }

    /// Whether a focusable element with a role like button has no key handler in the page that repeats the click:
    /// browsers do so only for native controls.
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
            // The including page provides the scripts of a part.
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

    /// Whether everything that decides keyboard access is available: the element, its ancestors and its content. The
    /// outermost element of a part may only pass on what the including page does, and an operable component handles the
    /// keys for its content.
    fn is_known_in_template(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        handler: &str,
    ) -> bool {
        /// Ways to pass a click on to the user of the part.
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

    /// The verdict on an element with focusable ones inside. A row or an item with controls of other purposes only, such
    /// as a button that deletes it, is a question: what a click on the rest of it does may have no key.
    fn judge_with_controls(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        handler: &str,
    ) -> Occurrence {
        /// Parts of tables and lists, which hold what belongs to one thing. Larger ones close menus and the like.
        const PARTS: [&str; 4] = ["tr", "td", "li", "dd"];
        /// Maximum number of elements in a line that reacts as a whole.
        const MOST_INSIDE: usize = 8;
        let is_line = || {
            let mut own = element
                .children()
                .filter_map(|child| child.value().as_text());
            let is_said = |ch: char| ch.is_alphanumeric() || ch == HOLE;
            let speaks = own.any(|text| text.chars().any(is_said));
            speaks && page.index.descendants(element.id()).count() <= MOST_INSIDE
        };
        let is_part = PARTS.contains(&element.value().name()) || is_line();
        let is_served = || {
            page.index.descendants(element.id()).any(|inner| {
                self.clicks.takes_focus(page, inner)
                    && does_the_same(inner, self.clicks.own_handler(inner), handler)
            })
        };
        let takes_focus = focus::takes_focus(&page.index, element);
        if takes_focus || !is_part || hears_keys(element) || is_served() {
            return Occurrence::fine(element.id());
        }
        let text: String = element.text().take(20).collect();
        let grounds = element_grounds(element).with("text", shown(&text));
        Occurrence::asked(element.id(), Doubt::NeedsPerson, grounds.variant("beside"))
    }

    fn judge(
        &self,
        page: &PageView<'a>,
        element: ElementRef<'a>,
        reaction: Reaction<'a>,
    ) -> Option<Occurrence> {
        /// Components that handle the clicks of their content.
        const AROUND: [&str; 9] = [
            "html", "body", "form", "label", "dialog", "main", "fieldset", "table", "tbody",
        ];
        let handler = reaction.handler;
        if AROUND.contains(&element.value().name()) {
            return None;
        }
        let fine = Some(Occurrence::fine(element.id()));
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        let control =
            around.find(|around| self.clicks.takes_focus(page, *around) || is_label(*around));
        let one_of_several = control.is_some_and(|control| does_nothing_for_many(page, control));
        let in_control = control.is_some() && !one_of_several;
        if !in_control && self.is_deaf_to_keys(page, element, handler) {
            let text: String = element.text().take(20).collect();
            let grounds = element_grounds(element).with("text", shown(&text));
            return Some(Occurrence::wrong(element.id(), grounds));
        }
        if in_control || self.handlers.contains(handler) {
            return fine;
        }
        if self.holds(page, element) {
            return Some(self.judge_with_controls(page, element, handler));
        }
        let hears_keys = hears_keys(element);
        let text: String = element.text().take(20).collect();
        // A backdrop closes on a click outside; its dialog has a key of its own for that.
        let pictured = match element.value().name() {
            // An icon of an icon font.
            "i" => element.value().classes().next().is_some(),
            _ if role::is_svg(element) => true,
            _ => sign::shows_picture(element),
        };
        let title = title_of(element);
        let is_seen = !text.trim().is_empty()
            || pictured
            || title.is_some()
            || one_of_several
            || reaction.of_library;
        if !is_seen && !hears_keys && may_show_more(page, element) {
            return Some(Occurrence::open(element.id()));
        }
        let sign = || self.clicks.sign(page, element);
        if !is_seen
            && !hears_keys
            && let Some(class) = sign()
        {
            let class = format!(".{class}");
            let grounds = element_grounds(element).with("text", shown(&class));
            let asked = Occurrence::asked(element.id(), Doubt::NeedsPerson, grounds);
            return Some(asked);
        }
        if !is_seen || hears_keys {
            return fine;
        }
        let said = match text.trim() {
            "" => title.unwrap_or_default(),
            text => text,
        };
        let grounds = element_grounds(element).with("text", shown(said));
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

/// Whether a link has no target and contains several elements with click handlers of their own: the Enter key on the
/// link triggers none of them.
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

/// The description of an element without text, which a style sheet draws.
fn title_of(element: ElementRef<'_>) -> Option<&str> {
    let titles = ["title", "aria-label"];
    let mut titles = titles.iter().filter_map(|name| element.attribute(name));
    titles.find(|title| !title.trim().is_empty())
}

fn is_label(element: ElementRef<'_>) -> bool {
    element.value().name() == "label"
}
