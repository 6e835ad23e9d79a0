//! Finds places in tokens that declare or list something about gender or salutation, in any language.

use std::cell::RefCell;
use std::collections::BTreeSet;

use foldhash::HashMap;

use super::declaring::{DECLARING, is_type};
use super::token::{Token, TokenKind, tokenise};
use crate::gender::Concept;
use crate::gender::vocabulary::Vocabulary;
use crate::model::Span;
use crate::topic::{fold, spelling};

/// A mention of gender or salutation in a declaring position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    /// The name, or the first of the values.
    pub word: String,
    /// Where.
    pub span: Span,
    /// Its role at this place.
    pub role: MentionRole,
}

/// The role of a mention at its place.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MentionRole {
    /// It declares: a column, a type, a list.
    Declares,
    /// It lists values for men and women.
    Lists,
    /// It names: a key, a variable, a whole literal. It may use what is declared elsewhere.
    Names,
    /// It passes on data of another place: a parameter, a copy, a column among others. It fixes nothing.
    HandsOn,
    /// It names an entry and uses it: a comparison, a case, a prefix, whatever the declaration elsewhere.
    Handles,
    /// It decides by an entry what a letter prints.
    Decides,
}

/// Maximum length of a name; longer literals are sentences, templates or data.
const LONGEST_NAME: usize = 48;
/// Maximum distance in tokens between values for men and women in one list.
pub(super) const LIST_TOKENS: usize = 24;
/// Length of a line, in bytes, above which it is generated.
const LONGEST_LINE: usize = 4_000;

/// The sightings in declaring positions, in the order of the text. `unread`: nothing else reads the text, so
/// comparisons with entries count, too.
pub(super) fn sightings(text: &str, vocabulary: &Vocabulary, unread: bool) -> Vec<Sighting> {
    let all = tokenise(text);
    let scan = Scan {
        text,
        tokens: &all,
        vocabulary,
        names: RefCell::default(),
        sides: RefCell::default(),
    };
    let mut found: Vec<Sighting> = (0..all.len())
        .filter_map(|index| scan.named(index))
        .collect();
    found.extend(scan.lists());
    if unread {
        found.extend((0..all.len()).filter_map(|index| scan.compared(index)));
    }
    found.sort_by_key(|sighting| (sighting.span, sighting.role));
    found.dedup_by_key(|sighting| sighting.span);
    found
}

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token<'t>],
    pub(super) vocabulary: &'t Vocabulary,
    /// Cache of texts already tested: a document repeats the same few.
    names: RefCell<HashMap<&'t str, bool>>,
    /// The same for the people that values stand for.
    sides: RefCell<HashMap<&'t str, Option<usize>>>,
}

