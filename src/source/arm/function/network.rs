//! Functions of address ranges, version 4 and 6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::Given;
use crate::native::{Node, Value};

/// A range as numbers: its first address, its length and how many bits addresses have.
#[derive(Clone, Copy)]
struct Range {
    first: u128,
    length: u32,
    bits: u32,
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let (number, bits) = match address.parse().ok()? {
            IpAddr::V4(a) => (u128::from(u32::from(a)), 32),
            IpAddr::V6(a) => (u128::from(a), 128),
        };
        let length: u32 = length.parse().ok()?;
        let range = Self { first: number, length, bits };
        (length <= bits).then(|| Self { first: number & !range.hosts(), ..range })
    }

    /// The bits that tell addresses of the range apart.
    const fn hosts(self) -> u128 {
        match self.bits - self.length {
            128 => u128::MAX,
            n => (1u128 << n) - 1,
        }
    }

    fn address(self, number: u128) -> Option<String> {
        Some(match self.bits {
            32 => Ipv4Addr::from(u32::try_from(number).ok()?).to_string(),
            _ => Ipv6Addr::from(number).to_string(),
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
const fn whole(n: f64) -> u128 {
    if n < 0.0 { 0 } else { n as u128 }
}

/// The function of this name; nothing where the name or the values are not its own.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    let text = |text: String| given.at(Value::String(text.into()));
    let range = || Range::parse(given.text(0)?);
    match lower {
        "cidrsubnet" => {
            let range = range()?;
            let length = u32::try_from(whole(given.number(1)?)).ok()?;
            if length < range.length || length > range.bits {
                return None;
            }
            let size = 1u128.checked_shl(range.bits - length)?;
            let first = range.first.checked_add(whole(given.number(2)?).checked_mul(size)?)?;
            let within = (first & !range.hosts()) == range.first || range.length == 0;
            within.then(|| range.address(first)).flatten().map(|a| text(format!("{a}/{length}")))
        }
        "cidrhost" => {
            let range = range()?;
            // the first address is the network's own
            let at = range.first.checked_add(whole(given.number(1)?))?.checked_add(1)?;
            (at <= range.first | range.hosts()).then(|| range.address(at)).flatten().map(text)
        }
        "parsecidr" => {
            let range = range()?;
            let last = range.first | range.hosts();
            let mask = !range.hosts() & if range.bits == 32 { u128::from(u32::MAX) } else { u128::MAX };
            let usable = u128::from(range.bits == 32 && range.length < 31);
            let members = [
                ("network", text(range.address(range.first)?)),
                ("netmask", text(range.address(mask)?)),
                ("broadcast", text(range.address(last)?)),
                ("firstUsable", text(range.address(range.first + usable)?)),
                ("lastUsable", text(range.address(last - usable)?)),
                ("cidr", given.at(Value::Number(f64::from(range.length)))),
            ];
            let object = members.into_iter().map(|(k, v)| (k.into(), v)).collect();
            Some(given.at(Value::Object(Arc::new(object))))
        }
        _ => None,
    }
}
