/** The ages, in days, at which reposts, quotes and likers of an own post are asked for where that costs. */
export const pollAges = [1, 3, 7, 30];

/**
 * The ages, in days, at which the conversation that an own post began is asked for. With a week between two polls recent
 * search, which goes back a week, would lose its beginning.
 */
export const conversationAges = [3, 7];

/** The ages, in days, at which all interactions with an own post are asked for where it costs nothing. */
export const freePollAges = [0, 1, 2, 3, 5, 7, 14, 30];
