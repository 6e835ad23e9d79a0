//! Writes comparisons and trends in formats for people and programs.
//!
//! [`diff`] and [`trend`] compose a page once; the writers only lay it out. JSON is the value itself, and CSV lists
//! every finding and every figure.

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
use crate::closed::closed;
use crate::report::{WriteOptions, json_pretty};
use page::Page;

closed! {
    /// An output format.
    pub enum ProgressFormat {
        Terminal = "terminal",
        Html = "html",
        Json = "json",
        Csv = "csv",
        Markdown = "markdown",
    }
}

impl ProgressFormat {
    /// How many findings of one kind are listed; the rest is only counted.
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
/// I/O errors of `out`.
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
/// I/O errors of `out`.
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
