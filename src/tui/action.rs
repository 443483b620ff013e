//! An action is a row: id, words, scope, default keys, and whether it can run here or why not.
//!
//! This table is the only one: keymap, footer, help, palette, README and man page read it.

/// Everything a person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Opens what is selected.
    Open,
    /// Clears the filter, else goes back one level.
    Back,
    /// Goes forward again after going back.
    Forward,
    /// Selects the next line.
    Down,
    /// Selects the line before.
    Up,
    /// One screen down.
    PageDown,
    /// One screen up.
    PageUp,
    /// The first line.
    First,
    /// The last line.
    Last,
    /// The scope column to the left.
    Left,
    /// The scope column to the right.
    Right,
    /// The next failing item, across levels.
    NextFailure,
    /// The failing item before, across levels.
    PreviousFailure,
    /// Types a filter.
    Filter,
    /// Shows faults only, or everything again.
    Faults,
    /// Sorts by the next column.
    Sort,
    /// Turns the order round.
    Reverse,
    /// Columns by another part of the scope.
    Dimension,
    /// Folds or unfolds a family of safeguards, or the specifications of a standard.
    Fold,
    /// Chooses what rows are put together by.
    Group,
    /// Chooses the columns.
    Columns,
    /// Marks a row.
    Mark,
    /// Marks all rows from the last mark to here.
    MarkRange,
    /// Marks every row, or none.
    MarkAll,
    /// Shows the resource with all its findings.
    Resource,
    /// Shows the remedy.
    Remedy,
    /// Opens the file at the line in the editor.
    Edit,
    /// Copies the address of what is selected.
    CopyAddress,
    /// Copies the command of the remedy.
    CopyCommand,
    /// Copies the change of the code as a patch.
    CopyPatch,
    /// Copies the place.
    CopyPlace,
    /// Writes the view to a file.
    Export,
    /// Opens the web page of what is selected.
    Browse,
    /// Keeps the place, or lets it go.
    Bookmark,
    /// Lists the places that are kept.
    Bookmarks,
    /// The matrix.
    GoMatrix,
    /// The overview.
    GoOverview,
    /// The objectives.
    GoObjectives,
    /// The findings.
    GoFindings,
    /// The resources.
    GoResources,
    /// The root causes.
    GoCauses,
    /// The sources.
    GoSources,
    /// The waivers.
    GoWaivers,
    /// The drift.
    GoDrift,
    /// What people must attest.
    GoAttestations,
    /// Scans anew.
    Rescan,
    /// Watches the files, or no longer.
    Watch,
    /// A narrower list beside the preview.
    Narrower,
    /// A wider one.
    Wider,
    /// Finds a place or an action by name.
    Palette,
    /// Shows every key.
    Help,
    /// Shows the themes.
    Theme,
    /// Stops what is running.
    Cancel,
    /// Draws the screen anew.
    Redraw,
    /// Suspends to the shell.
    Suspend,
    /// Leaves.
    Quit,
}

/// The group an action is shown under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Narrowing and ordering.
    Narrow,
    /// Doing something with what is selected.
    Act,
    /// Views.
    View,
    /// The program itself.
    Program,
}

impl Group {
    /// All groups in the order of the help page.
    pub const ALL: [Self; 5] = [Self::Move, Self::Narrow, Self::Act, Self::View, Self::Program];

    /// The heading shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Narrow => "Narrow and order",
            Self::Act => "Act on what is selected",
            Self::View => "Views",
            Self::Program => "Program",
        }
    }
}

/// Where an action has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every page.
    Everywhere,
    /// On the matrix.
    Matrix,
    /// On pages that are tables: they can be filtered and sorted.
    Tables,
    /// Where something with an address is selected or shown.
    Things,
    /// Where a finding is selected or shown.
    Findings,
}

