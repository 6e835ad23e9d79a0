//! Handlers that frameworks bind, as HTML writes them: whether something reacts to a click, and to keys, is known then.

use super::attributes::{Attributes, Given};

/// Notes the handler of an event, with its modifiers: `click.prevent`, `keydown.enter`.
pub fn listen(event: &str, handler: &str, to: &mut Attributes) {
    let event = event.to_ascii_lowercase();
    let mut parts = event.split(['.', '|', ':']);
    let name = parts.next().unwrap_or_default();
    let own = Given::Text(handler.trim().to_owned());
    match name {
        // What hears only clicks beside its content covers the page, and closes.
        "click" if !handler.trim().is_empty() && parts.all(|part| part != "self") => {
            to.set("onclick", own);
        }
        _ if name.starts_with("key") => to.set("onkeydown", own),
        _ => {}
    }
}
