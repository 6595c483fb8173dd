//! `sysdrill sql [QUERY]`.

use std::io::Write;

use super::context::Context;
use super::{Done, pad, widest};
use crate::domain::text::sanitise;
use crate::store::{Cell, Table, VIEWS};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// One SELECT over the views; without it the views are explained
    query: Option<String>,
    /// Print rows as JSON objects
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print rows as CSV
    #[arg(long)]
    csv: bool,
    /// At most so many rows
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
        objects(&table, out)?;
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

fn objects(table: &Table, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = table
        .rows
        .iter()
        .map(|row| {
            let value = |cell: &Cell| match cell {
                Cell::Null => serde_json::Value::Null,
                Cell::Integer(number) => (*number).into(),
                Cell::Real(number) => (*number).into(),
                Cell::Text(_) | Cell::Blob(_) => cell.to_string().into(),
            };
            table
                .columns
                .iter()
                .cloned()
                .zip(row.iter().map(value))
                .collect()
        })
        .collect();
    super::json(&rows, out)
}

/// As RFC 4180 has it, but for the line feeds. The text is as it is in the database: this is for programs.
fn csv(table: &Table, out: &mut dyn Write) -> std::io::Result<()> {
    let quoted = |text: String| {
        if text.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let columns: Vec<String> = table.columns.iter().cloned().map(quoted).collect();
    writeln!(out, "{}", columns.join(","))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell.to_string())).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}

/// Columns as wide as their widest cell. Control characters would reach the terminal, so they don't stay.
fn aligned(table: &Table, out: &mut dyn Write) -> std::io::Result<()> {
    let clean = |text: &str| sanitise(text).replace('\n', " ");
    let head: Vec<String> = table.columns.iter().map(|name| clean(name)).collect();
    let body = table.rows.iter().map(|row| {
        row.iter()
            .map(|cell| clean(&cell.to_string()))
            .collect::<Vec<_>>()
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
    let column = |n| widest(rows.iter().filter_map(|row| row.get(n)).map(String::as_str));
    let widths: Vec<usize> = (0..table.columns.len()).map(column).collect();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| pad(cell, *width))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
