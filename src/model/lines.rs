//! What lines of an item say beside its sentence, and to whom its findings go.

use super::ExprId;
use crate::types::Bilingual;

/// Lines of an item beside its sentence.
#[derive(Debug, Clone, Default)]
pub struct ItemLines {
    /// Columns of the subject that say who has to act.
    pub owner_paths: Vec<OwnerPath>,
    /// Who has to act where such a column says nothing.
    pub otherwise: Option<Bilingual>,
    /// Who is told too.
    pub copies: Vec<Bilingual>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What is to be done about its findings.
    pub action: Bilingual,
    /// Its first id, where it had another: that of its findings' identity.
    pub formerly: Option<String>,
    /// The fewest subjects that it must have to be believed.
    pub expects: Option<u64>,
    /// Why nobody can look into its clause with data; its check is then [`super::Check::Nothing`].
    pub not_inspectable: Option<Bilingual>,
}

/// A column of the subject that says who has to act.
#[derive(Debug, Clone)]
pub struct OwnerPath {
    /// Its value in the scope of the subject's row (of a delivery the sender's); for a match and for groups in that of a row of each
    /// source that has it, by the source's number; for combinations in that of a row that stands for a part, by the part's number.
    pub values: Vec<(usize, ExprId)>,
    /// What readers call it.
    pub name: Bilingual,
}
