//! `steth doctor`: who asks each cloud, what that identity can and cannot read, and the least to grant.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::{Doctor, ListFormat};
use super::{World, broken_output, config};
use crate::doctor::{Checkup, examine, logins};
use crate::error::{Error, Exit};
use crate::source::live::{Answered, Probe, Purpose, Trouble, TroubleKind};
use crate::visible::visible;

pub(super) fn run(args: &Doctor, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let config = config::load(world)?;
    let named: Vec<_> = args.clouds.iter().map(|cloud| cloud.provider()).collect();
    let seed = world.now.as_microsecond().unsigned_abs();
    let checkups = examine(&config, &named, &world.environment, seed).map_err(|message| Error {
        exit: Exit::Incomplete,
        message,
        hint: String::new(),
    })?;
    match args.format {
        ListFormat::Json => writeln!(out, "{:#}", report(&checkups)),
        ListFormat::Text => text(&checkups, args.policy, out),
    }
    .map_err(|e| broken_output(&e))?;
    Ok(if is_well(&checkups) { Exit::Passed } else { Exit::Incomplete })
}

/// Everything can be read of the clouds in use, and there is one.
fn is_well(checkups: &[Checkup]) -> bool {
    checkups.iter().all(Checkup::is_well) && checkups.iter().any(Checkup::has_caller)
}

fn text(checkups: &[Checkup], with_policy: bool, out: &mut dyn Write) -> io::Result<()> {
    for (at, checkup) in checkups.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        one(checkup, with_policy, out)?;
    }
    if checkups.is_empty() {
        writeln!(out, "This build reads no cloud.")?;
    } else if !checkups.iter().any(Checkup::has_caller) {
        writeln!(out, "\nNo cloud can be read from here: log in to one, then run steth doctor again.")?;
    } else if is_well(checkups) {
        writeln!(out, "\nEverything can be read. Next: steth pull")?;
    }
    Ok(())
}

fn one(checkup: &Checkup, with_policy: bool, out: &mut dyn Write) -> io::Result<()> {
    let title = checkup.cloud.title();
    let Some(found) = &checkup.found else {
        return writeln!(out, "{title}: switched off in the configuration ({}.enabled)", checkup.cloud.id());
    };
    match &found.caller {
        Err(trouble) => {
            let unused = if checkup.in_use { "" } else { ", and nothing here says that it is in use" };
            writeln!(out, "{title}: nobody is logged in{unused}")?;
            writeln!(out, "  {}", visible(&trouble.to_string()))?;
            if is_login(trouble) {
                writeln!(out, "  log in by one of:")?;
                for way in logins(checkup.cloud) {
                    writeln!(out, "    {way}")?;
                }
            }
        }
        Ok(caller) => {
            writeln!(out, "{title}: {}", visible(&caller.name))?;
            for (word, value) in &caller.details {
                writeln!(out, "  {word}: {}", visible(value))?;
            }
            scopes(&found.scopes, out)?;
            for probe in &found.probes {
                line(probe, out)?;
            }
        }
    }
    // what can be read already needs no grant, unless somebody wants to see the least
    if with_policy || (checkup.in_use && !checkup.is_well()) || (checkup.has_caller() && !checkup.is_well()) {
        for grant in &checkup.grants {
            writeln!(out, "  least privilege: {}", visible(&grant.title))?;
            writeln!(out, "  {}", visible(&grant.how))?;
            for row in format!("{:#}", grant.document).lines() {
                writeln!(out, "    {}", visible(row))?;
            }
        }
    }
    Ok(())
}

/// At most this many scopes are named.
const NAMED: usize = 5;

fn scopes(scopes: &[String], out: &mut dyn Write) -> io::Result<()> {
    if scopes.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = scopes.iter().take(NAMED).map(String::as_str).collect();
    let more = match scopes.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    writeln!(out, "  reaches: {}{more}", visible(&named.join(", ")))
}

fn is_login(trouble: &Trouble) -> bool {
    matches!(trouble.kind, TroubleKind::Credentials | TroubleKind::Network)
}

/// The word of an answer, of one width in the list.
fn word(probe: &Probe) -> &'static str {
    match &probe.answered {
        Answered::Yes => "reads",
        Answered::NotAsked(_) => "not asked",
        Answered::No(trouble) => match trouble.kind {
            TroubleKind::Denied { .. } => "DENIED",
            TroubleKind::NotEnabled => "off",
            _ => "FAILED",
        },
    }
}

fn line(probe: &Probe, out: &mut dyn Write) -> io::Result<()> {
    let api = probe.operation.api;
    let word = word(probe);
    match &probe.answered {
        Answered::Yes => writeln!(out, "  {word:9} {api}"),
        Answered::NotAsked(why) => writeln!(out, "  {word:9} {api}: {why}"),
        Answered::No(trouble) => {
            let said = match &trouble.kind {
                TroubleKind::Denied { permission } => format!("{permission} is missing in {}", trouble.scope),
                _ => trouble.to_string(),
            };
            writeln!(out, "  {word:9} {api}: {}", visible(&said))?;
            let hint = if matches!(trouble.kind, TroubleKind::Denied { .. }) {
                String::new()
            } else {
                trouble.hint()
            };
            if hint.is_empty() { Ok(()) } else { writeln!(out, "            {}", visible(&hint)) }
        }
    }
}

fn report(checkups: &[Checkup]) -> Value {
    let clouds: Vec<Value> = checkups.iter().map(cloud).collect();
    json!({"schema": "steth.doctor/1", "well": is_well(checkups), "clouds": clouds})
}

fn cloud(checkup: &Checkup) -> Value {
    let found = checkup.found.as_ref();
    let caller = found.and_then(|f| f.caller.as_ref().ok()).map(|caller| {
        let details: serde_json::Map<String, Value> =
            caller.details.iter().map(|(word, value)| ((*word).to_owned(), value.clone().into())).collect();
        json!({"name": caller.name, "details": details})
    });
    let trouble = found.and_then(|f| f.caller.as_ref().err()).map(ToString::to_string);
    let logins = if trouble.is_some() { logins(checkup.cloud) } else { &[] };
    let probes: Vec<Value> = found.map(|f| f.probes.iter().map(probe).collect()).unwrap_or_default();
    let grants: Vec<Value> = checkup
        .grants
        .iter()
        .map(|grant| json!({"title": grant.title, "how": grant.how, "document": grant.document}))
        .collect();
    json!({
        "cloud": checkup.cloud.id(),
        "enabled": found.is_some(),
        "in_use": checkup.in_use,
        "well": checkup.is_well(),
        "identity": caller,
        "trouble": trouble,
        "log_in": logins,
        "scopes": found.map(|f| f.scopes.as_slice()).unwrap_or_default(),
        "operations": probes,
        "least_privilege": grants,
    })
}

fn probe(probe: &Probe) -> Value {
    let (reason, missing) = match &probe.answered {
        Answered::Yes => (None, None),
        Answered::NotAsked(why) => (Some((*why).to_owned()), None),
        Answered::No(trouble) => {
            let missing = match &trouble.kind {
                TroubleKind::Denied { permission } => Some(permission.clone()),
                _ => None,
            };
            (Some(trouble.to_string()), missing)
        }
    };
    json!({
        "operation": probe.operation.api,
        "purpose": if probe.operation.purpose == Purpose::Read { "read" } else { "sign_in" },
        "permission": probe.operation.permission,
        "scope": &*probe.scope,
        "answer": word(probe).to_ascii_lowercase().replace(' ', "_"),
        "missing_permission": missing,
        "reason": reason,
    })
}
