//! Declarations and their clauses.

use super::{Builder, Node, Workshop, keyword};
use crate::source::Span;
use crate::syntax::ast::{
    Checklist, Citation, Column, ColumnType, Dataset, Declaration, Define, ExprKind, Item,
    ItemLines, ItemSeverity, Measure, Name, Names, PartLine, PartName, Person, Population,
    Recipients, Roles, Section, SentenceKind, Setting, SettingType, Stricter, Title,
};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::syntax::spelling::{Token, TokenKind};
use crate::syntax::{problems, problems_of_clauses, recover};
use crate::types::{Language, Unit};

/// Builds one declaration; `None` where its head makes no sense (reported).
pub(in crate::syntax) fn declaration(
    shop: &mut Workshop<'_>,
    raw: &RawDeclaration,
) -> Option<Declaration> {
    let Some(header) = raw.header else {
        shop.remember_names(&raw.head.tokens);
        return None;
    };
    let built = match header {
        "checklist" => shop.checklist(raw).map(Declaration::Checklist),
        "use" => shop
            .clause(&raw.head, Rule::text_line, |b, n| {
                b.quoted(&n.into_inner().next()?)
            })
            .map(Declaration::Use),
        "source" => shop.source(raw).map(Declaration::Source),
        "adopt" => shop
            .clause(&raw.head, Rule::text_line, |b, n| {
                b.quoted(&n.into_inner().next()?)
            })
            .map(Declaration::Adopt),
        "exception" => shop.exception(raw).map(Declaration::Exception),
        "routing" => shop.routing(raw).map(Declaration::Routing),
        "setting" => shop.setting(raw),
        "section" => shop.section(raw).map(Declaration::Section),
        "dataset" => shop.dataset(raw).map(Declaration::Dataset),
        "population" => shop.population(raw).map(Declaration::Population),
        "calendar" => shop.calendar(raw).map(Declaration::Calendar),
        "define" => shop
            .clause(&raw.head, Rule::define_head, |b, n| b.define(&n))
            .map(Declaration::Define),
        "table" => shop.table(raw).map(Declaration::Table),
        "measure" => shop.measure(raw).map(Declaration::Measure),
        "test" => shop.test(raw).map(Declaration::Test),
        _ => shop.item(raw).map(Declaration::Item),
    };
    if built.is_none() {
        let clauses = raw.clauses.iter().flat_map(|clause| &clause.tokens);
        let tokens: Vec<Token> = clauses.cloned().collect();
        shop.remember_names(&tokens);
    }
    built
}

/// The clauses of a declaration that may stand once.
#[derive(Default)]
pub(super) struct Once {
    pub(super) seen: Vec<&'static str>,
}

impl Once {
    /// Whether a clause is the first of its word; a second one is reported.
    pub(super) fn first(
        &mut self,
        shop: &mut Workshop<'_>,
        clause: &Clause,
        id: &'static str,
    ) -> bool {
        let first = !self.seen.contains(&id);
        if !first {
            shop.diagnostics
                .add(problems::repeated_clause(shop.language, clause.span, id));
        }
        self.seen.push(id);
        first
    }
}

