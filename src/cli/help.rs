//! Help pages and errors of the command line, in the requested language.
//!
//! Verbs and arguments are built without sentences; those are in `texts/help.toml` under their names.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::sync::OnceLock;

use clap::builder::{PossibleValue, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::texts::{Bilingual, Language, filled, lookup, text, translated};

/// Prefix of each usage line in clap.
const USAGE: &str = "Usage: ";

/// The requested language, even if the arguments as a whole are invalid: the first occurrence counts.
pub fn language_in(arguments: &[OsString]) -> Language {
    let mut words = arguments
        .iter()
        .filter_map(|argument| argument.to_str())
        .take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let named = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(value) => value.strip_prefix('='),
            None => continue,
        };
        let known = [Language::De, Language::En];
        let asked = known
            .into_iter()
            .find(|language| Some(language.tag()) == named);
        return asked.unwrap_or_default();
    }
    Language::default()
}

/// The whole command line with its texts.
pub fn worded(mut command: Command, language: Language) -> Command {
    // Only now clap has added its own and the inherited arguments.
    command.build();
    of_command(command, "", language)
}

/// `path` consists of the names that lead to the command, joined by hyphens; it is empty for the program itself.
fn of_command(command: Command, path: &str, language: Language) -> Command {
    let key = match path {
        "" => "fachcheck",
        path => path,
    };
    let said = |key: &str| lookup(&format!("help.{key}"), language);
    let mut command = command
        .mut_args(|argument| of_argument(argument, path, language))
        .mut_subcommands(|verb| {
            // The verb `help` repeats all others below itself.
            let path = match (path, verb.get_name()) {
                ("" | "help", name) => name.to_owned(),
                (path, "help") => path.to_owned(),
                (path, name) => format!("{path}-{name}"),
            };
            match verb.get_name() {
                "help" => of_command(verb, "help", language),
                _ => of_command(verb, &path, language),
            }
        })
        .subcommand_value_name(text("help.value-COMMAND", language))
        .about(said(key))
        .after_help(said(&format!("{key}-examples")));
    let usage = usage(&command.render_usage(), language);
    let frame = frame(&command, language);
    command.override_usage(usage).help_template(frame)
}

/// The usage of a command without its heading.
fn usage(rendered: &StyledStr, language: Language) -> String {
    let plain = rendered.to_string();
    plain
        .strip_prefix(USAGE)
        .unwrap_or(&plain)
        .replace("[OPTIONS]", text("help.some-options", language))
}

/// The template of a help page, with only the non-empty sections.
fn frame(command: &Command, language: Language) -> StyledStr {
    let style = command.get_styles().get_header();
    let heading = |key: &str| format!("{style}{}{style:#}", text(key, language));
    let mut parts = vec![format!(
        "{{about-with-newline}}\n{} {{usage}}",
        heading("help.usage")
    )];
    let mut section = |there: bool, key: &str, tag: &str| {
        if there {
            parts.push(format!("{}\n{{{tag}}}", heading(key)));
        }
    };
    let has = |positional: bool| {
        let mut arguments = command.get_arguments();
        arguments.any(|argument| argument.is_positional() == positional)
    };
    let verbs = command.get_subcommands().next().is_some();
    section(verbs, "help.subcommands", "subcommands");
    section(has(true), "help.positionals", "positionals");
    section(has(false), "help.options", "options");
    StyledStr::from(format!("{}{{after-help}}", parts.join("\n\n")))
}

