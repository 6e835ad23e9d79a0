//! `orientation-free`: no style rotates the page back when the device is rotated. ACT rule b33eff.

use std::f64::consts::PI;

use ego_tree::NodeId;
use foldhash::HashMap;
use scraper::ElementRef;

use super::{element_grounds, expectation};
use crate::a11y::css::Declaration;
use crate::a11y::style::MatchedDeclaration;
use crate::a11y::{PageView, Truth, role, style};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::Expectation;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "orientation-free",
    facts: &["element", "value"],
    variants: &[],
    build: |table| without_params(table, || Check::Page(Box::new(Orientation))),
};

struct Orientation;

/// An angle in degrees; `None` if not understood.
type Angle = Option<f64>;

/// The rotation of an element in each orientation.
struct Turned<'a> {
    element: ElementRef<'a>,
    portrait: Angle,
    landscape: Angle,
}

impl PageCheck for Orientation {
    fn concerns(&self, kind: PageKind) -> bool {
        // Mail programs have means of their own.
        kind.is_page()
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        turned_elements(page)
            .into_iter()
            .filter(|turned| role::is_html(turned.element) && !page.seen(turned.element).is_no())
            .map(|turned| (turned.element.id(), expect(page, &turned)))
            .collect()
    }
}

fn expect<'a>(page: &PageView<'a>, turned: &Turned<'a>) -> Expectation {
    let Some((portrait, landscape)) = turned.portrait.zip(turned.landscape) else {
        return expectation(Truth::Yes, Truth::Unknown, element_grounds(turned.element));
    };
    let apart = (portrait - landscape).rem_euclid(180.0);
    let locked = (apart - 90.0).abs() < 0.5;
    let grounds = element_grounds(turned.element).with("value", format!("{:.0}", apart.round()));
    expectation(page.seen(turned.element), (!locked).into(), grounds)
}

fn turned_elements<'a>(page: &PageView<'a>) -> Vec<Turned<'a>> {
    let mut all: Vec<Turned<'a>> = Vec::new();
    let mut known: HashMap<NodeId, usize> = HashMap::default();
    for rule in &page.styles().orientation_rules {
        if angle_of(&rule.declarations).is_none() {
            continue;
        }
        let media: String = rule.media.split_whitespace().collect();
        let portrait = media.contains("orientation:portrait");
        if !portrait && !media.contains("orientation:landscape") {
            continue;
        }
        for element in style::find_matching(&page.index, &rule.selector) {
            let winning = rule.declarations.iter();
            let winning = winning.filter(|declared| prevails(page, element, declared));
            let Some(angle) = angle_of(&winning.cloned().collect::<Vec<_>>()) else {
                continue;
            };
            let at = *known.entry(element.id()).or_insert_with(|| {
                let base = unconditional_angle(page, element);
                all.push(Turned {
                    element,
                    portrait: base,
                    landscape: base,
                });
                all.len() - 1
            });
            if portrait {
                all[at].portrait = angle;
            } else {
                all[at].landscape = angle;
            }
        }
    }
    all
}

/// Whether a declaration under a condition wins on an element over those that always apply.
fn prevails(page: &PageView<'_>, element: ElementRef<'_>, own: &Declaration) -> bool {
    let property = style::Property::named(&own.property);
    let position = page.index.position(element.id());
    let Some((property, position)) = property.zip(position) else {
        return true;
    };
    let declared = page.styles().declared(position, property, None);
    let is_own = |one: &MatchedDeclaration| {
        !one.always_applies() && one.value.eq_ignore_ascii_case(&own.value)
    };
    let at = declared.iter().rposition(is_own);
    at.is_none_or(|at| {
        !declared[at..]
            .iter()
            .any(MatchedDeclaration::always_applies)
    })
}

/// The unconditional rotation of an element.
fn unconditional_angle(page: &PageView<'_>, element: ElementRef<'_>) -> Angle {
    let position = page.index.position(element.id())?;
    let declared: Vec<Declaration> = [style::Property::Transform, style::Property::Rotate]
        .into_iter()
        .filter_map(|property| {
            Some(Declaration {
                property: property.name().to_owned(),
                value: page
                    .styles()
                    .unconditional_value(position, property)?
                    .to_owned(),
                important: false,
            })
        })
        .collect();
    angle_of(&declared).unwrap_or(Some(0.0))
}

