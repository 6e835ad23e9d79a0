//! Findings in compiler style: the place with its line, what is wrong, what to do.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::Lines;
use super::words::{self, label};
use super::{WriteOptions, view};
use crate::closed::closed;
use crate::gap::{Gap, GapReason};
use crate::gender::Subject;
use crate::model::{DocumentTexts, Place, ReadDocument, SourceText};
use crate::outcome::{Finding, Outcome, Severity};
use crate::record::{Report, SuggestionRecord, Weight};
use crate::texts::{Language, counted, filled, harmless};

closed! {
    /// How much is printed per finding.
    #[derive(Default)]
    pub enum Detail {
        /// One line.
        Concise = "concise",
        /// The source line, and the remedy at a rule's first finding.
        #[default]
        Full = "full",
        /// One line below the heading of its rule.
        Grouped = "grouped",
    }
}

/// Writes the findings and gaps of a check, ordered by document and line.
///
/// # Errors
/// I/O errors of `out`.
pub fn write_diagnostics(
    report: &Report,
    detail: Detail,
    texts: &dyn DocumentTexts,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    /// Width assumed for terminals of unknown width.
    const WIDTH: u16 = 120;
    let renderer = match options.colour {
        true => Renderer::styled().decor_style(DecorStyle::Ascii),
        false => Renderer::plain(),
    };
    let width = usize::from(options.width.unwrap_or(WIDTH));
    let page = Diagnostics {
        report,
        language: options.language,
        texts,
        renderer: renderer.term_width(width),
    };
    match detail {
        Detail::Concise => page.concise(out)?,
        Detail::Full => page.full(out)?,
        Detail::Grouped => page.grouped(out)?,
    }
    page.sum(out)
}

struct Diagnostics<'a> {
    report: &'a Report,
    language: Language,
    texts: &'a dyn DocumentTexts,
    renderer: Renderer,
}

/// A line of the list.
enum Item<'a> {
    Finding(view::Folded<'a>),
    Gap(&'a Gap),
}

impl Item<'_> {
    fn place(&self) -> &Place {
        match self {
            Self::Finding(found) => &found.entry.finding.place,
            Self::Gap(gap) => &gap.place,
        }
    }
}