fn of_argument(argument: Arg, path: &str, language: Language) -> Arg {
    let id = argument.get_id();
    let own = format!("help.{path}--{id}");
    let shared = format!("help.--{id}");
    let mut help = lookup(&own, language)
        .or_else(|| lookup(&shared, language))
        .unwrap_or_default()
        .to_owned();
    let mut add = |key: &str, values: &[String]| {
        if !values.is_empty() {
            help.push(' ');
            help.push_str(&filled(key, language, &[("values", &values.join(", "))]));
        }
    };
    let takes_values = argument.get_action().takes_values();
    if takes_values && !argument.is_hide_default_value_set() {
        let word = |value: &clap::builder::OsStr| of_value(&argument, value, language);
        let values: Vec<String> = argument.get_default_values().iter().map(word).collect();
        add("help.default", &values);
    }
    let possible = argument.get_possible_values();
    let values: Vec<String> = possible
        .iter()
        .map(|value| in_words(value, language).to_owned())
        .collect();
    add("help.possible", &values);
    let names: Vec<&'static str> = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .filter_map(|name| lookup(&format!("help.value-{name}"), language))
        .collect();
    let argument = match names.is_empty() {
        true => argument,
        false => argument.value_names(names),
    };
    argument
        .help(help)
        .hide_default_value(true)
        .hide_possible_values(true)
}

fn of_value(argument: &Arg, value: &OsStr, language: Language) -> String {
    let value = value.to_string_lossy();
    let possible = argument.get_possible_values();
    let known = possible
        .iter()
        .find(|possible| possible.get_name() == value);
    known.map_or(value.into_owned(), |known| {
        in_words(known, language).to_owned()
    })
}

/// A value in a language: the German word is stored as an alias.
fn in_words(value: &PossibleValue, language: Language) -> &str {
    let german = value.get_name_and_aliases().nth(1);
    match language {
        Language::De => german.unwrap_or(value.get_name()),
        Language::En => value.get_name(),
    }
}

/// What a value should have been, in both languages: the error type of value parsers.
#[derive(Clone, Debug)]
pub struct Expected(Bilingual);

impl Expected {
    /// The sentence of a key of `texts/help.toml` with its placeholders filled.
    pub fn new(key: &str, values: &[(&str, &dyn fmt::Display)]) -> Self {
        Self(Bilingual::filled(key, values))
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Expected {}

/// An error in the arguments: what is wrong, a suggestion, and the usage. `command` is the whole command line with its
/// texts.
pub fn mistake(
    error: &clap::Error,
    command: &Command,
    arguments: &[OsString],
    language: Language,
) -> StyledStr {
    let command = called(command, arguments);
    let style = command.get_styles().get_error();
    let head = text("help.mistake", language);
    let mut page = format!("{style}{head}{style:#} {}\n", sentence(error, language));
    for tip in tips(error, command, language) {
        page.push_str(&format!("\n  {tip}\n"));
    }
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(rendered)) => usage(rendered, language),
        _ => usage(&command.clone().render_usage(), language),
    };
    let style = command.get_styles().get_usage();
    let head = text("help.usage", language);
    page.push_str(&format!("\n{style}{head}{style:#} {usage}\n\n"));
    // The command's name precedes the first placeholder.
    let name: Vec<&str> = usage
        .split(' ')
        .take_while(|word| !word.starts_with(['[', '<', '-']))
        .collect();
    page.push_str(&filled(
        "help.more",
        language,
        &[("command", &name.join(" "))],
    ));
    page.push('\n');
    StyledStr::from(page)
}

/// The verb called by the arguments, or else the program itself.
fn called<'c>(command: &'c Command, arguments: &[OsString]) -> &'c Command {
    arguments.iter().fold(command, |command, argument| {
        command.find_subcommand(argument).unwrap_or(command)
    })
}

/// What is wrong, as a sentence.
fn sentence(error: &clap::Error, language: Language) -> String {
    let named = |kind| strings(error, kind).join(", ");
    let argument = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    let command = named(ContextKind::InvalidSubcommand);
    let others = named(ContextKind::PriorArg);
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "help.mistake-unknown-argument",
        ErrorKind::InvalidSubcommand => "help.mistake-unknown-command",
        ErrorKind::MissingSubcommand => "help.mistake-no-command",
        ErrorKind::MissingRequiredArgument => "help.mistake-no-argument",
        ErrorKind::InvalidValue if value.is_empty() => "help.mistake-no-value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "help.mistake-value",
        ErrorKind::TooManyValues => "help.mistake-too-many",
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "help.mistake-too-few",
        ErrorKind::ArgumentConflict if others.is_empty() || others == argument => {
            "help.mistake-twice"
        }
        ErrorKind::ArgumentConflict => "help.mistake-conflict",
        ErrorKind::NoEquals => "help.mistake-no-equals",
        ErrorKind::InvalidUtf8 => "help.mistake-no-text",
        _ => "help.mistake-other",
    };
    filled(
        key,
        language,
        &[
            ("argument", &argument),
            ("arguments", &argument),
            ("value", &value),
            ("command", &command),
            ("others", &others),
        ],
    )
}

