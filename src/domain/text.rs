//! Text as learners type it and as terminals may show it.
