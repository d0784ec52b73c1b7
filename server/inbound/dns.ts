/** DNS queries about the domains of mails. A timeout counts as no answer. */
import { Resolver } from 'node:dns/promises';

/** Queries a name for a record type, with the results of Node's `resolve`. @throws an error with a c-ares code */
export type AskDns = (name: string, type: string) => Promise<unknown>;

/** Milliseconds for one query, which is repeated once. */
const queryTimeout = 1_500;

/** @param servers DNS servers to use in place of the system's */
export function systemDns(servers?: readonly string[]): AskDns {
  const resolver = new Resolver({ timeout: queryTimeout, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name, type) => resolver.resolve(name, type);
}

/** Answers every query with a timeout, for servers without DNS. */
export const noDns: AskDns = () => Promise.reject(noAnswer());

export const noAnswer = (): Error => Object.assign(new Error('nobody answers'), { code: 'ETIMEOUT' });

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Whether the code says that the record certainly does not exist. */
export const isAbsent = (code: string): boolean => code === 'ENOTFOUND' || code === 'ENODATA';
