//! Fast lookup of element attributes.

use html5ever::ns;
use scraper::ElementRef;
use scraper::node::Element;

/// Looks up attributes by name, ignoring namespaces.
///
/// `scraper` interns the requested name, which costs more than comparing it with the few attributes of an element. All
/// rules together look up hundreds of thousands of attributes per page.
pub trait Attributes<'a> {
    /// The value of an attribute; empty if it has none, `None` if the element lacks it.
    fn attribute(&self, name: &str) -> Option<&'a str>;
}

impl<'a> Attributes<'a> for &'a Element {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        /// With more attributes, a search is faster than comparing.
        const FEW: usize = 16;
        let attributes = &self.attrs;
        if attributes.len() > FEW {
            return self.attr(name);
        }
        attributes
            .iter()
            .find(|(known, _)| known.ns == ns!() && &*known.local == name)
            .map(|(_, value)| &**value)
    }
}

impl<'a> Attributes<'a> for ElementRef<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.value().attribute(name)
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn values(markup: &str, names: &[&str]) -> Vec<Option<String>> {
        let page = Html::parse_fragment(markup);
        let elements = page
            .root_element()
            .descendants()
            .filter_map(ElementRef::wrap);
        let last = elements.last().expect("an element");
        let values = names
            .iter()
            .map(|name| last.attribute(name).map(str::to_owned));
        values.collect()
    }

    #[test]
    fn attributes_are_found_by_their_plain_names() {
        let found = values("<input ID=a disabled>", &["id", "disabled", "title", "ID"]);
        assert_eq!(found, [Some("a".into()), Some(String::new()), None, None]);
    }

    #[test]
    fn attributes_of_other_namespaces_are_others() {
        let found = values("<svg><use xlink:href='#a'></use></svg>", &["href"]);
        assert_eq!(found, [None]);
    }

    #[test]
    fn many_attributes_are_found_as_well() {
        let many: String = (0..40).map(|at| format!(" data-{at}={at}")).collect();
        let found = values(&format!("<p{many}></p>"), &["data-0", "data-39", "data-40"]);
        assert_eq!(found, [Some("0".into()), Some("39".into()), None]);
    }
}
