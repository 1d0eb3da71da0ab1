//! Keys: where they are kept, how they are tested, unlocked and forgotten.

use crate::text::texts;

texts! {
    again: "Once more";
    cannot_encrypt(why): "This browser did not do it: {why}.";
    change_passphrase: "Change passphrase";
    could_not_open(names): "The stored key for {names} cannot be opened: enter it again. The others are unlocked.";
    credits_left(credits): "The key works; {credits} credits left.";
    device_more: "A passphrase locks them; what is stored is ciphertext. After a reload you unlock them once.";
    encrypt: "Encrypt";
    forget_all: "Forget all keys";
    forget_all_sure: "Forget every key, on this device and in this tab? Nobody can bring them back.";
    forget_them: "Forget them";
    go_on: "Go on";
    is_set: "Set. Type to replace it";
    is_locked: "Locked";
    keep_encrypted: "Encrypted on this device";
    keep_in_tab: "In this tab only";
    keep_it: "Keep the key";
    keep_them: "Keep them";
    key_of(provider): "{provider} key";
    key_works: "The key works.";
    keys_on_device: "Keys on this device";
    lock_now: "Lock now";
    locked_here[count]: "{count} key, encrypted and locked.", "{count} keys, encrypted and locked.";
    new_passphrase: "New passphrase";
    no_free_test(provider): "{provider} has no question that is free, so its key is first tried by an order.";
    no_keys_here: "None. Choose \"Encrypted on this device\" at a key to keep it beyond this tab.";
    not_encrypted_yet: "Enter the key; it is encrypted at once.";
    not_the_same: "The two are not the same.";
    not_safe: "this page did not come over a safe connection";
    not_unlocked: "The keys were changed or locked in another tab. Unlock them again.";
    passphrase: "Passphrase";
    passphrase_changed: "The passphrase is changed.";
    passphrase_hint: "At least 8 letters; four random words are good. It is stored nowhere: if you forget it, the keys are lost and you make new ones.";
    passphrase_now: "Passphrase now";
    passphrase_short: "At least 8 letters.";
    remove_key(provider): "Remove the key for {provider}";
    remove: "Remove";
    something_else_here: "What is stored here cannot be read as keys.";
    stores_nothing: "it stores nothing";
    test: "Test";
    testing: "Testing";
    unlock: "Unlock";
    unlock_to_go_on(provider): "Unlock your keys to go on with {provider}.";
    unlocked_here[count]: "{count} key, encrypted; unlocked in this tab.", "{count} keys, encrypted; unlocked in this tab.";
    unlocking: "Unlocking";
    waits_locked(provider): "Your key is encrypted on this device: unlock it, and the job goes on. {provider} still has it.";
    where_it_lives: "Where things are";
    where_keys: "Keys: in this tab's memory, or encrypted on this device if you choose so. Never in a backup, a link or a file.";
    where_orders: "Orders, and the keys that go with them: straight to the address chosen here, or through the relay if you choose that. There is no server of ours in between.";
    where_tracks: "Tracks, prompts and settings: in this browser's own storage on this device, until you delete them.";
    working: "Working";
    wrong_passphrase: "That is not the passphrase. Nothing is lost; try again.";
}
