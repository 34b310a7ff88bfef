//! Why a subject has its verdict: the subject is looked up by its row or key, and every step of its verdict is told.

use super::batch;
use super::trace::At;
use super::{Inspection, evidence, head};
use crate::diagnostic::wording::near;
use crate::eval::{Explained, Hit, HitOutcome, Known};
use crate::explain;
use crate::findings::trace::{Step, Told, Trace};
use crate::findings::{Subject, Verdict};
use crate::model::{Check, Clause, ExprId, MatchCheck, PartKind};
use crate::plan::{Block, FrameId, FrameRows, NodeId};
use crate::types::{Reason, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The most rows of one key that are traced.
const MOST_TRACES: usize = 5;

/// Which subject is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A row of a dataset (its number in the model), from 0.
    Row(usize, u64),
    /// The values of a key or group.
    Key(Vec<String>),
    /// The whole.
    Whole,
}

/// Why nothing was traced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTrace {
    /// The dataset has only so many rows.
    Rows(u64),
    /// The item is not about rows of that dataset, but of these (numbers in the model).
    Datasets(Vec<usize>),
    /// No subject has the key; a similar one, masked, with its row where it has one.
    Key(Option<(String, Option<u64>)>),
    /// Nothing is owed for the period named; the periods there are, first and last.
    Period(String, String),
    /// The item has one subject, the whole.
    Whole,
    /// The item has many subjects: one has to be named.
    Subject,
}

/// A row of a frame, and the block that judges it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) block: usize,
    pub(super) frame: FrameId,
    pub(super) row: u64,
}

