//! A topic page: front matter and Markdown.

use super::fields::Fields;
use super::{Page, markdown, stem};
use crate::content::link::{Kind, Use};
use crate::content::raw::{List, RawNote, RawPoint, RawTopic};
use crate::content::source::Mark;
use crate::content::yaml::{self, Located, Piece};
use crate::domain::guide::{Note, Point, Topic, TopicHead};
use crate::domain::id::{LabId, PointId, TopicId};
use crate::domain::text;

/// The longest summary, in characters.
const SUMMARY: usize = 120;

/// The longest reading time, in minutes.
const MINUTES: u32 = 60;

pub(super) fn read(page: &mut Page<'_>) {
    if let Some(front) = front_matter(page) {
        markdown::check_body(page, front.body);
        let mut looks = yaml::SECOND_LOOKS;
        let piece = Piece {
            text: &front.yaml,
            what: "the front matter",
            down: 0,
        };
        let partly = yaml::read_on(&piece, &mut looks, &mut page.problems);
        if let Some(raw) = partly.value {
            topic(page, raw, front.body, &partly.left_out);
        }
    }
    if page.problems.errors() > 0 {
        let topic = page.parsed.defs.iter().find(|def| def.kind == Kind::Topic);
        let known = topic.map(|def| def.id.clone());
        let id = known.unwrap_or_else(|| stem(page.problems.source().file()).to_owned());
        page.define(Kind::Unread, &id, Mark::START);
    }
}

/// A page in two parts.
struct Front {
    /// The front matter, every line where it is in the file.
    yaml: String,
    /// The byte at which the body starts.
    body: usize,
}

fn front_matter(page: &mut Page<'_>) -> Option<Front> {
    let mut lines = page.problems.source().text().split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        let mark = Mark {
            width: first.trim_end().chars().count(),
            ..Mark::START
        };
        let cure = "start the page with a line `---`, its fields, and another line `---`";
        page.problems.error(
            "front-matter-missing",
            mark,
            "the page has no front matter",
            cure,
        );
        return None;
    }
    // An empty line in place of the first one keeps the lines counted as in the file.
    let mut yaml = "\n".to_owned();
    let mut body = first.len();
    for line in lines {
        body += line.len();
        if line.trim_end() == "---" {
            return Some(Front { yaml, body });
        }
        yaml.push_str(line);
    }
    let message = "the front matter that opens here is never closed";
    let cure = "put a line `---` after its last field, before the text";
    page.problems.error(
        "front-matter-open",
        Mark {
            width: 3,
            ..Mark::START
        },
        message,
        cure,
    );
    None
}

fn topic(page: &mut Page<'_>, raw: RawTopic, body: usize, left_out: &[String]) {
    let mark = Mark {
        line: 1,
        column: 1,
        width: 3,
    };
    let what = "this page".to_owned();
    let mut fields = Fields {
        page,
        what,
        mark,
        down: 0,
        left_out,
    };
    let id = fields.id(raw.id, TopicId::new);
    let title = fields.needed_line("title", raw.title, "add `title: words to show`");
    let summary = summary(&mut fields, raw.summary);
    let minutes = minutes(&mut fields, raw.minutes);
    let points = points(&mut fields, raw.points, id.as_ref().map(|(id, _)| id));
    let notes = notes(&mut fields, raw.notes);
    let labs = fields.ids("labs", raw.labs, LabId::new);
    for (lab, mark) in &labs {
        fields.page.point_at(Use::Lab, lab.as_str(), *mark);
    }
    let related = neighbours(&mut fields, "related", raw.related);
    let confusable = neighbours(&mut fields, "confusable", raw.confusable);
    let sources = fields.lines("sources", raw.sources);
    let Some((id, mark)) = id else {
        return;
    };
    page.define(Kind::Topic, id.as_str(), mark);
    let Some(title) = title else {
        return;
    };
    let whole = page.problems.source().text();
    let topic = Topic {
        head: TopicHead {
            id,
            title,
            summary,
            minutes,
        },
        points,
        notes,
        labs: labs.into_iter().map(|(id, _)| id).collect(),
        related,
        confusable,
        sources: sources.into_iter().map(|(line, _)| line).collect(),
        body: text::sanitise(whole.get(body..).unwrap_or_default().trim()).into_owned(),
        place: page.place(1),
    };
    page.parsed.topics.push(topic);
}

