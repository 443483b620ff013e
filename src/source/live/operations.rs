//! Every operation of the clouds' APIs that the program can make. None changes anything.

use crate::native::Provider;

/// What an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It reads.
    Read,
    /// It gets credentials for the reads; it leaves nothing behind but an entry in the audit trail.
    SignIn,
}

/// One operation of a cloud's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    /// Whose.
    pub cloud: Provider,
    /// Its name in ledgers, budgets and troubles: `config:SelectResourceConfig`.
    pub api: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The permission to ask for; empty where it needs none.
    pub permission: &'static str,
    /// What it is for.
    pub purpose: Purpose,
}

impl Operation {
    /// An operation that reads.
    pub const fn read(
        cloud: Provider,
        api: &'static str,
        method: &'static str,
        permission: &'static str,
    ) -> Self {
        Self { cloud, api, method, permission, purpose: Purpose::Read }
    }

    /// An operation that gets credentials.
    pub const fn sign_in(
        cloud: Provider,
        api: &'static str,
        method: &'static str,
        permission: &'static str,
    ) -> Self {
        Self { cloud, api, method, permission, purpose: Purpose::SignIn }
    }
}

/// Every operation of every cloud that this program was built with.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let clouds: &[&'static [Operation]] = &[
        #[cfg(feature = "aws")]
        crate::source::aws::OPERATIONS,
        #[cfg(feature = "azure")]
        crate::source::azure::OPERATIONS,
        #[cfg(feature = "gcp")]
        crate::source::gcp::OPERATIONS,
    ];
    clouds.iter().flat_map(|cloud| cloud.iter()).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that the vendors begin the names of reads with.
    const READS: &[&str] = &["Get", "BatchGet", "List", "Describe", "Select", "Search", "Query"];

    /// The operations that get credentials, by name: there is no pattern to them.
    const SIGN_INS: &[&str] =
        &["sts:AssumeRole", "oauth2:Token", "sts.googleapis.com:Token", "iamcredentials:GenerateAccessToken"];

    /// Whether a permission lets its holder read and nothing else, by the rules of the cloud that names it.
    fn reads(operation: &Operation) -> bool {
        match operation.cloud {
            Provider::Aws => {
                assert!(operation.permission.is_empty() || operation.permission == operation.api);
                let verb = operation.api.split_once(':').map_or("", |(_, verb)| verb);
                READS.iter().any(|read| verb.starts_with(read))
            }
            // https://learn.microsoft.com/azure/role-based-access-control/role-definitions: the last segment is the verb
            Provider::Azure => operation.permission.ends_with("/read"),
            // https://cloud.google.com/iam/docs/roles-overview: service.resource.verb
            Provider::Gcp => {
                let verb = operation.permission.rsplit('.').next().unwrap_or_default();
                READS.iter().any(|read| verb.starts_with(&read.to_ascii_lowercase()))
            }
            _ => false,
        }
    }

    #[test]
    fn every_operation_is_a_read() {
        for operation in operations() {
            match operation.purpose {
                Purpose::Read => {
                    assert!(matches!(operation.method, "GET" | "POST"), "{operation:?}");
                    assert!(reads(operation), "{operation:?} asks for more than a read");
                }
                Purpose::SignIn => assert!(SIGN_INS.contains(&operation.api), "{operation:?}"),
            }
        }
    }

    /// The whole list, so that an operation cannot be added without being seen here.
    #[cfg(all(feature = "aws", feature = "azure", feature = "gcp"))]
    #[test]
    fn the_list_of_operations() {
        let mut list: Vec<String> =
            operations().map(|o| format!("{} {} {}", o.cloud.id(), o.method, o.api)).collect();
        list.sort();
        insta::assert_snapshot!(list.join("\n"));
    }

    #[test]
    fn an_operation_stands_once() {
        let mut names: Vec<_> = operations().map(|o| (o.cloud.id(), o.api)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
