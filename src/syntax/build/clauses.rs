//! Lines of items beside the sentence; exceptions, routing, settings and rankings.

use super::sentences::conjunction;
use super::{Builder, Node, Workshop, keyword};
use crate::syntax::ast::{
    Deadline, Declaration, Exception, Item, Proof, Ranking, Recipients, Record, Requirement, Route,
    RouteOf, Routing, Sentence, SentenceKind, Setting, SettingChange, Title,
};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::syntax::problems_of_clauses as problems;
use crate::syntax::spelling::{Token, TokenKind};

/// Whether the head of a setting ends in the direction in which it is stricter.
fn ends_in_direction(tokens: &[Token]) -> bool {
    let last = tokens.last().map(|token| &token.kind);
    matches!(
        last,
        Some(TokenKind::Keyword(
            "smaller is stricter" | "larger is stricter"
        ))
    )
}

impl Workshop<'_> {
    pub(super) fn exception(&mut self, raw: &RawDeclaration) -> Option<Exception> {
        let (names, title) = self.names_and_title(raw)?;
        let (mut cites, mut proof, mut lines) = (Vec::new(), None, 0);
        for clause in &raw.clauses {
            if clause.kind != ClauseKind::Other {
                cites.extend(self.cites(clause));
                continue;
            }
            lines += 1;
            // A line before it that could not be read is told, and may not have been one of rows.
            if proof.is_some() {
                let problem = problems::second_proof(self.language, clause.span);
                self.diagnostics.add(problem);
                continue;
            }
            proof = self.clause(clause, Rule::exception_line, |b, n| b.proof(&n));
        }
        if lines == 0 {
            let name = names.all.first()?;
            let problem = problems::no_proof(self.language, name.span, &name.text);
            self.diagnostics.add(problem);
        }
        Some(Exception {
            names,
            title,
            cites,
            proof,
        })
    }

    pub(super) fn routing(&mut self, raw: &RawDeclaration) -> Option<Routing> {
        if let Some(first) = raw.head.tokens.first() {
            let problem = problems::head_of_routing(self.language, first.span);
            self.diagnostics.add(problem);
        }
        let mut routes = Vec::new();
        for clause in &raw.clauses {
            let rule = match clause.kind {
                ClauseKind::Word("clause") => Rule::clause_route,
                ClauseKind::Word("section") => Rule::section_route,
                _ => Rule::item_route,
            };
            routes.extend(self.clause(clause, rule, |b, n| b.route(&n)));
        }
        Some(Routing { routes })
    }

    /// `setting NAME : TYPE …`, or another value for one of an adopted checklist: `setting NAME = VALUE`.
    pub(super) fn setting(&mut self, raw: &RawDeclaration) -> Option<Declaration> {
        let has = |symbol| {
            let mut tokens = raw.head.tokens.iter();
            tokens.any(|token| token.kind == TokenKind::Symbol(symbol))
        };
        let cites = self.all_cites(raw);
        let because: Vec<Title> = (raw.clauses.iter())
            .filter(|clause| clause.kind == ClauseKind::Word("loosen because"))
            .filter_map(|clause| self.title_line(clause))
            .collect();
        if has(":") || !has("=") {
            if let Some(because) = because.first() {
                let problem = problems::loosened_itself(self.language, because.span);
                self.diagnostics.add(problem);
            }
            let built = self.clause(&raw.head, Rule::setting_head, |b, n| b.new_setting(&n))?;
            return Some(Declaration::Setting(Setting { cites, ..built }));
        }
        if ends_in_direction(&raw.head.tokens) {
            let built = self.clause(&raw.head, Rule::setting_untyped, |b, n| {
                b.untyped_setting(&n)
            })?;
            return Some(Declaration::Setting(Setting { cites, ..built }));
        }
        self.clause(&raw.head, Rule::setting_change, |b, n| {
            let mut inner = n.into_inner();
            let names = b.names(&inner.next()?);
            Some(SettingChange {
                name: names.all.into_iter().next()?,
                value: b.expression(&inner.next()?)?,
                because: because.into_iter().next(),
                cites,
            })
        })
        .map(Declaration::SettingChange)
    }

    /// `owner "A", household.township, or else "B"`.
    pub(super) fn owner_line(
        &mut self,
        clause: &Clause,
        owners: &mut Vec<Title>,
        recipients: &mut Recipients,
    ) {
        let built = self.clause(clause, Rule::owner_line, |b, n| b.recipients(&n));
        if let Some(built) = built {
            owners.extend(built.named);
            recipients.paths.extend(built.paths);
            recipients.otherwise = recipients.otherwise.take().or(built.otherwise);
        }
    }

    /// A line that stands for itself; answers whether it was one.
    pub(super) fn item_line(&mut self, item: &mut Item, clause: &Clause, word: &str) -> bool {
        let lines = &mut item.lines;
        match word {
            "copy to" => lines.copies.extend(self.titles(clause)),
            "tags" => {
                let tags = self.clause(clause, Rule::texts_line, |b, n| {
                    Some(n.into_inner().filter_map(|n| b.quoted(&n)).collect())
                });
                let tags: Vec<_> = tags.unwrap_or_default();
                lines.tags.extend(tags);
            }
            "formerly" => {
                let names = self.clause(clause, Rule::names_line, |b, n| Some(b.names_in(&n)));
                lines.formerly.extend(names.unwrap_or_default());
            }
            "except" => {
                let names = self.clause(clause, Rule::except_line, |b, n| Some(b.names_in(&n)));
                lines.except.extend(names.unwrap_or_default());
            }
            "due" if clause.tokens.len() > 1 => {
                let deadline = self.clause(clause, Rule::due_line, |b, n| b.deadline(&n));
                lines.deadlines.extend(deadline);
            }
            _ => return false,
        }
        true
    }

    /// Makes an item whose deadlines alone say `should` an aim; reports one that says both.
    pub(super) fn aims(&mut self, item: &mut Item) {
        let Some(sentence) = &mut item.sentence else {
            return;
        };
        let bare = matches!(&sentence.kind, SentenceKind::Record(record) if record.must.is_empty());
        let deadlines = &item.lines.deadlines;
        if bare {
            sentence.aim = !deadlines.is_empty() && deadlines.iter().all(|d| d.aim);
        }
        if let Some(other) = deadlines.iter().find(|d| d.aim != sentence.aim) {
            let problem = problems::must_and_should(self.language, other.span);
            self.diagnostics.add(problem);
        }
    }

    /// The sentence of an item; where deadlines say what must hold, it may be the rows alone.
    pub(super) fn item_sentence(
        &mut self,
        clause: &Clause,
        raw: &RawDeclaration,
    ) -> Option<Sentence> {
        let keyword = |tokens: &[crate::syntax::spelling::Token], ids: &[&str]| {
            (tokens.iter())
                .any(|token| matches!(token.kind, TokenKind::Keyword(id) if ids.contains(&id)))
        };
        let deadlines = (raw.clauses.iter()).any(|other| {
            other.kind == ClauseKind::Word("due") && keyword(&other.tokens, &["must", "should"])
        });
        let bare = deadlines
            && keyword(&clause.tokens, &["every", "any"])
            && !keyword(&clause.tokens, &["must", "should"]);
        if bare {
            return self.clause(clause, Rule::subjects_line, |b, n| b.subjects(&n));
        }
        let sentence = self.clause(clause, Rule::sentence, |b, n| b.sentence(&n))?;
        if sentence.aim && keyword(&clause.tokens, &["must"]) {
            let problem = problems::must_and_should(self.language, sentence.span);
            self.diagnostics.add(problem);
        }
        Some(sentence)
    }
}

