//! The shipped rules and vocabulary, loaded once for all tests of a program.

use std::sync::{Arc, LazyLock};

use fachcheck::gender::Vocabulary;
use fachcheck::rule::{self, RuleBook};

static BOOK: LazyLock<Arc<RuleBook>> =
    LazyLock::new(|| Arc::new(rule::load(None).expect("the shipped rules load")));

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(&BOOK.vocabulary).expect("the shipped vocabulary loads"));

/// The rules.
pub fn book() -> Arc<RuleBook> {
    BOOK.clone()
}

/// The vocabulary.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}
