/** `followers` who did `interactions` each; those who did none belong in it. */
export type InteractionsRow = {interactions: number; followers: number};

export type Concentration = {
  followers: number;
  interactions: number;
  median: number;
  top: {share: number; ofInteractions: number | null}[];
};

/**
 * How much of all engagement the most active followers give. The top 1 % of n followers are the ⌈n/100⌉ most active,
 * at least one. The median is that of all followers, the silent ones included. Null shares where nobody acted.
 */
export function concentration(rows: InteractionsRow[], shares = [0.01, 0.05, 0.1]): Concentration | null {
  const busiest = rows.filter((row) => row.followers > 0).sort((a, b) => b.interactions - a.interactions);
  const followers = busiest.reduce((sum, row) => sum + row.followers, 0);
  const interactions = busiest.reduce((sum, row) => sum + row.followers * row.interactions, 0);
  if (followers === 0) return null;
  const ofTop = (people: number) => {
    let [left, sum] = [people, 0];
    for (const row of busiest) {
      const taken = Math.min(left, row.followers);
      sum += taken * row.interactions;
      left -= taken;
    }
    return sum;
  };
  const nth = (rank: number) => ofTop(rank) - ofTop(rank - 1);
  return {
    followers,
    interactions,
    median: (nth(Math.floor((followers + 1) / 2)) + nth(Math.ceil((followers + 1) / 2))) / 2,
    top: shares.map((share) => {
      // 0.07 × 100 is a hair above 7 in floating point; the hair must not become an eighth follower.
      const people = Math.max(1, Math.ceil(share * followers - 1e-9));
      return {share, ofInteractions: interactions > 0 ? ofTop(people) / interactions : null};
    })
  };
}
