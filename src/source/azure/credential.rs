//! Who signs in: environment, workload identity, managed identity, Azure CLI, in that order.
//!
//! The credentials are those of `azure_identity`; tokens are kept here, because the Azure CLI's credential starts a
//! process for each one, and because a token that Azure Resource Manager refuses must be got anew.

use std::sync::Arc;
use std::time::Duration;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{AccessToken, Secret, TokenCredential};
use azure_core::http::{ClientOptions, Transport};
use azure_core::time::OffsetDateTime;
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions,
    UserAssignedId, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use tokio::sync::Mutex;

use super::AzureOptions;
use crate::source::live::{Caller, Trouble, TroubleKind};

/// The name of signing in, in troubles.
pub(super) const SIGN_IN: &str = "entra:Token";

/// How long a managed identity endpoint may take: outside Azure nobody answers at its address.
const MANAGED_IDENTITY_PATIENCE: Duration = Duration::from_secs(3);

/// A token is renewed this long before it ends.
const MARGIN: azure_core::time::Duration = azure_core::time::Duration::minutes(2);

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A service principal named by environment variables.
    Environment,
    /// A Kubernetes service account's token.
    WorkloadIdentity,
    /// The identity of the machine or service the program runs on.
    ManagedIdentity,
    /// Whoever is signed in to the Azure CLI.
    Cli,
}

impl Way {
    pub(super) const ALL: [Self; 4] =
        [Self::Environment, Self::WorkloadIdentity, Self::ManagedIdentity, Self::Cli];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::WorkloadIdentity => "workload identity",
            Self::ManagedIdentity => "managed identity",
            Self::Cli => "Azure CLI",
        }
    }

    /// The ways that `AZURE_TOKEN_CREDENTIALS` leaves, as in the other SDKs of Azure.
    fn wanted(word: Option<&str>) -> Vec<Self> {
        let one = match word.unwrap_or_default().to_ascii_lowercase().as_str() {
            "environmentcredential" => Self::Environment,
            "workloadidentitycredential" => Self::WorkloadIdentity,
            "managedidentitycredential" => Self::ManagedIdentity,
            "azureclicredential" | "dev" => Self::Cli,
            "prod" => return vec![Self::Environment, Self::WorkloadIdentity, Self::ManagedIdentity],
            _ => return Self::ALL.to_vec(),
        };
        vec![one]
    }
}

/// What signing in is told by options and environment.
struct Settings<'a> {
    options: &'a AzureOptions,
    environment: &'a [(String, String)],
    http: &'a reqwest::Client,
}

impl Settings<'_> {
    fn var(&self, name: &str) -> Option<&str> {
        self.environment.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    fn tenant(&self) -> Option<&str> {
        self.options.tenant.as_deref().or_else(|| self.var("AZURE_TENANT_ID"))
    }

    /// Tokens come through our own client, so that its proxy and certificate authorities hold here too.
    fn client(&self) -> ClientOptions {
        let mut cloud = CustomConfiguration::default();
        let authority = self.var("AZURE_AUTHORITY_HOST").unwrap_or_else(|| self.options.cloud.authority());
        cloud.authority_host = String::from(authority);
        ClientOptions {
            transport: Some(Transport::new(Arc::new(self.http.clone()))),
            cloud: Some(Arc::new(CloudConfiguration::Custom(cloud))),
            ..ClientOptions::default()
        }
    }

    /// The credential of a way, or in a word why there is none.
    fn credential(&self, way: Way) -> Result<Arc<dyn TokenCredential>, &'static str> {
        const UNFIT: &str = "its settings are not valid";
        let credential: Arc<dyn TokenCredential> = match way {
            Way::Environment => {
                let (Some(tenant), Some(client)) = (self.tenant(), self.var("AZURE_CLIENT_ID")) else {
                    return Err("not set");
                };
                let Some(secret) = self.var("AZURE_CLIENT_SECRET") else {
                    return Err(if self.var("AZURE_CLIENT_CERTIFICATE_PATH").is_some() {
                        "a certificate works through az login --service-principal --certificate"
                    } else {
                        "no secret"
                    });
                };
                let options = ClientSecretCredentialOptions { client_options: self.client() };
                let secret = Secret::new(secret.to_owned());
                ClientSecretCredential::new(tenant, client.to_owned(), secret, Some(options))
                    .map_err(|_| UNFIT)?
            }
            Way::WorkloadIdentity => {
                let (Some(tenant), Some(client), Some(file)) =
                    (self.tenant(), self.var("AZURE_CLIENT_ID"), self.var("AZURE_FEDERATED_TOKEN_FILE"))
                else {
                    return Err("not set");
                };
                let options = WorkloadIdentityCredentialOptions {
                    credential_options: ClientAssertionCredentialOptions { client_options: self.client() },
                    client_id: Some(client.to_owned()),
                    tenant_id: Some(tenant.to_owned()),
                    token_file_path: Some(file.into()),
                };
                WorkloadIdentityCredential::new(Some(options)).map_err(|_| UNFIT)?
            }
            Way::ManagedIdentity => {
                let options = ManagedIdentityCredentialOptions {
                    user_assigned_id: self
                        .var("AZURE_CLIENT_ID")
                        .map(|id| UserAssignedId::ClientId(id.to_owned())),
                    client_options: self.client(),
                };
                ManagedIdentityCredential::new(Some(options)).map_err(|_| UNFIT)?
            }
            Way::Cli => {
                let options = AzureCliCredentialOptions {
                    tenant_id: self.options.tenant.clone(),
                    ..AzureCliCredentialOptions::default()
                };
                AzureCliCredential::new(Some(options)).map_err(|_| UNFIT)?
            }
        };
        Ok(credential)
    }
}

