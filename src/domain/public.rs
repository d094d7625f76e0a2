//! Hosts that the whole world may know, and those that mean something inside a network, a machine or a cloud only.
//!
//! # Why
//! A name can still lead to a private address when it is asked for: a Worker cannot ask the name's server itself and be
//! sure that its request goes there. What it can do is refuse every host that says so, and look again at every redirect;
//! private networks are out of a Worker's reach in any case.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

/// Names that mean something inside a network or a machine only, with everything under them.
const INSIDE: [&str; 28] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "svc",
    "consul",
    "private",
    "test",
    "invalid",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
    // Where clouds tell machines their secrets.
    "metadata.goog",
    "metadata.tencentyun.com",
    "metadata.platformequinix.com",
    // Names that lead to whatever address stands in them, or to this machine.
    "nip.io",
    "sslip.io",
    "xip.io",
    "traefik.me",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "lacolhost.com",
];

/// Workers, this one among them: browsers may go there, we do not.
const NEIGHBOURS: &str = "workers.dev";

/// Stretches of IPv4 that are nobody's in the open: the first address and how many bits say so (IANA's special registry).
const RESERVED: [(u32, u32); 16] = [
    (0x0000_0000, 8),  // this network
    (0x0a00_0000, 8),  // private
    (0x6440_0000, 10), // shared by carriers; a cloud's metadata too
    (0x7f00_0000, 8),  // loopback
    (0xa9fe_0000, 16), // link-local; the metadata of most clouds
    (0xac10_0000, 12), // private
    (0xc000_0000, 24), // protocols
    (0xc000_0200, 24), // documentation
    (0xc058_6300, 24), // 6to4 relays
    (0xc0a8_0000, 16), // private
    (0xc612_0000, 15), // measurements
    (0xc633_6400, 24), // documentation
    (0xcb00_7100, 24), // documentation
    (0xe000_0000, 4),  // multicast
    (0xf000_0000, 4),  // kept back, and broadcast
    (0xa83f_8110, 32), // the wire server of a cloud, 168.63.129.16
];

/// Who can reach a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A name for the whole world.
    World,
    /// An address in numbers, for the whole world.
    Numbers,
    /// A name of Workers: in the open for browsers, our own neighbourhood for us.
    Neighbour,
    /// A network, a machine or a cloud from inside, or nobody.
    Inside,
}

/// Who can reach `host`, as a parser has written it: lower case, numbers in every spelling as addresses.
pub fn reach(host: &Host<&str>) -> Reach {
    match host {
        Host::Domain(name) => named(name.strip_suffix('.').unwrap_or(name)),
        Host::Ipv4(address) if is_reserved(*address) => Reach::Inside,
        Host::Ipv6(address) if !is_global(*address) => Reach::Inside,
        Host::Ipv4(_) | Host::Ipv6(_) => Reach::Numbers,
    }
}

/// Whether `host` is this machine by name or number.
pub fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => under(name.strip_suffix('.').unwrap_or(name), "localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn named(name: &str) -> Reach {
    let labels = name.split('.').all(|label| !label.is_empty() && label.len() <= 63);
    if !labels || !name.contains('.') || name.len() > 253 || INSIDE.iter().any(|inside| under(name, inside)) {
        Reach::Inside
    } else if under(name, NEIGHBOURS) {
        Reach::Neighbour
    } else {
        Reach::World
    }
}

/// Whether `name` is `parent` or stands under it.
fn under(name: &str, parent: &str) -> bool {
    name.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_reserved(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    RESERVED.iter().any(|(first, length)| (bits ^ first) >> (32 - length) == 0)
}

/// Whether it is a unicast address of the open Internet: all of `2000::/3` but what stands for another address or for nobody.
fn is_global(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let inside = match first {
        // Protocols and Teredo, then documentation.
        0x2001 => second < 0x200 || second == 0xdb8,
        0x2002 => true,            // 6to4: an IPv4 address in disguise
        0x3fff => second < 0x1000, // documentation
        _ => false,
    };
    first >> 13 == 1 && !inside
}
