//! Comparison and trend in the forms people and programs read.
//!
//! What a page says is put together once, in [`diff`] and [`trend`]; the writers only lay it out. JSON is the value
//! itself, and CSV lists every finding and every figure.

mod chart;
mod csv;
mod diff;
mod html;
mod markdown;
mod page;
mod runs;
mod terminal;
mod trend;
mod words;

use std::io::{self, Write};

use super::diff::Diff;
use super::trend::Trend;
use crate::report::{WriteOptions, json_pretty};
use page::Page;

/// A form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressFormat {
    Terminal,
    Html,
    Json,
    Csv,
    Markdown,
}

impl ProgressFormat {
    /// All forms, in the order of `--help`.
    pub const ALL: [Self; 5] = [
        Self::Terminal,
        Self::Html,
        Self::Json,
        Self::Csv,
        Self::Markdown,
    ];

    /// Name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }

    /// The format of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// How many findings of one kind are listed; the rest is counted.
    const fn most_rows(self) -> usize {
        match self {
            Self::Terminal => 15,
            _ => 1_000,
        }
    }
}

/// Writes a comparison.
///
/// # Errors
/// Those of `out`.
pub fn write_diff(
    diff: &Diff,
    format: ProgressFormat,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ProgressFormat::Json => json(diff, out),
        ProgressFormat::Csv => csv::diff(diff, options.language, out),
        _ => lay_out(
            &diff::page(diff, format.most_rows(), options.language),
            format,
            options,
            out,
        ),
    }
}

/// Writes a trend.
///
/// # Errors
/// Those of `out`.
pub fn write_trend(
    trend: &Trend,
    format: ProgressFormat,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ProgressFormat::Json => json(trend, out),
        ProgressFormat::Csv => csv::trend(trend, options.language, out),
        _ => lay_out(
            &trend::page(trend, format.most_rows(), options.language),
            format,
            options,
            out,
        ),
    }
}

pub use runs::write_runs;

fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    json_pretty(value, out)?;
    writeln!(out)
}

fn lay_out(
    page: &Page,
    format: ProgressFormat,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ProgressFormat::Html => html::write(page, options.language, out),
        ProgressFormat::Markdown => markdown::write(page, out),
        _ => terminal::write(page, options, out),
    }
}