/// Where tokens come from.
enum Source {
    /// A token that is given and cannot be renewed.
    Given(String),
    /// The ways that are set up, in order; the first that gives a token is kept to.
    Ways(Vec<(Way, Arc<dyn TokenCredential>)>),
}

/// What is kept between requests.
#[derive(Default)]
struct Kept {
    token: Option<AccessToken>,
    way: Option<Way>,
}

/// Gives tokens for Azure Resource Manager, shared by every task of a pull.
pub(super) struct Tokens {
    source: Source,
    scope: String,
    /// Ways that are not set up, each with the reason.
    missing: Vec<String>,
    kept: Mutex<Kept>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("scope", &self.scope).finish_non_exhaustive()
    }
}

impl Tokens {
    /// As options and environment say.
    pub(super) fn new(
        options: &AzureOptions,
        environment: &[(String, String)],
        http: &reqwest::Client,
    ) -> Self {
        let scope = options.cloud.scope().to_owned();
        if let Some(token) = &options.token {
            let source = Source::Given(token.secret().to_owned());
            return Self { source, scope, missing: Vec::new(), kept: Mutex::default() };
        }
        let settings = Settings { options, environment, http };
        let mut missing = Vec::new();
        let mut ways = Vec::new();
        for way in Way::wanted(settings.var("AZURE_TOKEN_CREDENTIALS")) {
            match settings.credential(way) {
                Ok(credential) => ways.push((way, credential)),
                Err(why) => missing.push(format!("{}: {why}", way.title())),
            }
        }
        Self { source: Source::Ways(ways), scope, missing, kept: Mutex::default() }
    }

    /// Of these credentials, in order.
    #[cfg(test)]
    pub(super) fn of(ways: Vec<(Way, Arc<dyn TokenCredential>)>) -> Self {
        let scope = "https://management.azure.com/.default".to_owned();
        Self { source: Source::Ways(ways), scope, missing: Vec::new(), kept: Mutex::default() }
    }

    /// The way that gave the token in use; nothing before the first token, or where it was given.
    pub(super) async fn way(&self) -> Option<Way> {
        self.kept.lock().await.way
    }

    /// Who signs in, as the token says it, and by which way.
    pub(super) async fn caller(&self) -> Result<Caller, Trouble> {
        let token = self.token().await?;
        let told = super::probe::bearer(token.token.secret());
        let mut caller = told.unwrap_or_else(|| Caller {
            name: "the bearer of a token that does not say whose it is".to_owned(),
            details: Vec::new(),
        });
        let way = self.way().await.map_or("given token", Way::title);
        caller.details.push(("signed in by", way.to_owned()));
        Ok(caller)
    }

    /// A token that is good for a while.
    pub(super) async fn token(&self) -> Result<AccessToken, Trouble> {
        let ways = match &self.source {
            Source::Given(token) => {
                let forever = OffsetDateTime::now_utc() + azure_core::time::Duration::days(1);
                return Ok(AccessToken::new(token.clone(), forever));
            }
            Source::Ways(ways) => ways,
        };
        // held while a token is got: a hundred tasks ask for one token, not for a hundred
        let mut kept = self.kept.lock().await;
        if let Some(token) = &kept.token
            && token.expires_on > OffsetDateTime::now_utc() + MARGIN
        {
            return Ok(token.clone());
        }
        let mut failed = self.missing.clone();
        for (way, credential) in ways.iter().filter(|(way, _)| kept.way.is_none_or(|w| w == *way)) {
            match Self::ask(*way, &**credential, &self.scope).await {
                Ok(token) => {
                    kept.way = Some(*way);
                    kept.token = Some(token.clone());
                    return Ok(token);
                }
                Err(why) => failed.push(format!("{}: {why}", way.title())),
            }
        }
        Err(Trouble::new(TroubleKind::Credentials, SIGN_IN, "Azure").remark(&failed.join("; ")))
    }

