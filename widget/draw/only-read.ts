import type { TicketItem } from '../../server/wire/tickets.ts';

/**
 * Whether the team has read the customer's last message and answered nothing: the promise is met, and the customer need not
 * do anything.
 */
export const wasOnlyRead = ({ promise, ball, lastAnswer }: Pick<TicketItem, 'promise' | 'ball' | 'lastAnswer'>): boolean =>
  ball === 'customer' && promise.answeredAt !== null && (lastAnswer === null || lastAnswer.at < promise.startedAt);
