//! Where the services that have no client in this program are reached.

/// A service that is asked with signed requests of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// Security Token Service.
    Sts,
    /// Organizations.
    Organizations,
    /// Security Hub.
    SecurityHub,
}

/// An address, and the region its signatures are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Without a path.
    pub(super) url: String,
    /// The region to sign for.
    pub(super) region: String,
}

impl Service {
    /// The name in addresses and signatures.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sts => "sts",
            Self::Organizations => "organizations",
            Self::SecurityHub => "securityhub",
        }
    }

    /// The environment's name of its address, as the SDKs have it.
    const fn variable(self) -> &'static str {
        match self {
            Self::Sts => "AWS_ENDPOINT_URL_STS",
            Self::Organizations => "AWS_ENDPOINT_URL_ORGANIZATIONS",
            Self::SecurityHub => "AWS_ENDPOINT_URL_SECURITYHUB",
        }
    }

    /// Its endpoint in a region. `everywhere` is an address for all services: `AWS_ENDPOINT_URL`, or `endpoint_url` of
    /// the profile, as the SDK found it.
    ///
    /// Addresses by partition: <https://docs.aws.amazon.com/general/latest/gr/rande.html>. Organizations has one for a
    /// whole partition.
    pub(super) fn endpoint(
        self,
        region: &str,
        fips: bool,
        everywhere: Option<&str>,
        environment: &[(String, String)],
    ) -> Endpoint {
        let partition = Partition::of_region(region);
        let region = match (self, partition) {
            (Self::Organizations, Partition::Aws) => "us-east-1",
            (Self::Organizations, Partition::Gov) => "us-gov-west-1",
            (Self::Organizations, Partition::China) => "cn-northwest-1",
            _ => region,
        };
        let ignored =
            environment.iter().any(|(n, v)| n == "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" && v == "true");
        let own = environment
            .iter()
            .find(|(n, v)| n == self.variable() && !v.is_empty() && !ignored)
            .map(|(_, v)| v.as_str());
        let url = if let Some(url) = own.or(everywhere) {
            url.trim_end_matches('/').to_owned()
        } else {
            // in GovCloud the plain names of these two are FIPS endpoints already
            let plain = partition == Partition::Gov && self != Self::SecurityHub;
            let fips = if fips && !plain { "-fips" } else { "" };
            let domain = if partition == Partition::China { "amazonaws.com.cn" } else { "amazonaws.com" };
            format!("https://{}{fips}.{region}.{domain}", self.name())
        };
        Endpoint { url, region: region.to_owned() }
    }
}

/// A part of AWS that shares nothing with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Partition {
    /// The commercial one.
    Aws,
    /// GovCloud (US).
    Gov,
    /// China.
    China,
}

impl Partition {
    /// The partition of a region.
    pub(super) fn of_region(region: &str) -> Self {
        if region.starts_with("us-gov-") {
            Self::Gov
        } else if region.starts_with("cn-") {
            Self::China
        } else {
            Self::Aws
        }
    }

    /// The word in ARNs.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Gov => "aws-us-gov",
            Self::China => "aws-cn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_by_partition_and_fips() {
        let url = |service: Service, region, fips| service.endpoint(region, fips, None, &[]).url;
        assert_eq!(url(Service::Sts, "eu-west-1", false), "https://sts.eu-west-1.amazonaws.com");
        assert_eq!(url(Service::Sts, "us-east-2", true), "https://sts-fips.us-east-2.amazonaws.com");
        assert_eq!(url(Service::Sts, "us-gov-east-1", true), "https://sts.us-gov-east-1.amazonaws.com");
        assert_eq!(
            url(Service::SecurityHub, "cn-north-1", false),
            "https://securityhub.cn-north-1.amazonaws.com.cn"
        );
        assert_eq!(
            url(Service::SecurityHub, "us-gov-west-1", true),
            "https://securityhub-fips.us-gov-west-1.amazonaws.com"
        );
        let organizations = Service::Organizations.endpoint("eu-central-1", false, None, &[]);
        assert_eq!(organizations.url, "https://organizations.us-east-1.amazonaws.com");
        assert_eq!(organizations.region, "us-east-1");
    }

    #[test]
    fn addresses_of_the_environment_win() {
        let environment = [("AWS_ENDPOINT_URL_STS".to_owned(), "http://sts.test/".to_owned())];
        let everywhere = Some("http://all.test");
        let url = |service: Service| service.endpoint("us-east-1", false, everywhere, &environment).url;
        assert_eq!(url(Service::Sts), "http://sts.test");
        assert_eq!(url(Service::SecurityHub), "http://all.test");
        let off = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS".to_owned(), "true".to_owned());
        let environment = [environment[0].clone(), off];
        let own = Service::Sts.endpoint("us-east-1", false, None, &environment);
        assert_eq!(own.url, "https://sts.us-east-1.amazonaws.com");
    }
}
