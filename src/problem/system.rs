//! What the operating system said about a file, in words.

use std::io;

use crate::texts::{Bilingual, Language, filled, text};

/// What the system said, in a part of a sentence; its own words where it is something rare that has no number.
pub fn io_cause(error: &io::Error, language: Language) -> String {
    use io::ErrorKind as Kind;
    let key = match error.kind() {
        Kind::NotFound => "cli.io-missing",
        Kind::PermissionDenied => "cli.io-forbidden",
        Kind::StorageFull | Kind::QuotaExceeded => "cli.io-full",
        Kind::FileTooLarge => "cli.io-too-large",
        Kind::ReadOnlyFilesystem => "cli.io-read-only",
        Kind::NotADirectory => "cli.io-no-folder",
        Kind::IsADirectory => "cli.io-folder",
        Kind::AlreadyExists | Kind::DirectoryNotEmpty => "cli.io-taken",
        Kind::InvalidFilename => "cli.io-name",
        Kind::TimedOut => "cli.io-time",
        Kind::InvalidData => "cli.io-not-text",
        Kind::UnexpectedEof => "cli.io-cut-short",
        _ => {
            // Error 40 of Linux: there is no stable kind for it.
            return match error.raw_os_error() {
                Some(40) if cfg!(target_os = "linux") => text("cli.io-loop", language).to_owned(),
                Some(number) => filled("cli.io-other", language, &[("number", &number)]),
                None => error.to_string(),
            };
        }
    };
    text(key, language).to_owned()
}

/// The same in both languages.
pub fn io_causes(error: &io::Error) -> Bilingual {
    Bilingual {
        de: io_cause(error, Language::De),
        en: io_cause(error, Language::En),
    }
}
