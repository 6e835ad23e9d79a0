//! Lists of entries in languages without a grammar here, in any syntax: literals assigned to a variable or key, options
//! that calls add to a control, values that a field's validation allows.
//!
//! A list only counts as the values of a name if the syntax says so: it is assigned to the name, or it is everything
//! the control ever gets. Other calls with a field and a few literals lead to a question.

use std::collections::{BTreeMap, HashSet};

use super::groups::{Cell, Named, Row, parts, visit_rows};
use super::limits::CODE_CHARS;
use crate::model::{
    Amendment, Domain, Element, Known, Layer, Located, ModelPath, SchemaModel, SourceText, Span,
    Value, Why,
};
use crate::topic::{Attribute, Topic, tokens};

/// Methods that add one or more entries to a control or its list.
#[rustfmt::skip]
const OFFERING: &[&str] = &[
    "addItem", "addItems", "insertItem", "insertItems", "AddItem", "AddItems", "Add", "AddRange", "append_text", "append",
    "AddString", "AddStrings", "addOption", "addChoice", "addRadioButton", "AppendString", "Append",
];
/// Properties that hold the entries of a control.
const PARTS: &[&str] = &["Items", "items", "Lines", "Strings", "options"];
/// Words in the names of C functions that do the same: `gtk_combo_box_text_append_text(combo, "Male")`.
const FILLING: &[&str] = &["append", "insert", "prepend", "add"];
/// First words of functions that add something of their own to their argument.
const EXTENDING: &[&str] = &[
    "add", "append", "complete", "extend", "fill", "init", "load", "populate", "setup",
];
/// Words in the names of functions that only place a control.
const LAYOUT: &[&str] = &[
    "child",
    "component",
    "control",
    "field",
    "layout",
    "listener",
    "row",
    "view",
    "widget",
];
/// Words in the names of controls for choosing.
const CHOOSERS: &[&str] = &[
    "combo", "combobox", "choice", "listbox", "dropdown", "radio",
];
/// Class names of menu items.
const MENU_ITEMS: &[&str] = &[
    "ButtonSegment",
    "DropdownMenuEntry",
    "DropdownMenuItem",
    "PopupMenuItem",
    "Radio",
    "RadioListTile",
];
/// Arguments of a menu with its label.
const LABELLING: &[&str] = &["labelText", "label", "hintText", "hint", "title"];
/// Arguments of a menu with the selected value.
const HOLDING: &[&str] = &[
    "groupValue",
    "initialValue",
    "initialSelection",
    "value",
    "selected",
];
/// More lists than this are data.
const MOST_LISTS: usize = 500;

/// The lists in a text; `None` if there are none. `read` holds the models that other readers made of it.
pub(super) fn read(
    document: &str,
    format: &'static str,
    text: &SourceText,
    read: &[SchemaModel],
    topic: &Topic,
) -> Option<SchemaModel> {
    let mut model = SchemaModel::new(document, format, text.clone());
    let mut offers: BTreeMap<&str, Offer<'_>> = BTreeMap::new();
    let mut handed_on: HashSet<&str> = HashSet::new();
    visit_rows(text.as_str(), |row| {
        if fills_what_it_is_handed(row) {
            let cells = row.cells.iter().filter(|cell| names(topic, cell.text));
            handed_on.extend(cells.map(|cell| cell.text));
        }
        let filled = control_of(row).filter(|(name, _)| names(topic, name));
        let menu = filled
            .is_none()
            .then(|| menu_around(text.as_str(), row, topic));
        if let Some((control, at)) = filled.or(menu.flatten()) {
            let offer = offers
                .entry(control)
                .or_insert_with(|| Offer::new((control, at)));
            offer.is_menu |= filled.is_none();
            offer.take(row);
        } else if model.elements.len() < MOST_LISTS {
            let list = list(row, topic).filter(|list| !is_read(list, read));
            if let Some(list) = list {
                model.add_element(list);
            }
        }
    });
    let offered = offers.into_iter().filter_map(|(control, mut offer)| {
        offer.is_open |= handed_on.contains(control);
        offer.control(topic)
    });
    for control in offered.filter(|control| !is_read(control, read)) {
        model.add_element(control);
    }
    (!model.elements.is_empty()).then_some(model)
}

