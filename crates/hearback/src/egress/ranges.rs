//! Which addresses are not public. Source: IANA special-purpose address registries, IPv4 and IPv6.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are not the public internet, with what they are.
const NOT_PUBLIC: [([u8; 4], u8, &str); 18] = [
    ([0, 0, 0, 0], 8, "this host"),
    ([10, 0, 0, 0], 8, "a private network"),
    ([100, 64, 0, 0], 10, "a carrier's private network"),
    ([127, 0, 0, 0], 8, "this machine itself"),
    ([169, 254, 0, 0], 16, "the local link, with cloud metadata"),
    ([172, 16, 0, 0], 12, "a private network"),
    ([192, 0, 0, 0], 24, "a protocol assignment"),
    ([192, 0, 2, 0], 24, "for documentation"),
    ([192, 31, 196, 0], 24, "a name-server sink"),
    ([192, 52, 193, 0], 24, "a multicast relay"),
    ([192, 88, 99, 0], 24, "a retired relay"),
    ([192, 168, 0, 0], 16, "a private network"),
    ([192, 175, 48, 0], 24, "a name-server sink"),
    ([198, 18, 0, 0], 15, "for benchmarks"),
    ([198, 51, 100, 0], 24, "for documentation"),
    ([203, 0, 113, 0], 24, "for documentation"),
    ([224, 0, 0, 0], 4, "multicast"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// Networks inside the public IPv6 space (2000::/3) that are not public all the same.
const NOT_PUBLIC_V6: [([u16; 8], u8, &str); 5] = [
    (
        [0x2001, 0, 0, 0, 0, 0, 0, 0],
        23,
        "a protocol assignment or tunnel",
    ),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "for documentation"),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "a tunnel to IPv4"),
    (
        [0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0],
        48,
        "a name-server sink",
    ),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "for documentation"),
];

/// Why an address may not be called; `None` when it is public or the operator allowed its network.
pub fn refusal(address: IpAddr, allowed: &[IpNet]) -> Option<&'static str> {
    let plain = embedded(address);
    if allowed
        .iter()
        .any(|net| net.contains(&address) || net.contains(&plain))
    {
        return None;
    }
    match plain {
        IpAddr::V4(v4) => NOT_PUBLIC
            .iter()
            .find(|(net, bits, _)| {
                let mask = u32::MAX << (32 - u32::from(*bits));
                u32::from(v4) & mask == u32::from(Ipv4Addr::from(*net))
            })
            .map(|(_, _, what)| *what),
        IpAddr::V6(v6) if u128::from(v6) >> 125 != 1 => Some("outside the public IPv6 space"),
        IpAddr::V6(v6) => NOT_PUBLIC_V6
            .iter()
            .find(|(net, bits, _)| {
                let mask = u128::MAX << (128 - u32::from(*bits));
                u128::from(v6) & mask == u128::from(Ipv6Addr::from(*net))
            })
            .map(|(_, _, what)| *what),
    }
}

/// Whether the operator allowed the address's network by name.
pub(super) fn is_allowed(address: IpAddr, allowed: &[IpNet]) -> bool {
    let plain = embedded(address);
    allowed
        .iter()
        .any(|net| net.contains(&address) || net.contains(&plain))
}

/// The IPv4 address that an IPv6 one stands for: mapped (`::ffff:0:0/96`) and NAT64 (`64:ff9b::/96`).
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let s = v6.segments();
    let low = |s: [u16; 8]| IpAddr::V4(Ipv4Addr::from((u32::from(s[6]) << 16) | u32::from(s[7])));
    match s {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => low(s),
        _ => address,
    }
}
