//! Queries of other modules to an inventory.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{
    Answer, Application, ApplicationKind, Department, Interface, Inventory, LegalRegime, Phase,
};
use crate::problem::fold;

impl Inventory {
    /// The department of an application; always `Some` in a loaded inventory.
    pub fn department_of(&self, application: &Application) -> Option<&Department> {
        self.departments.get(&application.department)
    }

    /// The interfaces that begin or end at an application, in the order of the files.
    pub fn interfaces_of<'a>(
        &'a self,
        application: &'a str,
    ) -> impl Iterator<Item = &'a Interface> {
        self.interfaces
            .iter()
            .filter(move |interface| interface.touches(application))
    }

    /// The applications of a department, by id.
    pub fn applications_of<'a>(
        &'a self,
        department: &'a str,
    ) -> impl Iterator<Item = &'a Application> {
        self.applications
            .values()
            .filter(move |application| application.department == department)
    }

    /// The accessibility standard of an application; `None` if neither it nor the inventory names one.
    pub fn standard_of<'a>(&'a self, application: &'a Application) -> Option<&'a str> {
        let own = application.accessibility.standard.as_deref();
        own.or(self.default_standard.as_deref())
    }
}

/// An application that leaves service within this period does not repay a change.
const NEAR_END_MONTHS: i32 = 12;

impl Application {
    /// Whether people outside the administration use it.
    pub fn is_public(&self) -> bool {
        self.user_groups.iter().any(|group| group.is_outside())
    }

    /// Whether the law demands a published accessibility declaration: for web applications of a public body with users
    /// outside the administration.
    pub fn needs_declaration(&self) -> bool {
        let exempt = matches!(
            self.accessibility.legal_regime,
            Some(LegalRegime::Bfsg | LegalRegime::Internal | LegalRegime::None)
        );
        self.kind == ApplicationKind::Web && self.is_public() && !exempt
    }

    /// Whether it is in operation, fully or partly.
    pub const fn is_in_use(&self) -> bool {
        matches!(
            self.lifecycle.phase,
            Phase::PhaseIn | Phase::Active | Phase::PhaseOut
        )
    }

    /// Whether it is being phased out, out of service, or will be within twelve months of `today`.
    pub fn is_near_end_of_life(&self, today: Date) -> bool {
        let ending = matches!(self.lifecycle.phase, Phase::PhaseOut | Phase::EndOfLife);
        let soon = today
            .checked_add(NEAR_END_MONTHS.months())
            .unwrap_or(Date::MAX);
        let begun = self
            .lifecycle
            .phase_out_from
            .is_some_and(|date| date <= today);
        ending
            || begun
            || self
                .lifecycle
                .end_of_life_from
                .is_some_and(|date| date <= soon)
    }

    /// The survey's answer to "does it store gender data?"; `None` if unanswered.
    pub fn stores_gender(&self) -> Option<Answer> {
        self.gender.as_ref().and_then(|gender| gender.stored)
    }
}

impl Interface {
    /// Whether it begins or ends at an application.
    pub fn touches(&self, application: &str) -> bool {
        self.from == application || self.to == application
    }

    /// Whether gender data flow through it; `None` if the inventory does not list the data.
    pub fn carries_gender(&self) -> Option<bool> {
        const WORDS: &[&str] = &["gender", "geschlecht", "anrede", "salutation", "sex"];
        let about_gender = |data: &String| {
            let folded = fold(data);
            WORDS
                .iter()
                .any(|word| folded == *word || (word.len() > 5 && folded.contains(word)))
        };
        (!self.data.is_empty()).then(|| self.data.iter().any(about_gender))
    }

    /// The name of an end outside the inventory; `None` for applications of the inventory.
    pub fn external(end: &str) -> Option<&str> {
        end.strip_prefix("external:").map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_end_is_near_by_phase_or_by_date() {
        let today = date(2026, 11, 1);
        let mut application = Application::default();
        assert!(!application.is_near_end_of_life(today));
        application.lifecycle.end_of_life_from = Some(date(2027, 11, 2));
        assert!(!application.is_near_end_of_life(today));
        application.lifecycle.end_of_life_from = Some(date(2027, 10, 1));
        assert!(application.is_near_end_of_life(today));
        application.lifecycle.end_of_life_from = None;
        application.lifecycle.phase = Phase::PhaseOut;
        assert!(application.is_near_end_of_life(today));
    }

    #[test]
    fn gender_flows_where_the_data_say_so() {
        let interface = |data: &[&str]| Interface {
            data: data.iter().map(|name| (*name).to_owned()).collect(),
            ..Interface::default()
        };
        assert_eq!(interface(&[]).carries_gender(), None);
        assert_eq!(
            interface(&["Adresse", "Sextett"]).carries_gender(),
            Some(false)
        );
        assert_eq!(
            interface(&["Geschlechtsangabe"]).carries_gender(),
            Some(true)
        );
        assert_eq!(interface(&["gender"]).carries_gender(), Some(true));
    }
}
