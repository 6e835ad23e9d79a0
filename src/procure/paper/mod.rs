//! The papers of a tender: their content, independent of HTML, Word and Markdown.

mod annex;
mod clauses;
mod comparison;
mod letter;

pub use annex::annex;
pub(super) use clauses::clause;
pub use clauses::clauses;
pub use comparison::comparison;
pub use letter::letter;

use std::fmt::Display;

use super::comparison::{BidScore, ComparedBid, Comparison};
use super::reason::Contradiction;
use super::verdict::{Judged, State};
use super::wording::{self, clean, say};
use crate::report::{Block, Paper, Table, date};
use crate::texts::{Language, filled, lookup, on_one_line};

/// A paper under construction.
struct Sheet {
    language: Language,
    blocks: Vec<Block>,
}

impl Sheet {
    fn new(language: Language) -> Self {
        Self {
            language,
            blocks: Vec::new(),
        }
    }

    /// A sentence of `texts/tender.toml`.
    fn said(&self, key: &str) -> &'static str {
        said(key, self.language)
    }

    fn filled(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        filled(&format!("tender.{key}"), self.language, values)
    }

    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    fn notice(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Notice(text.into()));
    }

    fn blank(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::ToFill(text.into()));
    }

    /// Adds a list; nothing if it is empty.
    fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds a table; nothing if it has no rows.
    fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    fn facts(&mut self, facts: Vec<(String, String)>) {
        self.blocks.push(Block::Facts(facts));
    }

    fn page_break(&mut self) {
        self.blocks.push(Block::PageBreak);
    }

    fn day(&self, day: &str) -> String {
        date(day, self.language)
    }

    /// Adds the subject of the tender, the buyer and the checklists.
    fn tender_facts(&mut self, comparison: &Comparison) {
        let tender = &comparison.tender;
        let lists: Vec<String> = comparison
            .checklists
            .iter()
            .map(|list| {
                let title = list.title.get(self.language);
                match &list.version {
                    Some(version) => self.filled(
                        "list-version",
                        &[("title", title), ("version", &text_of(version))],
                    ),
                    None => title.clone(),
                }
            })
            .collect();
        let digest = comparison.rules_digest.get(..12).unwrap_or_default();
        let mut facts = vec![
            ("fact-name", Some(text_of(&tender.name))),
            ("fact-reference", tender.reference.as_deref().map(text_of)),
            ("fact-buyer", Some(text_of(&tender.buyer))),
            ("fact-date", Some(self.day(&comparison.date))),
            ("fact-checklists", Some(lists.join("; "))),
            ("fact-points", Some(comparison.points().to_string())),
            (
                "fact-made",
                Some(self.filled(
                    "made-with",
                    &[("version", &comparison.tool_version), ("digest", &digest)],
                )),
            ),
        ];
        if let Some(day) = &tender.supplement_until {
            facts.insert(4, ("fact-supplement", Some(self.day(day))));
        }
        let facts = facts.into_iter();
        let facts = facts.filter_map(|(key, value)| Some((self.said(key).to_owned(), value?)));
        let facts = facts.collect();
        self.facts(facts);
    }

    /// Bids with result and points, in the order of the comparison.
    fn result_table(&mut self, caption: &str, bids: &[&ComparedBid]) {
        let mut table = Table::new(
            caption,
            [
                (self.said("column-bidder"), 22),
                (self.said("column-result"), 22),
                (self.said("column-sure"), 11),
                (self.said("column-proposed"), 16),
                (self.said("column-possible"), 14),
                (self.said("column-contradictions"), 15),
            ],
        );
        for bid in bids {
            table.rows.push(result_row(bid, self.language).to_vec());
        }
        self.table(table);
    }

    /// The result of a bid's knock-outs, with counts.
    fn result(&self, bid: &ComparedBid) -> String {
        if bid.verdict.is_unanswered() {
            return self.said("result-unanswered").to_owned();
        }
        let key = format!("result-{}", bid.verdict.result.name());
        self.filled(
            &key,
            &[
                ("not_met", &bid.knockouts_in(State::NotMet)),
                ("open", &bid.knockouts_in(State::Open)),
                ("all", &bid.knockouts().len()),
            ],
        )
    }

    /// Adds the conformance reports that were not read: what they admit counts for nothing.
    fn unread_reports<'b>(&mut self, bids: impl IntoIterator<Item = &'b ComparedBid>) {
        let items: Vec<String> = bids
            .into_iter()
            .flat_map(|bid| {
                let files = bid.verdict.unread_reports.iter();
                files.map(|file| format!("{}: {}", bidder_name(bid), text_of(file)))
            })
            .collect();
        if !items.is_empty() {
            self.notice(self.said("unread-reports"));
            self.list(items);
        }
    }

    /// Adds the dossiers that could not be judged.
    fn unusable(&mut self, comparison: &Comparison) {
        if comparison.unusable.is_empty() {
            return;
        }
        self.notice(self.said("unusable"));
        let items = comparison.unusable.iter().flat_map(|bid| {
            bid.problems.iter().map(|problem| {
                let line = problem
                    .position
                    .map_or_else(String::new, |at| format!(":{}", at.line));
                let message = clean(problem.message.get(self.language));
                format!(
                    "{}: {}{line}: {}",
                    text_of(&bid.bidder),
                    text_of(&problem.file),
                    on_one_line(&message)
                )
            })
        });
        let items = items.collect();
        self.list(items);
    }

    /// The state with its sign and its basis.
    fn state(&self, judged: &Judged) -> String {
        let state = wording::state(judged, self.language);
        format!("{} {state}", sign(judged.state))
    }

    /// The reason in words; for a decision, the decision maker and the stated reason.
    fn reason(&self, judged: &Judged) -> String {
        let reason = wording::reason(judged, self.language);
        let Some(decision) = &judged.decision else {
            return reason.to_owned();
        };
        let day = decision
            .date
            .map_or_else(String::new, |day| self.day(&day.to_string()));
        self.filled(
            "decided",
            &[
                ("decision", &reason),
                ("role", &text_of(&decision.role)),
                ("date", &day),
                ("reason", &text_of(&decision.reason)),
            ],
        )
    }

    fn finish(self, title: String, comparison: &Comparison) -> Paper {
        Paper {
            title,
            organisation: text_of(&comparison.tender.buyer),
            date: comparison.date.clone(),
            language: self.language,
            blocks: self.blocks,
        }
    }
}

