//! `choice-group` and `fieldset-name`: related fields state what they have in common.

use crate::model::Attributes;
use std::collections::BTreeMap;

use ego_tree::NodeId;
use foldhash::HashMap;
use scraper::ElementRef;
use serde::Deserialize;

use super::near::text_before;
use super::occurrence::{Occurrence, Survey, each};
use super::text::{folded, shown};
use super::{element_grounds, expectation};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::{params, without_params};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Radio buttons and check boxes of one name are in a named group.
pub const CHOICES: CheckKind = CheckKind {
    name: "choice-group",
    facts: &["options", "caption", "kind"],
    variants: &["nameless", "caption", "alone"],
    build: |table| {
        let Params { mute } = params(table)?;
        let mute = mute.iter().map(|word| folded(word)).collect();
        Ok(each(ChoiceGroup { mute }))
    },
};

/// A `<fieldset>` that separates some fields of a form has a name.
pub const FIELDSET: CheckKind = CheckKind {
    name: "fieldset-name",
    facts: &["element", "count"],
    variants: &[],
    build: |table| without_params(table, || each(FieldsetName)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Options that are meaningless without the question (`ja`, `nein`).
    mute: Vec<String>,
}

struct ChoiceGroup {
    mute: Vec<String>,
}

/// Fields of one kind and name in one form; browsers treat such radio buttons as one choice.
type ChoiceKey<'a> = (Option<NodeId>, String, &'a str);

fn choices<'a>(page: &PageView<'a>) -> BTreeMap<usize, Vec<ElementRef<'a>>> {
    let mut groups: HashMap<ChoiceKey<'a>, Vec<(usize, ElementRef<'a>)>> = HashMap::default();
    for (position, element) in page.index.elements().enumerate() {
        let Some(name) = element.attribute("name").filter(|_| is_choice(element)) else {
            continue;
        };
        if name.is_empty() || insert::is_insert(name) || page.exposed(element).is_no() {
            continue;
        }
        let key = (form_of(element), role::input_type(element), name);
        groups.entry(key).or_default().push((position, element));
    }
    let marks = marks_before(page);
    let between = |one: usize, other: usize| {
        let before = |at: usize| marks.get(at).copied().unwrap_or_default();
        before(other) > before(one + 1)
    };
    let runs = groups.into_iter().flat_map(|((_, kind, _), group)| {
        // Radio buttons are one choice wherever they are. Check boxes that a program collects under one name may be
        // several questions.
        let one_question = kind == "radio";
        let chunks = group.chunk_by(|one, other| one_question || !between(one.0, other.0));
        chunks.map(<[_]>::to_vec).collect::<Vec<_>>()
    });
    let several = runs.filter(|group| group.len() > 1);
    several
        .map(|group| {
            let first = group[0].0;
            (
                first,
                group.into_iter().map(|(_, element)| element).collect(),
            )
        })
        .collect()
}

/// Before each element of a page: number of elements so far that end a question, such as headings and text fields.
fn marks_before(page: &PageView<'_>) -> Vec<usize> {
    let mut count = 0;
    let mut before = vec![count];
    for element in page.index.elements() {
        let heading = page
            .role(element)
            .is_some_and(|role| role.name == "heading");
        let apart = matches!(element.value().name(), "legend" | "hr");
        count += usize::from(heading || apart || is_field(element) && !is_choice(element));
        before.push(count);
    }
    before
}

fn is_choice(element: ElementRef<'_>) -> bool {
    role::is_html(element)
        && element.value().name() == "input"
        && matches!(role::input_type(element).as_str(), "radio" | "checkbox")
}

fn form_of(element: ElementRef<'_>) -> Option<NodeId> {
    ancestors(element)
        .find(|ancestor| ancestor.value().name() == "form")
        .map(|form| form.id())
}

fn ancestors(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

impl Survey for ChoiceGroup {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let groups = choices(page).into_values();
        groups
            .map(|group| Occurrence {
                node: group[0].id(),
                expectation: match stands_by_itself(page, &group) {
                    true => self.judge(page, &group),
                    false => Expectation::Untested,
                },
            })
            .collect()
    }
}

