/** Of a code that is sent to a guest's address. */
export const codeDigits = 8;
export const codeTries = 5;
export const codeMinutes = 10;