/// A sentence of `texts/tender.toml`.
pub(super) fn said(key: &str, language: Language) -> &'static str {
    lookup(&format!("tender.{key}"), language).unwrap_or_default()
}

/// Untrusted text, cleaned and on one line.
fn text_of(text: &str) -> String {
    on_one_line(&clean(text))
}

/// A bid as a row of the results table, for the terminal.
pub fn result_row(bid: &ComparedBid, language: Language) -> [String; 6] {
    [
        bidder_name(bid),
        Sheet::new(language).result(bid),
        bid.score.sure.to_string(),
        bid.score.proposed().to_string(),
        bid.score.possible().to_string(),
        bid.verdict.totals.contradictions.to_string(),
    ]
}

/// A question with its demand.
fn demand(judged: &Judged, language: Language) -> String {
    let question = &judged.question;
    format!("{} {}", question.id, question.demand.get(language))
}

/// The bidder with the product.
fn bidder_name(bid: &ComparedBid) -> String {
    let product = &bid.verdict.product;
    let mut vendor = text_of(&product.vendor);
    if vendor.is_empty() {
        vendor.clone_from(&bid.bidder);
    }
    let name = text_of(&product.name);
    let version = text_of(product.version.as_deref().unwrap_or_default());
    let offered = format!("{name} {version}");
    match offered.trim() {
        "" => vendor,
        offered => format!("{vendor}: {offered}"),
    }
}

const fn sign(state: State) -> &'static str {
    match state {
        State::Met => "✓",
        State::NotMet => "✗",
        State::Open => "?",
    }
}

/// Points of a demand: certain ones plain, those that await confirmation in brackets.
fn points(judged: &Judged) -> String {
    let weight = judged.question.weight;
    match judged.state {
        State::Met if judged.is_proposal() => format!("({weight})"),
        State::Met => weight.to_string(),
        State::Open => format!("0 ({weight})"),
        State::NotMet => "0".to_owned(),
    }
}

/// The sums of a bid, in the notation of [`points`].
fn sum(score: BidScore) -> String {
    format!(
        "{} / {} / {}",
        score.sure,
        score.proposed(),
        score.possible()
    )
}

/// The contradiction between answer and documents, in words.
fn contradiction(judged: &Judged, language: Language) -> String {
    let kind = judged.contradiction.map(Contradiction::name);
    let key = format!("contradiction-{}", kind.unwrap_or_default());
    say(&key, language).to_owned()
}
