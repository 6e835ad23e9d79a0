//! Markup in strings of programs: it is not read as a page, but users see it.

/// Tags of elements that users operate or see; incidental strings contain other tags.
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

/// Prefixes of framework calls that return markup; the name of the element follows.
const MAKERS: [&str; 9] = [
    "Html::",
    "CHtml::",
    "HTML::",
    "Form::",
    "html_writer::",
    "Xml::",
    "->Html->",
    "->Form->",
    "->Html::",
];

/// Elements created by such calls, in lower case without underscores: those that users operate or see.
const MADE: [&str; 44] = [
    "a",
    "activecheckbox",
    "activedropdownlist",
    "activetextarea",
    "activetextinput",
    "begintag",
    "button",
    "check",
    "checkbox",
    "checkboxlist",
    "control",
    "dropdown",
    "dropdownlist",
    "element",
    "email",
    "emptytag",
    "endtag",
    "file",
    "fileinput",
    "hidden",
    "image",
    "img",
    "input",
    "label",
    "link",
    "linkbutton",
    "openelement",
    "password",
    "passwordinput",
    "radio",
    "radiolist",
    "rawelement",
    "select",
    "starttag",
    "submit",
    "submitbutton",
    "table",
    "tag",
    "text",
    "textarea",
    "textfield",
    "textinput",
    "beginform",
    "create",
];

/// Signs of templates compiled to source code.
const COMPILED: [&str; 9] = [
    "ɵɵelement(",
    "ɵɵelementStart(",
    "ɵɵdomElement(",
    "ɵɵdomElementStart(",
    "ɵɵngDeclareComponent(",
    "\\u0275\\u0275elementStart(",
    "precompileTemplate(",
    "createTemplateFactory(",
    "_createElementVNode(",
];

/// Whether a JavaScript program contains compiled templates, which users see.
pub fn holds_templates(source: &str) -> bool {
    COMPILED.iter().any(|mark| source.contains(mark))
}

/// Whether a template literal with tags is passed to Lit or a similar library: html`<p>…</p>`.
pub fn holds_tagged_markup(source: &str) -> bool {
    /// Maximum length; longer ones start with something other than a tag.
    const LONGEST: usize = 500;
    source.match_indices("html`").any(|(at, tag)| {
        let before = source[..at].chars().next_back();
        let is_whole = !before.is_some_and(|ch| ch.is_alphanumeric() || "_$.`".contains(ch));
        let behind = &source[at + tag.len()..];
        let near = &behind[..behind.floor_char_boundary(LONGEST)];
        let text = near.split('`').next().unwrap_or_default();
        let begins = |(at, _): (usize, &str)| {
            let next = text[at + 1..].chars().next();
            next.is_some_and(|ch| ch.is_ascii_alphabetic())
        };
        is_whole && text.match_indices('<').any(begins)
    })
}

/// Whether a line calls a function that creates markup.
fn calls_maker(line: &str) -> bool {
    let makes = |behind: &str| {
        let end = behind.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        let Some((name, rest)) = end.and_then(|end| behind.split_at_checked(end)) else {
            return false;
        };
        let name: String = name
            .chars()
            .filter(|ch| *ch != '_')
            .flat_map(char::to_lowercase)
            .collect();
        rest.trim_start().starts_with('(') && MADE.contains(&name.as_str())
    };
    MAKERS.iter().any(|maker| {
        line.match_indices(maker).any(|(at, _)| {
            // The name of another class may end in the same word.
            let before = line[..at].chars().next_back();
            let is_whole = !maker.starts_with(char::is_alphanumeric)
                || !before.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
            is_whole && makes(&line[at + maker.len()..])
        })
    })
}

/// Whether a PHP program prints tags from strings or creates them through a framework.
pub fn prints_markup(source: &str) -> bool {
    // Between two parts of code is literal markup.
    let mut parts = source.split("<?").skip(1);
    parts.any(|part| {
        let code = part.split_once("?>").map_or(part, |(code, _)| code);
        code.lines().any(|line| {
            let line = line.trim_start();
            let remark = ["*", "/", "#"].iter().any(|mark| line.starts_with(mark));
            !remark && (TAGS.iter().any(|tag| names_tag(line, tag)) || calls_maker(line))
        })
    })
}

/// Whether a line contains exactly this tag, not one with a longer name.
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
    fn markup_in_texts_of_a_program_is_seen_by_its_tag() {
        for shown in [
            "render() { return html`<p>${this.name}</p>`; }",
            "const a = html`\n  <my-button></my-button>`;",
        ] {
            assert!(holds_tagged_markup(shown), "{shown}");
        }
        for silent in [
            "const a = xhtml`<p>`;",
            "const a = html`a < b`;",
            "// say `html`<p>",
            "const a = html`${b}`; if (a < c) {}",
        ] {
            assert!(!holds_tagged_markup(silent), "{silent}");
        }
    }

    #[test]
    fn tags_in_texts_of_a_program_are_told_from_the_page_and_from_remarks() {
        for printing in [
            "<?php echo \"<select name=\\\"rasse\\\">\"; ?>",
            "<?php\n$zeile .= '<td onclick=\"x()\">' . $a;",
            "<p>x</p><?php print '<input';",
            "<?php\necho Html::textInput('ort', $ort);",
            "<?= $this->Form->control('ort') ?>",
            "<?php\n$out .= html_writer::empty_tag('img', $a);",
        ] {
            assert!(prints_markup(printing), "{printing}");
        }
        for silent in [
            "<input name=\"a\"><?php weiter(); ?><td>",
            "<?php\n/**\n * Prints <input name=a>.\n */\n// <td>\n",
            "<?php strip_tags($a, '<tdx><b>');",
            "<?php\nreturn Html::encode($a) . $this->tag($b) . MyHtml::tag($c);",
            "<?php\nuse yii\\helpers\\Html;\n",
            "",
        ] {
            assert!(!prints_markup(silent), "{silent}");
        }
    }
}
