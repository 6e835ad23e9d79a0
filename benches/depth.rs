//! How the cost of a byte of program source grows with the depth it is nested at.
//!
//! `cargo bench --bench depth`; the growth should stay near one. Where a node stands in the tree is asked often, and
//! each answer costs as much as the node stands deep: asked at every node, it doubles the cost of a byte with the
//! depth.

use std::time::{Duration, Instant};

use fachcheck::format;
use fachcheck::gender::Vocabulary;
use fachcheck::rule;
use fachcheck::source::Capture;
use fachcheck::topic::Topic;

/// Assignments in one chain; the depth doubles from one to the next.
const DEPTHS: [usize; 4] = [250, 500, 1_000, 2_000];
/// Assignments in one document, in however many chains.
const ASSIGNMENTS: usize = 20_000;

fn main() {
    let book = rule::load(None).expect("rules");
    let vocabulary = Vocabulary::load(&book.vocabulary).expect("vocabulary");
    println!("document  depth   ns/byte   growth");
    for (name, end) in [("a.py", "\n"), ("a.ts", ";")] {
        let mut before = None;
        for depth in DEPTHS {
            let chain = format!("gender = {}1{end}", "a = ".repeat(depth));
            let source = chain.repeat(ASSIGNMENTS / depth);
            let taken = best_of_three(name, &source, vocabulary.topic());
            let cost = taken.as_secs_f64() * 1e9 / source.len() as f64;
            let growth = before.map_or(1.0, |before| cost / before);
            println!("{name:<9} {depth:>5} {cost:>9.0} {growth:>8.2}");
            before = Some(cost);
        }
    }
}

fn best_of_three(name: &str, source: &str, topic: &Topic) -> Duration {
    let runs = (0..3).map(|_| {
        let capture = Capture::new(name, name, source.as_bytes().to_vec());
        let begun = Instant::now();
        std::hint::black_box(format::parse(&capture, topic));
        begun.elapsed()
    });
    runs.min().unwrap_or_default()
}