impl Workshop<'_> {
    /// An id with its title.
    fn head_with_id(&mut self, raw: &RawDeclaration) -> Option<(Name, Option<Title>)> {
        let header = raw.header.unwrap_or_default();
        let starts_with_text = matches!(
            raw.head.tokens.first().map(|t| &t.kind),
            Some(TokenKind::Text(_)) | None
        );
        if starts_with_text && !raw.head.broken {
            let span = raw.head.tokens.first().map_or(raw.header_span, |t| t.span);
            self.diagnostics
                .add(problems::missing_id(self.language, span, header));
            return None;
        }
        let (id, title) = self.clause(&raw.head, Rule::id_head, |b, n| {
            Some((b.names_in(&n).pop()?, b.titles_in(&n).pop()))
        })?;
        match &title {
            Some(title) => self.note_languages(title),
            None => self
                .diagnostics
                .add(problems::missing_title(self.language, id.span, header)),
        }
        Some((id, title))
    }

    pub(super) fn note_languages(&mut self, title: &Title) {
        let missing = [&title.text.en, &title.text.zh];
        self.has_both |= missing.iter().all(|text| text.is_some());
        for (list, text) in self.untranslated.iter_mut().zip(missing) {
            if text.is_none() {
                list.push(title.span);
            }
        }
    }

    pub(super) fn title_line(&mut self, clause: &Clause) -> Option<Title> {
        self.clause(clause, Rule::title_line, |b, n| b.titles_in(&n).pop())
    }

    fn checklist(&mut self, raw: &RawDeclaration) -> Option<Checklist> {
        let (id, title) = self.head_with_id(raw)?;
        Some(Checklist { id, title })
    }

    pub(super) fn names_and_title(
        &mut self,
        raw: &RawDeclaration,
    ) -> Option<(Names, Option<Title>)> {
        self.clause(&raw.head, Rule::titled_head, |b, n| {
            let names = n.clone().into_inner().next()?;
            Some((b.names(&names), b.titles_in(&n).pop()))
        })
    }

    fn section(&mut self, raw: &RawDeclaration) -> Option<Section> {
        let title = self.title_line(&raw.head)?;
        self.note_languages(&title);
        let mut section = Section {
            span: raw.span,
            title,
            cites: Vec::new(),
            owners: Vec::new(),
            recipients: Recipients::default(),
            copies: Vec::new(),
        };
        for clause in &raw.clauses {
            match clause.kind {
                ClauseKind::Word("cites") => section.cites.extend(self.cites(clause)),
                ClauseKind::Word("owner") => {
                    self.owner_line(clause, &mut section.owners, &mut section.recipients);
                }
                _ => section.copies.extend(self.titles(clause)),
            }
        }
        Some(section)
    }

    pub(super) fn titles(&mut self, clause: &Clause) -> Vec<Title> {
        self.clause(clause, Rule::titles_line, |b, n| Some(b.titles_in(&n)))
            .unwrap_or_default()
    }

    pub(super) fn cites(&mut self, clause: &Clause) -> Vec<Citation> {
        let built = self.clause(clause, Rule::cites_line, |b, n| {
            let citations = n.into_inner().filter(|n| n.as_rule() == Rule::citation);
            citations.map(|n| b.citation(&n)).collect()
        });
        built.unwrap_or_default()
    }

    /// What the lines below a declaration cite.
    pub(super) fn all_cites(&mut self, raw: &RawDeclaration) -> Vec<Citation> {
        let clauses = raw.clauses.iter();
        let cites = clauses.filter(|clause| clause.kind == ClauseKind::Word("cites"));
        cites.flat_map(|clause| self.cites(clause)).collect()
    }

    fn measure(&mut self, raw: &RawDeclaration) -> Option<Measure> {
        let cites = self.all_cites(raw);
        let built = self.clause(&raw.head, Rule::measure_head, |b, n| b.measure(&n))?;
        Some(Measure { cites, ..built })
    }

    fn dataset(&mut self, raw: &RawDeclaration) -> Option<Dataset> {
        let (names, title) = self.names_and_title(raw)?;
        let mut dataset = Dataset {
            names,
            title,
            columns: Vec::new(),
            key: Vec::new(),
            in_force: None,
            roles: Roles::default(),
            kind: None,
        };
        let mut once = Once { seen: Vec::new() };
        for clause in &raw.clauses {
            match clause.kind {
                ClauseKind::Word(word @ ("sender" | "recipient" | "period" | "submitted on")) => {
                    if once.first(self, clause, word) {
                        self.role(&mut dataset.roles, clause, word);
                    }
                }
                ClauseKind::Word("kind") => {
                    if once.first(self, clause, "kind") {
                        let kind =
                            self.clause(clause, Rule::names_line, |b, n| b.names_in(&n).pop());
                        dataset.kind = kind;
                    }
                }
                ClauseKind::Word("key") => {
                    if once.first(self, clause, "key") {
                        let key =
                            self.clause(clause, Rule::names_line, |b, n| Some(b.names_in(&n)));
                        dataset.key = key.unwrap_or_default();
                    }
                }
                ClauseKind::Word(word) => {
                    if once.first(self, clause, word) {
                        dataset.in_force = self.clause(clause, Rule::validity_line, |b, n| {
                            let mut names = b.names_in(&n).into_iter();
                            Some((names.next()?, names.next()))
                        });
                    }
                }
                _ => dataset
                    .columns
                    .extend(self.clause(clause, Rule::column, |b, n| b.column(&n))),
            }
        }
        Some(dataset)
    }

    fn item(&mut self, raw: &RawDeclaration) -> Option<Item> {
        let (id, title) = match self.head_with_id(raw) {
            Some(head) => head,
            // The rest is still looked at, so that all its mistakes are told at once.
            None => (
                Name {
                    text: String::new(),
                    span: raw.header_span,
                },
                None,
            ),
        };
        let named = !id.text.is_empty();
        let mut item = Item {
            id,
            title,
            cites: Vec::new(),
            severity: None,
            owners: Vec::new(),
            due: None,
            message: None,
            note: None,
            lines: ItemLines::default(),
            person: Person::default(),
            sentence: None,
            span: raw.span,
        };
        let mut once = Once { seen: Vec::new() };
        let mut parts = Vec::new();
        let mut first_sentence: Option<Span> = None;
        let mut broken_sentence = false;
        for clause in &raw.clauses {
            match clause.kind {
                ClauseKind::Word("cites") => item.cites.extend(self.cites(clause)),
                ClauseKind::Word("owner") => {
                    self.owner_line(clause, &mut item.owners, &mut item.lines.recipients);
                }
                ClauseKind::Word(word) if self.item_line(&mut item, clause, word) => {}
                ClauseKind::Word(word) => {
                    if once.first(self, clause, word)
                        && !self.person_clause(&mut item, clause, word)
                    {
                        self.item_clause(&mut item, clause, word);
                    }
                }
                ClauseKind::Part => {
                    parts.extend(self.clause(clause, Rule::part_line, |b, n| b.part_line(&n)))
                }
                _ => {
                    let sentence = self.item_sentence(clause, raw);
                    if sentence.is_some() {
                        self.glued_start(clause);
                    }
                    match (first_sentence, sentence) {
                        // A line that could not be read may have been a clause, so it does not count as the first.
                        (_, None) => broken_sentence = true,
                        (None, sentence) => {
                            item.sentence = sentence;
                            first_sentence = Some(clause.span);
                        }
                        (Some(first), Some(_)) => {
                            let diagnostic =
                                problems::second_sentence(self.language, clause.span, first);
                            self.diagnostics.add(diagnostic);
                        }
                    }
                }
            }
        }
        if item.lines.not_inspectable.is_some() {
            if let Some(span) = first_sentence {
                let problem = problems_of_clauses::sentence_not_inspectable(self.language, span);
                self.diagnostics.add(problem);
            }
        } else if first_sentence.is_none() && !broken_sentence && !item.person.is_there() {
            let (span, id) = (item.id.span, item.id.text.clone());
            self.diagnostics
                .add(problems::no_sentence(self.language, span, &id));
        }
        self.attach_parts(&mut item, parts);
        self.aims(&mut item);
        named.then_some(item)
    }

    fn item_clause(&mut self, item: &mut Item, clause: &Clause, word: &str) {
        match word {
            "severity" => {
                item.severity = self.clause(clause, Rule::severity_line, |_, n| {
                    severity(&n.into_inner().next()?)
                });
            }
            "due" => {
                item.due = self.clause(clause, Rule::date_line, |b, n| {
                    b.date(&n.into_inner().next()?)
                })
            }
            "message" => item.message = self.title_line(clause),
            "action" => item.lines.action = self.title_line(clause),
            "not inspectable because" => item.lines.not_inspectable = self.title_line(clause),
            "expects at least" => {
                item.lines.expects = self.clause(clause, Rule::number_line, |b, n| {
                    let number = n.into_inner().next()?;
                    Some((b.number(&number)?.0, b.span(&number)))
                });
            }
            _ => item.note = self.title_line(clause),
        }
    }

    fn glued_start(&mut self, clause: &Clause) {
        if self.language == Language::Zh
            && let Some((span, keyword, rest)) = recover::glued_start(&clause.tokens)
        {
            self.diagnostics
                .add(problems::missing_blank(self.language, span, keyword, rest));
        }
    }

    fn attach_parts(&mut self, item: &mut Item, parts: Vec<(PartLine, Span)>) {
        let Some(sentence) = &mut item.sentence else {
            return;
        };
        if let SentenceKind::Reconcile(reconcile) = &mut sentence.kind {
            reconcile.parts = parts.into_iter().map(|(part, _)| part).collect();
        } else if let Some((_, span)) = parts.first() {
            self.diagnostics
                .add(problems::part_without_reconcile(self.language, *span));
        }
    }
}