impl ChoiceGroup {
    fn judge<'a>(&self, page: &PageView<'a>, group: &[ElementRef<'a>]) -> Expectation {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return Expectation::Met;
        };
        let names: Vec<_> = group.iter().map(|option| page.name(*option)).collect();
        // A style sheet may add a symbol to them, but not what they answer.
        let told = names.iter().filter(|name| name.is_empty().is_no());
        let known: Vec<&str> = told.map(|name| name.text.as_str()).collect();
        let described = |option: &ElementRef<'_>| {
            ["aria-describedby", "aria-labelledby"]
                .iter()
                .any(|name| option.attribute(name).is_some())
                || dynamic::is_bound(*option)
        };
        // Unlabelled fields are another rule's subject.
        let silent = known.len() < group.len();
        // The same choice above and below a list.
        let is_repeated = known.iter().all(|name| known.first() == Some(name));
        if silent || is_repeated || choose_rows(group) || group.iter().any(described) {
            return Expectation::Met;
        }
        let mut grounds = Grounds::none()
            .with(
                "options",
                known.iter().map(|name| shown(name)).collect::<Vec<_>>(),
            )
            .with("kind", role::input_type(*first));
        let mut nameless = false;
        for around in ancestors(*first).filter(|around| page.index.holds(around.id(), last.id())) {
            match is_named_group(page, around) {
                Some(Truth::Yes | Truth::Unknown) => return Expectation::Met,
                Some(Truth::No) => nameless |= holds_only(page, around, group),
                None => {}
            }
        }
        let exposed = group.iter().all(|option| page.exposed(*option).is_yes());
        let certain = |grounds: Grounds| match exposed {
            true => Expectation::Unmet(grounds),
            false => Expectation::Unknown(Doubt::NotCaptured, grounds),
        };
        let caption = caption(page, *first);
        if let Some(caption) = &caption {
            grounds = grounds.with("caption", shown(caption));
        }
        if nameless {
            return certain(grounds.variant("nameless"));
        }
        if known.iter().all(|name| self.mute.contains(&folded(name))) {
            return certain(grounds.variant("alone"));
        }
        // A question before the options covers all of them.
        let asks = !switches_panes(group);
        if asks && caption.is_some_and(|caption| caption.trim_end().ends_with(['?', '：', ':'])) {
            return certain(grounds.variant("caption"));
        }
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

/// Whether everything that may group some options is available. A template lacks what is around its outermost element,
/// but not if it contains the form.
fn stands_by_itself<'a>(page: &PageView<'a>, group: &[ElementRef<'a>]) -> bool {
    let Some(first) = group.first().filter(|_| page.is_template()) else {
        return true;
    };
    let known = |element: &ElementRef<'a>| page.knows(*element, Reads::ELEMENT.and(Reads::ALONE));
    let mut within = first
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take_while(|around| around.value().name() != "body");
    let meet = |option: &ElementRef<'a>| page.meet(*first, *option);
    group.iter().all(|option| known(option) && meet(option))
        && !page.page.unknowns.is_repeated(first.id())
        && within
            .by_ref()
            .take_while(|around| around.value().name() != "form")
            .all(|around| {
                let fills = |inner: ElementRef<'a>| page.stands_for_anything(inner);
                known(&around) && !around.child_elements().any(fills) && !fills(around)
            })
        && form_of(*first).is_some()
}

