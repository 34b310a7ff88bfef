//! Values, types and words that the language, the data and the reports share.
//!
//! Nothing here knows of checklists, files or findings.

pub mod answers;
pub mod bilingual;
pub mod date;
pub mod markup;
pub mod natural;
pub mod nobody;
pub mod number;
pub mod number_words;
pub mod reason;
pub mod spellings;
pub mod width;

pub use answers::AnswerField;
pub use bilingual::{Bilingual, Language};
pub use date::{Date, days_in_month};
pub use number::{Number, Unit};
pub use reason::Reason;
pub use spellings::{Meanings, Spellings};

/// The type of a column, a setting or an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Met, not met or unknown.
    Truth,
    /// Free text, compared exactly.
    Text,
    /// The name of a person: text, masked in every output.
    PersonName,
    /// A telephone number: text, masked in every output.
    Phone,
    /// An identifier: exact text after trimming and folding full-width characters.
    Id,
    /// An 18-digit citizen number (GB 11643), normalised and masked.
    CitizenId,
    /// An exact decimal.
    Number,
    /// A whole number.
    Integer,
    /// An exact amount in yuan.
    Money,
    /// A fraction written with `%`; `95%` is the number 0.95.
    Percent,
    /// A calendar day.
    Date,
    /// A whole number of days.
    Days,
    /// A whole number of months, to be counted from a day.
    Months,
    /// One word of a closed value set: the number of the set in [`crate::model::Model::value_sets`].
    OneOf(usize),
    /// The key of a dataset: the number of the dataset in [`crate::model::Model::datasets`].
    Reference(usize),
    /// Not known because of an error already reported; agrees with everything.
    Unknown,
}

impl Type {
    /// Whether values of the type are numbers (compared as exact fractions).
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        matches!(
            self,
            Self::Number | Self::Integer | Self::Money | Self::Percent | Self::Days | Self::Months
        )
    }

    /// Whether values of the type are kept as keys or text, compared exactly.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::PersonName
                | Self::Phone
                | Self::Id
                | Self::CitizenId
                | Self::OneOf(_)
                | Self::Reference(_)
        )
    }
}

/// One known value: a literal, a setting, a cell of a decision table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A text, an identifier or a word of a value set (as declared).
    Text(String),
    /// An exact number; money in yuan, percent as a fraction, days as days.
    Number(Number),
    /// A calendar day.
    Date(Date),
}
