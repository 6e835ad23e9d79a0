//! Containing panics: a bug of ours in one check must not end a run over two thousand applications.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};

thread_local! {
    /// How many `contain` calls this thread is inside of.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Where the last contained panic of this thread arose.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What is known about a contained panic, in English: the detail of a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked(pub String);

/// Runs work whose panic becomes a gap with [`super::GapReason::CheckPanicked`].
///
/// # Errors
/// The message of the panic, and where it arose if [`keep_contained_panics_quiet`] was called.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    DEPTH.set(DEPTH.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| {
        let message = message_of(payload.as_ref());
        Panicked(match PLACE.take() {
            Some(place) => format!("{message} ({place})"),
            None => message,
        })
    })
}

/// From now on contained panics print nothing; all others are reported as before.
pub fn keep_contained_panics_quiet() {
    let others = take_hook();
    set_hook(Box::new(move |panic| {
        if DEPTH.get() == 0 {
            others(panic);
        } else {
            PLACE.set(place_of(panic));
        }
    }));
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let text = match (
        payload.downcast_ref::<&str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => text,
        (_, Some(text)) => text.as_str(),
        _ => "panic without a message",
    };
    // It may quote what was scanned.
    text.chars()
        .filter(|ch| !ch.is_control())
        .take(160)
        .collect()
}

/// File and line, without the folders of the machine it was built on.
fn place_of(panic: &PanicHookInfo<'_>) -> Option<String> {
    let location = panic.location()?;
    let parts: Vec<&str> = location.file().split(['/', '\\']).collect();
    let file = parts[parts.len().saturating_sub(4)..].join("/");
    Some(format!("{file}:{}", location.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_its_message() {
        assert_eq!(contain(|| 1), Ok(1));
        let nested = contain(|| contain(|| panic!("inner")).is_err());
        assert_eq!(nested, Ok(true));
        let hostile = contain(|| -> () { panic!("bad \u{1b}[31m{}", "x".repeat(999)) });
        let Err(Panicked(message)) = hostile else {
            panic!("not contained");
        };
        assert!(message.starts_with("bad [31mxxx"));
        assert!(message.chars().count() < 300);
    }
}
