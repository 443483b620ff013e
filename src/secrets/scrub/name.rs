//! What the names in a live configuration say of the values under them.

use std::cell::RefCell;

use crate::table::HashMap;

/// Ends of names (lower case, without separators) whose text is a secret whatever it looks like.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secretstring",
    "secretbinary",
    "secretdata",
    "secretvalue",
    "securevalue",
    "clientsecret",
    "sharedsecret",
    "webhooksecret",
    "secretkey",
    "secretaccesskey",
    "storageaccesskey",
    "accesskey",
    "accountkey",
    "sharedkey",
    "presharedkey",
    "privatekey",
    "privatekeydata",
    "privatekeypem",
    "apikey",
    "adminkey",
    "functionkey",
    "instrumentationkey",
    "licensekey",
    "connectionstring",
    "sastoken",
    "sasuri",
    "sasurl",
    "sharedaccesssignature",
    "authtoken",
    "accesstoken",
    "refreshtoken",
    "bearertoken",
    "sessiontoken",
    "oauthtoken",
    "bootstraptoken",
    "pfxblob",
    "pfxdata",
    "clientkey",
    "kubeconfig",
    "rawkey",
    "rsaencryptedkey",
    "diskencryptionkeyraw",
];

/// Ends of names whose text is a secret if it looks like one.
const TOKEN_NAMES: &[&str] = &[
    "secret",
    "token",
    "credential",
    "credentials",
    "primarykey",
    "secondarykey",
    "masterkey",
    "key1",
    "key2",
];

/// Names of texts that people write for a machine to run: any of them may hold a secret.
const SCRIPTS: &[&str] = &[
    "userdata",
    "customdata",
    "commandtoexecute",
    "cloudinit",
    "cloudconfig",
    "lifecycleconfigcontent",
    "kubeenv",
];

/// Names of maps and lists whose values people choose.
const VALUES: &[&str] = &[
    "environmentvariables",
    "envvariables",
    "envvars",
    "env",
    "variables",
    "appsettings",
    "connectionstrings",
    "protectedsettings",
    "commoninstancemetadata",
];

/// Names of what names a value beside it.
const LABELS: &[&str] = &["name", "key", "parametername", "parameterkey", "optionname"];

/// What a text stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    /// An ordinary name.
    Plain,
    /// A name that holds secrets.
    Secret,
    /// A name that holds secrets and other things.
    Token,
    /// Something whose values people choose.
    Chosen,
    /// A script.
    Script,
}

/// What a name is in its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing of what follows.
    Other,
    /// A value that a neighbour names.
    Value,
    /// A secret, or the name of one.
    Secret,
    /// Variables, or something that has variables in it.
    Environment,
    /// Metadata of an instance, or of anything else.
    Metadata,
    /// The version of what stands beside it.
    Version,
    /// It says where a value comes from, and is not the value.
    SaysWhat,
}

/// What a name says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) says: Under,
    pub(super) part: Part,
    /// The rank among names of what names a value.
    pub(super) label: Option<u8>,
}

/// Names that are remembered: an inventory has few, each on every resource.
const REMEMBERED: usize = 4096;

thread_local! {
    static NAMES: RefCell<HashMap<Box<str>, Name>> = RefCell::default();
}

pub(super) fn read_name(name: &str) -> Name {
    NAMES.with_borrow_mut(|names| {
        if let Some(known) = names.get(name) {
            return *known;
        }
        let read = read_new_name(name);
        // what people choose must not fill the memory
        if name.len() <= 64 {
            if names.len() >= REMEMBERED {
                names.clear();
            }
            names.insert(name.into(), read);
        }
        read
    })
}

fn read_new_name(name: &str) -> Name {
    let part = match plain(name).as_str() {
        "value" | "values" | "parametervalue" | "data" | "content" | "plaintext" => Part::Value,
        "secret" => Part::Secret,
        "environment" => Part::Environment,
        "metadata" => Part::Metadata,
        "version" | "projectid" => Part::Version,
        "name" | "key" | "type" | "kind" | "valuefrom" | "secretref" | "secretkeyref" | "configmapkeyref"
        | "fingerprint" => Part::SaysWhat,
        _ => Part::Other,
    };
    let label = LABELS.iter().zip(0u8..).find(|(label, _)| name.eq_ignore_ascii_case(label));
    Name { says: name_says(name), part, label: label.map(|(_, rank)| rank) }
}

/// Lower case without separators: `Master_User-Password` and `masterUserPassword` are one name.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn name_says(name: &str) -> Under {
    let name = plain(name);
    let ends = |names: &[&str]| {
        names.iter().any(|n| name.ends_with(n) || name.strip_suffix('s').is_some_and(|one| one.ends_with(n)))
    };
    if SCRIPTS.contains(&name.as_str()) || name.contains("startupscript") || name.contains("shutdownscript") {
        Under::Script
    } else if VALUES.iter().any(|n| name == *n || (n.len() > 8 && name.ends_with(n))) {
        Under::Chosen
    } else if ends(SECRET_NAMES) {
        Under::Secret
    } else if ends(TOKEN_NAMES) && !name.contains("kms") {
        Under::Token
    } else {
        Under::Plain
    }
}
