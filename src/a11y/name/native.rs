//! Native sources of names in HTML and SVG.

use crate::model::Attributes;
use scraper::ElementRef;

use super::{Name, Traversal, compute_name};
use crate::a11y::{PageView, dynamic, insert, role};

/// The name from labels, alternatives and captions.
pub fn native_name<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    if view.role(element).is_some_and(role::is_presentational) {
        return Name::default();
    }
    let attribute = |name: &str| {
        element
            .attribute(name)
            .map(Name::from_text)
            .unwrap_or_default()
    };
    if role::is_svg(element) {
        return name_from_child(view, element, "title", traversal);
    }
    if !role::is_html(element) {
        return Name::default();
    }
    match element.value().name() {
        "img" => attribute("alt").or_else(|| {
            if element.attribute("alt").is_none()
                && element.attribute("title").is_none()
                && may_have_caption(view, element)
            {
                Name::unknown()
            } else {
                Name::default()
            }
        }),
        "area" => attribute("alt"),
        "input" => {
            let labelled = name_from_labels(view, element, traversal);
            match role::input_type(element).as_str() {
                "image" => labelled
                    .or_else(|| attribute("alt"))
                    .or_else(|| tooltip(element))
                    .or_else(|| default_name("Submit Query")),
                "submit" => labelled.or_else(|| value_or_default(element, "Submit")),
                "reset" => labelled.or_else(|| value_or_default(element, "Reset")),
                "button" => labelled.or_else(|| attribute("value")),
                "text" | "search" | "url" | "tel" | "email" | "password" | "number" => labelled
                    .or_else(|| tooltip(element))
                    .or_else(|| placeholder(element)),
                _ => labelled,
            }
        }
        "textarea" => name_from_labels(view, element, traversal)
            .or_else(|| tooltip(element))
            .or_else(|| placeholder(element)),
        "select" | "meter" | "progress" | "output" | "button" => {
            name_from_labels(view, element, traversal)
        }
        "fieldset" => name_from_child(view, element, "legend", traversal),
        "table" => name_from_child(view, element, "caption", traversal),
        "figure" => name_from_child(view, element, "figcaption", traversal),
        "optgroup" | "option" => attribute("label"),
        _ => Name::default(),
    }
}

/// Whether an image is in a figure with a caption, which may count as its name (browsers differ), or with content that
/// may add one.
fn may_have_caption<'a>(view: &PageView<'a>, picture: ElementRef<'a>) -> bool {
    let around = picture.ancestors().filter_map(ElementRef::wrap);
    let figure = around
        .into_iter()
        .find(|ancestor| ancestor.value().name() == "figure");
    figure.is_some_and(|figure| {
        let captions = |inner: ElementRef<'a>| {
            inner.value().name() == "figcaption" || dynamic::is_foreign(inner)
        };
        insert::has_inserts(figure)
            || view.has_open_content(figure)
            || view.index.descendants(figure.id()).any(captions)
    })
}

/// Whether an image without any text of its own is in a figure with a written caption, to which no program can add.
/// Browsers differ in whether the caption is its name.
pub fn is_captioned<'a>(view: &PageView<'a>, picture: ElementRef<'a>) -> bool {
    let stated = ["alt", "title", "aria-label", "aria-labelledby"];
    let mut around = picture.ancestors().filter_map(ElementRef::wrap);
    let figure = around.find(|ancestor| ancestor.value().name() == "figure");
    let written = |figure: ElementRef<'a>| {
        let mut inside = view.index.descendants(figure.id());
        inside.any(|inner| {
            inner.value().name() == "figcaption" && inner.text().any(|text| !text.trim().is_empty())
        }) && !view.may_hold_more(figure)
            && !insert::has_inserts(figure)
    };
    picture.value().name() == "img"
        && stated.iter().all(|name| picture.attribute(name).is_none())
        && !dynamic::is_bound(picture)
        && figure.is_some_and(written)
}

