//! `sysdrill sql [QUERY]`.

use std::io::Write;

use super::Done;
use super::context::Context;
use crate::store::{Cell, Table, VIEWS};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// A SELECT over the views; without one the views are explained
    query: Option<String>,
    /// Print rows as JSON objects
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print rows as CSV
    #[arg(long)]
    csv: bool,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
}

/// Prints the rows.
pub(super) fn run(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let Some(query) = &options.query else {
        writeln!(
            out,
            "Read-only. These are the views; ask with: sysdrill sql \"SELECT * FROM days\"\n"
        )?;
        out.write_all(VIEWS.as_bytes())?;
        return Ok(Done::Fine);
    };
    let table = context.desk()?.store().sql(query, options.limit)?;
    if options.json {
        json(&table, out)?;
    } else if options.csv {
        csv(&table, out)?;
    } else {
        aligned(&table, out)?;
    }
    if table.cut {
        writeln!(
            std::io::stderr(),
            "sysdrill: more than {} rows; `--limit` shows more",
            options.limit
        )?;
    }
    Ok(Done::Fine)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => format!("<{bytes} bytes>"),
    }
}

fn json(table: &Table, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = table
        .rows
        .iter()
        .map(|row| {
            let value = |cell: &Cell| match cell {
                Cell::Null => serde_json::Value::Null,
                Cell::Integer(number) => (*number).into(),
                Cell::Real(number) => (*number).into(),
                Cell::Text(_) | Cell::Blob(_) => text(cell).into(),
            };
            table
                .columns
                .iter()
                .cloned()
                .zip(row.iter().map(value))
                .collect()
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    Ok(writeln!(out)?)
}

fn csv(table: &Table, out: &mut dyn Write) -> std::io::Result<()> {
    let quoted = |text: &str| match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    writeln!(
        out,
        "{}",
        table
            .columns
            .iter()
            .map(|c| quoted(c))
            .collect::<Vec<_>>()
            .join(",")
    )?;
    for row in &table.rows {
        writeln!(
            out,
            "{}",
            row.iter()
                .map(|cell| quoted(&text(cell)))
                .collect::<Vec<_>>()
                .join(",")
        )?;
    }
    Ok(())
}

/// Columns as wide as their widest cell. Control characters would reach the terminal, so they don't stay.
fn aligned(table: &Table, out: &mut dyn Write) -> std::io::Result<()> {
    let clean = |text: String| crate::domain::text::sanitise(&text).replace('\n', " ");
    let rows: Vec<Vec<String>> = std::iter::once(table.columns.clone())
        .chain(
            table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| clean(text(cell))).collect()),
        )
        .collect();
    let wide = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(wide).collect();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