/// Whether a name is one of gender or salutation, and not one of their entries.
fn names(topic: &Topic, name: &str) -> bool {
    let mut attributes = [Attribute::Gender, Attribute::Salutation].into_iter();
    !topic.is_entry(name) && attributes.any(|attribute| topic.names(attribute, name))
}

/// What calls add to a control.
struct Offer<'t> {
    control: Named<'t>,
    values: Vec<Value>,
    extent: Span,
    /// Whether something is added that the text does not state.
    is_open: bool,
    /// Whether it is created together with all its options.
    is_menu: bool,
}

impl<'t> Offer<'t> {
    fn new(control: Named<'t>) -> Self {
        Self {
            control,
            values: Vec::new(),
            extent: control.1,
            is_open: false,
            is_menu: false,
        }
    }

    /// Adds the arguments of one call: a list, or a text and its stored value.
    fn take(&mut self, row: &Row<'t>) {
        let handed = |cell: &&Cell<'t>| cell.span != self.control.1;
        let cells: Vec<&Cell<'t>> = row.cells.iter().filter(handed).collect();
        let texts: Vec<&Cell<'t>> = cells.iter().copied().filter(|cell| cell.is_text).collect();
        let lists =
            row.called.0.is_empty() || is_many(last(row.called.0)) || is_many(outer_call(row));
        if let Some(last) = row.cells.last() {
            self.extent = self.extent.to(last.span);
        }
        match texts.as_slice() {
            [] => self.is_open |= !cells.is_empty(),
            texts if lists => {
                self.is_open |= texts.len() < cells.len();
                self.values
                    .extend(texts.iter().map(|text| Value::plain(text.text, text.span)));
            }
            [first, rest @ ..] => {
                let is_number = |cell: &&&Cell<'t>| {
                    !cell.text.is_empty() && cell.text.bytes().all(|byte| byte.is_ascii_digit())
                };
                let stored = rest.first().or_else(|| cells.iter().find(is_number));
                // Of an identifier and its text, the longer one is for people.
                let (raw, label) = match stored {
                    Some(stored) if stored.text.len() <= first.text.len() => {
                        (*stored, Some(*first))
                    }
                    Some(stored) => (*first, Some(*stored)),
                    None => (*first, None),
                };
                self.values.push(Value {
                    label: label.map(|label| Located::with_span(label.text.to_owned(), label.span)),
                    ..Value::plain(raw.text, raw.span)
                });
            }
        }
    }

    fn control(mut self, topic: &Topic) -> Option<Element> {
        let mut seen = std::collections::HashSet::new();
        self.values
            .retain(|value| seen.insert(value.raw.value.clone()));
        if entries(&self.values, topic) == 0 {
            return None;
        }
        let (name, at) = self.control;
        // The form's own options are in another document.
        let amends = (!self.is_menu).then(|| Amendment::Extends {
            more: self.values.clone(),
            is_plain: !self.is_open,
        });
        let domain = match self.is_open {
            true => Known::No(Why::Dynamic),
            false => Known::closed(self.values),
        };
        let name = Located::with_span(name.to_owned(), at);
        let path = ModelPath::new([name.value.as_str()]);
        let control = Element::control(name, path, Layer::Ui, self.extent);
        Some(Element {
            amends,
            ..control.with_domain(Located::with_span(domain, self.extent))
        })
    }
}

/// Whether a function of the program fills its argument, judged by its name: what it adds is elsewhere.
fn fills_what_it_is_handed(row: &Row<'_>) -> bool {
    let mut path = parts(row.called.0, 0);
    let (Some((call, _)), None) = (path.next(), path.next()) else {
        return false;
    };
    let words = tokens(call);
    let is_verb = |word: &String| EXTENDING.contains(&word.as_str());
    let lays_out = words.iter().any(|word| LAYOUT.contains(&word.as_str()));
    // `combo_box_append(combo, "m")` states what it adds.
    let states = row.cells.iter().any(|cell| cell.is_text);
    words.first().is_some_and(is_verb) && !lays_out && !states
}

