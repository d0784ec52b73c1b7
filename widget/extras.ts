/**
 * What only some sites and customers have: help articles and incidents, own fields, more things than a menu can show.
 * Loaded before the first screen where the session says that there is any of it.
 */
export { AnswersController } from './controllers/answers.ts';
export { answers, answersSheet } from './parts/answers.ts';
export { general, incidentNotices, special } from './parts/incidents.ts';
export { ownFields, sayAnswer } from './parts/own-fields.ts';
export { pickLong } from './parts/pick-long.ts';
