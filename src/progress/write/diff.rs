//! The page of a comparison.

use std::collections::BTreeMap;

use super::page::{Page, Section, Table};
use super::words::{self, day, department, remark, say, title};
use crate::progress::applications::SameBy;
use crate::progress::change::{Because, Change, Status};
use crate::progress::diff::{Diff, RunRef};
use crate::record::Weight;
use crate::texts::{Language, counted, filled};

/// The page of a comparison, with at most `most_rows` rows per status.
pub(super) fn page(diff: &Diff, most_rows: usize, language: Language) -> Page {
    let mut sections = vec![sums(diff, language), departments(diff, language)];
    sections.extend(applications(diff, most_rows, language));
    for fate in Fate::ALL {
        sections.extend(listed(diff, fate, most_rows, language));
    }
    Page {
        title: say("diff-title", language),
        facts: facts(diff, language),
        summary: summary(diff, language),
        sections,
    }
}

fn facts(diff: &Diff, language: Language) -> Vec<(&'static str, String)> {
    let run = |run: &RunRef| {
        let date = day(run.date, language);
        filled(
            "progress.run-of",
            language,
            &[("date", &date), ("count", &run.applications)],
        )
    };
    let mut facts = vec![
        (say("organisation", language), diff.new.organisation.clone()),
        (say("old-report", language), run(&diff.old)),
        (say("new-report", language), run(&diff.new)),
    ];
    if diff.new.organisation.is_empty() {
        facts.remove(0);
    }
    if diff.earlier > 0 {
        let earlier = diff.earlier as u64;
        let earlier = counted("progress.earlier-count", language, earlier, &[]);
        facts.push((say("earlier", language), earlier));
    }
    if !diff.narrowed_to.is_empty() {
        facts.push((say("narrowed", language), diff.narrowed_to.join(", ")));
    }
    facts
}

fn summary(diff: &Diff, language: Language) -> Vec<String> {
    let count = |key: &str, count: u64| filled(key, language, &[("count", &count)]);
    let mut summary = vec![match diff.new_failures {
        0 => say("verdict-clean", language).to_owned(),
        failures => count("progress.verdict-new", failures),
    }];
    let proven = |change: &&Change| {
        change.is_new_failure() && matches!(change.because, Some(Because::Proven))
    };
    let proven = diff.changes.iter().filter(proven).count() as u64;
    if proven > 0 {
        summary.push(count("progress.proven-note", proven));
    }
    let stated = |change: &&Change| {
        change.is_new_failure() && matches!(change.because, Some(Because::Stated))
    };
    let stated = diff.changes.iter().filter(stated).count() as u64;
    if stated > 0 {
        summary.push(count("progress.stated-note", stated));
    }
    let worse = diff.changes.iter().filter(|change| {
        change.is_new_failure()
            && matches!(
                change.because,
                Some(Because::LacksMore { .. } | Because::MorePlaces { .. })
            )
    });
    let worse = worse.count() as u64;
    if worse > 0 {
        summary.push(count("progress.worse-note", worse));
    }
    let first = |change: &&Change| matches!(change.because, Some(Because::FirstLookedAt { .. }));
    let first = diff.changes.iter().filter(first).count() as u64;
    if first > 0 {
        summary.push(counted("progress.first-note", language, first, &[]));
    }
    let unseen = diff.totals.get(&Status::Unseen).copied();
    if let Some(unseen) = unseen.filter(|unseen| *unseen > 0) {
        summary.push(count("progress.unseen-note", unseen));
    }
    if diff.old.date > diff.new.date {
        summary.push(say("order-note", language).to_owned());
    }
    let named = |run: &str| !run.trim().is_empty();
    if diff.old.organisation != diff.new.organisation
        && named(&diff.old.organisation)
        && named(&diff.new.organisation)
    {
        let names = [&diff.old.organisation, &diff.new.organisation].map(String::as_str);
        let names = names.join(", ");
        summary.push(filled(
            "progress.organisations-note",
            language,
            &[("list", &names)],
        ));
    }
    if diff.old.rules_digest != diff.new.rules_digest {
        summary.push(say("rules-note", language).to_owned());
    }
    for (key, rules) in [
        ("progress.rules-added-note", &diff.rules_added),
        ("progress.rules-removed-note", &diff.rules_removed),
    ] {
        if !rules.is_empty() {
            summary.push(filled(key, language, &[("list", &rules.join(", "))]));
        }
    }
    summary
}

