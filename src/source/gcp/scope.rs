//! One organization, folder or project: its units, in the order they need each other.

use std::sync::Arc;

use super::assets::{Made, resources};
use super::client::{Clients, Content, LIST_ASSETS};
use super::detectors::Assessed;
use super::names::Projects;
use super::{IAM_POLICIES, ORGANIZATION_POLICIES, PROJECTS, RESOURCES, findings, policies};
use crate::native::Provider;
use crate::source::live::{Page, Puller, SinkError, Trouble, TroubleKind, Unit, UnitEnd};

/// A scope being read.
#[derive(Clone)]
pub(super) struct Scope {
    name: Arc<str>,
    clients: Arc<Clients>,
    puller: Puller,
    projects: Projects,
}

impl Scope {
    pub(super) fn new(name: String, clients: Arc<Clients>, puller: Puller) -> Self {
        Self { name: name.into(), clients, puller, projects: Projects::default() }
    }

    /// Reads all of it. Only a sink that fails is an error.
    pub(super) async fn pull(self, with_findings: bool) -> Result<(), SinkError> {
        // every unit needs the ids of projects; what they cannot be told by is noted with each
        let unnamed = self.learn_projects().await.err();
        let inventory = async {
            let grants = self.policies("inventory/iam-policies", &IAM_POLICIES, unnamed.as_ref()).await?;
            let listed = !matches!(grants, UnitEnd::Failed(_));
            self.resources(listed, unnamed.as_ref()).await
        };
        let constraints =
            self.policies("inventory/organization-policies", &ORGANIZATION_POLICIES, unnamed.as_ref());
        let found =
            async { if with_findings { self.findings(unnamed.as_ref()).await.map(drop) } else { Ok(()) } };
        let (inventory, constraints, found) = tokio::join!(inventory, constraints, found);
        inventory?;
        constraints?;
        found
    }

    fn unit(&self, part: &str) -> Unit {
        Unit { provider: Provider::Gcp, scope: self.name.clone(), region: Arc::default(), part: part.into() }
    }

    /// Learns which number is which project.
    async fn learn_projects(&self) -> Result<(), Trouble> {
        let mut token: Option<String> = None;
        loop {
            let answer = self.clients.assets(&self.puller, &self.name, &PROJECTS, token.as_deref()).await?;
            self.count(LIST_ASSETS, answer.assets.len());
            for data in answer.assets.iter().filter_map(|a| a.resource.as_ref()?.data.as_ref()) {
                self.projects.learn(data);
            }
            let next = following(answer.next_page_token);
            if next.is_none() || next == token {
                return Ok(());
            }
            token = next;
        }
    }

    /// Grants or constraints, by the content they are asked as.
    async fn policies(
        &self,
        part: &str,
        content: &'static Content,
        unnamed: Option<&Trouble>,
    ) -> Result<UnitEnd, SinkError> {
        let is_iam = content.kind == IAM_POLICIES.kind;
        let page = |token: Option<String>| async move {
            let answer = self.clients.assets(&self.puller, &self.name, content, token.as_deref()).await?;
            self.count(LIST_ASSETS, answer.assets.len());
            let made = answer.assets.into_iter().flat_map(|asset| {
                if is_iam {
                    policies::grants(&asset, &self.projects)
                } else {
                    policies::constraints(&asset, &self.projects)
                }
            });
            let page = Page { resources: made.collect(), verdicts: Vec::new() };
            Ok((page, following(answer.next_page_token)))
        };
        self.puller.unit(self.unit(part), page, || end(unnamed.cloned().into_iter().collect())).await
    }

    async fn resources(&self, policies_listed: bool, unnamed: Option<&Trouble>) -> Result<(), SinkError> {
        let bare = std::sync::atomic::AtomicU64::new(0);
        let count = &bare;
        let page = |token: Option<String>| async move {
            let answer = self.clients.assets(&self.puller, &self.name, &RESOURCES, token.as_deref()).await?;
            self.count(LIST_ASSETS, answer.assets.len());
            let mut page = Page::default();
            for asset in answer.assets {
                match resources(asset, &self.projects, policies_listed) {
                    Made::Resources(made) => page.resources.extend(made),
                    Made::Elsewhere => {}
                    Made::Bare => {
                        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                }
            }
            Ok((page, following(answer.next_page_token)))
        };
        let complete = || {
            let bare = bare.load(std::sync::atomic::Ordering::Relaxed);
            let without = (bare > 0).then(|| {
                Trouble::new(TroubleKind::NotCollected, LIST_ASSETS, self.name.clone())
                    .remark(&format!("{bare} assets came without their configuration"))
            });
            end(unnamed.cloned().into_iter().chain(without).collect())
        };
        self.puller.unit(self.unit("inventory/resources"), page, complete).await.map(drop)
    }

    async fn findings(&self, unnamed: Option<&Trouble>) -> Result<(), SinkError> {
        let assessed = Assessed::ask(&self.clients, &self.puller, &self.name).await;
        let (missing, trouble) = assessed.missing(&self.name);
        let missing = &missing;
        let page = |token: Option<String>| async move {
            let answer = self.clients.findings(&self.puller, &self.name, token.as_deref()).await?;
            self.count(super::LIST_FINDINGS, answer.list_findings_results.len());
            let next = following(answer.next_page_token.clone());
            let mut verdicts = if token.is_none() { missing.clone() } else { Vec::new() };
            verdicts.extend(findings::verdicts(answer, &self.projects));
            Ok((Page { resources: Vec::new(), verdicts }, next))
        };
        let complete = || end(trouble.into_iter().chain(unnamed.cloned()).collect());
        self.puller.unit(self.unit("verdicts/security-command-center"), page, complete).await.map(drop)
    }

    fn count(&self, api: &str, items: usize) {
        self.puller.ledger.note(api, |row| {
            row.pages += 1;
            row.items += items as u64;
        });
    }
}

fn following(token: String) -> Option<String> {
    Some(token).filter(|token| !token.is_empty())
}

/// How a unit that was read to its last page ends.
fn end(troubles: Vec<Trouble>) -> UnitEnd {
    if troubles.is_empty() { UnitEnd::Complete } else { UnitEnd::Partial(troubles) }
}
