//! Tags of Contact Form 7, a form plugin of WordPress, wherever a form stands: `[select* geschlecht "männlich|m" "weiblich|w"]`.

use super::embedded::{Code, notation_of, source_extension};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::OPTIONS;
use crate::model::{
    DefaultValue, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, SourceText, Span,
    Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Tags that offer choices.
const TAGS: [&str; 3] = ["[select", "[radio", "[checkbox"];
/// Longer tags are texts.
const LONGEST: usize = 4_000;

/// Forms in files of their own.
pub struct ContactForm;

const NAME: &str = "contact-form-7";

impl Format for ContactForm {
    fn name(&self) -> &'static str {
        NAME
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "cf7"]
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Likely.only_if(self.is_named(capture))
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let is_form = head.contains("[submit") && TAGS.iter().any(|tag| head.contains(tag));
        Recognition::Likely.only_if(is_form && self.is_named(capture))
    }

    /// Tags are read of all documents.
    fn parse(&self, _: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        Ok(Parsed::default())
    }
}

/// The controls of the tags in a text; `None` if there are none. The plugin runs in PHP only, and its tags in a
/// remark are not a form.
pub(super) fn read(capture: &Capture, text: &SourceText, is_program: bool) -> Option<SchemaModel> {
    let source = text.as_str();
    if !TAGS.iter().any(|tag| source.contains(tag)) {
        return None;
    }
    let code = match is_program {
        true => Some(php(capture, source)?),
        false => None,
    };
    let comments = comments(source);
    let is_unsaid = |at: usize| {
        let next = comments.partition_point(|comment| comment.end as usize <= at);
        let in_comment = comments
            .get(next)
            .is_some_and(|comment| comment.range().contains(&at));
        let in_remark = code.as_ref().is_some_and(|code| {
            let passed = code.passed_at(at);
            passed.is_some_and(|passed| !code.from(passed.start as usize).starts_with(['"', '\'']))
        });
        in_comment || in_remark
    };
    let mut model = SchemaModel::new(&capture.document, NAME, text.clone());
    for tag in TAGS {
        let places = source.match_indices(tag).map(|(at, _)| at);
        for at in places.filter(|at| !is_unsaid(*at)) {
            if let Some(element) = control(source, at, tag.len()) {
                model.add_element(element);
            }
        }
    }
    model.elements.sort_by_key(|element| element.extent);
    (!model.elements.is_empty()).then_some(model)
}

/// The texts and remarks of a source in PHP; `None` if it is written in another language.
fn php<'t>(capture: &Capture, source: &'t str) -> Option<Code<'t>> {
    let extension = source_extension(capture);
    let is_php = extension == "php" || extension == "phtml";
    let notation = notation_of(&extension).filter(|_| is_php)?;
    Some(Code::of(source, notation))
}

/// The comments of markup, in order.
fn comments(source: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(lead) = source.get(at..).and_then(|rest| rest.find("<!--")) {
        let start = at + lead;
        let Some(length) = source.get(start..).and_then(|rest| rest.find("-->")) else {
            break;
        };
        at = start + length;
        found.push(Span::new(start, at));
    }
    found
}

/// The control of the tag at a position.
fn control(source: &str, at: usize, length: usize) -> Option<Element> {
    let rest = source.get(at + length..)?;
    let (is_required, rest) = match rest.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let from = source.len() - rest.len();
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let rest = rest.get(..end)?.strip_prefix(' ')?;
    let name = rest.split([' ', ']', '"', '\'']).next()?;
    let is_name = name.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && name
            .chars()
            .all(|ch| ch.is_ascii_alphanumeric() || "-_".contains(ch));
    if !is_name {
        return None;
    }
    let name_at = from + 1;
    let (options, texts, close) = parts(source, name_at + name.len(), from + end)?;
    let has = |option: &str| options.contains(&option);
    let mut values: Vec<Value> = texts.into_iter().map(value).take(OPTIONS).collect();
    if values.is_empty() {
        return None;
    }
    if let Some(first) = values.first_mut().filter(|_| has("first_as_label")) {
        first.placeholder = true;
    }
    if let Some(last) = values.last_mut().filter(|_| has("free_text")) {
        last.carries = true;
    }
    let chosen = options.iter().find_map(|option| {
        let number: usize = option.strip_prefix("default:")?.parse().ok()?;
        values.get(number.checked_sub(1)?)
    });
    let default = chosen.map(DefaultValue::from);
    // Further values come from a data set of the site.
    let domain = match options.iter().any(|option| option.starts_with("data:")) {
        true => Known::No(Why::Dynamic),
        false => Known::closed(values),
    };
    let extent = Span::new(at, close);
    let located = Located::with_span(name.to_owned(), Span::new(name_at, name_at + name.len()));
    let element = Element::control(located, ModelPath::new([name]), Layer::Ui, extent)
        .with_labels(label(source, at).map(Label::title))
        .with_domain(Located::with_span(domain, extent))
        .with_optional(Located::with_span(Known::Yes(!is_required), extent))
        .with_default(default);
    Some(element)
}

