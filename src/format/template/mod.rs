//! Server templates: their form controls as schema elements, their branches as translations, their lines as lines. They
//! are not pages, because only the server knows the result.
//!
//! [`language`] tells the languages apart, [`scan`] cuts a text into [`piece`]s, [`mask`] makes HTML of the same length
//! of it, [`branch`] and [`line`] read decisions and output.

mod acts;
mod branch;
mod conditional;
#[cfg(feature = "code")]
mod control_flow;
#[cfg(feature = "code")]
mod directive_flow;
mod expression;
mod flow;
mod frame;
mod haml;
mod helper;
mod indented;
mod language;
mod line;
mod markup;
mod mask;
mod never;
mod parser;
mod part;
mod piece;
mod razor;
mod rewritten;
mod scan;
mod shown_source;
mod statement;
mod tag;
mod token;
mod unroll;
mod wording;

pub(super) use self::expression::name;
use self::indented::Dialect;
use self::language::{EXPRESSIONS, LETTER, Language};
#[cfg(feature = "code")]
use self::language::{HANDLEBARS, PHP};
use self::markup::Markup;
pub(super) use self::parser::expression;
pub(super) use self::piece::{Act, End, Piece, PieceKind};
use self::rewritten::Rewritten;
use super::{Failure, Format, Note, Parsed, Recognition, fragment, html};
use crate::gap::GapReason;
use crate::model::{
    Domain, Filled, Known, Mapping, PageModel, Relation, RelationKind, SchemaModel, SourceText,
    Span,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Maximum size; larger templates are generated.
const MOST_BYTES: usize = 1_000_000;

/// Maximum nesting of loops over known lists that are unrolled.
const UNROLLED: usize = 3;

/// Templates in the languages of [`language`].
pub struct Template;

impl Format for Template {
    fn name(&self) -> &'static str {
        "template"
    }

    fn extensions(&self) -> &'static [&'static str] {
        language::EXTENSIONS
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        match language(capture) {
            Some(_) => Recognition::Certain,
            None => Recognition::Maybe.only_if(is_letter(capture)),
        }
    }

    fn shows_markup(&self, capture: &Capture) -> bool {
        language(capture).is_some_and(|it| it.indented.is_some() || it == language::MARKO)
            || capture
                .text()
                .is_ok_and(|text| text.as_str().contains("</"))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        // Prescribed, without further evidence in its name or marks.
        let language = language(capture)
            .or_else(|| language::by_name(&capture.file_name()))
            .or_else(|| language::by_marks(text.as_str()))
            .unwrap_or(LETTER);
        let natural = language::is_natural(language, text.as_str());
        let mut parsed = Parsed::default();
        if natural && html::begins_as_html(capture.head()) {
            parsed.pages.push(html::page(capture)?);
        } else {
            parsed.pages.extend(page(capture, &language, topic));
        }
        if !topic.may_occur_in(text.as_str()) {
            // A letter to people of one sex may have no word of the topic except its greeting.
            if topic.may_address(text.as_str()) && text.as_str().len() <= MOST_BYTES {
                parsed.schemas.push(letter(capture, text, &language));
            }
            return Ok(parsed);
        }
        if text.as_str().len() > MOST_BYTES {
            let reason = GapReason::TooLarge;
            return Err(Failure::new(reason, None, "larger than any template"));
        }
        let (pieces, markup) = if language.indented.is_some() {
            (haml::pieces(text.as_str()), Markup::default())
        } else {
            (
                scan::pieces(text.as_str(), &language),
                Markup::new(text.as_str()),
            )
        };
        let mut model = controls(&capture.document, text, &pieces, &language, UNROLLED)?;
        if language.indented == Some(Dialect::Pug) {
            let markup = indented::as_markup(text.as_str(), Dialect::Pug);
            relate_rewritten(&mut model, &markup, topic);
        } else {
            let endless = relate(&mut model, &pieces, true, &markup, topic);
            let notes = endless
                .into_iter()
                .map(|span| not_understood(span, "a branch without its end"));
            parsed.notes.extend(notes);
        }
        parsed.schemas.push(model);
        parsed.notes.extend(too_deep(text.as_str(), &pieces, topic));
        Ok(parsed)
    }
}

