//! What an audit file leaves open or has in vain: settings that nobody sets, datasets that no item looks at.
//!
//! Nothing of it stops a run; `check` tells it.

use super::resolve::Bindings;
use super::{Audit, problems};
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use std::collections::BTreeSet;

impl Audit {
    /// Adds a warning for what is worth a look, once everything is resolved.
    pub fn review(&self, model: &Model, bindings: &Bindings, sink: &mut Diagnostics) {
        self.unset(model, bindings, sink);
        self.out_of_force(model, bindings, sink);
        // Where only some items are run, the others are what the rest is for.
        if bindings.items.len() == model.items.len() {
            self.in_vain(model, bindings, sink);
        }
    }

    /// Settings that items need and that have no value. One that the audit file names without a value is left open on purpose.
    fn unset(&self, model: &Model, bindings: &Bindings, sink: &mut Diagnostics) {
        let mut needed = BTreeSet::new();
        for item in bindings.items.iter().filter_map(|at| model.items.get(*at)) {
            needed.extend(model.settings_of(item));
        }
        let named = |setting: &crate::model::Setting| {
            let mut names = self.settings.iter().map(|entry| &entry.name.value);
            names.any(|name| setting.names.all.contains(name))
        };
        let open: Vec<&str> = needed
            .iter()
            .filter_map(|at| model.settings.get(*at))
            .filter(|setting| setting.value.is_none() && !named(setting))
            .map(|setting| setting.names.show(self.speaks))
            .collect();
        if !open.is_empty() {
            sink.add(problems::settings_unset(self.speaks, self.start(), &open));
        }
    }

    /// Clauses that items rest on and that are not in force on the day of the inspection.
    fn out_of_force(&self, model: &Model, bindings: &Bindings, sink: &mut Diagnostics) {
        let mut items = bindings.items.iter().filter_map(|at| model.items.get(*at));
        let Some(day) = self.as_of else {
            if items.any(|item| model.asks_for_force(item)) {
                sink.add(problems::force_unseen(self.speaks, self.start()));
            }
            return;
        };
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for item in items {
            for remark in model.remarks_of_force(item, day, self.speaks) {
                match told.iter_mut().find(|(known, _)| *known == remark) {
                    Some((_, items)) => items.push(item.id.clone()),
                    None => told.push((remark, vec![item.id.clone()])),
                }
            }
        }
        let at = self.as_of_at.unwrap_or_else(|| self.start());
        if !told.is_empty() {
            sink.add(problems::out_of_force(self.speaks, at, &told));
        }
    }

    /// Datasets with a file that no item needs.
    fn in_vain(&self, model: &Model, bindings: &Bindings, sink: &mut Diagnostics) {
        let places = model.place_lists();
        for entry in &self.data {
            let name = &entry.name.value;
            let mut datasets = model.datasets.iter();
            let Some(at) = datasets.position(|dataset| dataset.names.all.contains(name)) else {
                continue;
            };
            if !bindings.needs.datasets.contains(&at) && !places.contains(&Some(at)) {
                let problem = problems::dataset_unused(self.speaks, entry.name.span, name);
                sink.add(problem);
            }
        }
    }
}
