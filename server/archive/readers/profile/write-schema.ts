/** Writes docs/archive-profile.schema.json anew; a test says when that is needed. */
import { writeFileSync } from 'node:fs';
import { profileJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../../../docs/archive-profile.schema.json', import.meta.url), profileJsonSchema());
