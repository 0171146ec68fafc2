//! Where a picture or a report comes from, read out of its bytes. Nothing is unpacked or drawn: a file that is torn,
//! foreign or hostile costs no more than a look at its bytes.

use super::Provenance;

/// How a PNG file begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Name of the text field of a PNG.
pub(super) const FIELD: &str = "softpower";
/// How the element of a report begins that says where it comes from.
pub const REPORT_MARK: &str = "<script type=\"application/json\" id=\"softpower\">";

/// What a file says about where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// Which chart it is, by the name of its files; `report` for a report.
    pub chart: String,
    /// Always false: everything is simulated.
    pub observed: bool,
    /// The run behind it.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// The forms in which an origin travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A picture of dots.
    Png,
    /// A picture of lines.
    Svg,
    /// A report.
    Page,
}

/// Why a file does not say where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silent {
    /// It is of a kind that cannot say it; its name.
    Kind(&'static str),
    /// It could say it, and does not.
    Nothing(Form),
    /// It is cut or damaged before the place where it would say it.
    Torn(Form),
    /// What it says cannot be read: it was changed, or another version wrote it.
    Garbled(Form),
    /// Another program has packed what it says.
    Packed,
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::Png => "PNG picture",
            Form::Svg => "SVG picture",
            Form::Page => "page",
        })
    }
}

/// Does a file with this beginning hold a picture or a page, and no scenario? No TOML begins like that.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(&PNG[..4]) || is_marked_up(bytes) || foreign(bytes).is_some()
}

/// What the bytes of a picture or a report say about where it comes from.
///
/// # Errors
/// Why they do not say it.
pub fn read(bytes: &[u8]) -> Result<(Form, Origin), Silent> {
    let (form, text) = if bytes.starts_with(&PNG[..4]) {
        (Form::Png, of_png(bytes)?)
    } else if is_marked_up(bytes) {
        of_markup(bytes)?
    } else {
        return Err(Silent::Kind(foreign(bytes).unwrap_or("file")));
    };
    let origin: Origin = serde_json::from_str(&text).map_err(|_| Silent::Garbled(form))?;
    Ok((form, origin))
}

/// Kinds of files that people have on slides, by how they begin.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 7] = [
        (b"\xff\xd8\xff", "JPEG picture"),
        (b"GIF8", "GIF picture"),
        (b"BM", "BMP picture"),
        (b"RIFF", "WebP picture"),
        (b"%PDF", "PDF file"),
        (b"PK\x03\x04", "zip archive, or a file of an office program"),
        (b"II*\0", "TIFF picture"),
    ];
    known.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| name)
}

fn is_marked_up(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The text of the field in a PNG. Chunks are stepped over, never unpacked.
fn of_png(bytes: &[u8]) -> Result<String, Silent> {
    let torn = || Silent::Torn(Form::Png);
    let mut rest = bytes.strip_prefix(PNG).ok_or_else(torn)?;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let (length, kind) = head.split_at(4);
        let length = u32::from_be_bytes(length.try_into().map_err(|_| torn())?) as usize;
        let body = after.get(..length).ok_or_else(torn)?;
        let sum = after.get(length..length + 4).ok_or_else(torn)?;
        let field = body.strip_prefix(FIELD.as_bytes()).and_then(|body| body.strip_prefix(b"\0"));
        match (kind, field) {
            (b"iTXt", Some(field)) => {
                let whole = sum == crc32(&[kind, body].concat()).to_be_bytes();
                return if whole { of_field(field) } else { Err(Silent::Garbled(Form::Png)) };
            }
            (b"zTXt", Some(_)) => return Err(Silent::Packed),
            (b"IEND", _) => return Err(Silent::Nothing(Form::Png)),
            _ => rest = &after[length + 4..],
        }
    }
    Err(torn())
}

/// The text behind the name of an iTXt field: packed or not, how, language, translated name, text.
fn of_field(field: &[u8]) -> Result<String, Silent> {
    let garbled = Silent::Garbled(Form::Png);
    let Some((flags, rest)) = field.split_first_chunk::<2>() else { return Err(garbled) };
    if flags[0] != 0 {
        return Err(Silent::Packed);
    }
    let text = rest.splitn(3, |byte| *byte == 0).nth(2).ok_or(garbled)?;
    String::from_utf8(text.to_vec()).map_err(|_| garbled)
}

/// The checksum of a chunk.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

/// The metadata of an SVG, or what stands in the marked element of a report.
fn of_markup(bytes: &[u8]) -> Result<(Form, String), Silent> {
    let text = String::from_utf8_lossy(bytes);
    if let Some((_, after)) = text.split_once(REPORT_MARK) {
        let (inner, _) = after.split_once("</script>").ok_or(Silent::Torn(Form::Page))?;
        return Ok((Form::Page, inner.to_owned()));
    }
    if !text.contains("<svg") {
        return Err(Silent::Nothing(Form::Page));
    }
    // Other programs put metadata of their own beside ours.
    for part in text.split("<metadata").skip(1) {
        let Some((_, inner)) = part.split_once('>') else { continue };
        if !inner.trim_start().starts_with('{') {
            continue;
        }
        let (inner, _) = inner.split_once("</metadata>").ok_or(Silent::Torn(Form::Svg))?;
        return Ok((Form::Svg, unescaped(inner)));
    }
    Err(if text.trim_end().ends_with("</svg>") { Silent::Nothing(Form::Svg) } else { Silent::Torn(Form::Svg) })
}

