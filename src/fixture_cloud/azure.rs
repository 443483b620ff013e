//! Azure Resource Manager on the loopback interface: Resource Graph, Policy Insights, resources by id.
//!
//! Shapes follow the REST references of the services and the public recordings of the Azure CLI (`policyinsights`,
//! `resource-graph`) and of `azure-rest-api-specs`; every value is ours.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::{Handler, Request, Response};
use crate::native::{LiveResource, LiveVerdict, NativeService, VerdictWord};

/// What stands in the fixture's tenant.
#[derive(Debug, Clone, Default)]
pub struct AzureEstate {
    /// Subscription ids.
    pub subscriptions: Vec<String>,
    /// Resources, their parts under `details` in their configuration.
    pub resources: Vec<LiveResource>,
    /// What Azure Policy and Defender say.
    pub verdicts: Vec<LiveVerdict>,
    /// The most rows a page has; nothing for the services' own limit.
    pub page: Option<usize>,
}

/// A row as it is sent.
struct Row {
    id: Arc<str>,
    table: &'static str,
    kind: Arc<str>,
    subscription: Arc<str>,
    json: String,
}

/// Answers as Azure Resource Manager does.
pub struct AzureHandler {
    rows: Vec<Row>,
    /// States of policies by subscription, of each in the order given.
    states: Vec<(Arc<str>, String)>,
    /// Parts of resources and their diagnostic settings, by path.
    parts: HashMap<String, Value>,
    page: Option<usize>,
    /// Rows that a query has picked, by its text and reach.
    picked: Mutex<HashMap<String, Arc<Vec<u32>>>>,
}

impl AzureEstate {
    /// A handler for a [`Server`](super::Server).
    pub fn handler(self) -> AzureHandler {
        let mut rows = Vec::new();
        let mut parts = HashMap::new();
        for id in &self.subscriptions {
            let path = format!("/subscriptions/{id}");
            let row = json!({
                "id": path, "subscriptionId": id, "name": id, "tenantId": "tenant", "state": "Enabled",
            });
            rows.push(Row {
                id: path.into(),
                table: "resourcecontainers",
                kind: "microsoft.resources/subscriptions".into(),
                subscription: id.as_str().into(),
                json: row.to_string(),
            });
        }
        for resource in &self.resources {
            if &*resource.vendor_type == "microsoft.insights/diagnosticsettings" {
                diagnostics(resource, &mut parts);
            } else if &*resource.vendor_type != "microsoft.network/virtualnetworks/subnets" {
                rows.push(resource_row(resource, &mut parts));
            }
        }
        let mut states = Vec::new();
        for verdict in &self.verdicts {
            match verdict.service {
                NativeService::AzurePolicy => {
                    states.push((verdict.account.clone(), state(verdict).to_string()));
                    rows.extend(exemption(verdict));
                }
                NativeService::Defender => rows.push(defender(verdict)),
                _ => {}
            }
        }
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows.dedup_by(|a, b| a.id == b.id && a.table == b.table);
        states.sort_by(|(a, _), (b, _)| a.cmp(b));
        AzureHandler { rows, states, parts, page: self.page, picked: Mutex::default() }
    }
}

/// The table of Resource Graph that holds a type.
fn table(kind: &str) -> &'static str {
    match kind.split('/').next().unwrap_or_default() {
        "microsoft.authorization" => "authorizationresources",
        "microsoft.security" => "securityresources",
        "microsoft.recoveryservices" | "microsoft.dataprotection" if kind.matches('/').count() > 1 => {
            "recoveryservicesresources"
        }
        _ => "resources",
    }
}

fn resource_row(resource: &LiveResource, parts: &mut HashMap<String, Value>) -> Row {
    let mut row = (*resource.configuration).clone();
    if let Value::Object(row) = &mut row {
        if let Some(Value::Object(details)) = row.remove("details") {
            for (name, properties) in details {
                parts.insert(format!("{}/{}", resource.id, name.to_lowercase()), properties);
            }
        }
        row.insert("id".into(), Value::from(&*resource.id));
        row.insert("name".into(), Value::from(&*resource.name));
        row.insert("type".into(), Value::from(&*resource.vendor_type));
        row.insert("subscriptionId".into(), Value::from(&*resource.account));
        let location = if resource.region.is_empty() { "global" } else { &resource.region };
        row.insert("location".into(), Value::from(location));
        let tags = resource.tags.iter().map(|(k, v)| (k.to_string(), Value::from(&**v)));
        row.insert("tags".into(), Value::Object(tags.collect()));
    }
    Row {
        id: resource.id.clone(),
        table: table(&resource.vendor_type),
        kind: resource.vendor_type.clone(),
        subscription: resource.account.clone(),
        json: row.to_string(),
    }
}

