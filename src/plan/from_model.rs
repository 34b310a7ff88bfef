//! Typed program → what to compute, once.
