//! Orders, neighbours and combinations in words.

use super::names::{Words, plain};
use crate::model::{AxisKind, CombinationsCheck, ExprId, ExprKind, Item};
use crate::syntax::ast::{Beside, Blanks};
use crate::types::Language;

impl Words<'_> {
    /// A value of another row of an order, or the statement that the row is that row.
    pub(super) fn beside(&self, beside: Beside, value: Option<ExprId>) -> String {
        let row = match (beside, self.language) {
            (Beside::Previous, Language::En) => "the row before",
            (Beside::Previous, Language::Zh) => "前一条记录",
            (Beside::Next, Language::En) => "the row behind",
            (Beside::Next, Language::Zh) => "后一条记录",
            (Beside::First, Language::En) => "the first row of its group",
            (Beside::First, Language::Zh) => "同组首条记录",
            (Beside::Last, Language::En) => "the last row of its group",
            (Beside::Last, Language::Zh) => "同组末条记录",
            (Beside::RunFirst, Language::En) => "the first row of its run",
            (Beside::RunFirst, Language::Zh) => "同段首条记录",
            (Beside::RunLast, Language::En) => "the last row of its run",
            (Beside::RunLast, Language::Zh) => "同段末条记录",
        };
        match (value.map(|value| self.expression(value)), self.language) {
            (Some(value), Language::En) => format!("{value} of {row}"),
            (Some(value), Language::Zh) => format!("{row}的{value}"),
            (None, Language::En) => format!("the row is {row}"),
            (None, Language::Zh) => format!("该记录是{row}"),
        }
    }

    /// How the rows that an item speaks of are put in order.
    pub(super) fn orders(&self, item: &Item) -> Vec<String> {
        let mut populations = std::collections::BTreeSet::new();
        for id in self.model.reachable(&item.check.parts()) {
            if let ExprKind::Beside { population, .. } | ExprKind::Run(population) =
                &self.model.expr(id).kind
            {
                populations.insert(*population);
            }
        }
        populations
            .into_iter()
            .filter_map(|population| self.order(population))
            .collect()
    }

    fn order(&self, population: usize) -> Option<String> {
        let declared = self.model.populations.get(population)?;
        let order = declared.order.as_ref()?;
        let en = self.language == Language::En;
        let many = self.many(declared.dataset, Some(population));
        let words = |ids: &[ExprId]| -> String {
            let each: Vec<String> = ids.iter().map(|id| self.expression(*id)).collect();
            self.list(&each)
        };
        let by = match (order.by.is_empty(), en) {
            (true, true) => "as they lie in the file".to_owned(),
            (true, false) => "文件中的先后".to_owned(),
            (false, true) => format!("by {}", words(&order.by)),
            (false, false) => words(&order.by),
        };
        let per = match (order.per.is_empty(), en) {
            (true, _) => String::new(),
            (false, true) => {
                let keys: Vec<String> = order.per.iter().map(|id| self.key(*id)).collect();
                format!(" per {}", self.list(&keys))
            }
            (false, false) => format!("在同一{}内", words(&order.per)),
        };
        let blanks = match (order.by.is_empty(), order.blanks, en) {
            (true, _, _) => "",
            (false, None, true) => {
                "; where one has no such value, nobody's place in its group can be told"
            }
            (false, None, false) => "；某条缺少该值时，同组各条的位置均无法判断",
            (false, Some(Blanks::First), true) => "; those without such a value go first",
            (false, Some(Blanks::First), false) => "；缺少该值的排在最前",
            (false, Some(Blanks::Last), true) => "; those without such a value go last",
            (false, Some(Blanks::Last), false) => "；缺少该值的排在最后",
        };
        let run = order.new_run.map(|run| {
            let run = self.condition(run);
            if en {
                format!("; a new run starts where {run}, and with the first of a group")
            } else {
                format!("；{run}时新段开始，每组首条也开始新段")
            }
        });
        let said = if en {
            format!(
                "The {many} are put in order {by}{per}{blanks}; ties go by key, then as they lie in the file"
            )
        } else {
            format!("{many}{per}按{by}排列{blanks}；相同的按主键、再按文件中的先后")
        };
        let end = self.language.pick(".", "。");
        Some(format!("{said}{}{end}", run.unwrap_or_default()))
    }

    /// Combinations that must be there.
    pub(super) fn combined(&self, check: &CombinationsCheck) -> Vec<String> {
        let en = self.language == Language::En;
        let names = self.parts_of_key(&check.names);
        let rows = self.rows_of_group(&check.rows);
        let mut parts = Vec::new();
        let mut at = 0;
        for axis in &check.axes {
            let name = check
                .names
                .get(at)
                .map_or("", |name| name.get(self.language));
            let name = plain(name);
            at += axis.keys.len().max(1);
            parts.push(match (&axis.kind, en) {
                (AxisKind::Rows(of), true) => format!("{name} of the {}", self.rows_of_group(of)),
                (AxisKind::Rows(of), false) => format!("{}的{name}", self.rows_of_group(of)),
                (AxisKind::Occurring, true) => format!("every {name} that occurs"),
                (AxisKind::Occurring, false) => format!("出现过的{name}"),
                (AxisKind::List(values), true) => format!("the {} values of {name}", values.len()),
                (AxisKind::List(values), false) => format!("{name}的{}个值", values.len()),
            });
        }
        let parts = parts.join(self.language.pick("; ", "；"));
        let once = match (check.once, en) {
            (false, _) => "",
            (true, true) => ", and only one",
            (true, false) => "，且只有一条",
        };
        if en {
            vec![
                format!("Looks at every combination of {names}: {parts}."),
                format!(
                    "There {} be a row for each among {rows}{once}.",
                    self.must()
                ),
            ]
        } else {
            vec![
                format!("逐一检查{names}的每种组合：{parts}。"),
                format!("{rows}中{}有对应的记录{once}。", self.must()),
            ]
        }
    }
}
