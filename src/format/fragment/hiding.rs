//! Elements hidden by a component's style block: their classes are never shown, or only once a program removes the
//! class.

use std::collections::HashSet;

use super::component::hides;

/// Classes that a file's `<style>` block removes from layout or makes invisible.
pub fn hiding_classes(source: &str) -> HashSet<String> {
    let mut classes = HashSet::new();
    for block in source.split("<style").skip(1) {
        let Some((_, sheet)) = block.split_once('>') else {
            continue;
        };
        let sheet = sheet.split("</style").next().unwrap_or_default();
        for rule in sheet.split('}') {
            let Some((before, declarations)) = rule.rsplit_once('{') else {
                continue;
            };
            // What is omitted in print is shown on screen.
            let is_of_print = before.contains("@media") && before.contains("print");
            if is_of_print || !hides(declarations) {
                continue;
            }
            let selectors = before.rsplit(['{', ';', '/']).next().unwrap_or_default();
            classes.extend(selectors.split(',').filter_map(class_of));
        }
    }
    classes
}

/// The class that a selector requires of the element itself, if it requires no state.
fn class_of(selector: &str) -> Option<String> {
    let own = selector.trim().rsplit([' ', '>', '+', '~']).next()?;
    let (_, class) = own.rsplit_once('.')?;
    let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_');
    (!class.is_empty() && class.chars().all(is_name)).then(|| class.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_hide_name_their_classes() {
        let hidden = |sheet: &str| {
            let source = format!("<template></template><style scoped>{sheet}</style>");
            let mut classes: Vec<String> = hiding_classes(&source).into_iter().collect();
            classes.sort_unstable();
            classes
        };
        assert_eq!(hidden(".a { display: none; }"), ["a"]);
        assert_eq!(hidden("p .a,\n.b{color:red;visibility:hidden}"), ["a", "b"]);
        assert_eq!(hidden(".a { .b { display: none !important } }"), ["b"]);
        assert!(hidden("@media print { .a { display: none } }").is_empty());
        assert!(hidden(".a { display: block } .b:hover { display: none }").is_empty());
        assert!(hidden("p { display: none }").is_empty());
        assert!(hiding_classes(".a { display: none }").is_empty());
    }
}