impl<'t> Scan<'t> {
    pub(super) fn before(&self, index: usize, steps: usize) -> Option<&Token<'t>> {
        self.tokens.get(index.checked_sub(steps)?)
    }

    pub(super) fn after(&self, index: usize, steps: usize) -> Option<&Token<'t>> {
        self.tokens.get(index + steps)
    }

    fn span(&self, token: &Token<'_>) -> Span {
        Span::new(token.start, token.start + token.text.len())
    }

    /// A name for gender or salutation that declares or may use something.
    fn named(&self, index: usize) -> Option<Sighting> {
        let token = self.tokens.get(index)?;
        let role = match token.kind {
            TokenKind::Word if self.is_name(token.text) => self.role_of_word(index)?,
            TokenKind::Literal if is_single_name(token.text) && self.is_name(token.text) => {
                self.role_of_literal(index)?
            }
            TokenKind::Literal if self.is_name(last_part(token.text)) => {
                self.role_of_literal(index)?
            }
            TokenKind::Literal | TokenKind::Shown if self.is_statement(token.text) => {
                MentionRole::Declares
            }
            TokenKind::Literal if self.name_in_object(token.text).is_some() => {
                MentionRole::Declares
            }
            _ => return None,
        };
        if self.stands_in_long_line(token.start)
            || self.stands_in_series(index)
            || self.is_keyword_of_a_package(index)
            || self.stands_among_things(index)
        {
            return None;
        }
        let role = match role {
            MentionRole::Names if self.is_made(index) => MentionRole::Handles,
            MentionRole::Names | MentionRole::Declares if self.is_handed_on(index) => {
                MentionRole::HandsOn
            }
            role => role,
        };
        let word = match last_part(token.text) {
            "" => self.name_in_object(token.text).unwrap_or(token.text),
            part => part,
        };
        Some(Sighting {
            word: excerpt(word).to_owned(),
            span: self.span(token),
            role,
        })
    }

    /// A name compared with the value of an entry: `person.gender == 'm'`, `sex eq "w"`.
    fn compared(&self, index: usize) -> Option<Sighting> {
        const OPERATORS: [&str; 5] = ["eq", "ne", "is", "equals", "equalsIgnoreCase"];
        /// Maximum number of marks and operators between name and value: `== `, `.equals(`, `'} eq `.
        const MOST: usize = 6;
        let token = self.tokens.get(index)?;
        let names = match token.kind {
            TokenKind::Word => true,
            TokenKind::Literal => is_single_name(token.text),
            _ => false,
        };
        if !names || !self.is_name(token.text) {
            return None;
        }
        let between = self.tokens.get(index + 1..)?.iter().take(MOST);
        let between = between.take_while(|token| match token.kind {
            TokenKind::Mark(mark) => b"=!~<>.()]}".contains(&mark),
            TokenKind::Word => OPERATORS.contains(&token.text),
            _ => false,
        });
        let asks = |token: &Token<'_>| {
            token.kind == TokenKind::Word || token.is_mark(b'!') || token.is_mark(b'~')
        };
        let (mut length, mut equals, mut asked) = (0, 0, false);
        for token in between {
            length += 1;
            equals += usize::from(token.is_mark(b'='));
            asked |= asks(token);
        }
        // A single `=` assigns.
        let value = self
            .after(index, length + 1)
            .filter(|_| asked || equals > 1)?;
        let is_entry = value.kind == TokenKind::Literal
            && matches!(
                self.vocabulary.spellings.get(&spelling(value.text)),
                Some(Concept::Male | Concept::Female)
            );
        is_entry.then(|| Sighting {
            word: token.text.to_owned(),
            span: self.span(token),
            role: MentionRole::Handles,
        })
    }

    /// Whether a word is part of a known series, such as the days of a week.
    fn stands_in_series(&self, index: usize) -> bool {
        /// Number of further words required, with at most this many marks and line ends in between.
        const OTHERS: usize = 2;
        const AWAY: usize = 10;
        let Some(token) = self.tokens.get(index) else {
            return false;
        };
        let own = fold(token.text);
        let mut series = self.vocabulary.series.iter();
        series.any(|series| {
            if !series.contains(&own) {
                return false;
            }
            let first = index.saturating_sub(AWAY);
            let around = self.tokens.iter().skip(first).take(2 * AWAY + 1);
            let others: BTreeSet<String> = around
                .filter(|other| matches!(other.kind, TokenKind::Word | TokenKind::Literal))
                .map(|other| fold(other.text))
                .filter(|other| *other != own && series.contains(other))
                .collect();
            others.len() >= OTHERS
        })
    }

    /// Whether a literal is a search keyword of a package: `"keywords": ["gender", …]`.
    fn is_keyword_of_a_package(&self, index: usize) -> bool {
        const MOST: usize = 400;
        let mut before = (1..=MOST).map_while(|steps| self.before(index, steps));
        let opens = before.find(|token| {
            !matches!(
                token.kind,
                TokenKind::Literal | TokenKind::LineEnd | TokenKind::Mark(b',')
            )
        });
        opens.is_some_and(|token| token.is_mark(b'['))
            && before
                .next()
                .is_some_and(|token| token.is_mark(b':') || token.is_mark(b'='))
            && before.next().is_some_and(|token| token.text == "keywords")
    }

    pub(super) fn is_name(&self, text: &'t str) -> bool {
        text.len() <= LONGEST_NAME
            && *self
                .names
                .borrow_mut()
                .entry(text)
                .or_insert_with(|| self.vocabulary.names_either(text))
    }

    /// Whether a literal is a database statement with such a name.
    fn is_statement(&self, literal: &'t str) -> bool {
        const STATEMENTS: [&str; 6] = [
            "create table",
            "alter table",
            "create type",
            "create domain",
            "insert into",
            "create temporary",
        ];
        if literal.len() <= LONGEST_NAME / 2 || !self.vocabulary.topic().is_mentioned_in(literal) {
            return false;
        }
        let head: String = literal.chars().take(200).collect::<String>().to_lowercase();
        if head.contains("drop column") && !head.contains("add column") {
            return false;
        }
        let words = || literal.split(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        let changes = STATEMENTS.iter().any(|statement| head.contains(statement))
            || head.trim_start().starts_with("update ") && head.contains(" set ");
        let queries = || head.trim_start().starts_with("select") && self.makes_entries(literal);
        (changes || queries()) && words().any(|word| self.is_name(word))
    }

    /// Whether a query states an entry in words: `ELT(sex, 'male', 'female')`. A letter only selects rows.
    fn makes_entries(&self, query: &str) -> bool {
        const SHORTEST: usize = 3;
        let mut stated = query.split('\'').skip(1).step_by(2);
        stated.any(|word| word.len() >= SHORTEST && self.vocabulary.topic().is_entry(word))
    }

    /// Such a name in a literal that is an object in JSON: `"{\"name\":\"gender\"}"`.
    fn name_in_object(&self, literal: &'t str) -> Option<&'t str> {
        /// Maximum length; longer ones are whole documents.
        const LONGEST: usize = 200_000;
        let is_object = literal.starts_with(['{', '['])
            && literal.len() <= LONGEST
            && literal.contains("\\\"")
            && self.vocabulary.topic().is_mentioned_in(literal);
        let mut words = literal.split(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        words.find(|word| is_object && self.is_name(word))
    }

    fn role_of_word(&self, index: usize) -> Option<MentionRole> {
        let before = self.before(index, 1);
        let after = self.after(index, 1);
        if let Some(before) = before {
            // Elements of markup are named by tags.
            if before.is_mark(b'<') {
                let in_markup = after.is_some_and(|next| {
                    next.kind == TokenKind::Shown
                        || next.is_mark(b'>')
                        || next.kind == TokenKind::Word
                });
                return in_markup.then_some(MentionRole::Names);
            }
            let is_member = before.is_mark(b'.')
                || before.is_mark(b'>')
                    && self.before(index, 2).is_some_and(|two| two.is_mark(b'-'))
                || before.is_mark(b':')
                    && self.before(index, 2).is_some_and(|two| two.is_mark(b':'));
            if is_member {
                if self.heads_a_section(index) {
                    return Some(MentionRole::Declares);
                }
                return (self.is_own_member(index) && self.is_assigned(index))
                    .then_some(MentionRole::Names);
            }
            if self.is_symbol(index) {
                return Some(MentionRole::Names);
            }
            if self.has_a_type_in_brackets(index) {
                return Some(MentionRole::Declares);
            }
            if before.kind == TokenKind::Word && DECLARING.contains(&before.text) {
                // `import { type Gender } from …` names what is declared there.
                let is_imported = before.text == "type"
                    && after.is_some_and(|next| {
                        next.is_mark(b'}') || next.is_mark(b',') || next.text == "from"
                    });
                if is_imported {
                    return None;
                }
                return Some(MentionRole::Declares);
            }
        }
        let after = after?;
        let begins = self.begins_a_line(index);
        match after.kind {
            TokenKind::Word
                if begins && (is_type(after.text) || self.has_a_type_of_one_letter(index)) =>
            {
                Some(MentionRole::Declares)
            }
            TokenKind::Word | TokenKind::Mark(b'-') if self.is_declared_with_hyphens(index) => {
                Some(MentionRole::Declares)
            }
            TokenKind::Mark(b':' | b'=') => self.role_of_key(index + 1),
            // `n SEX <SEX_VALUE>`: so do the lines of a grammar, before what stands for the value.
            TokenKind::Mark(b'<') if begins && self.is_numbered(index) => {
                Some(MentionRole::Declares)
            }
            TokenKind::Mark(b';' | b',' | b')') if self.follows_a_type(index) => {
                Some(MentionRole::Names)
            }
            TokenKind::Mark(b',' | b')') if self.is_filled_column(index) => {
                Some(MentionRole::Names)
            }
            // `const Tag PATIENT_SEX(0x0010, 0x0040);`
            TokenKind::Mark(b'(') if self.follows_a_type(index) && self.holds_a_code(index + 1) => {
                Some(MentionRole::Declares)
            }
            TokenKind::LineEnd if self.is_called_so(index) => Some(MentionRole::Names),
            TokenKind::LineEnd if self.is_typed_by_the_word_before(index) => {
                Some(MentionRole::Declares)
            }
            TokenKind::Word if begins && self.is_restricted_to_a_list(index) => {
                Some(MentionRole::Declares)
            }
            _ if self.stands_between_tabs(index) => Some(MentionRole::Names),
            _ => None,
        }
    }

    /// Whether the owner of a member is the object described by the program: `this.gender`, `$this->gender`.
    fn is_own_member(&self, index: usize) -> bool {
        let steps = match self.before(index, 1) {
            Some(mark) if mark.is_mark(b'.') => 2,
            _ => 3,
        };
        self.before(index, steps)
            .is_some_and(|owner| matches!(owner.text, "this" | "self" | "$this" | "Me"))
    }

    fn is_assigned(&self, index: usize) -> bool {
        self.after(index, 1).is_some_and(|mark| mark.is_mark(b'='))
            && self
                .after(index, 2)
                .is_some_and(|next| !matches!(next.kind, TokenKind::Mark(b'=' | b'~' | b'>')))
    }

    /// Whether a name is written as a symbol: `:gender`, with nothing before the colon that it could belong to.
    fn is_symbol(&self, index: usize) -> bool {
        let bytes = self.text.as_bytes();
        let Some(start) = self.tokens.get(index).map(|token| token.start) else {
            return false;
        };
        let before = |steps: usize| start.checked_sub(steps).and_then(|at| bytes.get(at));
        before(1) == Some(&b':')
            && before(2).is_none_or(|byte| byte.is_ascii_whitespace() || b"([,".contains(byte))
    }

    /// The role of a key or a variable, by the text after the mark.
    fn role_of_key(&self, mark: usize) -> Option<MentionRole> {
        if self.is_switched(mark) {
            return None;
        }
        let next = self.after(mark, 1)?;
        let first = self.tokens.get(mark)?;
        let is_comparison =
            first.is_mark(b'=') && matches!(next.kind, TokenKind::Mark(b'=' | b'~'));
        let is_path = first.is_mark(b':') && next.is_mark(b':');
        if is_comparison || is_path {
            return None;
        }
        let value = if next.is_mark(b'>') || next.is_mark(b'=') {
            self.after(mark, 2)?
        } else {
            next
        };
        let lists = matches!(value.kind, TokenKind::Mark(b'[' | b'{'))
            && self.tokens[mark..]
                .iter()
                .take(LIST_TOKENS)
                .any(|token| token.kind == TokenKind::Literal);
        let declares = value.kind == TokenKind::Word && is_type(value.text) && first.is_mark(b':');
        Some(if lists || declares {
            MentionRole::Declares
        } else {
            MentionRole::Names
        })
    }

    fn role_of_literal(&self, index: usize) -> Option<MentionRole> {
        let after = self.after(index, 1);
        // A part of a longer text, or shown text: not a name.
        if after.is_some_and(|after| matches!(after.kind, TokenKind::Mark(b'+' | b'%'))) {
            return None;
        }
        let before = self.before(index, 1);
        let is_subscript = before.is_some_and(|before| before.is_mark(b'['))
            && self.before(index, 2).is_some_and(|two| {
                two.kind == TokenKind::Word || two.is_mark(b']') || two.is_mark(b')')
            });
        if is_subscript {
            return Some(MentionRole::Names);
        }
        match after {
            Some(after) if after.is_mark(b':') || after.is_mark(b'=') => {
                self.role_of_key(index + 1)
            }
            _ => Some(MentionRole::Names),
        }
    }

    /// Values for men and women near each other: as literals, as keys, as shown texts.
    fn lists(&self) -> Vec<Sighting> {
        let mut found = Vec::new();
        let mut last: [Option<usize>; 2] = [None, None];
        for (index, token) in self.tokens.iter().enumerate() {
            if token.kind == TokenKind::Literal && self.joins_both_sides(token.text) {
                found.push(Sighting {
                    word: excerpt(token.text).to_owned(),
                    span: self.span(token),
                    role: MentionRole::Lists,
                });
                continue;
            }
            let Some(side) = self.side_of(index, token) else {
                continue;
            };
            last[side] = Some(index);
            let [Some(male), Some(female)] = last else {
                continue;
            };
            let first = male.min(female);
            if male.abs_diff(female) <= LIST_TOKENS {
                let token = &self.tokens[first];
                if !self.stands_in_long_line(token.start) && !self.stands_among_things(first) {
                    found.push(Sighting {
                        word: excerpt(token.text).to_owned(),
                        span: self.span(token),
                        role: MentionRole::Lists,
                    });
                }
                last = [None, None];
            }
        }
        found
    }

    /// Whether a literal joins values for men and women: `"weiblich|männlich"`.
    fn joins_both_sides(&self, literal: &str) -> bool {
        if literal.len() > LONGEST_NAME || !literal.contains(['|', ';', ',', '/']) {
            return false;
        }
        /// Minimum length; letters are ambiguous.
        const SHORTEST: usize = 4;
        let (mut male, mut female) = (false, false);
        let parts = literal.split(['|', ';', ',', '/']).map(str::trim);
        for part in parts.filter(|part| part.len() >= SHORTEST) {
            match self.vocabulary.spellings.get(&spelling(part)) {
                Some(Concept::Male) => male = true,
                Some(Concept::Female) => female = true,
                _ => {}
            }
        }
        male && female
    }

    /// The people a value stands for: 0 for men, 1 for women.
    fn side_of(&self, index: usize, token: &Token<'t>) -> Option<usize> {
        /// Minimum length; letters are ambiguous.
        const SHORTEST: usize = 4;
        let is_value = match token.kind {
            TokenKind::Literal | TokenKind::Shown => true,
            TokenKind::Word => {
                let is_member = self
                    .before(index, 1)
                    .is_some_and(|before| before.is_mark(b'.'));
                !is_member
                    && self.after(index, 1).is_some_and(|after| {
                        matches!(
                            after.kind,
                            TokenKind::Mark(b',' | b'=' | b':' | b'(' | b';' | b'|')
                                | TokenKind::LineEnd
                        )
                    })
            }
            _ => false,
        };
        if !is_value || !(SHORTEST..=LONGEST_NAME).contains(&token.text.len()) {
            return None;
        }
        let mut sides = self.sides.borrow_mut();
        *sides.entry(token.text).or_insert_with(|| {
            match self.vocabulary.spellings.get(&spelling(token.text))? {
                Concept::Male => Some(0),
                Concept::Female => Some(1),
                _ => None,
            }
        })
    }

    fn stands_in_long_line(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let before = bytes
            .get(at.saturating_sub(LONGEST_LINE)..at)
            .unwrap_or_default();
        before.len() == LONGEST_LINE && !before.contains(&b'\n')
    }
}

/// Whether a text is a name as in programs: no blanks, no path, no call. Names that start with a digit are file names.
fn is_single_name(literal: &str) -> bool {
    !literal.starts_with(|ch: char| ch.is_ascii_digit())
        && !literal.is_empty()
        && literal.len() <= LONGEST_NAME
        && literal
            .chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | '@' | '[' | ']'))
}

/// The last part of the address of an attribute, as identity systems write it: `urn:oid:…:gender`,
/// `http://…/claims/gender`. Empty for all other texts.
fn last_part(literal: &str) -> &str {
    const LONGEST_ADDRESS: usize = 160;
    let is_address = (literal.starts_with("urn:") || literal.contains("://"))
        && literal.len() <= LONGEST_ADDRESS
        && !literal.contains(|ch: char| ch.is_whitespace() || "?&={}<>".contains(ch));
    match is_address {
        true => literal.rsplit([':', '/', '#']).next().unwrap_or_default(),
        false => "",
    }
}

/// The beginning of a long text.
fn excerpt(text: &str) -> &str {
    let text = text.trim();
    match text.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
