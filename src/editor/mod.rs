//! The language server: what `check` finds, in an editor while people write. Open texts count as they are on the screen,
//! saved or not; everything else is read from disk.
//!
//! Messages come in on one thread, texts are judged on another or in another process ([`work`]), and a third answers:
//! whoever asks never waits for files to be read, and what is asked about changes to apply waits for the judgement it is
//! about.

mod address;
mod advice;
mod comment;
mod errand;
mod hover;
mod judgement;
mod marks;
mod position;
mod protocol;
mod server;
mod voice;
mod wire;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, Sender};
use std::thread;

use jiff::civil::Date;

pub use self::errand::{ErrandProcess, OpenTexts, receive_parcel, send_parcel, work};

use self::errand::{Done, Workbench, Worker};
use self::server::Server;
use self::wire::{Arrival, receive};
use crate::project::Scan;
use crate::texts::Language;

/// How texts are judged.
pub struct EditorSetting {
    /// What is looked for and how; its paths are those of the open texts.
    pub scan: Scan,
    /// The language of sentences, whatever the editor speaks.
    pub language: Option<Language>,
    /// Tells the day: an editor stays open overnight.
    pub today: Box<dyn Fn() -> Date + Send>,
}

/// What the server waits for.
enum Event {
    Arrived(Arrival),
    /// The editor has gone.
    Ended,
    Done(Done),
}

/// Serves an editor until it ends the conversation or goes away, and returns the exit code that the protocol asks for:
/// 0 if it said that it would, else 1. `process`: does what takes time; without one it is done in this process.
///
/// # Errors
/// Those of `output`, save for a pipe that was closed: nobody is there to be told then.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: &mut dyn Write,
    setting: EditorSetting,
    process: Option<Box<dyn ErrandProcess>>,
) -> io::Result<u8> {
    let (events, arrived) = mpsc::channel();
    let (errands, asked) = mpsc::channel();
    let heard = events.clone();
    thread::spawn(move || listen(input, &heard));
    let language = setting.language;
    thread::spawn(move || {
        let mut worker = match process {
            Some(process) => Worker::Elsewhere(process),
            None => Worker::Here(Box::new(Workbench::new(setting))),
        };
        for errand in asked {
            let done = worker.carry_out(errand);
            if events.send(Event::Done(done)).is_err() {
                break;
            }
        }
    });
    match Server::new(output, errands, language).run(&arrived) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(1),
        ended => ended,
    }
}

/// Hands on what comes in.
fn listen(mut input: impl BufRead, events: &Sender<Event>) {
    while let Ok(Some(arrival)) = receive(&mut input) {
        if events.send(Event::Arrived(arrival)).is_err() {
            return;
        }
    }
    let _ = events.send(Event::Ended);
}