/// What became of findings, as counted for people. Each finding is counted once. An answered question repaired nothing;
/// a question that is now proven is a failure that came in, and so is one that got worse; a failure of which only a
/// question is left went, but was not fixed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Is(Status),
    Proven,
    Stated,
    OnlyQuestion,
    Demanded,
    OnlyAdvice,
    Worse,
    Settled,
    Followed,
}

impl Fate {
    const ALL: [Self; 14] = [
        Self::Is(Status::New),
        Self::Is(Status::Reopened),
        Self::Proven,
        Self::Stated,
        Self::Demanded,
        Self::Worse,
        Self::Is(Status::Fixed),
        Self::OnlyQuestion,
        Self::OnlyAdvice,
        Self::Settled,
        Self::Followed,
        Self::Is(Status::Waived),
        Self::Is(Status::Unseen),
        Self::Is(Status::Unchanged),
    ];

    fn of(change: &Change) -> Self {
        match (change.status, change.because.as_ref()) {
            (Status::Unchanged, Some(Because::Proven)) => Self::Proven,
            (Status::Unchanged, Some(Because::Stated)) => Self::Stated,
            (Status::Unchanged, Some(Because::OnlyQuestion)) => Self::OnlyQuestion,
            (Status::Unchanged, Some(Because::Demanded)) => Self::Demanded,
            (Status::Unchanged, Some(Because::OnlyAdvice)) => Self::OnlyAdvice,
            (Status::Unchanged, Some(Because::LacksMore { .. })) => Self::Worse,
            (Status::Unchanged, Some(Because::MorePlaces { .. })) if change.finding.failure => {
                Self::Worse
            }
            (Status::Fixed, _) if change.finding.advice => Self::Followed,
            (Status::Fixed, _) if !change.finding.failure => Self::Settled,
            (status, _) => Self::Is(status),
        }
    }

    /// Whether it is only mentioned if something falls under it.
    fn is_rare(self) -> bool {
        matches!(
            self,
            Self::Stated | Self::Demanded | Self::OnlyAdvice | Self::Worse | Self::Followed
        )
    }

    /// The key of its word in `texts/progress.toml`.
    fn key(self) -> String {
        let name = match self {
            Self::Is(status) => status.name(),
            Self::Proven => "proven",
            Self::Stated => "stated",
            Self::OnlyQuestion => "only-question",
            Self::Demanded => "demanded",
            Self::OnlyAdvice => "only-advice",
            Self::Worse => "worse",
            Self::Settled => "settled",
            Self::Followed => "followed",
        };
        format!("status-{name}")
    }

    fn word(self, language: Language) -> &'static str {
        say(&self.key(), language)
    }

    /// The id of its section and the key of the heading.
    const fn section(self) -> (&'static str, &'static str) {
        match self {
            Self::Is(Status::New) => ("new", "section-new"),
            Self::Is(Status::Reopened) => ("reopened", "section-reopened"),
            Self::Proven => ("proven", "section-proven"),
            Self::Is(Status::Fixed) => ("fixed", "section-fixed"),
            Self::Stated => ("stated", "section-stated"),
            Self::OnlyQuestion => ("only-question", "section-only-question"),
            Self::Demanded => ("demanded", "section-demanded"),
            Self::OnlyAdvice => ("only-advice", "section-only-advice"),
            Self::Worse => ("worse", "section-worse"),
            Self::Settled => ("settled", "section-settled"),
            Self::Followed => ("followed", "section-followed"),
            Self::Is(Status::Waived) => ("waived", "section-waived"),
            Self::Is(Status::Unseen) => ("unseen", "section-unseen"),
            Self::Is(Status::Unchanged) => ("unchanged", "section-unchanged"),
        }
    }
}

