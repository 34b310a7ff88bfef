//! What sources say of their clauses and of each other: days in force, and which document replaces which; then whether their locks can be relied on.

use super::names::Thing;
use super::problems_of_citations as problems;
use super::problems_of_time::period_order;
use super::{Builder, Tree};
use crate::citations::Lock;
use crate::diagnostic::Diagnostics;
use crate::model::{ClauseDates, Model};
use crate::source::{Files, Span};
use crate::syntax::ast;
use crate::types::{Date, Language};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::rc::Rc;

impl Builder<'_> {
    /// Completes the sources, whose locks are known.
    pub(super) fn complete_sources(&mut self) {
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |builder| builder.sources_of(tree));
        }
        for start in 0..self.model.sources.len() {
            self.replaced_in_circle(start);
        }
    }

    fn sources_of(&mut self, tree: &Tree) {
        for declaration in &tree.ast.declarations {
            let ast::Declaration::Source(declared) = declaration else {
                continue;
            };
            let Some(name) = declared.names.all.first() else {
                continue;
            };
            let Some(Thing::Source(source)) = self.peek_source(&name.text) else {
                continue;
            };
            if let Some(dates) = declared.in_force {
                self.in_order(dates, name.span);
            }
            for dates in &declared.clauses {
                self.in_order(dates.in_force, dates.span);
                for (path, span) in &dates.paths {
                    let has_lock = self.model.sources[source].pin.is_some();
                    let pinned = self.clause_at(source, path, *span);
                    let path = match pinned {
                        Some(clause) => clause.path,
                        None if has_lock => continue,
                        None => path.clone(),
                    };
                    self.model.sources[source].clauses.push(ClauseDates {
                        path,
                        in_force: dates.in_force,
                    });
                }
            }
            for old in &declared.replaces {
                if let Some(old) = self.source(old) {
                    self.replaced(old, source);
                }
            }
            for new in &declared.replaced_by {
                if let Some(new) = self.source(new) {
                    self.replaced(source, new);
                }
            }
        }
    }

    fn replaced(&mut self, old: usize, new: usize) {
        let successors = &mut self.model.sources[old].replaced_by;
        if !successors.contains(&new) {
            successors.push(new);
        }
    }

    fn in_order(&mut self, (first, last): (Date, Option<Date>), span: Span) {
        if let Some(last) = last.filter(|last| *last < first) {
            let problem = period_order(self.language(), span, first, last);
            self.diagnostics.add(problem);
        }
    }

    /// Reports a source that its own successors lead back to; the first one of the circle that is declared.
    fn replaced_in_circle(&mut self, start: usize) {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for &next in &self.model.sources[at].replaced_by {
                if next == start {
                    if seen.iter().all(|other| start <= *other) {
                        let source = &self.model.sources[start];
                        let (span, name) = (source.span, source.names.all.first().cloned());
                        let problem = problems::replaced_in_circle(
                            self.language_of(span),
                            span,
                            &name.unwrap_or_default(),
                        );
                        self.diagnostics.add(problem);
                    }
                    return;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
    }

    /// The vocabulary of the file of a place.
    fn language_of(&mut self, span: Span) -> Language {
        let tree = self.trees.iter().position(|tree| tree.file == span.file);
        self.within(tree.unwrap_or_default(), |builder| builder.language())
    }

    /// Warns of sources that are cited and have no lock, where others beside them have one, and of locks whose document reads otherwise now.
    pub(super) fn warn_of_locks(&mut self, files: &Files) {
        let folder = |span: Span| files.path(span.file).parent().map(Path::to_path_buf);
        let sources = &self.model.sources;
        let locked: BTreeSet<_> = sources
            .iter()
            .filter(|source| source.pin.is_some())
            .map(|source| folder(source.span))
            .collect();
        let cited = self.cited_with_path();
        let mut problems = Vec::new();
        for (number, source) in sources.iter().enumerate() {
            let stale = source.pin.as_ref().is_some_and(|pin| pin.is_stale());
            let lacks = source.pin.is_none()
                && cited.contains(&number)
                && locked.contains(&folder(source.span));
            if stale || lacks {
                problems.push((source.span, number, stale));
            }
        }
        for (span, number, stale) in problems {
            let language = self.language_of(span);
            let source = &self.model.sources[number];
            let name = source.names.all.first().cloned().unwrap_or_default();
            let problem = match &source.pin {
                Some(pin) if stale => {
                    problems::stale_lock(language, span, (&name, &pin.lock.document.file))
                }
                _ => problems::source_without_lock(language, span, &name),
            };
            self.diagnostics.add(problem);
        }
    }

    /// The sources of which a clause is cited.
    fn cited_with_path(&self) -> BTreeSet<usize> {
        let model = &self.model;
        let items = model.items.iter().flat_map(|item| &item.cites);
        let tables = model.tables.iter().flat_map(|table| &table.cites);
        let exceptions = model.exceptions.iter().flat_map(|one| &one.cites);
        let all = items.chain(tables).chain(exceptions);
        all.filter(|cite| !cite.path.is_empty())
            .map(|cite| cite.source)
            .collect()
    }
}

/// Warns of locks in a folder whose source no checklist of the folder declares; the model holds all of them.
///
/// # Errors
/// When the folder cannot be listed.
pub fn unused_locks(
    folder: &Path,
    model: &Model,
    language: Language,
    files: &mut Files,
    sink: &mut Diagnostics,
) -> io::Result<()> {
    let here = |span: Span| files.path(span.file).parent() == Some(folder);
    let declared: Vec<String> = model
        .sources
        .iter()
        .filter(|source| here(source.span))
        .flat_map(|source| source.names.all.iter().cloned())
        .collect();
    for entry in Files::list(folder)? {
        let name = entry.path.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let ends = entry
            .path
            .extension()
            .is_some_and(|ending| ending == "lock");
        if !ends || entry.is_folder || declared.contains(&name) {
            continue;
        }
        // Other programs have locks too.
        let Ok(text) =
            Files::read(&entry.path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        else {
            continue;
        };
        if Lock::parse(&text).is_err() {
            continue;
        }
        let length = text.lines().next().unwrap_or_default().len();
        let file = files.add(&entry.path, text);
        let span = Span {
            file,
            start: 0,
            end: u32::try_from(length).unwrap_or(0),
        };
        sink.add(problems::unused_lock(language, span, &name));
    }
    Ok(())
}
