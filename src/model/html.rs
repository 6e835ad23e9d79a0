//! What HTML says of its elements, for everybody who reads markup. Names are in lower case.

/// Elements that end where they begin (HTML Standard, "Void elements", with the former `param`).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that a line of text goes on around, as browsers show them (HTML Standard, "Rendering").
const IN_LINE: [&str; 33] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
];

/// Whether an element ends where it begins.
pub fn is_void(name: &str) -> bool {
    VOID.binary_search(&name).is_ok()
}

/// Whether a line of text goes on around an element where no style says otherwise.
pub fn is_in_line(name: &str) -> bool {
    IN_LINE.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(VOID.is_sorted() && IN_LINE.is_sorted());
        assert!(is_void("track") && !is_void("script"));
        assert!(is_in_line("span") && !is_in_line("div"));
    }
}
