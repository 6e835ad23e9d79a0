//! Generated documents as a strategy of properties: valid ones most of the time, the rest mutated.

use std::fmt;
use std::sync::Arc;

use proptest::prelude::*;

use super::choice::Recorded;
use super::grammar::Grammar;
use super::mutate::mutate;
use super::reading::{Reading, read_soundly};

/// A document under the name it goes by.
#[derive(Clone)]
pub struct Document {
    /// Its name, by which formats are told apart.
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {:?}",
            self.name,
            String::from_utf8_lossy(&self.bytes)
        )
    }
}

impl Document {
    /// Reads it.
    ///
    /// # Panics
    /// If the reading violates what must hold of every reading.
    pub fn read_soundly(&self) -> Reading {
        read_soundly(&self.name, &self.bytes)
    }
}

/// Documents of a family; one in three is mutated.
pub fn documents(family: &str) -> impl Strategy<Value = Document> + use<> {
    let grammars = Arc::new(Grammar::of_family(family));
    let tokens: Arc<[Vec<Vec<u8>>]> = grammars
        .iter()
        .map(|grammar| {
            grammar
                .tokens()
                .map(|token| token.as_bytes().to_vec())
                .collect()
        })
        .collect();
    let decisions = || prop::collection::vec(any::<u16>(), 0..400);
    let mutations = prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(prop::collection::vec(any::<u16>(), 6), 1..4),
    ];
    let index = 0..grammars.len();
    (index, decisions(), mutations).prop_map(move |(index, decisions, mutations)| {
        let grammar = &grammars[index];
        let mut bytes = grammar.derive(&mut Recorded::new(decisions)).into_bytes();
        for decisions in mutations {
            let whole = bytes.clone();
            mutate(
                &mut bytes,
                &tokens[index],
                &whole,
                &mut Recorded::new(decisions),
            );
        }
        Document {
            name: grammar.document.clone(),
            bytes,
        }
    })
}

/// The share of documents of each grammar that are read as a whole and say something, in percent.
pub fn fruitful_share(grammar: &Grammar) -> usize {
    const TRIED: u64 = 100;
    let fruitful = (0..TRIED).filter(|index| {
        let document = grammar.derive(&mut super::choice::Random::new(7, *index));
        read_soundly(&grammar.document, document.as_bytes()).is_fruitful()
    });
    fruitful.count() * 100 / TRIED as usize
}
