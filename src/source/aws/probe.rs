//! What an identity can read of AWS: every operation asked once, for one item or for a thing that is not there. A
//! service looks at the permission before it looks for the thing, so that "no such rule" says that it may be asked.

use aws_sdk_config::types::{ResourceKey, ResourceType};
use serde_json::json;

use super::endpoint::Service;
use super::operations::OPERATIONS;
use super::session::{Session, Signed};
use super::{AwsOptions, scope};
use crate::source::live::{Answered, Caller, Examination, Operation, Probe, Puller, Trouble};

/// The name of things that are asked for and are not there.
const NOTHING: &str = "steth-doctor-asks-for-nothing";

/// Where the identity is asked for where no region is named.
const ANYWHERE: &str = "us-east-1";

fn operation(api: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.api == api)
}

/// Probes, as they are collected.
#[derive(Default)]
struct Probes(Vec<Probe>);

impl Probes {
    fn add<T>(&mut self, api: &'static str, scope: &str, answer: Result<T, Trouble>) {
        // the service knows the caller well enough to look for the thing
        let answer = match answer {
            Err(trouble) if trouble.remark.starts_with("NoSuch") => Ok(()),
            other => other.map(|_| ()),
        };
        self.0.extend(operation(api).map(|operation| Probe::new(operation, scope, answer)));
    }
}

/// Asks AWS Config one operation.
macro_rules! config {
    ($probes:ident, $session:ident, $name:literal, $client:ident => $request:expr) => {{
        const API: &str = concat!("config:", $name);
        let answer = $session.ask(API, |$client| $request.send()).await;
        $probes.add(API, &$session.scope(), answer);
    }};
}

/// Examines the identity of the options in its first region.
pub async fn examine(options: &AwsOptions, environment: &[(String, String)], puller: &Puller) -> Examination {
    let (session, region) = match Session::open(options, environment, puller).await {
        Ok(session) => (session, Ok(())),
        // who asks can be told without one
        Err(trouble) if options.regions.is_empty() => {
            let anywhere = AwsOptions { regions: vec![ANYWHERE.to_owned()], ..options.clone() };
            match Session::open(&anywhere, environment, puller).await {
                Ok(session) => (session, Err(trouble)),
                Err(_) => return Examination::nobody(trouble),
            }
        }
        Err(trouble) => return Examination::nobody(trouble),
    };
    let (account, arn) = match session.identity().await {
        Ok(who) => who,
        Err(trouble) => return Examination::nobody(trouble),
    };
    let session = session.of_account(&account);
    let mut probes = Probes::default();
    if let Err(trouble) = region {
        probes.add("config:DescribeConfigurationRecorders", &account, Err::<(), _>(trouble));
        let rest = OPERATIONS.iter().filter(|o| probes.0.iter().all(|p| p.operation != *o));
        let rest: Vec<_> = rest.map(|o| Probe::not_asked(o, "no region is named")).collect();
        probes.0.extend(rest);
        let caller = Caller { name: arn, details: vec![("account", account.clone())] };
        return Examination { caller: Ok(caller), scopes: vec![account], probes: probes.0 };
    }
    probes.add("sts:GetCallerIdentity", &session.scope(), Ok(()));
    recorders_and_rules(&session, &mut probes).await;
    aggregators(&session, options, &mut probes).await;
    security_hub(&session, options, &mut probes).await;
    let accounts = organisation(&session, options, &mut probes).await;
    let region = session.region.to_string();
    Examination {
        caller: Ok(Caller { name: arn, details: vec![("account", account.clone()), ("region", region)] }),
        scopes: if accounts.is_empty() { vec![account] } else { accounts },
        probes: probes.0,
    }
}

