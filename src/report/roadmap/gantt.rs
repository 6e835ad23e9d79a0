//! A Gantt chart: when each task is worked on and when it goes live.

use jiff::civil::Date;
use serde::Serialize;

use super::view::View;
use crate::record::{Entry, Quarter, Task};
use crate::texts::cut;

/// Maximum number of tasks drawn; a larger chart is unreadable.
const ROWS: usize = 40;
/// Width of the names and of the whole chart, in drawing units.
const NAMES: f64 = 380.0;
const WIDTH: f64 = 1000.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 30.0;
/// Space for the name of a quarter.
const NAMED: f64 = 60.0;
/// Maximum number of characters in a name.
const NAME: usize = 54;

/// The chart in numbers; its template draws it.
#[derive(Serialize)]
pub struct Gantt {
    pub width: f64,
    pub height: f64,
    /// Where the bars start.
    pub names: f64,
    pub ticks: Vec<Tick>,
    pub rows: Vec<Row>,
    /// Number of tasks with a date, drawn or not.
    pub count: usize,
}

/// The start of a quarter.
#[derive(Serialize)]
pub struct Tick {
    pub x: f64,
    pub name: String,
}

/// A task.
#[derive(Serialize)]
pub struct Row {
    pub y: f64,
    pub middle: f64,
    pub name: String,
    pub bar: f64,
    pub width: f64,
    pub class: &'static str,
    pub live: f64,
    pub interim: Option<f64>,
    /// For the table beside the chart.
    pub application: String,
    pub task: String,
    pub begin: String,
    pub done: String,
    pub interim_day: String,
}

impl Gantt {
    /// Draws the most urgent tasks with a date; `None` if there are none.
    pub fn new(view: &View<'_>) -> Option<Self> {
        let roadmap = view.plan.roadmap;
        let dated: Vec<(&Task, &Entry, Date)> = roadmap
            .planned()
            .filter(|(task, _)| !task.is_left_to_the_end())
            .filter_map(|(task, entry)| Some((task, entry, entry.live?)))
            .collect();
        let mut shown: Vec<_> = dated.iter().take(ROWS).collect();
        // A stable sort: tasks on the same day stay ordered by urgency.
        shown.sort_by_key(|(.., live)| *live);
        let last = shown.iter().map(|(.., live)| *live).max()?;
        let scale = Scale::new(roadmap.today, last);
        let rows = (0_u16..).zip(&shown).map(|(index, (task, entry, live))| {
            let y = HEAD + f64::from(index) * ROW;
            row(view, task, entry, *live, &scale, y)
        });
        let rows: Vec<Row> = rows.collect();
        Some(Self {
            width: WIDTH,
            height: rows.last().map_or(HEAD, |row| row.y + ROW),
            names: NAMES,
            ticks: scale.ticks(),
            rows,
            count: dated.len(),
        })
    }
}

fn row(view: &View<'_>, task: &Task, entry: &Entry, live: Date, scale: &Scale, y: f64) -> Row {
    let title = view.title(task);
    let begin = entry.work.keys().next().map(|quarter| quarter.first_day());
    let begin = begin.map_or(live, |day| day.max(scale.first)).min(live);
    let name = format!("{}: {title}", task.application);
    let x = scale.x(begin);
    Row {
        y,
        middle: tenth(y + ROW / 2.0),
        name: cut(&name, NAME).into_owned(),
        bar: x,
        width: tenth((scale.x(live) - x).max(2.0)),
        class: if task.question { "ask" } else { "change" },
        live: scale.x(live),
        interim: entry.interim.map(|day| scale.x(day)),
        application: task.application.clone(),
        task: title,
        begin: view.day(Some(begin)),
        done: view.day(Some(live)),
        interim_day: view.day(entry.interim),
    }
}

/// Converts dates to drawing units.
struct Scale {
    first: Date,
    last: Date,
}

impl Scale {
    fn new(today: Date, last: Date) -> Self {
        Self {
            first: today,
            last: Quarter::of(last).last_day(),
        }
    }

    fn x(&self, day: Date) -> f64 {
        let days = |until: Date| f64::from((until - self.first).get_days());
        let share = days(day) / days(self.last).max(1.0);
        tenth(NAMES + share.clamp(0.0, 1.0) * (WIDTH - NAMES - 10.0))
    }

    /// The quarters; over long periods only every second, fourth and so on, so that their names don't overlap.
    fn ticks(&self) -> Vec<Tick> {
        let first = Quarter::of(self.first);
        let count = first.until(Quarter::of(self.last));
        let step = (count / 8).max(1).next_power_of_two();
        let mut ticks: Vec<Tick> = (0..=count)
            .step_by(usize::from(step))
            .map(|index| first.plus(index))
            .map(|quarter| Tick {
                x: self.x(quarter.first_day().max(self.first)),
                name: quarter.to_string(),
            })
            .collect();
        // The current quarter may be too short for its name.
        if let [running, next, ..] = ticks.as_mut_slice()
            && next.x - running.x < NAMED
        {
            running.name.clear();
        }
        ticks
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
