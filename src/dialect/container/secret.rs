//! Names that hold secrets: of variables and of files.

/// Variables of clouds and services that hold a credential.
const KNOWN: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "GITHUB_TOKEN",
    "OPENAI_API_KEY",
    "HF_TOKEN",
    "NPM_TOKEN",
];

/// Ends of names of variables that hold a secret.
const ENDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "SECRET_KEY",
    "SECRET_ACCESS_KEY",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "AUTH_TOKEN",
    "ACCESS_TOKEN",
    "API_TOKEN",
    "SESSION_TOKEN",
    "CLIENT_SECRET",
    "CREDENTIALS",
];

/// Variables that name a file of credentials.
const FILES: &[&str] =
    &["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HF_TOKEN_PATH", "GOOGLE_APPLICATION_CREDENTIALS"];

/// Whether a variable's name says that it holds a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    // what build tools hand on to web pages keeps its name behind a prefix
    let name =
        ["VITE_", "REACT_APP_", "NEXT_PUBLIC_"].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name);
    let upper = name.to_ascii_uppercase();
    KNOWN.contains(&upper.as_str())
        || ENDS.iter().any(|end| {
            upper.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('_'))
                && !FILES.contains(&upper.as_str())
        })
}

/// Whether a variable's name says that it names a file of credentials.
pub(super) fn names_secret_file(name: &str) -> bool {
    FILES.contains(&name)
}

/// Whether a value keeps nothing secret: empty, a placeholder, or the place where the secret is.
pub(super) fn is_harmless(value: &str) -> bool {
    value.is_empty() || value.starts_with('/') || value.starts_with("${") || matches!(value, "true" | "false")
}

/// Whether a file's name says that it holds a secret.
pub(super) fn is_secret_file(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        ".env"
            | ".netrc"
            | ".npmrc"
            | ".pypirc"
            | ".git-credentials"
            | ".pgpass"
            | ".my.cnf"
            | ".htpasswd"
            | "id_rsa"
            | "id_dsa"
            | "id_ecdsa"
            | "id_ed25519"
            | "credentials.json"
            | "service-account.json"
            | "kubeconfig"
            | ".dockercfg"
            | "terraform.tfstate"
            | ".vault-token"
    ) || path.ends_with(".aws/credentials")
        || path.ends_with(".docker/config.json")
        || path.ends_with(".kube/config")
        || matches!(
            lower.rsplit_once('.').map(|(_, e)| e),
            Some("key" | "p12" | "pfx" | "jks" | "keystore" | "kdbx" | "ppk")
        )
        || (lower.starts_with(".env.")
            && !lower.ends_with("example")
            && !lower.ends_with("sample")
            && !lower.ends_with("template"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables_and_files_are_told() {
        for name in ["DB_PASSWORD", "GITHUB_TOKEN", "VITE_OPENAI_API_KEY", "password", "STRIPE_API_KEY"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["PASSWORD_FILE", "TOKENIZER", "KEY_ID", "GOOGLE_APPLICATION_CREDENTIALS", "COMPASSWORD"]
        {
            assert!(!is_secret_name(name), "{name}");
        }
        for path in ["./.env", "conf/id_rsa", "tls/server.key", "/root/.aws/credentials", ".env.prod"] {
            assert!(is_secret_file(path), "{path}");
        }
        for path in [".", "src/", "environment", ".env.example", "keys/server.crt", "id_rsa.pub"] {
            assert!(!is_secret_file(path), "{path}");
        }
    }
}
