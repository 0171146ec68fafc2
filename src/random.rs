//! Randomness with addresses. No number is drawn because of what was drawn before it: every draw has an address, and
//! two policies that come to the same address meet the same luck (common random numbers).
//!
//! An address is a [`Path`] of whole numbers (what, who, when), folded into the stream number of a ChaCha8 generator;
//! the generator's key is made of the seed and the replicate, its word position of the [`Purpose`] and the block of
//! followers. ChaCha: Bernstein (2008). The fold is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// What a draw is for. The numbers are pinned: changing one changes every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Building the world: followers, talents, baselines, places.
    World = 1,
    /// Events of a day.
    Events = 2,
    /// Drafts: whether, when, and what becomes of them.
    Draft = 3,
    /// A desk's review of a draft.
    Review = 4,
    /// Who is shown a message and engages, one block of followers after the other.
    Engage = 5,
    /// A question: when, whether it is answered, how long its asker waits.
    Question = 6,
    /// The daily noise of moods and influence, and the rumours of a day.
    Daily = 7,
    /// Who passes a message on, and who of the peers engages.
    Share = 8,
    /// Whether a draft skips approval, and what follows.
    Bypass = 9,
    /// What a gaffe costs.
    Gaffe = 10,
    /// Who is asked in a survey, and what they answer; draws for observers, which change nothing.
    Survey = 11,
}

/// What a path begins with, so that no two kinds of thing share an address. Pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Account = 1,
    Event = 2,
    Announcements = 3,
    Comment = 4,
    Question = 5,
    Plane = 6,
    Country = 7,
    Audience = 8,
    Desk = 9,
    Rumour = 10,
    Order = 11,
}

/// An address under construction: a path of whole numbers folded to 64 bits.
///
/// Among ten million paths of one kind, two share an address with a chance of 3 in a million; the two would then share
/// their luck, and nothing else would happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Path(pub u64);

impl Path {
    /// The beginning of a path.
    #[must_use]
    pub fn to(kind: Kind) -> Path {
        Path(0x5EED_0F50_F790_3E12).then(kind as u64)
    }

    /// One step further; the order of steps matters.
    #[must_use]
    pub fn then(self, step: u64) -> Path {
        Path(mix(self.0.wrapping_add(0x9E37_79B9_7F4A_7C15) ^ step))
    }

    /// One step further, by name: names keep their luck when other names come and go.
    #[must_use]
    pub fn then_name(self, name: &str) -> Path {
        name.bytes().fold(self.then(name.len() as u64), |path, byte| path.then(u64::from(byte)))
    }
}

/// The finaliser of SplitMix64: a bijection of the 64-bit numbers in which every bit of the result hangs on every bit
/// given.
#[must_use]
pub fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Words of room for each block of each purpose.
const WORDS_PER_BLOCK: u32 = 20;

/// All the luck of one replicate.
#[derive(Clone, Debug)]
pub struct Luck {
    generator: ChaCha8Rng,
}

impl Luck {
    /// The luck of a replicate: the key holds the seed and the replicate's number, nothing else.
    #[must_use]
    pub fn new(seed: u64, replicate: u32) -> Luck {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..12].copy_from_slice(&replicate.to_le_bytes());
        key[16..].copy_from_slice(b"softpower luck 1");
        Luck { generator: ChaCha8Rng::from_seed(key) }
    }

    /// The generator at an address. There is room for 2^20 words.
    pub fn at(&mut self, path: Path, purpose: Purpose) -> &mut ChaCha8Rng {
        self.at_block(path, purpose, 0)
    }

    /// The generator at an address, for one block of an account's followers.
    pub fn at_block(&mut self, path: Path, purpose: Purpose, block: u32) -> &mut ChaCha8Rng {
        let place = ((purpose as u128) << 32) | u128::from(block);
        // The position first: setting it throws away buffered words, setting the stream at a fresh position costs
        // nothing.
        self.generator.set_word_pos(place << WORDS_PER_BLOCK);
        self.generator.set_stream(path.0);
        &mut self.generator
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn an_address_is_drawn_alike_whatever_came_before() {
        let (path, other) = (Path::to(Kind::Event).then(3), Path::to(Kind::Event).then(4));
        let mut luck = Luck::new(2013, 7);
        let first: Vec<u64> = (0..40).map(|_| luck.at(path, Purpose::Events).next_u64()).collect();
        assert!(first.iter().all(|x| *x == first[0]), "each visit begins anew");
        luck.at(other, Purpose::Draft).next_u32();
        assert_eq!(luck.at(path, Purpose::Events).next_u64(), first[0]);
    }

    #[test]
    fn every_part_of_an_address_matters() {
        let path = Path::to(Kind::Account).then(1);
        let draws = [
            Luck::new(1, 0).at(path, Purpose::World).next_u64(),
            Luck::new(2, 0).at(path, Purpose::World).next_u64(),
            Luck::new(1, 1).at(path, Purpose::World).next_u64(),
            Luck::new(1, 0).at(path.then(0), Purpose::World).next_u64(),
            Luck::new(1, 0).at(path, Purpose::Draft).next_u64(),
            Luck::new(1, 0).at_block(path, Purpose::World, 1).next_u64(),
        ];
        for (i, a) in draws.iter().enumerate() {
            assert!(draws[..i].iter().all(|b| a != b));
        }
    }

    #[test]
    fn paths_tell_order_length_and_names_apart() {
        let p = Path::to(Kind::Comment);
        assert_ne!(p.then(1).then(2), p.then(2).then(1));
        assert_ne!(p.then(0), p);
        assert_ne!(p.then_name("uk"), p.then_name("us"));
        assert_ne!(p.then_name("a").then_name("b"), p.then_name("ab"));
    }

    #[test]
    fn the_words_are_pinned() {
        let mut luck = Luck::new(2013, 0);
        let generator = luck.at(Path::to(Kind::Event).then(1), Purpose::Events);
        assert_eq!([generator.next_u64(), generator.next_u64()], GOLDEN);
    }

    /// Made by this very test; a change here changes every result of every scenario.
    const GOLDEN: [u64; 2] = [14_847_726_830_233_940_647, 2_748_331_490_031_425_205];
}
