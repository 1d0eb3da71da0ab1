//! Every hosted music model as data and pure functions, and a job as a state machine.
