//! Which Azure: the public cloud, or one of the sovereign ones.

use serde::{Deserialize, Serialize};

/// An Azure cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AzureCloud {
    /// The public cloud.
    #[default]
    Public,
    /// Azure Government.
    Government,
    /// Azure in China, operated by 21Vianet.
    China,
}

impl AzureCloud {
    /// The endpoint of Azure Resource Manager.
    pub const fn resource_manager(self) -> &'static str {
        match self {
            Self::Public => "https://management.azure.com",
            Self::Government => "https://management.usgovcloudapi.net",
            Self::China => "https://management.chinacloudapi.cn",
        }
    }

    /// Where Microsoft Entra ID gives tokens.
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Public => "https://login.microsoftonline.com",
            Self::Government => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The scope a token for Azure Resource Manager is asked for.
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Public => "https://management.azure.com/.default",
            Self::Government => "https://management.usgovcloudapi.net/.default",
            Self::China => "https://management.chinacloudapi.cn/.default",
        }
    }
}
