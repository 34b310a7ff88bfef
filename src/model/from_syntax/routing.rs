//! To whom findings go: owners of items and sections, and routing by item, clause and section.

use super::Builder;
use super::declarations::text;
use super::names::Noun;
use super::problems::{self, Kind, nearest};
use super::problems_of_clauses;
use super::scope::Scope;
use crate::model::{
    AxisKind, Check, DutyCheck, ExprId, ExprKind, ItemLines, OwnerPath, RowsCheck, RowsOf,
};
use crate::source::Span;
use crate::syntax::ast::{self, Recipients, RouteOf};
use crate::types::{Bilingual, Type};
use std::rc::Rc;

/// Who has to act for an item, as written.
struct Written<'t> {
    named: &'t [ast::Title],
    recipients: &'t Recipients,
    /// Whether the item itself says it: then its columns must be there.
    own: bool,
}

impl Builder<'_> {
    /// What the lines of an item say, and who has to act: the adopting checklist's routing first, then the item's own line,
    /// then routing, then the section's line.
    pub(super) fn lines(
        &mut self,
        item: &ast::Item,
        section: Option<&ast::Section>,
        check: &Check,
    ) -> (Vec<Bilingual>, ItemLines) {
        let lines = &item.lines;
        let copies = match section {
            Some(section) if lines.copies.is_empty() => &section.copies,
            _ => &lines.copies,
        };
        let titles =
            |titles: &[ast::Title]| titles.iter().map(|title| title.text.clone()).collect();
        let mut built = ItemLines {
            copies: titles(copies),
            tags: lines.tags.iter().map(|tag| tag.text.clone()).collect(),
            action: text(lines.action.as_ref()),
            formerly: lines.formerly.first().map(|name| name.text.clone()),
            expects: lines.expects.and_then(|(n, span)| self.expected(n, span)),
            not_inspectable: lines.not_inspectable.as_ref().map(|t| t.text.clone()),
            ..ItemLines::default()
        };
        let trees = Rc::clone(&self.trees);
        let own = !item.owners.is_empty() || !lines.recipients.paths.is_empty();
        let routed = |b: &Self, above: bool| b.route(&trees, item, section, above);
        let written = match (routed(self, true), routed(self, false)) {
            (Some(to), _) => Some(written(to)),
            _ if own => Some(Written {
                named: &item.owners,
                recipients: &lines.recipients,
                own: true,
            }),
            (_, Some(to)) => Some(written(to)),
            _ => section.map(|section| Written {
                named: &section.owners,
                recipients: &section.recipients,
                own: false,
            }),
        };
        let Some(written) = written else {
            return (Vec::new(), built);
        };
        for path in &written.recipients.paths {
            built
                .owner_paths
                .extend(self.owner_path(path, written.own, check));
        }
        let otherwise = written.recipients.otherwise.as_ref();
        built.otherwise = otherwise.map(|title| title.text.clone());
        let mut owners: Vec<Bilingual> = titles(written.named);
        if built.owner_paths.is_empty() && !written.recipients.paths.is_empty() {
            // Nothing of the subject says who: what stands for that holds for every finding.
            owners.extend(built.otherwise.clone());
        }
        (owners, built)
    }

    fn expected(&mut self, number: crate::types::Number, span: Span) -> Option<u64> {
        let whole = number.to_string().parse().ok();
        if whole.is_none() {
            let problem = problems_of_clauses::no_count(self.language(), span);
            self.diagnostics.add(problem);
        }
        whole
    }

    /// A column that says who has to act, in the scope of the subjects of a check.
    fn owner_path(&mut self, path: &ast::Expr, own: bool, check: &Check) -> Option<OwnerPath> {
        let of = |rows: &RowsOf| Noun {
            dataset: rows.dataset,
            population: rows.population,
        };
        let nouns: Vec<(usize, Noun)> = match check {
            Check::Rows(RowsCheck {
                dataset,
                population,
                ..
            })
            | Check::Duty(DutyCheck {
                dataset,
                population,
                ..
            }) => {
                let (dataset, population) = (*dataset, *population);
                let noun = Noun {
                    dataset,
                    population,
                };
                vec![(0, noun)]
            }
            Check::Match(matched) => {
                let sources = matched.sources.iter();
                sources.map(|source| of(&source.rows)).enumerate().collect()
            }
            Check::Groups(groups) => groups.of.iter().map(of).enumerate().collect(),
            Check::Combinations(combined) => (combined.axes.iter().enumerate())
                .filter_map(|(axis, combined_axis)| match &combined_axis.kind {
                    AxisKind::Rows(rows) => Some((axis, of(rows))),
                    AxisKind::Occurring => Some((axis, of(&combined.rows))),
                    AxisKind::List(_) => None,
                })
                .collect(),
            Check::Whole(_) | Check::Nothing => Vec::new(),
        };
        let mut values = Vec::new();
        for (at, (number, noun)) in nouns.iter().enumerate() {
            let scope = [Scope::row(*noun, None)];
            let last = own && values.is_empty() && at + 1 == nouns.len();
            let kind = self.leads_to(&scope, path);
            // The last source that may have it reports what is wrong with it.
            if kind.is_some() || last {
                // A name that is no column is most likely an office without its quotes.
                let value = self.value(&scope, path, Some(&Type::Text));
                let ty = self.type_of(value);
                if ty == Type::Unknown {
                    return None;
                }
                if !ty.is_textual() {
                    let problem = problems_of_clauses::owner_no_text(self.language(), path.span);
                    self.diagnostics.add(problem);
                    return None;
                }
                // Of values that occur in rows each row holds its own: nothing but the value itself is one for all.
                let is_told = match check {
                    Check::Combinations(combined) => match combined.axes.get(*number) {
                        Some(axis) if matches!(axis.kind, AxisKind::Occurring) => {
                            let same = |&key: &ExprId| self.one_column(key, value);
                            axis.keys.iter().any(same)
                        }
                        _ => true,
                    },
                    _ => true,
                };
                if is_told {
                    values.push((*number, value));
                }
            }
        }
        if values.is_empty() {
            if own {
                let problem = problems_of_clauses::owner_without_row(self.language(), path.span);
                self.diagnostics.add(problem);
            }
            return None;
        }
        let name = self.group_name(nouns.first()?.1, path);
        Some(OwnerPath { values, name })
    }

    /// Whether two values are read from the same column.
    fn one_column(&self, one: ExprId, other: ExprId) -> bool {
        let column = |id: ExprId| match self.model.expr(id).kind {
            ExprKind::Column {
                dataset, column, ..
            } => Some((dataset, column)),
            _ => None,
        };
        column(one).is_some() && column(one) == column(other)
    }

    /// The line of a routing that an item falls under: by item, else by its longest clause, else by section. `above`: of a
    /// checklist that adopts the item's.
    fn route<'t>(
        &self,
        trees: &'t [super::Tree],
        item: &ast::Item,
        section: Option<&ast::Section>,
        above: bool,
    ) -> Option<&'t Recipients> {
        let own_file = trees.get(self.current)?.file;
        let mut best: Option<((u8, usize), &Recipients)> = None;
        for &number in &self.routing {
            let tree = trees.get(number)?;
            let sees = |from: usize, file| {
                (self.spaces.get(from)).is_some_and(|space| space.files.contains(&file))
            };
            let is_above = number != self.current && sees(number, own_file);
            let is_seen = sees(self.current, tree.file);
            if is_above != above || !above && !is_seen {
                continue;
            }
            let routings = tree.ast.declarations.iter().filter_map(|d| match d {
                ast::Declaration::Routing(routing) => Some(routing),
                _ => None,
            });
            for route in routings.flat_map(|routing| &routing.routes) {
                let rank = match &route.of {
                    RouteOf::Items(names) => {
                        (names.iter().any(|name| name.text == item.id.text)).then_some((3, 0))
                    }
                    RouteOf::Clause(source, path) => self
                        .cites_below(item, section, (number, &source.text), path)
                        .then_some((2, path.chars().count())),
                    RouteOf::Section(title) => section
                        .is_some_and(|section| same_title(&section.title.text, &title.text))
                        .then_some((1, 0)),
                };
                // Of two equal ones the first.
                if let Some(rank) = rank
                    && best.is_none_or(|(other, _)| rank > other)
                {
                    best = Some((rank, &route.to));
                }
            }
        }
        best.map(|(_, to)| to)
    }

    /// Whether an item cites a clause or one below it. The source may have another name in another file.
    fn cites_below(
        &self,
        item: &ast::Item,
        section: Option<&ast::Section>,
        (tree, source): (usize, &str),
        path: &str,
    ) -> bool {
        let thing = |tree: usize, name: &str| {
            let space = self.spaces.get(tree)?;
            space.sources.get(name).map(|(thing, _)| *thing)
        };
        let wanted = thing(tree, source);
        let cites = match section {
            Some(section) if item.cites.is_empty() => &section.cites,
            _ => &item.cites,
        };
        cites.iter().any(|cite| {
            wanted.is_some() && thing(self.current, &cite.source.text) == wanted && {
                is_below(path, &cite.path)
            }
        })
    }

    /// Reports lines of routings that speak of nothing.
    pub(super) fn check_routings(&mut self) {
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            for declaration in &tree.ast.declarations {
                if let ast::Declaration::Routing(routing) = declaration {
                    self.within(number, |b| b.check_routing(&trees, routing));
                }
            }
        }
    }

    fn check_routing(&mut self, trees: &[super::Tree], routing: &ast::Routing) {
        let mut items = Vec::new();
        let mut sections = Vec::new();
        for declaration in trees.iter().flat_map(|tree| &tree.ast.declarations) {
            match declaration {
                ast::Declaration::Item(item) => items.push(item.id.text.as_str()),
                ast::Declaration::Section(section) => sections.push(&section.title),
                _ => {}
            }
        }
        let language = self.language();
        for route in &routing.routes {
            match &route.of {
                RouteOf::Clause(source, _) => {
                    self.source(source);
                }
                RouteOf::Section(title) => {
                    let known = |other: &&ast::Title| same_title(&other.text, &title.text);
                    if !sections.iter().any(known) {
                        let text = title.text.get(language);
                        let near = sections.iter().map(|other| other.text.get(language));
                        let near = nearest(text, near);
                        let problem =
                            problems::unknown_name(language, title.span, Kind::Section, text, near);
                        self.diagnostics.add(problem);
                    }
                }
                RouteOf::Items(names) => {
                    for name in names
                        .iter()
                        .filter(|name| !items.contains(&name.text.as_str()))
                    {
                        let near = nearest(&name.text, items.iter().copied());
                        let problem = problems::unknown_name(
                            language,
                            name.span,
                            Kind::Item,
                            &name.text,
                            near,
                        );
                        self.missing(&name.text, problem);
                    }
                }
            }
        }
    }
}

fn written(recipients: &Recipients) -> Written<'_> {
    Written {
        named: &recipients.named,
        recipients,
        own: false,
    }
}

/// Whether two titles are the same in a language that both have.
fn same_title(a: &Bilingual, b: &Bilingual) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    same(&a.en, &b.en) || same(&a.zh, &b.zh)
}

/// Whether a clause path is another one or lies below it: 三(一) holds 三(一)2, and 3.1 holds 3.1(b) but not 3.12.
fn is_below(path: &str, cited: &str) -> bool {
    let Some(rest) = cited.strip_prefix(path) else {
        return false;
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !(digit(path.chars().last()) && digit(rest.chars().next()))
}
