//! Forms of Visual Basic 6 and VBA: controls of the window, with the entries that its code puts into them.

use super::block::{blocks, unquoted};
use super::{Class, cells, class, controls};
use crate::format::limits::OPTIONS;
use crate::model::{
    Domain, Element, Known, Layer, Located, ModelPath, SchemaModel, Span, Value, Why,
};

/// Words that begin code which runs only sometimes, and words that end it.
const BRANCHES: [&str; 5] = ["if", "select", "for", "do", "while"];
const ENDS: [&str; 5] = ["end", "next", "loop", "wend", "else"];

/// What code puts into one control.
#[derive(Debug, Default)]
struct Filling {
    name: Located<String>,
    values: Vec<Value>,
    /// Whether something of it depends on what the program finds, or is no literal.
    is_open: bool,
    at: Span,
}

impl Filling {
    fn domain(&self) -> Known<Domain> {
        match self.is_open || self.values.is_empty() {
            true => Known::No(Why::Dynamic),
            false => Known::closed(self.values.clone()),
        }
    }
}

/// Adds the controls of a source: those of its window, and those that only its code names.
pub(in crate::format) fn read_controls(model: &mut SchemaModel) {
    let text = model.text.clone();
    let text = text.as_str();
    let fillings = fillings(text);
    let begins = text
        .lines()
        .take(40)
        .any(|line| line.trim_start().starts_with("Begin "));
    let blocks = if begins { blocks(text) } else { Vec::new() };
    let of = |name: &str| {
        fillings
            .iter()
            .find(|filling| filling.name.value.eq_ignore_ascii_case(name))
    };
    let mut found = controls(&blocks, &|name| of(name).map(Filling::domain));
    let is_in_window = |filling: &&Filling| {
        let mut lists = blocks
            .iter()
            .filter(|block| class(block) == Some(Class::List));
        lists.any(|block| {
            let name = block.name();
            name.is_some_and(|name| name.value.eq_ignore_ascii_case(&filling.name.value))
        })
    };
    for filling in fillings.iter().filter(|filling| !is_in_window(filling)) {
        let path = ModelPath::new([filling.name.value.as_str()]);
        let element = Element::control(filling.name.clone(), path, Layer::Ui, filling.at)
            .with_domain(Located::with_span(filling.domain(), filling.at));
        found.push(element);
    }
    for element in found {
        model.add_element(element);
    }
}

/// What the statements of a source put into controls: `cboG.AddItem "m"`, `Me!cboG.RowSource = "m;w"`,
/// `cboG.List = Array("m", "w")`.
fn fillings(text: &str) -> Vec<Filling> {
    let mut found: Vec<Filling> = Vec::new();
    let mut depth = 0_usize;
    // What `With` blocks are about.
    let mut subjects: Vec<&str> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let said = line.trim();
        let lower = said.to_ascii_lowercase();
        let first = lower.split([' ', '(']).next().unwrap_or_default();
        let is_block = first != "if" || lower.ends_with("then");
        if first == "with" {
            subjects.push(last_name(said));
        } else if lower == "end with" {
            subjects.pop();
        } else if BRANCHES.contains(&first) && is_block {
            depth += 1;
        } else if lower.starts_with("end sub") || lower.starts_with("end function") {
            depth = 0;
            subjects.clear();
        } else if ENDS.contains(&first) && lower != "else" {
            depth = depth.saturating_sub(1);
        }
        let statement = Statement {
            said,
            start,
            subject: subjects.last().copied(),
            is_conditional: depth > 0 || first == "if",
        };
        statement.fill(&mut found);
    }
    found
}

/// The last name in a text.
fn last_name(text: &str) -> &str {
    let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
    text.rsplit(|ch: char| !is_name(ch))
        .next()
        .unwrap_or_default()
}

/// A line of code.
struct Statement<'t> {
    said: &'t str,
    start: usize,
    /// What members without an object belong to.
    subject: Option<&'t str>,
    /// Whether it runs only sometimes, or repeatedly.
    is_conditional: bool,
}

