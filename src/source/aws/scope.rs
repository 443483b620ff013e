//! Which accounts there are, and how each is entered.

use serde_json::{Value, json};

use super::AwsOptions;
use super::endpoint::Service;
use super::session::{Session, Signed};
use crate::source::live::{Trouble, TroubleKind};

/// Asks Organizations.
async fn organizations(session: &Session, api: &'static str, body: &Value) -> Result<Value, Trouble> {
    let operation = api.split_once(':').map_or("", |(_, operation)| operation);
    let target = format!("AWSOrganizationsV20161128.{operation}");
    let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target.as_str())];
    let service = Service::Organizations;
    session.send_json(&Signed { api, service, path: "/", headers: &headers, body: &body.to_string() }).await
}

/// The active accounts of the organisation.
pub(super) async fn list(session: &Session) -> Result<Vec<String>, Trouble> {
    const API: &str = "organizations:ListAccounts";
    let mut accounts = Vec::new();
    let mut token = Value::Null;
    loop {
        let body = if token.is_null() { json!({}) } else { json!({"NextToken": token}) };
        let mut page = organizations(session, API, &body).await?;
        let Some(Value::Array(listed)) = page.get_mut("Accounts").map(Value::take) else {
            return Err(Trouble::new(TroubleKind::Malformed, API, session.scope()));
        };
        session.puller.ledger.note(API, |row| {
            row.pages += 1;
            row.items += listed.len() as u64;
        });
        accounts.extend(
            listed
                .iter()
                .filter(|a| a["Status"] == "ACTIVE")
                .filter_map(|a| a["Id"].as_str().map(str::to_owned)),
        );
        let next = page["NextToken"].take();
        if next.is_null() || next == token {
            return Ok(accounts);
        }
        token = next;
    }
}

/// Whether the identity's account is in an organisation: its id.
pub(super) async fn organisation(session: &Session) -> Result<String, Trouble> {
    const API: &str = "organizations:DescribeOrganization";
    let answer = organizations(session, API, &json!({})).await?;
    let id = answer.pointer("/Organization/Id").and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| Trouble::new(TroubleKind::Malformed, API, session.scope()))
}

/// A session for every account that is asked for. Accounts that cannot be entered are told.
pub(super) async fn accounts(
    session: &Session,
    options: &AwsOptions,
    troubles: &mut Vec<Trouble>,
) -> Vec<Session> {
    let wanted = if !options.accounts.is_empty() {
        options.accounts.clone()
    } else if options.role.is_some() {
        let listed = match organisation(session).await {
            Ok(_) => list(session).await,
            Err(trouble) => Err(trouble),
        };
        listed.unwrap_or_else(|trouble| {
            troubles.push(trouble);
            vec![session.account.to_string()]
        })
    } else {
        vec![session.account.to_string()]
    };
    let mut sessions = Vec::with_capacity(wanted.len());
    for account in wanted {
        if *account == *session.account {
            sessions.push(session.clone());
        } else if let Some(role) = &options.role {
            sessions.push(session.assuming(&account, role, options.external_id.as_deref()));
        } else {
            troubles.push(
                Trouble::new(TroubleKind::NotCollected, "sts:AssumeRole", account)
                    .remark("no role is named for accounts other than the identity's own"),
            );
        }
    }
    sessions
}
