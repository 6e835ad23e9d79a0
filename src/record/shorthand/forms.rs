//! Converts each part of an application between both forms, as JSON.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

/// Members of a field that may be removed by an empty list or `null`.
const LISTS: [&str; 3] = ["values", "concepts", "rules"];
const WORDS: [&str; 3] = ["entity", "required", "default"];

/// What copies and uses of a value domain usually have in common with the declaration.
const MEMBER: [&str; 5] = ["name", "entity", "layer", "format", "origin"];

/// Size limit of data written once for many, so that a small file cannot expand into a huge report.
const MOST: usize = 1024;

/// Whether data is small enough to be written once for many.
pub(super) fn is_small<'v>(values: impl IntoIterator<Item = &'v Value>) -> bool {
    let mut left = MOST;
    for value in values {
        weigh(value, &mut left);
    }
    left > 0
}

/// Subtracts the size of a value from `left`; stops at zero.
fn weigh(value: &Value, left: &mut usize) {
    let text = value.as_str().map_or(0, str::len);
    *left = left.saturating_sub(8 + text);
    let items = value.as_array().into_iter().flatten();
    for item in items {
        if *left == 0 {
            return;
        }
        weigh(item, left);
    }
    for (key, member) in value.as_object().into_iter().flatten() {
        if *left == 0 {
            return;
        }
        *left = left.saturating_sub(key.len());
        weigh(member, left);
    }
}

/// Converts an application into short form.
pub fn shorten(application: &mut Value) {
    shorten_documents(list(application, "documents"));
    shorten_fields(list(application, "fields"));
    for domain in list(application, "domains") {
        shorten_domain(domain);
    }
    for_each_finding(application, shorten_finding);
    if let Some(settled) = member(application, "settled") {
        settled.values_mut().for_each(shorten_settled);
    }
}

/// Converts an application into long form. Unknown forms stay unchanged.
pub fn lengthen(application: &mut Value) {
    lengthen_documents(list(application, "documents"));
    lengthen_fields(list(application, "fields"));
    for domain in list(application, "domains") {
        lengthen_domain(domain);
    }
    for_each_finding(application, lengthen_finding);
    if let Some(settled) = member(application, "settled") {
        settled.values_mut().for_each(lengthen_settled);
    }
}

pub(super) fn list<'v>(value: &'v mut Value, key: &str) -> &'v mut [Value] {
    let items = value.get_mut(key).and_then(Value::as_array_mut);
    items.map(Vec::as_mut_slice).unwrap_or_default()
}

pub(super) fn member<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Object> {
    value.get_mut(key)?.as_object_mut()
}

fn for_each_finding(application: &mut Value, change: fn(&mut Object)) {
    for assertion in list(application, "assertions") {
        let findings = list(assertion, "findings").iter_mut();
        findings.filter_map(Value::as_object_mut).for_each(&change);
    }
    for name in ["waived", "answered"] {
        for settled in list(application, name) {
            member(settled, "finding").map(&change);
        }
    }
}

fn shorten_documents(documents: &mut [Value]) {
    let mut before: Option<Value> = None;
    for document in documents.iter_mut().filter_map(Value::as_object_mut) {
        if document.get("artefact") == before.as_ref() && is_small(&before) {
            document.shift_remove("artefact");
        } else {
            before = document.get("artefact").cloned();
        }
    }
}

fn lengthen_documents(documents: &mut [Value]) {
    let mut before: Option<Value> = None;
    for document in documents.iter_mut().filter_map(Value::as_object_mut) {
        match (document.get("artefact"), &before) {
            (None, Some(artefact)) if is_small([artefact]) => {
                document.insert("artefact".to_owned(), artefact.clone());
            }
            (artefact, _) => before = artefact.cloned(),
        }
    }
}

