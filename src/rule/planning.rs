//! Planning assumptions from `rules/plan.toml`: how many days, by when, and interim measures.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Effort, OwnerRole, RuleCards};
use crate::texts::{Bilingual, Language};

/// The planning assumptions. They are stored in the report, so that a stored plan does not change with the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planning {
    /// Applications that end within this many months are no longer changed.
    pub near_end_months: u16,
    /// Percentage of the days that counts against the department's capacity if an outside party makes the change.
    #[serde(deserialize_with = "per_cent")]
    pub vendor_share: u8,
    /// Days within which an interim measure must be in place.
    pub interim_within: u16,
    /// Roles whose work needs no release of the program.
    #[serde(default)]
    pub without_release: Vec<OwnerRole>,
    /// Rules whose tasks are ordered along interfaces.
    pub entry_rules: Vec<String>,
    /// Rules about answers in the inventory: correcting the answer settles them, not a change of the application.
    #[serde(default = "shipped_answer_rules")]
    pub answer_rules: Vec<String>,
    /// Person-days per kind of task.
    pub days: DaysByWork,
    /// Days within which a change is due.
    pub due: ByPriority,
    /// Days within which a question must be answered.
    pub clarify: ByPriority,
    /// Interim measures by room of the rule (`gender`).
    #[serde(default)]
    pub interim: BTreeMap<String, Bilingual>,
    /// How a task is accepted, by room or id of the rule.
    #[serde(default)]
    pub verify: BTreeMap<String, Bilingual>,
}

impl Planning {
    /// The assumptions compiled into the program, for reports that hold none.
    pub fn shipped() -> Self {
        // Compiled in; a test parses it.
        toml::from_str(include_str!("../../rules/plan.toml")).unwrap_or_default()
    }

    /// Whether an answer in the inventory settles findings of a rule.
    pub fn is_about_an_answer(&self, rule: &str) -> bool {
        self.answer_rules.iter().any(|own| own == rule)
    }

    /// Marks the cards of rules about answers.
    pub(crate) fn mark_answers(&self, cards: &mut RuleCards) {
        for (id, card) in cards {
            card.is_about_answers = self.is_about_an_answer(id);
        }
    }
}

/// Default for assumptions from before these rules existed.
fn shipped_answer_rules() -> Vec<String> {
    Planning::shipped().answer_rules
}

/// Person-days by kind of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysByWork {
    /// Answering an open question.
    pub question: DayRange,
    /// [`Effort::Small`].
    pub small: DayRange,
    /// [`Effort::Medium`].
    pub medium: DayRange,
    /// [`Effort::Large`].
    pub large: DayRange,
    /// Including the checklist in the procurement of a successor.
    pub handover: DayRange,
    /// Agreeing on a transition mapping and switching over together.
    pub joint: DayRange,
}

impl DaysByWork {
    /// The days for a repair of this effort.
    pub const fn of_effort(&self, effort: Effort) -> DayRange {
        match effort {
            Effort::Small => self.small,
            Effort::Medium => self.medium,
            Effort::Large => self.large,
        }
    }
}

/// Calendar days by priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByPriority {
    pub immediate: u16,
    pub high: u16,
    pub medium: u16,
    pub low: u16,
}

/// A range of person-days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRange")]
pub struct DayRange {
    pub from: Days,
    pub to: Days,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRange {
    from: Days,
    to: Days,
}

impl TryFrom<WrittenRange> for DayRange {
    type Error = String;

    fn try_from(written: WrittenRange) -> Result<Self, String> {
        let WrittenRange { from, to } = written;
        if from > to {
            return Err("`from` is more than `to`".to_owned());
        }
        Ok(Self { from, to })
    }
}

impl DayRange {
    /// The planning value: the middle.
    pub const fn middle(self) -> Days {
        Days((self.from.0 + self.to.0).div_ceil(2))
    }
}

/// Person-days, exact to a ten-thousandth: sums over many small tasks are rounded where they are shown, not before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(u64);

impl Days {
    /// Zero days.
    pub const ZERO: Self = Self(0);

    /// Upper limit for plausible values.
    const MOST: f64 = 100_000.0;

    /// Parts of a day, and of a tenth of a day.
    const DAY: u64 = 10_000;
    const TENTH: u64 = Self::DAY / 10;