fn severity(node: &Node<'_>) -> Option<ItemSeverity> {
    Some(match keyword(node) {
        "critical" => ItemSeverity::Critical,
        "major" => ItemSeverity::Major,
        "minor" => ItemSeverity::Minor,
        "note" => ItemSeverity::Note,
        _ => return None,
    })
}

impl Builder<'_, '_> {
    pub(super) fn new_setting(&mut self, node: &Node<'_>) -> Option<Setting> {
        let mut inner = node.clone().into_inner();
        let names = self.names(&inner.next()?);
        let kind = match keyword(&inner.next()?) {
            "days" => SettingType::Days,
            "months" => SettingType::Months,
            "integer" => SettingType::Integer,
            "yes or no" => SettingType::YesOrNo,
            "number" => SettingType::Number,
            "percent" => SettingType::Percent,
            "money" => SettingType::Money,
            "date" => SettingType::Date,
            _ => SettingType::Text,
        };
        self.setting_of(names, kind, inner)
    }

    /// `setting share = 98%, larger is stricter`: the unit of the value says the type.
    pub(super) fn untyped_setting(&mut self, node: &Node<'_>) -> Option<Setting> {
        let mut inner = node.clone().into_inner();
        let names = self.names(&inner.next()?);
        let setting = self.setting_of(names, SettingType::Number, inner)?;
        let kind = match setting.value.as_ref()?.kind {
            ExprKind::Number(_, Some(Unit::Percent)) => SettingType::Percent,
            ExprKind::Number(_, Some(Unit::Yuan)) => SettingType::Money,
            ExprKind::Number(_, Some(Unit::Days)) => SettingType::Days,
            ExprKind::Number(_, Some(Unit::Months)) => SettingType::Months,
            ExprKind::Date(_) => SettingType::Date,
            _ => SettingType::Number,
        };
        Some(Setting { kind, ..setting })
    }

