//! Fuzzing on stable Rust: fixtures and generated documents, mutated by a seeded stream, family by family.
//!
//! `cargo test` spends a few seconds on each family; at length, one or several by name:
//!
//! ```text
//! FACHCHECK_FUZZ_SECONDS=600 cargo test --release --test fuzz -- sql
//! ```
//!
//! `FACHCHECK_FUZZ_SEED` chooses other documents (the default is 1), `FACHCHECK_FUZZ_INPUT` examines one file or
//! folder instead. Each family runs in a process of its own: what ends that process – an overflown stack, an
//! exhausted memory – is a finding like a panic, a slow or a greedy document. The document is written to a file,
//! the test fails, and the rest of the time goes to the next ones.

#[path = "../tests/support/mod.rs"]
mod support;

mod allocation;
mod examine;
mod family;
mod package;
mod seed;
mod supervise;
mod worker;

use std::time::Duration;

use libtest_mimic::{Arguments, Trial};

use family::FAMILIES;
use supervise::Campaign;

#[global_allocator]
static ALLOCATOR: allocation::Limited = allocation::Limited;

fn main() {
    if let Some(order) = worker::Order::given() {
        worker::work(&order);
        return;
    }
    let arguments = Arguments::from_args();
    if let Some(path) = std::env::var_os("FACHCHECK_FUZZ_INPUT") {
        let trial = Trial::test("input", move || supervise::examine_file(path.as_ref()));
        libtest_mimic::run(&arguments, vec![trial]).exit();
    }
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|value| value.parse().ok())
    };
    let campaign = Campaign {
        seed: number("FACHCHECK_FUZZ_SEED").unwrap_or(1),
        duration: Duration::from_secs(number("FACHCHECK_FUZZ_SECONDS").unwrap_or(2)),
    };
    let trials = FAMILIES
        .iter()
        .filter(|family| cfg!(feature = "code") || !family.needs_code)
        .map(|family| Trial::test(family.name, move || campaign.run(family)))
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
