//! `duban test`: the tests in checklists, and what they reach.

use super::arguments::{CheckFormat, General, TestArguments};
use super::{Exit, paths, show, terminal};
use crate::diagnostic::formats::{Answer, Case};
use crate::diagnostic::render::record;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inspect;
use crate::model::{self, Model};
use crate::source::Files;
use crate::testing::{self, Coverage, Failure, ItemCoverage, Options, TableCoverage, TestRun};
use crate::types::{Language, Number};
use serde_json::{Value, json};
use std::path::Path;

/// Runs tests.
pub(super) fn test(arguments: &TestArguments, general: &General) -> Exit {
    match run(arguments, general) {
        Ok(exit) | Err(exit) => exit,
    }
}

/// Tests that were run.
struct Results {
    files: Files,
    model: Model,
    runs: Vec<TestRun>,
    coverage: Option<Coverage>,
    /// The language asked for.
    language: Option<Language>,
}

fn run(arguments: &TestArguments, general: &General) -> Result<Exit, Exit> {
    let paths = paths::checklists(&arguments.paths, show::language(general));
    let paths = paths.map_err(|message| show::not_done(&message))?;
    let mut files = Files::new();
    let mut sink = Diagnostics::default();
    let model = model::load_all(&paths, None, &mut files, &mut sink);
    if !sink.has_errors() {
        inspect::check(&model, &mut sink);
    }
    if sink.has_errors() {
        let found = sink.into_sorted();
        terminal::say(&show::text(&found, &files, general.color.on_error()));
        // Annotations belong on the page, also where the tests cannot be run.
        if let Some(format) = arguments.format.for_programs()
            && arguments.format != CheckFormat::Json
        {
            let names: Vec<String> = paths.iter().map(|path| shown(path)).collect();
            let answer = Answer {
                done: false,
                ..Answer::by_file("test", &names, &found, &files)
            };
            if let Err(error) = terminal::output(|out| format.write(&answer, out)) {
                show::no_output(&error);
            }
        }
        return Err(Exit::NotDone);
    }
    let tests: Vec<usize> = (0..model.tests.len()).collect();
    let options = Options {
        language: general.language(),
        threads: general.threads.map_or(0, usize::from),
    };
    let runs = testing::run(&model, &files, &tests, options).map_err(|error| {
        show::not_done(&match show::reader() {
            Language::En => format!("the tests cannot be run: {error}"),
            Language::Zh => format!("测试无法运行：{error}"),
        })
    })?;
    let coverage = arguments.coverage.then(|| testing::coverage(&model, &runs));
    let results = Results {
        files,
        model,
        runs,
        coverage,
        language: general.language(),
    };
    let short = results.short_of(arguments.min);
    let written = terminal::output(|out| match arguments.format {
        CheckFormat::Text => out.write_all(results.text().as_bytes()),
        CheckFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &results.json())?;
            out.write_all(b"\n")
        }
        CheckFormat::Sarif | CheckFormat::Junit | CheckFormat::Github => {
            match arguments.format.for_programs() {
                Some(format) => format.write(&results.answer(), out),
                None => Ok(()),
            }
        }
    });
    if arguments.format == CheckFormat::Text && !general.quiet {
        terminal::say(&results.summary());
    }
    for name in &short {
        let least = percent(arguments.min.unwrap_or(Number::ZERO));
        show::error(&match show::reader() {
            Language::En => {
                format!("the tests of {name} reach less than {least} of what its items can say")
            }
            Language::Zh => format!("{name} 的测试只覆盖到其检查项可能结论的 {least} 以下"),
        });
    }
    match written {
        Err(error) => {
            show::no_output(&error);
            Ok(Exit::NotDone)
        }
        Ok(()) if !short.is_empty() || results.failed() > 0 => Ok(Exit::Found),
        Ok(()) => Ok(Exit::Fine),
    }
}

impl Results {
    fn failed(&self) -> usize {
        let failed = |run: &&TestRun| !run.failures.is_empty();
        self.runs.iter().filter(failed).count()
    }

    /// The language of what is said about all tests together.
    fn language(&self) -> Language {
        let mut languages = self.model.languages();
        let first = languages.next().unwrap_or(Language::En);
        let same = languages.all(|other| other == first);
        self.language
            .unwrap_or(if same { first } else { Language::En })
    }

    fn place(&self, span: crate::source::Span) -> (String, u32) {
        let path = shown(self.files.path(span.file));
        (path, testing::line(&self.files, span).line)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for run in self.runs.iter().filter(|run| !run.failures.is_empty()) {
            let Some(test) = self.model.tests.get(run.test) else {
                continue;
            };
            let language = self.language.unwrap_or(test.language);
            let (file, line) = self.place(test.span);
            let failed = language.pick("failed", "未通过");
            text += &format!("{failed} {file}:{line}  {}\n", test.title.get(language));
            for failure in &run.failures {
                let (_, line) = self.place(failure.span);
                let expected = &failure.expected;
                text += &match language {
                    Language::En => format!("  line {line}: expected {expected}\n"),
                    Language::Zh => format!("  第 {line} 行：期望 {expected}\n"),
                };
                for came_out in &failure.came_out {
                    text += &format!("    {came_out}\n");
                }
            }
            text.push('\n');
        }
        if let Some(coverage) = &self.coverage {
            text += &self.coverage_text(coverage);
        }
        text
    }

