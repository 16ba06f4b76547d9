//! The program over HTTP, without sockets: one binary, a module an area.

mod doors;
mod frame;
mod harness;
