//! What a tag becomes: an element, a component, or nothing.

use std::collections::HashMap;

use super::attributes::{Attributes, Given};
use super::builder::Becomes;
use super::dialect::Dialect;
use crate::model::is_html_element;
use crate::topic::{Component, Components};

/// What is known about component names.
pub struct Names<'t> {
    /// Known libraries.
    pub components: &'t Components,
    /// Imported names with their packages.
    pub imports: HashMap<String, String>,
    /// Whether a capital makes a tag a component even if HTML has an element with that name.
    pub capitals: bool,
}

impl<'t> Names<'t> {
    /// Names without imports.
    pub fn new(components: &'t Components) -> Self {
        Self {
            components,
            imports: HashMap::new(),
            capitals: false,
        }
    }

    /// Adds the imports of a script: `import { A, B as C } from 'package'`, `import D from 'package/D'`.
    pub fn add_imports(&mut self, script: &str) {
        const LONGEST: usize = 2_000;
        let mut rest = script;
        while let Some(at) = rest.find("import") {
            rest = &rest[at + "import".len()..];
            let length = rest.floor_char_boundary(LONGEST.min(rest.len()));
            let Some((clause, behind)) = rest[..length].split_once(" from ") else {
                continue;
            };
            if clause.contains([';', '(', '=']) {
                continue;
            }
            let Some(quote @ ('\'' | '"')) = behind.chars().next() else {
                continue;
            };
            let Some((package, _)) = behind[1..].split_once(quote) else {
                continue;
            };
            for name in clause.split([',', '{', '}']) {
                let local = name.rsplit(" as ").next().unwrap_or(name).trim();
                let local = local.strip_prefix("type ").unwrap_or(local);
                if !local.is_empty() {
                    self.imports.insert(local.to_owned(), package.to_owned());
                }
            }
        }
    }

    /// The library component behind a tag.
    fn component(&self, tag: &str) -> Option<&Component> {
        let package = self.imports.get(tag).map(String::as_str);
        let component = self.components.get(tag, package)?;
        // The project's own component may have the same name.
        let own = package.is_some_and(|package| package.starts_with(['.', '@', '~']));
        (!own || !component.packages.is_empty()).then_some(component)
    }
}

/// What a tag becomes.
pub fn becomes(
    written: &str,
    dialect: Dialect,
    attributes: &Attributes,
    names: &Names<'_>,
) -> Becomes {
    if let Some(known) = stand_in_of(written, attributes, names) {
        return known;
    }
    let folded: String = written
        .chars()
        .filter(|ch| *ch != '-')
        .flat_map(char::to_lowercase)
        .collect();
    // Zope's own elements leave only their content, and what fills another page is only placed in a page for editors.
    let of_zope = folded.starts_with("tal:") || folded.starts_with("metal:");
    let stands_aside = folded == "html" && attributes.kind;
    if dialect == Dialect::Server && (of_zope && !attributes.kind || stands_aside) {
        return Becomes::Nothing;
    }
    let nothing: &[&str] = match dialect {
        Dialect::Vue => &[
            "transition",
            "keepalive",
            "suspense",
            "clientonly",
            "template",
        ],
        Dialect::Angular => &["ngcontainer"],
        Dialect::Svelte => &["svelte:fragment", "svelte:boundary"],
        Dialect::Lit => &["domif", "domrepeat", "dombind"],
        Dialect::Htm => &[],
        Dialect::Compiled => &["fragment"],
        Dialect::Server => &["ui:fragment", "th:block", "text", "jsp:text", "jsp:body"],
    };
    if nothing.contains(&folded.as_str()) {
        return match attributes.place {
            true => Becomes::Elsewhere,
            false => Becomes::Nothing,
        };
    }
    let elsewhere: &[&str] = match dialect {
        Dialect::Vue => &["teleport"],
        Dialect::Angular => &["ngtemplate"],
        Dialect::Svelte => &[
            "svelte:head",
            "svelte:body",
            "svelte:window",
            "svelte:document",
        ],
        Dialect::Lit | Dialect::Htm | Dialect::Compiled => &[],
        Dialect::Server => &[
            "ui:composition",
            "ui:define",
            "ui:decorate",
            "ui:component",
            "f:facet",
            "jsp:attribute",
            "asp:content",
            "asp:contenttemplate",
            "asp:placeholder",
            "cc:implementation",
            "composite:implementation",
            "wicket:panel",
            "wicket:extend",
            "wicket:border",
            "wicket:fragment",
        ],
    };
    if elsewhere.contains(&folded.as_str()) {
        return Becomes::Elsewhere;
    }
    let element = match dialect {
        // Capitals make a component.
        Dialect::Vue | Dialect::Svelte | Dialect::Htm | Dialect::Compiled => {
            is_html_element(written) || (is_drawn(written) && !written.contains('-'))
        }
        Dialect::Server if names.capitals => is_html_element(written) || is_drawn(written),
        Dialect::Server | Dialect::Angular | Dialect::Lit => {
            is_html_element(&folded) || is_drawn(written)
        }
    };
    if element && !attributes.kind {
        Becomes::Element
    } else {
        Becomes::Component
    }
}

