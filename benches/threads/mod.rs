//! What a second thread brings inside one run, where the blocks of very large accounts are spread over the threads.

use crate::broadcast::{Case, Cause, Prepared, luck};
use crate::shared::{OtherWork, figure, head, interleaved, row, wall_time};
use rayon::ThreadPool;
use softpower::engine::recorder::TrajectoryRecorder;
use softpower::engine::run::Simulation;
use softpower::engine::trajectory::Trajectory;
use softpower::world::account::BLOCK;

/// Blocks of the account; fewer than eight are never spread.
const BLOCKS: [u32; 3] = [8, 16, 32];
/// Engagements of a message in each block.
const ENGAGED: [f64; 5] = [0.01, 1.0, 10.0, 100.0, 1000.0];

/// The gain, by blocks and engagements; says whether one and two threads gave the same bits.
pub(crate) fn threads(rounds: usize) -> bool {
    println!("\nA second thread inside a run: one account; time on the wall, medians of {rounds} interleaved rounds");
    let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
    let [Ok(one), Ok(two)] = pools else {
        println!("  The pools of threads could not be made.");
        return false;
    };
    let pools = [one, two];
    let mut same = true;
    let other_work = OtherWork::watch();
    let rows = BLOCKS.map(|blocks| {
        ENGAGED.map(|engaged| {
            let (seconds, as_with_one) = measure(rounds, &pools, blocks, engaged * f64::from(blocks));
            same &= as_with_one;
            seconds
        })
    });
    let columns = ENGAGED.map(|engaged| format!("{engaged} engage"));
    head("us a message, 1 thread", &columns.each_ref().map(String::as_str));
    print_rows(&rows, |[one, _]| figure(one * 1e6));
    head("gain of the second", &columns.each_ref().map(String::as_str));
    print_rows(&rows, |[one, two]| format!("{:.2}", one / two));
    println!("  Columns: engagements with a message in each block of 2^18 followers. Bits the same: {same}.");
    other_work.print();
    same
}

fn print_rows(rows: &[[[f64; 2]; ENGAGED.len()]; BLOCKS.len()], cell: impl Fn([f64; 2]) -> String) {
    for (blocks, cells) in BLOCKS.iter().zip(rows) {
        row(&format!("{blocks} blocks"), &cells.map(&cell));
    }
}

/// Seconds of a message on one and on two threads, and whether the runs were the same.
fn measure(rounds: usize, pools: &[ThreadPool; 2], blocks: u32, engaged: f64) -> ([f64; 2], bool) {
    let prepared = Prepared::new(Case {
        members: 2 * blocks * BLOCK,
        countries: 1,
        accounts: 1,
        followers: blocks * BLOCK,
        engaged,
        cause: Cause::Plan,
        questions: false,
    });
    let messages = prepared.run().1.messages as f64;
    let (_, wanted) = pools[0].install(|| run(&prepared));
    let mut same = true;
    let seconds: [f64; 2] = interleaved(rounds, |which| {
        let (seconds, trajectory) = pools[which].install(|| run(&prepared));
        same &= trajectory == wanted;
        seconds
    });
    (seconds.map(|seconds| seconds / messages), same)
}

/// Seconds on the wall of one run, on the threads that are there, and what it recorded.
fn run(prepared: &Prepared) -> (f64, Trajectory) {
    let scenario = &prepared.scenario;
    let (world, mut recorder) = (prepared.world.clone(), TrajectoryRecorder::new(scenario, 0));
    let mut simulation = Simulation::of_world(scenario, world, luck(scenario));
    let (seconds, _) = wall_time(|| simulation.run(&mut [&mut recorder], &|| false));
    (seconds, recorder.into_trajectory())
}
