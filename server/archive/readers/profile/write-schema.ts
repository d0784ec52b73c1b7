/** Writes docs/archive-profile.schema.json. A test fails when it is out of date. */
import { writeFileSync } from 'node:fs';
import { profileJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../../../docs/archive-profile.schema.json', import.meta.url), profileJsonSchema());
