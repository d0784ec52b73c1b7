/**
 * Loaded into the support server with `node --import`: when the demo is gone, even killed, its end of the pipe closes,
 * and the server stops as it does when it is asked to. Without this, it would go on alone and keep the data folder.
 */
process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.on('error', () => undefined);
process.stdin.resume();
// Listening must not be what keeps the server alive.
process.stdin.unref();

export {};
