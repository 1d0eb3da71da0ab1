//! The composer: prompt, models, fields.

use crate::text::texts;

texts! {
    address_unusable(provider, why): "The address set for {provider} cannot be used. {why} Nothing was sent.";
    always_makes(model, seconds): "{model} always makes {seconds} s";
    auto: "Auto";
    choose_a_model: "Choose at least one model.";
    cost_about(jobs, price): "{jobs} · about {price}";
    cost_free(jobs): "{jobs} · free";
    cost_none(jobs): "{jobs} · no charge";
    cost_unknown(jobs): "{jobs} · price not known";
    different_if_left_out: "different each time if left out";
    free: "free";
    generate: "Generate";
    if_left_out(value): "{value} if left out";
    key_and_endpoint(provider): "{provider} key and endpoint";
    key_at_relay(whose): "{whose} · key at the relay";
    key_locked(whose): "{whose} · key locked";
    key_is_locked(provider): "The key for {provider} is locked; nothing was sent.";
    key_needed(whose): "{whose} · key needed";
    key_refused(whose): "{whose} · key refused";
    key_set(whose): "{whose} · key set";
    key_works(whose): "{whose} · key works";
    models: "Models";
    more_models[count]: "{count} more model", "{count} more models";
    more_settings: "More settings";
    needs_key(provider): "{provider} needs a key; nothing was sent.";
    new_run: "New run";
    no_key_needed: "No key needed";
    not_for(models): "Not for {models}";
    only_for(models): "Only for {models}.";
    prompt: "Prompt";
    prompt_hint: "Genre, mood, instruments, tempo";
    prompt_is_empty: "Write what the music should be; nothing was sent.";
    up_to_addresses(most): "up to {most} addresses, one a line";
    variations_of_each: "Variations of each model";
}
