//! The language server: what `check` finds, in an editor while people write. Open texts count as they are on the screen,
//! saved or not; everything else is read from disk.
//!
//! Messages come in on one thread, texts are judged on another, and a third answers: whoever asks never waits for files
//! to be read, and what is asked about changes to apply waits for the judgement it is about.

mod address;
mod advice;
mod comment;
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

use self::advice::{AdviceAsked, Adviser};
use self::judgement::{Judgement, Snapshot, judge};
use self::server::Server;
use self::wire::{Arrival, receive};
use crate::engine::KeptJudgements;
use crate::gap::{Panicked, contain};
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
    Judged(Box<Judgement>),
    Advised(Vec<serde_json::Value>),
}

/// What takes time.
enum Errand {
    Judge(Snapshot, Option<Language>),
    Advise(Box<AdviceAsked>),
}

/// Serves an editor until it ends the conversation or goes away, and returns the exit code that the protocol asks for:
/// 0 if it said that it would, else 1.
///
/// # Errors
/// Those of `output`, save for a pipe that was closed: nobody is there to be told then.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: &mut dyn Write,
    setting: EditorSetting,
) -> io::Result<u8> {
    let (events, arrived) = mpsc::channel();
    let (errands, asked) = mpsc::channel();
    let heard = events.clone();
    thread::spawn(move || listen(input, &heard));
    let language = setting.language;
    thread::spawn(move || {
        let mut adviser = Adviser::default();
        let kept = KeptJudgements::default();
        for errand in asked {
            let done = match errand {
                Errand::Judge(snapshot, of_editor) => {
                    let scan = Scan {
                        today: (setting.today)(),
                        ..setting.scan.clone()
                    };
                    let judged = contain(|| judge(&scan, of_editor, &snapshot, &kept));
                    let failed = |Panicked(cause)| Judgement {
                        revision: snapshot.revision,
                        refusals: vec![cause],
                        ..Judgement::default()
                    };
                    Event::Judged(Box::new(judged.unwrap_or_else(failed)))
                }
                Errand::Advise(asked) => {
                    Event::Advised(contain(|| adviser.actions(&asked)).unwrap_or_default())
                }
            };
            if events.send(done).is_err() {
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
