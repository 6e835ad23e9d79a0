//! The buyer's decisions about a bid, in files of the buyer outside the bidder's dossier.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Question;
use super::reader::{File, Reader, both, same};
use crate::closed::closed;
use crate::inventory::{
    AnswerValue, Origin, is_placeholder, may_be_no_role, mentions_a_person, names_a_person,
};
use crate::problem::{Problem, fold, nearest};
use crate::texts::{Bilingual, day};

/// A decision about one demand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BidDecision {
    /// The question, with its checklist.
    pub question: String,
    /// The decision.
    pub decided: Decided,
    /// The reason.
    pub reason: String,
    /// The role of the decision maker, not a person.
    pub role: String,
    /// The day of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Location in the file.
    pub origin: Origin,
}

closed! {
    /// The possible decisions of a buyer.
    pub enum Decided {
        /// The demand is met.
        Met = "met",
        /// It is not met.
        NotMet = "not_met",
        /// It does not apply to the product.
        NotApplicable = "not_applicable",
    }
}

impl Decided {
    /// The word used in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "erfüllt",
            Self::NotMet => "nicht erfüllt",
            Self::NotApplicable => "nicht zutreffend",
        }
    }

    /// The decision for a word, German or English.
    pub fn from_word(word: &str) -> Option<Self> {
        match fold(word).as_str() {
            "erfuellt" | "met" => Some(Self::Met),
            "nichterfuellt" | "notmet" => Some(Self::NotMet),
            _ if says_not_applicable(word) => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

/// Whether a word says that something does not apply: each word for it that answers of the inventory know.
pub(super) fn says_not_applicable(word: &str) -> bool {
    AnswerValue::from_word(word) == Some(AnswerValue::NotApplicable)
}

impl BidDecision {
    /// Whether the decision concerns a question.
    pub fn is_about(&self, question: &Question) -> bool {
        self.question == question.key()
    }
}

/// Reads the decisions about one bid; empty if there is no file. Mistakes are added to `problems`; so are days after
/// `today`, if it is given.
pub(super) fn read_decisions(
    path: &Path,
    questions: &[Question],
    today: Option<Date>,
    problems: &mut Vec<Problem>,
) -> Vec<BidDecision> {
    if path.symlink_metadata().is_err() {
        return Vec::new();
    }
    let Some(file) = File::read_form(path, problems) else {
        return Vec::new();
    };
    let (root, mut reader) = Reader::open(&file, problems);
    let head = reader.whole(&root);
    reader.only(&head, &["decision"]);
    let mut decisions: Vec<BidDecision> = Vec::new();
    for section in reader.tables(&head, "decision", "[[decision]]") {
        reader.only(
            &section,
            &["question", "decision", "reason", "role", "date"],
        );
        let question = reader.required(&section, "question");
        let word = reader.required(&section, "decision");
        let reason = reader.required(&section, "reason");
        let role = reader.required(&section, "role");
        let date = reader.day(&section, "date");
        if let (Some(date), Some(today)) = (date, today)
            && date > today
        {
            let day = |language| day(&date.to_string(), language);
            let values = [("date", Bilingual::of(day))];
            reader.wrong(&section, "date", "proc-014-future", &values);
        }
        if let Some(role) = &role {
            if is_placeholder(role) {
                reader.wrong(
                    &section,
                    "role",
                    "proc-014-role-placeholder",
                    &[("value", same(role))],
                );
            } else if names_a_person(role) || may_be_no_role(role) {
                // Personal data are not repeated in messages.
                reader.wrong(&section, "role", "proc-014-role-person", &[]);
            }
        }
        if reason.as_deref().is_some_and(mentions_a_person) {
            reader.wrong(&section, "reason", "proc-014-reason-person", &[]);
        }
        let decided = word.as_deref().and_then(Decided::from_word);
        if let (Some(word), None) = (&word, decided) {
            reader.wrong(&section, "decision", "proc-014", &[("value", same(word))]);
        }
        let key = question.as_deref().and_then(|name| {
            let mut meant = questions.iter().filter(|one| one.is_named(name));
            let key = meant.next().map(Question::key);
            if key.is_none() {
                let near = nearest(name, questions.iter().map(|one| one.id.as_str()));
                let hint =
                    near.map_or_else(|| same(""), |near| both("hint", &[("name", same(near))]));
                let values = [("name", same(name)), ("hint", hint)];
                reader.wrong(&section, "question", "proc-008", &values);
            }
            key
        });
        let (Some(question), Some(decided), Some(reason), Some(role)) =
            (key, decided, reason, role)
        else {
            continue;
        };
        if let Some(first) = decisions.iter().find(|one| one.question == question) {
            let line = first.origin.line.to_string();
            let values = [("name", same(&question)), ("line", same(&line))];
            reader.wrong(&section, "question", "proc-009", &values);
            continue;
        }
        let origin = Origin {
            file: file.name.clone(),
            line: reader.line(&section),
        };
        decisions.push(BidDecision {
            question,
            decided,
            reason,
            role,
            date,
            origin,
        });
    }
    decisions
}

#[cfg(test)]
mod tests {
    use super::super::Declared;
    use super::*;

    #[test]
    fn what_does_not_apply_has_the_same_words_everywhere() {
        for word in [
            "nicht zutreffend",
            "trifft nicht zu",
            "Nicht anwendbar",
            "entfällt",
            "not applicable",
            "not_applicable",
        ] {
            let answer = AnswerValue::from_word(word);
            assert_eq!(answer, Some(AnswerValue::NotApplicable), "{word}");
            let declared = Declared::from_word(word);
            assert_eq!(declared, Some(Declared::NotApplicable), "{word}");
            let decided = Decided::from_word(word);
            assert_eq!(decided, Some(Decided::NotApplicable), "{word}");
        }
        for word in ["", "ja", "unbekannt"] {
            assert_eq!(Decided::from_word(word), None, "{word}");
            assert_eq!(Declared::from_word(word), None, "{word}");
        }
    }
}
