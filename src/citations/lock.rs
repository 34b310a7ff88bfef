//! The lock of a document: every clause's path, place and digest, and none of its words.
//!
//! Written by `duban pin` beside the checklist that cites the document, and read wherever a citation is looked up. Names for clauses without a number
//! stand in a file of aliases beside it, written by people.

use super::markers::Style;
use super::path::{Found, Step, resolve, style_of};
use super::tree::Document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema of a lock file.
const SCHEMA: &str = "duban/lock/1";
const HEADER: &str = "# Clauses as `duban pin` found them: paths and digests, none of the words. Not to be edited: pin the document again.\n";

/// A pinned document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    schema: String,
    /// The document.
    pub document: Pinned,
    /// Its clauses, in the order of the text.
    pub clauses: Vec<LockedClause>,
}

/// Which text was pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    /// Its file, as seen from the lock, with `/`.
    pub file: String,
    /// The digest of its bytes.
    pub digest: String,
}

/// A clause of a pinned document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedClause {
    /// Its unique path.
    pub path: String,
    /// The path of the clause that it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// First and last line of its own words, from 1: `18-20`.
    pub lines: String,
    /// How many characters its own words have, blanks left out.
    pub characters: usize,
    /// The digest of its own words.
    pub digest: String,
    /// Whether its number is not in the text but was inferred.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// Whether its own words are a heading and nothing more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub heading: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Lock {
    /// The lock of a document.
    #[must_use]
    pub fn of(document: &Document, file: String, digest: String) -> Self {
        let clauses = document
            .clauses
            .iter()
            .enumerate()
            .map(|(at, clause)| LockedClause {
                path: clause.path.clone(),
                parent: clause
                    .parent
                    .map(|parent| document.clauses[parent].path.clone()),
                lines: format!("{}-{}", clause.lines.0, clause.lines.1),
                characters: super::text::folded(&clause.words).chars().count(),
                digest: clause.digest(),
                inferred: clause.inferred,
                heading: document.is_heading(at),
            });
        Self {
            schema: SCHEMA.to_owned(),
            document: Pinned { file, digest },
            clauses: clauses.collect(),
        }
    }

    /// Reads a lock file.
    ///
    /// # Errors
    /// What is wrong with it, in words of the YAML reader, when it is no lock.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lock: Self = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        if lock.schema == SCHEMA {
            Ok(lock)
        } else {
            Err(format!("schema {} instead of {SCHEMA}", lock.schema))
        }
    }

    /// The text of the lock file.
    ///
    /// # Errors
    /// When the YAML writer fails, which would be a mistake of ours.
    pub fn text(&self) -> Result<String, String> {
        let body = serde_yaml::to_string(self).map_err(|error| error.to_string())?;
        Ok(format!("{HEADER}{body}"))
    }

    /// Finds the clause of a written path. A [`super::Pin`] does so faster for many paths.
    #[must_use]
    pub fn find(&self, written: &str, aliases: &Aliases) -> Found {
        self.find_among(&self.places(), written, aliases)
    }

    /// Where each clause stands among the others: read from its path once, for many look-ups.
    #[must_use]
    pub(super) fn places(&self) -> Vec<Place> {
        let by_path: BTreeMap<&str, usize> = (0..)
            .zip(&self.clauses)
            .map(|(at, clause)| (clause.path.as_str(), at))
            .collect();
        let places = self.clauses.iter().map(|clause| {
            let parent = clause.parent.as_deref().unwrap_or_default();
            let own = clause.path.strip_prefix(parent).unwrap_or(&clause.path);
            let (style, ordinal, repeated) = style_of(own);
            Place {
                style,
                ordinal,
                repeated,
                parent: by_path.get(parent).copied(),
            }
        });
        places.collect()
    }

    /// Finds the clause of a written path; `places` are those of this lock.
    pub(super) fn find_among(&self, places: &[Place], written: &str, aliases: &Aliases) -> Found {
        let steps: Vec<Step<'_>> = self
            .clauses
            .iter()
            .zip(places)
            .map(|(clause, place)| Step {
                path: &clause.path,
                style: place.style,
                ordinal: place.ordinal,
                repeated: place.repeated,
                parent: place.parent,
            })
            .collect();
        resolve(written, &steps, &aliases.names)
    }
}

/// Where a clause stands among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    style: Style,
    ordinal: u32,
    repeated: u32,
    parent: Option<usize>,
}

/// Names that people gave to clauses without a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    /// Paths by name.
    names: BTreeMap<String, String>,
}

impl Aliases {
    /// Reads a list of aliases: a line a name, `name = path`; `#` begins a remark.
    ///
    /// # Errors
    /// The number of the first line (from 1) that is none of these.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut names = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            match line.split_once(['=', '＝']) {
                Some((name, path)) if !name.trim().is_empty() && !path.trim().is_empty() => {
                    names.insert(name.trim().to_owned(), path.trim().to_owned());
                }
                _ => return Err(number),
            }
        }
        Ok(Self { names })
    }

    /// The names and the paths that they stand for.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names
            .iter()
            .map(|(name, path)| (name.as_str(), path.as_str()))
    }
}
