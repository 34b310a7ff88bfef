//! What we tell the author of a checklist or an audit file: one struct for every kind of mistake.
//!
//! Stages add to a [`Diagnostics`] sink and go on; wording lives with the stage, rendering in `render`.

mod code;
pub mod formats;
pub mod render;
pub mod wording;

pub use code::Code;

use crate::source::Span;
use crate::types::Language;
use std::collections::BTreeSet;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// Worth a look; the file can be used.
    Warning,
}

impl Severity {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A stretch of text with two to five words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One mistake: the message stands alone, the first label is its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// One fact in the author's words, under 80 characters, no full stop.
    pub message: String,
    /// Where; the first is the place of the mistake, others show the other party.
    pub labels: Vec<Label>,
    /// What to write instead, or a near candidate.
    pub help: Option<String>,
    /// The language that message, labels and help are written in.
    pub language: Language,
}

impl Diagnostic {
    /// A diagnostic at a place.
    #[must_use]
    pub fn new(code: Code, language: Language, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            labels: vec![Label {
                span,
                text: String::new(),
            }],
            help: None,
            language,
        }
    }

    /// The same with words under its place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// The same with a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The sink that stages write to; sorted by place when read.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    seen: BTreeSet<(Code, Option<Span>)>,
}

impl Diagnostics {
    /// Adds one; a second one of the same code at the same place is dropped.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|label| label.span);
        // A set, because a line of a megabyte can hold a hundred thousand mistakes.
        if self.seen.insert((diagnostic.code, place)) {
            self.found.push(diagnostic);
        }
    }

    /// Adds all of some others, in their order.
    pub fn append(&mut self, further: Self) {
        for diagnostic in further.found {
            self.add(diagnostic);
        }
    }

    /// Whether an error was added.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|d| d.severity() == Severity::Error)
    }

    /// All of them in the order of files and places.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found
            .sort_by_key(|d| (d.labels.first().map(|l| l.span), d.code.name()));
        self.found
    }
}
