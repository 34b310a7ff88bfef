//! Items: their clauses, and their sentence as a check.

use super::Builder;
use super::declarations::text;
use super::problems;
use crate::findings::Severity;
use crate::model::{Check, Checklist, Citation, Item};
use crate::source::{Files, Span};
use crate::syntax::ast;
use crate::types::Bilingual;
use std::collections::BTreeMap;
use std::rc::Rc;

impl Builder<'_> {
    /// Looks into the items of every checklist that was asked for.
    pub(super) fn items(&mut self, files: &Files) {
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            if tree.main {
                self.within(number, |b| b.items_of(tree, files));
            }
        }
    }

    fn items_of(&mut self, tree: &super::Tree, files: &Files) {
        let language = self.language();
        let mut checklist = self
            .model
            .checklists
            .iter()
            .position(|c| c.file == tree.file);
        let mut section: Option<&ast::Section> = None;
        let mut section_cites = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for declaration in &tree.ast.declarations {
            match declaration {
                ast::Declaration::Section(head) => {
                    section = Some(head);
                    // Looked at once, so that a mistake in them is shown once.
                    section_cites = self.citations(&head.cites);
                }
                ast::Declaration::Item(item) => {
                    if checklist.is_none() {
                        let problem = problems::no_header(language, item.id.span);
                        self.diagnostics.add(problem);
                        checklist = Some(self.model.checklists.len());
                        self.model.checklists.push(Checklist {
                            id: files
                                .path(tree.file)
                                .file_stem()
                                .unwrap_or_default()
                                .to_string_lossy()
                                .into_owned(),
                            title: Bilingual::default(),
                            language,
                            file: tree.file,
                        });
                    }
                    match seen.get(item.id.text.as_str()) {
                        Some(first) => {
                            let id = &item.id;
                            let problem =
                                problems::declared_twice(language, id.span, &id.text, Some(*first));
                            self.diagnostics.add(problem);
                        }
                        None => {
                            seen.insert(&item.id.text, item.id.span);
                        }
                    }
                    self.item(item, checklist.unwrap_or_default(), section, &section_cites);
                }
                ast::Declaration::Checklist(_)
                | ast::Declaration::Use(_)
                | ast::Declaration::Source(_)
                | ast::Declaration::Setting(_)
                | ast::Declaration::Dataset(_)
                | ast::Declaration::Population(_)
                | ast::Declaration::Define(_)
                | ast::Declaration::Table(_)
                | ast::Declaration::Measure(_)
                | ast::Declaration::Test(_) => {}
            }
        }
    }

    fn item(
        &mut self,
        item: &ast::Item,
        checklist: usize,
        section: Option<&ast::Section>,
        section_cites: &[Citation],
    ) {
        let language = self.language();
        if item.cites.is_empty() && section.is_none_or(|section| section.cites.is_empty()) {
            let problem = problems::no_citation(language, item.id.span, &item.id.text);
            self.diagnostics.add(problem);
        }
        let cites = if item.cites.is_empty() {
            section_cites.to_vec()
        } else {
            self.citations(&item.cites)
        };
        let owners = match section {
            Some(section) if item.owners.is_empty() => &section.owners,
            _ => &item.owners,
        };
        let owners = owners.iter().map(|owner| owner.text.clone()).collect();
        let Some((check, person)) = self.check_and_person(item) else {
            return;
        };
        let sentence = item.sentence.as_ref();
        let asked = item.person.ask.as_ref().map(|ask| ask.span);
        self.model.items.push(Item {
            checklist,
            id: item.id.text.clone(),
            title: text(item.title.as_ref()),
            section: section.map(|s| s.title.text.clone()),
            cites,
            severity: item.severity.map_or(Severity::Major, severity),
            owners,
            due: item.due,
            message: text(item.message.as_ref()),
            note: text(item.note.as_ref()),
            tolerating: sentence.and_then(|sentence| sentence.tolerating),
            check,
            person,
            span: sentence.map_or(asked.unwrap_or(item.span), |sentence| sentence.span),
        });
    }

    pub(super) fn check(&mut self, sentence: &ast::Sentence) -> Option<Check> {
        let span = sentence.span;
        match &sentence.kind {
            ast::SentenceKind::Record(record) => self.record(record, span),
            ast::SentenceKind::Reconcile(reconcile) => self.reconcile(reconcile, span),
            ast::SentenceKind::Unique { of, by } => self.unique(of, by, span),
            ast::SentenceKind::Dependency {
                of,
                same,
                dependent,
            } => self.dependency(of, same, dependent, span),
            ast::SentenceKind::Group(group) => self.group(group, span),
            ast::SentenceKind::Rate(rate) => self.rate(rate, span),
            ast::SentenceKind::Combinations(written) => self.combinations(written, span),
            ast::SentenceKind::Sets(written) => self.sets(written, span),
        }
    }
}

/// The severity of findings as written.
pub(super) fn severity(written: ast::ItemSeverity) -> Severity {
    match written {
        ast::ItemSeverity::Critical => Severity::Critical,
        ast::ItemSeverity::Major => Severity::Major,
        ast::ItemSeverity::Minor => Severity::Minor,
        ast::ItemSeverity::Note => Severity::Note,
    }
}
