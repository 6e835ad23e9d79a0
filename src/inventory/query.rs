//! Queries of other modules to an inventory.

use super::{Answer, Application, ApplicationKind, Interface, Inventory, LegalRegime, Phase};
use crate::problem::fold;

impl Inventory {
    /// The applications of a department, by id.
    pub fn applications_of<'a>(
        &'a self,
        department: &'a str,
    ) -> impl Iterator<Item = &'a Application> {
        self.applications
            .values()
            .filter(move |application| application.department == department)
    }
}

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

    /// The survey's answer to "does it store gender data?"; `None` if unanswered.
    pub fn stores_gender(&self) -> Option<Answer> {
        self.gender.as_ref().and_then(|gender| gender.stored)
    }
}

impl Interface {
    /// The mark of an end outside the inventory, before its name.
    pub const EXTERNAL: &str = "external:";

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
        end.strip_prefix(Self::EXTERNAL).map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
