//! Who asks: application default credentials, in the order people expect.
//!
//! `GOOGLE_APPLICATION_CREDENTIALS`, then the file that `gcloud auth application-default login` writes, then the
//! metadata server. Files are read here and not by the SDK, because the environment comes in from outside.

use std::path::PathBuf;
use std::sync::Arc;

use google_cloud_auth::build_errors::Error as BuilderError;
use google_cloud_auth::credentials::{
    Credentials, anonymous, external_account, impersonated, mds, service_account, user_account,
};
use google_cloud_gax::retry_policy::NeverRetry;
use serde_json::Value;

use super::options::{GcpOptions, variable};
use crate::source::live::{Trouble, TroubleKind};

/// Reading needs no narrower one: what may be read is decided by roles.
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

/// The API of troubles with credentials.
const API: &str = "auth:Token";

/// An identity, and what its credentials say of themselves.
#[derive(Debug, Clone)]
pub struct Identity {
    /// What kind of credentials they are, and whose: for people, without secrets.
    pub title: String,
    /// The project they belong to, where they say so.
    pub project: Option<String>,
    pub(super) credentials: Credentials,
}

/// The identity that a pull uses. To be called inside a runtime: tokens are renewed in the background.
pub fn identity(options: &GcpOptions, environment: &[(String, String)]) -> Result<Identity, Trouble> {
    if options.endpoint.is_some() {
        let credentials = anonymous::Builder::new().build();
        return Ok(Identity {
            title: "nobody, at an endpoint of one's own".into(),
            project: None,
            credentials,
        });
    }
    let wanted = Wanted::new(options, environment);
    let found = match file(environment)? {
        Some(json) => of_file(json, &wanted)?,
        None => Identity {
            title: "metadata server".into(),
            project: None,
            credentials: wanted
                .of_metadata_server(environment)
                .map_err(|e| refused("metadata server", &e))?,
        },
    };
    let environment_target = variable(
        environment,
        &["CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT", "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"],
    );
    let Some(target) = options.impersonate.as_deref().or(environment_target) else { return Ok(found) };
    let mut builder = impersonated::Builder::from_source_credentials(found.credentials)
        .with_target_principal(target)
        .with_delegates(options.delegates.clone())
        .with_scopes([SCOPE])
        .with_retry_policy(NeverRetry);
    if let Some(project) = &wanted.quota_project {
        builder = builder.with_quota_project_id(project);
    }
    if let Some(domain) = &wanted.universe_domain {
        builder = builder.with_universe_domain(domain);
    }
    Ok(Identity {
        title: format!("{target}, through {}", found.title),
        project: found.project,
        credentials: builder.build().map_err(|e| refused("impersonation", &e))?,
    })
}

/// What every kind of credentials is told.
struct Wanted {
    quota_project: Option<String>,
    universe_domain: Option<String>,
}

impl Wanted {
    fn new(options: &GcpOptions, environment: &[(String, String)]) -> Self {
        let or = |own: &Option<String>, names: &[&str]| {
            own.clone().or_else(|| variable(environment, names).map(str::to_owned))
        };
        Self {
            quota_project: or(&options.quota_project, &["GOOGLE_CLOUD_QUOTA_PROJECT"]),
            universe_domain: or(&options.universe_domain, &["GOOGLE_CLOUD_UNIVERSE_DOMAIN"]),
        }
    }

    fn of_metadata_server(&self, environment: &[(String, String)]) -> Result<Credentials, BuilderError> {
        let mut builder = mds::Builder::default().with_scopes([SCOPE]).with_retry_policy(NeverRetry);
        if let Some(host) = variable(environment, &["GCE_METADATA_HOST"]) {
            builder = builder.with_endpoint(format!("http://{host}"));
        }
        if let Some(project) = &self.quota_project {
            builder = builder.with_quota_project_id(project);
        }
        if let Some(domain) = &self.universe_domain {
            builder = builder.with_universe_domain(domain);
        }
        builder.build()
    }
}

/// The credentials file in force.
fn file(environment: &[(String, String)]) -> Result<Option<Value>, Trouble> {
    let named = variable(environment, &["GOOGLE_APPLICATION_CREDENTIALS"]).map(PathBuf::from);
    let Some(path) = named.clone().or_else(|| well_known(environment)) else { return Ok(None) };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        // nobody has logged in with gcloud; a file that was named must be there
        Err(e) if named.is_none() && e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(unusable(&path.display().to_string(), &e.kind().to_string())),
    };
    match serde_json::from_slice(&bytes) {
        Ok(json) => Ok(Some(json)),
        Err(_) => Err(unusable(&path.display().to_string(), "it is not JSON")),
    }
}

fn well_known(environment: &[(String, String)]) -> Option<PathBuf> {
    let of = |name| variable(environment, &[name]).map(PathBuf::from);
    let directory = of("CLOUDSDK_CONFIG")
        .or_else(|| of("HOME").map(|home| home.join(".config/gcloud")))
        .or_else(|| of("APPDATA").map(|data| data.join("gcloud")))?;
    Some(directory.join("application_default_credentials.json"))
}

