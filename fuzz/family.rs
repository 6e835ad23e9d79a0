//! Families of document formats, and the documents that each campaign tries.

use std::collections::BTreeMap;

use crate::package::mutate_package;
use crate::seed::{Seed, words};
use crate::support::choice::{Choices, Random};
use crate::support::grammar::Grammar;
use crate::support::mutate::mutate;

/// A family of document formats.
#[derive(Debug)]
pub struct Family {
    /// Its name, by which a campaign is restricted to it.
    pub name: &'static str,
    /// Whether it reads program source.
    pub needs_code: bool,
    /// Folders of `tests/formats` its documents are taken from.
    folders: &'static [&'static str],
    /// Extensions of its documents, in these folders and elsewhere.
    extensions: &'static [&'static str],
    kind: Kind,
}

/// How documents of a family are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Text.
    Text,
    /// Style sheets, each inside the same page.
    Style,
    /// Packages of several parts, and other binary documents.
    Package,
    /// Folders of documents of all families, with names that nobody would choose.
    Folder,
}

const fn text(
    name: &'static str,
    folders: &'static [&'static str],
    extensions: &'static [&'static str],
) -> Family {
    Family {
        name,
        needs_code: false,
        folders,
        extensions,
        kind: Kind::Text,
    }
}

const fn code(name: &'static str, extensions: &'static [&'static str]) -> Family {
    Family {
        needs_code: true,
        ..text(name, &["code"], extensions)
    }
}

const fn of_kind(
    name: &'static str,
    folders: &'static [&'static str],
    extensions: &'static [&'static str],
    kind: Kind,
) -> Family {
    Family {
        kind,
        ..text(name, folders, extensions)
    }
}

/// All families.
pub const FAMILIES: &[Family] = &[
    text("sql", &["sql", "dict"], &["sql"]),
    text(
        "tree",
        &[
            "tree",
            "identity",
            "forms",
            "cms",
            "frictionless",
            "dbt",
            "dict",
            "i18n",
        ],
        &["json", "yaml", "yml", "form", "avsc", "arb", "tf"],
    ),
    text(
        "xml",
        &["xml", "sap", "i18n"],
        &["xml", "xsd", "wsdl", "rng", "bpmn", "resx", "xliff", "xlf"],
    ),
    code("java", &["java"]),
    code("kotlin", &["kt"]),
    code("csharp", &["cs"]),
    code("typescript", &["ts", "tsx"]),
    code("python", &["py"]),
    code("php", &["php"]),
    code("ruby", &["rb"]),
    code("go", &["go"]),
    code("scala", &["scala"]),
    code("outline", &["rs", "swift", "dart", "h", "vb", "pas"]),
    code("interface", &["proto", "graphql", "prisma"]),
    code("component", &["vue", "svelte", "component.html", "tsx"]),
    text(
        "template",
        &["template"],
        &[
            "twig",
            "tex",
            "rtf",
            "hbs",
            "erb",
            "ftl",
            "vm",
            "jsp",
            "cshtml",
            "blade.php",
            "xhtml",
            "haml",
            "slim",
            "tpl",
            "xsl",
            "html",
            "php",
        ],
    ),
    text("html", &["html"], &["html"]),
    of_kind("css", &["html"], &["html"], Kind::Style),
    text("dictionary", &["dict"], &["csv", "tsv"]),
    of_kind(
        "workbook",
        &["dict"],
        &["xlsx", "xls", "ods"],
        Kind::Package,
    ),
    of_kind("office", &["office"], &["docx", "odt"], Kind::Package),
    text("pdf", &["pdf"], &["pdf"]),
    text("i18n", &["i18n"], &["properties", "po"]),
    text(
        "small",
        &["sap", "dbml", "cms", "layout", "identity"],
        &["abap", "dbml", "jdl", "dfm", "schema", "txt", "srd", "cf7"],
    ),
    of_kind("folder", &[], &[], Kind::Folder),
];

/// A document, or several in a folder.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Names and contents; a single one is no folder.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Input {
    /// Bytes of all files.
    pub fn len(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

/// What a family's documents are made from.
pub struct Material {
    kind: Kind,
    seeds: Vec<Seed>,
    grammars: Vec<Grammar>,
    tokens: Vec<Vec<u8>>,
}

impl Family {
    /// The family of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FAMILIES.iter().find(|family| family.name == name)
    }

    /// Collects seeds, grammars and tokens.
    pub fn material(&self) -> Material {
        let is_folder = self.kind == Kind::Folder;
        let mut seeds = Seed::all();
        seeds.retain(|seed| {
            let in_place = seed.folder.is_empty() || self.folders.contains(&seed.folder.as_str());
            is_folder || in_place && seed.has_extension(self.extensions)
        });
        let mut grammars = Grammar::all();
        grammars.retain(|grammar| {
            let mut folders = self.folders.iter().chain([&self.name]);
            let in_place = folders.any(|folder| *folder == grammar.family);
            let ends = |extension: &&str| grammar.document.ends_with(&format!(".{extension}"));
            is_folder || self.kind == Kind::Text && in_place && self.extensions.iter().any(ends)
        });
        if self.kind == Kind::Style {
            seeds = seeds.iter().filter_map(style_of).collect();
        }
        let mut tokens = words(seeds.iter().map(|seed| seed.bytes.as_slice()));
        tokens.extend(
            grammars
                .iter()
                .flat_map(Grammar::tokens)
                .map(|token| token.as_bytes().to_vec()),
        );
        assert!(!seeds.is_empty(), "there are fixtures of {}", self.name);
        Material {
            kind: self.kind,
            seeds,
            grammars,
            tokens,
        }
    }
}

