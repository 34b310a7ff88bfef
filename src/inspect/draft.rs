//! What a finding rests on, before cells are fetched: rows of its own and of other tables, and places that were searched.

use super::alike::Alike;
use super::batch::{self, Cells};
use super::evidence::{Columns, Judged};
use super::{Inspection, Request, evidence, groups};
use crate::data::binding::CellKind;
use crate::data::cell;
use crate::eval::{Explained, Hit, HitOutcome, Known};
use crate::findings::KeyPart;
use crate::findings::identity::Twin;
use crate::findings::mask::looks_like_name;
use crate::model::{Check, Column, DutyTime, PartKind};
use crate::plan::{FrameId, FrameRows, Node, NodeId, PutId, PutKind, ReadKind};
use crate::types::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// The most rows of another table shown for one subject.
pub(super) const MOST_PARTNER_ROWS: usize = 20;

/// Rows of a dataset that a finding rests on, with the columns to show.
pub(super) struct Shown {
    pub(super) dataset: usize,
    /// Which source of a reconciliation they are of.
    pub(super) source: Option<usize>,
    pub(super) rows: Vec<u64>,
    pub(super) columns: Columns,
}

/// A place that was searched.
pub(super) struct Search {
    pub(super) dataset: usize,
    pub(super) key: Vec<KeyPart>,
    pub(super) rows: u64,
    /// What was looked for as it is written elsewhere; see [`crate::findings::Searched::otherwise`].
    pub(super) otherwise: Option<String>,
}

/// Rows of another table that a row found.
pub(super) struct Found {
    /// Where they stand among the others of the draft.
    pub(super) shown: usize,
    /// The key of the row that looks for them, and the put.
    pub(super) by: (NodeId, PutId),
    /// Whether this is its second key.
    pub(super) by_second: bool,
}

/// What a finding is made from, before cells are fetched.
pub(super) struct Draft {
    pub(super) hit: Hit,
    /// The block that it is a finding of.
    pub(super) block: usize,
    pub(super) at: usize,
    pub(super) own: Option<Shown>,
    pub(super) others: Vec<Shown>,
    /// How rows among these were found, where the subject is a row.
    pub(super) found: Vec<Found>,
    pub(super) searched: Vec<Search>,
    /// Of a key that sources are matched by: whether each source has it; `None`: that cannot be told.
    pub(super) held: Vec<Option<bool>>,
    /// The values of the subject's key as they are compared, once its cells are there.
    pub(super) key: Vec<Option<String>>,
    /// For a row without a key, or with a repeated one; which of its like it is says what comes before it.
    pub(super) twin: Option<Twin>,
}

impl Draft {
    /// The draft of a finding of a block; `at`: where its row stands among those that are explained.
    pub(super) fn of(hit: Hit, block: usize, at: usize) -> Self {
        Self {
            hit,
            block,
            at,
            own: None,
            others: Vec::new(),
            found: Vec::new(),
            searched: Vec::new(),
            held: Vec::new(),
            key: Vec::new(),
            twin: None,
        }
    }

    /// The rows that it shows, those of its own first.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Shown> {
        self.own.iter().chain(&self.others)
    }
}

/// Some findings of a block before they are made: all that they are made from is there.
pub(super) struct Drafted<'i> {
    /// Item and block.
    pub(super) place: (usize, usize),
    pub(super) explained: Explained<'i>,
    /// The cells that they show, by dataset.
    pub(super) cells: BTreeMap<usize, Cells>,
    pub(super) drafts: Vec<Draft>,
}

