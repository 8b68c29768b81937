//! Room 4 on both engines.

mod loop_report;
