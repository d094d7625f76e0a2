//! The hosts that are served here, as this isolate knows them.

use std::rc::Rc;

use worker::Env;

use crate::domain::host::Hosts;
use crate::domain::settings::Settings;

/// Every host: those of the variable, for no others are kept yet.
pub async fn of(_env: &Env, settings: &Settings) -> Rc<Hosts> {
    Rc::new(settings.hosts.clone())
}
