//! `title-topic`: the title of a page states its topic. ACT rule c4a8a4.

use std::collections::BTreeSet;

use ego_tree::NodeId;
use scraper::Node;
use serde::Deserialize;

use super::document_target;
use super::wording::{Meaningless, MeaninglessParams, Stem, each_stem, stems, words};
use crate::a11y::{PageView, insert, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};
use crate::texts::on_one_line;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "title-topic",
    facts: &["title", "heading", "second"],
    variants: &["headed", "second"],
    build: |table| {
        let Params { meaningless } = params(table)?;
        let meaningless = meaningless.build()?;
        Ok(Check::Page(Box::new(TitleTopic(meaningless))))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

struct TitleTopic(Meaningless);

/// The title of a page, white space folded; `None` if there is none or it is filled later.
fn title_of(page: &PageView<'_>) -> Option<(NodeId, String)> {
    let first = titles(page).next();
    first.filter(|(_, title)| !title.is_empty() && !insert::is_filled_later(title))
}

/// All titles of a page, white space folded; browsers show the first.
fn titles<'v>(page: &'v PageView<'_>) -> impl Iterator<Item = (NodeId, String)> + 'v {
    let titles = page
        .index
        .named("title")
        .filter(|title| role::is_html(*title));
    titles.map(|title| {
        let text: String = title.text().collect();
        let folded = on_one_line(&text);
        (title.id(), folded)
    })
}

/// A further title that matches the page, if no word of the first one does: the wrong one is shown.
fn better_title(page: &PageView<'_>, first: &str) -> Option<String> {
    /// Maximum number of words; with more, one always occurs somewhere.
    const MOST_WORDS: usize = 20;
    let second = titles(page).nth(1).map(|(_, title)| title)?;
    let words = words(first);
    let unrelated = words.len() <= MOST_WORDS
        && stems(first).is_disjoint(&stems(&second))
        && words.iter().all(|word| parts_told_by(word, page) == (0, 0));
    (unrelated && parts_told_by(&second, page).0 > 0).then_some(second)
}

impl PageCheck for TitleTopic {
    fn concerns(&self, kind: PageKind) -> bool {
        // A letter has a subject instead of a title.
        kind == PageKind::Whole
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let Some((node, title)) = title_of(page) else {
            return Vec::new();
        };
        let targets = document_target(page).into_iter();
        targets
            .map(|target| (target, self.expect(page, node, &title)))
            .collect()
    }
}

impl TitleTopic {
    fn expect(&self, page: &PageView<'_>, node: NodeId, title: &str) -> Expectation {
        /// Maximum number of headings; further ones are headings of parts.
        const MOST_HEADINGS: usize = 5;
        let headings = page.outline().headings().iter();
        // An empty heading says nothing that a title could repeat.
        let shown = headings.filter(|heading| {
            page.exposed(heading.element).is_yes()
                && !page.name(heading.element).is_empty().is_yes()
        });
        let highest = shown.clone().min_by_key(|heading| heading.level);
        let heading = highest.map(|heading| page.name(heading.element).text.clone());
        let highest_named = heading
            .as_deref()
            .is_some_and(|heading| names(title, heading));
        let named_by_heading = highest_named
            || shown
                .take(MOST_HEADINGS)
                .any(|heading| names(title, &page.name(heading.element).text));
        let grounds = || {
            let grounds = Grounds::none()
                .with("title", title)
                .with("heading", heading.as_deref().unwrap_or_default())
                .with_place(page.place(node));
            match &heading {
                Some(_) => grounds.variant("headed"),
                None => grounds,
            }
        };
        if self.0.covers(title) {
            // The program that creates the page also sets its title.
            return if page.is_shell() {
                Expectation::Unknown(Doubt::NotCaptured, grounds())
            } else {
                Expectation::Unmet(grounds())
            };
        }
        if let Some(second) = better_title(page, title).filter(|_| !page.is_shell()) {
            let grounds = grounds().variant("second").with("second", second);
            return Expectation::Unmet(grounds);
        }
        let fits = match heading {
            Some(_) if named_by_heading => true,
            // A title without parts that lacks the words of the heading is a question.
            Some(_) => parts(title).count() > 1 && is_told_by(title, page),
            // Without headings, a part other than the application's name may occur in a button.
            None => is_told_by(title, page) || parts_told_by(title, page).1 > 0,
        };
        if fits {
            Expectation::Met
        } else {
            Expectation::Unknown(Doubt::NeedsPerson, grounds())
        }
    }
}

/// The parts of a title: page, area, application.
fn parts(title: &str) -> impl Iterator<Item = BTreeSet<Stem>> {
    let parts = title.split(['|', '·', '•', ':', '–', '—', '«', '»', '›', '<', '>', '/']);
    let parts = parts.flat_map(|part| part.split(" - "));
    parts.map(stems).filter(|stems| !stems.is_empty())
}

/// Whether a title contains all of the heading, or a part of it has the same topic. A title without parts may be just
/// the name of the application: it must contain most of the heading.
fn names(title: &str, heading_text: &str) -> bool {
    let heading = stems(heading_text);
    let parts: Vec<BTreeSet<Stem>> = parts(title).collect();
    let about_the_same = |part: &BTreeSet<Stem>| match parts.len() {
        1 => part.is_subset(&heading) && part.len() * 3 >= heading.len() * 2,
        _ => !part.is_disjoint(&heading) || share_compound(title, heading_text),
    };
    !heading.is_empty() && (heading.is_subset(&stems(title)) || parts.iter().any(about_the_same))
}

/// Whether a word of one text ends with a word of the other ("Kursanmeldung", "Anmeldung").
fn share_compound(title: &str, heading: &str) -> bool {
    const LEAST_LETTERS: usize = 5;
    let heading = words(heading);
    let ends = |long: &str, short: &str| {
        short.chars().count() >= LEAST_LETTERS && long.len() > short.len() && long.ends_with(short)
    };
    words(title).iter().any(|one| {
        heading
            .iter()
            .any(|other| ends(one, other) || ends(other, one))
    })
}

/// Whether most words of each part of the title occur in the text of the page; for a title without parts, all.
fn is_told_by(title: &str, page: &PageView<'_>) -> bool {
    let (mostly, fully) = parts_told_by(title, page);
    match parts(title).count() {
        0 => false,
        1 => fully == 1,
        all => mostly == all,
    }
}

/// Numbers of parts of the title of which most words, and of which all words, occur in the text of the page.
fn parts_told_by(title: &str, page: &PageView<'_>) -> (usize, usize) {
    let parts: Vec<BTreeSet<Stem>> = parts(title).collect();
    let mut open = parts.clone();
    for element in page.index.elements() {
        if matches!(
            element.value().name(),
            "title" | "script" | "style" | "template"
        ) || page.rendered(element).is_no()
        {
            continue;
        }
        for child in element.children() {
            if let Node::Text(text) = child.value()
                && !text.trim().is_empty()
            {
                each_stem(text, |said| {
                    for part in &mut open {
                        part.remove(&said);
                    }
                });
            }
        }
    }
    let mostly = parts.iter().zip(&open);
    let mostly = mostly.filter(|(part, open)| open.len() * 2 <= part.len());
    let fully = open.iter().filter(|open| open.is_empty());
    (mostly.count(), fully.count())
}
