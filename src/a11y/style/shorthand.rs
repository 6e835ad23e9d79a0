//! Shorthands and the properties they set.

/// The canonical name of a shorthand, with the followed properties it sets.
pub fn longhands(property: &str) -> Option<(&'static str, &'static [&'static str])> {
    const BACKGROUND: &[&str] = &[
        "background-clip",
        "background-color",
        "background-image",
        "background-repeat",
        "background-size",
    ];
    Some(match property {
        "background" => ("background", BACKGROUND),
        "border" | "border-bottom" => ("border", &["border-bottom-style"]),
        "border-style" => ("border-style", &["border-bottom-style"]),
        "font" => (
            "font",
            &[
                "font-family",
                "font-size",
                "font-style",
                "font-weight",
                "line-height",
            ],
        ),
        // Of the properties of which keywords for all say something.
        "all" => ("all", &["background-color", "color", "outline-style"]),
        "flex" | "-webkit-flex" => ("flex", &["flex-shrink"]),
        "flex-flow" => ("flex-flow", &["flex-direction"]),
        "text-wrap-mode" => ("text-wrap-mode", &["text-wrap"]),
        "text-decoration" | "-webkit-text-decoration" => {
            ("text-decoration", &["text-decoration-line"])
        }
        "outline" => (
            "outline",
            &["outline-color", "outline-style", "outline-width"],
        ),
        "overflow" => ("overflow", &["overflow-x", "overflow-y"]),
        "inset" => ("inset", &["top", "right", "bottom", "left"]),
        "margin" => (
            "margin",
            &["margin-top", "margin-right", "margin-bottom", "margin-left"],
        ),
        "padding" => (
            "padding",
            &[
                "padding-top",
                "padding-right",
                "padding-bottom",
                "padding-left",
            ],
        ),
        "animation" | "-webkit-animation" => ("animation", &["animation-name"]),
        "transition" | "-webkit-transition" => ("transition", &["transition-property"]),
        "-webkit-transform" | "-ms-transform" => ("-webkit-transform", &["transform"]),
        _ => return None,
    })
}

/// The value that a shorthand gives to one of its properties; `None` if it is invalid and sets none.
pub fn longhand(shorthand: &str, longhand: &str, value: &str) -> Option<String> {
    const EVERYWHERE: [&str; 5] = ["inherit", "initial", "unset", "revert", "revert-layer"];
    let lower = value.trim().to_ascii_lowercase();
    if EVERYWHERE.contains(&lower.as_str()) {
        return Some(lower);
    }
    match shorthand {
        "background" => background(longhand, value),
        "font" => font(longhand, value),
        "all" => None,
        "flex" => Some(shrinking(&lower).to_owned()),
        "flex-flow" => {
            let mut words = lower.split_ascii_whitespace();
            let direction = words.rfind(|word| !word.contains("wrap"));
            Some(direction.unwrap_or("row").to_owned())
        }
        "outline" => outline(longhand, value),
        "border" => outline("outline-style", value),
        "text-decoration" => Some(decoration_line(value)),
        "overflow" => {
            let parts = components(value);
            let part = match longhand {
                "overflow-y" => parts.last(),
                _ => parts.first(),
            };
            part.map(|part| (*part).to_owned())
        }
        "inset" | "margin" | "padding" | "border-style" => {
            let parts = components(value);
            let side = match longhand.trim_end_matches("-style").rsplit('-').next()? {
                "right" => [0, 1, 1, 1],
                "bottom" => [0, 0, 2, 2],
                "left" => [0, 1, 1, 3],
                _ => [0; 4],
            };
            let at = side.get(parts.len().checked_sub(1)?)?;
            parts.get(*at).map(|part| (*part).to_owned())
        }
        _ => Some(value.to_owned()),
    }
}

fn background(longhand: &str, value: &str) -> Option<String> {
    const REPEATS: [&str; 6] = [
        "repeat",
        "no-repeat",
        "repeat-x",
        "repeat-y",
        "space",
        "round",
    ];
    const BOXES: [&str; 3] = ["border-box", "padding-box", "content-box"];
    const PLACES: [&str; 8] = [
        "left", "right", "top", "bottom", "center", "scroll", "fixed", "local",
    ];
    let layers = split(value, ',');
    let mut color = None;
    let mut values = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        let (mut image, mut repeat, mut clip) = ("none", "repeat", "border-box");
        let mut size: Vec<&str> = Vec::new();
        let mut sized = false;
        for part in components(layer) {
            let lower = part.to_ascii_lowercase();
            let lower = lower.as_str();
            let number = lower
                .starts_with(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | '-' | '+'))
                || ["calc(", "min(", "max(", "clamp("]
                    .iter()
                    .any(|function| lower.starts_with(function));
            if part == "/" {
                sized = true;
            } else if sized && (number || matches!(lower, "auto" | "cover" | "contain")) {
                size.push(part);
            } else if number || PLACES.contains(&lower) {
            } else if REPEATS.contains(&lower) {
                repeat = part;
            } else if BOXES.contains(&lower) || lower == "text" {
                clip = part;
            } else if lower == "none" || is_image(lower) {
                image = part;
            } else if index + 1 == layers.len() && color.is_none() {
                color = Some(part);
            } else {
                return None;
            }
        }
        let size = match size.is_empty() {
            true => "auto".to_owned(),
            false => size.join(" "),
        };
        values.push(match longhand {
            "background-image" => image.to_owned(),
            "background-repeat" => repeat.to_owned(),
            "background-clip" => clip.to_owned(),
            _ => size,
        });
    }
    Some(match longhand {
        "background-color" => color.unwrap_or("transparent").to_owned(),
        _ => values.join(", "),
    })
}

