//! Text that another program garbled: UTF-8 decoded as Windows-1252 (`FÃ¶rderung`), letters written by their names in
//! pages (`B&uuml;rger`).

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Letters and signs that pages write by name, and other programs hand on so: `B&uuml;rger`.
const ENTITIES: [(&str, &str); 16] = [
    ("&auml;", "ä"),
    ("&ouml;", "ö"),
    ("&uuml;", "ü"),
    ("&Auml;", "Ä"),
    ("&Ouml;", "Ö"),
    ("&Uuml;", "Ü"),
    ("&szlig;", "ß"),
    ("&eacute;", "é"),
    ("&egrave;", "è"),
    ("&ccedil;", "ç"),
    ("&nbsp;", " "),
    ("&ndash;", "–"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    // Last: `&amp;uuml;` was written twice and is left to people.
    ("&amp;", "&"),
];

/// The repaired text; `None` if nothing is garbled.
pub(super) fn mended(text: &str) -> Option<String> {
    let named = text.contains('&').then(|| {
        let mut plain = text.to_owned();
        for (name, letter) in ENTITIES {
            plain = plain.replace(name, letter);
        }
        plain
    });
    let plain = named.as_deref().unwrap_or(text);
    match decoded(plain) {
        Some(decoded) => Some(decoded),
        None => (plain != text).then(|| plain.to_owned()),
    }
}

/// The text that was decoded wrongly; `None` if it was not. Other characters are kept: genuine umlauts alone are not valid
/// UTF-8, so correct text is never changed.
fn decoded(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â', 'â', 'Å']) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|ch: char| !ch.is_ascii()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|ch: char| ch.is_ascii()).unwrap_or(from.len());
        let (run, behind) = from.split_at(end);
        plain.push_str(before);
        plain.push_str(&meant(run));
        rest = behind;
    }
    plain.push_str(rest);
    (plain != text).then_some(plain)
}

fn meant(run: &str) -> Cow<'_, str> {
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(run);
    match String::from_utf8(bytes.into_owned()) {
        Ok(meant) if !is_lossy && !meant.contains(|ch: char| ch.is_control()) => Cow::Owned(meant),
        _ => Cow::Borrowed(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_were_read_wrongly_once_are_mended() {
        for (text, meant) in [
            ("BÃ¤derkasse", Some("Bäderkasse")),
            (
                "StraÃŸennetz fÃ¼r Ã–ffentliche",
                Some("Straßennetz für Öffentliche"),
            ),
            ("GrÃ¶ße", None),
            ("Archiv â€“ Alt", Some("Archiv – Alt")),
            ("CafÃ© CrÃ¨me", Some("Café Crème")),
            ("Größe für Äpfel", None),
            ("SÃO PAULO", None),
            ("Ångström", None),
            ("Château – Öl", None),
            ("plain", None),
            (
                "B&uuml;rgerportal &amp; Caf&eacute;",
                Some("Bürgerportal & Café"),
            ),
            ("Handel & Gewerbe", None),
            ("AT&T; Netz", None),
        ] {
            assert_eq!(mended(text).as_deref(), meant, "{text}");
        }
    }
}
