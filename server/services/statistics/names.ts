/** Labels of services, categories and priorities; those that the configuration no longer has get their id as label. */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { priorities } from '../../ticket/model.ts';
import type { Priority } from '../../ticket/model.ts';
import type { Sum } from '../../ticket/statistics.ts';
import type { Stats } from '../../wire/statistics.ts';

export interface Names {
  readonly language: Language;
  service(id: string): string;
  category(service: string, id: string | null): string | null;
  /** The label of a service, followed by that of the category when there is one. */
  place(service: string, category: string | null): string;
  priority(id: Priority): string;
  /** Every configured service in its order, then services that only tickets have. */
  volume(sum: Sum): Pick<Stats['volume'], 'byService' | 'byPriority'>;
}

export function namesOf(site: Site, language: Language): Names {
  const services = new Map(site.services.map((service) => [service.id, service]));
  const service = (id: string): string => {
    const known = services.get(id);
    return known ? say(known.label, language) : id;
  };
  const category = (of: string, id: string | null): string | null => {
    const known = services.get(of)?.categories.find((choice) => choice.id === id);
    return known ? say(known.label, language) : id;
  };
  return {
    language,
    service,
    category,
    place(of, id) {
      const name = category(of, id);
      return name === null ? service(of) : `${service(of)} · ${name}`;
    },
    priority: (id) => say(site.priorities[id].label, language),
    volume({ services: counts, answers }) {
      const ids = [...new Set([...services.keys(), ...[...counts.keys()].sort()])];
      return {
        byService: ids.map((id) => ({ service: id, label: service(id), created: counts.get(id) ?? 0 })),
        byPriority: priorities.map((priority) => ({ priority, created: answers[priority].tickets })),
      };
    },
  };
}
