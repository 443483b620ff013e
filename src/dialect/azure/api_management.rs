//! API Management services, their backends and APIs.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_api_management", Kind::ApiEndpoint, service),
    Type::resource("azurerm_api_management_backend", Kind::ApiEndpoint, backend),
    Type::resource("azurerm_api_management_api", Kind::ApiEndpoint, api),
];

/// Switches that bring an old protocol back, under the names of provider versions 3 and 4.
const OLD_PROTOCOLS: &[&str] = &[
    "enable_backend_ssl30",
    "enable_back_end_ssl30",
    "backend_ssl30_enabled",
    "enable_backend_tls10",
    "backend_tls10_enabled",
    "enable_backend_tls11",
    "backend_tls11_enabled",
    "enable_frontend_ssl30",
    "frontend_ssl30_enabled",
    "enable_frontend_tls10",
    "frontend_tls10_enabled",
    "enable_frontend_tls11",
    "frontend_tls11_enabled",
];

fn service(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NetworkAttached, from.presence("virtual_network_configuration.subnet_id"));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    let sku = from.node("sku_name").and_then(Node::as_text);
    // only the consumption tier asks for client certificates at the gateway as a whole
    if sku.is_some_and(|s| s.starts_with("Consumption")) {
        to.set(Key::ClientCertificate, from.bool("client_certificate_enabled", false));
    }
    let mut offered = Vec::new();
    let mut at = from.here(Datum::Absent);
    for name in OLD_PROTOCOLS {
        let setting = from.bool(&format!("security.{name}"), false);
        match setting.datum() {
            Some(Datum::Bool(true)) => {
                offered.push(Maybe::Known((*name).into()));
                at = setting;
            }
            None => offered.extend(setting.why().map(|why| Maybe::Unknown(why.clone().into()))),
            _ => {}
        }
    }
    let list = Datum::List(offered.into());
    to.set(Key::Protocols, if from.has("security") { at.map(|_| list) } else { Setting::Default(list) });
}

fn backend(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::OriginEncrypted,
        from.text("url", Datum::Absent).map(|d| match d {
            Datum::Text(url) => Datum::Bool(url.starts_with("https")),
            _ => Datum::Bool(false),
        }),
    );
}

fn api(from: &Reader<'_>, to: &mut Resource) {
    let protocols = from.list("protocols", Datum::Absent);
    to.set(
        Key::HttpsOnly,
        protocols.map(|d| match d {
            Datum::List(items) => Datum::Bool(items.iter().all(|i| {
                i.known().is_some_and(|p| p.eq_ignore_ascii_case("https") || p.eq_ignore_ascii_case("wss"))
            })),
            // nothing written offers HTTPS only
            _ => Datum::Bool(true),
        }),
    );
    to.set(Key::AuthenticationRequired, from.bool("subscription_required", true));
}
