//! Cascade layers: they decide between two rules before specificity does.

use cssparser::{ParseError, Parser, Token};
use foldhash::HashMap;
use selectors::parser::SelectorParseErrorKind;

/// The layers of a page, shared by its style sheets and ordered by first occurrence.
#[derive(Debug)]
pub struct Layers {
    /// Child layers of each layer, in order.
    children: Vec<Vec<Layer>>,
    /// Parent and name of each layer. Parents come before children.
    known: Vec<(Layer, Option<String>)>,
    named: HashMap<(Layer, String), Layer>,
}

/// A cascade layer of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layer(usize);

/// Precedence of a declaration by its layer; the higher one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LayerPrecedence(i64);

/// The name of a layer within its parent, as in `framework.base`.
pub type LayerName = Vec<String>;

impl Layer {
    /// The layer of rules outside all layers.
    pub const UNLAYERED: Self = Self(0);

    /// Number of layers up to and including this one.
    pub fn behind(self) -> usize {
        self.0 + 1
    }

    /// The layer of the page that a layer of an [adopted](Layers::adopt) sheet became.
    pub fn among(self, adopted: &[Self]) -> Self {
        adopted.get(self.0).copied().unwrap_or(Self::UNLAYERED)
    }
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            children: vec![Vec::new()],
            known: vec![(Layer::UNLAYERED, None)],
            named: HashMap::default(),
        }
    }
}

impl Layers {
    /// The layer with a name; created if it is new.
    pub fn named(&mut self, outer: Layer, name: LayerName) -> Layer {
        name.into_iter().fold(outer, |outer, part| {
            if let Some(layer) = self.named.get(&(outer, part.clone())) {
                return *layer;
            }
            let layer = self.add(outer, Some(part.clone()));
            self.named.insert((outer, part), layer);
            layer
        })
    }

    /// Creates an anonymous layer that nothing else can add to.
    pub fn anonymous(&mut self, outer: Layer) -> Layer {
        self.add(outer, None)
    }

    /// Number of layers, including that of rules outside all layers.
    pub fn count(&self) -> usize {
        self.children.len()
    }

    /// Adopts the layers of a sheet that is in a layer of this page, up to a number of them, continuing after an
    /// earlier call. `adopted`: their counterparts here.
    pub fn adopt(&mut self, sheet: &Self, outer: Layer, upto: usize, adopted: &mut Vec<Layer>) {
        if adopted.is_empty() {
            adopted.push(outer);
        }
        for (around, name) in sheet.known.iter().take(upto).skip(adopted.len()) {
            let around = adopted.get(around.0).copied().unwrap_or(outer);
            let layer = match name {
                Some(name) => self.named(around, vec![name.clone()]),
                None => self.anonymous(around),
            };
            adopted.push(layer);
        }
    }

    fn add(&mut self, outer: Layer, name: Option<String>) -> Layer {
        let layer = Layer(self.children.len());
        self.children.push(Vec::new());
        self.known.push((outer, name));
        if let Some(siblings) = self.children.get_mut(outer.0) {
            siblings.push(layer);
        }
        layer
    }

    /// The ranking of the layers, once all are known.
    pub fn order(&self) -> LayerOrder {
        let mut ranks = vec![0; self.children.len()];
        let mut ranked = 0;
        let mut open = vec![(Layer::UNLAYERED, 0)];
        while let Some((layer, next)) = open.pop() {
            match self.children.get(layer.0).and_then(|inner| inner.get(next)) {
                Some(inner) => open.extend([(layer, next + 1), (*inner, 0)]),
                None => {
                    // Rules directly in a layer win over its child layers.
                    ranks[layer.0] = ranked;
                    ranked += 1;
                }
            }
        }
        LayerOrder(ranks)
    }
}

/// The ranking of the layers of a page.
#[derive(Debug)]
pub struct LayerOrder(Vec<i64>);

impl LayerOrder {
    /// Precedence of a layer in the cascade. Among important declarations the first layer wins.
    pub fn precedence(&self, layer: Layer, important: bool) -> LayerPrecedence {
        let rank = self.0.get(layer.0).copied().unwrap_or_default();
        LayerPrecedence(if important { -rank } else { rank })
    }
}

/// Parses the names after `@layer`; may be empty.
pub fn parse_layer_names(
    input: &mut Parser<'_>,
) -> Result<Vec<LayerName>, ParseError<SelectorParseErrorKind>> {
    if input.is_exhausted() {
        return Ok(Vec::new());
    }
    input.parse_comma_separated(|input| {
        let mut name = vec![input.expect_ident()?.to_string()];
        while !input.is_exhausted() {
            // No space is allowed around the dot.
            match input.next_including_whitespace()? {
                Token::Delim('.') => {}
                _ => return Err(ParseError::unexpected_token()),
            }
            match input.next_including_whitespace()? {
                Token::Ident(part) => name.push(part.to_string()),
                _ => return Err(ParseError::unexpected_token()),
            }
        }
        Ok(name)
    })
}
