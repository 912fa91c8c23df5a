//! What may come over from the source: for every kind of object the keys that a reader needs
//! to show it. Everything else stays behind, known or not.

/// What an object is for, by the way it was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Numbers, names, functions, colour spaces: whatever has no known hiding place.
    Plain,
    /// A dictionary whose keys are names given by the producer.
    Named(&'static Role),
    /// A page, annotation or element that comes over only if something else brings it.
    Weak,
    Resources,
    Content,
    Font,
    Descriptor,
    FontFile,
    Picture,
    GraphicsState,
    SoftMask,
    Pattern,
    Properties,
    Annotation,
    Appearance,
    /// The border, background and caption of a form field.
    Look,
    Structure,
    StructureRoot,
    NumberTree,
    Group,
}

type Keys = &'static [(&'static str, Role)];

use Role::{
    Appearance, Content, Descriptor, Font, FontFile, GraphicsState, Group, Named, NumberTree,
    Picture, Plain, Resources, SoftMask, Structure, Weak,
};

/// Keys that carry no drawing, wherever they stand.
pub(super) const NEVER: &[&str] = &[
    "Metadata",
    "PieceInfo",
    "LastModified",
    "AF",
    "Thumb",
    "OPI",
    "Alternates",
    "Measure",
    "PtData",
    "Private",
    "Ref",
    "B",
    "AA",
    "JS",
    "JavaScript",
    "F",
    "FFilter",
    "FDecodeParms",
];

/// The keys that come over for `role`; `None` where all do but [`NEVER`].
pub(super) fn keys(role: Role) -> Option<Keys> {
    Some(match role {
        Plain | Named(_) | Weak => return None,
        Resources => RESOURCES,
        Content => CONTENT,
        Font => FONT,
        Descriptor => DESCRIPTOR,
        FontFile => FONT_FILE,
        Picture => PICTURE,
        GraphicsState => GRAPHICS_STATE,
        SoftMask => SOFT_MASK,
        Role::Pattern => PATTERN,
        Role::Properties => PROPERTIES,
        Role::Annotation => ANNOTATION,
        Appearance => APPEARANCE,
        Role::Look => LOOK,
        Structure => STRUCTURE,
        Role::StructureRoot => STRUCTURE_ROOT,
        NumberTree => NUMBER_TREE,
        Group => GROUP,
    })
}

const RESOURCES: Keys = &[
    ("Font", Named(&Font)),
    ("XObject", Named(&Picture)),
    ("ExtGState", Named(&GraphicsState)),
    ("ColorSpace", Named(&Plain)),
    ("Pattern", Named(&Role::Pattern)),
    ("Shading", Named(&Plain)),
    ("Properties", Named(&Role::Properties)),
];

const CONTENT: Keys = &[("Filter", Plain), ("DecodeParms", Plain)];

const FONT: Keys = &[
    ("Type", Plain),
    ("Subtype", Plain),
    ("BaseFont", Plain),
    ("FirstChar", Plain),
    ("LastChar", Plain),
    ("Widths", Plain),
    ("FontDescriptor", Descriptor),
    ("Encoding", Plain),
    ("ToUnicode", Plain),
    ("DescendantFonts", Font),
    ("CIDSystemInfo", Plain),
    ("DW", Plain),
    ("W", Plain),
    ("DW2", Plain),
    ("W2", Plain),
    ("CIDToGIDMap", Plain),
    ("FontBBox", Plain),
    ("FontMatrix", Plain),
    ("CharProcs", Named(&Content)),
    ("Resources", Resources),
];

const DESCRIPTOR: Keys = &[
    ("Type", Plain),
    ("FontName", Plain),
    ("FontFamily", Plain),
    ("FontStretch", Plain),
    ("FontWeight", Plain),
    ("Flags", Plain),
    ("FontBBox", Plain),
    ("ItalicAngle", Plain),
    ("Ascent", Plain),
    ("Descent", Plain),
    ("Leading", Plain),
    ("CapHeight", Plain),
    ("XHeight", Plain),
    ("StemV", Plain),
    ("StemH", Plain),
    ("AvgWidth", Plain),
    ("MaxWidth", Plain),
    ("MissingWidth", Plain),
    ("FontFile", FontFile),
    ("FontFile2", FontFile),
    ("FontFile3", FontFile),
    ("Style", Plain),
    ("Lang", Plain),
    ("FD", Plain),
];

const FONT_FILE: Keys = &[
    ("Filter", Plain),
    ("DecodeParms", Plain),
    ("Length1", Plain),
    ("Length2", Plain),
    ("Length3", Plain),
    ("Subtype", Plain),
];

