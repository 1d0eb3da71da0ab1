//! Renders a prompt to a WAV file, and says how fast: `render "slow jazz in F" out.wav [seed] [seconds]`.

use std::{env, fs, process::ExitCode, time::Instant};

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
    let start = Instant::now();
    let mut renderer = Renderer::new(&plan, SAMPLE_RATE);
    let ready = start.elapsed();
    let mut slice = vec![0.0; 8_192];
    while renderer.fill(&mut slice) > 0 {}
    let whole = start.elapsed();
    println!(
        "ready in {:.1} ms, {:.1} s rendered in {:.1} ms: {:.0} times real time",
        ready.as_secs_f64() * 1e3,
        plan.seconds(),
        whole.as_secs_f64() * 1e3,
        plan.seconds() / whole.as_secs_f64()
    );
    match fs::write(path, wav(&plan)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}
