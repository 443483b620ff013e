//! What the program may ask of Azure.

use crate::native::Provider;
use crate::source::live::Operation;

/// A query of Azure Resource Graph, whatever its table.
pub(super) const RESOURCE_GRAPH: Operation = Operation::read(
    Provider::Azure,
    "resourcegraph:Resources",
    "POST",
    "Microsoft.ResourceGraph/resources/read",
);

/// The latest state of every policy on every resource of a scope.
pub(super) const POLICY_STATES: Operation = Operation::read(
    Provider::Azure,
    "policyinsights:QueryPolicyStates",
    "POST",
    "Microsoft.PolicyInsights/policyStates/queryResults/read",
);

/// One resource by its id: settings that Resource Graph does not hold.
pub(super) const GET_BY_ID: Operation =
    Operation::read(Provider::Azure, "resources:GetById", "GET", "*/read");

/// Whether a subscription has registered a resource provider.
pub(super) const GET_PROVIDER: Operation = Operation::read(
    Provider::Azure,
    "resources:GetProvider",
    "GET",
    "Microsoft.Resources/subscriptions/providers/read",
);

/// Where a resource sends its logs.
pub(super) const DIAGNOSTIC_SETTINGS: Operation = Operation::read(
    Provider::Azure,
    "insights:ListDiagnosticSettings",
    "GET",
    "Microsoft.Insights/diagnosticSettings/read",
);

/// Every operation of Azure that the program can make.
pub const OPERATIONS: &[Operation] =
    &[RESOURCE_GRAPH, POLICY_STATES, GET_BY_ID, GET_PROVIDER, DIAGNOSTIC_SETTINGS];

/// Requests a second that the services are known to allow: Resource Graph grants 15 queries in 5 seconds, Azure
/// Resource Manager refills 25 reads a second for each subscription.
pub const RATES: &[(&str, f64)] =
    &[("resourcegraph:*", 3.0), ("policyinsights:*", 5.0), ("resources:*", 20.0), ("insights:*", 20.0)];
