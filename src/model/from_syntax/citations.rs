//! Citations held against the locks of their sources.

use super::uses::through;
use super::{Builder, problems_of_citations as problems};
use crate::citations::{Broken, Found, LockedClause, Pin, Quoted, is_path, quoted};
use crate::diagnostic::Diagnostic;
use crate::model::{Citation, CitedClause};
use crate::source::{Files, Span};
use crate::syntax::ast;
use crate::types::Language;
use std::path::Path;
use std::rc::Rc;

/// The most clauses named where several fit.
const FEW: usize = 5;

impl Builder<'_> {
    /// Reads the locks that lie beside the files that declare sources.
    pub(super) fn pins(&mut self, files: &Files) {
        for number in 0..self.model.sources.len() {
            let source = &self.model.sources[number];
            let folder = files.path(source.span.file).parent();
            let folder = folder.unwrap_or_else(|| Path::new(""));
            let mut broken = Vec::new();
            for name in &source.names.all {
                match Pin::beside(folder, name) {
                    Ok(Some(pin)) => {
                        self.model.sources[number].pin = Some(pin);
                        break;
                    }
                    Ok(None) => {}
                    Err(problem) => broken.push(problem),
                }
            }
            for problem in broken {
                self.broken_pin(number, &problem);
            }
        }
    }

    fn broken_pin(&mut self, source: usize, broken: &Broken) {
        let span = self.model.sources[source].span;
        let tree = self.trees.iter().position(|tree| tree.file == span.file);
        let language = self.within(tree.unwrap_or_default(), |builder| builder.language());
        self.diagnostics
            .add(problems::broken_lock(language, span, broken));
    }

    /// What settings, populations, tables, measures and exceptions cite.
    pub(super) fn citations_of_declarations(&mut self) {
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            for declaration in &tree.ast.declarations {
                let (name, cites) = match declaration {
                    ast::Declaration::Table(d) => (d.names.all.first(), &d.cites),
                    ast::Declaration::Exception(d) => (d.names.all.first(), &d.cites),
                    ast::Declaration::Setting(d) => (d.names.all.first(), &d.cites),
                    ast::Declaration::SettingChange(d) => (Some(&d.name), &d.cites),
                    ast::Declaration::Population(d) => (d.names.all.first(), &d.cites),
                    ast::Declaration::Measure(d) => (d.names.all.first(), &d.cites),
                    _ => continue,
                };
                self.within(number, |builder| {
                    let found = name.and_then(|name| builder.peek(&name.text));
                    let found = found.and_then(through);
                    let cites = builder.citations(cites);
                    let own = found.and_then(|found| builder.model.cites_mut(found));
                    // Another value for an adopted setting rests on what the setting cites, and on what is cited here.
                    if let Some(own) = own {
                        let kept = matches!(declaration, ast::Declaration::SettingChange(_));
                        own.truncate(if kept { own.len() } else { 0 });
                        own.extend(cites);
                    }
                });
            }
        }
    }

    /// Citations as written, each held against the lock of its source.
    pub(super) fn citations(&mut self, written: &[ast::Citation]) -> Vec<Citation> {
        let mut cites = Vec::new();
        for (at, cite) in written.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| written.get(at));
            if let Some(before) = before
                && is_path(&cite.source.text)
                && !self.has_source(&cite.source.text)
            {
                let (language, name) = (self.language(), &cite.source);
                let source = &before.source.text;
                let problem =
                    problems::path_without_source(language, name.span, source, &name.text);
                self.diagnostics.add(problem);
                continue;
            }
            if let Some(source) = self.source(&cite.source) {
                cites.push(Citation {
                    source,
                    path: cite.path.clone(),
                    phrase: cite.phrase.as_ref().map(|phrase| phrase.text.clone()),
                    clause: self.cited(source, cite),
                });
            }
        }
        cites
    }

    fn cited(&mut self, source: usize, cite: &ast::Citation) -> Option<CitedClause> {
        let language = self.language();
        let clause = self.clause_at(source, &cite.path, cite.span)?;
        let pin = self.model.sources[source].pin.as_ref()?;
        let wrong = against_document(language, pin, &clause, cite);
        if let Some(wrong) = wrong {
            self.diagnostics.add(wrong);
        }
        Some(CitedClause {
            path: clause.path,
            digest: clause.digest,
        })
    }

    /// The pinned clause of a written path; what is wrong with the path is reported. `None` without a lock.
    pub(super) fn clause_at(
        &mut self,
        source: usize,
        path: &str,
        span: Span,
    ) -> Option<LockedClause> {
        let language = self.language();
        let pin = self.model.sources[source].pin.as_ref()?;
        let name = self.model.sources[source].names.show(language);
        let path_of = |at: &usize| pin.clause(*at).map(|clause| clause.path.clone());
        let problem = match pin.find(path) {
            Found::Clause(at) => return pin.clause(at).cloned(),
            Found::Ambiguous(all) => {
                let few: Vec<String> = all.iter().take(FEW).filter_map(path_of).collect();
                problems::ambiguous_clause(language, span, path, &few)
            }
            Found::Nothing(last) => {
                let there = last.and_then(|at| path_of(&at));
                let inside = pin
                    .lock
                    .clauses
                    .iter()
                    .filter(|clause| clause.parent == there);
                let few: Vec<&str> = inside
                    .map(|clause| clause.path.as_str())
                    .take(FEW)
                    .collect();
                problems::unknown_clause(language, span, (path, name), &few, pin.is_stale())
            }
        };
        self.diagnostics.add(problem);
        None
    }
}

/// What the document says against the citation, where it is at hand.
fn against_document(
    language: Language,
    pin: &Pin,
    clause: &LockedClause,
    cite: &ast::Citation,
) -> Option<Diagnostic> {
    let document = pin.document()?;
    let Some(now) = pin.words_of(clause) else {
        return Some(problems::changed_clause(language, cite.span, &clause.path));
    };
    if now.digest() != clause.digest {
        return Some(problems::changed_clause(language, cite.span, &clause.path));
    }
    let phrase = cite.phrase.as_ref()?;
    match quoted(&phrase.text, &now.path, &now.words) {
        Quoted::Stands => None,
        Quoted::TooShort => Some(problems::short_phrase(language, phrase.span)),
        Quoted::Missing => {
            let mut all = document.clauses.iter();
            let elsewhere = all
                .find(|clause| quoted(&phrase.text, &clause.path, &clause.words) == Quoted::Stands);
            let elsewhere = elsewhere.map(|clause| clause.path.as_str());
            Some(problems::phrase_missing(
                language,
                phrase.span,
                &clause.path,
                elsewhere,
            ))
        }
    }
}
