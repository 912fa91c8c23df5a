//! The ways a pack can go.

/// How a pack goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Portal,
    Post,
    ByHand,
    EncryptedFile,
}

impl How {
    pub const ALL: [How; 4] = [How::Portal, How::Post, How::ByHand, How::EncryptedFile];

    pub const fn name(self) -> &'static str {
        match self {
            How::Portal => "portal",
            How::Post => "post",
            How::ByHand => "by_hand",
            How::EncryptedFile => "encrypted_file",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            How::Portal => "Through the portal, with a link and a code",
            How::Post => "Printed, by post",
            How::ByHand => "Handed over in person",
            How::EncryptedFile => "As an encrypted file",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == name)
    }

    /// Whether a code or passphrase goes with it, another way.
    pub const fn needs_second_proof(self) -> bool {
        match self {
            How::Portal | How::EncryptedFile => true,
            How::Post | How::ByHand => false,
        }
    }
}