/// Text of XML as it was before it was escaped. Other programs escape more than softpower does.
fn unescaped(text: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#34;", "\""), ("&#39;", "'")];
    known.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::super::Carried;
    use super::*;

    fn origin() -> Origin {
        let provenance = Provenance {
            scenario: "é <b> & \"q\"".into(),
            replicates: 2,
            seed: u64::MAX,
            version: "0.1.0".into(),
            commit: String::new(),
            hash: "ab".into(),
            command: "softpower run a.toml".into(),
            scenarios: vec![Carried { name: "a".into(), resolved: "title = \"</script>&amp;\"\n".into() }],
            trajectory_sha256: "00".into(),
        };
        Origin { chart: "influence".into(), observed: false, provenance }
    }

    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let named = [kind.as_slice(), body].concat();
        [&(body.len() as u32).to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
    }

    fn picture(fields: &[Vec<u8>]) -> Vec<u8> {
        [PNG, &chunk(b"IHDR", &[0; 13]), &fields.concat(), &chunk(b"IEND", b"")].concat()
    }

    fn field() -> Vec<u8> {
        let json = serde_json::to_string(&origin()).unwrap();
        chunk(b"iTXt", &[b"softpower\0\0\0\0\0", json.as_bytes()].concat())
    }

    #[test]
    fn a_png_is_read_whatever_else_is_in_it() {
        let other = chunk(b"tEXt", b"Software\0softpower");
        assert_eq!(read(&picture(&[other.clone(), field()])), Ok((Form::Png, origin())));
        assert_eq!(read(&picture(&[other])), Err(Silent::Nothing(Form::Png)));
        let packed = chunk(b"iTXt", b"softpower\0\x01\0\0\0xyz");
        assert_eq!(read(&picture(&[packed])), Err(Silent::Packed));
        assert_eq!(read(&picture(&[chunk(b"zTXt", b"softpower\0\0xyz")])), Err(Silent::Packed));
        let garbled = chunk(b"iTXt", b"softpower\0\0\0\0\0{\"seed\":\"seven\"}");
        assert_eq!(read(&picture(&[garbled])), Err(Silent::Garbled(Form::Png)));
    }

    #[test]
    fn a_png_cut_or_changed_anywhere_never_panics_and_never_says_something_else() {
        let whole = picture(&[field()]);
        for length in 0..whole.len() {
            match read(&whole[..length]) {
                Ok((_, found)) => assert_eq!(found, origin()),
                Err(why) => assert!(matches!(why, Silent::Torn(_) | Silent::Kind(_)), "{length}: {why:?}"),
            }
        }
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 0x40;
            if let Ok((_, found)) = read(&changed) {
                assert_eq!(found, origin(), "byte {place}");
            }
        }
    }

    #[test]
    fn a_length_beyond_the_end_is_torn_and_nothing_is_unpacked() {
        let huge = [PNG, &u32::MAX.to_be_bytes(), b"iTXt", b"softpower\0"].concat();
        assert_eq!(read(&huge), Err(Silent::Torn(Form::Png)));
        let bomb = picture(&[chunk(b"IDAT", &[0x78; 100]), chunk(b"zTXt", b"other\0\0bomb"), field()]);
        assert_eq!(read(&bomb), Ok((Form::Png, origin())));
        let deep = "[".repeat(200_000);
        let svg = format!("<svg><metadata>{{\"chart\":{deep}</metadata></svg>");
        assert_eq!(read(svg.as_bytes()), Err(Silent::Garbled(Form::Svg)));
    }

    #[test]
    fn an_svg_is_read_as_other_programs_save_it_too() {
        let json = serde_json::to_string(&origin()).unwrap();
        let plain = json.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        for inner in [plain.clone(), plain.replace('"', "&quot;")] {
            let svg = format!(
                "\u{feff}<?xml version=\"1.0\"?>\n<svg a=\"b\"><metadata id=\"1\"><rdf/></metadata>\
                 <metadata>\n{inner}</metadata></svg>"
            );
            assert_eq!(read(svg.as_bytes()), Ok((Form::Svg, origin())));
        }
        assert_eq!(read(b"<svg></svg>"), Err(Silent::Nothing(Form::Svg)));
        assert_eq!(read(b"<svg><metadata>{\"chart\":"), Err(Silent::Torn(Form::Svg)));
        assert_eq!(read(b"<!doctype html><p>hello"), Err(Silent::Nothing(Form::Page)));
    }

    #[test]
    fn other_files_are_called_by_their_kind() {
        assert_eq!(read(b"\xff\xd8\xff\xe0"), Err(Silent::Kind("JPEG picture")));
        assert_eq!(read(b""), Err(Silent::Kind("file")));
        assert!(is_picture(b"%PDF-1.7") && !is_picture(b"title = \"a\"") && !is_picture(b""));
    }
}