    async fn ask(
        way: Way,
        credential: &dyn TokenCredential,
        scope: &str,
    ) -> Result<AccessToken, &'static str> {
        let scopes = [scope];
        let asked = credential.get_token(&scopes, None);
        let answer = if way == Way::ManagedIdentity {
            tokio::time::timeout(MANAGED_IDENTITY_PATIENCE, asked).await.map_err(|_| "no answer")?
        } else {
            asked.await
        };
        // what the error says is the service's answer, which is not shown
        answer.map_err(|_| "refused")
    }

    /// Azure Resource Manager did not take this token: the next one is got anew. Whether there can be another one.
    pub(super) async fn refused(&self, token: &AccessToken) -> bool {
        if matches!(self.source, Source::Given(_)) {
            return false;
        }
        let mut kept = self.kept.lock().await;
        if kept.token.as_ref().is_some_and(|t| t.token == token.token) {
            kept.token = None;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use azure_core::credentials::TokenRequestOptions;

    use super::*;

    #[derive(Debug)]
    struct Gives(Option<AtomicUsize>);

    #[async_trait::async_trait]
    impl TokenCredential for Gives {
        async fn get_token(
            &self,
            _: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AccessToken> {
            let Some(count) = &self.0 else {
                let kind = azure_core::error::ErrorKind::Credential;
                return Err(azure_core::Error::with_message(kind, "the-body-of-an-answer"));
            };
            let token = format!("token-{}", count.fetch_add(1, Ordering::Relaxed));
            let later = OffsetDateTime::now_utc() + azure_core::time::Duration::hours(1);
            Ok(AccessToken::new(token, later))
        }
    }

    fn gives() -> Arc<dyn TokenCredential> {
        Arc::new(Gives(Some(AtomicUsize::new(0))))
    }

    #[tokio::test]
    async fn the_first_way_that_gives_a_token_is_kept_to() {
        let tokens =
            Tokens::of(vec![(Way::Environment, Arc::new(Gives(None))), (Way::ManagedIdentity, gives())]);
        let first = tokens.token().await.unwrap();
        assert_eq!(tokens.token().await.unwrap().token, first.token);
        assert_eq!(tokens.way().await, Some(Way::ManagedIdentity));
        assert!(tokens.refused(&first).await);
        assert_eq!(tokens.token().await.unwrap().token.secret(), "token-1");
        // a token that was replaced already does not throw the new one away
        tokens.refused(&first).await;
        assert_eq!(tokens.token().await.unwrap().token.secret(), "token-1");
    }

    #[tokio::test]
    async fn nobody_signed_in_says_why_without_an_answer() {
        let trouble = Tokens::of(vec![(Way::Cli, Arc::new(Gives(None)))]).token().await.unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::Credentials);
        assert_eq!(trouble.remark, "Azure CLI: refused");
    }

    #[test]
    fn what_the_environment_sets_up() {
        let set = |pairs: &[(&str, &str)]| {
            let environment: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            let tokens = Tokens::new(&AzureOptions::default(), &environment, &reqwest::Client::new());
            let Source::Ways(ways) = tokens.source else { panic!("no ways") };
            (ways.into_iter().map(|(way, _)| way).collect::<Vec<_>>(), tokens.missing)
        };
        let (ways, missing) = set(&[]);
        assert_eq!(ways, [Way::ManagedIdentity, Way::Cli]);
        assert_eq!(missing, ["environment: not set", "workload identity: not set"]);
        let principal = [
            ("AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111"),
            ("AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222"),
            ("AZURE_CLIENT_SECRET", "s"),
        ];
        assert_eq!(set(&principal).0, [Way::Environment, Way::ManagedIdentity, Way::Cli]);
        let only = [&principal[..], &[("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential")]].concat();
        assert_eq!(set(&only).0, [Way::Cli]);
        let certificate = [principal[0], principal[1], ("AZURE_CLIENT_CERTIFICATE_PATH", "c.pem")];
        assert!(set(&certificate).1[0].contains("--certificate"));
    }
}
