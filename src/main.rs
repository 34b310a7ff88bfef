//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(duban::cli::main())
}
