/** What a table itself says of a word from outside: "constructor" is one that every object has something for. */
export const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
