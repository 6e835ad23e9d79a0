//! What several formats derive from a report: the same sums and orders everywhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet, btree_map};

use jiff::civil::Date;

use super::words;
use crate::gender::{Attribute, Concept, Subject};
use crate::model::ModelPath;
use crate::outcome::{Facts, Finding, Outcome, Severity};
use crate::question::Question;
use crate::record::{
    AnsweredQuestion, ApplicationReport, Coverage, DepartmentReport, FieldRecord, Funnel, Report,
    Scope, Task, Weight,
};
use crate::rule::{Effort, LegalSource, RuleCard};
use crate::texts::{Bilingual, Language, counted};

/// A finding and its rule.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Id of the rule.
    pub rule: &'a str,
    /// Its card; reports carry the cards of all rules that ran.
    pub card: Option<&'a RuleCard>,
    /// What was found.
    pub finding: &'a Finding,
}

impl<'a> Entry<'a> {
    /// The question about it for people; `None` if it is proven. Only audits have an inventory to answer in.
    pub fn question(
        &self,
        report: &'a Report,
        application: &'a ApplicationReport,
    ) -> Option<Question<'a>> {
        let open = report.run.scope == Scope::Audit && !self.finding.is_failure();
        open.then(|| Question::about_finding(report, application, self.rule, self.finding))
    }

    /// A question that a person answered.
    pub fn answered(report: &'a Report, answered: &'a AnsweredQuestion) -> Self {
        Self {
            rule: &answered.rule,
            card: report.rules.get(&answered.rule),
            finding: &answered.finding,
        }
    }

    /// The demand of its rule.
    pub fn title(&self, language: Language) -> &'a str {
        self.card
            .map_or(self.rule, |card| card.title.get(language).as_str())
    }

    /// How severe it is.
    pub fn severity(&self) -> Severity {
        self.card.map_or(Severity::Advice, |card| card.severity)
    }

    /// What it counts as.
    pub fn weight(&self) -> Weight {
        Weight::of(self.card, self.finding)
    }

    /// Failure or open question, as an outcome.
    pub fn outcome(&self) -> Outcome {
        if self.finding.is_failure() {
            Outcome::Failed
        } else {
            Outcome::CantTell
        }
    }

    /// The finding as a sentence.
    pub fn sentence(&self, language: Language) -> String {
        self.card.map_or_else(
            || self.rule.to_owned(),
            |card| card.sentence(self.finding, language),
        )
    }
}

/// All findings of an application: failures first, advice last; within each, worst first, then by place.
pub fn entries<'a>(report: &'a Report, application: &'a ApplicationReport) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = application
        .assertions
        .iter()
        .flat_map(|assertion| {
            let card = report.rules.get(&assertion.rule);
            assertion.findings.iter().map(move |finding| Entry {
                rule: &assertion.rule,
                card,
                finding,
            })
        })
        .collect();
    entries.sort_by(|a, b| {
        (a.weight(), Reverse(a.severity()))
            .cmp(&(b.weight(), Reverse(b.severity())))
            .then_with(|| (a.rule, &a.finding.place).cmp(&(b.rule, &b.finding.place)))
    });
    entries
}

/// A finding, and its equivalents on other pages: what several pages share is wrong only once.
#[derive(Clone)]
pub struct Folded<'a> {
    /// The first of them.
    pub entry: Entry<'a>,
    /// The same finding on other pages.
    pub also: Vec<&'a Finding>,
}

impl<'a> From<Entry<'a>> for Folded<'a> {
    fn from(entry: Entry<'a>) -> Self {
        let also = Vec::new();
        Self { entry, also }
    }
}

impl Folded<'_> {
    /// The finding as a sentence, with the number of other places.
    pub fn sentence(&self, language: Language) -> String {
        let sentence = self.entry.sentence(language);
        match self.also.len() {
            0 => sentence,
            also => {
                let places = counted("report.further-documents", language, also as u64, &[]);
                format!("{sentence} {places}")
            }
        }
    }
}

/// What makes two findings on two pages the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Sameness<'a> {
    /// Same facts about an element with the same path and source.
    Defect(&'a Facts, &'a ModelPath, &'a Option<String>),
    /// Advice about an element in the same position of one template, whatever its text.
    Advice(String),
}

