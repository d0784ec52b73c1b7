import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow in small steps and leaves the size of the young generation. Reading an export makes much garbage and keeps
 * little; by default V8 would let it grow to twice what is needed, on machines with other work.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--semi-space-growth-factor=1');
}
