//! The typeface of the charts inside a page, so that it looks the same everywhere and asks nobody for anything.

use crate::charts::typeface::{REGULAR, SEMI_BOLD};

/// `@font-face` rules with the typeface in them.
pub(super) fn rules() -> String {
    [(REGULAR, 400), (SEMI_BOLD, 600)].map(|(bytes, weight)| rule(bytes, weight)).concat()
}

fn rule(bytes: &[u8], weight: u32) -> String {
    format!(
        "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/ttf;base64,{}) format(\"truetype\")}}\n",
        base64(bytes)
    )
}

/// Base64 of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let padded = [three[0], three.get(1).copied().unwrap_or(0), three.get(2).copied().unwrap_or(0)];
        let bits = u32::from(padded[0]) << 16 | u32::from(padded[1]) << 8 | u32::from(padded[2]);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(super::base64(text.as_bytes()), wanted);
        }
        assert_eq!(super::base64(&[0xFB, 0xFF, 0xFE]), "+//+");
    }
}
