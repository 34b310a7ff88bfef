//! What an evaluated plan says: values, verdicts and partners, with unknowns and intervals, whatever the chunks and threads.

mod logic;
mod memory;
mod relations;
mod same_result;
