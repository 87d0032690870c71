/** Wilson's interval of x of n at 95 %, to four digits: Brown, Cai and DasGupta 2001, worked out independently. */
export const publishedIntervals: [x: number, n: number, low: string, high: string][] = [
  [0, 10, "0.0000", "0.2775"],
  [1, 10, "0.0179", "0.4042"],
  [1, 29, "0.0061", "0.1718"],
  [3, 25, "0.0417", "0.2996"],
  [65, 500, "0.1033", "0.1623"],
  [81, 263, "0.2553", "0.3662"]
];