/// The rotation set by declarations; outer `None` if they set none.
fn angle_of(declarations: &[Declaration]) -> Option<Angle> {
    let mut sum = Some(0.0);
    let mut turns = false;
    for declaration in declarations {
        let angle = match declaration.property.as_str() {
            "rotate" => parse_rotate(&declaration.value),
            "transform" => parse_transform(&declaration.value),
            _ => None,
        };
        if let Some(angle) = angle {
            turns = true;
            sum = sum.zip(angle).map(|(sum, angle)| sum + angle);
        }
    }
    turns.then_some(sum)
}

fn parse_rotate(value: &str) -> Option<Angle> {
    let value = value.trim().to_ascii_lowercase();
    if value == "none" {
        return Some(Some(0.0));
    }
    let parts: Vec<&str> = value.split_whitespace().collect();
    Some(match parts.as_slice() {
        [angle] | ["z", angle] | [angle, "z"] | ["0", "0", "1", angle] => parse_degrees(angle),
        _ => None,
    })
}

fn parse_transform(value: &str) -> Option<Angle> {
    let value = value.to_ascii_lowercase();
    let mut rest = value.as_str();
    let mut sum = Some(0.0);
    let mut turns = false;
    while let Some((name, behind)) = rest.split_once('(') {
        let (arguments, behind) = behind.split_once(')').unwrap_or((behind, ""));
        let numbers: Vec<&str> = arguments.split(',').map(str::trim).collect();
        let angle = match (name.trim(), numbers.as_slice()) {
            ("rotate" | "rotatez", [angle]) => Some(parse_degrees(angle)),
            ("rotate3d", [x, y, z, angle]) => {
                let axis = |text: &str| text.parse::<f64>().ok();
                Some(match (axis(x), axis(y), axis(z)) {
                    (Some(0.0), Some(0.0), Some(z)) if z != 0.0 => {
                        parse_degrees(angle).map(|angle| angle * z.signum())
                    }
                    _ => None,
                })
            }
            ("matrix" | "matrix3d", [cos, sin, ..]) => Some(
                cos.parse::<f64>()
                    .ok()
                    .zip(sin.parse::<f64>().ok())
                    .map(|(cos, sin)| sin.atan2(cos) * 180.0 / PI),
            ),
            ("rotate" | "rotatez" | "rotate3d" | "matrix" | "matrix3d", _) => Some(None),
            _ => None,
        };
        if let Some(angle) = angle {
            turns = true;
            sum = sum.zip(angle).map(|(sum, angle)| sum + angle);
        }
        rest = behind;
    }
    turns.then_some(sum)
}

fn parse_degrees(text: &str) -> Angle {
    let text = text.trim();
    if text == "0" {
        return Some(0.0);
    }
    let split = text.find(|ch: char| ch.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(split);
    let number: f64 = number.trim().parse().ok()?;
    match unit {
        "deg" => Some(number),
        "rad" => Some(number * 180.0 / PI),
        "grad" => Some(number * 0.9),
        "turn" => Some(number * 360.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_are_read_in_every_form() {
        let angle = |text: &str| {
            angle_of(&crate::a11y::css::parse_declarations(text))
                .map(|angle| angle.map(|angle| angle.round()))
        };
        for (text, expected) in [
            ("rotate: 90deg", Some(Some(90.0))),
            ("rotate: z 0.25turn", Some(Some(90.0))),
            ("transform: scale(2) rotate(1.5708rad)", Some(Some(90.0))),
            ("transform: rotateZ(100grad)", Some(Some(90.0))),
            ("transform: rotate3d(0,0,-1,90deg)", Some(Some(-90.0))),
            ("transform: matrix(0,1,-1,0,0,0)", Some(Some(90.0))),
            ("transform: rotate3d(1,0,0,90deg)", Some(None)),
            ("transform: rotate(var(--x))", Some(None)),
            ("transform: translate(1px)", None),
            ("color: red", None),
        ] {
            assert_eq!(angle(text), expected, "{text}");
        }
    }
}
