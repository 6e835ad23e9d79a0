//! The properties followed through the cascade.

use super::shorthand;
use crate::a11y::css::Declaration;
use std::sync::Arc;

/// Generates the properties and their names from one list, which must be sorted by name.
macro_rules! properties {
    ($($property:ident = $name:literal,)*) => {
        /// A followed property.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Property {
            $(#[doc = $name] $property,)*
        }

        const PROPERTIES: &[(&str, Property)] = &[$(($name, Property::$property),)*];
    };
}

properties! {
    WebkitBackgroundClip = "-webkit-background-clip",
    WebkitTextFillColor = "-webkit-text-fill-color",
    AnimationName = "animation-name",
    BackgroundClip = "background-clip",
    BackgroundColor = "background-color",
    BackgroundImage = "background-image",
    BackgroundRepeat = "background-repeat",
    BackgroundSize = "background-size",
    BorderBottomStyle = "border-bottom-style",
    BorderBottomWidth = "border-bottom-width",
    BorderTopWidth = "border-top-width",
    Bottom = "bottom",
    BoxShadow = "box-shadow",
    CaretColor = "caret-color",
    Clip = "clip",
    ClipPath = "clip-path",
    Color = "color",
    ColorScheme = "color-scheme",
    ColumnCount = "column-count",
    ColumnWidth = "column-width",
    Columns = "columns",
    Contain = "contain",
    Content = "content",
    ContentVisibility = "content-visibility",
    Display = "display",
    Filter = "filter",
    FlexDirection = "flex-direction",
    FlexShrink = "flex-shrink",
    Float = "float",
    FontFamily = "font-family",
    FontSize = "font-size",
    FontStyle = "font-style",
    FontWeight = "font-weight",
    GridArea = "grid-area",
    Height = "height",
    Left = "left",
    LetterSpacing = "letter-spacing",
    LineHeight = "line-height",
    MarginBottom = "margin-bottom",
    MarginLeft = "margin-left",
    MarginRight = "margin-right",
    MarginTop = "margin-top",
    MaxHeight = "max-height",
    MaxWidth = "max-width",
    MinHeight = "min-height",
    MinWidth = "min-width",
    MixBlendMode = "mix-blend-mode",
    Opacity = "opacity",
    OutlineColor = "outline-color",
    OutlineStyle = "outline-style",
    OutlineWidth = "outline-width",
    OverflowX = "overflow-x",
    OverflowY = "overflow-y",
    PaddingBottom = "padding-bottom",
    PaddingLeft = "padding-left",
    PaddingRight = "padding-right",
    PaddingTop = "padding-top",
    Position = "position",
    Right = "right",
    Rotate = "rotate",
    Scale = "scale",
    TextAlign = "text-align",
    TextDecorationLine = "text-decoration-line",
    TextIndent = "text-indent",
    TextOverflow = "text-overflow",
    TextShadow = "text-shadow",
    TextTransform = "text-transform",
    TextWrap = "text-wrap",
    Top = "top",
    Transform = "transform",
    TransitionProperty = "transition-property",
    Translate = "translate",
    Visibility = "visibility",
    WhiteSpace = "white-space",
    Width = "width",
    ZIndex = "z-index",
    Zoom = "zoom",
}

impl Property {
    /// The property with a name in lower case; `None` if it is not followed.
    pub fn named(name: &str) -> Option<Self> {
        let found = PROPERTIES.binary_search_by_key(&name, |(name, _)| name);
        found.ok().map(|at| PROPERTIES[at].1)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        PROPERTIES.get(self as usize).map_or("", |(name, _)| name)
    }
}

/// A set of properties.
#[derive(Clone, Copy, Debug, Default)]
pub struct PropertySet(u128);

const _: () = assert!(PROPERTIES.len() <= u128::BITS as usize, "each has a bit");

impl PropertySet {
    /// Adds a property.
    pub fn insert(&mut self, property: Property) {
        self.0 |= 1 << property as u8;
    }

    /// Whether a property is in the set.
    pub fn contains(self, property: Property) -> bool {
        self.0 & (1 << property as u8) != 0
    }
}

/// A declaration of a followed property.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The property.
    pub property: Property,
    /// Its value; that of the shorthand if a variable has to be substituted first.
    pub value: Arc<str>,
    /// The shorthand of the value, if it is one of a shorthand.
    pub shorthand: Option<&'static str>,
    /// `!important`.
    pub important: bool,
}

/// A declaration of a custom property.
#[derive(Clone, Debug)]
pub struct Custom {
    /// Its name with the two hyphens, in its original case.
    pub name: Arc<str>,
    /// Its value.
    pub value: Arc<str>,
    /// `!important`.
    pub important: bool,
}

/// Splits declarations into followed properties (shorthands as the properties they set) and custom properties by name.
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
    custom.sort_by(|one, other| one.name.cmp(&other.name));
    (tracked, custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_order() {
        assert!(PROPERTIES.is_sorted());
        let all: Vec<Property> = PROPERTIES.iter().map(|(_, property)| *property).collect();
        assert_eq!(
            all.iter().map(|one| *one as usize).collect::<Vec<_>>(),
            (0..all.len()).collect::<Vec<_>>()
        );
        assert_eq!(Property::named("color").map(Property::name), Some("color"));
        assert_eq!(Property::named("colour"), None);
    }
}
