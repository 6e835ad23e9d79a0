//! Detects the language of a file from its name and folders.

/// Language codes that rarely mean anything else in file names.
const CODES: &[&str] = &[
    "de", "en", "fr", "it", "es", "nl", "pl", "tr", "ru", "uk", "ar", "cs", "da", "sv", "pt", "ro",
    "hu", "fi", "el", "bg", "hr", "sk", "sl", "sr", "zh", "ja", "ko", "fa", "ca", "nb", "et", "lv",
    "lt", "vi", "he", "hsb", "gsw",
];

/// Whether a part of a name is a language code.
pub fn is_language(word: &str) -> bool {
    CODES.contains(&word)
}

/// The language of a tag (`de`, `de-AT`, `de_DE`, `de-x-sie`).
pub fn of_word(word: &str) -> Option<String> {
    let first = word.split(['-', '_']).next().unwrap_or_default();
    let code = first.to_ascii_lowercase();
    let rest = &word[first.len()..];
    let region = rest.is_empty()
        || rest[1..].split(['-', '_']).all(|part| {
            (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    (region && is_language(&code)).then_some(code)
}

/// The language of a document: the last language code in its file name, or else that of its innermost such folder.
pub fn of_name(document: &str) -> Option<String> {
    let document = document.split(['?', '#']).next().unwrap_or_default();
    let mut parts = document.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    of_word(stem)
        .or_else(|| {
            let mut words = stem.rsplit(['.', '_', '-']);
            // A region alone means nothing: the `AT` in `de_AT` is not a language.
            words.find_map(|word| {
                of_word(word).filter(|_| word.bytes().all(|b| b.is_ascii_lowercase()))
            })
        })
        .or_else(|| parts.find_map(folder))
}

/// `de`, `de-DE`, `values-de` on Android, `de.lproj`.
fn folder(name: &str) -> Option<String> {
    of_word(name)
        .or_else(|| of_word(name.strip_prefix("values-")?))
        .or_else(|| of_word(name.strip_suffix(".lproj")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_file_and_folder() {
        for (name, expected) in [
            ("messages_de.properties", Some("de")),
            ("messages_de_AT.properties", Some("de")),
            ("messages.properties", None),
            ("locales/de/common.json", Some("de")),
            ("locales/en-US/common.json", Some("en")),
            ("i18n/de-DE.json", Some("de")),
            ("Resources.de.resx", Some("de")),
            ("Language/de.locallang.xlf", Some("de")),
            ("res/values-de-rDE/strings.xml", Some("de")),
            ("src/de/muenchen/Main.properties", Some("de")),
            ("application-it.yml", Some("it")),
            ("test/permit.json", None),
        ] {
            assert_eq!(of_name(name).as_deref(), expected, "{name}");
        }
    }
}
