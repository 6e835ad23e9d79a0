//! The verdict as Markdown, HTML and JSON. All of the bidder's text is escaped.

use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};
use serde::Serialize;

use super::wording::{claims, clean, next_step, reason, say, served, state};
use super::{BidAnswer, Judged, KnockoutResult, State, Verdict};
use crate::closed::closed;
use crate::report::{
    PAPER_STYLE, code, content_policy, date, json_pretty, plain, text_environment,
};
use crate::texts::{Language, filled, on_one_line};

closed! {
    /// An output format of the verdict.
    pub enum Form {
        Markdown = "markdown",
        Html = "html",
        Json = "json",
    }
}

impl Form {
    /// Name of the file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Markdown => "verdict.md",
            Self::Html => "verdict.html",
            Self::Json => "verdict.json",
        }
    }
}

/// The verdict in a format and language; JSON contains both languages.
///
/// # Errors
/// Errors in our own templates only.
pub fn write(verdict: &Verdict, form: Form, language: Language) -> io::Result<String> {
    match form {
        Form::Markdown => markdown(verdict, language).map_err(io::Error::other),
        Form::Html => html(verdict, language).map_err(io::Error::other),
        Form::Json => {
            let mut json = Vec::new();
            json_pretty(verdict, &mut json)?;
            json.push(b'\n');
            String::from_utf8(json).map_err(io::Error::other)
        }
    }
}

/// The result in one paragraph, for the terminal.
pub fn summary(verdict: &Verdict, language: Language) -> String {
    let page = Page::new(verdict, language);
    let mut lines = format!(
        "{}\n{} {}\n{}",
        page.title, page.result.sign, page.result.text, page.totals
    );
    if !page.unread_reports.is_empty() {
        let (heading, files) = (say("verdict-unread-reports", language), page.unread_reports);
        lines.push_str(&format!("\n{heading}: {}", on_one_line(&files.join(", "))));
    }
    lines
}

const STYLE: &str = include_str!("templates/verdict.css");

/// The verdict as one page, in the style of papers.
fn html(verdict: &Verdict, language: Language) -> Result<String, Error> {
    let style = [PAPER_STYLE, STYLE].concat();
    let policy = content_policy(&style, None);
    let mut environment = text_environment()?;
    add_words(&mut environment, language);
    environment.add_function("style", move || Value::from_safe_string(style.clone()));
    environment.add_function("policy", move || policy.clone());
    environment.render_named_str(
        "verdict.html",
        include_str!("templates/verdict.html.j2"),
        Serde(Page::new(verdict, language)),
    )
}

fn markdown(verdict: &Verdict, language: Language) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    add_words(&mut environment, language);
    environment.add_filter("md", |value: &str| plain(&on_one_line(value)));
    environment.add_filter("code", |value: &str| code(&on_one_line(value)));
    let page = environment.render_named_str(
        "verdict.md",
        include_str!("templates/verdict.md.j2"),
        Serde(Page::new(verdict, language)),
    )?;
    Ok(squeezed(&page))
}

/// The words of the verdict, for a template.
fn add_words(environment: &mut Environment<'_>, language: Language) {
    environment.add_function("t", move |key: &str| {
        say(&format!("verdict-{key}"), language)
    });
}

/// Collapses consecutive empty lines into one.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = false;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    out
}

/// Maximum number of listed pieces of evidence per question; the rest is only counted.
const LISTED: usize = 12;

/// The view model of the templates: texts in one language, no decisions.
#[derive(Serialize)]
struct Page {
    language: &'static str,
    title: String,
    facts: Vec<Fact>,
    result: Outcome,
    totals: String,
    gaps: Vec<Lost>,
    unread_reports: Vec<String>,
    contradictions: Vec<Line>,
    knockouts: Vec<Line>,
    groups: Vec<Group>,
    exhibits: Vec<ExhibitLine>,
    documents: Vec<Document>,
}

