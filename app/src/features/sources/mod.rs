//! Sources: the doors behind the screen of ways in.

mod rpc;

pub use rpc::{
    create_source, delete_source, disable_source, enable_source, get_payload, get_source, list_payloads,
    list_sources, list_versions, preview_payload, replay_edited, replay_payload, replay_refused,
    restore_mapping, retire_secret, rotate_secret, save_mapping, show_secret, try_mapping, update_source,
};
