//! Obligations that vendors owe by contract become work of the department: demand it, check it, accept it.

use super::estate::Estate;
use super::task::{begun, due};
use crate::inventory::{Obligation, ObligationKind};
use crate::outcome::Severity;
use crate::record::{ApplicationReport, Priority, Reason, Task, TaskKind, Window, WindowKind};
use crate::rule::OwnerRole;

/// One task per obligation that is still owed.
pub(super) fn duties(estate: &Estate<'_>) -> Vec<Task> {
    let applications = estate.applications.iter();
    applications
        .flat_map(|application| {
            let owed = application.obligations.iter();
            owed.filter(|obligation| obligation.is_owed_on(estate.today))
                .map(|obligation| duty(application, obligation, estate))
        })
        .collect()
}

fn duty(application: &ApplicationReport, obligation: &Obligation, estate: &Estate<'_>) -> Task {
    let cause = format!("contract/{}", obligation.id);
    let blocks = obligation.kind == ObligationKind::BeforeAcceptance;
    let (severity, priority) = match blocks {
        true => (Severity::Serious, Priority::High),
        false => (Severity::Moderate, Priority::Medium),
    };
    let mut reasons = vec![Reason::Contract];
    reasons.extend(blocks.then_some(Reason::BeforeAcceptance));
    let mut task = Task {
        severity,
        owner: OwnerRole::Development,
        responsible: application.vendor.clone(),
        outside: true,
        // The contract pays for the vendor's own work; only the department's follow-up is planned.
        days: Some(estate.planning.days.question),
        priority,
        reasons,
        window: Window {
            kind: WindowKind::Contract,
            date: obligation.until,
            successor: None,
        },
        due: obligation.until,
        obligation: Some(Box::new(obligation.clone())),
        ..begun(
            &application.id,
            &application.department,
            TaskKind::Obligation,
            cause,
        )
    };
    if task.due.is_none() {
        task.due = Some(due(&task, estate));
    }
    task
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Date, date};

    use super::*;
    use crate::plan::{Setting, schedule};
    use crate::record::{EscalationKind, Roadmap};
    use crate::rule::Planning;

    const TODAY: Date = date(2026, 11, 23);

    fn obligation(id: &str, kind: ObligationKind, until: Option<Date>) -> Obligation {
        Obligation {
            id: id.to_owned(),
            kind,
            demand: "Alle vier Einträge".to_owned(),
            until,
            ..Obligation::default()
        }
    }

    fn planned(obligations: Vec<Obligation>) -> Roadmap {
        let application = ApplicationReport {
            vendor: Some("Alpha GmbH".to_owned()),
            obligations,
            ..crate::plan::fixtures::application("APP-1")
        };
        let planning = Planning::shipped();
        let estate = Estate {
            applications: &[application],
            interfaces: &[],
            rules: &BTreeMap::new(),
            planning: &planning,
            today: TODAY,
            reported: TODAY,
        };
        schedule(&estate, &[], Setting::default())
    }

    fn kinds(roadmap: &Roadmap) -> Vec<EscalationKind> {
        let escalations = roadmap.escalations.iter();
        escalations.map(|escalation| escalation.kind).collect()
    }

    #[test]
    fn what_is_owed_is_a_task_of_the_vendor_until_somebody_saw_it_met() {
        let until = Some(date(2027, 6, 30));
        let met = |day| Obligation {
            fulfilled: Some(day),
            ..obligation("Q3", ObligationKind::Remedy, until)
        };
        let roadmap = planned(vec![
            obligation("Q1", ObligationKind::Warranty, until),
            obligation("Q2", ObligationKind::BeforeAcceptance, until),
            met(date(2026, 11, 23)),
        ]);
        let ids: Vec<&str> = roadmap.tasks.iter().map(|task| task.id.as_str()).collect();
        assert_eq!(ids, ["APP-1#contract/Q2", "APP-1#contract/Q1"]);
        let task = &roadmap.tasks[0];
        assert_eq!(task.responsible.as_deref(), Some("Alpha GmbH"));
        assert!(task.outside);
        assert_eq!((task.window.kind, task.due), (WindowKind::Contract, until));
        assert!(roadmap.entries.iter().all(|entry| entry.live == until));
        assert_eq!(kinds(&roadmap), []);
        assert_eq!(planned(vec![met(date(2026, 11, 24))]).tasks.len(), 1);
    }

    #[test]
    fn days_that_passed_and_days_that_are_missing_are_decided_by_people() {
        let roadmap = planned(vec![
            obligation("Q1", ObligationKind::Remedy, Some(date(2026, 11, 22))),
            obligation("Q2", ObligationKind::Warranty, None),
        ]);
        let expected = [
            EscalationKind::ObligationOverdue,
            EscalationKind::ObligationUndated,
        ];
        assert_eq!(kinds(&roadmap), expected);
        assert_eq!(roadmap.entries[0].live, Some(TODAY));
        assert_eq!(roadmap.escalations[0].date, Some(date(2026, 11, 22)));
        let today = planned(vec![obligation("Q1", ObligationKind::Remedy, Some(TODAY))]);
        assert_eq!(kinds(&today), []);
    }
}
