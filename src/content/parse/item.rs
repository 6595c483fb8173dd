//! One card or question.

mod body;

use xxhash_rust::xxh3::xxh3_64;

use super::Page;
use super::fields::Fields;
use crate::content::link::{Def, Kind, Use, topic_of};
use crate::content::raw::{List, RawItem, Text};
use crate::content::source::Mark;
use crate::content::suggest;
use crate::content::yaml::Located;
use crate::domain::id::{self, DeckId, ItemId, PointId, TopicId};
use crate::domain::item::{Item, Level};

/// The kinds, and which fields each has besides those that all have.
const KINDS: [(&str, &[&str]); 8] = [
    ("card", &["answer"]),
    ("cloze", &[]),
    ("choice", &["options", "answer"]),
    ("multi", &["options", "answer"]),
    ("order", &["steps"]),
    ("match", &["pairs"]),
    ("numeric", &["answer", "within", "near"]),
    ("typed", &["answer", "accept"]),
];

const LEVELS: [(&str, Level); 3] = [
    ("recall", Level::Recall),
    ("apply", Level::Apply),
    ("decide", Level::Decide),
];

/// Takes one item of the deck that was read last. An item with an error is left out, a warning costs nothing.
pub(super) fn read(page: &mut Page<'_>, raw: Located<RawItem>, down: usize, left_out: &[String]) {
    let Some(deck) = page.parsed.decks.last().map(|deck| deck.id.clone()) else {
        return;
    };
    let Located { value: raw, mark } = raw;
    let before = page.problems.errors();
    let mark = mark.down(down);
    let mut fields = Fields {
        page,
        what: "this item".to_owned(),
        mark,
        down,
        left_out,
    };
    let item = item(&mut fields, raw, deck);
    if let Some(item) = item
        && left_out.is_empty()
        && page.problems.errors() == before
    {
        page.parsed.items.push(item);
    }
}

fn item(fields: &mut Fields<'_, '_>, mut raw: RawItem, deck: DeckId) -> Option<Item> {
    let id = match raw.id.take() {
        Some(id) => Some(fields.one_id(id, &ItemId::new)?),
        None => None,
    };
    let kind = kind(fields, raw.kind.take());
    let body = kind.and_then(|kind| {
        fields.what = format!("this `{kind}`");
        misplaced(fields, kind, &raw);
        body::read(fields, kind, &mut raw)
    });
    let level = level(fields, raw.level);
    let prompt = fields.needed_markdown("prompt", raw.prompt, "add the question");
    let hint = fields.markdown("hint", raw.hint);
    let cure = "say why the answer is right: learners read it after answering";
    let explain = fields.needed_markdown("explain", raw.explain, cure);
    let tests = tests(fields, raw.tests);
    let topic = topic(fields, raw.topic, &tests);
    let id = match (id, &prompt) {
        (Some((id, mark)), _) => Some((id, mark)),
        (None, Some(prompt)) if fields.expects("id") => {
            derive(fields, &deck, prompt).map(|id| (id, fields.mark))
        }
        (None, _) => None,
    };
    if let Some((id, mark)) = &id {
        fields.page.define(Kind::Item, id.as_str(), *mark);
    }
    Some(Item {
        id: id?.0,
        deck,
        topic: topic?,
        tests: tests.into_iter().map(|(id, _)| id).collect(),
        level,
        prompt: prompt?,
        hint,
        explain: explain?,
        body: body?,
        place: fields.page.place(fields.mark.line),
    })
}

fn kind(fields: &mut Fields<'_, '_>, raw: Text) -> Option<&'static str> {
    let names = KINDS.map(|(name, _)| name);
    let Some(raw) = raw else {
        fields.missing(
            "kind",
            &suggest::among("", &names, "add `kind:` and one of"),
        );
        return None;
    };
    let found = names.into_iter().find(|name| *name == raw.value);
    if found.is_none() {
        let message = format!("unknown kind `{}`", raw.value);
        let cure = suggest::among(&raw.value, &names, "the kinds are");
        let mark = fields.at(raw.mark);
        fields.problems().error("kind-unknown", mark, message, cure);
    }
    found
}

