//! Samples: the frame, the units drawn from it, and those that took the place of others.

use super::attest::{Asked, At, Attested, Settling, key_in};
use super::batch::BATCH;
use super::{Inspection, head, validity};
use crate::data::answers::AnswerField;
use crate::eval::Known;
use crate::findings::draw::{Size, Unit, digest, draw};
use crate::findings::{DrawnSample, DrawnUnit, KeyPart, SampleScope};
use crate::model::{Check, Sample};
use crate::types::{Date, Language, Type};
use std::collections::BTreeMap;
use std::io;

impl Inspection<'_> {
    /// The samples of the items that were run, with their units.
    #[must_use]
    pub fn samples(&self) -> Vec<DrawnSample> {
        let language = self.language();
        let mut samples = Vec::new();
        for (&at, attested) in &self.answered.items {
            let planned = &self.lowered.plan.items[at];
            let item = &self.model().items[planned.item];
            let Some(sample) = item.person.as_ref().and_then(|p| p.sample.as_ref()) else {
                continue;
            };
            let causes = self.stopped_by(at).into_iter();
            let stopped = causes.map(|cause| self.cause_words(cause));
            samples.push(DrawnSample {
                item: head::item_id(self.model(), item),
                title: item.title.get(language).to_owned(),
                scope: attested.scope.clone(),
                strata: (sample.strata_names.iter())
                    .map(|name| name.get(language).to_owned())
                    .collect(),
                units: attested.units.clone(),
                remarks: attested.remarks.iter().cloned().chain(stopped).collect(),
            });
        }
        samples
    }
}