/// The selector of an element without what varies within a template: sibling index, its own id, numbers.
fn shape(selector: &str) -> String {
    let plain = |step: &str| -> String {
        let name = step.split(":nth-of-type").next().unwrap_or_default();
        name.chars().filter(|ch| !ch.is_ascii_digit()).collect()
    };
    let (around, own) = match selector.rsplit_once(" > ") {
        Some((around, own)) => (around.split(" > ").map(plain).collect(), own),
        None => (Vec::new(), selector),
    };
    let own = match own.starts_with('#') {
        true => "#".to_owned(),
        false => plain(own),
    };
    format!("{} > {own}", around.join(" > "))
}

/// Folds proven findings that only differ in their page, and advice repeated on all pages of a template. Questions stay
/// separate, because each is answered by its own id.
pub fn fold<'a>(entries: &[Entry<'a>]) -> Vec<Folded<'a>> {
    let mut folded: Vec<Folded<'a>> = Vec::new();
    let mut first = BTreeMap::new();
    for entry in entries {
        let finding = entry.finding;
        let place = &finding.place;
        // Only page elements have a selector that is not a cell.
        let selector = place.selector.as_ref();
        let selector = selector.filter(|selector| !selector.contains('!'));
        if let Some(selector) = selector.filter(|_| finding.is_failure()) {
            let sameness = match entry.severity() {
                Severity::Advice => Sameness::Advice(shape(selector)),
                _ => Sameness::Defect(&finding.facts, &place.path, &place.excerpt),
            };
            match first.entry((entry.rule, &finding.variant, sameness)) {
                btree_map::Entry::Vacant(vacant) => {
                    vacant.insert(folded.len());
                }
                btree_map::Entry::Occupied(at) => {
                    let same: &mut Folded<'a> = &mut folded[*at.get()];
                    if same.entry.finding.place.document != place.document {
                        same.also.push(finding);
                        continue;
                    }
                }
            }
        }
        folded.push(Folded::from(*entry));
    }
    folded
}

/// Findings of one rule, which share everything but their places.
pub struct Group<'a> {
    /// Id of the rule.
    pub rule: &'a str,
    /// Its card.
    pub card: Option<&'a RuleCard>,
    /// The weight of the first finding; failures come first.
    pub weight: Weight,
    /// How severe it is.
    pub severity: Severity,
    /// The findings, failures first; never empty.
    pub entries: Vec<Entry<'a>>,
}

impl Group<'_> {
    /// Whether one of the findings is an open question.
    pub fn asks(&self) -> bool {
        self.entries.iter().any(|entry| !entry.finding.is_failure())
    }

    /// Why the rule matters, what to do and, for open questions, what to ask: key of the heading and text.
    pub fn explanation(&self) -> Vec<(&'static str, &Bilingual)> {
        let Some(card) = self.card else {
            return Vec::new();
        };
        let question = card.question.as_ref().filter(|_| self.asks());
        [
            ("why", Some(&card.why)),
            ("remedy", Some(&card.remedy)),
            ("question", question),
        ]
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
        .collect()
    }
}

/// The findings of an application by rule, in the order of [`entries`].
pub fn groups<'a>(report: &'a Report, application: &'a ApplicationReport) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for entry in entries(report, application) {
        match groups.iter_mut().find(|group| group.rule == entry.rule) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group {
                rule: entry.rule,
                card: entry.card,
                weight: entry.weight(),
                severity: entry.severity(),
                entries: vec![entry],
            }),
        }
    }
    groups
}

/// Rules with failures that are in no checklist of the report, and so appear in no verdict.
pub fn beside_lists<'a>(
    report: &'a Report,
    application: &'a ApplicationReport,
) -> Vec<&'a RuleCard> {
    let mut cards: Vec<&RuleCard> = Vec::new();
    for entry in entries(report, application) {
        let Some(card) = entry.card.filter(|_| entry.weight() == Weight::Failure) else {
            continue;
        };
        let criteria = report.checklists.iter().flat_map(|list| &list.criteria);
        let mut formulas = criteria.filter_map(|criterion| criterion.decided_by.as_ref());
        let is_listed = formulas.any(|formula| formula.involves(card));
        if !is_listed && !cards.iter().any(|known| known.id == card.id) {
            cards.push(card);
        }
    }
    cards
}

/// A name for each application that is safe in URLs and file names.
pub fn slugs(report: &Report) -> Vec<String> {
    slugs_of(report.applications.iter().map(|app| app.id.as_str()))
}