fn diagnostics(resource: &LiveResource, parts: &mut HashMap<String, Value>) {
    let target = resource.configuration["target"].as_str().unwrap_or_default().to_lowercase();
    let path = format!("{target}/providers/microsoft.insights/diagnosticsettings");
    let setting = json!({
        "id": &*resource.id, "name": &*resource.name,
        "type": "Microsoft.Insights/diagnosticSettings", "properties": resource.configuration["properties"],
    });
    if let Value::Array(all) = parts.entry(path).or_insert_with(|| json!([])) {
        all.push(setting);
    }
}

/// A verdict as a record of Policy Insights.
fn state(verdict: &LiveVerdict) -> Value {
    let (assignment, reference) = match verdict.rule_name.split_once('/') {
        Some((assignment, reference)) => (assignment, Some(reference)),
        None => (&*verdict.rule_name, None),
    };
    let account = &verdict.account;
    let on_account = verdict.resource == *account;
    let said = match verdict.verdict {
        _ if verdict.exemption.is_some() => "Exempt",
        VerdictWord::Pass => "Compliant",
        VerdictWord::Fail => "NonCompliant",
        VerdictWord::Unknown | VerdictWord::NotApplicable => "Unknown",
    };
    json!({
        "timestamp": verdict.evaluated.map(|t| t.to_string()),
        "resourceId": if on_account { format!("/subscriptions/{account}") } else { verdict.resource.to_string() },
        "policyAssignmentId": assignment_id(account, assignment),
        "policyAssignmentName": assignment,
        "policyDefinitionId": format!("/providers/microsoft.authorization/policydefinitions/{}", verdict.rule),
        "policyDefinitionAction": "audit",
        "policyDefinitionReferenceId": reference,
        "policyDefinitionGroupNames": if verdict.verdict == VerdictWord::Unknown || verdict.remark.is_empty() {
            Value::Null
        } else {
            json!([&*verdict.remark])
        },
        "subscriptionId": &**account,
        "resourceType": if on_account { "Microsoft.Resources/subscriptions" } else { &*verdict.vendor_type },
        "resourceLocation": &*verdict.region,
        "complianceState": said,
    })
}

fn assignment_id(account: &str, name: &str) -> String {
    format!("/subscriptions/{account}/providers/microsoft.authorization/policyassignments/{name}")
}

/// The exemption a verdict stands under, as a row.
fn exemption(verdict: &LiveVerdict) -> Option<Row> {
    let said = verdict.exemption.as_ref()?;
    let (assignment, reference) = verdict.rule_name.split_once('/').unwrap_or((&verdict.rule_name, ""));
    let scope = if verdict.resource == verdict.account {
        format!("/subscriptions/{}", verdict.account)
    } else {
        verdict.resource.to_string()
    };
    let id = format!("{scope}/providers/microsoft.authorization/policyexemptions/{}", said.name);
    let references: Vec<_> = Some(reference).filter(|r| !r.is_empty()).into_iter().collect();
    let row = json!({
        "id": id, "name": &*said.name,
        "properties": {
            "policyAssignmentId": assignment_id(&verdict.account, assignment),
            "policyDefinitionReferenceIds": references,
            "exemptionCategory": "Waiver",
            "description": said.reason.strip_prefix("Waiver: ").unwrap_or(&said.reason),
            "expiresOn": said.expires.map(|t| t.to_string()),
        },
    });
    Some(Row {
        id: id.into(),
        table: "policyresources",
        kind: "microsoft.authorization/policyexemptions".into(),
        subscription: verdict.account.clone(),
        json: row.to_string(),
    })
}

