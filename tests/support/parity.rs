//! The queries that the terminal and the page have to answer alike.

use std::collections::BTreeMap;

#[derive(serde::Deserialize)]
struct Parity {
    long: Vec<Long>,
    /// By what they try out.
    #[serde(flatten)]
    groups: BTreeMap<String, Vec<String>>,
}

#[derive(serde::Deserialize)]
struct Long {
    text: String,
    times: usize,
}

/// All of them, the long ones last.
pub fn queries() -> Vec<String> {
    let parity: Parity = toml::from_str(include_str!("../all/relevance/parity.toml")).unwrap();
    let long = parity.long.iter().map(|long| long.text.repeat(long.times));
    parity.groups.into_values().flatten().chain(long).collect()
}
