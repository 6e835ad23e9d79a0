//! `label-topic`: the label of a form field describes what to enter. ACT rule cc0f0a.
//!
//! A label is assumed to fit if it shares a word with the field's own name or contains a common form word. A label
//! shared by two fields of a form distinguishes neither.

use crate::model::Attributes;
use std::collections::BTreeSet;

use ego_tree::NodeId;
use foldhash::{HashMap, HashSet};
use scraper::ElementRef;
use serde::Deserialize;

use super::named::is_form_field;
use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, Stem, parts_of_name, stems, words};
use crate::a11y::{PageView, Truth, name};
use crate::check::CheckKind;
use crate::check::generic::params;
use crate::texts::on_one_line;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "label-topic",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params {
            known,
            parts_of_groups,
            parts_of_pages,
            bare_buttons,
            meaningless,
        } = params(table)?;
        let plain = |texts: Vec<String>| -> HashSet<String> {
            let texts = texts.iter();
            texts.map(|text| words(text).join(" ")).collect()
        };
        Ok(together(LabelTopic {
            known: stems(&known.join(" ")),
            parts_of_groups: plain(parts_of_groups),
            parts_of_pages: plain(parts_of_pages),
            bare_buttons: plain(bare_buttons),
            meaningless: meaningless.build()?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Common form words that everybody understands.
    known: Vec<String>,
    /// Labels of parts of a group of fields, which are complete with its caption.
    #[serde(default)]
    parts_of_groups: Vec<String>,
    /// Names of parts of pages, which are no entry for a field with another name.
    #[serde(default)]
    parts_of_pages: Vec<String>,
    /// Button labels that name an action without its object: a field named only by such a button has no label.
    #[serde(default)]
    bare_buttons: Vec<String>,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

struct LabelTopic {
    known: BTreeSet<Stem>,
    parts_of_groups: HashSet<String>,
    parts_of_pages: HashSet<String>,
    bare_buttons: HashSet<String>,
    meaningless: Meaningless,
}

/// A form, and a group in it.
type Group = (Option<NodeId>, Option<NodeId>);

/// A field with visible labels.
struct Labelled<'a> {
    field: ElementRef<'a>,
    text: String,
    /// Whether the label and the field are certainly visible.
    seen: Truth,
    /// Whether all visible labels are buttons.
    by_button: bool,
    /// Context that distinguishes fields with the same label: the form, a captioned group, a heading.
    group: Group,
    /// Whether the caption of a group is read with it.
    in_captioned: bool,
}

impl CommonCheck for LabelTopic {
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let fields: Vec<Labelled<'a>> = view
            .index
            .elements()
            .filter(|element| is_form_field(view, *element) && !view.seen(*element).is_no())
            .filter_map(|field| labelled(view, field))
            .collect();
        let mut shared: HashMap<(&str, Group), usize> = HashMap::default();
        for field in fields.iter().filter(|field| !is_choice(view, field.field)) {
            *shared.entry((&field.text, field.group)).or_default() += 1;
        }
        let judge = |labelled: &Labelled<'a>| {
            let Labelled { field, text, .. } = labelled;
            if self.meaningless.covers(text) {
                // The cells around it may add information.
                let in_table = crate::a11y::table_of(*field).is_some();
                return if in_table {
                    Truth::Unknown
                } else {
                    !labelled.seen
                };
            }
            if is_choice(view, *field) || !labelled.seen.is_yes() {
                return Truth::Yes;
            }
            let is_bare = labelled.by_button && self.bare_buttons.contains(&words(text).join(" "));
            if is_bare || self.is_of_the_page(text, *field) {
                return Truth::No;
            }
            let twins = shared.get(&(text.as_str(), labelled.group));
            let is_shared = twins.is_some_and(|count| *count > 1);
            let says_part =
                labelled.in_captioned && self.parts_of_groups.contains(&words(text).join(" "));
            let tells =
                !is_shared && (words(text).len() > 2 || says_part || self.fits(text, *field));
            if tells { Truth::Yes } else { Truth::Unknown }
        };
        let seen = fields.iter();
        seen.map(|field| Seen::new(field.field, judge(field), &field.text))
            .collect()
    }
}

