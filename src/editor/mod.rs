//! The language server: runs `check` in an editor while people type. Open texts count as they are on screen, saved or
//! not; everything else is read from disk.
//!
//! Messages arrive on one thread, texts are judged on another or in another process ([`work`]), and a third one
//! answers. So requests never wait for files to be read, except that requests for changes wait for the judgement they
//! refer to.

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
    /// What to look for and how; its paths are replaced by those of the open texts.
    pub scan: Scan,
    /// The language of sentences, whatever language the editor uses.
    pub language: Option<Language>,
    /// Returns today's date; an editor may stay open overnight.
    pub today: Box<dyn Fn() -> Date + Send>,
}

/// What the server waits for.
enum Event {
    Arrived(Arrival),
    /// The editor is gone.
    Ended,
    Done(Done),
}

/// Serves an editor until it exits or disconnects. Returns the exit code required by the protocol: 0 if it announced
/// the shutdown, else 1. `process` does the slow work; without one it is done in this process.
///
/// # Errors
/// I/O errors of `output`, except for a closed pipe, which no longer has a reader.
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

/// Forwards incoming messages.
fn listen(mut input: impl BufRead, events: &Sender<Event>) {
    while let Ok(Some(arrival)) = receive(&mut input) {
        if events.send(Event::Arrived(arrival)).is_err() {
            return;
        }
    }
    let _ = events.send(Event::Ended);
}
