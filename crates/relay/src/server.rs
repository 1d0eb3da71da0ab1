//! The server: connections in, bounded in number, in the size and time of a request's head, and in how long nothing moves.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tutti_relay_policy::{Policy, Rates};

use crate::body::Answer;
use crate::door::Door;
use crate::log::Line;
use crate::orders::Orders;
use crate::resolve::{self, Lookup};
use crate::settings::Settings;
use crate::site::Site;
use crate::upstream::Upstream;

/// How long the head of a request may take, and how long a connection may rest.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// The longest head of a request, in bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// The most headers of a request.
const HEAD_LINES: usize = 64;
/// The pause after a connection could not be accepted: there is none to be had for the moment.
const BREATH: Duration = Duration::from_millis(50);

type Answering = Pin<Box<dyn Future<Output = Result<Answer, Infallible>> + Send>>;

/// A relay that listens.
pub struct Server {
    listener: TcpListener,
    door: Arc<Door>,
    connections: Arc<Semaphore>,
    idle: Duration,
    grace: Duration,
}

/// Why a relay does not start.
#[derive(Clone, Debug)]
pub struct StartError(String);

impl Server {
    /// Listens as the settings say; callers are let in by [`Server::serve`].
    ///
    /// # Errors
    ///
    /// When it cannot listen there, or a setting cannot be used.
    pub async fn bind(settings: &Settings) -> Result<Self, StartError> {
        Self::bind_with(settings, resolve::system()).await
    }

    /// The same, with another resolver of names.
    ///
    /// # Errors
    ///
    /// When it cannot listen there, or a setting cannot be used.
    pub async fn bind_with(settings: &Settings, lookup: Lookup) -> Result<Self, StartError> {
        let listen = settings.listen;
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|error| StartError(format!("listen: cannot listen on {listen}: {error}")))?;
        let address = listener
            .local_addr()
            .map_err(|error| StartError(error.to_string()))?;
        let access = settings
            .access(address)
            .map_err(|error| StartError(error.to_string()))?;
        let site = settings.site.as_deref().map(|folder| {
            Site::open(folder, settings.secure()).map_err(|error| {
                StartError(format!("site: {} has no page: {error}", folder.display()))
            })
        });
        let door = Door {
            policy: Policy::new(settings.hosts.clone(), access, settings.limits.clone()),
            upstream: Upstream::new(lookup).map_err(StartError)?,
            orders: Orders::default(),
            rates: Mutex::new(Rates::new(settings.rate, settings.burst)),
            site: site.transpose()?,
            proxies: settings.proxies.clone(),
            started: Instant::now(),
        };
        Ok(Self {
            listener,
            door: Arc::new(door),
            connections: Arc::new(Semaphore::new(settings.connections)),
            idle: settings.limits.idle_time,
            grace: settings.grace,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` ends, then lets what is under way come to its end, for as long as the settings allow.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        Line::new("started").write();
        loop {
            let next = async {
                let permit = Arc::clone(&self.connections).acquire_owned().await;
                (self.listener.accept().await, permit)
            };
            tokio::select! {
                () = &mut stop => break,
                (accepted, permit) = next => match (accepted, permit) {
                    (Ok((stream, peer)), Ok(permit)) => self.connect(stream, peer.ip(), permit, &graceful),
                    _ => sleep(BREATH).await,
                },
            }
        }
        drop(self.listener);
        Line::new("stopping")
            .with("orders", self.door.orders.open())
            .write();
        let ended = async {
            graceful.shutdown().await;
            while self.door.orders.open() > 0 {
                sleep(BREATH).await;
            }
        };
        let whole = timeout(self.grace, ended).await.is_ok();
        Line::new("stopped").with("whole", whole).write();
    }

    fn connect(
        &self,
        stream: TcpStream,
        peer: IpAddr,
        permit: OwnedSemaphorePermit,
        graceful: &GracefulShutdown,
    ) {
        // Only a delay would come of a socket that refuses this.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        // Reading waits for a vendor at times; writing waits for nobody but the caller.
        stream.set_write_timeout(Some(self.idle));
        let door = Arc::clone(&self.door);
        let service = service_fn(move |request| {
            let answer: Answering = Box::pin(Arc::clone(&door).enter(peer, request));
            answer
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME.min(self.idle))
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEAD_LINES)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A caller that hangs up or sends what is no request is no news.
            let _ = watched.await;
            drop(permit);
        });
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}
