//! To the vendors: connections to checked addresses, over TLS with the system's certificates.

use std::error::Error;
use std::time::Duration;

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};
use rustls_native_certs::load_native_certs;
use tokio::time::timeout;
use tutti_relay_policy::{Kind, Pass, Policy, Refusal};

use crate::resolve::{Lookup, Resolver};

const CONNECT_TIME: Duration = Duration::from_secs(10);
/// Shorter than the pause after which servers hang up.
const POOL_TIME: Duration = Duration::from_secs(15);
/// The most that is read ahead of a caller, for each answer under way.
const STREAM_BYTES: usize = 64 * 1024;

type Connector = HttpsConnector<HttpConnector<Resolver>>;

/// The way to the vendors.
#[derive(Clone)]
pub(crate) struct Upstream {
    /// For orders: a connection of its own for each, since the answer to an order on a used connection that the vendor
    /// was about to close would be lost.
    orders: Client<Connector, Full<Bytes>>,
    questions: Client<Connector, Full<Bytes>>,
}

impl Upstream {
    /// Connects to what this lookup finds, as far as it is public.
    ///
    /// # Errors
    ///
    /// When the system has no certificates to trust.
    pub(crate) fn new(lookup: Lookup) -> Result<Self, String> {
        let connector = connector(lookup)?;
        let client = |idle: usize| {
            Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(POOL_TIME)
                .pool_max_idle_per_host(idle)
                .http1_max_buf_size(STREAM_BYTES)
                .build(connector.clone())
        };
        Ok(Self {
            orders: client(0),
            questions: client(32),
        })
    }

    /// Sends a request and waits for the head of the answer, following an audio host's redirects on the list.
    pub(crate) async fn ask(
        &self,
        policy: &Policy,
        pass: &Pass,
        body: Bytes,
    ) -> Result<Response<Incoming>, Refusal> {
        let mut pass = pass.clone();
        loop {
            let asked = timeout(pass.patience, self.send(&pass, body.clone())).await;
            let answer = match asked {
                Ok(Ok(answer)) => answer,
                Ok(Err(refusal)) => return Err(refusal.seen_by(pass.page)),
                Err(_) => return Err(Refusal::LOST.seen_by(pass.page)),
            };
            match policy.follow(&pass, answer.status(), answer.headers())? {
                Some(next) => pass = next,
                None => return Ok(answer),
            }
        }
    }

    async fn send(&self, pass: &Pass, body: Bytes) -> Result<Response<Incoming>, Refusal> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = pass.method.clone();
        *request.uri_mut() = pass.url.clone();
        *request.headers_mut() = pass.headers.clone();
        let is_order = matches!(pass.kind, Kind::Api(_)) && pass.method == http::Method::POST;
        let client = if is_order {
            &self.orders
        } else {
            &self.questions
        };
        client.request(request).await.map_err(|error| {
            if !error.is_connect() {
                return Refusal::LOST;
            }
            if leads_inside(&error) {
                Refusal::ADDRESS
            } else {
                Refusal::UNREACHED
            }
        })
    }
}

fn connector(lookup: Lookup) -> Result<Connector, String> {
    let mut http = HttpConnector::new_with_resolver(Resolver(lookup));
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(CONNECT_TIME));
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(load_native_certs().certs);
    if roots.is_empty() {
        return Err(
            "the system has no certificates to trust (Debian: `apt-get install ca-certificates`)"
                .to_owned(),
        );
    }
    let tls = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(http))
}

/// Whether the resolver refused the address.
fn leads_inside(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let refused = error.downcast_ref::<std::io::Error>();
        if refused.is_some_and(|it| it.kind() == std::io::ErrorKind::PermissionDenied) {
            return true;
        }
        cause = error.source();
    }
    false
}
