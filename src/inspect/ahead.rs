//! The rows that many findings rest on, read from each file at once before these findings are made.
//!
//! Findings come by item, and each item goes through its tables anew. What is read here for the findings of many items is read in one go.

use super::Inspection;
use super::batch::{self, Keys};
use super::draft::MOST_PARTNER_ROWS;
use super::evidence;
use super::stream::{Hits, Numbered, Piece};
use crate::plan::{Node, NodeId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;

/// Findings whose rows are read together.
pub(super) const TOGETHER: usize = 1 << 18;

/// Rows of datasets, by dataset.
type Rows = BTreeMap<usize, Vec<u64>>;

impl Inspection<'_> {
    /// Has the rows that some pieces (`are_all`: all of the run) rest on at hand, and no others: none where there is one piece, which reads
    /// its own. Rows that are not foreseen are read when they are asked for.
    pub(super) fn fetch_ahead(&self, pieces: &VecDeque<Numbered>, are_all: bool) -> io::Result<()> {
        self.evaluation.let_go();
        let read = |(_, piece): &&Numbered| matches!(piece, Piece::Hits(_));
        if pieces.iter().filter(read).count() < 2 {
            return Ok(());
        }
        let mut blocks: BTreeMap<(usize, usize), Vec<u64>> = BTreeMap::new();
        for (item, piece) in pieces {
            if let Piece::Hits(Hits { block, hits, .. }) = piece {
                let rows = blocks.entry((*item, *block)).or_default();
                rows.extend(hits.iter().map(|hit| hit.row));
            }
        }
        let plan = &self.lowered.plan;
        let mut columns: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        // Rows that say by which keys they look for rows of other tables are read before these; all others are read with these.
        let (mut asked, mut others) = (Rows::new(), Rows::new());
        for (&(item, block), rows) in &mut blocks {
            rows.sort_unstable();
            rows.dedup();
            self.columns_ahead((item, block), &mut columns);
            let frame = plan.items[item].blocks[block].frame;
            if let Some(dataset) = batch::dataset_of(self, frame) {
                let rows_of = match batch::asks_rows(self, (item, block)) {
                    true => &mut asked,
                    false => &mut others,
                };
                rows_of.entry(dataset).or_default().extend(rows.iter());
            }
        }
        for (dataset, columns) in &mut columns {
            columns.extend(self.columns_shown(*dataset));
        }
        self.fetch(asked, &columns)?;
        let partners = match are_all {
            true => self.partners()?.all_keys(),
            false => self.keys_ahead(blocks)?,
        };
        self.partners_ahead(partners, &mut others)?;
        self.fetch(others, &columns)
    }

    /// The columns of each dataset that findings of a block are made from.
    fn columns_ahead(
        &self,
        (item, block): (usize, usize),
        columns: &mut BTreeMap<usize, BTreeSet<usize>>,
    ) {
        let plan = &self.lowered.plan;
        let frame = plan.items[item].blocks[block].frame;
        let nodes = &plan.frames[frame.0].nodes;
        let mut open = batch::nodes_shown(self, item, block);
        let mut seen: BTreeSet<NodeId> = BTreeSet::new();
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            open.extend(nodes[node.0].arguments());
            if let (Node::Column(column, _), Some(dataset)) =
                (&nodes[node.0], batch::dataset_of(self, frame))
            {
                columns.entry(dataset).or_default().insert(*column);
            }
            for (_, put) in nodes[node.0].puts_read() {
                if let Some(dataset) = batch::dataset_of(self, plan.puts[put.0].frame) {
                    let read = evidence::put_columns(plan, put, Some(&nodes[node.0]));
                    columns.entry(dataset).or_default().extend(read);
                }
            }
        }
        for source in self.sources_of(item, block) {
            if let Some(dataset) = batch::dataset_of(self, source.frame) {
                let own = columns.entry(dataset).or_default();
                evidence::columns_below(plan, source.frame, source.key, own);
                let read = evidence::put_columns(plan, source.link, None);
                own.extend(read);
            }
        }
    }

    /// The keys by which rows of some blocks look for rows of other tables.
    fn keys_ahead(&self, blocks: BTreeMap<(usize, usize), Vec<u64>>) -> io::Result<Keys> {
        let mut wanted = Keys::new();
        let mut asking = VecDeque::new();
        for (place, rows) in blocks {
            batch::ask(self, place, &rows, &mut wanted, &mut asking);
        }
        batch::add_keys_asked(self, asking, &mut wanted)?;
        Ok(wanted)
    }

    /// Adds the rows under some keys, as many of each as are shown.
    fn partners_ahead(&self, wanted: Keys, found: &mut Rows) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let partners = self.partners()?;
        // Keys with very many rows must not fill the memory.
        let mut left = TOGETHER;
        for (put, keys) in wanted {
            let Some(dataset) = batch::dataset_of(self, plan.puts[put.0].frame) else {
                continue;
            };
            let rows = found.entry(dataset).or_default();
            for key in keys.into_keys() {
                let of_key = partners.rows(put, key);
                let shown = of_key.len().min(MOST_PARTNER_ROWS).min(left);
                left -= shown;
                rows.extend(of_key.iter().take(shown).map(|row| row.row));
            }
        }
        Ok(())
    }

    /// Reads rows that are not at hand yet.
    fn fetch(&self, rows: Rows, columns: &BTreeMap<usize, BTreeSet<usize>>) -> io::Result<()> {
        let mut wanted = Vec::new();
        for (dataset, mut rows) in rows {
            rows.sort_unstable();
            rows.dedup();
            self.evaluation.not_at_hand(dataset, &mut rows);
            let bound = &self.request.datasets[dataset].columns;
            let columns = columns.get(&dataset).into_iter().flatten();
            let mut columns: Vec<usize> = columns
                .filter_map(|&column| bound.get(column)?.index)
                .collect();
            columns.sort_unstable();
            columns.dedup();
            wanted.push((dataset, rows, columns));
        }
        self.evaluation.fetch_ahead(wanted)
    }
}