#[derive(Serialize)]
struct ExhibitLine {
    file: String,
    questions: String,
    bytes: u64,
    seen: String,
    digest: String,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Outcome {
    key: &'static str,
    sign: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct Lost {
    place: String,
    cause: &'static str,
    next: &'static str,
    detail: String,
}

#[derive(Serialize)]
struct Group {
    key: &'static str,
    heading: &'static str,
    questions: Vec<Line>,
}

/// A question with its verdict.
#[derive(Clone, Serialize)]
struct Line {
    anchor: String,
    id: String,
    demand: String,
    knockout: bool,
    key: &'static str,
    sign: &'static str,
    state: String,
    by: Option<&'static str>,
    reason: &'static str,
    contradiction: Option<&'static str>,
    question: String,
    answer: Option<Answer>,
    scan: String,
    evidence: Vec<Item>,
    more: Option<String>,
    claims: Vec<String>,
    legal: String,
}

#[derive(Clone, Serialize)]
struct Answer {
    place: String,
    declared: String,
    explanation: Option<String>,
    evidence: Option<String>,
}

#[derive(Clone, Serialize)]
struct Item {
    kind: &'static str,
    sentence: String,
    place: String,
}

#[derive(Serialize)]
struct Document {
    name: String,
    format: String,
    digest: String,
}

impl Page {
    fn new(verdict: &Verdict, language: Language) -> Self {
        let lines: Vec<(State, Line)> = verdict
            .questions
            .iter()
            .map(|judged| (judged.state, Line::new(judged, language)))
            .collect();
        let some = |wanted: &dyn Fn(&Line) -> bool| -> Vec<Line> {
            let lines = lines.iter().map(|(_, line)| line);
            lines.filter(|line| wanted(line)).cloned().collect()
        };
        let group = |state: State| Group {
            key: state.name(),
            heading: say(&format!("verdict-group-{}", state.name()), language),
            questions: lines
                .iter()
                .filter(|(own, _)| *own == state)
                .map(|(_, line)| line.clone())
                .collect(),
        };
        let product = on_one_line(&clean(&verdict.product.name));
        Self {
            language: language.tag(),
            title: filled("procure.verdict-title", language, &[("product", &product)]),
            facts: facts(verdict, language),
            result: Outcome {
                key: verdict.result.name(),
                sign: match verdict.result {
                    KnockoutResult::Met => "✓",
                    KnockoutResult::Open => "?",
                    KnockoutResult::NotMet => "✗",
                },
                text: match verdict.is_unanswered() {
                    true => say("verdict-result-unanswered", language),
                    false => say(
                        &format!("verdict-result-{}", verdict.result.name()),
                        language,
                    ),
                },
            },
            totals: filled(
                "procure.verdict-totals",
                language,
                &[
                    ("all", &verdict.questions.len()),
                    ("open", &verdict.totals.open),
                    ("not_met", &verdict.totals.not_met),
                    ("met", &verdict.totals.met),
                    ("to_confirm", &verdict.totals.to_confirm),
                    ("contradictions", &verdict.totals.contradictions),
                ],
            ),
            gaps: verdict
                .gaps
                .iter()
                .map(|gap| Lost {
                    place: clean(&gap.place.to_string()),
                    cause: gap.reason.cause(language),
                    next: next_step(gap, language),
                    detail: clean(&gap.detail_in(language)),
                })
                .collect(),
            unread_reports: verdict.unread_reports.iter().map(|it| clean(it)).collect(),
            contradictions: some(&|line| line.contradiction.is_some()),
            knockouts: knockouts(&lines),
            groups: [State::Open, State::NotMet, State::Met].map(group).into(),
            exhibits: exhibits(verdict, language),
            documents: verdict
                .documents
                .iter()
                .map(|document| Document {
                    name: clean(&document.document),
                    format: match &document.format {
                        Some(format) => format.clone(),
                        None => say("verdict-unknown-format", language).to_owned(),
                    },
                    digest: document.digest.clone(),
                })
                .collect(),
        }
    }
}

fn exhibits(verdict: &Verdict, language: Language) -> Vec<ExhibitLine> {
    let files = verdict.exhibits.iter();
    files
        .map(|file| {
            let seen = date(&file.seen, language);
            ExhibitLine {
                file: clean(&file.file),
                questions: served(file, language),
                bytes: file.bytes,
                seen: match &file.replaces {
                    Some(before) => filled(
                        "procure.verdict-replaced",
                        language,
                        &[("date", &seen), ("before", &date(before, language))],
                    ),
                    None => seen,
                },
                digest: file.sha256.clone(),
            }
        })
        .collect()
}

/// The knock-outs: those that exclude the bid before open ones.
fn knockouts(lines: &[(State, Line)]) -> Vec<Line> {
    let mut knockouts: Vec<&(State, Line)> =
        lines.iter().filter(|(_, line)| line.knockout).collect();
    knockouts.sort_by_key(|(state, _)| state.urgency());
    let lines = knockouts.into_iter();
    lines.map(|(_, line)| line.clone()).collect()
}

fn facts(verdict: &Verdict, language: Language) -> Vec<Fact> {
    let product = &verdict.product;
    let titles: Vec<&str> = verdict
        .checklists
        .iter()
        .map(|title| title.get(language).as_str())
        .collect();
    let frozen = verdict.frozen.iter().map(|list| {
        let version = list
            .version
            .as_deref()
            .map_or_else(|| say("verdict-no-version", language).to_owned(), clean);
        let digest = list.sha256.get(..12).unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("id", &list.id), ("version", &version), ("digest", &digest)];
        filled("procure.verdict-frozen-list", language, &values)
    });
    let frozen = frozen.collect::<Vec<_>>().join("; ");
    let digest = verdict.rules_digest.get(..12).unwrap_or_default();
    let made = filled(
        "procure.verdict-made-with",
        language,
        &[("version", &verdict.tool_version), ("digest", &digest)],
    );
    let day = date(&verdict.date, language);
    [
        ("vendor", Some(product.vendor.as_str())),
        ("product", Some(product.name.as_str())),
        ("version", product.version.as_deref()),
        ("reference", product.reference.as_deref()),
        ("checklists", Some(titles.join("; ").as_str())),
        ("frozen", (!frozen.is_empty()).then_some(frozen.as_str())),
        ("date", Some(day.as_str())),
        ("made-by", Some(made.as_str())),
    ]
    .into_iter()
    .filter_map(|(key, value)| {
        Some(Fact {
            label: say(&format!("verdict-{key}"), language),
            value: on_one_line(&clean(value?)),
        })
    })
    .collect()
}

impl Line {
    fn new(judged: &Judged, language: Language) -> Self {
        let question = &judged.question;
        let say = |key: &str| say(key, language);
        let listed = judged.scan.evidence.iter().take(LISTED);
        let more = judged.scan.evidence.len().saturating_sub(LISTED);
        let cited: Vec<&str> = question
            .legal
            .iter()
            .map(|cite| cite.get(language).as_str())
            .collect();
        Self {
            anchor: anchor(&format!("{}-{}", question.checklist, question.id)),
            id: question.id.clone(),
            demand: question.demand.get(language).clone(),
            knockout: question.knockout,
            key: judged.state.name(),
            sign: match judged.state {
                State::Met => "✓",
                State::NotMet => "✗",
                State::Open => "?",
            },
            state: state(judged, language),
            by: judged
                .by
                .map(|by| say(&format!("verdict-by-{}", by.name()))),
            reason: reason(judged, language),
            contradiction: judged
                .contradiction
                .map(|kind| say(&format!("contradiction-{}", kind.name()))),
            question: question.question.get(language).clone(),
            answer: judged.answer.as_ref().map(|answer| given(answer, language)),
            scan: filled(
                &format!("procure.scan-{}", judged.scan.outcome.name()),
                language,
                &[("passed", &judged.scan.passed)],
            ),
            evidence: listed
                .map(|item| Item {
                    kind: say(if item.failure {
                        "verdict-failure"
                    } else {
                        "verdict-doubt"
                    }),
                    sentence: clean(item.sentence.get(language)),
                    place: clean(&item.place.to_string()),
                })
                .collect(),
            more: (more > 0).then(|| filled("procure.verdict-more", language, &[("count", &more)])),
            claims: claims(judged, language),
            legal: cited.join("; "),
        }
    }
}

fn given(answer: &BidAnswer, language: Language) -> Answer {
    let declared = match (&answer.declared, &answer.written) {
        (Some(declared), _) => say(&format!("declared-{}", declared.name()), language).to_owned(),
        (None, Some(written)) => {
            let written = on_one_line(&clean(written));
            filled("procure.declared-written", language, &[("value", &written)])
        }
        (None, None) => say("declared-empty", language).to_owned(),
    };
    Answer {
        place: format!("{}:{}", answer.origin.file, answer.origin.line),
        declared,
        explanation: answer.explanation.as_deref().map(clean),
        evidence: answer.evidence.as_deref().map(clean),
    }
}

/// A fragment identifier.
fn anchor(name: &str) -> String {
    let sign = |ch: char| if ch.is_ascii_alphanumeric() { ch } else { '-' };
    name.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use crate::texts::lookup;

    use super::super::{ConformanceLevel, ExhibitFault};
    use super::super::{Contradiction, Declared, Reason, ScanOutcome};
    use super::*;

    fn complete(prefix: &str, names: &[&str]) {
        for name in names {
            let key = format!("procure.{prefix}-{name}");
            for language in [Language::De, Language::En] {
                assert!(lookup(&key, language).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn every_closed_word_has_its_text() {
        use super::super::Basis;
        complete("reason", &Reason::NAMES);
        for bare in [Reason::Declared, Reason::Unopposed] {
            let key = format!("procure.reason-{}-bare", bare.name());
            assert!(lookup(&key, Language::De).is_some(), "{key}");
        }
        complete("contradiction", &Contradiction::NAMES);
        // Decisions of the buyer do not concern the bidder.
        let told = |kind: &Contradiction| {
            !matches!(
                kind,
                Contradiction::DecidedAgainst | Contradiction::DecidedAgainstWord
            )
        };
        for kind in Contradiction::ALL.into_iter().filter(told) {
            let key = format!("tender.letter-contradiction-{}", kind.name());
            assert!(lookup(&key, Language::De).is_some(), "{key}");
        }
        complete("scan", &ScanOutcome::NAMES);
        complete("level", &ConformanceLevel::NAMES);
        complete("proc-011", &ExhibitFault::NAMES);
        for fault in ExhibitFault::ALL {
            let key = format!("tender.fault-{}", fault.name());
            assert!(lookup(&key, Language::De).is_some(), "{key}");
        }
        complete("declared", &Declared::NAMES);
        complete("verdict-state", &State::NAMES);
        complete("verdict-group", &State::NAMES);
        complete("verdict-by", &Basis::NAMES);
        complete("verdict-result", &KnockoutResult::NAMES);
    }

    #[test]
    fn every_word_the_templates_ask_for_has_its_text() {
        let templates = [
            include_str!("templates/verdict.html.j2"),
            include_str!("templates/verdict.md.j2"),
        ];
        for template in templates {
            for call in template.split("t(\"").skip(1) {
                let key = call.split('"').next().unwrap_or_default();
                let key = format!("procure.verdict-{key}");
                assert!(lookup(&key, Language::De).is_some(), "{key}");
            }
        }
    }

    /// A buyer has a dossier and no inventory.
    #[test]
    fn advice_speaks_of_the_dossier() {
        let gaps = include_str!("../texts/gap.toml");
        let gaps: toml::Table = toml::from_str(gaps).expect("TOML");
        let mut inventory = 0;
        for (key, sentence) in gaps {
            let said = |tag: &str| sentence[tag].as_str().unwrap_or_default().to_lowercase();
            let Some(reason) = key.strip_suffix("-next") else {
                continue;
            };
            if said("de").contains("inventar") || said("en").contains("inventory") {
                inventory += 1;
                for language in [Language::De, Language::En] {
                    assert!(
                        lookup(&format!("procure.next-{reason}"), language).is_some(),
                        "{key}"
                    );
                }
            }
        }
        assert!(inventory > 5);
        let own = include_str!("../texts/procure.toml").to_lowercase();
        assert!(!own.contains("inventar") && !own.contains("inventory"));
    }

    #[test]
    fn anchors_are_plain() {
        assert_eq!(anchor("list-1.1.1 \"x\""), "list-1-1-1--x-");
    }
}