fn shorten_fields(fields: &mut [Value]) {
    let mut last: HashMap<String, usize> = HashMap::new();
    let before_it: Vec<Option<usize>> = (fields.iter().enumerate())
        .map(|(index, field)| {
            let domain = field.get("domain_id").and_then(Value::as_str);
            last.insert(domain.unwrap_or_default().to_owned(), index)
        })
        .collect();
    // Backwards, so that earlier fields are still in long form.
    for (index, like) in before_it.into_iter().enumerate().rev() {
        let (before, rest) = fields.split_at_mut(index);
        let Some(field) = rest.first_mut().and_then(Value::as_object_mut) else {
            continue;
        };
        let other = like.and_then(|at| Some((at, before.get(at)?.as_object()?)));
        let Some((like, other)) = other.filter(|(_, other)| is_like(field, other)) else {
            continue;
        };
        // What the other field has and this one lacks.
        let lacking: Vec<&String> = other
            .keys()
            .filter(|key| !field.contains_key(*key))
            .collect();
        field.retain(|key, value| other.get(key) != Some(value));
        for key in lacking {
            let nothing = match LISTS.contains(&key.as_str()) {
                true => json!([]),
                false => Value::Null,
            };
            field.insert(key.clone(), nothing);
        }
        field.insert("as".to_owned(), json!(like));
    }
}

/// Whether a field can be described by its differences from another one.
fn is_like(field: &Object, other: &Object) -> bool {
    let same = |key| field.get(key) == other.get(key);
    let can_be_taken_back = |key: &String| {
        field.contains_key(key) || LISTS.contains(&key.as_str()) || WORDS.contains(&key.as_str())
    };
    // Older versions reject a field without these.
    field.contains_key("attribute")
        && ["domain_id", "attribute", "subject", "domain"]
            .into_iter()
            .all(same)
        && other.keys().all(can_be_taken_back)
        && is_small(other.values())
}

fn lengthen_fields(fields: &mut [Value]) {
    for index in 0..fields.len() {
        let (before, rest) = fields.split_at_mut(index);
        let Some(field) = rest.first_mut().and_then(Value::as_object_mut) else {
            continue;
        };
        let like = field.get("as").and_then(Value::as_u64);
        let like = like.and_then(|at| usize::try_from(at).ok());
        let other = like.and_then(|at| before.get(at)?.as_object());
        let Some(other) = other.filter(|other| is_small(other.values())) else {
            continue;
        };
        field.shift_remove("as");
        for (key, value) in other {
            if !field.contains_key(key) {
                field.insert(key.clone(), value.clone());
            }
        }
    }
}

fn shorten_domain(domain: &mut Value) {
    let Some(declaration) = member(domain, "declaration").cloned() else {
        return;
    };
    for member in members(domain) {
        let same = |key: &&str| member.get(*key) == declaration.get(*key);
        if MEMBER.iter().all(same) && is_small(common(&declaration)) {
            member.retain(|key, _| !MEMBER.contains(&key.as_str()));
        }
        if let (Some(place), Some(like)) = (member.get_mut("place"), declaration.get("place")) {
            shorten_place(place, like);
        }
    }
}

fn lengthen_domain(domain: &mut Value) {
    let Some(declaration) = member(domain, "declaration").cloned() else {
        return;
    };
    for member in members(domain) {
        if !member.contains_key("format") && is_small(common(&declaration)) {
            for key in MEMBER {
                if let Some(value) = declaration.get(key) {
                    member.insert(key.to_owned(), value.clone());
                }
            }
        }
        if let (Some(place), Some(like)) = (member.get_mut("place"), declaration.get("place")) {
            lengthen_place(place, like);
        }
    }
}

/// The members that a declaration shares with its copies and uses.
fn common(declaration: &Object) -> impl Iterator<Item = &Value> {
    MEMBER.iter().filter_map(|key| declaration.get(*key))
}

/// The copies and uses of a value domain.
pub(super) fn members(domain: &mut Value) -> impl Iterator<Item = &mut Object> {
    let parts = domain.as_object_mut().into_iter().flatten();
    let lists = parts.filter(|(key, _)| ["copies", "uses"].contains(&key.as_str()));
    lists
        .filter_map(|(_, list)| list.as_array_mut())
        .flatten()
        .filter_map(Value::as_object_mut)
}

fn shorten_finding(finding: &mut Object) {
    if finding.get("confidence") == Some(&json!("high")) {
        finding.shift_remove("confidence");
    }
    let Some(place) = finding.get("place").cloned() else {
        return;
    };
    if let Some(related) = finding.get_mut("related").and_then(Value::as_array_mut) {
        for other in related {
            shorten_place(other, &place);
        }
    }
}

