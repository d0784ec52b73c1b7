import { StaffError } from '../identity/staff.ts';
import type { StaffAccounts } from '../identity/staff.ts';
import type { StaffRequest, Answer } from './protocol.ts';

/** Carries out a command's request, in the server or in the command's own process. */
export async function carryOut(ask: StaffRequest, staff: StaffAccounts): Promise<Answer> {
  try {
    return await act(ask, staff);
  } catch (error) {
    if (error instanceof StaffError) return { refused: error.message };
    throw error;
  }
}

async function act(ask: StaffRequest, staff: StaffAccounts): Promise<Answer> {
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