    /// From a number of days; `None` if it is not plausible.
    pub fn new(days: f64) -> Option<Self> {
        let plausible = (0.0..=Self::MOST).contains(&days);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range and not negative"
        )]
        plausible.then(|| Self((days * 10_000.0).round() as u64))
    }

    /// Ten-thousandths of a day.
    pub const fn parts(self) -> u64 {
        self.0
    }

    /// Of ten-thousandths of a day.
    pub const fn from_parts(parts: u64) -> Self {
        Self(parts)
    }

    /// Of tenths of a day.
    pub const fn from_tenths(tenths: u32) -> Self {
        Self(tenths as u64 * Self::TENTH)
    }

    /// A percentage of it.
    #[must_use]
    pub const fn share(self, per_cent: u8) -> Self {
        Self((self.0 * per_cent as u64).div_ceil(100))
    }

    /// Without what is less than a tenth of a day.
    #[must_use]
    pub const fn whole_tenths(self) -> Self {
        Self(self.0 / Self::TENTH * Self::TENTH)
    }

    /// Saturating sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// In the notation of a language, rounded to a tenth of a day (`2,5`); some work never looks like none.
    pub fn display(self, language: Language) -> String {
        let tenths = match self.0 {
            0 => 0,
            parts => ((parts + Self::TENTH / 2) / Self::TENTH).max(1),
        };
        let (whole, tenths) = (tenths / 10, tenths % 10);
        match (tenths, language) {
            (0, _) => whole.to_string(),
            (_, Language::De) => format!("{whole},{tenths}"),
            (_, Language::En) => format!("{whole}.{tenths}"),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display(Language::En))
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % Self::DAY {
            0 => serializer.serialize_u64(self.0 / Self::DAY),
            // Plausible sums are far below the limit of exact numbers.
            #[allow(clippy::cast_precision_loss)]
            _ => serializer.serialize_f64(self.0 as f64 / Self::DAY as f64),
        }
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let days = f64::deserialize(deserializer)?;
        Self::new(days).ok_or_else(|| {
            serde::de::Error::custom(format!("{days} is no number of days from 0 to 100000"))
        })
    }
}

fn per_cent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let share = u8::deserialize(deserializer)?;
    if share > 100 {
        return Err(serde::de::Error::custom("`vendor_share` is at most 100"));
    }
    Ok(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_and_read_as_numbers() {
        let range: DayRange = toml::from_str("from = 0.5\nto = 2").expect("a range");
        assert_eq!(range.middle(), Days::new(1.25).expect("days"));
        assert_eq!(range.middle().display(Language::De), "1,3");
        let json = serde_json::to_string(&range).expect("JSON");
        assert_eq!(json, r#"{"from":0.5,"to":2}"#);
        let again: DayRange = serde_json::from_str(&json).expect("a range");
        assert_eq!(again, range);
        assert_eq!(range.from.display(Language::De), "0,5");
    }

    #[test]
    fn the_shipped_assumptions_load() {
        let shipped = Planning::shipped();
        assert_ne!(shipped, Planning::default());
        // Older reports take these as a default.
        assert!(!shipped.answer_rules.is_empty());
    }

    #[test]
    fn impossible_days_are_refused() {
        for wrong in [
            "from = 2\nto = 1",
            "from = -1\nto = 1",
            "from = nan\nto = 1",
            "from = 1",
        ] {
            assert!(toml::from_str::<DayRange>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sums_are_rounded_once() {
        let small = DayRange {
            from: Days::from_tenths(5),
            to: Days::from_tenths(10),
        };
        let sum = |one: Days| (0..17).fold(Days::ZERO, |sum, _| sum.plus(one));
        assert_eq!(sum(small.middle()), Days::new(12.75).expect("days"));
        assert_eq!(sum(small.middle()).display(Language::De), "12,8");
        let share = small.middle().share(25);
        assert_eq!(serde_json::to_string(&share).expect("JSON"), "0.1875");
        assert_eq!(share.display(Language::De), "0,2");
        assert_eq!(Days::from_parts(1).display(Language::De), "0,1");
        assert_eq!(small.middle().share(0), Days::ZERO);
    }
}