/// A name for each id that is safe in URLs and file names: unique even ignoring case, and made only of letters, digits,
/// hyphens and underscores.
pub fn slugs_of<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::from(["index".to_owned()]);
    ids.map(|id| {
        let plain = |ch: char| {
            if ch.is_ascii_alphanumeric() || ch == '_' {
                ch
            } else {
                '-'
            }
        };
        let slug: String = id.chars().map(plain).take(80).collect();
        let slug = match slug.trim_matches('-') {
            "" => "x",
            slug => slug,
        };
        let mut unique = slug.to_owned();
        let mut number = 2;
        while !taken.insert(unique.to_lowercase()) {
            unique = format!("{slug}-{number}");
            number += 1;
        }
        unique
    })
    .collect()
}

/// Whether a field can hold an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// One of its values represents it.
    Carried,
    /// No value represents it.
    Missing,
    /// Not visible in the documents, but a person said so.
    Answered,
    /// Not visible in the documents.
    Unknown,
}

/// Which of the four entries a field can hold; `None` unless it is the gender of a person.
pub fn four_entries(field: &FieldRecord) -> Option<[(Concept, Held); 4]> {
    if field.attribute != Attribute::Geschlecht || field.subject != Subject::Person {
        return None;
    }
    let clear = field.values.iter().all(|value| value.concept.is_some());
    let held = |concept: Concept| match field.domain.as_str() {
        _ if field.concepts.contains(&concept) => Held::Carried,
        _ if field.outcome == Outcome::Passed && field.answered => Held::Answered,
        _ if field.outcome == Outcome::Passed => Held::Carried,
        "closed" if clear && field.outcome == Outcome::Failed => Held::Missing,
        "boolean" if matches!(concept, Concept::Diverse | Concept::NoEntry) => Held::Missing,
        _ => Held::Unknown,
    };
    Some(Concept::REQUIRED.map(|concept| (concept, held(concept))))
}

/// A field with its table or form, or just once if both have the same name.
pub fn field_name(field: &FieldRecord) -> String {
    match &field.entity {
        Some(entity) if !entity.eq_ignore_ascii_case(&field.name) => {
            format!("{entity}.{}", field.name)
        }
        _ => field.name.clone(),
    }
}

/// Whether an application has failures or open questions; advice alone does not count.
pub fn is_conspicuous(report: &Report, application: &ApplicationReport) -> bool {
    application.failures(&report.rules) > 0 || application.doubts() > 0
}

/// Applications with failures or open questions, most failures first.
pub fn worst(report: &Report) -> Vec<&ApplicationReport> {
    let mut applications: Vec<&ApplicationReport> = report
        .applications
        .iter()
        .filter(|application| is_conspicuous(report, application))
        .collect();
    applications.sort_by_cached_key(|application| {
        (
            Reverse(application.failures(&report.rules)),
            Reverse(application.doubts()),
            Reverse(application.advice(&report.rules)),
            application.id.clone(),
        )
    });
    applications
}

/// Departments with applications in this report.
pub fn departments(report: &Report) -> impl Iterator<Item = &DepartmentReport> {
    report
        .departments
        .iter()
        .filter(|department| department.applications > 0)
}

/// The tasks of a department by effort class, smallest class first.
pub fn effort(department: &DepartmentReport) -> impl Iterator<Item = (Effort, u64)> {
    Effort::ALL.into_iter().map(|class| {
        let count = department.effort.get(class.name());
        (class, count.copied().unwrap_or_default())
    })
}

/// How far the survey of the present state has come; recomputed for older reports without these figures.
pub fn coverage(report: &Report) -> Coverage {
    let counted = report.totals.coverage;
    counted.unwrap_or_else(|| Coverage::from_applications(&report.applications, &report.rules))
}

/// Like [`coverage`], for a department.
pub fn coverage_of(report: &Report, department: &DepartmentReport) -> Coverage {
    department.coverage.unwrap_or_else(|| {
        let own = |application: &&ApplicationReport| application.department == department.id;
        Coverage::from_applications(report.applications.iter().filter(own), &report.rules)
    })
}

/// Applications with gender or salutation that need neither change nor clarification.
pub const fn gender_in_order(funnel: &Funnel) -> u64 {
    let open = funnel.change_needed + funnel.to_be_clarified;
    funnel.gender_data.saturating_sub(open)
}

