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

/// The identity that a pull uses.
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
