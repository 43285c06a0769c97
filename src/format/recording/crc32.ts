const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let rest = index;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * The CRC-32 of gzip, PNG and zip. `node:zlib` has it from Node 22.2 only.
 *
 * @param seed The checksum of the bytes before these.
 */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let rest = ~seed;
  for (let index = 0; index < bytes.length; index++) {
    rest = (rest >>> 8) ^ (TABLE[(rest ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return ~rest >>> 0;
}
