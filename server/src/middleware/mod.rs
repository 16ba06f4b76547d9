//! What happens to every request: an id and a log line, the client's address, the session, security headers.

mod caller;
mod headers;
mod request;

pub use caller::{attach_caller, peer_of};
pub use headers::{page_policy, security_headers};
pub use request::{RequestContext, trace_request};