/// The tree of a Vue component whose markup is written in Pug, at a part of its file. `scripts`: its programs.
#[cfg(feature = "code")]
pub(super) fn page_of_pug(
    capture: &Capture,
    part: Span,
    scripts: &[Span],
    topic: &Topic,
) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let own = text.as_str().get(part.range())?;
    let written = indented::as_page(own, Dialect::Pug);
    let language = Dialect::Pug.markup();
    let pieces = scan::pieces(written.text(), &language);
    let acts = acts::acts(written.text(), &pieces, &language);
    let markup = SourceText::new(written.text());
    let mut page = fragment::of_rewritten_component(capture, &markup, &acts, scripts, topic)?;
    page.text = text.clone();
    let offset = part.start as usize;
    page.positions.move_to(|span| {
        let origin = written.origin(span);
        Span::new(origin.start as usize + offset, origin.end as usize + offset)
    });
    Some(page)
}

/// The lines of a letter, without its decisions and questions.
fn letter(capture: &Capture, text: &SourceText, language: &Language) -> SchemaModel {
    let mut model = SchemaModel::new(&capture.document, "template", text.clone());
    let rewritten = (language.indented == Some(Dialect::Pug))
        .then(|| indented::as_markup(text.as_str(), Dialect::Pug));
    let lines = match &rewritten {
        Some(markup) => {
            let pieces = scan::pieces(markup.text(), &Dialect::Pug.markup());
            line::lines(markup.text(), &pieces, Markup::new(markup.text()))
        }
        None if language.indented.is_some() => {
            let pieces = haml::pieces(text.as_str());
            line::lines(text.as_str(), &pieces, Markup::default())
        }
        None => {
            let pieces = scan::pieces(text.as_str(), language);
            line::lines(text.as_str(), &pieces, Markup::new(text.as_str()))
        }
    };
    for (parts, span) in lines {
        add_line(&mut model, parts, span);
    }
    if let Some(markup) = rewritten {
        markup.restore(&mut model, text);
    }
    model
}

fn not_understood(span: Span, detail: impl Into<String>) -> Note {
    Note {
        reason: GapReason::NotUnderstood,
        span: Some(span),
        detail: detail.into(),
    }
}

/// Notes where nesting starts that is too deep for the readers of expressions and branches.
fn too_deep(source: &str, pieces: &[Piece], topic: &Topic) -> Option<Note> {
    let note = |span: Span, depth: usize| {
        not_understood(span, format!("nested more than {depth} levels deep"))
    };
    let mut branches = 0_usize;
    for piece in pieces {
        match &piece.kind {
            PieceKind::Literal | PieceKind::Comment => continue,
            PieceKind::Act(Act::If(_) | Act::Choose | Act::Switch(_) | Act::Loop | Act::Block) => {
                branches += 1;
            }
            PieceKind::Act(Act::End(_)) => branches = branches.saturating_sub(1),
            PieceKind::Act(_) | PieceKind::Output(..) => {}
        }
        if branches > branch::MOST_OPEN {
            return Some(note(piece.span, branch::MOST_OPEN));
        }
        let text = source.get(piece.span.range()).unwrap_or_default();
        if brackets(text) > parser::MOST_BRACKETS && topic.is_mentioned_in(text) {
            return Some(note(piece.span, parser::MOST_BRACKETS));
        }
    }
    None
}

/// Maximum number of open brackets.
fn brackets(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' => open += 1,
            b')' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// The template as a tree, with insertions left open.
fn page(capture: &Capture, language: &Language, topic: &Topic) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if !language.is_followed() || source.len() > MOST_BYTES {
        return None;
    }
    // Markup in a text is an example, or part of a letter.
    if let Some(dialect) = language.indented {
        return page_of_lines(capture, dialect, language.name, topic);
    }
    if !source.contains('<') || capture.extension() == "txt" {
        return None;
    }
    if let Some((acts, dialect)) = flow::flow(source, language) {
        return fragment::of_dialect(capture, dialect, &acts, language.name, topic);
    }
    if flow::is_read_by_flow(language) {
        return None;
    }
    let pieces = scan::pieces(source, language);
    let acts = acts::acts(source, &pieces, language);
    fragment::of_server(capture, &acts, language.name, topic)
}

