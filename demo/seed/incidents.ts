import { typeset } from '../typeset.ts';
import type { Scene } from './scenes.ts';
import { workday } from './story.ts';

const path = '/api/v1/desk/incidents';
const hour = 3_600_000;

/** One that is over: the desk shows it, and takes it up again with one click. */
export function incidentScenes(now: number): readonly Scene[] {
  const begun = workday(8, '14:20')(now);
  let id = '';
  const words = {
    title: 'Envoi des e-mails ralenti',
    body: typeset("Un de nos serveurs d'envoi est saturé : les messages partent avec une dizaine de minutes de retard. Aucun n'est perdu."),
    services: ['technical'],
  };
  return [
    { at: begun, play: async (stage) => ({ id } = await stage.asStaff('yanis', 'POST', path, words)) },
    { at: begun + 2 * hour, play: (stage) => stage.asStaff('yanis', 'PATCH', `${path}/${id}`, { ended: true }) },
  ];
}