/// What stands in the style element of a page, as a document of its own.
fn style_of(seed: &Seed) -> Option<Seed> {
    let text = std::str::from_utf8(&seed.bytes).ok()?;
    let (_, rest) = text.split_once("<style>")?;
    let (style, _) = rest.split_once("</style>")?;
    Some(Seed {
        bytes: style.as_bytes().to_vec(),
        ..seed.clone()
    })
}

impl Material {
    /// The document of an index: first all seeds as they are, then an endless stream of others. The same seed and
    /// index give the same document on every machine.
    pub fn input(&self, seed: u64, index: u64) -> Input {
        let mut random = Random::new(seed, index);
        let whole = usize::try_from(index)
            .ok()
            .and_then(|index| self.seeds.get(index));
        let files = match (self.kind, whole) {
            (Kind::Folder, _) => self.folder(&mut random),
            (_, Some(seed)) => vec![(seed.name.clone(), seed.bytes.clone())],
            (_, None) => vec![self.mutated(&mut random)],
        };
        let files = files.into_iter().map(|(name, bytes)| match self.kind {
            Kind::Style => ("style.html".to_owned(), page_with(&bytes)),
            _ => (name, bytes),
        });
        Input {
            files: files.collect(),
        }
    }

    fn valid(&self, random: &mut Random) -> (String, Vec<u8>) {
        if !self.grammars.is_empty() && random.one_in(2) {
            let grammar = &self.grammars[random.below(self.grammars.len())];
            let text = grammar.derive(random);
            return (grammar.document.clone(), text.into_bytes());
        }
        let seed = &self.seeds[random.below(self.seeds.len())];
        (seed.name.clone(), seed.bytes.clone())
    }

    fn mutated(&self, random: &mut Random) -> (String, Vec<u8>) {
        let (name, mut bytes) = self.valid(random);
        for _ in 0..=random.below(4) {
            let (_, other) = self.valid(random);
            if self.kind == Kind::Package || bytes.starts_with(b"PK") {
                mutate_package(&mut bytes, &self.tokens, &other, random);
            } else {
                mutate(&mut bytes, &self.tokens, &other, random);
            }
        }
        (name, bytes)
    }

    fn folder(&self, random: &mut Random) -> Vec<(String, Vec<u8>)> {
        // By name: the same path cannot be written twice.
        let mut files = BTreeMap::new();
        for _ in 0..=random.below(8) {
            let (name, bytes) = self.mutated(random);
            files.insert(hostile_path(&name, random), bytes);
        }
        files.into_iter().collect()
    }
}

/// A path that ends as `name` does, so that formats are still told apart.
fn hostile_path(name: &str, random: &mut Random) -> String {
    let folder = match random.below(12) {
        0 => "a/".repeat(60),
        1 => "ä ö\u{301}/".to_owned(),
        2 => "..%2f/".to_owned(),
        3 => "node_modules/".to_owned(),
        4 => "src/test/".to_owned(),
        5 => "[*]{a,b}?/".to_owned(),
        6 => "db/migration/V1__".to_owned(),
        7 => "locales/de/".to_owned(),
        8 => "\u{202E}\u{1B}[31m/".to_owned(),
        9 => format!("{}/", "lang".repeat(50)),
        _ => String::new(),
    };
    match random.below(10) {
        0 => format!("{folder}.{name}"),
        1 => format!("{folder}{name}.bak"),
        2 => format!("{folder}-{name}"),
        3 => format!("{folder}\"'<b>|{name}"),
        4 => format!("{folder}.gitignore"),
        _ => format!("{folder}{name}"),
    }
}

/// The same page for every style sheet.
fn page_with(style: &[u8]) -> Vec<u8> {
    const BODY: &[u8] = b"</style></head><body><h1 class=\"a\">Antrag</h1><form id=\"f\"><label for=\"g\">Geschlecht\
        </label><select id=\"g\" name=\"geschlecht\"><option value=\"m\">m</option></select><p hidden>a</p>\
        <button class=\"b\" style=\"line-height:1\">Senden</button></form></body></html>";
    let head = b"<!DOCTYPE html><html lang=\"de\"><head><title>Antrag</title><style>";
    [&head[..], style, BODY].concat()
}
