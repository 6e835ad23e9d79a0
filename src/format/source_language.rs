//! Detects the language of program source without a telling name: scripts without extension, PHP includes, build files.

use crate::source::Capture;

/// How files of a language are recognised if their extension does not identify it.
struct Language {
    /// The extension that stands for it.
    extension: &'static str,
    /// Whole file names, in lower case.
    names: &'static [&'static str],
    /// Interpreters in the first line.
    interpreters: &'static [&'static str],
    /// Beginnings of the text.
    openings: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        extension: "php",
        names: &[],
        interpreters: &["php"],
        openings: &["<?php"],
    },
    Language {
        extension: "py",
        names: &["sconstruct", "sconscript", "wscript"],
        interpreters: &["python", "pypy"],
        openings: &[],
    },
    Language {
        extension: "rb",
        names: &["rakefile", "gemfile", "capfile", "guardfile", "thorfile"],
        interpreters: &["ruby", "jruby"],
        openings: &[],
    },
    Language {
        extension: "js",
        names: &["jakefile"],
        interpreters: &["node", "nodejs", "bun"],
        openings: &[],
    },
    Language {
        extension: "ts",
        names: &[],
        interpreters: &["deno", "ts-node", "tsx"],
        openings: &[],
    },
    Language {
        extension: "pl",
        names: &[],
        interpreters: &["perl"],
        openings: &[],
    },
    Language {
        extension: "sh",
        names: &[],
        interpreters: &["sh", "bash", "zsh", "ksh", "dash"],
        openings: &[],
    },
    Language {
        extension: "groovy",
        names: &["jenkinsfile"],
        interpreters: &["groovy"],
        openings: &[],
    },
];

/// Extensions of texts that quote programs, and of backups and patches.
const NEVER_PROGRAMS: &[&str] = &[
    "adoc", "bak", "diff", "log", "md", "old", "orig", "patch", "phpt", "rej", "rst", "save",
    "stub", "swp", "tmp", "txt",
];

/// The extension that identifies a source's language: its own, or the one implied by its name or beginning. Files that
/// are not programs keep theirs.
pub(super) fn extension(capture: &Capture, is_known: impl Fn(&str) -> bool) -> String {
    let own = capture.extension();
    if is_known(&own) {
        return own;
    }
    told(capture, &own).map_or(own, str::to_owned)
}

/// The extension implied by a document whose own is not telling.
fn told(capture: &Capture, own: &str) -> Option<&'static str> {
    let name = capture.file_name();
    if NEVER_PROGRAMS.contains(&own) || name.ends_with('~') {
        return None;
    }
    let head = capture.head().trim_start();
    let interpreter = head.strip_prefix("#!").and_then(interpreter);
    let body = match head.starts_with("#!") {
        true => head.split_once('\n').map_or("", |(_, body)| body),
        false => head,
    };
    let language = LANGUAGES.iter().find(|language| {
        language.names.contains(&name.as_str())
            || interpreter.is_some_and(|program| language.interpreters.contains(&program))
            || language
                .openings
                .iter()
                .any(|opening| body.starts_with(opening))
    });
    language.map(|language| language.extension)
}

/// The interpreter in a `#!` line, without path and version.
fn interpreter(line: &str) -> Option<&str> {
    let line = line.lines().next()?;
    let mut words = line.split_whitespace();
    let mut program = last_part(words.next()?);
    if program == "env" {
        let is_option = |word: &&str| word.starts_with('-') || word.contains('=');
        program = last_part(words.find(|word| !is_option(word))?);
    }
    Some(program.trim_end_matches(|ch: char| ch.is_ascii_digit() || ch == '.'))
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells_a_language_where_the_name_does_not() {
        let told = |name: &str, text: &str| {
            let capture = Capture::of_text(name, text);
            extension(&capture, |extension| matches!(extension, "php" | "py"))
        };
        assert_eq!(told("class_user.inc", "<?php\n$a = 1;"), "php");
        assert_eq!(told("verein.module", "\n<?php\n"), "php");
        assert_eq!(told("bin/melden", "#!/usr/bin/env php\n<?php\n"), "php");
        assert_eq!(
            told("bin/import", "#!/usr/bin/env -S python3.11 -u\n"),
            "py"
        );
        assert_eq!(told("cgi-bin/such.cgi", "#!/usr/local/bin/perl -w\n"), "pl");
        assert_eq!(told("Rakefile", "task :neu"), "rb");
        assert_eq!(told("deploy", "#! /bin/bash\n"), "sh");
    }

    #[test]
    fn texts_and_copies_are_no_programs() {
        let told = |name: &str, text: &str| {
            extension(&Capture::of_text(name, text), |extension| {
                extension == "php"
            })
        };
        assert_eq!(told("kunde.php.bak", "<?php\n"), "bak");
        assert_eq!(told("kunde.php~", "<?php\n"), "php~");
        assert_eq!(told("README.md", "<?php\n"), "md");
        assert_eq!(told("grafik.inc", "unit grafik;"), "inc");
        assert_eq!(told("a.php", "#!/usr/bin/python\n"), "php");
        assert_eq!(told("leer", "#!"), "");
    }
}
