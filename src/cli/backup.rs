//! `sysdrill backup` and `sysdrill restore`.

use std::io::Write;
use std::path::PathBuf;

use super::context::{self, Context};
use super::{Done, Misuse, Shared};
use crate::domain::calendar::{Clock as _, SystemClock};
use crate::store::backup as copies;

/// Arguments of `backup`.
#[derive(Debug, clap::Args)]
pub(super) struct BackupOptions {
    /// The file to write; without one, today's file in the folder of backups
    file: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

/// Arguments of `restore`.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreOptions {
    /// A copy made by `backup`; without one the copies there are, are listed
    file: Option<PathBuf>,
}

/// Writes a copy.
pub(super) fn backup(
    options: &BackupOptions,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    // Opening brings an older file up to date first, and says what is wrong with a damaged one.
    drop(context.open_desk()?);
    let name = format!("progress-{}.sqlite", context.today());
    let to = options
        .file
        .clone()
        .unwrap_or_else(|| context.paths.backups().join(name));
    if options.file.is_some() && to.exists() && !options.force {
        let text = format!("`{}` is there already; `--force` replaces it", to.display());
        return Err(Misuse(text).into());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    copies::backup(&context.paths.database(), &to)?;
    writeln!(out, "{}", to.display())?;
    Ok(Done::Fine)
}

/// Puts a copy back.
pub(super) fn restore(
    options: &RestoreOptions,
    shared: &Shared,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let paths = context::paths(shared)?;
    let Some(from) = &options.file else {
        let found = copies::copies(&paths.backups())?;
        if found.is_empty() {
            writeln!(
                out,
                "There are no copies in {} yet.",
                paths.backups().display()
            )?;
        }
        for (_, path) in found {
            writeln!(out, "{}", path.display())?;
        }
        return Ok(Done::Fine);
    };
    if !from.is_file() {
        return Err(Misuse(format!(
            "there is no file `{}`; `sysdrill restore` lists the copies",
            from.display()
        ))
        .into());
    }
    let database = paths.database();
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let aside = copies::restore(&database, from, SystemClock.now())?;
    writeln!(out, "Restored {}.", from.display())?;
    if let Some(aside) = aside {
        writeln!(out, "What was there before is kept as {}.", aside.display())?;
    }
    Ok(Done::Fine)
}