/// The control to which a call adds entries.
fn control_of<'t>(row: &Row<'t>) -> Option<Named<'t>> {
    // The call itself, or the one that takes a list: `combo->addItems({"m", "w"})`.
    let calls = row.outer.iter().take(2).map(|outer| outer.called);
    for (path, at) in calls.filter(|(path, _)| !path.is_empty()) {
        let mut names: Vec<Named<'t>> = parts(path, at.start as usize).collect();
        let Some((call, _)) = names.pop() else {
            continue;
        };
        if let Some(control) = names.iter().rev().find(|(name, _)| !PARTS.contains(name)) {
            let by_part = names.last().is_some_and(|(name, _)| PARTS.contains(name));
            // `list.Add` may fill anything; `combo.Items.Add` fills a control.
            let is_sure = by_part || call.len() > "Append".len() || is_chooser(control.0);
            if OFFERING.contains(&call) && is_sure {
                return Some(*control);
            }
        } else {
            let words = tokens(call);
            let fills = words.iter().any(|word| FILLING.contains(&word.as_str()));
            if fills && is_chooser(call) {
                let mut cells = row.cells.iter().filter(|cell| cell.is_name());
                return cells.next().map(|cell| (cell.text, cell.span));
            }
        }
    }
    None
}

/// The control for which an item is created (`DropdownMenuItem(value: 'm', child: Text('männlich'))`): named by the
/// item itself, or by the label or variable before it in the enclosing expression.
fn menu_around<'t>(text: &'t str, row: &Row<'t>, topic: &Topic) -> Option<Named<'t>> {
    /// Maximum distance searched for the control of an item.
    const LONGEST: usize = 2_000;
    let start = row.called.1.start as usize;
    // `DropdownMenuItem<String>(`
    let called = text.get(..start)?.strip_suffix('<');
    let called = called.map_or(last(row.called.0), |generic| {
        let word = generic.rsplit(|ch: char| !ch.is_alphanumeric()).next();
        word.unwrap_or_default()
    });
    if !MENU_ITEMS.contains(&called) {
        return None;
    }
    let own = row.cells.iter().filter(|cell| cell.is_name());
    let mut own = own.filter(|cell| cell.key.is_some_and(|key| HOLDING.contains(&key)));
    if let Some(cell) = own.next() {
        let named = parts(cell.text, cell.span.start as usize).last();
        return named.filter(|(name, _)| names(topic, name));
    }
    let menu = row
        .outer
        .iter()
        .skip(1)
        .find(|outer| !outer.called.0.is_empty())?;
    let begin = menu.called.1.start as usize;
    let before = text
        .get(begin..start)
        .filter(|text| text.len() <= LONGEST)?;
    let behind = |keys: &[&str], is_part: fn(char) -> bool| {
        keys.iter().find_map(|key| {
            let at = before.find(&format!("{key}:"))? + key.len() + 1;
            let rest = before.get(at..)?;
            // `label: const Text('Geschlecht')`
            let at = at + rest.find(is_part)?;
            let value = before.get(at..)?.split(|ch| !is_part(ch)).next()?;
            let last = value.rsplit('.').next()?;
            let at = begin + at + value.len() - last.len();
            names(topic, last).then(|| (last, Span::new(at, at + last.len())))
        })
    };
    let labelled = LABELLING.iter().find_map(|key| {
        let at = before.find(&format!("{key}:"))? + key.len() + 1;
        let rest = before.get(at..)?;
        let quote = rest.find(['\'', '"'])?;
        let said = rest.get(quote + 1..)?.split(['\'', '"']).next()?;
        let at = begin + at + quote + 1;
        names(topic, said).then(|| (said, Span::new(at, at + said.len())))
    });
    labelled.or_else(|| {
        behind(HOLDING, |ch| {
            ch.is_alphanumeric() || matches!(ch, '_' | '.')
        })
    })
}

fn is_chooser(name: &str) -> bool {
    let words = tokens(name);
    words.iter().any(|word| CHOOSERS.contains(&word.as_str()))
}

/// Whether a method takes several entries at once.
fn is_many(call: &str) -> bool {
    matches!(call, "AddRange" | "AddStrings") || call.ends_with("Items")
}

