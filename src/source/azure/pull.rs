//! A pull: its units, each read on its own.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use super::arm::Arm;
use super::defender::{ASSESSMENTS, Assessment, REGULATORY, Regulatory};
use super::details::{DETAILED, Detailed, Details, MOST};
use super::graph::{self, PAGE, Reach};
use super::inventory::{self, Row};
use super::policy::{self, Exemptions};
use super::{AzureOptions, bridge, scope};
use crate::native::{LiveVerdict, Provider};
use crate::source::live::{Page, Puller, SinkError, Trouble, TroubleKind, Unit, UnitEnd};

/// Rows of a type with parts to ask for: few, because a page is kept only when all its parts were asked for.
const DETAILED_PAGE: u32 = 100;

/// What a row of the inventory is made of.
const COLUMNS: &str = "project id, name, type, location, subscriptionId, kind, sku, identity, plan, zones, \
     managedBy, tags, properties | order by id asc";

/// The inventory's queries, by part.
const INVENTORY: &[(&str, &str)] = &[
    (
        "inventory/authorization",
        "authorizationresources | where type in~ ('microsoft.authorization/roleassignments', 'microsoft.authorization/roledefinitions') | where tostring(properties.type) !~ 'BuiltInRole' | project id, name, type, properties | order by id asc",
    ),
    (
        "inventory/backup",
        "recoveryservicesresources | where type in~ ('microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems', 'microsoft.recoveryservices/vaults/backuppolicies', 'microsoft.dataprotection/backupvaults/backupinstances', 'microsoft.dataprotection/backupvaults/backuppolicies') | project id, name, type, location, subscriptionId, properties | order by id asc",
    ),
    (
        "inventory/defender-plans",
        "securityresources | where type =~ 'microsoft.security/pricings' | project id, name, type, subscriptionId, properties | order by id asc",
    ),
];

/// The query of everything that needs no parts.
fn plain() -> String {
    let kinds: Vec<_> = DETAILED.iter().map(|d| format!("'{}'", d.kind)).collect();
    format!("resources | where type !in~ ({}) | {COLUMNS}", kinds.join(", "))
}

fn of_kind(kind: &str) -> String {
    format!("resources | where type =~ '{kind}' | {COLUMNS}")
}

/// What is missing from a unit that was read to its end.
#[derive(Clone, Default)]
struct Lacks(Arc<Mutex<Vec<Trouble>>>);

impl Lacks {
    fn add(&self, troubles: impl IntoIterator<Item = Trouble>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for trouble in troubles {
            if !all.contains(&trouble) {
                all.push(trouble);
            }
        }
    }

    fn end(&self) -> UnitEnd {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if all.is_empty() { UnitEnd::Complete } else { UnitEnd::Partial(all) }
    }
}

fn unit(reach: &Reach, part: &str) -> Unit {
    Unit { provider: Provider::Azure, scope: reach.name(), region: Arc::default(), part: part.into() }
}

type Units = JoinSet<Result<(), SinkError>>;

/// Reads everything options name into the puller's sink. Gives the troubles that came before there was any unit.
pub async fn pull(
    options: &AzureOptions,
    environment: &[(String, String)],
    puller: &Puller,
) -> Result<Vec<Trouble>, SinkError> {
    let arm = match Arm::new(options, environment, puller.clone()) {
        Ok(arm) => arm,
        Err(trouble) => return Ok(vec![trouble]),
    };
    pull_with(&arm, options).await
}

pub(super) async fn pull_with(arm: &Arm, options: &AzureOptions) -> Result<Vec<Trouble>, SinkError> {
    let scopes = match scope::discover(arm, options).await {
        Ok(scopes) => scopes,
        Err(trouble) => return Ok(vec![trouble]),
    };
    let mut units = Units::new();
    for reach in &scopes.reaches {
        units.spawn(inventory(arm.clone(), reach.clone(), "inventory/resources".into(), plain()));
        for (part, query) in INVENTORY {
            units.spawn(inventory(arm.clone(), reach.clone(), (*part).to_owned(), (*query).to_owned()));
        }
        for kind in DETAILED {
            units.spawn(detailed(arm.clone(), reach.clone(), kind, options.details.unwrap_or(MOST)));
        }
        units.spawn(assessments(arm.clone(), reach.clone()));
        units.spawn(regulatory(arm.clone(), reach.clone()));
    }
    for reach in scopes.policy {
        units.spawn(policy_states(arm.clone(), reach));
    }
    let mut failed = None;
    while let Some(done) = units.join_next().await {
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                // nothing can be kept any more: the others stop as well
                arm.puller.cancel.cancel();
                failed = failed.or(Some(error));
            }
            Err(_) => failed = failed.or_else(|| Some(SinkError("a task of the pull broke".to_owned()))),
        }
    }
    failed.map_or(Ok(scopes.troubles), Err)
}

