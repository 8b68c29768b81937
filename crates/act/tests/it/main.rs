//! Room 3 on both engines: rules, jobs, work on cases, replies, endpoints.

mod alerts;
mod endpoints;
mod house;
mod jobs;
mod replies;
mod rules;
mod work;
