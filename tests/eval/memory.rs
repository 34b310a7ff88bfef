//! Tables in memory, and plans over them, for tests of the evaluation.

use std::io;

use duban::data::binding::{BoundColumn, BoundDataset, CellKind};
use duban::data::{Buffer, Chunk, DigestAlgorithm, FetchedRows, Layout, Problems, Source};
use duban::eval::{Evaluation, Hit, HitOutcome, Known, Options, evaluate};
use duban::findings::Counts;
use duban::plan::{
    Block, BlockPart, Constant, FrameId, FrameRows, KeyText, Node, NodeId, Plan, PlannedItem, Put,
    PutId, PutKind, ReadKind, SpaceId, Want,
};
use duban::syntax::ast::CompareOp;
use duban::types::{Date, Number};

/// A table whose rows come in chunks of a few rows.
pub(super) struct Memory {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    rows_in_chunk: usize,
}

impl Source for Memory {
    fn header(&self) -> &[String] {
        &self.header
    }

    fn encoding(&self) -> &str {
        "memory"
    }

    fn sheet(&self) -> Option<&str> {
        None
    }

    fn chunk_count(&self) -> usize {
        self.rows.len().div_ceil(self.rows_in_chunk).max(1)
    }

    fn read<'b>(&self, chunk: usize, buffer: &'b mut Buffer) -> io::Result<Chunk<'b>> {
        let from = (chunk * self.rows_in_chunk).min(self.rows.len());
        let to = (from + self.rows_in_chunk).min(self.rows.len());
        buffer.raw.clear();
        buffer.bounds.clear();
        for cell in self.rows[from..to].iter().flatten() {
            let start = buffer.raw.len() as u32;
            buffer.raw.extend_from_slice(cell.as_bytes());
            buffer.bounds.push((start, buffer.raw.len() as u32));
        }
        Ok(Chunk {
            rows: to - from,
            columns: self.header.len(),
            doubled_quotes: false,
            bytes: &buffer.raw,
            layout: Layout::Bounds(&buffer.bounds),
        })
    }

    fn rows_before(&self, chunk: usize) -> u64 {
        (chunk * self.rows_in_chunk).min(self.rows.len()) as u64
    }

    fn cells(&self, rows: &[u64], columns: &[usize]) -> io::Result<FetchedRows> {
        let mut found = FetchedRows::new(columns.len(), rows.len());
        for &row in rows {
            let text = |&column: &usize| self.rows[row as usize][column].as_str();
            found.push(row, row + 2, columns.iter().map(text));
        }
        Ok(found)
    }

    fn problems(&self) -> Problems {
        Vec::new()
    }

    fn digest(&self, _: DigestAlgorithm) -> io::Result<String> {
        Ok(String::new())
    }
}

