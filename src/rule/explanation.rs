//! Explains a rule in words, heading by heading, for terminals and editors.

use std::collections::BTreeMap;

use super::{LegalSource, RuleCard};
use crate::texts::{Language, text};

impl RuleCard {
    /// Headings with text: why it matters, what to do, what it costs and which law demands it. `legal` holds the legal
    /// sources of its rule book by id.
    pub fn explanation(
        &self,
        legal: &BTreeMap<String, LegalSource>,
        language: Language,
    ) -> Vec<(&'static str, String)> {
        let question = self.question.as_ref();
        let severity = format!("report.severity-{}", self.severity.name());
        let effort = format!("plan.effort-{}", self.effort.name());
        let listed = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
        let parts = [
            ("cli.why", Some(self.why.get(language).clone())),
            ("cli.remedy", Some(self.remedy.get(language).clone())),
            (
                "cli.question",
                question.map(|question| question.get(language).clone()),
            ),
            ("cli.severity", Some(text(&severity, language).to_owned())),
            ("cli.effort", Some(text(&effort, language).to_owned())),
            ("cli.wcag", listed(&self.wcag)),
            ("cli.act", listed(&self.act)),
        ];
        let said = parts
            .into_iter()
            .filter_map(|(key, body)| Some((text(key, language), body?)));
        let sources = self.legal.iter().filter_map(|id| legal.get(id));
        let sources = sources.map(|source| {
            let (cite, says) = (source.cite.get(language), source.says.get(language));
            (text("cli.legal", language), format!("{cite}: {says}"))
        });
        said.chain(sources).collect()
    }
}
