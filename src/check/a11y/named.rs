//! `accessible-name`: elements that need an accessible name have one.
//!
//! ACT rules 23a2a8, 2t702h, 59796f, 7d6734, 8fc3b6, 97a4e1, c487ae, cae760, e086e5, ffd0e9, m6b1q3.

use crate::model::Attributes;
use scraper::ElementRef;
use serde::Deserialize;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, focus, insert, name, role, sign};
use crate::check::CheckKind;
use crate::check::generic::params;
use crate::outcome::{Doubt, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "accessible-name",
    facts: &["element", "role"],
    variants: &["captioned"],
    build: |table| {
        let Params { subject, defaults } = params(table)?;
        let defaults = defaults.iter().map(|name| name.to_lowercase()).collect();
        Ok(elements(Named { subject, defaults }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The elements that must have a name.
    subject: Subject,
    /// Names that browsers give by themselves; to write one says no more.
    #[serde(default)]
    defaults: Vec<String>,
}

/// The elements that must have a name.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Subject {
    Image,
    Svg,
    Button,
    ImageButton,
    Link,
    Field,
    Frame,
    Summary,
    MenuItem,
    Object,
    Heading,
    Progress,
    Dialog,
    Item,
}

/// Form fields by role; a `<select>` that drops down is a combobox.
const FIELDS: [&str; 11] = [
    "checkbox",
    "combobox",
    "listbox",
    "menuitemcheckbox",
    "menuitemradio",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
];

/// Native fields without a corresponding role. They need a name as well.
const FIELDS_WITHOUT_ROLE: [&str; 7] = [
    "color",
    "date",
    "datetime-local",
    "file",
    "month",
    "time",
    "week",
];

/// Whether an element is a form field for input.
pub(super) fn is_form_field<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let tag = element.value().name();
    let by_role = view
        .role(element)
        .is_some_and(|role| FIELDS.contains(&role.name));
    let native = || {
        role::is_html(element)
            && tag == "input"
            && role::explicit(element).is_none()
            && FIELDS_WITHOUT_ROLE.contains(&role::input_type(element).as_str())
    };
    (by_role || native()) && tag != "datalist"
}

struct Named {
    subject: Subject,
    /// In lower case.
    defaults: Vec<String>,
}

impl ElementCheck for Named {
    fn on_templates(&self) -> Option<Reads> {
        let reads = Reads::ELEMENT.and(Reads::NAME);
        Some(match self.subject {
            Subject::Field => reads.and(Reads::LABELS),
            _ => reads,
        })
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let named = |names: &[&str]| view.index.named_any(names).collect();
        let in_role = |names: &[&str]| view.with_role(|role| names.contains(&role.name));
        match self.subject {
            Subject::Image => view.named_or_with_role(&["img"], |role| role.name == "img"),
            Subject::Svg => view.index.having("role").collect(),
            Subject::Button => in_role(&["button"]),
            Subject::ImageButton => named(&["input"]),
            Subject::Link => view.with_role(|role| role.is_a("link")),
            Subject::Field => {
                view.named_or_with_role(&["input"], |role| FIELDS.contains(&role.name))
            }
            Subject::Frame => named(&["iframe", "frame"]),
            Subject::Summary => named(&["summary"]),
            Subject::MenuItem => in_role(&["menuitem"]),
            Subject::Object => named(&["object"]),
            Subject::Heading => in_role(&["heading"]),
            Subject::Progress => in_role(&["progressbar", "meter"]),
            Subject::Dialog => in_role(&["dialog", "alertdialog"]),
            Subject::Item => in_role(&["tab", "treeitem", "option"]),
        }
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let tag = element.value().name();
        let html = role::is_html(element);
        let is_role =
            |wanted: &str| html && view.role(element).is_some_and(|role| role.name == wanted);
        let is_image_button = || html && tag == "input" && role::input_type(element) == "image";
        let concerned = match self.subject {
            Subject::Image => (html && tag == "img") || is_role("img"),
            Subject::Svg => {
                role::is_svg(element)
                    && role::explicit(element).is_some_and(|role| {
                        matches!(role.name, "img" | "graphics-document" | "graphics-symbol")
                    })
            }
            Subject::Button => {
                // A summary without an explicit role has a separate rule.
                is_role("button")
                    && !is_image_button()
                    && !(tag == "summary"
                        && role::explicit(element).is_none_or(role::is_presentational))
            }
            Subject::ImageButton => is_image_button(),
            Subject::Link => html && view.role(element).is_some_and(|role| role.is_a("link")),
            Subject::Field => is_form_field(view, element),
            Subject::Frame => {
                html && matches!(tag, "iframe" | "frame")
                    && focus::tabindex(element).is_none_or(|value| value >= 0)
                    && !role::explicit(element).is_some_and(role::is_presentational)
            }
            Subject::Summary => {
                html && focus::is_summary_button(element)
                    && role::explicit(element).is_none_or(role::is_presentational)
            }
            Subject::MenuItem => is_role("menuitem"),
            Subject::Object => html && tag == "object" && role::explicit(element).is_none(),
            Subject::Heading => is_role("heading"),
            Subject::Progress => is_role("progressbar") || is_role("meter"),
            Subject::Dialog => is_role("dialog") || is_role("alertdialog"),
            // A drop-down may start with an empty option.
            Subject::Item => {
                (is_role("tab") || is_role("treeitem") || is_role("option")) && tag != "option"
            }
        };
        let is_own = || match self.subject {
            Subject::Svg | Subject::Heading => !is_part_of_leaf(view, element),
            _ => true,
        };
        if !concerned || !is_own() {
            return Truth::No;
        }
        let embeds = match self.subject {
            Subject::Object => embeds_media(element),
            _ => Truth::Yes,
        };
        match self.subject {
            // It is closed until needed.
            Subject::Dialog => view.exposed(element).or(Truth::Unknown),
            // The opener of its container often writes it.
            Subject::Heading => view.exposed(element),
            Subject::Frame if carries_nothing(element) => view.exposed(element).and(Truth::Unknown),
            _ => embeds.and(view.exposed_once_open(element)),
        }
    }

    /// A template language of which only the marks are known prints its text.
    fn leaves_open<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        let is_open = || view.name(element).is_empty() == Truth::Unknown;
        insert::is_printed_into(element) && is_open()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let role = view.role(element);
        // Nearly all have a name and need no grounds, so these are built lazily.
        let grounds = || element_grounds(element).with("role", role.map_or("", |role| role.name));
        if self.subject == Subject::Image && role.is_some_and(role::is_presentational) {
            return (Truth::Yes, Grounds::none());
        }
        if self.subject == Subject::Dialog && states_name(view, element) {
            return (Truth::Yes, Grounds::none());
        }
        if filled_by_script(view, element, self.subject) {
            return (Truth::Unknown, grounds());
        }
        let name = view.name(element);
        if name.by_default && self.subject == Subject::ImageButton || self.is_default(&name.text) {
            // In a template, the program may write another name.
            let fine = match name.known() {
                Some(_) => Truth::No,
                None => Truth::Unknown,
            };
            return (fine, grounds());
        }
        if name.is_empty().is_yes()
            && self.subject == Subject::Field
            && (may_be_labelled_elsewhere(view, element) || view.scripts().connect_labels())
        {
            return (Truth::Unknown, grounds());
        }
        match !name.is_empty() {
            Truth::Yes => (Truth::Yes, Grounds::none()),
            Truth::Unknown
                if self.subject == Subject::Image && name::is_captioned(view, element) =>
            {
                (Truth::Unknown, grounds().variant("captioned"))
            }
            Truth::No if filled_by_opener(view, element, self.subject) => {
                (Truth::Unknown, grounds())
            }
            open => (open, grounds()),
        }
    }

    fn doubt<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Doubt {
        // Nothing is missing: browsers differ in whether the caption is its name.
        match self.subject == Subject::Image && name::is_captioned(view, element) {
            true => Doubt::NeedsPerson,
            false => Doubt::NotCaptured,
        }
    }
}

