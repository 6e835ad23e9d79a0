//! JSON Schema as far as the program's own schemas use it.

use serde_json::Value;

/// What is wrong with a value, each with its place.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut validator = Validator {
        root: schema,
        mistakes: Vec::new(),
    };
    validator.check(schema, value, "");
    validator.mistakes
}

/// The part of JSON Schema that our schema uses. Unknown keywords are mistakes.
struct Validator<'a> {
    root: &'a Value,
    mistakes: Vec<String>,
}

impl Validator<'_> {
    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut inner = Validator {
            root: self.root,
            mistakes: Vec::new(),
        };
        inner.check(schema, value, "");
        inner.mistakes.is_empty()
    }

    fn check(&mut self, schema: &Value, value: &Value, at: &str) {
        let mut wrong = Vec::new();
        let mut deeper: Vec<(Value, Value, String)> = Vec::new();
        for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" => {}
                "$ref" => {
                    let name = wanted.as_str().unwrap_or_default();
                    let target = self.root.pointer(name.trim_start_matches('#'));
                    let target = target.unwrap_or_else(|| panic!("{name} is not defined"));
                    deeper.push((target.clone(), value.clone(), at.to_owned()));
                }
                "type" => {
                    let names: Vec<&str> = match wanted {
                        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                        name => name.as_str().into_iter().collect(),
                    };
                    if !names.iter().any(|name| is_a(value, name)) {
                        wrong.push(format!("{at}: {value} is no {names:?}"));
                    }
                }
                "const" => {
                    if value != wanted {
                        wrong.push(format!("{at}: {value} is not {wanted}"));
                    }
                }
                "enum" => {
                    if !wanted.as_array().is_some_and(|list| list.contains(value)) {
                        wrong.push(format!("{at}: {value} is not in {wanted}"));
                    }
                }
                "minimum" => {
                    if value.is_i64() && value.as_i64() < wanted.as_i64() {
                        wrong.push(format!("{at}: {value} is below {wanted}"));
                    }
                }
                "minItems" | "maxItems" => {
                    let count = value.as_array().map(|items| items.len() as u64);
                    let fits =
                        count.zip(wanted.as_u64()).is_none_or(|(count, wanted)| {
                            match keyword.as_str() {
                                "minItems" => count >= wanted,
                                _ => count <= wanted,
                            }
                        });
                    if !fits {
                        wrong.push(format!("{at}: {keyword} is {wanted}"));
                    }
                }
                "pattern" => {
                    let pattern = wanted.as_str().unwrap_or_default();
                    let pattern = regex::Regex::new(pattern).expect("a pattern");
                    if !value.as_str().is_some_and(|text| pattern.is_match(text)) {
                        wrong.push(format!("{at}: {value} is not like {pattern}"));
                    }
                }
                "format" => {
                    assert_eq!(wanted, "date");
                    let day = value.as_str();
                    if day.is_some_and(|day| day.parse::<jiff::civil::Date>().is_err()) {
                        wrong.push(format!("{at}: {value} is no day"));
                    }
                }
                "required" => {
                    for key in wanted.as_array().into_iter().flatten() {
                        if value.get(key.as_str().unwrap_or_default()).is_none() {
                            wrong.push(format!("{at}: {key} is missing"));
                        }
                    }
                }
                "properties" => {
                    for (key, schema) in wanted.as_object().into_iter().flatten() {
                        if let Some(value) = value.get(key) {
                            deeper.push((schema.clone(), value.clone(), format!("{at}/{key}")));
                        }
                    }
                }
                "additionalProperties" => {
                    let known = schema.get("properties").and_then(Value::as_object);
                    for (key, value) in value.as_object().into_iter().flatten() {
                        if known.is_some_and(|known| known.contains_key(key)) {
                            continue;
                        }
                        if wanted.is_object() {
                            deeper.push((wanted.clone(), value.clone(), format!("{at}/{key}")));
                        } else {
                            wrong.push(format!("{at}: {key} is not described"));
                        }
                    }
                }
                "items" => {
                    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                        deeper.push((wanted.clone(), value.clone(), format!("{at}/{index}")));
                    }
                }
                "oneOf" | "anyOf" => {
                    let parts = wanted.as_array().into_iter().flatten();
                    let fitting = parts.filter(|part| self.fits(part, value)).count();
                    if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                        wrong.push(format!("{at}: {value} fits {fitting} of {keyword}"));
                    }
                }
                other => panic!("the schema uses a keyword this test does not know: {other}"),
            }
        }
        self.mistakes.extend(wrong);
        for (schema, value, at) in deeper {
            self.check(&schema, &value, &at);
        }
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    }
}
