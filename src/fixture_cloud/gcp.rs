//! Cloud Asset Inventory and Security Command Center, as far as the program asks them.
//!
//! Shapes: the REST references of `cloudasset.assets.list`, `securitycenter` v2 (`sources.locations.findings.list`,
//! `sources.list`) and `securitycentermanagement` v1 (`securityCenterServices.get`), and the asset samples of
//! GoogleCloudPlatform/policy-library. As the real services do, names and ancestors give the number of a project in
//! some places and its id in others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Handler, Request, Response};
use crate::hipaa::{Pack, native_rules};
use crate::native::{LiveResource, LiveVerdict, VerdictWord};

/// One organization with its projects.
#[derive(Debug, Clone, Default)]
pub struct GcpCloud {
    organization: String,
    numbers: BTreeMap<String, String>,
    assets: Vec<Entry>,
    iam_policies: BTreeMap<String, Entry>,
    organization_policies: BTreeMap<String, Entry>,
    findings: Vec<Entry>,
    detectors_off: BTreeSet<String>,
    without_analytics: bool,
}

/// An item of a listing, with the places it is found under.
#[derive(Debug, Clone, Default)]
struct Entry {
    asset_type: String,
    ancestors: Vec<String>,
    body: Value,
}

impl GcpCloud {
    /// An organization by its number.
    pub fn new(organization: &str) -> Self {
        Self { organization: organization.to_owned(), ..Self::default() }
    }

    /// With a project, and its own asset.
    pub fn project(mut self, id: &str, number: &str) -> Self {
        self.numbers.insert(id.to_owned(), number.to_owned());
        let data = json!({
            "projectId": id, "projectNumber": number, "name": id, "lifecycleState": "ACTIVE",
            "parent": {"type": "organization", "id": self.organization},
        });
        let name = format!("//cloudresourcemanager.googleapis.com/projects/{number}");
        let body = json!({
            "name": name,
            "assetType": "cloudresourcemanager.googleapis.com/Project",
            "resource": {"version": "v1", "discoveryName": "Project", "data": data},
        });
        let entry = self.entry("cloudresourcemanager.googleapis.com/Project", id, body);
        self.assets.push(entry);
        self
    }

    /// With these resources. Bindings, audit configurations and older organization policies go to the policies of what
    /// they stand on; parts of other assets are in their wholes.
    pub fn resources(mut self, resources: impl IntoIterator<Item = LiveResource>) -> Self {
        for resource in resources {
            self.resource(&resource);
        }
        self
    }

    /// With these verdicts: failures are findings, and what is unknown for a project or organization is a detector that
    /// is off. The service has no word for anything else.
    pub fn verdicts(mut self, verdicts: impl IntoIterator<Item = LiveVerdict>) -> Self {
        for verdict in verdicts {
            match verdict.verdict {
                VerdictWord::Fail => self.finding(&verdict),
                VerdictWord::Unknown => drop(self.detectors_off.insert(verdict.rule.to_string())),
                VerdictWord::Pass | VerdictWord::NotApplicable => {}
            }
        }
        self
    }

    /// With Security Health Analytics switched off.
    pub fn without_analytics(mut self) -> Self {
        self.without_analytics = true;
        self
    }

    fn entry(&self, asset_type: &str, account: &str, mut body: Value) -> Entry {
        let organization = format!("organizations/{}", self.organization);
        let ancestors = match self.numbers.get(account) {
            Some(number) => vec![format!("projects/{number}"), organization],
            None => vec![organization],
        };
        body["ancestors"] = json!(ancestors);
        Entry { asset_type: asset_type.to_owned(), ancestors, body }
    }

