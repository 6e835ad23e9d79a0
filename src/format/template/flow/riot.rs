//! Riot: one component per file, an element with its markup, style and program, and values in single braces.

use super::script::behind_group;
use super::{Acts, behind, behind_raw, tag_name};
use crate::format::fragment::Act;
use crate::model::Span;

/// Whether a text is a component of Riot: its outermost element has a name of its own and values in braces.
pub fn is_riot(text: &str) -> bool {
    const OTHERS: [&str; 4] = ["<%", "${", "<jsp:", "<c:"];
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let named = tag_name(start, 0).filter(|(name, _)| !crate::model::is_html_element(name));
    named.is_some_and(|(name, _)| {
        start.trim_end().ends_with(&format!("</{name}>"))
            && start.contains('{')
            && !OTHERS.iter().any(|mark| start.contains(mark))
    })
}

/// The effects of the parts.
pub fn acts(source: &str) -> Vec<(Span, Act)> {
    let mut acts = Acts::default();
    let bytes = source.as_bytes();
    // The outermost element is the component itself.
    let mut component: Option<&str> = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = source.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = behind(source, at, "-->");
            continue;
        }
        match (byte, component) {
            (b'\\', _) => at += 1,
            (b'{', _) => {
                let past = behind_group(source, at).unwrap_or(source.len());
                acts.add(at, past, Act::Print);
                at = past;
                continue;
            }
            (b'<', None) => {
                if let Some((name, past)) = tag_name(source, at) {
                    let past = behind(source, past, ">");
                    acts.add(at, past, Act::Nothing);
                    component = Some(name);
                    at = past;
                    continue;
                }
            }
            (b'<', Some(own)) => {
                if let Some((name @ ("script" | "style"), _)) = tag_name(source, at) {
                    at = behind_raw(source, at, name);
                    continue;
                }
                let closes = rest
                    .strip_prefix("</")
                    .and_then(|rest| rest.strip_prefix(own));
                if closes.is_some_and(|rest| rest.trim_start().starts_with('>')) {
                    let past = behind(source, at, ">");
                    acts.add(at, past, Act::Nothing);
                    component = None;
                    at = past;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    acts.0
}
