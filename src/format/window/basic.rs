//! Forms of Visual Basic 6 and VBA: controls of the window, with the entries that its code puts into them.

use std::collections::HashSet;

use super::block::blocks;
use super::{Class, cells, class, controls};
use crate::format::limits::OPTIONS;
use crate::model::{
    Domain, Element, Known, Layer, Located, ModelPath, SchemaModel, Span, Value, Why,
};

/// Words that begin code which runs only sometimes.
const BRANCHES: [&str; 5] = ["if", "select", "for", "do", "while"];
/// Words that end it.
const ENDS: [&str; 5] = ["end if", "end select", "next", "loop", "wend"];
/// Words that begin a query.
const QUERIES: [&str; 4] = ["parameters ", "select ", "table ", "transform "];

/// What code puts into one control.
#[derive(Debug, Default)]
struct Filling {
    name: Located<String>,
    values: Vec<Value>,
    /// Whether a part depends on data or is not a literal.
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
    let lists = blocks
        .iter()
        .filter(|block| class(block) == Some(Class::List));
    let in_window: HashSet<String> = lists
        .filter_map(|block| Some(block.name()?.value.to_ascii_lowercase()))
        .collect();
    let is_in_window =
        |filling: &&Filling| in_window.contains(&filling.name.value.to_ascii_lowercase());
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
    let text = on_one_line(text);
    // What `With` blocks are about.
    let mut subjects: Vec<&str> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        // `If neu Then cboG.AddItem "d": cboG.AddItem "x"`
        let mut follows_condition = false;
        for (from, written) in statements(line) {
            let said = written.trim();
            let start = at + from + (written.len() - written.trim_start().len());
            let lower = said.to_ascii_lowercase();
            let first = lower.split([' ', '(']).next().unwrap_or_default();
            let is_block = first != "if" || lower.ends_with("then");
            follows_condition |= first == "if";
            if first == "with" {
                subjects.push(last_name(said));
            } else if lower == "end with" {
                subjects.pop();
            } else if BRANCHES.contains(&first) && is_block {
                depth += 1;
            } else if lower.starts_with("end sub") || lower.starts_with("end function") {
                depth = 0;
                subjects.clear();
            } else if ENDS.iter().any(|end| begins_with_word(&lower, end)) {
                depth = depth.saturating_sub(1);
            }
            let statement = Statement {
                said,
                start,
                subject: subjects.last().copied(),
                is_conditional: depth > 0 || follows_condition,
            };
            statement.fill(&mut found);
        }
        at += line.len();
    }
    found
}

/// The source with each statement on one line: continuations are replaced by blanks, so that offsets stay.
fn on_one_line(text: &str) -> String {
    let text = text.replace(" _\r\n", "    ");
    text.replace(" _\n", "   ")
}

