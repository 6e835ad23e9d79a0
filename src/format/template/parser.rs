//! Reads the expressions of all template languages together, because constructs unknown to a language do not occur in
//! it.

use super::expression::{Argument, call, member, name};
use super::token::{Kind, Token, tokens};
use crate::format::logic::{Constant, Expression};
use crate::model::{Located, Span};

/// Maximum nesting; deeper expressions do not choose a salutation.
const MOST_DEPTH: usize = 40;
/// Maximum nesting of brackets that is certainly read, because each may count twice.
pub const MOST_BRACKETS: usize = MOST_DEPTH / 2 - 2;

/// Reads an expression. `builtins`: `?name` calls a built-in (FreeMarker), and `!` gives a default.
pub fn expression(source: &str, at: Span, builtins: bool) -> Expression {
    let Some(tokens) = tokens(source, at) else {
        return Expression::unknown();
    };
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        builtins,
    };
    if parser.word_is(&["echo", "print", "return", "raw", "t"]) && parser.tokens.len() > 1 {
        let call = parser
            .tokens
            .get(1)
            .is_some_and(|next| next.kind == Kind::Sign("("));
        parser.at += usize::from(!call);
    }
    let read = parser.ternary();
    match (read, parser.peek()) {
        (Some(read), None | Some(Kind::Sign(";" | ","))) => read,
        _ => Expression::unknown(),
    }
}

