/**
 * v' M⁻ v and the rank of M, for a small symmetric matrix that may be singular: rows without variance, and those
 * that follow from the others, fall away. This is what turns K differences that add up to 0 into one chi-square.
 */
export function quadraticForm(vector: number[], matrix: number[][]): {value: number; rank: number} {
  const m = matrix.map((row, i) => [...row, vector[i]!]);
  const size = m.length;
  const scale = Math.max(...matrix.map((row, i) => Math.abs(row[i]!)), 0);
  let value = 0;
  let rank = 0;
  const open = new Set(m.keys());
  while (open.size > 0) {
    // Symmetric elimination on the largest variance left; what remains of the vector is its part not yet explained.
    const pivot = [...open].reduce((best, i) => (m[i]![i]! > m[best]![best]! ? i : best));
    const variance = m[pivot]![pivot]!;
    if (!(variance > 1e-12 * scale)) break;
    value += m[pivot]![size]! ** 2 / variance;
    rank++;
    open.delete(pivot);
    for (const i of open) {
      const factor = m[i]![pivot]! / variance;
      for (let j = 0; j <= size; j++) m[i]![j] = m[i]![j]! - factor * m[pivot]![j]!;
    }
  }
  return {value, rank};
}
