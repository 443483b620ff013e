//! Functions over address prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{Arguments, Outcome, boolean, list, text};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    Some(match name {
        "cidrhost" => host(a),
        "cidrnetmask" => prefix(a).map(|net| text(net.netmask().to_string())),
        "cidrsubnet" => a.integer(1).and_then(|bits| subnet(&prefix(a)?, bits, a.integer(2)?)).map(text),
        "cidrsubnets" => subnets(a),
        "cidrcontains" => contains(a),
        _ => return None,
    })
}

fn prefix(a: &Arguments<'_>) -> Result<IpNet, String> {
    let source = a.text(0)?;
    source.parse::<IpNet>().map(|net| net.trunc()).map_err(|_| format!("{source:?} is not an address prefix"))
}

fn number_of(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

fn address(net: &IpNet, number: u128) -> IpAddr {
    match net {
        IpNet::V4(_) => IpAddr::V4(Ipv4Addr::from(u32::try_from(number).unwrap_or(u32::MAX))),
        IpNet::V6(_) => IpAddr::V6(Ipv6Addr::from(number)),
    }
}

fn host(a: &Arguments<'_>) -> Outcome {
    let net = prefix(a)?;
    let bits = u32::from(net.max_prefix_len() - net.prefix_len());
    let size = if bits >= 127 { u128::MAX } else { 1u128 << bits };
    let wanted = a.integer(1)?;
    let magnitude = u128::from(wanted.unsigned_abs());
    let offset = if wanted < 0 { size.checked_sub(magnitude) } else { Some(magnitude) };
    let offset = offset.filter(|offset| *offset < size).ok_or("the prefix has no such host")?;
    Ok(text(address(&net, number_of(net.network()) + offset).to_string()))
}

fn subnet(net: &IpNet, new_bits: i64, number: i64) -> Result<String, String> {
    let length = u8::try_from(i64::from(net.prefix_len()).saturating_add(new_bits)).ok();
    let length = length.filter(|length| new_bits >= 0 && *length <= net.max_prefix_len());
    let length = length.ok_or("there are not enough bits left for the subnets")?;
    let number = u128::try_from(number).map_err(|_| "the subnet number is negative".to_owned())?;
    let count_bits = u32::from(length - net.prefix_len());
    if count_bits < 127 && number >= 1u128 << count_bits {
        return Err("the subnet number is too large".to_owned());
    }
    let shift = u32::from(net.max_prefix_len() - length);
    let start = number_of(net.network()) + number.checked_shl(shift).unwrap_or(0);
    Ok(format!("{}/{length}", address(net, start)))
}

fn subnets(a: &Arguments<'_>) -> Outcome {
    let net = prefix(a)?;
    let end = number_of(net.broadcast());
    let mut free = number_of(net.network());
    let mut made = Vec::new();
    a.room_for_entries(a.len())?;
    for i in 1..a.len() {
        let length = u8::try_from(i64::from(net.prefix_len()).saturating_add(a.integer(i)?)).ok();
        let length = length.filter(|length| *length > net.prefix_len() && *length <= net.max_prefix_len());
        let length = length.ok_or("there are not enough bits left for the subnets")?;
        let size = 1u128 << u32::from(net.max_prefix_len() - length).min(127);
        let start = free.div_ceil(size).checked_mul(size).filter(|start| *start <= end);
        let start = start.filter(|start| end - start >= size - 1).ok_or("the prefix is used up")?;
        made.push(text(format!("{}/{length}", address(&net, start))));
        free = start.saturating_add(size);
    }
    Ok(list(made))
}

fn contains(a: &Arguments<'_>) -> Outcome {
    let net = prefix(a)?;
    let other = a.text(1)?;
    if let Ok(inner) = other.parse::<IpNet>() {
        return Ok(boolean(net.contains(&inner)));
    }
    other
        .parse::<IpAddr>()
        .map(|address| boolean(net.contains(&address)))
        .map_err(|_| format!("{other:?} is neither an address nor a prefix"))
}
