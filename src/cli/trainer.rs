//! `sysdrill` and `sysdrill drill`: the trainer in the terminal, with a worker that reads the packs behind it.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use super::Done;
use super::context::Context;
use crate::app::library::{self, Library, Progress};
use crate::app::routes::{Route, Tone};
use crate::app::services::{self, Services};
use crate::store::{Index, StoreError, Target, backup};
use crate::ui::run::{self, Ended};
use crate::ui::screen::Look;
use crate::ui::screens;
use crate::ui::signals::{Signals, Waker};
use crate::ui::stack::Stack;
use crate::ui::theme::Theme;
use crate::ui::{crash, terminal};

/// What the worker tells the loop, without a lock: the loop looks whenever it is woken.
#[derive(Debug, Default)]
struct News {
    percent: AtomicU32,
    fresh: AtomicBool,
}

/// Opens the trainer at `route`.
pub(super) fn run(context: &Context, route: Route) -> anyhow::Result<Done> {
    terminal::check()?;
    crash::install(context.paths.state.clone());
    let desk = context.open_desk()?;
    let mut signals = Signals::listen()?;
    let news = Arc::new(News::default());
    let mut services = Services::new(Rc::clone(&context.clock), context.config.keymap.clone())
        .with_desk(desk)
        .with_finder(finder(&context.library))
        .with_packs(context.paths.packs());
    services.editor.clone_from(&context.config.editor);
    services = services.with_news(told(&news));
    let look = Look {
        theme: Theme::new(context.config.theme, context.config.depth),
        ascii: context.config.ascii,
        motion: context.config.motion,
    };
    let mut stack = Stack::new(screens::open, look);
    stack.open(Route::Today, &mut services);
    if route != Route::Today {
        stack.open(route, &mut services);
    }
    complain(context, &mut stack, &services);
    work(context, &news, signals.waker()?);
    services = services.with_rereader(rereader(context));
    let ended = run::run(&mut stack, &mut services, &mut signals)?;
    Ok(match ended {
        Ended::Quit | Ended::Gone => Done::Fine,
        Ended::Signal(number) => Done::Signal(number),
    })
}

/// What is wrong with the settings, said once on the bottom line; `sysdrill config` says it in full.
fn complain(context: &Context, stack: &mut Stack, services: &Services) {
    let wrong = context.config.problems.len() + context.config.complaints.len();
    if wrong > 0 {
        stack.say(
            Tone::Failed,
            "Something in the settings can't be read: `sysdrill config` says what.",
            services,
        );
    }
}

/// Reads what has changed in the packs, then makes the daily copy of the progress.
fn work(context: &Context, news: &Arc<News>, wake: Waker) {
    let library = context.library.clone();
    let database = context.paths.database();
    let today = context.today();
    let news = Arc::clone(news);
    // A worker that can't be started is no reason not to learn: what was read last time is there.
    let started = thread::Builder::new()
        .name("library".to_owned())
        .spawn(move || {
            let read = library.refresh(|progress| {
                let percent = percent(progress);
                if news.percent.swap(percent, Ordering::SeqCst) != percent {
                    news.fresh.store(true, Ordering::SeqCst);
                    wake();
                }
            });
            let told = news.percent.swap(0, Ordering::SeqCst) > 0;
            let changed = read.unwrap_or_else(|error| {
                tracing::error!(%error, "the packs could not be read");
                false
            });
            if told || changed {
                news.fresh.store(true, Ordering::SeqCst);
                wake();
            }
            if let Err(error) = backup::daily(&database, today) {
                tracing::error!(%error, "no copy of the progress could be made");
            }
        });
    if let Err(error) = started {
        tracing::error!(%error, "no worker could be started");
    }
}

/// In steps of five, so that the screen is told twenty times and not once per file.
fn percent(progress: Progress) -> u32 {
    match progress.of {
        0 => 0,
        of => u32::try_from(progress.done * 20 / of).unwrap_or(20) * 5,
    }
}

fn told(news: &Arc<News>) -> services::News {
    let news = Arc::clone(news);
    Box::new(move || {
        news.fresh
            .swap(false, Ordering::SeqCst)
            .then(|| news.percent.load(Ordering::SeqCst))
    })
}

/// Right after an edit. Only what was edited is read, so this is quick enough for the main thread; a pack that the edit
/// has made is found, too.
fn rereader(context: &Context) -> services::Rereader {
    let (shared, paths) = (context.shared.clone(), context.paths.clone());
    Box::new(move || {
        let library =
            super::context::library(&shared, &paths).map_err(|error| error.to_string())?;
        library.refresh(|_| {}).map_err(|error| error.to_string())?;
        let index = Index::open(library.index()).map_err(|error| error.to_string())?;
        library::problems(&index.reader()).map_err(|error| error.to_string())
    })
}

/// Full text over everything, on a connection of its own that the first search opens: most sessions have none.
fn finder(library: &Library) -> services::Finder {
    let path = library.index().to_owned();
    let mut opened = None;
    Box::new(move |words| {
        let found = match &opened {
            Some(index) => search(index, words),
            None => Index::open(&path).and_then(|index| search(opened.insert(index), words)),
        };
        let found = found.unwrap_or_else(|error| {
            tracing::error!(%error, "search");
            Vec::new()
        });
        found.into_iter().map(hit).collect()
    })
}

fn search(index: &Index, words: &str) -> Result<Vec<crate::store::Hit>, StoreError> {
    index.reader().search(words, LIMIT)
}

/// Hits of each sort.
const LIMIT: u32 = 20;

fn hit(hit: crate::store::Hit) -> services::Hit {
    let (kind, topic) = match hit.target {
        Target::Topic(id) => ("topic", id),
        Target::Item(_, topic) => ("question", topic),
    };
    services::Hit {
        kind,
        title: hit.title.lines().next().unwrap_or_default().to_owned(),
        excerpt: hit.snippet.into_iter().map(|run| run.text).collect(),
        route: Route::Topic(topic),
    }
}
