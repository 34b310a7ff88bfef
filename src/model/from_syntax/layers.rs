//! Adopted checklists: other values for their settings, other rows for their tables, and whether that loosens them.

use super::Builder;
use super::names::Thing;
use super::problems::{self, Kind, nearest};
use super::problems_of_clauses;
use super::types::describe;
use crate::model::{Change, Changed};
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Stricter};
use crate::types::{Type, Value};
use std::cmp::Ordering;

impl Builder<'_> {
    /// Remembers which files the file at hand adopts; one without a checklist cannot be adopted.
    pub(super) fn see_adopted(&mut self, adopts: &[(usize, Span)]) {
        for (other, span) in adopts {
            let has_header = self.trees.get(*other).is_some_and(|tree| {
                let mut declarations = tree.ast.declarations.iter();
                declarations.any(|d| matches!(d, ast::Declaration::Checklist(_)))
            });
            if !has_header {
                let problem = problems_of_clauses::adopts_no_checklist(self.language(), *span);
                self.diagnostics.add(problem);
            }
            let seen = self.spaces.get(*other).map(|space| space.files.clone());
            if let Some(space) = self.spaces.get_mut(self.current) {
                space.adopted.extend(seen.unwrap_or_default());
            }
        }
    }

    /// The table of an adopted checklist that has one of these names: it is replaced.
    pub(super) fn adopted_table(&mut self, names: &ast::Names) -> Option<usize> {
        let space = self.spaces.get(self.current)?;
        let (number, span) = names.all.iter().find_map(|name| {
            let (thing, span) = space.things.get(&name.text)?;
            match thing {
                Thing::Table(number) if space.adopted.contains(&span.file) => {
                    Some((*number, name.span))
                }
                _ => None,
            }
        })?;
        self.change(Changed::Table(number), span, (None, None), (false, None));
        Some(number)
    }

    /// Another value for a setting of an adopted checklist.
    pub(super) fn change_setting(&mut self, change: &ast::SettingChange) {
        let language = self.language();
        let name = &change.name;
        let space = self.spaces.get(self.current);
        let adopted = |file: &FileId| space.is_some_and(|space| space.adopted.contains(file));
        let found = space.and_then(|space| space.things.get(&name.text).copied());
        let number = match found {
            Some((Thing::Setting(number), span)) if adopted(&span.file) => number,
            Some((Thing::Setting(_), span)) => {
                let problem = problems::declared_twice(language, name.span, &name.text, Some(span));
                self.diagnostics.add(problem);
                return;
            }
            _ => {
                let names = space.into_iter().flat_map(|space| &space.things);
                let settings = names.filter(|(_, (thing, span))| {
                    matches!(thing, Thing::Setting(_)) && adopted(&span.file)
                });
                let near = nearest(&name.text, settings.map(|(name, _)| name.as_str()));
                let problem =
                    problems::unknown_name(language, name.span, Kind::Setting, &name.text, near);
                self.missing(&name.text, problem);
                return;
            }
        };
        self.thing_called(name);
        let Some(setting) = self.model.settings.get(number) else {
            return;
        };
        let (kind, stricter, before) = (
            setting.kind.clone(),
            setting.stricter,
            setting.value.clone(),
        );
        let Some(after) = self.setting_value(&change.value, &kind) else {
            return;
        };
        let loosened = match (&before, stricter) {
            (Some(before), Some(stricter)) => is_looser(stricter, before, &after),
            (Some(before), None) if *before != after => {
                let problem = problems_of_clauses::undirected(language, name.span, &name.text);
                self.diagnostics.add(problem);
                false
            }
            _ => false,
        };
        if loosened && change.because.is_none() {
            let words = [before.as_ref(), Some(&after)].map(|value| {
                value.map_or_else(String::new, |value| self.value_shown(value, &kind))
            });
            let problem =
                problems_of_clauses::loosened(language, change.value.span, &name.text, &words);
            self.diagnostics.add(problem);
        }
        let unsure = before.is_some() && stricter.is_none();
        if let (false, false, Some(because)) = (loosened, unsure, &change.because) {
            let problem = problems_of_clauses::loosens_nothing(language, because.span);
            self.diagnostics.add(problem);
        }
        let because = change.because.as_ref().map(|title| title.text.clone());
        self.change(
            Changed::Setting(number),
            name.span,
            (before, Some(after.clone())),
            (loosened, because),
        );
        if let Some(setting) = self.model.settings.get_mut(number) {
            setting.value = Some(after);
            setting.value_span = Some(change.value.span);
        }
    }

    /// Keeps a change; two checklists of a run that do not know each other cannot change the same thing.
    fn change(
        &mut self,
        what: Changed,
        span: Span,
        (before, after): (Option<Value>, Option<Value>),
        (loosened, because): (bool, Option<crate::types::Bilingual>),
    ) {
        let files = self.spaces.get(self.current).map(|space| &space.files);
        let strange = self.model.changes.iter().find(|other| {
            let seen = files.is_some_and(|files| files.contains(&other.span.file));
            other.what == what && (!seen || other.span.file == span.file)
        });
        if let Some(other) = strange {
            let language = self.language();
            let name = match what {
                Changed::Setting(n) => self.model.settings.get(n).map(|s| &s.names),
                Changed::Table(n) => self.model.tables.get(n).map(|t| &t.names),
            };
            let name = name.map_or("", |names| names.show(language)).to_owned();
            let problem = problems::declared_twice(language, span, &name, Some(other.span));
            self.diagnostics.add(problem);
            return;
        }
        self.model.changes.push(Change {
            what,
            before,
            after,
            loosened,
            because,
            span,
        });
    }

    /// Settings as they are for the file at hand, where a checklist of the run that it does not see changes them: tests of a
    /// region come out alike whether or not a county beside it adopts the region.
    pub(super) fn changed_out_of_sight(&self) -> Vec<(usize, Option<Value>)> {
        let mut unchanged: Vec<(usize, Option<Value>)> = Vec::new();
        let Some(space) = self.spaces.get(self.current) else {
            return unchanged;
        };
        for change in &self.model.changes {
            // The first change out of sight has the value that is in sight.
            if let Changed::Setting(number) = change.what
                && !space.files.contains(&change.span.file)
                && unchanged.iter().all(|(other, _)| *other != number)
            {
                unchanged.push((number, change.before.clone()));
            }
        }
        unchanged
    }

    fn value_shown(&self, value: &Value, kind: &Type) -> String {
        match value {
            Value::Number(number) if *kind == Type::Percent => number
                .times(crate::types::Number::integer(100))
                .map_or_else(|| number.to_string(), |number| format!("{number}%")),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Text(text) => text.clone(),
            Value::Truth(_) => describe(&self.model, kind, self.language()),
        }
    }
}

/// Whether a value is less strict than another one.
fn is_looser(stricter: Stricter, before: &Value, after: &Value) -> bool {
    let order = match (before, after) {
        (Value::Number(before), Value::Number(after)) => after.cmp(before),
        (Value::Date(before), Value::Date(after)) => after.cmp(before),
        _ => Ordering::Equal,
    };
    match stricter {
        Stricter::Smaller => order == Ordering::Greater,
        Stricter::Larger => order == Ordering::Less,
    }
}
