//! One sitting: which item comes next.
//!
//! DOMAIN helper: the project lead is writing session.rs, mastery.rs and streak.rs himself now; you do grading, quantity, schedule.
