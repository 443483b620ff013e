//! What an identity can read of Google Cloud: every listing asked for one item, in the first scope of a pull.

use super::client::{Clients, Content};
use super::{
    GET_SERVICE, GcpOptions, IAM_POLICIES, Identity, LIST_FINDINGS, LIST_SOURCES, OPERATIONS,
    ORGANIZATION_POLICIES, RESOURCES, identity, scopes,
};
use crate::source::live::{Caller, Examination, Operation, Probe, Puller, Purpose, Trouble, TroubleKind};

fn operation(permission: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.permission == permission)
}

fn caller(who: &Identity) -> Caller {
    let project = who.project.clone().map(|project| ("project of the credentials", project));
    Caller { name: who.title.clone(), details: project.into_iter().collect() }
}

/// Examines the identity of the options.
pub async fn examine(options: &GcpOptions, environment: &[(String, String)], puller: &Puller) -> Examination {
    let who = match identity(options, environment) {
        Ok(who) => who,
        Err(trouble) => return Examination::nobody(trouble),
    };
    let (scopes, troubles) = scopes(options, environment, &who);
    let clients = match Clients::new(options, environment, &who).await {
        Ok(clients) => clients.one_at_a_time(),
        Err(trouble) => return Examination::nobody(trouble),
    };
    if let Err(trouble) = clients.sign_in().await {
        let remark = format!("credentials: {}", who.title);
        return Examination::nobody(trouble.remark(&remark));
    }
    let reads = OPERATIONS.iter().filter(|o| o.purpose == Purpose::Read);
    let Some(scope) = scopes.first() else {
        // the trouble stands with the listing that needs the scope first
        let mut probes: Vec<Probe> = reads.map(|o| Probe::not_asked(o, "no scope is named")).collect();
        if let (Some(first), Some(trouble)) = (probes.first_mut(), troubles.into_iter().next()) {
            *first = Probe::new::<()>(first.operation, "", Err(trouble));
        }
        return Examination { caller: Ok(caller(&who)), scopes, probes };
    };
    let mut probes = Vec::new();
    for content in [&RESOURCES, &IAM_POLICIES, &ORGANIZATION_POLICIES] {
        let answer = assets(&clients, puller, scope, content).await;
        if let Err(trouble) = &answer
            && trouble.kind == TroubleKind::Credentials
        {
            // the first call is where credentials are tried
            return Examination::nobody(trouble.clone());
        }
        probes.extend(operation(content.permission).map(|o| Probe::new(o, scope, answer)));
    }
    for (at, trouble) in troubles.into_iter().enumerate() {
        let first = probes.get(at.min(probes.len().saturating_sub(1))).map(|probe| probe.operation);
        probes.extend(first.map(|o| Probe::new::<()>(o, &trouble.scope.clone(), Err(trouble))));
    }
    let of_findings = [LIST_FINDINGS, LIST_SOURCES, GET_SERVICE];
    let of_findings = OPERATIONS.iter().filter(|o| of_findings.contains(&o.api));
    for operation in of_findings {
        if options.without_findings {
            probes.push(Probe::not_asked(operation, "gcp.security_command_center is off"));
            continue;
        }
        let answer = match operation.api {
            LIST_FINDINGS => clients.findings(puller, scope, None).await.map(drop),
            LIST_SOURCES => clients.sources(puller, scope, None).await.map(drop),
            _ => {
                let service: Result<serde_json::Value, Trouble> =
                    clients.service(puller, scope, "security-health-analytics").await;
                service.map(drop)
            }
        };
        probes.push(Probe::new(operation, scope, answer));
    }
    Examination { caller: Ok(caller(&who)), scopes, probes }
}

async fn assets(clients: &Clients, puller: &Puller, scope: &str, content: &Content) -> Result<(), Trouble> {
    clients.assets(puller, scope, content, None).await.map(drop)
}
