//! `error-message`: an error message of a form names the cause or the remedy. ACT rule 36b590.

use foldhash::{HashMap, HashSet};

use crate::model::Attributes;

use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::named::is_form_field;
use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, Stem, stems, words};
use crate::a11y::{PageView, Truth, name};
use crate::check::CheckKind;
use crate::check::generic::params;
use crate::texts::on_one_line;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "error-message",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params { signs, meaningless } = params(table)?;
        Ok(together(ErrorMessage {
            signs: signs.iter().map(|sign| sign.to_lowercase()).collect(),
            meaningless: meaningless.build()?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Word prefixes that indicate a mistake.
    signs: Vec<String>,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

struct ErrorMessage {
    signs: Vec<String>,
    meaningless: Meaningless,
}

/// A message that no field refers to.
struct Message<'a> {
    element: ElementRef<'a>,
    text: String,
    /// Whether it is exposed to screen readers.
    told: bool,
}

impl CommonCheck for ErrorMessage {
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let fields: Vec<ElementRef<'a>> = view
            .index
            .elements()
            .filter(|element| is_form_field(view, *element) && !view.exposed(*element).is_no())
            .collect();
        if fields.is_empty() {
            return Vec::new();
        }
        let mut seen = Vec::new();
        let mut described: HashSet<ego_tree::NodeId> = HashSet::default();
        for field in &fields {
            let messages = messages_of(view, *field);
            described.extend(messages.iter().map(|message| message.id()));
            let is_invalid = field
                .attribute("aria-invalid")
                .is_some_and(|value| !matches!(value.trim(), "" | "false"));
            seen.push(self.judge(view, *field, &messages, is_invalid));
        }
        // Messages that no field refers to may be about any of them.
        let loose = self.loose_messages(view, &described);
        if !loose.is_empty() {
            for seen in seen.iter_mut().filter(|seen| seen.fine.is_no()) {
                seen.fine = Truth::Unknown;
            }
            let mut labels: HashMap<Stem, usize> = HashMap::default();
            for stem in fields
                .iter()
                .flat_map(|field| stems(&view.name(*field).text))
            {
                *labels.entry(stem).or_default() += 1;
            }
            // There is no other announcement, and no script to make one.
            let silent = !view.runs_program()
                && described.is_empty()
                && loose.iter().all(|message| !message.told);
            seen.extend(loose.into_iter().map(
                |Message {
                     element,
                     text,
                     told,
                 }| {
                    // A word in the labels of two fields identifies neither.
                    let named = stems(&text);
                    let mut fields = named.iter().filter_map(|stem| labels.get(stem));
                    let names_field = fields.any(|fields| *fields == 1);
                    let clear = if names_field && self.says_more(&text) {
                        Truth::Yes
                    } else {
                        Truth::Unknown
                    };
                    let fine = match told {
                        true => clear,
                        // Visible, about this field, and exposed to no one.
                        false if silent && clear.is_yes() => Truth::No,
                        false => Truth::Unknown,
                    };
                    Seen::new(element, fine, &text)
                },
            ));
        }
        seen
    }
}

impl ErrorMessage {
    fn judge<'a>(
        &self,
        view: &PageView<'a>,
        field: ElementRef<'a>,
        messages: &[ElementRef<'a>],
        is_invalid: bool,
    ) -> Seen<'a> {
        let texts = messages.iter().map(|message| {
            let content = name::content_of(view, *message);
            let known = content.known().map(on_one_line);
            (view.seen(*message).and(view.exposed(*message)), known)
        });
        let texts: Vec<(Truth, Option<String>)> = texts.collect();
        let says_error = |text: &Option<String>| {
            text.as_deref().is_some_and(|text| {
                !text.is_empty() && (self.tells_mistake(text) || self.meaningless.covers(text))
            })
        };
        let errors: Vec<&(Truth, Option<String>)> = texts
            .iter()
            .filter(|(shown, text)| !shown.is_no() && says_error(text))
            .collect();
        let wording = errors
            .iter()
            .find_map(|(_, text)| text.clone())
            .unwrap_or_else(|| view.name(field).text.clone());
        let fine = if errors.is_empty() {
            let told = texts
                .iter()
                .any(|(_, text)| text.as_deref().is_none_or(|text| !text.is_empty()));
            // A note on the format may be the message, too.
            if is_invalid && !told {
                Truth::Unknown
            } else {
                Truth::Yes
            }
        } else if errors
            .iter()
            .any(|(_, text)| text.as_deref().is_some_and(|text| self.says_more(text)))
        {
            Truth::Yes
        } else {
            let shown = errors.iter().map(|(shown, _)| *shown);
            let covered = |text: &Option<String>| {
                text.as_deref()
                    .is_some_and(|text| self.meaningless.covers(text))
            };
            let empty = errors.iter().all(|(_, text)| covered(text));
            if empty {
                !shown.fold(Truth::Yes, Truth::and)
            } else {
                Truth::Unknown
            }
        };
        Seen::new(field, fine, &wording)
    }

    fn tells_mistake(&self, text: &str) -> bool {
        words(text).iter().any(|word| {
            self.signs
                .iter()
                .any(|sign| word.starts_with(sign.as_str()))
        })
    }

    /// Whether a message has words for a cause or a remedy besides those for a mistake ("Bitte Vorname eingeben").
    fn says_more(&self, text: &str) -> bool {
        const WORDS: usize = 2;
        !self.meaningless.covers(text) && self.meaningless.telling(text) >= WORDS
    }

    /// Messages about mistakes that are announced or marked as such, but that no field refers to.
    fn loose_messages<'a>(
        &self,
        view: &PageView<'a>,
        described: &HashSet<ego_tree::NodeId>,
    ) -> Vec<Message<'a>> {
        let mut found = Vec::new();
        let mut until = 0;
        for (at, element) in view.index.elements().enumerate() {
            if at < until || described.contains(&element.id()) || !is_marked_as_error(element) {
                continue;
            }
            let exposed = view.exposed(element);
            if exposed == Truth::Unknown || !view.seen(element).is_yes() {
                continue;
            }
            let text = match exposed {
                // Hidden from screen readers.
                Truth::No => Some(on_one_line(&element.text().collect::<String>())),
                _ => name::content_of(view, element).known().map(on_one_line),
            };
            let Some(text) = text else {
                continue;
            };
            let short = words(&text).len() <= 60;
            if short
                && !text.is_empty()
                && (self.tells_mistake(&text) || self.meaningless.covers(&text))
            {
                until = view.index.end(at);
                found.push(Message {
                    element,
                    text,
                    told: exposed.is_yes(),
                });
            }
        }
        found
    }
}

/// The elements that a field refers to as its error message or description.
fn messages_of<'a>(view: &PageView<'a>, field: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let names = ["aria-errormessage", "aria-describedby"];
    let named = names.iter().filter_map(|name| field.attribute(name));
    let ids = named.flat_map(str::split_ascii_whitespace);
    ids.filter_map(|id| view.index.by_id(id)).collect()
}

/// Whether an element is marked as an error message by its role, class or id, and has text of its own.
fn is_marked_as_error(element: ElementRef<'_>) -> bool {
    const NAMES: [&str; 5] = ["error", "invalid-feedback", "fehler", "danger", "has-error"];
    let by_role = element
        .attribute("role")
        .is_some_and(|role| role.trim().eq_ignore_ascii_case("alert"));
    let named = ["class", "id"].iter().any(|name| {
        let value = element
            .attribute(name)
            .unwrap_or_default()
            .to_ascii_lowercase();
        NAMES.iter().any(|name| value.contains(name))
    });
    let holds_text = element.children().any(|child| match child.value() {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(_) => by_role,
        _ => false,
    });
    (by_role || named)
        && holds_text
        && !matches!(element.value().name(), "a" | "button" | "input" | "label")
}
