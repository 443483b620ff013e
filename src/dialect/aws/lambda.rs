//! Lambda functions, their addresses and permissions.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_lambda_function", Kind::Function, function),
    Type::resource("aws_lambda_function_url", Kind::Endpoint, url).with_links(&[Link {
        by: &["function_name"],
        to: &["aws_lambda_function"],
        named: &["function_name"],
        apply: address,
    }]),
    Type::resource("aws_lambda_permission", Kind::Endpoint, permission),
];

fn function(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NetworkAttached, from.block("vpc_config"));
    to.set(Key::DeadLetter, from.presence("dead_letter_config.target_arn"));
    to.set(Key::ConcurrencyLimit, from.int("reserved_concurrent_executions", -1));
    to.set(Key::CodeSigning, from.presence("code_signing_config_arn"));
    to.set(Key::Tracing, from.text("tracing_config.mode", Datum::Absent));
    to.set(Key::EnvironmentSet, from.block("environment"));
    to.set(Key::EnvironmentKey, from.presence("kms_key_arn"));
    // a container image brings its own runtime
    to.set(Key::Version, from.text("runtime", Datum::Absent));
    to.set(Key::AnyOrigin, from.without("aws_lambda_function_url", false));
}

fn url(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuthenticationRequired, from.says("authorization_type", &["NONE"], false).negate());
}

/// A function whose address admits scripts of every origin with every method.
fn address(from: &Reader<'_>, to: &mut Resource) {
    let origins = from.mentions("cors.allow_origins", &["*"], false);
    let methods = from.mentions("cors.allow_methods", &["*"], false);
    to.set(Key::AnyOrigin, origins.and(|| methods));
}

fn permission(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("principal", &["*"], false));
    let service = from.text("principal", Datum::Absent).map(|principal| match principal {
        Datum::Text(name) => {
            let mut parts = name.split('.').skip(1);
            Datum::Bool(parts.next() == Some("amazonaws") && parts.next() == Some("com"))
        }
        other => other,
    });
    to.set(Key::ServicePrincipal, service);
    let set = |argument| {
        // the value of a reference is settled at apply, but that there is one is certain
        from.node(argument)
            .filter(|n: &&Node| !n.references().is_empty() || n.as_unknown().is_none())
            .map_or_else(
                || from.presence(argument).map(|d| Datum::Bool(d != Datum::Absent)),
                |_| Setting::concluded(Truth::True, from.place()),
            )
    };
    to.set(Key::SourceScoped, set("source_arn").or(|| set("source_account")));
}
