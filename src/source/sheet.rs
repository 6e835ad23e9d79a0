//! What a page links to, and the style sheets among it, fetched with it. They decide what is hidden and which colours text has, so a page
//! without them is only half a page.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cssparser::{Parser, Token as CssToken, match_ignore_ascii_case};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::guard::public_name;
use super::script::{ScriptStore, imported_modules};
use crate::gap::{Gap, GapReason, Stage};
use crate::model::{Linked, LinkedSheet, LinkedSheets, SheetReach, StyleSheet};
use crate::topic::Topic;

/// Maximum number of sheets per page, including imported ones. Real pages have a dozen; component systems that link
/// each part, for screen and print, have more than a hundred.
pub(super) const MOST_SHEETS: usize = 256;
/// Maximum depth of imports.
const MOST_IMPORT_DEPTH: usize = 8;
/// Maximum bytes of one sheet.
pub(super) const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Where sheets are: next to a file, or on the web.
pub(super) trait Shelf {
    /// Resolves an address written in the document at `from`.
    ///
    /// # Errors
    /// Why it is not looked up.
    fn locate(&self, from: &str, address: &str) -> Result<String, String>;

    /// The name of a location in reports.
    fn name(&self, location: &str) -> String;

    /// The text of a sheet.
    ///
    /// # Errors
    /// Why it is missing.
    fn read(&self, location: &str) -> Result<String, String>;
}

/// The sheets of an application, each read once, and those that are missing.
#[derive(Default)]
pub(super) struct SheetStore {
    /// Knows what missing sheets of common libraries style.
    topic: Topic,
    read: Mutex<HashMap<String, LinkedSheet>>,
    missing: Mutex<HashMap<String, (GapReason, String)>>,
    scripts: ScriptStore,
}

impl SheetStore {
    /// An empty store.
    pub fn new(topic: &Topic) -> Self {
        Self {
            topic: topic.clone(),
            ..Self::default()
        }
    }

    /// What became of the sheets a page links to, and the scripts at hand.
    pub fn linked(&self, shelf: &dyn Shelf, page: &str, text: &str) -> Linked {
        let links = PageLinks::of_page(text);
        let base = links.base.as_deref();
        let base = base.and_then(|base| shelf.locate(page, base).ok());
        let from = base.as_deref().unwrap_or(page);
        let mut visit = Visit {
            store: self,
            shelf,
            left: MOST_SHEETS,
            open: Vec::new(),
        };
        Linked {
            sheets: visit.link_all(from, &links.sheets),
            scripts: self.scripts.linked(shelf, from, &links.scripts),
        }
    }

    /// One gap per missing sheet, however many pages link to it.
    pub fn gaps(&self) -> Vec<Gap> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let gaps = missing.iter().map(|(sheet, (reason, detail))| {
            Gap::of_document(sheet, Stage::Acquire, *reason, detail.as_str())
        });
        gaps.collect()
    }

    /// Records a missing sheet. `known` says what it styles, if its address tells.
    fn miss(&self, sheet: String, detail: String, known: Option<&Arc<SheetReach>>) -> LinkedSheet {
        let (reason, detail, linked) = match known {
            None => (GapReason::MissingStyleSheet, detail, LinkedSheet::Missing),
            Some(reach) if reach.classes.is_empty() => return LinkedSheet::Idle,
            Some(reach) => {
                let classes = reach.classes.join(" ");
                let named = format!("{detail}; {}: {classes}", reach.name);
                let confined = LinkedSheet::Confined(reach.clone());
                (GapReason::KnownStyleSheet, named, confined)
            }
        };
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.entry(sheet).or_insert((reason, detail));
        linked
    }
}

/// Whether an address contains program code: characters that must be encoded in an address (RFC 3986, section 2), or
/// the end of a literal followed by an operator (`a/' . $b . '.css`).
fn is_assembled(address: &str) -> bool {
    address.contains(['{', '<', '"', '`']) || address.contains("' ") || address.contains(" '")
}

/// A walk through the sheets of one page and their imports.
struct Visit<'a> {
    store: &'a SheetStore,
    shelf: &'a dyn Shelf,
    /// How many sheets may still be read.
    left: usize,
    /// Locations of the sheets currently being read, outermost first.
    open: Vec<String>,
}

