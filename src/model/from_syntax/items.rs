//! Items: their clauses, and their sentence as a check.

use super::Builder;
use super::declarations::text;
use super::problems;
use crate::findings::Severity;
use crate::model::{Check, Checklist, Citation, Excuse, Item, ItemLines, Person};
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
                            adopted: !tree.asked_for,
                            file: tree.file,
                        });
                    }
                    for name in &item.lines.formerly {
                        if let Some(first) = seen.insert(&name.text, name.span) {
                            let problem = problems::declared_twice(
                                language,
                                name.span,
                                &name.text,
                                Some(first),
                            );
                            self.diagnostics.add(problem);
                        }
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
                | ast::Declaration::Calendar(_)
                | ast::Declaration::Population(_)
                | ast::Declaration::Define(_)
                | ast::Declaration::Table(_)
                | ast::Declaration::Measure(_)
                | ast::Declaration::Adopt(_)
                | ast::Declaration::Exception(_)
                | ast::Declaration::Routing(_)
                | ast::Declaration::SettingChange(_)
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
        let uncited = item.cites.is_empty() && section.is_none_or(|s| s.cites.is_empty());
        let unread = section.is_some_and(|section| self.holds_broken_line(section.span));
        if uncited && !unread && !self.holds_broken_line(item.span) {
            let problem = problems::no_citation(language, item.id.span, &item.id.text);
            self.diagnostics.add(problem);
        }
        let cites = if item.cites.is_empty() {
            section_cites.to_vec()
        } else {
            self.citations(&item.cites)
        };
        self.except.clone_from(&item.lines.except);
        let sentence = item.sentence.as_ref();
        let ((judged, tolerating), uses) = self.resting_on(|b| {
            let judged = b.judged(item, section);
            let share = sentence.and_then(|sentence| sentence.tolerating.as_ref());
            (judged, share.and_then(|share| b.tolerated(share)))
        });
        let Some((check, person, excuses, (owners, lines))) = judged else {
            return;
        };
        let asked = item.person.ask.as_ref().map(|ask| ask.span);
        let aim = sentence.is_some_and(|sentence| sentence.aim);
        let written = item.severity.map_or(Severity::Major, severity);
        self.model.items.push(Item {
            checklist,
            id: item.id.text.clone(),
            title: text(item.title.as_ref()),
            section: section.map(|s| s.title.text.clone()),
            cites,
            uses,
            severity: if aim { Severity::Note } else { written },
            owners,
            due: item.due,
            message: text(item.message.as_ref()),
            note: text(item.note.as_ref()),
            tolerating,
            aim,
            check,
            excuses,
            lines,
            person,
            span: sentence.map_or(asked.unwrap_or(item.span), |sentence| sentence.span),
        });
    }

    /// What an item judges and asks, whom it excuses, and its other lines; `None` where its sentence means nothing (reported).
    #[expect(
        clippy::type_complexity,
        reason = "the parts of an item, taken apart at once"
    )]
    fn judged(
        &mut self,
        item: &ast::Item,
        section: Option<&ast::Section>,
    ) -> Option<(
        Check,
        Option<Person>,
        Vec<Excuse>,
        (Vec<Bilingual>, ItemLines),
    )> {
        let judged = match &item.lines.not_inspectable {
            Some(_) if item.sentence.is_none() => Some((Check::Nothing, None)),
            _ => self.check_and_person(item),
        };
        let mut excuses = std::mem::take(&mut self.left_out);
        let (mut check, person) = judged?;
        if excuses.is_empty() && !matches!(check, Check::Duty(_)) {
            excuses = self.excuses(&item.lines.except, &check);
        }
        for (part, names) in std::mem::take(&mut self.part_excepts) {
            let own = self.excuses(&names, &check);
            excuses.extend(own.into_iter().map(|excuse| Excuse {
                parts: Some(vec![part]),
                ..excuse
            }));
        }
        self.deadlines(&item.lines.deadlines, &mut check);
        let lines = self.lines(item, section, &check);
        Some((check, person, excuses, lines))
    }

    pub(super) fn check(&mut self, sentence: &ast::Sentence) -> Option<Check> {
        let span = sentence.span;
        let smallest = sentence.smallest.as_ref();
        if !matches!(
            sentence.kind,
            ast::SentenceKind::Group(_) | ast::SentenceKind::Rate(_) | ast::SentenceKind::Trend(_)
        ) {
            self.no_groups(smallest);
        }
        match &sentence.kind {
            ast::SentenceKind::Record(record) => self.record(record, span),
            ast::SentenceKind::Reconcile(reconcile) => self.reconcile(reconcile, span),
            ast::SentenceKind::Unique { of, by } => self.unique(of, by, span),
            ast::SentenceKind::Dependency {
                of,
                same,
                dependent,
            } => self.dependency(of, same, dependent, span),
            ast::SentenceKind::Group(group) => self.group(group, smallest, span),
            ast::SentenceKind::Rate(rate) => {
                let except = self.except.clone();
                let (check, left_out) = self.rate(rate, smallest, &except, span)?;
                self.left_out = left_out;
                Some(check)
            }
            ast::SentenceKind::Ranking(ranking) => self.ranking(ranking, span),
            ast::SentenceKind::Combinations(written) => self.combinations(written, span),
            ast::SentenceKind::Sets(written) => self.sets(written, span),
            ast::SentenceKind::Schedule(schedule) => self.schedule(schedule, span),
            ast::SentenceKind::Report(report) => self.report(report, span),
            ast::SentenceKind::Trend(trend) => self.trend(trend, smallest, span),
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
