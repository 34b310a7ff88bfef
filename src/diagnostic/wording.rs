//! Plurals, lists of alternatives and near candidates.
