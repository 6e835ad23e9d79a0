//! Every command, argument and mistake speaks both languages.

use super::*;

/// Every command below one, with the words that call it; `help` repeats the others.
fn commands(command: &clap::Command, path: &str, found: &mut Vec<(String, clap::Command)>) {
    found.push((path.to_owned(), command.clone()));
    for verb in command.get_subcommands() {
        if verb.get_name() != "help" {
            commands(verb, &format!("{path} {}", verb.get_name()), found);
        }
    }
}

fn all_commands(language: Language) -> Vec<(String, clap::Command)> {
    let mut found = Vec::new();
    commands(&fachcheck::cli::command(language), "fachcheck", &mut found);
    found
}

#[test]
fn every_command_and_argument_speaks_both_languages() {
    let german = all_commands(Language::De);
    let english = all_commands(Language::En);
    let said = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string);
    for ((path, german), (_, english)) in german.iter().zip(&english) {
        let about = said(german.get_about());
        assert!(about.is_some(), "{path}");
        assert_ne!(about, said(english.get_about()), "{path}");
        for (german, english) in german.get_arguments().zip(english.get_arguments()) {
            let words = |argument: &clap::Arg| said(argument.get_help()).unwrap_or_default();
            let (german, english) = (words(german), words(english));
            assert!(
                !german.trim().is_empty() && !german.starts_with('['),
                "{path}: {german}"
            );
            assert_ne!(german, english, "{path}");
        }
    }
}

#[test]
fn german_help_holds_no_english_of_the_argument_library() {
    let english = [
        "Usage",
        "Options",
        "OPTIONS",
        "Commands",
        "COMMAND",
        "Arguments",
        "possible values",
        "default",
        "Print ",
        "Show ",
        "see more",
        "Example",
        "[PATH",
        "<PATH",
        "<DIR>",
        "<DATE>",
        "alias",
    ];
    let same = ["FORMAT", "MIB", "NAME", "TEXT", "VERSION", "SHELL"];
    for ((path, mut command), (_, original)) in all_commands(Language::De)
        .into_iter()
        .zip(all_commands(Language::En))
    {
        let names = |command: &clap::Command| -> Vec<Vec<String>> {
            let arguments = command.get_arguments();
            let names = |argument: &clap::Arg| {
                let names = argument.get_value_names().unwrap_or_default();
                names.iter().map(ToString::to_string).collect()
            };
            arguments.map(names).collect()
        };
        for (german, english) in names(&command).into_iter().zip(names(&original)) {
            for (german, english) in german.iter().zip(&english) {
                assert!(
                    german != english || same.contains(&english.as_str()),
                    "{path}: <{german}>"
                );
            }
        }
        let help = command.render_long_help().to_string();
        assert!(help.contains("Aufruf: fachcheck"), "{path}\n{help}");
        for word in english {
            assert!(!help.contains(word), "{path}: {word}\n{help}");
        }
    }
    for (path, mut command) in all_commands(Language::En) {
        let help = command.render_long_help().to_string();
        for word in [
            "Aufruf", "Optionen", "Befehl", "Vorgabe", "möglich", "Beispiel",
        ] {
            assert!(!help.contains(word), "{path}: {word}\n{help}");
        }
    }
}

#[test]
fn mistakes_in_arguments_are_told_in_the_language_asked_for() {
    let cases: [(&[&str], &str, &str); 12] = [
        (
            &["audit", "--nonsense"],
            "„--nonsense“ gibt es hier nicht",
            "no argument “--nonsense”",
        ),
        (
            &["audit", "--oly", "A"],
            "Meinten Sie „--only“?",
            "Did you mean “--only”?",
        ),
        (
            &["explain", "gender/four-entries-storable"],
            "Meinten Sie „rules explain“?",
            "Did you mean “rules explain”?",
        ),
        (
            &["check", ".", "--format", "gitlab"],
            "Meinten Sie „code-quality“?",
            "Did you mean “code-quality”?",
        ),
        (
            &["render", ".", "--format", "excel"],
            "Meinten Sie „xlsx“?",
            "Did you mean “xlsx”?",
        ),
        (&["audti"], "Meinten Sie „audit“?", "Did you mean “audit”?"),
        (
            &["check"],
            "Es fehlt: <PFAD|URL|DATENBANK>",
            "Missing: <PATH|URL|DATABASE>",
        ),
        (
            &["check", ".", "--today"],
            "fehlt ein Wert",
            "value is missing",
        ),
        (
            &["check", ".", "--today", "gestern"],
            "in der Form 2026-11-23",
            "as 2026-11-23",
        ),
        (
            &["check", ".", "--max-size", "0"],
            "ganze Zahl von 1 bis 4096",
            "whole number from 1 to 4096",
        ),
        (
            &["check", ".", "--threshold", "egal"],
            "Möglich: Empfehlung, gering",
            "Possible: advice, minor",
        ),
        (
            &["check", "-q", "-q", "."],
            "darf nur einmal stehen",
            "may stand only once",
        ),
    ];
    for (arguments, german, english) in cases {
        let output = fachcheck(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = err(&output);
        assert!(
            said.contains(german) && said.contains("Fehler:"),
            "{arguments:?}: {said}"
        );
        assert!(
            !said.contains("Usage") && !said.contains('\u{1b}'),
            "{said}"
        );
        for lang in [&["--lang", "en"][..], &["--lang=en"]] {
            let before = [lang, arguments].concat();
            let said = err(&fachcheck(&before));
            assert!(
                said.contains(english) && said.contains("error:"),
                "{before:?}: {said}"
            );
        }
    }
    // The language counts wherever it stands, also behind the mistake.
    let said = err(&fachcheck(&["audit", "--nonsense", "--lang", "en"]));
    assert!(said.contains("There is no argument"), "{said}");
    let said = err(&fachcheck(&["audit", "--lang", "klingon"]));
    assert!(said.contains("Möglich: de, en"), "{said}");
}
