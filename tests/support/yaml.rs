//! YAML as data, for files that programs of others read.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value, json};

/// The only document of a text.
pub fn parsed(text: &str) -> Value {
    let mut events = Parser::new_from_str(text).map(|event| event.expect("the text is YAML").0);
    loop {
        match events.next().expect("a document") {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            event => return value(event, &mut events),
        }
    }
}

fn value<'t>(event: Event<'t>, events: &mut dyn Iterator<Item = Event<'t>>) -> Value {
    match event {
        Event::Scalar(text, ScalarStyle::Plain, ..) => match text.as_ref() {
            "true" => json!(true),
            "false" => json!(false),
            text => text
                .parse::<i64>()
                .map_or(json!(text), |number| json!(number)),
        },
        Event::Scalar(text, ..) => json!(text),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                match events.next().expect("an item or the end") {
                    Event::SequenceEnd => return Value::Array(items),
                    event => items.push(value(event, events)),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut entries = Map::new();
            loop {
                let key = match events.next().expect("a key or the end") {
                    Event::MappingEnd => return Value::Object(entries),
                    event => value(event, events),
                };
                let key = key.as_str().map_or(key.to_string(), str::to_owned);
                let event = events.next().expect("a value");
                let value = value(event, events);
                assert!(entries.insert(key.clone(), value).is_none(), "{key} twice");
            }
        }
        other => panic!("{other:?}"),
    }
}