impl Builder<'_, '_> {
    fn proof(&mut self, node: &Node<'_>) -> Option<Proof> {
        let mut inner = node.clone().into_inner();
        let mut proof = Proof {
            rows: self.rows(&inner.next()?)?,
            by: None,
            column: None,
        };
        for part in inner {
            match part.as_rule() {
                Rule::key => proof.by = Some(self.key(&part)?),
                Rule::path_name => proof.column = Some(self.path_name(&part)?),
                _ => {}
            }
        }
        Some(proof)
    }

    /// Whether a sentence says `should`.
    pub(super) fn is_aim(&self, node: &Node<'_>) -> bool {
        node.as_str().contains("‹should›")
    }

    fn recipients(&mut self, node: &Node<'_>) -> Option<Recipients> {
        let mut built = Recipients::default();
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::recipient => {
                    let one = part.into_inner().next()?;
                    if one.as_rule() == Rule::title {
                        built.named.push(self.title(&one)?);
                    } else {
                        built.paths.push(self.path_name(&one)?);
                    }
                }
                Rule::title => built.otherwise = Some(self.title(&part)?),
                _ => {}
            }
        }
        Some(built)
    }

    fn route(&mut self, node: &Node<'_>) -> Option<Route> {
        let (mut names, mut path, mut title, mut to) = (Vec::new(), None, None, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::name => names.push(self.name(&part)?),
                Rule::path => path = self.path(&part),
                Rule::title => title = self.title(&part),
                Rule::goes_to => to = Some(self.recipients(&part)?),
                _ => {}
            }
        }
        let of = match (node.as_rule(), title) {
            (Rule::clause_route, _) => {
                RouteOf::Clause(names.into_iter().next()?, path.unwrap_or_default())
            }
            (Rule::section_route, title) => RouteOf::Section(title?),
            _ => RouteOf::Items(names),
        };
        Some(Route {
            of,
            to: to?,
            span: self.span(node),
        })
    }

    fn deadline(&mut self, node: &Node<'_>) -> Option<Deadline> {
        let mut inner = node.clone().into_inner();
        let due = self.date(&inner.next()?)?;
        let must: Option<Vec<Requirement>> = inner
            .filter(|n| n.as_rule() == Rule::requirement)
            .map(|n| self.requirement(&n))
            .collect();
        Some(Deadline {
            due,
            must: must?,
            aim: self.is_aim(node),
            span: self.span(node),
        })
    }

    /// `every P where C when W` without a requirement.
    fn subjects(&mut self, node: &Node<'_>) -> Option<Sentence> {
        let (mut of, mut when) = (None, Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::when => when.push(self.condition(&part)?),
                _ => {}
            }
        }
        let record = Record {
            of: of?,
            when: conjunction(when),
            must: Vec::new(),
        };
        Some(Sentence {
            kind: SentenceKind::Record(record),
            tolerating: None,
            smallest: None,
            aim: false,
            span: self.span(node),
        })
    }

    pub(super) fn ranking(&mut self, node: &Node<'_>) -> Option<Ranking> {
        let mut inner = node.clone().into_inner();
        let of = self.rows(&inner.next()?)?;
        let by = self.expression(&inner.next()?)?;
        let (mut higher, mut ties_share, mut smallest, mut negated) = (None, false, None, false);
        let mut place = None;
        for part in inner {
            match part.as_rule() {
                Rule::must => negated = part.into_inner().next().is_some(),
                Rule::ranked_place => place = Some(part),
                _ => match keyword_behind_comma(&part) {
                    "higher is better" => higher = Some(true),
                    "lower is better" => higher = Some(false),
                    "ties share a place" => ties_share = true,
                    _ => smallest = Some(self.primary(&part.into_inner().next()?)?),
                },
            }
        }
        let place = place?;
        if higher.is_none() {
            let behind = by.span;
            self.report(problems::which_is_better(self.shop.language, behind));
        }
        Some(Ranking {
            of,
            by,
            higher_is_better: higher?,
            ties_share,
            smallest,
            negated,
            from_last: keyword(&place) == "among the last",
            places: self.primary(&place.into_inner().next()?)?,
        })
    }
}

/// The keyword of a rule of a ranking; a comma may stand before it.
fn keyword_behind_comma<'p>(node: &Node<'p>) -> &'p str {
    super::leading(node.as_str().trim_start_matches([',', ' ']))
}
