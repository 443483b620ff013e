//! Organizations, Security Hub and STS.

use serde_json::{Value, json};

use super::super::{ASSUMED, Caller, Cloud, failure};
use super::{ok, paged};
use crate::fixture_cloud::{Request, Response};

impl Cloud {
    pub(in super::super) fn organizations(&self, operation: &str, body: &Value) -> Response {
        if self.estate.organisation.is_empty() {
            return failure(400, "AWSOrganizationsNotInUseException");
        }
        match operation {
            "DescribeOrganization" => ok(&json!({"Organization": {
                "Id": "o-fixture00", "MasterAccountId": self.estate.account, "FeatureSet": "ALL",
            }})),
            "ListAccounts" => {
                let accounts = &self.estate.organisation;
                match paged(accounts, &body["NextToken"], 20, self.estate.empty_pages) {
                    Ok((from, to, next)) => ok(&json!({
                        "Accounts": accounts[from..to].iter().map(|id| json!({
                            "Id": id, "Status": "ACTIVE", "Name": format!("account {id}"),
                            "Arn": format!("arn:aws:organizations::1:account/o-fixture00/{id}"),
                        })).collect::<Vec<_>>(),
                        "NextToken": next,
                    })),
                    Err(failure) => failure,
                }
            }
            _ => failure(400, "UnknownOperationException"),
        }
    }

    pub(in super::super) fn get_findings(&self, caller: &Caller, body: &Value) -> Response {
        if !self.estate.security_hub.contains(&caller.region) {
            let failed = failure(401, "InvalidAccessException");
            return failed.header("x-amzn-errortype", "InvalidAccessException");
        }
        let is = |name: &str, value: &str| {
            let wanted = body["Filters"][name].as_array().map(Vec::as_slice).unwrap_or_default();
            wanted.is_empty() || wanted.iter().any(|filter| filter["Value"] == value)
        };
        let found: Vec<&Value> = self
            .findings
            .iter()
            .filter(|(account, region, _)| is("AwsAccountId", account) && is("Region", region))
            .map(|(_, _, finding)| finding)
            .collect();
        let size = usize::try_from(body["MaxResults"].as_u64().unwrap_or(10)).unwrap_or(100);
        match paged(&found, &body["NextToken"], size, self.estate.empty_pages) {
            Ok((from, to, next)) => {
                Response::json(200, &json!({"Findings": &found[from..to], "NextToken": next}))
            }
            Err(failure) => failure,
        }
    }

    pub(in super::super) fn sts(&self, caller: &Caller, request: &Request) -> Response {
        const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
        let xml = |status, body: String| Response::new(status, "text/xml", body);
        match request.field("Action").as_deref() {
            Some("GetCallerIdentity") => {
                let account = &caller.account;
                xml(
                    200,
                    format!(
                        "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\"><GetCallerIdentityResult>\
                         <Arn>arn:aws:iam::{account}:user/auditor</Arn><UserId>AIDAFIXTURE</UserId>\
                         <Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                    ),
                )
            }
            Some("AssumeRole") => {
                let arn = request.field("RoleArn").unwrap_or_default();
                let account = arn.split(':').nth(4).unwrap_or_default().to_owned();
                if !self.estate.organisation.contains(&account) {
                    let error = "<Error><Type>Sender</Type><Code>AccessDenied</Code></Error>";
                    return xml(403, format!("<ErrorResponse xmlns=\"{NAMESPACE}\">{error}</ErrorResponse>"));
                }
                xml(
                    200,
                    format!(
                        "<AssumeRoleResponse xmlns=\"{NAMESPACE}\"><AssumeRoleResult><Credentials>\
                         <AccessKeyId>{ASSUMED}{account}</AccessKeyId><SecretAccessKey>fixture</SecretAccessKey>\
                         <SessionToken>fixture</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>\
                         </Credentials></AssumeRoleResult></AssumeRoleResponse>"
                    ),
                )
            }
            _ => xml(
                400,
                "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>".to_owned(),
            ),
        }
    }
}