fn lengthen_finding(finding: &mut Object) {
    if !finding.contains_key("confidence") {
        finding.insert("confidence".to_owned(), json!("high"));
    }
    let Some(place) = finding.get("place").cloned() else {
        return;
    };
    if let Some(related) = finding.get_mut("related").and_then(Value::as_array_mut) {
        for other in related {
            lengthen_place(other, &place);
        }
    }
}

/// Writes a place as a list if it differs from another one only in its position.
fn shorten_place(place: &mut Value, like: &Value) {
    let same = |key| place.get(key) == like.get(key);
    if !(same("selector") && same("excerpt") && is_small([like])) {
        return;
    }
    let (Some(document), Some(line), Some(column)) = (
        place.get("document"),
        place.get("line"),
        place.get("column"),
    ) else {
        return;
    };
    let has_no_names = (place.get("path").and_then(Value::as_array)).is_some_and(Vec::is_empty);
    *place = match place.get("end") {
        None if has_no_names => json!([document, line, column]),
        Some(end) if same("path") && end.get("line") == Some(line) => {
            json!([document, line, column, end.get("column")])
        }
        _ => return,
    };
}

fn lengthen_place(place: &mut Value, like: &Value) {
    if !is_small([like]) {
        return;
    }
    let mut long = Object::new();
    let (path, end) = match place.as_array().map(Vec::as_slice) {
        Some([_, _, _]) => (Some(json!([])), None),
        Some([_, line, _, end]) => (
            like.get("path").cloned(),
            Some(json!({ "line": line, "column": end })),
        ),
        _ => return,
    };
    if let Some([document, line, column, ..]) = place.as_array().map(Vec::as_slice) {
        let parts = [
            ("document", Some(document.clone())),
            ("path", path),
            ("selector", like.get("selector").cloned()),
            ("line", Some(line.clone())),
            ("column", Some(column.clone())),
            ("end", end),
            ("excerpt", like.get("excerpt").cloned()),
        ];
        for (key, value) in parts {
            if let Some(value) = value {
                long.insert(key.to_owned(), value);
            }
        }
    }
    *place = Value::Object(long);
}

fn shorten_settled(subjects: &mut Value) {
    let count = |key| subjects.get(key).and_then(Value::as_u64).unwrap_or(0);
    let (passed, untested, targets) = (count("passed"), count("untested"), count("targets"));
    *subjects = match (passed == targets, untested) {
        (true, 0) => json!(passed),
        _ => json!([passed, untested, targets]),
    };
}

