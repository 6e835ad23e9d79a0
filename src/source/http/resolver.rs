//! Resolves host names, limited to the addresses the guard admits.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::source::guard::Guard;

/// Drops addresses that the guard refuses.
pub(super) struct GuardedResolver(pub(super) Arc<Guard>);

/// A host name without an address.
#[derive(Debug)]
pub(super) struct Unresolved(pub(super) io::Error);

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unresolved {}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(Unresolved)?;
            let nothing = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
            let mut why: Box<dyn Error + Send + Sync> = Unresolved(nothing).into();
            let admitted: Vec<SocketAddr> = found
                .filter(|address| {
                    guard
                        .admit_address(address.ip())
                        .map_err(|refusal| why = refusal.into())
                        .is_ok()
                })
                .collect();
            if admitted.is_empty() {
                return Err(why);
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}
