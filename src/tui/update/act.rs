//! What each action does.

use crate::native::Span;
use crate::posture::WaiverOrigin;
use crate::tui::action::Action;
use crate::tui::document::remedy_command;
use crate::tui::model::{
    Base, Body, Fold, MatrixRow, Menu, MenuKind, Mode, Model, Palette, Tone, entries, standard_of,
};
use crate::tui::place::{Page, Place, Root};

use super::{Effect, bulk, narrow, navigate, theme};

/// Runs an action that is enabled.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Open => navigate::open(model),
        Action::Back => navigate::back(model),
        Action::Forward => {
            navigate::forward(model);
            Vec::new()
        }
        Action::Down => navigate::step(model, 1),
        Action::Up => navigate::step(model, -1),
        Action::PageDown => navigate::page(model, true),
        Action::PageUp => navigate::page(model, false),
        Action::First => navigate::edge(model, false),
        Action::Last => navigate::edge(model, true),
        Action::Left => {
            let level = model.level_mut();
            level.column = level.column.saturating_sub(1);
            Vec::new()
        }
        Action::Right => {
            let last = model.matrix.columns.len();
            let level = model.level_mut();
            level.column = (level.column + 1).min(last);
            Vec::new()
        }
        Action::NextFailure => navigate::failure(model, true),
        Action::PreviousFailure => navigate::failure(model, false),
        Action::Filter => {
            narrow::begin(model);
            Vec::new()
        }
        Action::Faults => narrow::faults(model),
        Action::Sort => narrow::sort(model),
        Action::Reverse => narrow::reverse(model),
        Action::Dimension => {
            model.dimension = model.dimension.next();
            model.level_mut().column = 0;
            navigate::lay_matrix(model);
            let words = model.dimension.words();
            model.message = Some((Tone::Info, format!("columns by {words}")));
            Vec::new()
        }
        Action::Fold => fold(model),
        Action::Mark if matches!(model.level().body, Body::Matrix) => fold(model),
        Action::Mark => bulk::mark(model),
        Action::MarkRange => bulk::range(model),
        Action::MarkAll => bulk::all(model),
        Action::Group | Action::Columns => {
            let kind = if action == Action::Group { MenuKind::Group } else { MenuKind::Columns };
            let cursor = entries(model, kind).iter().position(|e| e.on).unwrap_or(0);
            model.mode = Mode::Menu(Menu { kind, cursor });
            Vec::new()
        }
        Action::Export => bulk::export(model),
        Action::Browse => match web(model) {
            Some(url) => vec![Effect::Browse(url)],
            None => Vec::new(),
        },
        Action::Bookmark => bookmark(model),
        Action::Bookmarks => {
            let mut palette = palette(model);
            palette.only_bookmarks();
            model.mode = Mode::Palette(palette);
            Vec::new()
        }
        Action::Rescan => vec![Effect::Rescan],
        Action::Watch => {
            let on = !model.watching.unwrap_or(false);
            model.watching = Some(on);
            let text =
                if on { "every save is scanned" } else { "saves are not scanned; they can be, by hand" };
            model.message = Some((Tone::Info, text.to_owned()));
            vec![Effect::Watch(on)]
        }
        Action::Narrower => split(model, -5),
        Action::Wider => split(model, 5),
        Action::Resource => match model.subject().resource {
            Some(name) => navigate::push(model, Place::root(Root::Resources).with_resource(name)),
            None => Vec::new(),
        },
        Action::Remedy => {
            let place = model.subject();
            if place.remedy { Vec::new() } else { navigate::push(model, place.with_remedy()) }
        }
        Action::Edit => match location(model) {
            Some((path, line)) => vec![Effect::Edit(path, line)],
            None => Vec::new(),
        },
        Action::CopyAddress => {
            if let Some(text) = bulk::addresses(model) {
                return vec![Effect::Copy(text, "the marked")];
            }
            let (text, words) = address(model);
            vec![Effect::Copy(text, words)]
        }
        Action::CopyPatch => patch(model).map(|p| vec![Effect::Copy(p, "the patch")]).unwrap_or_default(),
        Action::CopyCommand => {
            if let Some(text) = bulk::commands(model) {
                return vec![Effect::Copy(text, "the commands")];
            }
            let finding = model.subject_finding();
            let command = finding.zip(model.snapshot.as_deref()).and_then(|(f, s)| remedy_command(s, f));
            command.map(|c| vec![Effect::Copy(c, "the command")]).unwrap_or_default()
        }
        Action::CopyPlace => vec![Effect::Copy(model.level().place.to_string(), "the place")],
        Action::GoMatrix => navigate::go(model, Root::Matrix),
        Action::GoOverview => navigate::go(model, Root::Overview),
        Action::GoObjectives => navigate::go(model, Root::Objectives),
        Action::GoFindings => navigate::go(model, Root::Findings),
        Action::GoResources => navigate::go(model, Root::Resources),
        Action::GoCauses => navigate::go(model, Root::Causes),
        Action::GoSources => navigate::go(model, Root::Sources),
        Action::GoWaivers => navigate::go(model, Root::Waivers),
        Action::GoDrift => navigate::go(model, Root::Drift),
        Action::GoAttestations => navigate::go(model, Root::Attestations),
        Action::Palette => {
            model.mode = Mode::Palette(palette(model));
            Vec::new()
        }
        Action::Help => {
            model.mode = Mode::Help { offset: 0 };
            Vec::new()
        }
        Action::Theme => {
            theme::show(model);
            Vec::new()
        }
        Action::Cancel => {
            model.stopped = true;
            vec![Effect::Cancel]
        }
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Quit => vec![Effect::Quit],
    }
}