/// The tree of a template whose lines are nested by their indentation. Places are those of the lines.
fn page_of_lines(
    capture: &Capture,
    dialect: Dialect,
    name: &str,
    topic: &Topic,
) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let written = indented::as_page(text.as_str(), dialect);
    let language = dialect.markup();
    let pieces = scan::pieces(written.text(), &language);
    let acts = acts::acts(written.text(), &pieces, &language);
    let markup = SourceText::new(written.text());
    let mut page = fragment::of_server_text(capture, &markup, &acts, name, topic)?;
    page.text = text.clone();
    page.positions.move_to(|span| written.origin(span));
    Some(page)
}

/// Whether a PHP file has any text outside its code.
#[cfg(feature = "code")]
fn shows_text(source: &str) -> bool {
    let begin = source.trim_start_matches('\u{feff}').trim_start();
    source.contains("?>") || !begin.starts_with("<?")
}

/// The markup between the code of a PHP file, as a tree.
#[cfg(feature = "code")]
pub fn page_between_php(capture: &Capture, topic: &Topic) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if !shows_text(source) || source.len() > MOST_BYTES {
        return None;
    }
    let pieces = scan::pieces(source, &PHP);
    let shows = |piece: &Piece| {
        let text = source.get(piece.span.range()).unwrap_or_default();
        piece.kind == PieceKind::Literal && text.contains('<') && text.contains('>')
    };
    if !pieces.iter().any(shows) {
        return None;
    }
    let acts = acts::acts(source, &pieces, &PHP);
    fragment::of_server(capture, &acts, PHP.name, topic)
}

/// The Handlebars in parts of a program, as one tree.
#[cfg(feature = "code")]
pub fn page_of_handlebars(capture: &Capture, parts: &[Span], topic: &Topic) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if source.len() > MOST_BYTES {
        return None;
    }
    let read = |part: &Span| {
        let pieces = scan::pieces_of(source, *part, &HANDLEBARS);
        let mut acts = acts::acts(source, &pieces, &HANDLEBARS);
        // Before it is the program.
        acts.retain(|(span, _)| span.start >= part.start);
        acts
    };
    let acts: Vec<_> = parts.iter().map(read).collect();
    fragment::of_server_parts(capture, parts, acts, HANDLEBARS.name, topic)
}

/// The parts of a template that are never shown; empty for sources in lines instead of markup.
pub(super) fn never_shown(capture: &Capture) -> Vec<Span> {
    let Ok(text) = capture.text() else {
        return Vec::new();
    };
    let source = text.as_str();
    let php = Some(language::PHP).filter(|_| super::embedded::source_extension(capture) == "php");
    let language = language(capture).or(php);
    let language = language.filter(|language| language.indented.is_none());
    match language {
        Some(language) if source.len() <= MOST_BYTES => {
            never::never_shown(&scan::pieces(source, &language))
        }
        _ => Vec::new(),
    }
}

#[cfg(feature = "code")]
/// The markup between the code of a PHP file: controls, and branches with text as cases.
pub fn between_php(capture: &Capture, topic: &Topic) -> Option<SchemaModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if !(shows_text(source) && source.contains('<')) || source.len() > MOST_BYTES {
        return None;
    }
    let pieces = scan::pieces(source, &PHP);
    let mut model = controls(&capture.document, text, &pieces, &PHP, UNROLLED).ok()?;
    relate(&mut model, &pieces, false, &Markup::new(source), topic);
    (!(model.elements.is_empty() && model.relations.is_empty())).then_some(model)
}

fn language(capture: &Capture) -> Option<Language> {
    const LIKE_HTML: [&str; 10] = [
        "html", "htm", "xhtml", "xht", "shtml", "txt", "eml", "mjml", "tmpl", "mhtml",
    ];
    if capture.media_type.is_some() {
        // Over the network comes the output for browsers.
        return None;
    }
    if let Some(named) = language::by_name(&capture.file_name()) {
        if named.name == "zope" && html::begins_as_html(capture.head()) {
            // With a page around it for editors, it is read as that page.
            return None;
        }
        let text = capture.text().map(crate::model::SourceText::as_str);
        let text = text.unwrap_or_default();
        // Riot and Java share the extension.
        if capture.extension() == "tag" && flow::is_riot(text) {
            return Some(language::RIOT);
        }
        return language::of_shared_ending(named, text);
    }
    let is_component = capture.file_name().ends_with(".component.html");
    if is_component || !LIKE_HTML.contains(&capture.extension().as_str()) {
        return None;
    }
    let text = capture.text().ok()?;
    language::by_marks(&shown_source::left_out(text.as_str()))
}