impl Visit<'_> {
    fn link_all(&mut self, from: &str, addresses: &[String]) -> LinkedSheets {
        let mut linked = LinkedSheets::default();
        for address in addresses {
            let sheet = self.link(from, address);
            linked.insert(address, sheet);
        }
        linked
    }

    fn link(&mut self, from: &str, address: &str) -> LinkedSheet {
        let known = self.store.topic.sheets().find(address);
        let elsewhere = address.contains("//");
        if elsewhere && known.is_some_and(|reach| reach.classes.is_empty()) {
            return LinkedSheet::Idle;
        }
        // An address that a template or program fills in is incomplete, so it cannot be looked up.
        if is_assembled(address) {
            let confined = |reach: &Arc<SheetReach>| LinkedSheet::Confined(reach.clone());
            return known.map_or(LinkedSheet::Missing, confined);
        }
        let location = match self.shelf.locate(from, address) {
            Ok(location) => location,
            Err(detail) => return self.store.miss(public_name(address), detail, known),
        };
        if self.open.contains(&location) {
            return LinkedSheet::Idle;
        }
        let read = self.store.read.lock();
        let read = read.unwrap_or_else(PoisonError::into_inner);
        if let Some(sheet) = read.get(&location) {
            return sheet.clone();
        }
        drop(read);
        let name = self.shelf.name(&location);
        if self.left == 0 || self.open.len() >= MOST_IMPORT_DEPTH {
            return (self.store).miss(name, "too many style sheets".to_owned(), None);
        }
        self.left -= 1;
        let sheet = match self.shelf.read(&location) {
            Ok(text) => {
                self.open.push(location.clone());
                let imports = self.link_all(&location, &imported_addresses(&text));
                self.open.pop();
                LinkedSheet::Here(Arc::new(StyleSheet::new(name, text, imports)))
            }
            Err(detail) => self.store.miss(name, detail, known),
        };
        let read = self.store.read.lock();
        let mut read = read.unwrap_or_else(PoisonError::into_inner);
        read.entry(location).or_insert(sheet).clone()
    }
}

/// What a page's markup says about style sheets and documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PageLinks {
    /// The base of relative addresses, if the page sets one.
    pub base: Option<String>,
    /// Addresses of the sheets it links to or imports, as written.
    pub sheets: Vec<String>,
    /// Addresses of the scripts it links to, as written.
    pub scripts: Vec<String>,
    /// Addresses of PDF documents it links to, as written.
    pub documents: Vec<String>,
}

impl PageLinks {
    /// Scans the tags of a page without building a tree.
    pub fn of_page(text: &str) -> Self {
        const MARKS: [&str; 9] = [
            "<script",
            "<SCRIPT",
            "stylesheet",
            "StyleSheet",
            "STYLESHEET",
            "@import",
            ".pdf",
            ".PDF",
            "application/pdf",
        ];
        if !MARKS.iter().any(|mark| text.contains(mark)) {
            return Self::default();
        }
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(text));
        let tokenizer = Tokenizer::new(LinkSink::default(), TokenizerOpts::default());
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        tokenizer.end();
        let mut links = tokenizer.sink.links.into_inner();
        let mut seen = std::collections::HashSet::new();
        links.sheets.retain(|sheet| seen.insert(sheet.clone()));
        links.documents.retain(|link| seen.insert(link.clone()));
        links.scripts.retain(|link| seen.insert(link.clone()));
        links
    }
}

/// Collects links from tags.
#[derive(Default)]
struct LinkSink {
    links: RefCell<PageLinks>,
    in_style: Cell<bool>,
    style: RefCell<String>,
    in_script: Cell<bool>,
    script: RefCell<String>,
}

