//! What an identity can and cannot read: each operation asked once, as cheaply as it allows.

use std::sync::Arc;

use super::{Operation, Trouble, TroubleKind};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Its name as the cloud tells it; never a secret.
    pub name: String,
    /// What else is known of it: account, tenant, way of signing in.
    pub details: Vec<(&'static str, String)>,
}

/// What came of asking one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// It answers: the identity may call it.
    Yes,
    /// It does not, and why.
    No(Trouble),
    /// It was not asked, and why.
    NotAsked(&'static str),
}

/// One operation, asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The operation.
    pub operation: &'static Operation,
    /// Account, subscription or project it was asked in.
    pub scope: Arc<str>,
    /// What came of it.
    pub answered: Answered,
}

impl Probe {
    /// Of what an operation answered.
    pub fn new<T>(operation: &'static Operation, scope: &str, answer: Result<T, Trouble>) -> Self {
        let answered = match answer {
            Ok(_) => Answered::Yes,
            Err(trouble) => Answered::No(trouble),
        };
        Self { operation, scope: scope.into(), answered }
    }

    /// Of an operation that was not asked.
    pub fn not_asked(operation: &'static Operation, why: &'static str) -> Self {
        Self { operation, scope: Arc::default(), answered: Answered::NotAsked(why) }
    }

    /// Whether something that a pull wants to read is kept from it. A service that is not switched on keeps nothing.
    pub const fn keeps_back(&self) -> bool {
        match &self.answered {
            Answered::No(trouble) => !matches!(trouble.kind, TroubleKind::NotEnabled),
            Answered::Yes | Answered::NotAsked(_) => false,
        }
    }
}

/// One cloud, examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Who asks, or why nobody can.
    pub caller: Result<Caller, Trouble>,
    /// What it reaches: accounts, subscriptions, projects.
    pub scopes: Vec<String>,
    /// Every operation of the program there.
    pub probes: Vec<Probe>,
}

impl Examination {
    /// Of a cloud where nobody can ask.
    pub const fn nobody(trouble: Trouble) -> Self {
        Self { caller: Err(trouble), scopes: Vec::new(), probes: Vec::new() }
    }
}