    fn summary(&self) -> String {
        let (all, failed) = (self.runs.len(), self.failed());
        let passed = all - failed;
        match (self.language(), all) {
            (Language::En, 0) => "no tests: nothing was tested".to_owned(),
            (Language::Zh, 0) => "没有测试：未作任何测试".to_owned(),
            (Language::En, _) => format!(
                "{}: {passed} passed, {failed} failed",
                show::plural(all, "test")
            ),
            (Language::Zh, _) => format!("共 {all} 项测试：通过 {passed} 项，未通过 {failed} 项"),
        }
    }

    /// The parts of the coverage that belong to a checklist. A table of a file that it uses belongs to the first one.
    fn of_checklist<'c>(
        &'c self,
        coverage: &'c Coverage,
        checklist: usize,
    ) -> (Vec<&'c ItemCoverage>, Vec<&'c TableCoverage>) {
        let items = coverage.items.iter().filter(|covered| {
            let item = self.model.items.get(covered.item);
            item.is_some_and(|item| item.checklist == checklist)
        });
        let tables = coverage.tables.iter().filter(|covered| {
            let file = self
                .model
                .tables
                .get(covered.table)
                .map(|table| table.span.file);
            let mut owners = self.model.checklists.iter();
            let owner = owners.position(|owner| Some(owner.file) == file);
            owner.unwrap_or(0) == checklist
        });
        (items.collect(), tables.collect())
    }

    fn coverage_text(&self, coverage: &Coverage) -> String {
        let language = self.language();
        let mut text = String::new();
        for (number, checklist) in self.model.checklists.iter().enumerate() {
            let (items, tables) = self.of_checklist(coverage, number);
            if items.is_empty() {
                continue;
            }
            let (all, reached) = totals(&items, &tables);
            let open = items.iter().filter(|item| item.reached != item.can).count();
            let (of_items, id) = (items.len(), &checklist.id);
            let share = share(reached, all);
            text += &match language {
                Language::En => format!(
                    "{id}: tests reach {reached} of {all} verdicts and table rows ({share}); {} of {of_items} items wholly\n",
                    of_items - open
                ),
                Language::Zh => format!(
                    "{id}：测试触及 {all} 种结论和表行中的 {reached} 种（{share}）；{of_items} 个检查项中有 {} 个完全触及\n",
                    of_items - open
                ),
            };
            for item in items {
                text += &self.item_text(item, language);
            }
            for table in tables {
                text += &self.table_text(table, language);
            }
        }
        text
    }

    fn item_text(&self, covered: &ItemCoverage, language: Language) -> String {
        let missing = covered.can.difference(&covered.reached);
        let missing: Vec<&str> = missing.map(|verdict| verdict.words(language)).collect();
        if missing.is_empty() {
            return String::new();
        }
        let id = self
            .model
            .items
            .get(covered.item)
            .map_or("", |item| &item.id);
        let missing = missing.join(language.pick(", ", "、"));
        match (language, covered.tests) {
            (Language::En, 0) => format!("  {id}: no test; it can give {missing}\n"),
            (Language::En, _) => format!("  {id}: not reached: {missing}\n"),
            (Language::Zh, 0) => format!("  {id}：没有测试；可能的结论有 {missing}\n"),
            (Language::Zh, _) => format!("  {id}：未触及 {missing}\n"),
        }
    }

    fn table_text(&self, covered: &TableCoverage, language: Language) -> String {
        let missing = (0..covered.rows).filter(|row| !covered.reached.contains(row));
        let missing: Vec<String> = missing.map(|row| (row + 1).to_string()).collect();
        if missing.is_empty() {
            return String::new();
        }
        let name = self.model.tables.get(covered.table);
        let name = name.map_or("", |table| table.names.show(language));
        let missing = missing.join(language.pick(", ", "、"));
        match language {
            Language::En => format!("  table {name}: rows not taken: {missing}\n"),
            Language::Zh => format!("  表 {name}：未用到第 {missing} 行\n"),
        }
    }

    /// The checklists whose tests reach less than asked for.
    fn short_of(&self, min: Option<Number>) -> Vec<String> {
        let (Some(min), Some(coverage)) = (min, &self.coverage) else {
            return Vec::new();
        };
        let numbered = self.model.checklists.iter().enumerate();
        numbered
            .filter(|(number, _)| {
                let (items, tables) = self.of_checklist(coverage, *number);
                let (all, reached) = totals(&items, &tables);
                all > 0 && fraction(reached, all) < Some(min)
            })
            .map(|(_, checklist)| checklist.id.clone())
            .collect()
    }

    /// A case for every test, with an error for every expectation that does not hold.
    fn answer(&self) -> Answer {
        let case = |run: &TestRun| {
            let test = self.model.tests.get(run.test)?;
            let language = self.language.unwrap_or(test.language);
            let (file, line) = self.place(test.span);
            let mistake = |failure: &Failure| {
                let message = match language {
                    Language::En => format!("expected {}", failure.expected),
                    Language::Zh => format!("期望 {}", failure.expected),
                };
                let failed = Diagnostic::new(Code::TestFailed, language, failure.span, message);
                record(&failed.help(failure.came_out.join("\n")), &self.files)
            };
            Some(Case {
                file,
                name: test.title.get(language).to_owned(),
                line: Some(line),
                mistakes: run.failures.iter().map(mistake).collect(),
            })
        };
        Answer {
            command: "test",
            cases: self.runs.iter().filter_map(case).collect(),
            strict: false,
            done: true,
            language: self.language(),
        }
    }

    fn json(&self) -> Value {
        let tests: Vec<Value> = self.runs.iter().map(|run| self.test_json(run)).collect();
        let coverage = self.coverage.as_ref().map(|c| self.coverage_json(c));
        json!({
            "schema": "duban/tests/1",
            "tests": tests,
            "passed": self.runs.len() - self.failed(),
            "failed": self.failed(),
            "coverage": coverage,
        })
    }

    fn test_json(&self, run: &TestRun) -> Value {
        let test = self.model.tests.get(run.test);
        let (file, line) = test.map(|test| self.place(test.span)).unwrap_or_default();
        let title = test.map_or("", |test| {
            test.title.get(self.language.unwrap_or(test.language))
        });
        let failure = |failure: &Failure| {
            let (_, line) = self.place(failure.span);
            json!({
                "line": line,
                "item": failure.item,
                "expected": failure.expected,
                "came_out": failure.came_out,
            })
        };
        let failures: Vec<Value> = run.failures.iter().map(failure).collect();
        json!({
            "file": file,
            "line": line,
            "title": title,
            "passed": run.failures.is_empty(),
            "failures": failures,
        })
    }

    fn coverage_json(&self, coverage: &Coverage) -> Value {
        let codes = |verdicts: &std::collections::BTreeSet<crate::findings::Verdict>| {
            let codes = verdicts.iter().map(|verdict| verdict.code());
            codes.collect::<Vec<_>>()
        };
        let checklists: Vec<Value> = self
            .model
            .checklists
            .iter()
            .enumerate()
            .map(|(number, checklist)| {
                let (items, tables) = self.of_checklist(coverage, number);
                let (all, reached) = totals(&items, &tables);
                let item = |covered: &&ItemCoverage| {
                    let id = self.model.items.get(covered.item).map(|item| &item.id);
                    json!({
                        "id": id,
                        "tests": covered.tests,
                        "can_give": codes(&covered.can),
                        "reached": codes(&covered.reached),
                    })
                };
                let table = |covered: &&TableCoverage| {
                    let table = self.model.tables.get(covered.table);
                    let rows: Vec<usize> = covered.reached.iter().map(|row| row + 1).collect();
                    json!({
                        "name": table.map(|table| table.names.id()),
                        "rows": covered.rows,
                        "reached": rows,
                    })
                };
                json!({
                    "id": checklist.id,
                    "all": all,
                    "reached": reached,
                    "items": items.iter().map(item).collect::<Vec<_>>(),
                    "tables": tables.iter().map(table).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "checklists": checklists })
    }
}

/// A path as it was given, with `/`.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// How many verdicts and table rows there are, and how many of them are reached.
fn totals(items: &[&ItemCoverage], tables: &[&TableCoverage]) -> (usize, usize) {
    let all = items.iter().map(|item| item.can.len()).sum::<usize>()
        + tables.iter().map(|table| table.rows).sum::<usize>();
    let reached = items.iter().map(|item| item.reached.len()).sum::<usize>()
        + tables
            .iter()
            .map(|table| table.reached.len())
            .sum::<usize>();
    (all, reached)
}

fn fraction(part: usize, of: usize) -> Option<Number> {
    Number::fraction(i128::try_from(part).ok()?, i128::try_from(of).ok()?)
}

/// A share in percent, rounded down to one decimal so that 100 % is all.
fn share(part: usize, of: usize) -> String {
    let permille = part * 1000 / of.max(1);
    match permille % 10 {
        0 => format!("{}%", permille / 10),
        rest => format!("{}.{rest}%", permille / 10),
    }
}

fn percent(share: Number) -> String {
    let percent = share.times(Number::integer(100)).unwrap_or(share);
    format!("{percent}%")
}
