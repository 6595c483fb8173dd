//! A deck: its head and its items.

use super::fields::Fields;
use super::{Deck, Page, item, stem};
use crate::content::link::Kind;
use crate::content::raw::{RawDeck, RawItem, Text};
use crate::content::source::Mark;
use crate::content::yaml::{self, Fault, Located, Piece};
use crate::domain::id::DeckId;

pub(super) fn read(page: &mut Page<'_>) {
    match yaml::read::<RawDeck>(page.problems.source().text()) {
        Ok(raw) => deck(page, raw, &[]),
        Err(fault) if fault.is_of_the_whole() => fault.tell_alone(&mut page.problems),
        Err(fault) => read_on(page, &fault),
    }
}

/// The slow way, for a deck that is wrong somewhere: item by item.
fn read_on(page: &mut Page<'_>, fault: &Fault) {
    let text = page.problems.source().text();
    let cut = yaml::cut(text, "items").unwrap_or_else(|| yaml::Cut::whole(text));
    let mut looks = yaml::SECOND_LOOKS;
    let piece = Piece {
        text: &cut.rest,
        what: "a deck",
        down: 0,
    };
    let rest = yaml::read_on(&piece, &mut looks, &mut page.problems);
    let nothing = RawDeck {
        id: None,
        title: None,
        items: None,
    };
    let mut left_out = rest.left_out;
    if rest.value.is_none() {
        left_out.extend(["id", "title", "items"].map(str::to_owned));
    }
    if !cut.entries.is_empty() {
        left_out.push("items".to_owned());
    }
    deck(page, rest.value.unwrap_or(nothing), &left_out);
    for (down, entry) in cut.entries {
        let piece = Piece {
            text: &entry,
            what: "each entry of `items`",
            down,
        };
        let item = yaml::read_on::<Located<RawItem>>(&piece, &mut looks, &mut page.problems);
        if let Some(raw) = item.value {
            item::read(page, raw, down, &item.left_out);
        }
    }
    if page.problems.errors() == 0 {
        // Each piece alone is right: it is the whole that is wrong.
        fault.tell_alone(&mut page.problems);
    }
}

/// The head, and the items that were read with it.
fn deck(page: &mut Page<'_>, raw: RawDeck, left_out: &[String]) {
    let (id, title) = (raw.id, raw.title);
    let items = raw.items.map(|list| list.value).unwrap_or_default();
    head(page, id, title, left_out);
    if items.is_empty() && !left_out.iter().any(|name| name == "items") {
        let message = "this deck has no `items`";
        page.problems.error(
            "field-missing",
            Mark::START,
            message,
            "add a card or a question",
        );
    }
    for item in items {
        item::read(page, item, 0, left_out);
    }
}

fn head(page: &mut Page<'_>, id: Text, title: Text, left_out: &[String]) {
    let what = "this deck".to_owned();
    let mut fields = Fields {
        page,
        what,
        mark: Mark::START,
        down: 0,
        left_out,
    };
    let id = fields.id(id, DeckId::new);
    let title = fields.needed_line("title", title, "add `title: words to show`");
    if let Some((id, mark)) = &id {
        page.define(Kind::Deck, id.as_str(), *mark);
    }
    // The items can be used whatever is wrong with the head.
    let name = stem(page.problems.source().file());
    let id = id.map(|(id, _)| id).or_else(|| DeckId::new(name).ok());
    let Some(id) = id.or_else(|| DeckId::new("deck").ok()) else {
        return;
    };
    let title = title.unwrap_or_else(|| id.to_string());
    let place = page.place(1);
    page.parsed.decks.push(Deck { id, title, place });
}
