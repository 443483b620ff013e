//! `steth import`: what other scanners' reports say, and where each finding lands.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::args::{Import, ListFormat, Reading};
use super::{World, broken_output, gate, scan as command};
use crate::error::{Error, Exit};
use crate::posture::{Posture, SourceKind, SourceStatus, Standing};
use crate::report::{Selection, imported_views, write_imported};
use crate::scan::{Live, Request, assess_all};
use crate::source::import::{Imported, read_file};
use crate::visible::{age, visible};

pub(super) fn run(args: &Import, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let reading = Reading::default();
    let request = Request { imports: read(&args.files, world)?, ..command::request(&reading, world)? };
    let tree = (!args.beside.is_empty()).then(|| command::tree(&args.beside, &reading, world)).transpose()?;
    let posture = assess_all(tree.as_ref(), Live::default(), &request, world.now, &mut |_| {});
    let written = match args.format {
        ListFormat::Json => machine(&posture, out),
        ListFormat::Text => text(&posture, out),
    };
    written.map_err(|e| broken_output(&e))?;
    Ok(gate::judge_imported(&posture, &Selection::default(), args.fail_on))
}

/// Reads the reports that flags name. One that is not there is wrong usage; one that cannot be understood is told with
/// the rest.
pub(super) fn read(files: &[PathBuf], world: &World) -> Result<Arc<[Imported]>, Error> {
    let mut imports = Vec::with_capacity(files.len());
    for file in files {
        let full = world.directory.join(file);
        if let Err(error) = std::fs::metadata(&full) {
            return Err(Error::usage(format!("failed to read {}: {error}", file.display()))
                .hint("give the report that the other scanner has written"));
        }
        imports.push(read_file(&full, &file.to_string_lossy()));
    }
    Ok(imports.into())
}

fn reports(posture: &Posture) -> impl Iterator<Item = &SourceStatus> {
    posture.sources.iter().filter(|s| s.kind == SourceKind::Import)
}

fn machine(posture: &Posture, out: &mut dyn Write) -> std::io::Result<()> {
    let report = json!({
        "schema": "steth.import/1",
        "tool": { "name": "steth", "version": env!("CARGO_PKG_VERSION") },
        "started": posture.as_of.to_string(),
        "complete": posture.is_complete(),
        "sources": posture.sources,
        "imported_findings": imported_views(posture, &Selection::default()),
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    out.write_all(b"\n")
}

fn text(posture: &Posture, out: &mut dyn Write) -> std::io::Result<()> {
    for source in reports(posture) {
        let when = match source.as_of {
            Some(made) => format!("made {made}, {}", age(posture.as_of, made)),
            None => "it does not say when it was made".to_owned(),
        };
        if source.files_read > 0 {
            writeln!(out, "{}: {} findings; {when}", visible(&source.subject), source.verdicts)?;
        }
    }
    let imported: Vec<_> = posture.natives.iter().filter_map(|n| Some((n, n.imported.as_deref()?))).collect();
    let mut by_objective: BTreeMap<&str, (u32, [u32; 5])> = BTreeMap::new();
    for (verdict, foreign) in &imported {
        let row = by_objective.entry(verdict.objective.get().title).or_default();
        row.0 += u32::from(!foreign.counts);
        let at = Standing::ALL.iter().position(|s| *s == verdict.standing).unwrap_or(0);
        if let Some(n) = row.1.get_mut(at) {
            *n += 1;
        }
    }
    if !by_objective.is_empty() {
        writeln!(out, "\nby control objective:")?;
    }
    for (title, (merged, counts)) in by_objective {
        let words = Standing::ALL.iter().zip(counts).filter(|(_, n)| *n > 0);
        let mut words: Vec<String> = words.map(|(s, n)| format!("{n} {}", s.id())).collect();
        if merged > 0 {
            words.push(format!("{merged} of them the same as a finding here"));
        }
        writeln!(out, "  {title}: {}", words.join(", "))?;
    }
    for standing in Standing::ALL {
        let of: Vec<_> = imported.iter().filter(|(n, _)| n.standing == standing).collect();
        if of.is_empty() {
            continue;
        }
        writeln!(out, "\n{}: {}", standing.id(), of.len())?;
        // what passes is counted above and listed in JSON
        if matches!(standing, Standing::Pass | Standing::NotApplicable) {
            continue;
        }
        for (verdict, foreign) in of {
            write_imported(posture, verdict, foreign, out)?;
        }
    }
    for source in &posture.sources {
        crate::report::write_notices(source, out)?;
    }
    Ok(())
}
