//! Exactly the view on the screen, as a file: the same rows, columns and order, with its place, time and sources.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::posture::SourceStatus;
use crate::report::inert;
use crate::visible::visible;

use super::flat;
use super::glyph::ASCII;
use super::model::{Base, Body, Column, Model, Snapshot, shown, value};

/// The forms a view can be written in, by the ending of the file.
pub(crate) const FORMS: [&str; 4] = ["csv", "md", "json", "txt"];

/// The form that a file's name asks for.
///
/// # Errors
/// When its ending is none of a form, in words.
pub(crate) fn form(path: &str) -> Result<&'static str, String> {
    let ending = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    FORMS
        .into_iter()
        .find(|f| *f == ending)
        .ok_or_else(|| format!("the name has to end in .csv, .md, .json or .txt: {path}"))
}

/// A view to be written, put together off the drawing thread where it is long.
#[derive(Debug)]
pub(crate) struct Sheet {
    place: String,
    as_of: String,
    sources: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// Rows of a table: read when they are written.
    Rows {
        snapshot: Arc<Snapshot>,
        base: Base,
        rows: Rows,
        columns: Vec<Column>,
    },
    Cells {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    Lines(Vec<String>),
}

#[derive(Debug)]
enum Rows {
    /// Every row of the base, in its order.
    All,
    Some(Vec<u32>),
}

/// The view on the screen.
pub(crate) fn sheet(model: &Model) -> Sheet {
    let level = model.level();
    let posture = model.snapshot.as_ref().map(|s| &s.posture);
    let state = |s: &SourceStatus| {
        let word = if s.is_complete() { "whole" } else { "partial" };
        format!("{} {} ({word})", s.kind.title(), s.subject)
    };
    let content = match (&level.body, &model.snapshot) {
        (Body::Matrix, _) => {
            let (head, rows) = flat::matrix(model);
            Content::Cells { head, rows }
        }
        (Body::Table { groups: Some(groups), .. }, _) => {
            let (head, rows) = flat::groups(groups);
            Content::Cells { head, rows }
        }
        (Body::Table { base, rows, .. }, Some(snapshot)) => {
            let count = model.count(level);
            let marked = |row: &u32| level.marks.contains(row);
            let rows = match rows {
                _ if !level.marks.is_empty() => {
                    Rows::Some((0..count).filter_map(|at| model.row(level, at)).filter(marked).collect())
                }
                Some(rows) => Rows::Some(rows.clone()),
                None => Rows::All,
            };
            let columns = shown(model, *base);
            Content::Rows { snapshot: snapshot.clone(), base: *base, rows, columns }
        }
        (Body::Document(doc), _) => Content::Lines(flat::document(doc)),
        (Body::Missing(why), _) => Content::Lines(vec![why.clone()]),
        _ => Content::Lines(vec!["nothing is known yet".to_owned()]),
    };
    Sheet {
        place: level.place.to_string(),
        as_of: posture.map_or_else(|| "nothing was read yet".to_owned(), |p| p.oldest_evidence().to_string()),
        sources: posture
            .map(|p| p.sources.iter().map(state).collect::<Vec<_>>().join("; "))
            .unwrap_or_default(),
        content,
    }
}

impl Sheet {
    /// How many rows or lines it has.
    pub(crate) fn len(&self) -> usize {
        match &self.content {
            Content::Rows { snapshot, base, rows: Rows::All, .. } => base.rows(snapshot).len(),
            Content::Rows { rows: Rows::Some(rows), .. } => rows.len(),
            Content::Cells { rows, .. } => rows.len(),
            Content::Lines(lines) => lines.len(),
        }
    }

    fn head(&self) -> Vec<String> {
        match &self.content {
            Content::Rows { columns, .. } => columns.iter().map(|c| c.id().to_owned()).collect(),
            Content::Cells { head, .. } => head.clone(),
            Content::Lines(_) => vec!["text".to_owned()],
        }
    }

