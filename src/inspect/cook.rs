//! One finding at a time: message, cells, places and reasons are made from the row that the engine left.

use super::alike::Alike;
use super::batch::{self, Cells, Partners};
use super::draft::{Draft, Drafted, key};
use super::evidence::Columns;
use super::{Inspection, excused, message};
use crate::eval::{Explained, Hit, HitOutcome};
use crate::findings::identity::{Identity, Twin};
use crate::findings::{Finding, FindingOutcome, ItemOutcome, KeyPart, ReasonRun, Searched};
use crate::model::Check;
use crate::plan::{Cause, FrameRows};
use crate::types::Language;
use crate::types::natural::Natural;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

impl Inspection<'_> {
    pub(super) fn language(&self) -> Language {
        self.request.language
    }

    pub(super) fn partners(&self) -> io::Result<&Partners> {
        if let Some(found) = self.partners.get() {
            return Ok(found);
        }
        // One thread looks them up, and the others wait for it.
        let _turn = self.partners_turn.lock();
        if let Some(found) = self.partners.get() {
            return Ok(found);
        }
        let found = batch::partners(self)?;
        Ok(self.partners.get_or_init(|| found))
    }

    /// Rows are in order already. Keys come by first appearance over the sources as written, groups of columns by their texts.
    pub(super) fn order(&self, at: usize, number: usize, hits: &mut [Hit]) -> io::Result<()> {
        let planned = &self.lowered.plan.items[at];
        let FrameRows::Space(space) = self.lowered.plan.frames[planned.blocks[number].frame.0].rows
        else {
            return Ok(());
        };
        if matches!(self.model().items[planned.item].check, Check::Groups(_)) {
            hits.sort_by_cached_key(|hit| {
                let texts = self.evaluation.key_text(space, key(hit.row));
                // Rows without a group come last.
                let is_none = texts.iter().all(String::is_empty);
                let texts: Vec<Natural> = texts.into_iter().map(Natural).collect();
                (is_none, texts, hit.part)
            });
            return Ok(());
        }
        let partners = self.partners()?;
        let sources = self.sources_of(at, number);
        hits.sort_by_cached_key(|hit| {
            let first = sources.iter().enumerate().find_map(|(number, source)| {
                let row = partners.rows(source.link, key(hit.row)).first()?;
                Some((number, row.row))
            });
            (first, hit.part)
        });
        Ok(())
    }

    /// What the findings of some hits of a block are made from.
    pub(super) fn drafted(&self, place: (usize, usize), hits: &[Hit]) -> io::Result<Drafted<'_>> {
        let frame = self.lowered.plan.items[place.0].blocks[place.1].frame;
        let mut rows: Vec<u64> = hits.iter().map(|hit| hit.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let nodes = batch::nodes_shown(self, place.0, place.1);
        // What findings show of their own rows is read with what these are judged by.
        let own = batch::dataset_of(self, frame);
        let shown = own.map(|own| self.columns_shown(own)).unwrap_or_default();
        let explained = (self.evaluation).explain_beside(frame, &rows, &nodes, &shown)?;
        let mut drafts = Vec::with_capacity(hits.len());
        let mut alike = Alike::default();
        for &hit in hits {
            let at = rows.partition_point(|&row| row < hit.row);
            drafts.push(self.draft(place, hit, (&explained, at), &mut alike)?);
        }
        let cells = self.cells_of(&drafts, own.map(|own| (own, &explained)))?;
        for draft in &mut drafts {
            draft.key = self.key_compared(place.0, draft, &explained, &cells);
            let digest = self.like(place.0, draft, (&explained, &cells));
            draft.twin = digest.map(|cells| Twin { cells, ordinal: 0 });
        }
        Ok(Drafted {
            place,
            explained,
            cells,
            drafts,
        })
    }

    /// The findings that were drafted, each made when it is asked for.
    pub(super) fn findings_made<'d>(
        &'d self,
        drafted: Drafted<'d>,
    ) -> impl Iterator<Item = Finding> + 'd {
        let Drafted {
            place,
            explained,
            cells,
            drafts,
        } = drafted;
        let made = move |draft| self.finish(place, draft, &explained, &cells);
        drafts.into_iter().map(made)
    }

    /// The columns of a dataset that are read for every finding that shows rows of it: its key, and what tells places and names.
    pub(super) fn columns_shown(&self, dataset: usize) -> Vec<usize> {
        let mut columns = self.model().datasets[dataset].key.clone();
        columns.extend(self.places().columns(dataset));
        columns.extend(self.name_columns(dataset));
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The cells that drafts show, with those that tell places and names of persons, by dataset; `read`: what was read already of a dataset.
    pub(super) fn cells_of(
        &self,
        drafts: &[Draft],
        read: Option<(usize, &Explained)>,
    ) -> io::Result<BTreeMap<usize, Cells>> {
        let mut wanted: BTreeMap<usize, (Vec<u64>, BTreeSet<usize>)> = BTreeMap::new();
        // Most drafts show the same columns as one before.
        let mut last: BTreeMap<usize, &Columns> = BTreeMap::new();
        for shown in drafts.iter().flat_map(Draft::shown) {
            let (rows, columns) = wanted.entry(shown.dataset).or_default();
            rows.extend(&shown.rows);
            let before = last.insert(shown.dataset, &shown.columns);
            if !before.is_some_and(|before| Arc::ptr_eq(before, &shown.columns)) {
                columns.extend(shown.columns.iter());
            }
        }
        let mut cells = BTreeMap::new();
        for (dataset, (mut rows, mut columns)) in wanted {
            columns.extend(self.columns_shown(dataset));
            rows.sort_unstable();
            rows.dedup();
            let read = read.filter(|(of, _)| *of == dataset);
            let read = read.map(|(_, explained)| explained);
            let found = batch::cells_beside(self, dataset, (&rows, &columns), read)?;
            cells.insert(dataset, found);
        }
        Ok(cells)
    }

    fn finish(
        &self,
        (at, block): (usize, usize),
        mut draft: Draft,
        explained: &Explained,
        cells: &BTreeMap<usize, Cells>,
    ) -> Finding {
        let planned = &self.lowered.plan.items[at];
        let item = &self.model().items[planned.item];
        let mut finding = self.blank_finding(at);
        finding.outcome = draft.hit.outcome.into();
        finding.tolerated = item.tolerating.is_some()
            && draft.hit.outcome == HitOutcome::NotMet
            && self.run.items.get(at).map(|run| run.outcome) == Some(ItemOutcome::Met);
        for shown in draft.shown() {
            self.add_cells(shown, cells, &mut finding.cells);
        }
        for search in draft.searched.drain(..) {
            let place = Searched {
                dataset: self.model().datasets[search.dataset].names.id().to_owned(),
                file: self.request.dataset_files[search.dataset].file.clone(),
                key: search.key,
                rows: search.rows,
                otherwise: search.otherwise,
            };
            // Rows that are asked for kind by kind were looked for in one place.
            if !finding.searched.contains(&place) {
                finding.searched.push(place);
            }
        }
        for &dataset in &self.template(at).headers {
            finding
                .searched
                .push(self.searched_for(Cause::Dataset(dataset)));
        }
        self.subject(at, &draft, (explained, cells), &mut finding);
        if let Check::Duty(duty) = &item.check {
            self.tidy_searches(duty, usize::from(draft.hit.part) / 2, &mut finding.searched);
        }
        let frame = planned.blocks[block].frame;
        let is_key_finding = matches!(self.lowered.plan.frames[frame.0].rows, FrameRows::Space(_));
        let asked = self.asked(at, &draft);
        if item.person.is_some() {
            let part = asked.map_or("machine", |_| "person");
            finding.part = Some(part.to_owned());
        }
        if let Some(asked) = asked {
            self.answer_of(at, &draft, asked, &mut finding);
        } else if let (Check::Match(check), true) = (&item.check, is_key_finding) {
            self.part_of(check, &draft, cells, &mut finding);
            self.way_of((at, check), &draft, cells, &mut finding);
        } else if let Check::Combinations(check) = &item.check {
            self.combination_of(check, &draft, &mut finding);
        } else if let Check::Duty(duty) = &item.check {
            self.duty_words(at, duty, (&draft, cells), explained, &mut finding);
        } else {
            self.clauses_of(at, &draft, explained, &mut finding);
            self.ways_found((&draft, frame), cells, &mut finding);
        }
        let told = asked.is_some_and(|(_, said)| said.certain);
        if finding.outcome == FindingOutcome::CannotTell && !told {
            self.reasons_of((at, block), &draft, explained, &mut finding);
        } else if excused::has_nodes(self, at, block) {
            let subject = (at, draft.at, draft.hit.part);
            self.unproved(subject, explained, &mut finding);
        }
        let part_owner = match &item.check {
            Check::Match(check) if is_key_finding => {
                let part = check.parts.get(usize::from(draft.hit.part));
                part.is_some_and(|part| !part.owners.is_empty())
            }
            _ => false,
        };
        if !part_owner {
            self.owners_of((at, block), (explained, draft.at), &mut finding);
        }
        let key: Vec<Option<&str>> = draft.key.iter().map(Option::as_deref).collect();
        finding.id = self.hash_key.id(&Identity {
            item: &self.template(at).identity,
            key: &key,
            part: finding.part.as_deref(),
            twin: draft.twin,
        });
        self.hide_names(&draft, cells, &mut finding);
        finding
    }

    /// Where something that stops an item was looked for: the file that lacks it, or the audit file.
    fn searched_for(&self, cause: Cause) -> Searched {
        let model = self.model();
        let (dataset, column) = match cause {
            Cause::Setting(_) => (None, None),
            Cause::Dataset(dataset) | Cause::Rows(dataset) => (Some(dataset), None),
            Cause::Column(dataset, column) => (Some(dataset), Some(column)),
        };
        let named = match (cause, column.zip(dataset)) {
            (Cause::Setting(setting), _) => Some(&model.settings[setting].names),
            (_, Some((column, dataset))) => Some(&model.datasets[dataset].columns[column].names),
            (_, None) => None,
        };
        let key = named.map(|names| KeyPart {
            name: names.id().to_owned(),
            shown: names.show(self.language()).to_owned(),
            value: String::new(),
        });
        let file = dataset.map(|dataset| self.request.dataset_files[dataset].file.clone());
        let rows = dataset.and_then(|dataset| {
            let id = model.datasets[dataset].names.id();
            self.run.datasets.iter().find(|run| run.name == id)
        });
        Searched {
            dataset: dataset
                .map_or("", |at| model.datasets[at].names.id())
                .to_owned(),
            file: file
                .filter(|file| !file.is_empty())
                .unwrap_or_else(|| self.request.audit.clone()),
            key: key.into_iter().collect(),
            rows: rows.map_or(0, |run| run.rows),
            otherwise: None,
        }
    }

    /// The one finding of an item that is stopped as a whole.
    pub(super) fn stopped_finding(&self, at: usize) -> Finding {
        let language = self.language();
        let mut finding = self.blank_finding(at);
        for cause in self.stopped_by(at) {
            finding.reasons.push(ReasonRun {
                code: cause.reason().code(),
                cell: None,
                text: self.cause_words(cause),
            });
            finding.searched.push(self.searched_for(cause));
        }
        let words: Vec<String> = finding.reasons.iter().map(|r| r.text.clone()).collect();
        let subjects = self.left_open(at);
        finding.message = if self.is_torn(at) && subjects == 0 {
            message::cannot_tell("", &words, language)
        } else {
            message::stopped(subjects, &words, language)
        };
        finding.id = self.hash_key.id(&Identity {
            item: &self.template(at).identity,
            key: &[],
            part: None,
            twin: None,
        });
        finding
    }
}