fn palette(model: &Model) -> Palette {
    let names: Vec<String> = model.themes.iter().map(|t| t.name.clone()).collect();
    Palette::new(&names, &model.bookmarks, model.snapshot.as_deref(), |a| model.keymap.all(a))
}

/// Folds or unfolds: a family at its heading or at a safeguard that stands alone, else the specifications of a standard.
fn fold(model: &mut Model) -> Vec<Effect> {
    let cursor = model.level().cursor;
    let (what, head) = match model.matrix.rows.get(cursor) {
        Some(row @ MatrixRow::Family(family)) => (Fold::Family(*family), *row),
        Some(MatrixRow::Safeguard(id)) => match standard_of(*id) {
            Some(standard) => (Fold::Standard(standard), MatrixRow::Safeguard(standard)),
            None => (Fold::Family(id.get().family), MatrixRow::Family(id.get().family)),
        },
        None => return Vec::new(),
    };
    if let Some(at) = model.folded.iter().position(|f| *f == what) {
        model.folded.remove(at);
    } else {
        model.folded.push(what);
    }
    navigate::lay_matrix(model);
    let head = model.matrix.rows.iter().position(|r| *r == head);
    model.level_mut().cursor = head.unwrap_or(0);
    Vec::new()
}

/// Keeps the place, or lets it go.
fn bookmark(model: &mut Model) -> Vec<Effect> {
    let place = model.level().place.clone();
    let text = if let Some(at) = model.bookmarks.iter().position(|b| *b == place) {
        model.bookmarks.remove(at);
        format!("let go of {place}")
    } else {
        let key = model.keymap.first(Action::Bookmarks);
        let text = format!("kept {place}; {key} lists what is kept");
        model.bookmarks.push(place);
        text
    };
    model.message = Some((Tone::Info, text));
    vec![Effect::Keep(model.bookmarks.clone())]
}

/// Moves the line between the list and the preview.
fn split(model: &mut Model, by: i16) -> Vec<Effect> {
    let at = model.split_at();
    model.split[at] = model.split[at].saturating_add_signed(by).clamp(SPLIT.0, SPLIT.1);
    Vec::new()
}

/// The least and most percent of the width that a list has beside a preview.
pub(super) const SPLIT: (u16, u16) = (25, 80);

/// The change of the code as a patch.
pub(super) fn patch(model: &Model) -> Option<String> {
    let (finding, snapshot) = model.subject_finding().zip(model.snapshot.as_deref())?;
    let plan = crate::remedy::plan(&snapshot.posture, crate::posture::FindingId(finding))?;
    Some(plan.diff?.unified())
}

/// The web page of what is selected: a live resource in its cloud's console, else the regulation's text.
pub(super) fn web(model: &Model) -> Option<String> {
    let of_place = |place: &Place| match place.root {
        Root::Safeguard(id) => Some(regulation(id.get().citation)),
        _ => None,
    };
    if let (Some(id), Some(snapshot)) = (model.subject_resource(), model.snapshot.as_deref())
        && let Some(url) = snapshot.posture.estate.get(id).and_then(console)
    {
        return Some(url);
    }
    model.selected().as_ref().and_then(of_place).or_else(|| of_place(&model.level().place))
}

