//! The way in: each request is judged, and what the verdict says is done.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::request::Parts;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Incoming};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout};
use tutti_relay_policy::{
    Ask, LONGEST_KEPT, Pass, Policy, Rates, Refusal, Verdict, client_of, fingerprint, report,
};

use crate::body::{Answer, AnyBody, Bounded, Continued, Told, full};
use crate::log::Line;
use crate::orders::{Claim, Kept, Orders, State};
use crate::site::Site;
use crate::upstream::Upstream;

/// How long the body of a request may take, all of it.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Everything a request needs.
pub(crate) struct Door {
    pub(crate) policy: Policy,
    pub(crate) upstream: Upstream,
    pub(crate) orders: Orders,
    pub(crate) rates: Mutex<Rates>,
    pub(crate) site: Option<Site>,
    /// Proxies of one's own, whose word on who calls is taken.
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) started: Instant,
}

impl Door {
    /// Answers a request that came over a connection from `peer`.
    pub(crate) async fn enter(
        self: Arc<Self>,
        peer: IpAddr,
        request: Request<Incoming>,
    ) -> Result<Answer, Infallible> {
        let (parts, body) = request.into_parts();
        let method = parts.method.clone();
        Ok(self
            .answer(peer, parts, body)
            .await
            .unwrap_or_else(|refusal| {
                Line::of_refusal(&method)
                    .with("status", refusal.status.as_u16())
                    .with("why", refusal.words)
                    .write();
                refuse(&refusal)
            }))
    }

    async fn answer(
        self: Arc<Self>,
        peer: IpAddr,
        parts: Parts,
        body: Incoming,
    ) -> Result<Answer, Refusal> {
        let ask = Ask {
            method: &parts.method,
            uri: &parts.uri,
            headers: &parts.headers,
        };
        match self.policy.judge(ask)? {
            Verdict::Page => self.page(parts).await,
            Verdict::Health(page) => {
                let health = full(self.policy.health());
                Ok(answer(StatusCode::OK, report(page.as_ref()), health))
            }
            Verdict::Preflight(leave) => {
                self.count(peer, &parts.headers)?;
                Ok(answer(StatusCode::NO_CONTENT, leave, full("")))
            }
            Verdict::Pass(pass) => {
                self.count(peer, &parts.headers)
                    .map_err(|refusal| refusal.seen_by(pass.page.clone()))?;
                self.pass(*pass, body).await
            }
        }
    }

    /// Counts a request against its client's share.
    fn count(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        let client = client_of(self.client(peer, headers));
        // A bucket is never half filled.
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        rates
            .take(client, self.started.elapsed())
            .map_err(|seconds| Refusal::TOO_MANY.after(seconds))
    }

