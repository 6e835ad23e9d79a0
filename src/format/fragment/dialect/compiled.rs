//! Attributes of components that a compiler reads: Astro, Marko, Riot.

use super::Written;
use crate::format::fragment::attributes::{Attributes, Condition, Given};
use crate::format::fragment::handler::listen;
use crate::model::HOLE;

/// Adds an attribute. Values that a program gives were marked before.
pub fn add(written: &Written<'_>, to: &mut Attributes) {
    let name = written.name;
    // Marko: `value:=name`; Astro: `set:html={…}`, `class:list={…}`, `client:load`.
    let name = name.strip_suffix(':').unwrap_or(name);
    match name {
        "set:html" | "set:text" => {
            to.content = true;
            return;
        }
        "is:raw" | "no-update" | "key" | "ref" => return,
        // HTML has no such attributes.
        "if" | "show" | "hide" => return to.depend(Condition::If),
        "each" => return to.depend(Condition::Loop),
        _ => {}
    }
    let directive = name.split_once(':').map(|(space, _)| space);
    match directive {
        Some("class") => return to.unknown.push("class".to_owned()),
        Some("client" | "server" | "define" | "transition" | "is") => return,
        _ => {}
    }
    // Handlers are functions of the component: `onclick={ save }`, `onClick() {…}`, `on-click("save")`.
    let event = name
        .strip_prefix("on")
        .map(|event| event.trim_start_matches('-'));
    let is_given = written
        .value
        .as_ref()
        .is_none_or(|value| value.contains(HOLE));
    if let Some(event) = event.filter(|event| is_given && !event.is_empty()) {
        let handler = match written.source {
            "" => "handler",
            source => source,
        };
        return listen(&event.to_ascii_lowercase(), handler, to);
    }
    let given = match &written.value {
        None => Given::Nothing,
        Some(value) if value.trim().chars().all(|ch| ch == HOLE) && !value.trim().is_empty() => {
            let source = written.source.trim();
            let inner = source
                .strip_prefix('{')
                .and_then(|inner| inner.strip_suffix('}'));
            Given::Expression(inner.unwrap_or(source).to_owned())
        }
        Some(value) => Given::Text(value.clone()),
    };
    to.set(&name.to_ascii_lowercase(), given);
}
