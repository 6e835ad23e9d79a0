//! Modules by path: the documents that an import of ECMAScript, Python or Go can mean.

use crate::model::LanguageFamily;

/// The location of a module, as far as an import states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ModulePath {
    /// A path without extension from the root of the sources read.
    Exact(String),
    /// The end of a path; its beginning is configured elsewhere (`@/models/gender`, `app.models`).
    Ending(String),
}

impl ModulePath {
    /// The module that `document` imports as `source`; `None` if the path leads out of the sources read.
    pub fn from_document(family: LanguageFamily, document: &str, source: &str) -> Option<Self> {
        match family {
            LanguageFamily::Python => python(document, source),
            _ => ecmascript(document, source),
        }
    }

    /// Whether a document is the module or lies in its folder.
    pub fn holds(&self, document: &str) -> bool {
        let stem = without_extension(document);
        let stem = stem.strip_suffix("/index").unwrap_or(stem);
        let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
        match self {
            Self::Exact(path) => is_below(stem, path),
            Self::Ending(path) => {
                // The ending may occur anywhere between two slashes.
                stem == path
                    || is_below(stem, path)
                    || stem.ends_with(path.as_str())
                        && stem[..stem.len() - path.len()].ends_with('/')
                    || stem.contains(&format!("/{path}/"))
            }
        }
    }

    /// Whether a document is the module itself.
    pub fn is(&self, document: &str) -> bool {
        let stem = without_extension(document);
        match self {
            Self::Exact(path) => stem == path,
            Self::Ending(path) => {
                stem == path
                    || stem.ends_with(path.as_str())
                        && stem[..stem.len() - path.len()].ends_with('/')
            }
        }
    }
}

/// Whether a path equals another one or lies below it; everything lies below the root.
pub(super) fn is_below(stem: &str, path: &str) -> bool {
    path.is_empty()
        || stem
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path of a document without its extensions (`a/gender.model.ts` keeps `gender.model`).
pub(super) fn without_extension(document: &str) -> &str {
    let name = document.rfind('/').map_or(0, |slash| slash + 1);
    let document = document.strip_suffix(".d.ts").unwrap_or(document);
    match document[name.min(document.len())..].rfind('.') {
        Some(dot) if dot > 0 => &document[..name + dot],
        _ => document,
    }
}

/// The folder of a document; empty at the root.
pub(super) fn folder(document: &str) -> &str {
    document.rfind('/').map_or("", |slash| &document[..slash])
}

/// `./gender`, `../models`, `@/models/gender`, `@acme/models`, `src/app/gender`.
fn ecmascript(document: &str, source: &str) -> Option<ModulePath> {
    let known = [
        ".ts", ".js", ".mjs", ".cjs", ".vue", ".svelte", ".tsx", ".jsx",
    ];
    let source = known
        .iter()
        .find_map(|extension| source.strip_suffix(extension))
        .unwrap_or(source);
    if source.starts_with("./") || source.starts_with("../") || matches!(source, "." | "..") {
        return joined(folder(document), source).map(ModulePath::Exact);
    }
    // The first part of other paths is an alias or a package name.
    let rest = match source.strip_prefix(['@', '~', '#']) {
        Some(rest) => rest.split_once('/').map_or(rest, |(_, rest)| rest),
        None => source,
    };
    let rest = rest.trim_matches('/');
    (!rest.is_empty()).then(|| ModulePath::Ending(rest.to_owned()))
}

/// `.models`, `..common.enums`, `app.models`.
fn python(document: &str, source: &str) -> Option<ModulePath> {
    let name = source.trim_start_matches('.');
    let path = name.replace('.', "/");
    let dots = source.len() - name.len();
    if dots == 0 {
        return (!path.is_empty()).then_some(ModulePath::Ending(path));
    }
    let mut base = folder(document);
    for _ in 1..dots {
        if base.is_empty() {
            return None;
        }
        base = folder(base);
    }
    let whole = match (base.is_empty(), path.is_empty()) {
        (true, _) => path,
        (false, true) => base.to_owned(),
        (false, false) => format!("{base}/{path}"),
    };
    Some(ModulePath::Exact(whole))
}

/// A path relative to a folder; `None` if it leads out of the root.
pub(super) fn joined(folder: &str, relative: &str) -> Option<String> {
    let root = if folder.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            // Input paths may themselves start above the current folder.
            ("..", Some(&"..")) => parts.push(".."),
            ("..", Some(_)) => {
                parts.pop();
            }
            ("..", None) => return None,
            (part, _) => parts.push(part),
        }
    }
    Some(format!("{root}{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(family: LanguageFamily, document: &str, source: &str, declaring: &str) -> bool {
        ModulePath::from_document(family, document, source)
            .is_some_and(|module| module.holds(declaring))
    }

    #[test]
    fn relative_paths_start_at_the_folder_of_the_document() {
        let ecma = LanguageFamily::Ecmascript;
        assert!(holds(ecma, "web/a/Form.vue", "./gender", "web/a/gender.ts"));
        assert!(holds(
            ecma,
            "web/a/Form.vue",
            "../models",
            "web/models/index.ts"
        ));
        assert!(holds(
            ecma,
            "web/a/Form.vue",
            "../models",
            "web/models/gender.ts"
        ));
        assert!(!holds(
            ecma,
            "web/a/Form.vue",
            "./gender",
            "api/a/gender.ts"
        ));
        assert!(!holds(ecma, "Form.vue", "../../gender", "gender.ts"));
        assert!(holds(
            ecma,
            "/srv/a/Form.vue",
            "./gender",
            "/srv/a/gender.ts"
        ));
        assert!(holds(
            ecma,
            "../app/a/Form.vue",
            "../gender",
            "../app/gender.ts"
        ));
        let python = LanguageFamily::Python;
        assert!(holds(
            python,
            "app/hr/views.py",
            ".models",
            "app/hr/models.py"
        ));
        assert!(holds(
            python,
            "app/hr/views.py",
            "..common",
            "app/common/enums.py"
        ));
        assert!(!holds(
            python,
            "app/hr/views.py",
            ".models",
            "app/crm/models.py"
        ));
    }

    #[test]
    fn paths_that_start_elsewhere_are_known_by_their_end() {
        let ecma = LanguageFamily::Ecmascript;
        assert!(holds(
            ecma,
            "web/a.ts",
            "@/models/gender",
            "web/src/models/gender.ts"
        ));
        assert!(!holds(
            ecma,
            "web/a.ts",
            "@/models/gender",
            "web/src/other/gender.ts"
        ));
        assert!(!holds(
            ecma,
            "web/a.ts",
            "@/models/gender",
            "web/submodels/gender.ts"
        ));
        assert!(holds(
            ecma,
            "web/a.ts",
            "@acme/models",
            "packages/models/src/person.ts"
        ));
        assert!(holds(
            LanguageFamily::Python,
            "a.py",
            "app.models",
            "src/app/models/person.py"
        ));
    }

    #[test]
    fn extensions_are_no_part_of_a_module() {
        assert_eq!(without_extension("a/gender.model.ts"), "a/gender.model");
        assert_eq!(without_extension("a/gender.d.ts"), "a/gender");
        assert_eq!(without_extension("a.b/Makefile"), "a.b/Makefile");
        assert_eq!(without_extension("a/.env"), "a/.env");
    }
}