/// Whether options switch between parts of the page like tabs: outside any form, directly after each other, with their
/// labels elsewhere. The text before them belongs to the parts.
fn switches_panes(group: &[ElementRef<'_>]) -> bool {
    let follows = |pair: &[ElementRef<'_>]| {
        let mut next = pair[0].next_siblings().filter_map(ElementRef::wrap);
        next.next().is_some_and(|next| next.id() == pair[1].id())
    };
    let in_form = group.first().is_some_and(|first| form_of(*first).is_some());
    group.len() > 1 && !in_form && group.windows(2).all(follows)
}

/// Whether each option selects its row of a table: the table states what they have in common.
fn choose_rows(group: &[ElementRef<'_>]) -> bool {
    let row = |option: &ElementRef<'_>| {
        let mut around = ancestors(*option);
        let row = around.find(|around| around.value().name() == "tr");
        row.map(|row| row.id())
    };
    let rows: Vec<NodeId> = group.iter().filter_map(row).collect();
    rows.len() == group.len() && rows.windows(2).all(|pair| pair[0] != pair[1])
}

/// Text before the label and field of the first option.
fn caption(page: &PageView<'_>, first: ElementRef<'_>) -> Option<String> {
    let label = ancestors(first).find(|around| around.value().name() == "label");
    text_before(page, label.unwrap_or(first))
}

/// Whether an element groups its content, and whether the group has a name.
fn is_named_group<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> Option<Truth> {
    const GROUPS: [&str; 5] = ["group", "radiogroup", "listbox", "menu", "row"];
    let role = page.role(element)?;
    if !GROUPS.contains(&role.name) {
        return None;
    }
    if role.name == "row" {
        // A row header is read with the cells of its row.
        let headed = element.child_elements().any(|cell| {
            page.role(cell).is_some_and(|role| role.name == "rowheader")
                && cell.text().any(|text| !text.trim().is_empty())
        });
        return headed.then_some(Truth::Yes);
    }
    Some(!page.name(element).is_empty())
}

/// Whether a group has no further fields: one field beyond the options decides.
fn holds_only(page: &PageView<'_>, around: ElementRef<'_>, group: &[ElementRef<'_>]) -> bool {
    let fields = page.index.descendants(around.id());
    let fields = fields.filter(|element| is_field(*element));
    fields.take(group.len() + 1).count() == group.len()
}

fn is_field(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "select" | "textarea" => true,
        "input" => !matches!(
            role::input_type(element).as_str(),
            "hidden" | "submit" | "button" | "reset" | "image"
        ),
        _ => false,
    }
}

struct FieldsetName;

impl Survey for FieldsetName {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let fields = Fields::new(page);
        let fieldsets = page
            .index
            .named("fieldset")
            .filter(|fieldset| !page.exposed(*fieldset).is_no());
        fieldsets
            .map(|fieldset| Occurrence {
                node: fieldset.id(),
                expectation: judge_fieldset(page, &fields, fieldset),
            })
            .collect()
    }
}

fn judge_fieldset<'a>(
    page: &PageView<'a>,
    fields: &Fields,
    fieldset: ElementRef<'a>,
) -> Expectation {
    let inside = fields.inside(page, fieldset.id());
    // A group of choices alone is the other rule's subject, and a single field needs no group.
    let choices_alone = inside.choices == inside.all;
    if inside.all < 2 || choices_alone || !sets_apart(page, fields, fieldset, inside.all) {
        return Expectation::Met;
    }
    let named = !page.name(fieldset).is_empty();
    let may_hold_legend = page.is_template()
        && (page.stands_for_anything(fieldset)
            || fieldset
                .child_elements()
                .any(|child| page.stands_for_anything(child)));
    let named = match may_hold_legend {
        true => named.or(Truth::Unknown),
        false => named,
    };
    let grounds = element_grounds(fieldset).with("count", inside.all);
    expectation(page.exposed(fieldset), named, grounds)
}

/// Number of fields before each element of a page; the number inside an element is a difference.
struct Fields {
    before: Vec<Count>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    choices: usize,
}

impl Fields {
    fn new(page: &PageView<'_>) -> Self {
        let mut count = Count::default();
        let mut before = vec![count];
        for element in page.index.elements() {
            count.all += usize::from(is_field(element));
            count.choices += usize::from(is_choice(element));
            before.push(count);
        }
        Self { before }
    }

    fn inside(&self, page: &PageView<'_>, node: NodeId) -> Count {
        let range = page.index.range(node);
        let at = |position: usize| self.before.get(position).copied().unwrap_or_default();
        let (begin, end) = (at(range.start), at(range.end));
        Count {
            all: end.all - begin.all,
            choices: end.choices - begin.choices,
        }
    }
}

/// Whether the form around a fieldset has other fields: a fieldset around all of them separates nothing.
fn sets_apart(
    page: &PageView<'_>,
    fields: &Fields,
    fieldset: ElementRef<'_>,
    inside: usize,
) -> bool {
    form_of(fieldset).is_some_and(|form| fields.inside(page, form).all > inside)
}
