//! When a change can go live: the release window that the life cycle allows.

use jiff::civil::Date;

use crate::inventory::{Application, Phase};
use crate::record::{Window, WindowKind};

/// Applications that end within this many months are not changed any more.
const NEAR_END_MONTHS: i32 = 18;

/// The window for changes to an application.
pub fn window(application: &Application, today: Date) -> Window {
    let plain = |kind, date| Window {
        kind,
        date,
        successor: None,
    };
    let life = &application.lifecycle;
    if matches!(life.phase, Phase::Plan | Phase::PhaseIn) {
        return plain(WindowKind::BeforeIntroduction, life.active_from);
    }
    let horizon = today
        .checked_add(jiff::Span::new().months(NEAR_END_MONTHS))
        .unwrap_or(Date::MAX);
    let end = life.end_of_life_from;
    let ends_soon = end.is_some_and(|end| end <= horizon);
    if ends_soon || matches!(life.phase, Phase::PhaseOut | Phase::EndOfLife) {
        // A release that still comes before the end is used; otherwise the successor settles it.
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
    if let Some(end) = application.contract_until.filter(|end| *end >= today) {
        return plain(WindowKind::ContractEnd, Some(end));
    }
    plain(WindowKind::ToBeAgreed, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::LifeCycle;
    use jiff::civil::date;

    fn application(life: LifeCycle) -> Application {
        Application {
            lifecycle: life,
            ..Application::default()
        }
    }

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn the_next_release_comes_first() {
        let mut app = application(LifeCycle {
            next_release: Some(date(2027, 3, 1)),
            ..LifeCycle::default()
        });
        app.contract_until = Some(date(2027, 1, 1));
        assert_eq!(window(&app, TODAY).kind, WindowKind::NextRelease);
    }

    #[test]
    fn a_release_in_the_past_is_no_window() {
        let mut app = application(LifeCycle {
            next_release: Some(date(2026, 3, 1)),
            ..LifeCycle::default()
        });
        assert_eq!(window(&app, TODAY).kind, WindowKind::ToBeAgreed);
        app.contract_until = Some(date(2028, 1, 1));
        assert_eq!(window(&app, TODAY).kind, WindowKind::ContractEnd);
    }

    #[test]
    fn near_the_end_the_successor_settles_it() {
        let mut app = application(LifeCycle {
            end_of_life_from: Some(date(2027, 12, 31)),
            ..LifeCycle::default()
        });
        assert_eq!(window(&app, TODAY).kind, WindowKind::EndOfLife);
        app.successor = Some("APP-0002".into());
        assert_eq!(window(&app, TODAY).kind, WindowKind::Successor);
    }

    #[test]
    fn a_planned_application_is_settled_before_introduction() {
        let app = application(LifeCycle {
            phase: Phase::Plan,
            active_from: Some(date(2027, 6, 1)),
            ..LifeCycle::default()
        });
        assert_eq!(window(&app, TODAY).kind, WindowKind::BeforeIntroduction);
    }
}
