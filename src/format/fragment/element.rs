//! Rules of HTML about its elements, as far as templates need them: which are closed implicitly, and where.

/// Whether an element's content is not markup.
pub fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title")
}

/// Whether an open element ends where another starts, as in browsers.
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

/// Whether elements inside this one do not close the elements of their kind that are open around it.
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

/// Whether cells inside this element are in a row, written or implied.
pub fn is_rows(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot")
}

/// Whether browsers leave a form empty that starts here.
pub fn is_within_table(name: &str) -> bool {
    is_rows(name) || name == "tr"
}
