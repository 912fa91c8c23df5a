//! A file's own papers: version, title, language, identity; and how it is written.

use lopdf::{Document as Pdf, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::PaperProblem;

pub(super) fn broken(error: lopdf::Error) -> PaperProblem {
    PaperProblem::Pdf(error.to_string())
}

/// Gives the file its title and language and nothing else: no maker, no date, no place.
pub(super) fn name(pdf: &mut Pdf, title: &str, language: &str) -> Result<(), PaperProblem> {
    pdf.version = "1.7".into();
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Never compressed: whoever catalogues files reads it without a PDF library.
    let xmp = Stream::new(dict, xmp(title, language).into_bytes()).with_compression(false);
    let metadata = pdf.add_object(xmp);
    let info = pdf.add_object(dictionary! { "Title" => lopdf::text_string(title) });
    pdf.trailer.set("Info", info);
    let catalog = pdf.catalog_mut().map_err(broken)?;
    catalog.set("Metadata", metadata);
    catalog.set("Lang", Object::string_literal(language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    Ok(())
}

fn xmp(title: &str, language: &str) -> String {
    let (title, language) = (escaped(title), escaped(language));
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// Writes the file. Its identity is drawn from its streams, so that the same pages have the same.
pub(super) fn save(mut pdf: Pdf) -> Result<Vec<u8>, PaperProblem> {
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            // Without a filter they mean nothing; with the one about to be added they would.
            stream.dict.remove(b"DecodeParms");
        }
    }
    pdf.compress();
    let mut hash = Sha256::new();
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    let half: Vec<u8> = hash.finalize().iter().take(16).copied().collect();
    let id = Object::String(half, StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let mut out = Vec::new();
    pdf.save_modern(&mut out).map_err(|error| PaperProblem::Pdf(error.to_string()))?;
    Ok(out)
}
