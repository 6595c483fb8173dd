//! `sysdrill man`.

use std::io::Write;

use super::Done;

/// Prints the manual page in roff: `sysdrill man | man -l -`.
pub(super) fn run(command: clap::Command, out: &mut dyn Write) -> anyhow::Result<Done> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    out.write_all(&page)?;
    Ok(Done::Fine)
}
