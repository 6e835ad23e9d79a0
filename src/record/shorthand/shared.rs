//! What the parts of an application share: names of documents, values of fields, groups of rules and criteria.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::forms::{is_small, list, member, members};

type Object = Map<String, Value>;

/// Members of a value domain that its first field states as well.
const OF_FIELD: [&str; 5] = ["attribute", "subject", "domain", "values", "concepts"];

/// Leaves out what the first field of a value domain says of it. Comes before fields are shortened.
pub fn take_values(application: &mut Value) {
    let fields = first_fields(application);
    for domain in list(application, "domains") {
        let Some(domain) = domain.as_object_mut() else {
            continue;
        };
        let field = domain.get("id").and_then(|id| fields.get(id.as_str()?));
        let is_same = field.is_some_and(|field| {
            let same = |key: &&str| domain.get(*key) == field.get(*key);
            OF_FIELD.iter().all(same) && is_small(field.values())
        });
        if is_same && domain.contains_key("attribute") {
            domain.retain(|key, _| !OF_FIELD.contains(&key.as_str()));
        }
    }
}

/// Restores what the first field of a value domain says of it. Comes after fields were lengthened.
pub fn give_values(application: &mut Value) {
    let fields = first_fields(application);
    for domain in list(application, "domains") {
        let Some(domain) = domain.as_object_mut() else {
            continue;
        };
        let is_short = !domain.contains_key("attribute");
        let field = domain.get("id").and_then(|id| fields.get(id.as_str()?));
        if let Some(field) = field.filter(|field| is_short && is_small(field.values())) {
            domain.extend(field.clone());
        }
    }
}

/// The members in [`OF_FIELD`] of the first field of each value domain.
fn first_fields(application: &mut Value) -> HashMap<String, Object> {
    let mut first = HashMap::new();
    for field in list(application, "fields") {
        let Some(field) = field.as_object() else {
            continue;
        };
        let Some(id) = field.get("domain_id").and_then(Value::as_str) else {
            continue;
        };
        first.entry(id.to_owned()).or_insert_with(|| {
            let members = field.iter();
            let shared = members.filter(|(key, _)| OF_FIELD.contains(&key.as_str()));
            shared
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        });
    }
    first
}

/// Writes documents and value domains by their number, and rules and criteria in groups. Comes last.
pub fn shorten(application: &mut Value) {
    let numbers = |names: Vec<Option<String>>| -> HashMap<String, usize> {
        let mut numbers = HashMap::new();
        for (number, name) in names.into_iter().enumerate() {
            let name = name.filter(|name| is_small([&json!(name)]));
            if let Some(name) = name {
                numbers.entry(name).or_insert(number);
            }
        }
        numbers
    };
    let documents = numbers(names(application, "documents", "document"));
    let domains = numbers(names(application, "domains", "id"));
    let number = |numbers: &HashMap<String, usize>, name: &mut Value| {
        if let Some(number) = name.as_str().and_then(|name| numbers.get(name)) {
            *name = json!(number);
        }
    };
    each_document(application, &mut |name| number(&documents, name));
    for field in list(application, "fields") {
        if let Some(id) = field.get_mut("domain_id") {
            number(&domains, id);
        }
    }
    shorten_settled(application);
    shorten_cells(application);
    leave_out_nulls(application);
}

/// Undoes [`shorten`]. Unknown forms stay unchanged. Comes first.
pub fn lengthen(application: &mut Value) {
    let documents = names(application, "documents", "document");
    let domains = names(application, "domains", "id");
    let named = |names: &[Option<String>], number: &mut Value| {
        let at = number.as_u64().and_then(|at| usize::try_from(at).ok());
        let name = at.and_then(|at| names.get(at)?.as_ref());
        if let Some(name) = name.filter(|name| is_small([&json!(name)])) {
            *number = json!(name);
        }
    };
    each_document(application, &mut |number| named(&documents, number));
    for field in list(application, "fields") {
        if let Some(number) = field.get_mut("domain_id") {
            named(&domains, number);
        }
    }
    lengthen_settled(application);
    lengthen_cells(application);
}