impl Inspection<'_> {
    pub(super) fn draft(
        &self,
        place: (usize, usize),
        hit: Hit,
        (explained, at): (&Explained, usize),
        alike: &mut Alike,
    ) -> io::Result<Draft> {
        let plan = &self.lowered.plan;
        let frame = plan.items[place.0].blocks[place.1].frame;
        let mut draft = Draft::of(hit, place.1, at);
        let item = &self.model().items[plan.items[place.0].item];
        if let (Check::Match(check), FrameRows::Space(_)) = (&item.check, plan.frames[frame.0].rows)
        {
            let part = check.parts.get(usize::from(hit.part)).map(|part| part.kind);
            self.draft_match(place, &mut draft, part)?;
            if check.of_values && hit.outcome == HitOutcome::CannotTell {
                self.draft_without_value((place, frame), (explained, at), &mut draft)?;
            }
            return Ok(draft);
        }
        let part = (place.0, place.1, Some(hit.part));
        let found = alike.evidence_of(self, part, explained, at);
        if let Some(dataset) = batch::dataset_of(self, frame) {
            draft.own = Some(Shown {
                dataset,
                source: None,
                rows: vec![hit.row],
                columns: Arc::clone(&found.columns),
            });
        }
        self.draft_axes(frame, &mut draft);
        self.draft_besides((frame, &found.besides), &mut draft);
        let is_group = matches!(
            plan.frames[frame.0].rows,
            FrameRows::Space(_) | FrameRows::Whole
        );
        let mut members = Vec::new();
        for &(node, key_node, put) in &found.reads {
            let key = batch::key_of(self, frame, explained, (key_node, at));
            if let Some(key) = key {
                let before = draft.others.len();
                let searches = draft.searched.len();
                let columns = alike.columns_read(self, (frame, node), put);
                self.draft_read((frame, node), (put, key), columns, &mut draft)?;
                if let Some(shown) = draft.others.get_mut(before)
                    && hit.outcome == HitOutcome::CannotTell
                    && shown.rows.len() < self.partners()?.rows(put, key).len()
                {
                    let cause = self.partner_cause((frame, node), explained, (at, hit.row));
                    show_cause(shown, cause.and_then(|cause| cause.cell));
                }
                // What nobody has is not among the keys: it is as the row says.
                if let (0, Some(key_node), Some(search)) =
                    (key, key_node, draft.searched.get_mut(searches))
                    && let Some(Known::Key(_, texts)) = explained.value(key_node, at)
                {
                    search.key = self.key_parts(put, texts);
                }
                // Rows that merely belong are shown behind those that decide.
                if is_group && self.asked_of(put, &[]).is_empty() {
                    members.extend(draft.others.drain(before..));
                }
                if let Some(key_node) = key_node
                    && draft.own.is_some()
                    && draft.others.len() > before
                {
                    draft.found.push(Found {
                        shown: before,
                        by: (key_node, put),
                        by_second: found.by_second.contains(&(node, put)),
                    });
                }
            }
        }
        if is_group {
            groups::together(&mut draft.others, members);
        }
        if let Some(duty) = self.duty(place.0) {
            // What an event sets off is looked for by the event; rows without its key are looked through beside.
            let is_event = matches!(duty.when, DutyTime::Event { .. });
            if is_event && draft.searched.iter().any(|search| !search.key.is_empty()) {
                draft.searched.retain(|search| !search.key.is_empty());
            }
            // When something came is shown wherever it came at all.
            let deliveries = draft.others.iter_mut();
            for shown in deliveries.filter(|shown| shown.dataset == duty.deliveries.dataset) {
                Arc::make_mut(&mut shown.columns).extend(duty.submitted);
            }
        }
        Ok(draft)
    }

    /// Rows that have no value of their own, so that they may have the one that is asked for.
    fn draft_without_value(
        &self,
        (place, frame): ((usize, usize), FrameId),
        (explained, at): (&Explained, usize),
        draft: &mut Draft,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let part = (place.0, place.1, Some(draft.hit.part));
        let found = batch::evidence_of(self, part, &Judged::new(explained, at));
        for (_, key, put) in found.reads.into_iter().filter(|read| read.1.is_none()) {
            let dataset = batch::dataset_of(self, plan.puts[put.0].frame);
            let (Some(dataset), Some(key)) =
                (dataset, batch::key_of(self, frame, explained, (key, at)))
            else {
                continue;
            };
            let rows = self.partners()?.rows(put, key).iter();
            draft.others.push(Shown {
                dataset,
                source: None,
                rows: rows.map(|row| row.row).take(MOST_PARTNER_ROWS).collect(),
                columns: Arc::new(evidence::put_columns(plan, put, None)),
            });
        }
        Ok(())
    }

    /// Rows of another table that a read found, with these columns, or the place where it looked for them.
    pub(super) fn draft_read(
        &self,
        (frame, node): (FrameId, NodeId),
        (put, key): (PutId, u32),
        columns: Columns,
        draft: &mut Draft,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let declared = &plan.puts[put.0];
        let Some(dataset) = batch::dataset_of(self, declared.frame) else {
            return Ok(());
        };
        let found = self.partners()?.rows(put, key);
        let read = &plan.frames[frame.0].nodes[node.0];
        let is_group = !matches!(plan.frames[frame.0].rows, FrameRows::Dataset(_))
            || matches!(declared.kind, PutKind::Share(_));
        if found.is_empty() || is_group || declared.key.is_none() {
            draft.searched.push(Search {
                dataset,
                key: self.searched_key(put, key),
                otherwise: (found.is_empty().then(|| self.written_otherwise(put, key))).flatten(),
                rows: if found.is_empty() {
                    self.evaluation.rows(declared.frame)
                } else {
                    found.len() as u64
                },
            });
        }
        let most = match read {
            // Any of the rows that are compared with this one may be the one that it is about.
            Node::Pairs { .. }
            | Node::Read {
                kind: ReadKind::Gather { .. },
                ..
            } => MOST_PARTNER_ROWS,
            _ => (groups::MOST_GROUP_CELLS / columns.len().max(1)).max(1),
        };
        // A key may have very many rows: only those that are shown are taken, unless which are depends on all.
        let mut rows: Vec<u64> = match is_group && found.len() > most {
            true => {
                let all = found.iter().map(|row| row.row).collect();
                self.telling_first((frame, node), put, (all, most), draft.hit.outcome)?
            }
            false => found.iter().take(most).map(|row| row.row).collect(),
        };
        rows.truncate(most);
        if !rows.is_empty() {
            draft.others.push(Shown {
                dataset,
                source: None,
                rows,
                columns,
            });
        }
        Ok(())
    }

    /// A code that is not there, as it occurs elsewhere with other zeros in front.
    pub(super) fn written_otherwise(&self, put: PutId, key: u32) -> Option<String> {
        let (space, _) = self.lowered.plan.puts[put.0].key?;
        let other = self.evaluation.with_other_zeros(space, key)?;
        let parts = self.key_parts(put, vec![other]);
        parts.into_iter().next().map(|part| part.value)
    }

    /// What was looked for: the key columns of the searched table and the values, masked.
    pub(super) fn searched_key(&self, put: PutId, key: u32) -> Vec<KeyPart> {
        let texts = self.lowered.plan.puts[put.0]
            .key
            .map(|(space, _)| self.evaluation.key_text(space, key));
        self.key_parts(put, texts.unwrap_or_default())
    }

    /// The key columns of a searched table with the texts of a key, masked.
    fn key_parts(&self, put: PutId, texts: Vec<String>) -> Vec<KeyPart> {
        let plan = &self.lowered.plan;
        let declared = &plan.puts[put.0];
        let (Some((_, node)), Some(dataset)) =
            (declared.key, batch::dataset_of(self, declared.frame))
        else {
            return Vec::new();
        };
        let parts: Vec<NodeId> = match &plan.frames[declared.frame.0].nodes[node.0] {
            Node::Compose(_, parts) => parts.clone(),
            _ => vec![node],
        };
        parts
            .iter()
            .zip(texts)
            .map(|(&part, text)| {
                let node = &plan.frames[declared.frame.0].nodes[part.0];
                if let Node::Column(column, _) = node {
                    let column = &self.model().datasets[dataset].columns[*column];
                    let mut part = self.key_part(column, &text);
                    // What was looked for among people and is no key of theirs may be the name of one.
                    if self.model().refers_to_people(&Type::Reference(dataset)) {
                        let kind = self.model().referred(&column.kind);
                        let masked = self.request.masking.mask_reference(kind, &text);
                        part.value = masked.into_owned();
                    }
                    return part;
                }
                let kind = self.most_private(declared.frame, part);
                KeyPart {
                    name: String::new(),
                    shown: String::new(),
                    value: self.masked(&kind, &text),
                }
            })
            .collect()
    }

    /// A column of a key with its value, for readers.
    pub(super) fn key_part(&self, column: &Column, text: &str) -> KeyPart {
        KeyPart {
            name: column.names.id().to_owned(),
            shown: column.names.show(self.request.language).to_owned(),
            value: self.masked(&column.kind, text),
        }
    }

    /// A text as it may be shown; a reference is masked like the key that it refers to.
    pub(super) fn masked(&self, kind: &Type, text: &str) -> String {
        masked(self.request, kind, text)
    }

    /// The type by which a computed part of a key is masked: that of the most private column whose text it may hold.
    pub(super) fn most_private(&self, frame: FrameId, part: NodeId) -> Type {
        let plan = &self.lowered.plan;
        let mut columns = BTreeSet::new();
        evidence::texts_below(plan, frame, part, &mut columns);
        let rank = |kind: &Type| match kind {
            Type::CitizenId => 3,
            Type::Phone => 2,
            Type::PersonName => 1,
            _ => 0,
        };
        columns
            .into_iter()
            .filter_map(|(frame, column)| {
                let dataset = batch::dataset_of(self, frame)?;
                let kind = &self.model().datasets[dataset].columns[column].kind;
                Some(self.model().referred(kind).clone())
            })
            .max_by_key(rank)
            .unwrap_or(Type::Text)
    }

    /// The rows of every source that hold the key, and the sources that do not.
    pub(super) fn draft_match(
        &self,
        (item, block): (usize, usize),
        draft: &mut Draft,
        part: Option<PartKind>,
    ) -> io::Result<()> {
        let plan = &self.lowered.plan;
        let nodes = &self.lowered.nodes[item];
        let Check::Match(check) = &self.model().items[plan.items[item].item].check else {
            return Ok(());
        };
        for (number, source) in self.sources_of(item, block).iter().enumerate() {
            let dataset = check.sources[number].rows.dataset;
            let found = self.partners()?.rows(source.link, key(draft.hit.row));
            let there = self.request.datasets[dataset].source.is_some();
            draft.held.push(match found {
                [] if there => Some(false),
                [] => None,
                found => found.iter().any(|row| row.sure).then_some(true),
            });
            let mut columns = BTreeSet::new();
            evidence::columns_below(plan, source.frame, source.key, &mut columns);
            match part {
                Some(PartKind::Differs(field)) => {
                    // A source that does not hold the field has nothing to do with it.
                    let Some(value) = nodes.compared[field][number] else {
                        continue;
                    };
                    evidence::columns_below(plan, source.frame, value, &mut columns);
                }
                Some(PartKind::RepeatedIn(repeated)) if repeated != number => continue,
                _ => {}
            }
            if let Some(put) = plan.puts[source.link.0].filter {
                evidence::columns_below(plan, source.frame, put, &mut columns);
            }
            if found.is_empty() {
                draft.searched.push(Search {
                    dataset,
                    key: self.searched_key(source.link, key(draft.hit.row)),
                    otherwise: self.written_otherwise(source.link, key(draft.hit.row)),
                    rows: self.evaluation.rows(source.frame),
                });
                continue;
            }
            draft.others.push(Shown {
                dataset,
                source: Some(number),
                rows: (found.iter().take(MOST_PARTNER_ROWS))
                    .map(|row| row.row)
                    .collect(),
                columns: Arc::new(columns),
            });
        }
        Ok(())
    }
}