/// The options, the texts and the end of a tag.
type TagParts<'s> = (Vec<&'s str>, Vec<Located<String>>, usize);

/// The parts of a tag between two positions; `None` if it does not end.
fn parts(source: &str, from: usize, until: usize) -> Option<TagParts<'_>> {
    let mut options = Vec::new();
    let mut texts = Vec::new();
    let mut at = from;
    loop {
        let rest = source.get(at..until)?;
        let lead = rest.trim_start();
        let start = at + (rest.len() - lead.len());
        let first = lead.chars().next()?;
        match first {
            ']' => return Some((options, texts, start + 1)),
            '"' | '\'' => {
                let inner = lead.get(1..)?;
                let length = inner.find(first)?;
                let span = Span::new(start + 1, start + 1 + length);
                texts.push(Located::with_span(inner.get(..length)?.to_owned(), span));
                at = start + length + 2;
            }
            '[' | '<' | '{' | '\n' => return None,
            _ => {
                let length = lead
                    .find(|ch: char| ch.is_whitespace() || "]\"'".contains(ch))
                    .unwrap_or(lead.len());
                options.push(lead.get(..length)?);
                at = start + length;
            }
        }
    }
}

/// `männlich|m`: what people read, and what is sent.
fn value(text: Located<String>) -> Value {
    let Some((shown, sent)) = text.value.split_once('|') else {
        return Value {
            label: Some(text.clone()),
            raw: text,
            ..Value::default()
        };
    };
    let part = |part: &str, skipped: usize| {
        let start = text.span.map(|span| span.start as usize + skipped);
        let span = start.map(|start| Span::new(start, start + part.len()));
        Located::new(part.to_owned(), span)
    };
    Value {
        label: Some(part(shown, 0)),
        raw: part(sent, shown.len() + 1),
        ..Value::default()
    }
}

/// The text before a tag in its line, or in the line above it within its label: `<label>Geschlecht [select …]`.
fn label(source: &str, at: usize) -> Option<Located<String>> {
    let before = source.get(..at)?;
    let line = before.rsplit(['\n', '>', ']']).next()?;
    let around = before.rsplit(['>', ']']).next()?;
    let is_labelled = || {
        let opened = before[..before.len() - around.len()].rsplit('<').next();
        opened.is_some_and(|tag| tag.starts_with("label"))
    };
    let goes_on = line.trim().is_empty() && around.matches('\n').count() == 1;
    let line = if goes_on && is_labelled() {
        around
    } else {
        line
    };
    let text = line.trim();
    let start = before.len() - line.len() + (line.len() - line.trim_start().len());
    let text = text.trim_end_matches([':', '*', ' ']);
    let is_label = text.chars().any(char::is_alphabetic) && text.chars().count() <= 80;
    is_label.then(|| Located::with_span(text.to_owned(), Span::new(start, start + text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_choices_are_controls() {
        let read = |text: &str| {
            let element = control(text, text.find('[')?, "[select".len())?;
            let Known::Yes(crate::model::Domain::Closed(values)) = element.domain.value else {
                return None;
            };
            let raws = values.into_iter().map(|value| value.raw.value);
            let label = element
                .labels
                .into_iter()
                .next()
                .map(|label| label.text.value);
            Some((element.name.value, raws.collect::<Vec<_>>(), label))
        };
        assert_eq!(
            read("<label>Geschlecht: [select* g class:x \"männlich|m\" 'w'] "),
            Some((
                "g".to_owned(),
                vec!["m".to_owned(), "w".to_owned()],
                Some("Geschlecht".to_owned())
            ))
        );
        assert_eq!(
            read("<label> Geschlecht\n    [select g \"m\" \"w\"] </label>").and_then(|read| read.2),
            Some("Geschlecht".to_owned())
        );
        let apart = read("<p>Geschlecht\n[select g \"m\"]</p>");
        assert_eq!(apart.and_then(|read| read.2), None);
        for text in [
            "[select]",
            "[selected a \"b\"]",
            "[select a]",
            "[select a \"b\"",
            "[select a < 3 \"b\"]",
            "[select 1 \"b\"]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