/// The statements of a line and where they begin, without the remark behind them.
fn statements(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut end) = (0, line.len());
    let mut is_quoted = false;
    for (at, ch) in line.char_indices() {
        match ch {
            '"' => is_quoted = !is_quoted,
            '\'' if !is_quoted => {
                end = at;
                break;
            }
            // `AddItem Item:="m"` is one statement.
            ':' if !is_quoted && !line[at + 1..].starts_with('=') => {
                found.push((start, &line[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, &line[start..end]));
    found
}

fn begins_with_word(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(is_of_name))
}

fn is_of_name(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// The last name in a text.
fn last_name(text: &str) -> &str {
    text.rsplit(|ch: char| !is_of_name(ch))
        .next()
        .unwrap_or_default()
}

/// A statement, without line breaks and remarks.
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
            let behind = lower.get(at + word.len()..)?;
            (!behind.starts_with(is_of_name)).then_some((at, at + word.len()))
        };
        if let Some((at, end)) = member(".additem") {
            self.add(found, at, self.item(end).into_iter().collect());
        } else if let Some((at, end)) = member(".list") {
            if let Some(list) = self.after(end, &["=", "array", "("]) {
                self.add(found, at, self.items(list).unwrap_or_default());
            }
        } else if let Some((at, end)) = member(".rowsource") {
            if let Some(list) = self.after(end, &["="]) {
                self.add(found, at, self.row_source(list));
            }
        } else if let Some((at, _)) = member(".removeitem") {
            self.add(found, at, Vec::new());
        } else if let Some((at, _)) = member(".clear")
            && self.is_filled(found, at)
        {
            self.add(found, at, Vec::new());
        }
    }

    /// Where a statement goes on behind some marks, which stand at a position of it with blanks around them.
    fn after(&self, from: usize, marks: &[&str]) -> Option<usize> {
        marks.iter().try_fold(from, |at, mark| {
            let rest = self.said.get(at..)?;
            let lead = rest.len() - rest.trim_start().len();
            let written = rest.get(lead..lead + mark.len())?;
            written
                .eq_ignore_ascii_case(mark)
                .then_some(at + lead + mark.len())
        })
    }

    /// The entry that `AddItem` is given. `AddItem rs!text` is filled from data, and what a function makes of a literal is
    /// not known.
    fn item(&self, from: usize) -> Option<Value> {
        let from = self.after(from, &["("]).unwrap_or(from);
        let from = self.after(from, &["item", ":="]).unwrap_or(from);
        let (value, end) = self.literal(from)?;
        let rest = self.said.get(end..)?.trim_start();
        // Behind it stands which one it is to be.
        (rest.is_empty() || rest.starts_with([',', ')'])).then_some(value)
    }

    /// The entries of `Array("m", "w")`, from behind its bracket on; `None` if they are not all literals.
    fn items(&self, from: usize) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        let mut at = from;
        loop {
            let (value, end) = self.literal(at)?;
            values.push(value);
            match self.after(end, &[","]) {
                Some(next) => at = next,
                None => return self.after(end, &[")"]).map(|_| values),
            }
        }
    }

    /// The cells of `"m;männlich;" & "w;weiblich"`; none if they come from a table, a range or a query.
    fn row_source(&self, from: usize) -> Vec<Value> {
        let Some((mut value, mut end)) = self.literal(from) else {
            return Vec::new();
        };
        while let Some(next) = self.after(end, &["&"]) {
            let Some((more, last)) = self.literal(next) else {
                return Vec::new();
            };
            value.raw.value.push_str(&more.raw.value);
            end = last;
        }
        let is_whole = self
            .said
            .get(end..)
            .is_some_and(|rest| rest.trim().is_empty());
        let list = value.raw.value.trim_start();
        let begins = list.to_ascii_lowercase();
        let is_query = QUERIES.iter().any(|word| begins.starts_with(word));
        if !is_whole || is_query || !list.contains(';') {
            return Vec::new();
        }
        let span = Span::new(self.start + from, self.start + end);
        let cells = cells(list, value.raw.span.unwrap_or(span).to(span));
        let values = cells.into_iter().map(|raw| Value {
            raw,
            ..Value::default()
        });
        values.collect()
    }

    /// The text literal at a position, and where it ends.
    fn literal(&self, from: usize) -> Option<(Value, usize)> {
        let rest = self.said.get(from..)?;
        let inner = rest.trim_start().strip_prefix('"')?;
        let open = from + (rest.len() - inner.len());
        let mut length = 0;
        loop {
            length += inner.get(length..)?.find('"')?;
            // Doubled quotation marks stand for one.
            match inner.get(length + 1..)?.starts_with('"') {
                true => length += 2,
                false => break,
            }
        }
        let text = inner.get(..length)?.replace("\"\"", "\"");
        let span = Span::new(self.start + open, self.start + open + length);
        Some((Value::plain(text, span), open + length + 1))
    }

    /// Whether the control whose name ends at a position holds something by now.
    fn is_filled(&self, found: &[Filling], end: usize) -> bool {
        let own = last_name(self.said.get(..end).unwrap_or_default());
        let name = if own.is_empty() {
            self.subject
        } else {
            Some(own)
        };
        name.is_some_and(|name| {
            let mut filled = found.iter().filter(|filling| !filling.values.is_empty());
            filled.any(|filling| filling.name.value.eq_ignore_ascii_case(name))
        })
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
    }

    #[test]
    fn statements_may_share_lines_and_go_on_over_several() {
        for text in [
            "cboG.AddItem \"m\": cboG.AddItem \"w\"",
            "cboG.List = Array(\"m\", _\r\n  \"w\")",
            "Me!cboG.RowSource = \"m;\" & _\n  \"w\"",
            "With cboG: .AddItem Item:=\"m\": .AddItem \"w\", 1: End With ' so",
            "cboG.Clear\ncboG.AddItem \"m\"\ncboG.AddItem \"w\"",
            "If neu Then ' ab 2019\n a.Show\nEnd If\ncboG.AddItem \"m\"\ncboG.AddItem \"w\"",
        ] {
            let expected = (
                "cboG".to_owned(),
                vec!["m".to_owned(), "w".to_owned()],
                false,
            );
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_not_all_said_stays_open() {
        for text in [
            "cboG.RowSource = \"SELECT g FROM t\"",
            "cboG.RowSource = \"SELECT g, t FROM t;\"",
            "cboG.RowSource = \"m;w;\" & weitere",
            "cboG.List = Array(\"m\", divers)",
            "cboG.AddItem Bezeichnung(\"m\")",
            "cboG.AddItem \"m\" & zusatz",
            "If neu Then ' ab 2019\n cboG.AddItem \"m\"\nEnd If",
            "If neu Then a.Show: cboG.AddItem \"m\"",
            "cboG.AddItem \"m\"\ncboG.Clear\ncboG.AddItem \"w\"",
        ] {
            let found = read(text);
            let is_open =
                |(name, _, is_open): &(String, Vec<String>, bool)| name == "cboG" && *is_open;
            assert!(found.len() == 1 && found.iter().all(is_open), "{text}");
        }
    }
}