async fn recorders_and_rules(session: &Session, probes: &mut Probes) {
    let key = ResourceKey::builder().resource_type(ResourceType::Bucket).resource_id(NOTHING).build();
    let keys = key.ok().map(|key| vec![key]);
    config!(probes, session, "DescribeConfigurationRecorders", client => client.describe_configuration_recorders());
    config!(probes, session, "DescribeConfigurationRecorderStatus", client =>
        client.describe_configuration_recorder_status());
    config!(probes, session, "SelectResourceConfig", client =>
        client.select_resource_config().expression("SELECT resourceId").limit(1));
    config!(probes, session, "ListDiscoveredResources", client =>
        client.list_discovered_resources().resource_type(ResourceType::Bucket).limit(1));
    config!(probes, session, "BatchGetResourceConfig", client =>
        client.batch_get_resource_config().set_resource_keys(keys.clone()));
    config!(probes, session, "DescribeConfigRules", client => client.describe_config_rules());
    config!(probes, session, "DescribeComplianceByConfigRule", client =>
        client.describe_compliance_by_config_rule());
    config!(probes, session, "GetComplianceDetailsByConfigRule", client =>
        client.get_compliance_details_by_config_rule().config_rule_name(NOTHING).limit(1));
    config!(probes, session, "DescribeConformancePacks", client => client.describe_conformance_packs().limit(1));
    config!(probes, session, "GetConformancePackComplianceDetails", client =>
        client.get_conformance_pack_compliance_details().conformance_pack_name(NOTHING).limit(1));
}

async fn aggregators(session: &Session, options: &AwsOptions, probes: &mut Probes) {
    if options.no_aggregator {
        let why = "aws.use_aggregator is off";
        let of_aggregators = OPERATIONS.iter().filter(|o| o.api.contains("Aggregat"));
        probes.0.extend(of_aggregators.map(|operation| Probe::not_asked(operation, why)));
        return;
    }
    config!(probes, session, "DescribeConfigurationAggregators", client =>
        client.describe_configuration_aggregators().limit(1));
    let name = options.aggregator.as_deref().unwrap_or(NOTHING);
    config!(probes, session, "DescribeConfigurationAggregatorSourcesStatus", client =>
        client.describe_configuration_aggregator_sources_status().configuration_aggregator_name(name).limit(1));
    config!(probes, session, "SelectAggregateResourceConfig", client =>
        client.select_aggregate_resource_config().configuration_aggregator_name(name)
            .expression("SELECT resourceId").limit(1));
    config!(probes, session, "DescribeAggregateComplianceByConfigRules", client =>
        client.describe_aggregate_compliance_by_config_rules().configuration_aggregator_name(name).limit(1));
    config!(probes, session, "GetAggregateComplianceDetailsByConfigRule", client =>
        client.get_aggregate_compliance_details_by_config_rule().configuration_aggregator_name(name)
            .config_rule_name(NOTHING).account_id(&*session.account).aws_region(&*session.region).limit(1));
}

async fn security_hub(session: &Session, options: &AwsOptions, probes: &mut Probes) {
    const API: &str = "securityhub:GetFindings";
    if options.no_security_hub {
        probes.0.extend(operation(API).map(|o| Probe::not_asked(o, "aws.security_hub is off")));
        return;
    }
    let headers = [("content-type", "application/json")];
    let body = json!({"MaxResults": 1}).to_string();
    let service = Service::SecurityHub;
    let request = Signed { api: API, service, path: "/findings", headers: &headers, body: &body };
    probes.add(API, &session.scope(), session.send_json(&request).await);
}

/// The accounts that a pull would read, and whether the first other one of them lets the identity in.
async fn organisation(session: &Session, options: &AwsOptions, probes: &mut Probes) -> Vec<String> {
    let own = &*session.account;
    let there = scope::organisation(session).await;
    let exists = there.is_ok();
    probes.add("organizations:DescribeOrganization", own, there);
    let mut accounts = Vec::new();
    if exists {
        let listed = scope::list(session).await;
        if let Ok(found) = &listed {
            accounts.clone_from(found);
        }
        probes.add("organizations:ListAccounts", own, listed);
    } else {
        let why = "the account is in no organisation that it can see";
        probes.0.extend(operation("organizations:ListAccounts").map(|o| Probe::not_asked(o, why)));
    }
    if !options.accounts.is_empty() {
        accounts.clone_from(&options.accounts);
    }
    let Some(assume) = operation("sts:AssumeRole") else { return accounts };
    let other = accounts.iter().find(|account| **account != *own);
    let probe = match (&options.role, other) {
        (None, _) => Probe::not_asked(assume, "aws.role names no role for other accounts"),
        (_, None) => Probe::not_asked(assume, "there is no other account to enter"),
        (Some(role), Some(account)) => {
            let entered = session.assuming(account, role, options.external_id.as_deref());
            Probe::new(assume, account, entered.ready().await)
        }
    };
    let enters = probe.answered == Answered::Yes;
    probes.0.push(probe);
    if options.role.is_some() || enters { accounts } else { options.accounts.clone() }
}
