//! The scripts a page links to, as far as they lie beside it. They set titles and languages and name what is empty in
//! the markup, so a page is not judged without them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::sheet::Shelf;
use crate::model::LinkedScript;

/// Maximum number of scripts per page that are looked up.
const MOST_SCRIPTS: usize = 64;
/// Maximum bytes of a script; larger ones are bundles of libraries.
const MOST_BYTES: usize = 512 * 1024;
/// Maximum bytes of all scripts of an application that are kept.
const MOST_BYTES_KEPT: usize = 32 * 1024 * 1024;

/// The scripts of an application, each read once.
#[derive(Default)]
pub(super) struct ScriptStore(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// By location; `None` for one that is not at hand.
    scripts: HashMap<String, Option<Arc<LinkedScript>>>,
    bytes: usize,
}

impl ScriptStore {
    /// The scripts at hand among those that a document links to. Others are no loss worth telling: that a page has
    /// programs elsewhere is known from its links.
    pub fn linked(
        &self,
        shelf: &dyn Shelf,
        from: &str,
        addresses: &[String],
    ) -> Vec<Arc<LinkedScript>> {
        let near = addresses.iter().filter(|address| !address.contains("//"));
        let locate = |from: &str, address: &str| shelf.locate(from, address).ok();
        let mut open: Vec<String> = near.filter_map(|address| locate(from, address)).collect();
        let mut scripts = Vec::new();
        // Modules follow those that import them.
        let mut at = 0;
        while at < open.len().min(MOST_SCRIPTS) {
            let location = open[at].clone();
            at += 1;
            let Some(script) = self.read(shelf, location.clone()) else {
                continue;
            };
            for module in imported_modules(&script.text) {
                if open.len() >= MOST_SCRIPTS {
                    break;
                }
                let module = locate(&location, &module);
                open.extend(module.filter(|module| !open.contains(module)));
            }
            scripts.push(script);
        }
        scripts
    }

    fn read(&self, shelf: &dyn Shelf, location: String) -> Option<Arc<LinkedScript>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.scripts.get(&location) {
            return known.clone();
        }
        drop(kept);
        let text = shelf.read(&location).ok();
        let text = text.filter(|text| text.len() <= MOST_BYTES);
        let bytes = text.as_ref().map_or(0, String::len);
        let script = text.map(|text| Arc::new(LinkedScript::new(text)));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What is too much to keep is read again for each page: what a page links to does not depend on the others.
        if kept.bytes + bytes > MOST_BYTES_KEPT {
            return script;
        }
        let Kept {
            scripts,
            bytes: sum,
        } = &mut *kept;
        let known = scripts.entry(location).or_insert_with(|| {
            *sum += bytes;
            script
        });
        known.clone()
    }
}

/// The addresses of the modules beside a program that it imports: `import { a } from "./a.js"`, `import("./a.js")`.
pub(super) fn imported_modules(program: &str) -> Vec<String> {
    /// Maximum number of quotation marks looked at; programs with more are generated.
    const MOST_MARKS: usize = 4_000;
    if !program.contains("import") && !program.contains("export") {
        return Vec::new();
    }
    let marks = program.match_indices(['"', '\'']).take(MOST_MARKS);
    let imported = marks.filter_map(|(at, mark)| {
        let before = program[..at].trim_end().trim_end_matches('(').trim_end();
        let imports = ["import", "from"].iter().any(|word| before.ends_with(word));
        let (address, _) = program[at + 1..].split_once(mark).filter(|_| imports)?;
        let is_near = ["./", "../", "/"]
            .iter()
            .any(|start| address.starts_with(start));
        (is_near && !address.contains(char::is_whitespace)).then(|| address.to_owned())
    });
    imported.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_beside_a_program_are_imported() {
        let program = "import './a.js'; import { b } from \"../b.js\";\nexport * from '/c.js'; import('./d.js');
            import e from 'library'; log('./f.js'); from = './g.js';";
        let expected = ["./a.js", "../b.js", "/c.js", "./d.js"];
        assert_eq!(imported_modules(program), expected);
    }

    struct Counted(Mutex<usize>);

    impl Shelf for Counted {
        fn locate(&self, _: &str, address: &str) -> Result<String, String> {
            Ok(address.to_owned())
        }

        fn name(&self, location: &str) -> String {
            location.to_owned()
        }

        fn read(&self, location: &str) -> Result<String, String> {
            *self.0.lock().expect("one thread") += 1;
            match location {
                "large.js" => Ok(" ".repeat(MOST_BYTES + 1)),
                "gone.js" => Err("none".to_owned()),
                _ => Ok(format!("// {location}")),
            }
        }
    }

    #[test]
    fn scripts_beside_a_page_are_read_once() {
        let store = ScriptStore::default();
        let shelf = Counted(Mutex::new(0));
        let addresses = ["a.js", "gone.js", "large.js", "//cdn.example/b.js"].map(str::to_owned);
        for _ in 0..2 {
            let linked = store.linked(&shelf, "page", &addresses);
            let texts: Vec<_> = linked.iter().map(|script| script.text.as_str()).collect();
            assert_eq!(texts, ["// a.js"]);
        }
        assert_eq!(*shelf.0.lock().expect("one thread"), 3);
    }
}
