//! The reference work: checks over the tables of a generated province, evaluated from hand-made plans.
//!
//! `DUBAN_PERF_DATA=folder cargo bench --bench reference` measures; `DUBAN_PERF_CHECKS=C07,C08` chooses checks, `DUBAN_PERF_THREADS=1` threads,
//! `DUBAN_PERF_RUNS=5` runs, `DUBAN_PERF_EXTRA=10` adds so many further checks that share nothing but columns, and `DUBAN_PERF_ROWS=folder`
//! writes the rows (from 1) that each check finds.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use duban::data::binding::{BoundColumn, BoundDataset, CellKind};
use duban::data::{OpenOptions, formats};
use duban::eval::{HitOutcome, Options, evaluate};
use duban::plan::{
    Block, BlockPart, Constant, FrameId, FrameRows, LookupCondition, LookupTable, Node, NodeId,
    Plan, PlannedItem, Put, PutKind, ReadKind, SpaceId, ValueKind, Want,
};
use duban::syntax::ast::{ArithmeticOp, CompareOp};
use duban::types::{Date, Number};

/// The checks that the first landing is measured by.
const CHECKS: &str = "C07,C08,C09,C10,C12,C13,C15,C17,C18,C21,C22,C23,C24,C25,C26";

struct Table {
    name: &'static str,
    columns: Vec<(&'static str, CellKind)>,
}

#[derive(Default)]
struct Work {
    plan: Plan,
    tables: Vec<Table>,
    names: Vec<String>,
}

impl Work {
    fn frame(&mut self, table: &'static str) -> FrameId {
        let at = match self.tables.iter().position(|t| t.name == table) {
            Some(at) => at,
            None => {
                self.tables.push(Table {
                    name: table,
                    columns: Vec::new(),
                });
                self.tables.len() - 1
            }
        };
        self.plan.frame(FrameRows::Dataset(at))
    }

    fn node(&mut self, frame: FrameId, node: Node) -> NodeId {
        self.plan.node(frame, node)
    }

    fn column(
        &mut self,
        table: &'static str,
        name: &'static str,
        kind: CellKind,
        want: Want,
    ) -> NodeId {
        let frame = self.frame(table);
        let FrameRows::Dataset(at) = self.plan.frames[frame.0].rows else {
            return NodeId(0);
        };
        let columns = &mut self.tables[at].columns;
        let column = match columns.iter().position(|(other, _)| *other == name) {
            Some(column) => column,
            None => {
                columns.push((name, kind));
                columns.len() - 1
            }
        };
        self.node(frame, Node::Column(column, want))
    }

    fn key(&mut self, table: &'static str, name: &'static str, space: &str) -> (SpaceId, NodeId) {
        let space = self.plan.space(space, 1);
        let citizen_id = name == "person_id";
        let kind = if citizen_id {
            CellKind::CitizenId
        } else {
            CellKind::Id
        };
        (
            space,
            self.column(table, name, kind, Want::Key { space, citizen_id }),
        )
    }

    fn person(&mut self, table: &'static str) -> (SpaceId, NodeId) {
        self.key(table, "person_id", "person")
    }

    fn is(
        &mut self,
        table: &'static str,
        name: &'static str,
        words: &[&str],
        wanted: &[u32],
    ) -> NodeId {
        let words = words.iter().map(|word| vec![(*word).to_owned()]).collect();
        let want = Want::Code {
            words,
            closed: false,
        };
        let column = self.column(table, name, CellKind::Text, want);
        let wanted = wanted.iter().map(|&code| Constant::Code(code)).collect();
        let frame = self.frame(table);
        self.node(frame, Node::OneOf(column, wanted))
    }

    fn status(&mut self, table: &'static str, wanted: &[u32]) -> NodeId {
        self.is(table, "status", &["在籍", "休学", "辍学", "在办"], wanted)
    }

    fn flag(&mut self, table: &'static str, name: &'static str, yes: bool) -> NodeId {
        self.is(table, name, &["是", "否"], &[u32::from(!yes)])
    }

    fn put(
        &mut self,
        table: &'static str,
        key: (SpaceId, NodeId),
        filter: Option<NodeId>,
        kind: PutKind,
    ) -> duban::plan::PutId {
        let frame = self.frame(table);
        self.plan.put(Put {
            frame,
            key: Some(key),
            filter,
            kind,
        })
    }

    /// Whether rows of another table exist under a key; an unknown key counts as no.
    fn exists(
        &mut self,
        table: &'static str,
        key: NodeId,
        of: &'static str,
        of_key: (SpaceId, NodeId),
        filter: Option<NodeId>,
    ) -> NodeId {
        let put = self.put(of, of_key, filter, PutKind::Count(1));
        let frame = self.frame(table);
        let read = self.node(
            frame,
            Node::Read {
                key: Some(key),
                put,
                kind: ReadKind::CountIs(CompareOp::AtLeast, 1),
                undecided_members: false,
            },
        );
        self.or_false(frame, read)
    }

