//! Keys of providers.

use crate::text::texts;

texts! {
    balance(credits): "The key works; {credits} credits left.";
    go_on: "Go on";
    key_of(provider): "{provider} key";
    test: "Test";
    testing: "Testing";
    works: "The key works.";
}