    /// A setting of names and type, with the direction and the value among its other parts.
    fn setting_of<'n>(
        &mut self,
        names: Names,
        kind: SettingType,
        parts: impl Iterator<Item = Node<'n>>,
    ) -> Option<Setting> {
        let mut setting = Setting {
            names,
            kind,
            stricter: None,
            value: None,
            cites: Vec::new(),
        };
        for part in parts {
            match part.as_rule() {
                Rule::stricter if keyword(&part).starts_with("smaller") => {
                    setting.stricter = Some(Stricter::Smaller)
                }
                Rule::stricter => setting.stricter = Some(Stricter::Larger),
                Rule::value => setting.value = Some(self.expression(&part)?),
                _ => {}
            }
        }
        Some(setting)
    }

    pub(super) fn population(&mut self, node: &Node<'_>) -> Option<Population> {
        let mut inner = node.clone().into_inner();
        let names = self.names(&inner.next()?);
        let rows = self.rows(&inner.next()?)?;
        Some(Population {
            names,
            base: rows.name,
            filter: rows.filter.map(|filter| *filter),
            order: None,
            cites: Vec::new(),
        })
    }

    fn define(&mut self, node: &Node<'_>) -> Option<Define> {
        let mut inner = node.clone().into_inner();
        Some(Define {
            names: self.names(&inner.next()?),
            dataset: self.name(&inner.next()?)?,
            value: self.expression(&inner.next()?)?,
        })
    }

    fn measure(&mut self, node: &Node<'_>) -> Option<Measure> {
        let mut inner = node.clone().into_inner().peekable();
        let names = self.names(&inner.next()?);
        let per = match inner.next_if(|n| n.as_rule() == Rule::per) {
            Some(per) => self.per(&per)?,
            None => Vec::new(),
        };
        let each = match inner.next_if(|n| n.as_rule() == Rule::each) {
            Some(each) => Some(self.each(&each)?),
            None => None,
        };
        let value = self.expression(&inner.next()?)?;
        Some(Measure {
            names,
            per,
            each,
            value,
            cites: Vec::new(),
        })
    }

    fn column(&mut self, node: &Node<'_>) -> Option<Column> {
        let mut inner = node.clone().into_inner();
        let mut column = Column {
            names: self.names(&inner.next()?),
            kind: self.column_type(&inner.next()?)?,
            key: false,
            range: None,
            placeholders: Vec::new(),
        };
        for extra in inner.filter(|n| n.as_rule() == Rule::column_extra) {
            let mut parts = extra.clone().into_inner();
            match keyword(&extra) {
                "key" => column.key = true,
                "from" => {
                    let low = self.expression(&parts.next()?)?;
                    let high = self.expression(&parts.next()?)?;
                    column.range = Some((low, high));
                }
                _ => column
                    .placeholders
                    .extend(parts.filter_map(|text| self.quoted(&text))),
            }
        }
        Some(column)
    }

    fn column_type(&mut self, node: &Node<'_>) -> Option<ColumnType> {
        Some(match keyword(node) {
            "text" => ColumnType::Text,
            "person name" => ColumnType::PersonName,
            "id" => ColumnType::Id,
            "citizen id" => ColumnType::CitizenId,
            "phone" => ColumnType::Phone,
            "number" => ColumnType::Number,
            "integer" => ColumnType::Integer,
            "money" => ColumnType::Money,
            "percent" => ColumnType::Percent,
            "date" => ColumnType::Date,
            "yes or no" => ColumnType::YesNo,
            "reference to" => ColumnType::Reference(self.name(&node.clone().into_inner().next()?)?),
            _ => {
                let values = node.clone().into_inner();
                ColumnType::OneOf(values.map(|value| self.spellings(&value)).collect())
            }
        })
    }

    /// The spellings of one value: names, quoted texts or numbers as written.
    pub(super) fn spellings(&self, node: &Node<'_>) -> Vec<Name> {
        let tokens = self.canonical.tokens_of(node).iter();
        let words = tokens.filter(|token| !matches!(token.kind, TokenKind::Symbol(_)));
        let spelling = words.map(|token| Name {
            text: match &token.kind {
                TokenKind::Name(text) | TokenKind::Text(text) => text.clone(),
                _ => self.text_of(token.span).to_owned(),
            },
            span: token.span,
        });
        spelling.collect()
    }

    fn citation(&mut self, node: &Node<'_>) -> Option<Citation> {
        let mut inner = node.clone().into_inner();
        let mut citation = Citation {
            source: self.name(&inner.next()?)?,
            path: String::new(),
            phrase: None,
            span: self.span(node),
        };
        for part in inner {
            match part.as_rule() {
                Rule::path => citation.path = self.path(&part)?,
                _ => citation.phrase = self.quoted(&part),
            }
        }
        Some(citation)
    }

    pub(super) fn part_name(&mut self, part: &Node<'_>) -> Option<PartName> {
        let name = self.names_in(part).pop()?;
        Some(match (keyword(part), part.as_str()) {
            ("not", _) => PartName::NotIn(name),
            ("differs in", _) => PartName::Differs(name),
            (_, text) if text.contains("‹'s differing›") => PartName::Differs(name),
            _ => PartName::RepeatedIn(name),
        })
    }

    fn part_line(&mut self, node: &Node<'_>) -> Option<(PartLine, Span)> {
        let mut inner = node.clone().into_inner();
        let part = self.part_name(&inner.next()?)?;
        let mut line = PartLine {
            part,
            not_judged: false,
            severity: None,
            owners: Vec::new(),
            message: None,
            except: Vec::new(),
        };
        for setting in inner.filter(|n| n.as_rule() == Rule::part_setting) {
            match keyword(&setting) {
                "not judged" => line.not_judged = true,
                "severity" => line.severity = Some(severity(&setting.into_inner().next()?)?),
                "owner" => line.owners.extend(self.titles_in(&setting)),
                "except" => line.except.extend(self.names_in(&setting)),
                _ => line.message = self.titles_in(&setting).pop(),
            }
        }
        Some((line, self.span(node)))
    }
}
