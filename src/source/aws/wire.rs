//! What STS and the error answers look like on the wire.

use std::fmt::Write as _;

use serde_json::Value;

use super::endpoint::Service;
use super::failure::bare;
use super::session::Signed;

pub(super) fn sts<'a>(api: &'static str, form: &'a str) -> Signed<'a> {
    Signed {
        api,
        service: Service::Sts,
        path: "/",
        headers: &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
        body: form,
    }
}

/// The text of the first element of a name in STS's XML, which nests no element in one of the same name.
pub(super) fn element(xml: &str, name: &str) -> Option<String> {
    let start = xml.find(&format!("<{name}>"))? + name.len() + 2;
    let text = &xml[start..];
    let text = text[..text.find('<')?].trim();
    Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

/// The code of an error: of the header, of a JSON body, or of STS's XML.
pub(super) fn code_of(header: Option<&str>, body: &[u8]) -> Option<String> {
    if let Some(code) = header {
        return Some(bare(code).to_owned());
    }
    if let Ok(json) = serde_json::from_slice::<Value>(body) {
        let code = ["__type", "code", "Code"].iter().find_map(|name| json.get(*name)?.as_str());
        return code.map(|code| bare(code).to_owned());
    }
    element(std::str::from_utf8(body).ok()?, "Code")
}

/// A value in a form.
pub(super) fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_codes_are_read() {
        let xml = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>\
                   <Message>a &amp; b</Message></Error></ErrorResponse>";
        assert_eq!(element(xml, "Message").as_deref(), Some("a & b"));
        assert_eq!(element(xml, "Arn"), None);
        assert_eq!(code_of(None, xml.as_bytes()).as_deref(), Some("ExpiredToken"));
        let json = br#"{"__type":"com.x#AccessDeniedException","Message":"no"}"#;
        assert_eq!(code_of(None, json).as_deref(), Some("AccessDeniedException"));
        assert_eq!(code_of(Some("InvalidAccessException"), b"").as_deref(), Some("InvalidAccessException"));
        assert_eq!(code_of(None, b"<html>"), None);
    }

    #[test]
    fn forms_are_escaped() {
        assert_eq!(escape("arn:aws:iam::1:role/a b&c"), "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%20b%26c");
    }
}
