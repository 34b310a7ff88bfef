//! What is allowed but worth a look: declarations that nobody uses.

use super::Builder;
use super::names::Thing;
use super::problems;
use crate::syntax::ast;
use std::rc::Rc;

impl Builder<'_> {
    /// Warns of what a checklist declares and nobody uses.
    pub(super) fn warnings(&mut self) {
        // What was not understood cannot count as a use.
        if self.diagnostics.has_errors() {
            return;
        }
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            let has_items = tree
                .ast
                .declarations
                .iter()
                .any(|d| matches!(d, ast::Declaration::Item(_)));
            if !tree.main || !has_items {
                continue;
            }
            self.within(number, |b| {
                for declaration in &tree.ast.declarations {
                    let names = match declaration {
                        ast::Declaration::Setting(d) => &d.names,
                        ast::Declaration::Population(d) => &d.names,
                        ast::Declaration::Table(d) => &d.names,
                        ast::Declaration::Measure(d) => &d.names,
                        ast::Declaration::Exception(d) => &d.names,
                        ast::Declaration::Calendar(d) => &d.names,
                        ast::Declaration::Dataset(d) => &d.names,
                        ast::Declaration::Source(d) => {
                            // What replaces another document is cited through it.
                            if d.replaces.is_empty() && d.replaced_by.is_empty() {
                                b.warn_of_source(&d.names);
                            }
                            continue;
                        }
                        ast::Declaration::Define(d) => {
                            b.warn_of_define(d);
                            continue;
                        }
                        ast::Declaration::Checklist(_)
                        | ast::Declaration::Use(_)
                        | ast::Declaration::Section(_)
                        | ast::Declaration::Item(_)
                        | ast::Declaration::Adopt(_)
                        | ast::Declaration::Routing(_)
                        | ast::Declaration::SettingChange(_)
                        | ast::Declaration::Test(_) => continue,
                    };
                    b.warn_if_unused(names);
                }
            });
        }
    }

    fn warn_if_unused(&mut self, names: &ast::Names) {
        let Some(name) = names.all.first() else {
            return;
        };
        let thing: Option<Thing> = self.peek(&name.text);
        if thing.is_some_and(|thing| !self.used.contains(&thing)) {
            self.unused(name);
        }
    }

    fn warn_of_source(&mut self, names: &ast::Names) {
        let Some(name) = names.all.first() else {
            return;
        };
        let source = self.peek_source(&name.text);
        if source.is_some_and(|source| !self.used.contains(&source)) {
            self.unused(name);
        }
    }

    fn warn_of_define(&mut self, define: &ast::Define) {
        let (Some(name), Some(noun)) = (
            define.names.all.first(),
            self.peek_noun(&define.dataset.text),
        ) else {
            return;
        };
        let column = self.column(noun.dataset, &name.text);
        if column.is_some_and(|column| !self.used_columns.contains(&(noun.dataset, column))) {
            self.unused(name);
        }
    }

    fn unused(&mut self, name: &ast::Name) {
        let problem = problems::unused(self.language(), name.span, &name.text);
        self.diagnostics.add(problem);
    }
}