impl Named {
    /// Whether a written name is the one that browsers give by themselves.
    fn is_default(&self, name: &str) -> bool {
        !self.defaults.is_empty() && self.defaults.contains(&name.trim().to_lowercase())
    }
}

/// Whether an element is only a part of a button, an image or the like, which stands for all its content. A summary has
/// no such role, but behaves like a button.
fn is_part_of_leaf<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    around.any(|around| {
        let is_summary = around.value().name() == "summary" && role::explicit(around).is_none();
        let role = view.role(around);
        !is_summary && role.is_some_and(|role| role.children_presentational)
    })
}

/// Whether an element that may be closed has a name once it is open.
fn states_name(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let states = |name: &str| {
        element
            .attribute(name)
            .is_some_and(|text| !text.trim().is_empty())
    };
    let labels = element.attribute("aria-labelledby").unwrap_or_default();
    states("aria-label")
        || states("title")
        || labels
            .split_ascii_whitespace()
            .any(|id| view.index.by_id(id).is_some())
}

/// Whether an element of a template waits for a script: a heading without content, an image without a file.
fn filled_by_script(view: &PageView<'_>, element: ElementRef<'_>, subject: Subject) -> bool {
    view.is_template()
        && match subject {
            Subject::Heading => !element.has_children(),
            Subject::Image => {
                element.value().name() == "img"
                    && element.attribute("src").is_none_or(str::is_empty)
                    && element.attribute("srcset").is_none()
            }
            _ => false,
        }
}