impl Scope {
    /// The words of the help page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Matrix => "matrix",
            Self::Tables => "lists",
            Self::Things => "resources and findings",
            Self::Findings => "findings",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// The name used in configuration and the palette: `next-failure`.
    pub id: &'static str,
    /// What it does, as a sentence without a full stop.
    pub words: &'static str,
    /// One or two words for the footer.
    pub short: &'static str,
    /// Where it stands in the help page.
    pub group: Group,
    /// Where it has a meaning.
    pub scope: Scope,
    /// Default keys.
    pub keys: &'static [&'static str],
}

macro_rules! rows {
    ($($action:ident $id:literal $short:literal $group:ident $scope:ident [$($key:literal)*] $words:literal;)*) => {
        /// Every action, in the order of the help page.
        pub static ACTIONS: &[Row] = &[$(Row {
            action: Action::$action,
            id: $id,
            words: $words,
            short: $short,
            group: Group::$group,
            scope: Scope::$scope,
            keys: &[$($key),*],
        },)*];
    };
}

rows! {
    Open "open" "open" Move Everywhere ["enter"] "Open what is selected";
    Back "back" "back" Move Everywhere ["esc" "backspace"] "Clear the filter, else go back one level";
    Forward "forward" "forward" Move Everywhere ["ctrl-f"] "Go forward again";
    Down "down" "down" Move Everywhere ["j" "down"] "Select the next line";
    Up "up" "up" Move Everywhere ["k" "up"] "Select the line before";
    PageDown "page-down" "page" Move Everywhere ["pgdn" "ctrl-d"] "One screen down";
    PageUp "page-up" "page up" Move Everywhere ["pgup" "ctrl-u"] "One screen up";
    First "first" "first" Move Everywhere ["g g" "home"] "Go to the first line";
    Last "last" "last" Move Everywhere ["G" "end"] "Go to the last line";
    Left "left" "column" Move Matrix ["h" "left"] "Select the scope column to the left";
    Right "right" "column" Move Matrix ["l" "right"] "Select the scope column to the right";
    NextFailure "next-failure" "next fail" Move Everywhere ["n"] "Go to the next failing item, across levels";
    PreviousFailure "previous-failure" "prev fail" Move Everywhere ["N"]
        "Go to the failing item before, across levels";
    Filter "filter" "filter" Narrow Tables ["/"] "Filter as you type, with fields such as status:fail sev:>=high";
    Faults "faults" "faults" Narrow Tables ["f"] "Show failing items only, or everything again";
    Sort "sort" "sort" Narrow Tables ["s"] "Sort by the next column";
    Reverse "reverse" "reverse" Narrow Tables ["S"] "Turn the order round";
    Dimension "dimension" "columns" Narrow Matrix ["c"]
        "Columns by provider, root module, region or environment";
    Fold "fold" "fold" Narrow Matrix ["z"] "Fold or unfold a family, or the specifications of a standard";
    Group "group" "group" Narrow Tables ["b"] "Put rows together: by root cause, module, owner, check and so on";
    Columns "choose-columns" "columns" Narrow Tables ["C"] "Choose the columns, their order, and what rows are sorted by";
    Mark "mark" "mark" Act Tables ["space"] "Mark for copying and exporting many at once (matrix: fold)";
    MarkRange "mark-range" "mark to here" Act Tables ["v"] "Mark every row from the last mark to here";
    MarkAll "mark-all" "mark all" Act Tables ["a"] "Mark every row, or none";
    Resource "resource" "resource" Act Findings ["r"] "Show the resource with all its findings";
    Remedy "remedy" "fix" Act Findings ["x"] "Show how to fix it";
    Edit "edit" "edit" Act Things ["e"] "Open the file at the line in $VISUAL or $EDITOR";
    CopyAddress "copy-address" "copy" Act Things ["y"] "Copy the address";
    CopyCommand "copy-command" "copy cmd" Act Findings ["Y"] "Copy the command of the remedy";
    CopyPatch "copy-patch" "copy patch" Act Findings ["D"] "Copy the change of the code as a patch";
    CopyPlace "copy-place" "copy place" Act Everywhere ["p"] "Copy the place, to come back to it or share it";
    Export "export" "export" Act Everywhere ["w"] "Write exactly this view to a file: CSV, Markdown, JSON or text";
    Browse "browse" "web page" Act Everywhere ["O"] "Open the web page: the regulation, or the cloud's console";
    Bookmark "bookmark" "bookmark" Act Everywhere ["m"] "Keep this place as a bookmark, or let it go";
    Bookmarks "bookmarks" "bookmarks" View Everywhere ["M"] "Go to a bookmark";
    GoMatrix "matrix" "matrix" View Everywhere ["1" "g m"] "Every safeguard by scope";
    GoOverview "overview" "overview" View Everywhere ["2" "g o"] "Score, worst safeguards and root causes";
    GoObjectives "objectives" "objectives" View Everywhere ["3" "g j"] "Every control objective";
    GoFindings "findings" "findings" View Everywhere ["4" "g f"] "Every finding";
    GoResources "resources" "resources" View Everywhere ["5" "g r"] "Every resource";
    GoCauses "causes" "causes" View Everywhere ["6" "g c"] "Failing findings by the line that causes them";
    GoSources "sources" "sources" View Everywhere ["7" "g s"] "What was read, skipped and failed";
    GoWaivers "waivers" "waivers" View Everywhere ["8" "g w"] "Every exception, with its reason";
    GoDrift "drift" "drift" View Everywhere ["9" "g d"] "Where live differs from declared, weaker first";
    GoAttestations "attestations" "attest" View Everywhere ["0" "g a"] "What people must attest, and how it stands";
    Palette "palette" "go to" Program Everywhere [":" "ctrl-p"] "Find a place or an action by name";
    Help "help" "help" Program Everywhere ["?"] "Show every key";
    Theme "theme" "theme" Program Everywhere ["t"] "Choose a theme and see it at once";
    Cancel "cancel" "stop" Program Everywhere ["ctrl-x"] "Stop what is running; what was read so far is kept";
    Rescan "rescan" "rescan" Program Everywhere ["ctrl-r"] "Scan anew; the cursor stays on what it is on";
    Watch "watch" "watch" Program Everywhere ["W"] "Scan anew on every save, or no longer";
    Narrower "narrower" "narrower" Program Everywhere ["<"] "A narrower list beside the preview";
    Wider "wider" "wider" Program Everywhere [">"] "A wider list beside the preview";
    Redraw "redraw" "redraw" Program Everywhere ["ctrl-l"] "Draw the screen anew";
    Suspend "suspend" "suspend" Program Everywhere ["ctrl-z"] "Suspend to the shell";
    Quit "quit" "quit" Program Everywhere ["q" "ctrl-c"] "Leave";
}

