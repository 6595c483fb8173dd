//! Where everything is kept: the XDG folders, or all of it below one folder.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::config::Environment;

/// Why no folder can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no home folder; set `HOME`, or name a folder with `--data DIR`")]
pub struct NoHome;

/// The folders of the program. None of them needs to exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Settings: written by the user.
    pub config: PathBuf,
    /// Progress, backups and the user's packs: must not get lost.
    pub data: PathBuf,
    /// The content index: may be deleted at any time.
    pub cache: PathBuf,
    /// The log and crash reports.
    pub state: PathBuf,
}

impl Paths {
    /// Below `data` if it is named, else below `SYSDRILL_DATA` if that is set, else the user's XDG folders.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn find(data: Option<&Path>, env: Environment) -> Result<Self, NoHome> {
        let set = env("SYSDRILL_DATA").filter(|folder| !folder.is_empty());
        match data.map(Path::to_owned).or_else(|| set.map(PathBuf::from)) {
            Some(folder) => Ok(Self::below(&folder)),
            None => Self::of_user(),
        }
    }

    /// The XDG folders (`XDG_CONFIG_HOME` and so on, or their defaults), on every system.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn of_user() -> Result<Self, NoHome> {
        let xdg = etcetera::base_strategy::Xdg::new().map_err(|_| NoHome)?;
        let ours = |folder: PathBuf| folder.join("sysdrill");
        Ok(Self {
            config: ours(xdg.config_dir()),
            data: ours(xdg.data_dir()),
            cache: ours(xdg.cache_dir()),
            state: ours(xdg.state_dir().unwrap_or_else(|| xdg.data_dir())),
        })
    }

    /// Everything below `folder`, which stays the same one wherever an editor or a worker goes.
    #[must_use]
    pub fn below(folder: &Path) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Self {
            config: folder.clone(),
            data: folder.clone(),
            cache: folder.join("cache"),
            state: folder.join("state"),
        }
    }

    /// The settings file.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.config.join(SETTINGS)
    }

    /// The database with all answers.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("progress.sqlite")
    }

    /// The folder of database backups.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The folder of the user's packs, one folder each.
    #[must_use]
    pub fn packs(&self) -> PathBuf {
        self.data.join("packs")
    }

    /// The log file.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.state.join("sysdrill.log")
    }
}

/// The name of the settings file.
pub const SETTINGS: &str = "config.yaml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_beats_the_environment() {
        let env = |name: &str| (name == "SYSDRILL_DATA").then(|| "/env".to_owned());
        let flag = Paths::find(Some(Path::new("/flag")), &env).unwrap();
        assert_eq!(flag.data, Path::new("/flag"));
        assert_eq!(Paths::find(None, &env).unwrap().data, Path::new("/env"));
    }

    #[test]
    fn one_folder_can_hold_everything() {
        let paths = Paths::below(Path::new("/tmp/x"));
        for path in [
            paths.settings(),
            paths.database(),
            paths.backups(),
            paths.packs(),
            paths.log(),
            paths.cache.clone(),
        ] {
            assert!(path.starts_with("/tmp/x"), "{}", path.display());
        }
        assert_ne!(
            paths.cache, paths.data,
            "the cache can be deleted as a whole"
        );
    }
}
