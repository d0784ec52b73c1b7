import { StaffError } from '../identity/staff.ts';
import type { StaffAccounts } from '../identity/staff.ts';
import type { StaffAsk, Told } from './protocol.ts';

/** Does what a command asks, in the server or in the command's own process. */
export async function carryOut(ask: StaffAsk, staff: StaffAccounts): Promise<Told> {
  try {
    return await act(ask, staff);
  } catch (error) {
    if (error instanceof StaffError) return { refused: error.message };
    throw error;
  }
}

async function act(ask: StaffAsk, staff: StaffAccounts): Promise<Told> {
  switch (ask.command) {
    case 'staff add':
      return { staff: [await staff.add(ask)] };
    case 'staff list':
      return { staff: [...(await staff.list())] };
    case 'staff remove': {
      const { account, openTickets, handedTo } = await staff.remove(ask.email, ask.handOver);
      return { staff: [account], openTickets, handedTo };
    }
    case 'staff reset':
      return { staff: [await staff.reset(ask)] };
  }
}
