//! What codes of a font in a predefined character collection mean (ISO 32000-2, 9.7.5.2 and
//! 9.10.2): the drawing engine asks that only of fonts that are not in the file.

use hayro_font::CMapResolverFn;
use hayro_font::hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{Array, Dict, Name, String as Text};

/// From codes to numbers of the collection, and from those to characters.
pub(crate) struct Collection {
    encoding: CMap,
    meanings: CMap,
}

impl Collection {
    /// The collection that the composite font `dict` draws from, if it is a known one.
    pub(crate) fn of(dict: &Dict<'_>, resolver: &CMapResolverFn) -> Option<Self> {
        let below = dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let system = below.get::<Dict<'_>>("CIDSystemInfo")?;
        let registry = system.get::<Text<'_>>("Registry")?;
        let ordering = system.get::<Text<'_>>("Ordering")?;
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        let meanings = family.ucs2_cmap()?;
        let encoding = dict.get::<Name<'_>>("Encoding")?;
        let load = |name: CMapName<'_>| CMap::parse(resolver(name)?, |n| resolver(n));
        let encoding = match encoding.as_ref() {
            b"Identity-H" => CMap::identity_h(),
            b"Identity-V" => CMap::identity_v(),
            name => load(CMapName::from_bytes(name))?,
        };
        Some(Self { encoding, meanings: load(meanings)? })
    }

    pub(crate) fn meaning(&self, code: u32) -> Option<BfString> {
        // A code of one byte may be no code of two, and the other way round.
        let lengths: [u8; 4] = if code > 0xFF { [2, 3, 4, 1] } else { [1, 2, 3, 4] };
        let cid = lengths.iter().find_map(|n| self.encoding.lookup_cid_code(code, *n))?;
        self.meanings.lookup_bf_string(cid)
    }
}