/// SVG and MathML elements.
fn is_drawn(name: &str) -> bool {
    const DRAWN: [&str; 47] = [
        "animate",
        "animateMotion",
        "animateTransform",
        "circle",
        "clipPath",
        "defs",
        "desc",
        "ellipse",
        "feBlend",
        "feColorMatrix",
        "feComposite",
        "feFlood",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feOffset",
        "filter",
        "foreignObject",
        "g",
        "image",
        "line",
        "linearGradient",
        "marker",
        "mask",
        "metadata",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mpath",
        "mrow",
        "msqrt",
        "msub",
        "msup",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialGradient",
        "rect",
        "set",
        "stop",
        "switch",
        "symbol",
        "text",
        "tspan",
        "use",
    ];
    DRAWN.binary_search(&name).is_ok()
}

/// The library component behind a tag, represented by an element.
pub fn stand_in_of(written: &str, attributes: &Attributes, names: &Names<'_>) -> Option<Becomes> {
    let component = names.component(written).filter(|_| !attributes.kind)?;
    let text = component
        .text
        .iter()
        .find_map(|name| as_written(attributes, name))
        .map(|name| {
            let known = attributes.value(&name).unwrap_or_default();
            match known.is_empty() {
                true => crate::model::HOLE.to_string(),
                false => known.to_owned(),
            }
        });
    Some(Becomes::StandIn {
        element: component.element.clone(),
        text,
    })
}

/// The name under which a component was given a property: markup keeps no capitals, and Vue also writes `input-props`.
/// `None` if it was not given.
fn as_written(attributes: &Attributes, property: &str) -> Option<String> {
    let mut hyphenated = String::with_capacity(property.len() + 2);
    for ch in property.chars() {
        if ch.is_ascii_uppercase() && !hyphenated.is_empty() {
            hyphenated.push('-');
        }
        hyphenated.push(ch.to_ascii_lowercase());
    }
    let names = [property.to_ascii_lowercase(), hyphenated];
    names.into_iter().find(|name| attributes.mention(name))
}

/// Converts the attributes of a component to those of its element.
pub fn stand_in_attributes(written: &str, attributes: &mut Attributes, names: &Names<'_>) {
    let Some(component) = names.component(written) else {
        return;
    };
    for (own, name) in &component.attributes {
        let own = own.to_ascii_lowercase();
        match attributes.value(&own).map(str::to_owned) {
            // An index in a path (`kinder[0].name`) loses its brackets in the derived id.
            Some(value) if name == "id" => {
                attributes.set(name, Given::Text(value.replace(['[', ']'], "")));
            }
            Some(value) => attributes.set(name, Given::Text(value)),
            None if attributes.mention(&own) => attributes.unknown.push(name.clone()),
            None => {}
        }
    }
    // The library interprets the others itself.
    let taken = |name: &str| {
        name.starts_with("aria-")
            || matches!(
                name,
                "id" | "class"
                    | "title"
                    | "alt"
                    | "role"
                    | "type"
                    | "href"
                    | "name"
                    | "placeholder"
                    | "disabled"
                    | "for"
                    | "value"
                    | "src"
                    | "tabindex"
                    | "hidden"
            )
            || component
                .name
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
    };
    // A style passes to the outermost element of a component, whatever that is.
    if attributes.value("style").is_some_and(hides) {
        attributes.set("hidden", Given::Nothing);
    }
    let names = component.elsewhere.iter();
    let is_named_elsewhere = names
        .filter_map(|name| as_written(attributes, name))
        .next()
        .is_some();
    let mut names = component.name.iter();
    let named = names.find_map(|name| as_written(attributes, name));
    let named = named.map(|name| attributes.value(&name).unwrap_or_default().to_owned());
    attributes.known.retain(|(name, _)| taken(name));
    if component.hidden {
        // A named icon is meant to be read out.
        if !attributes.mention("aria-label") && !attributes.mention("title") && !attributes.any {
            attributes.set("aria-hidden", Given::Text("true".into()));
        }
        return;
    }
    attributes.any |= is_named_elsewhere;
    if let Some(value) = named
        && !attributes.mention("aria-label")
    {
        let value = match value.is_empty() {
            true => crate::model::HOLE.to_string(),
            false => value,
        };
        attributes.set("aria-label", Given::Text(value));
    }
    if let Some(kind) = &component.kind {
        attributes.known.retain(|(name, _)| name != "type");
        attributes.unknown.retain(|name| name != "type");
        attributes.set("type", Given::Text(kind.clone()));
    }
    if component.element == "a" {
        attributes.set("href", Given::Expression(String::new()));
    }
}

/// Whether declarations hide an element from everyone.
pub(super) fn hides(declarations: &str) -> bool {
    declarations.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value.trim().trim_end_matches("!important").trim_end();
        matches!(
            (property.trim(), value),
            ("display", "none") | ("visibility", "hidden")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_name_their_package() {
        let components = Components::default();
        let mut names = Names::new(&components);
        names.add_imports(
            "import { A, B as C } from '@x/y';\nimport D, { type E } from \"z\";\nconst f = import('q');\nimport 's.css';\nimport G from './g'",
        );
        let mut found: Vec<(&str, &str)> = names
            .imports
            .iter()
            .map(|(name, package)| (name.as_str(), package.as_str()))
            .collect();
        found.sort_unstable();
        assert_eq!(
            found,
            [
                ("A", "@x/y"),
                ("C", "@x/y"),
                ("D", "z"),
                ("E", "z"),
                ("G", "./g")
            ]
        );
    }
}
