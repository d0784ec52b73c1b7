/**
 * French as it is printed: the spaces beside its marks do not break, so that no line begins with one. A mark without a
 * space before it stays as it is (an address, a time), and so does a text that has its spaces already.
 */
export const joinFrenchMarks = (text: string): string =>
  text
    .replace(/(?<=\S) (?=[;!?]+(?:[\s»)]|$))/g, '\u202f')
    .replace(/(?<=\S) (?=:(?:\s|$))/g, '\u00a0')
    .replace(/(?<=\S) (?=»)/g, '\u00a0')
    .replace(/« (?=\S)/g, '«\u00a0');
