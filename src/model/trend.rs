//! Trends: a measure over periods, and what must not happen to it.

use super::ExprId;
use crate::types::Bilingual;

/// What the condition of a trend says, for readers: the condition itself is plain logic over the values.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The measure.
    pub measure: Bilingual,
    /// Whether rising is what must not be; otherwise falling.
    pub rising: bool,
    /// How many times in a row.
    pub times: ExprId,
    /// The periods by time, each with the measure's value in it.
    pub values: Vec<(Bilingual, ExprId)>,
    /// Groups with fewer rows in a period are not judged for it.
    pub smallest: Option<ExprId>,
}
