//! Names of declared things for readers.

use crate::model::{Check, Excuse, ExcuseTest, ExprId, ExprKind, Item, Model, Named};
use crate::types::{Bilingual, Language, Value};

/// Says things in one language.
#[derive(Clone, Copy)]
pub(super) struct Words<'m> {
    pub(super) model: &'m Model,
    pub(super) language: Language,
    /// What excuses from the item: rows left out for it are told there, not as a condition of the rows.
    excuses: &'m [Excuse],
    /// What the groups of the item are told apart by.
    groups: &'m [Bilingual],
    /// Whether the item is an aim: what it asks for should be so.
    pub(super) is_aim: bool,
}

/// A name without the marks that join its words.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// `a` or `an` and the word.
pub(super) fn with_article(word: &str) -> String {
    if word.starts_with("one of ") {
        return word.to_owned();
    }
    let vowel = word
        .chars()
        .next()
        .is_some_and(|c| "aeiouAEIOU".contains(c));
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// Sentences as one whose parts are set apart by semicolons; none gives none.
pub(super) fn as_one(sentences: &[String], language: Language) -> Option<String> {
    let (first, rest) = sentences.split_first()?;
    let mut one = first.clone();
    for sentence in rest {
        one.truncate(one.trim_end_matches(['.', '。']).len());
        one.push_str(language.pick("; ", "；"));
        // A word in capitals keeps them.
        let mut letters = sentence.chars();
        let is_word = sentence
            .chars()
            .nth(1)
            .is_none_or(|second| !second.is_ascii_uppercase());
        one.extend(
            letters
                .next()
                .map(|l| if is_word { l.to_ascii_lowercase() } else { l }),
        );
        one.push_str(letters.as_str());
    }
    Some(one)
}

impl<'m> Words<'m> {
    pub(super) fn new(model: &'m Model, language: Language) -> Self {
        Self {
            model,
            language,
            excuses: &[],
            groups: &[],
            is_aim: false,
        }
    }

    /// A text of registers; in quotes where it is written in the other language.
    pub(super) fn foreign(&self, text: &str) -> String {
        match self.language {
            Language::En if !text.is_ascii() => self.quote(text),
            _ => text.to_owned(),
        }
    }

    /// For the conditions of an item.
    pub(super) fn of(model: &'m Model, item: &'m Item, language: Language) -> Self {
        Self {
            excuses: &item.excuses,
            groups: match &item.check {
                Check::Groups(check) => &check.names,
                _ => &[],
            },
            is_aim: item.aim,
            ..Self::new(model, language)
        }
    }

    /// The word that requires: "must", or "should" of an aim.
    pub(super) fn must(&self) -> &'static str {
        match self.is_aim {
            false => self.language.pick("must", "应"),
            true => self.language.pick("should", "宜"),
        }
    }

    /// The words that forbid.
    pub(super) fn must_not(&self) -> &'static str {
        match self.is_aim {
            false => self.language.pick("must not", "不得"),
            true => self.language.pick("should not", "不宜"),
        }
    }

    /// A part of the key of the groups.
    pub(super) fn group_key(&self, part: usize) -> String {
        let name = self
            .groups
            .get(part)
            .map(|name| plain(name.get(self.language)));
        match (name, self.language) {
            (Some(name), Language::En) => format!("the {name} of the group"),
            (Some(name), Language::Zh) => format!("本组的{name}"),
            (None, Language::En) => format!("part {} of the group's key", part + 1),
            (None, Language::Zh) => format!("分组依据的第{}项", part + 1),
        }
    }

    /// One of two texts.
    pub(super) fn say(&self, en: &str, zh: &str) -> String {
        self.language.pick(en, zh).to_owned()
    }

    /// A list.
    pub(super) fn list(&self, words: &[String]) -> String {
        words.join(self.language.pick(", ", "、"))
    }

    /// The parts of a key by their names.
    pub(super) fn parts_of_key(&self, names: &[Bilingual]) -> String {
        let names = names.iter().map(|name| plain(name.get(self.language)));
        self.list(&names.collect::<Vec<_>>())
    }

    pub(super) fn column(&self, dataset: usize, column: usize) -> String {
        self.model
            .column(dataset, column)
            .map(|c| plain(c.names.show(self.language)))
            .unwrap_or_default()
    }

    /// The title of a dataset, else its name.
    pub(super) fn dataset(&self, dataset: usize) -> String {
        let Some(dataset) = self.model.datasets.get(dataset) else {
            return String::new();
        };
        let title = match self.language {
            Language::En => &dataset.title.en,
            Language::Zh => &dataset.title.zh,
        };
        match title {
            Some(title) => self.quote(title),
            None => plain(dataset.names.show(self.language)),
        }
    }

    /// A text in the quotes of the language.
    pub(super) fn quote(&self, text: &str) -> String {
        // Quotes inside of quotes are those of the second kind.
        match self.language {
            Language::En => format!("“{}”", text.replace('“', "‘").replace('”', "’")),
            Language::Zh => format!("「{}」", text.replace('「', "『").replace('」', "』")),
        }
    }

    /// The English names of a thing: as a rule the plural, then the singular.
    fn english(names: &Named) -> Vec<&str> {
        names
            .all
            .iter()
            .filter(|name| name.is_ascii())
            .map(String::as_str)
            .collect()
    }

    /// One of the rows: "dropout", "row of “Pupil registry”".
    pub(super) fn one(&self, dataset: usize, population: Option<usize>) -> String {
        let names = self.names(dataset, population);
        match (self.language, names) {
            (Language::Zh, Some(names)) if population.is_some() => plain(names.show(Language::Zh)),
            (Language::Zh, _) => self.records(dataset),
            (Language::En, Some(names)) => match Self::english(names).as_slice() {
                [_, singular, ..] => plain(singular),
                // One name alone: of several words it is that of a row, else it may be a quality.
                [only] if population.is_some() && only.contains('_') && !only.ends_with('s') => {
                    plain(only)
                }
                [only] if population.is_some() => format!("one of the {}", plain(only)),
                _ if population.is_some() => plain(names.show(Language::En)),
                _ => format!("row of {}", self.dataset(dataset)),
            },
            (Language::En, None) => format!("row of {}", self.dataset(dataset)),
        }
    }

    /// All of the rows: "dropouts", "rows of “Pupil registry”".
    pub(super) fn many(&self, dataset: usize, population: Option<usize>) -> String {
        let names = self.names(dataset, population);
        match (population.and(names), self.language) {
            (Some(names), language) => plain(names.show(language)),
            (None, Language::En) => format!("rows of {}", self.dataset(dataset)),
            (None, Language::Zh) => self.records(dataset),
        }
    }

    /// The rows of a dataset in Chinese: 「学籍」记录; a title that ends so itself stands alone.
    fn records(&self, dataset: usize) -> String {
        let title = self.dataset(dataset);
        let bare = title.trim_start_matches('「').trim_end_matches('」');
        if bare.ends_with("记录") {
            return bare.to_owned();
        }
        format!("{title}记录")
    }

    fn names(&self, dataset: usize, population: Option<usize>) -> Option<&'m Named> {
        match population {
            Some(population) => self.model.populations.get(population).map(|p| &p.names),
            None => self.model.datasets.get(dataset).map(|d| &d.names),
        }
    }

    /// The filter without the exceptions whose rows are left out.
    fn without_excused(&self, filter: ExprId) -> Option<ExprId> {
        let is_left_out = |part: ExprId| {
            match *super::kind(self.model, part) {
            ExprKind::Not(proved) => self.excuses.iter().any(
                |excuse| matches!(excuse.test, ExcuseTest::LeftOut { proved: p, .. } if p == proved),
            ),
            _ => false,
        }
        };
        match super::kind(self.model, filter) {
            _ if is_left_out(filter) => None,
            // Filters are narrowed by one exception after the other.
            ExprKind::And(parts) => match parts[..] {
                [before, last] if is_left_out(last) => self.without_excused(before),
                _ => Some(filter),
            },
            _ => Some(filter),
        }
    }

    /// The population whose filter begins this one, and what is left of it.
    pub(super) fn population_of(
        &self,
        dataset: usize,
        filter: Option<ExprId>,
    ) -> (Option<usize>, Vec<ExprId>) {
        let Some(filter) = filter.and_then(|filter| self.without_excused(filter)) else {
            return (None, Vec::new());
        };
        let parts = match super::kind(self.model, filter) {
            crate::model::ExprKind::And(parts) => parts.clone(),
            _ => vec![filter],
        };
        let named = |id: ExprId| {
            self.model
                .populations
                .iter()
                .position(|p| p.dataset == dataset && p.filter == Some(id))
        };
        if let Some(population) = named(filter) {
            return (Some(population), Vec::new());
        }
        match parts.split_first() {
            Some((first, rest)) => match named(*first) {
                Some(population) => (Some(population), rest.to_vec()),
                None => (None, parts),
            },
            None => (None, parts),
        }
    }

    /// The name of a setting, with its value.
    pub(super) fn setting(&self, setting: usize) -> String {
        let Some(setting) = self.model.settings.get(setting) else {
            return String::new();
        };
        let name = plain(setting.names.show(self.language));
        match &setting.value {
            Some(value) => {
                let value = match value {
                    Value::Text(text) => self.foreign(text),
                    _ => self.literal(value, &setting.kind),
                };
                match self.language {
                    Language::En => format!("{name} ({value})"),
                    Language::Zh => format!("{name}（{value}）"),
                }
            }
            None => match self.language {
                Language::En => format!("the setting {}", self.quote(&name)),
                Language::Zh => format!("设定的{name}"),
            },
        }
    }
}
