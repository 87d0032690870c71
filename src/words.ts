/** `1 person`, `1,200 people`. Components have the same of their own, for browsers load nothing from here. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** The same text with its first letter large. */
export const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;