    fn or_false(&mut self, frame: FrameId, node: NodeId) -> NodeId {
        let known = self.node(frame, Node::IsKnown(node));
        self.node(frame, Node::And(vec![node, known]))
    }

    fn not(&mut self, table: &'static str, node: NodeId) -> NodeId {
        let frame = self.frame(table);
        self.node(frame, Node::Not(node))
    }

    fn and(&mut self, table: &'static str, nodes: &[NodeId]) -> NodeId {
        let frame = self.frame(table);
        self.node(frame, Node::And(nodes.to_vec()))
    }

    fn or(&mut self, table: &'static str, nodes: &[NodeId]) -> NodeId {
        let frame = self.frame(table);
        self.node(frame, Node::Or(nodes.to_vec()))
    }

    fn day(&mut self, table: &'static str, name: &'static str) -> NodeId {
        self.column(table, name, CellKind::Date(Vec::new()), Want::Days)
    }

    fn compare(&mut self, table: &'static str, a: NodeId, op: CompareOp, b: NodeId) -> NodeId {
        let frame = self.frame(table);
        self.node(frame, Node::Compare(a, op, b))
    }

    fn constant(&mut self, table: &'static str, constant: Constant) -> NodeId {
        let frame = self.frame(table);
        self.node(frame, Node::Constant(constant))
    }

    fn date(&mut self, table: &'static str, text: &str) -> NodeId {
        let days = Date::parse(text).map_or(0, |date| date.0);
        self.constant(table, Constant::Days(days))
    }

    fn item(&mut self, name: &str, table: &'static str, applies: Option<NodeId>, must: NodeId) {
        let frame = self.frame(table);
        self.names.push(name.to_owned());
        self.plan.items.push(PlannedItem {
            item: self.plan.items.len(),
            blocks: vec![Block {
                frame,
                member: None,
                applies,
                excused: None,
                parts: vec![BlockPart { part: 0, must }],
            }],
            stopped_by: Vec::new(),
        });
    }

    /// No partner row of the same person holds another value.
    fn same_as_partner(&mut self, name: &str, column: &'static str, kind: CellKind, want: Want) {
        let key = self.person("students");
        let of_key = self.person("roster");
        let here = self.column("students", column, kind.clone(), want.clone());
        let there = self.column("roster", column, kind, want);
        let put = self.put("roster", of_key, None, PutKind::Link);
        let students = self.frame("students");
        let gathered = self.node(
            students,
            Node::Read {
                key: Some(key.1),
                put,
                kind: ReadKind::Gather {
                    value: there,
                    agreed: true,
                },
                undecided_members: false,
            },
        );
        let must = self.compare("students", here, CompareOp::Equal, gathered);
        let has = self.node(students, Node::IsKnown(gathered));
        self.item(name, "students", Some(has), must);
    }

