//! Gaps in decision tables: combinations of values that the table speaks of and that no row applies to.
//!
//! A table speaks of the words in its cells, of the numbers between its bounds, and of the words that the rows which look it up can have.
//! Where every lookup says what holds otherwise (`or else`), gaps are meant.

use super::LanguageOf;
use super::cases::{Cases, Looked, Rules};
use super::domain::{Domain, Stretch, position, stretches};
use super::problems;
use super::same_values::SameValues;
use crate::diagnostic::Diagnostics;
use crate::model::{Check, DecisionTable, ExprId, ExprKind, Model, TableCondition};
use crate::syntax::ast::CompareOp;
use crate::types::{Date, Language, Number, Type, Value};
use std::collections::BTreeSet;

/// Tables with more combinations are not looked at.
const MOST_COMBINATIONS: usize = 10_000;

/// How many gaps are named.
const MOST_NAMED: usize = 3;

/// Warns of tables with gaps.
pub(super) fn review(
    model: &Model,
    same: &SameValues<'_>,
    language: &LanguageOf<'_>,
    diagnostics: &mut Diagnostics,
) {
    if model.tables.is_empty() {
        return;
    }
    let uses = uses(model, same);
    for (number, table) in model.tables.iter().enumerate() {
        let uses = uses.get(number).map_or(&[][..], Vec::as_slice);
        if !uses.is_empty() && uses.iter().all(|one| one.otherwise) {
            continue;
        }
        let language = language(table.span.file);
        let parameters: Vec<Vec<Point>> = (0..table.parameters.len())
            .map(|at| points(model, table, at, uses, language))
            .collect();
        let (gaps, count) = gaps(table, &parameters);
        if count > 0 {
            let cases: Vec<String> = gaps
                .iter()
                .map(|words| problems::case(language, words))
                .collect();
            let name = table.names.show(language);
            let more = count - gaps.len();
            let problem = problems::table_gap(language, table.span, name, &cases, more);
            diagnostics.add(problem);
        }
    }
}

/// A lookup in a table.
struct Use {
    /// For each argument the words that it can be, where they are known.
    words: Vec<Option<BTreeSet<String>>>,
    /// Whether each argument is a whole number.
    whole: Vec<bool>,
    /// Whether it is said what holds where no row applies.
    otherwise: bool,
}

/// The lookups of every table.
fn uses<'m>(model: &'m Model, same: &'m SameValues<'m>) -> Vec<Vec<Use>> {
    let mut finder = Finder {
        model,
        same,
        uses: model.tables.iter().map(|_| Vec::new()).collect(),
        seen: BTreeSet::new(),
    };
    for item in &model.items {
        if let Check::Rows(rows) = &item.check {
            let context: Vec<ExprId> = rows.member.into_iter().chain(rows.applies).collect();
            for clause in &rows.must {
                finder.visit(clause.must, Some(&context), false);
            }
            if let Some(applies) = rows.applies {
                let member: Vec<ExprId> = rows.member.into_iter().collect();
                finder.visit(applies, Some(&member), false);
            }
        }
        for part in item.check.parts() {
            finder.visit(part, None, false);
        }
    }
    finder.uses
}

struct Finder<'m> {
    model: &'m Model,
    same: &'m SameValues<'m>,
    uses: Vec<Vec<Use>>,
    /// Expressions visited, with whether `or else` stands around them.
    seen: BTreeSet<(ExprId, bool)>,
}

