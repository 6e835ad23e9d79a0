//! Live databases: their catalogue, written as the SQL that would create it.
//!
//! The result is a script of tables, types, constraints and comments, so that the SQL reader and all rules work on it
//! as on any other. Data stays where it is; the only rows read are those of small lookup tables for gender and
//! salutation ([`lookup`]). Everything happens in one read-only transaction under limits on time, tables and bytes.
//! Passwords come from the environment and are never shown.

mod address;
#[cfg(feature = "database")]
mod catalogue;
#[cfg(feature = "database")]
mod lookup;
#[cfg(feature = "database")]
mod mysql;
#[cfg(feature = "database")]
mod postgres;
#[cfg(feature = "database")]
pub(super) mod sqlite;
#[cfg(feature = "database")]
mod tls;

use super::http::Lost;
use super::{Address, Deliver, Limits, Setting, Source, public_name};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::inventory::{Application, ArtefactTarget};

/// Opens the source.
pub fn open(setting: &Setting<'_>) -> Box<dyn Source> {
    Box::new(DatabaseSource {
        limits: setting.limits.clone(),
        #[cfg(feature = "database")]
        topic: setting.topic.clone(),
        #[cfg(feature = "database")]
        guard: super::guard::Guard::new(setting.inventory, setting.limits.allow_loopback),
    })
}

/// Reads catalogues of PostgreSQL, MySQL and MariaDB.
struct DatabaseSource {
    limits: Limits,
    #[cfg(feature = "database")]
    topic: crate::topic::Topic,
    #[cfg(feature = "database")]
    guard: super::guard::Guard,
}

impl Source for DatabaseSource {
    fn serves(&self, address: &Address<'_>) -> bool {
        let Address::Artefact(artefact) = address else {
            return false;
        };
        matches!(artefact.target, ArtefactTarget::Database(_))
    }

    fn acquire(
        &self,
        _: &Application,
        addresses: &[Address<'_>],
        deliver: Deliver<'_>,
    ) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for address in addresses {
            let Address::Artefact(artefact) = address else {
                continue;
            };
            let ArtefactTarget::Database(url) = &artefact.target else {
                continue;
            };
            let name = name(url);
            let lost =
                |(reason, detail): Lost| Gap::of_document(&name, Stage::Acquire, reason, detail);
            let read = || self.read_database(url, artefact.auth_ref.as_deref());
            match contain(read) {
                Ok(Ok(read)) => {
                    gaps.extend(read.lost.into_iter().map(lost));
                    if let Some(script) = read.script {
                        let mut capture =
                            super::Capture::new(name.as_str(), artefact.id.as_str(), script);
                        capture.format = Some("sql".to_owned());
                        rayon::scope(|_| deliver(capture));
                    }
                }
                Ok(Err(cause)) => gaps.push(lost(cause)),
                Err(Panicked(cause)) => gaps.push(lost((GapReason::CheckPanicked, cause))),
            }
        }
        gaps
    }
}

/// The name of a database in reports: without user, password and parameters.
fn name(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    public_name(bare)
}

/// The result of reading a database.
#[derive(Debug, Default)]
struct Read {
    /// The catalogue as a script; `None` if it is empty.
    script: Option<Vec<u8>>,
    /// Parts that were not read.
    lost: Vec<Lost>,
}

impl DatabaseSource {
    #[cfg(not(feature = "database"))]
    fn read_database(&self, url: &str, auth_ref: Option<&str>) -> Result<Read, Lost> {
        address::Target::from_url(url, auth_ref)?;
        if !self.limits.online {
            return Err((GapReason::Offline, String::new()));
        }
        let detail = "this program was built without the feature \"database\"";
        Err((GapReason::Refused, detail.to_owned()))
    }

    #[cfg(feature = "database")]
    fn read_database(&self, url: &str, auth_ref: Option<&str>) -> Result<Read, Lost> {
        use address::Kind;
        if !self.limits.online {
            return Err((GapReason::Offline, String::new()));
        }
        let target = address::Target::from_url(url, auth_ref)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| (GapReason::Unreachable, error.to_string()))?;
        let visit = || {
            let hosts = runtime.block_on(target.resolve(&self.guard, &self.limits))?;
            match target.kind {
                Kind::Postgres => runtime.block_on(postgres::read_postgres(
                    &target,
                    &hosts,
                    &self.limits,
                    &self.topic,
                )),
                Kind::MySql => mysql::read_mysql(&target, &self.limits, &self.topic),
            }
        };
        let visited = visit();
        // Don't wait for name lookups that are still running.
        runtime.shutdown_background();
        let (catalogue, mut lost) = visited?;
        if catalogue.tables.is_empty() {
            let detail = "no table that this user may see";
            lost.push((GapReason::Empty, detail.to_owned()));
            return Ok(Read { script: None, lost });
        }
        let (script, whole) = catalogue.script(self.limits.max_bytes);
        if !whole {
            let detail = format!("more than {} bytes", self.limits.max_bytes);
            lost.push((GapReason::TooLarge, detail));
        }
        Ok(Read {
            script: Some(script.into_bytes()),
            lost,
        })
    }
}
