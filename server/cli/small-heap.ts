import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow in small steps, and leaves the space for new objects as it is. Reading an export makes much garbage and
 * keeps little; by itself V8 would let it pile up to twice of what is needed, on machines that have other things to do.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--semi-space-growth-factor=1');
}
