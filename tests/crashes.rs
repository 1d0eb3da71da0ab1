//! Every journey that the catalogue offers, with the page closed after each thing the job does, and opened again: it ends
//! with the track and one order, unless the order's answer was lost, and then it says so.

use tutti_core::catalog::Auth;
use tutti_core::http::{Response, Unanswered};
use tutti_core::{
    Asked, Call, ErrorKind, Job, Map, Order, Phase, Reply, Settings, Ticket, providers,
};
use tutti_fuzz::life::{Life, Lived, live_with};
use tutti_fuzz::replies::NOW;
use tutti_tests::contracts::{Case, of};
use tutti_tests::samples;

/// A row of the catalogue in one mode, and how its vendor answers, by its contract files.
struct Journey {
    name: String,
    order: Map,
    /// What the order is answered with.
    taken: Response,
    /// What the first questions are answered with, and what all further ones are.
    passing: Vec<Response>,
    made: Option<Response>,
}

impl Journey {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        let remote = providers::models().filter(|(it, _)| it.info().auth != Auth::None);
        for (provider, model) in remote {
            let cases = of(provider.info().id);
            for row in model.operations {
                for mode in model.modes {
                    let order = samples::order(model.id, row, false).with("mode", mode.name());
                    all.push(Self::of(order, &cases));
                }
            }
        }
        all
    }

    fn of(order: Map, cases: &[Case]) -> Self {
        let text = |name| order.get(name).text().unwrap_or_default().to_owned();
        let name = format!("{} {} {}", text("model"), text("operation"), text("mode"));
        let admitted = Order::admit(&order.clone().into()).expect("a valid order");
        let call = Call {
            order: &admitted,
            base: admitted.provider().info().base_url,
            now: NOW,
        };
        let read = |asked, response: &Response| call.order.provider().read(&call, asked, response);
        let starts = cases.iter().filter(|it| it.ticket.is_none());
        let mut starts = starts.filter_map(|it| it.response.clone());
        let good = starts.find_map(|it| read(Asked::Submit, &it).ok().map(|reply| (it, reply)));
        let (taken, reply) = good.unwrap_or_else(|| panic!("{name}: no answer takes it on"));
        let ticket = match reply {
            Reply::Pending { ticket, .. } => ticket,
            Reply::Finished(_) => Ticket::default(),
        };
        // Those to the same operation first: what came out of another one may be of another kind.
        let mut answers: Vec<&Case> = cases.iter().filter(|it| it.ticket.is_some()).collect();
        answers.sort_by_key(|it| {
            Order::admit(&it.order).ok().map(|it| it.operation()) != Some(admitted.operation())
        });
        let (mut passing, mut made, mut turned) = (Vec::new(), None, false);
        for answer in answers.into_iter().filter_map(|it| it.response.as_ref()) {
            match read(Asked::Check(&ticket), answer) {
                Ok(Reply::Finished(_)) => made = made.or_else(|| Some(answer.clone())),
                // An answer that says to ask another way comes once.
                Ok(Reply::Pending { ticket: next, .. }) if next == ticket || !turned => {
                    turned |= next != ticket;
                    passing.push(answer.clone());
                }
                Err(error) if error.kind.is_passing() => passing.push(answer.clone()),
                Ok(_) | Err(_) => {}
            }
        }
        Self {
            name,
            order,
            taken,
            passing,
            made,
        }
    }

    fn job(&self) -> Job {
        let order = Order::admit(&self.order.clone().into()).expect("a valid order");
        Job::new("job-1".to_owned(), order, Settings::default(), NOW)
    }

    fn live(&self, job: Job, life: &Life) -> Lived {
        let mut asked = 0;
        live_with(job, life, &mut |job| match job.phase() {
            Phase::Taken => {
                asked += 1;
                let answer = self.passing.get(asked - 1).or(self.made.as_ref());
                Ok(answer.expect("a way to be made").clone())
            }
            Phase::Submitting => Ok(self.taken.clone()),
            _ => Ok(Response {
                status: 404,
                ..self.taken.clone()
            }),
        })
    }
}

fn is_made(lived: &Lived) -> bool {
    matches!(&lived.outcome, Some(Ok(tracks)) if tracks.iter().all(|it| it.facts.is_some() || it.found.clip.is_some()))
}

