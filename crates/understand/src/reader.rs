//! What words are read with.

use crate::Result;
use crate::annotate::{Reading, reads_by};
use crate::corrections::Lessons;
use crate::jobs::ANNOTATE;
use crate::themes::{Frame, Frames};
use domain::WorkspaceId;
use store::Store;
use store::understand::{Live, NewRun};
use text::Model;
use text::cascade::SecondReader;

/// The model at hand and the codeframes of all workspaces.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The model.
    pub model: &'a Model,
    /// Who is asked about what the model is unsure of, where the operator wants that.
    pub second: Option<&'a dyn SecondReader>,
    /// The codeframes.
    pub frames: &'a Frames,
}

/// A run to begin, with its name.
pub(crate) struct Named {
    reads_by: String,
    codeframe: i64,
    lessons: i64,
}

impl Named {
    /// As the rows take it.
    pub fn new_run(&self) -> NewRun<'_> {
        NewRun {
            reads_by: &self.reads_by,
            codeframe: self.codeframe,
            lessons: self.lessons,
            awaiting: ANNOTATE,
        }
    }

    /// What it reads by.
    pub fn reads_by(&self) -> &str {
        &self.reads_by
    }
}

impl Reader<'_> {
    /// The run that the model at hand makes with a codeframe and what was learned.
    pub(crate) fn named(&self, frame: &Frame, lessons: &Lessons) -> Named {
        Named {
            reads_by: reads_by(self, frame, lessons),
            codeframe: frame.version,
            lessons: lessons.version,
        }
    }

    /// What new words are read under: the run on show, then the one being made.
    ///
    /// While a replay by a new model runs, the model at hand also reads for the run on show, which an
    /// older one made: its words must be seen at once, and the older model is gone.
    pub(crate) async fn readings(
        &self,
        store: &Store,
        workspace: &WorkspaceId,
        live: &Live,
    ) -> Result<Vec<Reading>> {
        let mut readings = Vec::with_capacity(2);
        for run in [&live.active, &live.building].into_iter().flatten() {
            readings.push(Reading {
                run: run.run.clone(),
                frame: self.frames.version(store, workspace, run.codeframe).await?,
                lessons: self.frames.lessons(store, workspace, run.lessons).await?,
            });
        }
        if live.active.is_none() {
            let frame = self.frames.newest(store, workspace).await?;
            let lessons = self.frames.newest_lessons(store, workspace).await?;
            let reading = Reading {
                run: reads_by(self, &frame, &lessons),
                frame,
                lessons,
            };
            readings.insert(0, reading);
        }
        Ok(readings)
    }
}
