//! The queries of the start, of every answer and of the queues stay quick however much there is: SQLite says how it would
//! go about them.

use super::*;
use crate::store::{Scope, fold, queue, stats};

/// The steps of a query.
fn plan(store: &Store, sql: &str) -> Vec<String> {
    let mut rows = store
        .conn
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    // Parameters that are not bound are null.
    let mut steps = rows.raw_query();
    let mut said = Vec::new();
    while let Some(step) = steps.next().unwrap() {
        said.push(step.get(3).unwrap());
    }
    said
}

#[test]
fn no_hot_query_reads_a_whole_table_or_sorts() {
    let world = World::new();
    let topic = Scope::Topic(TopicId::new("alpha").unwrap());
    let deck = Scope::Deck(DeckId::new("deck").unwrap());
    for sql in [
        queue::due_sql(&Scope::All),
        queue::due_sql(&topic),
        queue::fresh_sql(&Scope::All),
        queue::fresh_sql(&topic),
        queue::fresh_sql(&deck),
        stats::COUNTS.to_owned(),
        stats::FORECAST.to_owned(),
        fold::EVENTS.to_owned(),
        fold::DAYS.to_owned(),
    ] {
        let steps = plan(&world.store, &sql);
        assert!(!steps.is_empty());
        for step in steps {
            let whole = step.starts_with("SCAN") && !step.contains("INDEX");
            let made = step.contains("TEMP B-TREE") || step.contains("AUTOMATIC");
            assert!(!whole && !made, "`{step}` in {sql}");
        }
    }
}
