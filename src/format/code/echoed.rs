//! Markup in the texts of a program in PHP: no page is read of it, and people see it all the same.

/// Tags of what people operate or look at; words of text that a program joins have others.
const TAGS: [&str; 9] = [
    "<input",
    "<select",
    "<textarea",
    "<button",
    "<form",
    "<table",
    "<td",
    "<img",
    "<iframe",
];

/// Whether a program in PHP prints tags from its texts.
pub fn prints_markup(source: &str) -> bool {
    // Between two parts of code stands the page as it is written.
    let mut parts = source.split("<?").skip(1);
    parts.any(|part| {
        let code = part.split_once("?>").map_or(part, |(code, _)| code);
        code.lines().any(|line| {
            let line = line.trim_start();
            let remark = ["*", "/", "#"].iter().any(|mark| line.starts_with(mark));
            !remark && TAGS.iter().any(|tag| names_tag(line, tag))
        })
    })
}

/// Whether a tag stands in a line, and not one whose name begins alike.
fn names_tag(line: &str, tag: &str) -> bool {
    line.match_indices(tag).any(|(at, _)| {
        let behind = line.get(at + tag.len()..).unwrap_or_default();
        behind.starts_with([' ', '>', '/', '\t', '\'', '"', '\\']) || behind.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_texts_of_a_program_are_told_from_the_page_and_from_remarks() {
        for printing in [
            "<?php echo \"<select name=\\\"rasse\\\">\"; ?>",
            "<?php\n$zeile .= '<td onclick=\"x()\">' . $a;",
            "<p>x</p><?php print '<input';",
        ] {
            assert!(prints_markup(printing), "{printing}");
        }
        for silent in [
            "<input name=\"a\"><?php weiter(); ?><td>",
            "<?php\n/**\n * Prints <input name=a>.\n */\n// <td>\n",
            "<?php strip_tags($a, '<tdx><b>');",
            "",
        ] {
            assert!(!prints_markup(silent), "{silent}");
        }
    }
}
