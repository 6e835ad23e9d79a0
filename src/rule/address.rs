//! Web addresses that explain rules to people without a terminal: a page on the server or disk of the program's
//! operator. The project has no server of its own, so the user must say where the page is.

use std::path::Path;
use std::sync::OnceLock;

use url::Url;

use super::load::FILES;

/// The environment variable with the address of the page.
pub const RULES_PAGE: &str = "FACHCHECK_RULES_URL";

/// Path of the page in an installation.
const PAGE: &str = "share/doc/fachcheck/docs/anforderungen.md";

/// Addresses that explain shipped rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAddresses {
    page: String,
}

impl RuleAddresses {
    /// The explanations on a page; `None` if the address is not valid for one (`http`, `https` or `file`, without user
    /// and password).
    pub fn on_page(address: &str) -> Option<Self> {
        let mut url = Url::parse(address).ok()?;
        let known = matches!(url.scheme(), "http" | "https" | "file");
        if !known || url.password().is_some() || !url.username().is_empty() {
            return None;
        }
        url.set_fragment(None);
        Some(Self { page: url.into() })
    }

    /// The page from the environment variable.
    pub fn named() -> Option<&'static Self> {
        static NAMED: OnceLock<Option<RuleAddresses>> = OnceLock::new();
        let named = NAMED.get_or_init(|| Self::on_page(&std::env::var(RULES_PAGE).ok()?));
        named.as_ref()
    }

    /// The value of the environment variable if it is invalid.
    pub fn misnamed() -> Option<String> {
        let said = std::env::var(RULES_PAGE).ok()?;
        (!said.is_empty() && Self::named().is_none()).then_some(said)
    }

    /// The page from the environment variable, or else the documentation installed with the program, whose links only
    /// work on this machine.
    pub fn on_this_machine() -> Option<&'static Self> {
        static INSTALLED: OnceLock<Option<RuleAddresses>> = OnceLock::new();
        let installed = || {
            let program = std::env::current_exe().ok()?;
            Self::installed_with(&program)
        };
        Self::named().or_else(|| INSTALLED.get_or_init(installed).as_ref())
    }

    fn installed_with(program: &Path) -> Option<Self> {
        let page = program.parent()?.parent()?.join(PAGE);
        let url = page.is_file().then(|| Url::from_file_path(page).ok())??;
        Some(Self { page: url.into() })
    }

    /// The address that explains a rule; `None` for a team's own rules, which are on no page of ours.
    pub fn of(&self, rule: &str) -> Option<String> {
        let file = format!("{rule}.toml");
        let is_shipped = FILES.iter().any(|(name, _)| *name == file);
        is_shipped.then(|| format!("{}#{}", self.page, anchor(rule)))
    }
}

/// The anchor that repository servers generate for a rule's heading.
fn anchor(rule: &str) -> String {
    let kept = |ch: &char| ch.is_alphanumeric() || matches!(ch, '-' | '_');
    rule.to_lowercase().chars().filter(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rules_have_an_address_where_somebody_says_where_the_page_lies() {
        let page = "https://git.example.org/x/fachcheck/-/blob/main/docs/anforderungen.md";
        let addresses = RuleAddresses::on_page(&format!("{page}#top")).expect("an address");
        let expected = format!("{page}#genderfour-entries-storable");
        let of = |rule: &str| addresses.of(rule);
        assert_eq!(of("gender/four-entries-storable"), Some(expected));
        assert_eq!(of("own/rule"), None);
        assert_eq!(of("../gender/four-entries-storable"), None);
        let book = crate::rule::load(None).expect("the shipped rules load");
        assert!(book.rules.keys().all(|id| of(id).is_some()));
        for address in [
            "",
            "docs/anforderungen.md",
            "javascript:x",
            "https://u:p@x.example/",
        ] {
            assert_eq!(RuleAddresses::on_page(address), None, "{address}");
        }
    }

    #[test]
    fn documentation_beside_the_program_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("bin/fachcheck");
        assert_eq!(RuleAddresses::installed_with(&program), None);
        let page = folder.path().join(PAGE);
        std::fs::create_dir_all(page.parent().expect("a folder")).expect("folders");
        std::fs::write(&page, "").expect("a file");
        let found = RuleAddresses::installed_with(&program).expect("it is there");
        let address = found.of("gender/four-entries-storable").expect("shipped");
        assert!(address.starts_with("file:///") && address.contains("anforderungen.md#"));
    }
}
