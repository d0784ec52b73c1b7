/** Where a guest's token is kept, for this tab alone. */
export const passKey = (server: string): string => `support-ticket:guest:${server}`;
