//! What HTML itself says about its elements, as far as templates need it: which end where they begin, and which end
//! without an end tag.

/// Whether what is written in an element is no markup.
pub fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title")
}

/// Whether an open element ends where another begins, as browsers read HTML.
pub fn ends_before(open: &str, next: &str) -> bool {
    match open {
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "option" => matches!(next, "option" | "optgroup"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "thead" | "tfoot"),
        "thead" | "tbody" | "tfoot" => matches!(next, "tbody" | "thead" | "tfoot"),
        "p" => matches!(
            next,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "div"
                | "dl"
                | "fieldset"
                | "figure"
                | "footer"
                | "form"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "header"
                | "hr"
                | "main"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "table"
                | "ul"
        ),
        _ => false,
    }
}

/// Whether an element needs no end tag.
pub fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "li" | "dt"
            | "dd"
            | "p"
            | "option"
            | "optgroup"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
    )
}

/// Whether elements of one kind, and their like, may stand inside without ending what is open around this one.
pub fn is_border(name: &str) -> bool {
    matches!(
        name,
        "ul" | "ol"
            | "menu"
            | "dl"
            | "select"
            | "datalist"
            | "table"
            | "body"
            | "html"
            | "button"
            | "object"
    )
}

/// Whether cells stand in a row inside of this element, written or not.
pub fn is_rows(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot")
}

/// Whether browsers leave a form empty that begins here.
pub fn is_within_table(name: &str) -> bool {
    is_rows(name) || name == "tr"
}
