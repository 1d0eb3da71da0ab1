//! What can be asked of a model.

use std::fmt;

/// One kind of request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Operation {
    /// The same song in another style.
    Cover,
    /// A new piece from words.
    Create,
    /// The finished file of a clip.
    Download,
    /// A clip carried on from a point.
    Extend,
    /// A part of a clip made anew.
    Replace,
    /// Audio of one's own handed to the provider.
    Upload,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 6] = [
        Self::Create,
        Self::Extend,
        Self::Replace,
        Self::Cover,
        Self::Upload,
        Self::Download,
    ];

    /// The name used in orders and in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Create => "create",
            Self::Download => "download",
            Self::Extend => "extend",
            Self::Replace => "replace",
            Self::Upload => "upload",
        }
    }

    /// The operation of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
