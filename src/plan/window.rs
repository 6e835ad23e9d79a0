//! When a change can go live: the release window that the application's life cycle allows.

use jiff::civil::Date;

use crate::inventory::Phase;
use crate::record::{ApplicationReport, Window, WindowKind};

/// The window for changes to an application. One that ends within `near_end` months is no longer changed.
pub fn window(application: &ApplicationReport, near_end: u16, today: Date) -> Window {
    let plain = |kind, date| Window {
        kind,
        date,
        successor: None,
    };
    let life = &application.lifecycle;
    if matches!(life.phase, Phase::Plan | Phase::PhaseIn) {
        let introduction = life.active_from.filter(|day| *day >= today);
        return plain(WindowKind::BeforeIntroduction, introduction);
    }
    let end = life.end_of_life_from;
    if life.phase == Phase::EndOfLife && end.is_none_or(|end| end <= today) {
        return plain(WindowKind::Ended, end);
    }
    let horizon = today
        .checked_add(jiff::Span::new().months(i32::from(near_end)))
        .unwrap_or(Date::MAX);
    let ends_soon = end.is_some_and(|end| end <= horizon);
    if ends_soon || matches!(life.phase, Phase::PhaseOut | Phase::EndOfLife) {
        // A release before the end is still used; otherwise the successor settles it.
        if let Some(release) = life.next_release.filter(|release| *release >= today)
            && end.is_some_and(|end| release < end)
            && life.phase == Phase::Active
        {
            return plain(WindowKind::NextRelease, Some(release));
        }
        return Window {
            kind: match application.successor {
                Some(_) => WindowKind::Successor,
                None => WindowKind::EndOfLife,
            },
            date: end,
            successor: application.successor.clone(),
        };
    }
    if let Some(release) = life.next_release.filter(|release| *release >= today) {
        return plain(WindowKind::NextRelease, Some(release));
    }
    let contract_end = application.operation.contract_until;
    if let Some(end) = contract_end.filter(|end| *end >= today) {
        return plain(WindowKind::ContractEnd, Some(end));
    }
    plain(WindowKind::ToBeAgreed, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::LifeCycle;
    use jiff::civil::date;

    fn application(life: LifeCycle) -> ApplicationReport {
        ApplicationReport {
            lifecycle: life,
            ..crate::plan::fixtures::application("APP-0001")
        }
    }

    fn kind(application: &ApplicationReport) -> WindowKind {
        window(application, 18, TODAY).kind
    }

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn the_next_release_comes_first() {
        let mut app = application(LifeCycle {
            next_release: Some(date(2027, 3, 1)),
            ..LifeCycle::default()
        });
        app.operation.contract_until = Some(date(2027, 1, 1));
        assert_eq!(kind(&app), WindowKind::NextRelease);
    }

    #[test]
    fn a_release_in_the_past_is_no_window() {
        let mut app = application(LifeCycle {
            next_release: Some(date(2026, 3, 1)),
            ..LifeCycle::default()
        });
        assert_eq!(kind(&app), WindowKind::ToBeAgreed);
        app.operation.contract_until = Some(date(2028, 1, 1));
        assert_eq!(kind(&app), WindowKind::ContractEnd);
    }

    #[test]
    fn near_the_end_the_successor_settles_it() {
        let mut app = application(LifeCycle {
            end_of_life_from: Some(date(2027, 12, 31)),
            ..LifeCycle::default()
        });
        assert_eq!(kind(&app), WindowKind::EndOfLife);
        app.successor = Some("APP-0002".into());
        assert_eq!(kind(&app), WindowKind::Successor);
    }

    #[test]
    fn what_is_switched_off_is_not_changed_any_more() {
        let ended = |end| {
            let mut app = application(LifeCycle {
                phase: Phase::EndOfLife,
                end_of_life_from: end,
                ..LifeCycle::default()
            });
            app.successor = Some("APP-0002".into());
            kind(&app)
        };
        assert_eq!(ended(Some(date(2024, 1, 1))), WindowKind::Ended);
        assert_eq!(ended(None), WindowKind::Ended);
        // The phase came early: there is still a day to come.
        assert_eq!(ended(Some(date(2027, 1, 1))), WindowKind::Successor);
    }

    #[test]
    fn a_planned_application_is_settled_before_introduction() {
        let mut app = application(LifeCycle {
            phase: Phase::Plan,
            active_from: Some(date(2027, 6, 1)),
            ..LifeCycle::default()
        });
        assert_eq!(kind(&app), WindowKind::BeforeIntroduction);
        app.lifecycle.active_from = Some(date(2026, 6, 1));
        assert_eq!(window(&app, 18, TODAY).date, None);
    }
}