/// The text shown in an empty field.
fn placeholder(element: ElementRef<'_>) -> Name {
    match element.attribute("placeholder") {
        Some(text) => Name::from_text(text),
        // Some browsers use it, although no specification says so.
        None if element.attribute("aria-placeholder").is_some() => Name::unknown(),
        None => Name::default(),
    }
}

/// Whether `alt` decides even if it is empty (HTML-AAM, `img`).
pub fn has_final_alternative(element: ElementRef<'_>) -> bool {
    element.value().name() == "img" && element.attribute("alt").is_some()
}

/// The last resort: `title`.
pub fn tooltip(element: ElementRef<'_>) -> Name {
    element
        .attribute("title")
        .map(Name::from_text)
        .unwrap_or_default()
}

fn default_name(text: &str) -> Name {
    Name {
        by_default: true,
        ..Name::from_text(text)
    }
}

fn value_or_default(element: ElementRef<'_>, default: &str) -> Name {
    match element.attribute("value") {
        Some(value) => Name::from_text(value).or_else(|| tooltip(element)),
        None => default_name(default),
    }
}

fn name_from_labels<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    let mut name = Name::default();
    if traversal.inside && element.id() != traversal.target.id() {
        // Labels name only their own control.
        return name;
    }
    for label in view.labels().labels_of(element.id()) {
        if let Some(label) = view.element(*label) {
            name.push_space();
            name.append(&name_from_label_element(view, label, traversal));
        }
    }
    name
}

fn name_from_label_element<'a>(
    view: &PageView<'a>,
    label: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    let hidden = view.exposed_in(label, traversal.state).is_no();
    let mut name = compute_name(
        view,
        label,
        Traversal {
            inside: true,
            hidden_counts: traversal.hidden_counts || hidden,
            depth: traversal.depth + 1,
            ..traversal
        },
    );
    if hidden && !name.is_empty().is_yes() {
        // The specification counts it; browsers differ.
        name.doubt();
    }
    name
}

/// The child element that titles its parent.
fn name_from_child<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    wanted: &str,
    traversal: Traversal<'a>,
) -> Name {
    let Some(child) = element
        .child_elements()
        .find(|child| child.value().name() == wanted)
    else {
        return Name::default();
    };
    compute_name(
        view,
        child,
        Traversal {
            inside: true,
            depth: traversal.depth + 1,
            ..traversal
        },
    )
}

/// The contribution of a control inside another one's label: its value.
pub fn embedded_value<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<Name> {
    let role = view.role(element)?;
    let name = element.value().name();
    Some(match role.name {
        "textbox" | "searchbox" => match name {
            "input" => element
                .attribute("value")
                .map(Name::from_text)
                .unwrap_or_default(),
            _ => Name::from_text(&element.text().collect::<String>()),
        },
        "combobox" | "listbox" => match name {
            "select" => selected_option(element),
            "input" => element
                .attribute("value")
                .map(Name::from_text)
                .unwrap_or_default(),
            _ => Name::unknown(),
        },
        "slider" | "spinbutton" | "progressbar" | "meter" | "scrollbar" => {
            let stated = ["aria-valuetext", "aria-valuenow"];
            let stated = stated.iter().find_map(|name| element.attribute(name));
            match (stated, element.attribute("value")) {
                (Some(text), _) => Name::from_text(text),
                // Browsers speak the number, not its notation.
                (None, Some(value)) => match value.trim().parse::<f64>() {
                    Ok(number) => Name::from_text(&number.to_string()),
                    Err(_) => Name::from_text(value),
                },
                (None, None) => Name::default(),
            }
        }
        _ => return None,
    })
}

fn selected_option(select: ElementRef<'_>) -> Name {
    let options = || {
        select
            .descendants()
            .filter_map(ElementRef::wrap)
            .filter(|option| option.value().name() == "option")
    };
    options()
        .find(|option| option.attribute("selected").is_some())
        .or_else(|| options().next())
        .map(|option| Name::from_text(&option.text().collect::<String>()))
        .unwrap_or_default()
}
