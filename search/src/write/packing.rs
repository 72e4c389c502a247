//! How bytes are put together that are kept as one.

use tantivy::directory::OwnedBytes;

use super::kept::Kept;

/// Keeps runs of bytes as one: their lengths, and then one behind the other.
pub fn put(kept: &dyn Kept, name: &str, runs: &[&[u8]]) {
    let lengths: Vec<u8> = runs.iter().flat_map(|run| (run.len() as u64).to_le_bytes()).collect();
    let parts: Vec<&[u8]> = [lengths.as_slice()].into_iter().chain(runs.iter().copied()).collect();
    kept.put(name, &parts);
}

/// Runs that were kept, without a copy of them; `None` where there are not so many, or not whole.
pub fn get(kept: &dyn Kept, name: &str, count: usize) -> Option<Vec<OwnedBytes>> {
    let bytes = OwnedBytes::new(kept.get(name)?);
    let mut start = count.checked_mul(8).filter(|start| *start <= bytes.len())?;
    let (lengths, _) = bytes[..start].as_chunks();
    let run = |length: &[u8; 8]| {
        let end = start.checked_add(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let run = start..end;
        start = end;
        (end <= bytes.len()).then(|| bytes.slice(run))
    };
    let runs = lengths.iter().map(run).collect::<Option<Vec<_>>>()?;
    (start == bytes.len()).then_some(runs)
}

/// A number as postcard writes it.
pub fn put_short(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub fn take_short(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}
