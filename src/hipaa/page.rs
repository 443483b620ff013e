//! Pages of the catalog as plain data: what `steth explain` prints and the terminal UI shows.

use std::fmt;

use super::citation::canonical;
use super::horizon::HORIZON_NOTICE;
use super::native::{NativeRule, Pack, native_rule};
use super::objective::{Edge, Objective, objective};
use super::safeguard::{Designation, Kind, Safeguard, SafeguardId, resolve};

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text; a paragraph of any length, to be wrapped by whoever shows it.
    pub text: String,
    /// What the line leads to: a citation or an objective id that [`explain`] understands.
    pub target: Option<&'static str>,
}

impl Line {
    /// A line that leads nowhere.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), target: None }
    }

    /// A line that leads to another page.
    pub fn link(text: impl Into<String>, target: &'static str) -> Self {
        Self { text: text.into(), target: Some(target) }
    }
}

/// A heading with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: &'static str,
    /// What stands under it; never empty.
    pub lines: Vec<Line>,
}

/// A page: a title and sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What the page is about.
    pub title: String,
    /// The sections in reading order.
    pub sections: Vec<Section>,
}

impl Page {
    /// A page without sections.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), sections: Vec::new() }
    }

    /// Adds a section, unless it has no lines.
    pub fn push(&mut self, heading: &'static str, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.sections.push(Section { heading, lines });
        }
    }

    /// Adds a section of one paragraph.
    fn paragraph(&mut self, heading: &'static str, text: impl Into<String>) {
        self.push(heading, vec![Line::text(text)]);
    }
}

/// The page as plain text, unwrapped: the title, then each heading with its lines indented.
impl fmt::Display for Page {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.title)?;
        for section in &self.sections {
            writeln!(out, "\n{}", section.heading)?;
            for line in &section.lines {
                writeln!(out, "  {}", line.text)?;
            }
        }
        Ok(())
    }
}

/// The page of a citation, of an objective id, of a general rule or of a rule of a native pack. `None` if nothing
/// in the catalog has that name.
pub fn explain(wanted: &str) -> Option<Page> {
    let name = wanted.trim();
    if let Some(entry) = objective(&name.to_ascii_lowercase()) {
        return Some(objective_page(entry));
    }
    if let Ok(ids) = resolve(name) {
        return Some(match ids.as_slice() {
            [one] => safeguard_page(one.get()),
            many => container_page(name, many),
        });
    }
    if let Some(page) = general_page(name) {
        return Some(page);
    }
    let rule = Pack::ALL.into_iter().find_map(|pack| native_rule(pack, name))?;
    Some(native_rule_page(rule))
}

/// The page of a general rule (§ 164.306): its text with that of the paragraphs below it. The
/// general rules are no safeguards; they say how the safeguards are to be read.
fn general_page(name: &str) -> Option<Page> {
    let wanted = canonical(name)?;
    let rules = include_str!("data/general.tsv").lines().filter_map(|line| line.split_once('\t'));
    let below = |citation: &str| {
        citation.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
    };
    let lines: Vec<Line> = rules
        .filter(|(citation, _)| below(citation))
        .map(|(citation, text)| Line::text(format!("{citation} {text}")))
        .collect();
    let mut page = Page::new(format!("{wanted} General rules"));
    page.push("Text of the regulation", lines);
    (!page.sections.is_empty()).then_some(page)
}

/// The page of one safeguard.
pub fn safeguard_page(entry: &Safeguard) -> Page {
    let mut page = Page::new(format!("{} {}", entry.citation, entry.title));
    let mut nature = format!("{}, {}", capital(entry.family.word()), kind(entry));
    if entry.title_is_editorial {
        nature.push_str("; the regulation gives it no title, this one is ours");
    }
    nature.push('.');
    let mut about = vec![Line::text(nature)];
    if let Some(parent) = entry.parent {
        about.push(reference("Part of the standard", parent));
    }
    if !entry.aliases.is_empty() {
        about.push(Line::text(format!("Also cited as {}.", entry.aliases.join(", "))));
    }
    page.push("About", about);
    page.paragraph("Text of the regulation", entry.text);
    if entry.designation == Designation::Addressable {
        page.paragraph(
            "Addressable",
            "Addressable is not optional: assess whether it is reasonable and appropriate here, then \
             implement it, or write down why not and implement an equivalent measure if one is \
             reasonable and appropriate (§ 164.306(d)(3)).",
        );
    }
    let specifications = entry.specifications();
    page.push("Implementation specifications", specifications.map(|below| member(below.id)).collect());
    let mut shown = vec![Line::text(entry.evidence().meaning())];
    if let Some(attested) = entry.attested {
        shown.push(Line::text(format!("People attest that {attested}")));
    }
    page.push("How it is shown to be met", shown);
    let (deciding, context): (Vec<&Edge>, Vec<&Edge>) =
        entry.edges().iter().partition(|edge| edge.strength.decides());
    page.push("Objectives that decide", deciding.into_iter().map(toward_objective).collect());
    page.push("Objectives that inform", context.into_iter().map(toward_objective).collect());
    let crosswalk = entry.crosswalk();
    page.push(
        "References of NIST, informative",
        [("SP 800-53 Rev. 5", &crosswalk.sp80053r5), ("CSF 1.1", &crosswalk.csf11)]
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(catalog, ids)| Line::text(format!("{catalog}: {}", ids.join(", "))))
            .collect(),
    );
    page.push("On the horizon", horizon_lines(entry));
    page
}

