//! The other side of a comparison that fails: what its value is held against, and texts that the engine knows by digests only.
//!
//! In: a requirement, what was worked out for it, and the finding with its cells. Out: words behind the requirement.

use super::Inspection;
use crate::findings::{Finding, ShownValue};
use crate::model::{Clause, ExprId, ExprKind};
use crate::types::Language;

/// The most different values of a group that are listed.
const MOST_VALUES: usize = 5;

impl Inspection<'_> {
    /// What the value of a requirement is held against, in words behind it: ", 900 yuan"; empty where it stands in the sentence.
    pub(super) fn other_side(
        &self,
        clause: &Clause,
        expected: Option<&ShownValue>,
        finding: &Finding,
    ) -> String {
        let language = self.language();
        let (Some(expr), Some(expected)) = (clause.expected, expected) else {
            return String::new();
        };
        let of = match &self.model().expr(expr).kind {
            ExprKind::Value(_) | ExprKind::Setting(_) => return String::new(),
            ExprKind::Aggregate(aggregate) => Some(aggregate.dataset),
            _ => None,
        };
        let text = &expected.text;
        let nothing = of.and_then(|dataset| {
            let names = &self.model().datasets[dataset].names;
            let searched = finding.searched.iter();
            let none = searched
                .filter(|search| search.dataset == names.id())
                .count()
                > 0;
            none.then(|| names.show(language))
        });
        match (language, nothing) {
            (Language::En, None) => format!(", {text}"),
            (Language::Zh, None) => format!("，即 {text}"),
            (Language::En, Some(rows)) => format!(", {text} (no row of {rows} was found)"),
            (Language::Zh, Some(rows)) => format!("，即 {text}（没有找到{rows}的记录）"),
        }
    }

    /// A text that was found: the cell of the row or of the one that it refers to, or the different ones of a group.
    pub(super) fn text_found(&self, clause: &Clause, finding: &Finding) -> Option<ShownValue> {
        let plain = |text: String| ShownValue {
            text,
            number: None,
            low: None,
            high: None,
        };
        let (dataset, column) = self.column_below(clause.actual?)?;
        let declared = &self.model().datasets[dataset];
        let column = declared.columns[column].names.id();
        let cells = finding.cells.iter();
        let own =
            cells.filter(|cell| *cell.dataset == *declared.names.id() && *cell.column == *column);
        let mut texts: Vec<&str> = own.map(|cell| &*cell.value).collect();
        texts.sort_unstable();
        texts.dedup();
        let as_it_lies = |text: &str| match self.language() {
            Language::En => format!("“{text}”"),
            Language::Zh => format!("「{text}」"),
        };
        let is_group = crate::explain::is_dependency(self.model(), clause.must);
        match texts.as_slice() {
            [] => None,
            several if is_group => {
                let shown = several.iter().take(MOST_VALUES).map(|text| text.trim());
                let shown: Vec<&str> = shown.collect();
                Some(plain(shown.join(self.language().pick(", ", "、"))))
            }
            [only] if only.trim().is_empty() => None,
            [only] if crate::explain::is_as_written(self.model(), clause.must) => {
                Some(plain(as_it_lies(only)))
            }
            [only] => Some(plain(only.trim().to_owned())),
            _ => None,
        }
    }

    /// The column that a value is, in its own row or in one that a reference leads to.
    fn column_below(&self, expr: ExprId) -> Option<(usize, usize)> {
        match &self.model().expr(expr).kind {
            ExprKind::Column {
                dataset, column, ..
            } => Some((*dataset, *column)),
            ExprKind::Follow { value, .. } => self.column_below(*value),
            ExprKind::OrElse(value, _) => self.column_below(*value),
            _ => None,
        }
    }
}
