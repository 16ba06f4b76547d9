//! What an operator lets be called although it is not public: networks by number, hosts by name.

use super::addresses::{canonical, within};
use std::net::IpAddr;

/// Exceptions; empty unless the operator says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    nets: Vec<(IpAddr, u32)>,
    hosts: Vec<String>,
}

impl Allow {
    /// Reads a list separated by commas: networks such as `10.1.0.0/16`, single addresses, names of hosts.
    ///
    /// Errors: the entry that is none of them.
    pub fn parse(list: &str) -> Result<Self, String> {
        let mut allow = Self::default();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let wrong =
                || format!("{entry} is no network such as 10.1.0.0/16, no address and no name of a host");
            let (number, bits) = entry.split_once('/').map_or((entry, None), |(n, b)| (n, Some(b)));
            match (number.trim_matches(['[', ']']).parse::<IpAddr>(), bits) {
                (Ok(address), bits) => {
                    let most = if address.is_ipv4() { 32 } else { 128 };
                    let bits = bits.map_or(Ok(most), str::parse::<u32>).map_err(|_| wrong())?;
                    if bits > most {
                        return Err(wrong());
                    }
                    allow.nets.push((address, bits));
                }
                (Err(_), None) if is_name(entry) => allow.hosts.push(plain(entry)),
                (Err(_), _) => return Err(wrong()),
            }
        }
        Ok(allow)
    }

    /// Whether this address is an exception.
    pub(super) fn address(&self, address: IpAddr) -> bool {
        let address = canonical(address);
        self.nets.iter().any(|(net, bits)| match (address, net) {
            (IpAddr::V4(address), IpAddr::V4(net)) => within(address.to_bits(), net.to_bits(), *bits),
            (IpAddr::V6(address), IpAddr::V6(net)) => within(address.to_bits(), net.to_bits(), *bits),
            _ => false,
        })
    }

    /// Whether this name is an exception, wherever it leads.
    pub(super) fn host(&self, name: &str) -> bool {
        let name = plain(name);
        self.hosts.contains(&name)
    }
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn is_name(text: &str) -> bool {
    // The last part of a name has a letter, or it is a number somebody mistyped.
    text.rsplit('.').next().is_some_and(|last| last.chars().any(|c| c.is_ascii_alphabetic()))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_addresses_and_names_are_read() {
        let allow = Allow::parse("10.1.0.0/16, 127.0.0.1,[fd00::]/8 , Hooks.Internal").unwrap();
        let address = |text: &str| allow.address(text.parse().unwrap());
        assert!(address("10.1.255.1") && address("::ffff:10.1.2.3") && address("127.0.0.1"));
        assert!(address("fd12::1") && allow.host("hooks.internal."));
        assert!(
            !address("10.2.0.1") && !address("127.0.0.2") && !address("fe80::1") && !allow.host("x.internal")
        );
        assert_eq!(Allow::parse(" , "), Ok(Allow::default()));
    }

    #[test]
    fn what_is_none_of_them_is_named() {
        for wrong in
            ["10.0.0.0/33", "10.0.0/8", "10.0.0.0/x", "http://a.example", "a b", "1.2.3.4.5", "*.example"]
        {
            let words = Allow::parse(&format!("10.0.0.1,{wrong}")).unwrap_err();
            assert!(words.starts_with(wrong), "{words}");
        }
    }
}
