//! What is allowed but worth a look: declarations that nobody uses.

use super::Builder;
use super::names::Thing;
use super::problems;
use crate::syntax::ast;
use std::rc::Rc;

impl Builder<'_> {
    /// Warns of settings, populations, tables and measures that a checklist declares and nobody uses.
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
                        ast::Declaration::Checklist(_)
                        | ast::Declaration::Use(_)
                        | ast::Declaration::Source(_)
                        | ast::Declaration::Section(_)
                        | ast::Declaration::Dataset(_)
                        | ast::Declaration::Define(_)
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
            let problem = problems::unused(self.language(), name.span, &name.text);
            self.diagnostics.add(problem);
        }
    }
}
