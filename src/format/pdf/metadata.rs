//! Metadata of a document (XMP): its title, and whether it claims to conform to PDF/UA.

use hayro_syntax::object::{Dict, Stream};
use roxmltree::{Document, Node, ParsingOptions};

use crate::format::limits::LETTER_NODES;

/// The content of the metadata.
#[derive(Default)]
pub struct Metadata {
    pub title: Option<String>,
    pub claims_ua: Option<String>,
}

const DC: &str = "http://purl.org/dc/elements/1.1/";
const UA: &str = "http://www.aiim.org/pdfua/ns/id/";

/// Reads the metadata of a document; empty if unreadable.
pub fn read_metadata(catalogue: &Dict<'_>) -> Metadata {
    let stream = catalogue.get::<Stream<'_>>("Metadata");
    let Some(data) = stream.and_then(|stream| stream.decoded_data().ok()) else {
        return Metadata::default();
    };
    from_xmp(&decoded(&data)).unwrap_or_default()
}

fn decoded(data: &[u8]) -> String {
    let encoding = match data {
        [0xfe, 0xff, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE,
        [0xff, 0xfe, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE,
        _ => encoding_rs::UTF_8,
    };
    encoding
        .decode(data)
        .0
        .trim_matches(['\0', '\u{feff}'])
        .trim()
        .to_owned()
}

fn from_xmp(xmp: &str) -> Option<Metadata> {
    let options = ParsingOptions {
        nodes_limit: LETTER_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xmp, options).ok()?;
    let mut metadata = Metadata::default();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name();
        match (name.namespace(), name.name()) {
            (Some(DC), "title") if metadata.title.is_none() => {
                let texts = node.descendants().filter(Node::is_text);
                metadata.title = texts.filter_map(|text| said(text.text())).next();
            }
            (Some(UA), "part") => metadata.claims_ua = said(node.text()),
            _ => {
                if let Some(part) = node.attribute((UA, "part")) {
                    metadata.claims_ua = said(Some(part));
                }
            }
        }
    }
    Some(metadata)
}

fn said(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_stand_in_elements_or_attributes() {
        let wrapped = |inside: &str| {
            format!(
                "<?xpacket begin='' id='W5M0'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
                 xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='{DC}' xmlns:pdfuaid='{UA}'>\
                 {inside}</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
            )
        };
        let read = |inside: &str| from_xmp(&wrapped(inside)).expect("it is well-formed");
        let element = read(
            "<rdf:Description><pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt>\
             <rdf:li xml:lang='x-default'> Antrag </rdf:li></rdf:Alt></dc:title></rdf:Description>",
        );
        assert_eq!(element.claims_ua.as_deref(), Some("1"));
        assert_eq!(element.title.as_deref(), Some("Antrag"));
        let attribute = read("<rdf:Description pdfuaid:part='2'/>");
        assert_eq!(attribute.claims_ua.as_deref(), Some("2"));
        assert_eq!(attribute.title, None);
        assert!(from_xmp("<open").is_none());
    }
}