/// A verdict of Defender: an assessment, or a line of a regulatory standard where the rule has three parts.
fn defender(verdict: &LiveVerdict) -> Row {
    let parts: Vec<_> = verdict.rule.split('/').collect();
    let on_account = verdict.resource == verdict.account;
    let subscription = format!("/subscriptions/{}", verdict.account);
    let (id, kind, properties) = if let [standard, control, name] = parts[..] {
        let state = match verdict.verdict {
            VerdictWord::Pass => "Passed",
            VerdictWord::Fail => "Failed",
            VerdictWord::Unknown => "Skipped",
            VerdictWord::NotApplicable => "Unsupported",
        };
        let kind = "microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols/regulatorycomplianceassessments";
        let id = format!(
            "{subscription}/providers/microsoft.security/regulatorycompliancestandards/{standard}/regulatorycompliancecontrols/{control}/regulatorycomplianceassessments/{name}"
        );
        let failed = u8::from(state == "Failed");
        let properties = json!({
            "description": &*verdict.rule_name, "state": state,
            "passedResources": 1 - failed, "failedResources": failed,
        });
        (id, kind, properties)
    } else {
        let on = if on_account { subscription } else { verdict.resource.to_string() };
        let code = match verdict.verdict {
            VerdictWord::Pass => "Healthy",
            VerdictWord::Fail => "Unhealthy",
            VerdictWord::Unknown | VerdictWord::NotApplicable => "NotApplicable",
        };
        let properties = json!({
            "displayName": &*verdict.rule_name,
            "resourceDetails": {"Source": "Azure", "Id": on},
            "status": {"code": code, "statusChangeDate": verdict.evaluated.map(|t| t.to_string())},
        });
        let id = format!("{on}/providers/microsoft.security/assessments/{}", verdict.rule);
        (id, "microsoft.security/assessments", properties)
    };
    let name = parts.last().copied().unwrap_or_default();
    let row = json!({"id": id, "name": name, "properties": properties});
    Row {
        id: id.into(),
        table: "securityresources",
        kind: kind.into(),
        subscription: verdict.account.clone(),
        json: row.to_string(),
    }
}

/// The error contract of Azure Resource Manager.
pub fn azure_error(status: u16, code: &str, message: &str) -> Response {
    Response::json(status, &json!({"error": {"code": code, "message": message}}))
}

/// The texts in quotes that follow a word of a query.
fn quoted(query: &str, after: &str) -> Option<Vec<String>> {
    let (_, rest) = query.split_once(after)?;
    let end = if rest.trim_start().starts_with('(') { ')' } else { '|' };
    let list = rest.split(end).next()?;
    Some(list.split('\'').skip(1).step_by(2).map(str::to_lowercase).collect())
}

impl AzureHandler {
    /// The rows a query picks: its table, its condition on the type, and the subscriptions it reaches.
    fn pick(&self, query: &str, subscriptions: Option<&[Value]>) -> Arc<Vec<u32>> {
        let key = format!("{query}\n{subscriptions:?}");
        let mut picked = self.picked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = picked.get(&key) {
            return rows.clone();
        }
        let table = query.split_whitespace().next().unwrap_or_default();
        let is = quoted(query, "type =~").or_else(|| quoted(query, "type in~"));
        let is_not = quoted(query, "type !in~").unwrap_or_default();
        let fits = |row: &Row| {
            row.table == table
                && is.as_ref().is_none_or(|kinds| kinds.iter().any(|k| **k == *row.kind))
                && !is_not.iter().any(|k| **k == *row.kind)
                && subscriptions.is_none_or(|all| all.iter().any(|s| s.as_str() == Some(&row.subscription)))
        };
        let all = (0u32..).zip(&self.rows).filter(|(_, row)| fits(row)).map(|(i, _)| i);
        let rows = Arc::new(all.collect::<Vec<_>>());
        picked.insert(key, rows.clone());
        rows
    }