/// Whether a value in lower case is an image.
pub fn is_image(value: &str) -> bool {
    [
        "url(",
        "image(",
        "image-set(",
        "-webkit-image-set(",
        "element(",
        "paint(",
        "cross-fade(",
    ]
    .iter()
    .any(|function| value.starts_with(function))
        || value
            .split_once('(')
            .is_some_and(|(function, _)| function.ends_with("gradient"))
}

fn font(longhand: &str, value: &str) -> Option<String> {
    const SIZES: [&str; 10] = [
        "xx-small",
        "x-small",
        "small",
        "medium",
        "large",
        "x-large",
        "xx-large",
        "xxx-large",
        "smaller",
        "larger",
    ];
    let (mut size, mut weight, mut height, mut style) = (None, "normal", "normal", "normal");
    let parts = components(value);
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let lower = part.to_ascii_lowercase();
        let number = lower.starts_with(|ch: char| ch.is_ascii_digit() || ch == '.');
        let weighs = matches!(lower.as_str(), "bold" | "bolder" | "lighter")
            || lower.parse::<u16>().is_ok_and(|weight| weight >= 1);
        if weighs {
            weight = part;
        } else if matches!(lower.as_str(), "italic" | "oblique") {
            style = part;
        } else if number || SIZES.contains(&lower.as_str()) || lower.contains("(") {
            size = Some(*part);
            if parts.next_if(|next| **next == "/").is_some() {
                height = parts.next()?;
            }
            break;
        }
    }
    // Only the browser knows the sizes of system fonts.
    Some(match longhand {
        "font-weight" => weight.to_owned(),
        "line-height" => height.to_owned(),
        "font-style" => style.to_owned(),
        "font-family" => {
            let families: Vec<&str> = parts.copied().collect();
            families.join(" ")
        }
        _ => size?.to_owned(),
    })
}

/// The `flex-shrink` of a `flex`: its second bare number.
fn shrinking(flex: &str) -> &str {
    if flex == "none" {
        return "0";
    }
    let mut numbers = components(flex)
        .into_iter()
        .filter(|part| part.parse::<f64>().is_ok());
    numbers.nth(1).unwrap_or("1")
}

/// The lines of a `text-decoration`.
fn decoration_line(value: &str) -> String {
    let mut lines = components(value);
    lines.retain(|part| {
        ["underline", "overline", "line-through", "blink"]
            .iter()
            .any(|line| part.eq_ignore_ascii_case(line))
    });
    match lines.is_empty() {
        true => "none".to_owned(),
        false => lines.join(" "),
    }
}

