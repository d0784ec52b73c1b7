import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DeskPage, DeskTicket } from '../../server/wire/desk.ts';
import { Ear } from '../helpers/ear.ts';
import { api, openHarness, request } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const canary = 'canary';
const people = ['nadia', 'zoe'] as const;
type Who = (typeof people)[number];

/** What everybody may know of: done in both worlds. */
const openly = fc.oneof(
  fc.record({ kind: fc.constant('open' as const), who: fc.constantFrom(...people) }),
  fc.record({
    kind: fc.constant('act' as const),
    who: fc.constantFrom(...people),
    ticket: fc.nat(3),
    act: fc.constantFrom('messages', 'close', 'reopen', 'thank', 'nudge', 'rating', 'seen'),
  }),
  fc.record({ kind: fc.constant('answer' as const), ticket: fc.nat(3) }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 60, 1_441) }),
);
/** What the team keeps to itself: done in one of them. */
const secretly = fc.record({
  kind: fc.constant('secret' as const),
  ticket: fc.nat(3),
  act: fc.constantFrom('note', 'tag', 'assign', 'read', 'search'),
});
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: openly }, { weight: 2, arbitrary: secretly }), { minLength: 4, maxLength: 14 });
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

const bodies: Readonly<Record<string, object>> = {
  messages: { body: 'Any news?' },
  reopen: { reason: 'It came back.' },
  thank: { body: 'Thanks.' },
  rating: { score: 4 },
};

/** All that a customer's side of the server says: status, headers and bytes, but for the request's own id. */
const heard = ({ status, headers, text }: Answer): string =>
  JSON.stringify([
    status,
    [...headers].filter(([name]) => !name.startsWith('ratelimit')).sort(),
    text.replace(/"instance":"[^"]+"/, '').replace(/("lastEventId":")[^".]+/, '$1'),
  ]);

class World {
  readonly said: string[] = [];
  readonly #ears: Ear[] = [];
  readonly #harness: Harness;
  readonly #withSecrets: boolean;

  constructor(harness: Harness, withSecrets: boolean) {
    this.#harness = harness;
    this.#withSecrets = withSecrets;
  }

  /** What each has heard since they began to listen, with all its counting but for the name of this run. */
  async hearOut(): Promise<void> {
    this.#harness.live.close();
    for (const ear of this.#ears) {
      await ear.end();
      this.said.push(ear.text.replaceAll(/^id: .*\./gm, 'id: '));
    }
  }

  async take(step: Step): Promise<void> {
    if (this.#ears.length === 0) for (const who of people) this.#ears.push(await this.#open(who));
    if (step.kind === 'secret') {
      if (this.#withSecrets) await this.#harness.withOtherIds(() => this.#keepSecret(step));
    } else if (step.kind === 'wait') this.#harness.clock.forward(step.minutes * 60_000);
    else if (step.kind === 'answer') await this.#answer(step.ticket);
    else this.said.push(heard(await this.#act(step)));
    for (const who of people) await this.#listen(who);
  }

  async #open(who: Who): Promise<Ear> {
    const { headers } = await this.#harness.customer(who, { name: who });
    return new Ear(await this.#harness.app.request(`${api}/events`, { headers }));
  }

  async #act(step: Step & { kind: 'open' | 'act' }): Promise<Answer> {
    const person = await this.#harness.customer(step.who, { name: step.who });
    if (step.kind === 'open') return person(`${api}/tickets`, { body: request });
    return person(`${api}/tickets/${String(step.ticket + 1)}/${step.act}`, { body: bodies[step.act] ?? {} });
  }

  async #answer(ticket: number): Promise<void> {
    const agent = await this.#signedIn();
    await agent(`${api}/desk/tickets/${String(ticket + 1)}/messages`, { body: { body: 'We look into it.', visibility: 'public' } });
  }

  async #keepSecret({ ticket, act }: Step & { kind: 'secret' }): Promise<void> {
    const agent = await this.#harness.agent();
    const path = `${api}/desk/tickets/${String(ticket + 1)}`;
    if (act === 'search') await agent<DeskPage>(`${api}/desk/tickets?q=${canary}`);
    const { status, json } = await agent<DeskTicket>(path);
    if (status !== 200) return;
    const change = (body: object) => agent(path, { method: 'PATCH', body, headers: { 'if-match': `"${String(json.rev)}"` } });
    if (act === 'read') for (const state of ['reading', 'writing-note', 'gone']) await agent(`${path}/presence`, { body: { state } });
    if (act === 'note') await agent(`${path}/messages`, { body: { body: `${canary} he never pays`, visibility: 'internal' } });
    if (act === 'tag') await change({ tags: [canary] });
    if (act === 'assign') await change({ assignee: (await agent<{ id: string }>(`${api}/desk/me`)).json.id });
  }

  /** A session at the desk lasts half a day, and some waits are longer: each act signs in anew. */
  #signedIn(): Promise<Person> {
    return this.#harness.withOtherIds(() => this.#harness.agent());
  }

  async #listen(who: Who): Promise<void> {
    const person = await this.#harness.customer(who, { name: who });
    for (const path of ['session', 'tickets', 'tickets?state=open&limit=2', `tickets?q=${canary}`, 'tickets/1', 'tickets/2']) {
      this.said.push(heard(await person(`${api}/${path}`)));
    }
  }
}

describe('whatever happens', () => {
  it('customers are told the same whether the team keeps notes, tags and assigns, or not', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const [noted, plain] = [new World(await openHarness(), true), new World(await openHarness(), false)];
        for (const step of sequence) {
          for (const world of [noted, plain]) await world.take(step);
        }
        for (const world of [noted, plain]) await world.hearOut();
        const different = noted.said.findIndex((text, i) => text !== plain.said[i]);
        assert.equal(noted.said[different], plain.said[different]);
        assert.equal(noted.said.length, plain.said.length);
        assert.ok(noted.said.every((text) => !text.includes(canary)));
      }),
      { numRuns: 15 },
    );
  });
});
