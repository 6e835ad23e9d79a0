//! Event handlers of frameworks, converted to HTML, so that it is known whether something reacts to clicks and keys.

use super::attributes::{Attributes, Given};

/// Records an event handler with its modifiers: `click.prevent`, `keydown.enter`.
pub fn listen(event: &str, handler: &str, to: &mut Attributes) {
    let event = event.to_ascii_lowercase();
    let mut parts = event.split(['.', '|', ':']);
    let name = parts.next().unwrap_or_default();
    let own = Given::Text(handler.trim().to_owned());
    match name {
        // A handler for clicks outside the content belongs to a page overlay, which it closes.
        "click" if !handler.trim().is_empty() && parts.all(|part| part != "self") => {
            to.set("onclick", own);
        }
        _ if name.starts_with("key") => to.set("onkeydown", own),
        _ => {}
    }
}