fn outline(longhand: &str, value: &str) -> Option<String> {
    const STYLES: [&str; 11] = [
        "none", "auto", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge",
        "inset", "outset",
    ];
    let (mut style, mut width, mut color) = ("none", "medium", "currentcolor");
    for part in components(value) {
        let lower = part.to_ascii_lowercase();
        if STYLES.contains(&lower.as_str()) {
            style = part;
        } else if lower.starts_with(|ch: char| ch.is_ascii_digit() || ch == '.')
            || matches!(lower.as_str(), "thin" | "medium" | "thick")
            || lower.starts_with("calc(")
        {
            width = part;
        } else {
            color = part;
        }
    }
    Some(
        match longhand {
            "outline-style" => style,
            "outline-width" => width,
            _ => color,
        }
        .to_owned(),
    )
}

/// The parts of a value separated by spaces outside brackets; a slash is a part of its own.
pub fn components(value: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in split(value, ' ') {
        let mut slashed = split(part, '/').into_iter();
        parts.extend(slashed.next().filter(|part| !part.is_empty()));
        for behind in slashed {
            parts.push("/");
            parts.extend(Some(behind).filter(|part| !part.is_empty()));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Splits a value at a character outside brackets and strings; a space matches any white space.
pub fn split(value: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut quote, mut start) = (0_usize, None, 0);
    for (at, ch) in value.char_indices() {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(ch),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            _ if depth == 0
                && (ch == separator || (separator == ' ' && ch.is_ascii_whitespace())) =>
            {
                parts.push(value[start..at].trim());
                start = at + ch.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(value[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorthands_set_all_their_properties() {
        for (shorthand, property, value, expected) in [
            ("background", "background-color", "#fff", Some("#fff")),
            (
                "background",
                "background-color",
                "none",
                Some("transparent"),
            ),
            (
                "background",
                "background-color",
                "url(a b.png) no-repeat 0 50%/cover rgb(0 0 0 / 5%)",
                Some("rgb(0 0 0 / 5%)"),
            ),
            (
                "background",
                "background-size",
                "url(a.png) no-repeat 0 50%/10px auto",
                Some("10px auto"),
            ),
            (
                "background",
                "background-image",
                "linear-gradient(red, blue), url(x)",
                Some("linear-gradient(red, blue), url(x)"),
            ),
            ("background", "background-color", "red, blue", None),
            ("background", "background-image", "INHERIT", Some("inherit")),
            (
                "font",
                "font-size",
                "italic bold 12px/30px Georgia, serif",
                Some("12px"),
            ),
            (
                "font",
                "font-weight",
                "italic bold 12px/30px Georgia",
                Some("bold"),
            ),
            ("font", "line-height", "12px / 1.5 x", Some("1.5")),
            ("font", "font-size", "caption", None),
            ("outline", "outline-style", "0", Some("none")),
            ("outline", "outline-width", "0", Some("0")),
            ("outline", "outline-style", "2px SOLID red", Some("SOLID")),
            ("overflow", "overflow-y", "hidden auto", Some("auto")),
            ("border", "border-bottom-style", "0", Some("none")),
            (
                "border",
                "border-bottom-style",
                "1px dotted #ccc",
                Some("dotted"),
            ),
            (
                "border-style",
                "border-bottom-style",
                "solid none dashed",
                Some("dashed"),
            ),
            (
                "text-decoration",
                "text-decoration-line",
                "1px Underline red",
                Some("Underline"),
            ),
            (
                "text-decoration",
                "text-decoration-line",
                "NONE !ie",
                Some("none"),
            ),
            ("font", "font-style", "italic 12px x", Some("italic")),
            ("font", "font-family", "12px/1 x, y z", Some("x, y z")),
            ("margin", "margin-left", "1px 2px", Some("2px")),
            ("margin", "margin-bottom", "1px 2px 3px", Some("3px")),
            ("inset", "left", "1px 2px 3px 4px", Some("4px")),
            ("inset", "left", "1px 2px 3px 4px 5px", None),
        ] {
            let found = longhand(shorthand, property, value);
            assert_eq!(found.as_deref(), expected, "{shorthand}: {value}");
        }
    }

    #[test]
    fn values_are_split_outside_of_brackets_and_strings() {
        assert_eq!(split("a, f(b, c), 'd,e'", ','), ["a", "f(b, c)", "'d,e'"]);
        assert_eq!(components(" a/b  f(c / d) "), ["a", "/", "b", "f(c / d)"]);
    }
}