fn last(path: &str) -> &str {
    parts(path, 0).last().map_or("", |(name, _)| name)
}

fn outer_call<'t>(row: &Row<'t>) -> &'t str {
    let outer = row.outer.get(1).map_or("", |outer| outer.called.0);
    let last = parts(outer, 0).last();
    last.map_or("", |(name, _)| name)
}

/// A list of literals with a name.
fn list(row: &Row<'_>, topic: &Topic) -> Option<Element> {
    let values = values_of(row)?;
    let all = entries(&values, topic);
    if all < 2 {
        return None;
    }
    let assigned = row.own.filter(|(name, _)| names(topic, name));
    let (name, at) = match assigned {
        Some(named) => named,
        // In a call or object about a field, the list is the field's, if it contains nothing but entries.
        None if all == values.len() => subject_of(row, topic)?,
        None => return None,
    };
    let first = values.first().and_then(|value| value.raw.span)?;
    let extent = values
        .iter()
        .filter_map(|value| value.raw.span)
        .fold(first, Span::to);
    let name = Located::with_span(name.to_owned(), at);
    let path = ModelPath::new([name.value.as_str()]);
    let mut element = Element::value_type(name, path, Layer::Code, extent);
    match assigned {
        Some(_) => element = element.with_values(values, extent),
        None => element.rows = Some(values),
    }
    Some(element)
}

/// The literals of a list, or the keys of a map with its texts.
fn values_of(row: &Row<'_>) -> Option<Vec<Value>> {
    let words = matches!(last(row.called.0), "qw" | "w");
    let is_code = |text: &str| !text.is_empty() && text.chars().count() <= CODE_CHARS;
    let value = |cell: &Cell<'_>| match cell.key {
        None => {
            let is_literal = cell.is_text || words;
            (is_literal && is_code(cell.text)).then(|| Value::plain(cell.text, cell.span))
        }
        Some(key) => (cell.is_text && is_code(key)).then(|| Value {
            label: Some(Located::with_span(cell.text.to_owned(), cell.span)),
            ..Value::plain(key, cell.span)
        }),
    };
    let keyed = row.cells.iter().filter(|cell| cell.key.is_some()).count();
    let is_mixed = keyed > 0 && keyed < row.cells.len();
    (!is_mixed).then(|| row.cells.iter().map(value).collect())?
}

/// The field that the context of a list is about: the key of an enclosing object, a name in it, the first argument of a
/// call.
fn subject_of<'t>(row: &Row<'t>, topic: &Topic) -> Option<Named<'t>> {
    /// Sorting, searching and drawing use an order of entries, not a list of allowed ones.
    const ASIDE: [&str; 8] = [
        "sort", "order", "filter", "where", "find", "group", "color", "column",
    ];
    let is_aside = |name: &str| {
        tokens(name)
            .iter()
            .any(|word| ASIDE.iter().any(|aside| word.starts_with(aside)))
    };
    let own = row.own.is_some_and(|(name, _)| is_aside(name));
    if own || row.outer.iter().any(|outer| is_aside(outer.called.0)) {
        return None;
    }
    for outer in &row.outer {
        let about = [outer.name, outer.first, outer.chained, outer.own];
        let about = about.into_iter().flatten();
        let named = about.filter_map(|(name, at)| parts(name, at.start as usize).last());
        if let Some(named) = named.clone().find(|(name, _)| names(topic, name)) {
            return Some(named);
        }
    }
    None
}

fn entries(values: &[Value], topic: &Topic) -> usize {
    let says = |text: &Located<String>| topic.is_entry(&text.value);
    let is_entry = |value: &&Value| says(&value.raw) || value.label.as_ref().is_some_and(says);
    values.iter().filter(is_entry).count()
}

/// Whether other values were already read at this place.
fn is_read(list: &Element, models: &[SchemaModel]) -> bool {
    let touches = |span: Span| span.overlaps(list.extent);
    models
        .iter()
        .flat_map(|model| &model.elements)
        .any(|element| {
            let listed = matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
                || element.rows.is_some();
            listed && (touches(element.extent) || element.domain.span.is_some_and(touches))
        })
}
