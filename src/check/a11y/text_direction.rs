//! `text-direction`: a text runs in the direction of its script (WCAG technique H56, failure if `dir` states the
//! opposite).
//!
//! Browsers order letters by themselves; `dir` decides on which side a line starts, and where its punctuation, numbers
//! and words of the other script go.

use crate::model::Attributes;
use scraper::{ElementRef, Node};

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, Reads, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "text-direction",
    facts: &["text", "direction", "count"],
    variants: &["stated"],
    build: |table| without_params(table, || once_per_page(TextDirection)),
};

/// Minimum number of letters; shorter texts are names, or readable either way.
const FEWEST_LETTERS: usize = 12;
/// Minimum number of words; a single word has no order.
const FEWEST_WORDS: usize = 2;

/// The stated direction of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// Not stated: left to right.
    Default,
    /// `ltr`.
    Left,
    /// `rtl`.
    Right,
    /// `auto`, or decided at run time.
    Open,
}

/// Number of letters by the direction of their script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Letters {
    left: usize,
    right: usize,
    words: usize,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for word in text.split_whitespace() {
            let before = letters.left + letters.right;
            for ch in word.chars().filter(|ch| ch.is_alphabetic()) {
                if runs_to_the_left(ch) {
                    letters.right += 1;
                } else {
                    letters.left += 1;
                }
            }
            letters.words += usize::from(letters.left + letters.right > before);
        }
        letters
    }

    /// Whether nearly all letters run from right to left, and there are enough of them.
    fn are_right(self) -> bool {
        self.is_text() && self.right >= 9 * self.left
    }

    /// Whether no letter runs from right to left, and there are enough of them.
    fn are_left(self) -> bool {
        self.is_text() && self.right == 0
    }

    fn is_text(self) -> bool {
        self.left + self.right >= FEWEST_LETTERS && self.words >= FEWEST_WORDS
    }
}

