//! Bodies on their way: bounded in size, and in how long nothing may move.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Response;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// Whatever went wrong in a body.
pub(crate) type BoxError = Box<dyn Error + Send + Sync>;
/// Every answer's body.
pub(crate) type AnyBody = UnsyncBoxBody<Bytes, BoxError>;
/// Every answer.
pub(crate) type Answer = Response<AnyBody>;

/// A body that is here already.
pub(crate) fn full(bytes: impl Into<Bytes>) -> AnyBody {
    Full::new(bytes.into())
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// A body that ends with an error when it grows too long or stands still.
pub(crate) struct Bounded<B> {
    inner: B,
    left: u64,
    idle: Duration,
    /// Whether the body is waited for; the reader's own pauses do not count.
    waited: bool,
    patience: Pin<Box<Sleep>>,
}

/// Why a body ended early.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cut {
    /// It is longer than it may be.
    Long,
    /// Nothing came for too long.
    Slow,
}

impl<B> Bounded<B> {
    /// At most so many bytes, and never so long without one.
    pub(crate) fn new(inner: B, most: u64, idle: Duration) -> Self {
        Self {
            inner,
            left: most,
            idle,
            waited: false,
            patience: Box::pin(sleep(idle)),
        }
    }
}

impl<B> Body for Bounded<B>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.inner).poll_frame(context) else {
            if !this.waited {
                this.waited = true;
                this.patience.as_mut().reset(Instant::now() + this.idle);
            }
            ready!(this.patience.as_mut().poll(context));
            return Poll::Ready(Some(Err(Cut::Slow.into())));
        };
        this.waited = false;
        let Some(frame) = frame.transpose().map_err(Into::into)? else {
            return Poll::Ready(None);
        };
        let length = frame.data_ref().map_or(0, |data| data.len() as u64);
        match this.left.checked_sub(length) {
            Some(left) => {
                this.left = left;
                // Trailers are not on any list.
                let data = frame.into_data().unwrap_or_default();
                Poll::Ready(Some(Ok(Frame::data(data))))
            }
            None => Poll::Ready(Some(Err(Cut::Long.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// Some bytes that came already, and the rest of the body behind them.
pub(crate) struct Continued {
    begun: Bytes,
    rest: AnyBody,
}

impl Continued {
    /// What came, and what is still to come.
    pub(crate) const fn new(begun: Bytes, rest: AnyBody) -> Self {
        Self { begun, rest }
    }
}

impl Body for Continued {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.begun.is_empty() {
            return Pin::new(&mut self.rest).poll_frame(context);
        }
        let begun = std::mem::take(&mut self.begun);
        Poll::Ready(Some(Ok(Frame::data(begun))))
    }
}

/// Tells how a body ended, once.
pub(crate) struct Told<F: FnOnce(u64, bool)> {
    inner: AnyBody,
    passed: u64,
    whole: bool,
    tell: Option<F>,
}

impl<F: FnOnce(u64, bool)> Told<F> {
    /// When the body ends or is let go of, `tell` hears how many bytes passed and whether that was all.
    pub(crate) const fn new(inner: AnyBody, tell: F) -> Self {
        Self {
            inner,
            passed: 0,
            whole: false,
            tell: Some(tell),
        }
    }
}

impl<F: FnOnce(u64, bool) + Unpin> Body for Told<F> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                self.passed += frame.data_ref().map_or(0, |data| data.len() as u64);
                self.whole = self.inner.is_end_stream();
            }
            Some(Err(_)) => self.whole = false,
            None => self.whole = true,
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<F: FnOnce(u64, bool)> Drop for Told<F> {
    fn drop(&mut self) {
        if let Some(tell) = self.tell.take() {
            tell(self.passed, self.whole || self.inner.is_end_stream());
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Long => "longer than the relay passes on",
            Self::Slow => "nothing moved for too long",
        })
    }
}

impl Error for Cut {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_may_be_as_long_as_its_bound_and_no_longer() {
        for (most, fits) in [(5, true), (4, false)] {
            let body = Bounded::new(full("12345"), most, Duration::from_secs(9));
            assert_eq!(body.collect().await.is_ok(), fits, "{most}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stands_still_is_cut() {
        struct Still;
        impl Body for Still {
            type Data = Bytes;
            type Error = BoxError;
            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
                Poll::Pending
            }
        }
        let body = Bounded::new(Still, 1, Duration::from_secs(60));
        let error = body.collect().await.map(drop).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Cut::Slow));
    }

    #[tokio::test]
    async fn it_is_told_once_how_much_of_a_body_passed() {
        let (teller, told) = std::sync::mpsc::channel();
        let continued = Continued::new(Bytes::from("12"), full("345")).boxed_unsync();
        let body = Told::new(continued, move |passed, whole| {
            teller.send((passed, whole)).unwrap()
        });
        body.collect().await.unwrap();
        assert_eq!(told.iter().collect::<Vec<_>>(), [(5, true)]);
    }
}