/// Whether a text is a letter without marks of any language but the values to fill in.
fn is_letter(capture: &Capture) -> bool {
    let is_named = matches!(capture.extension().as_str(), "txt" | "eml" | "mjml");
    let text = capture.text().map(SourceText::as_str);
    is_named
        && capture.media_type.is_none()
        && text.is_ok_and(|text| text.len() <= MOST_BYTES && scan::addresses_by_placeholder(text))
}

/// The controls of a template. `unrolled`: nesting of the loops over known lists that are unrolled.
fn controls(
    document: &str,
    text: &SourceText,
    pieces: &[Piece],
    language: &Language,
    unrolled: usize,
) -> Result<SchemaModel, Failure> {
    let source = text.as_str();
    let rewritten = match language.indented {
        Some(dialect) => Some((indented::as_markup(source, dialect), dialect.markup())),
        None if unrolled > 0 => unroll::unrolled(source, pieces).map(|text| (text, *language)),
        None => None,
    };
    if let Some((rewritten, language)) = rewritten {
        let markup = SourceText::new(rewritten.text());
        let outer = pieces;
        let pieces = scan::pieces(rewritten.text(), &language);
        let deeper = unrolled.saturating_sub(1);
        let mut model = controls(document, &markup, &pieces, &language, deeper)?;
        rewritten.restore(&mut model, text);
        place_lists(&mut model, outer);
        return Ok(model);
    }
    let mut model = if source.contains('<') {
        let (masked, holes) = mask::masked(source, pieces, language);
        html::controls_of(document, text, masked, &holes)?
    } else {
        SchemaModel::new(document, "template", text.clone())
    };
    if !language.php || language.curly != language::Curly::No {
        for control in helper::controls(source, pieces) {
            model.add_element(control);
        }
    }
    model.format = "template";
    conditional::mark(&mut model, pieces);
    Ok(model)
}

/// Places the values of a named list at the list itself.
fn place_lists(model: &mut SchemaModel, pieces: &[Piece]) {
    let lists: Vec<Span> = pieces
        .iter()
        .filter(|piece| matches!(piece.kind, PieceKind::Act(Act::Set(..))))
        .map(|piece| piece.span)
        .collect();
    for element in &mut model.elements {
        let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
            continue;
        };
        let around = |list: &&Span| {
            values.iter().all(|value| {
                let inside = |span: Span| list.start <= span.start && span.end <= list.end;
                value.raw.span.is_some_and(inside)
            })
        };
        if let Some(list) = lists.iter().find(around) {
            element.domain.span = Some(*list);
        }
    }
}

/// Adds choices in single expressions of a page: `{{ g == 'm' ? 'Herr' : 'Frau' }}`, `${…}`. Returns the lines of the
/// page if a program fills in names where it addresses people: `Sehr geehrte Frau {{ name }}`. A file named like a page
/// may be a letter or a mail.
pub(super) fn relate_page(
    model: &mut SchemaModel,
    capture: &Capture,
    topic: &Topic,
) -> Option<SchemaModel> {
    let text = model.text.clone();
    let source = text.as_str();
    let may_choose = topic.may_occur_in(source);
    let may_address = source.len() <= MOST_BYTES && topic.may_address(source);
    if !(may_choose || may_address) {
        return None;
    }
    let mut pieces = scan::pieces(source, &EXPRESSIONS);
    let letter = may_address.then(|| {
        let lines = line::lines(source, &pieces, Markup::new(source));
        let mut letter = SchemaModel::new(&capture.document, "template", text.clone());
        for (parts, span) in lines {
            add_line(&mut letter, parts, span);
        }
        letter
    });
    if may_choose {
        pieces.retain(|piece| matches!(piece.kind, PieceKind::Output(..)));
        let branches = branch::branches(source, &pieces, true, Markup::default(), topic);
        for (mapping, span) in branches.mappings {
            add_mapping(model, mapping, span, topic);
        }
    }
    let addresses = |part: &Filled| matches!(part, Filled::Text(text) if topic.may_address(text));
    letter.filter(|letter| {
        let mut lines = letter.relations.iter();
        lines.any(|line| match &line.kind {
            RelationKind::Line(parts) => parts.iter().any(addresses),
            _ => false,
        })
    })
}

