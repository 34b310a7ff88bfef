//! The command line: arguments in, streams, files and an exit code out.
//!
//! Decides nothing about checklists or data; it only calls, writes and counts.

mod arguments;
mod audit;
mod check;
mod documents;
mod draft;
mod expected;
mod explain;
mod fmt;
mod init;
mod outputs;
mod paths;
mod pin;
mod rank;
mod run;
mod sample;
mod schema;
mod show;
mod subjects;
mod terminal;
mod test;
mod why;

use arguments::{Arguments, Command};
use clap::Parser;
use std::panic::{self, AssertUnwindSafe};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Everything is as it should be.
    Fine,
    /// Something was found: an item not met, a mistake in a checklist.
    Found,
    /// It could not be done: usage, checklist or audit file wrong.
    NotDone,
    /// Something cannot be told.
    CannotTell,
    /// An output could not be written.
    NotWritten,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Found => 1,
            Self::NotDone => 2,
            Self::CannotTell => 3,
            Self::NotWritten => 4,
        }
    }
}

/// The exit code of a mistake of our own.
const OUR_MISTAKE: u8 = 101;

/// Runs the program with the arguments of the process; gives its exit code.
#[must_use]
pub fn main() -> u8 {
    panic::set_hook(Box::new(|panic| {
        // What a reader says of a damaged file becomes a problem of the file.
        if crate::data::formats::is_guarded() {
            return;
        }
        let payload = panic.payload();
        let text = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let place = panic.location().map(ToString::to_string);
        terminal::say(&format!(
            "duban: this is a mistake in Duban itself, not in your files; please report it\n  {} at {}",
            text.unwrap_or("a panic"),
            place.unwrap_or_default(),
        ));
    }));
    panic::catch_unwind(AssertUnwindSafe(dispatch)).unwrap_or(OUR_MISTAKE)
}

fn dispatch() -> u8 {
    let arguments = match Arguments::try_parse_from(terminal::arguments()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output, usage errors to standard error; a closed pipe is no failure.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::NotDone.code()
            } else {
                Exit::Fine.code()
            };
        }
    };
    let general = arguments.general;
    show::speak(&general);
    let exit = match arguments.command {
        Command::Run(arguments) => run::run(&arguments, &general),
        Command::Check(arguments) => check::check(&arguments, &general),
        Command::Fmt(arguments) => fmt::fmt(&arguments, &general),
        Command::Why(arguments) => why::why(&arguments, &general),
        Command::Test(arguments) => test::test(&arguments, &general),
        Command::Explain(arguments) => explain::explain(&arguments, &general),
        Command::Rank(arguments) => rank::rank(&arguments, &general),
        Command::Init(arguments) => init::init(&arguments, &general),
        Command::Draft(arguments) => draft::draft_of(&arguments, &general),
        Command::Sample(arguments) => sample::sample(&arguments, &general),
        Command::Pin(arguments) => pin::pin(&arguments, &general),
        Command::Coverage(arguments) => documents::coverage_of(&arguments, &general),
        Command::Impact(arguments) => documents::impact_of(&arguments, &general),
        Command::Schema(arguments) => schema::schema(&arguments),
    };
    exit.code()
}
