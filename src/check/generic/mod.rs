//! Algorithms for rules that staff write without Rust.

pub mod field_domain;
pub mod paired_names;
pub mod selector;
mod subjects;
pub mod text_pattern;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Check;

/// Reads the `[params]` of a rule; unknown parameters are errors.
///
/// # Errors
/// The error of the TOML reader.
pub fn params<T: DeserializeOwned>(table: toml::Table) -> Result<T, Vec<String>> {
    T::deserialize(toml::Value::Table(table)).map_err(|error| vec![error.message().to_owned()])
}

/// The parameters of a check without any.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoParams {}

/// Builds a check that takes no parameters.
///
/// # Errors
/// The parameters given in spite of that.
pub fn without_params(table: toml::Table, build: fn() -> Check) -> Result<Check, Vec<String>> {
    let NoParams {} = params(table)?;
    Ok(build())
}

/// Compiles a regular expression of a rule, ignoring case.
///
/// # Errors
/// The error in the expression.
pub fn pattern(text: &str) -> Result<regex::Regex, Vec<String>> {
    regex::RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| vec![error.to_string()])
}
