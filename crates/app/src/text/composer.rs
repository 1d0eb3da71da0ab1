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
    close_to(used, most, model): "{model}: {used} of {most} characters";
    draw_seed: "Draw a seed and keep it";
    examples: "Styles";
    new_seed: "A new one each time";
    not_for(models): "Not for {models}";
    only_for(models): "Only for {models}.";
    over_by(used, least, most, model): "{model}: {used} characters; it takes {least} to {most}";
    price_each(count, price, provider): "{count} × {price}, as {provider} lists it.";
    price_listed(provider): "Price as {provider} lists it.";
    price_of_several(price, count): "{price} for {count}";
    prompt: "Prompt";
    prompt_hint: "Genre, mood, instruments, tempo";
    prompt_is_empty: "Write what the music should be; nothing was sent.";
    recent_prompts: "Recent prompts";
    sections: "Sections of the song";
    sections_hint: "A mark on a line of its own begins a section; what stands below it is sung there. Times such as [0:30] belong into the prompt, and only of models that say so.";
    surprise: "Another idea";
    time_seen[count]: "Time of your last {count} run.", "Time of your last {count} runs.";
    time_told(provider): "Time as {provider} documents it.";
    up_to_addresses(most): "up to {most} addresses, one a line";
    variations_of_each: "Variations of each model";
    without_prompt(models): "Not here, since they take no prompt: {models}. Kept tracks are changed by Edit on their cards.";
}
