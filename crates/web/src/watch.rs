//! A job under way, as its caller sees it.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

use js_sys::{Function, global};
use tutti_core::{Error, Job, Moment, Phase, Track, Value};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Blob;

use crate::global::now;
use crate::host::{self, Ending};
use crate::value::get;

/// The longest single sleep, in milliseconds: timers count in 31 bits, and clocks are set.
const LONGEST_SLEEP: u64 = 3_600_000;

/// A finished piece with its audio.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What is known of it.
    pub track: Track,
    /// The verified audio; none when only its address is known.
    pub blob: Option<Blob>,
}

/// Why a job's watching ended without its pieces.
#[derive(Clone, Debug)]
pub enum Ended {
    /// With an error.
    Failed(Error),
    /// Because it was stopped.
    Stopped,
}

/// A job under way. Clones are the same job.
#[derive(Clone)]
pub struct Running(pub(crate) Rc<Shared>);

pub(crate) struct Shared {
    pub(crate) job: RefCell<Job>,
    pub(crate) taken: Latch<Result<(), Ended>>,
    pub(crate) finished: Latch<Result<Vec<Kept>, Ended>>,
    stopped: Cell<bool>,
    nudged: Cell<bool>,
    driver: Cell<Option<Waker>>,
}

impl Running {
    pub(crate) fn new(job: Job) -> Self {
        let shared = Rc::new(Shared {
            job: RefCell::new(job),
            taken: Latch::default(),
            finished: Latch::default(),
            stopped: Cell::new(false),
            nudged: Cell::new(false),
            driver: Cell::new(None),
        });
        register(Rc::downgrade(&shared));
        Self(shared)
    }

    /// Its id, ours.
    pub fn id(&self) -> String {
        self.0.job.borrow().id().to_owned()
    }

    /// The provider's id for it, once it was taken on.
    pub fn request_id(&self) -> Option<String> {
        self.0.job.borrow().request_id().map(str::to_owned)
    }

    /// How far it is.
    pub fn phase(&self) -> Phase {
        self.0.job.borrow().phase()
    }

    /// What to store so that it can be resumed. It holds no key.
    pub fn snapshot(&self) -> Value {
        self.0.job.borrow().snapshot().to_value()
    }

    /// Ends the watching. An order whose answer is owed is heard out in the background, so that its ticket is kept.
    pub fn stop(&self) {
        self.0.stopped.set(true);
        self.0.job.borrow_mut().stop();
        self.0.ring();
    }

    /// Resolves once the provider took it on, a render began, or it is done.
    ///
    /// # Errors
    ///
    /// When it ended before that.
    pub async fn taken(&self) -> Result<(), Ended> {
        self.0.taken.wait().await
    }

    /// Resolves with its pieces. May be awaited any number of times.
    ///
    /// # Errors
    ///
    /// When it ended without them.
    pub async fn finished(&self) -> Result<Vec<Kept>, Ended> {
        self.0.finished.wait().await
    }
}

impl Shared {
    /// The future's result, or none when the job was stopped and what is under way may be dropped.
    pub(crate) async fn unless_stopped<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        poll_fn(|context| {
            self.driver.set(Some(context.waker().clone()));
            if self.stopped.get() && self.job.borrow().may_interrupt() {
                return Poll::Ready(None);
            }
            future.as_mut().poll(context).map(Some)
        })
        .await
    }

    /// Sleeps until this moment, or until the job is stopped or nudged.
    pub(crate) async fn sleep(&self, until: Moment) {
        let pause = until.as_millis().saturating_sub(now().as_millis());
        let task = Ending::new(host::sleep(pause.min(LONGEST_SLEEP) as f64));
        let mut timer = task.promise();
        poll_fn(|context| {
            self.driver.set(Some(context.waker().clone()));
            if self.stopped.get() || self.nudged.take() {
                return Poll::Ready(());
            }
            pin!(&mut timer).poll(context).map(drop)
        })
        .await;
    }

    /// The page is visible again, or the network is back: a waiting job looks at once.
    fn nudge(&self) {
        if let Ok(mut job) = self.job.try_borrow_mut() {
            job.wake(now());
            drop(job);
            self.nudged.set(true);
            self.ring();
        }
    }

    fn ring(&self) {
        if let Some(waker) = self.driver.take() {
            waker.wake();
        }
    }
}

/// A value that is set once and can be waited for by many.
pub(crate) struct Latch<T> {
    value: RefCell<Option<T>>,
    waiting: RefCell<Vec<Waker>>,
}

impl<T> Default for Latch<T> {
    fn default() -> Self {
        Self {
            value: RefCell::new(None),
            waiting: RefCell::default(),
        }
    }
}

impl<T: Clone> Latch<T> {
    /// Sets the value; a second one is not heard.
    pub(crate) fn set(&self, value: T) {
        self.value.borrow_mut().get_or_insert(value);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    async fn wait(&self) -> T {
        poll_fn(|context| match self.value.borrow().as_ref() {
            Some(value) => Poll::Ready(value.clone()),
            None => {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}

thread_local! {
    static WATCHED: RefCell<Vec<Weak<Shared>>> = const { RefCell::new(Vec::new()) };
    static LISTENER: Closure<dyn Fn()> = listen();
}

fn register(job: Weak<Shared>) {
    LISTENER.with(|_| {});
    WATCHED.with_borrow_mut(|jobs| {
        jobs.retain(|job| job.strong_count() > 0);
        jobs.push(job);
    });
}

/// Where the host has these events, they tell that timers may have been slow or the network away.
fn listen() -> Closure<dyn Fn()> {
    let listener = Closure::<dyn Fn()>::new(|| {
        let jobs: Vec<_> =
            WATCHED.with_borrow(|jobs| jobs.iter().filter_map(Weak::upgrade).collect());
        jobs.iter().for_each(|job| job.nudge());
    });
    if let Ok(add) = get(&global(), "addEventListener").dyn_into::<Function>() {
        for event in ["visibilitychange", "online", "pageshow"] {
            // A host that refuses the listener is one without these events.
            let _ = add.call2(&global(), &event.into(), listener.as_ref());
        }
    }
    listener
}
