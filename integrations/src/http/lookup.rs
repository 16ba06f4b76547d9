//! Looking names up, and letting through only what may be called.

use super::addresses::forbidden;
use super::allow::Allow;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// The addresses of a name.
pub type Lookup =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> + Send + Sync>;

/// As the machine looks names up.
pub fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// Why nothing is sent to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forbidden(pub String);

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Forbidden {}

/// Refuses an address that may not be called.
pub(super) fn check(allow: &Allow, address: IpAddr) -> Result<(), Forbidden> {
    match forbidden(address).filter(|_| !allow.address(address)) {
        None => Ok(()),
        Some(what) => Err(Forbidden(format!("{address} is {what}; webhooks go to public addresses only"))),
    }
}

/// Gives a connection checked addresses and no others.
pub(super) struct Checked {
    pub allow: Arc<Allow>,
    pub lookup: Lookup,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (allow, lookup) = (Arc::clone(&self.allow), Arc::clone(&self.lookup));
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = lookup(name.clone()).await?;
            let mut refused = None;
            let mut good = Vec::new();
            for address in found {
                match if allow.host(&name) { Ok(()) } else { check(&allow, address) } {
                    Ok(()) => good.push(SocketAddr::new(address, 0)),
                    Err(error) => refused = Some(error),
                }
            }
            match refused {
                // What the number is stays with us: a name may be asked for to learn about our network.
                Some(_) if good.is_empty() => {
                    let words = format!("{name} leads to an address that is not public");
                    Err(Forbidden(words).into())
                }
                _ => {
                    let addresses: Addrs = Box::new(good.into_iter());
                    Ok(addresses)
                }
            }
        })
    }
}
