//! Lengths in pixels.

use crate::a11y::css::SCREEN;
use crate::a11y::style::{components, split};

/// Reference lengths for relative units.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Font size of the element (of its parent, if the value is a font size).
    pub em: Option<f64>,
    /// Font size of the root element.
    pub rem: Option<f64>,
    /// Reference of percentages.
    pub whole: Option<f64>,
}

/// A length in pixels; `None` if it depends on anything else, or is not a length.
pub fn pixels(value: &str, scale: Scale) -> Option<f64> {
    const MOST_DEPTH: u8 = 8;
    parse(value.trim(), scale, MOST_DEPTH)
}

fn parse(value: &str, scale: Scale, depth: u8) -> Option<f64> {
    let lower = value.to_ascii_lowercase();
    if let Some((function, arguments)) = lower
        .strip_suffix(')')
        .and_then(|call| call.split_once('('))
    {
        let depth = depth.checked_sub(1)?;
        let each = || -> Option<Vec<f64>> {
            let parts = split(arguments, ',').into_iter();
            parts.map(|part| sum(part, scale, depth)).collect()
        };
        return match function {
            "" | "calc" => sum(arguments, scale, depth),
            "min" => each()?.into_iter().reduce(f64::min),
            "max" => each()?.into_iter().reduce(f64::max),
            "clamp" => match each()?.as_slice() {
                [least, value, most] => Some(value.min(*most).max(*least)),
                _ => None,
            },
            _ => None,
        };
    }
    let unit = lower.find(|ch: char| ch.is_ascii_alphabetic() || ch == '%');
    let (number, unit) = lower.split_at(unit.unwrap_or(lower.len()));
    let number: f64 = number.trim().parse().ok()?;
    let (width, height) = SCREEN;
    Some(match unit {
        "px" => number,
        "" if number == 0.0 => 0.0,
        "em" => number * scale.em?,
        "rem" => number * scale.rem?,
        "%" => number / 100.0 * scale.whole?,
        "pt" => number * 4.0 / 3.0,
        "pc" => number * 16.0,
        "in" => number * 96.0,
        "cm" => number * 96.0 / 2.54,
        "mm" => number * 9.6 / 2.54,
        "q" => number * 2.4 / 2.54,
        "vw" | "dvw" | "svw" | "lvw" => number * width / 100.0,
        "vh" | "dvh" | "svh" | "lvh" => number * height / 100.0,
        "vmin" => number * width.min(height) / 100.0,
        "vmax" => number * width.max(height) / 100.0,
        _ => return None,
    })
}

/// `a + b * c` as in `calc()`: operators of sums have spaces around them.
fn sum(value: &str, scale: Scale, depth: u8) -> Option<f64> {
    let spaced = value.replace('*', " * ");
    let mut total = 0.0;
    let mut product: Option<f64> = None;
    let (mut sign, mut operator) = (1.0, '*');
    for part in components(&spaced) {
        match part {
            "+" | "-" => {
                total += sign * product?;
                product = None;
                sign = if part == "+" { 1.0 } else { -1.0 };
                operator = '*';
            }
            "*" | "/" => operator = if part == "*" { '*' } else { '/' },
            operand => {
                let factor = match operand.parse::<f64>() {
                    Ok(number) => number,
                    Err(_) => parse(operand, scale, depth)?,
                };
                product = Some(match (product, operator) {
                    (None, _) => factor,
                    (Some(product), '/') if factor != 0.0 => product / factor,
                    (Some(_), '/') => return None,
                    (Some(product), _) => product * factor,
                });
            }
        }
    }
    Some(total + sign * product?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_pixels() {
        let scale = Scale {
            em: Some(10.0),
            rem: Some(16.0),
            whole: None,
        };
        for (value, expected) in [
            ("12px", Some(12.0)),
            ("1.5EM", Some(15.0)),
            (".5rem", Some(8.0)),
            ("0", Some(0.0)),
            ("12pt", Some(16.0)),
            ("10vw", Some(128.0)),
            ("50%", None),
            ("12", None),
            ("calc(1rem + 0.5vw)", Some(22.4)),
            ("calc(1rem - (2 * 3px))", Some(10.0)),
            ("calc(-.5*1.5rem)", Some(-12.0)),
            ("clamp(1rem, 5vw, 2rem)", Some(32.0)),
            ("min(1rem, 20px)", Some(16.0)),
            ("calc(1px / 0)", None),
            ("calc(1ch)", None),
            ("large", None),
        ] {
            assert_eq!(pixels(value, scale), expected, "{value}");
        }
        assert_eq!(pixels(&"calc(".repeat(1_000), scale), None);
        let deep = format!("{}1px{}", "calc(".repeat(100), ")".repeat(100));
        assert_eq!(pixels(&deep, scale), None);
    }
}
