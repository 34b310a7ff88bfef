//! An item in a few sentences: who is looked at, what must hold, what was taken, what a finding means, by which clause.

use super::kind;
use super::names::{Words, as_one, plain};
use crate::findings::Severity;
use crate::model::{
    Check, Clause, ExprId, ExprKind, GroupsCheck, Item, MatchCheck, Model, PartKind, Ranking,
    RowsCheck, RowsOf, SubjectKind,
};
use crate::types::Language;

/// What an item asks for, in plain sentences.
#[must_use]
pub fn item(model: &Model, item: &Item, language: Language) -> String {
    let words = Words::of(model, item, language);
    let mut sentences = required(model, item, language);
    if matches!(item.check, Check::Nothing) {
        sentences.extend(words.follows_from(item));
    } else {
        sentences.push(words.finding(item));
    }
    sentences.join(language.pick(" ", ""))
}

/// Who is looked at, what must hold, whom exceptions excuse and what a person is asked, a sentence each.
pub(super) fn required(model: &Model, item: &Item, language: Language) -> Vec<String> {
    let words = Words::of(model, item, language);
    let asks_only = item.person.as_ref().is_some_and(|person| !person.hybrid);
    let mut sentences = match &item.check {
        Check::Rows(rows) => words.rows(rows),
        Check::Whole(_) if asks_only => Vec::new(),
        Check::Groups(groups) => words.groups(groups),
        Check::Whole(whole) => {
            let who = words.say(
                "Looks at everything together.",
                "把全部数据作为一个整体检查。",
            );
            let mut sentences = vec![who];
            sentences.extend(words.large_enough(whole.applies, &whole.must));
            sentences.push(words.must_hold(&[&whole.must]));
            sentences
        }
        Check::Match(matched) => words.matched(matched),
        Check::Combinations(check) => words.combined(check),
        Check::Nothing => return vec![words.not_inspectable(item)],
        Check::Duty(duty) => words.duty(duty),
    };
    sentences.extend(words.exceptions(item));
    if let Some(person) = &item.person {
        sentences.extend(words.person(person));
    }
    sentences.extend(words.orders(item));
    sentences
}

