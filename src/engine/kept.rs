//! Caches judgements of documents between runs, for programs that examine the same files again and again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use super::JudgedDocument;
use super::judge::Terms;
use crate::source::Capture;

/// The latest judgement of each document, with a hash of its inputs. Holds one entry per document.
#[derive(Default)]
pub struct KeptJudgements(Mutex<HashMap<(String, String), (u64, JudgedDocument)>>);

impl KeptJudgements {
    /// The judgement of a document: the cached one if none of its inputs changed, else a new one. For `setting`, see
    /// [`judged_under`].
    pub fn judged(
        &self,
        application: &str,
        capture: &Capture,
        setting: u64,
        judge: impl FnOnce() -> JudgedDocument,
    ) -> JudgedDocument {
        let mut hasher = DefaultHasher::new();
        (setting, capture).hash(&mut hasher);
        let made_of = hasher.finish();
        let key = (application.to_owned(), capture.document.clone());
        let known = {
            let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            held.get(&key).filter(|(of, _)| *of == made_of).cloned()
        };
        if let Some((_, judged)) = known {
            return judged;
        }
        let judged = judge();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(key, (made_of, judged.clone()));
        judged
    }
}

/// A hash of everything judgements depend on besides the document: the rules in force, what is judged, and how layout
/// is determined.
pub fn judged_under(terms: Terms<'_>) -> u64 {
    let Terms {
        book,
        include,
        browser,
    } = terms;
    let mut hasher = DefaultHasher::new();
    book.digest.hash(&mut hasher);
    for id in book.rules.keys() {
        id.hash(&mut hasher);
    }
    include.hash(&mut hasher);
    browser.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Browser, Origin};
    use crate::rule::RuleBook;

    fn judged_under(book: &RuleBook, include: &[Origin]) -> u64 {
        super::judged_under(Terms {
            book,
            include,
            browser: Browser::Static,
        })
    }

    #[test]
    fn a_document_is_judged_again_when_something_has_changed() {
        let book = crate::rule::load(None).expect("the shipped rules load");
        let kept = KeptJudgements::default();
        let count = std::cell::Cell::new(0);
        let judge = |application: &str, capture: &Capture, setting: u64| {
            kept.judged(application, capture, setting, || {
                count.set(count.get() + 1);
                JudgedDocument::lost(capture, String::new())
            });
            count.get()
        };
        let setting = judged_under(&book, &[]);
        let one = Capture::of_text("a.sql", "one");
        assert_eq!(judge("a", &one, setting), 1);
        assert_eq!(judge("a", &one, setting), 1);
        assert_eq!(judge("a", &Capture::of_text("a.sql", "two"), setting), 2);
        assert_eq!(judge("a", &one, setting), 3, "only the latest is kept");
        assert_eq!(judge("b", &one, setting), 4);
        assert_eq!(judge("a", &one, judged_under(&book, &[Origin::Test])), 5);
        let mut named = one.clone();
        named.below = "x/a.sql".to_owned();
        assert_eq!(judge("a", &named, setting), 6);
        let by_engine = super::judged_under(Terms {
            book: &book,
            include: &[],
            browser: Browser::Embedded,
        });
        assert_eq!(judge("a", &named, by_engine), 7);
        let mut fewer = crate::rule::load(None).expect("the shipped rules load");
        fewer.rules.pop_first();
        assert_eq!(judge("a", &named, judged_under(&fewer, &[])), 8);
    }
}