/// Shows the row of the cell that leaves a verdict open in place of the last one, where it is not among those shown.
fn show_cause(shown: &mut Shown, cell: Option<(usize, u64, usize)>) {
    if let Some((dataset, row, _)) = cell
        && dataset == shown.dataset
        && !shown.rows.contains(&row)
    {
        shown.rows.pop();
        shown.rows.push(row);
    }
}

/// The key of a space's frame row.
pub(super) fn key(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(0)
}

/// A formula as it may be shown: what stands in quotes is masked as a text of its column.
fn masked_formula(formula: &str, mask: impl Fn(&str) -> String) -> String {
    let mut parts = formula.split('"').enumerate();
    let parts = parts.by_ref().map(|(at, part)| match at % 2 {
        0 => part.to_owned(),
        _ => mask(part),
    });
    parts.collect::<Vec<_>>().join("\"")
}

/// The text of a cell of a dataset's column as it may be shown: one that is no word of its set may be a name.
pub(super) fn masked_cell(
    request: &Request<'_>,
    (dataset, column): (usize, usize),
    text: &str,
) -> String {
    let bound = request.datasets[dataset].columns.get(column);
    if let Some(CellKind::OneOf(words)) = bound.map(|bound| &bound.kind)
        && looks_like_name(text)
        && !words.iter().flatten().any(|word| word == text.trim())
    {
        return masked(request, &Type::PersonName, text);
    }
    let kind = &request.model.datasets[dataset].columns[column].kind;
    masked(request, kind, text)
}

/// A text as it may be shown; what stands for a value that a cell does not hold is named.
pub(super) fn masked(request: &Request<'_>, kind: &Type, text: &str) -> String {
    let referred = request.model.referred(kind);
    let mask = |text: &str| match request.model.refers_to_people(kind) {
        true => request.masking.mask_reference(referred, text).into_owned(),
        false => request.masking.mask(referred, text).into_owned(),
    };
    let language = request.language;
    if text == cell::UNREADABLE {
        return language.pick("(unreadable)", "（无法读取）").to_owned();
    }
    if let Some(formula) = text.strip_prefix(cell::FORMULA) {
        let words = language.pick("formula without a value", "公式没有计算结果");
        return match formula.is_empty() {
            true => words.to_owned(),
            // The formula itself tells where a value was to come from, and names nobody but in its quotes.
            false => format!(
                "{words}{}={}",
                language.pick(": ", "："),
                masked_formula(formula, mask)
            ),
        };
    }
    if let Some(number) = text.strip_prefix(cell::MERGED) {
        let words = language.pick(" (merged cell)", "（合并单元格）");
        return format!("{}{words}", mask(number));
    }
    mask(text)
}
