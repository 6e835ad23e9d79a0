//! Archives for tests, byte by byte: also those that no honest program writes.

/// A part of an archive.
#[derive(Clone)]
pub struct Part {
    name: String,
    method: u16,
    content: Vec<u8>,
    checksum: u32,
    /// The size that the directory claims.
    unpacked: u32,
}

impl Part {
    /// A part as it is.
    pub fn stored(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            method: 0,
            content: content.to_vec(),
            checksum: checksum(content),
            unpacked: u32::try_from(content.len()).expect("small"),
        }
    }

    /// A part of zeros.
    pub fn bomb(name: &str, unpacked: usize) -> Self {
        Self {
            name: name.to_owned(),
            method: 8,
            content: deflated_zeros(unpacked),
            checksum: 0,
            unpacked: u32::try_from(unpacked).expect("below 4 GiB"),
        }
    }

    /// The same with another size in the directory.
    pub fn claiming(self, unpacked: u32) -> Self {
        Self { unpacked, ..self }
    }

    fn header(&self) -> Vec<u8> {
        let length = u32::try_from(self.content.len()).expect("small");
        let name = u16::try_from(self.name.len()).expect("short");
        let mut out = vec![20, 0, 0, 0];
        out.extend(self.method.to_le_bytes());
        out.extend([0, 0, 0x21, 0]);
        for number in [self.checksum, length, self.unpacked] {
            out.extend(number.to_le_bytes());
        }
        out.extend(name.to_le_bytes());
        out.extend([0, 0]);
        out
    }
}

/// A ZIP archive of these parts.
pub fn archive(parts: &[Part]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for part in parts {
        let at = u32::try_from(out.len()).expect("small");
        out.extend(b"PK\x03\x04");
        out.extend(part.header());
        out.extend(part.name.bytes());
        out.extend(&part.content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(part.header());
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(part.name.bytes());
    }
    let (at, length) = (out.len(), directory.len());
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(parts.len()).expect("few").to_le_bytes();
    out.extend([count, count].concat());
    for number in [length, at] {
        out.extend(u32::try_from(number).expect("small").to_le_bytes());
    }
    out.extend([0, 0]);
    out
}

/// Zeros, deflated: one literal and then copies of 258 bytes, 13 bits each (RFC 1951, fixed codes).
pub fn deflated_zeros(unpacked: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    let mut push = |value: &str| {
        for bit in value.bytes() {
            bits |= u32::from(bit - b'0') << count;
            count += 1;
            if count == 8 {
                out.push(bits as u8);
                (bits, count) = (0, 0);
            }
        }
    };
    push("110");
    push("00110000");
    for _ in 0..unpacked / 258 {
        push("1100010100000");
    }
    push("000000000000000");
    out
}

/// CRC-32 as archives hold it.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}