/// Adds branches and lines of a letter: its fields are pieces, and its text may be a template, too.
pub(super) fn relate_letter(model: &mut SchemaModel, pieces: Vec<Piece>, topic: &Topic) {
    let text = model.text.clone();
    let source = text.as_str();
    let mut all = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.kind == PieceKind::Literal {
            all.extend(scan::pieces_of(source, piece.span, &LETTER));
        } else {
            all.push(piece);
        }
    }
    relate(model, &all, true, &Markup::default(), topic);
}

/// Adds the decisions in the control flow of an Angular template.
#[cfg(feature = "code")]
pub(super) fn relate_control_flow(model: &mut SchemaModel, topic: &Topic) {
    let text = model.text.clone();
    if let Some(statements) = control_flow::as_statements(text.as_str()) {
        relate_rewritten(model, &statements, topic);
    }
}

/// Adds the decisions that attributes of elements make in a component, or its blocks of Svelte.
#[cfg(feature = "code")]
pub(super) fn relate_conditions(model: &mut SchemaModel, markup: &[Span], topic: &Topic) {
    let text = model.text.clone();
    let statements = match model.format {
        "svelte" => directive_flow::of_blocks(text.as_str(), markup),
        _ => directive_flow::as_statements(text.as_str(), markup),
    };
    if let Some(statements) = statements {
        relate_rewritten(model, &statements, topic);
    }
}

/// Adds branches and lines of a text rewritten from that of the model.
fn relate_rewritten(model: &mut SchemaModel, rewritten: &Rewritten, topic: &Topic) {
    let language = Dialect::Pug.markup();
    let text = SourceText::new(rewritten.text());
    let pieces = scan::pieces(rewritten.text(), &language);
    let mut read = SchemaModel::new(model.document.as_str(), model.format, text);
    relate(
        &mut read,
        &pieces,
        true,
        &Markup::new(rewritten.text()),
        topic,
    );
    rewritten.restore(&mut read, &model.text);
    model.relations.append(&mut read.relations);
}

/// Adds branches and lines. `choices`: includes choices in single expressions. Returns starts of branches about the
/// topic that have no end.
fn relate(
    model: &mut SchemaModel,
    pieces: &[Piece],
    choices: bool,
    markup: &Markup,
    topic: &Topic,
) -> Vec<Span> {
    let text = model.text.clone();
    let source = text.as_str();
    let mut branches = branch::branches(source, pieces, choices, markup.clone(), topic);
    for (mapping, span) in branches.mappings {
        add_mapping(model, mapping, span, topic);
    }
    for (parts, span) in line::lines(source, pieces, markup.clone()) {
        add_line(model, parts, span);
    }
    let asks = |span: &Span| topic.is_mentioned_in(source.get(span.range()).unwrap_or_default());
    branches.endless.retain(asks);
    branches.endless
}

/// Adds a translation if it can concern gender or salutation.
fn add_mapping(model: &mut SchemaModel, mapping: Mapping, span: Span, topic: &Topic) {
    let says = |text: &str| topic.is_mentioned_in(text);
    let values = mapping
        .arms
        .iter()
        .flat_map(|arm| arm.from.iter().chain(&arm.to));
    if says(&mapping.subject)
        || says(&mapping.target)
        || values.into_iter().any(|value| says(&value.value))
    {
        model.relations.push(Relation {
            kind: RelationKind::Mapping(mapping),
            elements: Vec::new(),
            span,
        });
    }
}

/// Adds a line with insertions.
fn add_line(model: &mut SchemaModel, parts: Vec<Filled>, span: Span) {
    model.relations.push(Relation {
        kind: RelationKind::Line(parts),
        elements: Vec::new(),
        span,
    });
}
