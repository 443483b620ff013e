//! AWS: Config, Security Hub, STS and Organizations, answering from given resources and verdicts.
//!
//! Shapes are those of the services' API references (Config and Organizations JSON 1.1, STS query XML, Security Hub
//! REST) and of `awslabs/aws-config-resource-schema` for what queries give; values are ours. A request's account and
//! region are those of its signature.

mod answer;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::Mutex;

use serde_json::{Map, Value, json};
use tokio::runtime::Handle;

use super::{Handler, Request, Response, Server};
use crate::native::{LiveResource, LiveVerdict, NativeService, VerdictWord};

/// The session token's mark in keys of an assumed role: what follows is the account.
const ASSUMED: &str = "ASIAFIXTURE";

/// What the fixture's AWS holds.
#[derive(Debug, Clone, Default)]
pub struct AwsEstate {
    /// The account of the identity that asks.
    pub account: String,
    /// The accounts of its organisation; none where it is in none.
    pub organisation: Vec<String>,
    /// The aggregator in the identity's account, in every region; none where there is none.
    pub aggregator: Option<String>,
    /// Inventory.
    pub resources: Vec<LiveResource>,
    /// Verdicts: those of Config become rules with evaluations, those of Security Hub findings.
    pub verdicts: Vec<LiveVerdict>,
    /// Conformance packs by name, with the names of their rules.
    pub packs: BTreeMap<String, Vec<String>>,
    /// Regions without a recorder, or with one that is stopped; the others record everything but `unrecorded`.
    pub recorders_off: BTreeMap<String, Recorder>,
    /// Types that no recorder records.
    pub unrecorded: Vec<String>,
    /// Regions where Security Hub is on.
    pub security_hub: BTreeSet<String>,
    /// The region that holds what has no region; the first of the resources' where it is empty.
    pub home: String,
    /// Every page of a query is preceded by an empty one.
    pub empty_pages: bool,
    /// Keys that a batch leaves unprocessed the first time they are asked for: every n-th; 0 for none.
    pub unprocessed: usize,
    /// Whether accounts may query; where not, the call is denied.
    pub no_queries: bool,
}

/// A recorder that records nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorder {
    /// There is none.
    Absent,
    /// It is stopped.
    Stopped,
}

/// A configuration item, its lines for queries made once.
struct Item {
    account: String,
    region: String,
    kind: String,
    id: String,
    name: String,
    configuration: Value,
    supplementary: Map<String, Value>,
    arn: String,
    recorded: Option<jiff::Timestamp>,
    line: String,
    short: String,
}

/// What one rule says in one account and region.
#[derive(Default)]
struct RuleState {
    identifier: String,
    /// Indices of verdicts.
    verdicts: Vec<usize>,
}

/// A running estate.
struct Cloud {
    estate: AwsEstate,
    items: Vec<Item>,
    by_arn: HashMap<String, usize>,
    rules: BTreeMap<(String, String, String), RuleState>,
    /// Lines of resource compliance: account, region, line.
    compliance: Vec<(String, String, String)>,
    findings: Vec<(String, String, Value)>,
    asked: Mutex<BTreeSet<String>>,
}

impl AwsEstate {
    /// Starts a server for it.
    pub fn serve(self, runtime: &Handle) -> io::Result<Server> {
        Server::start(runtime, Cloud::new(self))
    }
}

/// Config's id of a resource: the last part of its ARN.
fn config_id(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

fn compliance(word: VerdictWord) -> &'static str {
    match word {
        VerdictWord::Pass => "COMPLIANT",
        VerdictWord::Fail => "NON_COMPLIANT",
        VerdictWord::Unknown => "INSUFFICIENT_DATA",
        VerdictWord::NotApplicable => "NOT_APPLICABLE",
    }
}

