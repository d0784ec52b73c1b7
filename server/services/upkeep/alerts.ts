/** Each agent chooses which mails they get; without a choice they get none. */
import type { AlertStore, StaffAccount, StaffAlerts, Store } from '../../store/store.ts';
import type { Alerts, AlertsView } from '../../wire/mail.ts';

export interface AlertsDeps {
  readonly store: AlertStore & Pick<Store, 'commit'>;
  readonly mailing: boolean;
}

export interface AlertsDesk {
  read(staff: StaffAccount): Promise<AlertsView>;
  choose(staff: StaffAccount, alerts: Alerts): Promise<AlertsView>;
}

export function createAlertsDesk({ store, mailing }: AlertsDeps): AlertsDesk {
  const view = ({ topics, scope, openHoursOnly }: Omit<StaffAlerts, 'id'>, { email }: StaffAccount): AlertsView => ({
    topics: [...topics],
    scope,
    openHoursOnly,
    email,
    mailing,
  });
  return {
    read: async (staff) => view((await store.alertsOf(staff.id)) ?? { topics: [], scope: 'all', openHoursOnly: false }, staff),
    async choose(staff, alerts) {
      await store.commit({ put: { alerts: [{ id: staff.id, ...alerts }] } });
      return view(alerts, staff);
    },
  };
}
