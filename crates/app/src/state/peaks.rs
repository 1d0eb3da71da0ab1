//! The outline of a sound, small enough to store beside it and to draw again without decoding.

use std::sync::Arc;

use tutti_core::Value;

/// Columns of an outline.
pub const COLUMNS: usize = 720;

/// For each column of time the loudest excursion, 0 to 255 of full scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Peaks(Arc<[u8]>);

impl Peaks {
    /// The outline of a sound's channels; none of an empty sound.
    pub fn of(channels: &[Vec<f32>]) -> Option<Self> {
        let length = channels
            .iter()
            .map(Vec::len)
            .max()
            .filter(|length| *length > 0)?;
        let columns = COLUMNS.min(length);
        let column = |nth: usize| {
            let (from, to) = (nth * length / columns, (nth + 1) * length / columns);
            let loudest = channels
                .iter()
                .flat_map(|channel| channel.get(from..to.min(channel.len())));
            let loudest = loudest
                .flatten()
                .fold(0.0_f32, |most, sample| most.max(sample.abs()));
            // A cast of what is too large or not a number stays within bounds.
            (loudest * 255.0).round() as u8
        };
        Some(Self((0..columns).map(column).collect()))
    }

    /// The loudest excursion within each of `bars` parts of the time, from 0 to 1, the loudest of all being 1.
    pub fn bars(&self, bars: usize) -> Vec<f64> {
        let most = f64::from(self.0.iter().copied().max().unwrap_or_default()).max(1.0);
        let length = self.0.len();
        (0..bars)
            .map(|bar| {
                let from = (bar * length / bars).min(length - 1);
                let to = ((bar + 1) * length / bars).clamp(from + 1, length);
                let loudest = self.0[from..to].iter().copied().max().unwrap_or_default();
                f64::from(loudest) / most
            })
            .collect()
    }

    /// The outline as plain data.
    pub fn to_value(&self) -> Value {
        self.0
            .iter()
            .map(|it| Value::from(f64::from(*it)))
            .collect::<Vec<_>>()
            .into()
    }

    /// A stored outline.
    pub fn from_value(value: &Value) -> Option<Self> {
        let columns = value
            .list()?
            .iter()
            .map(|it| it.number().map(|number| number as u8));
        let columns: Arc<[u8]> = columns.collect::<Option<_>>()?;
        (!columns.is_empty()).then_some(Self(columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_follows_the_loudest_channel() {
        let left = vec![0.0; 2 * COLUMNS];
        let mut right = left.clone();
        right[2 * 10] = -0.5;
        let peaks = Peaks::of(&[left, right]).unwrap();
        let bars = peaks.bars(COLUMNS);
        assert_eq!(bars[10], 1.0);
        assert_eq!(bars.iter().sum::<f64>(), 1.0);
    }

    #[test]
    fn bars_of_any_number_cover_all_of_a_short_sound() {
        let peaks = Peaks::of(&[vec![0.1, 0.2, f32::NAN, 9.0]]).unwrap();
        assert_eq!(peaks.bars(9).len(), 9);
        assert_eq!(peaks.bars(2)[1], 1.0);
        assert_eq!(peaks.bars(0), [0.0; 0]);
        assert_eq!(Peaks::of(&[vec![], vec![]]), None);
        assert_eq!(Peaks::of(&[]), None);
    }

    #[test]
    fn silence_is_drawn_flat() {
        assert_eq!(Peaks::of(&[vec![0.0; 10]]).unwrap().bars(2), [0.0, 0.0]);
    }

    #[test]
    fn an_outline_reads_back_as_it_was_stored() {
        let peaks = Peaks::of(&[vec![0.1, -0.9, 0.4]]).unwrap();
        assert_eq!(Peaks::from_value(&peaks.to_value()), Some(peaks));
        assert_eq!(Peaks::from_value(&Value::Null), None);
        assert_eq!(Peaks::from_value(&Value::List(vec![])), None);
    }
}
