import { StaffError } from '../identity/staff.ts';
import type { StaffAccounts, StaffEntry } from '../identity/staff.ts';
import type { StaffAsk, Told } from './protocol.ts';

/** Does what a command asks, in the server or in the command's own process. */
export async function carryOut(ask: StaffAsk, staff: StaffAccounts): Promise<Told> {
  try {
    return { staff: [...(await act(ask, staff))] };
  } catch (error) {
    if (error instanceof StaffError) return { refused: error.message };
    throw error;
  }
}

async function act(ask: StaffAsk, staff: StaffAccounts): Promise<readonly StaffEntry[]> {
  switch (ask.command) {
    case 'staff add':
      return [await staff.add(ask)];
    case 'staff list':
      return staff.list();
    case 'staff remove':
      return [await staff.remove(ask.email)];
    case 'staff reset':
      return [await staff.reset(ask)];
  }
}