/// The page of one objective. Checks stand elsewhere: whoever shows the page adds them.
pub fn objective_page(entry: &Objective) -> Page {
    let mut page = Page::new(format!("{}: {}", entry.id, entry.title));
    page.paragraph("Objective", entry.statement);
    page.paragraph("Theme", entry.theme.title());
    let (deciding, context): (Vec<&Edge>, Vec<&Edge>) =
        entry.edges.iter().partition(|edge| edge.strength.decides());
    page.push("Safeguards it decides", deciding.into_iter().map(toward_safeguard).collect());
    page.push("Safeguards it informs", context.into_iter().map(toward_safeguard).collect());
    let rules = Pack::ALL.into_iter().filter_map(|pack| {
        let of_pack = entry.native_rules().filter(|rule| rule.pack == pack);
        let names: Vec<&str> = of_pack.map(|rule| rule.name).collect();
        let line = format!("{}: {}", pack.title(), names.join("; "));
        (!names.is_empty()).then(|| Line::text(line))
    });
    page.push("Native rules that land here", rules.collect());
    page
}

/// The page of one rule of a native pack.
pub fn native_rule_page(rule: &NativeRule) -> Page {
    let mut page = Page::new(format!("{}: {}", rule.pack.title(), rule.name));
    if rule.id != rule.name {
        page.paragraph("Id", rule.id);
    }
    match rule.objective {
        Some(id) => {
            let entry = id.get();
            page.push("Lands on", vec![Line::link(format!("{}: {}", entry.id, entry.title), entry.id)]);
        }
        None => page.paragraph("Lands on", "No objective: this rule asks people and evaluates no resource."),
    }
    let parameters = rule.parameters.iter().map(|(name, value)| match *value {
        "" => Line::text(format!("{name}: no default")),
        value => Line::text(format!("{name}: {value}")),
    });
    page.push("Parameters", parameters.collect());
    let heading = if rule.citations.is_empty() {
        "Safeguards, by our own association through the objective"
    } else {
        "Safeguards, as the source cites them"
    };
    page.push(heading, rule.safeguards().into_iter().map(member).collect());
    page
}

/// The page of a container such as `164.308(a)(1)(ii)` or of a family: its members.
fn container_page(name: &str, members: &[SafeguardId]) -> Page {
    let mut page = Page::new(format!("{name}: {} safeguards", members.len()));
    page.push("Safeguards", members.iter().copied().map(member).collect());
    page
}

/// One safeguard in a list.
fn member(id: SafeguardId) -> Line {
    let entry = id.get();
    let designation = entry.designation.word();
    Line::link(format!("{} {} ({designation})", entry.citation, entry.title), entry.citation)
}

/// A sentence that leads to a safeguard.
fn reference(lead: &str, id: SafeguardId) -> Line {
    let entry = id.get();
    Line::link(format!("{lead} {} {}.", entry.citation, entry.title), entry.citation)
}

/// An edge as seen from its safeguard.
fn toward_objective(edge: &Edge) -> Line {
    let entry = edge.objective.get();
    Line::link(format!("{} ({}): {}", entry.id, edge.strength.word(), edge.reason), entry.id)
}

/// An edge as seen from its objective.
fn toward_safeguard(edge: &Edge) -> Line {
    let entry = edge.safeguard.get();
    let strength = edge.strength.word();
    Line::link(format!("{} {} ({strength}): {}", entry.citation, entry.title, edge.reason), entry.citation)
}

/// The proposals that touch a safeguard, under the notice that they are not law.
fn horizon_lines(entry: &Safeguard) -> Vec<Line> {
    let items = entry.horizon();
    if items.is_empty() {
        return Vec::new();
    }
    let told = items.into_iter().map(|item| {
        let time = item.cadence.map(|cadence| format!(" Time: {cadence}.")).unwrap_or_default();
        let proposed = match item.proposed {
            [] => String::new(),
            citations => format!(" Proposed as {}.", citations.join(", ")),
        };
        Line::text(format!("{}: {}{time}{proposed}", item.topic, item.summary))
    });
    std::iter::once(Line::text(HORIZON_NOTICE)).chain(told).collect()
}