impl TokenSink for LinkSink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(tag) if &*tag.name == "style" => {
                self.in_style.set(false);
                let imported = imported_addresses(&self.style.take());
                self.links.borrow_mut().sheets.extend(imported);
            }
            Token::TagToken(tag) if &*tag.name == "script" => {
                self.in_script.set(false);
                let imported = imported_modules(&self.script.take());
                self.links.borrow_mut().scripts.extend(imported);
            }
            Token::CharacterTokens(text) if self.in_script.get() => {
                self.script.borrow_mut().push_str(&text);
            }
            Token::CharacterTokens(text) if self.in_style.get() => {
                self.style.borrow_mut().push_str(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl LinkSink {
    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let attribute = |name: &str| {
            let found = tag.attrs.iter().find(|one| &*one.name.local == name)?;
            Some(found.value.trim().to_owned())
        };
        match &*tag.name {
            "link" => {
                let rel = attribute("rel").unwrap_or_default();
                let says = |word: &str| {
                    rel.split_ascii_whitespace()
                        .any(|one| one.eq_ignore_ascii_case(word))
                };
                let printed = attribute("media").is_some_and(|media| is_for_print(&media));
                let links = says("stylesheet") && !says("alternate") && !printed;
                let address = attribute("href").filter(|href| !href.is_empty());
                self.links
                    .borrow_mut()
                    .sheets
                    .extend(address.filter(|_| links));
            }
            "a" | "area" => {
                let typed = attribute("type")
                    .is_some_and(|stated| stated.eq_ignore_ascii_case("application/pdf"));
                let address = attribute("href").filter(|href| typed || names_pdf(href));
                self.links.borrow_mut().documents.extend(address);
            }
            "base" => {
                let mut links = self.links.borrow_mut();
                if links.base.is_none() {
                    links.base = attribute("href");
                }
            }
            "style" => {
                self.in_style.set(true);
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "script" => {
                let address = attribute("src").filter(|src| !src.is_empty());
                let is_module = attribute("type").is_some_and(|kind| kind == "module");
                self.in_script.set(is_module && address.is_none());
                self.links.borrow_mut().scripts.extend(address);
                return TokenSinkResult::RawData(RawKind::ScriptData);
            }
            "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            // With scripting enabled, its content is raw text.
            "noscript" | "iframe" | "xmp" | "noembed" | "noframes" => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whether a media query list only concerns print.
fn is_for_print(media: &str) -> bool {
    media.split(',').all(|query| {
        let query = query.trim().to_ascii_lowercase();
        let kind = query.strip_prefix("only ").unwrap_or(&query);
        kind.trim() == "print" || kind.trim().starts_with("print and ")
    })
}

/// Whether the path of an address ends in `.pdf`.
fn names_pdf(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.len().checked_sub(4).and_then(|at| path.get(at..));
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".pdf"))
}

/// The addresses that a sheet imports. Only imports before all rules count.
pub(super) fn imported_addresses(text: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    let mut input = Parser::new(text);
    input.set_nested_block_limit(40);
    while let Ok(token) = input.next() {
        let imports = match token {
            CssToken::CDO | CssToken::CDC => continue,
            CssToken::AtKeyword(name) => match_ignore_ascii_case! { name,
                "import" => true,
                "charset" | "layer" => false,
                _ => break,
            },
            _ => break,
        };
        let address = match imports {
            true => input.expect_url_or_string().ok(),
            false => None,
        };
        let address = address.map(|address| address.trim().to_owned());
        let condition = input.position();
        // A block means that no more imports may follow.
        let ends = loop {
            match input.next() {
                Ok(CssToken::Semicolon) => break false,
                Ok(CssToken::CurlyBracketBlock) | Err(_) => break true,
                Ok(_) => {}
            }
        };
        let condition = input.slice_from(condition).trim_end_matches(';');
        let wanted = |address: &String| !address.is_empty() && !is_for_print(condition);
        addresses.extend(address.filter(wanted));
        if ends {
            return addresses;
        }
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_that_browsers_follow() {
        let links = PageLinks::of_page(
            "<base href='/a/'><LINK REL='Prefetch StyleSheet' href=' x.css '><link rel='alternate stylesheet' href=no.css>
             <link rel=stylesheet media=print href=no.css><link rel=icon href=i.png>
             <!-- <link rel=stylesheet href=no.css> --><script>'<link rel=stylesheet href=no.css>'</script>
             <noscript><link rel=stylesheet href=no.css></noscript>
             <style>@charset 'x'; @layer a, b; @import 'y.css' layer(a); @import url(no.css) print; @import 'z.css' screen, print; a{}
             @import 'late.css';</style><link rel=stylesheet href=x.css>",
        );
        assert_eq!(links.base.as_deref(), Some("/a/"));
        assert_eq!(links.sheets, ["x.css", "y.css", "z.css"]);
        assert_eq!(links.documents, [""; 0]);
        let links = PageLinks::of_page(
            "<a href=' a.PDF#seite=2 '>A</a><a href='b?x=.pdf'>B</a><area href=c.pdf?v=1><a href=d type=application/pdf>
             D</a><a href=' a.PDF#seite=2 '>A</a><!-- <a href=no.pdf> --><a name=e.pdf><a href=ä.pd>",
        );
        assert_eq!(links.documents, ["a.PDF#seite=2", "c.pdf?v=1", "d"]);
        assert_eq!(PageLinks::of_page("<p>no sheet"), PageLinks::default());
    }

    #[test]
    fn imports_end_where_rules_begin() {
        let nothing: [String; 0] = [];
        assert_eq!(imported_addresses("@layer a { } @import 'x';"), nothing);
        assert_eq!(imported_addresses("a{} @import 'x';"), nothing);
        assert_eq!(imported_addresses("<!-- @import\"x\"; -->"), ["x"]);
        assert_eq!(imported_addresses("@import 'x"), ["x"]);
    }

    #[test]
    fn what_a_program_assembles_is_no_address() {
        for assembled in [
            "{{ url }}",
            "<%= sheet %>",
            "{path}/a.css",
            "lib/' . $this->src . '",
            "' + base + '/a.css",
        ] {
            assert!(is_assembled(assembled), "{assembled}");
        }
        for address in ["a.css", "../b%20c/d.css?v=1", "o'neill.css", "my style.css"] {
            assert!(!is_assembled(address), "{address}");
        }
    }

    struct Fixed(&'static [(&'static str, &'static str)]);

    impl Shelf for Fixed {
        fn locate(&self, _: &str, address: &str) -> Result<String, String> {
            Ok(address.to_owned())
        }

        fn name(&self, location: &str) -> String {
            location.to_owned()
        }

        fn read(&self, location: &str) -> Result<String, String> {
            let found = self.0.iter().find(|(name, _)| *name == location);
            found.map_or_else(|| Err("none".into()), |(_, text)| Ok((*text).to_owned()))
        }
    }

    fn topic() -> Topic {
        let mut words = crate::topic::TopicWords::default();
        let file = "[[sheet]]
            name = 'Fonts'
            at = [{ hosts = ['fonts.googleapis.com'] }]
            [[sheet]]
            name = 'Icons'
            at = [{ files = ['icons'] }]
            classes = ['ic-*']";
        words.sheets.extend(toml::from_str(file).expect("a file"));
        Topic::new(words)
    }

    #[test]
    fn what_a_missing_sheet_styles_may_be_known() {
        let shelf = Fixed(&[("here/icons.css", "a{}")]);
        let store = SheetStore::new(&topic());
        let page = "<link rel=stylesheet href=here/icons.css><link rel=stylesheet href=gone/icons.min.css>";
        let linked = store.linked(&shelf, "page", page).sheets;
        assert!(matches!(linked.get("here/icons.css"), LinkedSheet::Here(_)));
        let LinkedSheet::Confined(reach) = linked.get("gone/icons.min.css") else {
            panic!("{linked:?}")
        };
        assert_eq!(reach.name, "Icons");
        let gaps = store.gaps();
        let told: Vec<_> = gaps
            .iter()
            .map(|gap| (gap.reason, gap.detail.as_str()))
            .collect();
        assert_eq!(told, [(GapReason::KnownStyleSheet, "none; Icons: ic-*")]);
    }

    #[test]
    fn circles_end_and_what_is_missing_is_named_once() {
        let shelf = Fixed(&[
            ("a", "@import 'b'; @import 'gone';"),
            ("b", "@import 'a'; x{}"),
        ]);
        let store = SheetStore::new(&topic());
        let page = "<link rel=stylesheet href=a><link rel=stylesheet href='{{ url }}'>
                    <link rel=stylesheet href='https://fonts.googleapis.com/css2?family=x'>";
        for _ in 0..2 {
            let linked = store.linked(&shelf, "page", page).sheets;
            let LinkedSheet::Here(a) = linked.get("a") else {
                panic!("{linked:?}")
            };
            assert!(matches!(a.imports.get("b"), LinkedSheet::Here(_)));
            assert!(matches!(linked.get("{{ url }}"), LinkedSheet::Missing));
        }
        let gaps = store.gaps();
        let missing: Vec<_> = gaps.iter().map(|gap| gap.place.document.as_str()).collect();
        assert_eq!(missing, ["gone"]);
    }
}
