//! All tests.

mod data;
