//! What a table of answers says, column by column.

use super::Language;
use super::width::half_width;

/// A column of an answers table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerField {
    /// The item that is answered.
    Item,
    /// The key of the subject.
    Subject,
    /// What is answered.
    Verdict,
    /// Who answers.
    Who,
    /// On which day.
    When,
    /// Files that show it.
    Evidence,
    /// Of what kinds the evidence is.
    Kind,
    /// A remark.
    Note,
    /// The last day on which the answer holds.
    ValidUntil,
    /// The key of the subject that takes this one's place in a sample.
    ReplacedBy,
    /// Why it is replaced.
    Reason,
}

impl AnswerField {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Item,
        Self::Subject,
        Self::Verdict,
        Self::Who,
        Self::When,
        Self::Evidence,
        Self::Kind,
        Self::Note,
        Self::ValidUntil,
        Self::ReplacedBy,
        Self::Reason,
    ];

    /// The header texts that stand for it; the first is its id.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Item => &["item", "检查项", "检查项编号", "项目"],
            Self::Subject => &["subject", "对象", "被查对象"],
            Self::Verdict => &["verdict", "answer", "答复", "结论"],
            Self::Who => &["who", "答复人", "检查人", "填报人"],
            Self::When => &["when", "日期", "答复日期", "检查日期"],
            Self::Evidence => &[
                "evidence",
                "evidence file",
                "evidence files",
                "佐证",
                "佐证文件",
            ],
            Self::Kind => &["kind", "kinds", "佐证类别", "类别"],
            Self::Note => &["note", "备注", "说明"],
            Self::ValidUntil => &["valid until", "有效期至"],
            Self::ReplacedBy => &["replaced by", "替换为"],
            Self::Reason => &["reason", "替换原因", "原因"],
        }
    }

    /// The header that a table in a language has.
    #[must_use]
    pub fn header(self, language: Language) -> &'static str {
        let mut names = self.names().iter();
        let chinese = |name: &&&str| !name.is_ascii();
        match language {
            Language::En => self.id(),
            Language::Zh => names.find(chinese).map_or(self.id(), |name| name),
        }
    }

    /// The column that a header stands for, whatever its width, blanks and capitals.
    #[must_use]
    pub fn named(header: &str) -> Option<Self> {
        let header = folded(header);
        let is = |field: &Self| field.names().iter().any(|name| folded(name) == header);
        Self::ALL.into_iter().find(is)
    }

    /// Its name in machine formats.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }
}

/// Whether two words of an answer are the same, whatever their width and capitals.
#[must_use]
pub fn same_word(one: &str, other: &str) -> bool {
    let folded = |text: &str| {
        let half: String = text.chars().map(half_width).collect();
        half.trim().to_lowercase()
    };
    folded(one) == folded(other)
}

fn folded(text: &str) -> String {
    let letters = text.chars().map(half_width);
    let letters = letters.filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}
