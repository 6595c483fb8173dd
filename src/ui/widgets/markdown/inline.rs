//! Text inside a block: what it is, how it is marked, where it leads.

use std::collections::HashMap;

use pulldown_cmark::{Tag, TagEnd};

use super::{Ink, Link, Target};
use crate::ui::theme::Token;
use crate::ui::widgets::wrap::Chunk;

/// The link that text is being gathered for.
struct OpenLink {
    /// Index into [`Inline::links`].
    link: usize,
    /// What is shown so far.
    shown: String,
    /// Links and images inside it; they are text like any other.
    inner: usize,
}

/// Gathers inline text until its block is written.
#[derive(Default)]
pub(super) struct Inline {
    words: Vec<Chunk<Ink>>,
    strong: usize,
    emphasis: usize,
    struck: usize,
    open: Option<OpenLink>,
    pub(super) links: Vec<Link>,
    /// The addresses that get a footnote, with their numbers from 0.
    notes: HashMap<String, usize>,
}

impl Inline {
    /// Adds text that is `base` unless marked otherwise.
    pub(super) fn text(&mut self, text: &str, base: Token) {
        if let Some(open) = &mut self.open {
            open.shown.push_str(text);
        }
        let flat = text.replace(['\n', '\t'], " ");
        self.words.push(Chunk::new(flat, self.ink(base)));
    }

    /// Adds code.
    pub(super) fn code(&mut self, text: &str) {
        self.text(text, Token::Code);
    }

    /// Adds text that is not part of the sentence: a mark, a number of a footnote.
    pub(super) fn aside(&mut self, text: impl Into<String>) {
        self.words.push(Chunk::new(text, Ink::of(Token::Dim)));
    }

    /// Ends the line.
    pub(super) fn line_break(&mut self) {
        self.words.push(Chunk::new("\n", Ink::of(Token::Text)));
    }

    fn ink(&self, base: Token) -> Ink {
        Ink {
            token: if self.open.is_some() {
                Token::Link
            } else {
                base
            },
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            link: self.open.as_ref().map(|open| open.link),
        }
    }

    /// Takes what has gathered.
    pub(super) fn take(&mut self) -> Vec<Chunk<Ink>> {
        std::mem::take(&mut self.words)
    }

    /// The text that has gathered, without its meaning.
    pub(super) fn plain(&self) -> String {
        self.words.iter().map(|chunk| chunk.text.as_str()).collect()
    }

    /// Begins a piece of marked text; tags of blocks are no concern here.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few tags of inline text, out of all there are"
    )]
    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.start_link(dest_url),
            _ => {}
        }
    }

    /// Ends a piece of marked text.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few tags of inline text, out of all there are"
    )]
    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    fn start_link(&mut self, url: &str) {
        if let Some(open) = &mut self.open {
            open.inner += 1;
            return;
        }
        let target = match url.strip_prefix("topic:") {
            Some(topic) => Target::Topic(topic.to_owned()),
            None => Target::Url(url.to_owned()),
        };
        // Its line is set when the text is written.
        let line = usize::MAX;
        self.links.push(Link { target, line });
        self.open = Some(OpenLink {
            link: self.links.len() - 1,
            shown: String::new(),
            inner: 0,
        });
    }

    fn end_link(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| open.inner > 0) {
            open.inner -= 1;
            return;
        }
        let Some(open) = self.open.take() else { return };
        let Some(Link {
            target: Target::Url(url),
            ..
        }) = self.links.get(open.link)
        else {
            return;
        };
        // An address that is shown anyway needs no footnote.
        if *url != open.shown {
            let next = self.notes.len();
            let number = *self.notes.entry(url.clone()).or_insert(next);
            self.aside(format!("[{}]", number + 1));
        }
    }

    /// The addresses of the footnotes, in the order of their numbers.
    pub(super) fn notes(&mut self) -> Vec<String> {
        let mut notes: Vec<(String, usize)> = self.notes.drain().collect();
        notes.sort_by_key(|(_, number)| *number);
        notes.into_iter().map(|(url, _)| url).collect()
    }
}
