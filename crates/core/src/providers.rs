//! Every provider, listed once.

mod aimlapi;
mod pixazo;
mod producer;
mod rows;
mod segmind;
mod shared;
#[cfg(not(tutti_jobs))]
mod sketch;

use crate::catalog::{JOBS_ALONE, ModelInfo, ProviderInfo};
use crate::provider::Provider;

/// Every provider there is.
pub static ALL: &[&dyn Provider] = &[
    #[cfg(not(tutti_jobs))]
    &sketch::Sketch,
    &segmind::Segmind,
    &aimlapi::Aimlapi,
    &pixazo::Pixazo,
    &producer::Producer,
];

/// What there is to know of each provider, in the order of [`ALL`]: who only shows it need not link what they do.
pub static INFOS: [&ProviderInfo; 5 - JOBS_ALONE as usize] = [
    #[cfg(not(tutti_jobs))]
    &sketch::INFO,
    &segmind::INFO,
    &aimlapi::INFO,
    &pixazo::INFO,
    &producer::INFO,
];

/// What there is to know of the provider of this id.
pub fn info(id: &str) -> Option<&'static ProviderInfo> {
    INFOS.into_iter().find(|it| it.id == id)
}

/// The model of this id, with what there is to know of its provider.
pub fn row(id: &str) -> Option<(&'static ProviderInfo, &'static ModelInfo)> {
    rows().find(|(_, model)| model.id == id)
}

/// Every model there is, with what there is to know of its provider.
pub fn rows() -> impl Iterator<Item = (&'static ProviderInfo, &'static ModelInfo)> {
    INFOS
        .into_iter()
        .flat_map(|it| it.models.iter().map(move |model| (it, model)))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_to_know_stands_in_the_order_of_the_providers() {
        let known: Vec<&str> = INFOS.iter().map(|it| it.id).collect();
        let all: Vec<&str> = ALL.iter().map(|it| it.info().id).collect();
        assert_eq!(known, all);
        assert!(
            rows()
                .map(|(_, row)| row.id)
                .eq(models().map(|(_, row)| row.id))
        );
    }
}
