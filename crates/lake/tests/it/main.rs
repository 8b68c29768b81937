//! The lake as its users see it: one suite, wherever its catalogue and its files lie.

mod answers;
mod bucket;
mod compact;
mod crash;
mod duckdb;
mod erase;
mod flush;
mod functions;
mod help;
mod limits;
mod place;
mod placed;
mod runs;
mod sql;
mod sums;

use place::{Place, at};

/// Instantiates the suite in each place; a test that is left out here is dead code.
macro_rules! everywhere {
    ($($part:ident::$test:ident,)*) => {
        everywhere!(@in sqlite, Place::Sqlite, $($part::$test,)*);
        everywhere!(@in postgres, Place::Postgres, $($part::$test,)*);
        everywhere!(@in sqlite_and_bucket, Place::Bucket, $($part::$test,)*);
        everywhere!(@in postgres_and_bucket, Place::PostgresAndBucket, $($part::$test,)*);
    };
    (@in $name:ident, $place:expr, $($part:ident::$test:ident,)*) => {
        mod $name {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $test() {
                    if $place.is_here() {
                        at($place, $part::$test()).await;
                    }
                }
            )*
        }
    };
}

everywhere! {
    answers::columns_values_and_names_are_found_as_people_write_them,
    answers::a_tally_by_week_and_store_holds_every_answer_once,
    answers::moments_agree_with_the_tally,
    answers::filters_by_value_take_numbers_dates_and_nothing_given,
    answers::pages_of_signals_hold_each_once_newest_first,
    answers::a_verbatim_comes_back_whole_with_what_else_was_answered,
    answers::verbatims_are_filtered_by_what_they_say_and_by_their_signals,
    compact::compaction_merges_files_and_changes_no_answer,
    compact::files_that_a_query_may_still_read_are_kept,
    crash::stopped_at_any_step_every_signal_is_there_once,
    crash::files_that_no_commit_names_are_removed_on_opening,
    crash::a_reader_beside_the_writer_removes_nothing,
    crash::queries_beside_flushes_see_every_signal_once,
    erase::after_an_erasure_no_byte_of_the_person_is_left,
    erase::a_dropped_workspace_leaves_no_file_and_its_neighbor_untouched,
    answers::a_pattern_that_is_none_is_refused_by_name,
    answers::verbatims_are_counted_by_their_own_columns_by_those_of_signals_and_by_time,
    erase::smallest_and_largest_are_kept_of_numbers_and_never_of_text,
    flush::hot_rows_are_seen_at_once_and_the_same_after_a_flush,
    flush::a_restart_goes_on_behind_what_is_in_the_lake,
    flush::new_questions_widen_the_table_and_rows_without_them_stay_null,
    flush::beyond_the_cap_answers_and_attributes_are_kept_in_the_record_alone,
    flush::test_signals_are_kept_and_never_shown,
    placed::a_lake_opens_with_its_own_catalogue_and_with_no_other,
    placed::files_that_are_not_there_are_missed_on_opening,
    placed::copied_files_come_back_in_another_place,
    runs::only_the_run_on_show_is_seen_wherever_its_rows_are,
    runs::a_removed_run_is_gone_from_the_lake_and_from_the_counts,
    runs::what_was_received_comes_back_in_order_with_its_words,
    sql::sql_answers_one_question_with_names_types_and_a_limit,
    sql::sql_changes_nothing_and_reaches_nothing_else,
    sql::a_wrong_name_is_answered_with_the_near_ones,
    sums::a_cube_holds_each_combination_once_and_refuses_too_many,
    sums::sums_of_products_are_those_of_the_rows_one_by_one,
    sums::means_of_drivers_are_those_of_the_sums_and_nobody_has_none,
    sums::everything_a_customer_says_falls_into_one_part,
    sums::weeks_count_verbatims_and_those_displeased_with_a_topic,
}
