/** Paths for icons outside of the main journeys, each a constant so that the bundler puts it into the chunk that uses it. */
export const searchShape = 'M9 3.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM13 13l3.5 3.5';
export const bellShape = 'M6 13V9a4 4 0 0 1 8 0v4l1.5 1.5h-11zM8.7 16.6a1.5 1.5 0 0 0 2.6 0';
export const imageShape = 'M3.5 4.5h13v11h-13zM3.5 13l3.5-3 3 2.5 2-1.5 4.5 3.5M12.5 8v.1';
export const pencilShape = 'M4 16l1-4L13.5 3.5l3 3L8 15zM11.5 5.5l3 3';
export const lockShape = 'M5 9.5h10V17H5zM7 9.5V7a3 3 0 0 1 6 0v2.5';
export const dotsShape = 'M4 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M9.5 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M15 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0';
export const envelopeShape = 'M3.5 5h13v10h-13zM3.5 6l6.5 5 6.5-5';
export const openTicketShape = 'M3.5 4.5h13v9H9l-3.5 3v-3h-2zM10 6.8v4.4M7.8 9h4.4';
/** An unknown state. */
export const dashShape = 'M5 10h10';
export const goingShape = 'M4 10h12M11.5 5.5L16 10l-4.5 4.5';
export const pauseShape = 'M7.5 5v10M12.5 5v10';
