//! Pages as rows. Runs where the page was read, beside the writer and beside other pages.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

use super::words::{DigestKey, Word};
use crate::native::{Configuration, LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::secrets;
use crate::source::live::Page;

/// The form of a body: JSON as it is.
const PLAIN: u8 = 0;

/// Provider, type, account and region.
pub(super) type PlaceKey = (Provider, Arc<str>, Arc<str>, Arc<str>);
/// Service, rule and the rule's name.
pub(super) type RuleKey = (NativeService, Arc<str>, Arc<str>);

/// A resource as a row.
#[derive(Debug)]
pub(super) struct ResourceRow {
    pub(super) word: Word,
    pub(super) place: PlaceKey,
    pub(super) name: Arc<str>,
    pub(super) recorded: Option<i64>,
    pub(super) digest: i64,
    pub(super) body: Vec<u8>,
}

/// A verdict as a row.
#[derive(Debug)]
pub(super) struct VerdictRow {
    pub(super) rule: RuleKey,
    pub(super) resource: Arc<str>,
    pub(super) place: PlaceKey,
    pub(super) verdict: VerdictWord,
    pub(super) remark: Word,
    pub(super) exemption: Option<String>,
    pub(super) evaluated: Option<i64>,
    pub(super) digest: i64,
}

/// A page as rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) resources: Vec<ResourceRow>,
    pub(super) verdicts: Vec<VerdictRow>,
}

impl Rows {
    pub(super) fn of(page: Page, provider: Provider, key: &DigestKey) -> serde_json::Result<Self> {
        Ok(Self {
            resources: page.resources.into_iter().map(|r| resource(r, key)).collect::<Result<_, _>>()?,
            verdicts: page.verdicts.iter().map(|v| verdict(v, provider, key)).collect::<Result<_, _>>()?,
        })
    }
}

fn resource(mut live: LiveResource, key: &DigestKey) -> serde_json::Result<ResourceRow> {
    // the sources have done this; a source that forgot must not fill a file with secrets
    secrets::scrub(&mut live.configuration);
    for (name, text) in &mut live.tags {
        secrets::scrub_tag(name, text);
    }
    let mut canonical = Vec::with_capacity(1024);
    for part in [live.provider.id(), &live.vendor_type, &live.account, &live.region, &live.name] {
        text(part, &mut canonical);
    }
    let mut tags: Vec<_> = live.tags.iter().collect();
    tags.sort_unstable();
    for (name, value) in tags {
        text(name, &mut canonical);
        text(value, &mut canonical);
    }
    canonicalize(&live.configuration, &mut canonical);
    let mut body = vec![PLAIN];
    serde_json::to_writer(&mut body, &(&live.tags, &*live.configuration))?;
    Ok(ResourceRow {
        word: Word::new(key, &live.id),
        digest: key.digest(&canonical),
        place: (live.provider, live.vendor_type, live.account, live.region),
        name: live.name,
        recorded: live.recorded.map(Timestamp::as_microsecond),
        body,
    })
}

/// Tags and configuration of a body.
pub(super) type Body = (Vec<(Arc<str>, Arc<str>)>, Configuration);

/// Reads a body. The configuration stays text, which is checked to be JSON.
pub(super) fn body(bytes: &[u8]) -> serde_json::Result<Body> {
    let json = match bytes.split_first() {
        Some((&PLAIN, json)) => json,
        _ => b"",
    };
    let (tags, configuration): (_, &RawValue) = serde_json::from_slice(json)?;
    Ok((tags, Configuration::of_text(configuration.get().into())))
}

fn verdict(live: &LiveVerdict, provider: Provider, key: &DigestKey) -> serde_json::Result<VerdictRow> {
    let exemption = live.exemption.as_ref().map(serde_json::to_string).transpose()?;
    let mut canonical = Vec::with_capacity(256);
    for part in [
        live.service.id(),
        &live.rule,
        &live.rule_name,
        &live.resource,
        provider.id(),
        &live.vendor_type,
        &live.account,
        &live.region,
        &live.remark,
        exemption.as_deref().unwrap_or_default(),
    ] {
        text(part, &mut canonical);
    }
    canonical.push(verdict_code(live.verdict));
    Ok(VerdictRow {
        rule: (live.service, live.rule.clone(), live.rule_name.clone()),
        resource: live.resource.clone(),
        place: (provider, live.vendor_type.clone(), live.account.clone(), live.region.clone()),
        verdict: live.verdict,
        remark: Word::new(key, &live.remark),
        exemption,
        evaluated: live.evaluated.map(Timestamp::as_microsecond),
        digest: key.digest(&canonical),
    })
}

pub(super) const fn verdict_code(verdict: VerdictWord) -> u8 {
    match verdict {
        VerdictWord::Pass => 0,
        VerdictWord::Fail => 1,
        VerdictWord::Unknown => 2,
        VerdictWord::NotApplicable => 3,
    }
}

/// What is not a code of ours is not known to hold.
pub(super) const fn verdict_of(code: i64) -> VerdictWord {
    match code {
        0 => VerdictWord::Pass,
        1 => VerdictWord::Fail,
        3 => VerdictWord::NotApplicable,
        _ => VerdictWord::Unknown,
    }
}

