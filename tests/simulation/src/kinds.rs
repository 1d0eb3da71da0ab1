//! Lists of things with names, from one table each, so that a list cannot miss one.

/// An enum with the list of all its variants and a name for each.
macro_rules! kinds {
    ($(#[$meta:meta])* $vis:vis $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        $vis enum $name {
            $($(#[$doc])* #[doc = concat!("Named `", $text, "`.")] $variant,)+
        }

        impl $name {
            /// Every one of them, in order.
            $vis const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that is printed and typed.
            $vis const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

pub(crate) use kinds;
