/** Asks the DNS what a domain says of its mails: whoever gives no answer in time says nothing. */
import { Resolver } from 'node:dns/promises';

/** Of a name and a type of record, as `resolve` of Node answers. @throws an error with the code of c-ares */
export type AskDns = (name: string, type: string) => Promise<unknown>;

/** Milliseconds for one question; a second try follows. */
const patience = 1_500;

/** @param servers instead of those of this machine */
export function systemDns(servers?: readonly string[]): AskDns {
  const resolver = new Resolver({ timeout: patience, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name, type) => resolver.resolve(name, type);
}

/** Where nobody can be asked. */
export const noDns: AskDns = () => Promise.reject(noAnswer());

export const noAnswer = (): Error => Object.assign(new Error('nobody answers'), { code: 'ETIMEOUT' });

export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Whether there is surely no such record: that is an answer. */
export const isAbsent = (code: string): boolean => code === 'ENOTFOUND' || code === 'ENODATA';
