/** The team that answers at hébergia's desk. */
export const staff = {
  camille: { name: 'Camille', email: 'camille@hebergia.example', role: 'admin', password: 'demo-hebergia' },
  yanis: { name: 'Yanis', email: 'yanis@hebergia.example', role: 'agent', password: 'demo-hebergia' },
  ines: { name: 'Inès', email: 'ines@hebergia.example', role: 'agent', password: 'demo-hebergia' },
} as const;
