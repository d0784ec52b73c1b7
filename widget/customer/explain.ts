type Explanations = typeof import('./explanations.ts');

/** Tells the developers of the site, in the console, what is wrong. The sentences are loaded when there is something to tell. */
export function explain(tell: (say: Explanations) => void): void {
  import('./explanations.ts').then(tell, () => undefined);
}
