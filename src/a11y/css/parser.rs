//! The grammar of style sheets, with the error recovery required by CSS: invalid content ends where browsers end it,
//! and affects nothing else.

use std::sync::Arc;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, Parser,
    ParserState, QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
    match_ignore_ascii_case,
};
use selectors::parser::SelectorParseErrorKind;

use super::layer::{Layer, LayerName, parse_layer_names};
use super::media::{Media, parse_media};
use super::selector::{NestingParent, SelectorGroup};
use super::{Declaration, ImportRule, RegisteredProperty, Sheet, StyleRule};

/// Maximum nesting of rules. Matching a nested rule recurses through all enclosing rules.
const MOST_DEPTH: u8 = 16;

/// Maximum nesting of blocks and brackets together; bounds the recursion.
const MOST_NESTED_BLOCKS: u8 = 40;

/// Maximum number of rules of one sheet. Selector lists of nested blocks multiply, so a small sheet could produce
/// billions.
const MOST_RULES: usize = 100_000;

/// Errors are dropped; the selector engine requires this type.
type SyntaxError = ParseError<SelectorParseErrorKind>;

/// Parses a style sheet.
pub fn parse_sheet(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let mut parser = BlockParser {
        sheet: &mut sheet,
        surroundings: Surroundings {
            media: Media::ALL,
            queries: "".into(),
            layer: Layer::UNLAYERED,
        },
        depth: 0,
        style_rule: None,
        declarations: Vec::new(),
    };
    let mut input = css_parser(text);
    StyleSheetParser::new(&mut input, &mut parser).for_each(drop);
    sheet
}

/// Parses the declarations of a `style` attribute.
pub fn parse_declarations(text: &str) -> Vec<Declaration> {
    let mut input = css_parser(text);
    RuleBodyParser::new(&mut input, &mut DeclarationListParser)
        .filter_map(Result::ok)
        .collect()
}

fn css_parser(text: &str) -> Parser<'_> {
    let mut input = Parser::new(text);
    input.set_nested_block_limit(MOST_NESTED_BLOCKS);
    input
}

/// Parses `value` and `!important` after `property:`.
fn parse_declaration(property: &str, input: &mut Parser<'_>) -> Result<Declaration, SyntaxError> {
    let is_custom = property.starts_with("--");
    let mut value = String::new();
    let mut important = false;
    input.skip_whitespace();
    let mut start = input.position();
    loop {
        let end = input.position();
        let opens_block = match input.next_including_whitespace_and_comments() {
            Err(_) => {
                value.push_str(input.slice(start..end));
                break;
            }
            Ok(Token::Comment(_)) => {
                value.push_str(input.slice(start..end));
                value.push(' ');
                start = input.position();
                false
            }
            Ok(Token::Delim('!')) => {
                value.push_str(input.slice(start..end));
                input.expect_ident_matching("important")?;
                input.expect_exhausted()?;
                important = true;
                break;
            }
            // A nested rule, such as `a:hover {}`. Stopping here keeps nesting linear.
            Ok(Token::CurlyBracketBlock) if !is_custom => {
                return Err(ParseError::unexpected_token());
            }
            Ok(token) if token.is_parse_error() => return Err(ParseError::unexpected_token()),
            Ok(token) => matches!(
                token,
                Token::Function(_)
                    | Token::ParenthesisBlock
                    | Token::SquareBracketBlock
                    | Token::CurlyBracketBlock
            ),
        };
        if opens_block {
            input.parse_nested_block(skip_to_end)?;
        }
    }
    let value = value.trim();
    // Only custom properties may be empty, and only they are case-sensitive.
    if value.is_empty() && !is_custom {
        return Err(ParseError::unexpected_token());
    }
    Ok(Declaration {
        property: match is_custom {
            true => property.to_owned(),
            false => property.to_ascii_lowercase(),
        },
        value: value.to_owned(),
        important,
    })
}

/// Parses the block of `@property`; `None` if it registers nothing because `inherits` is missing.
fn parse_property(name: String, input: &mut Parser<'_>) -> Option<RegisteredProperty> {
    let mut inherits = None;
    let mut initial = None;
    let mut descriptors = DeclarationListParser;
    for descriptor in RuleBodyParser::new(input, &mut descriptors).filter_map(Result::ok) {
        match descriptor.property.as_str() {
            "inherits" => inherits = Some(!descriptor.value.eq_ignore_ascii_case("false")),
            "initial-value" => initial = Some(descriptor.value),
            _ => {}
        }
    }
    Some(RegisteredProperty {
        inherits: inherits?,
        initial,
        name,
    })
}

fn skip_to_end(input: &mut Parser<'_>) -> Result<(), SyntaxError> {
    while input.next().is_ok() {}
    Ok(())
}