fn of_file(json: Value, wanted: &Wanted) -> Result<Identity, Trouble> {
    let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
    let kind = text("type").unwrap_or_default();
    let project = text("project_id").or_else(|| text("quota_project_id"));
    let email = text("client_email");
    // each kind has a builder of its own, alike in these words
    macro_rules! build {
        ($builder:expr, universe) => {{
            let mut builder = $builder;
            if let Some(domain) = &wanted.universe_domain {
                builder = builder.with_universe_domain(domain);
            }
            build!(builder)
        }};
        ($builder:expr) => {{
            let mut builder = $builder;
            if let Some(project) = &wanted.quota_project {
                builder = builder.with_quota_project_id(project);
            }
            builder.build()
        }};
    }
    let (title, built) = match kind.as_str() {
        "authorized_user" => {
            ("user".to_owned(), build!(user_account::Builder::new(json).with_retry_policy(NeverRetry)))
        }
        "service_account" => (
            format!("service account {}", email.unwrap_or_default()),
            build!(
                service_account::Builder::new(json)
                    .with_access_specifier(service_account::AccessSpecifier::from_scopes([SCOPE])),
                universe
            ),
        ),
        "external_account" => (
            "workload identity federation".to_owned(),
            build!(
                external_account::Builder::new(json).with_scopes([SCOPE]).with_retry_policy(NeverRetry),
                universe
            ),
        ),
        "impersonated_service_account" => (
            "impersonated service account".to_owned(),
            build!(
                impersonated::Builder::new(json).with_scopes([SCOPE]).with_retry_policy(NeverRetry),
                universe
            ),
        ),
        other => return Err(unusable("the credentials file", &format!("its type is {other:?}"))),
    };
    Ok(Identity { credentials: built.map_err(|e| refused(&title, &e))?, title, project })
}

fn unusable(what: &str, why: &str) -> Trouble {
    Trouble::new(TroubleKind::Credentials, API, Arc::from(what)).remark(why)
}

