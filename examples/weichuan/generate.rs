//! Makes the made-up city Weichuan: data, answers and audit files for five inspections, and the truth about every cell that was spoilt on purpose.
//! Writes into this folder the same bytes each time, and shares no code with the engine.
//! `cargo run --example weichuan` for all plans, `… -- duan-2020` for one, `… -- --clean` puts the city without a fault into `target/weichuan-clean`.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a generator may stop where it stands"
)]

use std::env;
use std::path::Path;

#[path = "generate/mod.rs"]
mod generate;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let clean = arguments.iter().any(|argument| argument == "--clean");
    let folder = match clean {
        true => "target/weichuan-clean",
        false => "examples/weichuan",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for plan in generate::PLANS {
        let asked = |plan: &str| arguments.iter().any(|argument| argument == plan);
        if generate::PLANS.iter().any(|other| asked(other.id)) && !asked(plan.id) {
            continue;
        }
        let [unset, set] = generate::write(plan, &folder, !clean);
        println!("{:16} {unset:5} findings, with settings {set:5}", plan.id);
    }
}
