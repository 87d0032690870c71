/** `followers` who did `acts` each; those who did none belong in it. */
export type ActsRow = {acts: number; followers: number};

export type Concentration = {
  followers: number;
  acts: number;
  median: number;
  top: {share: number; ofActs: number | null}[];
};

/**
 * How much of all engagement the most active followers give. The top 1 % of n followers are the ⌈n/100⌉ most active,
 * at least one. The median is that of all followers, the silent ones included. Null shares where nobody acted.
 */
export function concentration(rows: ActsRow[], shares = [0.01, 0.05, 0.1]): Concentration | null {
  const busiest = rows.filter((row) => row.followers > 0).sort((a, b) => b.acts - a.acts);
  const followers = busiest.reduce((sum, row) => sum + row.followers, 0);
  const acts = busiest.reduce((sum, row) => sum + row.followers * row.acts, 0);
  if (followers === 0) return null;
  const ofTop = (people: number) => {
    let [left, sum] = [people, 0];
    for (const row of busiest) {
      const taken = Math.min(left, row.followers);
      sum += taken * row.acts;
      left -= taken;
    }
    return sum;
  };
  const nth = (rank: number) => ofTop(rank) - ofTop(rank - 1);
  return {
    followers,
    acts,
    median: (nth(Math.floor((followers + 1) / 2)) + nth(Math.ceil((followers + 1) / 2))) / 2,
    top: shares.map((share) => {
      // 0.07 × 100 is a hair above 7 in floating point; the hair must not become an eighth follower.
      const people = Math.max(1, Math.ceil(share * followers - 1e-9));
      return {share, ofActs: acts > 0 ? ofTop(people) / acts : null};
    })
  };
}
