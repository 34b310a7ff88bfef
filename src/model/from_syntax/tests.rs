//! Tests: the names in them become numbers.

use super::Builder;
use super::names::Thing;
use super::problems::nearest;
use super::{problems, problems_of_tests as wording};
use crate::findings::ItemOutcome;
use crate::model::{
    Check, DutyTime, Expectation, Expected, ExpectedSubject, MatchCheck, PartKind, Test, TestTable,
    items_needing_as_of,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::Language;
use std::collections::BTreeSet;
use std::rc::Rc;

impl Builder<'_> {
    /// Looks into the tests of every file that was asked for.
    pub(super) fn tests(&mut self) {
        let trees = Rc::clone(&self.trees);
        let has_tests = trees.iter().any(|tree| {
            let mut all = tree.ast.declarations.iter();
            tree.main && all.any(|declared| matches!(declared, ast::Declaration::Test(_)))
        });
        if !has_tests {
            return;
        }
        let dated: BTreeSet<usize> = items_needing_as_of(&self.model).into_iter().collect();
        for (number, tree) in trees.iter().enumerate().filter(|(_, tree)| tree.main) {
            for declaration in &tree.ast.declarations {
                if let ast::Declaration::Test(test) = declaration {
                    self.within(number, |b| b.test(test, &dated));
                }
            }
        }
    }

    fn test(&mut self, written: &ast::Test, dated: &BTreeSet<usize>) {
        let language = self.language();
        let mut test = Test {
            title: written.title.text.clone(),
            language,
            as_of: written.as_of,
            settings: Vec::new(),
            unchanged: self.changed_out_of_sight(),
            given: Vec::new(),
            answers: None,
            expect: Vec::new(),
            span: written.span,
        };
        for (name, value) in &written.settings {
            let Some(setting) = self.test_setting(name) else {
                continue;
            };
            if test.settings.iter().any(|(other, _)| *other == setting) {
                let problem = wording::given_twice(language, name.span, &name.text);
                self.diagnostics.add(problem);
                continue;
            }
            let kind = self.model.settings[setting].kind.clone();
            let span = value.span;
            let value = self.setting_value(value, &kind);
            if let Some(of) = value
                .as_ref()
                .and_then(|v| self.model.amount_missed(setting, v))
            {
                let problem = super::problems_of_people::amount(language, span, of);
                self.diagnostics.add(problem);
            }
            test.settings.extend(value.map(|value| (setting, value)));
        }
        let mut answers = None;
        for table in &written.given {
            match &table.of {
                ast::TestTableOf::Dataset(name) => {
                    let table = self.test_table((name, table), &test.given);
                    test.given.extend(table);
                }
                ast::TestTableOf::Answers(span) if answers.is_some() => {
                    let name = language.pick("answers", "答复");
                    let problem = wording::given_twice(language, *span, name);
                    self.diagnostics.add(problem);
                }
                ast::TestTableOf::Answers(_) => answers = Some(table),
            }
        }
        let mut without_day = false;
        for expectation in &written.expect {
            let checklist = expectation
                .checklist
                .as_ref()
                .map(|name| name.text.as_str());
            let name = &expectation.item;
            let Some(item) = self.tested_item((checklist, &name.text), name.span) else {
                continue;
            };
            if test.as_of.is_none() && dated.contains(&item) {
                // One line gives the day to all that the test expects.
                if !without_day {
                    let problem = wording::test_without_day(language, name.span, &name.text);
                    self.diagnostics.add(problem);
                }
                without_day = true;
                continue;
            }
            test.expect.extend(self.expectation(expectation, item));
        }
        if let Some(table) = answers {
            // What is wrong with an expectation was reported; of what it was about nothing more is said.
            let all_read = test.expect.len() == written.expect.len();
            test.answers = self.test_answers(table, &test, all_read);
        }
        self.model.tests.push(test);
    }

    fn test_setting(&mut self, name: &ast::Name) -> Option<usize> {
        if let Some(Thing::Setting(setting)) = self.peek(&name.text) {
            self.note_thing(name.span, Thing::Setting(setting));
            return Some(setting);
        }
        let space = self.spaces.get(self.current)?;
        let settings = space
            .things
            .iter()
            .filter(|(_, (thing, _))| matches!(thing, Thing::Setting(_)));
        let candidate = nearest(&name.text, settings.map(|(name, _)| name.as_str()));
        let problem = wording::unknown_setting(self.language(), name.span, &name.text, candidate);
        self.missing(&name.text, problem);
        None
    }

    fn test_table(
        &mut self,
        (name, written): (&ast::Name, &ast::TestTable),
        before: &[TestTable],
    ) -> Option<TestTable> {
        let language = self.language();
        let noun = match self.peek(&name.text) {
            Some(Thing::Dataset(_) | Thing::Population(_)) | None => self.noun(name)?,
            Some(
                Thing::Source(_)
                | Thing::Setting(_)
                | Thing::Table(_)
                | Thing::Measure(_)
                | Thing::Exception(_)
                | Thing::Calendar(_),
            ) => {
                let problem = wording::not_a_dataset(language, name.span, &name.text, None);
                self.diagnostics.add(problem);
                return None;
            }
        };
        if noun.population.is_some() {
            let dataset = self.model.datasets.get(noun.dataset);
            let dataset = dataset.map(|dataset| dataset.names.show(language));
            let problem = wording::not_a_dataset(language, name.span, &name.text, dataset);
            self.diagnostics.add(problem);
            return None;
        }
        if before.iter().any(|other| other.dataset == noun.dataset) {
            let problem = wording::given_twice(language, name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        let mut columns = Vec::new();
        for name in &written.header {
            columns.push(self.given_column(noun.dataset, name, &columns));
        }
        let columns: Vec<usize> = columns.into_iter().collect::<Option<_>>()?;
        self.note_cells(noun.dataset, &columns, written);
        Some(TestTable {
            dataset: noun.dataset,
            columns,
            rows: written.rows.clone(),
            row_spans: written.row_spans.clone(),
        })
    }

    fn given_column(
        &mut self,
        dataset: usize,
        name: &ast::Name,
        before: &[Option<usize>],
    ) -> Option<usize> {
        let language = self.language();
        let Some(column) = self.column_called(dataset, name) else {
            self.no_column(dataset, name);
            return None;
        };
        // What a derived column is worth is known only once it was looked into, so it is known by its entry.
        if self.defines.contains_key(&(dataset, column)) {
            let problem = wording::derived_column(language, name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        if before.contains(&Some(column)) {
            let problem = wording::given_twice(language, name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        Some(column)
    }

    /// The item of a name, and of a checklist where one is named, among those of the test's file and of the files that it uses.
    pub(super) fn tested_item(
        &mut self,
        (named, name): (Option<&str>, &str),
        span: Span,
    ) -> Option<usize> {
        let language = self.language();
        let files = &self.spaces.get(self.current)?.files;
        let checklist = |item: &crate::model::Item| self.model.checklists.get(item.checklist);
        let seen = |item: &crate::model::Item| {
            checklist(item).is_some_and(|checklist| {
                files.contains(&checklist.file) && named.is_none_or(|named| named == checklist.id)
            })
        };
        let numbered = self.model.items.iter().enumerate();
        let found: Vec<usize> = numbered
            .filter(|(_, item)| item.id == name && seen(item))
            .map(|(number, _)| number)
            .collect();
        match found.as_slice() {
            [only] => return Some(*only),
            [first, ..] => {
                let with = self.model.items.get(*first).and_then(checklist);
                let with = with.map_or("", |checklist| &checklist.id);
                let problem = wording::which_item(language, span, name, with);
                self.diagnostics.add(problem);
            }
            [] => {
                let own = self.model.items.iter().filter(|item| seen(item));
                let known = own.map(|item| item.id.as_str());
                let problem = wording::unknown_item(language, span, name, known);
                // An item whose sentence could not be read was reported where it stands.
                let broken = self.trees.iter().any(|tree| {
                    tree.ast.declarations.iter().any(|declaration| {
                        matches!(declaration, ast::Declaration::Item(item) if item.id.text == name)
                    })
                });
                if !(broken && self.diagnostics.has_errors()) {
                    self.missing(name, problem);
                }
            }
        }
        None
    }

    fn expectation(&mut self, written: &ast::Expectation, item: usize) -> Option<Expectation> {
        let what = match &written.what {
            ast::Expected::Nothing => Expected::Nothing,
            ast::Expected::Outcome(outcome) => Expected::Outcome(match outcome {
                ast::ExpectedOutcome::Met => ItemOutcome::Met,
                ast::ExpectedOutcome::NotMet => ItemOutcome::NotMet,
                ast::ExpectedOutcome::CannotTell => ItemOutcome::CannotTell,
                ast::ExpectedOutcome::Awaiting => ItemOutcome::Awaiting,
                ast::ExpectedOutcome::NothingToJudge => ItemOutcome::NothingToJudge,
            }),
            ast::Expected::Subjects(verdict, subjects) => {
                let mut named = Vec::new();
                for subject in subjects {
                    self.note_subject(subject, item);
                    let part = match &subject.part {
                        Some(part) => Some(self.expected_part(part, item, subject.span)?),
                        None => None,
                    };
                    named.push(ExpectedSubject {
                        which: subject.which.clone(),
                        part,
                        span: subject.span,
                    });
                }
                Expected::Subjects(*verdict, named)
            }
        };
        Some(Expectation {
            item,
            what,
            span: written.span,
        })
    }

    /// Notes what the parts of a row's key say, which are the words of its cells. Groups are called by the first word
    /// of a value, in every language.
    fn note_subject(&self, subject: &ast::ExpectedSubject, item: usize) {
        let (ast::SubjectName::Key(values), Some(item)) =
            (&subject.which, self.model.items.get(item))
        else {
            return;
        };
        if !matches!(item.check, Check::Rows(_)) {
            return;
        }
        let parts = self.model.asked_key(item);
        if parts.len() == values.len() {
            for (at, ((_, ty), value)) in parts.iter().zip(values).enumerate() {
                self.note_cell(subject.span, at, ty, value);
            }
        }
    }

    /// A part as it is called in machine formats.
    fn expected_part(
        &mut self,
        part: &ast::ExpectedPart,
        item: usize,
        span: Span,
    ) -> Option<String> {
        let check = self.model.items.get(item).map(|item| item.check.clone())?;
        let (name, found) = match (part, &check) {
            (ast::ExpectedPart::Fixed(_) | ast::ExpectedPart::Toward(..), _) => {
                return self.fixed_part(part, item, span);
            }
            (ast::ExpectedPart::Of(part), Check::Match(matched)) => {
                let name = match part {
                    ast::PartName::NotIn(name)
                    | ast::PartName::RepeatedIn(name)
                    | ast::PartName::Differs(name) => name,
                };
                (name, self.part_of_match(part, matched))
            }
            (ast::ExpectedPart::Column(name), Check::Rows(rows)) => {
                let column = self.column_called(rows.dataset, name);
                let column = column.and_then(|column| self.model.column(rows.dataset, column));
                (name, column.map(|column| column.names.id().to_owned()))
            }
            (ast::ExpectedPart::Column(name), _) => (name, None),
            (
                ast::ExpectedPart::Of(
                    ast::PartName::NotIn(name)
                    | ast::PartName::RepeatedIn(name)
                    | ast::PartName::Differs(name),
                ),
                _,
            ) => (name, None),
        };
        if found.is_none() {
            let known = match &check {
                Check::Match(matched) => self.parts_written(matched),
                _ => Vec::new(),
            };
            let problem = problems::unknown_part(self.language(), span, &name.text, &known);
            self.diagnostics.add(problem);
        }
        found
    }

    /// A part with a fixed name; one that the findings of the item cannot have is reported.
    fn fixed_part(&mut self, part: &ast::ExpectedPart, item: usize, span: Span) -> Option<String> {
        let item = self.model.items.get(item)?;
        let mut known: Vec<String> = Vec::new();
        match &item.check {
            Check::Duty(duty) => {
                known.extend(["missing", "late"].map(str::to_owned));
                if matches!(duty.when, DutyTime::Event { .. }) {
                    for (number, slot) in duty.slots.iter().enumerate() {
                        let Some(to) = &slot.recipient else { continue };
                        let to = to.name.clone().unwrap_or((number + 1).to_string());
                        known.extend(["missing", "late"].map(|part| format!("{part}:{to}")));
                    }
                }
            }
            Check::Combinations(_) => known.extend(["missing", "repeated"].map(str::to_owned)),
            Check::Match(matched)
                if matches!(part, ast::ExpectedPart::Fixed("missing" | "repeated")) =>
            {
                // These have names of their own.
                known.extend(self.parts_written(matched));
            }
            _ => {}
        }
        if item.person.is_some() {
            known.extend(["machine", "person"].map(str::to_owned));
        }
        let wanted = match part {
            ast::ExpectedPart::Toward(part, recipient) => format!("{part}:{}", recipient.text),
            ast::ExpectedPart::Fixed(part) => (*part).to_owned(),
            _ => return None,
        };
        if known.contains(&wanted) {
            return Some(wanted);
        }
        let id = item.id.clone();
        let problem = wording::no_such_part(self.language(), span, &wanted, (&id, &known));
        self.diagnostics.add(problem);
        None
    }

    /// The parts of a comparison as a test names them.
    fn parts_written(&self, matched: &MatchCheck) -> Vec<String> {
        let language = self.language();
        let source = |source: usize| {
            let names = matched.source_names(&self.model, source);
            names.show(language).to_owned()
        };
        let parts = matched.parts.iter().filter(|part| part.judged);
        parts
            .filter_map(|part| {
                Some(match part.kind {
                    PartKind::NotIn(at) => match language {
                        Language::En => format!("not in {}", source(at)),
                        Language::Zh => format!("不在 {} 中", source(at)),
                    },
                    PartKind::RepeatedIn(at) if !matched.sources.get(at)?.key_is_unique => {
                        return None;
                    }
                    PartKind::RepeatedIn(at) => match language {
                        Language::En => format!("repeated in {}", source(at)),
                        Language::Zh => format!("{} 中重复", source(at)),
                    },
                    PartKind::Differs(at) => {
                        let name = matched.compared.get(at)?.name.get(language);
                        match language {
                            Language::En => format!("differs in {name}"),
                            Language::Zh => format!("{name} 不同"),
                        }
                    }
                })
            })
            .collect()
    }

    fn part_of_match(&mut self, part: &ast::PartName, matched: &MatchCheck) -> Option<String> {
        match part {
            ast::PartName::NotIn(name) | ast::PartName::RepeatedIn(name) => {
                let noun = self.noun(name)?;
                // Of several populations of one dataset the one that is named is meant.
                let place = |named: bool| {
                    matched.sources.iter().position(|source| {
                        source.rows.dataset == noun.dataset
                            && (!named || source.rows.population == noun.population)
                    })
                };
                let source = place(true).or_else(|| place(false))?;
                let id = matched.source_names(&self.model, source).id();
                Some(match part {
                    ast::PartName::NotIn(_) => format!("not_in:{id}"),
                    _ => format!("repeated_in:{id}"),
                })
            }
            ast::PartName::Differs(name) => {
                let (fields, sources) = (&matched.compared, &matched.sources);
                let field = fields.get(self.field_named(name, sources, fields)?)?;
                Some(format!("differs:{}", field.id))
            }
        }
    }
}