    fn add(&mut self, check: &str) {
        match check {
            "C07" => {
                let (k, rk) = (self.person("students"), self.person("roster"));
                let must = self.exists("students", k.1, "roster", rk, None);
                let applies = self.status("students", &[0]);
                self.item(check, "students", Some(applies), must);
            }
            "C08" => {
                let (k, rk) = (self.person("students"), self.person("roster"));
                let must = self.exists("roster", rk.1, "students", k, None);
                self.item(check, "roster", None, must);
            }
            "C09" => {
                let space = self.plan.space("school", 1);
                let want = Want::Key {
                    space,
                    citizen_id: false,
                };
                self.same_as_partner(check, "school_code", CellKind::Id, want);
            }
            "C10" => {
                let want = Want::Number { percent: false };
                self.same_as_partner(check, "grade", CellKind::Integer, want);
            }
            "C12" => {
                let k = self.person("households");
                let born = self.day("households", "birth_date");
                let listed = self.status("households", &[0]);
                let from = self.date("households", "2010-09-01");
                let to = self.date("households", "2019-08-31");
                let x = self.compare("households", born, CompareOp::AtLeast, from);
                let y = self.compare("households", born, CompareOp::AtMost, to);
                let applies = self.and("households", &[listed, x, y]);
                let sk = self.person("students");
                let must = self.exists("households", k.1, "students", sk, None);
                self.item(check, "households", Some(applies), must);
            }
            "C13" => {
                let (k, pk) = (self.person("students"), self.person("persuasion"));
                let named = self.column("persuasion", "persuader", CellKind::Text, Want::Given);
                let must = self.exists("students", k.1, "persuasion", pk, Some(named));
                let applies = self.status("students", &[2]);
                self.item(check, "students", Some(applies), must);
            }
            "C14" => {
                let t = "persuasion";
                let (d, q, r) = (
                    self.day(t, "dropped_on"),
                    self.day(t, "persuaded_on"),
                    self.day(t, "returned_on"),
                );
                let a = self.compare(t, q, CompareOp::AtLeast, d);
                let frame = self.frame(t);
                let days = self.node(frame, Node::Arithmetic(q, ArithmeticOp::Minus, d));
                let thirty = self.constant(t, Constant::Number(Number::integer(30)));
                let b = self.compare(t, days, CompareOp::AtMost, thirty);
                let c = self.compare(t, r, CompareOp::AtLeast, q);
                let kind = CellKind::Date(Vec::new());
                let given = self.column(t, "returned_on", kind, Want::Given);
                let open = self.not(t, given);
                let c = self.or(t, &[open, c]);
                let must = self.and(t, &[a, b, c]);
                self.item(check, t, None, must);
            }
            "C15" => {
                let (k, rk) = (self.person("persuasion"), self.person("roster"));
                let applies = self.is("persuasion", "result", &["已返校"], &[0]);
                let must = self.exists("persuasion", k.1, "roster", rk, None);
                self.item(check, "persuasion", Some(applies), must);
            }
            "C16" => self.decision_table(check),
            "C17" => {
                let (k, sk) = (self.person("aid"), self.person("students"));
                let listed = self.status("students", &[0]);
                let must = self.exists("aid", k.1, "students", sk, Some(listed));
                self.item(check, "aid", None, must);
            }
            "C18" => {
                let (k, rk, ak) = (
                    self.person("poverty"),
                    self.person("roster"),
                    self.person("aid"),
                );
                let boards = self.flag("roster", "boarding", true);
                let applies = self.exists("poverty", k.1, "roster", rk, Some(boards));
                let semester = self.is("aid", "semester", &["2025秋"], &[0]);
                let item = self.is("aid", "item", &["寄宿生生活补助"], &[0]);
                let paid = self.and("aid", &[semester, item]);
                let must = self.exists("poverty", k.1, "aid", ak, Some(paid));
                self.item(check, "poverty", Some(applies), must);
            }
            "C21" => {
                let (k, sk) = (
                    self.key("students", "school_code", "school"),
                    self.key("schools", "school_code", "school"),
                );
                let must = self.exists("students", k.1, "schools", sk, None);
                self.item(check, "students", None, must);
            }
            "C22" => {
                let (k, tk) = (
                    self.key("roster", "teacher_no", "teacher"),
                    self.key("teachers", "teacher_no", "teacher"),
                );
                let must = self.exists("roster", k.1, "teachers", tk, None);
                self.item(check, "roster", None, must);
            }
            "C23" => {
                let (k, sk) = (
                    self.key("teachers", "school_code", "school"),
                    self.key("schools", "school_code", "school"),
                );
                let open = self.status("schools", &[3]);
                let must = self.exists("teachers", k.1, "schools", sk, Some(open));
                self.item(check, "teachers", None, must);
            }
            "C24" => {
                let (k, sk) = (self.person("disability"), self.person("students"));
                let no = self.flag("students", "disability_flag", false);
                let found = self.exists("disability", k.1, "students", sk, Some(no));
                let must = self.not("disability", found);
                self.item(check, "disability", None, must);
            }
            "C25" => {
                let (k, dk) = (self.person("students"), self.person("disability"));
                let applies = self.flag("students", "disability_flag", true);
                let must = self.exists("students", k.1, "disability", dk, None);
                self.item(check, "students", Some(applies), must);
            }
            "C26" => {
                let (k, pk) = (self.person("students"), self.person("poverty"));
                let (yes, no) = (
                    self.flag("students", "poverty_flag", true),
                    self.flag("students", "poverty_flag", false),
                );
                let listed = self.exists("students", k.1, "poverty", pk, None);
                let unlisted = self.not("students", listed);
                let a = self.and("students", &[yes, unlisted]);
                let b = self.and("students", &[no, listed]);
                let wrong = self.or("students", &[a, b]);
                let must = self.not("students", wrong);
                self.item(check, "students", None, must);
            }
            other => eprintln!("{other} is not among the checks"),
        }
    }

