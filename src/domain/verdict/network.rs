//! Networks: the brand's own ones, and the data centres where nobody sits before a screen.

use std::net::IpAddr;

use super::Verdict;

/// The most networks that `INTERNAL` may list.
pub const NETWORKS_MOST: usize = 64;

/// Autonomous systems of data centres that rent out machines; sorted.
///
/// # Why
/// The list is short and our own: the renters whose machines crawl. Nothing that carries people is on it: not the networks
/// through which Private Relay and WARP leave (Cloudflare 13335, Akamai 36183 and 20940, Fastly 54113), not Google's own
/// (15169: its proxies carry readers), not the homes of commercial VPNs (M247, Datacamp).
pub const DATA_CENTRES: &[u32] = &[
    7203,    // Leaseweb, United States, west
    8075,    // Microsoft Azure
    8560,    // IONOS
    12876,   // Scaleway
    14061,   // DigitalOcean
    14618,   // Amazon, the first region
    16276,   // OVHcloud
    16509,   // Amazon
    20473,   // Vultr
    24940,   // Hetzner
    26347,   // DreamHost
    26496,   // GoDaddy
    28753,   // Leaseweb, Germany
    30633,   // Leaseweb, United States
    31898,   // Oracle Cloud
    33070,   // Rackspace
    36351,   // IBM Cloud
    37963,   // Alibaba Cloud, China
    40021,   // Contabo, United States
    40509,   // Fly.io
    45090,   // Tencent Cloud, China
    45102,   // Alibaba Cloud
    47583,   // Hostinger
    51167,   // Contabo
    55990,   // Huawei Cloud, China
    60781,   // Leaseweb, Netherlands
    63949,   // Akamai's rented machines, formerly Linode
    132_203, // Tencent Cloud
    136_907, // Huawei Cloud
    141_995, // Contabo, Asia
    202_053, // UpCloud
    212_317, // Hetzner, abroad
    213_230, // Hetzner, abroad
    396_982, // Google Cloud's customers
];

/// Nobody sits in a data centre who does not even ask for a language.
pub(super) fn verdict(network: u32, language_known: bool) -> Verdict {
    if !language_known && DATA_CENTRES.binary_search(&network).is_ok() { Verdict::Suspect } else { Verdict::Human }
}

/// A list of networks, as `INTERNAL` names the brand's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<(u128, u32)>);

impl Networks {
    /// Reads a list such as `203.0.113.0/24, 2001:db8::/32, 198.51.100.7`; a network's address is cut to its prefix.
    ///
    /// # Errors
    /// Says in words what is wrong with the first entry that is no network.
    pub fn parse(list: &str) -> Result<Self, String> {
        let mut networks = Vec::new();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            networks.push(network(entry)?);
        }
        if networks.len() > NETWORKS_MOST {
            return Err(["name at most ", &NETWORKS_MOST.to_string(), " networks."].concat());
        }
        Ok(Self(networks))
    }

    /// Whether `address` lies in one of them.
    pub fn hold(&self, address: &str) -> bool {
        // Most deployments list none: then no address is read at all.
        if self.0.is_empty() {
            return false;
        }
        let Ok(address) = address.trim().parse() else { return false };
        let address = wide(address);
        self.0.iter().any(|&(network, bits)| (address ^ network) & mask(bits) == 0)
    }
}

fn network(entry: &str) -> Result<(u128, u32), String> {
    let wrong = |what: &str| Err([entry, what].concat());
    let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else {
        return wrong(" is no network such as 203.0.113.0/24 or 2001:db8::/32.");
    };
    // IPv4 lies inside IPv6, behind 96 bits.
    let (before, most) = if address.is_ipv4() { (96, 32) } else { (0, 128) };
    let plain = |bits: &str| bits.len() <= 3 && bits.bytes().all(|b| b.is_ascii_digit());
    let bits = match bits {
        None => most,
        Some(bits) if plain(bits) => bits.parse().unwrap_or(u32::MAX),
        Some(_) => u32::MAX,
    };
    match bits {
        0 => wrong(" would be everybody."),
        bits if bits > most => wrong(" has no such prefix: 1 to 32 of IPv4, 1 to 128 of IPv6."),
        bits => Ok((wide(address), before + bits)),
    }
}

/// An address as one number; IPv4 as it is written inside IPv6.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
        IpAddr::V6(address) => u128::from(address),
    }
}

fn mask(bits: u32) -> u128 {
    u128::MAX.checked_shl(128_u32.saturating_sub(bits)).unwrap_or_default()
}
