//! Promises over the registries: every rule is bilingual, documented and shown by fixtures of each outcome;
//! every defect is covered or says why not; `docs/` lists both as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use fachcheck::check::CHECKS;
use fachcheck::format::FORMATS;
use fachcheck::rule::{RuleBook, RuleCard, RuleStatus, load};
use fachcheck::texts::Language;

/// Rules that can prove nothing or everything they meet, with the reason.
const NEVER_PASSED: &[(&str, &str)] = &[
    (
        "gender/former-entry-protected",
        "whether a law allows a former entry, only a person can say",
    ),
    (
        "gender/not-drawn-by-lot",
        "it speaks of lots alone, and no lot is right without asking",
    ),
    (
        "gender/entry-not-read-from-number",
        "it speaks of numbers that are read alone; what becomes of the entry, only a person can say",
    ),
    (
        "gender/entry-can-be-corrected",
        "it speaks of rejected changes alone",
    ),
    (
        "accessibility/audio-as-text",
        "whether a text says what is heard, only a person can say",
    ),
    (
        "accessibility/video-captions",
        "whether captions say what is heard, only a person can say",
    ),
    (
        "accessibility/video-described",
        "whether the picture shows more than the sound says, only a person can say",
    ),
    (
        "accessibility/motion-optional",
        "it speaks of scripts that listen to motion alone; what they do, only a person can say",
    ),
    (
        "accessibility/changing-text-stoppable",
        "it speaks of changing text alone; whether it can be stopped, only a person can say",
    ),
    (
        "accessibility/no-character-shortcut",
        "it speaks of shortcuts alone; whether they can be switched off, only a person can say",
    ),
    (
        "accessibility/instruction-not-by-sight-alone",
        "whether what is meant can be found by name, only a person can say",
    ),
    (
        "accessibility/focus-leaves-by-tab",
        "it speaks of elements that surely hold the focus alone; about all others another rule asks",
    ),
    (
        "accessibility/no-jump-on-input",
        "it speaks of handlers that submit or lead on alone; whether the page says so, only a person can say",
    ),
    (
        "accessibility/no-autofocus",
        "it speaks of what takes the focus alone; its absence is no target",
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn book() -> RuleBook {
    load(None).expect("the shipped rules load")
}

fn active(book: &RuleBook) -> impl Iterator<Item = &RuleCard> {
    book.rules
        .values()
        .map(|rule| &rule.card)
        .filter(|card| card.status != RuleStatus::Retired)
}

/// Names of the fixtures of a rule by the outcome they state.
fn fixtures(id: &str) -> BTreeMap<String, Vec<String>> {
    let folder = root().join("tests/rules").join(id.replace('/', "__"));
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let outcome = name.split('-').next().unwrap_or_default().to_owned();
        found.entry(outcome).or_default().push(name);
    }
    found
}

#[test]
fn every_rule_has_fixtures_for_its_outcomes() {
    let mut missing = Vec::new();
    for card in active(&book()) {
        let found = fixtures(&card.id);
        let has = |outcome: &str| found.contains_key(outcome);
        let exempt = NEVER_PASSED.iter().any(|(id, _)| *id == card.id);
        if !has("passed") && !exempt {
            missing.push(format!("{}: passed", card.id));
        }
        if !has("failed") && !has("canttell") {
            missing.push(format!("{}: failed or canttell", card.id));
        }
        if !has("inapplicable") {
            missing.push(format!("{}: inapplicable", card.id));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_text_is_translated_not_copied() {
    for card in active(&book()) {
        let texts = [&card.title, &card.why, &card.remedy];
        let further = card.question.iter().chain(&card.task).chain(&card.interim);
        for text in texts.into_iter().chain(further) {
            assert!(
                !text.de.trim().is_empty() && !text.en.trim().is_empty(),
                "{}",
                card.id
            );
            assert_ne!(text.de, text.en, "{}", card.id);
        }
    }
}

/// A task says what to do; a demand alone leaves that to the reader.
#[test]
fn every_rule_says_what_to_do() {
    for card in active(&book()) {
        let task = card.task.as_ref();
        let task = task.unwrap_or_else(|| panic!("{} names no task", card.id));
        assert_ne!(task.de, card.title.de, "{}", card.id);
    }
}

/// Unsure readings of names and values turn any failure of these rules into a question.
#[test]
fn every_rule_of_gender_asks_when_in_doubt() {
    for card in active(&book()).filter(|card| card.id.starts_with("gender/")) {
        assert!(card.question.is_some(), "{} asks nothing", card.id);
        assert!(card.message.contains_key("cant-tell"), "{}", card.id);
    }
}

#[test]
fn every_rule_of_accessibility_names_its_criterion_or_is_advice() {
    for card in active(&book()).filter(|card| card.id.starts_with("accessibility/")) {
        let advice = card.severity == fachcheck::outcome::Severity::Advice;
        // What is demanded beside the criteria (a declaration) names its law instead.
        assert!(
            advice || !card.wcag.is_empty() || !card.legal.is_empty(),
            "{} names no criterion",
            card.id
        );
        for criterion in &card.wcag {
            let parts: Vec<_> = criterion.split('.').collect();
            assert!(parts.len() == 3 && parts.iter().all(|part| part.parse::<u8>().is_ok()));
        }
    }
}

#[test]
fn every_defect_is_covered_or_says_why_not() {
    let book = book();
    let covered: BTreeSet<&String> = active(&book).flat_map(|card| &card.defects).collect();
    for defect in book.defects.values() {
        let is = covered.contains(&defect.id);
        assert_eq!(
            !is,
            defect.without_rule.is_some(),
            "{}: either a rule or `without_rule`",
            defect.id
        );
    }
    assert!(book.defects.len() >= 82);
}

#[test]
fn formats_have_names_of_their_own() {
    let names: BTreeSet<_> = FORMATS.iter().map(|format| format.name()).collect();
    assert_eq!(names.len(), FORMATS.len());
}

/// Compares a generated page with the one in `docs/`; `UPDATE_DOCS=1` writes it.
fn document(name: &str, generated: &str) {
    let path = root().join("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, generated).expect("docs/ is writable");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == generated,
        "docs/{name} is outdated: UPDATE_DOCS=1 cargo test --test registry"
    );
}

#[test]
fn the_rules_are_documented() {
    let book = book();
    let mut page = String::from(
        "# Rules\n\nWritten from `rules/` by `UPDATE_DOCS=1 cargo test --test registry`.\n\n",
    );
    page.push_str(
        "| Rule | Demands | Severity | Effort | WCAG | ACT |\n|---|---|---|---|---|---|\n",
    );
    for card in active(&book) {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {} |",
            card.id,
            card.title.en,
            card.severity.name(),
            card.effort.name(),
            card.wcag.join(" "),
            card.act.join(" ")
        );
    }
    document("rules.md", &page);
}

/// What links of editors and scans lead to: each rule under a heading of its own.
#[test]
fn the_demands_are_explained_on_one_page() {
    let book = book();
    let mut page = String::from(
        "# Anforderungen, eine nach der anderen\n\nGeschrieben aus `rules/` mit `UPDATE_DOCS=1 cargo test --test registry`. Dasselbe zeigt `fachcheck rules explain`, auf Englisch mit `--lang en`.\n",
    );
    for card in active(&book) {
        let _ = writeln!(page, "\n## {}\n\n**{}**", card.id, card.title.de);
        for (heading, body) in card.explanation(&book.legal, Language::De) {
            let body = body.replace('<', "&lt;").replace('\n', "\n  ");
            let _ = writeln!(page, "\n- {heading}: {}", body.trim());
        }
    }
    document("anforderungen.md", &page);
}

/// The list that says what each criterion is called elsewhere.
const CRITERIA: &str = "bitv-web";

#[test]
fn every_criterion_says_its_clause_and_its_steps() {
    let book = book();
    let mut lists = book.checklists.iter();
    let list = lists.find(|list| list.id == CRITERIA).expect(CRITERIA);
    let with_clause = list.criteria.iter().filter(|it| it.en301549.is_some());
    // WCAG 2.1 A and AA has 50, of which 4.1.1 is left out; WCAG 2.2 adds six.
    assert_eq!(with_clause.count(), 49);
    assert_eq!(list.criteria.len(), 55);
    for criterion in &list.criteria {
        assert!(!criterion.bik.is_empty(), "{}", criterion.id);
        if let Some(clause) = &criterion.en301549 {
            assert_eq!(*clause, format!("9.{}", criterion.id));
        }
        for step in &criterion.bik {
            let own = format!("9.{}", criterion.id);
            assert!(step.starts_with(&own), "{step}");
        }
    }
}

/// Clauses about documents are those about pages, but for four that a document cannot meet.
#[test]
fn the_list_about_documents_asks_for_every_clause() {
    let book = book();
    let list = |id: &str| book.checklists.iter().find(|list| list.id == id);
    let clauses = |id: &str| -> BTreeSet<String> {
        let criteria = list(id).expect(id).criteria.iter();
        let numbers = criteria.filter_map(|criterion| criterion.en301549.clone());
        numbers
            .filter_map(|clause| clause.split_once('.').map(|(_, number)| number.to_owned()))
            .collect()
    };
    let mut expected = clauses("en301549-web");
    for absent in ["2.4.1", "2.4.5", "3.2.3", "3.2.4"] {
        assert!(expected.remove(absent), "{absent}");
    }
    // Pages are held to meet it.
    expected.insert("4.1.1".to_owned());
    assert_eq!(clauses("en301549-dokumente"), expected);
}

#[test]
fn rules_about_documents_are_barriers_by_their_clause() {
    let book = book();
    for card in active(&book).filter(|card| card.id.starts_with("accessibility/pdf-")) {
        let clause = card
            .legal
            .iter()
            .any(|id| id.starts_with("LEG-EN-301549-10-"));
        let cited = card.legal.iter().any(|id| id == "LEG-PDF-UA");
        let advice = card.severity == fachcheck::outcome::Severity::Advice;
        assert_eq!(clause || cited, !advice, "{}", card.id);
        assert_eq!(card.is_barrier(), clause, "{}", card.id);
        // Criteria of pages are broken by pages.
        assert!(card.wcag.is_empty(), "{}", card.id);
    }
}

#[test]
fn lists_made_of_another_ask_about_its_criteria() {
    let book = book();
    let list = |id: &str| {
        let mut lists = book.checklists.iter();
        lists
            .find(|list| list.id == id)
            .unwrap_or_else(|| panic!("{id}"))
    };
    let base = list(CRITERIA);
    assert_eq!(list("wcag22-aa").criteria, base.criteria);
    assert_eq!(list("en301549-web").criteria.len(), 49);
    let guided = list("bitv-selbstbewertung");
    assert_eq!(guided.criteria.len(), base.criteria.len());
    for (own, other) in guided.criteria.iter().zip(&base.criteria) {
        assert_eq!(own.id, other.id);
        assert_ne!(own.question, other.question, "{}", own.id);
    }
    let principles: BTreeSet<&str> = list("ueberwachung-vereinfacht")
        .criteria
        .iter()
        .filter_map(|criterion| criterion.id.split('.').next())
        .collect();
    assert_eq!(principles.len(), 4);
    for derived in book.checklists.iter().filter(|list| list.on_request) {
        assert!(
            !book
                .checklists_for(true)
                .iter()
                .any(|list| list.id == derived.id)
        );
    }
}

#[test]
fn the_criteria_are_documented() {
    let book = book();
    let mut page = String::from(
        "# Criteria of web accessibility\n\nWritten from `rules/` by `UPDATE_DOCS=1 cargo test --test registry`. A program \
         passes a criterion only where it is `automated`; in `partial` ones it can prove failures, and the rest is asked. \
         Steps of the BIK test are references; their texts are not part of this program.\n\n\
         | WCAG 2.2 | Level | EN 301 549 V3.2.1 | BIK steps | Decided | Rules |\n|---|---|---|---|---|---|\n",
    );
    let mut lists = book.checklists.iter();
    let list = lists.find(|list| list.id == CRITERIA).expect(CRITERIA);
    for criterion in &list.criteria {
        let rules = active(&book).filter(|card| card.wcag.contains(&criterion.id));
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            criterion.title.en,
            criterion.level.as_deref().unwrap_or_default(),
            criterion.en301549.as_deref().unwrap_or("–"),
            criterion.bik.join(", "),
            format!("{:?}", criterion.coverage).to_lowercase(),
            list_of(rules),
        );
    }
    document("accessibility-criteria.md", &page);
}

fn list_of<'c>(cards: impl Iterator<Item = &'c RuleCard>) -> String {
    list(cards.map(|card| format!("`{}`", card.id)))
}

#[test]
fn the_defects_are_documented() {
    let book = book();
    let mut page = String::from(
        "# Defects of gender entries and salutations\n\n\
         Written from `rules/` and `tests/rules/` by `UPDATE_DOCS=1 cargo test --test registry`. \
         Formats: those in which fixtures show the rules at work.\n",
    );
    let mut layer = "";
    for defect in in_order(&book) {
        if defect.layer != layer {
            layer = &defect.layer;
            let _ = writeln!(
                page,
                "\n## {layer}\n\n| Defect | What is wrong | Best detection | Rules | Formats |\n|---|---|---|---|---|"
            );
        }
        let rules: Vec<&RuleCard> = active(&book)
            .filter(|card| card.defects.contains(&defect.id))
            .collect();
        let detection = format!("{:?}", defect.detection).to_lowercase();
        let _ = match &defect.without_rule {
            Some(why) => writeln!(
                page,
                "| `{}` | {} | {detection} | none: {why} | |",
                defect.id, defect.summary
            ),
            None => writeln!(
                page,
                "| `{}` | {} | {detection} | {} | {} |",
                defect.id,
                defect.summary,
                list(rules.iter().map(|card| format!("`{}`", card.id))),
                list(formats(&rules)),
            ),
        };
    }
    document("defects.md", &page);
}

/// ACT rules without a rule here, and why.
const WITHOUT_RULE: &[(&str, &str, &str)] = &[
    (
        "0va7u6",
        "HTML images contain no text",
        "text in pictures is found by looking at them, in a browser or by reading their pixels; asking about every \
         picture would be noise",
    ),
    (
        "aaa1bf",
        "Audio or video that plays automatically has no audio that lasts more than 3 seconds",
        "no demand of its own but one way to meet 80f0bf, whose rule asks for the length; it stands in the media file",
    ),
];

/// Every ACT rule that is implemented has one line, with what the rule can say by itself.
#[test]
fn the_act_rules_are_documented() {
    let book = book();
    let mut rules: BTreeMap<&str, Vec<&RuleCard>> = BTreeMap::new();
    for card in active(&book) {
        for act in &card.act {
            rules.entry(act).or_default().push(card);
        }
    }
    let mut page = String::from(
        "# ACT rules\n\nWritten from `rules/` and `tests/rules/` by `UPDATE_DOCS=1 cargo test --test registry`. \
         What no browser looks at, a rule proves from markup, or asks about: one question for each target.\n\n\
         | ACT | Rules | By itself it can say |\n|---|---|---|\n",
    );
    for (act, cards) in &rules {
        let outcomes: BTreeSet<&str> = cards
            .iter()
            .flat_map(|card| fixtures(&card.id).into_keys())
            .filter_map(|outcome| match outcome.as_str() {
                "failed" => Some("failed"),
                "passed" => Some("passed"),
                "canttell" => Some("a question"),
                _ => None,
            })
            .collect();
        let _ = writeln!(
            page,
            "| {act} | {} | {} |",
            list(cards.iter().map(|card| format!("`{}`", card.id))),
            list(outcomes.into_iter().map(str::to_owned)),
        );
    }
    page.push_str("\n## Without a rule\n\n| ACT | Title | Why |\n|---|---|---|\n");
    for (act, title, why) in WITHOUT_RULE {
        assert!(!rules.contains_key(act), "{act} has a rule");
        let _ = writeln!(page, "| {act} | {title} | {why} |");
    }
    document("act.md", &page);
}

/// The defects as the catalogue orders them: by layer.
fn in_order(book: &RuleBook) -> Vec<&fachcheck::rule::Defect> {
    let mut defects: Vec<_> = book.defects.values().collect();
    defects.sort_by(|a, b| (&a.layer, &a.id).cmp(&(&b.layer, &b.id)));
    defects
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// Extensions of the fixtures of rules: the formats in which they are shown to work.
fn formats(rules: &[&RuleCard]) -> BTreeSet<String> {
    rules
        .iter()
        .flat_map(|card| fixtures(&card.id))
        .flat_map(|(_, names)| names)
        .filter_map(|name| {
            let extension = Path::new(&name).extension()?;
            Some(extension.to_string_lossy().into_owned())
        })
        .collect()
}

/// The sentences above a field of a struct of parameters, in the source of a check.
fn said_in_source(source: &str, parameter: &str) -> String {
    let field = format!("    {}: ", parameter.replace('-', "_"));
    let lines: Vec<&str> = source.lines().collect();
    let Some(at) = lines
        .iter()
        .position(|line| line.starts_with(&field) && line.ends_with(',') && !line.contains('"'))
    else {
        return String::new();
    };
    let above = lines[..at].iter().rev();
    let about = above.take_while(|line| {
        let line = line.trim_start();
        line.starts_with("///") || line.starts_with("#[")
    });
    let mut said: Vec<&str> = about
        .filter_map(|line| line.trim_start().strip_prefix("/// "))
        .collect();
    said.reverse();
    said.join(" ")
}

#[test]
fn the_checks_are_documented() {
    let book = book();
    let mut page = String::from(
        "# Algorithms that rules can name\n\nWritten from `src/check/` and `rules/` by `UPDATE_DOCS=1 cargo test --test \
         registry`. How to write a rule: [regeln-schreiben.md](regeln-schreiben.md) (German). `check = \"…\"` names the \
         algorithm, `[params]` tells it what to look for, and texts may name its facts in curly brackets; \
         `[message.\"failed.…\"]` is a more exact text for a variant.\n",
    );
    let sources: Vec<String> = walkdir::WalkDir::new(root().join("src/check"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect();
    let files: Vec<(String, toml::Table)> = walkdir::WalkDir::new(root().join("rules"))
        .sort_by_file_name()
        .into_iter()
        .chain(walkdir::WalkDir::new(root().join("src/rule/starter")).sort_by_file_name())
        .filter_map(|entry| {
            let text = std::fs::read_to_string(entry.ok()?.path()).ok()?;
            let table = toml::from_str::<toml::Table>(&text).ok()?;
            table.contains_key("check").then_some((text, table))
        })
        .collect();
    let mut kinds: Vec<_> = CHECKS.to_vec();
    kinds.sort_by_key(|kind| kind.name);
    for kind in kinds {
        let _ = write!(page, "\n## `{}`\n\n", kind.name);
        let own = |table: &toml::Table| table["check"].as_str() == Some(kind.name);
        let ids = files
            .iter()
            .filter(|(_, table)| own(table))
            .filter_map(|(_, table)| {
                let id = table["id"].as_str()?;
                let card = &book.rules.get(id)?.card;
                Some(format!("- `{id}`: {}\n", card.title.en))
            });
        let ids: Vec<String> = ids.collect();
        if !ids.is_empty() {
            let _ = write!(page, "Used by\n\n{}\n", ids.concat());
        }
        let ticked = |names: &[&str]| list(names.iter().map(|name| format!("`{name}`")));
        if !kind.facts.is_empty() {
            let _ = writeln!(page, "Facts: {}.", ticked(kind.facts));
        }
        if !kind.variants.is_empty() {
            let _ = writeln!(page, "Variants: {}.", ticked(kind.variants));
        }
        let parameters = fachcheck::check::parameters(kind);
        if parameters.is_empty() {
            page.push_str("No parameters.\n");
            continue;
        }
        page.push_str("\n| Parameter | Type | Needed | Meaning |\n|---|---|---|---|\n");
        let source = sources
            .iter()
            .find(|source| source.contains(&format!("name: \"{}\"", kind.name)))
            .unwrap_or_else(|| panic!("the source of {}", kind.name));
        for parameter in &parameters {
            let meaning = said_in_source(source, &parameter.name).replace('|', "\\|");
            assert!(
                !meaning.is_empty(),
                "{} says nothing of {}",
                kind.name,
                parameter.name
            );
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                parameter.name,
                parameter.kind.words(Language::En),
                if parameter.required { "yes" } else { "no" },
                meaning,
            );
        }
        // The shortest one shows it best.
        let examples = files
            .iter()
            .filter(|(_, table)| own(table))
            .filter_map(|(text, _)| {
                let from = text.find("\n[params").or(text.find("\n[[params"))? + 1;
                let behind = &text[from..];
                let end = behind
                    .find("\n[")
                    .filter(|end| !behind[*end..].starts_with("\n[params"));
                let end = end.filter(|end| !behind[*end..].starts_with("\n[[params"));
                Some(behind[..end.unwrap_or(behind.len())].trim_end().to_owned())
            });
        let example = examples.min_by_key(String::len);
        let example = example.unwrap_or_else(|| panic!("no rule shows {}", kind.name));
        let _ = write!(page, "\n```toml\n{example}\n```\n");
    }
    document("checks.md", &page);
}
