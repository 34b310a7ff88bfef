//! Makes the made-up city Weichuan for each of the five inspections, and beside its data the truth about every cell spoilt on purpose.
//! `write` puts everything into a folder, the same bytes each time; it shares no code with the engine.

mod answers;
mod catalogue;
mod city;
mod files;
#[path = "../../made_up/identity.rs"]
mod identity;
mod inspections;
mod plans;
#[path = "../../made_up/random.rs"]
mod random;
mod truth;
mod world;

pub(crate) use inspections::{PLANS, write};
