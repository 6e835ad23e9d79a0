//! The result that the figures of two audits suggest, in words.

use std::collections::BTreeSet;

use super::super::condition::Audited;
use super::super::proposal::{self, Open, Proposal};
use super::super::{Block, Table};
use super::{After, Sheet};
use crate::record::Weight;
use crate::report::words;
use crate::report::work::more;
use crate::texts::counted;

/// Documents named in a sentence; the rest is only counted.
const DOCUMENTS: usize = 20;

impl Sheet<'_, '_> {
    /// The result that the figures suggest; people decide.
    pub(super) fn proposal(&mut self) {
        self.draft.heading(2, self.draft.label("result"));
        let Some(after) = self.after() else {
            let key = match self.after {
                After::Missing => "acceptance-missing",
                _ => "acceptance-not-yet",
            };
            self.draft
                .add(Block::Notice(self.draft.said(key).to_owned()));
            return;
        };
        let comparison = self.comparison(after);
        let sentence = self.proposed(&comparison.proposal());
        self.draft.add(Block::Notice(sentence));
        let weighing = |audited: Audited<'_>, weight: Weight| {
            let entries = proposal::entries(audited, self.planning);
            entries.filter(|entry| entry.weight() == weight).count()
        };
        let own = |audited: Audited<'_>| proposal::own_tasks(audited, self.planning).len();
        let (first, second) = (comparison.before, comparison.after);
        let both = |figure: &dyn Fn(Audited<'_>) -> usize| (figure(first), figure(second));
        let rows = [
            ("failures", both(&|one| weighing(one, Weight::Failure))),
            ("doubts", both(&|one| weighing(one, Weight::Question))),
            ("advice", both(&|one| weighing(one, Weight::Advice))),
            ("gaps", both(&|one| one.application.gaps.len())),
            ("waived", both(&|one| one.application.waived.len())),
            ("own-tasks", both(&own)),
        ];
        let mut table = Table::new(
            self.draft.said("figures-table"),
            [
                (self.draft.said("figure"), 40),
                (self.draft.said("before"), 30),
                (self.draft.said("after"), 30),
            ],
        );
        for (key, (before, after)) in rows {
            let label = match key {
                // Few applications have any.
                "own-tasks" if before + after == 0 => continue,
                "own-tasks" => self.draft.said(key),
                _ => self.draft.label(key),
            };
            table.rows.push(vec![
                label.to_owned(),
                before.to_string(),
                after.to_string(),
            ]);
        }
        self.draft.table(table);
    }

    /// A suggested result in words.
    fn proposed(&self, proposal: &Proposal<'_>) -> String {
        let draft = &*self.draft;
        let naming = |key: &str, documents: &BTreeSet<&str>| {
            let named = documents.iter().take(DOCUMENTS).copied();
            let named: Vec<String> = named.map(str::to_owned).collect();
            let named = match more(documents.len(), DOCUMENTS) {
                Some(more) => {
                    let more = counted("report.and-more", draft.language, more, &[]);
                    format!("{} {more}", named.join(", "))
                }
                None => words::enumeration(&named, draft.language),
            };
            draft.filled(key, &[("documents", &named)])
        };
        match proposal {
            Proposal::NotReadAgain(documents) => naming("acceptance-unread", documents),
            Proposal::No { left, added, unmet } => draft.filled(
                "acceptance-no",
                &[("left", left), ("added", added), ("unmet", unmet)],
            ),
            Proposal::NothingJudged => draft.said("acceptance-nothing-judged").to_owned(),
            Proposal::Lost(documents) => naming("acceptance-lost", documents),
            Proposal::Once(open) => {
                draft.filled("acceptance-open", &[("open", &self.still_open(*open))])
            }
            Proposal::Yes => draft.said("acceptance-yes").to_owned(),
        }
    }

    /// What must be clarified first, as a list within a sentence.
    fn still_open(&self, open: Open) -> String {
        let parts = [
            ("acceptance-open-doubts", open.doubts),
            ("acceptance-open-gaps", open.gaps),
            ("acceptance-open-gone", open.gone),
            ("acceptance-open-unseen", open.unseen),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let parts = parts.map(|(key, count)| self.draft.filled(key, &[("count", &count)]));
        parts.collect::<Vec<_>>().join("; ")
    }
}
