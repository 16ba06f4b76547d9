//! The program over HTTP, without sockets: one binary, a module an area.

mod doors;
mod forms;
mod frame;
mod harness;
mod wasm_parity;
