//! Numbers and states in words, for eyes and for screen readers.

use std::time::Duration;

use tutti_core::catalog::{Auth, Latency, ModelInfo, ProviderInfo};
use tutti_core::providers;
use tutti_web::Usual;

use crate::browser;
use crate::state::settings::Tongue;
use crate::text;
use crate::text::common as say;
use crate::text::composer;

/// Seconds as on a clock, as in `1:05`.
pub fn clock(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Seconds as they are spoken, as in `1 minute 5 seconds`.
pub fn spoken(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    match (whole / 60, whole % 60) {
        (0, seconds) => say::seconds(seconds),
        (minutes, 0) => say::minutes(minutes),
        (minutes, seconds) => format!("{} {}", say::minutes(minutes), say::seconds(seconds)),
    }
}

/// How long something took, as in `0.4 s` or `1:05`.
pub fn took(seconds: f64) -> String {
    if seconds < 10.0 {
        say::seconds_short(&number(seconds.max(0.0), 1))
    } else {
        clock(seconds)
    }
}

/// A number as the page's language writes it, with so many digits after the point.
pub fn number(value: f64, digits: u32) -> String {
    match text::tongue() {
        Tongue::English => in_thousands(&browser::fixed(value, digits)),
        tongue => browser::number_in(tongue.tag(), value, digits, digits),
    }
}

/// How long ago something was, roughly.
pub fn ago(now_ms: f64, then_ms: f64) -> String {
    match whole_seconds((now_ms - then_ms) / 1_000.0) {
        0..60 => say::just_now().to_owned(),
        seconds @ 60..3_600 => say::minutes_ago(seconds / 60),
        seconds @ 3_600..86_400 => say::hours_ago(seconds / 3_600),
        seconds => say::days_ago(seconds / 86_400),
    }
}

/// A price in dollars with as many digits as it needs, as in `$0.09` or `$0.037`.
pub fn dollars(usd: f64) -> String {
    if text::tongue() != Tongue::English {
        return browser::dollars_in(text::tongue().tag(), usd);
    }
    let text = browser::fixed(usd, 3);
    let short = text.strip_suffix('0').unwrap_or(&text);
    format!("${}", in_thousands(short))
}

/// What a run of a model costs, roughly. Only what runs here is free: a vendor whose price is not known still has one.
pub fn price(provider: &ProviderInfo, model: &ModelInfo) -> String {
    match &model.price {
        Some(price) => dollars(price.usd),
        None if provider.auth == Auth::None => say::free().to_owned(),
        None => say::price_not_known().to_owned(),
    }
}

/// A model's name, with its provider's where others sell a model of the same name.
pub fn model_name(id: &str) -> String {
    let Some((provider, model)) = providers::row(id) else {
        return id.to_owned();
    };
    let namesakes = providers::rows().filter(|(_, it)| it.name == model.name);
    if namesakes.count() > 1 {
        format!("{} ({})", model.name, provider.name)
    } else {
        model.name.to_owned()
    }
}

/// What several runs of a model cost, roughly, as in `$0.18 for 3`.
pub fn price_of(provider: &ProviderInfo, model: &ModelInfo, count: u32) -> String {
    match &model.price {
        Some(price) if count > 1 => {
            let all = dollars(price.usd * f64::from(count));
            composer::price_of_several(&all, &count.to_string())
        }
        _ => price(provider, model),
    }
}

/// What the price and the usual time of a model rest on; nothing for what runs here.
pub fn basis(
    provider: &ProviderInfo,
    model: &ModelInfo,
    count: u32,
    seen: Option<Usual>,
) -> Option<String> {
    if provider.auth == Auth::None {
        return None;
    }
    let price = model.price.as_ref().map(|price| match count {
        1 => composer::price_listed(provider.name),
        _ => composer::price_each(&count.to_string(), &dollars(price.usd), provider.name),
    });
    let told = || Some(composer::time_told(provider.name)).filter(|_| model.latency.is_some());
    let time = seen
        .map(|it| composer::time_seen(it.jobs as u64))
        .or_else(told);
    let parts: Vec<String> = [price, time].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// How long a run of a model usually takes: as in `21 to 35 s` where that was seen, else as in `about 27 s`.
pub fn usual(latency: Option<&Latency>, seen: Option<Usual>) -> Option<String> {
    let told = || latency.map(|latency| about(latency.usual));
    seen.map(|it| between(it.least, it.most)).or_else(told)
}

/// Bytes in the unit that reads best.
pub fn size(bytes: f64) -> String {
    if bytes < 1_000_000.0 {
        say::kilobytes(&number(bytes / 1_000.0, 0))
    } else if bytes < 1e9 {
        say::megabytes(&number(bytes / 1_000_000.0, 1))
    } else {
        say::gigabytes(&number(bytes / 1e9, 1))
    }
}

/// Words on one line.
pub fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first words of a prompt: a name for what came of it.
pub fn title(prompt: &str) -> String {
    const MOST: usize = 60;
    let line = line(prompt);
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end_matches([',', '.', ';']))
}

/// A file name of these parts, without what file systems refuse.
pub fn file_name(parts: &[&str], mime: &str) -> String {
    let plain = |part: &&str| {
        let words = part.to_lowercase();
        let words = words.split(|it: char| !it.is_alphanumeric());
        let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
        words.join("-").chars().take(80).collect::<String>()
    };
    let parts: Vec<String> = parts
        .iter()
        .map(plain)
        .filter(|it| !it.is_empty())
        .collect();
    format!("{}.{}", parts.join("_"), extension(mime))
}

fn extension(mime: &str) -> &'static str {
    match mime.split(';').next().unwrap_or_default().trim() {
        "audio/mpeg" | "audio/mp3" => "mp3",
        "audio/flac" | "audio/x-flac" => "flac",
        "audio/mp4" | "audio/aac" | "audio/x-m4a" => "m4a",
        "audio/ogg" => "ogg",
        _ => "wav",
    }
}