/// The regulation's section on the web.
fn regulation(citation: &str) -> String {
    let section = citation.split('(').next().unwrap_or(citation);
    format!("https://www.ecfr.gov/current/title-45/section-{section}")
}

/// The page of a live resource in its cloud's console, where there is one for any resource.
fn console(resource: &crate::resource::Resource) -> Option<String> {
    if resource.scope.side != crate::resource::Side::Live {
        return None;
    }
    let id = &*resource.address;
    match resource.scope.provider {
        crate::native::Provider::Aws if id.starts_with("arn:aws:") => {
            Some(format!("https://console.aws.amazon.com/go/view?arn={}", percent(id)))
        }
        crate::native::Provider::Azure if id.starts_with("/subscriptions/") => {
            Some(format!("https://portal.azure.com/#@/resource{}", percent(id)))
        }
        crate::native::Provider::Gcp => google(resource),
        _ => None,
    }
}

/// The page of a resource of Google Cloud: its own where its full name tells it, else its project's list of assets.
fn google(resource: &crate::resource::Resource) -> Option<String> {
    const CONSOLE: &str = "https://console.cloud.google.com";
    let id = resource.address.strip_prefix("//")?;
    let (service, path) = id.split_once('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    let project = match parts.as_slice() {
        ["projects", project, ..] => project,
        _ => &*resource.scope.account,
    };
    let page = match (service, parts.as_slice()) {
        ("storage.googleapis.com", [bucket]) => format!("storage/browser/{}", percent(bucket)),
        ("compute.googleapis.com", [.., "zones", zone, "instances", name]) => {
            format!("compute/instancesDetail/zones/{}/instances/{}", percent(zone), percent(name))
        }
        ("cloudsql.googleapis.com", [.., "instances", name]) => {
            format!("sql/instances/{}/overview", percent(name))
        }
        _ if project.is_empty() => return None,
        _ => "iam-admin/asset-inventory/resources".to_owned(),
    };
    let of = if project.is_empty() { String::new() } else { format!("?project={}", percent(project)) };
    Some(format!("{CONSOLE}/{page}{of}"))
}

/// An id within an address of the web: whatever is not plain is written as `%XX`.
fn percent(id: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/' | b':') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The file and line acted on.
pub(super) fn location(model: &Model) -> Option<(String, u32)> {
    let snapshot = model.snapshot.as_deref()?;
    let posture = &*snapshot.posture;
    let level = model.level();
    let row = model.row(level, level.cursor);
    let span: Option<Span> = match (&level.body, row) {
        (Body::Table { base: Base::Causes, .. }, Some(row)) => {
            posture.causes.get(row as usize).and_then(|c| c.place)
        }
        (Body::Table { base: Base::Waivers, .. }, Some(row)) => posture.waivers.get(row as usize).map(|w| {
            let WaiverOrigin::Comment { span, .. } = &w.origin;
            *span
        }),
        (Body::Table { base: Base::Drift, .. }, Some(row)) => snapshot.drift_item(row).and_then(|item| {
            let declared = posture.estate.get(item.declared?)?;
            let setting = item.setting.as_ref().and_then(|s| declared.get(s.key));
            setting.and_then(crate::resource::Setting::span).or(declared.span)
        }),
        (Body::Document(doc), _) => doc.selected(level.cursor).and_then(|b| b.span),
        _ => None,
    };
    let of_finding = || snapshot.finding(model.subject_finding()?).and_then(|f| posture.place(f));
    let of_resource = || posture.estate.get(model.subject_resource()?)?.span;
    let span = span.or_else(of_finding).or_else(of_resource)?;
    Some((posture.files.path(span.file).to_owned(), span.line))
}

/// What "copy" copies here.
fn address(model: &Model) -> (String, &'static str) {
    let subject = model.subject();
    if let Some(name) = &subject.resource {
        return (name.address.to_string(), "the address");
    }
    let place = model.selected().unwrap_or(subject);
    match (place.page(), place.root, place.objective) {
        (Page::Safeguard, Root::Safeguard(id), _) => (id.get().citation.to_owned(), "the citation"),
        (Page::Objective, _, Some(objective)) => (objective.get().id.to_owned(), "the objective"),
        _ => (place.to_string(), "the place"),
    }
}
