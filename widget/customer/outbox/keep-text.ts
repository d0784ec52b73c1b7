/** Texts that are added to unsent ones: nothing that a customer has typed is replaced. */
import { nanoid } from 'nanoid';
import type { Drafts } from '../../client/drafts.ts';
import { emptyRequest } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';
import { joined, newDraft, replyDraft } from './unsent.ts';

/** Adds a text to the reply that is being written, or begins one with it. */
export function keepReply({ drafts }: { readonly drafts: Drafts }, ticket: string, body: string): void {
  const before = drafts.load<{ body?: string }>(replyDraft(ticket))?.value.body;
  drafts.save(replyDraft(ticket), { body: joined(before, body), key: nanoid() });
}

/** Adds a text to the request that is being written, or begins one with it. */
export function keepForNew(drafts: Drafts, text: string): void {
  const before = drafts.load<{ request?: Request }>(newDraft)?.value.request ?? emptyRequest;
  drafts.save(newDraft, { request: { ...before, description: joined(before.description, text) }, key: nanoid(), tried: null });
}
