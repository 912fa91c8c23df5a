//! Files made to do harm, built here so that none is kept.

use std::io::Write;

use flate2::{Compress, Compression, FlushCompress};

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
            .into_bytes(),
    );
    file
}

pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

/// Pages of 300 × 200 points with these contents, in Helvetica (`/F1`).
pub fn pages(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<_> = (0..contents.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    for (index, content) in contents.iter().enumerate() {
        objects.push(page(5 + 2 * index, "/Font << /F1 3 0 R >>"));
        objects.push(stream("", content.as_bytes()));
    }
    pdf(&objects)
}

pub fn words(words: &str) -> String {
    format!("BT /F1 20 Tf 20 100 Td ({words}) Tj ET")
}

fn page(contents: usize, resources: &str) -> Vec<u8> {
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {contents} 0 R \
         /Resources << {resources} >> >>"
    )
    .into_bytes()
}

/// One page of `content`; `others` are numbered from 5.
fn one(resources: &str, content: Vec<u8>, others: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page(4, resources),
        content,
    ];
    objects.extend(others);
    pdf(&objects)
}

/// `length` zeros, as zlib packs them, without ever holding them.
pub fn packed_zeros(length: usize) -> Vec<u8> {
    const PART: usize = 1 << 20;
    let (zeros, mut part) = (vec![0; PART], Vec::with_capacity(64 << 10));
    // Ends on a byte and refers to nothing before it, so it can stand there many times.
    Compress::new(Compression::best(), false)
        .compress_vec(&zeros, &mut part, FlushCompress::Full)
        .unwrap();
    let mut packed = vec![0x78, 0xda];
    for _ in 0..length / PART {
        packed.extend_from_slice(&part);
    }
    packed.extend_from_slice(&[3, 0]);
    let sum = u32::try_from(length / PART * PART % 65_521).unwrap() << 16 | 1;
    packed.extend_from_slice(&sum.to_be_bytes());
    packed
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

pub fn huge_picture() -> Vec<u8> {
    let picture = stream(
        "/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 8 \
         /ColorSpace /DeviceRGB /Filter /FlateDecode",
        &packed_zeros(40_000 * 40_000 * 3),
    );
    let content = stream("", b"q 300 0 0 200 0 0 cm /P Do Q");
    one("/XObject << /P 5 0 R >>", content, vec![picture])
}

pub fn endless_content() -> Vec<u8> {
    one("", stream("/Filter /FlateDecode", &packed_zeros(2 << 30)), Vec::new())
}

pub fn forms_in_forms() -> Vec<u8> {
    let form = |next: usize| {
        let dict = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 300 200] \
             /Resources << /XObject << /F {next} 0 R >> >>"
        );
        stream(&dict, b"/F Do /F Do")
    };
    let mut forms: Vec<_> = (0..24).map(|i| form(6 + i)).collect();
    forms.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 300 200]", b"0 0 10 10 re f"));
    one("/XObject << /F 5 0 R >>", stream("", b"/F Do"), forms)
}

pub fn looping_xref() -> Vec<u8> {
    let mut file = pages(&[&words("loop")]);
    let at = file.windows(4).rposition(|w| w == b"xref").unwrap() - 5;
    let start = file.windows(5).position(|w| w == b"xref\n").unwrap();
    let cut = file.windows(7).rposition(|w| w == b"trailer").unwrap();
    assert!(at > start);
    file.truncate(cut);
    file.extend(
        format!("trailer\n<< /Size 6 /Root 1 0 R /Prev {start} >>\nstartxref\n{start}\n%%EOF\n")
            .into_bytes(),
    );
    file
}

pub fn looping_pages() -> Vec<u8> {
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>".to_vec(),
    ])
}

pub fn five_million_steps() -> Vec<u8> {
    let steps = b"0 0 m 300 200 l S\n".repeat(5_000_000 / 3);
    one("", stream("/Filter /FlateDecode", &packed(&steps)), Vec::new())
}

pub fn endless_dashes() -> Vec<u8> {
    let content = b"[0.0000001 0.0000001] 0 d 0 0 m 100000000 100000000 l S";
    one("", stream("", content), Vec::new())
}

pub fn tiny_tiles() -> Vec<u8> {
    let tile = stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 0.001 0.001] \
         /XStep 0.00001 /YStep 0.00001 /Resources << >>",
        b"0 0 1 1 re f",
    );
    let content = stream("", b"/Pattern cs /T scn 0 0 300 200 re f");
    one("/Pattern << /T 5 0 R >>", content, vec![tile])
}

pub fn deep_arrays() -> Vec<u8> {
    let deep = ["[".repeat(1_000_000), "]".repeat(1_000_000)].concat();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R /Names 5 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page(4, ""),
        stream("", format!("{deep} 0 d 0 0 m 300 200 l S").as_bytes()),
    ];
    objects.push(deep.into_bytes());
    pdf(&objects)
}

pub fn filters_in_filters() -> Vec<u8> {
    let twice = packed(&packed_zeros(4 << 30));
    one("", stream("/Filter [/FlateDecode /FlateDecode]", &twice), Vec::new())
}

pub fn endless_page() -> Vec<u8> {
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e30 1e30] /UserUnit 1e9 >>".to_vec(),
    ])
}
