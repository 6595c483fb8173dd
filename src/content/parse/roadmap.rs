//! `content/roadmap.yaml`

use super::Page;
use super::fields::Fields;
use crate::content::link::{Kind, Use};
use crate::content::raw::{RawChapter, RawRoadmap};
use crate::content::source::Mark;
use crate::content::yaml::{self, Located, Piece};
use crate::domain::guide::Chapter;
use crate::domain::id::{ChapterId, TopicId};

pub(super) fn read(page: &mut Page<'_>) {
    let text = page.problems.source().text();
    let mut looks = yaml::SECOND_LOOKS;
    let piece = Piece {
        text,
        what: "the road map",
        down: 0,
    };
    let partly = yaml::read_on::<RawRoadmap>(&piece, &mut looks, &mut page.problems);
    let left_out = partly.left_out;
    if let Some(raw) = partly.value {
        let mut fields = Fields {
            page,
            what: "the road map".to_owned(),
            mark: Mark::START,
            down: 0,
            left_out: &left_out,
        };
        fields.line("title", raw.title);
        if raw
            .chapters
            .as_ref()
            .is_none_or(|list| list.value.is_empty())
        {
            fields.missing(
                "chapters",
                "list its chapters, each with `id`, `title` and `topics`",
            );
        }
        for chapter in raw.chapters.map(|list| list.value).unwrap_or_default() {
            chapter_of(page, chapter, &left_out);
        }
    }
    if page.problems.errors() > 0 {
        page.define(Kind::Unread, "roadmap", Mark::START);
    }
}

fn chapter_of(page: &mut Page<'_>, raw: Located<RawChapter>, left_out: &[String]) {
    let Located { value: raw, mark } = raw;
    let mut fields = Fields {
        page,
        what: "this chapter".to_owned(),
        mark,
        down: 0,
        left_out,
    };
    let id = fields.id(raw.id, ChapterId::new);
    let title = fields.needed_line("title", raw.title, "add the words to show");
    let summary = fields.needed_line("summary", raw.summary, "say in one line what it is about");
    if raw.topics.is_none() {
        fields.missing("topics", "list its topics in the order of reading");
    }
    let topics = fields.ids("topics", raw.topics, TopicId::new);
    let mut prerequisites = Vec::new();
    for (topic, before) in raw.prerequisites.map(|pairs| pairs.0).unwrap_or_default() {
        let topic = fields.one_id(topic, &TopicId::new);
        let before = fields.ids("prerequisites", Some(before), TopicId::new);
        for (id, mark) in topic.iter().chain(&before) {
            fields.page.point_at(Use::Prerequisite, id.as_str(), *mark);
        }
        prerequisites.extend(
            topic.map(|(topic, _)| (topic, before.into_iter().map(|(id, _)| id).collect())),
        );
    }
    for (id, mark) in &topics {
        fields.page.point_at(Use::Listed, id.as_str(), *mark);
    }
    let Some((id, mark)) = id else {
        return;
    };
    page.define(Kind::Chapter, id.as_str(), mark);
    if let (Some(title), Some(summary)) = (title, summary) {
        let topics = topics.into_iter().map(|(id, _)| id).collect();
        page.parsed.chapters.push(Chapter {
            id,
            title,
            summary,
            topics,
            prerequisites,
        });
    }
}
