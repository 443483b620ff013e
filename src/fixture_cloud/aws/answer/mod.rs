//! The answers, operation by operation.

mod others;
mod query;

use std::sync::PoisonError;

use serde_json::{Value, json};

use super::{Caller, Cloud, Item, Recorder, compliance, failure, is_managed};
use crate::fixture_cloud::Response;
use crate::native::{LiveVerdict, VerdictWord};

type Answer = Result<Response, Response>;

fn ok(body: &Value) -> Response {
    Response::new(200, "application/x-amz-json-1.1", body.to_string())
}

/// Seconds since 1970, as the JSON protocols write times.
fn seconds(time: Option<jiff::Timestamp>) -> f64 {
    time.map_or(1_795_000_000.0, |t| t.as_second() as f64)
}

/// A page of a list: the part of it, and the token of the next.
fn paged<T>(
    list: &[T],
    token: &Value,
    size: usize,
    empty_first: bool,
) -> Result<(usize, usize, Option<String>), Response> {
    let token = token.as_str().unwrap_or(if empty_first { "" } else { "at-0" });
    if token.is_empty() {
        return Ok((0, 0, Some("at-0".to_owned())));
    }
    let empty = token.strip_prefix("before-");
    let from: usize = empty
        .or_else(|| token.strip_prefix("at-"))
        .and_then(|at| at.parse().ok())
        .filter(|at| *at <= list.len())
        .ok_or_else(|| failure(400, "InvalidNextTokenException"))?;
    if empty.is_some() {
        return Ok((from, from, Some(format!("at-{from}"))));
    }
    let to = (from + size).min(list.len());
    let next =
        (to < list.len()).then(|| if empty_first { format!("before-{to}") } else { format!("at-{to}") });
    Ok((from, to, next))
}