/// An identifier of a managed rule, told by its looks.
fn is_managed(rule: &str) -> bool {
    rule.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn item(resource: &LiveResource) -> Item {
    let mut configuration = (*resource.configuration).clone();
    let mut take = |name: &str| configuration.as_object_mut().and_then(|c| c.shift_remove(name));
    let supplementary = match take("supplementaryConfiguration") {
        Some(Value::Object(parts)) => parts,
        _ => Map::new(),
    };
    let relationships = take("relationships").unwrap_or_else(|| json!([]));
    let region = if resource.region.is_empty() { "global" } else { &resource.region };
    let tags: Vec<Value> =
        resource.tags.iter().map(|(k, v)| json!({"key": k, "value": v, "tag": format!("{k}={v}")})).collect();
    let id = config_id(&resource.id).to_owned();
    let mut line = json!({
        "accountId": resource.account, "awsRegion": region, "arn": resource.id, "resourceId": id,
        "resourceName": resource.name, "resourceType": resource.vendor_type,
    });
    let short = line.to_string();
    line["tags"] = tags.into();
    line["relationships"] = relationships;
    line["configuration"] = configuration.clone();
    line["supplementaryConfiguration"] = supplementary.clone().into();
    if let Some(recorded) = resource.recorded {
        line["configurationItemCaptureTime"] = recorded.to_string().into();
    }
    Item {
        account: resource.account.to_string(),
        region: region.to_owned(),
        kind: resource.vendor_type.to_string(),
        id,
        name: resource.name.to_string(),
        configuration,
        supplementary,
        arn: resource.id.to_string(),
        recorded: resource.recorded,
        line: line.to_string(),
        short,
    }
}

impl Cloud {
    fn new(mut estate: AwsEstate) -> Self {
        let items: Vec<Item> = estate.resources.iter().map(item).collect();
        estate.resources = Vec::new();
        let by_arn = items.iter().enumerate().map(|(i, item)| (item.arn.clone(), i)).collect();
        if estate.home.is_empty() {
            let first = items.iter().map(|i| i.region.as_str()).find(|region| *region != "global");
            first.unwrap_or("us-east-1").clone_into(&mut estate.home);
        }
        let mut cloud = Self {
            items,
            by_arn,
            rules: BTreeMap::new(),
            compliance: Vec::new(),
            findings: Vec::new(),
            asked: Mutex::default(),
            estate,
        };
        cloud.learn_verdicts();
        cloud
    }

    /// Config's type and id of what a verdict is on.
    fn target(&self, verdict: &LiveVerdict) -> (String, String) {
        match self.by_arn.get(&*verdict.resource).map(|i| &self.items[*i]) {
            Some(item) => (item.kind.clone(), item.id.clone()),
            None if verdict.resource == verdict.account => {
                ("AWS::::Account".to_owned(), verdict.account.to_string())
            }
            None => (verdict.vendor_type.to_string(), config_id(&verdict.resource).to_owned()),
        }
    }

    fn learn_verdicts(&mut self) {
        let mut by_resource: BTreeMap<(String, String, String, String), Vec<Value>> = BTreeMap::new();
        let mut rules: BTreeMap<(String, String, String), RuleState> = BTreeMap::new();
        for (at, verdict) in self.estate.verdicts.iter().enumerate() {
            let region =
                if verdict.region.is_empty() { self.estate.home.clone() } else { verdict.region.to_string() };
            if verdict.service == NativeService::SecurityHub {
                let finding = finding(verdict, &region);
                self.findings.push((verdict.account.to_string(), region, finding));
                continue;
            }
            let key = (verdict.account.to_string(), region.clone(), verdict.rule_name.to_string());
            let state = rules.entry(key).or_default();
            state.identifier = verdict.rule.to_string();
            state.verdicts.push(at);
            if verdict.verdict == VerdictWord::Unknown {
                // a rule without data has no item of compliance
                continue;
            }
            let (kind, id) = self.target(verdict);
            by_resource.entry((verdict.account.to_string(), region, kind, id)).or_default().push(json!({
                "configRuleName": verdict.rule_name, "complianceType": compliance(verdict.verdict),
                "configRuleId": format!("config-rule-{at:06}"),
            }));
        }
        for ((account, region, kind, id), list) in by_resource {
            let worst = list.iter().any(|rule| rule["complianceType"] == "NON_COMPLIANT");
            let line = json!({
                "accountId": account, "awsRegion": region,
                "configurationItemCaptureTime": "2026-11-20T08:00:00.000Z",
                "configuration": {
                    "complianceType": if worst { "NON_COMPLIANT" } else { "COMPLIANT" },
                    "targetResourceId": id, "targetResourceType": kind, "configRuleList": list,
                },
            });
            self.compliance.push((account, region, line.to_string()));
        }
        self.rules = rules;
    }

    /// Rules of packs are made by the service of packs.
    fn is_of_pack(&self, rule: &str) -> bool {
        self.estate.packs.values().flatten().any(|name| name == rule)
    }
}

/// A finding of a control, in the AWS Security Finding Format.
fn finding(verdict: &LiveVerdict, region: &str) -> Value {
    let status = match verdict.verdict {
        VerdictWord::Pass => "PASSED",
        VerdictWord::Fail => "FAILED",
        VerdictWord::Unknown | VerdictWord::NotApplicable => "NOT_AVAILABLE",
    };
    let kind = if verdict.vendor_type.is_empty() {
        "AwsAccount".to_owned()
    } else {
        // AWS::EC2::Volume is AwsEc2Volume there
        let words = verdict.vendor_type.split("::").map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            let rest: String = letters.collect();
            let all_capitals = word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let rest = if all_capitals { rest.to_ascii_lowercase() } else { rest };
            first.into_iter().collect::<String>() + &rest
        });
        words.collect()
    };
    let id = if verdict.vendor_type.is_empty() {
        format!("AWS::::Account:{}", verdict.account)
    } else {
        verdict.resource.to_string()
    };
    let mut fields = Map::new();
    if let Some(rule) =
        crate::hipaa::native_rule(crate::hipaa::Pack::AwsConfig, &verdict.rule).map(|rule| rule.name)
    {
        fields.insert("RelatedAWSResources:0/name".to_owned(), format!("securityhub-{rule}-0a1b2c3d").into());
    }
    json!({
        "SchemaVersion": "2018-10-08", "ProductName": "Security Hub", "AwsAccountId": verdict.account,
        "Region": region, "GeneratorId": format!("security-control/{}", verdict.rule_name),
        "LastObservedAt": verdict.evaluated.map(|t| t.to_string()),
        "Compliance": {"Status": status, "SecurityControlId": verdict.rule_name},
        "ProductFields": fields, "RecordState": "ACTIVE",
        "Workflow": {"Status": if verdict.exemption.is_some() { "SUPPRESSED" } else { "NEW" }},
        "Note": {"Text": verdict.exemption.as_ref().map(|e| e.reason.clone()).unwrap_or_default()},
        "Resources": [{"Type": kind, "Id": id, "Partition": "aws", "Region": region}],
    })
}

