/** The numbers that pages name. Models have them in src/models/prelude.sql, under the same names; a test holds them equal. */

/** Days from first sight within which somebody who acts has engaged. */
export const engagedDays = 30;

/** Days from first sight after which somebody who still follows was retained. */
export const retainedDays = 90;

/** The youngest age in days at which retention is shown. */
export const youngestRetainedDays = 30;

/** The days from first sight within which what happened happened soon: the youngest age at which engagement is counted. */
export const soonDays = 7;

/** A list tells of an age if it lies at most so many days from it, and at most an eighth of the age. */
export const nearListDays = 3.5;

/** A follow by the account that ended at most so many days before theirs began still makes them a followback. */
export const droppedFollowCountsDays = 30;

/** The longest time in days between two lists of whom the account follows that still shows who followed first. */
export const longestFollowingGapDays = 45;

/** First sight that may lie anywhere in more days than these does not tell the month, or the week. */
export const monthDays = 30;
export const weekDays = 7;

/** The smallest group of people whose rates are published. For sentences only: the report's data say of whom there are too few. */
export const smallestGroup = 30;
