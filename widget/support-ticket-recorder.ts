/** `/support-ticket-recorder.js`: a plain script, so that a site may run it before anything else. Twice is once. */
import { startRecorder } from './recorder/recorder.ts';

startRecorder(globalThis);