/// Hints: what is expected or possible, and suggestions.
fn tips(error: &clap::Error, command: &Command, language: Language) -> Vec<String> {
    let mut tips = Vec::new();
    let source = std::error::Error::source(error);
    if let Some(expected) = source.and_then(|source| source.downcast_ref::<Expected>()) {
        tips.push(expected.0.get(language).clone());
    }
    let possible = [ContextKind::ValidValue, ContextKind::ValidSubcommand]
        .map(|kind| strings(error, kind))
        .concat();
    if !possible.is_empty() {
        let named = strings(error, ContextKind::InvalidArg).concat();
        let mut arguments = command.get_arguments();
        let argument = arguments.find(|argument| argument.to_string() == named);
        let word = |value: &String| match argument {
            Some(argument) => of_value(argument, value.as_ref(), language),
            None => value.clone(),
        };
        let values = possible.iter().map(word).collect::<Vec<_>>().join(", ");
        tips.push(filled(
            "help.possible-values",
            language,
            &[("values", &values)],
        ));
        let meant = strings(error, ContextKind::InvalidValue);
        let meant = meant.first().and_then(|given| meant_by(given));
        if let Some(meant) = meant.filter(|meant| possible.contains(meant)) {
            tips.push(filled("help.tip-meant", language, &[("meant", &meant)]));
            return tips;
        }
        // Two arguments may have the same name; the value shows which one was meant.
        let given = strings(error, ContextKind::InvalidValue).concat();
        let takes = |argument: &&Arg| {
            let values = argument.get_possible_values();
            argument.to_string() != named && values.iter().any(|value| value.get_name() == given)
        };
        let other = command.get_arguments().find(takes);
        if let Some(long) = other.and_then(Arg::get_long) {
            let meant = format!("--{long} {given}");
            tips.push(filled("help.tip-meant", language, &[("meant", &meant)]));
        }
    }
    let given = strings(error, ContextKind::InvalidSubcommand).concat();
    let nested = command.get_subcommands().find(|verb| {
        let is_named = |inner: &Command| inner.get_name() == given;
        verb.get_subcommands().any(is_named)
    });
    // A verb of a verb, without the outer one.
    if let Some(verb) = nested {
        let meant = format!("{} {given}", verb.get_name());
        tips.push(filled("help.tip-meant", language, &[("meant", &meant)]));
        return tips;
    }
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    // clap lists the most likely one last.
    let meant = meant.into_iter().flat_map(|kind| strings(error, kind));
    for meant in meant.collect::<Vec<_>>().into_iter().rev() {
        tips.push(filled("help.tip-meant", language, &[("meant", &meant)]));
    }
    if let Some(ContextValue::StyledStrs(said)) = error.get(ContextKind::Suggested) {
        let said = said.iter().map(ToString::to_string);
        // `--all` is never meant as a file name.
        let is_of_use =
            |tip: &String| error.kind() != ErrorKind::UnknownArgument || !tip.contains("-- --");
        let said = said.filter(is_of_use);
        tips.extend(said.filter_map(|tip| translated("help.tip-library-", &tip, language)));
    }
    tips
}

/// The value that people mean by another word, such as the name of the program that reads a format.
fn meant_by(given: &str) -> Option<String> {
    static MEANT: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    // The file is compiled in; a test loads it.
    let meant =
        MEANT.get_or_init(|| toml::from_str(include_str!("meant.toml")).unwrap_or_default());
    meant.get(&given.to_lowercase()).cloned()
}

/// The values in an error of one kind.
fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) if !text.is_empty() => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
