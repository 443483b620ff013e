//! Queries of Config: which lines an expression picks.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{Cloud, Recorder};
use super::{Answer, ok, paged};

/// The values of a condition of a query: `accountId = 'x'` or `awsRegion IN ('a', 'b')`.
fn condition(expression: &str, column: &str) -> Option<BTreeSet<String>> {
    let one = format!(" {column} = '");
    if let Some((_, rest)) = expression.split_once(&one) {
        return Some(rest.split('\'').next().map(str::to_owned).into_iter().collect());
    }
    let many = format!(" {column} IN (");
    let (_, rest) = expression.split_once(&many)?;
    let list = rest.split(')').next()?;
    Some(list.split(',').map(|v| v.trim().trim_matches('\'').to_owned()).collect())
}

impl Cloud {
    /// The lines of the recorders' own items: one for each account and region that anything stands in.
    fn recorders(&self) -> Vec<(&str, &str, String)> {
        let places: BTreeSet<(&str, &str)> =
            self.items.iter().filter(|i| i.region != "global").map(|i| (&*i.account, &*i.region)).collect();
        places
            .into_iter()
            .filter(|(_, region)| self.estate.recorders_off.get(*region) != Some(&Recorder::Absent))
            .map(|(account, region)| {
                let stopped = self.estate.recorders_off.contains_key(region);
                let group = if self.estate.unrecorded.is_empty() {
                    json!({"AllSupported": true, "IncludeGlobalResourceTypes": true})
                } else {
                    json!({
                        "RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
                        "ExclusionByResourceTypes": {"ResourceTypes": self.estate.unrecorded},
                    })
                };
                let line = json!({
                    "accountId": account, "awsRegion": region,
                    "configuration": {"Name": "default", "Recording": !stopped, "RecordingGroup": group},
                });
                (account, region, line.to_string())
            })
            .collect()
    }

    pub(super) fn select(&self, body: &Value, limit: usize, here: &dyn Fn(&str, &str) -> bool) -> Answer {
        let expression = body["Expression"].as_str().unwrap_or_default();
        let (accounts, regions) = (condition(expression, "accountId"), condition(expression, "awsRegion"));
        let fits = |account: &str, region: &str| {
            here(account, region)
                && accounts.as_ref().is_none_or(|a| a.contains(account))
                && regions.as_ref().is_none_or(|r| r.contains(region))
        };
        let kind = condition(expression, "resourceType").and_then(|kinds| kinds.into_iter().next());
        let counted;
        let recorders;
        let lines: Vec<&str> = if let Some((_, column)) = expression.split_once("GROUP BY ") {
            let mut counts = std::collections::BTreeMap::<&str, usize>::new();
            for item in self.items.iter().filter(|i| fits(&i.account, &i.region)) {
                *counts.entry(if column == "accountId" { &item.account } else { &item.kind }).or_default() +=
                    1;
            }
            counted = counts
                .into_iter()
                .map(|(value, count)| json!({column: value, "COUNT(*)": count}).to_string())
                .collect::<Vec<_>>();
            counted.iter().map(String::as_str).collect()
        } else {
            match kind.as_deref() {
                Some("AWS::Config::ResourceCompliance") => {
                    let fitting = self.compliance.iter().filter(|(account, region, _)| fits(account, region));
                    fitting.map(|(_, _, line)| line.as_str()).collect()
                }
                Some("AWS::Config::ConfigurationRecorder") => {
                    recorders = self.recorders();
                    let fitting = recorders.iter().filter(|(account, region, _)| fits(account, region));
                    fitting.map(|(_, _, line)| line.as_str()).collect()
                }
                Some("AWS::Config::ConformancePackCompliance") => {
                    counted = self.pack_lines();
                    counted.iter().map(String::as_str).collect()
                }
                _ => {
                    let whole = expression.contains("supplementaryConfiguration");
                    let fitting = self.items.iter().filter(|i| fits(&i.account, &i.region));
                    fitting.map(|i| if whole { i.line.as_str() } else { i.short.as_str() }).collect()
                }
            }
        };
        let (from, to, next) = paged(&lines, &body["NextToken"], limit, self.estate.empty_pages)?;
        Ok(ok(&json!({"Results": &lines[from..to], "QueryInfo": {"SelectFields": []}, "NextToken": next})))
    }

    fn pack_lines(&self) -> Vec<String> {
        let places: BTreeSet<(&String, &String)> =
            self.rules.keys().map(|(account, region, _)| (account, region)).collect();
        let mut lines = Vec::new();
        for (name, rules) in &self.estate.packs {
            for (account, region) in &places {
                let failing = rules.iter().any(|rule| {
                    let key = ((*account).clone(), (*region).clone(), rule.clone());
                    self.rules.get(&key).is_some_and(|state| self.overall(&state.verdicts) == "NON_COMPLIANT")
                });
                let word = if failing { "NON_COMPLIANT" } else { "COMPLIANT" };
                lines.push(
                    json!({
                        "accountId": account, "awsRegion": region, "resourceId": format!("conformance-pack-{name}"),
                        "resourceName": name, "configuration": {"complianceType": word},
                    })
                    .to_string(),
                );
            }
        }
        lines
    }
}
