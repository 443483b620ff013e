//! A small menu over the page: what rows are put together by, and which columns are shown.

use super::Model;
use super::columns::Column;
use super::group::GroupBy;
use super::query::Query;
use super::rows::Base;

/// What a menu is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MenuKind {
    Group,
    Columns,
}

/// A menu while it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Menu {
    pub(crate) kind: MenuKind,
    pub(crate) cursor: usize,
}

/// What choosing an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Group(Option<GroupBy>),
    Column(Column),
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MenuEntry {
    /// The letter that chooses it at once; nothing where letters do other things.
    pub(crate) key: Option<char>,
    pub(crate) words: &'static str,
    pub(crate) on: bool,
    pub(crate) choice: Choice,
}

impl Menu {
    /// The heading.
    pub(crate) const fn title(&self) -> &'static str {
        match self.kind {
            MenuKind::Group => "Put together by",
            MenuKind::Columns => "Columns",
        }
    }

    /// The keys that mean something in it.
    pub(crate) const fn keys(&self) -> &'static [(&'static str, &'static str)] {
        match self.kind {
            MenuKind::Group => &[("letter", "choose"), ("up/down enter", "choose"), ("esc", "close")],
            MenuKind::Columns => &[
                ("space", "show or hide"),
                ("J/K", "move"),
                ("s", "sort by"),
                ("r", "reset"),
                ("esc", "close"),
            ],
        }
    }
}

/// The entries of a menu.
pub(crate) fn entries(model: &Model, kind: MenuKind) -> Vec<MenuEntry> {
    let level = model.level();
    let Some(base) = level.base() else { return Vec::new() };
    match kind {
        MenuKind::Group => {
            let Query { group, .. } = level.query;
            let none = MenuEntry {
                key: Some('n'),
                words: "nothing: every row for itself",
                on: group.is_none(),
                choice: Choice::Group(None),
            };
            let ours = GroupBy::ALL.iter().filter(|by| by.groups(base)).map(|by| MenuEntry {
                key: Some(by.key()),
                words: by.words(),
                on: group == Some(*by),
                choice: Choice::Group(Some(*by)),
            });
            std::iter::once(none).chain(ours).collect()
        }
        MenuKind::Columns => {
            let shown = shown(model, base);
            let hidden = base.columns().iter().filter(|c| !shown.contains(c)).copied();
            let entry = |column: Column, on| MenuEntry {
                key: None,
                words: column.id(),
                on,
                choice: Choice::Column(column),
            };
            let shown: Vec<MenuEntry> = shown.iter().map(|c| entry(*c, true)).collect();
            shown.into_iter().chain(hidden.map(|c| entry(c, false))).collect()
        }
    }
}

/// The columns of a table, as chosen or by themselves.
pub(crate) fn shown(model: &Model, base: Base) -> Vec<Column> {
    let width = usize::from(model.list_width().saturating_sub(2));
    model.columns.get(base.id()).cloned().unwrap_or_else(|| base.shown(width))
}
