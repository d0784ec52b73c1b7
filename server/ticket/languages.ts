/** The languages of the product. Each set of texts is a `Record` of them, so a new language without a text does not compile. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];