impl Words<'_> {
    fn rows(&self, check: &RowsCheck) -> Vec<String> {
        let one = self.one(check.dataset, check.population);
        let members = check.member.map(|m| self.condition(m));
        let is_trend = |clause: &Clause| self.model.trends.contains_key(&clause.must);
        let applies = check.applies.filter(|_| !check.must.iter().any(is_trend));
        let applies = applies.and_then(|a| self.applies(a));
        let en = self.language == Language::En;
        let rows = self.dataset(check.dataset);
        let mut who = match (check.subject, &members) {
            (SubjectKind::Group, _) if en => {
                format!("Looks at every {one} as a group, also where it has no rows")
            }
            (SubjectKind::Group, _) => format!(
                "按{}逐一分组检查，没有记录的也列出",
                self.group_names(check)
            ),
            (SubjectKind::Row, Some(members)) if en => {
                format!("Looks at every {one}: a row of {rows} for which {members}")
            }
            (SubjectKind::Row, Some(members)) => {
                format!("检查每个{one}，即{rows}中满足以下条件的记录：{members}")
            }
            (SubjectKind::Row, None) if en => format!("Looks at every {one}"),
            (SubjectKind::Row, None) => format!("检查每条{one}"),
        };
        if let Some(applies) = applies {
            who += &if en {
                format!("; it applies where {applies}")
            } else {
                format!("；仅适用于{applies}的情形")
            };
        }
        who += self.language.pick(".", "。");
        let must: Vec<&Clause> = check.must.iter().collect();
        let mut sentences = vec![who];
        if let Some(ranking) = &check.ranking {
            sentences.extend(self.ranked(ranking));
        }
        if !must.is_empty() {
            sentences.push(self.must_hold(&must));
        }
        let deadlines = check.deadlines.iter().map(|deadline| {
            let must: Vec<&Clause> = deadline.must.iter().collect();
            let (day, must) = (self.day(deadline.due), self.must_hold(&must));
            match self.language {
                Language::En => format!("From {day} on: {must}"),
                Language::Zh => format!("{day}起，{must}"),
            }
        });
        let deadlines: Vec<String> = deadlines.collect();
        sentences.extend(as_one(&deadlines, self.language));
        sentences
    }

    /// Whether a condition only asks that a value be known: it is equal to itself.
    fn only_known(&self, id: ExprId) -> bool {
        matches!(kind(self.model, id), ExprKind::Compare(a, _, b) if a == b)
    }

    /// A condition without the parts that only ask that a value be known.
    fn applies(&self, id: ExprId) -> Option<String> {
        let parts = match kind(self.model, id) {
            ExprKind::And(parts) => parts.clone(),
            _ => vec![id],
        };
        if !parts.iter().any(|part| self.only_known(*part)) {
            return Some(self.condition(id));
        }
        let parts: Vec<ExprId> = (parts.into_iter())
            .filter(|part| !self.only_known(*part))
            .collect();
        (!parts.is_empty()).then(|| self.joined(&parts, self.language.pick(" and ", "且")))
    }

    /// What Chinese calls the groups.
    fn group_names(&self, check: &RowsCheck) -> String {
        match (check.population, self.model.datasets.get(check.dataset)) {
            (None, Some(dataset)) => plain(dataset.names.show(self.language)),
            _ => self.many(check.dataset, check.population),
        }
    }

    fn must_hold(&self, clauses: &[&Clause]) -> String {
        if let [clause] = clauses
            && let Some(trend) = self.trend(clause.must)
        {
            return self.trend_in_full(clause.must, &trend);
        }
        if let [clause] = clauses
            && let Some(never) = self.never(clause.must)
        {
            return match self.language {
                Language::En => format!("It {} be that {never}.", self.must_not()),
                Language::Zh => format!("{}出现：{never}。", self.must_not()),
            };
        }
        let all: Vec<ExprId> = clauses.iter().map(|clause| clause.must).collect();
        if let Some(each) = self.each_of(&all, true) {
            return match self.language {
                Language::En => format!("{}.", sentence_start(&each)),
                Language::Zh => format!("要求：{each}。"),
            };
        }
        let required: Option<Vec<String>> = clauses
            .iter()
            .map(|clause| self.required(clause.must))
            .collect();
        if let (Some(required), Language::En) = (required, self.language) {
            return format!("{}.", sentence_start(&required.join(", and ")));
        }
        let words: Vec<String> = clauses
            .iter()
            .map(|clause| self.requirement_sentence(clause))
            .collect();
        match self.language {
            Language::En => {
                format!(
                    "It {} hold that {}.",
                    self.must(),
                    words.join(", and that ")
                )
            }
            Language::Zh => format!("要求：{}。", words.join("；且")),
        }
    }

    /// A requirement without the conditions that only keep a row undecided.
    fn requirement_sentence(&self, clause: &Clause) -> String {
        if let Some(words) = self.dependency(clause.must, true) {
            return words;
        }
        let own = match kind(self.model, clause.must) {
            ExprKind::And(parts) => parts.iter().any(|part| self.only_known(*part)),
            _ => false,
        };
        match self.applies(clause.must) {
            Some(words) if own => words,
            _ => self.condition(clause.must),
        }
    }

    fn groups(&self, check: &GroupsCheck) -> Vec<String> {
        let (names, of) = (self.parts_of_key(&check.names), self.groups_of(check));
        let of = of.join(self.language.pick(" and ", "和"));
        let who = match self.language {
            Language::En => format!("Looks at every group of equal {names} among {of}"),
            Language::Zh => format!("把{of}按{names}分组，逐组检查"),
        };
        let unseen = self.unseen_in_short(check);
        let end = self.language.pick(".", "。");
        let mut sentences = vec![format!("{who}{unseen}{end}")];
        sentences.extend(self.large_enough(check.applies, &check.must));
        sentences.push(self.must_hold(&[&check.must]));
        sentences
    }

    /// Where groups are judged, but for trends, which say it themselves.
    fn large_enough(&self, applies: Option<ExprId>, must: &Clause) -> Option<String> {
        if self.model.trends.contains_key(&must.must) {
            return None;
        }
        let applies = self.condition(applies?);
        Some(match self.language {
            Language::En => format!("It is judged only where {applies}."),
            Language::Zh => format!("仅在{applies}时判定。"),
        })
    }

    /// The rows that groups are made of, each in words.
    pub(super) fn groups_of(&self, check: &GroupsCheck) -> Vec<String> {
        let of = check.of.iter();
        of.map(|rows| self.rows_of_group(rows)).collect()
    }

    pub(super) fn rows_of_group(&self, rows: &RowsOf) -> String {
        let (population, rest) = self.population_of(rows.dataset, rows.filter);
        let many = self.many(rows.dataset, population);
        let joined = self.joined(&rest, self.language.pick(" and ", "且"));
        match (rest.is_empty(), self.language) {
            (true, _) => many,
            (false, Language::En) => format!("{many} where {joined}"),
            (false, Language::Zh) => format!("符合“{joined}”的{many}"),
        }
    }

    /// A source of a reconciliation: its dataset, or its population where others have rows of the same dataset.
    pub(super) fn source(&self, check: &MatchCheck, number: usize) -> String {
        let dataset = check.sources[number].rows.dataset;
        let names = check.source_names(self.model, number);
        if names.id() == self.model.datasets[dataset].names.id() {
            self.dataset(dataset)
        } else {
            plain(names.show(self.language))
        }
    }

    fn matched(&self, check: &MatchCheck) -> Vec<String> {
        let en = self.language == Language::En;
        let sources: Vec<String> = check
            .sources
            .iter()
            .map(|source| self.rows_of_group(&source.rows))
            .collect();
        let both = sources.join(self.language.pick(" and ", "与"));
        let key: Vec<String> = check
            .key_names
            .iter()
            .map(|name| plain(name.get(self.language)))
            .collect();
        let key = self.list(&key);
        // Several columns make one key.
        let keyed = match (check.key_names.len(), en) {
            (0 | 1, _) => key.clone(),
            (_, true) => format!("combination of {key}"),
            (_, false) => format!("{key}组合"),
        };
        let fields = self.fields(check);
        if let Some(led) = check.led_by {
            return vec![self.included(&sources, &key, led)];
        }
        let who = if en {
            format!("Matches {both} by {key}.")
        } else {
            format!("把{both}按{key}逐一对应。")
        };
        let mut sentences = Vec::new();
        let must = self.must();
        sentences.push(match (fields.is_empty(), en) {
            (true, true) => {
                format!("Every {keyed} {must} be found in each of them; nothing else is compared.")
            }
            (true, false) => format!("每个{keyed}在各方都{must}有，不比较其他列。"),
            (false, true) => {
                format!("Every {keyed} {must} be found in each of them, with the same {fields}.")
            }
            (false, false) => format!("每个{keyed}在各方都{must}有，且{fields}一致。"),
        });
        let unjudged: Vec<String> = (0..check.sources.len())
            .filter(|number| !judged(check, PartKind::NotIn(*number)))
            .map(|number| self.source(check, number))
            .collect();
        if !unjudged.is_empty() {
            let list = unjudged.join(self.language.pick(" or ", "或"));
            sentences.push(if en {
                format!("A {keyed} missing from {list} is not judged.")
            } else {
                format!("{list}中缺少的不判。")
            });
        }
        let repeated: Vec<String> = check
            .sources
            .iter()
            .enumerate()
            .filter(|(number, source)| {
                source.key_is_unique && judged(check, PartKind::RepeatedIn(*number))
            })
            .map(|(number, _)| self.source(check, number))
            .collect();
        if !repeated.is_empty() {
            let list = repeated.join(self.language.pick(" and ", "和"));
            sentences.push(if en {
                format!("In {list} every {keyed} {must} stand only once.")
            } else {
                format!("{list}中每个{keyed}只{must}出现一次。")
            });
        }
        if !check.second_names.is_empty() {
            let names: Vec<String> = (check.second_names.iter())
                .map(|name| plain(name.get(self.language)))
                .collect();
            let names = self.list(&names);
            sentences.push(if en {
                format!("A row without {key} is matched by {names}.")
            } else {
                format!("缺少{key}的，按{names}对应。")
            });
        }
        for (number, source) in check.sources.iter().enumerate() {
            if let Some(explained) = source.explained {
                let (name, when) = (self.source(check, number), self.condition(explained));
                sentences.push(if en {
                    format!("Excused is what {name} explains: where {when}.")
                } else {
                    format!("{name}中{when}的，视为已说明。")
                });
            }
        }
        let how = as_one(&sentences, self.language);
        std::iter::once(who).chain(how).collect()
    }

    /// One set of values that includes another.
    fn included(&self, sources: &[String], key: &str, led: usize) -> String {
        let among = sources.get(led).map_or("", String::as_str);
        let other = sources.iter().enumerate().find(|(at, _)| *at != led);
        let within = other.map_or("", |(_, source)| source.as_str());
        let must = self.must();
        match self.language {
            Language::En => format!("Every {key} among {among} {must} also occur among {within}."),
            Language::Zh => format!("{among}的每个{key}都{must}出现在{within}中。"),
        }
    }

    /// The fields that are compared and judged, with how.
    fn fields(&self, check: &MatchCheck) -> String {
        let fields: Vec<String> = check
            .compared
            .iter()
            .enumerate()
            .filter(|(number, _)| judged(check, PartKind::Differs(*number)))
            .map(|(_, field)| {
                let name = plain(field.name.get(self.language));
                let within = field.within.map(|w| self.expression(w));
                let mut how = Vec::new();
                match (within, field.as_written, self.language) {
                    (Some(within), _, Language::En) => how.push(format!("within {within}")),
                    (Some(within), _, Language::Zh) => how.push(format!("相差不超过{within}")),
                    (None, true, Language::En) => how.push("as written".to_owned()),
                    (None, true, Language::Zh) => how.push("照原文".to_owned()),
                    (None, false, _) => {}
                }
                let held: Vec<String> = field
                    .held()
                    .map(|(source, _)| self.source(check, source))
                    .collect();
                if held.len() < check.sources.len() {
                    let held = self.list(&held);
                    how.push(match self.language {
                        Language::En => format!("held by {held}"),
                        Language::Zh => format!("{held}有此列"),
                    });
                }
                match (how.is_empty(), self.language) {
                    (true, _) => name,
                    (false, Language::En) => format!("{name} ({})", how.join(", ")),
                    (false, Language::Zh) => format!("{name}（{}）", how.join("，")),
                }
            })
            .collect();
        self.list(&fields)
    }

    /// Why nobody looks into its clause.
    fn not_inspectable(&self, item: &Item) -> String {
        let because = item.lines.not_inspectable.as_ref();
        let because = because.map_or("", |because| because.get(self.language));
        let because = because.trim_end_matches(['.', '。']);
        match self.language {
            Language::En => format!("This cannot be inspected with data: {because}."),
            Language::Zh => format!("本条无法用数据检查：{because}。"),
        }
    }

    /// How groups are ranked, and which places are wanted.
    fn ranked(&self, ranking: &Ranking) -> Vec<String> {
        let en = self.language == Language::En;
        let by = self.expression(ranking.by);
        let mut how = match (ranking.higher_is_better, en) {
            (true, true) => format!("They are ranked by {by}; higher is better"),
            (false, true) => format!("They are ranked by {by}; lower is better"),
            (true, false) => format!("按{by}排名，越高越好"),
            (false, false) => format!("按{by}排名，越低越好"),
        };
        how.push_str(match (ranking.ties_share, en) {
            (true, true) => "; equal ones share the better place",
            (false, true) => "; who is before whom of equal ones stays open",
            (true, false) => "，同分同名次",
            (false, false) => "，同分的先后不定",
        });
        if let Some(smallest) = ranking.smallest {
            let smallest = self.expression(smallest);
            how.push_str(&if en {
                format!("; those with fewer than {smallest} rows are not ranked")
            } else {
                format!("，少于 {smallest} 条记录的不参加排名")
            });
        }
        how.push_str(self.language.pick(".", "。"));
        let wanted = self.places(ranking);
        let wanted = if en {
            format!("{}.", sentence_start(&wanted))
        } else {
            format!("要求：{wanted}。")
        };
        vec![how, wanted]
    }

    /// Which places are wanted.
    pub(super) fn places(&self, ranking: &Ranking) -> String {
        let places = self.expression(ranking.places);
        let must = match ranking.negated {
            true => self.must_not(),
            false => self.must(),
        };
        let end = match ranking.from_last {
            true => self.language.pick("last", "后"),
            false => self.language.pick("first", "前"),
        };
        match self.language {
            Language::En => format!("the place {must} be among the {end} {places}"),
            Language::Zh => format!("名次{must}在{end} {places} 名"),
        }
    }

    /// What a finding weighs, by which clause and by when.
    fn finding(&self, item: &Item) -> String {
        let en = self.language == Language::En;
        let cites = self.clauses(item);
        let due = item.due.map(|due| self.day(due));
        let mut under = String::new();
        if let Some(cites) = cites {
            under.push_str(&match en {
                true => format!(" under {cites}"),
                false => format!("，依据{cites}"),
            });
        }
        if let Some(due) = due {
            under.push_str(&match en {
                true => format!(", due by {due}"),
                false => format!("，期限{due}"),
            });
        }
        if item.aim {
            return match en {
                true => format!(
                    "This is an aim{under}: what does not meet it is a note, and no failure."
                ),
                false => {
                    format!("这是倡导性要求{under}；不符的仅作提示，不计为不合格。")
                }
            };
        }
        let severity = self.severity(item.severity);
        let tolerated = item.tolerating.map(|share| {
            let share = self.amount(share);
            if en {
                format!("; up to {share} of them are tolerated")
            } else {
                format!("；容许{share}以内")
            }
        });
        let tolerated = tolerated.unwrap_or_default();
        let own = self.own_severities(item);
        if en {
            format!("Whatever does not meet this is a finding ({severity}{own}){under}{tolerated}.")
        } else {
            format!("不符的列为发现（{severity}{own}）{under}{tolerated}。")
        }
    }

    fn severity(&self, severity: Severity) -> String {
        match severity {
            Severity::Critical => self.say("critical", "严重"),
            Severity::Major => self.say("major", "重要"),
            Severity::Minor => self.say("minor", "一般"),
            Severity::Note => self.say("a note", "提示"),
        }
    }

    /// The parts that weigh something else than their item.
    fn own_severities(&self, item: &Item) -> String {
        let Check::Match(check) = &item.check else {
            return String::new();
        };
        let mut own = String::new();
        for (number, part) in check.parts.iter().enumerate() {
            let severity = part.severity.filter(|own| *own != item.severity);
            let Some(severity) = severity.filter(|_| part.judged) else {
                continue;
            };
            let severity = self.severity(severity);
            if let Some(part) = self.part_words(item, number) {
                own.push_str(&match self.language {
                    Language::En => format!("; {part}: {severity}"),
                    Language::Zh => format!("；{part}的为{severity}"),
                });
            }
        }
        own
    }

    /// The clauses that an item cites; a source is named once for the clauses that follow each other.
    fn clauses(&self, item: &Item) -> Option<String> {
        let en = self.language == Language::En;
        let of_one_source = item.cites.chunk_by(|a, b| a.source == b.source);
        let cites: Vec<String> = of_one_source
            .filter_map(|cites| {
                let source = self.model.sources.get(cites.first()?.source)?;
                let title = match source.title.get(self.language) {
                    "" => source.names.show(self.language),
                    title => title,
                };
                let paths: Vec<String> = cites.iter().map(|cite| cite.path.clone()).collect();
                Some(match (en, paths.split_last()) {
                    (true, Some((last, before))) if !before.is_empty() => {
                        format!("{} and {last} of {}", before.join(", "), self.quote(title))
                    }
                    (true, _) => format!("{} of {}", paths.concat(), self.quote(title)),
                    (false, _) => format!("《{title}》{}", paths.join("、")),
                })
            })
            .collect();
        (!cites.is_empty()).then(|| cites.join(self.language.pick(" and ", "、")))
    }

    /// By which clause something stands here that no data can show.
    fn follows_from(&self, item: &Item) -> Option<String> {
        let en = self.language == Language::En;
        let cites = self.clauses(item)?;
        let due = item.due.map(|due| self.day(due));
        Some(match (due, en) {
            (None, true) => format!("It follows from {cites}."),
            (None, false) => format!("依据{cites}。"),
            (Some(due), true) => format!("It follows from {cites} and is due by {due}."),
            (Some(due), false) => format!("依据{cites}，期限{due}。"),
        })
    }
}

/// English words with a capital at their start.
fn sentence_start(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

fn judged(check: &MatchCheck, kind: PartKind) -> bool {
    check
        .parts
        .iter()
        .any(|part| part.kind == kind && part.judged)
}
