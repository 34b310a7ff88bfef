//! Counts, totals and shares in words.

use super::names::{Words, plain};
use super::{ExprId, kind};
use crate::model::{Aggregate, ExprKind, Link};
use crate::syntax::ast::AggregateFunction;
use crate::types::{Language, Number, Type};

impl Words<'_> {
    pub(super) fn aggregate(&self, aggregate: &Aggregate) -> String {
        let (population, rest) = self.population_of(aggregate.dataset, aggregate.filter);
        let rows = self.many(aggregate.dataset, population);
        let which = self.which(aggregate, &rest);
        let value = aggregate.value.map(|v| self.expression(v));
        let value = value.as_deref().unwrap_or_default();
        let en = self.language == Language::En;
        let given = match (aggregate.given_only, en) {
            (false, _) => "",
            (true, true) => " (blanks left out)",
            (true, false) => "（空缺不计）",
        };
        let (word, zh) = match &aggregate.function {
            AggregateFunction::Count if en => return format!("the number of {rows}{which}"),
            AggregateFunction::Count => return format!("{which}{rows}的数量"),
            AggregateFunction::Share => {
                let that = aggregate
                    .that
                    .map(|t| self.condition(t))
                    .unwrap_or_default();
                return if en {
                    format!("the share of {rows}{which} for which {that}")
                } else {
                    format!("{which}{rows}中{that}的占比")
                };
            }
            AggregateFunction::CountDifferent => {
                return match (en, self.plural(aggregate.value)) {
                    (true, Some(values)) => {
                        format!("the number of different {values}{given} in {rows}{which}")
                    }
                    (true, None) => {
                        format!("the number of different values of {value}{given} in {rows}{which}")
                    }
                    (false, _) => format!("{which}{rows}中不同{value}的数量{given}"),
                };
            }
            AggregateFunction::Least | AggregateFunction::Largest
                if self.is_day(aggregate.value) =>
            {
                let (word, zh) = match aggregate.function {
                    AggregateFunction::Least => ("earliest", "最早"),
                    _ => ("latest", "最晚"),
                };
                let value = value.strip_prefix("the ").unwrap_or(value);
                return match en {
                    true => format!("the {word} {value}{given} among {rows}{which}"),
                    false => format!("{which}{rows}中{zh}的{value}{given}"),
                };
            }
            AggregateFunction::Total => ("total of", "合计"),
            AggregateFunction::Mean => ("mean of", "平均值"),
            AggregateFunction::Median => ("median of", "中位数"),
            AggregateFunction::Least => ("least of", "最小值"),
            AggregateFunction::Largest => ("largest of", "最大值"),
            AggregateFunction::StandardDeviation => ("standard deviation of", "标准差"),
            AggregateFunction::MostCommon => ("most common of", "众数"),
            AggregateFunction::Quantile(share) => {
                let percent = share
                    .times(Number::integer(100))
                    .map_or(share.to_string(), |n| n.to_string());
                return if en {
                    format!("the {percent}% quantile of {value}{given} over {rows}{which}")
                } else {
                    format!("{which}{rows}的{value}的{percent}%分位数{given}")
                };
            }
        };
        if en {
            format!("the {word} {value}{given} over {rows}{which}")
        } else {
            format!("{which}{rows}的{value}{zh}{given}")
        }
    }

    fn is_day(&self, value: Option<ExprId>) -> bool {
        value.is_some_and(|value| self.model.expr(value).ty == Type::Date)
    }

    /// What English calls the different values of a column: "teachers".
    fn plural(&self, value: Option<ExprId>) -> Option<String> {
        let ExprKind::Column {
            depth: 0,
            dataset,
            column,
        } = kind(self.model, value?)
        else {
            return None;
        };
        let name = self.column(*dataset, *column);
        let is_word = |name: &str| name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        let open = [
            "s", "x", "y", "ch", "sh", " on", " by", " from", " to", " at", " in", " of",
        ];
        let is_plain =
            name.len() > 1 && is_word(&name) && !open.iter().any(|end| name.ends_with(end));
        is_plain.then(|| format!("{name}s"))
    }

    /// Which rows: by key and by condition. English follows the noun, Chinese comes before it.
    pub(super) fn which(&self, aggregate: &Aggregate, conditions: &[ExprId]) -> String {
        let link = match &aggregate.link {
            Link::Whole => String::new(),
            Link::Group { .. } => self.say(" of the group", "本组"),
            Link::Keys { inner, outer } => self.keys(inner, outer),
        };
        let link = match (&aggregate.or_by, self.language) {
            (None, _) => link,
            (Some(second), Language::En) => {
                let other = self.keys(&second.inner, &second.outer);
                format!("{link} (or{other}, where that is not given)")
            }
            (Some(second), Language::Zh) => {
                let other = self.keys(&second.inner, &second.outer);
                let other = other.trim_end_matches('的');
                format!("{}（缺少时{other}）的", link.trim_end_matches('的'))
            }
        };
        if conditions.is_empty() {
            return link;
        }
        let conditions = self.joined(conditions, self.language.pick(" and ", "且"));
        match self.language {
            Language::En => format!("{link} where {conditions}"),
            Language::Zh => match link.trim_end_matches('的') {
                "" => format!("{conditions}的"),
                own if own.starts_with('本') => format!("{own}中{conditions}的"),
                keys => format!("{keys}、{conditions}的"),
            },
        }
    }

    fn keys(&self, inner: &[ExprId], outer: &[ExprId]) -> String {
        if let Some(of) = self.referred(inner, outer) {
            return match self.language {
                Language::En => format!(" of this {of}"),
                Language::Zh => format!("本{of}的"),
            };
        }
        let words =
            |ids: &[ExprId]| -> Vec<String> { ids.iter().map(|id| self.key(*id)).collect() };
        let (mine, theirs) = (words(outer), words(inner));
        let (same, mine_words) = (self.list(&theirs), self.list(&mine));
        match (mine == theirs, self.language) {
            (true, Language::En) => format!(" with the same {same}"),
            (true, Language::Zh) => format!("同一{same}的"),
            (false, Language::En) => format!(" whose {same} is this row's {mine_words}"),
            (false, Language::Zh) => format!("{same}与本记录的{mine_words}相同的"),
        }
    }

    /// What the asking row is called, where the other rows refer to it.
    fn referred(&self, inner: &[ExprId], outer: &[ExprId]) -> Option<String> {
        let ([inner], [outer]) = (inner, outer) else {
            return None;
        };
        let (Type::Reference(to), ExprKind::Column { dataset, .. }) =
            (&self.model.expr(*inner).ty, kind(self.model, *outer))
        else {
            return None;
        };
        let own = self.model.datasets.get(*dataset)?;
        (to == dataset).then(|| match self.language {
            Language::En => self.one(*dataset, None),
            Language::Zh => plain(own.names.show(Language::Zh)),
        })
    }

    /// A key without an article.
    pub(super) fn key(&self, id: ExprId) -> String {
        match kind(self.model, id) {
            ExprKind::Column {
                dataset, column, ..
            } => self.column(*dataset, *column),
            _ => self.expression(id),
        }
    }
}
