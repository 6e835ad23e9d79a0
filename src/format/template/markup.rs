//! Position of a template's place in the markup, and the visible text so far.

/// Elements that do not end a line of text.
const INLINE: [&str; 19] = [
    "a", "abbr", "b", "big", "code", "em", "font", "i", "label", "mark", "s", "small", "span",
    "strong", "sub", "sup", "text", "u", "xsl:text",
];

/// Follows markup through the literal parts of a template; the default has none.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    state: State,
    /// Name of the open tag.
    tag: String,
    /// Name of the open attribute.
    attribute: String,
    /// Whether line ends are white space.
    html: bool,
    /// Whether there may be tags at all.
    tags: bool,
    /// Whether the following text is a program or style.
    silent: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// After `<`, inside the name.
    Name,
    /// Between attributes.
    Tag,
    /// Inside the name of an attribute.
    Attribute,
    /// After `=`.
    Value,
    /// Inside quotes.
    Quoted(char),
}

impl Markup {
    /// At the start of a document.
    pub fn new(source: &str) -> Self {
        Self {
            html: ["</", "/>", "<br", "<p>", "<td", "<!--"]
                .iter()
                .any(|mark| source.contains(mark)),
            tags: true,
            ..Self::default()
        }
    }

    /// The open attribute; an empty name inside a tag but outside its attributes.
    pub fn attribute(&self) -> Option<&str> {
        match self.state {
            State::Text => None,
            State::Name | State::Tag | State::Attribute => Some(""),
            State::Value | State::Quoted(_) => Some(&self.attribute),
        }
    }

    /// Reads on and returns the visible text; line ends mark the ends of blocks.
    pub fn visible_text(&mut self, literal: &str) -> String {
        let mut seen = String::new();
        let mut chars = literal.char_indices().peekable();
        while let Some((at, ch)) = chars.next() {
            match self.state {
                State::Text => {
                    let next = chars.peek().map(|(_, next)| *next);
                    let begins = next.is_some_and(|next| {
                        next == '/' || (!self.silent && (next.is_alphabetic() || next == '!'))
                    });
                    if ch == '<' && begins && self.tags {
                        self.state = State::Name;
                        self.tag.clear();
                    } else if self.silent {
                    } else if ch == '&'
                        && literal
                            .get(at..)
                            .is_some_and(|rest| rest.starts_with("&nbsp;"))
                    {
                        seen.push(' ');
                        chars.by_ref().take(5).for_each(drop);
                    } else if self.html && matches!(ch, '\n' | '\r') {
                        seen.push(' ');
                    } else {
                        seen.push(ch);
                    }
                }
                State::Name if ch == '>' => self.end_tag(&mut seen),
                State::Name if ch.is_whitespace() => self.state = State::Tag,
                State::Name => self.tag.push(ch.to_ascii_lowercase()),
                State::Tag | State::Attribute | State::Value if ch == '>' => {
                    self.end_tag(&mut seen)
                }
                State::Tag if !ch.is_whitespace() && ch != '/' => {
                    self.state = State::Attribute;
                    self.attribute = ch.to_ascii_lowercase().to_string();
                }
                State::Tag => {}
                State::Attribute if ch == '=' => self.state = State::Value,
                State::Attribute if ch.is_whitespace() => {
                    // `name = "value"`
                    let next = chars
                        .clone()
                        .map(|(_, next)| next)
                        .find(|next| !next.is_whitespace());
                    if next != Some('=') {
                        self.state = State::Tag;
                    }
                }
                State::Attribute => self.attribute.push(ch.to_ascii_lowercase()),
                State::Value if matches!(ch, '"' | '\'') => self.state = State::Quoted(ch),
                State::Value if ch.is_whitespace() => {}
                // An unquoted value: it ends at the next white space, which nothing needs earlier.
                State::Value => self.state = State::Quoted(' '),
                State::Quoted(' ') if ch == '>' => self.end_tag(&mut seen),
                State::Quoted(quote) if ch == quote || (quote == ' ' && ch.is_whitespace()) => {
                    self.state = State::Tag;
                }
                State::Quoted(_) => {}
            }
        }
        seen
    }

    fn end_tag(&mut self, seen: &mut String) {
        self.state = State::Text;
        let closes = self.tag.starts_with('/');
        let name = self.tag.trim_matches('/');
        if matches!(name, "script" | "style") {
            self.silent = !closes;
        }
        if !INLINE.contains(&name) && !name.starts_with('!') {
            seen.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_seen_and_attributes_are_known() {
        let mut markup = Markup::new("</p>");
        assert_eq!(
            markup.visible_text("<p>Sehr <b>geehrte</b>\nFrau<br>x"),
            "\nSehr geehrte Frau\nx"
        );
        assert_eq!(markup.attribute(), None);
        markup.visible_text("<i class=\"fa fa-");
        assert_eq!(markup.attribute(), Some("class"));
        markup.visible_text("\" ");
        assert_eq!(markup.attribute(), Some(""));
        assert_eq!(
            markup.visible_text("title='a>b'>t<script>if (a<b) {}</script>u"),
            "t\n\nu"
        );
    }
}