    fn each(&self, mut take: impl FnMut(Vec<String>)) {
        match &self.content {
            Content::Rows { snapshot, base, rows, columns } => {
                let rows = match rows {
                    Rows::All => base.rows(snapshot),
                    Rows::Some(rows) => rows,
                };
                for row in rows {
                    let cell = |column: &Column| {
                        value(&ASCII, snapshot, *base, *row, *column).map(|v| v.text).unwrap_or_default()
                    };
                    take(columns.iter().map(cell).collect());
                }
            }
            Content::Cells { rows, .. } => rows.iter().for_each(|row| take(row.clone())),
            Content::Lines(lines) => lines.iter().for_each(|line| take(vec![line.clone()])),
        }
    }

    /// The text of the file.
    pub(crate) fn render(&self, form: &str) -> String {
        match form {
            "csv" => self.csv(),
            "md" => self.markdown(),
            "json" => self.json(),
            _ => self.text(),
        }
    }

    /// Place, time and sources are columns: a table with lines above it is no table to other programs.
    fn csv(&self) -> String {
        let mut table = csv::Writer::from_writer(Vec::new());
        let own = ["place", "as_of", "sources"].map(str::to_owned);
        // writing to memory cannot fail
        let _ = table.write_record(self.head().iter().chain(&own));
        let own = [&self.place, &self.as_of, &self.sources];
        self.each(|row| {
            let cells = row.iter().chain(own).map(|cell| inert(cell).into_owned());
            let _ = table.write_record(cells);
        });
        String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    fn markdown(&self) -> String {
        let cell = |text: &str| {
            let mut out = String::with_capacity(text.len());
            for c in visible(text).chars() {
                // what has a meaning in Markdown or HTML is taken as it stands
                if matches!(c, '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
                    out.push('\\');
                }
                out.push(c);
            }
            out
        };
        let mut out =
            format!("# {}\n\nas of {}  \n{}\n\n", cell(&self.place), self.as_of, cell(&self.sources));
        if let Content::Lines(lines) = &self.content {
            for line in lines {
                let _ = writeln!(out, "{}  ", cell(line));
            }
            return out;
        }
        let head = self.head();
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        out.push_str(&line(&head.iter().map(|h| cell(h)).collect::<Vec<_>>()));
        out.push_str(&line(&vec!["---".to_owned(); head.len()]));
        self.each(|row| out.push_str(&line(&row.iter().map(|c| cell(c)).collect::<Vec<_>>())));
        out
    }

    fn json(&self) -> String {
        let head = self.head();
        let mut rows = Vec::with_capacity(self.len());
        self.each(|row| {
            let cells = head.iter().cloned().zip(row.into_iter().map(serde_json::Value::String));
            rows.push(serde_json::Value::Object(cells.collect()));
        });
        let whole = serde_json::json!({
            "schema": "steth.view/1",
            "place": self.place,
            "as_of": self.as_of,
            "sources": self.sources,
            "rows": rows,
        });
        format!("{whole:#}\n")
    }

    fn text(&self) -> String {
        let mut out =
            format!("{}\nas of {}\n{}\n\n", visible(&self.place), self.as_of, visible(&self.sources));
        if !matches!(self.content, Content::Lines(_)) {
            let _ = writeln!(out, "{}", self.head().join("  "));
        }
        self.each(|row| {
            let cells: Vec<String> = row.iter().map(|c| visible(c).into_owned()).collect();
            let _ = writeln!(out, "{}", cells.join("  ").trim_end());
        });
        out
    }
}

/// Writes a view to a file that is not there yet.
///
/// # Errors
/// When it cannot be written, in words.
pub(crate) fn write(path: &str, sheet: &Sheet) -> Result<String, String> {
    use std::io::Write as _;
    let form = form(path)?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| {
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            format!("{path} is there already; nothing was written, choose another name")
        } else {
            format!("failed to write {path}: {e}")
        }
    })?;
    let written = file.write_all(sheet.render(form).as_bytes()).and_then(|()| file.flush());
    written.map_err(|e| format!("failed to write {path}: {e}"))?;
    let words = super::text::plural(sheet.len(), "row", "rows");
    Ok(format!("wrote {words} to {path}"))
}