impl Finder<'_> {
    /// Visits an expression; `context` holds for the row at hand, where that is known.
    fn visit(&mut self, id: ExprId, context: Option<&[ExprId]>, otherwise: bool) {
        if !self.seen.insert((id, otherwise)) {
            return;
        }
        let model = self.model;
        match &model.expr(id).kind {
            ExprKind::OrElse(first, second) => {
                self.visit(*first, context, true);
                self.visit(*second, context, otherwise);
            }
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => {
                let derived = model.column(*dataset, *column).and_then(|c| c.derived);
                if let Some(derived) = derived {
                    let context = context.filter(|_| *depth == 0);
                    self.visit(derived, context, otherwise);
                }
            }
            ExprKind::Aggregate(aggregate) => {
                let filter: Vec<ExprId> = aggregate.filter.into_iter().collect();
                for part in aggregate.value.into_iter().chain(aggregate.that) {
                    self.visit(part, Some(&filter), otherwise);
                }
                for part in model.expr(id).kind.parts() {
                    self.visit(part, None, otherwise);
                }
            }
            ExprKind::Follow { value, key, .. } => {
                self.visit(*value, None, otherwise);
                for part in key {
                    self.visit(*part, context, otherwise);
                }
            }
            ExprKind::Lookup(table, arguments) => {
                self.note(*table, arguments, context, otherwise);
                for part in arguments {
                    self.visit(*part, context, false);
                }
            }
            kind => {
                for part in kind.parts() {
                    self.visit(part, context, otherwise);
                }
            }
        }
    }

    fn note(
        &mut self,
        table: usize,
        arguments: &[ExprId],
        context: Option<&[ExprId]>,
        otherwise: bool,
    ) {
        let rules = Rules {
            ranges: true,
            known: true,
        };
        let cases = Cases {
            model: self.model,
            same: self.same,
            rules,
        };
        let conditions = context.map(|all| all.iter().map(|id| (*id, true)).collect::<Vec<_>>());
        let found = conditions.map(|conditions| cases.all(&conditions));
        let words = |id: &ExprId| {
            let key = Looked::One(self.same.number(*id));
            let own = cases.domain(*id);
            let domains = found.as_ref()?.iter().map(|case| {
                let facts = case.get(&key);
                facts.map_or_else(|| own.clone(), |facts| facts.domain.clone())
            });
            match domains.reduce(Domain::or)? {
                Domain::Words(words) => Some(words),
                Domain::Any | Domain::TextsBut(_) | Domain::Numbers { .. } => None,
            }
        };
        let whole = |id: &ExprId| {
            let ty = &self.model.expr(*id).ty;
            matches!(ty, Type::Integer | Type::Days | Type::Months | Type::Date)
        };
        let found = Use {
            words: arguments.iter().map(words).collect(),
            whole: arguments.iter().map(whole).collect(),
            otherwise,
        };
        if let Some(uses) = self.uses.get_mut(table) {
            uses.push(found);
        }
    }
}

/// A value of a parameter, standing for all for which the same rows apply.
struct Point {
    value: PointValue,
    /// What it is called.
    shown: String,
}

enum PointValue {
    Word(String),
    Numbers(Stretch),
}

impl Point {
    fn meets(&self, condition: &TableCondition) -> bool {
        match (condition, &self.value) {
            // `other` applies where no cell of its column does, and where one does that row applies.
            (TableCondition::Any | TableCondition::Other, _) => true,
            (TableCondition::OneOf(values), PointValue::Word(word)) => {
                values.iter().any(|value| is_word(value, word))
            }
            (TableCondition::Compare(op, value), PointValue::Word(word)) => {
                is_word(value, word) == (*op == CompareOp::Equal)
            }
            (TableCondition::Range(_, _), PointValue::Word(_)) => true,
            (condition, PointValue::Numbers(stretch)) => numbers(condition)
                .iter()
                .any(|one| one.meet(*stretch) == *stretch),
        }
    }
}

fn is_word(value: &Value, word: &str) -> bool {
    match value {
        Value::Text(text) => text == word,
        Value::Truth(truth) => truth.to_string() == word,
        Value::Number(_) | Value::Date(_) => false,
    }
}

/// The numbers that a cell names.
fn numbers(condition: &TableCondition) -> Vec<Stretch> {
    match condition {
        TableCondition::Any | TableCondition::Other => Vec::new(),
        TableCondition::OneOf(values) => {
            let points = values.iter().filter_map(position);
            points.map(|at| Stretch::between(at, at)).collect()
        }
        TableCondition::Compare(op, value) => {
            position(value).map_or_else(Vec::new, |at| stretches(*op, at))
        }
        TableCondition::Range(low, high) => match (position(low), position(high)) {
            (Some(low), Some(high)) => vec![Stretch::between(low, high)],
            _ => Vec::new(),
        },
    }
}