/// A text with its length before it, so that two texts are never taken for one.
fn text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&(text.len() as u64).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// A value such that two are equal exactly if their bytes are; the order of names does not matter.
fn canonicalize(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(b'n'),
        Value::Bool(b) => out.push(if *b { b't' } else { b'f' }),
        Value::Number(n) => {
            out.push(b'#');
            text(&n.to_string(), out);
        }
        Value::String(s) => {
            out.push(b's');
            text(s, out);
        }
        Value::Array(items) => {
            out.push(b'[');
            out.extend_from_slice(&(items.len() as u64).to_le_bytes());
            for item in items {
                canonicalize(item, out);
            }
        }
        Value::Object(entries) => {
            out.push(b'{');
            out.extend_from_slice(&(entries.len() as u64).to_le_bytes());
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            for (name, entry) in sorted {
                text(name, out);
                canonicalize(entry, out);
            }
        }
    }
}

/// The rows that a page showed, with times that differ from those in the rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SeenRows {
    pub(super) resources: Vec<(i64, SeenTime)>,
    pub(super) verdicts: Vec<(i64, SeenTime)>,
}

/// When the cloud recorded or evaluated, as this reading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeenTime {
    /// As the row says.
    AsKept,
    /// At another time; nothing where the cloud does not say any more.
    At(Option<i64>),
}

impl SeenTime {
    pub(super) fn of(kept: Option<i64>, seen: Option<i64>) -> Self {
        if kept == seen { Self::AsKept } else { Self::At(seen) }
    }

    pub(super) fn or(self, kept: Option<i64>) -> Option<i64> {
        match self {
            Self::AsKept => kept,
            Self::At(at) => at,
        }
    }
}

impl SeenRows {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4 * (self.resources.len() + self.verdicts.len()) + 8);
        for rows in [&self.resources, &self.verdicts] {
            put(rows.len() as u64, &mut out);
            let (mut row_before, mut time_before) = (0, 0);
            for (row, time) in rows {
                let (kind, at) = match time {
                    SeenTime::AsKept => (0, None),
                    SeenTime::At(None) => (1, None),
                    SeenTime::At(Some(at)) => (2, Some(*at)),
                };
                // rows lie close together: three bits are free beside a step
                put(zigzag(row.wrapping_sub(row_before)) << 2 | kind, &mut out);
                row_before = *row;
                if let Some(at) = at {
                    put(zigzag(at.wrapping_sub(time_before)), &mut out);
                    time_before = at;
                }
            }
        }
        out
    }

    pub(super) fn of_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut rows = Self::default();
        for list in [&mut rows.resources, &mut rows.verdicts] {
            let count = take(&mut bytes)?;
            let (mut row, mut time) = (0i64, 0i64);
            for _ in 0..count {
                let step = take(&mut bytes)?;
                row = row.wrapping_add(unzigzag(step >> 2));
                let seen = match step & 3 {
                    0 => SeenTime::AsKept,
                    1 => SeenTime::At(None),
                    _ => {
                        time = time.wrapping_add(unzigzag(take(&mut bytes)?));
                        SeenTime::At(Some(time))
                    }
                };
                list.push((row, seen));
            }
        }
        bytes.is_empty().then_some(rows)
    }
}

pub(super) const fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)).cast_unsigned()
}

pub(super) const fn unzigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -((n & 1).cast_signed())
}

/// Seven bits in a byte, the least first.
pub(super) fn put(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7f) as u8);
}

pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_names_does_not_matter_and_all_else_does() {
        let bytes = |value: Value| {
            let mut out = Vec::new();
            canonicalize(&value, &mut out);
            out
        };
        assert_eq!(bytes(json!({"a": 1, "b": [true]})), bytes(json!({"b": [true], "a": 1})));
        let different = [
            json!(null),
            json!(false),
            json!(0),
            json!("0"),
            json!(""),
            json!([]),
            json!({}),
            json!([1, 2]),
            json!([2, 1]),
            json!([[1], 2]),
            json!({"a": "b"}),
            json!({"a": null}),
            json!({"ab": ""}),
        ];
        for (i, one) in different.iter().enumerate() {
            for other in &different[i + 1..] {
                assert_ne!(bytes(one.clone()), bytes(other.clone()), "{one} {other}");
            }
        }
    }

    fn seen() -> impl Strategy<Value = Vec<(i64, SeenTime)>> {
        let time = prop_oneof![
            Just(SeenTime::AsKept),
            Just(SeenTime::At(None)),
            any::<i32>().prop_map(|n| SeenTime::At(Some(i64::from(n) * 1_000_003))),
        ];
        prop::collection::vec((0i64..1 << 40, time), 0..20)
    }

    proptest! {
        #[test]
        fn rows_seen_come_back(resources in seen(), verdicts in seen()) {
            let rows = SeenRows { resources, verdicts };
            let bytes = rows.to_bytes();
            prop_assert_eq!(SeenRows::of_bytes(&bytes), Some(rows));
            prop_assert_eq!(SeenRows::of_bytes(&bytes[..bytes.len() - 1]), None);
        }
    }
}
