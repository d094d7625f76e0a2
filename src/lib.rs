//! Waymark: creator links that count exactly, as a WebAssembly Cloudflare Worker.
//!
//! # The map
//! - [`domain`] decides: pure functions over facts; no clock, no chance, no platform.
//! - [`sql`] spells: one `.sql` file per statement, and the migrations.
//! - `edge` acts: the only room that knows Cloudflare (compiled for wasm32 only).
//!
//! # The law
//! `edge -> domain` and `edge -> sql`; the other two import nothing of the house.
//! `worker` is a dependency of the wasm32 target only, so a stray use of it elsewhere does not compile natively.
//!
//! # The way of the data
//! request -> facts (edge) -> `Door::of` (domain) -> the read this door needs (edge)
//! -> a pure decision (domain) -> its reply, and what is kept (edge).

pub mod domain;
pub mod sql;

#[cfg(target_arch = "wasm32")]
mod edge;
