//! Media queries, as far as they distinguish screens from other media, and screens from each other.

use cssparser::{ParseError, Parser, Token, match_ignore_ascii_case};

use super::{Condition, ENLARGED, SCREEN};
use crate::a11y::Truth;

/// When something applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// On which screens.
    pub screens: Condition,
    /// Whether it applies on the judged [screen](SCREEN).
    pub desktop: Truth,
    /// Whether it applies there when [the page is enlarged](ENLARGED).
    pub enlarged: Truth,
}

impl Media {
    /// On all screens.
    pub const ALL: Self = Self {
        screens: Condition::Always,
        desktop: Truth::Yes,
        enlarged: Truth::Yes,
    };
    /// Unknown for any particular screen.
    pub const UNKNOWN: Self = Self {
        screens: Condition::Sometimes,
        desktop: Truth::Unknown,
        enlarged: Truth::Unknown,
    };

    /// Where both apply.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            screens: self.screens.min(other.screens),
            desktop: self.desktop.and(other.desktop),
            enlarged: self.enlarged.and(other.enlarged),
        }
    }
}

/// Whether a part of a query applies on the judged screen, and there with an enlarged page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Holds {
    desktop: Truth,
    enlarged: Truth,
}

impl Holds {
    const fn both(truth: Truth) -> Self {
        Self {
            desktop: truth,
            enlarged: truth,
        }
    }

    fn on(holds: impl Fn((f64, f64)) -> Truth) -> Self {
        Self {
            desktop: holds(SCREEN),
            enlarged: holds(ENLARGED),
        }
    }

    fn join(self, other: Self, join: impl Fn(Truth, Truth) -> Truth) -> Self {
        Self {
            desktop: join(self.desktop, other.desktop),
            enlarged: join(self.enlarged, other.enlarged),
        }
    }

    fn negated(self) -> Self {
        Self {
            desktop: !self.desktop,
            enlarged: !self.enlarged,
        }
    }
}

/// When the media query list of a `media` attribute applies.
pub fn media_of(query: &str) -> Media {
    parse_media(&mut Parser::new(query))
}

/// When a media query list applies; consumes all input.
pub fn parse_media(input: &mut Parser<'_>) -> Media {
    let queries = input.parse_comma_separated_ignoring_errors(parse_media_query);
    let either = |one: Media, other: Media| Media {
        screens: one.screens.max(other.screens),
        desktop: one.desktop.or(other.desktop),
        enlarged: one.enlarged.or(other.enlarged),
    };
    queries.into_iter().reduce(either).unwrap_or(Media::ALL)
}

fn parse_media_query(input: &mut Parser<'_>) -> Result<Media, ParseError<()>> {
    if input.is_exhausted() {
        return Ok(Media::ALL);
    }
    let mut media_type = input.try_parse(Parser::expect_ident_cloned).ok();
    let negated = media_type
        .as_ref()
        .is_some_and(|word| word.eq_ignore_ascii_case("not"));
    if negated
        || media_type
            .as_ref()
            .is_some_and(|word| word.eq_ignore_ascii_case("only"))
    {
        media_type = input.try_parse(Parser::expect_ident_cloned).ok();
    }
    let holds = if media_type.is_none() {
        parse_conditions(input)
    } else if input.is_exhausted() {
        Holds::both(Truth::Yes)
    } else if input
        .try_parse(|input| input.expect_ident_matching("and"))
        .is_ok()
    {
        parse_conditions(input)
    } else {
        Holds::both(Truth::Unknown)
    };
    let all = Holds::both(Truth::Yes);
    let has_features = media_type.is_none() || holds != all || !input.is_exhausted();
    while input.next().is_ok() {}
    let on_screen = media_type.as_ref().map_or(Truth::Yes, |media_type| {
        match_ignore_ascii_case! { media_type,
            "all" | "screen" => Truth::Yes,
            "print" | "speech" | "tty" | "tv" | "braille" | "embossed" | "aural" | "handheld" | "projection" => Truth::No,
            _ => Truth::Unknown,
        }
    });
    let holds = Holds::both(on_screen).join(holds, Truth::and);
    let holds = if negated { holds.negated() } else { holds };
    Ok(Media {
        screens: match on_screen {
            _ if negated => Condition::Sometimes,
            Truth::No => Condition::Never,
            Truth::Yes if !has_features => Condition::Always,
            _ => Condition::Sometimes,
        },
        desktop: holds.desktop,
        enlarged: holds.enlarged,
    })
}

