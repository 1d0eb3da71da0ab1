//! Renders a prompt to a WAV file, and says how fast: `render "slow jazz in F" out.wav [seed] [seconds]`.

use std::{
    env, fs,
    process::ExitCode,
    time::{Duration, Instant},
};

use tutti_sketch::{Brief, Renderer, SAMPLE_RATE, compose, wav};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [prompt, path, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: render PROMPT FILE.wav [SEED] [SECONDS]");
        return ExitCode::FAILURE;
    };
    let seed = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let seconds = rest.get(1).and_then(|seconds| seconds.parse().ok());
    let plan = compose(&Brief {
        prompt: prompt.clone(),
        seed,
        seconds,
        ..Brief::default()
    });
    println!("{plan}");
    let start = Clocks::now();
    let mut renderer = Renderer::new(&plan, SAMPLE_RATE);
    let (ready, _) = start.elapsed();
    let mut slice = vec![0.0; 8_192];
    while renderer.fill(&mut slice) > 0 {}
    let (busy, wall) = start.elapsed();
    println!(
        "ready in {:.1} ms, {:.1} s rendered in {:.1} ms: {:.0} times real time in the processor, {:.0} on the wall",
        ready.as_secs_f64() * 1e3,
        plan.seconds(),
        busy.as_secs_f64() * 1e3,
        plan.seconds() / busy.as_secs_f64(),
        plan.seconds() / wall.as_secs_f64()
    );
    match fs::write(path, wav(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The time on the wall and, where the system tells it (Linux), the time this thread had a processor for.
struct Clocks {
    busy: Option<Duration>,
    wall: Instant,
}

impl Clocks {
    fn now() -> Self {
        let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = told.split(' ').next().and_then(|it| it.parse().ok());
        Self {
            busy: nanoseconds.map(Duration::from_nanos),
            wall: Instant::now(),
        }
    }

    /// In the processor (on the wall where that is not told) and on the wall.
    fn elapsed(&self) -> (Duration, Duration) {
        let wall = self.wall.elapsed();
        let busy = Self::now().busy.zip(self.busy);
        (busy.map_or(wall, |(now, then)| now - then), wall)
    }
}
