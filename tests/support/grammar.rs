//! Documents from grammars (`tests/grammars/<family>/<document>`), so that most of them are valid and reach the
//! depths of the readers.
//!
//! A grammar is a list of rules `name = alternative | alternative`; an alternative is a sequence of `"texts"` and
//! names of rules, each of which may end in `?` (perhaps), `*` (any number) or `+` (at least one). `#` begins a
//! comment. The first rule is the document; the first alternative of a rule should be the simplest, because it is
//! taken where nesting ends. Rules of `tests/grammars/words` are known to all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::choice::Choices;

/// Rules inside of rules are cut off at this depth, by first alternatives alone.
const DEEPEST: usize = 28;

/// A document that is longer than this comes to its end.
const LONGEST: usize = 8 * 1024;

/// Most repetitions of one part.
const MOST_REPEATED: usize = 4;

/// A grammar of one kind of document.
#[derive(Clone, Debug)]
pub struct Grammar {
    /// The folder it stands in (`sql`).
    pub family: String,
    /// The name its documents go by (`person.sql`).
    pub document: String,
    start: String,
    rules: BTreeMap<String, Vec<Vec<Part>>>,
}

#[derive(Clone, Debug)]
struct Part {
    symbol: Symbol,
    least: usize,
    most: usize,
}

#[derive(Clone, Debug)]
enum Symbol {
    Text(String),
    Rule(String),
}

impl Grammar {
    /// All grammars, in the order of their names.
    pub fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grammars");
        let words = text_of(&root.join("words"));
        let mut grammars = Vec::new();
        for folder in entries(&root).into_iter().filter(|path| path.is_dir()) {
            for file in entries(&folder) {
                let mut grammar = Self {
                    family: name_of(&folder),
                    document: name_of(&file),
                    start: String::new(),
                    rules: BTreeMap::new(),
                };
                grammar.declare(&text_of(&file));
                grammar.declare(&words);
                grammar.verify();
                grammars.push(grammar);
            }
        }
        assert!(!grammars.is_empty(), "grammars are found");
        grammars
    }

    /// The grammars of one family.
    pub fn of_family(family: &str) -> Vec<Self> {
        let mut grammars = Self::all();
        grammars.retain(|grammar| grammar.family == family);
        assert!(!grammars.is_empty(), "there are grammars of {family}");
        grammars
    }

    /// One document.
    pub fn derive(&self, choices: &mut impl Choices) -> String {
        let mut out = String::new();
        self.expand(&self.start, 0, choices, &mut out);
        out
    }

    /// The texts its documents are made of.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        let parts = self.rules.values().flatten().flatten();
        parts.filter_map(|part| match &part.symbol {
            Symbol::Text(text) => Some(text.as_str()),
            Symbol::Rule(_) => None,
        })
    }

    fn expand(&self, rule: &str, depth: usize, choices: &mut impl Choices, out: &mut String) {
        let alternatives = &self.rules[rule];
        let ending = depth >= DEEPEST || out.len() >= LONGEST;
        assert!(depth < 2 * DEEPEST, "first alternatives of {rule} must end");
        let chosen = if ending {
            0
        } else {
            choices.below(alternatives.len())
        };
        for part in &alternatives[chosen] {
            let spread = if ending { 0 } else { part.most - part.least };
            let count = part.least + choices.below(spread + 1);
            for _ in 0..count {
                match &part.symbol {
                    Symbol::Text(text) => out.push_str(text),
                    Symbol::Rule(name) => self.expand(name, depth + 1, choices, out),
                }
            }
        }
    }

    /// Adds rules; those that are there already stay.
    fn declare(&mut self, text: &str) {
        let mut rules: BTreeMap<String, Vec<Vec<Part>>> = BTreeMap::new();
        let mut current = String::new();
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let alternatives = match line.strip_prefix('|') {
                Some(more) => more,
                None => {
                    let (name, alternatives) = line.split_once('=').expect("name = alternatives");
                    current = name.trim().to_owned();
                    if self.start.is_empty() {
                        self.start.clone_from(&current);
                    }
                    alternatives
                }
            };
            let place = format!("{}/{}: {line}", self.family, self.document);
            let rule = rules.entry(current.clone()).or_default();
            rule.extend(parse_alternatives(alternatives, &place));
        }
        for (name, alternatives) in rules {
            self.rules.entry(name).or_insert(alternatives);
        }
    }

    fn verify(&self) {
        for part in self.rules.values().flatten().flatten() {
            if let Symbol::Rule(name) = &part.symbol {
                let place = format!("{}/{}", self.family, self.document);
                assert!(self.rules.contains_key(name), "{place}: no rule {name}");
            }
        }
    }
}

fn parse_alternatives(text: &str, place: &str) -> Vec<Vec<Part>> {
    let mut alternatives = vec![Vec::new()];
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let symbol = match ch {
            ' ' => continue,
            '|' => {
                alternatives.push(Vec::new());
                continue;
            }
            '"' => {
                let mut literal = String::new();
                loop {
                    match chars.next().unwrap_or_else(|| panic!("{place}: open text")) {
                        '"' => break,
                        '\\' => literal.push(match chars.next() {
                            Some('n') => '\n',
                            Some('t') => '\t',
                            Some(other) => other,
                            None => panic!("{place}: open text"),
                        }),
                        other => literal.push(other),
                    }
                }
                Symbol::Text(literal)
            }
            first => {
                let mut name = String::from(first);
                while let Some(next) = chars.next_if(|ch| ch.is_alphanumeric() || *ch == '-') {
                    name.push(next);
                }
                Symbol::Rule(name)
            }
        };
        let (least, most) = match chars.next_if(|ch| matches!(ch, '?' | '*' | '+')) {
            Some('?') => (0, 1),
            Some('*') => (0, MOST_REPEATED),
            Some('+') => (1, MOST_REPEATED),
            _ => (1, 1),
        };
        let part = Part {
            symbol,
            least,
            most,
        };
        alternatives.last_mut().expect("one at least").push(part);
    }
    alternatives
}

/// The files of a folder in the order of their names.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
