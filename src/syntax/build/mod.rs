//! Pairs → tree: one builder for each clause.
//!
//! A clause that makes no sense is reported once and gives `None`; nothing else of the file is touched by it.

mod clauses;
mod declarations;
mod expressions;
mod literals;
mod order;
mod person;
mod sentences;
mod sources;
mod suffixes;
mod tables;
mod tests;
mod time;
mod windows;

use declarations::Once;
pub(super) use declarations::declaration;

use super::ast::Expr;
use super::layout::Clause;
use super::parser::{Canonical, Rule};
use super::recover;
use super::spelling::Token;
use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Files, Span};
use crate::types::Language;
use pest::iterators::Pair;
use std::collections::HashSet;

/// A pair of the grammar.
pub(super) type Node<'p> = Pair<'p, Rule>;

/// What clauses of a file that are made by one thread share.
pub(super) struct Workshop<'a> {
    pub(super) language: Language,
    pub(super) files: &'a Files,
    pub(super) file: FileId,
    pub(super) diagnostics: Diagnostics,
    /// Whether only the places of mistakes are asked for, not what would be right.
    pub(super) hasty: bool,
    /// Titles seen that lack a language: English, Chinese.
    pub(super) untranslated: [Vec<Span>; 2],
    /// Whether a title was seen that has both.
    pub(super) has_both: bool,
    /// Names in clauses that could not be parsed.
    pub(super) broken: Vec<crate::syntax::ast::Name>,
}

/// One clause while its tree is built.
pub(super) struct Builder<'a, 'w> {
    shop: &'w mut Workshop<'a>,
    canonical: &'w Canonical<'w>,
    /// A mistake was reported, so that a missing node is no news.
    reported: bool,
    /// The places of expressions in brackets, brackets included.
    bracketed: HashSet<Span>,
    /// The left side of the comparison built last.
    last_left: Option<Expr>,
}

impl<'a> Workshop<'a> {
    /// Where nothing was made yet.
    pub(super) fn new(file: FileId, files: &'a Files, language: Language, hasty: bool) -> Self {
        Self {
            language,
            files,
            file,
            diagnostics: Diagnostics::default(),
            hasty,
            untranslated: [Vec::new(), Vec::new()],
            has_both: false,
            broken: Vec::new(),
        }
    }

    /// Takes in what was found further down in the file.
    pub(super) fn join(&mut self, further: Self) {
        self.diagnostics.append(further.diagnostics);
        for (all, further) in self.untranslated.iter_mut().zip(further.untranslated) {
            all.extend(further);
        }
        self.has_both |= further.has_both;
        self.broken.extend(further.broken);
    }
}

impl Workshop<'_> {
    /// Parses a clause as `rule` and builds something of its pair.
    pub(super) fn clause<T>(
        &mut self,
        clause: &Clause,
        rule: Rule,
        build: impl FnOnce(&mut Builder<'_, '_>, Node<'_>) -> Option<T>,
    ) -> Option<T> {
        if clause.broken {
            self.remember_names(&clause.tokens);
            return None;
        }
        let built = self.tokens(&clause.tokens, clause.span, rule, build);
        if built.is_none() {
            self.remember_names(&clause.tokens);
        }
        built
    }

    /// The same for some tokens of a clause.
    pub(super) fn tokens<T>(
        &mut self,
        tokens: &[Token],
        span: Span,
        rule: Rule,
        build: impl FnOnce(&mut Builder<'_, '_>, Node<'_>) -> Option<T>,
    ) -> Option<T> {
        let canonical = Canonical::new(tokens, span);
        let pair = match canonical.parse(rule, self.hasty) {
            Ok(pair) => pair,
            Err(failure) if self.hasty => {
                let at = tokens.get(failure.token).or(tokens.last());
                let at = at.map_or(span, |token| token.span);
                let language = self.language;
                self.diagnostics.add(recover::without_meaning(language, at));
                return None;
            }
            Err(failure) => {
                let text = self.files.text(self.file);
                let diagnostic =
                    recover::explain(self.language, text, tokens, span, rule, &failure);
                self.diagnostics.add(diagnostic);
                return None;
            }
        };
        let mut builder = Builder {
            shop: self,
            canonical: &canonical,
            reported: false,
            bracketed: HashSet::new(),
            last_left: None,
        };
        let built = build(&mut builder, pair);
        if builder.reported {
            return None;
        }
        if built.is_none() {
            self.diagnostics
                .add(recover::without_meaning(self.language, span));
        }
        built
    }

    /// Keeps the names of a clause that has no tree, so that later stages do not report them as unknown.
    pub(super) fn remember_names(&mut self, tokens: &[Token]) {
        self.broken
            .extend(tokens.iter().filter_map(literals::name_of_token));
    }
}

impl Builder<'_, '_> {
    fn span(&self, node: &Node<'_>) -> Span {
        self.canonical.span_of(node)
    }

    fn report(&mut self, diagnostic: crate::diagnostic::Diagnostic) {
        self.shop.diagnostics.add(diagnostic);
        self.reported = true;
    }

    fn text_of(&self, span: Span) -> &str {
        self.shop.files.slice(span)
    }
}

/// The keyword that a node begins with, without its marks; or its operator.
fn keyword<'p>(node: &Node<'p>) -> &'p str {
    leading(node.as_str())
}

fn leading(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix('‹').and_then(|rest| rest.split_once('›')) {
        Some((id, _)) => id,
        None => text.split(' ').next().unwrap_or_default(),
    }
}