/// The values of a parameter that the table speaks of.
fn points(
    model: &Model,
    table: &DecisionTable,
    at: usize,
    uses: &[Use],
    language: Language,
) -> Vec<Point> {
    let cells: Vec<&TableCondition> = table
        .rows
        .iter()
        .filter_map(|(conditions, _)| conditions.get(at))
        .collect();
    let mut words = BTreeSet::new();
    for cell in &cells {
        let values = match cell {
            TableCondition::OneOf(values) => values.as_slice(),
            TableCondition::Compare(_, value) => std::slice::from_ref(value),
            _ => &[],
        };
        words.extend(values.iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Truth(truth) => Some(truth.to_string()),
            Value::Number(_) | Value::Date(_) => None,
        }));
    }
    let answers = table.parameter_types.get(at) == Some(&Type::Truth);
    if answers && !words.is_empty() {
        words.extend([true, false].map(|truth| truth.to_string()));
    }
    for one in uses.iter().filter(|one| !one.otherwise) {
        words.extend(one.words.get(at).into_iter().flatten().flatten().cloned());
    }
    if !words.is_empty() {
        let set = match table.parameter_types.get(at) {
            Some(Type::OneOf(set)) => model.value_sets.get(*set),
            _ => None,
        };
        let point = |word: String| {
            let mut all = set.into_iter().flat_map(|set| &set.values);
            let spellings = all.find(|spellings| spellings.contains(&word));
            let spellings = spellings.map_or(&[][..], Vec::as_slice);
            let answer = match word.as_str() {
                "true" => language.pick("yes", "是"),
                _ => language.pick("no", "否"),
            };
            let shown = if answers { answer } else { &word };
            Point {
                shown: problems::word(language, spellings, shown),
                value: PointValue::Word(word),
            }
        };
        return words.into_iter().map(point).collect();
    }
    // Numbers that are whole where they come from; with no use, where they are so in the table.
    let asked: Vec<bool> = uses
        .iter()
        .filter_map(|one| one.whole.get(at).copied())
        .collect();
    let all: Vec<Stretch> = cells.iter().flat_map(|cell| numbers(cell)).collect();
    let ends = all.iter().flat_map(|one| [one.low, one.high]).flatten();
    let ends: BTreeSet<Number> = ends.map(|(end, _)| end).collect();
    let whole = match asked.is_empty() {
        true => ends.iter().all(|end| end.parts().1 == 1),
        false => asked.iter().all(|whole| *whole),
    };
    let name = table.parameters.get(at).map_or("", String::as_str);
    let is_date = table.parameter_types.get(at) == Some(&Type::Date);
    let cut = cut(&ends.into_iter().collect::<Vec<_>>());
    let spoken: Vec<usize> = (0..cut.len())
        .filter(|&at| all.iter().any(|one| one.meet(cut[at]) == cut[at]))
        .collect();
    let (Some(&first), Some(&last)) = (spoken.first(), spoken.last()) else {
        return Vec::new();
    };
    let inside = cut.into_iter().take(last + 1).skip(first);
    inside
        .filter(|stretch| !stretch.is_empty(whole))
        .map(|stretch| Point {
            shown: format!("{name} {}", shown(stretch, is_date, language)),
            value: PointValue::Numbers(stretch),
        })
        .collect()
}

/// The line of numbers, cut at some places: before the first, the first, between, and so on.
fn cut(ends: &[Number]) -> Vec<Stretch> {
    let mut pieces = Vec::new();
    let mut low = None;
    for &end in ends {
        pieces.push(Stretch {
            low,
            high: Some((end, false)),
        });
        pieces.push(Stretch::between(end, end));
        low = Some((end, false));
    }
    pieces.push(Stretch { low, high: None });
    pieces
}

fn shown(stretch: Stretch, is_date: bool, language: Language) -> String {
    let one = |(number, _): (Number, bool)| match (is_date, i32::try_from(number.parts().0)) {
        (true, Ok(days)) => Date(days).to_string(),
        _ => number.to_string(),
    };
    match (stretch.low, stretch.high) {
        (Some(low), Some(high)) if low.0 == high.0 => one(low),
        (Some(low), Some(high)) => match language {
            Language::En => format!("between {} and {}", one(low), one(high)),
            Language::Zh => format!("{} 与 {} 之间", one(low), one(high)),
        },
        (None, Some(high)) => format!("< {}", one(high)),
        (Some(low), None) => format!("> {}", one(low)),
        (None, None) => String::new(),
    }
}

/// The first combinations that no row applies to, and how many there are.
fn gaps(table: &DecisionTable, parameters: &[Vec<Point>]) -> (Vec<Vec<String>>, usize) {
    // A parameter of which nothing is said does not matter: all its cells are `any`.
    let used: Vec<usize> = (0..parameters.len())
        .filter(|&at| !parameters[at].is_empty())
        .collect();
    let sizes = used.iter().map(|&at| parameters[at].len());
    let total = sizes.fold(1_usize, usize::saturating_mul);
    if used.is_empty() || total > MOST_COMBINATIONS {
        return (Vec::new(), 0);
    }
    let mut named = Vec::new();
    let mut count = 0;
    for number in 0..total {
        let mut rest = number;
        let mut combination: Vec<(usize, &Point)> = Vec::new();
        for &at in used.iter().rev() {
            let points = &parameters[at];
            combination.push((at, &points[rest % points.len()]));
            rest /= points.len();
        }
        combination.reverse();
        let applies = table.rows.iter().any(|(conditions, _)| {
            combination
                .iter()
                .all(|(at, point)| conditions.get(*at).is_none_or(|c| point.meets(c)))
        });
        if !applies {
            count += 1;
            if named.len() < MOST_NAMED {
                named.push(
                    combination
                        .iter()
                        .map(|(_, point)| point.shown.clone())
                        .collect(),
                );
            }
        }
    }
    (named, count)
}
