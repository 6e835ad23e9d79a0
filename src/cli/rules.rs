//! `rules`: what is checked, why, and by which law; a linter for own rules.

mod own;

use std::io::{self, Write};

use clap::{Arg, ArgAction, ArgMatches, Command};
use comfy_table::Table;

use super::common::{self, Failure};
use crate::format::FORMATS;
use crate::problem::{Problems, nearest};
use crate::report::{WIDTH, laid_out, plain_table, severity};
use crate::rule::{RuleBook, RuleCard};
use crate::texts::{Language, harmless, harmless_lines, text};

/// Arguments of `rules`.
pub fn command() -> Command {
    Command::new("rules")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .arg(
                    Arg::new("formats")
                        .long("formats")
                        .action(ArgAction::SetTrue),
                )
                .arg(common::rules()),
        )
        .subcommand(
            Command::new("explain")
                .arg(Arg::new("id").value_name("ID").required(true))
                .arg(common::rules()),
        )
        .subcommand(Command::new("checks").arg(Arg::new("name").value_name("CHECK")))
        .subcommand(own::new_command())
        .subcommand(Command::new("lint").arg(own::folder()))
        .subcommand(Command::new("test").arg(own::folder()).arg(common::today()))
}

/// Runs `rules`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let mut out = common::stdout();
    match matches.subcommand() {
        Some(("list", arguments)) if arguments.get_flag("formats") => {
            for format in FORMATS {
                writeln!(
                    out,
                    "{:<16} {}",
                    format.name(),
                    format.extensions().join(" ")
                )?;
            }
            Ok(0)
        }
        Some(("list", arguments)) => {
            let book = common::rule_book(arguments)?;
            list(&book, common::language_of(arguments), &mut out)?;
            Ok(0)
        }
        Some(("explain", arguments)) => {
            let book = common::rule_book(arguments)?;
            let id = arguments.get_one::<String>("id").map_or("", String::as_str);
            let card = find(&book, id)?;
            explain(&book, card, common::language_of(arguments), &mut out)?;
            Ok(0)
        }
        Some(("checks", arguments)) => {
            let language = common::language_of(arguments);
            let name = arguments.get_one::<String>("name").map(String::as_str);
            own::checks(name, language, &mut out)?;
            Ok(0)
        }
        Some(("new", arguments)) => own::create(arguments),
        Some(("lint", arguments)) => own::lint(arguments, &mut out),
        Some(("test", arguments)) => own::test(arguments, &mut out),
        _ => Ok(2),
    }
}

fn find<'b>(book: &'b RuleBook, id: &str) -> Result<&'b RuleCard, Problems> {
    let by_alias = || {
        book.rules
            .values()
            .find(|rule| rule.card.aliases.iter().any(|alias| alias == id))
    };
    if let Some(rule) = book.rules.get(id).or_else(by_alias) {
        return Ok(&rule.card);
    }
    let known = book.rules.keys().map(String::as_str);
    Err(common::argument("cli.unknown-rule", id, nearest(id, known)))
}

fn list(book: &RuleBook, language: Language, out: &mut dyn Write) -> io::Result<()> {
    // Who reads the list in no terminal may search it for ids: at this width they stay whole.
    let width = Table::new().width().unwrap_or(WIDTH);
    let titles = [
        text("cli.rule-id", language),
        text("cli.severity", language),
        "WCAG",
        text("cli.title", language),
    ];
    let mut table = plain_table(titles.into_iter(), width, false);
    for rule in book.rules.values() {
        let card = &rule.card;
        let wcag = card.wcag.join(" ");
        let severity = severity(card.severity, language);
        let (id, title) = (card.id.as_str(), card.title.get(language).as_str());
        table.add_row([id, &severity, &wcag, title].map(harmless));
    }
    writeln!(out, "{}", laid_out(table, width))
}

/// Writes the explanation of a rule.
pub(super) fn explain(
    book: &RuleBook,
    card: &RuleCard,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (id, title) = (harmless(&card.id), harmless(card.title.get(language)));
    writeln!(out, "{id}\n{title}\n")?;
    for (heading, body) in card.explanation(&book.legal, language) {
        writeln!(out, "{heading}\n  {}\n", harmless_lines(&body))?;
    }
    Ok(())
}
