//! What cites each clause of a version of a document: declarations, and items, themselves or through these.

use super::impact::{Cites, Touched};
use super::through::{Via, declared, id_of};
use crate::citations::{Aliases, Found, Lock, Quoted, quoted, whose_paragraph};
use crate::model::{Citation, Model, Through};
use std::collections::{BTreeMap, BTreeSet};

/// Something that cites a clause, with the phrase that it quotes.
#[derive(Debug, Clone)]
pub(super) struct Citer {
    what: Touched,
    phrase: Option<String>,
}

/// What cites the clauses of a version.
#[derive(Debug, Default)]
pub(super) struct Citers {
    /// By the place of the clause.
    by_clause: BTreeMap<usize, Vec<Citer>>,
    /// Citations of clauses that the version does not have: what cites them, and the path.
    pub(super) unknown: Vec<(String, String)>,
}

impl Citers {
    /// What cites the clauses of a source of the model; nothing without a source.
    pub(super) fn of(
        lock: &Lock,
        model: &Model,
        source: Option<usize>,
        aliases: &Aliases,
        cites: Cites,
    ) -> Self {
        let mut all = Self::default();
        let touched = |kind, id: &str, through| Touched {
            kind,
            id: id.to_owned(),
            own: None,
            through,
            cites,
            phrase_lost: None,
        };
        let mut add = |what: Touched, cite: &Citation, quotes: bool| {
            if Some(cite.source) != source {
                return;
            }
            match lock.find(&cite.path, aliases) {
                Found::Clause(at) => all.by_clause.entry(at).or_default().push(Citer {
                    what,
                    phrase: cite.phrase.clone().filter(|_| quotes),
                }),
                // Of what an item uses this is told once, at the table or exception itself.
                Found::Ambiguous(_) | Found::Nothing(_) if what.through.is_none() => {
                    all.unknown.push((what.id, cite.path.clone()));
                }
                Found::Ambiguous(_) | Found::Nothing(_) => {}
            }
        };
        for (through, cite) in declared(model) {
            if let Some(via) = Via::of(model, through) {
                let own = Touched {
                    own: Some(via.clone()),
                    ..touched(via.kind, &via.name, None)
                };
                add(own, cite, true);
            }
        }
        for item in &model.items {
            let id = id_of(model, item);
            for (through, cite) in model.citations_behind(item) {
                // The phrase is the table's own, and told there.
                let phrase = matches!(through, Through::Item);
                add(touched("item", &id, Via::of(model, through)), cite, phrase);
            }
        }
        all
    }

    /// What cites the clause at a place; for a further paragraph or table of a clause also what cites that clause, without the phrases it
    /// quotes: they are looked for in the clause's own words.
    pub(super) fn at(&self, lock: &Lock, clause: usize) -> Vec<Citer> {
        let of = |at: usize| self.by_clause.get(&at).map_or(&[][..], Vec::as_slice);
        let mut all = of(clause).to_vec();
        let mut path = lock.clauses.get(clause).map(|clause| clause.path.as_str());
        while let Some(above) = path.and_then(whose_paragraph) {
            let at = lock.clauses.iter().position(|clause| clause.path == above);
            let citing = at.map_or(&[][..], of).iter().map(|citer| Citer {
                what: citer.what.clone(),
                phrase: None,
            });
            all.extend(citing);
            path = Some(above);
        }
        all
    }

    /// The items that cite some clause.
    pub(super) fn items(&self) -> BTreeSet<&str> {
        let all = self.by_clause.values().flatten().map(|citer| &citer.what);
        let items = all.filter(|what| what.kind == "item");
        items.map(|item| item.id.as_str()).collect()
    }
}

/// What cites a clause, each once, with a phrase that does not stand any more in the new words, which come with their path.
pub(super) fn touched<'c>(
    citing: impl Iterator<Item = &'c Citer>,
    now: Option<(&str, &str)>,
) -> Vec<Touched> {
    let mut all: Vec<Touched> = Vec::new();
    for Citer { what, phrase } in citing {
        let lost = phrase.clone().filter(|phrase| {
            now.is_some_and(|(path, words)| quoted(phrase, path, words) == Quoted::Missing)
        });
        let same = |known: &&mut Touched| (known.kind, &known.id) == (what.kind, &what.id);
        match all.iter_mut().find(same) {
            Some(known) => known.phrase_lost = known.phrase_lost.take().or(lost),
            None => all.push(Touched {
                phrase_lost: lost,
                ..what.clone()
            }),
        }
    }
    all
}