impl Inspection<'_> {
    /// The traces of the subjects that are meant: one, or several rows of one key.
    ///
    /// # Errors
    /// When a data file cannot be read any more.
    pub fn why(&self, item: usize, asked: &Asked) -> io::Result<Result<Vec<Trace>, NoTrace>> {
        let places = match self.places_of(item, asked)? {
            Ok(places) => places,
            Err(none) => return Ok(Err(none)),
        };
        let mut traces = Vec::new();
        // The deliveries of one sender are told one and all.
        let most = match self.duty(item) {
            Some(_) => usize::MAX,
            None => MOST_TRACES,
        };
        for place in places.into_iter().take(most) {
            traces.push(self.trace(item, place)?);
        }
        Ok(Ok(traces))
    }

    fn places_of(&self, item: usize, asked: &Asked) -> io::Result<Result<Vec<Place>, NoTrace>> {
        let plan = &self.lowered.plan;
        let blocks = &plan.items[item].blocks;
        let Some(first) = blocks.first() else {
            return Ok(Err(NoTrace::Subject));
        };
        let here = |row: u64| Place {
            block: 0,
            frame: first.frame,
            row,
        };
        Ok(match (plan.frames[first.frame.0].rows, asked) {
            (FrameRows::Whole, Asked::Whole) => Ok(vec![here(0)]),
            (FrameRows::Whole, _) => Err(NoTrace::Whole),
            (_, Asked::Whole) => Err(NoTrace::Subject),
            (FrameRows::Dataset(own), Asked::Key(_) | Asked::Row(..))
                if self.duty(item).is_some() =>
            {
                return self.places_of_duty(item, own, asked);
            }
            (FrameRows::Dataset(own), Asked::Row(dataset, row)) if own == *dataset => {
                let rows = self.evaluation.rows(first.frame);
                if *row < rows {
                    Ok(vec![here(*row)])
                } else {
                    Err(NoTrace::Rows(rows))
                }
            }
            (FrameRows::Dataset(own), Asked::Row(..)) => Err(NoTrace::Datasets(vec![own])),
            (FrameRows::Dataset(own), Asked::Key(key)) => match self.rows_of_key(own, key)? {
                Ok(rows) => Ok(rows.into_iter().map(here).collect()),
                Err(near) => Err(NoTrace::Key(near)),
            },
            (FrameRows::Space(_), Asked::Row(dataset, row)) => {
                return self.place_of_source(item, *dataset, *row);
            }
            (FrameRows::Derived(_), Asked::Row(..)) => Err(NoTrace::Subject),
            (FrameRows::Derived(_), Asked::Key(key)) => {
                let wanted = comparable(key);
                let rows = self.evaluation.row_numbers(first.frame);
                let texts = self.derived_keys(item, first.frame, &rows)?;
                match texts.iter().position(|text| comparable(text) == wanted) {
                    Some(found) => Ok(vec![here(rows[found])]),
                    None => Err(NoTrace::Key(None)),
                }
            }
            (FrameRows::Space(space), Asked::Key(key)) => {
                let wanted = comparable(key);
                let mut texts = BTreeMap::new();
                for row in self.evaluation.row_numbers(first.frame) {
                    let id = u32::try_from(row).unwrap_or(0);
                    let text = comparable(&self.evaluation.key_text(space, id));
                    if text == wanted {
                        return Ok(Ok(vec![here(row)]));
                    }
                    texts.entry(text).or_insert(id);
                }
                let similar = near(&wanted, texts.keys().map(String::as_str));
                let shown = similar.map(|text| {
                    let source = self.lowered.nodes[item].sources.first();
                    let id = texts.get(text).copied().unwrap_or(0);
                    match source.map(|source| self.searched_key(source.link, id)) {
                        Some(key) if !key.is_empty() => {
                            let values: Vec<String> = key.into_iter().map(|p| p.value).collect();
                            values.join("/")
                        }
                        _ => self.masked(&Type::CitizenId, text),
                    }
                });
                Err(NoTrace::Key(shown.map(|text| (text, None))))
            }
        })
    }

    /// The key of a row of a source of a match or group, or the row by itself where it has no usable one.
    fn place_of_source(
        &self,
        item: usize,
        dataset: usize,
        row: u64,
    ) -> io::Result<Result<Vec<Place>, NoTrace>> {
        let blocks = &self.lowered.plan.items[item].blocks;
        let sources = &self.lowered.nodes[item].sources;
        let of = |frame: FrameId| batch::dataset_of(self, frame);
        let Some(source) = sources.iter().find(|s| of(s.frame) == Some(dataset)) else {
            let all: BTreeSet<usize> = sources.iter().filter_map(|s| of(s.frame)).collect();
            return Ok(Err(NoTrace::Datasets(all.into_iter().collect())));
        };
        let rows = self.evaluation.rows(source.frame);
        if row >= rows {
            return Ok(Err(NoTrace::Rows(rows)));
        }
        let explained = self
            .evaluation
            .explain_some(source.frame, &[row], &[source.key])?;
        let place = match explained.value(source.key, 0) {
            Some(Known::Key(id, _)) => Place {
                block: 0,
                frame: blocks[0].frame,
                row: u64::from(id),
            },
            _ => {
                let own = blocks.iter().position(|block| block.frame == source.frame);
                let Some(block) = own else {
                    return Ok(Err(NoTrace::Key(None)));
                };
                Place {
                    block,
                    frame: source.frame,
                    row,
                }
            }
        };
        Ok(Ok(vec![place]))
    }

    /// The rows of a dataset with a key, from 0; or a similar key with its row.
    #[expect(
        clippy::type_complexity,
        reason = "rows, or a similar key and its row: named once, used once"
    )]
    pub(super) fn rows_of_key(
        &self,
        dataset: usize,
        key: &[String],
    ) -> io::Result<Result<Vec<u64>, Option<(String, Option<u64>)>>> {
        let declared = &self.model().datasets[dataset];
        let columns: BTreeSet<usize> = declared.key.iter().copied().collect();
        let wanted = comparable(key);
        let source = self.request.datasets[dataset].source.as_ref();
        let all = source.map_or(0, |source| source.rows_before(source.chunk_count()));
        let mut found = Vec::new();
        let mut similar: Option<(String, u64)> = None;
        let numbers: Vec<u64> = (0..all).collect();
        for rows in numbers.chunks(batch::BATCH) {
            let asked: BTreeSet<u64> = rows.iter().copied().collect();
            let cells = batch::cells(self, dataset, &asked, &columns)?;
            for &row in rows {
                let texts = declared
                    .key
                    .iter()
                    .map(|&column| cells.text(row, column).unwrap_or_default().to_owned());
                let text = comparable(&texts.collect::<Vec<_>>());
                if text == wanted {
                    found.push(row);
                } else if similar.is_none() && near(&wanted, [text.as_str()]).is_some() {
                    let parts = declared.key.iter().map(|&column| {
                        let text = cells.text(row, column).unwrap_or_default().trim();
                        self.masked(&declared.columns[column].kind, text)
                    });
                    similar = Some((parts.collect::<Vec<_>>().join("/"), row));
                }
            }
        }
        if !found.is_empty() {
            return Ok(Ok(found));
        }
        if let Some((text, row)) = &mut similar {
            self.hide_own_names(dataset, vec![(*row, text)])?;
        }
        Ok(Err(similar.map(|(text, row)| (text, Some(row)))))
    }

    fn trace(&self, at: usize, place: Place) -> io::Result<Trace> {
        let plan = &self.lowered.plan;
        let item = &self.model().items[plan.items[at].item];
        let block = &plan.items[at].blocks[place.block];
        let explained = self.evaluation.explain(place.frame, &[place.row])?;
        let verdict = self.block_verdicts(at, place.block, &[place.row])?;
        let verdict: Option<Verdict> = verdict.first().map(|(_, verdict)| *verdict);
        let subject = self.subject_at(at, place, block)?;
        let looking = At {
            frame: place.frame,
            row: place.row,
            explained: &explained,
        };
        let dataset = batch::dataset_of(self, place.frame);
        let steps = match &item.check {
            Check::Rows(check) => {
                let mut steps = Vec::new();
                steps.extend(self.role("population", looking, check.member)?);
                steps.extend(self.role("condition", looking, check.applies)?);
                self.clauses(looking, &check.must, &mut steps)?;
                self.deadline_steps(check, looking, &mut steps)?;
                steps.extend(self.place_step(at, place.row)?);
                steps
            }
            Check::Duty(check) => self.duty_steps((at, block), check, looking)?,
            Check::Groups(check) => {
                let mut steps = Vec::new();
                self.clauses(looking, std::slice::from_ref(&check.must), &mut steps)?;
                steps
            }
            Check::Whole(check) => {
                let mut steps = Vec::new();
                self.clauses(looking, std::slice::from_ref(&check.must), &mut steps)?;
                steps
            }
            // What was looked at are the rows of the combination, which the cells and the searched places show.
            Check::Combinations(_) => Vec::new(),
            Check::Nothing => Vec::new(),
            Check::Match(check) => match plan.frames[place.frame.0].rows {
                FrameRows::Space(_) => self.match_steps(at, block, check, looking)?,
                FrameRows::Dataset(_) | FrameRows::Whole | FrameRows::Derived(_) => {
                    let mut steps = Vec::new();
                    let own = check
                        .sources
                        .iter()
                        .filter(|source| Some(source.rows.dataset) == dataset);
                    for source in own.take(1) {
                        for &key in &source.key {
                            steps.extend(self.role("key", looking, Some(key))?);
                        }
                    }
                    steps
                }
            },
        };
        let mut steps = steps;
        steps.extend(self.answer_step(at, place.row)?);
        // What excuses the keys of a match is told with its parts.
        if !matches!(item.check, Check::Match(_)) {
            for excused in block.excuses() {
                steps.push(self.exception(looking, excused)?);
            }
        }
        let mut trace = Trace {
            item: head::item_id(self.model(), item),
            title: item.title.get(self.language()).to_owned(),
            requires: explain::item(self.model(), item, self.language()),
            dataset: dataset.map(|dataset| {
                let names = &self.model().datasets[dataset].names;
                names.show(self.language()).to_owned()
            }),
            file: dataset.map(|dataset| self.lies(dataset, place.row).file.to_owned()),
            sheet: dataset
                .and_then(|dataset| self.lies(dataset, place.row).sheet)
                .map(str::to_owned),
            line: explained.line(0),
            subject,
            verdict,
            steps,
        };
        let own = dataset.map(|dataset| (dataset, place.row));
        self.hide_names_of_trace(own, &mut trace)?;
        Ok(trace)
    }

    /// The subject of a place, as a finding would tell it.
    fn subject_at(&self, at: usize, place: Place, block: &Block) -> io::Result<Subject> {
        let part = block.parts.first().map_or(0, |part| part.part);
        let hit = Hit {
            row: place.row,
            part: u16::try_from(part).unwrap_or(u16::MAX),
            outcome: HitOutcome::NotMet,
        };
        let mut subject = None;
        self.cook_batch((at, place.block), &[hit], &mut |finding| {
            subject = Some(finding.subject.clone());
            Ok(())
        })?;
        subject.ok_or_else(|| io::Error::other("no such subject"))
    }

    pub(super) fn role(
        &self,
        role: &'static str,
        at: At<'_>,
        expr: Option<ExprId>,
    ) -> io::Result<Option<Step>> {
        let Some(expr) = expr else { return Ok(None) };
        let mut step = self.step(at, expr, None, 0)?;
        step.role = Some(role);
        Ok(Some(step))
    }

    fn clauses(&self, at: At<'_>, must: &[Clause], steps: &mut Vec<Step>) -> io::Result<()> {
        for clause in must {
            steps.extend(self.role("requirement", at, Some(clause.must))?);
        }
        Ok(())
    }

    fn exception(&self, at: At<'_>, node: NodeId) -> io::Result<Step> {
        Ok(Step {
            role: Some("exception"),
            text: String::new(),
            told: self.truth_told(at.explained, node),
            cells: Vec::new(),
            looked: self.looked(at, node)?,
            steps: Vec::new(),
        })
    }

    pub(super) fn truth_told(&self, explained: &Explained, node: NodeId) -> Told {
        match evidence::truth(explained, node, 0) {
            Some(truth) => Told::Holds(truth),
            None => {
                let reason = explained.reason(node, 0);
                let reason = reason.map_or(Reason::NotComputable, |(reason, _)| reason);
                Told::Unknown(reason.code(), reason.words(self.language()).to_owned())
            }
        }
    }

    /// Every source with its rows of the key, then every part that is judged, then what explains.
    fn match_steps(
        &self,
        item: usize,
        block: &Block,
        check: &MatchCheck,
        at: At<'_>,
    ) -> io::Result<Vec<Step>> {
        let language = self.language();
        let nodes = &self.lowered.nodes[item];
        let name = |source: usize| check.source_names(self.model(), source).show(language);
        let key = u32::try_from(at.row).unwrap_or(0);
        let mut steps = Vec::new();
        for (number, source) in nodes.sources.iter().enumerate() {
            let mut columns = evidence::put_columns(&self.lowered.plan, source.link, None);
            for values in &nodes.compared {
                if let Some(&Some(value)) = values.get(number) {
                    evidence::columns_below(&self.lowered.plan, source.frame, value, &mut columns);
                }
            }
            let explained = check.sources[number].explained;
            let explained =
                explained.and_then(|expr| self.lowered.traced.get(&(source.frame, expr)));
            if let Some(&node) = explained {
                evidence::columns_below(&self.lowered.plan, source.frame, node, &mut columns);
            }
            let looked = self.rows_of(source.link, key, &columns)?;
            steps.push(Step {
                role: Some("source"),
                text: name(number).to_owned(),
                told: Told::Nothing,
                cells: Vec::new(),
                looked: looked.into_iter().collect(),
                steps: Vec::new(),
            });
        }
        for part in &block.parts {
            let Some(declared) = check.parts.get(part.part) else {
                continue;
            };
            let text = match (declared.kind, language) {
                (PartKind::NotIn(source), crate::types::Language::En) => {
                    format!("it is in {}", name(source))
                }
                (PartKind::NotIn(source), crate::types::Language::Zh) => {
                    format!("在{}中", name(source))
                }
                (PartKind::RepeatedIn(source), crate::types::Language::En) => {
                    format!("it is in {} at most once", name(source))
                }
                (PartKind::RepeatedIn(source), crate::types::Language::Zh) => {
                    format!("在{}中不重复", name(source))
                }
                (PartKind::Differs(field), crate::types::Language::En) => {
                    format!("{} agrees", check.compared[field].name.get(language))
                }
                (PartKind::Differs(field), crate::types::Language::Zh) => {
                    format!("{}一致", check.compared[field].name.get(language))
                }
            };
            steps.push(Step {
                role: Some("requirement"),
                text,
                told: self.truth_told(at.explained, part.must),
                cells: Vec::new(),
                looked: Vec::new(),
                steps: Vec::new(),
            });
        }
        if let Some(excused) = block.excused {
            let explained = check.sources.iter().filter_map(|source| source.explained);
            let words: Vec<String> = explained
                .map(|expr| explain::expression(self.model(), expr, language))
                .collect();
            let mut step = self.exception(at, excused)?;
            step.text = words.join(language.pick(" or ", "或"));
            // The rows of the sources were shown, whatever explains them.
            step.looked.clear();
            steps.push(step);
        }
        for excused in block.parts.iter().filter_map(|part| part.excused) {
            steps.push(self.exception(at, excused)?);
        }
        Ok(steps)
    }
}

/// The values of a key as they are compared here: trimmed, in half width, a citizen number normalised.
pub(super) fn comparable<T: AsRef<str>>(key: &[T]) -> String {
    let each = key.iter().map(|text| {
        let folded = crate::data::cell::fold_width(text.as_ref().trim().as_bytes()).into_owned();
        let (canonical, _) = crate::data::cell::normalise_citizen_id(&folded);
        String::from_utf8_lossy(&canonical).into_owned()
    });
    each.collect::<Vec<_>>().join("/")
}
