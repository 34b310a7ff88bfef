//! A diagnostic as text for the terminal.
