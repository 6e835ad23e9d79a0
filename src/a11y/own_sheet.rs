//! Style sheets in the file of a component, limited to what its own class decides: the rest of its style comes from
//! elsewhere.

use super::computed::{ColorValue, Rgba};
use super::css::{self, Condition, StyleRule};

/// The style sheets in the file of a component.
pub struct OwnSheet {
    /// Rules with their selectors as text.
    rules: Vec<(String, StyleRule)>,
    /// Whether a sheet is in another language or another file.
    is_partial: bool,
}

impl OwnSheet {
    /// Reads the sheets in the source of a component.
    pub fn of(source: &str) -> Self {
        let mut sheet = Self {
            rules: Vec::new(),
            is_partial: false,
        };
        for block in source.split("<style").skip(1) {
            let Some((attributes, rest)) = block.split_once('>') else {
                continue;
            };
            let is_css = !attributes.contains("lang=") || attributes.contains("lang=\"css\"");
            if !is_css || attributes.contains("src=") {
                sheet.is_partial = true;
                continue;
            }
            let text = rest.split("</style").next().unwrap_or_default();
            let rules = css::parse_sheet(text).rules.into_iter();
            let named = rules.map(|rule| (rule.selector.to_string(), rule));
            sheet.rules.extend(named);
        }
        sheet
    }

    /// The opaque text and background colours set by a class, if exactly one rule is about it, sets both, and neither
    /// hides the text nor fills its letters otherwise.
    pub fn colors(&self, class: &str) -> Option<(Rgba, Rgba)> {
        const OTHERS: [&str; 7] = [
            "display",
            "visibility",
            "clip",
            "background-clip",
            "background-image",
            "opacity",
            "-webkit-",
        ];
        let mut about = self
            .rules
            .iter()
            .filter(|(selector, _)| is_about(selector, class));
        let (Some((selector, rule)), None) = (about.next(), about.next()) else {
            return None;
        };
        let is_simple = selector.strip_prefix('.') == Some(class)
            && rule.media.screens == Condition::Always
            && rule.media.desktop.is_yes();
        let does_more = rule.declarations.iter().any(|declaration| {
            let mut others = OTHERS.iter();
            others.any(|other| declaration.property.starts_with(other))
        });
        if self.is_partial || !is_simple || does_more {
            return None;
        }
        let color = |names: &[&str]| {
            let mut declared = rule.declarations.iter().rev();
            let declared = declared.find(|one| names.contains(&one.property.as_str()))?;
            match ColorValue::parse(&declared.value) {
                ColorValue::Is(color) => Some(color).filter(|color| color.is_opaque()),
                _ => None,
            }
        };
        Some((
            color(&["color"])?,
            color(&["background", "background-color"])?,
        ))
    }
}

/// Whether a selector names a class.
fn is_about(selector: &str, class: &str) -> bool {
    selector.match_indices(class).any(|(at, _)| {
        let behind = &selector[at + class.len()..];
        let goes_on = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_');
        selector[..at].ends_with('.') && !behind.starts_with(goes_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colors(sheet: &str) -> Option<String> {
        let source = format!("<template></template><style scoped>{sheet}</style>");
        let (text, background) = OwnSheet::of(&source).colors("hint")?;
        Some(format!("{text} {background}"))
    }

    #[test]
    fn one_simple_rule_sets_both_colours() {
        let both = Some("#bbbbbb #ffffff");
        for (sheet, expected) in [
            (".hint { color: #bbb; background: #fff }", both),
            (
                ".hint{color:#bbb;background-color:#fff} .hints{color:#000}",
                both,
            ),
            (".hint { color: #bbb }", None),
            (".hint { color: #bbb; background: #fff8 }", None),
            (".hint { color: #bbb; background: var(--ground) }", None),
            (
                ".hint{color:#bbb;background:#fff} .dark .hint{color:#000}",
                None,
            ),
            ("p.hint { color: #bbb; background: #fff }", None),
            (
                "@media print { .hint { color: #bbb; background: #fff } }",
                None,
            ),
            (".hint { color: #bbb; background: #fff; opacity: 0 }", None),
        ] {
            assert_eq!(colors(sheet).as_deref(), expected, "{sheet}");
        }
        let sass =
            "<style lang=\"scss\">.a{}</style><style>.hint{color:#bbb;background:#fff}</style>";
        assert!(OwnSheet::of(sass).colors("hint").is_none());
    }
}
