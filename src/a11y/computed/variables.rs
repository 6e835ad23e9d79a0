//! Custom properties, and `var()` filled in. CSS Custom Properties for Cascading Variables Module Level 1.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::a11y::style::{MatchedCustom, Styles};

/// Variables inside variables.
const MOST_DEPTH: usize = 16;
/// Bytes of a value with its variables filled in. Doubling over and over would make billions.
const MOST_BYTES: usize = 4 * 1024;
/// Variables filled in for one value.
const MOST_STEPS: usize = 256;

/// Why a variable cannot be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Whoever sets it sets it to nothing.
    Missing,
    /// Nobody sets it, or only by itself: a script may.
    Unset,
    /// Nobody knows which.
    Unknown,
}

/// The custom properties of an element. Those that set none share their parent's.
#[derive(Debug, Default)]
pub struct Variables {
    /// Nothing where it is not sure which declaration wins.
    own: HashMap<Arc<str>, Option<Arc<str>>>,
    parent: Option<Rc<Variables>>,
}

impl Variables {
    /// Those of an element with these declarations.
    pub fn of_element(declared: &[MatchedCustom], parent: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self {
            own: Styles::winning_custom(declared),
            parent: Some(parent.clone()),
        })
    }

    /// The value of a property, with the element that set it.
    fn find(&self, name: &str) -> Result<(&str, &Self), Lack> {
        let mut at = self;
        let mut lack = Lack::Unset;
        loop {
            if let Some(value) = at.own.get(name) {
                let value = value.as_deref().ok_or(Lack::Unknown)?;
                lack = Lack::Missing;
                if !matches!(value, "inherit" | "unset" | "revert" | "revert-layer") {
                    return match value {
                        "initial" => Err(Lack::Missing),
                        value => Ok((value, at)),
                    };
                }
            }
            at = at.parent.as_deref().ok_or(lack)?;
        }
    }

    /// Fills variables in.
    ///
    /// # Errors
    /// One of them has no value, or nobody knows which.
    pub fn fill(&self, value: &str) -> Result<String, Lack> {
        let mut out = String::new();
        self.fill_into(value, 0, &mut MOST_STEPS.clone(), &mut out)?;
        Ok(out)
    }

    fn fill_into(
        &self,
        value: &str,
        depth: usize,
        steps: &mut usize,
        out: &mut String,
    ) -> Result<(), Lack> {
        let mut rest = value;
        while let Some(start) = find_variable(rest) {
            out.push_str(&rest[..start]);
            let inside = &rest[start + "var(".len()..];
            let end = closing(inside).ok_or(Lack::Unknown)?;
            let (name, fallback) = match inside[..end].split_once(',') {
                Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
                None => (inside[..end].trim(), None),
            };
            *steps = steps.checked_sub(1).ok_or(Lack::Unknown)?;
            if out.len() > MOST_BYTES {
                return Err(Lack::Unknown);
            }
            // Only those that stand for each other go on and on.
            if depth >= MOST_DEPTH {
                return Err(Lack::Unset);
            }
            let before = out.len();
            let found = self.find(name);
            let filled =
                found.and_then(|(value, setter)| setter.fill_into(value, depth + 1, steps, out));
            if let Err(lack) = filled {
                let Some(fallback) = fallback.filter(|_| lack != Lack::Unknown) else {
                    return Err(lack);
                };
                out.truncate(before);
                self.fill_into(fallback, depth + 1, steps, out)?;
            }
            rest = &inside[end + 1..];
        }
        out.push_str(rest);
        match out.len() <= MOST_BYTES {
            true => Ok(()),
            false => Err(Lack::Unknown),
        }
    }
}

/// Where `var(` begins.
fn find_variable(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("var(")?;
        let before = text[..at].chars().next_back();
        if before.is_none_or(|ch| !(ch.is_alphanumeric() || matches!(ch, '-' | '_'))) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Where the bracket that was opened before a text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, ch) in text.char_indices() {
        match ch {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(own: &[(&str, &str)], parent: Option<Rc<Variables>>) -> Rc<Variables> {
        let own = own
            .iter()
            .map(|(name, value)| ((*name).into(), Some((*value).into())));
        Rc::new(Variables {
            own: own.collect(),
            parent,
        })
    }

    #[test]
    fn variables_are_filled_in_where_they_were_set() {
        let root = variables(
            &[("--a", "var(--b)"), ("--b", "red"), ("--c", "1, 2")],
            None,
        );
        let inner = variables(&[("--b", "blue"), ("--c", "inherit")], Some(root));
        for (value, expected) in [
            ("x var(--b) y", Some("x blue y")),
            // The value of --a was made where --b was red.
            ("var(--a)", Some("red")),
            ("rgb(var(--c), var( --d , 3))", Some("rgb(1, 2, 3)")),
            ("var(--d, var(--e, f(g)))", Some("f(g)")),
            ("var(--d)", None),
            ("var(--d, var(--e))", None),
            ("myvar(--d)", Some("myvar(--d)")),
            ("var(--b", None),
        ] {
            assert_eq!(inner.fill(value).ok().as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn circles_and_doubling_end() {
        let circle = variables(&[("--a", "var(--b)"), ("--b", "var(--a)")], None);
        assert_eq!(circle.fill("var(--a)"), Err(Lack::Unset));
        assert_eq!(circle.fill("var(--a, red)").as_deref(), Ok("red"));
        let names: Vec<(String, String)> = (0..30)
            .map(|n| (format!("--v{n}"), format!("var(--v{0}) var(--v{0})", n + 1)))
            .collect();
        let mut own: Vec<(&str, &str)> = names
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        own.push(("--v30", "x"));
        assert!(variables(&own, None).fill("var(--v0)").is_err());
    }
}
