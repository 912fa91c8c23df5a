//! The structure of a document as a reader without eyes meets it (ISO 32000-1, 14.7 and 14.8).

/// A place in the tree.
pub(super) type NodeId = usize;

#[derive(Debug)]
pub(super) struct Node {
    pub role: &'static str,
    pub parent: NodeId,
    pub kids: Vec<Kid>,
    pub alt: Option<String>,
    pub scope: Option<&'static str>,
    /// Left, bottom, right and top, for pictures.
    pub frame: Option<[f32; 4]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    Node(NodeId),
    /// The n-th marked content of a page.
    Marked {
        page: usize,
        mcid: usize,
    },
    /// The n-th link of the document.
    Link(usize),
}

#[derive(Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

pub(super) const ROOT: NodeId = 0;

impl Tree {
    pub(super) fn new() -> Tree {
        let root = Node {
            role: "Document",
            parent: ROOT,
            kids: Vec::new(),
            alt: None,
            scope: None,
            frame: None,
        };
        Tree { nodes: vec![root] }
    }

    pub(super) fn add(&mut self, parent: NodeId, role: &'static str) -> NodeId {
        let id = self.nodes.len();
        let node = Node { role, parent, kids: Vec::new(), alt: None, scope: None, frame: None };
        self.nodes.push(node);
        self.nodes[parent].kids.push(Kid::Node(id));
        id
    }

    pub(super) fn add_heading_cell(&mut self, row: NodeId, scope: &'static str) -> NodeId {
        let id = self.add(row, "TH");
        self.nodes[id].scope = Some(scope);
        id
    }
}