/// From all applications to those that must change because of gender fields: key of the name, and count. The last three
/// add up to the one before them.
pub fn funnel(report: &Report) -> [(&'static str, u64); 6] {
    let funnel = coverage(report).funnel;
    [
        ("applications", funnel.all),
        ("personal-data", funnel.personal_data),
        ("with-gender-data", funnel.gender_data),
        ("change-needed", funnel.change_needed),
        ("to-be-clarified", funnel.to_be_clarified),
        ("gender-in-order", gender_in_order(&funnel)),
    ]
}

/// The key figures with the keys of their names. Failures that only the inventory speaks of are named if there are any.
pub fn figures(report: &Report) -> Vec<(&'static str, u64)> {
    let totals = &report.totals;
    let applications = report.applications.iter();
    let stated: u64 = applications
        .map(|one| one.stated_failures(&report.rules))
        .sum();
    let stated = Some(stated).filter(|count| *count > 0);
    let mut figures = funnel(report).to_vec();
    figures.extend([
        ("documents", totals.documents),
        ("gaps", totals.gaps),
        ("failures", totals.findings_failed),
    ]);
    figures.extend(stated.map(|count| ("failures-stated", count)));
    figures.extend([
        ("doubts", totals.findings_cant_tell),
        ("advice", totals.findings_advice.unwrap_or_default()),
        ("tasks", totals.tasks),
    ]);
    figures
}

/// An id with the name beside it.
pub fn beside(id: &str, name: &str) -> String {
    match name.is_empty() || name == id {
        true => id.to_owned(),
        false => format!("{id} · {name}"),
    }
}

/// The names of a report's applications, by id.
pub fn names(report: &Report) -> Names<'_> {
    let applications = report.applications.iter();
    Names(
        applications
            .map(|application| (application.id.as_str(), application.name.as_str()))
            .collect(),
    )
}

/// Names of applications.
pub struct Names<'a>(BTreeMap<&'a str, &'a str>);

impl Names<'_> {
    /// An id with its name beside it, if the report has one.
    pub fn beside(&self, id: &str) -> String {
        beside(id, self.0.get(id).copied().unwrap_or_default())
    }
}

/// The tasks of each application, most urgent first.
pub fn tasks(report: &Report) -> Tasks<'_> {
    let mut tasks: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in &report.tasks {
        tasks.entry(&task.application).or_default().push(task);
    }
    Tasks(tasks)
}

/// The tasks of a report by application.
pub struct Tasks<'a>(BTreeMap<&'a str, Vec<&'a Task>>);

impl<'a> Tasks<'a> {
    /// The tasks of one application.
    pub fn tasks_of(&self, application: &str) -> &[&'a Task] {
        self.0.get(application).map_or(&[], Vec::as_slice)
    }
}

/// The legal sources a rule cites.
pub fn legal<'a>(
    report: &'a Report,
    card: &'a RuleCard,
) -> impl Iterator<Item = &'a LegalSource> + 'a {
    card.legal.iter().filter_map(|id| report.legal.get(id))
}

/// What the inventory states about an application: key of the label, and value.
pub fn facts(
    report: &Report,
    application: &ApplicationReport,
    language: Language,
) -> Vec<(&'static str, String)> {
    let life = &application.lifecycle;
    let day = |day: Option<Date>| day.map(|day| words::date(&day.to_string(), language));
    let department = report
        .departments
        .iter()
        .find(|department| department.id == application.department)
        .map_or_else(
            || application.department.clone(),
            |department| format!("{} ({})", department.name, department.id),
        );
    let personal = if application.personal_data {
        "yes"
    } else {
        "no"
    };
    // A check has no inventory, so only its findings are known.
    let declared = report.run.scope == Scope::Audit;
    let of_inventory = |text: String| declared.then_some(text);
    [
        ("department", Some(department)),
        (
            "kind",
            of_inventory(application.kind.label(language).to_owned()),
        ),
        ("vendor", application.vendor.clone()),
        ("product", application.product.clone()),
        ("business-owner", application.business_owner.clone()),
        ("phase", of_inventory(life.phase.label(language).to_owned())),
        ("active-from", day(life.active_from)),
        ("next-release", day(life.next_release)),
        ("end-of-life", day(life.end_of_life_from)),
        ("successor", application.successor.clone()),
        (
            "personal-data-short",
            of_inventory(words::label(personal, language).to_owned()),
        ),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn selectors_of_one_template_have_one_shape() {
        let first = shape("#menu > ul > li:nth-of-type(2) > a");
        assert_eq!(first, shape("#menu > ul > li:nth-of-type(12) > a"));
        assert_eq!(
            shape("#block-7 > h3"),
            shape("#block-12 > h3:nth-of-type(2)")
        );
        assert_eq!(shape("#termine"), shape("#haushalt-2026"));
        assert_ne!(first, shape("#menu > ul > li > button"));
        assert_ne!(shape("html"), shape("#html"));
    }
}