/// Who asks, and where, by the signature.
struct Caller {
    account: String,
    region: String,
}

impl Handler for Cloud {
    fn answer(&self, request: &Request) -> Response {
        let credential = request
            .header("authorization")
            .and_then(|header| header.split_once("Credential="))
            .map(|(_, rest)| rest.split(',').next().unwrap_or_default())
            .unwrap_or_default();
        let parts: Vec<&str> = credential.split('/').collect();
        let [key, _, region, ..] = parts[..] else {
            return failure(403, "MissingAuthenticationTokenException");
        };
        let account = key.strip_prefix(ASSUMED).unwrap_or(&self.estate.account);
        let caller = Caller { account: account.to_owned(), region: region.to_owned() };
        match request.header("x-amz-target").and_then(|target| target.split_once('.')) {
            Some(("StarlingDoveService", operation)) => {
                self.config(operation, &caller, &request.json()).unwrap_or_else(|failure| failure)
            }
            Some(("AWSOrganizationsV20161128", operation)) => self.organizations(operation, &request.json()),
            Some(_) => failure(400, "UnknownOperationException"),
            None if request.path == "/findings" => self.get_findings(&caller, &request.json()),
            None => self.sts(&caller, request),
        }
    }
}

/// An error of the JSON protocols.
pub(super) fn failure(status: u16, code: &str) -> Response {
    Response::new(
        status,
        "application/x-amz-json-1.1",
        json!({"__type": code, "message": "fixture"}).to_string(),
    )
}
