//! A version of a document, as far as changes go: from its text, or from a lock with or without the text beside it.

use crate::citations::{Document, Lock, Pin};

/// A clause of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionClause {
    /// Its path.
    pub path: String,
    /// The digest of its own words.
    pub digest: String,
    /// First and last line of its own words: `18-20`.
    pub lines: String,
    /// The headings that it stands under, in one line; `None` without the text.
    pub heading: Option<String>,
    /// Its own words; `None` without the text.
    pub words: Option<String>,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its paths.
    pub lock: Lock,
    /// Its clauses, in the order of the text.
    pub clauses: Vec<VersionClause>,
}

impl Version {
    /// A version from its text. `digest` is that of its bytes.
    #[must_use]
    pub fn of_document(document: &Document, digest: String) -> Self {
        let lock = Lock::of(document, String::new(), digest);
        let clauses = lock.clauses.iter().enumerate().map(|(at, locked)| {
            let words = document.clauses.get(at).map(|clause| clause.words.clone());
            VersionClause {
                path: locked.path.clone(),
                digest: locked.digest.clone(),
                lines: locked.lines.clone(),
                heading: Some(document.headings(at).join(" › ")),
                words,
            }
        });
        let clauses = clauses.collect();
        Self { lock, clauses }
    }

    /// A version from its lock; with the words of the document where it lies as the lock says and is still the same.
    #[must_use]
    pub fn of_pin(pin: &Pin) -> Self {
        let clauses = pin.lock.clauses.iter().map(|locked| {
            let same = pin
                .words_of(locked)
                .is_some_and(|clause| clause.digest() == locked.digest);
            VersionClause {
                path: locked.path.clone(),
                digest: locked.digest.clone(),
                lines: locked.lines.clone(),
                heading: pin.heading(&locked.path).filter(|_| same),
                words: pin.words(&locked.path).filter(|_| same),
            }
        });
        Self {
            lock: pin.lock.clone(),
            clauses: clauses.collect(),
        }
    }
}