/// `not`, or features joined by `and` or `or`.
fn parse_conditions(input: &mut Parser<'_>) -> Holds {
    if input
        .try_parse(|input| input.expect_ident_matching("not"))
        .is_ok()
    {
        return parse_in_brackets(input).negated();
    }
    let mut holds = parse_in_brackets(input);
    loop {
        if input
            .try_parse(|input| input.expect_ident_matching("and"))
            .is_ok()
        {
            holds = holds.join(parse_in_brackets(input), Truth::and);
        } else if input
            .try_parse(|input| input.expect_ident_matching("or"))
            .is_ok()
        {
            holds = holds.join(parse_in_brackets(input), Truth::or);
        } else {
            return if input.is_exhausted() {
                holds
            } else {
                Holds::both(Truth::Unknown)
            };
        }
    }
}

fn parse_in_brackets(input: &mut Parser<'_>) -> Holds {
    match input.next() {
        Ok(Token::ParenthesisBlock) => {}
        Ok(Token::Function(_)) => {
            let _ = input.parse_nested_block(|input| {
                while input.next().is_ok() {}
                Ok::<_, ParseError<()>>(())
            });
            return Holds::both(Truth::Unknown);
        }
        _ => return Holds::both(Truth::Unknown),
    }
    let inside = input.parse_nested_block(|input| {
        let start = input.position();
        let nested = matches!(input.next(), Ok(Token::ParenthesisBlock));
        while input.next().is_ok() {}
        let text = input.slice_from(start).trim().to_ascii_lowercase();
        Ok::<_, ParseError<()>>(if nested || text.starts_with("not ") {
            parse_conditions(&mut Parser::new(&text))
        } else {
            Holds::on(|screen| feature(&text, screen))
        })
    });
    inside.unwrap_or(Holds::both(Truth::Unknown))
}

/// Whether a screen has a feature, such as `min-width: 30em` or `400px <= width`.
fn feature(text: &str, screen: (f64, f64)) -> Truth {
    if let Some((name, value)) = text.split_once(':') {
        return named_feature(name.trim(), value.trim(), screen);
    }
    if text.contains(['<', '>', '=']) {
        return range(text, screen).map_or(Truth::Unknown, Truth::from);
    }
    match text {
        "width" | "height" | "hover" | "any-hover" | "pointer" | "any-pointer" | "color"
        | "update" | "scripting" => Truth::Yes,
        "monochrome"
        | "grid"
        | "prefers-reduced-motion"
        | "prefers-contrast"
        | "prefers-reduced-transparency"
        | "inverted-colors" => Truth::No,
        _ => Truth::Unknown,
    }
}

fn named_feature(name: &str, value: &str, (width, height): (f64, f64)) -> Truth {
    let compare = |least: bool, side: f64| {
        pixels(value).map_or(Truth::Unknown, |value| {
            Truth::from(if least { side >= value } else { side <= value })
        })
    };
    match (name, value) {
        ("min-width" | "min-device-width", _) => compare(true, width),
        ("max-width" | "max-device-width", _) => compare(false, width),
        ("min-height" | "min-device-height", _) => compare(true, height),
        ("max-height" | "max-device-height", _) => compare(false, height),
        ("orientation", _) => Truth::from(value == "landscape"),
        ("hover" | "any-hover", _) => Truth::from(value == "hover"),
        ("pointer" | "any-pointer", _) => Truth::from(value == "fine"),
        ("prefers-reduced-motion" | "prefers-contrast" | "prefers-reduced-transparency", _) => {
            Truth::from(value == "no-preference")
        }
        ("prefers-color-scheme", _) => Truth::from(value == "light"),
        ("forced-colors" | "inverted-colors", _) => Truth::from(value == "none"),
        ("scripting", _) => Truth::from(value == "enabled"),
        ("display-mode", _) => Truth::from(value == "browser"),
        // Hacks for obsolete browsers.
        ("-ms-high-contrast" | "-webkit-min-device-pixel-ratio", _) => Truth::No,
        _ => Truth::Unknown,
    }
}

