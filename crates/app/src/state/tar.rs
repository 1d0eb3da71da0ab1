//! The frames of a tar file (POSIX ustar): a backup that every system can open, and whose parts need not pass through here.

/// A header, and what the length of a file is filled up to.
pub const BLOCK: u64 = 512;

/// One file of an archive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Its name, with folders.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
}

const NAME: std::ops::Range<usize> = 0..100;
const SIZE: std::ops::Range<usize> = 124..136;
const SUM: std::ops::Range<usize> = 148..156;
const KIND: usize = 156;
const MAGIC: std::ops::Range<usize> = 257..263;

/// The header of a file. A name that is too long for it is cut.
pub fn header(entry: &Entry) -> [u8; BLOCK as usize] {
    let mut block = [0; BLOCK as usize];
    let mut put = |range: std::ops::Range<usize>, text: &[u8]| {
        let length = text.len().min(range.len());
        block[range.start..range.start + length].copy_from_slice(&text[..length]);
    };
    let mut cut = entry.name.len().min(NAME.len() - 1);
    while !entry.name.is_char_boundary(cut) {
        cut -= 1;
    }
    put(NAME, &entry.name.as_bytes()[..cut]);
    put(100..108, b"0000644\0");
    put(108..116, b"0000000\0");
    put(116..124, b"0000000\0");
    put(SIZE, format!("{:011o}\0", entry.size).as_bytes());
    put(136..148, b"00000000000\0");
    put(KIND..KIND + 1, b"0");
    put(MAGIC, b"ustar\0");
    put(263..265, b"00");
    put(329..337, b"0000000\0");
    put(337..345, b"0000000\0");
    let sum = checksum(&block);
    block[SUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// Reads a header; none at the end of an archive and for what is no header of a plain file.
pub fn entry(block: &[u8]) -> Option<Entry> {
    if block.len() != BLOCK as usize || &block[MAGIC.start..MAGIC.start + 5] != b"ustar" {
        return None;
    }
    let plain = matches!(block[KIND], b'0' | 0);
    if !plain || octal(&block[SUM])? != u64::from(checksum(block)) {
        return None;
    }
    let name = block[NAME].split(|byte| *byte == 0).next()?;
    Some(Entry {
        name: std::str::from_utf8(name).ok()?.to_owned(),
        size: octal(&block[SIZE])?,
    })
}

/// How much fills a file of this length up to a whole block.
pub fn padding(size: u64) -> u64 {
    size.next_multiple_of(BLOCK) - size
}

/// The sum of a header's bytes, its own field taken as spaces.
fn checksum(block: &[u8]) -> u32 {
    let own = |at: usize| SUM.contains(&at);
    let bytes = block.iter().enumerate();
    bytes
        .map(|(at, byte)| if own(at) { 32 } else { u32::from(*byte) })
        .sum()
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches([' ', '\0']);
    // Twelve digits are the most a field holds, so that this cannot overflow.
    u64::from_str_radix(digits, 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> Entry {
        Entry {
            name: name.to_owned(),
            size,
        }
    }

    #[test]
    fn a_header_reads_back() {
        for (name, size) in [("library.json", 0), ("audio/1-rain.wav", 46_000_123)] {
            assert_eq!(entry(&header(&file(name, size))), Some(file(name, size)));
        }
    }

    #[test]
    fn a_header_is_that_of_a_known_archive() {
        // From GNU `tar --format=ustar --mtime=@0 --owner=:0 --group=:0 --mode=644`, a file "a" of five bytes.
        let block = header(&file("a", 5));
        assert_eq!(&block[..2], b"a\0");
        assert_eq!(&block[SIZE], b"00000000005\0");
        assert_eq!(&block[SUM], b"007343\0 ");
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        let long = format!("audio/{}", "é".repeat(80));
        let read = entry(&header(&file(&long, 1))).unwrap();
        assert!(long.starts_with(&read.name) && read.name.len() < 100);
    }

    #[test]
    fn what_is_damaged_or_something_else_is_no_header() {
        let mut block = header(&file("a", 5));
        block[0] = b'b';
        assert_eq!(entry(&block), None, "the sum differs");
        assert_eq!(entry(&[0; 512]), None, "the end");
        assert_eq!(entry(&[0xff; 512]), None);
        assert_eq!(entry(b"short"), None);
    }

    #[test]
    fn files_are_filled_up_to_whole_blocks() {
        assert_eq!([0, 1, 511, 512, 513].map(padding), [0, 511, 1, 0, 511]);
    }
}
