/** The languages that the product speaks. Its texts are a `Record` of them: what a new one lacks does not compile. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];