fn level(fields: &mut Fields<'_, '_>, raw: Text) -> Level {
    let Some(raw) = raw else {
        return Level::Recall;
    };
    let found = LEVELS.into_iter().find(|(name, _)| *name == raw.value);
    if found.is_none() {
        let message = format!("unknown level `{}`", raw.value);
        let cure = suggest::among(&raw.value, &LEVELS.map(|(name, _)| name), "the levels are");
        let mark = fields.at(raw.mark);
        fields
            .problems()
            .error("level-unknown", mark, message, cure);
    }
    found.map_or(Level::Recall, |(_, level)| level)
}

/// Tells the fields that belong to other kinds.
fn misplaced(fields: &mut Fields<'_, '_>, kind: &str, raw: &RawItem) {
    let present = [
        ("answer", raw.answer.as_ref().map(|field| field.mark)),
        ("options", raw.options.as_ref().map(|field| field.mark)),
        ("steps", raw.steps.as_ref().map(|field| field.mark)),
        ("pairs", raw.pairs.as_ref().map(|field| field.mark)),
        ("within", raw.within.as_ref().map(|field| field.mark)),
        ("near", raw.near.as_ref().map(|field| field.mark)),
        ("accept", raw.accept.as_ref().map(|field| field.mark)),
    ];
    let own = KINDS
        .iter()
        .find(|(name, _)| *name == kind)
        .map_or(&[][..], |(_, own)| own);
    for (name, mark) in present {
        if let Some(mark) = mark
            && !own.contains(&name)
        {
            let message = format!("a `{kind}` has no `{name}`");
            let cure = format!("remove `{name}`, or choose the `kind` that has it");
            let mark = fields.at(mark);
            fields
                .problems()
                .error("field-misplaced", mark, message, cure);
        }
    }
}

fn tests(fields: &mut Fields<'_, '_>, raw: List<String>) -> Vec<(PointId, Mark)> {
    let missing = raw.as_ref().is_none_or(|list| list.value.is_empty());
    if missing {
        fields.missing(
            "tests",
            "name the points it tests: `tests: [circuit-breaker.4]`",
        );
    }
    let tests = fields.ids("tests", raw, PointId::new);
    for (id, mark) in &tests {
        fields.page.point_at(Use::Tests, id.as_str(), *mark);
    }
    tests
}

/// The topic that is named, or else that of the first point.
fn topic(fields: &mut Fields<'_, '_>, raw: Text, tests: &[(PointId, Mark)]) -> Option<TopicId> {
    if let Some(raw) = raw {
        let (topic, mark) = fields.one_id(raw, &TopicId::new)?;
        fields.page.point_at(Use::Topic, topic.as_str(), mark);
        return Some(topic);
    }
    let topic = tests.iter().find_map(|(id, _)| topic_of(id.as_str()));
    let topic = topic.and_then(|topic| TopicId::new(topic).ok());
    if topic.is_none()
        && let Some((note, mark)) = tests.first()
    {
        let message = format!("no topic is known for this item: it tests only the note `{note}`");
        let cure = "add `topic:` and the id of the page it belongs to";
        fields
            .problems()
            .error("topic-missing", *mark, message, cure);
    }
    topic
}

/// An id for an item without one: the deck's, a dot, and 8 digits that hang on the prompt's words.
fn derive(fields: &mut Fields<'_, '_>, deck: &DeckId, prompt: &str) -> Option<ItemId> {
    let id = derived_id(deck, prompt);
    if let Some(id) = &id {
        let (line, column) = (fields.mark.line, fields.mark.column);
        let def = Def {
            kind: Kind::Item,
            id: id.to_string(),
            line,
            column,
        };
        fields.page.parsed.unnamed.push(def);
        let message = format!("this item has no `id`; until it has one it is `{id}`");
        let cure = "run `sysdrill check --fix`: progress is lost when the words change before";
        let mark = fields.mark;
        fields.problems().warn("id-derived", mark, message, cure);
    }
    id
}

fn derived_id(deck: &DeckId, prompt: &str) -> Option<ItemId> {
    let words: Vec<String> = prompt.split_whitespace().map(str::to_lowercase).collect();
    let hash = xxh3_64(words.join(" ").as_bytes()) >> 32;
    let room = id::MAX_LEN - ".12345678".len();
    let deck = deck.as_str().get(..room).unwrap_or(deck.as_str());
    ItemId::new(format!("{deck}.{hash:08x}")).ok()
}