impl Cloud {
    pub(super) fn config(&self, operation: &str, caller: &Caller, body: &Value) -> Answer {
        let here = |account: &str, region: &str| {
            account == caller.account
                && (region == caller.region || (region == "global" && caller.region == self.estate.home))
        };
        let limit = |name: &str, default: u64| {
            usize::try_from(body[name].as_u64().filter(|n| *n > 0).unwrap_or(default)).unwrap_or(100)
        };
        let off = self.estate.recorders_off.get(&caller.region);
        match operation {
            "DescribeConfigurationAggregators" => Ok(ok(&json!({
                "ConfigurationAggregators": self.estate.aggregator.iter().map(|name| json!({
                    "ConfigurationAggregatorName": name,
                    "OrganizationAggregationSource": {"RoleArn": "arn:aws:iam::1:role/aggregate", "AllAwsRegions": true},
                })).collect::<Vec<_>>(),
            }))),
            "DescribeConfigurationAggregatorSourcesStatus" => {
                self.aggregator(body)?;
                Ok(ok(&json!({"AggregatedSourceStatusList": []})))
            }
            "DescribeConfigurationRecorders" => Ok(ok(&json!({"ConfigurationRecorders": match off {
                Some(Recorder::Absent) => json!([]),
                _ => json!([{"name": "default", "roleARN": "arn:aws:iam::1:role/config", "recordingGroup": self.group()}]),
            }}))),
            "DescribeConfigurationRecorderStatus" => {
                Ok(ok(&json!({"ConfigurationRecordersStatus": match off {
                    Some(Recorder::Absent) => json!([]),
                    _ => json!([{"name": "default", "recording": off.is_none(), "lastStatus": "SUCCESS"}]),
                }})))
            }
            "SelectResourceConfig" => {
                if self.estate.no_queries {
                    return Err(failure(400, "AccessDeniedException"));
                }
                self.select(body, limit("Limit", 25), &here)
            }
            "SelectAggregateResourceConfig" => {
                self.aggregator(body)?;
                self.select(body, limit("Limit", 25), &|_, _| true)
            }
            "ListDiscoveredResources" => {
                let kind = body["resourceType"].as_str().unwrap_or_default();
                let found: Vec<&Item> =
                    self.items.iter().filter(|i| i.kind == kind && here(&i.account, &i.region)).collect();
                let (from, to, next) =
                    paged(&found, &body["nextToken"], limit("limit", 100), self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "resourceIdentifiers": found[from..to].iter().map(|i| json!({
                        "resourceType": i.kind, "resourceId": i.id, "resourceName": i.name,
                    })).collect::<Vec<_>>(),
                    "nextToken": next,
                })))
            }
            "BatchGetResourceConfig" => Ok(self.batch(body, &here)),
            "DescribeConfigRules" => {
                let rules: Vec<_> =
                    self.rules.iter().filter(|((account, region, _), _)| here(account, region)).collect();
                let (from, to, next) = paged(&rules, &body["NextToken"], 25, self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "ConfigRules": rules[from..to].iter().map(|((_, _, name), state)| {
                        let managed = is_managed(&state.identifier);
                        let maker = self.is_of_pack(name).then_some("config-conforms.amazonaws.com");
                        json!({
                            "ConfigRuleName": name, "ConfigRuleState": "ACTIVE", "CreatedBy": maker,
                            "Source": {
                                "Owner": if managed { "AWS" } else { "CUSTOM_LAMBDA" },
                                "SourceIdentifier": if managed {
                                    state.identifier.clone()
                                } else {
                                    "arn:aws:lambda:us-east-1:1:function:rule".to_owned()
                                },
                            },
                        })
                    }).collect::<Vec<_>>(),
                    "NextToken": next,
                })))
            }
            "DescribeComplianceByConfigRule" => {
                let rules: Vec<_> =
                    self.rules.iter().filter(|((account, region, _), _)| here(account, region)).collect();
                let (from, to, next) = paged(&rules, &body["NextToken"], 100, self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "ComplianceByConfigRules": rules[from..to].iter().map(|((_, _, name), state)| json!({
                        "ConfigRuleName": name, "Compliance": {"ComplianceType": self.overall(&state.verdicts)},
                    })).collect::<Vec<_>>(),
                    "NextToken": next,
                })))
            }
            "DescribeAggregateComplianceByConfigRules" => {
                self.aggregator(body)?;
                let wanted = body.pointer("/Filters/ComplianceType").and_then(Value::as_str);
                let rules: Vec<_> = self
                    .rules
                    .iter()
                    .filter(|(_, state)| wanted.is_none_or(|word| word == self.overall(&state.verdicts)))
                    .collect();
                let (from, to, next) =
                    paged(&rules, &body["NextToken"], limit("Limit", 25), self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "AggregateComplianceByConfigRules": rules[from..to].iter().map(|((account, region, name), state)| json!({
                        "ConfigRuleName": name, "AccountId": account, "AwsRegion": region,
                        "Compliance": {"ComplianceType": self.overall(&state.verdicts)},
                    })).collect::<Vec<_>>(),
                    "NextToken": next,
                })))
            }
            "GetComplianceDetailsByConfigRule" => {
                let name = body["ConfigRuleName"].as_str().unwrap_or_default();
                let key = (caller.account.clone(), caller.region.clone(), name.to_owned());
                let state = self.rules.get(&key).ok_or_else(|| failure(400, "NoSuchConfigRuleException"))?;
                let told = self.told(&state.verdicts, None);
                let (from, to, next) =
                    paged(&told, &body["NextToken"], limit("Limit", 10), self.estate.empty_pages)?;
                Ok(ok(&json!({"EvaluationResults": self.results(&told[from..to]), "NextToken": next})))
            }
            "GetAggregateComplianceDetailsByConfigRule" => {
                self.aggregator(body)?;
                let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
                let key = (text("AccountId"), text("AwsRegion"), text("ConfigRuleName"));
                let verdicts =
                    self.rules.get(&key).map(|state| state.verdicts.as_slice()).unwrap_or_default();
                let told = self.told(verdicts, body["ComplianceType"].as_str());
                let (from, to, next) =
                    paged(&told, &body["NextToken"], limit("Limit", 50), self.estate.empty_pages)?;
                let results = self.results(&told[from..to]);
                Ok(ok(&json!({"AggregateEvaluationResults": results, "NextToken": next})))
            }
            "DescribeConformancePacks" => {
                let names: Vec<&String> = self.estate.packs.keys().collect();
                let (from, to, next) =
                    paged(&names, &body["NextToken"], limit("Limit", 10), self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "ConformancePackDetails": names[from..to].iter().map(|name| json!({
                        "ConformancePackName": name, "ConformancePackArn": format!("arn:aws:config:::conformance-pack/{name}"),
                        "ConformancePackId": format!("conformance-pack-{name}"),
                    })).collect::<Vec<_>>(),
                    "NextToken": next,
                })))
            }
            "GetConformancePackComplianceDetails" => {
                let name = body["ConformancePackName"].as_str().unwrap_or_default();
                let rules = self
                    .estate
                    .packs
                    .get(name)
                    .ok_or_else(|| failure(400, "NoSuchConformancePackException"))?;
                let verdicts: Vec<usize> = rules
                    .iter()
                    .filter_map(|rule| {
                        self.rules.get(&(caller.account.clone(), caller.region.clone(), rule.clone()))
                    })
                    .flat_map(|state| state.verdicts.iter().copied())
                    .collect();
                let told = self.told(&verdicts, None);
                let (from, to, next) =
                    paged(&told, &body["NextToken"], limit("Limit", 10), self.estate.empty_pages)?;
                Ok(ok(&json!({
                    "ConformancePackName": name,
                    "ConformancePackRuleEvaluationResults": self.results(&told[from..to]),
                    "NextToken": next,
                })))
            }
            _ => Err(failure(400, "UnknownOperationException")),
        }
    }

    fn aggregator(&self, body: &Value) -> Result<(), Response> {
        let asked = body["ConfigurationAggregatorName"].as_str();
        if asked.is_some() && asked == self.estate.aggregator.as_deref() {
            Ok(())
        } else {
            Err(failure(400, "NoSuchConfigurationAggregatorException"))
        }
    }

    fn group(&self) -> Value {
        if self.estate.unrecorded.is_empty() {
            json!({"allSupported": true, "includeGlobalResourceTypes": true, "resourceTypes": []})
        } else {
            json!({
                "allSupported": false,
                "exclusionByResourceTypes": {"resourceTypes": self.estate.unrecorded},
                "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
            })
        }
    }

    fn batch(&self, body: &Value, here: &dyn Fn(&str, &str) -> bool) -> Response {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut items, mut unprocessed) = (Vec::new(), Vec::new());
        for (at, key) in body["resourceKeys"].as_array().into_iter().flatten().enumerate() {
            let (kind, id) = (&key["resourceType"], &key["resourceId"]);
            let late = self.estate.unprocessed > 0 && at.is_multiple_of(self.estate.unprocessed);
            if late && asked.insert(format!("{kind}{id}")) {
                unprocessed.push(key.clone());
                continue;
            }
            let found =
                self.items.iter().find(|i| *kind == *i.kind && *id == *i.id && here(&i.account, &i.region));
            let Some(item) = found else { continue };
            let parts: serde_json::Map<String, Value> = item
                .supplementary
                .iter()
                .map(|(name, part)| {
                    let text = part.as_str().map_or_else(|| part.to_string(), str::to_owned);
                    (name.clone(), text.into())
                })
                .collect();
            items.push(json!({
                "version": "1.3", "accountId": item.account, "awsRegion": item.region, "arn": item.arn,
                "resourceType": item.kind, "resourceId": item.id, "resourceName": item.name,
                "configurationItemStatus": "OK", "configurationItemCaptureTime": seconds(item.recorded),
                "configuration": item.configuration.to_string(), "supplementaryConfiguration": parts,
            }));
        }
        ok(&json!({"baseConfigurationItems": items, "unprocessedResourceKeys": unprocessed}))
    }

    /// What a rule says as a whole.
    pub(super) fn overall(&self, verdicts: &[usize]) -> &'static str {
        let words = || verdicts.iter().map(|at| self.estate.verdicts[*at].verdict);
        let worst = [VerdictWord::Fail, VerdictWord::Pass, VerdictWord::NotApplicable];
        compliance(worst.into_iter().find(|w| words().any(|word| word == *w)).unwrap_or(VerdictWord::Unknown))
    }

    /// The verdicts that evaluations tell: those with data.
    fn told(&self, verdicts: &[usize], word: Option<&str>) -> Vec<&LiveVerdict> {
        let verdicts = verdicts.iter().map(|at| &self.estate.verdicts[*at]);
        verdicts
            .filter(|v| {
                v.verdict != VerdictWord::Unknown && word.is_none_or(|word| word == compliance(v.verdict))
            })
            .collect()
    }

    fn results(&self, verdicts: &[&LiveVerdict]) -> Vec<Value> {
        let result = |verdict: &&LiveVerdict| {
            let (kind, id) = self.target(verdict);
            let mut result = json!({
                "EvaluationResultIdentifier": {
                    "EvaluationResultQualifier": {
                        "ConfigRuleName": verdict.rule_name, "ResourceType": kind, "ResourceId": id,
                    },
                    "OrderingTimestamp": seconds(verdict.evaluated),
                },
                "ComplianceType": compliance(verdict.verdict),
                "ResultRecordedTime": seconds(verdict.evaluated), "ConfigRuleInvokedTime": seconds(verdict.evaluated),
                "AccountId": verdict.account, "AwsRegion": verdict.region,
            });
            if !verdict.remark.is_empty() {
                result["Annotation"] = (&*verdict.remark).into();
            }
            result
        };
        verdicts.iter().map(result).collect()
    }
}
