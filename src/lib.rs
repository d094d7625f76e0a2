//! Waymark: creator links that count exactly, as a WebAssembly Cloudflare Worker.
//!
//! # The map
//! - [`domain`] decides: pure functions over facts; no clock, no chance, no platform.
//! - [`sql`] spells: one `.sql` file per statement, and the migrations.
//! - `edge` acts: the only room that knows Cloudflare (compiled for wasm32 only).
//! - `desk` tries: the same decisions over a shop's exports, natively (never compiled for wasm32).
//!
//! # The law
//! `edge -> domain`, `edge -> sql` and `desk -> domain`; the other two import nothing of the house.
//! `worker` is a dependency of the wasm32 target only, so a stray use of it elsewhere does not compile natively.
//!
//! # The way of the data
//! request -> facts (edge) -> `Door::of` (domain) -> the read this door needs (edge)
//! -> a pure decision (domain) -> its reply, and what is kept (edge).

#[cfg(not(target_arch = "wasm32"))]
pub mod desk;
pub mod domain;
pub mod sql;

#[cfg(target_arch = "wasm32")]
mod edge;
