/** `npm run bench`: every benchmark, one after the other. `npm run bench -- http` runs those whose name is given. */
import { run as archive } from './archive.bench.ts';
import { run as desk } from './desk.bench.ts';
import { run as http } from './http.bench.ts';
import { run as imports } from './import.bench.ts';
import { run as importKill } from './import-kill.bench.ts';
import { run as live } from './live.bench.ts';
import { run as stats } from './stats.bench.ts';
import { run as store } from './store.bench.ts';

const all = { store, stats, http, desk, live, import: imports, 'import-kill': importKill, archive };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in all));
if (unknown.length) {
  console.error(`No benchmark called ${unknown.join(', ')}. There are: ${Object.keys(all).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(all)) if (!wanted.length || wanted.includes(name)) await run();
}
