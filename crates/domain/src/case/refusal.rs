//! Why a step on a case is refused, each with its mend.

use crate::Problem;

/// Declares one enum of refusals per step: variant, stable code, what is wrong, what to do.
/// Every variant carries the case's number.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal: $what:literal, $mend:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $($(#[$vdoc])* #[error("case {number} {what}: {mend}", number = .0, what = $what, mend = $mend)] $variant(i64),)*
        }
        impl From<$name> for Problem {
            fn from(refused: $name) -> Self {
                match refused {
                    $($name::$variant(number) => Self::new($code, format!("case {number} {}", $what), $mend),)*
                }
            }
        }
    )*};
}

refusals! {
    /// Why a case cannot be given to someone.
    CannotAssign {
        /// It is closed.
        Closed = "case_closed": "is closed", "reopen it before you assign it";
        /// Nobody was named.
        Nobody = "owner_missing": "cannot be assigned to nobody", "name the person who takes it";
        /// They have it already.
        Same = "owner_unchanged": "is theirs already", "name someone else";
    }
    /// Why a note cannot be added.
    CannotNote {
        /// There are no words.
        Empty = "text_missing": "got a note without words", "write what the others should know";
        /// There are too many.
        TooLong = "text_too_long": "got a note of more than 10,000 characters", "shorten it or put the long part into a file";
    }
    /// Why the priority cannot be changed.
    CannotReprioritize {
        /// It is closed.
        Closed = "case_closed": "is closed", "reopen it before you change its priority";
        /// It has it already.
        Same = "priority_unchanged": "has this priority already", "choose another one";
    }
    /// Why the address cannot be set.
    CannotAddress {
        /// It is closed.
        Closed = "case_closed": "is closed", "reopen it before you change the address";
        /// It is no mail address.
        NotAnAddress = "address_invalid": "got something that is no mail address", "write it as name@example.org";
    }
    /// Why the person cannot be answered by mail.
    CannotReply {
        /// It is closed.
        Closed = "case_closed": "is closed", "reopen it before you reply";
        /// There is no address.
        NoContact = "contact_missing": "has no mail address to reply to", "add the person's address, or record an answer that was given by phone or in person";
        /// There are no words.
        Empty = "text_missing": "got a reply without words", "write what you want to tell the person";
        /// There are too many.
        TooLong = "text_too_long": "got a reply of more than 10,000 characters", "shorten it";
    }
    /// Why an answer given another way cannot be recorded.
    CannotRecordAnswer {
        /// It is closed.
        Closed = "case_closed": "is closed", "reopen it before you record an answer";
        /// It is not said how.
        Empty = "text_missing": "got an answer that does not say how it was given", "write for example 'called, agreed on a refund'";
        /// There are too many words.
        TooLong = "text_too_long": "got a text of more than 10,000 characters", "shorten it";
    }
    /// Why a case cannot be closed.
    CannotClose {
        /// It is closed.
        Closed = "case_closed": "is closed already", "reopen it to change root cause or outcome";
        /// The root cause is missing.
        NoRootCause = "root_cause_missing": "has no root cause", "write why it happened, so that it can be counted and mended";
        /// The outcome is missing.
        NoOutcome = "outcome_missing": "has no outcome", "write what became of it for the person";
        /// Root cause or outcome is too long.
        TooLong = "text_too_long": "got a root cause or outcome of more than 2,000 characters", "shorten it and put the rest into a note";
    }
    /// Why a case cannot be reopened.
    CannotReopen {
        /// It is not closed.
        NotClosed = "case_not_closed": "is not closed", "go on working on it as it is";
        /// It is not said why.
        NoReason = "text_missing": "cannot be reopened without a reason", "write what is still to be done";
        /// There are too many words.
        TooLong = "text_too_long": "got a reason of more than 10,000 characters", "shorten it";
    }
}
