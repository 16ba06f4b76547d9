//! Which numbers may not be called: everything that is not a public address of one host.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Network, bits, and what it is.
const V4: [(Ipv4Addr, u32, &str); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8, "an address of this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "a private address"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "an address inside a provider's network"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "an address of this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "a link-local address"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "a private address"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "an address for special purposes"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "an address of examples"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "an address of a relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "a private address"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "an address for measurements"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "an address of examples"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "an address of examples"),
    (Ipv4Addr::new(168, 63, 129, 16), 32, "an address of a cloud's own services"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "an address of a group"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "a reserved address"),
];

/// Parts of what is public in IPv6 (2000::/3) that are not.
const V6: [(Ipv6Addr, u32, &str); 4] = [
    // Teredo (2001::/32) is among them.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "an address for special purposes"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "an address of examples"),
    // 6to4 carries any IPv4 address inside.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "an address that stands for another one"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "an address of examples"),
];

/// What is wrong with an address, in words; `None` when it may be called.
pub fn forbidden(address: IpAddr) -> Option<&'static str> {
    match canonical(address) {
        IpAddr::V4(address) => V4
            .iter()
            .find(|(net, bits, _)| within(address.to_bits(), net.to_bits(), *bits))
            .map(|(.., what)| *what),
        IpAddr::V6(address) => {
            let public = Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0);
            // Everything else: this machine, private, link-local, groups, NAT64 and what nobody assigned yet.
            if !within(address.to_bits(), public.to_bits(), 3) {
                return Some("not a public address");
            }
            V6.iter()
                .find(|(net, bits, _)| within(address.to_bits(), net.to_bits(), *bits))
                .map(|(.., what)| *what)
        }
    }
}

/// An IPv4 address in the clothes of IPv6 is what it is inside.
pub(super) fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(inner) => inner.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// Whether an address belongs to a network of so many bits.
pub(super) fn within<A: Bits>(address: A, net: A, bits: u32) -> bool {
    let ours = A::WIDTH.saturating_sub(bits);
    bits == 0 || address.high(ours) == net.high(ours)
}

/// Numbers whose upper bits can be compared.
pub(super) trait Bits: Copy {
    const WIDTH: u32;
    /// Without the lower `without` bits.
    fn high(self, without: u32) -> u128;
}

impl Bits for u32 {
    const WIDTH: u32 = 32;
    fn high(self, without: u32) -> u128 {
        self.checked_shr(without).unwrap_or(0).into()
    }
}

impl Bits for u128 {
    const WIDTH: u32 = 128;
    fn high(self, without: u32) -> u128 {
        self.checked_shr(without).unwrap_or(0)
    }
}
