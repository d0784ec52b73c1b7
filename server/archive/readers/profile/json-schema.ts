import { toJsonSchema } from '@valibot/to-json-schema';
import { Profile, profileParts } from './schema.ts';

/** The JSON Schema with which editors complete a profile. */
export function profileJsonSchema(): string {
  // Conditions that JSON Schema cannot express are checked by the command alone.
  const schema = toJsonSchema(Profile, { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12', definitions: profileParts });
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'support-ticket archive profile',
    description: 'What the tables and columns of an old ticket system mean.',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
