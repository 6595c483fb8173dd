//! SQLite: the log of answers, what is derived from it, and the content index.
