//! Duban.