/// A table as text: a header line, then rows, cells between `|`. A header is a name and a kind: `id:id`, `n:number`, `d:date`, `t:truth`, `x:text`.
#[derive(Clone)]
pub(super) struct Table {
    header: Vec<(String, CellKind)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(text: &str) -> Self {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let split = |line: &str| -> Vec<String> {
            line.split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        let header = split(lines.next().unwrap_or_default())
            .iter()
            .map(|cell| {
                let (name, kind) = cell.split_once(':').unwrap();
                let kind = match kind {
                    "id" => CellKind::Id,
                    "citizen" => CellKind::CitizenId,
                    "number" => CellKind::Number,
                    "date" => CellKind::Date(Vec::new()),
                    "truth" => CellKind::Truth(Vec::new(), Vec::new()),
                    "set" => CellKind::OneOf(vec![vec!["a".to_owned()], vec!["b".to_owned()]]),
                    _ => CellKind::Text,
                };
                (name.to_owned(), kind)
            })
            .collect();
        let rows = lines.map(split).collect();
        Self { header, rows }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn bound(&self, rows_in_chunk: usize) -> BoundDataset {
        let columns = self
            .header
            .iter()
            .enumerate()
            .map(|(index, (name, kind))| BoundColumn {
                index: (name != "missing").then_some(index),
                kind: kind.clone(),
                unit: duban::data::binding::Unit::Unsaid,
                placeholders: vec!["-".to_owned()],
                range: (name == "ranged").then(|| (Number::integer(0), Number::integer(10))),
            })
            .collect();
        BoundDataset {
            source: Some(Box::new(Memory {
                header: self.header.iter().map(|(name, _)| name.clone()).collect(),
                rows: self.rows.clone(),
                rows_in_chunk,
            })),
            is_partial: false,
            columns,
        }
    }
}

/// A plan over tables.
#[derive(Default)]
pub(super) struct Work {
    pub(super) plan: Plan,
    pub(super) tables: Vec<Table>,
}

impl Work {
    pub(super) fn new(tables: &[&str]) -> Self {
        Self {
            plan: Plan::default(),
            tables: tables.iter().map(|text| Table::new(text)).collect(),
        }
    }

    pub(super) fn frame(&mut self, table: usize) -> FrameId {
        self.plan.frame(FrameRows::Dataset(table))
    }

    pub(super) fn node(&mut self, frame: FrameId, node: Node) -> NodeId {
        self.plan.node(frame, node)
    }

    fn at(&self, table: usize, name: &str) -> usize {
        let header = &self.tables[table].header;
        header.iter().position(|(other, _)| other == name).unwrap()
    }

    pub(super) fn column(&mut self, table: usize, name: &str, want: Want) -> NodeId {
        let column = self.at(table, name);
        let frame = self.frame(table);
        self.node(frame, Node::Column(column, want))
    }

    pub(super) fn key(&mut self, table: usize, name: &str, space: &str) -> (SpaceId, NodeId) {
        let space = self.plan.space(space, 1);
        let text = match self.tables[table].header[self.at(table, name)].1 {
            CellKind::CitizenId => KeyText::CitizenId,
            _ => KeyText::Plain,
        };
        let want = Want::Key { space, text };
        (space, self.column(table, name, want))
    }

    pub(super) fn number(&mut self, table: usize, name: &str) -> NodeId {
        self.column(table, name, Want::Number { percent: false })
    }

    pub(super) fn truth(&mut self, table: usize, name: &str) -> NodeId {
        self.column(table, name, Want::Truth)
    }

    pub(super) fn day(&mut self, table: usize, name: &str) -> NodeId {
        self.column(table, name, Want::Days)
    }

    pub(super) fn text(&mut self, table: usize, name: &str) -> NodeId {
        self.column(table, name, Want::Text)
    }

    pub(super) fn constant(&mut self, frame: FrameId, text: &str) -> NodeId {
        let constant = match (Number::parse(text), Date::parse(text)) {
            (Some(number), _) => Constant::Number(number),
            (_, Some(date)) => Constant::Days(date.0),
            _ => Constant::Text(text.to_owned()),
        };
        self.node(frame, Node::Constant(constant))
    }

    pub(super) fn compare(
        &mut self,
        frame: FrameId,
        a: NodeId,
        op: CompareOp,
        b: NodeId,
    ) -> NodeId {
        self.node(frame, Node::Compare(a, op, b))
    }

    pub(super) fn put(
        &mut self,
        table: usize,
        key: Option<(SpaceId, NodeId)>,
        filter: Option<NodeId>,
        kind: PutKind,
    ) -> PutId {
        let frame = self.frame(table);
        self.plan.put(Put {
            frame,
            key,
            filter,
            kind,
        })
    }

    pub(super) fn read(
        &mut self,
        frame: FrameId,
        key: Option<NodeId>,
        put: PutId,
        kind: ReadKind,
    ) -> NodeId {
        self.node(
            frame,
            Node::Read {
                key,
                put,
                kind,
                undecided_members: false,
                also: None,
            },
        )
    }

    /// An item that requires a node.
    pub(super) fn item(&mut self, frame: FrameId, must: NodeId) -> usize {
        self.block(Block {
            frame,
            member: None,
            applies: None,
            excused: None,
            parts: vec![BlockPart::of(0, must)],
        })
    }

    pub(super) fn block(&mut self, block: Block) -> usize {
        let item = self.plan.items.len();
        self.plan.items.push(PlannedItem {
            item,
            blocks: vec![block],
            stopped_by: Vec::new(),
        });
        item
    }

    pub(super) fn datasets(&self, rows_in_chunk: usize) -> Vec<BoundDataset> {
        let bound = |table: &Table| table.bound(rows_in_chunk);
        self.tables.iter().map(bound).collect()
    }

    /// Evaluates with two rows a chunk and two threads.
    pub(super) fn run<T>(&self, look: impl FnOnce(&Evaluation<'_>) -> T) -> T {
        self.run_with(2, 2, look)
    }

    pub(super) fn run_with<T>(
        &self,
        threads: usize,
        rows_in_chunk: usize,
        look: impl FnOnce(&Evaluation<'_>) -> T,
    ) -> T {
        let datasets = self.datasets(rows_in_chunk);
        let evaluation = evaluate(
            &self.plan,
            &datasets,
            &Options {
                threads,
                partners: threads > 1,
            },
        )
        .unwrap();
        look(&evaluation)
    }

    /// The values of a node in all rows of a table, as text; `?` for unknown.
    pub(super) fn values(&self, frame: FrameId, node: NodeId) -> Vec<String> {
        self.run(|evaluation| {
            let rows: Vec<u64> = (0..evaluation.rows(frame)).collect();
            let explained = evaluation.explain(frame, &rows).unwrap();
            (0..rows.len())
                .map(|row| show(explained.value(node, row)))
                .collect()
        })
    }

    /// The verdict of a truth in every row, from the hits of an item: `+`, `-` or `?`.
    pub(super) fn verdicts(&self, item: usize) -> String {
        let frame = self.plan.items[item].blocks[0].frame;
        self.run(|evaluation| {
            let mut signs = vec!['+'; evaluation.rows(frame) as usize];
            for hit in evaluation.hits(item, 0) {
                signs[hit.row as usize] = sign(hit);
            }
            signs.into_iter().collect()
        })
    }

    pub(super) fn counts(&self, item: usize) -> Counts {
        self.run(|evaluation| evaluation.counts(item))
    }
}

pub(super) fn sign(hit: Hit) -> char {
    match hit.outcome {
        HitOutcome::NotMet => '-',
        HitOutcome::CannotTell => '?',
        HitOutcome::Awaiting => '…',
    }
}

pub(super) fn show(value: Option<Known>) -> String {
    match value {
        None => "?".to_owned(),
        Some(Known::Truth(truth)) => truth.to_string(),
        Some(Known::Days(days)) => Date(days).to_string(),
        Some(Known::Number(low, high)) if low == high => low.to_string(),
        Some(Known::Number(low, high)) => format!("{low}..{high}"),
        Some(Known::Code(code)) => code.map_or("other".to_owned(), |code| format!("#{code}")),
        Some(Known::Text(text)) => text,
        Some(Known::Key(_, parts)) => parts.join("|"),
        Some(Known::Digest(digest)) => format!("{digest:x}"),
    }
}
