/** A worker that has not finished a report by then is held for dead: making one takes a second or two. */
export const heldForLostSeconds = 120;
/** Queued for so long without being taken up: the nudge was lost. */
export const nudgeLostSeconds = 30;
/** A report that failed, or took its worker with it, so often is not tried again. */
export const mostAttempts = 3;
