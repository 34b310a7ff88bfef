//! Makes the made-up county Qinghe: its data files and, beside them, the truth about every cell that was spoilt on purpose.
//! Takes nothing, writes into this folder the same bytes each time, and shares no code with the engine.
//! Run it with `cargo run --example qinghe`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a generator may stop where it stands"
)]

use std::fs;
use std::path::Path;

#[path = "generate/aid_cases.rs"]
mod aid_cases;
#[path = "generate/cases.rs"]
mod cases;
#[path = "generate/county.rs"]
mod county;
#[path = "generate/dropout_cases.rs"]
mod dropout_cases;
#[path = "../made_up/identity.rs"]
mod identity;
#[path = "generate/ledger_cases.rs"]
mod ledger_cases;
#[path = "../made_up/random.rs"]
mod random;
#[path = "generate/school_cases.rs"]
mod school_cases;
#[path = "generate/tables.rs"]
mod tables;
#[path = "generate/terms.rs"]
mod terms;
#[path = "generate/truth.rs"]
mod truth;

fn main() {
    let county = cases::populate(2020_0630);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe");
    let data = folder.join("data");
    fs::create_dir_all(&data).expect("the data folder can be made");
    tables::write_all(&county.tables, &data);
    fs::write(folder.join("truth.csv"), county.truth.with_settings())
        .expect("the truth can be written");
    fs::write(
        folder.join("truth-unset.csv"),
        county.truth.without_settings(),
    )
    .expect("the truth can be written");
    for table in &county.tables {
        println!("{:20} {:5} rows", table.plan.name, table.rows.len());
    }
    for (item, _) in truth::ITEMS {
        println!("{item:28} {:3} findings", county.truth.count(item));
    }
}
