//! Every provider, listed once.

mod aimlapi;
mod pixazo;
mod producer;
mod rows;
mod segmind;
mod shared;
mod sketch;

use crate::catalog::ModelInfo;
use crate::provider::Provider;

/// Every provider there is.
pub static ALL: &[&dyn Provider] = &[
    &sketch::Sketch,
    &segmind::Segmind,
    &aimlapi::Aimlapi,
    &pixazo::Pixazo,
    &producer::Producer,
];

/// The provider of this id.
pub fn provider(id: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|it| it.info().id == id)
}

/// The model of this id, with its provider.
pub fn model(id: &str) -> Option<(&'static dyn Provider, &'static ModelInfo)> {
    models().find(|(_, model)| model.id == id)
}

/// Every model there is, with its provider.
pub fn models() -> impl Iterator<Item = (&'static dyn Provider, &'static ModelInfo)> {
    ALL.iter()
        .flat_map(|it| it.info().models.iter().map(|model| (*it, model)))
}
