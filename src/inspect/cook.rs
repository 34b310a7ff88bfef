//! One finding at a time: message, cells, places and reasons are made from the row that the engine left.

use super::batch::{self, BATCH, Cells, Partners};
use super::evidence;
use super::{Inspection, head, message};
use crate::eval::{Explained, Hit, HitOutcome};
use crate::findings::identity::{Identity, Twin};
use crate::findings::{
    CellRun, Finding, FindingOutcome, ItemOutcome, ReasonRun, Searched, ShownValue, Subject,
};
use crate::model::{Check, Item, PartKind, SubjectKind};
use crate::plan::{FrameId, FrameRows, Node, NodeId, PutId, PutKind};
use crate::source::Location;
use crate::types::{Language, Reason, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The most cells' rows shown of another table for one subject.
const MOST_PARTNER_ROWS: usize = 20;
/// The most rows of a group that are looked through for those against.
const MOST_GROUP_ROWS: usize = 5000;

/// Rows of a dataset that a finding rests on, with the columns to show.
struct Shown {
    dataset: usize,
    rows: Vec<u64>,
    columns: BTreeSet<usize>,
}

/// A place that was searched.
struct Search {
    dataset: usize,
    key: Vec<(String, String)>,
    rows: u64,
}

/// What a finding is made from, before cells are fetched.
struct Draft {
    hit: Hit,
    at: usize,
    own: Option<Shown>,
    others: Vec<Shown>,
    searched: Vec<Search>,
}

/// How often a row of the same item, key and cells was seen: its ordinal.
type Ordinals = BTreeMap<[u8; 32], u64>;

impl Inspection<'_> {
    fn language(&self) -> Language {
        self.request.language
    }

    fn partners(&self) -> io::Result<&Partners> {
        if let Some(found) = self.partners.get() {
            return Ok(found);
        }
        let found = batch::partners(self)?;
        Ok(self.partners.get_or_init(|| found))
    }

    /// Calls `each` with the findings of one item.
    pub(super) fn visit_item(
        &self,
        at: usize,
        each: &mut dyn FnMut(&Finding) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut left = self.request.max_findings.unwrap_or(u64::MAX);
        if self.is_stopped(at) && left > 0 {
            left -= 1;
            each(&self.stopped_finding(at))?;
        }
        let mut ordinals = Ordinals::new();
        for number in 0..self.lowered.plan.items[at].blocks.len() {
            let mut hits = self.findings_of(at, number);
            self.order(at, number, &mut hits)?;
            hits.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= hits.len() as u64;
            for batch in hits.chunks(BATCH) {
                self.cook_batch((at, number), batch, &mut ordinals, each)?;
            }
        }
        Ok(())
    }

    /// Rows are in order already. Keys come by first appearance over the sources as written, groups of columns by their texts.
    fn order(&self, at: usize, number: usize, hits: &mut [Hit]) -> io::Result<()> {
        let planned = &self.lowered.plan.items[at];
        let FrameRows::Space(space) = self.lowered.plan.frames[planned.blocks[number].frame.0].rows
        else {
            return Ok(());
        };
        if matches!(self.model().items[planned.item].check, Check::Groups(_)) {
            hits.sort_by_cached_key(|hit| {
                (self.evaluation.key_text(space, key(hit.row)), hit.part)
            });
            return Ok(());
        }
        let partners = self.partners()?;
        let sources = &self.lowered.nodes[at].sources;
        hits.sort_by_cached_key(|hit| {
            let first = sources.iter().enumerate().find_map(|(number, source)| {
                let row = partners.rows(source.link, key(hit.row)).first()?;
                Some((number, row.1))
            });
            (first, hit.part)
        });
        Ok(())
    }

    fn cook_batch(
        &self,
        place: (usize, usize),
        hits: &[Hit],
        ordinals: &mut Ordinals,
        each: &mut dyn FnMut(&Finding) -> io::Result<()>,
    ) -> io::Result<()> {
        let frame = self.lowered.plan.items[place.0].blocks[place.1].frame;
        let mut rows: Vec<u64> = hits.iter().map(|hit| hit.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let explained = self.evaluation.explain(frame, &rows)?;
        let mut drafts = Vec::with_capacity(hits.len());
        for &hit in hits {
            let at = rows.partition_point(|&row| row < hit.row);
            drafts.push(self.draft(place, hit, (&explained, at))?);
        }
        let mut wanted: BTreeMap<usize, (BTreeSet<u64>, BTreeSet<usize>)> = BTreeMap::new();
        for draft in &drafts {
            for shown in draft.own.iter().chain(&draft.others) {
                let (rows, columns) = wanted.entry(shown.dataset).or_default();
                rows.extend(&shown.rows);
                columns.extend(&shown.columns);
                columns.extend(self.places().columns(self.model(), shown.dataset));
            }
        }
        let mut cells = BTreeMap::new();
        for (dataset, (rows, columns)) in &wanted {
            cells.insert(*dataset, batch::cells(self, *dataset, rows, columns)?);
        }
        for draft in drafts {
            each(&self.finish(place, draft, &explained, &cells, ordinals))?;
        }
        Ok(())
    }

    fn draft(
        &self,
        place: (usize, usize),
        hit: Hit,
        (explained, at): (&Explained, usize),
    ) -> io::Result<Draft> {
        let plan = &self.lowered.plan;
        let frame = plan.items[place.0].blocks[place.1].frame;
        let mut draft = Draft {
            hit,
            at,
            own: None,
            others: Vec::new(),
            searched: Vec::new(),
        };
        let item = &self.model().items[plan.items[place.0].item];
        if let (Check::Match(check), FrameRows::Space(_)) = (&item.check, plan.frames[frame.0].rows)
        {
            let part = check.parts.get(usize::from(hit.part)).map(|part| part.kind);
            self.draft_match(place.0, &mut draft, part)?;
            return Ok(draft);
        }
        let found = batch::evidence_of(self, place, explained, at);
        if let Some(dataset) = batch::dataset_of(self, frame) {
            let mut columns = found.columns;
            columns.extend(&self.model().datasets[dataset].key);
            draft.own = Some(Shown {
                dataset,
                rows: vec![hit.row],
                columns,
            });
        }
        for (node, key_node, put) in found.reads {
            let key = key_node.map_or(Some(0), |key| evidence::key(explained, key, at));
            if let Some(key) = key {
                self.draft_read((frame, node), (put, key), &mut draft)?;
            }
        }
        Ok(draft)
    }

    /// Rows of another table that a read found, or the place where it looked for them.
    fn draft_read(
        &self,
        (frame, node): (FrameId, NodeId),
        (put, key): (PutId, u32),
        draft: &mut Draft,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let declared = &plan.puts[put.0];
        let Some(dataset) = batch::dataset_of(self, declared.frame) else {
            return Ok(());
        };
        let rows: Vec<u64> = self
            .partners()?
            .rows(put, key)
            .iter()
            .map(|row| row.1)
            .collect();
        let read = &plan.frames[frame.0].nodes[node.0];
        let columns = evidence::put_columns(plan, put, Some(read));
        let is_group = !matches!(plan.frames[frame.0].rows, FrameRows::Dataset(_))
            || matches!(declared.kind, PutKind::Share(_));
        if rows.is_empty() || is_group || declared.key.is_none() {
            draft.searched.push(Search {
                dataset,
                key: self.searched_key(put, key),
                rows: if rows.is_empty() {
                    self.evaluation.rows(declared.frame)
                } else {
                    rows.len() as u64
                },
            });
        }
        let rows = if is_group && rows.len() > MOST_PARTNER_ROWS {
            self.against_first(declared, rows)?
        } else {
            rows
        };
        if !rows.is_empty() {
            draft.others.push(Shown {
                dataset,
                rows: rows.into_iter().take(MOST_PARTNER_ROWS).collect(),
                columns,
            });
        }
        Ok(())
    }

    /// The rows of a group with those against its requirement first.
    fn against_first(&self, put: &crate::plan::Put, mut rows: Vec<u64>) -> io::Result<Vec<u64>> {
        let PutKind::Share(that) = put.kind else {
            return Ok(rows);
        };
        rows.truncate(MOST_GROUP_ROWS);
        let mut against = Vec::new();
        for batch in rows.chunks(BATCH) {
            let explained = self.evaluation.explain(put.frame, batch)?;
            for (at, &row) in batch.iter().enumerate() {
                against.push((evidence::truth(&explained, that, at) != Some(false), row));
            }
        }
        against.sort_unstable();
        Ok(against.into_iter().map(|(_, row)| row).collect())
    }

    /// What was looked for: the key columns of the searched table and the values, masked.
    fn searched_key(&self, put: PutId, key: u32) -> Vec<(String, String)> {
        let plan = &self.lowered.plan;
        let declared = &plan.puts[put.0];
        let (Some((space, node)), Some(dataset)) =
            (declared.key, batch::dataset_of(self, declared.frame))
        else {
            return Vec::new();
        };
        let parts: Vec<NodeId> = match &plan.frames[declared.frame.0].nodes[node.0] {
            Node::Compose(_, parts) => parts.clone(),
            _ => vec![node],
        };
        let texts = self.evaluation.key_text(space, key);
        parts
            .iter()
            .zip(texts)
            .map(|(&part, text)| {
                let mut columns = BTreeSet::new();
                evidence::columns_below(plan, declared.frame, part, &mut columns);
                let column = columns.first().copied();
                let shown = column.map(|column| &self.model().datasets[dataset].columns[column]);
                let name = shown.map_or("", |column| column.names.id()).to_owned();
                let kind = shown.map_or(Type::CitizenId, |column| column.kind.clone());
                let text = self.word_of(dataset, column, &text);
                (name, self.request.masking.mask(&kind, &text).into_owned())
            })
            .collect()
    }

    /// A part of a composed key that is the number of a word, as the word.
    fn word_of(&self, dataset: usize, column: Option<usize>, text: &str) -> String {
        let declared = column.map(|column| &self.model().datasets[dataset].columns[column].kind);
        if let (Some(Type::OneOf(set)), Ok(number)) = (declared, text.parse::<usize>())
            && let Some(word) = self.model().value_sets[*set].values.get(number)
        {
            return word.first().cloned().unwrap_or_default();
        }
        text.to_owned()
    }

    /// The rows of every source that hold the key, and the sources that do not.
    fn draft_match(
        &self,
        item: usize,
        draft: &mut Draft,
        part: Option<PartKind>,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let nodes = &self.lowered.nodes[item];
        let Check::Match(check) = &self.model().items[plan.items[item].item].check else {
            return Ok(());
        };
        for (number, source) in nodes.sources.iter().enumerate() {
            let dataset = check.sources[number].rows.dataset;
            let rows: Vec<u64> = self
                .partners()?
                .rows(source.link, key(draft.hit.row))
                .iter()
                .map(|row| row.1)
                .collect();
            let mut columns = BTreeSet::new();
            evidence::columns_below(plan, source.frame, source.key, &mut columns);
            match part {
                Some(PartKind::Differs(field)) => {
                    let value = nodes.compared[field][number];
                    evidence::columns_below(plan, source.frame, value, &mut columns);
                }
                Some(PartKind::RepeatedIn(repeated)) if repeated != number => continue,
                _ => {}
            }
            if let Some(put) = plan.puts[source.link.0].filter {
                evidence::columns_below(plan, source.frame, put, &mut columns);
            }
            if rows.is_empty() {
                draft.searched.push(Search {
                    dataset,
                    key: self.searched_key(source.link, key(draft.hit.row)),
                    rows: self.evaluation.rows(source.frame),
                });
                continue;
            }
            draft.others.push(Shown {
                dataset,
                rows: rows.into_iter().take(MOST_PARTNER_ROWS).collect(),
                columns,
            });
        }
        Ok(())
    }

    fn finish(
        &self,
        (at, block): (usize, usize),
        draft: Draft,
        explained: &Explained,
        cells: &BTreeMap<usize, Cells>,
        ordinals: &mut Ordinals,
    ) -> Finding {
        let planned = &self.lowered.plan.items[at];
        let item = &self.model().items[planned.item];
        let mut finding = self.blank_finding(at, item);
        finding.outcome = match draft.hit.outcome {
            HitOutcome::NotMet => FindingOutcome::NotMet,
            HitOutcome::CannotTell => FindingOutcome::CannotTell,
        };
        finding.tolerated = item.tolerating.is_some()
            && draft.hit.outcome == HitOutcome::NotMet
            && self.run.items.get(at).map(|run| run.outcome) == Some(ItemOutcome::Met);
        for shown in draft.own.iter().chain(&draft.others) {
            self.add_cells(shown, cells, &mut finding);
        }
        for search in &draft.searched {
            finding.searched.push(Searched {
                dataset: self.model().datasets[search.dataset].names.id().to_owned(),
                file: self.request.dataset_files[search.dataset].file.clone(),
                key: search.key.clone(),
                rows: search.rows,
            });
        }
        let raw_key = self.subject(at, &draft, cells, &mut finding);
        let key_refs: Vec<Option<&str>> = raw_key.iter().map(Option::as_deref).collect();
        let frame = planned.blocks[block].frame;
        let is_key_finding = matches!(self.lowered.plan.frames[frame.0].rows, FrameRows::Space(_));
        if let (Check::Match(check), true) = (&item.check, is_key_finding) {
            self.part_of(check, &draft, cells, &mut finding);
        } else {
            self.clauses_of(at, &draft, explained, &mut finding);
        }
        if finding.outcome == FindingOutcome::CannotTell {
            self.reasons_of((at, block), &draft, explained, &mut finding);
        }
        let twin = self.twin(at, &draft, explained, &finding, (&key_refs, ordinals));
        finding.id = self.hash_key.id(&Identity {
            item: &head::item_id(self.model(), item),
            key: &key_refs,
            part: finding.part.as_deref(),
            twin,
        });
        finding
    }

    /// A finding of an item with nothing of its subject yet.
    fn blank_finding(&self, at: usize, item: &Item) -> Finding {
        let language = self.language();
        let span = item.span;
        let text = self.request.files.text(span.file);
        let place = Location::of(text, span.start as usize);
        Finding {
            id: String::new(),
            item: at,
            outcome: FindingOutcome::CannotTell,
            tolerated: false,
            part: None,
            message: item.message.get(language).to_owned(),
            subject: Subject {
                kind: "item",
                dataset: None,
                row: None,
                key: Vec::new(),
            },
            cells: Vec::new(),
            searched: Vec::new(),
            expected: None,
            actual: None,
            reasons: Vec::new(),
            rule: (
                head::relative(self.request.files.path(span.file), &self.request.folder),
                place.line,
                place.column,
            ),
            severity: item.severity,
            owner: item
                .owners
                .iter()
                .map(|owner| owner.get(language).to_owned())
                .collect(),
            township: String::new(),
            school: String::new(),
        }
    }

    fn add_cells(&self, shown: &Shown, cells: &BTreeMap<usize, Cells>, finding: &mut Finding) {
        let (Some(cells), declared) = (
            cells.get(&shown.dataset),
            &self.model().datasets[shown.dataset],
        ) else {
            return;
        };
        let bound = &self.request.datasets[shown.dataset];
        let source = bound.source.as_ref();
        for &row in &shown.rows {
            for &column in &shown.columns {
                let Some(text) = cells.text(row, column) else {
                    continue;
                };
                let named = &declared.columns[column];
                let header = bound.columns[column]
                    .index
                    .and_then(|index| source.and_then(|source| source.header().get(index)));
                let cell = CellRun {
                    dataset: declared.names.id().to_owned(),
                    file: self.request.dataset_files[shown.dataset].file.clone(),
                    sheet: source.and_then(|source| source.sheet()).map(str::to_owned),
                    row: row + 1,
                    line: cells.line(row),
                    column: named.names.id().to_owned(),
                    header: header.cloned().unwrap_or_default(),
                    value: self.request.masking.mask(&named.kind, text).into_owned(),
                };
                if !finding.cells.contains(&cell) {
                    finding.cells.push(cell);
                }
            }
        }
    }

    /// Fills in the subject and where it is at home; gives its key's values as they are compared.
    fn subject(
        &self,
        at: usize,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) -> Vec<Option<String>> {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let home = draft.own.as_ref().or(draft.others.first());
        if let Some(home) = home
            && let (Some(found), Some(&row)) = (cells.get(&home.dataset), home.rows.first())
        {
            let values: Vec<String> = self
                .places()
                .columns(self.model(), home.dataset)
                .into_iter()
                .filter_map(|column| found.text(row, column).map(str::to_owned))
                .collect();
            (finding.township, finding.school) = self.places().of(&values);
        }
        if let Some(own) = &draft.own {
            let declared = &self.model().datasets[own.dataset];
            let row = draft.hit.row;
            let is_group =
                matches!(&item.check, Check::Rows(check) if check.subject == SubjectKind::Group);
            finding.subject.kind = if is_group { "group" } else { "row" };
            if !is_group {
                finding.subject.dataset = Some(declared.names.id().to_owned());
                finding.subject.row = Some(row + 1);
            }
            let mut raw = Vec::new();
            for &column in &declared.key {
                let named = &declared.columns[column];
                let text = cells
                    .get(&own.dataset)
                    .and_then(|cells| cells.text(row, column))
                    .unwrap_or_default();
                let masked = self.request.masking.mask(&named.kind, text).into_owned();
                finding
                    .subject
                    .key
                    .push((named.names.id().to_owned(), masked));
                raw.push(normalised(&named.kind, text));
            }
            return raw;
        }
        match &item.check {
            Check::Match(check) => {
                finding.subject.kind = "key";
                self.key_subject(at, draft, check.key_names.len(), finding)
            }
            Check::Groups(check) => {
                finding.subject.kind = "group";
                self.key_subject(at, draft, check.names.len(), finding)
            }
            Check::Rows(_) | Check::Whole(_) => {
                finding.subject.kind = "whole";
                Vec::new()
            }
        }
    }

    fn key_subject(
        &self,
        at: usize,
        draft: &Draft,
        parts: usize,
        finding: &mut Finding,
    ) -> Vec<Option<String>> {
        let Some(first) = self.lowered.nodes[at].sources.first() else {
            return Vec::new();
        };
        let shown = self.searched_key(first.link, key(draft.hit.row));
        finding.subject.key = shown.into_iter().take(parts).collect();
        let space = self.lowered.plan.puts[first.link.0].key;
        let texts = space.map(|(space, _)| self.evaluation.key_text(space, key(draft.hit.row)));
        texts
            .unwrap_or_default()
            .into_iter()
            .take(parts)
            .map(Some)
            .collect()
    }

    /// A row without a key, or with a repeated one, is told apart by its cells, and equals by their order.
    fn twin(
        &self,
        at: usize,
        draft: &Draft,
        explained: &Explained,
        finding: &Finding,
        (key, ordinals): (&[Option<&str>], &mut Ordinals),
    ) -> Option<Twin> {
        if finding.subject.kind != "row" {
            return None;
        }
        let repeated = match self.lowered.nodes[at].own_key {
            Some((_, repeated)) => evidence::truth(explained, repeated, draft.at) == Some(true),
            None => true,
        };
        if !repeated && !key.is_empty() && key.iter().all(Option::is_some) {
            return None;
        }
        let own = finding
            .cells
            .iter()
            .filter(|cell| Some(cell.row) == finding.subject.row)
            .map(|cell| cell.value.as_str());
        let cells = self
            .hash_key
            .digest(own.chain(key.iter().map(|part| part.unwrap_or_default())));
        let ordinal = ordinals.entry(cells).or_insert(0);
        *ordinal += 1;
        Some(Twin {
            cells,
            ordinal: *ordinal - 1,
        })
    }

    /// The part of a match that fails, in words.
    fn part_of(
        &self,
        check: &crate::model::MatchCheck,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let Some(part) = check.parts.get(usize::from(draft.hit.part)) else {
            return;
        };
        let name = |source: usize| {
            self.model().datasets[check.sources[source].rows.dataset]
                .names
                .show(language)
        };
        let id = |source: usize| {
            self.model().datasets[check.sources[source].rows.dataset]
                .names
                .id()
        };
        finding.severity = part.severity.unwrap_or(finding.severity);
        if !part.owners.is_empty() {
            let owners = part.owners.iter().map(|owner| owner.get(language));
            finding.owner = owners.map(str::to_owned).collect();
        }
        let text = match part.kind {
            PartKind::NotIn(source) => {
                finding.part = Some(format!("not_in:{}", id(source)));
                let present: Vec<&str> = draft
                    .others
                    .iter()
                    .map(|shown| self.model().datasets[shown.dataset].names.show(language))
                    .collect();
                let present = present.join(language.pick(" and ", "、"));
                match language {
                    Language::En => format!("in {present}, but not in {}", name(source)),
                    Language::Zh => format!("{present}中有，{}中没有", name(source)),
                }
            }
            PartKind::RepeatedIn(source) => {
                finding.part = Some(format!("repeated_in:{}", id(source)));
                match language {
                    Language::En => format!("several rows in {} for one key", name(source)),
                    Language::Zh => format!("同一主键在{}中有多行", name(source)),
                }
            }
            PartKind::Differs(field) => {
                let compared = &check.compared[field];
                finding.part = Some(format!("differs:{}", compared.id));
                let mut sides = Vec::new();
                for shown in &draft.others {
                    let Some(&row) = shown.rows.first() else {
                        continue;
                    };
                    let declared = &self.model().datasets[shown.dataset];
                    let value = declared
                        .columns
                        .iter()
                        .position(|column| column.names.all.iter().any(|n| *n == compared.id))
                        .and_then(|column| {
                            let text = cells.get(&shown.dataset)?.text(row, column)?;
                            let kind = &declared.columns[column].kind;
                            Some(self.request.masking.mask(kind, text).into_owned())
                        })
                        .unwrap_or_default();
                    let blank = language.pick("(blank)", "（空）").to_owned();
                    let value = if value.is_empty() { blank } else { value };
                    sides.push((declared.names.show(language).to_owned(), value));
                }
                let field = compared.name.get(language);
                let listed: Vec<String> = sides
                    .iter()
                    .map(|(name, value)| match language {
                        Language::En => format!("{name} {value}"),
                        Language::Zh => format!("{name}为 {value}"),
                    })
                    .collect();
                if let [expected, actual] = &sides[..] {
                    let shown = |text: &String| ShownValue {
                        text: text.clone(),
                        number: None,
                        low: None,
                        high: None,
                    };
                    finding.expected = Some(shown(&expected.1));
                    finding.actual = Some(shown(&actual.1));
                }
                match language {
                    Language::En => format!("{field} differs: {}", listed.join(", ")),
                    Language::Zh => format!("{field}不一致：{}", listed.join("，")),
                }
            }
        };
        let own = part.message.get(language);
        finding.message = match (own.is_empty(), finding.message.is_empty()) {
            (false, _) => format!("{own} ({text})"),
            (true, false) => format!("{} ({text})", finding.message),
            (true, true) => text,
        };
    }

    /// The requirements that fail, in words, with the values compared.
    fn clauses_of(&self, at: usize, draft: &Draft, explained: &Explained, finding: &mut Finding) {
        let language = self.language();
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let clauses = match &item.check {
            Check::Rows(check) => &check.must[..],
            Check::Groups(check) => std::slice::from_ref(&check.must),
            Check::Whole(check) => std::slice::from_ref(&check.must),
            Check::Match(_) => &[],
        };
        let wanted = match draft.hit.outcome {
            HitOutcome::NotMet => Some(false),
            HitOutcome::CannotTell => None,
        };
        let mut texts = Vec::new();
        for (clause, nodes) in clauses.iter().zip(&self.lowered.nodes[at].clauses) {
            if evidence::truth(explained, nodes.must, draft.at) != wanted {
                continue;
            }
            let value = |node: Option<NodeId>, expr: Option<crate::model::ExprId>| {
                let (node, expr) = (node?, expr?);
                let kind = &self.model().expr(expr).ty;
                let scalar = explained.value(node, draft.at)?;
                message::shown(kind, &scalar, language)
            };
            let actual = value(nodes.actual, clause.actual)
                .or_else(|| self.cell_value(clause.actual, finding));
            let expected = value(nodes.expected, clause.expected)
                .or_else(|| self.cell_value(clause.expected, finding));
            let requirement = crate::explain::requirement(self.model(), clause, language);
            texts.push(match draft.hit.outcome {
                HitOutcome::NotMet => {
                    let actual = actual.as_ref().map(|actual| actual.text.as_str());
                    message::not_met(&requirement, actual, language)
                }
                HitOutcome::CannotTell => requirement,
            });
            if finding.actual.is_none() && finding.expected.is_none() {
                finding.actual = actual;
                finding.expected = expected;
            }
        }
        if draft.hit.outcome == HitOutcome::NotMet && finding.message.is_empty() {
            finding.message = texts.join(language.pick("; ", "；"));
        } else if draft.hit.outcome == HitOutcome::CannotTell {
            // Completed with the reasons.
            finding.message = texts.join(language.pick("; ", "；"));
        }
    }

    /// The text of the cell that an expression is, where it is a plain column of the subject's row.
    fn cell_value(
        &self,
        expr: Option<crate::model::ExprId>,
        finding: &Finding,
    ) -> Option<ShownValue> {
        let expr = self.model().expr(expr?);
        let crate::model::ExprKind::Column {
            depth: 0,
            dataset,
            column,
        } = expr.kind
        else {
            return None;
        };
        let declared = &self.model().datasets[dataset];
        let cell = finding.cells.iter().find(|cell| {
            Some(cell.row) == finding.subject.row
                && cell.dataset == declared.names.id()
                && cell.column == declared.columns[column].names.id()
        })?;
        let blank = self.language().pick("blank", "空白");
        let text = if cell.value.trim().is_empty() {
            blank
        } else {
            cell.value.trim()
        };
        Some(ShownValue {
            text: text.to_owned(),
            number: None,
            low: None,
            high: None,
        })
    }

    /// Why it cannot be told: the first causes below the requirement, the condition or the exception.
    fn reasons_of(
        &self,
        (at, block): (usize, usize),
        draft: &Draft,
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let plan = &self.lowered.plan;
        let block = &plan.items[at].blocks[block];
        let mut nodes: Vec<NodeId> = block
            .parts
            .iter()
            .filter(|part| part.part == usize::from(draft.hit.part))
            .map(|part| part.must)
            .collect();
        nodes.extend(block.member);
        nodes.extend(block.applies);
        nodes.extend(block.excused);
        let dataset = batch::dataset_of(self, block.frame);
        let mut words = Vec::new();
        for node in nodes {
            if evidence::truth(explained, node, draft.at).is_some() {
                continue;
            }
            let Some((reason, leaf)) = explained.reason(node, draft.at) else {
                continue;
            };
            let mut columns = BTreeSet::new();
            evidence::columns_below(plan, block.frame, leaf, &mut columns);
            let column = columns.first().copied().zip(dataset);
            let named = column
                .map(|(column, dataset)| &self.model().datasets[dataset].columns[column].names);
            let cell = named.and_then(|names| {
                finding.cells.iter().position(|cell| {
                    cell.column == names.id() && Some(cell.row) == finding.subject.row
                })
            });
            let what = named.map_or_else(
                || language.pick("the value", "该值").to_owned(),
                |names| names.show(language).to_owned(),
            );
            let text = match language {
                Language::En => format!("{what} {}", reason.words(language)),
                Language::Zh => format!("{what}{}", reason.words(language)),
            };
            if !words.contains(&text) {
                words.push(text.clone());
                finding.reasons.push(ReasonRun {
                    code: reason.code(),
                    cell,
                    text,
                });
            }
        }
        finding.message = message::cannot_tell(&finding.message, &words, language);
    }

    /// The one finding of an item that is stopped as a whole.
    fn stopped_finding(&self, at: usize) -> Finding {
        let language = self.language();
        let planned = &self.lowered.plan.items[at];
        let item = &self.model().items[planned.item];
        let mut finding = self.blank_finding(at, item);
        for (reason, what) in &planned.stopped_by {
            let text = self.cause_words(*reason, what);
            finding.reasons.push(ReasonRun {
                code: reason.code(),
                cell: None,
                text,
            });
            let dataset = self.model().datasets.iter().position(|dataset| {
                let id = dataset.names.id();
                what == id
                    || what
                        .strip_prefix(id)
                        .is_some_and(|rest| rest.starts_with('.'))
            });
            let (dataset, file, rows) = match (reason, dataset) {
                (Reason::DatasetMissing | Reason::ColumnMissing, Some(dataset)) => (
                    self.model().datasets[dataset].names.id().to_owned(),
                    self.request.dataset_files[dataset].file.clone(),
                    0,
                ),
                _ => (String::new(), self.request.audit.clone(), 0),
            };
            finding.searched.push(Searched {
                dataset,
                file,
                key: vec![(reason.code().to_owned(), what.clone())],
                rows,
            });
        }
        let words: Vec<String> = finding.reasons.iter().map(|r| r.text.clone()).collect();
        let subjects = self.evaluation.counts(at).cannot_tell;
        finding.message = message::stopped(subjects, &words, language);
        finding.id = self.hash_key.id(&Identity {
            item: &head::item_id(self.model(), item),
            key: &[],
            part: None,
            twin: None,
        });
        finding
    }

    fn cause_words(&self, reason: Reason, what: &str) -> String {
        let language = self.language();
        let model = self.model();
        let shown = match reason {
            Reason::SettingUnset => {
                let setting = model.settings.iter().find(|s| s.names.id() == what);
                let name = setting.map_or(what, |setting| setting.names.show(language));
                match language {
                    Language::En => format!("the setting {name}"),
                    Language::Zh => format!("设定“{name}”"),
                }
            }
            Reason::DatasetMissing => {
                let dataset = model.datasets.iter().find(|d| d.names.id() == what);
                let name = dataset.map_or(what, |dataset| dataset.names.show(language));
                match language {
                    Language::En => format!("the dataset {name}"),
                    Language::Zh => format!("数据集“{name}”"),
                }
            }
            _ => {
                let (dataset, column) = what.split_once('.').unwrap_or((what, ""));
                let found = model.datasets.iter().find(|d| d.names.id() == dataset);
                let name = found.and_then(|found| {
                    found
                        .columns
                        .iter()
                        .find(|c| c.names.id() == column)
                        .map(|c| (found.names.show(language), c.names.show(language)))
                });
                let (dataset, column) = name.unwrap_or((dataset, column));
                match language {
                    Language::En => format!("the column {column} of {dataset}"),
                    Language::Zh => format!("{dataset}的列“{column}”"),
                }
            }
        };
        match language {
            Language::En => format!("{shown} {}", reason.words(language)),
            Language::Zh => format!("{shown}{}", reason.words(language)),
        }
    }
}

/// The key of a space's frame row.
fn key(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(0)
}

/// A key's value as it is compared: trimmed, a citizen number normalised; `None` when blank.
fn normalised(kind: &Type, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        Type::CitizenId => {
            let (canonical, _) = crate::data::cell::normalise_citizen_id(text.as_bytes());
            String::from_utf8_lossy(&canonical).into_owned()
        }
        _ => text.to_owned(),
    })
}
