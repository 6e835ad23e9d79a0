//! The verdict of a field after people's answers: a question that a person answered is no longer open beside the field.

use crate::outcome::{Finding, Outcome};
use crate::record::{
    AnsweredQuestion, ApplicationReport, Concerned, DomainRecord, FOUR_ENTRIES, FieldRecord,
};

/// Takes over the answers about the fields of an application.
pub(super) fn decide(application: &mut ApplicationReport) {
    let assertions = application.assertions.iter();
    let mut findings = assertions.flat_map(|assertion| &assertion.findings);
    let is_confirmed = findings.any(Finding::is_stated);
    if application.answered.is_empty() && !is_confirmed {
        return;
    }
    let mut fields = std::mem::take(&mut *application.fields);
    let domains = application.domains.glance();
    for field in &mut fields {
        decide_field(field, application, &domains);
    }
    drop(domains);
    *application.fields = fields;
}

fn decide_field(
    field: &mut FieldRecord,
    application: &ApplicationReport,
    domains: &[DomainRecord],
) {
    let concerned = Concerned::among(field, domains);
    let answer = |rule: &str| -> Option<&AnsweredQuestion> {
        let mut answered = application.answered.iter();
        answered.find(|one| one.rule == rule && concerned.has(rule, &one.finding))
    };
    let open = |rule: &str| {
        let assertions = application.assertions.iter();
        let findings = assertions
            .filter(|assertion| assertion.rule == rule)
            .flat_map(|assertion| &assertion.findings);
        let waived = application.waived.iter().filter(|one| one.rule == rule);
        let waived = waived.map(|waived| &waived.finding);
        let mut all = findings.chain(waived);
        all.find(|finding| concerned.has(rule, finding))
    };
    let rules = field.rules.iter();
    let settled = rules.filter(|rule| open(rule).is_none() && answer(rule).is_some());
    let settled: Vec<String> = settled.cloned().collect();
    let verdict = match open(FOUR_ENTRIES) {
        Some(finding) if finding.is_stated() => Some(Outcome::Failed),
        Some(_) => None,
        None => answer(FOUR_ENTRIES).map(AnsweredQuestion::outcome),
    };
    if let Some(verdict) = verdict.filter(|_| field.outcome == Outcome::CantTell) {
        (field.outcome, field.answered) = (verdict, true);
    }
    field.rules.retain(|rule| !settled.contains(rule));
}
