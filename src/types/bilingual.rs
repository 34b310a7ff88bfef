//! The two languages, and text that exists in one or both of them.

use super::width::is_chinese;

/// A language of checklists, messages and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// Picks the text of this language out of a pair.
    #[must_use]
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// The first of several spellings of one thing that is of this language, else the first of all.
    #[must_use]
    pub fn spelling(self, spellings: &[String]) -> Option<&str> {
        let fits = |name: &&String| name.contains(is_chinese) == (self == Self::Zh);
        let own = spellings.iter().find(fits);
        own.or(spellings.first()).map(String::as_str)
    }

    /// The language code used on the command line and in pages: `en` or `zh`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("en", "zh")
    }
}

/// A text in English, Chinese or both; empty when neither was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Bilingual {
    /// The English text, where there is one.
    pub en: Option<String>,
    /// The Chinese text, where there is one.
    pub zh: Option<String>,
}

impl Bilingual {
    /// A text given in both languages.
    #[must_use]
    pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: Some(en.into()),
            zh: Some(zh.into()),
        }
    }

    /// The text in `language`, else in the other one, else empty.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.en, &self.zh),
            Language::Zh => (&self.zh, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }

    /// Whether neither language has a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_none() && self.zh.is_none()
    }

    /// Whether `text` is one of the two.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.en.as_deref() == Some(text) || self.zh.as_deref() == Some(text)
    }
}