impl Action {
    /// The action's row.
    pub fn row(self) -> &'static Row {
        let fallback = &ACTIONS[0];
        ACTIONS.iter().find(|r| r.action == self).unwrap_or(fallback)
    }
}

/// The key table as Markdown, for the README and the manual page.
pub fn markdown() -> String {
    use std::fmt::Write as _;
    let mut out = String::from("| Keys | Action | Where |\n|---|---|---|\n");
    for row in ACTIONS {
        let keys: Vec<String> = row.keys.iter().map(|k| format!("`{k}`")).collect();
        let _ = writeln!(out, "| {} | {} | {} |", keys.join(" "), row.words, row.scope.words());
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_actions_and_keys_stand_once() {
        let (mut ids, mut actions, mut keys) = (HashSet::new(), HashSet::new(), HashSet::new());
        for row in ACTIONS {
            assert!(ids.insert(row.id), "{}", row.id);
            assert!(actions.insert(row.action), "{}", row.id);
            assert!(!row.keys.is_empty(), "{} has no key", row.id);
            assert!(!row.words.ends_with('.'), "{}", row.id);
            for key in row.keys {
                assert!(keys.insert(*key), "{key} stands twice");
            }
        }
    }

    #[test]
    fn the_table_in_markdown_has_every_action() {
        let table = markdown();
        assert_eq!(table.lines().count(), ACTIONS.len() + 2);
    }
}
