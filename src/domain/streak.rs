//! Days in a row, and what comes due.
