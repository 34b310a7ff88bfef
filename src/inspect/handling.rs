//! Who has to act on a finding where a column of the subject says so, and items that look at fewer subjects than they should.

use super::{Inspection, excused, head, message};
use crate::eval::{Explained, Known};
use crate::findings::identity::Identity;
use crate::findings::{Finding, ReasonRun, Searched};
use crate::model::{Check, Item, RowsOf};
use crate::plan::FrameRows;
use crate::types::Language;

/// An item that judges too few subjects.
pub(super) struct TooFew {
    /// How many it judges for sure.
    sure: u64,
    /// How many more it may judge.
    perhaps: u64,
    /// How many it should.
    wanted: u64,
}

impl TooFew {
    fn words(&self, language: Language) -> String {
        let Self {
            sure,
            perhaps,
            wanted,
        } = self;
        let plural = if *sure == 1 { " is" } else { "s are" };
        match (language, perhaps) {
            (Language::En, 0) => {
                format!("only {sure} subject{plural} judged, and at least {wanted} are expected")
            }
            (Language::En, _) => format!(
                "only {sure} subject{plural} judged for sure, {perhaps} more may be, and at least {wanted} are expected"
            ),
            (Language::Zh, 0) => format!("只判断了 {sure} 个对象，应有至少 {wanted} 个"),
            (Language::Zh, _) => format!(
                "只有 {sure} 个对象确定判断，另有 {perhaps} 个是否判断尚不能确定，应有至少 {wanted} 个"
            ),
        }
    }
}

impl Inspection<'_> {
    /// Adds who has to act by the columns of the subject; where they say nothing, who does then, and that it is unknown.
    pub(super) fn owners_of(
        &self,
        (at, block): (usize, usize),
        (explained, row): (&Explained, usize),
        finding: &mut Finding,
    ) {
        let language = self.language();
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let mut unknown = Vec::new();
        for (number, path) in item.lines.owner_paths.iter().enumerate() {
            let has_nodes = excused::has_nodes(self, at, block);
            let nodes = self.lowered.nodes[at].owners.get(number);
            let nodes = nodes
                .filter(|_| has_nodes)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let found = (nodes.iter().zip(&path.values)).find_map(|(&node, &(_, value))| {
                let text = match explained.value(node, row)? {
                    Known::Text(text) => text,
                    Known::Key(_, texts) => texts.join(" "),
                    _ => return None,
                };
                Some(self.masked(&self.model().expr(value).ty, &text))
            });
            match found.filter(|text| !text.trim().is_empty()) {
                Some(owner) => {
                    let owner = owner.trim().to_owned();
                    if !finding.owner.contains(&owner) {
                        finding.owner.push(owner);
                    }
                }
                None => {
                    let reason = nodes.iter().find_map(|&node| explained.reason(node, row));
                    let why = reason.map(|(reason, _)| reason.words(language));
                    unknown.push(match language {
                        Language::En => format!(
                            "who has to act is not known: {} {}",
                            path.name.get(language),
                            why.unwrap_or("is not known")
                        ),
                        Language::Zh => format!(
                            "责任单位不明：{}{}",
                            path.name.get(language),
                            why.unwrap_or("不明")
                        ),
                    });
                }
            }
        }
        if unknown.is_empty() {
            return;
        }
        if let Some(otherwise) = &item.lines.otherwise {
            let otherwise = otherwise.get(language).to_owned();
            if !finding.owner.contains(&otherwise) {
                finding.owner.push(otherwise);
            }
        }
        let between = language.pick("; ", "；");
        let unknown = unknown.join(between);
        finding.message = format!("{}{between}{unknown}", finding.message);
    }

    /// Whether an item surely judges fewer subjects than it should. Those to which it does not apply and those that are excused are not
    /// judged; those of which either is open may be.
    pub(super) fn too_few(&self, at: usize) -> Option<TooFew> {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let wanted = item.lines.expects?;
        let (counts, doubt) = (self.counts(at), self.doubt(at));
        let judged = counts.subjects - counts.not_applicable - counts.excused;
        let few = TooFew {
            sure: judged - doubt.met - doubt.cannot_tell,
            perhaps: doubt.met + doubt.cannot_tell + doubt.excused,
            wanted,
        };
        (few.sure < wanted && !self.is_stopped(at)).then_some(few)
    }

    /// The one finding of an item that judges too few subjects.
    pub(super) fn too_few_finding(&self, at: usize, few: &TooFew) -> Finding {
        let item = &self.model().items[self.lowered.plan.items[at].item];
        let mut finding = self.blank_finding(at);
        let language = self.language();
        let text = few.words(language);
        finding.message = message::cannot_tell("", std::slice::from_ref(&text), language);
        finding.reasons.push(ReasonRun {
            code: "too_few_subjects",
            cell: None,
            text,
        });
        finding.searched = self.looked_at(item);
        finding.id = self.hash_key.id(&Identity {
            item: &head::identity(self.model(), item),
            key: &[],
            part: Some("subjects"),
            twin: None,
        });
        finding
    }

    /// The datasets whose rows give an item its subjects.
    fn looked_at(&self, item: &Item) -> Vec<Searched> {
        let of = |rows: &RowsOf| rows.dataset;
        let datasets: Vec<usize> = match &item.check {
            Check::Rows(check) => vec![check.dataset],
            Check::Groups(check) => check.of.iter().map(of).collect(),
            Check::Match(check) => check.sources.iter().map(|s| of(&s.rows)).collect(),
            Check::Combinations(check) => vec![of(&check.rows)],
            Check::Duty(duty) => vec![duty.dataset],
            Check::Whole(_) | Check::Nothing => Vec::new(),
        };
        let mut searched: Vec<Searched> = Vec::new();
        for dataset in datasets {
            let frames = self.lowered.plan.frames.iter();
            let frame = frames
                .clone()
                .position(|f| f.rows == FrameRows::Dataset(dataset));
            searched.push(Searched {
                dataset: self.model().datasets[dataset].names.id().to_owned(),
                file: self.request.dataset_files[dataset].file.clone(),
                key: Vec::new(),
                rows: frame.map_or(0, |f| self.evaluation.rows(crate::plan::FrameId(f))),
                otherwise: None,
            });
        }
        if searched.is_empty() {
            searched.push(Searched {
                dataset: String::new(),
                file: self.request.audit.clone(),
                key: Vec::new(),
                rows: 0,
                otherwise: None,
            });
        }
        searched
    }
}
