import type { Facts, Log } from './log.ts';

/** A log of one line per event: JSON for machines, words for people. */
export function lineLog(write: (line: string) => void, plain: boolean): Log {
  const line = plain ? plainLine : jsonLine;
  return {
    info: (message, facts) => write(line('info', message, facts)),
    warn: (message, facts) => write(line('warn', message, facts)),
    error: (message, facts) => write(line('error', message, facts)),
  };
}

const jsonLine = (level: string, message: string, facts: Facts = {}): string =>
  JSON.stringify({ at: new Date().toISOString(), level, message, ...facts });

function plainLine(level: string, message: string, facts: Facts = {}): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [new Date().toISOString(), level.padEnd(5), message, ...told].join(' ').replace(/\n/g, '\n    ');
}
