//! Stable ids of findings.