impl LabelTopic {
    /// Whether the label of a text field names a part of a page, but the field's own name does not.
    fn is_of_the_page(&self, label: &str, field: ElementRef<'_>) -> bool {
        let own = ["id", "name"]
            .iter()
            .filter_map(|name| field.attribute(name));
        let own: BTreeSet<Stem> = own.flat_map(|own| stems(&parts_of_name(own))).collect();
        let free_text = match field.value().name() {
            "textarea" => true,
            "input" => matches!(field.attribute("type"), None | Some("text")),
            _ => false,
        };
        free_text
            && field.attribute("list").is_none()
            && self.parts_of_pages.contains(&words(label).join(" "))
            && !own.is_empty()
            && own.is_disjoint(&stems(label))
            && own.is_disjoint(&stems(&without_marks(label)))
            && crate::a11y::table_of(field).is_none()
    }

    /// Whether a label has a common form word, or a word of the field's own names.
    fn fits(&self, label: &str, field: ElementRef<'_>) -> bool {
        let label = stems(label);
        let own = ["id", "name", "autocomplete", "placeholder", "title", "type"];
        let own = own.iter().filter_map(|name| field.attribute(name));
        let mut own = own.map(parts_of_name);
        !label.is_disjoint(&self.known) || own.any(|own| !stems(&own).is_disjoint(&label))
    }
}

/// A text in the spelling of identifiers: without umlaut marks.
fn without_marks(text: &str) -> String {
    let letters = text.to_lowercase();
    let letters = letters.chars().map(|ch| match ch {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        other => other,
    });
    letters.collect()
}

/// A field with the text of its labels; `None` if none is visible or the text is uncertain.
fn labelled<'a>(view: &PageView<'a>, field: ElementRef<'a>) -> Option<Labelled<'a>> {
    let mut text = Vec::new();
    let mut seen = view.seen(field);
    let mut by_button = true;
    for label in view.naming_labels_of(field) {
        let visible = view.seen(label);
        if visible.is_no() {
            continue;
        }
        seen = seen.and(visible);
        by_button &= view.role(label).is_some_and(|role| role.name == "button");
        let content = name::content_of(view, label);
        text.push(on_one_line(content.known()?));
    }
    let text = text.join(" ").trim().to_owned();
    (!text.is_empty()).then(|| Labelled {
        field,
        text,
        seen,
        by_button,
        group: group_of(view, field),
        in_captioned: captioned_around(view, field).is_some(),
    })
}

/// The form of a field, and the captioned group around it or else the heading above it, if visible.
fn group_of<'a>(view: &PageView<'a>, field: ElementRef<'a>) -> Group {
    let around = || field.ancestors().filter_map(ElementRef::wrap);
    let form = around().find(|around| around.value().name() == "form");
    let captioned = captioned_around(view, field);
    let position = view.index.position(field.id()).unwrap_or_default();
    let headings = view.outline().headings();
    let before = headings.partition_point(|heading| {
        view.index
            .position(heading.element.id())
            .is_some_and(|at| at < position)
    });
    let heading = headings[..before]
        .iter()
        .rev()
        .find(|heading| view.seen(heading.element).is_yes());
    let group = captioned.or(heading.map(|heading| heading.element));
    (form.map(|form| form.id()), group.map(|group| group.id()))
}

/// The visible captioned group around a field.
fn captioned_around<'a>(view: &PageView<'a>, field: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let mut around = field.ancestors().filter_map(ElementRef::wrap);
    around.find(|around| {
        let says = |caption: ElementRef<'a>| {
            view.seen(caption).is_yes() && caption.text().any(|text| !text.trim().is_empty())
        };
        around.value().name() == "fieldset"
            && around
                .child_elements()
                .any(|child| child.value().name() == "legend" && says(child))
    })
}

/// Whether a field is one answer among others: its label is the answer.
fn is_choice<'a>(view: &PageView<'a>, field: ElementRef<'a>) -> bool {
    view.role(field).is_some_and(|role| {
        matches!(
            role.name,
            "checkbox" | "menuitemcheckbox" | "menuitemradio" | "radio" | "switch"
        )
    })
}
