/** Where a guest's token is kept, for this browser tab. */
export const guestKey = (server: string): string => `support-ticket:guest:${server}`;