impl<'a> Diagnostics<'a> {
    /// Findings and gaps in file order. `fold`: whether the same defect on several pages is one item; editors need one
    /// per page.
    fn items(&self, fold: bool) -> Vec<Item<'a>> {
        let mut items: Vec<Item<'a>> = Vec::new();
        for application in &self.report.applications {
            let entries = view::entries(self.report, application);
            let found = match fold {
                true => view::fold(&entries),
                false => entries.into_iter().map(view::Folded::from).collect(),
            };
            items.extend(found.into_iter().map(Item::Finding));
            // What the team excludes on purpose is only counted in the sum.
            let gaps = application.gaps.iter();
            let gaps = gaps.filter(|gap| gap.reason != GapReason::Excluded);
            items.extend(gaps.map(Item::Gap));
        }
        items.sort_by(|a, b| {
            let key = |item: &Item<'a>| (item.place().document.clone(), item.place().position);
            key(a).cmp(&key(b))
        });
        items
    }

    fn concise(&self, out: &mut dyn Write) -> io::Result<()> {
        for item in self.items(false) {
            match item {
                Item::Finding(found) => {
                    writeln!(
                        out,
                        "{}: {}: {} [{}]",
                        harmless(&found.entry.finding.place.to_string()),
                        self.word(&found.entry),
                        self.sentence(&found),
                        harmless(found.entry.rule),
                    )?;
                    self.also_at(&further_places(found.entry.finding), out)?;
                }
                Item::Gap(gap) => writeln!(
                    out,
                    "{}: {}",
                    harmless(&gap.place.to_string()),
                    self.gap_line(gap)
                )?,
            }
        }
        Ok(())
    }

    fn grouped(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut by_rule: BTreeMap<&str, Vec<view::Folded<'a>>> = BTreeMap::new();
        let mut gaps: BTreeMap<String, Vec<&Gap>> = BTreeMap::new();
        for item in self.items(true) {
            match item {
                Item::Finding(found) => by_rule.entry(found.entry.rule).or_default().push(found),
                Item::Gap(gap) => {
                    let cause = gap.reason.cause(self.language).to_owned();
                    gaps.entry(cause).or_default().push(gap);
                }
            }
        }
        let mut groups: Vec<Vec<view::Folded<'a>>> = by_rule.into_values().collect();
        let worst = |group: &Vec<view::Folded<'a>>| {
            let ranks = group
                .iter()
                .map(|found| found.entry)
                .map(|entry| (entry.outcome(), entry.severity()));
            std::cmp::Reverse(ranks.max())
        };
        groups.sort_by_key(worst);
        for group in groups {
            let Some(first) = group.first().map(|found| found.entry) else {
                continue;
            };
            let places = group.iter().map(|found| 1 + found.also.len());
            let title = first
                .card
                .map_or(first.rule, |card| card.title.get(self.language));
            let weights = group.iter().map(|found| found.entry.weight());
            let weight = weights.min().unwrap_or_else(|| first.weight());
            writeln!(
                out,
                "{} ({}) [{}]",
                harmless(&words::heading(title, weight, self.language)),
                places.sum::<usize>(),
                harmless(first.rule)
            )?;
            self.lines_of(&group, out)?;
            if let Some(card) = first.card {
                let remedy = card.remedy.get(self.language);
                writeln!(
                    out,
                    "  {}: {}",
                    label("remedy", self.language),
                    harmless(remedy)
                )?;
            }
            writeln!(out)?;
        }
        for (cause, gaps) in gaps {
            writeln!(out, "{} ({})", harmless(&cause), gaps.len())?;
            for gap in gaps {
                let detail = harmless(&gap.detail_in(self.language));
                let place = harmless(&gap.place.to_string());
                match detail.is_empty() {
                    true => writeln!(out, "  {place}")?,
                    false => writeln!(out, "  {place}: {detail}")?,
                }
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// Writes further places with the same message in one line; nothing if there are none.
    fn also_at(&self, others: &[String], out: &mut dyn Write) -> io::Result<()> {
        /// Places that are listed; the rest is only counted.
        const PLACES: usize = 8;
        let shown = &others[..others.len().min(PLACES)];
        let values: [(&str, &dyn Display); 1] = [("places", &shown.join(", "))];
        let also = match others.len() - shown.len() {
            _ if shown.is_empty() => return Ok(()),
            0 => filled("report.also-at", self.language, &values),
            more => counted("report.also-at-more", self.language, more as u64, &values),
        };
        writeln!(out, "    {also}")
    }

    /// Writes the findings of a rule; identical messages are written once, with all their places.
    fn lines_of(&self, group: &[view::Folded<'a>], out: &mut dyn Write) -> io::Result<()> {
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for found in group {
            let line = format!("{}: {}", self.word(&found.entry), self.sentence(found));
            let place = harmless(&found.entry.finding.place.to_string());
            let at = *known.entry(line.clone()).or_insert(lines.len());
            if at == lines.len() {
                lines.push((line, Vec::new()));
            }
            if let Some((_, places)) = lines.get_mut(at) {
                places.push(place);
                places.extend(further_places(found.entry.finding));
            }
        }
        for (line, places) in &lines {
            let Some((first, others)) = places.split_first() else {
                continue;
            };
            writeln!(out, "  {first}: {line}")?;
            self.also_at(others, out)?;
        }
        Ok(())
    }

    fn full(&self, out: &mut dyn Write) -> io::Result<()> {
        /// Maximum number of findings of one rule and weight shown with their lines; the rest would not be read.
        const MOST_OF_A_RULE: usize = 25;
        let mut explained: BTreeSet<&str> = BTreeSet::new();
        // Counted separately, so that questions don't displace failures.
        let mut met: BTreeMap<(&str, Weight), usize> = BTreeMap::new();
        let mut texts: Option<(String, Option<SourceText>)> = None;
        for item in self.items(true) {
            if let Item::Finding(found) = &item {
                let count = met
                    .entry((found.entry.rule, found.entry.weight()))
                    .or_default();
                *count += 1;
                if *count > MOST_OF_A_RULE {
                    continue;
                }
            }
            let document = &item.place().document;
            if texts.as_ref().is_none_or(|(held, _)| held != document) {
                texts = Some((document.clone(), self.texts.text(document)));
            }
            let text = texts.as_ref().and_then(|(_, text)| text.clone());
            let rendered = match &item {
                Item::Finding(found) => {
                    let first = explained.insert(found.entry.rule);
                    self.render_finding(found, text.as_ref(), first)
                }
                Item::Gap(gap) => self.render_gap(gap, text.as_ref()),
            };
            writeln!(out, "{rendered}\n")?;
        }
        let mut left_out: BTreeMap<&str, u64> = BTreeMap::new();
        for ((rule, _), count) in met {
            *left_out.entry(rule).or_default() += count.saturating_sub(MOST_OF_A_RULE) as u64;
        }
        for (rule, more) in left_out.into_iter().filter(|(_, more)| *more > 0) {
            let values: [(&str, &dyn Display); 1] = [("rule", &harmless(rule))];
            let line = counted("report.more-of-rule", self.language, more, &values);
            writeln!(out, "{line}\n")?;
        }
        Ok(())
    }

    fn render_finding(
        &self,
        found: &view::Folded<'a>,
        text: Option<&SourceText>,
        first: bool,
    ) -> String {
        let entry = &found.entry;
        let word = self.word(entry);
        let level = match (entry.outcome(), entry.severity()) {
            (Outcome::Failed, Severity::Critical | Severity::Serious) => Level::ERROR,
            (Outcome::Failed, _) => Level::WARNING,
            _ => Level::INFO,
        };
        let title = level
            .with_name(word.as_str())
            .primary_title(self.sentence(found))
            .id(harmless(entry.rule));
        let finding = entry.finding;
        let mut group = Group::with_title(title);
        group = self.shown(group, &finding.place, &finding.related, text);
        let mut notes: Vec<(&str, String)> = Vec::new();
        if let Some(card) = entry.card.filter(|_| first) {
            let remedy = harmless(card.remedy.get(self.language));
            notes.push((label("remedy", self.language), remedy));
            let cited: Vec<&str> = view::legal(self.report, card)
                .map(|source| source.cite.get(self.language).as_str())
                .collect();
            if !cited.is_empty() {
                notes.push((label("law", self.language), harmless(&cited.join("; "))));
            }
            let more = format!("fachcheck rules explain {}", entry.rule);
            notes.push((label("more", self.language), harmless(&more)));
        }
        if let Some(suggestion) = self.suggestion(found) {
            notes.extend(super::suggestion::notes(suggestion, self.language));
        }
        for (name, note) in &notes {
            group = group.element(Level::NOTE.with_name(*name).message(note.as_str()));
        }
        self.renderer.render(&[group])
    }

    /// The change that would settle a finding.
    fn suggestion(&self, found: &view::Folded<'a>) -> Option<&'a SuggestionRecord> {
        let finding = &found.entry.finding.fingerprint;
        let all = self.report.applications.iter();
        let mut all = all.flat_map(|application| &application.suggestions);
        all.find(|suggestion| suggestion.finding == *finding)
    }

    fn render_gap(&self, gap: &Gap, text: Option<&SourceText>) -> String {
        let line = self.gap_line(gap);
        let title = Level::INFO.no_name().primary_title(line);
        let mut group = Group::with_title(title);
        group = self.shown(group, &gap.place, &[], text);
        let next = harmless(gap.reason.next_step(self.language));
        let name = label("next-step", self.language);
        group = group.element(Level::NOTE.with_name(name).message(next.as_str()));
        self.renderer.render(&[group])
    }

    /// Adds the source lines of a place, or just its position if they are not available.
    fn shown<'g>(
        &self,
        group: Group<'g>,
        place: &Place,
        related: &[Place],
        text: Option<&SourceText>,
    ) -> Group<'g> {
        let document = harmless(&place.document);
        let excerpt = text.and_then(|text| Lines::around(text, place));
        let Some(lines) = excerpt else {
            let place = harmless(&place.to_string());
            return group.element(Origin::path(place));
        };
        let is_marked = |other: &Place| lines.holds(other);
        let mut marks: Vec<Annotation<'g>> = vec![AnnotationKind::Primary.span(lines.mark(place))];
        for other in related.iter().filter(|other| !other.begins_like(place)) {
            if other.document == place.document && is_marked(other) {
                let mark = AnnotationKind::Context.span(lines.mark(other));
                marks.push(mark.label(label("belongs-to-it", self.language)));
            }
        }
        let mut snippet = Snippet::source(lines.text.clone())
            .line_start(lines.first as usize)
            .path(document);
        snippet = snippet.annotations(marks);
        let mut group = group.element(snippet);
        for other in related.iter().filter(|other| !other.begins_like(place)) {
            if other.document != place.document || !is_marked(other) {
                let place = harmless(&other.to_string());
                group = group.element(Origin::path(place));
            }
        }
        group
    }

    fn word(&self, entry: &view::Entry<'_>) -> String {
        match entry.outcome() {
            Outcome::Failed => words::severity(entry.severity(), self.language),
            other => words::outcome(other, self.language),
        }
    }

    fn sentence(&self, found: &view::Folded<'_>) -> String {
        let sentence = harmless(&found.sentence(self.language));
        sentence + &words::further_fields(found.entry.finding, self.language)
    }

    fn gap_line(&self, gap: &Gap) -> String {
        let cause = harmless(&gap.cause(self.language));
        filled("report.gap-line", self.language, &[("cause", &cause)])
    }

    /// Writes what was examined, what was found, and what that proves.
    fn sum(&self, out: &mut dyn Write) -> io::Result<()> {
        let totals = &self.report.totals;
        let pages = self
            .report
            .applications
            .iter()
            .flat_map(|application| &application.documents)
            .filter(|document| {
                document.page.is_some() || document.format.as_deref() == Some("html")
            })
            .count() as u64;
        let (mut fields, mut aside) = (0_u64, 0_u64);
        for application in &self.report.applications {
            for field in application.fields.glance().iter() {
                fields += 1;
                aside += u64::from(field.subject != Subject::Person);
            }
        }
        let files = self.report.applications.iter();
        let files = files.flat_map(|application| &application.documents);
        let files = files.flat_map(ReadDocument::files).count() as u64;
        let part = |key: &str, count: u64| counted(key, self.language, count, &[]);
        let open = self
            .report
            .applications
            .iter()
            .flat_map(|application| &application.gaps)
            .filter(|gap| gap.reason.leaves_open())
            .count() as u64;
        let mut read_fields = part("report.sum-fields", fields);
        if aside > 0 {
            read_fields.push(' ');
            read_fields.push_str(&part("report.sum-fields-aside", aside));
        }
        let looked_at = [
            part("report.sum-files", files),
            read_fields,
            part("report.sum-pages", pages),
        ];
        let found = [
            part("report.sum-failures", totals.findings_failed),
            part("report.sum-doubts", totals.findings_cant_tell),
            part("report.sum-gaps", open),
        ];
        for notice in &self.report.notices {
            let message = harmless(notice.message.get(self.language));
            let level = words::word("report.level", &notice.level, self.language);
            writeln!(
                out,
                "{}: {level} {}: {message}",
                harmless(&notice.place),
                harmless(&notice.code)
            )?;
        }
        let mut found = found.to_vec();
        if let Some(advice) = totals.findings_advice.filter(|count| *count > 0) {
            found.push(part("report.sum-advice", advice));
        }
        let (waived, known) = words::set_aside(totals, &self.report.applications);
        for (key, count) in [
            ("project.set-aside", waived),
            ("project.known-before", known),
        ] {
            if count > 0 {
                found.push(part(key, count));
            }
        }
        let gaps = self
            .report
            .applications
            .iter()
            .flat_map(|application| &application.gaps);
        for gap in gaps.filter(|gap| gap.reason == GapReason::Excluded) {
            let cause = gap.reason.cause(self.language);
            let detail = gap.detail_in(self.language);
            writeln!(
                out,
                "{}: {cause}: {}.",
                harmless(&gap.place.to_string()),
                harmless(&detail)
            )?;
        }
        writeln!(out, "{}: {}.", looked_at.join(", "), found.join(", "))?;
        writeln!(out, "{}", words::caution(self.report, self.language))
    }
}

/// The places that a finding stands for besides its own.
fn further_places(finding: &Finding) -> Vec<String> {
    let places = finding.places().skip(1);
    places.map(|place| harmless(&place.to_string())).collect()
}
