//! Trees of texts in JSON and YAML.

use super::add;
use super::language::{self, of_word};
use crate::format::Failure;
use crate::format::limits::{TEXT_DEPTH, TEXT_STEPS};
use crate::format::tree::{self, Node};
use crate::model::SchemaModel;
use crate::source::Capture;

/// Typical folders of translations.
const FOLDERS: &[&str] = &[
    "i18n",
    "l10n",
    "locale",
    "locales",
    "lang",
    "langs",
    "language",
    "languages",
    "translation",
    "translations",
    "messages",
    "intl",
    "localization",
    "localisation",
    "nls",
    "_locales",
];

/// Keys of an object that stands for one text (`{"message": "…", "description": "…"}`).
const TEXT: &[&str] = &["message", "defaultMessage", "translation", "string"];

/// Whether a file is in a folder for translations, or is named after a language.
pub fn fits(capture: &Capture) -> bool {
    if capture.extension() == "arb" {
        return true;
    }
    let document = capture.document.to_ascii_lowercase();
    let mut parts = document
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = || stem.split(['.', '_', '-']);
    let by_name = of_word(stem).is_some()
        || (words().any(|word| of_word(word).is_some())
            && words().any(|word| {
                FOLDERS.contains(&word)
                    || matches!(
                        word,
                        "common" | "app" | "text" | "texts" | "labels" | "strings" | "devise"
                    )
            }));
    by_name || parts.any(|folder| FOLDERS.contains(&folder))
}

/// Reads a file.
///
/// # Errors
/// Syntax errors in JSON or YAML.
pub fn read_text_tree(model: &mut SchemaModel) -> Result<(), Failure> {
    let source = model.text.clone();
    let tree = tree::parse(&source)?;
    let by_name = language::of_name(&model.document);
    let mut visits = 0;
    for root in tree.roots() {
        let stated = root.text_of("@@locale").and_then(of_word);
        let language = stated.or_else(|| by_name.clone());
        // A top-level `de:`, as in Rails, or several languages in one file, as in Vue components.
        let by_branch = root
            .entries()
            .all(|(key, value)| value.is_map() && of_word(key.value).is_some());
        if by_branch {
            for (key, branch) in root.entries() {
                walk(
                    model,
                    branch,
                    &mut Vec::new(),
                    of_word(key.value).as_deref(),
                    &mut visits,
                );
            }
        } else {
            walk(
                model,
                root,
                &mut Vec::new(),
                language.as_deref(),
                &mut visits,
            );
        }
    }
    Ok(())
}

fn walk<'t>(
    model: &mut SchemaModel,
    node: Node<'t>,
    path: &mut Vec<&'t str>,
    language: Option<&str>,
    visits: &mut usize,
) {
    *visits += 1;
    if path.len() > TEXT_DEPTH || *visits > TEXT_STEPS {
        return;
    }
    if let Some(text) = node.located() {
        add(model, path.iter(), language, text);
        return;
    }
    let message = TEXT.iter().find_map(|key| node.located_of(key));
    if let Some(text) = message {
        add(model, path.iter(), language, text);
        return;
    }
    // In ARB, keys with "@" describe others.
    for (key, value) in node
        .entries()
        .filter(|(key, _)| !key.value.starts_with('@'))
    {
        path.push(key.value);
        walk(model, value, path, language, visits);
        path.pop();
    }
}