/// When a block of `@supports` applies: always for features of all current browsers, else unknown.
fn supports(input: &mut Parser<'_>) -> Result<Media, SyntaxError> {
    const EVERYWHERE: [&str; 8] = [
        "(display:grid)",
        "(display:flex)",
        "(display:flow-root)",
        "(position:sticky)",
        "(position:-webkit-sticky)or(position:sticky)",
        "((position:-webkit-sticky)or(position:sticky))",
        "(object-fit:cover)",
        "(-webkit-appearance:none)",
    ];
    let start = input.position();
    skip_to_end(input)?;
    let text: String = input
        .slice_from(start)
        .chars()
        .filter(|ch| !ch.is_whitespace())
        .collect();
    let known = EVERYWHERE.contains(&text.to_ascii_lowercase().as_str())
        || (text.starts_with("(--") && !text[1..].contains('('));
    Ok(if known { Media::ALL } else { Media::UNKNOWN })
}

/// An at-rule that contains or imports style rules.
enum AtRule {
    Import(ImportRule),
    Layers(Vec<LayerName>),
    /// Its rules apply under a condition.
    Group(Surroundings),
    /// Registers a custom property of this name.
    Property(String),
}

/// The context of a rule, from its enclosing blocks.
#[derive(Clone)]
struct Surroundings {
    media: Media,
    queries: Arc<str>,
    layer: Layer,
}

/// Parses the rules of a sheet or a block.
struct BlockParser<'s> {
    sheet: &'s mut Sheet,
    surroundings: Surroundings,
    depth: u8,
    style_rule: Option<&'s OpenRule>,
    /// Declarations since the last nested rule.
    declarations: Vec<Declaration>,
}

/// The style rule that contains a block.
struct OpenRule {
    selectors: SelectorGroup,
    parent: Option<NestingParent>,
}

impl BlockParser<'_> {
    fn parse_nested(
        &mut self,
        input: &mut Parser<'_>,
        surroundings: Surroundings,
        style_rule: Option<&OpenRule>,
    ) -> Result<(), SyntaxError> {
        self.close_rule();
        if self.depth >= MOST_DEPTH {
            self.sheet.truncated = true;
            return skip_to_end(input);
        }
        let mut nested = BlockParser {
            sheet: self.sheet,
            surroundings,
            depth: self.depth + 1,
            style_rule,
            declarations: Vec::new(),
        };
        RuleBodyParser::new(input, &mut nested).for_each(drop);
        nested.close_rule();
        Ok(())
    }

    /// Turns the declarations so far into rules. Declarations after a nested rule follow it in the cascade.
    fn close_rule(&mut self) {
        let Some(rule) = self.style_rule.filter(|_| !self.declarations.is_empty()) else {
            return;
        };
        let declarations: Arc<[Declaration]> = std::mem::take(&mut self.declarations).into();
        for selector in rule.selectors.selectors() {
            if self.sheet.rules.len() >= MOST_RULES {
                self.sheet.truncated = true;
                return;
            }
            self.sheet.rules.push(StyleRule {
                selector,
                media: self.surroundings.media,
                queries: self.surroundings.queries.clone(),
                layer: self.surroundings.layer,
                declarations: declarations.clone(),
            });
        }
    }

    /// The context of rules that apply only under a further condition.
    fn restricted_to(&self, media: Media) -> Surroundings {
        Surroundings {
            media: self.surroundings.media.and(media),
            ..self.surroundings.clone()
        }
    }

    fn parse_media_queries(&self, input: &mut Parser<'_>) -> Surroundings {
        input.skip_whitespace();
        let start = input.position();
        let media = parse_media(input);
        let query = input.slice_from(start).trim().to_ascii_lowercase();
        let queries = format!("{} {query}", self.surroundings.queries);
        Surroundings {
            queries: queries.trim().into(),
            ..self.restricted_to(media)
        }
    }

    /// Parses the rest of an `@import`.
    fn parse_import(&mut self, input: &mut Parser<'_>) -> Result<ImportRule, SyntaxError> {
        let address = input.expect_url_or_string()?.trim().to_owned();
        let layers_before = self.sheet.layers.count();
        let mut layer = Layer::UNLAYERED;
        if input
            .try_parse(|input| input.expect_ident_matching("layer"))
            .is_ok()
        {
            layer = self.sheet.layers.anonymous(Layer::UNLAYERED);
        } else if let Ok(mut names) = input.try_parse(|input| {
            input.expect_function_matching("layer")?;
            input.parse_nested_block(parse_layer_names)
        }) && let Some(name) = names.pop()
        {
            layer = self.sheet.layers.named(Layer::UNLAYERED, name);
        }
        let supports = input.try_parse(|input| {
            input.expect_function_matching("supports")?;
            input.parse_nested_block(skip_to_end)
        });
        let media = parse_media(input);
        Ok(ImportRule {
            address,
            media: match supports {
                Ok(()) => media.and(Media::UNKNOWN),
                Err(_) => media,
            },
            layer,
            layers_before,
        })
    }
}

