//! All tests.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may stop where it fails"
)]

mod aggregates;
mod answers;
mod architecture;
mod bad;
mod bad_input;
mod blanks;
mod capabilities;
mod cells_not_there;
mod chunks;
mod citations;
mod city;
mod clauses;
mod cli;
mod combinations;
mod constants;
mod data;
mod days;
mod docs;
mod drafts;
mod eval;
mod evidence;
mod exceptions;
mod expected_parts;
mod files_apart;
mod format;
mod format_names;
mod glossary;
mod goes_on;
mod group_cells;
mod habits;
mod headers;
mod keys;
mod laws;
mod layers;
mod meaning;
mod membership;
mod merged_cells;
mod misplaced;
mod model;
mod no_records;
mod oracle;
mod order;
mod pairs;
mod plans;
mod promises;
mod prose;
mod ranking;
mod readme;
mod reasons_named;
mod reports;
mod rewording;
mod second_keys;
mod settings;
mod several_files;
mod several_sources;
mod shipped;
mod slips;
mod so_many_of;
mod spoiled_keys;
mod standing_alone;
mod static_checks;
mod stream;
mod sums_and_notes;
mod support;
mod syntax;
mod time;
mod torn_tables;
mod ugly_cells;
mod ugly_files;
mod undecided;
mod verdicts;
