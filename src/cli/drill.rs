//! `sysdrill drill`.

use super::context::Context;
use super::{Done, Misuse, trainer};
use crate::app::routes::{Focus, Route};
use crate::content::suggest;
use crate::domain::id::{ChapterId, DeckId, TopicId};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Only the questions of this topic
    #[arg(long, value_name = "ID")]
    topic: Option<String>,
    /// Only the questions of this chapter
    #[arg(long, value_name = "ID", conflicts_with = "topic")]
    chapter: Option<String>,
    /// Only the questions of this deck
    #[arg(long, value_name = "ID", conflicts_with_all = ["topic", "chapter"])]
    deck: Option<String>,
}

/// Opens the trainer in a session.
pub(super) fn run(options: &Options, context: &Context) -> anyhow::Result<Done> {
    let focus = focus(options, context)?;
    trainer::run(context, Route::Drill(focus))
}

/// What the options name, if any pack has it.
fn focus(options: &Options, context: &Context) -> anyhow::Result<Focus> {
    let Options {
        topic,
        chapter,
        deck,
    } = options;
    if topic.is_none() && chapter.is_none() && deck.is_none() {
        return Ok(Focus::All);
    }
    let desk = context.desk()?;
    let pack = desk.store().pack();
    if let Some(id) = topic {
        let known: Vec<String> = pack
            .topics()?
            .iter()
            .map(|line| line.head.id.to_string())
            .collect();
        let id = known_id("topic", id, &known)?;
        return Ok(Focus::Topic(TopicId::new(id)?));
    }
    if let Some(id) = chapter {
        let known: Vec<String> = pack
            .chapters()?
            .iter()
            .map(|chapter| chapter.id.to_string())
            .collect();
        let id = known_id("chapter", id, &known)?;
        return Ok(Focus::Chapter(ChapterId::new(id)?));
    }
    let id = deck.as_deref().unwrap_or_default();
    let known: Vec<String> = pack
        .decks()?
        .iter()
        .map(|deck| deck.id.to_string())
        .collect();
    Ok(Focus::Deck(DeckId::new(known_id("deck", id, &known)?)?))
}

/// `id` if it is one of `known`; else an error that names the closest one.
pub(super) fn known_id(what: &str, id: &str, known: &[String]) -> Result<String, Misuse> {
    if known.iter().any(|k| k == id) {
        return Ok(id.to_owned());
    }
    // `breaker` is no slip of `circuit-breaker`, and yet meant.
    let part = || known.iter().find(|k| k.contains(id)).map(String::as_str);
    Err(Misuse(match suggest::near(id, known).or_else(part) {
        Some(near) => format!("there is no {what} `{id}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{id}`; `sysdrill search` finds what there is"),
    }))
}
