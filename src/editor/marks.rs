//! Marks as LSP diagnostics.

use serde_json::{Value, json};

use super::address::address_of;
use super::judgement::Mark;
use crate::report::Loudness;
use crate::texts::harmless_lines;

/// A mark as an LSP diagnostic.
pub fn diagnostic(mark: &Mark) -> Value {
    let severity = match mark.loudness {
        Loudness::Error => 1,
        Loudness::Warning => 2,
        Loudness::Note => 3,
    };
    let mut diagnostic = json!({
        "range": mark.range,
        "severity": severity,
        "code": mark.code,
        "source": "fachcheck",
        "message": harmless_lines(&mark.message),
    });
    if let Some(address) = &mark.explained_at {
        diagnostic["codeDescription"] = json!({ "href": address });
    }
    let related = mark.related.iter().filter_map(|(path, range, names)| {
        let address = address_of(path)?;
        let location = json!({ "uri": address, "range": range });
        Some(json!({ "location": location, "message": harmless_lines(names) }))
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        diagnostic["relatedInformation"] = json!(related);
    }
    diagnostic
}
