//! Every sampler and pinned function as a line of text: a name, and FNV-1a over the bits of many results from addressed
//! generators. `bindings/wasm/examples/golden.rs` compiles this very file, so that WebAssembly is asked the same.

use softpower::math;
use softpower::random::{Kind, Luck, Path, Purpose};
use softpower::world::places::Places;

/// Results behind each line.
const MANY: u32 = 4_000;

/// FNV-1a over 64-bit words, lowest byte first.
fn hash(words: impl Iterator<Item = u64>) -> u64 {
    let bytes = words.flat_map(u64::to_le_bytes);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// A line for numbers that are drawn, each from an address of its own.
macro_rules! drawn {
    ($name:literal, |$words:ident| $number:expr) => {{
        let mut luck = Luck::new(2013, 0);
        let path = Path::to(Kind::Event).then_name($name);
        let draw = |k: u32| {
            let $words = luck.at(path.then(u64::from(k)), Purpose::Draft);
            $number.to_bits()
        };
        line($name, (0..MANY).map(draw))
    }};
}

/// A line for a function, at points spread evenly over a range, both ends included.
macro_rules! computed {
    ($name:literal, $from:expr, $to:expr, |$x:ident| $number:expr) => {{
        let at = |k: u32| {
            let $x: f64 = $from + ($to - $from) * (f64::from(k) / f64::from(MANY - 1));
            u64::from($number.to_bits())
        };
        line($name, (0..MANY).map(at))
    }};
}

fn line(name: &str, words: impl Iterator<Item = u64>) -> String {
    format!("{name:<28} {:016x}\n", hash(words))
}

/// Who follows in permutations of these sizes.
fn places(size: u32) -> String {
    let member = |k: u32| u64::from(Places::new(u64::from(k) << 32, size).member(k % size));
    line(&format!("places_{size}"), (0..MANY).map(member))
}

/// All lines.
pub(crate) fn text() -> String {
    let lines = [
        drawn!("unit", |words| math::unit(words)),
        drawn!("normal", |words| math::normal(words)),
        drawn!("exponential_at", |words| math::exponential_at(math::unit(words))),
        drawn!("poisson_at_2.8", |words| f64::from(math::poisson_at(2.8, math::unit(words)))),
        drawn!("poisson_at_16", |words| f64::from(math::poisson_at(16.0, math::unit(words)))),
        drawn!("poisson_47", |words| math::poisson(words, 47.0) as f64),
        drawn!("binomial_skips", |words| math::binomial(words, 10_000, 4.5e-4) as f64),
        drawn!("binomial_skips_above_half", |words| math::binomial(words, 30, 0.8) as f64),
        drawn!("binomial_rejection", |words| math::binomial(words, 1_000_000, 0.1) as f64),
        drawn!("binomial_rejection_small", |words| math::binomial(words, 100, 0.4) as f64),
        drawn!("binomial_sum_many", |words| {
            let u = math::unit(words);
            math::binomial_sum(words, u, &[(900, 0.1), (90, 0.4), (10, 0.9)]) as f64
        }),
        drawn!("binomial_sum_few", |words| {
            let u = math::unit(words);
            math::binomial_sum(words, u, &[(900, 0.001), (90, 0.02), (10, 0.3)]) as f64
        }),
        computed!("normal_quantile", 0.001, 0.999, |x| math::normal_quantile(x)),
        computed!("normal_quantile_tail", 5.0, 1_000.0, |x| math::normal_quantile(math::halved(x, 1.0))),
        computed!("normal_cdf", -9.0, 9.0, |x| math::normal_cdf(x)),
        computed!("exp", -701.0, 701.0, |x| math::exp(x)),
        computed!("hazard", 0.0, 0.999, |x| math::hazard(x)),
        computed!("exp32", -90.0, 90.0, |x| math::exp32(x as f32)),
        computed!("halved", 0.0, 2_000.0, |x| math::halved(x, 20.0)),
    ];
    lines.into_iter().chain([1, 2, 3, 1_000, 4_097, 400_000].map(places)).collect()
}
