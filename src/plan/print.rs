//! The plan as text, for tests and `explain --plan`.
