//! How few looks a job needs and how soon its end is noticed: ours beside fixed intervals and the ideal, as tables.

#[path = "../tests/pacing/vendor.rs"]
mod vendor;
#[path = "../tests/pacing/world.rs"]
mod world;

use tutti_core::Pace;

use crate::world::{Column, Cost, HINT, Rng, ages, every};

/// How many histories each figure is the mean of.
const HISTORIES: u64 = 30;
/// How many jobs of each of how many histories are run whole, in virtual time.
const WHOLE: (u32, u64) = (150, 12);
/// The mean lag, in seconds, that the ideal is given for.
const LAG: f64 = 0.5;

/// A row of a table: what it is about, and what it costs in each column.
struct Row(&'static str, Vec<Option<Cost>>);

fn main() {
    let columns = Column::all();
    let nothing = Pace::default();
    let row = |name, cost: &dyn Fn(&Column) -> Option<Cost>| {
        Row(name, columns.iter().map(cost).collect())
    };
    let fixed = |name, interval| row(name, &|it| Some(it.cost(&every(interval))));
    let rows = [
        row("learnt from 20 jobs", &|it| Some(it.learnt(20, HISTORIES))),
        row("learnt from 64 jobs", &|it| Some(it.learnt(64, HISTORIES))),
        row("whole jobs, learnt from 20", &whole),
        row("a vendor's figure only", &|it| {
            Some(it.cost(&ages(&nothing, Some(HINT))))
        }),
        row("nothing known", &|it| Some(it.cost(&ages(&nothing, None)))),
        fixed("every 0.5 s (fal, replicate)", 0.5),
        fixed("every 1 s (Segmind's SDK)", 1.0),
        fixed("every 5 s (AI SDK)", 5.0),
        fixed("every 10 s (AI/ML API's sample)", 10.0),
    ];
    println!("Looks a job / mean lag in s / lag in s that 95 % stay below:\n");
    head(&columns);
    let ideal = columns
        .iter()
        .map(|it| format!("{:.1} / {LAG:.2}", it.ideal(LAG)));
    line("ideal", ideal);
    for Row(name, costs) in &rows {
        line(name, costs.iter().map(figures));
    }
    println!("\nTimes the looks of the ideal at the same mean lag:\n");
    head(&columns);
    for Row(name, costs) in &rows {
        let over = columns.iter().zip(costs).map(|(column, cost)| match cost {
            Some(cost) => format!("{:.2}", column.over_ideal(cost)),
            None => String::new(),
        });
        line(name, over);
    }
}

/// What the real machine makes of it, with its jitter, where nothing changes.
fn whole(column: &Column) -> Option<Cost> {
    let (jobs, histories) = WHOLE;
    let costs = (0..histories).map(|seed| {
        let mut rng = Rng(seed);
        let pace = column.taught(20, &mut rng);
        vendor::cost(&pace, column.first(), jobs, &mut rng)
    });
    column
        .is_still()
        .then(|| Cost::mean(&costs.collect::<Vec<_>>()))
}

fn head(columns: &[Column]) {
    line("", columns.iter().map(|it| it.name.to_owned()));
    println!("|---|{}", "---:|".repeat(columns.len()));
}

fn line(name: &str, cells: impl Iterator<Item = String>) {
    println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
}

fn figures(cost: &Option<Cost>) -> String {
    cost.map_or_else(String::new, |it| {
        format!("{:.1} / {:.2} / {:.1}", it.looks, it.lag, it.p95)
    })
}
