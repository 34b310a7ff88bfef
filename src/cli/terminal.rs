//! The surroundings of the process: arguments, locale, standard streams. Nothing else asks for them.

use crate::types::Language;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};

/// The arguments, the program's name first.
pub(super) fn arguments() -> impl Iterator<Item = OsString> {
    std::env::args_os()
}

/// The language of the reader, where the locale tells it.
pub(super) fn locale_language() -> Option<Language> {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())?;
    let language = value.split(['_', '.', '@']).next().unwrap_or_default();
    match language {
        "zh" => Some(Language::Zh),
        // The locale of a machine, not of a reader.
        "C" | "POSIX" => None,
        _ => Some(Language::En),
    }
}

/// When colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether standard output gets colours.
    pub(super) fn on_output(self) -> bool {
        self.on(output_is_terminal())
    }

    /// Whether standard error gets colours.
    pub(super) fn on_error(self) -> bool {
        self.on(io::stderr().is_terminal())
    }

    fn on(self, terminal: bool) -> bool {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        match self {
            Self::Auto => terminal && wanted,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// Whether a person looks at standard output.
pub(super) fn output_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Writes to standard output. A reader that closed the pipe has seen enough: that is no failure.
pub(super) fn output(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), io::Error> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is still in the buffer has no reader either.
            let _ = out.into_parts();
            Ok(())
        }
        result => result,
    }
}

/// All of standard input.
pub(super) fn input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says something on standard error; nobody can be told when that fails.
pub(super) fn say(text: &str) {
    let mut error = io::stderr().lock();
    let _ = writeln!(error, "{}", text.trim_end());
}
