//! `A matches B by K comparing X`: datasets matched by a key.

use super::Builder;
use super::aggregates::all_names;
use super::items::severity;
use super::names::Noun;
use super::problems;
use super::scope::Scope;
use super::types::{Agreement, agreement, describe};
use crate::model::{
    Check, Compared, ExprId, ExprKind, MatchCheck, MatchSource, Part, PartKind, RowsOf,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Bilingual, Type};

impl Builder<'_> {
    pub(super) fn reconcile(&mut self, written: &ast::Reconcile, span: Span) -> Option<Check> {
        let mut rows = Vec::new();
        for source in &written.sources {
            rows.push(self.rows_of(source)?);
        }
        let second = written.by.as_ref().map(|key| key.second.as_slice());
        let (seconds, second_names) = self.written_key(second.unwrap_or_default(), &rows)?;
        let (keys, key_names) = self.match_key(written, &rows, span)?;
        let explained = self.explained(written, &rows);
        let sources: Vec<MatchSource> = rows
            .iter()
            .zip(keys)
            .zip(explained)
            .zip(seconds)
            .map(|(((rows, key), explained), second)| MatchSource {
                key_is_unique: self.is_key(rows.dataset, &key),
                rows: rows.clone(),
                key,
                second,
                explained,
            })
            .collect();
        let compared = self.compared_fields(written, &sources);
        if compared.is_empty() && written.comparing.is_empty() {
            self.warn_of_nothing_compared(&sources, span);
        }
        let parts = self.parts(written, &sources, &compared);
        Some(Check::Match(MatchCheck {
            sources,
            key_names,
            second_names,
            compared,
            parts,
            led_by: None,
            of_values: false,
        }))
    }

    /// The key in each source, and its names.
    fn match_key(
        &mut self,
        written: &ast::Reconcile,
        rows: &[RowsOf],
        span: Span,
    ) -> Option<(Vec<Vec<ExprId>>, Vec<Bilingual>)> {
        if let Some(by) = &written.by {
            return self.written_key(&by.first, rows);
        }
        let mut keys: Vec<Vec<ExprId>> = rows.iter().map(|_| Vec::new()).collect();
        let mut names = Vec::new();
        let (first, others) = rows.split_first()?;
        let mut left: Option<Vec<usize>> = None;
        for (position, other) in others.iter().enumerate() {
            let shared = self.default_key(first.dataset, other.dataset, span)?;
            // With three sources the key of the first two is the key of all.
            if left.as_ref().is_some_and(|left| *left != shared.left) {
                let language = self.language();
                let nouns = [first, other].map(|rows| self.noun_name(noun(rows)));
                let problem = problems::which_key(language, span, &nouns, false, &[]);
                self.diagnostics.add(problem);
                return None;
            }
            if let Some(key) = keys.get_mut(position + 1) {
                key.extend(
                    shared
                        .right
                        .iter()
                        .map(|c| self.column_at(0, other.dataset, *c, span)),
                );
            }
            left = Some(shared.left);
        }
        for column in left? {
            let id = self.column_at(0, first.dataset, column, span);
            if let Some(key) = keys.first_mut() {
                key.push(id);
            }
            if let Some(column) = self.model.column(first.dataset, column) {
                names.push(column.names.by_language.clone());
            }
        }
        Some((keys, names))
    }

    /// A key written out, in each source, and its names.
    fn written_key(
        &mut self,
        parts: &[ast::Expr],
        rows: &[RowsOf],
    ) -> Option<(Vec<Vec<ExprId>>, Vec<Bilingual>)> {
        let mut keys: Vec<Vec<ExprId>> = rows.iter().map(|_| Vec::new()).collect();
        let mut names = Vec::new();
        for part in parts {
            for (rows, key) in rows.iter().zip(&mut keys) {
                let scope = [Scope::row(noun(rows), None)];
                let id = self.value(&scope, part, None);
                if self.type_of(id) == Type::Unknown {
                    return None;
                }
                key.push(id);
            }
            let added: Vec<ExprId> = keys.iter().filter_map(|k| k.last().copied()).collect();
            for other in added.iter().skip(1) {
                if !self.key_types_agree(*other, *added.first()?, part.span) {
                    return None;
                }
            }
            let first = rows.first().map(noun)?;
            names.push(self.group_name(first, part));
        }
        Some((keys, names))
    }

    /// Whether the columns of a key are the declared key of the dataset.
    fn is_key(&self, dataset: usize, key: &[ExprId]) -> bool {
        let mut columns: Vec<usize> = key
            .iter()
            .filter_map(|id| match self.model.expr(*id).kind {
                ExprKind::Column { column, .. } => Some(column),
                _ => None,
            })
            .collect();
        columns.sort_unstable();
        let mut declared = self
            .model
            .datasets
            .get(dataset)
            .map(|d| d.key.clone())
            .unwrap_or_default();
        declared.sort_unstable();
        !columns.is_empty() && columns == declared
    }

    /// The condition that excuses a key, for each source. Parts joined by `or` may speak of different sources.
    fn explained(&mut self, written: &ast::Reconcile, rows: &[RowsOf]) -> Vec<Option<ExprId>> {
        let mut found: Vec<Vec<ExprId>> = rows.iter().map(|_| Vec::new()).collect();
        let condition = written.explained.as_ref();
        let parts: Vec<&ast::Expr> = match condition.map(|c| &c.kind) {
            Some(ast::ExprKind::Or(parts)) => parts.iter().collect(),
            Some(_) => condition.into_iter().collect(),
            None => Vec::new(),
        };
        for part in parts {
            let speaks_of = self.speaks_of(part, rows);
            if let [first, second, ..] = speaks_of.named.as_slice() {
                let names: Vec<String> = [first, second]
                    .iter()
                    .filter_map(|position| written.sources.get(**position))
                    .map(|source| source.name.text.clone())
                    .collect();
                let problem = problems::explained_by_both(self.language(), part.span, &names);
                self.diagnostics.add(problem);
                continue;
            }
            let targets = if speaks_of.named.is_empty() {
                speaks_of.bare
            } else {
                speaks_of.named
            };
            // Names that no source knows are reported against the first.
            let targets = if targets.is_empty() { vec![0] } else { targets };
            for target in targets {
                if let (Some(rows), Some(found)) = (rows.get(target), found.get_mut(target)) {
                    let scope = [Scope::row(noun(rows), rows.filter)];
                    found.push(self.condition(&scope, part));
                }
            }
        }
        let span = condition.map(|c| c.span);
        found
            .into_iter()
            .map(|parts| match (parts.as_slice(), span) {
                ([], _) | (_, None) => None,
                ([one], _) => Some(*one),
                (_, Some(span)) => {
                    let ids = parts.clone();
                    Some(self.truth_of(ExprKind::Or(parts), &ids, span))
                }
            })
            .collect()
    }

    fn speaks_of(&mut self, part: &ast::Expr, rows: &[RowsOf]) -> SpeaksOf {
        let mut names = Vec::new();
        all_names(part, &mut names);
        let mut named = Vec::new();
        let mut bare: Option<Vec<usize>> = None;
        for name in names {
            let noun = self.peek_noun(&name.text);
            let own = noun.and_then(|noun| {
                rows.iter().position(|rows| {
                    rows.dataset == noun.dataset
                        && (noun.population.is_none() || noun.population == rows.population)
                })
            });
            if let Some(position) = own {
                if !named.contains(&position) {
                    named.push(position);
                }
            } else if bare.is_none() {
                let holding: Vec<usize> = rows
                    .iter()
                    .enumerate()
                    .filter(|(_, rows)| self.column_called(rows.dataset, name).is_some())
                    .map(|(position, _)| position)
                    .collect();
                if !holding.is_empty() {
                    bare = Some(holding);
                }
            }
        }
        SpeaksOf {
            named,
            bare: bare.unwrap_or_default(),
        }
    }

    /// The fields compared: those written, else all columns under a common name but keys and derived ones.
    fn compared_fields(
        &mut self,
        written: &ast::Reconcile,
        sources: &[MatchSource],
    ) -> Vec<Compared> {
        if written.comparing.is_empty() {
            return self.common_columns(sources);
        }
        let mut found: Vec<Compared> = Vec::new();
        for field in &written.comparing {
            let span = field.column.span;
            let columns = self.columns_named(sources, &field.column);
            let held = columns.iter().flatten().count();
            if held < 2 {
                self.held_by_too_few(sources, &columns, &field.column);
                continue;
            }
            let Some(mut compared) = self.compared_field(sources, &columns, span, true) else {
                continue;
            };
            compared.as_written = field.as_written;
            if let Some(within) = &field.within {
                compared.within = self.tolerance(&compared, within, field);
            }
            found.push(compared);
        }
        found
    }

    /// The column of a name in every source that has it, be it under another of its names.
    fn columns_named(&self, sources: &[MatchSource], name: &ast::Name) -> Vec<Option<usize>> {
        let own = |source: &MatchSource| self.column_called(source.rows.dataset, name);
        let known = sources
            .iter()
            .find_map(|source| Some((source.rows.dataset, own(source)?)));
        let of = |source: &MatchSource| {
            own(source).or_else(|| {
                let (dataset, column) = known?;
                self.same_column(dataset, column, source.rows.dataset)
            })
        };
        sources.iter().map(of).collect()
    }

    /// Reports a field that fewer than two sources hold.
    fn held_by_too_few(
        &mut self,
        sources: &[MatchSource],
        columns: &[Option<usize>],
        name: &ast::Name,
    ) {
        let of = |has: bool| {
            let each = sources.iter().zip(columns);
            each.filter(move |(_, column)| column.is_some() == has)
                .map(|(source, _)| source.rows.dataset)
        };
        let lacking: Vec<usize> = of(false).collect();
        if let (Some(only), 3..) = (of(true).next(), sources.len()) {
            let language = self.language();
            let shown = |dataset: &usize| {
                let dataset = self.model.datasets.get(*dataset);
                dataset.map_or("", |d| d.names.show(language)).to_owned()
            };
            let others: Vec<String> = lacking.iter().map(shown).collect();
            let problem =
                problems::held_by_one(language, name.span, &name.text, &shown(&only), &others);
            self.missing(&name.text, problem);
            return;
        }
        for dataset in lacking {
            self.no_column(dataset, name);
        }
    }

    fn tolerance(
        &mut self,
        compared: &Compared,
        within: &ast::Expr,
        field: &ast::Comparing,
    ) -> Option<ExprId> {
        let (_, first) = compared.held().next()?;
        let ty = self.type_of(first);
        let gap = if ty == Type::Date { Type::Days } else { ty };
        let limit = self.value(&[], within, Some(&gap));
        let column = ast::Expr {
            kind: ast::ExprKind::Name(field.column.clone()),
            span: field.column.span,
        };
        let gap = self.add(
            ExprKind::Value(crate::types::Value::Truth(false)),
            gap,
            field.column.span,
        );
        self.must_agree(gap, limit, &column, within)
            .then_some(limit)
    }

    fn common_columns(&mut self, sources: &[MatchSource]) -> Vec<Compared> {
        let Some((first, others)) = sources.split_first() else {
            return Vec::new();
        };
        let dataset = first.rows.dataset;
        let width = self
            .model
            .datasets
            .get(dataset)
            .map_or(0, |d| d.columns.len());
        let in_key = |b: &Self, source: &MatchSource, column: usize| {
            source.key.iter().any(|id| {
                matches!(b.model.expr(*id).kind, ExprKind::Column { column: c, .. } if c == column)
            })
        };
        let mut found = Vec::new();
        for column in 0..width {
            let derived = self.defines.contains_key(&(dataset, column));
            if derived || in_key(self, first, column) {
                continue;
            }
            let mut columns = vec![column];
            for other in others {
                if let Some(same) = self.same_column(dataset, column, other.rows.dataset)
                    && !self.defines.contains_key(&(other.rows.dataset, same))
                    && !in_key(self, other, same)
                {
                    columns.push(same);
                }
            }
            if columns.len() < sources.len() {
                continue;
            }
            let Some(span) = self.model.column(dataset, column).map(|c| c.span) else {
                continue;
            };
            let columns: Vec<Option<usize>> = columns.into_iter().map(Some).collect();
            found.extend(self.compared_field(sources, &columns, span, false));
        }
        found
    }

    /// Warns where two sources hold numbers of one type under different names, so that only the rows are matched.
    fn warn_of_nothing_compared(&mut self, sources: &[MatchSource], span: Span) {
        let Some((first, others)) = sources.split_first() else {
            return;
        };
        let numbers = |source: &MatchSource| -> Vec<(String, Type)> {
            let dataset = source.rows.dataset;
            let columns = self.model.datasets.get(dataset).map(|d| &d.columns);
            let in_key = |column: usize| {
                source.key.iter().any(|id| {
                    matches!(self.model.expr(*id).kind, ExprKind::Column { column: c, .. } if c == column)
                })
            };
            let columns = columns.into_iter().flatten().enumerate();
            columns
                .filter(|(number, column)| {
                    let derived = self.defines.contains_key(&(dataset, *number));
                    column.kind.is_numeric() && !derived && !in_key(*number)
                })
                .map(|(_, column)| {
                    (
                        column.names.show(self.language()).to_owned(),
                        column.kind.clone(),
                    )
                })
                .collect()
        };
        let mine = numbers(first);
        let alike = others.iter().find_map(|other| {
            let theirs = numbers(other);
            let pairs = mine
                .iter()
                .flat_map(|own| theirs.iter().map(move |their| (own, their)));
            let alike = pairs.clone().find(|(own, their)| own.1 == their.1);
            let (own, their) = alike?;
            Some((other, own.0.clone(), their.0.clone()))
        });
        if let Some((other, own, their)) = alike {
            let nouns = [first, other].map(|source| self.noun_name(noun(&source.rows)));
            let problem = problems::nothing_compared(self.language(), span, &nouns, [&own, &their]);
            self.diagnostics.add(problem);
        }
    }

    /// One field; columns whose types have nothing in common are reported if they were asked for by name.
    fn compared_field(
        &mut self,
        sources: &[MatchSource],
        columns: &[Option<usize>],
        span: Span,
        asked_for: bool,
    ) -> Option<Compared> {
        let values: Vec<Option<ExprId>> = sources
            .iter()
            .zip(columns)
            .map(|(source, column)| Some(self.column_at(0, source.rows.dataset, (*column)?, span)))
            .collect();
        let mut held = values.iter().flatten();
        let first = self.type_of(*held.next()?);
        for value in held {
            let other = self.type_of(*value);
            if agreement(&self.model, &first, &other) != Agreement::Fine {
                if asked_for {
                    let language = self.language();
                    let words = (
                        describe(&self.model, &first, language),
                        describe(&self.model, &other, language),
                    );
                    let problem = problems::types_differ(language, (span, span), words, None, None);
                    self.diagnostics.add(problem);
                }
                return None;
            }
        }
        let (source, column) = sources
            .iter()
            .zip(columns)
            .find_map(|(source, column)| Some((source, (*column)?)))?;
        let names = &self.model.column(source.rows.dataset, column)?.names;
        Some(Compared {
            name: names.by_language.clone(),
            id: names.id().to_owned(),
            values,
            as_written: false,
            within: None,
        })
    }

    /// Every part with what its line says of it.
    fn parts(
        &mut self,
        written: &ast::Reconcile,
        sources: &[MatchSource],
        compared: &[Compared],
    ) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let plain = |kind: PartKind| Part {
            kind,
            judged: true,
            severity: None,
            owners: Vec::new(),
            message: Bilingual::default(),
        };
        parts.extend((0..sources.len()).map(|n| plain(PartKind::NotIn(n))));
        parts.extend((0..sources.len()).map(|n| plain(PartKind::RepeatedIn(n))));
        parts.extend((0..compared.len()).map(|n| plain(PartKind::Differs(n))));
        for line in &written.parts {
            let (name, kind) = match &line.part {
                ast::PartName::NotIn(name) => {
                    (name, self.source_named(name, sources).map(PartKind::NotIn))
                }
                ast::PartName::RepeatedIn(name) => (
                    name,
                    self.source_named(name, sources).map(PartKind::RepeatedIn),
                ),
                ast::PartName::Differs(name) => {
                    let field = self.field_named(name, sources, compared);
                    (name, field.map(PartKind::Differs))
                }
            };
            let part = kind.and_then(|kind| parts.iter_mut().find(|part| part.kind == kind));
            match part {
                Some(part) => {
                    part.judged = !line.not_judged;
                    part.severity = line.severity.map(severity);
                    part.owners = line.owners.iter().map(|o| o.text.clone()).collect();
                    part.message = super::declarations::text(line.message.as_ref());
                    let number = parts.iter().position(|part| Some(part.kind) == kind);
                    if let Some(number) = number.filter(|_| !line.except.is_empty()) {
                        self.part_excepts.push((number, line.except.clone()));
                    }
                }
                None => {
                    let language = self.language();
                    let known: Vec<String> = match line.part {
                        ast::PartName::NotIn(_) | ast::PartName::RepeatedIn(_) => written
                            .sources
                            .iter()
                            .map(|s| s.name.text.clone())
                            .collect(),
                        ast::PartName::Differs(_) => compared
                            .iter()
                            .map(|c| c.name.get(language).to_owned())
                            .collect(),
                    };
                    let problem = problems::unknown_part(language, name.span, &name.text, &known);
                    self.diagnostics.add(problem);
                }
            }
        }
        parts
    }

    /// The compared field that a name means, in whichever source it is called that.
    pub(super) fn field_named(
        &self,
        name: &ast::Name,
        sources: &[MatchSource],
        compared: &[Compared],
    ) -> Option<usize> {
        let named = self.columns_named(sources, name);
        compared.iter().position(|field| {
            field.held().any(|(source, value)| {
                matches!(self.model.expr(value).kind, ExprKind::Column { column, .. }
                    if named.get(source) == Some(&Some(column)))
            })
        })
    }

    fn source_named(&mut self, name: &ast::Name, sources: &[MatchSource]) -> Option<usize> {
        let noun = self.peek_noun(&name.text)?;
        let source = sources.iter().position(|source| {
            source.rows.dataset == noun.dataset
                && (noun.population.is_none() || source.rows.population == noun.population)
        })?;
        self.noun(name);
        Some(source)
    }
}

/// The sources that a condition speaks of: by their nouns, or by bare names of columns that they have.
struct SpeaksOf {
    named: Vec<usize>,
    bare: Vec<usize>,
}

fn noun(rows: &RowsOf) -> Noun {
    Noun {
        dataset: rows.dataset,
        population: rows.population,
    }
}