    fn decision_table(&mut self, check: &str) {
        let items = ["寄宿生生活补助", "非寄宿困难生补助", "营养改善"];
        let (stages, tiers) = (["小学", "初中"], ["一档", "二档"]);
        let amounts = [
            [62500, 50000, 75000, 62500],
            [31250, 25000, 37500, 31250],
            [50000; 4],
        ];
        let mut rows = Vec::new();
        for (item, amounts) in (0u32..).zip(amounts) {
            for (at, amount) in (0u32..).zip(amounts) {
                let codes = [item, at / 2, at % 2];
                let conditions =
                    codes.map(|code| LookupCondition::OneOf(vec![Constant::Code(code)]));
                let amount = Number::decimal(amount, 2).unwrap_or(Number::ZERO);
                rows.push((conditions.to_vec(), Constant::Number(amount)));
            }
        }
        self.plan.lookups.push(LookupTable {
            kind: ValueKind::Number,
            rows,
        });
        let table = self.plan.lookups.len() - 1;
        let frame = self.frame("aid");
        let mut arguments = Vec::new();
        for (name, words) in [
            ("item", &items[..]),
            ("stage", &stages[..]),
            ("tier", &tiers[..]),
        ] {
            let words = words.iter().map(|word| vec![(*word).to_owned()]).collect();
            let want = Want::Code {
                words,
                closed: false,
            };
            arguments.push(self.column("aid", name, CellKind::Text, want));
        }
        let due = self.node(frame, Node::Lookup(table, arguments));
        let want = Want::Number { percent: false };
        let amount = self.column("aid", "amount", CellKind::Money, want);
        let equal = self.compare("aid", amount, CompareOp::Equal, due);
        let must = self.or_false(frame, equal);
        self.item(check, "aid", None, must);
    }

    /// One more existence in another table, with a filter of its own.
    fn further(&mut self, number: i64) {
        let (k, rk) = (self.person("students"), self.person("roster"));
        let want = Want::Number { percent: false };
        let grade = self.column("roster", "grade", CellKind::Integer, want);
        let wanted = self.constant("roster", Constant::Number(Number::integer(number)));
        let filter = self.compare("roster", grade, CompareOp::Equal, wanted);
        let found = self.exists("students", k.1, "roster", rk, Some(filter));
        let must = self.not("students", found);
        self.item(&format!("X_{number}"), "students", None, must);
    }

    fn datasets(&self, folder: &Path) -> Vec<BoundDataset> {
        self.tables
            .iter()
            .map(|table| {
                let path = folder.join(format!("{}.csv", table.name));
                let source = formats::open(&path, &OpenOptions::default()).ok();
                let header: Vec<String> = source
                    .as_ref()
                    .map(|s| s.header().to_vec())
                    .unwrap_or_default();
                let columns = table
                    .columns
                    .iter()
                    .map(|(name, kind)| BoundColumn {
                        index: header.iter().position(|text| text == name),
                        kind: kind.clone(),
                        placeholders: ["无", "待定", "/", "-"].map(str::to_owned).to_vec(),
                        range: None,
                    })
                    .collect();
                BoundDataset { source, columns }
            })
            .collect()
    }
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn main() -> std::io::Result<()> {
    let Some(folder) = setting("DUBAN_PERF_DATA") else {
        println!("DUBAN_PERF_DATA names the folder of the tables; nothing was measured");
        return Ok(());
    };
    let number = |name: &str, default: usize| {
        setting(name)
            .and_then(|v| v.parse().ok())
            .unwrap_or(default)
    };
    let runs = number("DUBAN_PERF_RUNS", 5);
    let checks = setting("DUBAN_PERF_CHECKS").unwrap_or_else(|| CHECKS.to_owned());
    let options = Options {
        threads: number("DUBAN_PERF_THREADS", 0),
    };
    let mut times = Vec::new();
    for run in 0..runs {
        let begin = Instant::now();
        let mut work = Work::default();
        for check in checks.split(',') {
            work.add(check);
        }
        for extra in 0..number("DUBAN_PERF_EXTRA", 0) {
            work.further(i64::try_from(extra).unwrap_or(0));
        }
        let datasets = work.datasets(Path::new(&folder));
        let evaluation = evaluate(&work.plan, &datasets, &options)?;
        let mut findings = 0;
        for (item, name) in work.names.iter().enumerate() {
            let mut rows = Vec::new();
            for hit in evaluation.hits(item, 0) {
                if hit.outcome == HitOutcome::NotMet {
                    rows.push(hit.row + 1);
                }
            }
            findings += rows.len();
            if run == 0 {
                let counts = evaluation.counts(item);
                println!(
                    "{name}: {} subjects, {} met, {} not met, {} cannot tell, {} not applicable",
                    counts.subjects,
                    counts.met,
                    counts.not_met,
                    counts.cannot_tell,
                    counts.not_applicable
                );
                if let Some(folder) = setting("DUBAN_PERF_ROWS") {
                    let mut file =
                        std::fs::File::create(Path::new(&folder).join(format!("{name}.txt")))?;
                    for row in rows {
                        writeln!(file, "{row}")?;
                    }
                }
            }
        }
        let seconds = begin.elapsed().as_secs_f64();
        times.push(seconds);
        println!("run {run}: {seconds:.4} s, {findings} rows");
    }
    times.sort_by(f64::total_cmp);
    println!(
        "median {:.4} s, least {:.4} s",
        times[times.len() / 2],
        times[0]
    );
    Ok(())
}
