//! What every command needs: the folders, the configuration, the packs, and on demand the progress.

use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::NaiveDate;
use tracing::level_filters::LevelFilter;
use xxhash_rust::xxh3::xxh3_64;

use super::{Misuse, Shared};
use crate::app::config::{Config, Flags};
use crate::app::desk::{Desk, Failure, Plan};
use crate::app::library::Library;
use crate::app::log;
use crate::app::paths::Paths;
use crate::content::pack::Pack;
use crate::domain::calendar::{Clock, SystemClock};
use crate::domain::schedule::Scheduler;
use crate::store::{Index, Store};

/// See the module's description.
pub(super) struct Context {
    pub(super) paths: Paths,
    pub(super) config: Config,
    pub(super) clock: Rc<dyn Clock>,
    pub(super) library: Library,
    pub(super) shared: Shared,
}

/// The folders that `--data`, `SYSDRILL_DATA` or the XDG variables name.
pub(super) fn paths(shared: &Shared) -> anyhow::Result<Paths> {
    Ok(Paths::find(shared.data.as_deref(), &|name| {
        env::var(name).ok()
    })?)
}

/// Settings, environment and flags put together.
pub(super) fn config(shared: &Shared, paths: &Paths) -> anyhow::Result<Config> {
    let theme = shared.theme.as_deref().map(str::parse).transpose();
    let theme = theme.map_err(|error: crate::app::config::NoTheme| {
        Misuse(format!("`--theme`: {error}; {}", error.cure()))
    })?;
    let flags = Flags {
        theme,
        ascii: shared.ascii,
    };
    Ok(Config::read(
        &paths.settings(),
        &|name| env::var(name).ok(),
        &flags,
    ))
}

/// All packs, lowest first: the built-in one, those of the data folder by name, those of `--pack`.
pub(super) fn packs(shared: &Shared, paths: &Paths) -> anyhow::Result<Vec<Pack>> {
    let mut packs = vec![Pack::embedded()];
    let mut own: Vec<PathBuf> = match std::fs::read_dir(paths.packs()) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| is_pack(p))
            .collect(),
        Err(_) => Vec::new(),
    };
    own.sort();
    packs.extend(own.into_iter().map(Pack::folder));
    for folder in &shared.pack {
        let folder = std::path::absolute(folder)?;
        if !is_pack(&folder) {
            let text = format!(
                "`{}` is not a pack; a pack is a folder with `content` or `quizzes` in it",
                folder.display()
            );
            return Err(Misuse(text).into());
        }
        packs.push(Pack::folder(folder));
    }
    Ok(packs)
}

/// The packs and the index over them. Another data folder or other `--pack`s are another index, so that two runs don't
/// undo each other's work.
pub(super) fn library(shared: &Shared, paths: &Paths) -> anyhow::Result<Library> {
    let mut key = format!("{}", paths.packs().display());
    for pack in &shared.pack {
        let _ = write!(key, "\n{}", std::path::absolute(pack)?.display());
    }
    let index = paths
        .cache
        .join(format!("index-{:016x}.sqlite", xxh3_64(key.as_bytes())));
    Ok(Library::new(packs(shared, paths)?, index))
}

fn is_pack(folder: &std::path::Path) -> bool {
    folder.join("content").is_dir() || folder.join("quizzes").is_dir()
}

impl Context {
    /// Reads settings and finds packs; opens no database yet. Without the log file everything still works.
    pub(super) fn open(shared: &Shared) -> anyhow::Result<Self> {
        let paths = paths(shared)?;
        let config = config(shared, &paths)?;
        let _ = log::start(&paths.log(), LevelFilter::INFO);
        let library = library(shared, &paths)?;
        Ok(Self {
            library,
            clock: Rc::new(SystemClock),
            shared: shared.clone(),
            paths,
            config,
        })
    }

    /// The progress over an index that is up to date.
    pub(super) fn desk(&self) -> anyhow::Result<Desk> {
        self.library.refresh(|_| {})?;
        Ok(self.open_desk()?)
    }

    /// The progress over the index as it is; makes both if there are none.
    pub(super) fn open_desk(&self) -> Result<Desk, Failure> {
        // Held until the store has joined it: the last one to close an index tidies up after it, which takes time.
        let _index = Index::open(self.library.index())?;
        let files = crate::store::Paths {
            db: self.paths.database(),
            index: self.library.index().to_owned(),
        };
        let scheduler = Scheduler::new(self.config.schedule.clone());
        let store = Store::open(&files, scheduler)?;
        Ok(Desk::new(store, self.plan(), Rc::clone(&self.clock)))
    }

    /// How the learner wants to learn, by the settings.
    fn plan(&self) -> Plan {
        Plan {
            calendar: self.config.calendar,
            retention: self.config.schedule.retention,
            new_per_day: self.config.limits.new,
            reviews_per_day: self.config.limits.reviews,
            interview: self.config.schedule.horizon,
            ..Plan::default()
        }
    }

    /// The learner's day.
    pub(super) fn today(&self) -> NaiveDate {
        self.config.calendar.today(&*self.clock)
    }
}
