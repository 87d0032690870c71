/** The numbers that pages name. Models have them in src/models/prelude.sql, under the same names; a test holds them equal. */

/** Days from first sight within which somebody who acts has engaged. */
export const engagedDays = 30;

/** Days from first sight after which somebody who still follows was retained. */
export const retainedDays = 90;

/** The youngest age in days at which retention is shown. */
export const youngestRetainedDays = 30;

/** A follow by the account that ended at most so many days before theirs began still makes them a followback. */
export const droppedFollowCountsDays = 30;

/** The longest time in days between two lists of whom the account follows that still shows who followed first. */
export const longestFollowingGapDays = 45;

/** First sight that may lie anywhere in more days than these does not tell the month. */
export const monthDays = 30;

/** The smallest group of people whose rates are published and compared. */
export const smallestGroup = 30;
