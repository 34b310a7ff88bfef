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
    let written = match output_is_terminal() {
        true => write(&mut Seen(&mut out)),
        false => write(&mut out),
    };
    match written.and_then(|()| out.flush()) {
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
    let _ = Seen(&mut error).write_all(text.trim_end().as_bytes());
    let _ = error.write_all(b"\n");
}

/// A terminal that no text of a checklist, a file or a name can steer: control characters become their pictures (`␛`), colours stay.
struct Seen<W: Write>(W);

impl<W: Write> Write for Seen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_hidden = |&byte: &u8| byte < b' ' && !matches!(byte, b'\n' | b'\t') || byte == 0x7F;
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(is_hidden) {
            let (plain, behind) = rest.split_at(at);
            self.0.write_all(plain)?;
            let length = match colour_of(behind) {
                Some(length) => {
                    self.0.write_all(behind.get(..length).unwrap_or_default())?;
                    length
                }
                None => {
                    let byte = behind.first().copied().unwrap_or_default();
                    let picture = match byte {
                        0x7F => '␡',
                        byte => char::from_u32(0x2400 + u32::from(byte)).unwrap_or('\u{fffd}'),
                    };
                    write!(self.0, "{picture}")?;
                    1
                }
            };
            rest = behind.get(length..).unwrap_or_default();
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// How many bytes the colour has that a text begins with: `␛[1;31m`.
fn colour_of(text: &[u8]) -> Option<usize> {
    let numbers = text.strip_prefix(b"\x1b[")?;
    let is_number = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let count = numbers.iter().take_while(is_number).count();
    (numbers.get(count) == Some(&b'm')).then_some(count + 3)
}