fn summary(fields: &mut Fields<'_, '_>, raw: Option<Located<String>>) -> String {
    let mark = raw
        .as_ref()
        .map(|raw| fields.at(raw.mark))
        .unwrap_or_default();
    let cure = "add `summary: one line that says what it is`";
    let line = fields.needed_line("summary", raw, cure).unwrap_or_default();
    let length = line.chars().count();
    if length > SUMMARY {
        let message = format!("the summary has {length} characters, lists show {SUMMARY}");
        fields.problems().warn(
            "summary-long",
            mark,
            message,
            "shorten it; the text has room",
        );
    }
    line
}

fn minutes(fields: &mut Fields<'_, '_>, raw: Option<Located<f64>>) -> u16 {
    if raw.is_none() {
        fields.missing("minutes", "add the reading time, such as `minutes: 6`");
    }
    let minutes = fields.whole("minutes", raw, 1..=MINUTES);
    minutes
        .and_then(|minutes| u16::try_from(minutes).ok())
        .unwrap_or(1)
}

fn points(fields: &mut Fields<'_, '_>, raw: List<RawPoint>, topic: Option<&TopicId>) -> Vec<Point> {
    let raw = raw.map(|list| list.value).unwrap_or_default();
    if raw.is_empty() {
        fields.missing(
            "points",
            "list what a learner must know, as `{id: .., text: ..}`",
        );
    }
    let mut points = Vec::new();
    for Located { value: raw, mark } in raw {
        let mark = fields.at(mark);
        let mut point = fields.inner("this point", mark);
        let id = point.id(raw.id, PointId::new);
        let cure = "add `text: one sentence`";
        let text = point.needed_line("text", raw.text, cure);
        let Some((id, mark)) = id else {
            continue;
        };
        if let Some(topic) = topic
            && !is_point_of(id.as_str(), topic)
        {
            let message = format!("`{id}` is no point id of this page");
            let cure = format!("number the points: `{topic}.1`, `{topic}.2`, ..");
            point.problems().error("point-id", mark, message, cure);
        }
        point.page.define(Kind::Point, id.as_str(), mark);
        points.extend(text.map(|text| Point { id, text }));
    }
    points
}

/// The topic's id, a dot and a number.
fn is_point_of(id: &str, topic: &TopicId) -> bool {
    let number = id
        .strip_prefix(topic.as_str())
        .and_then(|rest| rest.strip_prefix('.'));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
}

fn notes(fields: &mut Fields<'_, '_>, raw: List<RawNote>) -> Vec<Note> {
    let mut notes = Vec::new();
    for Located { value: raw, mark } in raw.map(|list| list.value).unwrap_or_default() {
        let mark = fields.at(mark);
        let mut note = fields.inner("this note", mark);
        let id = note.id(raw.id, PointId::new);
        let guide = note.needed_line("guide", raw.guide, "say what the road map says");
        let correct = note.needed_line("correct", raw.correct, "say what is right");
        let cure = "say where it can be checked: author, title, year, section";
        let source = note.needed_line("source", raw.source, cure);
        let Some((id, mark)) = id else {
            continue;
        };
        note.page.define(Kind::Note, id.as_str(), mark);
        if let (Some(guide), Some(correct), Some(source)) = (guide, correct, source) {
            notes.push(Note {
                id,
                guide,
                correct,
                source,
            });
        }
    }
    notes
}

fn neighbours(fields: &mut Fields<'_, '_>, name: &str, raw: List<String>) -> Vec<TopicId> {
    let ids = fields.ids(name, raw, TopicId::new);
    for (id, mark) in &ids {
        fields.page.point_at(Use::Neighbour, id.as_str(), *mark);
    }
    ids.into_iter().map(|(id, _)| id).collect()
}
