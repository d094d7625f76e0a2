//! A picture of black and white squares as a PNG: one bit a point, packed by what is known of it.
//!
//! # Why
//! A row of points stands in the picture as often as a square is points high. So the first of them is written out and
//! the others are told as "the same again", which packs a code as well as a general packer would, in some sixty lines
//! that need no platform (RFC 1950 and 1951; PNG, third edition).

use super::Squares;

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
/// The longest stretch that deflate repeats at once.
const AGAIN_MOST: usize = 258;
/// The shortest.
const AGAIN_LEAST: usize = 3;

/// The squares as a PNG of `size` by `size` points, each square `scale` points wide, in the middle of a white ground.
pub fn print(squares: &Squares, size: usize, scale: usize) -> Vec<u8> {
    let mut packed = Packed::begun();
    let start = size.saturating_sub(squares.side() * scale) / 2;
    let white = row(size, std::iter::empty());
    packed.rows(&white, start);
    for y in 0..squares.side() {
        let dark = (0..squares.side()).filter(|x| squares.dark(*x, y));
        packed.rows(&row(size, dark.flat_map(|x| start + x * scale..start + (x + 1) * scale)), scale);
    }
    packed.rows(&white, size.saturating_sub(start + squares.side() * scale));
    let wide = u32::try_from(size).unwrap_or_default().to_be_bytes();
    // One bit a point, grey, packed by deflate, unfiltered, not interlaced.
    let header = [&wide[..], &wide[..], &[1, 0, 0, 0, 0]].concat();
    let mut png = SIGNATURE.to_vec();
    for (name, data) in [(b"IHDR", header), (b"IDAT", packed.ended()), (b"IEND", Vec::new())] {
        chunk(&mut png, *name, &data);
    }
    png
}

/// A row of `size` points, white but for `dark`, behind the byte that says how it is filtered (not at all).
fn row(size: usize, dark: impl Iterator<Item = usize>) -> Vec<u8> {
    let mut row = vec![0xff; 1 + size.div_ceil(8)];
    if let Some(filter) = row.first_mut() {
        *filter = 0;
    }
    for x in dark {
        if let Some(byte) = row.get_mut(1 + x / 8) {
            *byte &= !(0x80 >> (x % 8));
        }
    }
    row
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    png.extend(name);
    png.extend(data);
    let check = name.iter().chain(data).fold(u32::MAX, |check, byte| {
        (0..8).fold(check ^ u32::from(*byte), |check, _| (check >> 1) ^ (0xedb8_8320 & (check & 1).wrapping_neg()))
    });
    png.extend((!check).to_be_bytes());
}

/// Bytes on their way through deflate with its fixed codes, in one block.
struct Packed {
    bytes: Vec<u8>,
    /// Bits that make no whole byte yet, the first lowest, and how many.
    bits: (u32, u32),
    /// The two sums of Adler-32.
    sums: (u32, u32),
}

impl Packed {
    fn begun() -> Self {
        let mut packed = Self { bytes: vec![0x78, 0x01], bits: (0, 0), sums: (1, 0) };
        packed.number(0b011, 3); // the last block, with fixed codes
        packed
    }

    /// Writes `row` so many `times`.
    fn rows(&mut self, row: &[u8], times: usize) {
        if times == 0 {
            return;
        }
        for same in row.chunk_by(|a, b| a == b) {
            let Some((first, more)) = same.split_first() else { continue };
            self.literal(*first);
            self.again(more.len(), 1, *first);
        }
        self.again((times - 1) * row.len(), row.len(), 0);
        for byte in (0..times).flat_map(|_| row) {
            self.sums.0 = (self.sums.0 + u32::from(*byte)) % 65_521;
            self.sums.1 = (self.sums.1 + self.sums.0) % 65_521;
        }
    }

    /// Writes `left` bytes that are those `back` before them; of too few of them `byte` is written instead.
    fn again(&mut self, mut left: usize, back: usize, byte: u8) {
        while left >= AGAIN_LEAST {
            // No rest that is too short to be told so.
            let most = if left > AGAIN_MOST { AGAIN_MOST.min(left - AGAIN_LEAST) } else { left };
            // The longest stretch has a symbol of its own.
            let (symbol, (extra, bits)) =
                if most == AGAIN_MOST { (28, (0, 0)) } else { stretch(most - AGAIN_LEAST, 4) };
            self.symbol(257 + symbol);
            self.number(extra, bits);
            let (symbol, (extra, bits)) = stretch(back - 1, 2);
            self.code(symbol, 5);
            self.number(extra, bits);
            left -= most;
        }
        (0..left).for_each(|_| self.literal(byte));
    }

    fn literal(&mut self, byte: u8) {
        self.symbol(u32::from(byte));
    }

    /// Writes a byte (below 256) or the symbol of a length by the fixed codes.
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    /// Writes a code, its highest bit first.
    fn code(&mut self, code: u32, bits: u32) {
        self.number(code.reverse_bits() >> (32 - bits), bits);
    }

    /// Writes a number of up to 13 bits, its lowest bit first.
    fn number(&mut self, number: u32, bits: u32) {
        self.bits.0 |= number << self.bits.1;
        self.bits.1 += bits;
        while self.bits.1 >= 8 {
            self.byte();
        }
    }

    fn byte(&mut self) {
        let [lowest, ..] = self.bits.0.to_le_bytes();
        self.bytes.push(lowest);
        self.bits = (self.bits.0 >> 8, self.bits.1.saturating_sub(8));
    }

    fn ended(mut self) -> Vec<u8> {
        self.symbol(256);
        if self.bits.1 > 0 {
            self.byte();
        }
        self.bytes.extend((self.sums.1 << 16 | self.sums.0).to_be_bytes());
        self.bytes
    }
}

/// The symbol of a length or distance above the least one, and what stands behind it: a number and its bits. Of each
/// doubling there are `steps` symbols.
fn stretch(above: usize, steps: usize) -> (u32, (u32, u32)) {
    let above = u32::try_from(above).unwrap_or_default();
    let steps = u32::try_from(steps).unwrap_or_default();
    let bits = (above / (2 * steps)).checked_ilog2().map_or(0, |doublings| doublings + 1);
    (bits * steps + (above >> bits), (above & ((1 << bits) - 1), bits))
}
