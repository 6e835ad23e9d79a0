//! Lines over days, as positions for a template to draw: in per cent across, in pixels down, so that text keeps its
//! size whatever the width of the window.

use jiff::civil::Date;
use serde::Serialize;

use super::words::day;
use crate::texts::{Language, filled};

/// Top and bottom of the plot, in pixels.
const TOP: u64 = 24;
const BOTTOM: u64 = 224;
/// Left and right end of the lines, in thousandths of the width; the axis labels stand to the left of them.
const LEFT: u64 = 80;
const RIGHT: u64 = 985;

/// A line before it is drawn.
pub(super) struct Series {
    pub label: &'static str,
    pub values: Vec<u64>,
}

/// A chart.
#[derive(Serialize)]
pub(super) struct Chart {
    pub id: &'static str,
    pub title: &'static str,
    /// Text alternative of the chart.
    pub says: String,
    lines: Vec<Line>,
    grid: Vec<Grid>,
    days: Vec<Day>,
}

#[derive(Serialize)]
struct Line {
    label: &'static str,
    points: Vec<Spot>,
    segments: Vec<(Spot, Spot)>,
}

#[derive(Clone, Serialize)]
struct Spot {
    /// `12.5%`.
    x: String,
    y: u64,
}

#[derive(Serialize)]
struct Grid {
    y: u64,
    label: u64,
}

#[derive(Serialize)]
struct Day {
    x: String,
    label: String,
    /// `start` or `end`, so that the text stays inside the picture.
    anchor: &'static str,
}

impl Chart {
    /// A chart of values over days; `None` for a single day, which makes no line.
    pub fn new(
        id: &'static str,
        title: &'static str,
        days: Vec<Date>,
        series: Vec<Series>,
        language: Language,
    ) -> Option<Self> {
        let (first, last) = (*days.first()?, *days.last()?);
        let whole = days_between(first, last);
        if whole == 0 {
            return None;
        }
        let values = series.iter().flat_map(|series| &series.values);
        let top = round_up(values.copied().max().unwrap_or_default());
        let across = |date: Date| {
            let at = LEFT + (RIGHT - LEFT) * days_between(first, date) / whole;
            format!("{}.{}%", at / 10, at % 10)
        };
        let down = |value: u64| BOTTOM - (BOTTOM - TOP) * value.min(top) / top;
        let says = series.iter().map(|series| {
            let values = days.iter().zip(&series.values);
            let values = values.map(|(date, value)| format!("{} {value}", day(*date, language)));
            let values = values.collect::<Vec<_>>().join(", ");
            filled(
                "progress.chart-says",
                language,
                &[("label", &series.label), ("values", &values)],
            )
        });
        let says = says.collect::<Vec<_>>().join("; ");
        let lines = series.into_iter().map(|series| {
            let points = days.iter().zip(series.values);
            let points: Vec<Spot> = points
                .map(|(date, value)| Spot {
                    x: across(*date),
                    y: down(value),
                })
                .collect();
            let pairs = points.iter().cloned().zip(points.iter().skip(1).cloned());
            Line {
                label: series.label,
                segments: pairs.collect(),
                points,
            }
        });
        Some(Self {
            id,
            title,
            says,
            lines: lines.collect(),
            grid: grid_values(top)
                .map(|label| Grid {
                    y: down(label),
                    label,
                })
                .collect(),
            days: [(first, "start"), (last, "end")]
                .map(|(date, anchor)| Day {
                    x: across(date),
                    label: day(date, language),
                    anchor,
                })
                .into(),
        })
    }
}

/// Zero, the middle if it is a whole number, and the top.
fn grid_values(top: u64) -> impl Iterator<Item = u64> {
    let half = top.is_multiple_of(2).then_some(top / 2);
    [Some(0), half, Some(top)].into_iter().flatten()
}

fn days_between(from: Date, to: Date) -> u64 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u64::try_from(days).unwrap_or_default()
}

/// Rounds up to the next of 1, 2, 5, 10, 20, 50 …
fn round_up(value: u64) -> u64 {
    let mut ten: u64 = 1;
    loop {
        for step in [1, 2, 5] {
            let top = ten.saturating_mul(step);
            if top >= value {
                return top;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (value, top) in [(0, 1), (1, 1), (3, 5), (6, 10), (137, 200), (2_001, 5_000)] {
            assert_eq!(round_up(value), top);
        }
        assert_eq!(round_up(u64::MAX), u64::MAX);
    }
}