/// Whether an element is empty inside content hidden until opened: the opener may fill it.
fn filled_by_opener(view: &PageView<'_>, element: ElementRef<'_>, subject: Subject) -> bool {
    let loads_nothing = || {
        let source = element.attribute("src").unwrap_or_default().trim();
        matches!(source, "" | "#" | "about:blank")
            || source.starts_with("javascript:")
            || source.starts_with("data:")
    };
    let is_empty = || match subject {
        Subject::Image => element.value().name() == "img" && loads_nothing(),
        Subject::Frame => loads_nothing(),
        Subject::Button | Subject::Link | Subject::MenuItem | Subject::Item => {
            !sign::shows_sign(element)
        }
        _ => false,
    };
    view.exposed(element).is_no() && is_empty()
}

/// Whether a frame only serves a script for sending or fetching: an empty document, named as hidden or of minimal size.
fn carries_nothing(frame: ElementRef<'_>) -> bool {
    let source = frame.attribute("src").unwrap_or_default().trim();
    let source = source.to_ascii_lowercase();
    let empty = source.is_empty() || source.starts_with("javascript:") || source == "about:blank";
    let tiny = |name: &str| {
        let size = frame.attribute(name).unwrap_or_default().trim();
        matches!(size.trim_end_matches("px"), "0" | "1")
    };
    let called_hidden = frame
        .value()
        .classes()
        .chain(frame.value().id())
        .any(|word| {
            let word = word.to_ascii_lowercase();
            word.contains("hidden") || word == "hide" || word == "d-none"
        });
    let written = frame.attribute("srcdoc").is_some();
    empty && !written && (called_hidden || tiny("width") && tiny("height"))
}

/// Whether the label of a field may be in the page that includes this part: by id, or around it. Labels do not reach
/// into a shadow tree from outside.
pub(super) fn may_be_labelled_elsewhere(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    if view.page.embedded.is_some() {
        return false;
    }
    let named = element.attribute("id").is_some_and(|id| !id.is_empty());
    (named && view.document_element().is_none()) || view.is_outermost_of_part(element)
}

/// Whether an `<object>` shows images, audio or video: by stated type, else by file name.
fn embeds_media(element: ElementRef<'_>) -> Truth {
    const MEDIA: [&str; 20] = [
        "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico", "apng", "tif", "tiff",
        "mp3", "mp4", "webm", "ogg", "wav", "m4a", "mov", "ogv",
    ];
    if let Some(stated) = element.attribute("type") {
        let stated = stated.trim().to_ascii_lowercase();
        return ["image/", "audio/", "video/"]
            .iter()
            .any(|kind| stated.starts_with(kind))
            .into();
    }
    let Some(data) = element
        .attribute("data")
        .map(str::trim)
        .filter(|data| !data.is_empty())
    else {
        return Truth::No;
    };
    let path = data.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((_, ending)) => MEDIA.contains(&ending.to_ascii_lowercase().as_str()).into(),
        None => Truth::Unknown,
    }
}
