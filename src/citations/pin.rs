//! A pinned document as found on disk: its lock, the aliases beside it, and the document itself where it is at hand.

use super::lock::{Aliases, Lock, LockedClause, Place};
use super::path::Found;
use super::read::text_of;
use super::tree::{Clause, Document};
use crate::data::DigestAlgorithm;
use crate::data::formats::digest_of_bytes;
use crate::source::Files;
use crate::types::Language;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A pinned document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Its lock.
    pub lock: Lock,
    /// The lock's file.
    pub file: PathBuf,
    aliases: Aliases,
    places: Vec<Place>,
    /// Whether the document at hand has other bytes than the one that was pinned.
    stale: bool,
    /// The document and for each of its paths the place of the clause, where the document is at hand.
    document: Option<(Document, BTreeMap<String, usize>)>,
}

/// Why a lock, or what belongs to it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The lock is none: its file and what is wrong.
    Lock(PathBuf, String),
    /// The list of aliases has a line that is none: file and line, from 1.
    Aliases(PathBuf, usize),
}

impl Broken {
    /// What is wrong, in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Lock(file, wrong), Language::En) => {
                format!("the lock {} cannot be read: {wrong}", file.display())
            }
            (Self::Lock(file, wrong), Language::Zh) => {
                format!("锁 {} 无法读取：{wrong}", file.display())
            }
            (Self::Aliases(file, line), Language::En) => {
                format!("line {line} of {} is no alias", file.display())
            }
            (Self::Aliases(file, line), Language::Zh) => {
                format!("{} 第 {line} 行不是别名", file.display())
            }
        }
    }
}

/// The lock of a source of this name, in a folder.
#[must_use]
pub fn lock_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.lock"))
}

impl Pin {
    /// Reads `name.lock` and `name.aliases` of a folder; `None` without a lock. The document is at hand when it lies where the lock says.
    ///
    /// # Errors
    /// When one of them cannot be read as what it should be.
    pub fn beside(folder: &Path, name: &str) -> Result<Option<Self>, Broken> {
        let file = lock_path(folder, name);
        if !Files::exists(&file) {
            return Ok(None);
        }
        let lock = Files::read(&file)
            .map_err(|error| error.to_string())
            .and_then(|bytes| Lock::parse(&String::from_utf8_lossy(&bytes)))
            .map_err(|wrong| Broken::Lock(file.clone(), wrong))?;
        let list = folder.join(format!("{name}.aliases"));
        let aliases = match Files::read(&list) {
            Ok(bytes) => Aliases::parse(&String::from_utf8_lossy(&bytes))
                .map_err(|line| Broken::Aliases(list, line))?,
            Err(_) => Aliases::default(),
        };
        let text = Files::read(&folder.join(&lock.document.file)).ok();
        let stale = text.as_ref().is_some_and(|bytes| {
            digest_of_bytes(bytes, DigestAlgorithm::Blake3) != lock.document.digest
        });
        let document = text
            .and_then(|bytes| text_of(&bytes).ok())
            .map(|text| Document::read(&text));
        let document = document.map(|document| {
            let places = (0..)
                .zip(&document.clauses)
                .map(|(at, clause)| (clause.path.clone(), at));
            let places = places.collect();
            (document, places)
        });
        Ok(Some(Self {
            places: lock.places(),
            stale,
            lock,
            file,
            aliases,
            document,
        }))
    }

    /// Whether the document at hand is not, byte for byte, the one that was pinned.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The clause of a written path, by its place in the lock.
    #[must_use]
    pub fn find(&self, written: &str) -> Found {
        self.lock.find_among(&self.places, written, &self.aliases)
    }

    /// The names that people gave to its clauses.
    #[must_use]
    pub fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    /// The clause at a place of the lock.
    #[must_use]
    pub fn clause(&self, at: usize) -> Option<&LockedClause> {
        self.lock.clauses.get(at)
    }

    /// The document, where it is at hand.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.document.as_ref().map(|(document, _)| document)
    }

    /// The clause's own words, where the document is at hand.
    #[must_use]
    pub fn words(&self, path: &str) -> Option<String> {
        let (document, places) = self.document.as_ref()?;
        let clause = document.clauses.get(*places.get(path)?)?;
        Some(clause.words.clone())
    }

    /// The headings that a clause stands under, outermost first, its own included, in one line; `None` without the document.
    #[must_use]
    pub fn heading(&self, path: &str) -> Option<String> {
        let (document, places) = self.document.as_ref()?;
        Some(document.headings(*places.get(path)?).join(" › "))
    }

    /// The clause with its words, where the document is at hand and still has it.
    #[must_use]
    pub fn words_of(&self, clause: &LockedClause) -> Option<&Clause> {
        let (document, places) = self.document.as_ref()?;
        document.clauses.get(*places.get(&clause.path)?)
    }
}