/// The names in a list of an application.
fn names(application: &mut Value, of: &str, key: &str) -> Vec<Option<String>> {
    let items = list(application, of).iter();
    let names = items.map(|item| item.get(key)?.as_str().map(str::to_owned));
    names.collect()
}

/// Changes each mention of a document outside the list of documents.
fn each_document(application: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    let of_place = |place: &mut Value, change: &mut dyn FnMut(&mut Value)| {
        let document = match place {
            Value::Array(parts) => parts.first_mut(),
            place => place.get_mut("document"),
        };
        document.map(change);
    };
    for field in list(application, "fields") {
        field.get_mut("path").map(&mut *change);
    }
    for domain in list(application, "domains") {
        if let Some(place) = domain.pointer_mut("/declaration/place") {
            of_place(place, change);
        }
        for place in members(domain).filter_map(|member| member.get_mut("place")) {
            of_place(place, change);
        }
    }
    let of_finding = |finding: &mut Value, change: &mut dyn FnMut(&mut Value)| {
        if let Some(place) = finding.get_mut("place") {
            of_place(place, change);
        }
        for place in list(finding, "related") {
            of_place(place, change);
        }
    };
    for assertion in list(application, "assertions") {
        assertion.get_mut("subject").map(&mut *change);
        for finding in list(assertion, "findings") {
            of_finding(finding, change);
        }
    }
    for name in ["waived", "answered"] {
        for settled in list(application, name) {
            if let Some(finding) = settled.get_mut("finding") {
                of_finding(finding, change);
            }
        }
    }
}

/// Writes rules by the part of their id before the slash, which many share; that part keeps its slash as a sign.
fn shorten_settled(application: &mut Value) {
    let Some(settled) = member(application, "settled") else {
        return;
    };
    let mut groups = Object::new();
    for (rule, subjects) in std::mem::take(settled) {
        match rule.split_once('/').filter(|(_, name)| !name.is_empty()) {
            Some((group, name)) => {
                let of_group = groups
                    .entry(format!("{group}/"))
                    .or_insert_with(|| json!({}));
                if let Some(of_group) = of_group.as_object_mut() {
                    of_group.insert(name.to_owned(), subjects);
                }
            }
            None => {
                groups.insert(rule, subjects);
            }
        }
    }
    *settled = groups;
}

fn lengthen_settled(application: &mut Value) {
    let Some(settled) = member(application, "settled") else {
        return;
    };
    let mut rules = Object::new();
    for (group, subjects) in std::mem::take(settled) {
        match subjects {
            Value::Object(named) if group.ends_with('/') && is_small([&json!(group)]) => {
                let named = named.into_iter();
                rules.extend(named.map(|(name, subjects)| (format!("{group}{name}"), subjects)));
            }
            subjects => {
                rules.insert(group, subjects);
            }
        }
    }
    *settled = rules;
}

/// Writes criteria that follow each other with the same verdict as one list: the verdict, then the criteria.
fn shorten_cells(application: &mut Value) {
    let Some(cells) = member(application, "cells") else {
        return;
    };
    for of_list in cells.values_mut() {
        let Some(verdicts) = of_list.as_object() else {
            continue;
        };
        let mut runs: Vec<Vec<Value>> = Vec::new();
        for (criterion, verdict) in verdicts {
            match runs.last_mut().filter(|run| run.first() == Some(verdict)) {
                Some(run) => run.push(json!(criterion)),
                None => runs.push(vec![verdict.clone(), json!(criterion)]),
            }
        }
        *of_list = json!(runs);
    }
}

fn lengthen_cells(application: &mut Value) {
    let Some(cells) = member(application, "cells") else {
        return;
    };
    for of_list in cells.values_mut() {
        let Some(runs) = of_list.as_array() else {
            continue;
        };
        let mut verdicts = Object::new();
        for run in runs.iter().filter_map(Value::as_array) {
            let Some((verdict, criteria)) = run.split_first() else {
                continue;
            };
            if is_small([verdict]) {
                let criteria = criteria.iter().filter_map(Value::as_str);
                verdicts.extend(criteria.map(|name| (name.to_owned(), verdict.clone())));
            }
        }
        *of_list = Value::Object(verdicts);
    }
}