fn between(least: Duration, most: Duration) -> String {
    let [from, to] = [least, most].map(|it| it.as_secs_f64());
    let in_minutes = to >= 90.0;
    let unit = if in_minutes { 60.0 } else { 1.0 };
    let [from, to] = [from, to].map(|it| (it / unit).round());
    if from >= to || from < 1.0 {
        return about(most);
    }
    let range = say::range(&number(from, 0), &number(to, 0));
    if in_minutes {
        say::minutes_short(&range)
    } else {
        say::seconds_short(&range)
    }
}

fn about(usual: Duration) -> String {
    match usual.as_secs_f64() {
        seconds if seconds < 1.0 => say::in_a_moment().to_owned(),
        seconds if seconds < 90.0 => say::about_seconds(&number(seconds, 0)),
        seconds => say::about_minutes(&number(seconds / 60.0, 0)),
    }
}

/// English digits with a comma before each three.
fn in_thousands(digits: &str) -> String {
    let (whole, decimals) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let sign = usize::from(whole.starts_with('-'));
    let mut text = String::new();
    for (nth, digit) in whole.chars().enumerate() {
        if nth > sign && (whole.len() - nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + decimals
}

fn whole_seconds(seconds: f64) -> u64 {
    // A cast of what is negative or not a number is zero.
    seconds as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_time_is_a_range_once_it_was_seen() {
        let told = Latency {
            usual: Duration::from_millis(27_320),
            source: "",
        };
        let seen = |least, most| {
            let [least, most] = [least, most].map(Duration::from_millis);
            let jobs = 12;
            usual(Some(&told), Some(Usual { least, most, jobs })).unwrap()
        };
        assert_eq!(usual(Some(&told), None).as_deref(), Some("about 27 s"));
        assert_eq!(seen(21_400, 35_100), "21 to 35 s");
        assert_eq!(seen(26_800, 27_200), "about 27 s");
        assert_eq!(seen(100, 400), "in a moment");
        assert_eq!(seen(130_000, 170_000), "2 to 3 min");
        assert_eq!(usual(None, None), None);
    }

    #[test]
    fn a_price_counts_the_variations_and_says_what_it_rests_on() {
        let (provider, model) = providers::model("segmind/lyria-2").unwrap();
        let info = provider.info();
        assert_eq!(price_of(info, model, 1), "$0.09");
        assert_eq!(price_of(info, model, 3), "$0.27 for 3");
        let [least, most] = [21, 35].map(Duration::from_secs);
        let seen = Some(Usual {
            least,
            most,
            jobs: 12,
        });
        assert_eq!(
            basis(info, model, 3, seen).as_deref(),
            Some("3 × $0.09, as Segmind lists it. Time of your last 12 runs.")
        );
        assert_eq!(
            basis(info, model, 1, None).as_deref(),
            Some("Price as Segmind lists it. Time as Segmind documents it.")
        );
        let (sketch, groove) = providers::model("sketch/groove").unwrap();
        assert_eq!(basis(sketch.info(), groove, 3, None), None);
        assert_eq!(price_of(sketch.info(), groove, 3), "Free");
    }

    #[test]
    fn large_numbers_are_read_by_threes() {
        for (value, digits, written) in [
            (999.0, 0, "999"),
            (1_000.0, 0, "1,000"),
            (-1_234_567.0, 1, "-1,234,567.0"),
            (-123.0, 0, "-123"),
        ] {
            assert_eq!(number(value, digits), written);
        }
        assert_eq!(dollars(1_234.5), "$1,234.50");
    }

    #[test]
    fn times_read_as_on_a_clock_and_as_they_are_spoken() {
        assert_eq!(clock(5.9), "0:05");
        assert_eq!(clock(3_725.0), "1:02:05");
        assert_eq!(clock(f64::NAN), "0:00");
        assert_eq!(took(0.42), "0.4 s");
        assert_eq!(took(65.0), "1:05");
        assert_eq!(spoken(90.0), "1 minute 30 seconds");
        assert_eq!(spoken(1.0), "1 second");
        assert_eq!(spoken(120.0), "2 minutes");
    }

    #[test]
    fn ages_are_rough_and_never_negative() {
        assert_eq!(ago(0.0, 5_000.0), "just now");
        assert_eq!(ago(61_000.0, 0.0), "1 minute ago");
        assert_eq!(ago(7_300_000.0, 0.0), "2 hours ago");
        assert_eq!(ago(90_000_000.0, 0.0), "1 day ago");
    }

    #[test]
    fn a_price_keeps_the_digits_that_count() {
        assert_eq!(dollars(0.09), "$0.09");
        assert_eq!(dollars(0.037), "$0.037");
        assert_eq!(dollars(0.127), "$0.127");
        let said = |id| providers::row(id).map(|(provider, model)| price(provider, model));
        assert_eq!(said("sketch/groove").as_deref(), Some("Free"));
        assert_eq!(said("aimlapi/lyria2").as_deref(), Some("price not known"));
    }

    #[test]
    fn models_of_the_same_name_are_told_apart_by_who_sells_them() {
        assert_eq!(model_name("segmind/lyria-2"), "Lyria 2 (Segmind)");
        assert_eq!(model_name("sketch/groove"), "Groove sketch");
        assert_eq!(model_name("gone/model"), "gone/model");
    }

    #[test]
    fn a_long_prompt_is_cut_between_words() {
        assert_eq!(title(" rain\n on  tin "), "rain on tin");
        let long =
            title("a very long prompt about rain, rivers, roofs of tin and the people below them");
        assert_eq!(
            long,
            "a very long prompt about rain, rivers, roofs of tin and the …"
        );
    }

    #[test]
    fn a_file_name_holds_nothing_a_file_system_refuses() {
        let name = |parts: &[&str]| file_name(parts, "audio/mpeg; rate=44100");
        assert_eq!(name(&["Rain / \"tin\": ../x", "a:b"]), "rain-tin-x_a-b.mp3");
        assert_eq!(name(&["", " . ", "é\0\n"]), "é.mp3");
        assert_eq!(file_name(&[&"x".repeat(500)], "audio/wav").len(), 84);
    }
}
