//! `steth drift`: where live differs from declared in settings that matter, with the safeguards it weakens.

use std::fs;
use std::io::Write;

use serde_json::Value;

use super::args::{Drift, DriftGate, ListFormat, Reading};
use super::{World, broken_output, config, pull, scan as command};
use crate::drift::{Class, DriftItem, DriftReport, State};
use crate::error::{Error, Exit};
use crate::posture::Posture;
use crate::resource::ResourceId;
use crate::scan::{Request, assess_all};
use crate::source::Tree;
use crate::visible::visible;

pub(super) fn run(args: &Drift, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let config = config::load(world)?;
    let Some(loaded) = pull::latest(&config)? else {
        return Err(Error::usage("the clouds were never read, so there is nothing to hold the code against")
            .hint("read them first: steth pull"));
    };
    let states: Vec<State> = args.state.iter().map(|file| state(file, world)).collect::<Result<_, _>>()?;
    let request = Request { states: states.into(), ..command::request(&Reading::default(), world)? };
    let live = crate::pull::evidence(loaded, &config, world.now);
    let tree = Tree::disk(&world.directory, &args.paths);
    let posture = assess_all(Some(&tree), live, &request, world.now, &mut |_| {});
    let Some(drift) = &posture.drift else {
        return Err(Error {
            exit: Exit::Incomplete,
            message: "no declared resource was read, or no live one: there is nothing to compare".to_owned(),
            hint: "give the directory of the code, and see steth pull for what was read of the clouds"
                .to_owned(),
        });
    };
    let written = match args.format {
        ListFormat::Json => writeln!(out, "{:#}", report(&posture)),
        ListFormat::Text => text(&posture, drift, out),
    };
    written.map_err(|e| broken_output(&e))?;
    Ok(judge(&posture, drift, args.fail_on))
}

fn state(file: &std::path::Path, world: &World) -> Result<State, Error> {
    let text = fs::read_to_string(world.directory.join(file))
        .map_err(|e| Error::usage(format!("failed to read --state {}: {e}", file.display())))?;
    State::parse(&text).map_err(|e| Error::usage(format!("--state {}: {e}", file.display())))
}

/// Weakening gates by default; what cannot be told is never a pass.
fn judge(posture: &Posture, drift: &DriftReport, gate: DriftGate) -> Exit {
    let fails = match gate {
        DriftGate::Weaker => drift.weakens(),
        DriftGate::Any => drift.items.iter().any(|i| i.class != Class::CannotBeTold),
        DriftGate::Never => false,
    };
    if fails {
        Exit::GateFailed
    } else if drift.has_unknowns() || !posture.is_complete() {
        Exit::Incomplete
    } else {
        Exit::Passed
    }
}

/// The address of the declared side, else of the live one.
fn address(posture: &Posture, id: Option<ResourceId>) -> Option<&str> {
    posture.estate.get(id?).map(|r| &*r.address)
}

fn text(posture: &Posture, drift: &DriftReport, out: &mut dyn Write) -> std::io::Result<()> {
    let compared = drift.compared;
    writeln!(
        out,
        "drift: {} resources and {} settings compared; of {} settings it cannot be told",
        compared.resources, compared.settings, compared.unknown_settings
    )?;
    for account in &drift.accounts {
        writeln!(out, "in scope: {} {}", account.provider.title(), visible(&account.account))?;
    }
    for item in &drift.items {
        let subject = address(posture, item.declared).or(address(posture, item.live)).unwrap_or_default();
        writeln!(out, "\n{}  {}  {}", item.direction.id(), item.class.title(), visible(subject))?;
        if let (Some(_), Some(live)) = (item.declared, address(posture, item.live)) {
            writeln!(out, "  live: {}", visible(live))?;
        }
        if let Some(setting) = &item.setting {
            let (declared, live) = (visible(&setting.declared), visible(&setting.live));
            writeln!(out, "  {}: declared {declared}, live {live}", setting.key.label())?;
        }
        if !item.reason.is_empty() {
            writeln!(out, "  {}", visible(&item.reason))?;
        }
        if let Some(span) = item.declared.and_then(|id| posture.estate.get(id)).and_then(|r| r.span) {
            writeln!(out, "  at {}:{}", visible(posture.files.path(span.file)), span.line)?;
        }
        let cited = citations(item);
        if !cited.is_empty() {
            writeln!(out, "  safeguards: {}", cited.join(" "))?;
        }
    }
    for spot in &drift.blind_spots {
        let subject = address(posture, Some(spot.resource)).unwrap_or_default();
        let ignored: Vec<&str> = spot.ignored.iter().map(|i| &**i).collect();
        writeln!(
            out,
            "\nnot compared  {}  ignore_changes: {}",
            visible(subject),
            visible(&ignored.join(", "))
        )?;
    }
    for (provider, n) in &drift.unmatched.not_read {
        writeln!(
            out,
            "\nnot looked for: {n} declared resources of {}, which was not read",
            provider.title()
        )?;
    }
    for (native_type, n) in &drift.unmatched.no_inventory {
        writeln!(out, "not looked for: {n} of {}, which no inventory holds", visible(native_type))?;
    }
    Ok(())
}

fn citations(item: &DriftItem) -> Vec<&'static str> {
    item.safeguards.iter().map(|s| s.get().citation).collect()
}

fn report(posture: &Posture) -> Value {
    let mut report = crate::report::drift_view(posture).unwrap_or_default();
    report.insert("schema".to_owned(), "steth.drift/1".into());
    report.insert("complete".to_owned(), posture.is_complete().into());
    Value::Object(report)
}
