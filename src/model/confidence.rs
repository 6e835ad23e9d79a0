//! How certain a reading is.

/// How certain a reading of names and values is. Decides between a failure and a question.
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
    /// A hint; always a question.
    Low,
    /// Likely, but a second signal is missing.
    Medium,
    /// Named or constrained unambiguously.
    #[default]
    High,
}