impl<'i> AtRuleParser<'i> for BlockParser<'_> {
    type AtRule = ();
    type Error = SelectorParseErrorKind;
    type Prelude = AtRule;

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<AtRule, SyntaxError> {
        match_ignore_ascii_case! { &name,
            "media" => Ok(AtRule::Group(self.parse_media_queries(input))),
            "layer" => Ok(AtRule::Layers(parse_layer_names(input)?)),
            "import" => Ok(AtRule::Import(self.parse_import(input)?)),
            "property" => Ok(AtRule::Property(input.expect_ident()?.to_string())),
            "supports" => {
                let media = supports(input)?;
                Ok(AtRule::Group(self.restricted_to(media)))
            },
            "container" | "scope" => {
                skip_to_end(input)?;
                Ok(AtRule::Group(self.restricted_to(Media::UNKNOWN)))
            },
            _ => Err(ParseError::from_basic_kind(BasicParseErrorKind::AtRuleInvalid)),
        }
    }

    fn rule_without_block(&mut self, at_rule: AtRule, _: &ParserState) -> Result<(), ()> {
        match at_rule {
            // Invalid after rules and inside blocks.
            AtRule::Import(import) if self.sheet.rules.is_empty() && self.depth == 0 => {
                self.sheet.imports.push(import);
            }
            AtRule::Import(_) => return Err(()),
            AtRule::Layers(names) => {
                for name in names {
                    self.sheet.layers.named(self.surroundings.layer, name);
                }
            }
            AtRule::Group(_) | AtRule::Property(_) => return Err(()),
        }
        Ok(())
    }

    fn parse_block(
        &mut self,
        at_rule: AtRule,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), SyntaxError> {
        let surroundings = match at_rule {
            AtRule::Import(_) => return skip_to_end(input),
            AtRule::Property(name) => {
                self.sheet.registered.extend(parse_property(name, input));
                return Ok(());
            }
            AtRule::Group(surroundings) => surroundings,
            AtRule::Layers(mut names) => {
                let outer = self.surroundings.layer;
                let layer = match (names.pop(), names.is_empty()) {
                    (None, _) => self.sheet.layers.anonymous(outer),
                    (Some(name), true) => self.sheet.layers.named(outer, name),
                    // Only a statement may name several.
                    (Some(_), false) => return skip_to_end(input),
                };
                Surroundings {
                    layer,
                    ..self.surroundings.clone()
                }
            }
        };
        self.parse_nested(input, surroundings, self.style_rule)
    }
}

impl<'i> QualifiedRuleParser<'i> for BlockParser<'_> {
    type Error = SelectorParseErrorKind;
    type Prelude = SelectorGroup;
    type QualifiedRule = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<SelectorGroup, SyntaxError> {
        match self.style_rule {
            None => SelectorGroup::parse(input, None),
            Some(OpenRule { parent, .. }) => match parent {
                Some(parent) => SelectorGroup::parse(input, Some(parent)),
                None => Err(ParseError::unexpected_token()),
            },
        }
    }

    fn parse_block(
        &mut self,
        selectors: SelectorGroup,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), SyntaxError> {
        if selectors.is_too_large() {
            self.sheet.truncated = true;
            return skip_to_end(input);
        }
        let rule = OpenRule {
            parent: selectors.nesting_parent(),
            selectors,
        };
        self.parse_nested(input, self.surroundings.clone(), Some(&rule))
    }
}

impl<'i> DeclarationParser<'i> for BlockParser<'_> {
    type Declaration = ();
    type Error = SelectorParseErrorKind;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), SyntaxError> {
        self.declarations.push(parse_declaration(&name, input)?);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), SelectorParseErrorKind> for BlockParser<'_> {
    fn parse_declarations(&self) -> bool {
        self.style_rule.is_some()
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

/// Parses the declarations of a `style` attribute, which cannot contain nested rules.
struct DeclarationListParser;

impl AtRuleParser<'_> for DeclarationListParser {
    type AtRule = Declaration;
    type Error = SelectorParseErrorKind;
    type Prelude = ();
}

impl QualifiedRuleParser<'_> for DeclarationListParser {
    type Error = SelectorParseErrorKind;
    type Prelude = ();
    type QualifiedRule = Declaration;
}

impl<'i> DeclarationParser<'i> for DeclarationListParser {
    type Declaration = Declaration;
    type Error = SelectorParseErrorKind;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<Declaration, SyntaxError> {
        parse_declaration(&name, input)
    }
}

impl RuleBodyItemParser<'_, Declaration, SelectorParseErrorKind> for DeclarationListParser {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}
