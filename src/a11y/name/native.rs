//! What HTML and SVG themselves offer as a name.

use scraper::ElementRef;

use super::{Name, Way, compute};
use crate::a11y::{PageView, role};

/// The name by labels, alternatives, captions.
pub fn name<'a>(view: &PageView<'a>, element: ElementRef<'a>, way: Way<'a>) -> Name {
    if view.role(element).is_some_and(role::is_presentational) {
        return Name::default();
    }
    let attribute = |name: &str| element.attr(name).map(Name::of).unwrap_or_default();
    if role::is_svg(element) {
        return part(view, element, "title", way);
    }
    if !role::is_html(element) {
        return Name::default();
    }
    match element.value().name() {
        "img" => attribute("alt").or_else(|| {
            // In a figure the caption may be taken for it; browsers differ.
            let in_figure = element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|ancestor| ancestor.value().name() == "figure");
            if in_figure && element.attr("alt").is_none() && element.attr("title").is_none() {
                Name::unknown()
            } else {
                Name::default()
            }
        }),
        "area" => attribute("alt"),
        "input" => {
            let labelled = labels(view, element, way);
            match role::input_type(element).as_str() {
                "image" => labelled
                    .or_else(|| attribute("alt"))
                    .or_else(|| tooltip(element).or_else(|| by_default("Submit Query"))),
                "submit" => labelled.or_else(|| value_or(element, "Submit")),
                "reset" => labelled.or_else(|| value_or(element, "Reset")),
                "button" => labelled.or_else(|| attribute("value")),
                _ => labelled
                    .or_else(|| tooltip(element))
                    .or_else(|| attribute("placeholder")),
            }
        }
        "textarea" => labels(view, element, way)
            .or_else(|| tooltip(element))
            .or_else(|| attribute("placeholder")),
        "select" | "meter" | "progress" | "output" | "button" => labels(view, element, way),
        "fieldset" => part(view, element, "legend", way),
        "table" => part(view, element, "caption", way),
        "figure" => part(view, element, "figcaption", way),
        "optgroup" | "option" => attribute("label"),
        _ => Name::default(),
    }
}

/// The last resort: `title`.
pub fn tooltip(element: ElementRef<'_>) -> Name {
    element.attr("title").map(Name::of).unwrap_or_default()
}

fn by_default(text: &str) -> Name {
    Name {
        by_default: true,
        ..Name::of(text)
    }
}

fn value_or(element: ElementRef<'_>, default: &str) -> Name {
    match element.attr("value") {
        Some(value) => Name::of(value).or_else(|| tooltip(element)),
        None => by_default(default),
    }
}

fn labels<'a>(view: &PageView<'a>, element: ElementRef<'a>, way: Way<'a>) -> Name {
    let mut name = Name::default();
    if way.inside && element.id() != way.target.id() {
        // Labels name their own control only.
        return name;
    }
    for label in view.labels().of(element.id()) {
        if let Some(label) = view.element(*label) {
            name.space();
            name.append(&refer(view, label, way));
        }
    }
    name
}

fn refer<'a>(view: &PageView<'a>, label: ElementRef<'a>, way: Way<'a>) -> Name {
    compute(
        view,
        label,
        Way {
            inside: true,
            hidden_counts: way.hidden_counts || view.exposed(label).is_no(),
            depth: way.depth + 1,
            ..way
        },
    )
}

/// The child element that titles its parent.
fn part<'a>(view: &PageView<'a>, element: ElementRef<'a>, wanted: &str, way: Way<'a>) -> Name {
    let Some(child) = element
        .child_elements()
        .find(|child| child.value().name() == wanted)
    else {
        return Name::default();
    };
    compute(
        view,
        child,
        Way {
            inside: true,
            depth: way.depth + 1,
            ..way
        },
    )
}

/// What a control inside another's label contributes: its value.
pub fn value<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<Name> {
    let role = view.role(element)?;
    let name = element.value().name();
    Some(match role.name {
        "textbox" | "searchbox" => match name {
            "input" => element.attr("value").map(Name::of).unwrap_or_default(),
            _ => Name::of(&element.text().collect::<String>()),
        },
        "combobox" | "listbox" => match name {
            "select" => selected(element),
            "input" => element.attr("value").map(Name::of).unwrap_or_default(),
            _ => Name::unknown(),
        },
        "slider" | "spinbutton" | "progressbar" | "meter" | "scrollbar" => {
            ["aria-valuetext", "aria-valuenow", "value"]
                .iter()
                .find_map(|name| element.attr(name))
                .map(Name::of)
                .unwrap_or_default()
        }
        _ => return None,
    })
}

fn selected(select: ElementRef<'_>) -> Name {
    let options = || {
        select
            .descendants()
            .filter_map(ElementRef::wrap)
            .filter(|option| option.value().name() == "option")
    };
    options()
        .find(|option| option.attr("selected").is_some())
        .or_else(|| options().next())
        .map(|option| Name::of(&option.text().collect::<String>()))
        .unwrap_or_default()
}
