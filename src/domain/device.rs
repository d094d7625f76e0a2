//! What somebody holds in the hand: class of device, operating system and in-app browser, as small stored numbers.

/// By what somebody came, as the numbers that are stored; 0 where nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Class of device, see [`class`].
    pub class: u8,
    /// Operating system, see [`system`].
    pub system: u8,
    /// In-app browser or mail program, see [`app`].
    pub app: u8,
}

/// Names of the classes; a name's place is its number: append only.
const CLASSES: &[&str] = &["unknown", "mobile", "tablet", "desktop", "tv", "console", "watch", "car", "headset"];

/// Names of the operating systems; a name's place is its number: append only.
const SYSTEMS: &[&str] = &[
    "unknown",
    "ios",
    "android",
    "windows",
    "macos",
    "linux",
    "chromeos",
    "harmonyos",
    "kaios",
    "tizen",
    "webos",
    "playstation",
    "xbox",
    "nintendo",
    "windows_phone",
    "symbian",
    "blackberry",
];

/// Names of the apps; a name's place is its number: append only.
const APPS: &[&str] = &["none", "instagram", "facebook"];

/// The name of a class of device.
pub fn class(code: u8) -> &'static str {
    name(CLASSES, code)
}

/// The name of an operating system.
pub fn system(code: u8) -> &'static str {
    name(SYSTEMS, code)
}

/// The name of an in-app browser or a mail program.
pub fn app(code: u8) -> &'static str {
    name(APPS, code)
}

/// A newer Worker's number is unknown to an older one.
fn name(names: &'static [&'static str], code: u8) -> &'static str {
    names.get(usize::from(code)).copied().unwrap_or("unknown")
}

/// What `user_agent` tells of the device.
pub fn of(user_agent: &str) -> Device {
    let _ = user_agent;
    Device::default()
}
