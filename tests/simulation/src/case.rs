//! An order as the world knows it: what was sent of it, what is known to have been heard, and what a person was told.

use tutti_core::{ErrorKind, Map, Operation, Value};

use crate::coverage::Event;
use crate::dice::Dice;
use crate::vendor::Errand;
use crate::work::Vendor;

/// One of the life's orders.
#[derive(Debug)]
pub(crate) struct Case {
    /// The job's id.
    pub(crate) id: String,
    pub(crate) vendor: Vendor,
    pub(crate) errand: Errand,
    /// The base address that its provider is configured at.
    pub(crate) base: String,
    /// How often its paid request left.
    pub(crate) posts: u32,
    /// Whether the last answer that was heard says that nothing was taken on.
    pub(crate) may_repeat: bool,
    /// Whether something outside kept the vendor's answer from being heard and written down.
    pub(crate) excuse: bool,
    /// Whether a record that says that it was taken on was said to be durable.
    pub(crate) is_written: bool,
    /// Whether its pieces are at hand, or as far at hand as their host allows.
    pub(crate) is_kept: bool,
    /// Whether a person let go of its record.
    pub(crate) is_forgotten: bool,
    /// What a person was told last.
    pub(crate) told: Option<ErrorKind>,
}

/// A new order: to whom, and in plain data.
pub(crate) struct Wish {
    pub(crate) vendor: Vendor,
    pub(crate) errand: Errand,
    pub(crate) order: Value,
    pub(crate) base: String,
    pub(crate) event: Event,
}

impl Wish {
    /// Any order to any vendor, at its own address or through a relay.
    pub(crate) fn any(dice: &mut Dice) -> Self {
        let vendor = dice.one_of(&Vendor::ALL);
        let (order, operation, event) = match vendor {
            Vendor::Aimlapi => aimlapi(dice),
            Vendor::Pixazo => pixazo(dice),
            Vendor::Producer => producer(dice),
            Vendor::Segmind => segmind(dice),
        };
        let base = if dice.chance(0.2) {
            "https://relay.example/vendor".to_owned()
        } else {
            vendor.live().to_owned()
        };
        let two_ways = order.get("model").text() == Some("pixazo/lyria-2");
        Self {
            vendor,
            errand: Errand {
                operation,
                two_ways,
            },
            order: order.into(),
            base,
            event,
        }
    }
}

fn create(model: &str) -> Map {
    Map::new()
        .with("model", model)
        .with("prompt", "rain on a tin roof")
}

fn segmind(dice: &mut Dice) -> (Map, Operation, Event) {
    let model = dice.one_of(&["segmind/lyria-2", "segmind/meta-musicgen-medium"]);
    if dice.chance(0.35) {
        let order = create(model).with("mode", "direct");
        return (order, Operation::Create, Event::OrdersSegmindDirect);
    }
    (create(model), Operation::Create, Event::OrdersSegmind)
}

fn aimlapi(_: &mut Dice) -> (Map, Operation, Event) {
    (
        create("aimlapi/lyria2"),
        Operation::Create,
        Event::OrdersAimlapi,
    )
}

fn pixazo(dice: &mut Dice) -> (Map, Operation, Event) {
    let model = dice.one_of(&["pixazo/lyria-2", "pixazo/lyria-2", "pixazo/lyria-3-pro"]);
    (create(model), Operation::Create, Event::OrdersPixazo)
}

fn producer(dice: &mut Dice) -> (Map, Operation, Event) {
    let order = create("producer/lyria-3-pro");
    let of_clip = |operation: Operation| {
        Map::new()
            .with("model", "producer/lyria-3-pro")
            .with("operation", operation.name())
            .with("clip", "abc123")
    };
    match dice.between(0, 9) {
        0 => (
            of_clip(Operation::Extend).with("instruction", "go on"),
            Operation::Extend,
            Event::OrdersExtend,
        ),
        1 => (
            of_clip(Operation::Replace)
                .with("instruction", "softer")
                .with("startsAt", 10.0)
                .with("endsAt", 20.0),
            Operation::Replace,
            Event::OrdersReplace,
        ),
        2 => (
            of_clip(Operation::Cover).with("instruction", "as jazz"),
            Operation::Cover,
            Event::OrdersCover,
        ),
        3 => (
            Map::new()
                .with("model", "producer/lyria-3-pro")
                .with("operation", "upload")
                .with("audioUrl", "https://example.com/song.mp3"),
            Operation::Upload,
            Event::OrdersUpload,
        ),
        4 => (
            of_clip(Operation::Download).with("format", "mp3"),
            Operation::Download,
            Event::OrdersDownload,
        ),
        _ => (order, Operation::Create, Event::OrdersProducer),
    }
}
