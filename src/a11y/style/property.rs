//! The properties that are followed through the cascade.

use super::shorthand;
use crate::a11y::css::Declaration;
use std::sync::Arc;

/// In order, for quick look-ups.
const PROPERTIES: [&str; 63] = [
    "-webkit-background-clip",
    "-webkit-text-fill-color",
    "animation-name",
    "background-clip",
    "background-color",
    "background-image",
    "background-repeat",
    "background-size",
    "border-bottom-width",
    "border-top-width",
    "bottom",
    "box-shadow",
    "caret-color",
    "clip",
    "clip-path",
    "color",
    "color-scheme",
    "contain",
    "content",
    "content-visibility",
    "display",
    "filter",
    "float",
    "font-size",
    "font-weight",
    "grid-area",
    "height",
    "left",
    "letter-spacing",
    "line-height",
    "margin-bottom",
    "margin-left",
    "margin-top",
    "max-height",
    "max-width",
    "mix-blend-mode",
    "opacity",
    "outline-color",
    "outline-style",
    "outline-width",
    "overflow-x",
    "overflow-y",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "position",
    "right",
    "rotate",
    "scale",
    "text-align",
    "text-indent",
    "text-overflow",
    "text-shadow",
    "text-transform",
    "top",
    "transform",
    "translate",
    "visibility",
    "white-space",
    "width",
    "z-index",
    "zoom",
];

/// A property that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Property(u8);

impl Property {
    /// That of a name in lower case; nothing for one that nobody asks for.
    pub fn named(name: &str) -> Option<Self> {
        let found = PROPERTIES.binary_search(&name).ok()?;
        u8::try_from(found).ok().map(Self)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        PROPERTIES.get(usize::from(self.0)).copied().unwrap_or("")
    }
}

/// A declaration of a property that is followed.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The property.
    pub property: Property,
    /// Its value; that of the shorthand where a variable has to be filled in first.
    pub value: Arc<str>,
    /// The shorthand that the value is one of.
    pub shorthand: Option<&'static str>,
    /// `!important`.
    pub important: bool,
}

/// A declaration of a custom property.
#[derive(Clone, Debug)]
pub struct Custom {
    /// Its name with the two hyphens, in the case it is written in.
    pub name: Arc<str>,
    /// Its value.
    pub value: Arc<str>,
    /// `!important`.
    pub important: bool,
}

/// Sorts declarations by what is followed: shorthands as the properties that they set.
pub fn track(declarations: &[Declaration]) -> (Vec<Tracked>, Vec<Custom>) {
    let mut tracked = Vec::new();
    let mut custom = Vec::new();
    for declaration in declarations {
        let important = declaration.important;
        if declaration.property.starts_with("--") {
            custom.push(Custom {
                name: declaration.property.as_str().into(),
                value: declaration.value.as_str().into(),
                important,
            });
        } else if let Some(property) = Property::named(&declaration.property) {
            tracked.push(Tracked {
                property,
                value: declaration.value.as_str().into(),
                shorthand: None,
                important,
            });
        } else if let Some((shorthand, longhands)) = shorthand::longhands(&declaration.property) {
            let open = declaration.value.contains("var(");
            let whole: Arc<str> = declaration.value.as_str().into();
            for longhand in longhands {
                let Some(property) = Property::named(longhand) else {
                    continue;
                };
                let value = match open {
                    true => Some(whole.clone()),
                    false => {
                        shorthand::longhand(shorthand, longhand, &declaration.value).map(Arc::from)
                    }
                };
                tracked.extend(value.map(|value| Tracked {
                    property,
                    value,
                    shorthand: open.then_some(shorthand),
                    important,
                }));
            }
        }
    }
    (tracked, custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_order() {
        assert!(PROPERTIES.is_sorted());
        assert_eq!(Property::named("color").map(Property::name), Some("color"));
        assert_eq!(Property::named("colour"), None);
    }
}