/// What an entry is, in words.
fn kind(entry: &Safeguard) -> String {
    match entry.kind() {
        Kind::Standard => "standard".to_owned(),
        Kind::ImplementationSpecification => {
            format!("implementation specification, {}", entry.designation.word())
        }
    }
}

/// The word with its first letter in upper case.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::hipaa::objective::objectives;
    use crate::hipaa::safeguard::safeguards;

    fn headings(page: &Page) -> Vec<&'static str> {
        page.sections.iter().map(|section| section.heading).collect()
    }

    #[test]
    fn a_citation_in_any_form_opens_its_page() {
        let page = explain("164_312_a_2_iv").unwrap();
        assert_eq!(page.title, "164.312(a)(2)(iv) Encryption and decryption");
        assert_eq!(
            headings(&page),
            [
                "About",
                "Text of the regulation",
                "Addressable",
                "How it is shown to be met",
                "Objectives that decide",
                "Objectives that inform",
                "References of NIST, informative",
                "On the horizon",
            ]
        );
        let text = page.to_string();
        assert!(text.contains("Technical, implementation specification, addressable."));
        assert!(text.contains("encryption-at-rest (satisfies)"));
        assert!(text.contains("Proposed, not law"));
        assert!(!text.contains("People attest"));
    }

    #[test]
    fn a_safeguard_for_people_says_what_they_attest() {
        let text = explain("164.308(a)(2)").unwrap().to_string();
        assert!(text.contains("No check of configuration can decide this safeguard"));
        assert!(text.contains("People attest that one security official is named"));
        assert!(!text.contains("Objectives that decide"));
    }

    #[test]
    fn an_objective_leads_to_its_safeguards_and_native_rules() {
        let page = explain("Encryption-At-Rest").unwrap();
        assert_eq!(page.title, "encryption-at-rest: Data at rest is encrypted");
        let text = page.to_string();
        assert!(text.contains("164.312(a)(2)(iv) Encryption and decryption (satisfies)"));
        assert!(text.contains("AWS Config: "));
        assert!(text.contains("encrypted-volumes"));
    }

    #[test]
    fn a_native_rule_leads_to_its_objective() {
        let page = explain("restricted-common-ports").unwrap();
        assert_eq!(page.title, "AWS Config: restricted-common-ports");
        assert!(page.to_string().contains("blockedPort3: 3389"));
        let page = explain("17k78e20-9358-41c9-923c-fb736d382a12").unwrap();
        assert!(headings(&page).contains(&"Safeguards, by our own association through the objective"));
        let page = explain("annual-risk-assessment-performed").unwrap();
        assert!(page.to_string().contains("asks people"));
    }

    #[test]
    fn a_container_lists_its_members() {
        let page = explain("164.308(a)(1)(ii)").unwrap();
        assert_eq!(page.sections[0].lines.len(), 4);
        assert_eq!(page.sections[0].lines[0].target, Some("164.308(a)(1)(ii)(A)"));
    }

    #[test]
    fn general_rules_are_told_with_what_stands_below_them() {
        let page = explain("45 CFR 164.306(d)(3)").unwrap();
        assert_eq!(page.title, "164.306(d)(3) General rules");
        assert_eq!(page.sections[0].lines.len(), 7);
        assert!(page.sections[0].lines[0].text.contains("addressable"));
        assert_eq!(explain("164.306").unwrap().sections[0].lines.len(), 23);
        assert_eq!(explain("164.306(z)"), None);
    }

    #[test]
    fn what_is_not_in_the_catalog_has_no_page() {
        assert_eq!(explain("164.999"), None);
        assert_eq!(explain(""), None);
        assert_eq!(explain("no such thing"), None);
    }

    #[test]
    fn every_link_leads_to_a_page_and_no_section_is_empty() {
        let pages = safeguards()
            .iter()
            .map(safeguard_page)
            .chain(objectives().iter().map(objective_page))
            .chain(crate::hipaa::native_rules().iter().map(native_rule_page));
        let mut targets = HashSet::new();
        for page in pages {
            assert!(!page.sections.is_empty(), "{}", page.title);
            for section in &page.sections {
                assert!(!section.lines.is_empty(), "{} {}", page.title, section.heading);
                targets.extend(section.lines.iter().filter_map(|line| line.target));
            }
        }
        assert!(targets.len() > 68, "{}", targets.len());
        for target in targets {
            assert!(explain(target).is_some(), "{target}");
        }
    }
}
