//! From a name to addresses that may be connected to. The connection then goes to those very addresses: a name that
//! resolves anew, to somewhere else, between the check and the connection has no effect.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;
use tutti_relay_policy::is_public;

/// What finds the addresses of a name.
pub type Lookup = Arc<dyn Fn(String) -> Found + Send + Sync>;

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// The addresses of a name, by the system's resolver.
pub(crate) fn system() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// The same addresses, if each of them is public; a name with one that is not is not trusted with the others.
///
/// # Errors
///
/// When there is none, or one that leads inside.
pub fn public_addresses(found: Vec<IpAddr>) -> io::Result<Vec<IpAddr>> {
    if !found.is_empty() && found.iter().all(|address| is_public(*address)) {
        return Ok(found);
    }
    let words = "the name has no address, or one that is not public";
    Err(io::Error::new(io::ErrorKind::PermissionDenied, words))
}

/// The resolver of the connector.
#[derive(Clone)]
pub(crate) struct Resolver(pub(crate) Lookup);

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let found = (self.0)(name.as_str().to_owned());
        Box::pin(async move {
            let addresses = public_addresses(found.await?)?;
            let at_port = |address| SocketAddr::new(address, 0);
            Ok(addresses
                .into_iter()
                .map(at_port)
                .collect::<Vec<_>>()
                .into_iter())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_one_address_inside_is_not_trusted_with_its_others() {
        let found = |list: &[&str]| {
            list.iter()
                .map(|it| it.parse().unwrap())
                .collect::<Vec<IpAddr>>()
        };
        assert!(public_addresses(found(&["1.1.1.1", "2606:4700::1111"])).is_ok());
        for bad in [&["1.1.1.1", "127.0.0.1"][..], &["::ffff:10.0.0.1"], &[]] {
            assert!(public_addresses(found(bad)).is_err(), "{bad:?}");
        }
    }
}