    /// The name as the service gives it: Secret Manager, Cloud Logging and Resource Manager write the number.
    fn name(&self, id: &str) -> String {
        let numbered = ["//secretmanager.", "//logging.", "//cloudresourcemanager."];
        let Some((before, rest)) = id.split_once("/projects/") else { return id.to_owned() };
        let (project, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        match self.numbers.get(project) {
            Some(number) if numbered.iter().any(|service| id.starts_with(service)) => {
                format!("{before}/projects/{number}{after}")
            }
            _ => id.to_owned(),
        }
    }

    fn resource(&mut self, resource: &LiveResource) {
        let configuration = &resource.configuration;
        let on = configuration["resource"].as_str().unwrap_or_default().to_owned();
        let whole = resource.vendor_type.rsplit_once('/').map_or("", |(whole, _)| whole).to_owned();
        match &*resource.vendor_type {
            kind if kind.ends_with("/IamBinding") => {
                let mut binding = (**configuration).clone();
                if let Some(body) = binding.as_object_mut() {
                    body.remove("resource");
                }
                push(self.policy(&on, &whole, &resource.account), "bindings", binding);
            }
            kind if kind.ends_with("/AuditConfig") => {
                let audit = json!({"service": configuration["service"], "auditLogConfigs": configuration["auditLogConfigs"]});
                push(self.policy(&on, &whole, &resource.account), "auditConfigs", audit);
            }
            "orgpolicy.googleapis.com/Policy" => self.constraint(resource),
            "compute.googleapis.com/Router/Nat" | "cloudresourcemanager.googleapis.com/Project" => {}
            _ => {
                let mut body = json!({
                    "name": self.name(&resource.id),
                    "assetType": plain(&resource.vendor_type),
                    "resource": {"version": "v1", "data": configuration, "location": &*resource.region},
                });
                if let Some(recorded) = resource.recorded {
                    body["updateTime"] = json!(recorded.to_string());
                }
                let entry = self.entry(plain(&resource.vendor_type), &resource.account, body);
                self.assets.push(entry);
            }
        }
    }

    /// The IAM policy of a thing, made when it has none yet.
    fn policy(&mut self, on: &str, asset_type: &str, account: &str) -> &mut Value {
        let name = self.name(on);
        let body = json!({"name": name, "assetType": asset_type, "iamPolicy": {"version": 1}});
        let entry = self.entry(asset_type, account, body);
        &mut self.iam_policies.entry(name).or_insert(entry).body["iamPolicy"]
    }

    fn constraint(&mut self, resource: &LiveResource) {
        let (parent, constraint) = resource
            .id
            .trim_start_matches("//orgpolicy.googleapis.com/")
            .split_once("/policies/")
            .unwrap_or_default();
        let name = self.name(&format!("//cloudresourcemanager.googleapis.com/{parent}"));
        let kind = "cloudresourcemanager.googleapis.com/Project";
        let entry = self.entry(kind, &resource.account, json!({"name": name, "assetType": kind}));
        let enforced = &resource.configuration["spec"]["rules"][0]["enforce"];
        let policy = json!({"constraint": format!("constraints/{constraint}"), "booleanPolicy": {"enforced": enforced}});
        push(&mut self.organization_policies.entry(name).or_insert(entry).body, "orgPolicy", policy);
    }

    fn finding(&mut self, verdict: &LiveVerdict) {
        let id = format!("{:032x}", self.findings.len());
        let number = self.numbers.get(&*verdict.account);
        let level = number
            .map_or_else(|| format!("organizations/{}", self.organization), |n| format!("projects/{n}"));
        let source = format!("organizations/{}/sources/1/locations/global", self.organization);
        let (service, kind) = verdict.vendor_type.split_once(".googleapis.com/").unwrap_or_default();
        let mut finding = json!({
            "name": format!("{source}/findings/{id}"),
            "canonicalName": format!("{level}/sources/1/locations/global/findings/{id}"),
            "parent": source,
            "resourceName": self.name(&verdict.resource),
            "state": "ACTIVE",
            "category": &*verdict.rule,
            "findingClass": "MISCONFIGURATION",
            "mute": if verdict.exemption.is_some() { "MUTED" } else { "UNDEFINED" },
            "description": &*verdict.remark,
        });
        if let Some(exemption) = &verdict.exemption {
            finding["muteInitiator"] = json!(&*exemption.reason);
        }
        if let Some(evaluated) = verdict.evaluated {
            finding["eventTime"] = json!(evaluated.to_string());
        }
        let resource = json!({
            "name": self.name(&verdict.resource),
            "type": format!("google.cloud.{service}.{kind}"),
            "location": &*verdict.region,
        });
        let mut entry = self.entry("", &verdict.account, json!({}));
        entry.body = json!({"finding": finding, "resource": resource});
        self.findings.push(entry);
    }

    fn assets(&self, scope: &str, request: &Request) -> Response {
        let types = request.query("assetTypes");
        let of_type = |entry: &&Entry| types.as_ref().is_none_or(|wanted| entry.asset_type == *wanted);
        // the client sends the number of an enumeration's value
        match request.query("contentType").as_deref() {
            Some("1" | "RESOURCE") => self.page("assets", scope, request, self.assets.iter().filter(of_type)),
            Some("2" | "IAM_POLICY") => {
                self.page("assets", scope, request, self.iam_policies.values().filter(of_type))
            }
            Some("4" | "ORG_POLICY") => {
                self.page("assets", scope, request, self.organization_policies.values().filter(of_type))
            }
            _ => gcp_error(400, "INVALID_ARGUMENT", &json!([])),
        }
    }

    /// A page of what lies under a scope. A token is the position of the first item.
    fn page<'e>(
        &self,
        items: &str,
        scope: &str,
        request: &Request,
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Response {
        let size = request.query("pageSize").and_then(|n| n.parse().ok()).filter(|n| (1..=1000).contains(n));
        let size = size.unwrap_or(100);
        let token = request.query("pageToken").filter(|token| !token.is_empty());
        let Some(first) = token.map_or(Some(0), |token| token.strip_prefix("page-")?.parse::<usize>().ok())
        else {
            return gcp_error(400, "INVALID_ARGUMENT", &json!([]));
        };
        let scope = match scope.split_once('/') {
            Some(("projects", id)) => {
                format!("projects/{}", self.numbers.get(id).map_or(id, String::as_str))
            }
            _ => scope.to_owned(),
        };
        let mut found = entries.filter(|entry| entry.ancestors.contains(&scope)).skip(first).peekable();
        let page: Vec<&Value> = found.by_ref().take(size).map(|entry| &entry.body).collect();
        let mut body = json!({"readTime": "2026-01-02T03:04:05Z"});
        if found.peek().is_some() {
            body["nextPageToken"] = json!(format!("page-{}", first + page.len()));
        }
        body[items] = json!(page);
        Response::json(200, &body)
    }

    fn analytics(&self) -> Response {
        let state = |off: bool| if off { "DISABLED" } else { "ENABLED" };
        let detectors = native_rules().iter().filter(|rule| rule.pack == Pack::GcpScc);
        let modules: serde_json::Map<_, _> = detectors
            .map(|rule| {
                let off = self.without_analytics || self.detectors_off.contains(rule.id);
                (rule.id.to_owned(), json!({"effectiveEnablementState": state(off)}))
            })
            .collect();
        Response::json(
            200,
            &json!({
                "name": format!(
                    "organizations/{}/locations/global/securityCenterServices/SECURITY_HEALTH_ANALYTICS",
                    self.organization
                ),
                "intendedEnablementState": "ENABLED",
                "effectiveEnablementState": state(self.without_analytics),
                "modules": modules,
            }),
        )
    }

    fn sources(&self) -> Response {
        let name = |n: u8| format!("organizations/{}/sources/{n}", self.organization);
        let mut sources = vec![json!({"name": name(2), "displayName": "Event Threat Detection"})];
        if !self.without_analytics {
            sources.push(json!({"name": name(1), "displayName": "Security Health Analytics"}));
        }
        Response::json(200, &json!({"sources": sources}))
    }
}

impl Handler for GcpCloud {
    fn answer(&self, request: &Request) -> Response {
        let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        let scope = path.get(1..3).map(|parts| parts.join("/")).unwrap_or_default();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["v1", _, _, "assets"]) => self.assets(&scope, request),
            ("GET", ["v2", _, _, "sources", "-", "locations", "global", "findings"]) => {
                self.page("listFindingsResults", &scope, request, self.findings.iter())
            }
            ("GET", ["v2", _, _, "sources"]) => self.sources(),
            (
                "GET",
                ["v1", _, _, "locations", "global", "securityCenterServices", "security-health-analytics"],
            ) => self.analytics(),
            _ => gcp_error(404, "NOT_FOUND", &json!([])),
        }
    }
}

/// An error as every service of Google words it.
pub fn gcp_error(status: u16, code: &str, details: &Value) -> Response {
    let body = json!({"error": {"code": status, "message": "told by the fixture", "status": code, "details": details}});
    Response::json(status, &body)
}

/// The inventory's own type, without the level that the program adds.
fn plain(vendor_type: &str) -> &str {
    vendor_type
        .strip_suffix("/organization")
        .or_else(|| vendor_type.strip_suffix("/folder"))
        .unwrap_or(vendor_type)
}

fn push(object: &mut Value, key: &str, item: Value) {
    match &mut object[key] {
        Value::Array(items) => items.push(item),
        other => *other = json!([item]),
    }
}
