//! Encodings and digests.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha512};

use crate::native::Node;

use super::{Arguments, Outcome, list, object, text, yaml};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    let first = || a.text(0);
    if let Some(digest) = name.strip_prefix("base64").and_then(|name| digest(name, b"").map(|_| name)) {
        let raw = first().map(|s| match digest {
            "sha256" => Sha256::digest(s.as_bytes()).to_vec(),
            _ => Sha512::digest(s.as_bytes()).to_vec(),
        });
        return matches!(digest, "sha256" | "sha512").then(|| raw.map(|raw| text(STANDARD.encode(raw))));
    }
    if digest(name, b"").is_some() {
        return Some(first().and_then(|s| digest(name, s.as_bytes()).map(text).ok_or_else(String::new)));
    }
    Some(match name {
        "base64encode" => first().map(|s| text(STANDARD.encode(s.as_bytes()))),
        "base64decode" => first().and_then(|s| {
            let bytes = STANDARD.decode(s.as_bytes()).map_err(|_| "the text is not base64".to_owned())?;
            String::from_utf8(bytes).map(text).map_err(|_| "what is encoded is not text".to_owned())
        }),
        "textencodebase64" => text_encode(a),
        "textdecodebase64" => text_decode(a),
        "urlencode" => first().map(|s| text(url_encode(&s))),
        "urldecode" => first().and_then(|s| url_decode(&s)),
        "csvdecode" => csv_decode(a),
        "yamldecode" => first().and_then(|s| yaml::decode(&s, a)),
        "yamlencode" => a.node(0).and_then(|node| yaml::encode(node, a)).map(text),
        "uuidv5" => uuid_v5(a),
        _ => return None,
    })
}

/// The hexadecimal digest of some bytes, for the name of a digest.
pub(super) fn digest(name: &str, bytes: &[u8]) -> Option<String> {
    let raw = match name {
        "md5" => Md5::digest(bytes).to_vec(),
        "sha1" => Sha1::digest(bytes).to_vec(),
        "sha256" => Sha256::digest(bytes).to_vec(),
        "sha512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    };
    Some(hexadecimal(&raw))
}

/// Two digits for each byte.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The digest of some bytes in base64, for the names that have one.
pub(super) fn digest_base64(name: &str, bytes: &[u8]) -> Option<String> {
    match name {
        "sha256" => Some(STANDARD.encode(Sha256::digest(bytes))),
        "sha512" => Some(STANDARD.encode(Sha512::digest(bytes))),
        _ => None,
    }
}

fn is_utf16(name: &str) -> Result<bool, String> {
    match name.to_ascii_uppercase().as_str() {
        "UTF-8" => Ok(false),
        "UTF-16LE" => Ok(true),
        _ => Err(format!("the encoding {name:?} cannot be computed offline")),
    }
}

fn text_encode(a: &Arguments<'_>) -> Outcome {
    let (s, encoding) = (a.text(0)?, a.text(1)?);
    let bytes = if is_utf16(&encoding)? {
        s.encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else {
        s.as_bytes().to_vec()
    };
    Ok(text(STANDARD.encode(bytes)))
}

fn text_decode(a: &Arguments<'_>) -> Outcome {
    let bytes = STANDARD.decode(a.text(0)?.as_bytes()).map_err(|_| "the text is not base64".to_owned())?;
    if is_utf16(&a.text(1)?)? {
        let units: Vec<u16> =
            bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16(&units).map(text).map_err(|_| "what is encoded is not text".to_owned());
    }
    String::from_utf8(bytes).map(text).map_err(|_| "what is encoded is not text".to_owned())
}

fn url_encode(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for byte in s.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

fn url_decode(s: &str) -> Outcome {
    let bytes = s.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = s.get(i + 1..i + 3).ok_or("a percent sign without two digits")?;
                out.push(u8::from_str_radix(digits, 16).map_err(|_| "a percent sign without two digits")?);
                i += 2;
            }
            other => out.push(*other),
        }
        i += 1;
    }
    String::from_utf8(out).map(text).map_err(|_| "what is encoded is not text".to_owned())
}

fn csv_decode(a: &Arguments<'_>) -> Outcome {
    let s = a.text(0)?;
    let mut reader = csv::Reader::from_reader(s.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let mut rows: Vec<Node> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(object(header.iter().zip(record.iter()).map(|(name, field)| (name.into(), text(field)))));
        a.room_for_entries(rows.len())?;
    }
    Ok(list(rows))
}

fn uuid_v5(a: &Arguments<'_>) -> Outcome {
    let namespace = a.text(0)?;
    let namespace = match &*namespace {
        "dns" => uuid::Uuid::NAMESPACE_DNS,
        "url" => uuid::Uuid::NAMESPACE_URL,
        "oid" => uuid::Uuid::NAMESPACE_OID,
        "x500" => uuid::Uuid::NAMESPACE_X500,
        other => uuid::Uuid::parse_str(other).map_err(|_| "the namespace is not a UUID".to_owned())?,
    };
    Ok(text(uuid::Uuid::new_v5(&namespace, a.text(1)?.as_bytes()).to_string()))
}
