//! Masking of names and numbers.