fn lengthen_settled(subjects: &mut Value) {
    let (passed, untested, targets) = match subjects {
        Value::Number(passed) => (json!(passed), json!(0), json!(passed)),
        Value::Array(counts) => match counts.as_slice() {
            [passed, untested, targets] => (passed.clone(), untested.clone(), targets.clone()),
            _ => return,
        },
        _ => return,
    };
    *subjects = json!({ "passed": passed, "untested": untested, "targets": targets });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(application: &Value) -> Value {
        let mut value = application.clone();
        shorten(&mut value);
        value
    }

    #[test]
    fn what_is_said_twice_stands_once() {
        let place = |document: &str, column: u32| {
            json!({
                "document": document, "path": ["f", "sex"], "line": 1, "column": column,
                "end": { "line": 1, "column": column + 3 }, "excerpt": "sex",
            })
        };
        let application = json!({
            "documents": [
                { "document": "a", "artefact": "x" },
                { "document": "b", "artefact": "x" },
                { "document": "c", "artefact": "y" },
            ],
            "fields": [
                { "path": "a", "name": "sex", "attribute": "geschlecht", "domain_id": "a#sex",
                    "values": [{ "raw": "m" }], "required": true, "origin": "tests" },
                { "path": "b", "name": "sex", "attribute": "geschlecht", "domain_id": "a#sex",
                    "values": [{ "raw": "m" }], "required": true, "origin": "tests" },
                { "path": "c", "name": "SEX", "attribute": "geschlecht", "domain_id": "a#sex",
                    "origin": "tests" },
                { "path": "d", "name": "sex", "attribute": "geschlecht", "domain_id": "a#sex" },
            ],
            "domains": [{
                "declaration": { "name": "sex", "format": "html", "place": place("a", 3) },
                "copies": [
                    { "name": "sex", "format": "html", "place": place("b", 4) },
                    { "name": "sex", "entity": "f", "format": "html", "place": place("c", 5) },
                ],
            }],
            "assertions": [{ "findings": [{
                "confidence": "high",
                "place": { "document": "a", "path": ["img"], "selector": "img", "line": 1, "column": 2 },
                "related": [
                    { "document": "b", "path": [], "selector": "img", "line": 7, "column": 8 },
                    { "document": "b", "path": [], "selector": "p > img", "line": 7, "column": 8 },
                ],
            }] }],
            "settled": {
                "a": { "passed": 2, "untested": 0, "targets": 2 },
                "b": { "passed": 2, "untested": 1, "targets": 9 },
            },
        });
        let short = round(&application);
        assert_eq!(
            short.pointer("/documents/1"),
            Some(&json!({ "document": "b" }))
        );
        assert_eq!(
            short.pointer("/fields/1"),
            Some(&json!({ "path": "b", "as": 0 }))
        );
        assert_eq!(
            short.pointer("/fields/2"),
            Some(&json!({ "path": "c", "name": "SEX", "values": [], "required": null, "as": 1 }))
        );
        assert_eq!(
            short.pointer("/fields/3"),
            application.pointer("/fields/3"),
            "whose work it is cannot be taken back"
        );
        assert_eq!(
            short.pointer("/domains/0/copies/0"),
            Some(&json!({ "place": ["b", 1, 4, 7] }))
        );
        assert_eq!(
            short.pointer("/domains/0/copies/1/entity"),
            Some(&json!("f"))
        );
        let finding = short.pointer("/assertions/0/findings/0");
        let related = finding.and_then(|finding| finding.get("related"));
        assert_eq!(
            related.and_then(|related| related.get(0)),
            Some(&json!(["b", 7, 8]))
        );
        assert_eq!(
            short.get("settled"),
            Some(&json!({ "a": 2, "b": [2, 1, 9] }))
        );
        let mut long = short;
        lengthen(&mut long);
        let null = long.pointer_mut("/fields/2").and_then(Value::as_object_mut);
        null.expect("a field")
            .retain(|_, value| !value.is_null() && *value != json!([]));
        assert_eq!(long, application);
    }

    #[test]
    fn a_small_file_is_no_large_report() {
        let values: Vec<Value> = (0..200).map(|raw| json!({ "raw": raw })).collect();
        let fields = json!({ "fields": [
            { "path": "a", "attribute": "geschlecht", "values": values },
            { "path": "b", "attribute": "geschlecht", "values": values },
        ] });
        assert_eq!(round(&fields), fields, "long lists are written out");
        let excerpt = "x".repeat(2_000);
        let bomb = json!({
            "documents": [{ "document": "a", "artefact": excerpt }, { "document": "b" }],
            "fields": [{ "path": "a", "values": values }, { "as": 0 }],
            "domains": [{
                "declaration": { "name": excerpt, "place": { "excerpt": excerpt } },
                "uses": [{ "place": ["a", 1, 2] }],
            }],
            "assertions": [{ "findings": [{
                "confidence": "low", "place": { "excerpt": excerpt }, "related": [["a", 1, 2]],
            }] }],
        });
        let mut read = bomb.clone();
        lengthen(&mut read);
        assert_eq!(read, bomb, "it is refused as it stands");
    }

    #[test]
    fn what_points_nowhere_stays() {
        let odd = json!({
            "fields": [{ "as": 0 }, { "as": 7 }, { "as": "x" }, 3],
            "domains": [{ "copies": [{ "place": [1] }] }, 4],
            "assertions": [{ "findings": [{ "confidence": "low", "related": [[]] }] }],
            "settled": { "a": [], "b": "x" },
        });
        let mut read = odd.clone();
        lengthen(&mut read);
        assert_eq!(read, odd);
    }
}
