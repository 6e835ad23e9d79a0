//! Slow work, separate from the conversation: judging texts and finding possible changes. If possible it runs in
//! another process, because a document may crash the process that reads it (stack overflow, failed allocation) and must
//! not take the server down.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;

use serde::{Deserialize, Serialize};

use super::EditorSetting;
use super::advice::{AdviceAsked, Adviser};
use super::judgement::{JudgedTexts, Judgement, Snapshot, judge};
use crate::engine::KeptJudgements;
use crate::gap::{Panicked, contain};
use crate::project::Scan;
use crate::run::Progress;
use crate::texts::Language;

/// Open texts by the real paths of their files.
pub type OpenTexts = BTreeMap<PathBuf, Arc<str>>;

/// A job to be done.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Errand {
    Judge(Snapshot, Option<Language>),
    Advise(Box<AdviceAsked>),
}

/// The result of a job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Done {
    Judged(Box<Judgement>),
    Advised(Vec<serde_json::Value>),
}

/// A process that does errands.
pub trait ErrandProcess: Send {
    /// Sends an errand to the process and waits for the result. If the process dies, a new one takes over. `texts`
    /// holds the texts to judge; `None` if the errand is about texts judged before.
    ///
    /// # Errors
    /// Why no process can do it, in English.
    fn carry_out(&mut self, errand: &[u8], texts: Option<&OpenTexts>) -> Result<Vec<u8>, String>;
}

/// Where errands are done: in this process or in another.
pub(super) enum Worker {
    Here(Box<Workbench>),
    Elsewhere(Box<dyn ErrandProcess>),
}

impl Worker {
    pub fn carry_out(&mut self, errand: Errand) -> Done {
        match self {
            Self::Here(bench) => bench.carry_out(errand, &crate::run::Silent),
            Self::Elsewhere(process) => elsewhere(process.as_mut(), errand),
        }
    }
}

fn elsewhere(process: &mut dyn ErrandProcess, errand: Errand) -> Done {
    let texts = match &errand {
        Errand::Judge(snapshot, _) => Some(&snapshot.open),
        Errand::Advise(_) => None,
    };
    let answer = serde_json::to_vec(&errand)
        .map_err(|cause| cause.to_string())
        .and_then(|bytes| process.carry_out(&bytes, texts))
        .and_then(|bytes| serde_json::from_slice(&bytes).map_err(|cause| cause.to_string()));
    answer.unwrap_or_else(|cause| errand.failed(cause))
}

impl Errand {
    /// The result of a failed errand.
    fn failed(&self, cause: String) -> Done {
        match self {
            Self::Judge(snapshot, _) => Done::Judged(Box::new(Judgement {
                revision: snapshot.revision,
                refusals: vec![cause],
                ..Judgement::default()
            })),
            Self::Advise(_) => Done::Advised(Vec::new()),
        }
    }
}

/// Does the errands of one editor and caches results between them.
pub(super) struct Workbench {
    setting: EditorSetting,
    adviser: Adviser,
    kept: KeptJudgements,
    latest: JudgedTexts,
}

impl Workbench {
    pub fn new(setting: EditorSetting) -> Self {
        Self {
            setting,
            adviser: Adviser::default(),
            kept: KeptJudgements::default(),
            latest: JudgedTexts::default(),
        }
    }

    pub fn carry_out(&mut self, errand: Errand, progress: &dyn Progress) -> Done {
        match &errand {
            Errand::Judge(snapshot, language) => {
                let scan = Scan {
                    today: (self.setting.today)(),
                    ..self.setting.scan.clone()
                };
                let judged = contain(|| judge(&scan, *language, snapshot, &self.kept, progress));
                match judged {
                    Ok((judgement, judged)) => {
                        self.latest = judged;
                        Done::Judged(Box::new(judgement))
                    }
                    Err(Panicked(cause)) => errand.failed(cause),
                }
            }
            Errand::Advise(asked) => {
                let advised = contain(|| self.adviser.actions(&self.latest, asked));
                Done::Advised(advised.unwrap_or_default())
            }
        }
    }
}

/// Does errands for another process: reads them from `input`, writes the results to `output`, and ends this process
/// when the input ends. `progress` creates what follows the progress of the next errand.
///
/// # Errors
/// I/O errors of `output`, or an invalid errand.
pub fn work(
    input: impl Read + Send + 'static,
    output: &mut dyn Write,
    setting: EditorSetting,
    progress: impl Fn() -> Box<dyn Progress>,
) -> io::Result<()> {
    let mut bench = Workbench::new(setting);
    let (heard, errands) = mpsc::channel();
    thread::spawn(move || {
        let mut input = input;
        while let Ok(Some(bytes)) = receive_parcel(&mut input) {
            if heard.send(bytes).is_err() {
                return;
            }
        }
        // The other process is gone, so the result would go nowhere.
        std::process::exit(0);
    });
    for bytes in errands {
        let errand: Errand = serde_json::from_slice(&bytes)?;
        let done = bench.carry_out(errand, progress().as_ref());
        send_parcel(output, &serde_json::to_vec(&done)?)?;
    }
    Ok(())
}

/// Writes a parcel: its length (eight bytes, little-endian), then its content.
///
/// # Errors
/// I/O errors of the stream.
pub fn send_parcel(out: &mut dyn Write, content: &[u8]) -> io::Result<()> {
    out.write_all(&(content.len() as u64).to_le_bytes())?;
    out.write_all(content)?;
    out.flush()
}

/// Reads the next parcel; `None` at the end of the stream, even inside a parcel. Both ends run the same program, so the
/// length is trusted, but memory is only allocated as content arrives.
///
/// # Errors
/// I/O errors of the stream.
pub fn receive_parcel(input: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u64::from_le_bytes(length);
    let mut content = Vec::new();
    input.take(length).read_to_end(&mut content)?;
    Ok((content.len() as u64 == length).then_some(content))
}

/// Serialises open texts for the other process.
pub(super) mod texts {
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(
        texts: &super::OpenTexts,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let texts: BTreeMap<&PathBuf, &str> =
            texts.iter().map(|(path, text)| (path, &**text)).collect();
        texts.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<super::OpenTexts, D::Error> {
        let texts = BTreeMap::<PathBuf, String>::deserialize(deserializer)?;
        let texts = texts.into_iter();
        Ok(texts.map(|(path, text)| (path, Arc::from(text))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_arrive_whole_or_not_at_all() {
        let mut stream = Vec::new();
        for content in [&b""[..], b"{}", &[7; 70_000]] {
            send_parcel(&mut stream, content).expect("memory");
        }
        let whole = stream.len();
        let mut input = &stream[..];
        let mut lengths = Vec::new();
        while let Some(content) = receive_parcel(&mut input).expect("memory") {
            lengths.push(content.len());
        }
        assert_eq!(lengths, [0, 2, 70_000]);
        let mut cut = &stream[18..whole - 1];
        assert_eq!(receive_parcel(&mut cut).expect("memory"), None);
        let mut claimed = &u64::MAX.to_le_bytes()[..];
        assert_eq!(receive_parcel(&mut claimed).expect("memory"), None);
    }
}