impl Settling<'_> {
    /// The units that are asked about: those drawn, and those that replace some of them.
    pub(super) fn draw(
        &mut self,
        sample: &Sample,
        asked: Vec<Asked>,
        answers: &BTreeMap<Vec<String>, Vec<At>>,
        attested: &mut Attested,
    ) -> io::Result<Vec<Asked>> {
        let (mut units, mut members): (Vec<Unit>, Vec<Asked>) = (Vec::new(), Vec::new());
        let (mut undecided, mut keyless) = (0_u64, 0_u64);
        let rows: Vec<u64> = asked.iter().map(|asked| asked.row).collect();
        let strata = self.strata(&rows)?;
        let mut seen = std::collections::BTreeSet::new();
        for (asked, stratum) in asked.into_iter().zip(strata) {
            match &asked.key {
                _ if !asked.certain => undecided += 1,
                None => keyless += 1,
                // Rows of one key are one unit.
                Some(key) if !seen.insert(key.clone()) => {}
                Some(key) => {
                    let key = key.clone();
                    units.push(Unit { stratum, key });
                    members.push(asked);
                }
            }
        }
        let Some((number, unit)) = validity::number(self.inspection.request, sample.size) else {
            return Ok(Vec::new());
        };
        let size = if unit == Some(crate::types::Unit::Percent) {
            Size::Share(number)
        } else {
            Size::Count(number)
        };
        let order = draw(&sample.seed, &units, size);
        let mut drawn: Vec<bool> = vec![false; units.len()];
        for &(unit, is_drawn) in &order {
            drawn[unit] = is_drawn;
        }
        let replaced = self.replace(&units, answers, &mut drawn);
        let dataset = self.dataset();
        let kinds = self.strata_kinds();
        let strata: std::collections::BTreeSet<&[String]> =
            units.iter().map(|unit| unit.stratum.as_slice()).collect();
        let numbers: BTreeMap<&[String], usize> = (strata.into_iter().enumerate())
            .map(|(number, stratum)| (stratum, number))
            .collect();
        attested.units = (order.iter())
            .map(|&(unit, _)| DrawnUnit {
                stratum: (kinds.iter().zip(&units[unit].stratum))
                    .map(|(kind, text)| self.inspection.masked(kind, text))
                    .collect(),
                stratum_number: numbers[units[unit].stratum.as_slice()],
                key: self.shown_key(&units[unit].key),
                dataset: dataset.clone(),
                row: members[unit].row + 1,
                drawn: drawn[unit],
            })
            .collect();
        self.hide_names(&mut attested.units)?;
        let count = drawn.iter().filter(|drawn| **drawn).count() as u64;
        attested.scope = Some(SampleScope {
            frame: digest(&units),
            units: units.len() as u64,
            drawn: count,
            seed: sample.seed.clone(),
        });
        attested.remarks = self.remarks((undecided, keyless), replaced);
        attested.counts.subjects = count;
        attested.counts.not_applicable = 0;
        attested.counts.excused = 0;
        let both = members.into_iter().zip(drawn);
        let mut taken: Vec<Asked> = both
            .filter(|(_, drawn)| *drawn)
            .map(|(member, _)| member)
            .collect();
        taken.sort_by_key(|member| member.row);
        Ok(taken)
    }

    /// Puts other units in the place of those that answers replace with a reason; gives their number.
    fn replace(
        &mut self,
        units: &[Unit],
        answers: &BTreeMap<Vec<String>, Vec<At>>,
        drawn: &mut [bool],
    ) -> u64 {
        let numbers: BTreeMap<&[String], usize> = (units.iter().enumerate())
            .map(|(number, unit)| (unit.key.as_slice(), number))
            .collect();
        let parts = self.key_parts();
        let mut all: Vec<(At, usize)> = Vec::new();
        for (key, places) in answers {
            if let Some(&unit) = numbers.get(key.as_slice()) {
                let replacing = places
                    .iter()
                    .filter(|at| !self.row(**at).text(AnswerField::ReplacedBy).is_empty());
                all.extend(replacing.map(|&at| (at, unit)));
            }
        }
        // In the order of the files, so that who replaces may be replaced in turn.
        all.sort_unstable();
        let mut replaced = 0;
        for (at, unit) in all {
            let row = self.row(at);
            let by = key_in(row.text(AnswerField::ReplacedBy), &parts);
            let by = by.and_then(|key| numbers.get(key.as_slice()).copied());
            let has_reason = [AnswerField::Reason, AnswerField::Note]
                .iter()
                .any(|field| !row.text(*field).is_empty());
            let signed = [AnswerField::Who, AnswerField::When]
                .iter()
                .all(|field| !row.text(*field).is_empty())
                && !self.is_later(at);
            match by {
                Some(by)
                    if drawn[unit]
                        && !drawn[by]
                        && units[by].stratum == units[unit].stratum
                        && has_reason
                        && signed =>
                {
                    drawn[unit] = false;
                    drawn[by] = true;
                    replaced += 1;
                }
                // Not in the frame, in another stratum, drawn itself, or without a reason: who was drawn stays.
                _ => self.unasked(at, AnswerField::ReplacedBy),
            }
        }
        replaced
    }

    /// Masks the names of drawn rows in their keys and strata.
    fn hide_names(&self, units: &mut [DrawnUnit]) -> io::Result<()> {
        let model = self.inspection.model();
        let item = &model.items[self.inspection.lowered.plan.items[self.at].item];
        let Check::Rows(rows) = &item.check else {
            return Ok(());
        };
        let mut texts: Vec<(u64, &mut String)> = Vec::new();
        for unit in units {
            let row = unit.row.saturating_sub(1);
            let key = unit.key.iter_mut().map(|part| &mut part.value);
            texts.extend(key.chain(&mut unit.stratum).map(|text| (row, text)));
        }
        self.inspection.hide_own_names(rows.dataset, texts)
    }

    /// The types by which the values of strata are masked.
    fn strata_kinds(&self) -> Vec<Type> {
        let frame = self.inspection.lowered.plan.items[self.at].blocks[0].frame;
        let nodes = self.inspection.lowered.nodes[self.at].strata.iter();
        nodes
            .map(|&node| self.inspection.most_private(frame, node))
            .collect()
    }

    /// The strata of rows.
    fn strata(&self, rows: &[u64]) -> io::Result<Vec<Vec<String>>> {
        let nodes = &self.inspection.lowered.nodes[self.at].strata;
        if nodes.is_empty() {
            return Ok(vec![Vec::new(); rows.len()]);
        }
        let frame = self.inspection.lowered.plan.items[self.at].blocks[0].frame;
        let mut strata = Vec::with_capacity(rows.len());
        for batch in rows.chunks(BATCH) {
            let explained = (self.inspection.evaluation).explain_some(frame, batch, nodes)?;
            for at in 0..batch.len() {
                let text = |&node| match explained.value(node, at) {
                    Some(Known::Text(text)) => text,
                    Some(Known::Days(days)) => Date(days).to_string(),
                    Some(Known::Number(low, high)) if low == high => low.to_string(),
                    Some(Known::Truth(truth)) => truth.to_string(),
                    // Those of whom it is not known make a stratum of their own.
                    _ => String::new(),
                };
                strata.push(nodes.iter().map(text).collect());
            }
        }
        Ok(strata)
    }

    /// The dataset whose rows are the frame.
    fn dataset(&self) -> String {
        let model = self.inspection.model();
        let item = &model.items[self.inspection.lowered.plan.items[self.at].item];
        match &item.check {
            Check::Rows(rows) => model.datasets[rows.dataset].names.id().to_owned(),
            Check::Groups(_)
            | Check::Whole(_)
            | Check::Match(_)
            | Check::Combinations(_)
            | Check::Duty(_)
            | Check::Nothing => String::new(),
        }
    }

    fn shown_key(&self, key: &[String]) -> Vec<KeyPart> {
        let model = self.inspection.model();
        let item = &model.items[self.inspection.lowered.plan.items[self.at].item];
        let Check::Rows(rows) = &item.check else {
            return Vec::new();
        };
        let declared = &model.datasets[rows.dataset];
        let columns = declared.key.iter().zip(key);
        columns
            .map(|(&column, text)| self.inspection.key_part(&declared.columns[column], text))
            .collect()
    }

    fn remarks(&self, (undecided, keyless): (u64, u64), replaced: u64) -> Vec<String> {
        let en = self.inspection.language() == Language::En;
        let mut remarks = Vec::new();
        if undecided > 0 {
            remarks.push(if en && undecided == 1 {
                "of 1 row it cannot be told whether it belongs to the frame; it was not drawn from".to_owned()
            } else if en {
                format!("of {undecided} rows it cannot be told whether they belong to the frame; they were not drawn from")
            } else {
                format!("有 {undecided} 条记录无法判断是否属于抽样框，未参与抽取")
            });
        }
        if keyless > 0 {
            remarks.push(if en && keyless == 1 {
                "1 row of the frame has no usable key; it was not drawn from".to_owned()
            } else if en {
                format!("{keyless} rows of the frame have no usable key; they were not drawn from")
            } else {
                format!("抽样框中有 {keyless} 条记录没有可用的主键，未参与抽取")
            });
        }
        if replaced > 0 {
            remarks.push(if en {
                format!("{replaced} of the units drawn were replaced by others, with a reason")
            } else {
                format!("抽中的对象有 {replaced} 个经说明原因后被替换")
            });
        }
        remarks
    }
}
