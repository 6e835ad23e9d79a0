//! The options of a component, and their texts.

use super::super::tree::{Kind, Node};
use crate::model::{Domain, Known, Located, Value, Why};

/// A text. If it has several languages, the German one or else the first; if it has settings, the text itself.
pub(in crate::format) fn choice_label(node: Node<'_>) -> Option<Located<String>> {
    let node = if node.is_map() {
        let texts = || node.entries().filter(|(_, text)| text.text().is_some());
        let german =
            texts().find(|(language, _)| language.value.split(['-', '_']).next() == Some("de"));
        german
            .or_else(|| texts().find(|(key, _)| matches!(key.value, "value" | "text")))
            .or_else(|| texts().next())
            .map(|(_, text)| text)?
    } else {
        node
    };
    let mut text = node.located()?;
    // Literal texts are quoted in expressions.
    let quoted = text.value.strip_prefix('"');
    if let Some(quoted) = quoted.and_then(|text| text.strip_suffix('"')) {
        text.value = quoted.to_owned();
    }
    (!text.value.trim().is_empty()).then_some(text)
}

/// Components that take values from a list.
fn chooses(kind: &str) -> bool {
    matches!(
        kind,
        "select"
            | "radio"
            | "selectboxes"
            | "taglist"
            | "checklist"
            | "dropdown"
            | "radiogroup"
            | "tagbox"
            | "imagepicker"
            | "buttongroup"
            | "ranking"
            | "radios"
            | "select2"
    )
}

/// The values of a component.
pub(super) fn domain(kind: &str, node: Node<'_>) -> Known<Domain> {
    if comes_from_elsewhere(node) {
        return Known::No(Why::Dynamic);
    }
    let data = node.get("data");
    let lists = [
        node.get("values"),
        data.and_then(|data| data.get("values")),
        data.and_then(|data| data.get("json")),
        node.get("choices"),
        node.get("options"),
    ];
    let options = lists.into_iter().flatten().find(|list| list.is_list());
    if let Some(mut values) = options.and_then(values_of) {
        values.extend(added(node));
        return Known::closed(values);
    }
    match kind {
        // Options provided by the running process.
        kind if chooses(kind) => match node
            .get("valuesKey")
            .or_else(|| node.get("valuesExpression"))
        {
            Some(key) => Known::Yes(Domain::named(key.text().unwrap_or_default().to_owned())),
            None => Known::No(Why::Dynamic),
        },
        "checkbox" | "boolean" | "toggle" | "switch" => Known::Yes(Domain::Boolean),
        "number" | "currency" | "rating" => Known::Yes(Domain::Number),
        "datetime" | "date" | "day" | "time" => Known::Yes(Domain::Temporal),
        _ => Known::Yes(match node.text_of("inputType") {
            Some("number" | "range") => Domain::Number,
            Some("date" | "datetime-local" | "month" | "time") => Domain::Temporal,
            _ => Domain::Text,
        }),
    }
}

/// Whether the options are fetched at run time. Form builders leave an empty list beside that.
fn comes_from_elsewhere(node: Node<'_>) -> bool {
    let source = node.text_of("dataSrc");
    let fetched = source.is_some_and(|source| !matches!(source, "" | "values" | "json"));
    let by_address = ["choicesByUrl", "choicesFromQuestion", "lazyLoadUrl"]
        .iter()
        .filter_map(|key| node.get(key))
        .any(|value| value.is_map() && value.entries().next().is_some() || value.text().is_some());
    fetched || by_address
}

/// Choices that a survey adds through a switch.
fn added(node: Node<'_>) -> Vec<Value> {
    const SWITCHES: [(&[&str], &str, &str); 4] = [
        (&["showOtherItem", "hasOther"], "other", "otherText"),
        (&["showNoneItem", "hasNone"], "none", "noneText"),
        (&["showRefuseItem"], "refused", "refuseText"),
        (&["showDontKnowItem"], "dontknow", "dontKnowText"),
    ];
    let on = SWITCHES.into_iter().filter_map(|(keys, raw, text)| {
        let switch = keys
            .iter()
            .filter_map(|key| node.get(key))
            .find(|it| it.bool() == Some(true))?;
        Some(Value {
            label: node.get(text).and_then(choice_label),
            ..Value::plain(raw, switch.span())
        })
    });
    on.collect()
}

/// Options: plain values, or objects with a value and its text.
pub(super) fn values_of(list: Node<'_>) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    for item in list.items() {
        if let Some(raw) = item.scalar() {
            values.push(Value::plain(raw, item.span()));
            continue;
        }
        if item.kind() == Some(Kind::Null) {
            continue;
        }
        let find = |keys: &[&str]| keys.iter().find_map(|key| item.get(key));
        let raw = find(&["value", "id", "const", "key"])?;
        let label = find(&["label", "text", "title", "name"]).and_then(choice_label);
        let blank = raw.scalar().is_none_or(str::is_empty);
        // An empty line of the editor.
        if blank && label.is_none() {
            continue;
        }
        values.push(Value {
            label,
            placeholder: blank,
            ..Value::plain(raw.scalar().unwrap_or_default(), raw.span())
        });
    }
    (!values.is_empty()).then_some(values)
}
