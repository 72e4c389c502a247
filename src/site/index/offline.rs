//! The copy of an index for a site that is opened from disk, where a page may load scripts and nothing else.
//!
//! `offline.js` calls `lookbackSearchManifest` with the manifest and, as `packs`, which chunks are in which script. Each of
//! those calls `lookbackSearchPack` with chunk files in base64, by name.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lookback_search::write::{Chunk, Pack};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::site_file::{FOLDER, SiteFile};

/// Bytes of the chunks in one script, about; a third more as base64.
const SCRIPT: usize = 768 * 1024;

/// Name of the script that lists the others.
const LIST: &str = "offline.js";

/// Whether an output path is that of the script that lists the others.
pub fn lists_copy(output: &str) -> bool {
    output.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')) == Some(LIST)
}

/// The scripts, and the one with a fixed name that lists them.
pub fn copy(pack: &Pack) -> Vec<SiteFile> {
    // The core is always wanted whole, so it is not mixed with what few queries need.
    let (core, rest): (Vec<&Chunk>, Vec<&Chunk>) =
        pack.chunks.iter().partition(|chunk| pack.manifest.core.contains(&chunk.name.to_string()));
    let groups: Vec<Vec<&Chunk>> = grouped(core).into_iter().chain(grouped(rest)).collect();
    let scripts: Vec<(String, String)> = groups.par_iter().map(|chunks| script(chunks)).collect();

    let names =
        |chunks: &Vec<&Chunk>| -> Value { chunks.iter().map(|chunk| chunk.name.to_string()).collect() };
    let packs: Map<String, Value> =
        scripts.iter().zip(&groups).map(|((name, _), chunks)| (name.clone(), names(chunks))).collect();
    let mut manifest = json!(pack.manifest);
    manifest["packs"] = packs.into();
    let entry = SiteFile {
        output: format!("{FOLDER}/{LIST}"),
        bytes: format!("lookbackSearchManifest({manifest});\n").into_bytes(),
    };
    let script = |(name, text): (String, String)| SiteFile {
        output: format!("{FOLDER}/{name}"),
        bytes: text.into_bytes(),
    };
    scripts.into_iter().map(script).chain([entry]).collect()
}

/// Neighbours together, up to the size of a script.
fn grouped(chunks: Vec<&Chunk>) -> Vec<Vec<&Chunk>> {
    let mut groups: Vec<Vec<&Chunk>> = Vec::new();
    let mut size = 0;
    for chunk in chunks {
        match groups.last_mut() {
            Some(group) if size + chunk.file.len() <= SCRIPT => group.push(chunk),
            _ => {
                size = 0;
                groups.push(vec![chunk]);
            }
        }
        size += chunk.file.len();
    }
    groups
}

/// Name and text of a script.
fn script(chunks: &[&Chunk]) -> (String, String) {
    let mut text = String::from("lookbackSearchPack({");
    for (position, chunk) in chunks.iter().enumerate() {
        let comma = if position > 0 { "," } else { "" };
        text.push_str(&format!("{comma}\"{}\":\"", chunk.name));
        STANDARD.encode_string(&chunk.file, &mut text);
        text.push('"');
    }
    text.push_str("});\n");
    let hash = Sha256::digest(&text);
    let digits: String = hash[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    (format!("offline-{digits}.js"), text)
}

#[cfg(test)]
mod tests {
    use lookback_search::pack::Manifest;
    use lookback_search::pack::Name;

    use super::*;

    /// The argument of a script's one call.
    fn argument(file: &SiteFile, function: &str) -> Value {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        let inside = text.strip_prefix(&format!("{function}(")).and_then(|text| text.strip_suffix(");\n"));
        serde_json::from_str(inside.unwrap()).unwrap()
    }

    #[test]
    fn scripts_hold_every_chunk_and_the_core_comes_by_itself() {
        let chunk = |number: u8, size: usize| Chunk { name: Name([number; 6]), file: vec![number; size] };
        let chunks = vec![chunk(1, 10), chunk(2, 500_000), chunk(3, 400_000), chunk(4, 20)];
        let manifest = Manifest {
            format: 1,
            generation: "g".into(),
            content: String::new(),
            language: "en".into(),
            records: 1,
            incidents: 1,
            core: vec!["010101010101".into()],
        };
        let sizes = lookback_search::write::Sizes::default();
        let pack = Pack { manifest, chunks, published: Vec::new(), sizes };
        let files = copy(&pack);
        let (entry, scripts) = files.split_last().unwrap();
        assert_eq!(entry.output, "search/offline.js");
        assert!(lists_copy(&entry.output) && !lists_copy(&scripts[0].output));
        let manifest = argument(entry, "lookbackSearchManifest");
        assert_eq!(manifest["core"], json!(["010101010101"]));
        let listed: Vec<_> = manifest["packs"].as_object().unwrap().iter().collect();
        let expected =
            [json!(["010101010101"]), json!(["020202020202"]), json!(["030303030303", "040404040404"])];
        assert_eq!(listed.iter().map(|(_, names)| (*names).clone()).collect::<Vec<_>>(), expected);
        for (script, (name, names)) in scripts.iter().zip(listed) {
            assert_eq!(script.output, format!("search/{name}"));
            let packed = argument(script, "lookbackSearchPack");
            for name in names.as_array().unwrap() {
                let name = name.as_str().unwrap();
                let file = STANDARD.decode(packed[name].as_str().unwrap()).unwrap();
                let chunk = pack.chunks.iter().find(|chunk| chunk.name.to_string() == name).unwrap();
                assert!(file == chunk.file);
            }
        }
    }
}
