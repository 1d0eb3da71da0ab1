//! What the page shows.
#![expect(
    unreachable_pub,
    reason = "the component macro makes what it generates public"
)]

pub(crate) mod arrival;
pub(crate) mod by_address;
pub(crate) mod card;
pub(crate) mod compare;
pub(crate) mod compose;
pub(crate) mod composer;
pub(crate) mod details;
pub(crate) mod edit;
pub(crate) mod field;
pub(crate) mod finder;
pub(crate) mod icon;
pub(crate) mod key;
pub(crate) mod lane;
pub(crate) mod later;
pub(crate) mod library;
pub(crate) mod models;
pub(crate) mod part;
pub(crate) mod picked;
pub(crate) mod player;
pub(crate) mod region;
pub(crate) mod runs;
pub(crate) mod settings;
pub(crate) mod sheets;
pub(crate) mod shelf;
pub(crate) mod shortcuts;
pub(crate) mod spending;
pub(crate) mod toast;
pub(crate) mod top;
pub(crate) mod trouble;
pub(crate) mod vault;
pub(crate) mod wave;