fn sums(diff: &Diff, language: Language) -> Section {
    let heads = [
        "status",
        "#findings",
        "#of-them-failures",
        "#of-them-advice",
    ];
    let mut table = Table::new(&heads, language);
    for fate in Fate::ALL {
        let of_fate = || {
            diff.changes
                .iter()
                .filter(|change| Fate::of(change) == fate)
        };
        if fate.is_rare() && of_fate().next().is_none() {
            continue;
        }
        let failures = of_fate().filter(|change| change.finding.failure);
        let advice = of_fate().filter(|change| change.finding.advice);
        table.row([
            fate.word(language).to_owned(),
            of_fate().count().to_string(),
            failures.count().to_string(),
            advice.count().to_string(),
        ]);
    }
    Section::new("sums", say("sums", language), table)
}

fn departments(diff: &Diff, language: Language) -> Section {
    let mut sums: BTreeMap<&str, BTreeMap<Fate, u64>> = BTreeMap::new();
    for change in &diff.changes {
        let department = sums.entry(&change.department).or_default();
        *department.entry(Fate::of(change)).or_default() += 1;
    }
    let counts_something = |fate: &Fate| {
        !(*fate == Fate::OnlyQuestion || fate.is_rare())
            || sums.values().any(|sums| sums.contains_key(fate))
    };
    let shown: Vec<Fate> = Fate::ALL.into_iter().filter(counts_something).collect();
    let keys: Vec<String> = shown
        .iter()
        .map(|fate| format!("#{}", fate.key()))
        .collect();
    let mut heads = vec!["department"];
    heads.extend(keys.iter().map(String::as_str));
    let mut table = Table::new(&heads, language);
    for (id, sums) in sums {
        let counts = shown
            .iter()
            .map(|fate| sums.get(fate).copied().unwrap_or_default());
        let mut row = vec![department(&diff.department_names, id)];
        row.extend(counts.map(|count| count.to_string()));
        table.row(row);
    }
    Section::new("departments", say("by-department", language), table)
}

fn applications(diff: &Diff, most_rows: usize, language: Language) -> Option<Section> {
    let changes = &diff.applications;
    let added = changes.added.iter();
    let added = added.map(|id| (id, say("application-added", language).to_owned()));
    let removed = changes.removed.iter();
    let removed = removed.map(|id| (id, say("application-removed", language).to_owned()));
    let renamed = changes.renamed.iter().map(|change| {
        let key = match change.by {
            SameBy::Name => "progress.application-renamed",
            SameBy::Successor => "progress.application-succeeded",
        };
        (&change.old, filled(key, language, &[("new", &change.new)]))
    });
    let rows: Vec<(&String, String)> = renamed.chain(added).chain(removed).collect();
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::new(&["application", "change"], language);
    table.leave_out(rows.len().saturating_sub(most_rows), language);
    for (id, change) in rows.into_iter().take(most_rows) {
        table.row([id.clone(), change]);
    }
    Some(Section::new(
        "applications",
        say("applications", language),
        table,
    ))
}

/// The findings with one fate. Unchanged ones are listed only if there is something to say about them.
fn listed(diff: &Diff, fate: Fate, most_rows: usize, language: Language) -> Option<Section> {
    let worth_saying = |change: &&Change| {
        Fate::of(change) == fate
            && (fate != Fate::Is(Status::Unchanged)
                || change.because.is_some()
                || change.moved_from.is_some())
    };
    let changes: Vec<&Change> = diff.changes.iter().filter(worth_saying).collect();
    if changes.is_empty() {
        return None;
    }
    let mut table = Table::new(
        &["application", "kind", "demand", "place", "remark"],
        language,
    );
    table.leave_out(changes.len().saturating_sub(most_rows), language);
    for change in changes.into_iter().take(most_rows) {
        let finding = &change.finding;
        table.row([
            format!("{} · {}", change.application, change.application_name),
            kind(change, language).to_owned(),
            title(&diff.rules, &finding.rule, language).to_owned(),
            words::place(&finding.document, finding.line, &finding.path),
            remark(change, language),
        ]);
    }
    let (id, key) = fate.section();
    Some(Section::new(id, say(key, language), table))
}

/// The word for what became of a finding.
pub(super) fn fate_word(change: &Change, language: Language) -> &'static str {
    Fate::of(change).word(language)
}

/// Failure, question or advice.
pub(super) fn kind(change: &Change, language: Language) -> &'static str {
    let key = match change.finding.weight() {
        Weight::Failure => "failure",
        Weight::Question => "question",
        Weight::Advice => "advice",
    };
    say(key, language)
}
