//! Files in a folder and checklists in, the text of an audit file out, with comments on what was taken and what is missing.
//!
//! A file is taken for a dataset when it has the most of its columns by name. What is only similar stands in a comment and is
//! never taken; where two files fit alike neither is.

mod fit;
mod scalar;
mod similar;
mod tables;
mod together;
mod values;
mod write;

pub(super) use scalar::quoted;
pub(super) use similar::similar;

use super::needs;
use crate::model::Model;
use crate::types::Language;
use std::io;
use std::path::{Path, PathBuf};

/// What an audit file is proposed for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Where data files are looked for: this folder and those in it.
    pub folder: &'a Path,
    /// The folder that the audit file will lie in.
    pub base: &'a Path,
    /// The checklists to name.
    pub checklists: &'a [PathBuf],
    /// The key file, seen from the audit file.
    pub key: &'a str,
    /// The language of comments and names.
    pub language: Language,
}

/// An audit file for the datasets of a model from the files of a folder.
#[derive(Debug)]
pub struct Proposal {
    /// Its text.
    pub text: String,
    /// How many datasets have a file.
    pub found: usize,
    /// How many datasets the items need and no file was found for.
    pub missing: usize,
}

/// Proposes an audit file.
///
/// # Errors
/// When the folder cannot be read.
pub fn propose(model: &Model, asked: &Asked<'_>) -> io::Result<Proposal> {
    let files = tables::in_folder(asked.folder, asked.language, |header| {
        fit::best_share(model, header)
    })?;
    let items: Vec<usize> = (0..model.items.len()).collect();
    let needs = needs::of_items(model, &items);
    let choices = fit::choose(model, &needs, &files.tables);
    let is_found = |choice: &fit::Choice| matches!(choice, fit::Choice::Taken(_));
    let missing = choices
        .iter()
        .enumerate()
        .filter(|(number, choice)| needs.datasets.contains(number) && !is_found(choice));
    Ok(Proposal {
        found: choices.iter().filter(|choice| is_found(choice)).count(),
        missing: missing.count(),
        text: write::text(model, asked, &files, &choices, &needs),
    })
}