    /// Who calls: the last that a proxy of one's own says, else whoever is at the other end.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.proxies.contains(&peer.to_canonical()) {
            return peer;
        }
        let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
        let last = forwarded.and_then(|list| list.to_str().ok()?.rsplit(',').next());
        last.and_then(|last| last.trim().parse().ok())
            .unwrap_or(peer)
    }

    async fn page(&self, parts: Parts) -> Result<Answer, Refusal> {
        match &self.site {
            Some(site) => Ok(site.answer(parts).await),
            None => Err(Refusal::NO_ROUTE),
        }
    }

    /// Passes a request on, and its answer back.
    async fn pass(self: Arc<Self>, pass: Pass, body: Incoming) -> Result<Answer, Refusal> {
        let body = self.read(&pass, body).await?;
        if let Some(id) = pass.order.clone() {
            return self.order(pass, id, body).await;
        }
        let started = Instant::now();
        let given = match self.upstream.ask(&self.policy, &pass, body).await {
            Ok(given) => given,
            Err(refusal) => {
                let line = Line::of_pass(&self.policy, &pass).with("why", refusal.words);
                line.took(started.elapsed()).write();
                return Err(refusal);
            }
        };
        let headers = self.policy.answer(&pass, given.headers())?;
        let status = given.status();
        let body = self.bounded(&pass, given.into_body());
        let line = Line::of_pass(&self.policy, &pass).with("status", status.as_u16());
        let told = Told::new(body, move |bytes, whole| {
            let line = line.with("bytes", bytes).with("whole", whole);
            line.took(started.elapsed()).write();
        });
        Ok(answer(status, headers, told.boxed_unsync()))
    }

    /// The whole body of a request.
    async fn read(&self, pass: &Pass, body: Incoming) -> Result<Bytes, Refusal> {
        let refused = |refusal: Refusal| refusal.seen_by(pass.page.clone());
        if body.size_hint().lower() > pass.most_sent {
            return Err(refused(Refusal::BODY));
        }
        let idle = self.policy.limits().idle_time;
        let bounded = Bounded::new(body, pass.most_sent, idle);
        match timeout(BODY_TIME, bounded.collect()).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.downcast_ref() == Some(&crate::body::Cut::Long) => {
                Err(refused(Refusal::BODY))
            }
            _ => Err(refused(Refusal::BODY_BROKE)),
        }
    }

    fn bounded(&self, pass: &Pass, body: Incoming) -> AnyBody {
        Bounded::new(body, pass.most_read, self.policy.limits().idle_time).boxed_unsync()
    }

    /// Carries an order out if it is the first of its id, and answers it as the first was answered if it is not.
    async fn order(
        self: Arc<Self>,
        pass: Pass,
        id: String,
        body: Bytes,
    ) -> Result<Answer, Refusal> {
        let print = fingerprint(&pass, &body);
        let (mut states, streamed) = match self.orders.claim(&id, print) {
            Claim::Refused(refusal) => return Err(refusal.seen_by(pass.page)),
            Claim::Again(states) => {
                Line::of_pass(&self.policy, &pass)
                    .with("order", "again")
                    .write();
                (states, None)
            }
            Claim::First(sender) => {
                let (states, (give, given)) = (sender.subscribe(), oneshot::channel());
                // On its own: whoever asked may hang up, and the answer is owed all the same.
                let work = Arc::clone(&self).carry_out(pass.clone(), id, body, sender, give);
                tokio::spawn(work);
                (states, Some(given))
            }
        };
        if let Some(given) = streamed
            && let Ok(answer) = given.await
        {
            return Ok(answer);
        }
        let settled = states.wait_for(|state| !matches!(state, State::Open)).await;
        let state = settled.map_or(State::Refused(Refusal::LOST), |state| state.clone());
        match state {
            State::Answered(kept) => {
                let headers = self.policy.answer(&pass, &kept.headers)?;
                Ok(answer(kept.status, headers, full(kept.body.clone())))
            }
            State::Refused(refusal) => Err(refusal.seen_by(pass.page)),
            State::Open | State::TooLong => Err(Refusal::ORDER_ANSWERED.seen_by(pass.page)),
        }
    }

    async fn carry_out(
        self: Arc<Self>,
        pass: Pass,
        id: String,
        body: Bytes,
        sender: watch::Sender<State>,
        give: oneshot::Sender<Answer>,
    ) {
        let started = Instant::now();
        let state = match self.upstream.ask(&self.policy, &pass, body).await {
            Ok(given) => self.keep(&pass, given, give).await,
            Err(refusal) => State::Refused(refusal),
        };
        let line = Line::of_pass(&self.policy, &pass).with("order", "first");
        told(line, &state).took(started.elapsed()).write();
        if self.took_nothing_on(&pass, &state) {
            self.orders.forget(&id);
        }
        sender.send_replace(state);
    }

    /// Reads the answer to an order; one that is too long to be kept goes to whoever asked first, as it comes.
    async fn keep(
        &self,
        pass: &Pass,
        given: Response<Incoming>,
        give: oneshot::Sender<Answer>,
    ) -> State {
        let (parts, body) = given.into_parts();
        let mut body = self.bounded(pass, body);
        let mut read = Vec::new();
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                return State::Refused(Refusal::LOST);
            };
            read.extend_from_slice(&frame.into_data().unwrap_or_default());
            if read.len() > LONGEST_KEPT {
                let headers = self.policy.answer(pass, &parts.headers).unwrap_or_default();
                let body = Continued::new(read.into(), body).boxed_unsync();
                // Whoever asked may be gone; then nobody hears the rest.
                let _ = give.send(answer(parts.status, headers, body));
                return State::TooLong;
            }
        }
        State::Answered(Arc::new(Kept {
            status: parts.status,
            headers: parts.headers,
            body: read.into(),
        }))
    }

    /// Whether the order may come again: it did not leave, or the answer says that nothing was taken on.
    fn took_nothing_on(&self, pass: &Pass, state: &State) -> bool {
        match state {
            State::Answered(kept) => self
                .policy
                .api_of(pass)
                .is_some_and(|api| api.took_nothing_on(kept.status.as_u16())),
            State::Refused(refusal) => refusal.sent == tutti_relay_policy::Sent::No,
            State::Open | State::TooLong => false,
        }
    }
}

fn told(line: Line, state: &State) -> Line {
    match state {
        State::Answered(kept) => line
            .with("status", kept.status.as_u16())
            .with("bytes", kept.body.len()),
        State::Refused(refusal) => line.with("why", refusal.words),
        State::Open | State::TooLong => line.with("why", "the answer is too long to be kept"),
    }
}

fn refuse(refusal: &Refusal) -> Answer {
    answer(refusal.status, refusal.headers(), full(refusal.body()))
}

fn answer(status: StatusCode, headers: HeaderMap, body: AnyBody) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}