/// Rows as they are.
async fn inventory(arm: Arm, reach: Reach, part: String, query: String) -> Result<(), SinkError> {
    let lacks = Lacks::default();
    let (arm, reach, query, noted) = (&arm, &reach, &query, &lacks);
    let page = |token: Option<String>| async move {
        let page = graph::page::<Row>(arm, reach, query, PAGE, token.as_deref()).await?;
        noted.add(page.lacks);
        let resources = page.rows.into_iter().flat_map(inventory::rows).collect();
        Ok((Page { resources, ..Page::default() }, page.next))
    };
    arm.puller.unit(unit(reach, &part), page, || lacks.end()).await.map(drop)
}

/// Rows with the parts that Resource Graph does not hold.
async fn detailed(arm: Arm, reach: Reach, kind: &'static Detailed, most: usize) -> Result<(), SinkError> {
    let lacks = Lacks::default();
    let details = Details::new(arm.clone(), reach.name(), kind, most);
    let query = of_kind(kind.kind);
    let (arm, reach, query, noted, details) = (&arm, &reach, &query, &lacks, &details);
    let page = |token: Option<String>| async move {
        let page = graph::page::<Row>(arm, reach, query, DETAILED_PAGE, token.as_deref()).await?;
        noted.add(page.lacks);
        let rows = details.add(page.rows).await?;
        noted.add(details.lacks());
        let resources = rows.into_iter().flat_map(inventory::rows).collect();
        Ok((Page { resources, ..Page::default() }, page.next))
    };
    let part = format!("inventory/{}", kind.kind);
    arm.puller.unit(unit(reach, &part), page, || lacks.end()).await.map(drop)
}

/// States of policies, with the exemptions of the scope read once before.
async fn policy_states(arm: Arm, reach: Reach) -> Result<(), SinkError> {
    let lacks = Lacks::default();
    let exemptions: OnceCell<Exemptions> = OnceCell::new();
    let (arm, reach, noted, exemptions) = (&arm, &reach, &lacks, &exemptions);
    let page = |token: Option<String>| async move {
        let known = exemptions.get_or_init(|| async {
            match Exemptions::read(arm, reach).await {
                Ok((known, trouble)) => {
                    noted.add(trouble);
                    known
                }
                Err(trouble) => {
                    noted.add([trouble]);
                    Exemptions::default()
                }
            }
        });
        let (page, next, trouble) = policy::page(arm, reach, known.await, token.as_deref()).await?;
        noted.add(trouble);
        Ok((page, next))
    };
    arm.puller.unit(unit(reach, "verdicts/policy-states"), page, || lacks.end()).await.map(drop)
}

async fn assessments(arm: Arm, reach: Reach) -> Result<(), SinkError> {
    defender::<Assessment>(arm, reach, "verdicts/defender-assessments", ASSESSMENTS, Assessment::verdict)
        .await
}

async fn regulatory(arm: Arm, reach: Reach) -> Result<(), SinkError> {
    defender::<Regulatory>(arm, reach, "verdicts/defender-regulatory", REGULATORY, Regulatory::verdict).await
}

/// What Defender says. A subscription without a word of it has not switched it on, which is no clean bill.
async fn defender<T: serde::de::DeserializeOwned>(
    arm: Arm,
    reach: Reach,
    part: &'static str,
    query: &'static str,
    verdict: fn(T) -> Option<LiveVerdict>,
) -> Result<(), SinkError> {
    let lacks = Lacks::default();
    let (arm, reach, noted) = (&arm, &reach, &lacks);
    let page = |token: Option<String>| async move {
        let page = graph::page::<T>(arm, reach, query, PAGE, token.as_deref()).await?;
        noted.add(page.lacks);
        if page.rows.is_empty() && token.is_none() && page.next.is_none() {
            noted.add([silence(arm, reach, part).await?]);
        }
        let verdicts = page.rows.into_iter().filter_map(verdict).collect();
        Ok((Page { verdicts, ..Page::default() }, page.next))
    };
    arm.puller.unit(unit(reach, part), page, || lacks.end()).await.map(drop)
}

/// Why Defender says nothing.
async fn silence(arm: &Arm, reach: &Reach, part: &str) -> Result<Trouble, Trouble> {
    let not_enabled = Trouble::new(TroubleKind::NotEnabled, "Microsoft.Security", reach.name());
    let registered = match reach {
        Reach::Subscription(id) => bridge::is_registered(arm, id, "Microsoft.Security").await?,
        // of many subscriptions nobody said anything: which of them have it is not asked one by one
        Reach::Tenant | Reach::ManagementGroup(_) => true,
    };
    Ok(match (registered, part) {
        (false, _) => not_enabled,
        (true, "verdicts/defender-regulatory") => not_enabled.remark("no regulatory standard is assigned"),
        (true, _) => not_enabled.remark("nothing is assessed"),
    })
}