/// Forms and images: which of the two decides nothing about what is needed.
const PICTURE: Keys = &[
    ("Type", Plain),
    ("Subtype", Plain),
    ("FormType", Plain),
    ("BBox", Plain),
    ("Matrix", Plain),
    ("Resources", Resources),
    ("Group", Group),
    ("StructParent", Plain),
    ("StructParents", Plain),
    ("Width", Plain),
    ("Height", Plain),
    ("ColorSpace", Plain),
    ("BitsPerComponent", Plain),
    ("Intent", Plain),
    ("ImageMask", Plain),
    ("Mask", Picture),
    ("SMask", Picture),
    ("SMaskInData", Plain),
    ("Matte", Plain),
    ("Decode", Plain),
    ("Interpolate", Plain),
    ("Filter", Plain),
    ("DecodeParms", Plain),
];

const GROUP: Keys = &[("Type", Plain), ("S", Plain), ("CS", Plain), ("I", Plain), ("K", Plain)];

const GRAPHICS_STATE: Keys = &[
    ("Type", Plain),
    ("LW", Plain),
    ("LC", Plain),
    ("LJ", Plain),
    ("ML", Plain),
    ("D", Plain),
    ("RI", Plain),
    ("OP", Plain),
    ("op", Plain),
    ("OPM", Plain),
    ("Font", Font),
    ("BG", Plain),
    ("BG2", Plain),
    ("UCR", Plain),
    ("UCR2", Plain),
    ("TR", Plain),
    ("TR2", Plain),
    ("HT", Plain),
    ("FL", Plain),
    ("SM", Plain),
    ("SA", Plain),
    ("BM", Plain),
    ("SMask", SoftMask),
    ("CA", Plain),
    ("ca", Plain),
    ("AIS", Plain),
    ("TK", Plain),
    ("UseBlackPtComp", Plain),
];

const SOFT_MASK: Keys =
    &[("Type", Plain), ("S", Plain), ("G", Picture), ("BC", Plain), ("TR", Plain)];

const PATTERN: Keys = &[
    ("Type", Plain),
    ("PatternType", Plain),
    ("PaintType", Plain),
    ("TilingType", Plain),
    ("BBox", Plain),
    ("XStep", Plain),
    ("YStep", Plain),
    ("Resources", Resources),
    ("Matrix", Plain),
    ("Shading", Plain),
    ("ExtGState", GraphicsState),
    ("Filter", Plain),
    ("DecodeParms", Plain),
];

const PROPERTIES: Keys =
    &[("MCID", Plain), ("ActualText", Plain), ("Alt", Plain), ("E", Plain), ("Lang", Plain)];

const ANNOTATION: Keys = &[
    ("Type", Plain),
    ("Subtype", Plain),
    ("Rect", Plain),
    ("AP", Appearance),
    ("AS", Plain),
    ("Border", Plain),
    ("BS", Plain),
    ("C", Plain),
    ("IC", Plain),
    ("H", Plain),
    ("QuadPoints", Plain),
    ("StructParent", Plain),
    ("L", Plain),
    ("LE", Plain),
    ("Vertices", Plain),
    ("InkList", Plain),
    ("BE", Plain),
    ("CL", Plain),
    ("CA", Plain),
    ("ca", Plain),
    ("BM", Plain),
    ("RD", Plain),
    ("DA", Plain),
    ("Q", Plain),
    ("FT", Plain),
    ("Ff", Plain),
    ("V", Plain),
    ("MK", Role::Look),
    ("MaxLen", Plain),
    ("TU", Plain),
    ("Opt", Plain),
    ("I", Plain),
    ("TI", Plain),
];

/// Only what is shown: the rollover and down pictures repeat it.
const APPEARANCE: Keys = &[("N", Named(&Picture))];

const LOOK: Keys = &[
    ("R", Plain),
    ("BC", Plain),
    ("BG", Plain),
    ("CA", Plain),
    ("RC", Plain),
    ("AC", Plain),
    ("TP", Plain),
];

const STRUCTURE: Keys = &[
    ("Type", Plain),
    ("S", Plain),
    ("P", Structure),
    ("Pg", Weak),
    ("Obj", Weak),
    ("Stm", Weak),
    ("MCID", Plain),
    ("K", Structure),
    ("A", Plain),
    ("C", Plain),
    ("Lang", Plain),
    ("Alt", Plain),
    ("E", Plain),
    ("ActualText", Plain),
    ("T", Plain),
];

const NUMBER_TREE: Keys = &[("Nums", Structure), ("Kids", NumberTree), ("Limits", Plain)];

const STRUCTURE_ROOT: Keys = &[
    ("Type", Plain),
    ("K", Structure),
    ("ParentTree", NumberTree),
    ("ParentTreeNextKey", Plain),
    ("RoleMap", Plain),
    ("ClassMap", Plain),
];
