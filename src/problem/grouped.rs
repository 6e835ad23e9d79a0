//! Problems for people who have hundreds of them: equal ones once with their places, and what must be repaired at the end,
//! where a terminal stops.

use std::collections::HashMap;

use super::{Level, Problem, Problems};
use crate::texts::{Language, filled, harmless};

/// Places that are named behind an equal problem.
const PLACES: usize = 5;

/// Lines for people, and how many problems they leave out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grouped {
    /// What is worth knowing or probably wrong.
    pub notices: Vec<String>,
    /// What must be repaired.
    pub errors: Vec<String>,
    /// Problems in no line.
    pub rest: usize,
}

impl Problems {
    /// Each problem in a line of its own.
    pub fn one_by_one(&self, language: Language) -> Grouped {
        let is_error = |problem: &&Problem| problem.level == Level::Error;
        let (errors, notices): (Vec<&Problem>, Vec<&Problem>) = self.0.iter().partition(is_error);
        let lines =
            |problems: Vec<&Problem>| problems.iter().map(|it| line(it, language)).collect();
        Grouped {
            notices: lines(notices),
            errors: lines(errors),
            rest: 0,
        }
    }

    /// Equal problems in one line each, `most` lines of one code.
    pub fn grouped(&self, language: Language, most: usize) -> Grouped {
        let mut groups: Vec<(&Problem, Vec<&Problem>)> = Vec::new();
        let mut known: HashMap<(Level, &str, &str), usize> = HashMap::new();
        for problem in &self.0 {
            let message = problem.message.get(language).as_str();
            let key = (problem.level, problem.code.as_str(), message);
            match known.get(&key).and_then(|at| groups.get_mut(*at)) {
                Some((_, more)) => more.push(problem),
                None => {
                    known.insert(key, groups.len());
                    groups.push((problem, Vec::new()));
                }
            }
        }
        let mut grouped = Grouped::default();
        let mut lines: HashMap<&str, usize> = HashMap::new();
        for (first, more) in groups {
            let count = lines.entry(first.code.as_str()).or_default();
            *count += 1;
            if *count > most {
                grouped.rest += 1 + more.len();
                continue;
            }
            let mut line = line(first, language);
            if !more.is_empty() {
                let places: Vec<String> = more.iter().take(PLACES).map(|it| place(it)).collect();
                let cut = if more.len() > PLACES { ", …" } else { "" };
                let places = format!("{}{cut}", places.join(", "));
                let key = "inventory.more-places";
                line.push(' ');
                line.push_str(&filled(
                    key,
                    language,
                    &[("count", &more.len()), ("places", &places)],
                ));
            }
            match first.level {
                Level::Error => grouped.errors.push(line),
                Level::Info | Level::Warning => grouped.notices.push(line),
            }
        }
        grouped
    }
}

/// The line of a problem with the application it belongs to, by which people find it sooner than by file and line.
fn line(problem: &Problem, language: Language) -> String {
    let line = problem.line(language);
    match &problem.application {
        Some(application) if !line.contains(&application.id) => {
            format!("{line} [{}]", harmless(&application.id))
        }
        _ => line,
    }
}

/// Where a problem is: file and line, and the application.
fn place(problem: &Problem) -> String {
    let file = harmless(&problem.file);
    let place = match problem.position {
        Some(position) => format!("{file}:{}", position.line),
        None => file,
    };
    match &problem.application {
        Some(application) => format!("{place} [{}]", harmless(&application.id)),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Position;
    use crate::problem::ApplicationEntry;
    use crate::texts::Bilingual;

    fn problem(level: Level, code: &str, line: u32, message: &str) -> Problem {
        Problem {
            code: code.to_owned(),
            level,
            file: "a.toml".to_owned(),
            position: Some(Position { line, column: 1 }),
            message: Bilingual {
                de: message.to_owned(),
                en: message.to_owned(),
            },
            application: None,
        }
    }

    #[test]
    fn equal_problems_are_one_line_and_errors_come_last() {
        let mut problems = vec![problem(Level::Error, "INV-1", 1, "broken")];
        for line in 2..10 {
            problems.push(problem(Level::Warning, "INV-2", line, "missing"));
        }
        for line in 10..14 {
            let message = format!("other {line}");
            problems.push(problem(Level::Info, "INV-3", line, &message));
        }
        let grouped = Problems(problems).grouped(Language::En, 3);
        assert_eq!(
            grouped.notices,
            [
                "a.toml:2:1: warning INV-2: missing (and 7 more: a.toml:3, a.toml:4, a.toml:5, a.toml:6, a.toml:7, …)",
                "a.toml:10:1: note INV-3: other 10",
                "a.toml:11:1: note INV-3: other 11",
                "a.toml:12:1: note INV-3: other 12",
            ]
        );
        assert_eq!(grouped.errors, ["a.toml:1:1: error INV-1: broken"]);
        assert_eq!(grouped.rest, 1);
    }

    #[test]
    fn problems_name_their_applications() {
        let of = |id: &str, line| Problem {
            application: Some(Box::new(ApplicationEntry { id: id.to_owned() })),
            ..problem(Level::Warning, "INV-2", line, "missing")
        };
        let problems = Problems(vec![of("A-1", 2), of("A-2", 3)]);
        assert_eq!(
            problems.grouped(Language::En, 3).notices,
            ["a.toml:2:1: warning INV-2: missing [A-1] (and 1 more: a.toml:3 [A-2])"]
        );
        let named = problem(Level::Warning, "INV-2", 2, "A-1 is missing");
        let named = Problem {
            application: of("A-1", 2).application,
            ..named
        };
        assert_eq!(
            Problems(vec![named]).one_by_one(Language::En).notices,
            ["a.toml:2:1: warning INV-2: A-1 is missing"]
        );
    }
}