/// The arguments between commas, as far as they are understood.
pub fn arguments(source: &str, at: Span) -> Vec<Argument> {
    let tokens = tokens(source, at).unwrap_or_default();
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        builtins: false,
    };
    let mut found = Vec::new();
    while let Some(value) = parser.ternary() {
        let mut argument = Argument { key: None, value };
        let pair = parser.eat(&["=>", ":", "="]).is_some();
        if pair {
            let key = match &argument.value {
                Expression::Name(name) => name.path.value.clone(),
                Expression::Literal(Constant { text, .. }) => text.value.clone(),
                _ => String::new(),
            };
            let Some(value) = parser.ternary() else { break };
            argument = Argument {
                key: Some(key),
                value,
            };
        }
        found.push(argument);
        if parser.eat(&[","]).is_none() {
            break;
        }
    }
    found
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    builtins: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn span(&self) -> Span {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map(|token| token.span)
            .unwrap_or_default()
    }

    /// From `start` to the previous token.
    fn since(&self, start: u32) -> Span {
        Span {
            start,
            end: self.last_end(),
        }
    }

    fn last_end(&self) -> u32 {
        self.at
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(0, |token| token.span.end)
    }

    fn eat(&mut self, signs: &[&str]) -> Option<&'static str> {
        match self.peek() {
            Some(Kind::Sign(sign)) if signs.contains(sign) => {
                let sign = *sign;
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn word_is(&self, words: &[&str]) -> bool {
        matches!(self.peek(), Some(Kind::Word(word)) if words.contains(&word.as_str()))
    }

    fn eat_word(&mut self, words: &[&str]) -> bool {
        let is = self.word_is(words);
        self.at += usize::from(is);
        is
    }

    fn ternary(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let value = self.or()?;
        let read = if self.eat(&["?"]).is_some() {
            let then = self.ternary()?;
            let otherwise = if self.eat(&[":"]).is_some() {
                Some(Box::new(self.ternary()?))
            } else {
                None
            };
            Expression::Conditional {
                condition: Box::new(value),
                then: Box::new(then),
                otherwise,
            }
        } else if self.eat(&["?:", "??"]).is_some() {
            // The replacement for a missing value.
            let default = self.ternary()?;
            call(
                Some(value),
                "default".to_owned(),
                vec![default],
                self.span(),
            )
        } else if self.eat_word(&["if"]) {
            // Jinja: 'Herr' if g == 'm' else 'Frau'
            let test = self.or()?;
            let otherwise = if self.eat_word(&["else"]) {
                Some(Box::new(self.ternary()?))
            } else {
                None
            };
            Expression::Conditional {
                condition: Box::new(test),
                then: Box::new(value),
                otherwise,
            }
        } else {
            value
        };
        self.depth -= 1;
        Some(read)
    }

    fn or(&mut self) -> Option<Expression> {
        let mut left = self.and()?;
        loop {
            let sign = self.eat(&["||"]).is_some();
            if !sign && !self.eat_word(&["or", "OR"]) {
                return Some(left);
            }
            left = Expression::Or(Box::new(left), Box::new(self.and()?));
        }
    }

    fn and(&mut self) -> Option<Expression> {
        let mut left = self.not()?;
        loop {
            let sign = self.eat(&["&&"]).is_some();
            if !sign && !self.eat_word(&["and", "AND"]) {
                return Some(left);
            }
            left = Expression::And(Box::new(left), Box::new(self.not()?));
        }
    }

    fn not(&mut self) -> Option<Expression> {
        let mut negations = 0;
        while self.eat(&["!", "!!"]).is_some() || self.eat_word(&["not", "NOT"]) {
            negations += 1;
        }
        let inner = self.comparison()?;
        Some(inner.negated_if(negations % 2 == 1))
    }

    fn comparison(&mut self) -> Option<Expression> {
        let left = self.join()?;
        if self.eat(&["==", "===", "="]).is_some() || self.eat_word(&["eq", "EQ"]) {
            return Some(equal(true, left, self.join()?));
        }
        if self.eat(&["!=", "!==", "<>"]).is_some() || self.eat_word(&["ne", "neq", "NE", "NEQ"]) {
            return Some(equal(false, left, self.join()?));
        }
        if self.word_is(&["is"]) {
            self.at += 1;
            let positive = !self.eat_word(&["not"]);
            // Twig: is same as('m'); Jinja: is eq 'm', is defined
            if self.eat_word(&["same"]) {
                self.eat_word(&["as"]);
            } else {
                self.eat_word(&["sameas", "equalto", "eq"]);
            }
            return Some(equal(positive, left, self.join()?));
        }
        if self.eat_word(&["in"]) {
            return Some(Expression::In(Box::new(left), Box::new(self.join()?)));
        }
        let next_in = matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(Kind::Word(word)) if word == "in");
        if self.word_is(&["not"]) && next_in {
            self.at += 2;
            let list = self.join()?;
            return Some(Expression::In(Box::new(left), Box::new(list)).negated());
        }
        if self.eat(&["<", ">"]).is_some()
            || self.eat_word(&["gt", "lt", "ge", "le", "gte", "lte", "matches"])
        {
            self.eat(&["="]);
            self.join()?;
            return Some(Expression::unknown());
        }
        Some(left)
    }

    fn join(&mut self) -> Option<Expression> {
        let mut items = vec![self.postfix()?];
        while self.eat(&["~", "+", "&", ".", "-", "*", "/"]).is_some() {
            items.push(self.postfix()?);
        }
        if items.len() == 1 {
            return items.pop();
        }
        Some(Expression::Join(items))
    }

    fn postfix(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let start = self.span().start;
        let mut value = self.primary()?;
        loop {
            let apart = self.tokens.get(self.at).is_some_and(|token| token.apart);
            let next = self.tokens.get(self.at + 1);
            let next_is_name = matches!(next.map(|next| &next.kind), Some(Kind::Word(_)));
            let next_touches = next.is_some_and(|next| !next.apart);
            match self.peek() {
                Some(Kind::Sign("." | "?." | "->" | "?->" | "::"))
                    if next_is_name && next_touches && !apart =>
                {
                    self.at += 1;
                    let name = self.word()?;
                    value = member(value, name, self.since(start));
                }
                // XPath.
                Some(Kind::Sign("/"))
                    if next_is_name
                        && next_touches
                        && !apart
                        && matches!(value, Expression::Name(_)) =>
                {
                    self.at += 1;
                    let name = self.word()?;
                    value = member(value, name, self.since(start));
                }
                Some(Kind::Sign("(")) if !apart => {
                    let arguments = self.list(")")?;
                    value = self.called(value, arguments, start);
                }
                Some(Kind::Sign("[")) if !apart => {
                    let mut inside = self.list("]")?;
                    let index = (inside.len() == 1).then(|| inside.pop()).flatten();
                    let span = self.since(start);
                    value = match (value, index) {
                        // person['geschlecht'] is a path.
                        (Expression::Name(object), Some(Expression::Literal(key))) => {
                            name(Located::with_span(
                                format!("{}.{}", object.path.value, key.text.value),
                                span,
                            ))
                        }
                        (object, index) => Expression::Index {
                            object: Box::new(object),
                            index: Box::new(index.unwrap_or_else(Expression::unknown)),
                            written: Located::default(),
                        },
                    };
                }
                Some(Kind::Sign("|")) => {
                    self.at += 1;
                    let name = self.word()?;
                    let mut arguments = Vec::new();
                    if self.peek() == Some(&Kind::Sign("(")) {
                        arguments = self.list(")")?;
                    } else {
                        // Django and Smarty: filter:argument
                        while self.peek() == Some(&Kind::Sign(":")) && self.filter_argument() {
                            self.at += 1;
                            arguments.push(self.primary()?);
                        }
                    }
                    value = call(Some(value), name, arguments, self.since(start));
                }
                Some(Kind::Sign("?" | "??")) if self.builtins => {
                    let exists = self.peek() == Some(&Kind::Sign("??"));
                    self.at += 1;
                    let name = if exists {
                        "has_content".to_owned()
                    } else {
                        self.word()?
                    };
                    let arguments = if self.peek() == Some(&Kind::Sign("(")) {
                        self.list(")")?
                    } else {
                        Vec::new()
                    };
                    value = self.builtin(value, name, arguments, start);
                }
                // FreeMarker: a default for a missing value.
                Some(Kind::Sign("!")) if self.builtins => {
                    self.at += 1;
                    if matches!(self.peek(), Some(Kind::Text(_))) {
                        self.primary()?;
                    }
                }
                _ => break,
            }
        }
        self.depth -= 1;
        Some(value)
    }

    /// Whether the colon of a filter is followed by an argument: a literal directly after it.
    fn filter_argument(&self) -> bool {
        let argument = self.tokens.get(self.at + 1);
        self.tokens.get(self.at).is_some_and(|colon| !colon.apart)
            && argument.is_some_and(|argument| !argument.apart)
    }

    fn word(&mut self) -> Option<String> {
        let Some(Kind::Word(word)) = self.peek() else {
            return None;
        };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    /// A call of a value: the last name of a path is that of the call.
    fn called(&self, value: Expression, arguments: Vec<Expression>, start: u32) -> Expression {
        let span = self.since(start);
        match value {
            Expression::Name(path) => {
                let receiver = (!path.receiver.is_empty())
                    .then(|| name(Located::with_span(path.receiver.clone(), span)));
                call(receiver, path.last.value, arguments, span)
            }
            Expression::Call(before) if before.arguments.is_empty() => call(
                before.receiver.map(|receiver| *receiver),
                before.name,
                arguments,
                span,
            ),
            _ => Expression::unknown(),
        }
    }

    fn builtin(
        &self,
        value: Expression,
        name: String,
        mut arguments: Vec<Expression>,
        start: u32,
    ) -> Expression {
        if matches!(name.as_str(), "then" | "string") && arguments.len() == 2 {
            let otherwise = arguments.pop().map(Box::new);
            let then = arguments.pop().unwrap_or(Expression::unknown());
            return Expression::Conditional {
                condition: Box::new(value),
                then: Box::new(then),
                otherwise,
            };
        }
        call(Some(value), name, arguments, self.since(start))
    }

    fn primary(&mut self) -> Option<Expression> {
        let span = self.span();
        match self.peek()? {
            Kind::Text(text) => {
                let text = text.clone();
                self.at += 1;
                Some(Expression::text(Located::with_span(text, span)))
            }
            Kind::Word(word) => {
                let word = word.clone();
                self.at += 1;
                if word == "new" && self.skip_to_list() {
                    return Some(Expression::List(self.list("}")?));
                }
                if matches!(
                    word.as_str(),
                    "new" | "array" | "empty" | "isset" | "defined"
                ) && matches!(self.peek(), Some(Kind::Word(_)))
                {
                    return self.primary();
                }
                Some(name(Located::with_span(word, span)))
            }
            Kind::Sign("(" | "${" | "#{" | "*{" | "@{") => {
                let bracket = self.peek() == Some(&Kind::Sign("("));
                self.at += 1;
                let inner = self.ternary()?;
                if bracket && self.peek() == Some(&Kind::Sign(",")) {
                    // A tuple.
                    let mut items = vec![inner];
                    while self.eat(&[","]).is_some() && self.peek() != Some(&Kind::Sign(")")) {
                        items.push(self.ternary()?);
                    }
                    self.eat(&[")"])?;
                    return Some(Expression::List(items));
                }
                self.eat(if bracket { &[")"] } else { &["}"] })?;
                Some(inner)
            }
            Kind::Sign("[") => Some(Expression::List(self.list("]")?)),
            Kind::Sign("{") => Some(Expression::List(self.list("}")?)),
            // A Ruby symbol.
            Kind::Sign(":") => {
                self.at += 1;
                let word = self.word()?;
                Some(Expression::text(Located::with_span(
                    word,
                    self.since(span.start),
                )))
            }
            Kind::Sign("-") => {
                self.at += 1;
                self.primary()
            }
            // XPath: ./a, ../a, //a
            Kind::Sign("." | "/") => {
                while self.eat(&[".", "/"]).is_some() {}
                match self.word() {
                    Some(word) => Some(name(Located::with_span(word, span))),
                    None => Some(name(Located::with_span(".".to_owned(), span))),
                }
            }
            Kind::Sign(_) => None,
        }
    }

    /// C#: `new[] {`, `new string[] {`, `new List<string> {`: advances to the bracket of the list.
    fn skip_to_list(&mut self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let end = rest.iter().take(8).position(|token| {
            !matches!(
                token.kind,
                Kind::Word(_) | Kind::Sign("[" | "]" | "<" | ">" | "." | "(" | ")")
            )
        });
        let Some(end) = end.filter(|end| rest[*end].kind == Kind::Sign("{")) else {
            return false;
        };
        self.at += end;
        true
    }

    /// The items between the bracket here and its end: pairs as lists, arguments of a call in order.
    fn list(&mut self, end: &'static str) -> Option<Vec<Expression>> {
        self.at += 1;
        let mut items = Vec::new();
        while self.eat(&[end]).is_none() {
            // C#: `Text = "männlich"` sets a property instead of comparing.
            let sets = end == "}"
                && matches!(self.peek(), Some(Kind::Word(_)))
                && self.tokens.get(self.at + 1).map(|token| &token.kind) == Some(&Kind::Sign("="));
            // Ruby and Python: `name: value` and `name=value`.
            let item = if sets {
                self.primary()?
            } else {
                self.ternary()?
            };
            if self.eat(&["=>", ":", "="]).is_none() {
                items.push(item);
            } else if end == ")" {
                items.extend([item, self.ternary()?]);
            } else {
                items.push(Expression::List(vec![item, self.ternary()?]));
            }
            if self.eat(&[",", ";"]).is_none() && self.peek() != Some(&Kind::Sign(end)) {
                return None;
            }
        }
        Some(items)
    }
}

/// `left == right`; a comparison with `true` or `false` is the value itself.
fn equal(positive: bool, left: Expression, right: Expression) -> Expression {
    let truth = match &right {
        Expression::Name(name) => match name.path.value.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    };
    match truth {
        Some(truth) => left.negated_if(truth != positive),
        None => left.equals(right).negated_if(!positive),
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::printed;
    use super::*;

    fn parsed(text: &str) -> Expression {
        expression(text, Span::new(0, text.len()), text.contains("?then"))
    }

    #[test]
    fn choices_of_all_languages_are_choices() {
        for text in [
            "g == 'm' ? 'Herr' : 'Frau'",
            "(person.geschlecht eq \"m\") ? 'Herr' : 'Frau'",
            "${g == 'm'} ? 'Herr' : 'Frau'",
            "'Herr' if g == 'm' else 'Frau'",
            "(g == 'm')?then('Herr', 'Frau')",
            "\"m\".equals(p.getGeschlecht()) ? \"Herr\" : \"Frau\";",
            "echo $p->geschlecht === 'm' ? 'Herr' : 'Frau'",
            "g == :m ? 'Herr' : 'Frau'",
            "g is same as('m') ? 'Herr' : 'Frau'",
            "g in ['m', 'M'] ? 'Herr' : 'Frau'",
        ] {
            let Expression::Conditional {
                then, otherwise, ..
            } = parsed(text)
            else {
                unreachable!("{text}: {:?}", parsed(text))
            };
            assert_eq!(
                printed(&then).map(|text| text.value.as_str()),
                Some("Herr"),
                "{text}"
            );
            let otherwise =
                otherwise.and_then(|other| printed(&other).map(|text| text.value.clone()));
            assert_eq!(otherwise.as_deref(), Some("Frau"), "{text}");
        }
    }

    #[test]
    fn paths_are_names_however_they_are_written() {
        for text in ["p.g", "p->g", "p['g']", "p?.g", "p::g"] {
            assert!(
                matches!(parsed(text), Expression::Name(name) if name.path.value == "p.g"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_is_unknown() {
        for text in ["", "a b c", "((((", "a ? ", "{% if"] {
            assert_eq!(parsed(text), Expression::unknown(), "{text}");
        }
        assert_eq!(parsed(&"(".repeat(300)), Expression::unknown());
    }
}
