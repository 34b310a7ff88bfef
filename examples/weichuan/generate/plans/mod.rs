//! One module a plan: what is added for its items, what people answered, what is spoilt.

pub(crate) mod bayannur;
pub(crate) mod duan;
pub(crate) mod jianshi;
pub(crate) mod neimenggu;
pub(crate) mod xiji;
