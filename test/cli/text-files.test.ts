import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { askSecret } from '../../server/cli/ask-secret.ts';
import type { Keyboard } from '../../server/cli/ask-secret.ts';
import { readSettings } from '../../server/config.ts';
import { loadProfile } from '../../server/archive/readers/systems.ts';
import { textOf } from '../../server/text/text-file.ts';
import { testSecret } from '../helpers/tokens.ts';
import { inFolder, support } from '../helpers/process.ts';

/** As editors on Windows write it. */
const written: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16, little end first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16, big end first': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
};

describe('a file that people wrote', () => {
  for (const [encoding, encode] of Object.entries(written)) {
    it(`is read in ${encoding}: configuration, keys, profile, .env`, async () => {
      assert.equal(textOf(encode('é€')), 'é€');
      await inFolder(async (dir) => {
        const [config, keys, profile] = [join(dir, 'config.json'), join(dir, 'keys.json'), join(dir, 'profile.json')];
        await writeFile(config, encode('{"team":"Équipe"}'));
        await writeFile(
          keys,
          encode(JSON.stringify({ keys: [{ kty: 'oct', kid: 'one', alg: 'HS256', k: Buffer.from(testSecret).toString('base64url') }] })),
        );
        const settings = readSettings({ SUPPORT_CONFIG: config, SUPPORT_TOKEN_KEYS: keys });
        assert.deepEqual([settings.site.team, settings.keys.length], ['Équipe', 1]);

        await writeFile(profile, encode('{}'));
        assert.throws(() => loadProfile(profile), /is not right:\n(?!.*JSON)/);

        await writeFile(join(dir, '.env'), encode('SUPPORT_TOKEN_SECRET=short\n'));
        const { code, err } = await support(dir, ['token', '--sub', '1']);
        assert.deepEqual([code, err.includes('SUPPORT_TOKEN_SECRET')], [2, true], err);
      });
    });
  }

  it('gives way to the environment, as .env always did', async () => {
    await inFolder(async (dir) => {
      await writeFile(join(dir, '.env'), 'SUPPORT_TOKEN_SECRET=short\n');
      const { code } = await support(dir, ['token', '--sub', '1'], { environment: { SUPPORT_TOKEN_SECRET: testSecret } });
      assert.equal(code, 0);
    });
  });

  it('may be a password that comes with a mark before it', async () => {
    await inFolder(async (dir) => {
      const add = ['staff', 'add', '--email', 'camille@example.com', '--name', 'Camille', '--password-stdin'];
      assert.equal((await support(dir, add, { input: '\uFEFFshort77\n' })).code, 2, 'the mark counts for no character');
      assert.equal((await support(dir, add, { input: '\uFEFFcorrect horse battery\r\n' })).code, 0);
    });
  });
});

/** A keyboard whose keys are pressed as it is asked; what a terminal would show of them is nothing. */
function keyboard(...lines: readonly string[]): { keys: Keyboard; said: string[]; say: (text: string) => void } {
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const said: string[] = [];
  const left = [...lines];
  return {
    keys,
    said,
    say(text) {
      said.push(text);
      const next = text.endsWith(': ') ? left.shift() : undefined;
      if (next !== undefined) setImmediate(() => keys.write(next));
    },
  };
}

describe('a password that is asked for at a terminal', () => {
  it('is typed twice, unseen, and corrected as anywhere', async () => {
    const { keys, said, say } = keyboard('correcu\u007ft horse\r', 'correct horse\r');
    assert.equal(await askSecret(keys, say), 'correct horse');
    assert.deepEqual(said, ['Password (nothing is shown while you type): ', '\n', 'The same once more: ', '\n']);
  });

  it('is refused where the two differ, and where there is none', async () => {
    const differing = keyboard('correct horse\r', 'correct house\r');
    await assert.rejects(askSecret(differing.keys, differing.say), /the two passwords differ/);
    const none = keyboard('\r');
    await assert.rejects(askSecret(none.keys, none.say), /no password was typed/);
  });
});
