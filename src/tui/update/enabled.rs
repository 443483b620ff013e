//! Whether an action can run here, and if not, why: one line, always.

use crate::tui::action::Action;
use crate::tui::document::remedy_command;
use crate::tui::model::{Body, Dimension, Model, Phase};
use crate::tui::place::Page;

/// Whether the action can run, or why not.
pub(crate) fn enabled(model: &Model, action: Action) -> Result<(), String> {
    let level = model.level();
    let page = level.place.page();
    let known = || match model.snapshot {
        Some(_) => Ok(()),
        None => Err("nothing is known yet: the scan is still reading".to_owned()),
    };
    match action {
        Action::Open => match (&level.body, model.selected()) {
            (_, Some(_)) => Ok(()),
            (Body::Matrix, None) if model.count(level) > 0 => Ok(()),
            _ => Err("nothing here can be opened".to_owned()),
        },
        Action::Back if level.place.filter.is_empty() && level.marks.is_empty() && model.levels.len() < 2 => {
            Err("this is the first page; q leaves".to_owned())
        }
        Action::Forward if model.ahead.is_empty() => Err("there is nothing to go forward to".to_owned()),
        Action::Left | Action::Right | Action::Dimension | Action::Fold if page != Page::Matrix => {
            Err("only the matrix has scope columns and families; 1 goes there".to_owned())
        }
        Action::Left | Action::Right if model.matrix.columns.is_empty() => {
            Err(format!("there is no {} to choose", Dimension::words(model.dimension)))
        }
        Action::Left if level.column == 0 => {
            Err("the whole row is selected; no column is before it".to_owned())
        }
        Action::Right if level.column >= model.matrix.columns.len() => {
            Err("this is the last column".to_owned())
        }
        Action::Filter | Action::Faults if !level.filters() => {
            Err("this page is one thing; lists can be filtered".to_owned())
        }
        Action::Sort | Action::Reverse => match level.base() {
            None => Err("this page has an order of its own; lists can be sorted".to_owned()),
            Some(_) => known(),
        },
        Action::Mark if page == Page::Matrix => Ok(()),
        Action::Mark | Action::MarkRange | Action::MarkAll => match level.base() {
            None => Err("rows of lists can be marked".to_owned()),
            Some(_) if level.query.group.is_some() => {
                Err("groups cannot be marked; open one and mark its rows".to_owned())
            }
            Some(_) if model.count(level) == 0 => known().and(Err("there is no row to mark".to_owned())),
            Some(_) => known(),
        },
        Action::Columns => match level.base() {
            None => Err("lists have columns to choose".to_owned()),
            Some(_) if level.query.group.is_some() => {
                Err("groups have columns of their own; b n shows every row".to_owned())
            }
            Some(_) => Ok(()),
        },
        Action::Group => match level.base() {
            Some(base) if crate::tui::model::GroupBy::ALL.iter().any(|g| g.groups(base)) => Ok(()),
            _ => Err("findings and resources can be put together; 4 and 5 list them".to_owned()),
        },
        Action::CopyPatch => match super::act::patch(model) {
            Some(_) => Ok(()),
            None if model.subject_finding().is_none() => {
                known().and(Err("select a finding first".to_owned()))
            }
            None => Err("no change of the code can be made by rule for this".to_owned()),
        },
        Action::Browse => match super::act::web(model) {
            Some(_) => Ok(()),
            None => Err("no web page is known for this; safeguards and live resources have one".to_owned()),
        },
        Action::Bookmarks if model.bookmarks.is_empty() => {
            Err(format!("nothing is kept yet; {} keeps a place", model.keymap.first(Action::Bookmark)))
        }
        Action::Rescan | Action::Watch if model.watching.is_none() => {
            Err("this estate does not change: there is nothing to read again".to_owned())
        }
        Action::Narrower | Action::Wider if model.preview.is_none() => {
            Err(format!("nothing stands beside the list; screens of {} columns have room", super::WIDE))
        }
        Action::NextFailure | Action::PreviousFailure | Action::Export => known(),
        Action::Resource => match model.subject_resource() {
            Some(_) => Ok(()),
            None => known().and(Err("select a finding or a resource first".to_owned())),
        },
        Action::Remedy => match model.subject_finding() {
            Some(_) => Ok(()),
            None => known().and(Err("select a finding first".to_owned())),
        },
        Action::CopyCommand if !level.marks.is_empty() => match super::bulk::commands(model) {
            Some(_) => Ok(()),
            None => Err("no command is known for what is marked".to_owned()),
        },
        Action::CopyCommand => {
            let finding = model.subject_finding();
            let Some((id, snapshot)) = finding.zip(model.snapshot.as_deref()) else {
                return known().and(Err("select a finding first".to_owned()));
            };
            match remedy_command(snapshot, id) {
                Some(_) => Ok(()),
                None => Err("no command is known for this; the remedy is a change of the code".to_owned()),
            }
        }
        Action::Edit => match super::act::location(model) {
            Some(_) => Ok(()),
            None => known().and(Err("nothing selected stands in a file".to_owned())),
        },
        Action::Cancel => match model.phase {
            Phase::Reading { .. } if model.can_cancel => Ok(()),
            Phase::Reading { .. } => Err("this cannot be stopped; it is over soon".to_owned()),
            _ => Err("nothing is running".to_owned()),
        },
        _ => Ok(()),
    }
}
