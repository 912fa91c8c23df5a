//! The ways a pack can go.

use crate::closed::closed_list;

closed_list! {
    /// How a pack goes.
    How {
        Portal, "portal", "Through the portal, with a link and a code";
        Post, "post", "Printed, by post";
        ByHand, "by_hand", "Handed over in person";
        EncryptedFile, "encrypted_file", "As an encrypted file";
        Reading, "reading", "Read together: handed over where somebody sits with the person";
    }
}

impl How {
    /// Whether a code or passphrase goes with it, another way.
    pub const fn needs_second_proof(self) -> bool {
        match self {
            How::Portal | How::EncryptedFile => true,
            How::Post | How::ByHand | How::Reading => false,
        }
    }
}
