//! How sure a reading is.

/// How sure a reading of names and values is. Decides between a finding and a question.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A hint; always a question to a person.
    Low,
    /// Likely, with a second signal missing.
    Medium,
    /// Named or constrained without doubt.
    #[default]
    High,
}
