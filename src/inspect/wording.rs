//! What a finding says: the part or the requirement that fails, the values compared, and why something cannot be told.

use super::draft::Draft;
use super::{Inspection, evidence, message};
use crate::eval::{Explained, HitOutcome, Known};
use crate::findings::{Finding, ReasonRun, Searched, ShownValue};
use crate::model::{Check, Clause, Item, Ranking, RowsCheck};
use crate::plan::{Cause, FrameId, Node, NodeId};
use crate::types::{Language, Number, Reason, Type};
use std::collections::BTreeSet;

impl Inspection<'_> {
    /// The requirements that fail, in words, with the values compared.
    pub(super) fn clauses_of(
        &self,
        at: usize,
        draft: &Draft,
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let item = &self.model().items[self.lowered.plan.items[at].item];
        if let Check::Rows(RowsCheck {
            ranking: Some(ranking),
            ..
        }) = &item.check
        {
            self.ranking_of(at, (item, ranking), draft, explained, finding);
            return;
        }
        let mut shown = &self.lowered.nodes[at].clauses[..];
        let clauses = match &item.check {
            Check::Rows(check) => {
                let (clauses, before) = self.clauses_of_part(check, draft, finding);
                shown = shown.get(before..).unwrap_or_default();
                clauses
            }
            Check::Groups(check) => std::slice::from_ref(&check.must),
            Check::Whole(check) => std::slice::from_ref(&check.must),
            Check::Match(_) | Check::Combinations(_) | Check::Duty(_) | Check::Nothing => &[],
        };
        let wanted = match draft.hit.outcome {
            HitOutcome::NotMet => Some(false),
            HitOutcome::CannotTell | HitOutcome::Awaiting => None,
        };
        let mut texts = Vec::new();
        let mut lacking: Vec<&str> = Vec::new();
        let kinds = crate::explain::kinds_asked(self.model(), clauses);
        for (number, (clause, nodes)) in clauses.iter().zip(shown).enumerate() {
            if evidence::truth(explained, nodes.must, draft.at) != wanted {
                continue;
            }
            if let (Some(kind), HitOutcome::NotMet) = (kinds.get(number), draft.hit.outcome) {
                lacking.push(kind);
                continue;
            }
            let value = |node: Option<NodeId>, expr: Option<crate::model::ExprId>| {
                let (node, expr) = (node?, expr?);
                let kind = &self.model().expr(expr).ty;
                let mut shown = message::shown(kind, &explained.value(node, draft.at)?, language)?;
                if let Type::OneOf(set) = kind {
                    shown.text = crate::explain::word(self.model(), *set, &shown.text, language);
                }
                Some(self.screened(kind, shown))
            };
            let whole = crate::explain::is_as_written(self.model(), clause.must)
                || crate::explain::is_dependency(self.model(), clause.must);
            let actual = whole
                .then(|| self.text_found(clause, finding))
                .flatten()
                .or_else(|| value(nodes.actual, clause.actual))
                .or_else(|| {
                    let unread = nodes
                        .actual
                        .and_then(|node| explained.reason(node, draft.at));
                    self.cell_value(clause.actual, finding, unread.map(|(reason, _)| reason))
                })
                .or_else(|| self.counted_value(nodes, draft, explained));
            let actual = actual
                .or_else(|| self.series(at, clause, draft, explained))
                .or_else(|| self.text_found(clause, finding));
            let expected = value(nodes.expected, clause.expected).or_else(|| {
                // A cell that cannot be read requires nothing.
                let unread = nodes
                    .expected
                    .and_then(|node| explained.reason(node, draft.at));
                match unread {
                    Some(_) => None,
                    None => self.cell_value(clause.expected, finding, None),
                }
            });
            finding.breach = (finding.breach)
                .or_else(|| self.breach(at, (nodes.actual, nodes.must), draft, finding));
            // The value that must not be is not what is required.
            let expected = expected.filter(|_| !crate::explain::denies(self.model(), clause));
            let requirement = self.template(at).requirement(clause);
            texts.push(match draft.hit.outcome {
                HitOutcome::NotMet => {
                    let other = self.other_side(clause, expected.as_ref(), finding);
                    let actual = actual.as_ref().map(|actual| actual.text.as_str());
                    message::not_met([requirement, &other], actual, language)
                }
                HitOutcome::CannotTell | HitOutcome::Awaiting => requirement.to_owned(),
            });
            if finding.actual.is_none() && finding.expected.is_none() {
                finding.actual = actual;
                finding.expected = expected;
            }
        }
        if !lacking.is_empty() && finding.message.is_empty() {
            texts.push(missing_words(&lacking, language));
        }
        if let (Some(due), true) = (&finding.due, finding.part.is_some()) {
            let by = match language {
                Language::En => format!("by {due}: "),
                Language::Zh => format!("截至 {due}："),
            };
            if let Some(first) = texts.first_mut() {
                first.insert_str(0, &by);
            }
        }
        if draft.hit.outcome == HitOutcome::NotMet && finding.message.is_empty() {
            finding.message = message::joined(texts, language.pick("; ", "；"));
        } else if draft.hit.outcome == HitOutcome::NotMet && !lacking.is_empty() {
            // The author's own words stand before it.
            let missing = missing_words(&lacking, language);
            finding.message = match language {
                Language::En => format!("{} ({missing})", finding.message),
                Language::Zh => format!("{}（{missing}）", finding.message),
            };
        } else if draft.hit.outcome == HitOutcome::CannotTell {
            // Completed with the reasons.
            finding.message = message::joined(texts, language.pick("; ", "；"));
        }
    }

    /// The place of a ranked group, in words, with what it is ranked by.
    fn ranking_of(
        &self,
        at: usize,
        (item, ranking): (&Item, &Ranking),
        draft: &Draft,
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let kind = &self.model().expr(ranking.by).ty;
        let node = self.lowered.nodes[at]
            .clauses
            .first()
            .and_then(|c| c.actual);
        let known = node.and_then(|node| explained.value(node, draft.at));
        finding.actual = known.and_then(|known| message::shown(kind, &known, language));
        let requirement = crate::explain::places(self.model(), item, language);
        let requirement = requirement.unwrap_or_default();
        let place = self.place_of(at, draft.hit.row);
        finding.message = match (draft.hit.outcome, finding.message.is_empty()) {
            (HitOutcome::NotMet, false) => return,
            (HitOutcome::NotMet, true) => {
                message::not_met([&requirement, ""], place.as_deref(), language)
            }
            (HitOutcome::CannotTell | HitOutcome::Awaiting, _) => match place {
                Some(place) => format!("{requirement}{}{place}", language.pick("; ", "；")),
                None => requirement,
            },
        };
    }

    /// The requirements of a part, and how many stand before them; a deadline is named in the finding.
    fn clauses_of_part<'c>(
        &self,
        check: &'c RowsCheck,
        draft: &Draft,
        finding: &mut Finding,
    ) -> (&'c [Clause], usize) {
        let number = usize::from(draft.hit.part).checked_sub(1);
        let Some((number, deadline)) = number.and_then(|n| Some((n, check.deadlines.get(n)?)))
        else {
            return (&check.must, 0);
        };
        finding.part = Some(format!("due:{}", deadline.due));
        finding.due = Some(deadline.due.to_string());
        let before = check.deadlines.iter().take(number);
        let before: usize = before.map(|deadline| deadline.must.len()).sum();
        (&deadline.must, check.must.len() + before)
    }

    /// The cell of the subject's row that a requirement compares: of what is found, else of the whole sentence; the key only where it
    /// compares nothing else.
    fn breach(
        &self,
        at: usize,
        (actual, must): (Option<NodeId>, NodeId),
        draft: &Draft,
        finding: &Finding,
    ) -> Option<usize> {
        let own = draft.own.as_ref()?;
        let dataset = &self.model().datasets[own.dataset];
        let cell_of = |column: usize| {
            let name = dataset.columns.get(column)?.names.id();
            finding.cells.iter().position(|cell| {
                *cell.column == *name
                    && *cell.dataset == *dataset.names.id()
                    && Some(cell.row) == finding.subject.row
            })
        };
        let template = self.template(at);
        let first_of = |node: NodeId| {
            let mut columns = template.compared(node).iter();
            columns.find_map(|&column| cell_of(column))
        };
        actual.and_then(first_of).or_else(|| first_of(must))
    }

    /// The values of a trend over its periods.
    fn series(
        &self,
        at: usize,
        clause: &crate::model::Clause,
        draft: &Draft,
        explained: &Explained,
    ) -> Option<ShownValue> {
        let language = self.language();
        let trend = self.model().trends.get(&clause.must)?;
        let nodes = &self.lowered.nodes[at].series;
        let mut shown = Vec::new();
        for ((period, value), node) in trend.values.iter().zip(nodes) {
            let kind = &self.model().expr(*value).ty;
            let Some(known) = explained.value(*node, draft.at) else {
                continue;
            };
            let value = message::shown(kind, &known, language)?;
            shown.push(match language {
                Language::En => format!("{} in {}", value.text, period.get(language)),
                Language::Zh => format!("{} {}", period.get(language), value.text),
            });
        }
        let text = shown.join(language.pick(", ", "、"));
        (!text.is_empty()).then(|| {
            let shown = ShownValue {
                text,
                number: None,
                low: None,
                high: None,
            };
            self.screened(&Type::Id, shown)
        })
    }

    /// A computed value without the numbers of persons: where cells have moved by one, they stand under amounts and counts.
    pub(super) fn screened(&self, kind: &Type, shown: ShownValue) -> ShownValue {
        // Telephone numbers are masked in texts and whole numbers, but not in amounts, which may look like them; as texts, since "between"
        // and "and" of a range are no names.
        let kind = match kind {
            Type::Integer | Type::Text | Type::Unknown => &Type::Text,
            _ => &Type::Id,
        };
        let text = self.masked(kind, &shown.text);
        if text == shown.text {
            return shown;
        }
        ShownValue {
            text,
            number: None,
            low: None,
            high: None,
        }
    }

    /// How many rows a count that is compared with a number found, where the verdict is certain.
    fn counted_value(
        &self,
        nodes: &crate::plan::from_model::ShownClause,
        draft: &Draft,
        explained: &Explained,
    ) -> Option<ShownValue> {
        let (put, key) = nodes.counted?;
        if draft.hit.outcome == HitOutcome::CannotTell {
            return None;
        }
        let key = evidence::key(explained, key?, draft.at)?;
        let rows = self.partners().ok()?.rows(put, key);
        let number = |count: usize| i64::try_from(count).ok().map(Number::integer);
        // Rows that may count or not make it a range.
        let sure = number(rows.iter().filter(|row| row.sure).count())?;
        message::shown(
            &Type::Integer,
            &Known::Number(sure, number(rows.len())?),
            self.language(),
        )
    }

    /// The text of the cell that an expression is, where it is a plain column of the subject's row.
    pub(super) fn cell_value(
        &self,
        expr: Option<crate::model::ExprId>,
        finding: &Finding,
        unread: Option<Reason>,
    ) -> Option<ShownValue> {
        let language = self.language();
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
                && *cell.dataset == *declared.names.id()
                && *cell.column == *declared.columns[column].names.id()
        })?;
        let text = match (cell.value.trim(), unread) {
            ("", _) => language.pick("blank", "空白").to_owned(),
            (text, Some(reason @ (Reason::Unreadable | Reason::OutOfSet))) => {
                let why = reason.words(language);
                match language {
                    Language::En => format!("{text}, which {why}"),
                    Language::Zh => format!("{text}（{why}）"),
                }
            }
            (text, _) => text.to_owned(),
        };
        Some(ShownValue {
            text,
            number: None,
            low: None,
            high: None,
        })
    }

    /// Why it cannot be told: the first causes below the requirement, the condition or the exception.
    pub(super) fn reasons_of(
        &self,
        (at, block): (usize, usize),
        draft: &Draft,
        explained: &Explained,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let plan = &self.lowered.plan;
        let block = &plan.items[at].blocks[block];
        let own = || (block.parts.iter()).filter(|part| part.part == usize::from(draft.hit.part));
        let mut nodes: Vec<NodeId> = own().map(|part| part.must).collect();
        nodes.extend(block.member);
        nodes.extend(block.applies);
        nodes.extend(own().filter_map(|part| block.excuse(part)));
        let mut words = Vec::new();
        let mut beside: BTreeSet<&str> = BTreeSet::new();
        for node in nodes {
            if evidence::truth(explained, node, draft.at).is_some() {
                continue;
            }
            let Some((reason, leaf)) = explained.reason(node, draft.at) else {
                continue;
            };
            let own = (draft.at, draft.hit.row);
            let elsewhere = self.partner_cause((block.frame, leaf), explained, own);
            // A row may be one of those that it is held against.
            let here = super::batch::dataset_of(self, block.frame);
            let is_own =
                |cell: &(usize, u64, usize)| here == Some(cell.0) && cell.1 == draft.hit.row;
            let is_elsewhere = elsewhere
                .as_ref()
                .is_some_and(|cause| !cause.cell.as_ref().is_some_and(is_own));
            let special = match elsewhere {
                Some(_) => None,
                None => self.cannot((block.frame, leaf), reason, (explained, draft.at)),
            };
            let (reason, place) = match (elsewhere, &special) {
                (Some(cause), _) => (cause.reason, cause.cell),
                (None, Some(special)) => {
                    let at = special.at;
                    let cell = at.and_then(|at| self.cell_below(block.frame, at, draft.hit.row));
                    (reason, cell)
                }
                (None, None) => (reason, self.cell_below(block.frame, leaf, draft.hit.row)),
            };
            let cell = place.and_then(|(dataset, row, column)| {
                let declared = &self.model().datasets[dataset];
                finding.cells.iter().position(|cell| {
                    *cell.dataset == *declared.names.id()
                        && cell.row == row + 1
                        && *cell.column == *declared.columns[column].names.id()
                })
            });
            if place.is_none()
                && self.is_beside((block.frame, leaf))
                && !beside.insert(reason.code())
            {
                continue;
            }
            let unplaced = match place {
                None => self.unplaced((block.frame, leaf), reason),
                Some(_) => None,
            };
            let what = match place {
                None if unplaced.is_some() => unplaced.unwrap_or_default(),
                // A row of a source of a match, without anything to match it by.
                None if reason == Reason::NoKey => {
                    match &self.model().items[plan.items[at].item].check {
                        Check::Match(check) => self.keys_of(check),
                        _ => language.pick("the value", "该值").to_owned(),
                    }
                }
                None => language.pick("the value", "该值").to_owned(),
                Some((dataset, _, column)) => {
                    let declared = &self.model().datasets[dataset];
                    let name = declared.columns[column].names.show(language);
                    let of = declared.names.show(language);
                    match language {
                        _ if !is_elsewhere => name.to_owned(),
                        Language::En => format!("{name} of {of}"),
                        Language::Zh => format!("{of}的{name}"),
                    }
                }
            };
            // A cell with 无 or a dash in it is not empty to the eye.
            let written = cell
                .and_then(|cell| finding.cells.get(cell))
                .map(|cell| cell.value.trim())
                .filter(|written| reason == Reason::Blank && !written.is_empty());
            let absent =
                (reason == Reason::NoPartner).then(|| self.no_row_of((block.frame, leaf), finding));
            let text = match (language, written) {
                (Language::En, None) => format!("{what} {}", reason.words(language)),
                (Language::En, Some(written)) => {
                    format!("{what} is “{written}”, which counts as blank")
                }
                (Language::Zh, None) => format!("{what}{}", reason.words(language)),
                (Language::Zh, Some(written)) => format!("{what}填的是「{written}」，视为空"),
            };
            let text = special.map_or(text, |special| special.words.to_owned());
            let text = absent.flatten().unwrap_or(text);
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

    /// Where a row is looked for by several values together: the list that has none, and the values.
    fn no_row_of(&self, (frame, leaf): (FrameId, NodeId), finding: &Finding) -> Option<String> {
        let plan = &self.lowered.plan;
        let nodes = &plan.frames[frame.0].nodes;
        let Node::Read { key, put, .. } = &nodes[leaf.0] else {
            return None;
        };
        if !matches!(nodes[(*key)?.0], Node::Compose(..)) {
            return None;
        }
        let dataset = super::batch::dataset_of(self, plan.puts[put.0].frame)?;
        let names = &self.model().datasets[dataset].names;
        let is_there = |search: &&Searched| search.dataset == names.id();
        let search = finding.searched.iter().find(is_there)?;
        let language = self.language();
        let parts = search.key.iter().filter(|part| !part.value.is_empty());
        let between = language.pick(" ", "");
        let parts = parts.map(|part| format!("{}{between}{}", part.shown, part.value));
        let parts: Vec<String> = parts.collect();
        let of = names.show(language);
        Some(match (language, parts.is_empty()) {
            (Language::En, true) => format!("{of} has no such row"),
            (Language::En, false) => format!("{of} has no row of {}", parts.join(", ")),
            (Language::Zh, true) => format!("{of}中没有这一行"),
            (Language::Zh, false) => format!("{of}中没有{}的行", parts.join("、")),
        })
    }

    pub(super) fn cause_words(&self, cause: Cause) -> String {
        let language = self.language();
        let model = self.model();
        let shown = match cause {
            Cause::Setting(setting) => {
                let name = model.settings[setting].names.show(language);
                match language {
                    Language::En => format!("the setting {name}"),
                    Language::Zh => format!("设定“{name}”"),
                }
            }
            Cause::Dataset(dataset) | Cause::Rows(dataset) => {
                let name = model.datasets[dataset].names.show(language);
                match language {
                    Language::En => format!("the dataset {name}"),
                    Language::Zh => format!("数据集“{name}”"),
                }
            }
            Cause::Column(dataset, column) => {
                let dataset = &model.datasets[dataset];
                let column = dataset.columns[column].names.show(language);
                let dataset = dataset.names.show(language);
                match language {
                    Language::En => format!("the column {column} of {dataset}"),
                    Language::Zh => format!("{dataset}的列“{column}”"),
                }
            }
        };
        let reason = cause.reason().words(language);
        match language {
            Language::En => format!("{shown} {reason}"),
            Language::Zh => format!("{shown}{reason}"),
        }
    }
}

/// What is missing of several kinds.
fn missing_words(kinds: &[&str], language: Language) -> String {
    match language {
        Language::En => format!("missing: {}", kinds.join(", ")),
        Language::Zh => format!("缺：{}", kinds.join("、")),
    }
}