/// `400px <= width < 80em`.
fn range(text: &str, (width, height): (f64, f64)) -> Option<bool> {
    let spaced = text
        .replace("<=", " \u{2264} ")
        .replace(">=", " \u{2265} ")
        .replace('<', " < ")
        .replace('>', " > ")
        .replace('=', " = ");
    let parts: Vec<&str> = spaced.split_whitespace().collect();
    let side = |part: &str| match part {
        "width" | "device-width" => Some(width),
        "height" | "device-height" => Some(height),
        _ => pixels(part),
    };
    let mut holds = true;
    let pairs = parts.windows(3).step_by(2);
    for triple in pairs {
        let [left, sign, right] = triple else {
            return None;
        };
        let (left, right) = (side(left)?, side(right)?);
        holds &= match *sign {
            "<" => left < right,
            ">" => left > right,
            "\u{2264}" => left <= right,
            "\u{2265}" => left >= right,
            "=" => (left - right).abs() < 1e-6,
            _ => return None,
        };
    }
    (parts.len() == 3 || parts.len() == 5).then_some(holds)
}

/// A length in a media query; `em` is the browser's initial font size.
fn pixels(text: &str) -> Option<f64> {
    let split = text.find(|ch: char| ch.is_ascii_alphabetic());
    let (number, unit) = text.split_at(split.unwrap_or(text.len()));
    let number: f64 = number.trim().parse().ok()?;
    match unit {
        "px" => Some(number),
        "em" | "rem" => Some(number * 16.0),
        "pt" => Some(number * 4.0 / 3.0),
        "cm" => Some(number * 96.0 / 2.54),
        "" if number == 0.0 => Some(0.0),
        _ => None,
    }
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
            ("screen and (max-width: 1px)", Condition::Sometimes),
            ("(orientation: portrait)", Condition::Sometimes),
            ("(min-width: 1px)", Condition::Sometimes),
            ("not print", Condition::Sometimes),
            ("print, (((", Condition::Sometimes),
        ] {
            assert_eq!(media_of(query).screens, expected, "{query}");
        }
    }

    #[test]
    fn queries_are_answered_for_one_screen() {
        use Truth::{No, Unknown, Yes};
        for (query, expected) in [
            ("screen and (min-width: 768px)", Yes),
            ("(max-width: 47.9375em)", No),
            ("(MIN-WIDTH:48em) and (max-width: 1400px)", Yes),
            ("(min-width: 1px) and (max-width: 2px)", No),
            ("(max-width: 2px) or (orientation: landscape)", Yes),
            ("not (max-width: 2px)", Yes),
            ("not print", Yes),
            ("not all and (min-width: 40em)", No),
            ("print", No),
            ("(400px <= width < 2000px)", Yes),
            ("(width>=1281px)", No),
            ("(prefers-color-scheme: dark)", No),
            ("(prefers-reduced-motion: no-preference)", Yes),
            ("(min-width: calc(1px + 1em))", Unknown),
            ("(something: new)", Unknown),
            ("(something: new), screen", Yes),
            ("not ((max-width: 2px) or (hover: none))", Yes),
            ("(((", Unknown),
        ] {
            assert_eq!(media_of(query).desktop, expected, "{query}");
        }
    }

    #[test]
    fn an_enlarged_page_is_a_narrow_one() {
        for (query, desktop, enlarged) in [
            ("(max-width: 700px)", Truth::No, Truth::Yes),
            ("(max-width: 320px)", Truth::No, Truth::No),
            ("(min-width: 48em)", Truth::Yes, Truth::No),
            ("(400px <= width <= 650px)", Truth::No, Truth::Yes),
            ("not all and (max-width: 40em)", Truth::Yes, Truth::No),
            ("print and (max-width: 700px)", Truth::No, Truth::No),
        ] {
            let media = media_of(query);
            assert_eq!(
                (media.desktop, media.enlarged),
                (desktop, enlarged),
                "{query}"
            );
        }
    }
}