/// What the SDK says of a file may quote it, so only the kind of its error is told.
fn refused(what: &str, error: &BuilderError) -> Trouble {
    let why = if error.is_loading() {
        "they cannot be loaded"
    } else if error.is_parsing() {
        "they are not of the expected form"
    } else if error.is_unknown_type() {
        "their type is not known"
    } else if error.is_missing_field() {
        "a field is missing"
    } else {
        "they cannot be used"
    };
    unusable(what, why)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::runtime::Handle;

    use super::*;
    use crate::fixture_cloud::{Fault, FaultKind, GcpCloud, Request, Response, Server, gcp_error};
    use crate::source::gcp::RESOURCES;
    use crate::source::gcp::client::Clients;
    use crate::source::live::{Backoff, MemorySink, Puller, PullerOptions};

    /// A directory with a credentials file, and the environment that names it.
    fn login(file: &Value) -> (tempfile::TempDir, Vec<(String, String)>) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key.json");
        std::fs::write(&path, file.to_string()).unwrap();
        let variable = ("GOOGLE_APPLICATION_CREDENTIALS".to_owned(), path.display().to_string());
        (directory, vec![variable])
    }

    fn user(server: &Server) -> Value {
        json!({"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r",
            "quota_project_id": "payer", "token_uri": format!("{}/token", server.url())})
    }

    /// The cloud, with an endpoint that gives tokens.
    fn server() -> Server {
        let cloud = GcpCloud::new("900").project("clinic", "77");
        let answer = move |request: &Request| match request.path.as_str() {
            "/token" => {
                Response::json(200, &json!({"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}))
            }
            _ => crate::fixture_cloud::Handler::answer(&cloud, request),
        };
        Server::start(&Handle::current(), answer).unwrap()
    }

    /// Asks the cloud for assets as an identity.
    async fn ask(server: &Server, who: &Identity) -> Result<usize, Trouble> {
        let backoff = Backoff { attempts: 1, ..Backoff::default() };
        let options = PullerOptions { backoff, ..PullerOptions::default() };
        let puller = Puller::new(Arc::new(MemorySink::default()), &options, 1, |_| {});
        let endpoint = GcpOptions { endpoint: Some(server.url()), ..GcpOptions::default() };
        let clients = Clients::new(&endpoint, &[], who).await?;
        Ok(clients.assets(&puller, "projects/clinic", &RESOURCES, None).await?.assets.len())
    }

    #[tokio::test]
    async fn a_user_is_known_by_the_file_and_pays_by_the_project() {
        let server = server();
        let (_kept, environment) = login(&user(&server));
        let who = identity(&GcpOptions::default(), &environment).unwrap();
        assert_eq!((&*who.title, who.project.as_deref()), ("user", Some("payer")));
        assert_eq!(ask(&server, &who).await, Ok(1));
        let asked = server.log().into_iter().find(|r| r.path.ends_with("/assets")).unwrap();
        assert_eq!(asked.header("authorization"), Some("Bearer t"));
        assert_eq!(asked.header("x-goog-user-project"), Some("payer"));
        // a project that is named pays before the file's
        let options = GcpOptions { quota_project: Some("named".into()), ..GcpOptions::default() };
        ask(&server, &identity(&options, &environment).unwrap()).await.unwrap();
        assert_eq!(server.log().last().unwrap().header("x-goog-user-project"), Some("named"));
    }

    #[tokio::test]
    async fn a_login_that_has_ended_is_told_and_a_busy_service_is_asked_again() {
        for (status, kind) in [(400, TroubleKind::Credentials), (503, TroubleKind::Network)] {
            let server = server();
            let (_kept, environment) = login(&user(&server));
            let refused = Response::json(status, &json!({"error": "invalid_grant"}));
            server.fault(Fault::on(FaultKind::Answer(refused), |r| r.path == "/token"));
            let who = identity(&GcpOptions::default(), &environment).unwrap();
            assert_eq!(ask(&server, &who).await.unwrap_err().kind, kind);
        }
    }

    #[tokio::test]
    async fn a_metadata_server_is_asked_where_there_is_no_file() {
        let server = server();
        let token =
            Response::json(200, &json!({"access_token": "m", "expires_in": 3600, "token_type": "Bearer"}));
        server.fault(Fault::on(FaultKind::Answer(token), |r| r.path.ends_with("/token")));
        let host = server.url().trim_start_matches("http://").to_owned();
        let home = tempfile::tempdir().unwrap();
        let environment =
            [("GCE_METADATA_HOST".to_owned(), host), ("HOME".to_owned(), home.path().display().to_string())];
        let who = identity(&GcpOptions::default(), &environment).unwrap();
        assert_eq!(who.title, "metadata server");
        assert_eq!(ask(&server, &who).await, Ok(1));
        assert_eq!(server.log().last().unwrap().header("authorization"), Some("Bearer m"));
    }

    #[tokio::test]
    async fn the_file_that_gcloud_writes_is_found() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join(".config/gcloud");
        std::fs::create_dir_all(&directory).unwrap();
        let file =
            json!({"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r"});
        std::fs::write(directory.join("application_default_credentials.json"), file.to_string()).unwrap();
        let environment = [("HOME".to_owned(), home.path().display().to_string())];
        assert_eq!(identity(&GcpOptions::default(), &environment).unwrap().title, "user");
        let target = GcpOptions {
            impersonate: Some("auditor@p.iam.gserviceaccount.com".into()),
            ..GcpOptions::default()
        };
        let title = identity(&target, &environment).unwrap().title;
        assert_eq!(title, "auditor@p.iam.gserviceaccount.com, through user");
    }

    #[test]
    fn a_file_that_cannot_be_used_is_told_without_what_is_in_it() {
        let secret = "hunter2";
        let files = [
            json!({"type": "gdch_service_account", "private_key": secret}),
            json!({"type": "service_account", "private_key": secret}),
            json!({"private_key": secret}),
        ];
        for file in files {
            let (_kept, environment) = login(&file);
            let trouble = identity(&GcpOptions::default(), &environment).unwrap_err();
            assert_eq!(trouble.kind, TroubleKind::Credentials);
            assert!(!trouble.to_string().contains(secret), "{trouble}");
        }
        let missing = [("GOOGLE_APPLICATION_CREDENTIALS".to_owned(), "/nowhere/key.json".to_owned())];
        let trouble = identity(&GcpOptions::default(), &missing).unwrap_err();
        assert!(trouble.to_string().contains("/nowhere/key.json"), "{trouble}");
    }

    #[tokio::test]
    async fn credentials_never_go_to_an_endpoint_of_ones_own() {
        let server = server();
        let (_kept, environment) = login(&user(&server));
        let options = GcpOptions { endpoint: Some(server.url()), ..GcpOptions::default() };
        ask(&server, &identity(&options, &environment).unwrap()).await.unwrap();
        assert!(server.log().iter().all(|r| r.header("authorization").is_none()));
    }

    #[tokio::test]
    async fn a_denied_call_names_what_is_missing() {
        let server = server();
        let (_kept, environment) = login(&user(&server));
        let details = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "USER_PROJECT_DENIED",
            "domain": "googleapis.com", "metadata": {"service": "cloudasset.googleapis.com"}}]);
        let denied = FaultKind::Answer(gcp_error(403, "PERMISSION_DENIED", &details));
        server.fault(Fault::on(denied, |r| r.path.ends_with("/assets")));
        let trouble =
            ask(&server, &identity(&GcpOptions::default(), &environment).unwrap()).await.unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::Denied { permission: "serviceusage.services.use".into() });
    }
}
