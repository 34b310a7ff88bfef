//! Why something cannot be told.

use super::Language;

/// The reason of an unknown value (design of the meaning: every unknown has one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The cell is empty.
    Blank,
    /// The cell cannot be read as its declared type.
    Unreadable,
    /// The cell holds a word outside the declared value set, or a number outside the declared range.
    OutOfSet,
    /// The file has no such column.
    ColumnMissing,
    /// The file of the dataset is missing or could not be read.
    DatasetMissing,
    /// Not all rows of the dataset are there, and nobody knows what else it holds.
    NotWhole,
    /// There is no partner row to take the value from.
    NoPartner,
    /// Several partner rows disagree, or several table rows apply.
    Ambiguous,
    /// The row has no usable key.
    NoKey,
    /// No row of the decision table applies.
    NoTableRow,
    /// A day lies outside what the calendar covers, or in none of its terms or stages.
    OutsideCalendar,
    /// The terms that rows state overlap there, or one ends before it begins.
    TermsOverlap,
    /// A setting has no value.
    SettingUnset,
    /// A person has not answered, or not so that it counts.
    Unanswered,
    /// An answer is no longer valid.
    AnswerExpired,
    /// The person who was asked could not find out.
    NotFoundOut,
    /// A division by zero, a number too large to be exact, or a day before year 1 or after year 9999.
    NotComputable,
}

impl Reason {
    /// The stable code in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Unreadable => "unreadable",
            Self::OutOfSet => "out_of_set",
            Self::ColumnMissing => "column_missing",
            Self::DatasetMissing => "dataset_missing",
            Self::NotWhole => "not_whole",
            Self::NoPartner => "no_partner",
            Self::Ambiguous => "ambiguous",
            Self::NoKey => "no_key",
            Self::NoTableRow => "no_table_row",
            Self::OutsideCalendar => "outside_calendar",
            Self::TermsOverlap => "terms_overlap",
            Self::SettingUnset => "setting_unset",
            Self::Unanswered => "unanswered",
            Self::AnswerExpired => "answer_expired",
            Self::NotFoundOut => "not_found_out",
            Self::NotComputable => "not_computable",
        }
    }

    /// The reason in words, to follow the name of what it is said of.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Blank => ("is blank", "为空"),
            Self::Unreadable => ("cannot be read as declared", "无法按声明的类型识别"),
            Self::OutOfSet => ("is outside its value set or range", "不在取值范围内"),
            Self::ColumnMissing => ("is missing from the file", "在文件中没有该列"),
            Self::DatasetMissing => ("could not be read", "文件缺失或无法读取"),
            Self::NotWhole => (
                "is not whole: not all of its rows could be read",
                "的记录未能全部读取",
            ),
            Self::NoPartner => ("has no partner row", "没有对应的记录"),
            Self::Ambiguous => (
                "is not the same in all rows that apply",
                "在多条记录中不一致",
            ),
            Self::NoKey => (
                "is blank or not readable, so nothing can be matched by it",
                "为空或无法识别，无法比对",
            ),
            Self::NoTableRow => ("matches no row of the table", "在表中没有对应的行"),
            Self::OutsideCalendar => (
                "lies on no day, term or stage that the calendar names",
                "不在校历所列的日期、学期或阶段内",
            ),
            Self::TermsOverlap => (
                "falls where two terms overlap, or where a term ends before it begins",
                "所涉学期重叠，或学期的结束日早于开始日",
            ),
            Self::SettingUnset => ("is not set", "尚未设定"),
            Self::Unanswered => ("is not answered", "尚未答复"),
            Self::AnswerExpired => ("is no longer valid", "已过有效期"),
            Self::NotFoundOut => ("could not be found out", "未能查明"),
            Self::NotComputable => ("cannot be computed", "无法计算"),
        };
        language.pick(en, zh)
    }
}
