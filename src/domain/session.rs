//! One sitting: which item comes next.
