//! UTF-8 text that another program decoded as Windows-1252: `FÃ¶rderung`.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The repaired text; `None` if nothing is garbled. Other characters are kept: genuine umlauts alone are not valid
/// UTF-8, so correct text is never changed.
pub(super) fn mended(text: &str) -> Option<String> {
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
        ] {
            assert_eq!(mended(text).as_deref(), meant, "{text}");
        }
    }
}
