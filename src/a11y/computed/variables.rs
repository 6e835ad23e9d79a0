//! Custom properties and the substitution of `var()`. CSS Custom Properties for Cascading Variables Module Level 1.

use crate::a11y::Index;
use crate::a11y::style::Styles;

/// Maximum nesting of variables.
const MOST_DEPTH: usize = 16;
/// Maximum size of a value with variables substituted, in bytes. Repeated doubling would produce billions.
const MOST_BYTES: usize = 4 * 1024;
/// Maximum number of steps for one value: variables substituted and rules searched.
const MOST_STEPS: usize = 4 * 1024;

/// Why a variable cannot be substituted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Its setter resets it.
    Missing,
    /// Not set, or only in terms of itself: a script may set it.
    Unset,
    /// Its value is not known.
    Unknown,
}

/// The elements that set custom properties. Values stay with the rules; they are looked up instead of copied to the
/// many elements.
#[derive(Debug)]
pub struct Setters {
    /// By position: the nearest setter, including the element itself.
    nearest: Vec<Option<u32>>,
    /// By position: the nearest setter around the element.
    around: Vec<Option<u32>>,
}

impl Setters {
    /// Collects the setters of a page.
    pub fn new(index: &Index<'_>, styles: &Styles) -> Self {
        let mut setters = Self {
            nearest: Vec::with_capacity(index.len()),
            around: Vec::with_capacity(index.len()),
        };
        for position in 0..index.len() {
            let around = index.parent(position);
            let around = around.and_then(|at| setters.nearest.get(at).copied()?);
            let own = || u32::try_from(position).ok();
            let nearest = match styles.custom(position) {
                [] => around,
                _ => own(),
            };
            setters.around.push(around);
            setters.nearest.push(nearest);
        }
        setters
    }

    /// The custom properties of an element.
    pub fn variables<'s>(&'s self, styles: &'s Styles, position: usize) -> Variables<'s> {
        Variables {
            styles,
            setters: self,
            position: u32::try_from(position).unwrap_or(u32::MAX),
            setter: self.nearest.get(position).copied().flatten(),
        }
    }
}

/// The custom properties of an element.
#[derive(Clone, Copy)]
pub struct Variables<'s> {
    styles: &'s Styles,
    setters: &'s Setters,
    /// The position of the element.
    position: u32,
    /// The nearest element that sets any.
    setter: Option<u32>,
}

impl<'s> Variables<'s> {
    /// The value of a property, with the element that sets it.
    fn find(self, name: &str, steps: &mut usize) -> Result<(&'s str, Self), Lack> {
        let registered = self.styles.registered(name);
        // The value if no element sets one, or one resets it.
        let initial = |lack: Lack| match registered.and_then(|rule| rule.initial.as_deref()) {
            Some(value) => Ok((value, self)),
            None => Err(lack),
        };
        let is_inherited = registered.is_none_or(|rule| rule.inherits);
        let mut lack = Lack::Unset;
        let mut next = self.setter;
        while let Some(setter) = next.filter(|at| is_inherited || *at == self.position) {
            let position = setter as usize;
            let rules = self.styles.custom(position).len();
            *steps = steps.checked_sub(rules).ok_or(Lack::Unknown)?;
            if let Some(value) = self.styles.winning_custom(position, name) {
                let value = value.ok_or(Lack::Unknown)?;
                lack = Lack::Missing;
                if !matches!(value, "inherit" | "unset" | "revert" | "revert-layer") {
                    let setter = Self {
                        setter: next,
                        position: setter,
                        ..self
                    };
                    return match value {
                        "initial" => initial(Lack::Missing),
                        value => Ok((value, setter)),
                    };
                }
            }
            next = self.setters.around.get(position).copied().flatten();
        }
        initial(lack)
    }

    /// Substitutes variables.
    ///
    /// # Errors
    /// A variable has no value, or its value is not known.
    pub fn fill(self, value: &str) -> Result<String, Lack> {
        let mut out = String::new();
        self.fill_into(value, 0, &mut MOST_STEPS.clone(), &mut out)?;
        Ok(out)
    }

    fn fill_into(
        self,
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
            // Only circular references get this deep.
            if depth >= MOST_DEPTH {
                return Err(Lack::Unset);
            }
            let before = out.len();
            let found = self.find(name, steps);
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

/// Offset of the next `var(`.
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

/// Offset of the bracket that closes one opened before the text.
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

    /// A value with variables substituted on the `<p>` of a page.
    fn filled(root: &str, own: &str, value: &str) -> Result<String, Lack> {
        let page = format!("<style>:root{{{root}}} p{{{own}}}</style><body><p>");
        let html = scraper::Html::parse_document(&page);
        let index = Index::new(&html);
        let styles = Styles::new(&index, &crate::model::LinkedSheets::default());
        let setters = Setters::new(&index, &styles);
        setters.variables(&styles, index.len() - 1).fill(value)
    }

    #[test]
    fn variables_are_filled_in_where_they_were_set() {
        let root = "--a: var(--b); --b: red; --c: 1, 2";
        let own = "--b: green; --b: blue; --c: inherit";
        for (value, expected) in [
            ("x var(--b) y", Some("x blue y")),
            // The value of --a was computed where --b was red.
            ("var(--a)", Some("red")),
            ("rgb(var(--c), var( --d , 3))", Some("rgb(1, 2, 3)")),
            ("var(--d, var(--e, f(g)))", Some("f(g)")),
            ("var(--d)", None),
            ("var(--d, var(--e))", None),
            ("myvar(--d)", Some("myvar(--d)")),
            ("var(--b", None),
        ] {
            let filled = filled(root, own, value);
            assert_eq!(filled.ok().as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn registered_variables_have_a_value_and_may_not_be_inherited() {
        let page = "<style>@property --a{syntax:'<color>';inherits:false;initial-value:red}\
                    @property --b{syntax:'*';inherits:true;initial-value:red}\
                    body{--a:blue;--b:blue} p{--c:var(--a)}</style><body><p>";
        let html = scraper::Html::parse_document(page);
        let index = Index::new(&html);
        let styles = Styles::new(&index, &crate::model::LinkedSheets::default());
        let setters = Setters::new(&index, &styles);
        let filled = |back: usize, value: &str| {
            let position = index.len() - back;
            setters.variables(&styles, position).fill(value)
        };
        assert_eq!(filled(2, "var(--a)").as_deref(), Ok("blue"));
        assert_eq!(filled(1, "var(--a)").as_deref(), Ok("red"));
        assert_eq!(filled(1, "var(--b)").as_deref(), Ok("blue"));
        assert_eq!(filled(1, "var(--c)").as_deref(), Ok("red"));
    }

    #[test]
    fn circles_and_doubling_end() {
        let circle = "--a: var(--b); --b: var(--a)";
        assert_eq!(filled(circle, "", "var(--a)"), Err(Lack::Unset));
        assert_eq!(filled(circle, "", "var(--a, red)").as_deref(), Ok("red"));
        let doubled: String = (0..30)
            .map(|n| format!("--v{n}: var(--v{0}) var(--v{0});", n + 1))
            .collect();
        assert!(filled(&format!("{doubled} --v30: x"), "", "var(--v0)").is_err());
    }
}