#[test]
fn every_journey_ends_with_its_track_and_one_order() {
    for journey in Journey::all() {
        let lived = journey.live(journey.job(), &Life::default());
        assert!(is_made(&lived), "{}: {:?}", journey.name, lived.outcome);
        assert_eq!(lived.orders, 1, "{}", journey.name);
    }
}

#[test]
fn a_page_closed_after_any_output_finds_its_job_again() {
    for journey in Journey::all() {
        let steps = journey.live(journey.job(), &Life::default()).steps;
        for crash in 1..=steps {
            let crashes = vec![crash];
            let lived = journey.live(
                journey.job(),
                &Life {
                    crashes,
                    ..Life::default()
                },
            );
            found_again(&journey, &lived, crash);
        }
    }
}

#[test]
fn a_page_closed_again_and_again_finds_its_job_each_time() {
    for journey in Journey::all() {
        for (first, pause) in (1..40).flat_map(|first| [(first, 5), (first, 8), (first, 13)]) {
            let crashes = (first..first + 100).step_by(pause).collect();
            let lived = journey.live(
                journey.job(),
                &Life {
                    crashes,
                    ..Life::default()
                },
            );
            found_again(&journey, &lived, first);
        }
    }
}

fn found_again(journey: &Journey, lived: &Lived, crash: u32) {
    let Journey { name, .. } = journey;
    assert!(
        lived.orders <= 1,
        "{name}, closed at {crash}: ordered twice"
    );
    let phase = lived.record.as_ref().map(|it| it.phase);
    match &lived.outcome {
        Some(Ok(_)) => assert!(
            is_made(lived) && lived.orders == 1,
            "{name}, closed at {crash}"
        ),
        // The order was written down and its answer was not: nobody can say what became of it.
        Some(Err(error)) => {
            assert_eq!(
                error.kind,
                ErrorKind::OutcomeUnknown,
                "{name}, closed at {crash}"
            );
            assert_eq!(phase, Some(Phase::Submitting), "{name}, closed at {crash}");
        }
        None => assert_eq!(
            (phase, lived.orders),
            (None, 0),
            "{name}, closed at {crash}"
        ),
    }
}

#[test]
fn a_job_stopped_after_any_output_can_be_taken_up_again_if_it_was_ordered() {
    for journey in Journey::all() {
        let steps = journey.live(journey.job(), &Life::default()).steps;
        for stop in 1..=steps {
            let stopped = journey.live(
                journey.job(),
                &Life {
                    stop: Some(stop),
                    ..Life::default()
                },
            );
            assert!(stopped.orders <= 1, "{}", journey.name);
            if stopped.orders == 0 || stopped.outcome.is_some() {
                continue;
            }
            let record = stopped.record.expect("an order leaves a record");
            let job = Job::resume(&record, Settings::default(), NOW);
            let job =
                job.unwrap_or_else(|error| panic!("{}, stopped at {stop}: {error}", journey.name));
            let lived = journey.live(job, &Life::default());
            assert!(is_made(&lived), "{}, stopped at {stop}", journey.name);
            assert_eq!(lived.orders, 0, "{}, stopped at {stop}", journey.name);
        }
    }
}

#[test]
fn an_order_whose_answer_is_lost_is_not_sent_again_and_one_that_never_left_is_no_mystery() {
    for journey in Journey::all() {
        for (lost, unknown) in [
            (Unanswered::TimedOut, true),
            (Unanswered::Failed, true),
            (Unanswered::TooLarge, true),
            (Unanswered::Offline, false),
            (Unanswered::Refused, false),
            (Unanswered::NoKey("There is no key.".to_owned()), false),
        ] {
            let settings = Settings {
                reached: true,
                ..Settings::default()
            };
            let order = Order::admit(&journey.order.clone().into()).expect("a valid order");
            let job = Job::new("job-1".to_owned(), order, settings, NOW);
            let lived = live_with(job, &Life::default(), &mut |_| Err(lost.clone()));
            let Some(Err(error)) = lived.outcome else {
                panic!("{}: {lost:?} is no end", journey.name);
            };
            assert_eq!(
                error.kind == ErrorKind::OutcomeUnknown,
                unknown,
                "{}: {lost:?}",
                journey.name
            );
            assert_eq!(lived.orders, 1, "{}", journey.name);
        }
    }
}
