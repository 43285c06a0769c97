/** How many values each test reads while they change: `npm run soak` reads 10⁸. */
export const READ_COUNT = Number(process.env['PORTHOLE_SOAK_READS'] ?? 1_000_000);