/// Leaves out what is not known about an application and its life cycle.
fn leave_out_nulls(application: &mut Value) {
    if let Some(known) = application.as_object_mut() {
        known.retain(|_, value| !value.is_null());
    }
    if let Some(known) = member(application, "lifecycle") {
        known.retain(|_, value| !value.is_null());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application() -> Value {
        let place = |document: &str| json!({ "document": document, "line": 1 });
        let values = json!([{ "raw": "m" }, { "raw": "w" }]);
        json!({
            "id": "A", "vendor": "X", "lifecycle": { "phase": "active" },
            "documents": [{ "document": "a.sql" }, { "document": "b.html" }],
            "fields": [{ "path": "a.sql", "attribute": "geschlecht", "subject": "person",
                "domain": "closed", "values": values, "domain_id": "a.sql#sex" }],
            "domains": [{ "id": "a.sql#sex", "attribute": "geschlecht", "subject": "person",
                "domain": "closed", "values": values, "declaration": { "place": place("a.sql") },
                "copies": [{ "place": ["b.html", 1, 2] }] }],
            "cells": { "list": { "1": "failed", "2": "untested", "10": "untested",
                "11": { "verdict": "passed", "answered": true } } },
            "assertions": [
                { "subject": "b.html", "findings": [{ "place": place("b.html"), "related": [place("a.sql")] }] },
                { "subject": "A", "findings": [{ "place": place("elsewhere") }] },
            ],
            "settled": { "x/a": 1, "x/b": 2, "own": 3 },
        })
    }

    fn short(application: &Value) -> Value {
        let mut value = application.clone();
        take_values(&mut value);
        shorten(&mut value);
        value
    }

    fn long(short: &Value) -> Value {
        let mut value = short.clone();
        lengthen(&mut value);
        give_values(&mut value);
        value
    }

    #[test]
    fn names_values_and_groups_stand_once() {
        let application = application();
        let short = short(&application);
        for (pointer, said) in [
            ("/fields/0/path", json!(0)),
            ("/fields/0/domain_id", json!(0)),
            ("/domains/0/copies/0/place/0", json!(1)),
            ("/assertions/0/subject", json!(1)),
            ("/assertions/0/findings/0/related/0/document", json!(0)),
            ("/assertions/1/subject", json!("A")),
            (
                "/assertions/1/findings/0/place/document",
                json!("elsewhere"),
            ),
            ("/settled", json!({ "x/": { "a": 1, "b": 2 }, "own": 3 })),
            (
                "/cells/list",
                json!([["failed", "1"], ["untested", "2", "10"], [{ "verdict": "passed", "answered": true }, "11"]]),
            ),
        ] {
            assert_eq!(short.pointer(pointer), Some(&said), "{pointer}");
        }
        assert_eq!(short.pointer("/domains/0/attribute"), None);
        assert_eq!(long(&short), application);
    }

    #[test]
    fn older_reports_stay_as_they_are() {
        let mut application = application();
        assert_eq!(long(&application), application);
        application["domains"][0]["subject"] = json!("animal");
        assert_eq!(
            short(&application).pointer("/domains/0/attribute"),
            Some(&json!("geschlecht")),
            "what differs is written out"
        );
        application["vendor"] = Value::Null;
        assert_eq!(short(&application).get("vendor"), None);
    }

    #[test]
    fn numbers_that_point_nowhere_and_long_names_stay() {
        let name = "x".repeat(2_000);
        let odd = json!({
            "documents": [{ "document": name }],
            "fields": [{ "path": 0, "domain_id": 7 }],
            "domains": [{ "id": 3 }],
            "cells": { "list": [[], "x"] },
            "settled": { "a": { "b": 1 } },
        });
        let read = long(&odd);
        assert_eq!(read.get("fields"), odd.get("fields"));
        assert_eq!(read.get("settled"), odd.get("settled"));
        assert_eq!(read.pointer("/cells/list"), Some(&json!({})));
    }
}
