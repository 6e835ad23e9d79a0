//! Media queries, as far as they tell screens from everything else.

use cssparser::{ParseError, Parser, match_ignore_ascii_case};

use super::Condition;

/// When the media query list of a `media` attribute holds.
pub fn media_condition(query: &str) -> Condition {
    parse_media_condition(&mut Parser::new(query))
}

/// When a media query list holds; takes all the input.
pub fn parse_media_condition(input: &mut Parser<'_>) -> Condition {
    input
        .parse_comma_separated_ignoring_errors(parse_media_query)
        .into_iter()
        .max()
        .unwrap_or(Condition::Always)
}

fn parse_media_query(input: &mut Parser<'_>) -> Result<Condition, ParseError<()>> {
    if input.is_exhausted() {
        return Ok(Condition::Always);
    }
    let mut media_type = input.try_parse(Parser::expect_ident_cloned).ok();
    if media_type
        .as_ref()
        .is_some_and(|word| word.eq_ignore_ascii_case("only"))
    {
        media_type = input.try_parse(Parser::expect_ident_cloned).ok();
    }
    let has_features = !input.is_exhausted();
    while input.next().is_ok() {}
    let Some(media_type) = media_type else {
        return Ok(Condition::Sometimes);
    };
    Ok(match_ignore_ascii_case! { &media_type,
        "all" | "screen" if !has_features => Condition::Always,
        "print" | "speech" | "tty" | "tv" | "braille" | "embossed" | "aural" => Condition::Never,
        _ => Condition::Sometimes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_tell_screens_from_paper() {
        for (query, expected) in [
            ("", Condition::Always),
            ("screen", Condition::Always),
            ("Only Screen", Condition::Always),
            ("print, screen", Condition::Always),
            ("/* paper */ print", Condition::Never),
            ("only print and (min-width: 1px)", Condition::Never),
            ("screen and (min-width: 1px)", Condition::Sometimes),
            ("(orientation: portrait)", Condition::Sometimes),
            ("not print", Condition::Sometimes),
            ("print, (((", Condition::Sometimes),
        ] {
            assert_eq!(media_condition(query), expected, "{query}");
        }
    }
}
