/** Loaded when a customer asks for it, or when a ticket has something to show. */
import './context-lines.ts';

export { collect } from './collect.ts';
