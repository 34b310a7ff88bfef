//! Typed values from the text of a cell.
