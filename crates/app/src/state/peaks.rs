//! The outline of a sound, small enough to store beside it and to draw again without decoding.

use std::sync::Arc;

use tutti_core::Value;

/// Columns of an outline.
pub const COLUMNS: usize = 720;

/// For each column of time the loudest excursion, 0 to 255 of full scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Peaks(Arc<[u8]>);

/// Takes the outline of a sound that is handed over piece by piece.
#[derive(Clone, Debug)]
pub struct Outline {
    frames: usize,
    columns: Vec<f32>,
}

impl Outline {
    /// An outline of so many frames.
    pub fn new(frames: usize) -> Self {
        Self {
            frames,
            columns: vec![0.0; COLUMNS.min(frames)],
        }
    }

    /// Takes in a channel's samples from a frame on; what lies beyond the end is ignored.
    pub fn feed(&mut self, start: usize, samples: &[f32]) {
        let count = self.columns.len();
        let mut at = start;
        let end = self.frames.min(start + samples.len());
        while at < end {
            let column = at * count / self.frames;
            // The first frame of the next column.
            let next = ((column + 1) * self.frames).div_ceil(count).min(end);
            let loudest = &mut self.columns[column];
            for sample in &samples[at - start..next - start] {
                *loudest = loudest.max(sample.abs());
            }
            at = next;
        }
    }

    /// The outline; none of an empty sound.
    pub fn finish(self) -> Option<Peaks> {
        // A cast of what is too large stays within bounds.
        let columns = self.columns.iter().map(|it| (it * 255.0).round() as u8);
        let columns: Arc<[u8]> = columns.collect();
        (!columns.is_empty()).then_some(Peaks(columns))
    }
}

impl Peaks {
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

    /// Its columns, as they are stored.
    pub fn columns(&self) -> &[u8] {
        &self.0
    }

    /// An outline of stored columns; none where there is none.
    pub fn from_columns(columns: &[u8]) -> Option<Self> {
        let some = (1..=COLUMNS).contains(&columns.len());
        some.then(|| Self(columns.into()))
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

    fn taken(channels: &[Vec<f32>]) -> Option<Peaks> {
        let mut outline = Outline::new(channels.iter().map(Vec::len).max().unwrap_or_default());
        for channel in channels {
            for (nth, piece) in channel.chunks(7).enumerate() {
                outline.feed(nth * 7, piece);
            }
        }
        outline.finish()
    }

    #[test]
    fn an_outline_follows_the_loudest_channel() {
        let left = vec![0.0; 2 * COLUMNS];
        let mut right = left.clone();
        right[2 * 10] = -0.5;
        let peaks = taken(&[left, right]).unwrap();
        let bars = peaks.bars(COLUMNS);
        assert_eq!(bars[10], 1.0);
        assert_eq!(bars.iter().sum::<f64>(), 1.0);
    }

    #[test]
    fn bars_of_any_number_cover_all_of_a_short_sound() {
        let peaks = taken(&[vec![0.1, 0.2, f32::NAN, 9.0]]).unwrap();
        assert_eq!(peaks.bars(9).len(), 9);
        assert_eq!(peaks.bars(2)[1], 1.0);
        assert_eq!(peaks.bars(0), [0.0; 0]);
        assert_eq!(taken(&[vec![], vec![]]), None);
        assert_eq!(taken(&[]), None);
    }

    #[test]
    fn what_is_handed_over_beyond_the_end_is_ignored() {
        let mut outline = Outline::new(3);
        outline.feed(2, &[0.5, 1.0, 1.0]);
        outline.feed(9, &[1.0]);
        assert_eq!(outline.finish().unwrap().bars(3), [0.0, 0.0, 1.0]);
    }

    #[test]
    fn silence_is_drawn_flat() {
        assert_eq!(taken(&[vec![0.0; 10]]).unwrap().bars(2), [0.0, 0.0]);
    }

    #[test]
    fn an_outline_reads_back_as_it_was_stored() {
        let peaks = taken(&[vec![0.1, -0.9, 0.4]]).unwrap();
        assert_eq!(Peaks::from_value(&peaks.to_value()), Some(peaks.clone()));
        assert_eq!(Peaks::from_columns(peaks.columns()), Some(peaks));
        assert_eq!(Peaks::from_columns(&[]), None);
        assert_eq!(Peaks::from_value(&Value::Null), None);
        assert_eq!(Peaks::from_value(&Value::List(vec![])), None);
    }
}