    fn graph(&self, request: &Request) -> Response {
        let body = request.json();
        let Some(query) = body["query"].as_str() else {
            return azure_error(400, "BadRequest", "Please provide below info when asking for support");
        };
        let rows = self.pick(query, body["subscriptions"].as_array().map(Vec::as_slice));
        let top = body["options"]["$top"].as_u64().map_or(100, |n| usize::try_from(n).unwrap_or(100));
        let top = top.min(self.page.unwrap_or(usize::MAX)).clamp(1, 1000);
        let from = match body["options"]["$skipToken"].as_str() {
            None => 0,
            Some(token) => match token.strip_prefix("skip-").and_then(|n| n.parse::<usize>().ok()) {
                Some(from) => from,
                None => return azure_error(400, "InvalidSkipToken", "The skip token is not valid"),
            },
        };
        let until = (from + top).min(rows.len());
        let page = rows.get(from..until).unwrap_or_default();
        let mut text = format!(
            "{{\"totalRecords\":{},\"count\":{},\"facets\":[],\"resultTruncated\":\"false\",",
            rows.len(),
            page.len()
        );
        if until < rows.len() {
            let _ = write!(text, "\"$skipToken\":\"skip-{until}\",");
        }
        text.push_str("\"data\":[");
        join(&mut text, page.iter().map(|i| self.rows[*i as usize].json.as_str()));
        text.push_str("]}");
        Response::new(200, "application/json; charset=utf-8", text)
            .header("x-ms-user-quota-remaining", "14")
            .header("x-ms-user-quota-resets-after", "00:00:05")
    }

    fn policy_states(&self, request: &Request, path: &str) -> Response {
        let subscription = path.strip_prefix("/subscriptions/").and_then(|rest| rest.split('/').next());
        let states = subscription.map_or(&self.states[..], |s| {
            let first = self.states.partition_point(|(account, _)| &**account < s);
            let after = self.states.partition_point(|(account, _)| &**account <= s);
            &self.states[first..after]
        });
        let from = request.query("%24skiptoken").or_else(|| request.query("$skiptoken"));
        let from = from.and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let until = (from + self.page.unwrap_or(1000)).min(states.len());
        let mut text = format!("{{\"@odata.count\":{},", until.saturating_sub(from));
        if until < states.len() {
            let host = request.header("host").unwrap_or_default();
            let _ = write!(
                text,
                "\"@odata.nextLink\":\"http://{host}{}?api-version=2019-10-01&$skiptoken={until}\",",
                request.path
            );
        }
        text.push_str("\"value\":[");
        let page = states.get(from..until).unwrap_or_default();
        join(&mut text, page.iter().map(|(_, json)| json.as_str()));
        text.push_str("]}");
        Response::new(200, "application/json; odata.metadata=minimal", text)
    }

    /// A part of a resource, its diagnostic settings, or a resource provider.
    fn by_id(&self, path: &str) -> Response {
        if let Some((_, provider)) = path.split_once("/providers/microsoft.security")
            && provider.is_empty()
        {
            let has_some = self.rows.iter().any(|row| row.table == "securityresources");
            let state = if has_some { "Registered" } else { "NotRegistered" };
            return Response::json(
                200,
                &json!({"namespace": "Microsoft.Security", "registrationState": state, "resourceTypes": []}),
            );
        }
        if path.ends_with("/providers/microsoft.insights/diagnosticsettings") {
            let settings = self.parts.get(path).cloned().unwrap_or_else(|| json!([]));
            return Response::json(200, &json!({"value": settings}));
        }
        // `.../config/web` and `.../blobservices/default`: the part goes by its telling name
        let mut names = path.rsplitn(3, '/');
        let (last, before) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
        let owner = names.next().unwrap_or_default();
        let name = if before == "config" { last } else { before };
        match self.parts.get(&format!("{owner}/{name}")) {
            Some(properties) => {
                Response::json(200, &json!({"id": path, "name": last, "properties": properties}))
            }
            None => azure_error(404, "ResourceNotFound", "The resource was not found"),
        }
    }
}

fn join<'a>(text: &mut String, items: impl Iterator<Item = &'a str>) {
    for (i, item) in items.enumerate() {
        if i > 0 {
            text.push(',');
        }
        text.push_str(item);
    }
}

impl Handler for AzureHandler {
    fn answer(&self, request: &Request) -> Response {
        if !request.header("authorization").is_some_and(|a| a.starts_with("Bearer ")) {
            return azure_error(401, "AuthenticationFailed", "Authentication failed");
        }
        let path = request.path.to_lowercase();
        match request.method.as_str() {
            "POST" if path == "/providers/microsoft.resourcegraph/resources" => self.graph(request),
            "POST" if path.ends_with("/policystates/latest/queryresults") => {
                self.policy_states(request, &path)
            }
            "GET" => self.by_id(&path),
            _ => azure_error(405, "MethodNotAllowed", "The method is not allowed"),
        }
    }
}

impl std::fmt::Debug for AzureHandler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AzureHandler").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