/// Whether a letter belongs to a right-to-left script: Hebrew, Arabic, Syriac, Thaana, N'Ko and others.
fn runs_to_the_left(ch: char) -> bool {
    matches!(ch, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

struct TextDirection;

impl Survey for TextDirection {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut said: Vec<Direction> = Vec::with_capacity(page.index.len());
        // Texts by the element that states their direction: a stated part counts as a whole, otherwise each block.
        let mut owners: Vec<Option<usize>> = Vec::with_capacity(page.index.len());
        let mut texts: Vec<(ElementRef<'_>, Direction, String)> = Vec::new();
        // Without such letters, only texts of a stated direction are judged.
        let runs_left = page.index.elements().any(|element| {
            let mut children = element.children();
            children.any(|child| {
                let text = child.value().as_text();
                text.is_some_and(|text| !text.is_ascii() && text.contains(runs_to_the_left))
            })
        });
        for (position, element) in page.index.elements().enumerate() {
            let parent = page.index.parent(position);
            let inherited = parent.and_then(|parent| said.get(parent).copied());
            let own = stated(element);
            let direction = own.or(inherited).unwrap_or(Direction::Default);
            said.push(direction);
            let around = parent.and_then(|parent| owners.get(parent).copied().flatten());
            let apart = direction == Direction::Default && !is_inline(element);
            let owner = if !is_prose(element) {
                None
            } else if own.is_some() || apart || around.is_none() {
                texts.push((element, direction, String::new()));
                Some(texts.len() - 1)
            } else {
                around
            };
            owners.push(owner);
            let is_judged = direction != Direction::Default || runs_left;
            if !is_judged || !page.exposed(element).is_yes() || !page.rendered(element).is_yes() {
                continue;
            }
            let Some((_, _, text)) = owner.and_then(|owner| texts.get_mut(owner)) else {
                continue;
            };
            for child in element.children() {
                if let Node::Text(own) = child.value()
                    && text.len() < MOST_TEXT
                {
                    text.push_str(own);
                    text.push(' ');
                }
            }
        }
        let judged = texts.into_iter();
        judged
            .filter_map(|(element, direction, text)| judge(page, element, direction, &text))
            .collect()
    }
}

/// Maximum length of text needed to identify a script.
const MOST_TEXT: usize = 4_000;

fn judge(
    page: &PageView<'_>,
    element: ElementRef<'_>,
    direction: Direction,
    text: &str,
) -> Option<Occurrence> {
    // Left-to-right text without a stated direction is not judged.
    if direction == Direction::Default && !text.contains(runs_to_the_left) {
        return None;
    }
    let letters = Letters::of(text);
    let fine = Occurrence::fine(element.id());
    let (wrong, named) = match direction {
        Direction::Right => (letters.are_left() && !is_address(text), "rtl"),
        Direction::Left => (letters.are_right(), "ltr"),
        Direction::Default if letters.are_right() => (is_whole(page), ""),
        Direction::Default => return None,
        Direction::Open => return letters.are_right().then_some(fine),
    };
    let open = || page.scripts().change_attribute("dir") || page.sheets_mention("direction");
    if !wrong || open() {
        let speaks = letters.is_text() || letters.right > 0;
        return speaks.then_some(fine);
    }
    let grounds = Grounds::none()
        .with("text", shown(text))
        .with("direction", named);
    let grounds = match named {
        "" => grounds,
        _ => grounds.variant("stated"),
    };
    Some(Occurrence::wrong(element.id(), grounds))
}

/// Whether the root element is in the document, with everything it states about the direction.
fn is_whole(page: &PageView<'_>) -> bool {
    let root = page.page.html.root_element();
    let is_written = page.is_template()
        && page.page.positions.contain(root.id())
        && !page.is_decided_later(root, "dir")
        && page.stands_here(root);
    page.document_element().is_some() || is_written && root.value().name() == "html"
}

/// The direction stated by an element itself.
fn stated(element: ElementRef<'_>) -> Option<Direction> {
    let style = element.attribute("style").unwrap_or_default();
    if style.contains("direction") || dynamic::is_bound(element) && has_bound_dir(element) {
        return Some(Direction::Open);
    }
    let Some(dir) = element.attribute("dir") else {
        return (element.value().name() == "bdi").then_some(Direction::Open);
    };
    match dir.trim().to_ascii_lowercase().as_str() {
        "ltr" => Some(Direction::Left),
        "rtl" => Some(Direction::Right),
        "auto" => Some(Direction::Open),
        other => insert::is_insert(other).then_some(Direction::Open),
    }
}

/// Whether a template fills in the direction.
fn has_bound_dir(element: ElementRef<'_>) -> bool {
    let mut names = element.value().attrs().map(|(name, _)| name);
    names.any(|name| name.trim_start_matches([':', '[']).trim_end_matches(']') == "dir")
}

/// Whether a text is a path or an address: reversing it is a way to clip its beginning.
fn is_address(text: &str) -> bool {
    text.contains('/') || text.contains('\\') || text.contains('@')
}

fn is_inline(element: ElementRef<'_>) -> bool {
    const INLINE: [&str; 20] = [
        "a", "abbr", "b", "bdo", "br", "cite", "em", "font", "i", "img", "label", "mark", "q", "s",
        "small", "span", "strong", "sub", "sup", "u",
    ];
    INLINE.contains(&element.value().name())
}

fn is_prose(element: ElementRef<'_>) -> bool {
    const NONE: [&str; 13] = [
        "code", "head", "kbd", "math", "noscript", "option", "pre", "samp", "script", "style",
        "svg", "template", "textarea",
    ];
    role::is_html(element) && !NONE.contains(&element.value().name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_tell_their_direction() {
        assert!(Letters::of("طلب الحصول على السكن").are_right());
        assert!(Letters::of("Antrag auf Wohngeld").are_left());
        // Names of languages, and words of both.
        assert!(!Letters::of("العربية").are_right());
        assert!(!Letters::of("Antrag (طلب) stellen").are_left());
        assert!(!Letters::of("Antrag (طلب الحصول) stellen").are_right());
        assert_eq!(Letters::of("12 34").words, 0);
    }
}
