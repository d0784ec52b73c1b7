import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importOldTickets } from '../../demo/old-tickets.ts';
import { claimsOf, personas } from '../../demo/customers.ts';
import { openHarness } from '../helpers/harness.ts';
import { openArchiveStore } from '../../server/store/archive.ts';
import { silentLog } from '../../server/log.ts';
import type { ArchivePage, ArchivedTicketView } from '../../server/wire/archive.ts';
import { inFolder } from '../helpers/process.ts';

describe('the demo’s old tickets', () => {
  it('come in from three systems, each to its customer, without a private note', () =>
    inFolder(async (dir) => {
      await importOldTickets({ SUPPORT_DATA_DIR: dir });
      const archive = await openArchiveStore({ dir, log: silentLog });
      const harness = await openHarness({ parts: { archive } });
      const seen: Record<string, string[]> = {};
      let text = '';
      for (const persona of personas) {
        const person = await harness.customer(persona.id, claimsOf(persona, 'fr', Date.now()));
        const { items } = (await person<ArchivePage>('/api/v1/archive?limit=100')).json;
        seen[persona.key] = items.map(({ brand, number }) => `${brand.id} ${number}`).sort();
        for (const { id } of items) text += (await person<ArchivedTicketView>(`/api/v1/archive/${id}`)).text;
      }
      assert.deepEqual([seen['tom'], seen['lucie']?.length, seen['nadia']?.length], [[], 3, 6]);
      assert.match(text, /C’est parfait, vous me sauvez la mise/, 'accents and quotes of the old Excel are whole');
      for (const secret of [
        'Cliente très stressée',
        'surchargé par un autre client',
        'encore impayée',
        'OK exceptionnellement',
        'Encore elle',
        '203.0.113.7',
        'aZ3kQ9',
      ])
        assert.ok(!text.includes(secret), secret);
      await archive.close();
    }));
});
