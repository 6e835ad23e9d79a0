//! Where a task belongs in the order of work: an application must accept an entry before another one passes it on.

use std::collections::BTreeMap;

use crate::model::Layer;
use crate::outcome::Outcome;
use crate::record::{DomainMember, DomainRecord, Stage, Step};

/// At most this many steps are named. A task with more is a project; the report's domains list them all.
const MOST_STEPS: usize = 30;

/// The steps of all domains that need a change or an answer, grouped by cause.
pub(super) fn steps_by_cause(domains: &[DomainRecord]) -> BTreeMap<&str, Vec<Step>> {
    let mut by_cause: BTreeMap<&str, Vec<Step>> = BTreeMap::new();
    for domain in domains {
        if matches!(domain.outcome, Outcome::Failed | Outcome::CantTell) {
            let steps = by_cause.entry(&domain.cause).or_default();
            let places = std::iter::once(&domain.declaration).chain(&domain.copies);
            let own = places.filter(|member| member.origin.is_own());
            steps.extend(own.flat_map(|member| {
                let stages = stages(member.layer).iter();
                stages.map(|stage| step(*stage, member))
            }));
        }
    }
    for steps in by_cause.values_mut() {
        // Earlier stages come first. The sort is stable, so domains stay in the order of their first fields.
        steps.sort_by_key(|step| step.stage);
        // Every layer that receives also sends; saying so once is enough.
        let mut sends = 0;
        steps.retain(|step| {
            sends += usize::from(step.stage == Stage::Send);
            step.stage != Stage::Send || sends == 1
        });
        steps.truncate(MOST_STEPS);
    }
    by_cause
}

fn step(stage: Stage, member: &DomainMember) -> Step {
    let name = match &member.entity {
        Some(entity) => format!("{entity}.{}", member.name),
        None => member.name.clone(),
    };
    Step {
        stage,
        layer: member.layer,
        name,
        place: member.place.clone(),
    }
}

/// The stages that a change in a layer enables.
fn stages(layer: Layer) -> &'static [Stage] {
    match layer {
        Layer::Message | Layer::Api => &[Stage::Receive, Stage::Send],
        Layer::CodeList | Layer::Database | Layer::Code => &[Stage::Store],
        Layer::Ui | Layer::Template | Layer::Dictionary => &[Stage::Show],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gender::{Attribute, Subject};
    use crate::model::{Origin, Place};

    fn domain(layer: Layer, document: &str, outcome: Outcome) -> DomainRecord {
        DomainRecord {
            id: document.to_owned(),
            cause: "person.geschlecht".to_owned(),
            attribute: Attribute::Geschlecht,
            subject: Subject::Person,
            domain: "closed".to_owned(),
            values: Vec::new(),
            concepts: Vec::new(),
            outcome,
            declaration: DomainMember {
                name: "geschlecht".to_owned(),
                entity: Some("Person".to_owned()),
                layer,
                format: "x".to_owned(),
                origin: Origin::Own,
                by: None,
                place: Place::document(document),
            },
            copies: Vec::new(),
            uses: Vec::new(),
            further_uses: 0,
            candidates: Vec::new(),
        }
    }

    #[test]
    fn what_receives_changes_before_what_stores_and_what_shows_last() {
        let domains = [
            domain(Layer::Ui, "form.html", Outcome::Failed),
            domain(Layer::Database, "a.sql", Outcome::Failed),
            domain(Layer::Api, "openapi.yaml", Outcome::CantTell),
            domain(Layer::Code, "A.java", Outcome::Passed),
        ];
        let steps = steps_by_cause(&domains);
        let order: Vec<(Stage, &str)> = steps["person.geschlecht"]
            .iter()
            .map(|step| (step.stage, step.place.document.as_str()))
            .collect();
        let expected = [
            (Stage::Receive, "openapi.yaml"),
            (Stage::Store, "a.sql"),
            (Stage::Send, "openapi.yaml"),
            (Stage::Show, "form.html"),
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn tests_and_generated_code_are_no_steps() {
        let mut generated = domain(Layer::Code, "gen/A.java", Outcome::Failed);
        generated.declaration.origin = Origin::Generated;
        assert!(steps_by_cause(&[generated])["person.geschlecht"].is_empty());
    }
}