impl Statement<'_> {
    fn fill(&self, found: &mut Vec<Filling>) {
        let lower = self.said.to_ascii_lowercase();
        let member = |word: &str| {
            let at = lower.find(word)?;
            Some((at, at + word.len()))
        };
        if let Some((at, end)) = member(".additem") {
            let values = self.literals(end);
            // `AddItem "m;männlich"`: a row of several cells; `AddItem rs!text` is filled from data.
            let value = values.into_iter().next();
            self.add(found, at, value.into_iter().collect());
        } else if let Some((at, end)) = member(".list = array(") {
            self.add(found, at, self.literals(end));
        } else if let Some((at, end)) = member(".rowsource = ") {
            let list = self.literals(end).into_iter().next();
            let Some((list, span)) =
                list.and_then(|value| Some((value.raw.value, value.raw.span?)))
            else {
                return;
            };
            // Without a separator it names a range or a query.
            if list.contains(';') {
                let values = cells(&list, span).into_iter().map(|raw| Value {
                    raw,
                    ..Value::default()
                });
                self.add(found, at, values.collect());
            }
        } else if let Some((at, _)) = member(".removeitem") {
            self.add(found, at, Vec::new());
        }
    }

    /// The text literals from a position of the line on.
    fn literals(&self, from: usize) -> Vec<Value> {
        let mut values = Vec::new();
        let mut at = from;
        while let Some(open) = self.said.get(at..).and_then(|rest| rest.find(['"', '\''])) {
            let open = at + open;
            let rest = self.said.get(open..).unwrap_or_default();
            // What follows a single quote is a remark.
            let Some(inner) = rest.strip_prefix('"') else {
                break;
            };
            let close = inner.find('"').unwrap_or(inner.len());
            let end = open + 1 + close;
            let span = Span::new(self.start + open + 1, self.start + end);
            values.push(Value::plain(unquoted(rest), span));
            at = end + 1;
        }
        values
    }

    /// Adds values to the control whose name ends at a position of the line. Without any, what it holds stays open.
    fn add(&self, found: &mut Vec<Filling>, end: usize, values: Vec<Value>) {
        let before = self.said.get(..end).unwrap_or_default();
        let line = Span::new(self.start, self.start + self.said.len());
        let own = last_name(before);
        let (name, named_at) = match (own.is_empty(), self.subject) {
            (false, _) => {
                let from = self.start + (before.len() - own.len());
                (own, Span::new(from, from + own.len()))
            }
            (true, Some(subject)) if !subject.is_empty() => (subject, line),
            (true, _) => return,
        };
        let known = found
            .iter()
            .position(|filling| filling.name.value.eq_ignore_ascii_case(name));
        let index = known.unwrap_or(found.len());
        if known.is_none() {
            found.push(Filling {
                name: Located::with_span(name.to_owned(), named_at),
                at: line,
                ..Filling::default()
            });
        }
        let Some(filling) = found.get_mut(index) else {
            return;
        };
        filling.is_open |= values.is_empty() || self.is_conditional;
        filling.at = filling.at.to(line);
        for value in values {
            let is_known = |known: &Value| known.raw.value == value.raw.value;
            if !filling.values.iter().any(is_known) && filling.values.len() < OPTIONS {
                filling.values.push(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>, bool)> {
        let found = fillings(text).into_iter().map(|filling| {
            let values = filling.values.into_iter().map(|value| value.raw.value);
            (filling.name.value, values.collect(), filling.is_open)
        });
        found.collect()
    }

    #[test]
    fn code_fills_controls() {
        let expected = |is_open| {
            vec![(
                "cboG".to_owned(),
                vec!["m".to_owned(), "w".to_owned()],
                is_open,
            )]
        };
        for (text, is_open) in [
            (
                "Sub Load()\n cboG.AddItem \"m\"\n Me.cboG.AddItem \"w\" ' weiblich\nEnd Sub",
                false,
            ),
            ("cboG.List = Array(\"m\", \"w\")", false),
            ("Me!cboG.RowSource = \"m;w\"", false),
            (
                "cboG.AddItem \"m\"\nIf neu Then\n cboG.AddItem \"w\"\nEnd If",
                true,
            ),
            (
                "cboG.AddItem \"m\"\ncboG.AddItem \"w\"\nDo\n cboG.AddItem rs!Text\nLoop",
                true,
            ),
            (
                "With cboG\n .AddItem \"m\"\n .AddItem \"w\"\nEnd With",
                false,
            ),
            (
                "With Me\n cboG.AddItem \"m\"\n cboG.AddItem \"w\"\nEnd With",
                false,
            ),
        ] {
            assert_eq!(read(text), expected(is_open), "{text}");
        }
        assert!(read("cboG.RowSource = \"SELECT g FROM t\"").is_empty());
    }
}
